//! The flow as code: from the text of a post to that of its copy.
//!
//! [`convert_text`] is the flow for one text and touches no disk;
//! [`build_archive`] runs it over an archive, in parallel, and writes the copies.

mod build;
mod copy;
mod large;
mod pages;
mod parsed;
mod report;
mod settings;
mod skip;
mod source;
mod survey;

pub use build::{BuildError, BuildOptions, Edition, Progress};
pub use report::{
    BuildReport, Completion, CopyReport, Failed, Note, NoteKind, Outcome, SkipReason, Skipped,
};
pub use settings::{Settings, TextForm};
pub use source::{Origin, SourceVariant};
pub use survey::{Survey, SurveyOptions, Surveyed, survey};

use std::{cell::OnceCell, sync::Arc};

use build::Build;
pub(crate) use parsed::Parsed;
use settings::{Direction, EditsKept};
use source::Engines;

use crate::{
    convert::{detect::Verdict, engine::EngineError, variant::Script},
    document::{
        self, Declared, Document, LeftBehind, Prose, Refusal, SetValue, SplitPhrase, Warning,
        catch_panics,
    },
    edit::Edits,
    links::{self, Elsewhere, Followed, Following, Reading},
    post_map::PostMap,
    verify::{Verified, Withdrawn, verify_read},
};

/// A converted text, and everything that is to be said about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Conversion {
    /// The text of the copy.
    pub text: String,
    /// What changed, in bytes of the original, with the rules behind it; none where
    /// they are only counted.
    pub edits: Edits,
    /// The number of edits.
    pub edit_count: usize,
    /// What the original is written in; `None` if a profile or an engine was
    /// asked for, which never ask.
    pub source: Option<SourceVariant>,
    /// Edits that were taken back, since they would have changed the structure.
    pub withdrawn: Vec<Withdrawn>,
    /// Phrases that had to be converted span by span.
    pub split_phrases: Vec<SplitPhrase>,
    /// Oddities of the original.
    pub warnings: Vec<Warning>,
    /// The Han characters of the original that are no prose, and why.
    pub left_behind: LeftBehind,
}

/// A text that could not be converted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    /// The copy would not have had the original's structure, whatever was
    /// withdrawn, or the text cannot be parsed.
    #[error("refused")]
    Refused(#[from] Refusal),
    /// The engine failed.
    #[error("cannot convert")]
    Engine(#[from] EngineError),
}

/// The text of the copy of `source`, with what changed in it.
///
/// Every byte outside the edits is the original's. The copy has been parsed and
/// compared with the original: structure, links, code and keys are the same.
///
/// ```
/// use hanmark::{Profile, Settings, convert_text};
///
/// let settings = Settings::profile(Profile::S2twp);
/// let conversion = convert_text("# 软**件**\r\n\r\n`软件` [鼠标](鼠标.md)\r\n", &settings)?;
/// assert_eq!(conversion.text, "# 軟**體**\r\n\r\n`软件` [滑鼠](鼠标.md)\r\n");
/// # Ok::<(), hanmark::ConvertError>(())
/// ```
///
/// # Errors
/// When the copy would not have the structure of the original, when the post's
/// own `hanmark:` map cannot be understood, when a parser fails, even by a panic,
/// or when the engine does.
pub fn convert_text(source: &str, settings: &Settings) -> Result<Conversion, ConvertError> {
    convert_post(source, settings, None)
}

/// [`convert_text`] for a post with other files around it.
fn convert_post(
    source: &str,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    convert_shared(source, &OnceCell::new(), settings, elsewhere)
}

/// [`convert_post`] for one of several conversions of a post: the first that needs
/// it parses the post, and leaves what it found in `parsed` (see [`Parsed::read`]).
fn convert_shared<'s>(
    source: &'s str,
    parsed: &OnceCell<Parsed<'s>>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let converted = catch_panics(|| match settings.form {
        TextForm::Markdown => match large::convert(source, settings, elsewhere)? {
            Some(conversion) => Ok(conversion),
            None => convert_markdown(source, parsed, settings, elsewhere),
        },
        TextForm::Plain => convert_plain(source, settings),
    });
    let mut converted = converted.unwrap_or_else(|refusal| Err(refusal.into()))?;
    if settings.edits == EditsKept::Number {
        converted.edits = Edits::default();
    }
    Ok(converted)
}

fn convert_markdown<'s>(
    source: &'s str,
    parsed: &OnceCell<Parsed<'s>>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let parsed = if let Some(parsed) = parsed.get() {
        parsed
    } else {
        let read = Parsed::read(source, settings, elsewhere)?;
        parsed.get_or_init(|| read)
    };
    convert_parsed(parsed, settings, elsewhere)
}

/// Converts a post that was parsed for conversions like this one.
pub(crate) fn convert_parsed(
    parsed: &Parsed<'_>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let Parsed { document, prose, structure, .. } = parsed;
    let source = document.source();
    let (engines, written) = direction(document, prose, settings)?;

    let declared = declared_edits(document, written.as_ref(), settings);
    let (mut edits, split_phrases) = laid_edits(source, prose, &engines)?;
    if !declared.edits.is_empty() {
        edits = edits.apart_from(&declared.edits);
    }
    // Links follow the headings as they will be if no edit is withdrawn.
    let following = settings.following(elsewhere);
    let links = match &parsed.reading {
        Some(reading) => links::follow_edited(document, reading, &edits, &following)?,
        None => Followed::default(),
    };
    let all_declared = declared.edits.merged(&links.edits);
    let (structure, thoroughness) = (structure.as_ref(), settings.thoroughness);
    let verified =
        verify_read(document, structure, edits, &all_declared, &settings.prose, thoroughness);
    let mut warnings = prose.warnings.clone();
    warnings.extend(declared.warnings);
    let verified = match (verified, &parsed.reading) {
        (Ok(verified), _) if verified.withdrawn.is_empty() => {
            warnings.extend(links.warnings);
            verified
        }
        (verified, None) => verified?,
        (_, Some(reading)) => {
            let (edits, _) = laid_edits(source, prose, &engines)?;
            let stepwise = Stepwise { document, reading, declared: &declared.edits, settings };
            stepwise.verify(&edits.apart_from(&declared.edits), &following, &mut warnings)?
        }
    };
    let Verified { text, edits, withdrawn } = verified;
    let mut left_behind = prose.left_behind(source);
    if !all_declared.is_empty() {
        left_behind = left_behind.without(source, prose, &edits);
    }
    let source = written;
    let edit_count = edits.len();
    Ok(Conversion {
        text,
        edits,
        edit_count,
        source,
        withdrawn,
        split_phrases,
        warnings,
        left_behind,
    })
}

/// A post with edits that cannot all stay: the prose is settled first, then links
/// follow what became of its headings.
struct Stepwise<'s> {
    document: &'s Document<'s>,
    reading: &'s Reading,
    declared: &'s Edits,
    settings: &'s Settings,
}

impl Stepwise<'_> {
    fn verify(
        &self,
        edits: &Edits,
        following: &Following<'_>,
        warnings: &mut Vec<Warning>,
    ) -> Result<Verified, Refusal> {
        let Self { document, reading, declared, settings } = self;
        let (prose, thoroughness) = (&settings.prose, settings.thoroughness);
        let verified = verify_read(document, None, edits.clone(), declared, prose, thoroughness)?;
        let copy = || Reading::of(Document::split(&verified.text).body());
        let links = links::follow(document, reading, &copy, following)?;
        warnings.extend(links.warnings);
        if links.edits.is_empty() {
            return Ok(verified);
        }
        let declared = declared.merged(&links.edits);
        Ok(verify_again(document, verified, &declared, settings, warnings))
    }
}

/// Verifies a copy again, now that links follow what became of its headings.
/// Only posts with such links come here.
fn verify_again(
    document: &Document<'_>,
    verified: Verified,
    declared: &Edits,
    settings: &Settings,
    warnings: &mut Vec<Warning>,
) -> Verified {
    // Those that were declared come anew.
    let edits = verified
        .edits
        .without(|index| verified.edits.get(index).is_some_and(|edit| declared.holds(&edit)));
    let (prose, thoroughness) = (&settings.prose, settings.thoroughness);
    match verify_read(document, None, edits, declared, prose, thoroughness) {
        Ok(mut again) => {
            again.withdrawn.extend(verified.withdrawn);
            again.withdrawn.sort_by_key(|withdrawn| withdrawn.range.start);
            again
        }
        Err(Refusal { line, reason }) => {
            let message = format!("links to headings stay as they are: {reason}");
            warnings.push(Warning { line, message });
            verified
        }
    }
}

/// Plain text is one run, and has no structure to verify.
fn convert_plain(source: &str, settings: &Settings) -> Result<Conversion, ConvertError> {
    let document = Document::plain(source);
    let prose = Prose::whole(source);
    let (engines, written) = direction(&document, &prose, settings)?;
    let (edits, _) = laid_edits(source, &prose, &engines)?;
    let text = edits.splice(source);
    Ok(Conversion {
        text,
        edit_count: edits.len(),
        edits,
        source: written,
        withdrawn: Vec::new(),
        split_phrases: Vec::new(),
        warnings: Vec::new(),
        left_behind: LeftBehind::default(),
    })
}

/// The engines that lead where the settings ask, and what the post is written
/// in, if that matters. An engine that was given is all there is: the post's own
/// map counts for editions.
fn direction(
    document: &Document<'_>,
    prose: &Prose,
    settings: &Settings,
) -> Result<(Engines, Option<SourceVariant>), ConvertError> {
    direction_by(document, settings, &|| Ok(SourceVariant::detected(document, prose)))
}

/// [`direction`], with what the words of the post tell, which is asked for only if
/// nothing else tells.
fn direction_by(
    document: &Document<'_>,
    settings: &Settings,
    words: &dyn Fn() -> Result<SourceVariant, Refusal>,
) -> Result<(Engines, Option<SourceVariant>), ConvertError> {
    match &settings.direction {
        Direction::Engine(engine) => Ok((Engines::One(engine.clone()), None)),
        Direction::Edition(target) => {
            let map = PostMap::of(document)?;
            let stated = SourceVariant::stated(document, &map, settings);
            let written = stated.map_or_else(words, Ok)?;
            let engines = Engines::to_edition(&written, *target);
            let engines = match map.terms_in(*target) {
                Some(terms) => engines.with_terms(&Arc::new(terms)),
                None => engines,
            };
            Ok((engines, Some(written)))
        }
    }
}

fn laid_edits(
    source: &str,
    prose: &Prose,
    engines: &Engines,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    laid_edits_after(source, prose, engines, None)
}

/// [`laid_edits`] behind a run in the script `last`.
fn laid_edits_after(
    source: &str,
    prose: &Prose,
    engines: &Engines,
    mut last: Option<Script>,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    document::edits(source, prose, &mut |_, text| engines.choose(text, &mut last))
}

/// The language key and the keys to set; only an edition has them.
fn declared_edits(
    document: &Document<'_>,
    written: Option<&SourceVariant>,
    settings: &Settings,
) -> Declared {
    let (Direction::Edition(target), Some(written)) = (&settings.direction, written) else {
        return Declared::default();
    };
    let source = match written.verdict {
        Verdict::In(source) => Some(source),
        _ => None,
    };
    let of_edition = |(key, value): &(String, SetValue)| {
        let value = match value {
            SetValue::Text(text) => SetValue::Text(
                text.replace("{variant}", target.tag())
                    .replace("{variant_lower}", target.lower_tag()),
            ),
            SetValue::Plain(_) => value.clone(),
        };
        (key.clone(), value)
    };
    let set: Vec<_> = settings.set.iter().map(of_edition).collect();
    document::declared_edits(document, source, *target, &set)
}

/// Writes the editions of an archive, and says what happened to every post.
///
/// Nothing is written if any copy would overwrite something that is no copy.
/// One bad post never stops the others: it is in the report. Copies that a
/// person edited are kept.
///
/// # Errors
/// When there are no posts, when something that concerns all of them cannot be
/// read, or while another build writes to the same place. No copy was touched.
pub fn build_archive(
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<BuildReport, BuildError> {
    let build = Build::open(options)?;
    let survey = build.survey()?;
    let plan = build.plan(&survey)?;
    let made = build.make(&plan, &survey, progress);
    drop(plan);
    Ok(build.record(made, survey))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::{
        engine::Engine,
        segment::{Rule, RuleId, Segment},
    };

    struct Panicking;

    impl Engine for Panicking {
        #[allow(clippy::panic, reason = "a test of panics")]
        fn segments(&self, _: &str, _: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
            panic!("no dictionary")
        }

        fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
            None
        }
    }

    #[test]
    fn a_panic_refuses_the_text() {
        let settings = Settings::engine(Arc::new(Panicking));
        let reason = "a fault of hanmark or a library that it uses: no dictionary".to_owned();
        let refused = ConvertError::Refused(Refusal { line: 1, reason });
        for form in [TextForm::Markdown, TextForm::Plain] {
            let converted = convert_text("門\n", &settings.clone().form(form));
            assert_eq!(converted.unwrap_err(), refused);
        }
    }
}
