//! Sections: parts of a long body that can be read one by one.
//!
//! Gets a body. Gives the byte ranges of parts of about a given size, each of
//! which reads by itself, behind its [`Sections::prefix`], exactly as it does in
//! the whole; what may reach over a place keeps it in one part:
//!
//! | what | found by |
//! |---|---|
//! | fences, HTML that goes on over blank lines, containers | the parser, at a paragraph put behind ([`reading`]) |
//! | templates, their code and what they quote | the scanner, over the whole body |
//! | elements of HTML | pairs of tags, over the whole body ([`elements`]) |
//! | `hanmark:off` … `on`, the line of `next-line` | the directives of the whole body |
//! | braces of JavaScript | the part that leaves one open, and all behind it |
//! | definitions, footnotes | the labels of the whole body ([`labels`]) |
//!
//! Only text with a sign of one of these is parsed for it: the rest costs a look.

mod elements;
mod labels;
mod reading;
mod starts;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use labels::Foreign;
use labels::Labels;
use reading::Reading;
pub(crate) use starts::begins_block;

use super::{Prose, ProseSettings};

/// Stands before the text of a section, so that nothing in it passes for front
/// matter.
const GUARD: &str = "<!-- -->\n\n";

/// How parts of a text are worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// By all threads.
    InParallel,
    /// One after the other, by the thread that asks.
    InTurn,
}

/// The sections of a body.
pub(crate) struct Sections {
    /// Byte ranges in the body, in a row from its start to its end.
    pub(crate) ranges: Vec<Range<usize>>,
    labels: Labels,
}

impl Sections {
    /// Takes `body` apart into sections of `size` bytes or more. There is one
    /// section where no place is safe. Each byte is looked at a bounded number of
    /// times.
    pub(crate) fn of(body: &str, settings: &ProseSettings, size: usize, work: Work) -> Self {
        let found = Reading::of(body, settings, size, work).finish();
        let mut ranges = Vec::new();
        let mut start = 0;
        if found.labels.can_be_given() {
            for place in found.places {
                if place - start >= size.max(1) {
                    ranges.push(start..place);
                    start = place;
                }
            }
        }
        ranges.push(start..body.len());
        Self { ranges, labels: found.labels }
    }

    /// What `text`, which lies at `range` in the body, needs of definitions that
    /// stand elsewhere.
    pub(crate) fn foreign(&self, text: &str, range: &Range<usize>) -> Foreign {
        self.labels.foreign(text, range)
    }

    /// What is put before the text of a section to read it by itself.
    pub(crate) fn prefix(foreign: &Foreign) -> String {
        let mut prefix = GUARD.to_owned();
        foreign.write(&mut prefix);
        prefix
    }
}

/// Takes out of `prose` what lies in the first `prefix` bytes, the prefix of a section.
pub(crate) fn drop_prefix(prose: &mut Prose, prefix: usize) {
    let is_of_prefix = |range: &Range<usize>| range.start < prefix;
    let spans = prose.spans.iter().take_while(|span| is_of_prefix(span)).count();
    prose.spans.drain(..spans);
    prose.runs.retain_mut(|run| {
        let is_own = run.spans.start >= spans;
        if is_own {
            run.spans = run.spans.start - spans..run.spans.end - spans;
        }
        is_own
    });
    prose.kept.retain(|kept| !is_of_prefix(&kept.range));
}
