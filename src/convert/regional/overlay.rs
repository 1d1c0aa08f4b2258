//! Lays rules over the edits of the script: where both say something of a character,
//! the rule counts.

use std::ops::Range;

use super::vocabulary::Hit;
use crate::{
    convert::segment::RuleId,
    edit::{Edit, Edits},
};

/// What an edit of the result needs of its surroundings.
pub(super) struct Overlay<'a, S> {
    pub(super) text: &'a str,
    /// What a rule writes.
    pub(super) value: &'a dyn Fn(RuleId) -> &'a str,
    /// Converts a piece of the text by the script alone.
    pub(super) script: &'a dyn Fn(&str) -> String,
    /// Takes the edits in order.
    pub(super) sink: S,
}

impl<S: FnMut(Range<usize>, &str, &[RuleId])> Overlay<'_, S> {
    /// Gives the sink `edits` where no hit is, and what the hits write.
    pub(super) fn lay(mut self, edits: &Edits, hits: &[Hit]) {
        let mut hits = hits.iter().peekable();
        let mut done = 0;
        for edit in edits.iter() {
            let mut start = edit.range.start.max(done);
            while let Some(hit) = hits.next_if(|hit| hit.range.start < edit.range.end) {
                if start < hit.range.start {
                    self.part(&edit, start..hit.range.start);
                }
                self.hit(hit);
                done = hit.range.end;
                start = start.max(done);
            }
            if start < edit.range.end {
                self.part(&edit, start..edit.range.end);
            }
        }
        for hit in hits {
            self.hit(hit);
        }
    }

    fn hit(&mut self, hit: &Hit) {
        let value = (self.value)(hit.rule);
        if value != &self.text[hit.range.clone()] {
            (self.sink)(hit.range.clone(), value, &[hit.rule]);
        }
    }

    /// What an edit does to the characters at `range`, which it replaces among others.
    fn part(&mut self, edit: &Edit<'_>, range: Range<usize>) {
        if range == edit.range {
            (self.sink)(range, edit.replacement, edit.rules);
            return;
        }
        let source = &self.text[edit.range.clone()];
        let number = source.chars().count();
        let replacement = if number == edit.replacement.chars().count() {
            let before = self.text[edit.range.start..range.start].chars().count();
            let within = self.text[range.clone()].chars().count();
            edit.replacement.chars().skip(before).take(within).collect()
        } else {
            (self.script)(&self.text[range.clone()])
        };
        if replacement != self.text[range.clone()] {
            (self.sink)(range, &replacement, edit.rules);
        }
    }
}
