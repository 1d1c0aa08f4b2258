//! What a person changed in a copy, and what hanmark would write now, in one text.
//!
//! Gets three texts: what hanmark wrote last, the same as a person edited it, and
//! what hanmark writes now. Gives one with the changes of both sides, or the places
//! where they cannot stand together. [`unified`] shows how two texts differ.
//!
//! The sides are compared with the base by line. Where both changed the same lines,
//! they are compared by character (a word where a script has words, since half of
//! one and half of the other is a third word), and the changes stand together if at
//! least one character between them is as it was. Nothing else is guessed: a change
//! of a person is in the merged text, or the text is not merged. A paragraph that one
//! side moved and the other removed is a conflict as long as one of its lines is still
//! the same.
//!
//! Line ends, the mark of the byte order and a missing last line end are compared for
//! themselves. A person's choice wins; what they left alone follows the source.
//!
//! Differences are found by `similar`: its Myers search is bounded as Git's is, so
//! that 200,000 lines that all differ take well under a second (`imara-diff` 0.2 takes
//! seconds where frequent lines stand between lines that differ, and its histograms
//! take a minute where every second line does), and it has no `unsafe`. Its limits
//! are counts, never times: the same texts give the same result everywhere.

mod diff;
mod refine;
mod text;
mod three_way;
mod unified;
mod words;

#[cfg(test)]
mod tests;

use text::Text;
pub use unified::{ABSENT, DiffLine, Unified, unified};

/// What comes of three texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// One text that has the changes of both sides.
    Clean(String),
    /// Where the sides cannot stand together, in order; never empty.
    Conflicts(Vec<Conflict>),
}

/// Lines that both sides changed, each in its own way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The lines as hanmark wrote them last.
    pub base: Lines,
    /// The lines as the person left them.
    pub edited: Lines,
    /// The lines as hanmark writes them now.
    pub generated: Lines,
}

/// Whole lines of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// The number of the first line, from 1. Where `text` is empty, the lines would
    /// stand in front of this one.
    pub line: usize,
    /// The lines with their line ends, as they are in the text.
    pub text: String,
}

/// Returns one text with what changed from `base` to `edited` and from `base` to
/// `generated`.
///
/// Every change of a person is in a clean text: what they wrote is there, what they
/// took out stays out. Changes that overlap or touch are conflicts unless they are
/// the same, so are two insertions at one place; insertions of whole lines may
/// stand next to a changed line. A text equal to `base` counts for nothing.
///
/// ```
/// use hanmark::merge::{Merged, merge};
///
/// let merged = merge("滑鼠和鍵盤的驅動。\n", "滑鼠與鍵盤的驅動。\n", "滑鼠和鍵盤的驅動程式。\n");
/// assert_eq!(merged, Merged::Clean("滑鼠與鍵盤的驅動程式。\n".into()));
/// ```
#[must_use]
pub fn merge(base: &str, edited: &str, generated: &str) -> Merged {
    if edited == base || edited == generated {
        return Merged::Clean(generated.to_owned());
    }
    if generated == base {
        return Merged::Clean(edited.to_owned());
    }
    let (base, edited, generated) = (Text::new(base), Text::new(edited), Text::new(generated));
    match three_way::merge(&base, &edited, &generated) {
        Ok(normal) => Merged::Clean(text::written(normal, &base, &edited, &generated)),
        Err(conflicts) => Merged::Conflicts(conflicts),
    }
}
