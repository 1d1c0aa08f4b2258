//! The flow of a text as a whole: parsed, converted, verified.

use std::cell::OnceCell;

use super::{
    Conversion, ConvertError, Parsed, Settings, TextForm, large,
    settings::EditsKept,
    source::Engines,
    steps::{declared_edits, direction, laid_edits},
};
use crate::{
    document::{
        Declared, Document, LeftBehind, Prose, Refusal, SplitPhrase, Warning, catch_panics,
    },
    edit::{Edit, Edits},
    links::{self, Elsewhere, Followed, Following, Reading},
    verify::{Verified, verify_read},
};

/// [`convert_text`] for a post with other files around it.
pub(super) fn convert_post(
    source: &str,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    convert_shared(source, &OnceCell::new(), settings, elsewhere)
}

/// [`convert_post`] for one of several conversions of a post: the first that needs
/// it parses the post, and leaves what it found in `parsed` (see [`Parsed::read`]).
pub(super) fn convert_shared<'s>(
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
    if settings.edits == EditsKept::None {
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
fn convert_parsed(
    parsed: &Parsed<'_>,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Conversion, ConvertError> {
    let Parsed { document, prose, .. } = parsed;
    let source = document.source();
    let (engines, written) = direction(document, prose, settings)?;
    let Declared { edits: declared, warnings: declared_warnings } =
        declared_edits(document, written.as_ref(), settings);
    let following = settings.following(elsewhere);
    let flow = Flow { parsed, settings, engines, declared, following };

    let mut attempt = flow.attempt(settings.edits)?;
    // What is withdrawn are whole segments, whether or not the edits are kept.
    if settings.edits == EditsKept::None && !attempt.is_clean() {
        attempt = flow.attempt(EditsKept::All)?;
    }
    let split_phrases = std::mem::take(&mut attempt.split_phrases);
    let mut warnings = prose.warnings.clone();
    warnings.extend(declared_warnings);
    let (Verified { text, edits, withdrawn }, left_behind) =
        flow.settled(attempt, &mut warnings)?;
    Ok(Conversion {
        text,
        changed_characters: edits.changed_characters(source),
        edits,
        source: written,
        withdrawn,
        split_phrases,
        warnings,
        left_behind,
        engines: flow.engines,
    })
}

/// What the conversion of a post goes by.
struct Flow<'f> {
    parsed: &'f Parsed<'f>,
    settings: &'f Settings,
    engines: Engines,
    declared: Edits,
    following: Following<'f>,
}

/// A copy with all edits.
struct Attempt {
    verified: Result<Verified, Refusal>,
    /// The declared edits, those of links among them.
    declared: Edits,
    link_warnings: Vec<Warning>,
    split_phrases: Vec<SplitPhrase>,
}

impl Attempt {
    /// Whether nothing was withdrawn.
    fn is_clean(&self) -> bool {
        self.verified.as_ref().is_ok_and(|verified| verified.withdrawn.is_empty())
    }
}

impl Flow<'_> {
    fn attempt(&self, kept: EditsKept) -> Result<Attempt, ConvertError> {
        let Parsed { document, prose, structure, reading } = self.parsed;
        let (mut edits, split_phrases) =
            laid_edits(document.source(), prose, &self.engines, self.settings, kept)?;
        if !self.declared.is_empty() {
            edits = edits.apart_from(&self.declared);
        }
        // Links follow the headings as they will be if no edit is withdrawn.
        let links = match reading {
            Some(reading) => links::follow_edited(document, reading, &edits, &self.following)?,
            None => Followed::default(),
        };
        let declared = self.declared.merged(&links.edits);
        let Settings { prose, thoroughness, .. } = self.settings;
        let verified =
            verify_read(document, structure.as_ref(), edits, &declared, prose, *thoroughness);
        Ok(Attempt { verified, declared, link_warnings: links.warnings, split_phrases })
    }

    /// The copy as it stays, and what of the post's Chinese is no prose.
    fn settled(
        &self,
        attempt: Attempt,
        warnings: &mut Vec<Warning>,
    ) -> Result<(Verified, LeftBehind), ConvertError> {
        let Parsed { document, prose, reading, .. } = self.parsed;
        let source = document.source();
        let left_behind = prose.left_behind(source);
        if attempt.is_clean() {
            warnings.extend(attempt.link_warnings);
            let left_behind = left_behind.without(source, prose, attempt.declared.iter());
            return Ok((attempt.verified?, left_behind));
        }
        let verified = match reading {
            None => attempt.verified?,
            Some(reading) => self.stepwise(reading, warnings)?,
        };
        let declared = verified.edits.iter().filter(Edit::has_no_rules);
        let left_behind = left_behind.without(source, prose, declared);
        Ok((verified, left_behind))
    }

    /// A post with edits that cannot all stay: the prose is settled first, then links
    /// follow what became of its headings.
    fn stepwise(
        &self,
        reading: &Reading,
        warnings: &mut Vec<Warning>,
    ) -> Result<Verified, ConvertError> {
        let Self { parsed: Parsed { document, prose, .. }, settings, .. } = self;
        let (edits, _) =
            laid_edits(document.source(), prose, &self.engines, settings, EditsKept::All)?;
        let edits = edits.apart_from(&self.declared);
        let (prose, thoroughness) = (&settings.prose, settings.thoroughness);
        let verified = verify_read(document, None, edits, &self.declared, prose, thoroughness)?;
        let copy = || Reading::of(Document::split(&verified.text).body());
        let links = links::follow(document, reading, &copy, &self.following)?;
        warnings.extend(links.warnings);
        if links.edits.is_empty() {
            return Ok(verified);
        }
        let declared = self.declared.merged(&links.edits);
        Ok(verify_again(document, verified, &declared, settings, warnings))
    }
}

/// Verifies a copy again, now that links follow what became of its headings.
/// Only posts with such links come here.
pub(super) fn verify_again(
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
    let (edits, _) = laid_edits(source, &prose, &engines, settings, settings.edits)?;
    let text = edits.splice(source);
    Ok(Conversion {
        text,
        changed_characters: edits.changed_characters(source),
        edits,
        source: written,
        withdrawn: Vec::new(),
        split_phrases: Vec::new(),
        warnings: Vec::new(),
        left_behind: LeftBehind::default(),
        engines,
    })
}
