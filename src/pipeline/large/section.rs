//! One section: read, converted, verified, as a post of its own.

use std::ops::Range;

use super::{Kind, Large, Stop};
use crate::{
    convert::variant::Script,
    document::{Document, LeftBehind, Refusal, SplitPhrase, Warning, line_of, sections::Foreign},
    edit::Edits,
    links::part::{self, FollowedPart, Headings, Own},
    pipeline::{ConvertError, laid_edits_after, settings::EditsKept, verify_again},
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
    pub(super) edit_count: usize,
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
        let (kind, range) = &self.parts.list[index];
        let mut foreign = self.parts.foreign(*kind, &self.parts.source[range.clone()], range);
        // As it grows with the letters of the copy at most.
        if !Foreign::is_copied(foreign.copied().saturating_mul(2), range.len()) {
            return Err(Stop::Whole);
        }
        loop {
            let done = self.behind(*kind, range, &foreign, last, own)?;
            // An edit can have written the label of a definition elsewhere.
            if !foreign.add(self.parts.foreign(*kind, &done.text, range)) {
                return Ok(done);
            }
        }
    }

    /// Converts the part at `range` behind the definitions in `foreign`.
    fn behind(
        &self,
        kind: Kind,
        range: &Range<usize>,
        foreign: &Foreign,
        last: Option<Script>,
        own: Own<'_>,
    ) -> Result<Done, Stop> {
        let settings = self.parts.settings;
        let (source, prefix) = self.parts.text(kind, range, foreign);
        let lines_before = lines(&source[..prefix]);
        let refused = |refusal| self.refused(refusal, range, lines_before);
        let document = Document::split(&source);
        let prose = self.parts.prose(&source, prefix).map_err(refused)?;
        let (edits, mut split_phrases) = laid_edits_after(&source, &prose, self.engines, last)?;
        let declared = match kind {
            Kind::FrontMatter => self.declared.edits.clone(),
            Kind::Section => Edits::default(),
        };
        let edits = edits.apart_from(&declared);
        let verified = verify(&source, &edits, &declared, &settings.prose, settings.thoroughness)
            .map_err(refused)?;
        if kind == Kind::Section
            && !verified
                .edits
                .iter()
                .all(|edit| is_quiet(edit.replacement) && is_quiet(&source[edit.range]))
        {
            return Err(Stop::Whole);
        }
        let FollowedPart { edits: links, own, headings } = match kind {
            Kind::FrontMatter => FollowedPart::default(),
            Kind::Section => {
                part::follow(&document, &verified.text, &self.following, own).map_err(refused)?
            }
        };
        let links =
            links.without(|index| links.get(index).is_some_and(|edit| edit.range.start < prefix));
        let mut failed = Vec::new();
        let Verified { mut text, edits, mut withdrawn } = if links.is_empty() {
            verified
        } else {
            let declared = declared.merged(&links);
            verify_again(&source, verified, &edits, &declared, settings, &mut failed)
        };
        if !failed.is_empty() {
            return Err(Stop::Whole);
        }
        let left_behind = prose.left_behind_from(&source, prefix).without(&source, &prose, &edits);
        text.drain(..prefix);
        let in_post =
            |at: &Range<usize>| range.start + at.start - prefix..range.start + at.end - prefix;
        for withdrawn in &mut withdrawn {
            withdrawn.line -= lines_before;
            withdrawn.range = in_post(&withdrawn.range);
        }
        for split in &mut split_phrases {
            split.line -= lines_before;
            split.range = in_post(&split.range);
        }
        let mut warnings = prose.warnings;
        for warning in &mut warnings {
            warning.line -= lines_before;
        }
        let report = Report {
            edit_count: edits.len(),
            withdrawn,
            split_phrases,
            warnings,
            left_behind,
            lines: lines(&source[prefix..]),
            copied: foreign.copied(),
            own,
        };
        let mut moved = Edits::default();
        if settings.edits == EditsKept::All {
            for edit in edits.iter() {
                moved.push(in_post(&edit.range), edit.replacement, edit.rules);
            }
        }
        Ok(Done { text, edits: moved, report, headings })
    }

    /// A refusal of the part at `range`, with its line in the post.
    fn refused(&self, refusal: Refusal, range: &Range<usize>, lines_before: usize) -> Stop {
        // A panic of the parser tells no place: line 1.
        let line = match refusal.line.checked_sub(lines_before + 1) {
            Some(line) if lines_before > 0 => line + line_of(self.parts.source, range.start),
            _ => refusal.line,
        };
        Stop::Failed(ConvertError::Refused(Refusal { line, ..refusal }))
    }
}

fn lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// Whether a text has no sign of what can go on in another section: of fences, HTML,
/// templates, JavaScript.
fn is_quiet(text: &str) -> bool {
    !text.contains(['`', '~', '<', '>', '{', '}', '%', '"', '\'', '#', '*', '/', '\n', '\r'])
}
