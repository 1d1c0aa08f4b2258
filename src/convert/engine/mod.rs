//! Engines: from a text to its segments.
//!
//! An engine knows nothing of Markdown or files: it gets a text, and yields
//! what changes in it. [`Plain`] is the exact left-to-right engine, [`Lazy`] the
//! fast one that equals it; [`WithTerms`] puts a user's own words before any other.

mod changes;
mod ideographic_description;
mod lazy;
mod plain;
#[cfg(feature = "opencc-rust")]
mod reference;
mod sink;
mod starts;
mod terms;
mod texts;

pub use lazy::Lazy;
pub use plain::Plain;
#[cfg(feature = "opencc-rust")]
pub use reference::Reference;
pub(crate) use sink::EditSink;
pub use terms::{Terms, WithTerms};
pub use texts::Texts;

use std::borrow::Cow;

use crate::{
    convert::segment::{Rule, RuleId, Segment},
    edit::Edits,
};

/// What an engine can say about its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// It names each changed stretch with its rules: a run is converted whole.
    Segments,
    /// It gives strings only: the spans of a run are converted apart.
    Strings,
}

/// Converts text from one variant to another.
pub trait Engine: Send + Sync {
    /// Calls `each` for every changed stretch of `text`, in order.
    ///
    /// # Errors
    /// When the engine cannot convert `text`; the engines of this crate always can.
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError>;

    /// Spells out a rule that one of this engine's segments names.
    fn rule(&self, id: RuleId) -> Option<Rule<'_>>;

    /// Appends to `edits` what changes in `texts`, without rules; byte ranges are of
    /// [`Texts::joined`].
    ///
    /// What comes out is the same as with [`Engine::segments`] of each text. An edit
    /// is a segment or less: it can be of one character of a phrase whose characters
    /// are replaced one by one. It is never of the line feed behind a text.
    ///
    /// # Errors
    /// As [`Engine::segments`].
    fn edits(&self, texts: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
        edits_of_segments(self, texts, edits)
    }

    /// Whether runs may be converted whole.
    fn granularity(&self) -> Granularity {
        Granularity::Segments
    }

    /// `text` after conversion; borrowed if nothing changes.
    ///
    /// # Errors
    /// As [`Engine::segments`].
    fn convert<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, EngineError> {
        let mut converted = String::new();
        let mut done = 0;
        self.segments(text, &mut |segment| {
            converted.push_str(&text[done..segment.range.start]);
            converted.push_str(segment.replacement);
            done = segment.range.end;
        })?;
        if done == 0 {
            return Ok(Cow::Borrowed(text));
        }
        converted.push_str(&text[done..]);
        Ok(Cow::Owned(converted))
    }
}

/// [`Engine::edits`] by [`Engine::segments`] of each text.
fn edits_of_segments<E: Engine + ?Sized>(
    engine: &E,
    texts: &Texts,
    edits: &mut Edits,
) -> Result<(), EngineError> {
    texts.iter().try_for_each(|(start, text)| {
        engine.segments(text, &mut |Segment { range, replacement, .. }| {
            if text[range.clone()] != *replacement {
                edits.push(start + range.start..start + range.end, replacement, &[]);
            }
        })
    })
}

/// An engine could not convert a text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{engine}: {reason}")]
pub struct EngineError {
    /// The engine's name.
    pub engine: &'static str,
    /// What it said.
    pub reason: String,
}
