//! One section: read, converted, verified, as a post of its own.

use std::ops::Range;

use super::{Kind, Large, Parts, Stop};
use crate::{
    convert::variant::Script,
    document::{
        Document, LeftBehind, Refusal, SplitPhrase, Warning, line_of,
        sections::{Foreign, begins_block},
    },
    edit::{Edit, Edits},
    links::part::{self, FollowedPart, Headings, Own},
    pipeline::{ConvertError, settings::EditsKept, steps::laid_edits_after, whole::verify_again},
    verify::{Verified, Withdrawn, verify},
};

/// The copy of a part, and what is to be said about it.
pub(super) struct Done {
    pub(super) text: String,
    /// In bytes of the post.
    pub(super) edits: Edits,
    pub(super) report: Report,
    pub(super) headings: Headings,
}

/// What is to be said about a part: ranges are in bytes of the post, lines are
/// counted from the part's first one, which is 1.
#[derive(Default)]
pub(super) struct Report {
    pub(super) changed_characters: usize,
    pub(super) withdrawn: Vec<Withdrawn>,
    pub(super) split_phrases: Vec<SplitPhrase>,
    pub(super) warnings: Vec<Warning>,
    pub(super) left_behind: LeftBehind,
    /// How many lines end in the part.
    pub(super) lines: usize,
    /// How many bytes its references copy at most.
    pub(super) copied: usize,
    /// The fragments that lead to headings of the post.
    pub(super) own: Vec<String>,
}

impl Large<'_> {
    /// Converts one part, behind a run in the script `last`.
    pub(super) fn part(
        &self,
        index: usize,
        last: Option<Script>,
        own: Own<'_>,
    ) -> Result<Done, Stop> {
        let part @ (kind, range) = &self.parts.list[index];
        let mut foreign = self.parts.foreign(*kind, &self.parts.source[range.clone()], range);
        // As it grows with the letters of the copy at most.
        if !Foreign::is_copied(foreign.copied().saturating_mul(2), range.len()) {
            return Err(Stop::Whole);
        }
        loop {
            let done = self.behind(part, &foreign, last, own)?;
            if range.start > self.parts.body && !begins_block(&done.text) {
                return Err(Stop::Whole);
            }
            // An edit can have written the label of a definition elsewhere.
            if !foreign.add(self.parts.foreign(*kind, &done.text, range)) {
                return Ok(done);
            }
        }
    }

    /// Converts a part behind the definitions in `foreign`.
    fn behind(
        &self,
        (kind, range): &(Kind, Range<usize>),
        foreign: &Foreign,
        last: Option<Script>,
        own: Own<'_>,
    ) -> Result<Done, Stop> {
        let (source, prefix) = self.parts.text(*kind, range, foreign);
        let placed = Placed { range, prefix, lines_before: lines(&source[..prefix]) };
        let refused = |refusal| self.refused(refusal, &placed);
        let prose = self.parts.prose(&source, prefix).map_err(refused)?;
        let none = Edits::default();
        let declared = if *kind == Kind::FrontMatter { &self.declared.edits } else { &none };
        let Parts { settings, .. } = &self.parts;
        let (edits, split_phrases) =
            laid_edits_after(&source, &prose, self.engines, settings, last)?;
        let edits = edits.apart_from(declared);
        let verified = verify(&source, &edits, declared, &settings.prose, settings.thoroughness)
            .map_err(refused)?;
        let FollowedPart { edits: links, own, headings } = if *kind == Kind::FrontMatter {
            FollowedPart::default()
        } else if are_quiet(&source, &verified.edits) {
            let document = Document::split(&source);
            part::follow(&document, &verified.text, &self.following, own).map_err(refused)?
        } else {
            return Err(Stop::Whole);
        };
        let links =
            links.without(|index| links.get(index).is_some_and(|edit| edit.range.start < prefix));
        let Verified { mut text, edits, withdrawn } = if links.is_empty() {
            verified
        } else {
            self.verified_with(&links, &source, verified)?
        };
        let left_behind = prose.left_behind_from(&source, prefix).without(
            &source,
            &prose,
            edits.iter().filter(Edit::has_no_rules),
        );
        text.drain(..prefix);
        let report = Report {
            changed_characters: edits.changed_characters(&source),
            withdrawn,
            split_phrases,
            warnings: prose.warnings,
            left_behind,
            lines: lines(&source[prefix..]),
            copied: foreign.copied(),
            own,
        };
        let edits = if settings.edits == EditsKept::All { placed.moved(&edits) } else { none };
        Ok(Done { text, edits, report: placed.placed(report), headings })
    }

    /// The copy with its links.
    fn verified_with(
        &self,
        links: &Edits,
        source: &str,
        verified: Verified,
    ) -> Result<Verified, Stop> {
        let mut failed = Vec::new();
        let document = Document::split(source);
        let again = verify_again(&document, verified, links, self.parts.settings, &mut failed);
        // Then the links of the whole post stay.
        if failed.is_empty() { Ok(again) } else { Err(Stop::Whole) }
    }

    /// A refusal of a part, with its line in the post.
    fn refused(&self, refusal: Refusal, placed: &Placed<'_>) -> Stop {
        // A panic of the parser tells no place: line 1.
        let line = match refusal.line.checked_sub(placed.lines_before + 1) {
            Some(line) if placed.prefix > 0 => {
                line + line_of(self.parts.source, placed.range.start)
            }
            _ => refusal.line,
        };
        Stop::Failed(ConvertError::Refused(Refusal { line, ..refusal }))
    }
}

/// Where a part stands in the post, and behind what it was read.
struct Placed<'p> {
    range: &'p Range<usize>,
    /// The length of what it was read behind, and how many lines end in there.
    prefix: usize,
    lines_before: usize,
}

impl Placed<'_> {
    fn in_post(&self, at: &Range<usize>) -> Range<usize> {
        self.range.start + at.start - self.prefix..self.range.start + at.end - self.prefix
    }

    fn moved(&self, edits: &Edits) -> Edits {
        let mut moved = Edits::default();
        for edit in edits.iter() {
            moved.push(self.in_post(&edit.range), edit.replacement, edit.rules);
        }
        moved
    }

    fn placed(&self, mut report: Report) -> Report {
        for withdrawn in &mut report.withdrawn {
            withdrawn.line -= self.lines_before;
            withdrawn.range = self.in_post(&withdrawn.range);
        }
        for split in &mut report.split_phrases {
            split.line -= self.lines_before;
            split.range = self.in_post(&split.range);
        }
        for warning in &mut report.warnings {
            warning.line -= self.lines_before;
        }
        report
    }
}

fn lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// Whether edits, before and after, leave all that can go on in another section as it
/// is.
fn are_quiet(source: &str, edits: &Edits) -> bool {
    edits.iter().all(|edit| is_quiet(edit.replacement) && is_quiet(&source[edit.range]))
}

/// Whether a text has no sign of what can go on in another section: of fences, HTML,
/// templates, JavaScript.
fn is_quiet(text: &str) -> bool {
    !text.contains(['`', '~', '<', '>', '{', '}', '%', '"', '\'', '#', '*', '/', '\n', '\r'])
}
