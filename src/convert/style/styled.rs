//! An engine whose text gets the spellings of a house.

use std::{ops::Range, sync::Arc};

use super::{Compiled, Style, TABLE};
use crate::{
    convert::{
        engine::{EditSink, Engine, EngineError, Granularity, Texts},
        segment::{Rule, RuleId, Segment},
    },
    edit::{Edit, Edits},
};

/// Writes what another engine writes, in a style.
pub(crate) struct Styled {
    inner: Arc<dyn Engine>,
    style: Style,
}

impl Styled {
    /// `inner`, in `style`.
    pub(crate) fn new(inner: Arc<dyn Engine>, style: &Style) -> Self {
        Self { inner, style: style.clone() }
    }
}

impl Engine for Styled {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut edits = Edits::default();
        self.inner.segments(text, &mut |Segment { range, replacement, rules }| {
            edits.push(range, replacement, rules);
        })?;
        self.style.write(text, &edits, &mut Each(each));
        Ok(())
    }

    fn edits(&self, texts: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
        let mut of_inner = Edits::for_text(texts.joined());
        self.inner.edits(texts, &mut of_inner)?;
        self.style.write(texts.joined(), &of_inner, edits);
        Ok(())
    }

    fn granularity(&self) -> Granularity {
        self.inner.granularity()
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        self.inner.rule(id)
    }
}

/// Gives each edit as a segment.
struct Each<'e>(&'e mut dyn FnMut(Segment<'_>));

impl EditSink for Each<'_> {
    fn edit(&mut self, range: Range<usize>, replacement: &str, rules: &[RuleId]) {
        (self.0)(Segment { range, replacement, rules });
    }
}

/// A spelling in a converted text that becomes another one.
#[derive(Debug)]
struct Hit<'s> {
    /// What changes of it, in bytes of the converted text.
    range: Range<usize>,
    replacement: &'s str,
    rule: RuleId,
}

impl Style {
    /// Gives `sink` the edits that make of `text` what `edits` do, in this style, in order.
    pub(crate) fn write(&self, text: &str, edits: &Edits, sink: &mut impl EditSink) {
        let converted = if self.is_empty() { String::new() } else { edits.splice(text) };
        let hits = self.compiled().map_or_else(Vec::new, |style| style.hits(&converted));
        let mut writer = Writer { text, converted: &converted, edits, hits: &hits, moved: 0, sink };
        let mut next = 0;
        while !writer.hits.is_empty() {
            next = writer.step(next);
        }
        writer.sink.edits(edits, next..edits.len());
    }
}

impl Compiled {
    fn hits(&self, converted: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while let Some(start) = self.next_start(converted, at) {
            let rest = &converted[start..];
            let Some(found) = self.dictionary.longest_prefix(rest) else {
                at = start + rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            at = start + found.len;
            let key = &rest[..found.len];
            let value = self.dictionary.rule(found.entry).value;
            if key != value {
                let (before, behind) = same_ends(key, value);
                hits.push(Hit {
                    range: start + before..at - behind,
                    replacement: &value[before..value.len() - behind],
                    rule: RuleId { dictionary: TABLE, entry: self.numbers[found.entry as usize] },
                });
            }
        }
        hits
    }

    /// Where the first character at `from` or behind it stands that can begin a spelling.
    fn next_start(&self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            // Whole characters of three bytes are most of the text.
            match bytes[at..] {
                [lead @ 0xe0..=0xef, second, third, ..] => {
                    let place = usize::from(lead & 0xf) << 6 | usize::from(second & 0x3f);
                    if self.starts[place] >> (third & 0x3f) & 1 == 1 {
                        return Some(at);
                    }
                    at += 3;
                }
                [0xf0..=0xff, ..] => at += 4,
                [0xc0..=0xdf, ..] => at += 2,
                _ => at += 1,
            }
        }
        None
    }
}

/// How many bytes two texts begin with in common, and end with behind that.
fn same_ends(one: &str, other: &str) -> (usize, usize) {
    let same = |(one, other): &(char, char)| one == other;
    let length = |(one, _): (char, char)| one.len_utf8();
    let before = one.chars().zip(other.chars()).take_while(same).map(length).sum();
    let (one, other) = (&one[before..], &other[before..]);
    let behind = one.chars().rev().zip(other.chars().rev()).take_while(same).map(length).sum();
    (before, behind)
}

/// Puts edits and hits together.
struct Writer<'s, 'o, S> {
    text: &'s str,
    converted: &'s str,
    edits: &'s Edits,
    /// Those that are left.
    hits: &'s [Hit<'s>],
    /// How much farther behind places of the text stand in the converted text, in bytes.
    moved: isize,
    sink: &'o mut S,
}

impl<S: EditSink> Writer<'_, '_, S> {
    /// Gives the edits from the number `next` on that lie before the next hit, and then this,
    /// or all that overlaps there; and the number of the edit behind.
    fn step(&mut self, mut next: usize) -> usize {
        let [hit, left @ ..] = self.hits else { return next };
        let first = next;
        let mut overlaps = false;
        while let Some(edit) = self.edits.get(next) {
            let place = self.in_converted(&edit);
            if place.end > hit.range.start {
                overlaps = place.start < hit.range.end;
                break;
            }
            self.move_behind(&edit);
            next += 1;
        }
        self.sink.edits(self.edits, first..next);
        if overlaps {
            return self.together(next);
        }
        let range = self.in_text(hit.range.start)..self.in_text(hit.range.end);
        self.sink.edit(range, hit.replacement, &[hit.rule]);
        self.hits = left;
        next
    }

    /// Where an edit stands in the converted text, all before it passed.
    fn in_converted(&self, edit: &Edit<'_>) -> Range<usize> {
        let start = edit.range.start.wrapping_add_signed(self.moved);
        start..start + edit.replacement.len()
    }

    /// Where a place of the converted text stands in the text, all edits before it passed.
    fn in_text(&self, at: usize) -> usize {
        at.wrapping_add_signed(-self.moved)
    }

    fn move_behind(&mut self, edit: &Edit<'_>) {
        self.moved += edit.replacement.len().cast_signed() - edit.range.len().cast_signed();
    }

    /// Gives one edit for those from `next` on, and the hits, that overlap.
    fn together(&mut self, mut next: usize) -> usize {
        let first = self.edits.get(next).map_or(usize::MAX, |edit| self.in_converted(&edit).start);
        let start = first.min(self.hits[0].range.start);
        // The first of them reaches beyond its start.
        let (start_in_text, mut end) = (self.in_text(start), start + 1);
        let (mut replacement, mut done) = (String::new(), start);
        let mut rules: Vec<RuleId> = Vec::new();
        loop {
            if let Some(edit) = self.edits.get(next)
                && let place = self.in_converted(&edit)
                && place.start < end
            {
                end = end.max(place.end);
                self.move_behind(&edit);
                rules.extend(edit.rules);
                next += 1;
            } else if let [hit, left @ ..] = self.hits
                && hit.range.start < end
            {
                replacement.push_str(&self.converted[done..hit.range.start]);
                replacement.push_str(hit.replacement);
                done = hit.range.end;
                end = end.max(done);
                rules.push(hit.rule);
                self.hits = left;
            } else {
                break;
            }
        }
        replacement.push_str(&self.converted[done..end]);
        let range = start_in_text..self.in_text(end);
        if self.text[range.clone()] != *replacement {
            self.sink.edit(range, &replacement, &rules);
        }
        next
    }
}
