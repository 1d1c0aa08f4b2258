//! The flow as code: from the text of a post to that of its copy.
//!
//! [`convert_text`] is the flow for one text and touches no disk;
//! [`build_archive`] runs it over an archive, in parallel, and writes the copies.

mod build;
mod cache;
mod copy;
mod engines;
mod large;
mod marks;
mod options;
mod orphans;
mod pages;
mod parsed;
mod report;
mod settings;
mod skip;
mod source;
mod steps;
mod survey;
mod whole;

pub use crate::archive::plan::Edition;
pub use build::{BuildError, Progress};
pub use options::{BuildOptions, Cancel, Diffs, EditionScope, HandEdits, Mode, Orphans};
pub use report::{
    BuildReport, Cause, Completion, Conflict, CopyReport, Failed, Hand, Note, NoteKind, Orphan,
    OrphanOutcome, OrphanReason, Outcome, SkipReason, Skipped,
};
pub use settings::{Settings, TextForm};
pub use source::{Origin, SourceVariant};
pub use survey::{Survey, SurveyOptions, Surveyed, survey};

use build::Build;
use parsed::Parsed;
use source::Engines;
use whole::convert_post;

use crate::{
    convert::{
        engine::EngineError,
        punctuation,
        segment::{Layer, Rule, RuleId},
        style,
    },
    document::{LeftBehind, Refusal, SplitPhrase, Warning},
    edit::Edits,
    verify::Withdrawn,
};

/// A converted text, and everything that is to be said about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Conversion {
    /// The text of the copy.
    pub text: String,
    /// What changed, in bytes of the original, with the rules behind it; none if the
    /// settings ask for none.
    pub edits: Edits,
    /// How many characters of the original are others in the copy; see
    /// [`Edits::changed_characters`].
    pub changed_characters: usize,
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
    engines: Engines,
}

impl Conversion {
    /// Spells out a rule behind one of the edits; `None` for one that no edit names.
    ///
    /// ```
    /// use hanmark::{Layer, Settings, Variant, convert_text};
    ///
    /// let post = convert_text("滑鼠和軟體", &Settings::edition(Variant::ZhCn))?;
    /// let edit = post.edits.get(0).expect("all of it changes");
    /// let rule = post.rule(edit.rules[0]).expect("it has a rule");
    /// assert_eq!((rule.layer, rule.dictionary), (Layer::Vocabulary, "TWPhrasesRev"));
    /// assert_eq!((rule.key, rule.value), ("滑鼠", "鼠标"));
    /// # Ok::<(), hanmark::ConvertError>(())
    /// ```
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let of_marks = || {
            let (key, value) = punctuation::entry(id)?;
            let (layer, dictionary) = (Layer::Punctuation, "punctuation");
            Some(Rule { layer, dictionary, key, value, alternatives: value })
        };
        let of_style = || {
            let (key, value) = style::entry(id)?;
            let (layer, dictionary) = (Layer::Style, "style");
            Some(Rule { layer, dictionary, key, value, alternatives: value })
        };
        of_marks().or_else(of_style).or_else(|| self.engines.rule(id))
    }
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

/// Writes the editions of an archive, and says what happened to every post.
///
/// Only what changed is converted and written. Nothing is if any copy would overwrite
/// something that is no copy. One bad post never stops the others: it is in the report.
/// Copies that a person edited keep the edits.
///
/// # Errors
/// When there are no posts, when something that concerns all of them cannot be
/// read, when it is told to end before it begins, or while another build writes to the
/// same place. No copy was touched.
pub fn build_archive(
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<BuildReport, BuildError> {
    let mut build = Build::open(options)?;
    let survey = build.survey()?;
    let plan = build.plan(&survey)?;
    build.claim()?;
    let made = build.make(&plan, &survey, progress);
    Ok(build.record(made, &plan, survey))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

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
