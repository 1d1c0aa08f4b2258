//! What one step of a conversion changes, and how two steps make one.

use std::ops::Range;

use crate::convert::segment::{RuleId, Segment};

/// What becomes of a text in a step.
pub(super) trait Replaced: Sized {
    fn for_text(text: &str) -> Self;

    /// Notes that `range` of `text` matched a rule; identity rules change nothing.
    fn replace(&mut self, text: &str, range: Range<usize>, replacement: &str, rule: RuleId);

    /// The offset in the output that belongs to `at` in the input, `at` being
    /// no less than the end of the last change.
    fn output_len_at(&self, at: usize) -> usize;

    /// Copies the rest of `text`.
    fn finish(&mut self, text: &str);

    fn output(&self) -> &str;

    /// Two steps as one: `after` was made from the output of `before`.
    fn join(before: Option<Self>, after: Self) -> Self;
}

/// The output alone.
#[derive(Debug)]
pub(super) struct Output {
    text: String,
    /// How much of the input is in the output.
    done: usize,
    changed: bool,
}

impl Output {
    /// The text, unless no step changed it.
    pub(super) fn into_changed(self) -> Option<String> {
        self.changed.then_some(self.text)
    }
}

impl Replaced for Output {
    fn for_text(text: &str) -> Self {
        let capacity = text.len() + text.len() / 8;
        Self { text: String::with_capacity(capacity), done: 0, changed: false }
    }

    fn replace(&mut self, text: &str, range: Range<usize>, replacement: &str, _: RuleId) {
        if text[range.clone()] == *replacement {
            return;
        }
        self.text.push_str(&text[self.done..range.start]);
        self.text.push_str(replacement);
        self.done = range.end;
        self.changed = true;
    }

    fn output_len_at(&self, at: usize) -> usize {
        self.text.len() + at - self.done
    }

    fn finish(&mut self, text: &str) {
        self.text.push_str(&text[self.done..]);
        self.done = text.len();
    }

    fn output(&self) -> &str {
        &self.text
    }

    fn join(before: Option<Self>, after: Self) -> Self {
        let changed = after.changed || before.is_some_and(|before| before.changed);
        Self { changed, ..after }
    }
}

/// The output of a step, and which bytes of the input became which of it.
///
/// Everything outside the changes was copied, byte for byte.
#[derive(Debug)]
pub(super) struct Changes {
    output: String,
    list: Vec<Change>,
    rules: Vec<RuleId>,
    /// How much of the input is in the output.
    done: usize,
}

#[derive(Debug, Clone)]
struct Change {
    input: Range<usize>,
    output: Range<usize>,
    rules_end: usize,
}

impl Replaced for Changes {
    fn for_text(text: &str) -> Self {
        let output = String::with_capacity(text.len() + text.len() / 8);
        Self { output, list: Vec::new(), rules: Vec::new(), done: 0 }
    }

    fn replace(&mut self, text: &str, range: Range<usize>, replacement: &str, rule: RuleId) {
        if text[range.clone()] == *replacement {
            return;
        }
        self.output.push_str(&text[self.done..range.start]);
        let start = self.output.len();
        self.output.push_str(replacement);
        self.done = range.end;
        self.rules.push(rule);
        self.list.push(Change {
            input: range,
            output: start..self.output.len(),
            rules_end: self.rules.len(),
        });
    }

    fn output_len_at(&self, at: usize) -> usize {
        self.output.len() + at - self.done
    }

    fn finish(&mut self, text: &str) {
        self.output.push_str(&text[self.done..]);
        self.done = text.len();
    }

    fn output(&self) -> &str {
        &self.output
    }

    fn join(before: Option<Self>, after: Self) -> Self {
        match before {
            Some(before) => compose(&before, after),
            None => after,
        }
    }
}

impl Changes {
    /// Calls `each` for every change that is one in the end: a later step may
    /// have restored the source.
    pub(super) fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) {
        let mut rules_start = 0;
        for change in &self.list {
            let replacement = &self.output[change.output.clone()];
            let rules = &self.rules[rules_start..change.rules_end];
            rules_start = change.rules_end;
            if text[change.input.clone()] != *replacement {
                each(Segment { range: change.input.clone(), replacement, rules });
            }
        }
    }

    fn rules_of(&self, index: usize) -> &[RuleId] {
        let start = index.checked_sub(1).map_or(0, |before| self.list[before].rules_end);
        &self.rules[start..self.list[index].rules_end]
    }
}

/// Two steps as one: `after` was made from the output of `before`.
///
/// Changes that touch the same bytes of the text between the two become one.
fn compose(before: &Changes, after: Changes) -> Changes {
    if before.list.is_empty() {
        return after;
    }
    let mut list = Vec::with_capacity(before.list.len() + after.list.len());
    let mut rules = Vec::with_capacity(before.rules.len() + after.rules.len());
    let (mut b, mut a) = (0, 0);
    // Lengths of input and output relative to the text between.
    let mut input_shift = Shift::default();
    let mut output_shift = Shift::default();
    while b < before.list.len() || a < after.list.len() {
        let starts = (
            before.list.get(b).map_or(usize::MAX, |change| change.output.start),
            after.list.get(a).map_or(usize::MAX, |change| change.input.start),
        );
        let start = starts.0.min(starts.1);
        let (input_start, output_start) = (input_shift.apply(start), output_shift.apply(start));
        let (first_b, first_a, mut end) = (b, a, start + 1);
        loop {
            if let Some(change) = before.list.get(b).filter(|next| next.output.start < end) {
                end = end.max(change.output.end);
                input_shift.add(&change.output, &change.input);
                b += 1;
            } else if let Some(change) = after.list.get(a).filter(|next| next.input.start < end) {
                end = end.max(change.input.end);
                output_shift.add(&change.input, &change.output);
                a += 1;
            } else {
                break;
            }
        }
        (first_b..b).for_each(|index| rules.extend_from_slice(before.rules_of(index)));
        (first_a..a).for_each(|index| rules.extend_from_slice(after.rules_of(index)));
        list.push(Change {
            input: input_start..input_shift.apply(end),
            output: output_start..output_shift.apply(end),
            rules_end: rules.len(),
        });
    }
    Changes { output: after.output, list, rules, done: before.done }
}

/// How far offsets of one text lie from those of another, behind the changes seen.
#[derive(Default)]
struct Shift {
    plus: usize,
    minus: usize,
}

impl Shift {
    fn add(&mut self, from: &Range<usize>, to: &Range<usize>) {
        self.plus += to.len();
        self.minus += from.len();
    }

    fn apply(&self, offset: usize) -> usize {
        offset + self.plus - self.minus
    }
}
