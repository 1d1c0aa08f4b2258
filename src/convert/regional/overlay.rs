//! Lays rules over the edits of the script: where both say something of a character,
//! the rule counts.

use std::ops::Range;

use super::vocabulary::Hit;
use crate::{
    convert::{engine::EditSink, segment::RuleId},
    edit::{Edit, Edits},
};

/// What the edits of the result are made of.
pub(super) struct Overlay<'a> {
    pub(super) text: &'a str,
    /// What a rule writes.
    pub(super) value: &'a dyn Fn(RuleId) -> &'a str,
    /// Converts a piece of the text by the script alone.
    pub(super) script: &'a dyn Fn(&str) -> String,
}

impl Overlay<'_> {
    /// Gives `sink` the `edits` where no hit is, and what the hits write.
    pub(super) fn lay(&self, edits: &Edits, hits: &[Hit], sink: &mut impl EditSink) {
        let mut next = 0;
        for (index, hit) in hits.iter().enumerate() {
            let before = next + edits.number_ending_by(hit.range.start, next);
            sink.edits(edits, next..before);
            next = before;
            // What begins before the hit and reaches into it.
            if let Some(edit) = edits.get(next).filter(|edit| edit.range.start < hit.range.start) {
                let floor = index.checked_sub(1).map_or(0, |last| hits[last].range.end);
                self.part(&edit, edit.range.start.max(floor)..hit.range.start, sink);
            }
            self.hit(hit, sink);
            next += edits.number_ending_by(hit.range.end, next);
            // What reaches out of it, up to the next hit, which may be in the same edit.
            if let Some(edit) = edits.get(next).filter(|edit| edit.range.start < hit.range.end) {
                let following = hits.get(index + 1).map_or(usize::MAX, |hit| hit.range.start);
                if following >= edit.range.end {
                    self.part(&edit, hit.range.end..edit.range.end, sink);
                    next += 1;
                }
            }
        }
        sink.edits(edits, next..edits.len());
    }

    fn hit(&self, hit: &Hit, sink: &mut impl EditSink) {
        let mut buffer = [0; 4];
        let value = match hit.character {
            Some(character) => character.encode_utf8(&mut buffer),
            None => (self.value)(hit.rule),
        };
        if value != &self.text[hit.range.clone()] {
            sink.edit(hit.range.clone(), value, &[hit.rule]);
        }
    }

    /// What an edit does to the characters at `range`, which it replaces among others.
    fn part(&self, edit: &Edit<'_>, range: Range<usize>, sink: &mut impl EditSink) {
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
            sink.edit(range, &replacement, edit.rules);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Listed(Vec<(Range<usize>, String)>);

    impl EditSink for Listed {
        fn edit(&mut self, range: Range<usize>, replacement: &str, _: &[RuleId]) {
            self.0.push((range, replacement.to_owned()));
        }
    }

    /// Lays hits over edits of `abcdefgh`; a hit's value is its number in `values`.
    fn laid(edits: &[(Range<usize>, &str)], hits: &[(Range<usize>, &'static str)]) -> String {
        let mut of_script = Edits::default();
        for (range, replacement) in edits {
            of_script.push(range.clone(), replacement, &[]);
        }
        let id = |entry| RuleId { dictionary: 0, entry };
        let found: Vec<Hit> = (0..)
            .zip(hits)
            .map(|(entry, (range, _))| Hit {
                range: range.clone(),
                rule: id(entry),
                character: None,
            })
            .collect();
        let value = |rule: RuleId| hits[rule.entry as usize].1;
        let script = |piece: &str| format!("<{piece}>");
        let mut listed = Listed(Vec::new());
        let overlay = Overlay { text: "abcdefgh", value: &value, script: &script };
        overlay.lay(&of_script, &found, &mut listed);
        let mut result = Edits::default();
        for (range, replacement) in listed.0 {
            result.push(range, &replacement, &[]);
        }
        result.splice("abcdefgh")
    }

    #[test]
    fn a_rule_counts_for_more_than_the_script() {
        assert_eq!(laid(&[(0..1, "A"), (2..3, "C"), (6..7, "G")], &[(2..4, "x")]), "AbxefGh");
        assert_eq!(laid(&[(0..1, "A")], &[(0..1, "a"), (1..3, "y")]), "aydefgh");
        assert_eq!(laid(&[], &[(7..8, "z")]), "abcdefgz");
    }

    #[test]
    fn what_a_rule_leaves_of_a_phrase_is_changed_character_by_character() {
        assert_eq!(laid(&[(1..5, "BCDE")], &[(2..4, "x")]), "aBxEfgh");
        assert_eq!(laid(&[(1..5, "BCDE")], &[(0..2, "x")]), "xCDEfgh");
        assert_eq!(laid(&[(1..5, "BCDE")], &[(4..6, "x")]), "aBCDxgh");
        assert_eq!(laid(&[(1..6, "BCDEF")], &[(1..2, "x"), (3..4, "y")]), "axCyEFgh");
        assert_eq!(laid(&[(1..3, "BC"), (3..5, "DE")], &[(2..4, "x")]), "aBxEfgh");
    }

    #[test]
    fn what_is_left_of_a_phrase_of_another_length_is_converted_alone() {
        assert_eq!(laid(&[(1..5, "X")], &[(2..4, "x")]), "a<b>x<e>fgh");
    }
}
