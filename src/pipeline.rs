//! The flow as code: from the text of a post to that of its copy.
//!
//! [`convert_text`] is the flow for one text and touches no disk;
//! [`build_archive`] runs it over an archive, in parallel, and writes the copies.

mod build;
mod report;
mod settings;
mod source;

pub use build::{BuildOptions, Edition, Progress, build_archive, survey};
pub use report::{
    BuildReport, Completion, CopyReport, Failed, Note, NoteKind, Outcome, SkipReason, Skipped,
};
pub use settings::{Settings, TextForm};
pub use source::{Origin, SourceVariant, Written};

use settings::Direction;
use source::Engines;

use crate::{
    convert::{engine::EngineError, variant::Variant},
    document::{self, Declared, Document, Prose, Refusal, SplitPhrase, Warning},
    edit::Edits,
    verify::{self, Verified, Withdrawn},
};

/// A converted text, and everything that is to be said about it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Conversion {
    /// The text of the copy.
    pub text: String,
    /// What changed, in bytes of the original, with the rules behind it.
    pub edits: Edits,
    /// What the original is written in; `None` if a profile or an engine was
    /// asked for, which never ask.
    pub source: Option<SourceVariant>,
    /// Edits that were taken back, since they would have changed the structure.
    pub withdrawn: Vec<Withdrawn>,
    /// Phrases that had to be converted span by span.
    pub split_phrases: Vec<SplitPhrase>,
    /// Oddities of the original.
    pub warnings: Vec<Warning>,
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
/// When the copy would not have the structure of the original, when the
/// Markdown parser fails, or when the engine does.
pub fn convert_text(source: &str, settings: &Settings) -> Result<Conversion, ConvertError> {
    let document = match settings.form {
        TextForm::Markdown => Document::split(source),
        TextForm::Plain => Document::plain(source),
    };
    let prose = match settings.form {
        TextForm::Markdown => document::prose(&document, &settings.prose)?,
        TextForm::Plain => Prose::whole(source),
    };
    let (mut engines, written) = direction(&document, &prose, settings);

    let (edits, split_phrases) =
        document::edits(source, &prose, &mut |text| engines.choose(text))?;
    let declared = declared_edits(&document, written.as_ref(), settings);
    let edits = edits.without_overlaps(&declared).merged(&declared);

    let Verified { text, edits, withdrawn } = match settings.form {
        TextForm::Markdown => verify::verify(&document, edits, &settings.prose, &declared)?,
        TextForm::Plain => Verified::unchecked(source, edits),
    };
    let warnings = prose.warnings;
    Ok(Conversion { text, edits, source: written, withdrawn, split_phrases, warnings })
}

fn direction(
    document: &Document<'_>,
    prose: &Prose,
    settings: &Settings,
) -> (Engines, Option<SourceVariant>) {
    match &settings.direction {
        Direction::Engine(engine) => (Engines::One(engine.clone()), None),
        Direction::Edition(target) => {
            let texts = prose.texts(document.source());
            let texts = texts.iter().map(|text| &**text);
            let written = SourceVariant::of(document, texts, settings);
            (Engines::to_edition(&written, *target), Some(written))
        }
    }
}

/// The language key and the keys to set; only an edition has them.
fn declared_edits(
    document: &Document<'_>,
    written: Option<&SourceVariant>,
    settings: &Settings,
) -> Edits {
    let language = match (&settings.direction, written) {
        (Direction::Edition(target), Some(SourceVariant { written: Written::In(from), .. })) => {
            Some((*from, *target))
        }
        _ => None,
    };
    if settings.form == TextForm::Plain {
        return Edits::default();
    }
    document::declared_edits(document, &Declared { language, set: &settings.set })
}

/// The tag of a variant in the words of a report.
pub(crate) fn place_of(variant: Option<Variant>) -> &'static str {
    variant.map_or("none", Variant::tag)
}
