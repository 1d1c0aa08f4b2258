//! Gathering: the copies of parts become that of the post.

use super::{
    rewrite::Rewrite,
    section::{Done, Report},
};
use crate::{
    document::{LeftBehind, Warning, sections::Foreign},
    edit::Edits,
    links::{Following, anchors::Moved, part::Headings},
    pipeline::source::Engines,
    pipeline::{Conversion, SourceVariant},
};

/// The parts that are done, in order.
pub(super) struct Gathered {
    text: String,
    /// Where each part ends in the text.
    ends: Vec<usize>,
    edits: Vec<Edits>,
    reports: Vec<Report>,
    headings: Headings,
    /// The length of the original.
    len: usize,
    /// The text, while parts are done again.
    rewrite: Option<Rewrite>,
}

impl Gathered {
    pub(super) fn of(source: &str) -> Self {
        Self {
            // Some letters are longer in the copy.
            text: String::with_capacity(source.len() + source.len() / 32),
            ends: Vec::new(),
            edits: Vec::new(),
            reports: Vec::new(),
            headings: Headings::default(),
            len: source.len(),
            rewrite: None,
        }
    }

    pub(super) fn push(&mut self, done: Done) {
        self.text.push_str(&done.text);
        self.ends.push(self.text.len());
        self.edits.push(done.edits);
        self.reports.push(done.report);
        self.headings.add(done.headings);
    }

    /// Whether the parser copies all that the references ask for.
    pub(super) fn is_copied(&self) -> bool {
        let copied = self.reports.iter().map(|report| report.copied);
        let copied = copied.fold(0, usize::saturating_add);
        Foreign::is_copied(copied.saturating_mul(2), self.len)
    }

    /// Which ids of the post became which, if links ask.
    pub(super) fn moved(&mut self, following: &Following<'_>) -> Moved {
        let headings = std::mem::take(&mut self.headings);
        if self.reports.iter().all(|report| report.own.is_empty()) {
            return Moved::default();
        }
        headings.moved(following)
    }

    /// The parts with links to headings whose ids moved.
    pub(super) fn leading_to(&self, moved: &Moved) -> Vec<usize> {
        let leads = |report: &Report| report.own.iter().any(|own| moved.follow(own).is_some());
        (0..self.reports.len()).filter(|index| leads(&self.reports[*index])).collect()
    }

    /// Takes a part that was done again, in order.
    pub(super) fn replace(&mut self, index: usize, done: Done) {
        self.edits[index] = done.edits;
        self.reports[index] = done.report;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let rewrite =
            self.rewrite.get_or_insert_with(|| Rewrite::of(std::mem::take(&mut self.text)));
        rewrite.replace(&(start..self.ends[index]), &done.text);
    }

    pub(super) fn conversion(
        self,
        source: Option<SourceVariant>,
        declared: Vec<Warning>,
        engines: Engines,
    ) -> Conversion {
        let mut conversion = Conversion {
            text: self.rewrite.map_or(self.text, Rewrite::finish),
            edits: Edits::default(),
            changed_characters: 0,
            source,
            withdrawn: Vec::new(),
            split_phrases: Vec::new(),
            warnings: Vec::new(),
            left_behind: LeftBehind::default(),
            engines,
        };
        let mut lines = 0;
        for (report, edits) in self.reports.into_iter().zip(self.edits) {
            for edit in edits.iter() {
                conversion.edits.push(edit.range, edit.replacement, edit.rules);
            }
            conversion.changed_characters += report.changed_characters;
            conversion.left_behind += &report.left_behind;
            conversion.withdrawn.extend(report.withdrawn.into_iter().map(|mut withdrawn| {
                withdrawn.line += lines;
                withdrawn
            }));
            conversion.split_phrases.extend(report.split_phrases.into_iter().map(|mut split| {
                split.line += lines;
                split
            }));
            conversion.warnings.extend(report.warnings.into_iter().map(|mut warning| {
                warning.line += lines;
                warning
            }));
            lines += report.lines;
        }
        conversion.warnings.extend(declared);
        conversion
    }
}
