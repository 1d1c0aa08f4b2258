//! How two lists of lines or words differ.

use std::{hash::Hash, ops::Range};

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// What stands in `other` in place of what is in `base`. One of them can be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    pub(super) base: Range<usize>,
    pub(super) other: Range<usize>,
}

/// Where more lines than that differ in one stretch, it is one hunk: the time of a
/// search grows faster than the texts where little is alike.
pub(super) const MOST_LINES: usize = 1 << 19;

/// The hunks in order; between two of them something is the same.
///
/// What was inserted or removed can often stand at more than one place: of `a b a b`
/// either half is new. It stands as late as it can, also behind what was replaced, so that insertions of both sides
/// at one place are seen to be at one place.
///
/// Where more than `most` differ at once, they are one hunk.
pub(super) fn hunks<T: Hash + Eq + Ord>(base: &[T], other: &[T], most: usize) -> Vec<Hunk> {
    let same = |(one, other): &(&T, &T)| one == other;
    let before = base.iter().zip(other).take_while(same).count();
    let rest = (&base[before..], &other[before..]);
    let behind = rest.0.iter().rev().zip(rest.1.iter().rev()).take_while(same).count();
    if rest.0.len().max(rest.1.len()) - behind > most {
        return vec![Hunk {
            base: before..base.len() - behind,
            other: before..other.len() - behind,
        }];
    }
    let mut hunks: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, base, other) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let next = Hunk { base: op.old_range(), other: op.new_range() };
        match hunks.last_mut() {
            Some(last) if last.touches(&next) => *last = last.with(&next),
            _ => hunks.push(next),
        }
    }
    slid_down(hunks, base, other)
}

impl Hunk {
    /// Whether nothing is between the two.
    fn touches(&self, next: &Self) -> bool {
        self.base.end == next.base.start && self.other.end == next.other.start
    }

    fn with(&self, next: &Self) -> Self {
        Self { base: self.base.start..next.base.end, other: self.other.start..next.other.end }
    }

    /// The first of both.
    pub(super) fn first(&self) -> Option<(usize, usize)> {
        self.base.clone().next().zip(self.other.clone().next())
    }

    /// The last of both.
    pub(super) fn last(&self) -> Option<(usize, usize)> {
        self.base.clone().next_back().zip(self.other.clone().next_back())
    }

    /// What was replaced one by one, and what was inserted or removed behind it.
    fn halves(&self) -> (Self, Self) {
        let count = self.base.len().min(self.other.len());
        let (base, other) = (self.base.start + count, self.other.start + count);
        (
            Self { base: self.base.start..base, other: self.other.start..other },
            Self { base: base..self.base.end, other: other..self.other.end },
        )
    }

    /// Whether the first of what is new is the same as what follows it.
    fn can_slide<T: Eq>(&self, base: &[T], other: &[T]) -> bool {
        let repeats = |list: &[T], range: &Range<usize>| {
            list.get(range.end).is_some_and(|next| *next == list[range.start])
        };
        (self.base.is_empty() && !self.other.is_empty() && repeats(other, &self.other))
            || (self.other.is_empty() && !self.base.is_empty() && repeats(base, &self.base))
    }

    fn slide(&mut self) {
        for range in [&mut self.base, &mut self.other] {
            *range = range.start + 1..range.end + 1;
        }
    }
}

/// As many lines are joined over blank ones: more would say less of where they changed.
const MOST_JOINED: usize = 64;

/// `hunks` of lines, where those that add or lose some are one with their neighbours if
/// only blank lines are between them. Which blank line is which is anybody's guess: a
/// paragraph behind a new blank line would else be one that went and one that came.
pub(super) fn across_blank_lines(hunks: Vec<Hunk>, base: &[&str]) -> Vec<Hunk> {
    let mut joined: Vec<Hunk> = Vec::with_capacity(hunks.len());
    let keeps_count = |hunk: &Hunk| hunk.base.len() == hunk.other.len();
    for hunk in hunks {
        let last = joined.pop_if(|last| {
            let both = last.with(&hunk);
            !(keeps_count(last) && keeps_count(&hunk))
                && both.base.len().max(both.other.len()) <= MOST_JOINED
                && base[last.base.end..hunk.base.start].iter().all(|line| line.trim().is_empty())
        });
        joined.push(last.map_or(hunk.clone(), |last| last.with(&hunk)));
    }
    joined
}

/// From the last to the first, so that what is behind a hunk stands still.
fn slid_down<T: Eq>(hunks: Vec<Hunk>, base: &[T], other: &[T]) -> Vec<Hunk> {
    let mut slid: Vec<Hunk> = Vec::with_capacity(hunks.len());
    for hunk in hunks.into_iter().rev() {
        let (head, tail) = hunk.halves();
        if tail.can_slide(base, other) {
            push_down(&mut slid, tail, base, other);
            slid.extend((!head.base.is_empty()).then_some(head));
        } else {
            slid.push(hunk);
        }
    }
    slid.reverse();
    slid
}

/// Pushes what stands in front of all in `slid`, as late as it can.
fn push_down<T: Eq>(slid: &mut Vec<Hunk>, mut hunk: Hunk, base: &[T], other: &[T]) {
    while hunk.can_slide(base, other) {
        hunk.slide();
        if let Some(next) = slid.pop_if(|next| hunk.touches(next)) {
            hunk = hunk.with(&next);
            break;
        }
    }
    slid.push(hunk);
}
