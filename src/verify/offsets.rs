//! Offsets: where a place in one text lies in the other, given the edits.

use std::ops::Range;

use crate::edit::{Edit, Edits};

/// The ranges of all edits in the original and in the copy.
pub(crate) struct Offsets {
    pairs: Vec<Pair>,
}

impl Offsets {
    pub(crate) fn new(edits: &Edits) -> Self {
        Self::of(edits.iter())
    }

    /// Places up to the end of the last of `edits`.
    pub(super) fn of<'e>(edits: impl Iterator<Item = Edit<'e>>) -> Self {
        let (mut original_end, mut copy_end) = (0, 0);
        let pairs = edits.map(|edit| {
            let start = copy_end + (edit.range.start - original_end);
            copy_end = start + edit.replacement.len();
            original_end = edit.range.end;
            (edit.range, start..copy_end)
        });
        Self { pairs: pairs.collect() }
    }

    /// `range` of the original in the copy.
    pub(crate) fn in_copy(&self, range: &Range<usize>) -> Range<usize> {
        shift(range, |at| place(&self.pairs, at, |(from, to)| (from, to)))
    }

    /// Where `at` of the original lies in the copy. `near` is the number of edits
    /// that end at or before the last place that was asked for.
    pub(super) fn in_copy_from(&self, near: &mut usize, at: usize) -> usize {
        let ends_behind =
            |index: usize| self.pairs.get(index).is_none_or(|(edit, _)| edit.end > at);
        if near.checked_sub(1).is_some_and(ends_behind) {
            *near = self.pairs.partition_point(|(edit, _)| edit.end <= at);
        }
        while !ends_behind(*near) {
            *near += 1;
        }
        place_behind(&self.pairs, *near, at, |(from, to)| (from, to))
    }

    /// Whether `original` has become `copy`: what is inserted at an end of it can
    /// lie inside or outside.
    pub(super) fn lead(&self, original: &Range<usize>, copy: &Range<usize>) -> bool {
        let leads =
            |at, to| self.in_copy(&(at..at)).start == to || self.inserted_at(at) == Some(to);
        leads(original.start, copy.start) && leads(original.end, copy.end)
    }

    /// Where the copy has what is inserted at `at`.
    fn inserted_at(&self, at: usize) -> Option<usize> {
        let behind = self.pairs.partition_point(|(edit, _)| edit.end <= at);
        let (edit, copy) = &self.pairs[behind.checked_sub(1)?];
        (*edit == (at..at)).then_some(copy.start)
    }

    /// `range` of the copy in the original.
    pub(super) fn in_original(&self, range: &Range<usize>) -> Range<usize> {
        shift(range, |at| place(&self.pairs, at, |(original, copy)| (copy, original)))
    }

    /// Whether an edit lies in or over `range` of the original.
    pub(crate) fn touch(&self, range: &Range<usize>) -> bool {
        let first = self.pairs.partition_point(|(edit, _)| edit.end <= range.start);
        self.pairs.get(first).is_some_and(|(edit, _)| edit.start < range.end)
    }

    /// The edits that touch `range` of the original, as ranges of it.
    pub(super) fn within(&self, range: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.pairs.partition_point(|(edit, _)| edit.end <= range.start);
        let end = range.end;
        self.pairs[first..].iter().map(|(edit, _)| edit).take_while(move |edit| edit.start < end)
    }

    /// Whether an edit wrote in or over `range` of the copy.
    pub(super) fn wrote(&self, range: &Range<usize>) -> bool {
        let first = self.pairs.partition_point(|(_, copy)| copy.end <= range.start);
        self.pairs.get(first).is_some_and(|(_, copy)| copy.start < range.end)
    }
}

fn shift(range: &Range<usize>, place: impl Fn(usize) -> usize) -> Range<usize> {
    place(range.start)..place(range.end)
}

type Pair = (Range<usize>, Range<usize>);

/// Where `at` lies on the other side. Inside an edit that is its start.
fn place(pairs: &[Pair], at: usize, sides: fn(&Pair) -> (&Range<usize>, &Range<usize>)) -> usize {
    let next = pairs.partition_point(|pair| sides(pair).0.end <= at);
    place_behind(pairs, next, at, sides)
}

/// The same, of which `next` is the first edit that ends behind `at`.
fn place_behind(
    pairs: &[Pair],
    next: usize,
    at: usize,
    sides: fn(&Pair) -> (&Range<usize>, &Range<usize>),
) -> usize {
    if let Some((from, to)) = pairs.get(next).map(sides)
        && from.start < at
    {
        return to.start;
    }
    match next.checked_sub(1).map(|before| sides(&pairs[before])) {
        Some((from, to)) => to.end + (at - from.end),
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_edits_before_them() {
        let mut edits = Edits::default();
        edits.push(2..5, "xxxxx", &[]);
        edits.push(7..7, "yy", &[]);
        let offsets = Offsets::new(&edits);
        assert_eq!(offsets.in_copy(&(0..2)), 0..2);
        assert_eq!(offsets.in_copy(&(2..5)), 2..7);
        assert_eq!(offsets.in_copy(&(3..7)), 2..11);
        assert_eq!(offsets.in_original(&(7..11)), 5..7);
        assert!(offsets.lead(&(5..7), &(7..9)) && offsets.lead(&(5..7), &(7..11)));
        assert!(offsets.lead(&(7..9), &(9..13)) && !offsets.lead(&(7..9), &(10..13)));
        assert!(offsets.touch(&(0..3)) && !offsets.touch(&(0..2)) && !offsets.touch(&(5..7)));
    }
}
