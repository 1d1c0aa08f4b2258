//! What changed within lines that differ.

use std::{cmp::Ordering, ops::Range};

use super::{
    diff::{Hunk, hunks},
    text::Text,
    words::{weight, words},
};

/// Where more words than that differ in one stretch, its lines are taken as a whole:
/// what the search would find alike in them is mostly chance, and it takes long.
const MOST_WORDS: usize = 1 << 16;

/// Whole lines of the base, whole lines of the other text in their place, and what
/// exactly changed in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) lines: Hunk,
    /// In bytes of the normal texts, in order; between two of them is a word that is
    /// the same.
    pub(super) changes: Vec<Hunk>,
}

impl Piece {
    /// The lines as a whole.
    pub(super) fn whole(base: &Text<'_>, other: &Text<'_>, lines: Hunk) -> Self {
        let changes = vec![bytes(base, other, &lines)];
        Self { lines, changes }
    }

    /// Whether there are more lines than in the base.
    pub(super) fn adds_lines(&self) -> bool {
        self.lines.other.len() > self.lines.base.len()
    }

    /// Whether no line was added before, between or behind others.
    pub(super) fn keeps_lines(&self) -> bool {
        self.lines.other.len() == self.lines.base.len() || self.lines.other.is_empty()
    }
}

/// The smallest pieces that `lines` fall into.
pub(super) fn pieces(base: &Text<'_>, other: &Text<'_>, lines: &Hunk) -> Vec<Piece> {
    let mut pieces = match lines.base.len().cmp(&lines.other.len()) {
        Ordering::Equal => line_by_line(base, other, lines),
        Ordering::Less => Some(from_the_edges(base, other, lines)),
        // Some may have become one, so that they are compared as one text.
        Ordering::Greater => None,
    }
    .unwrap_or_else(|| at_once(base, other, lines.clone()));
    pieces.retain(|piece| !piece.changes.is_empty());
    pieces
}

/// The first lines and the last ones with their counterparts as long as they are
/// nearly the same, and what is between them at once: lines that were added.
fn from_the_edges(base: &Text<'_>, other: &Text<'_>, lines: &Hunk) -> Vec<Piece> {
    let pair = |(base_line, other_line)| {
        let pair = Hunk { base: base_line..base_line + 1, other: other_line..other_line + 1 };
        alike(base, other, pair, Alike::Nearly)
    };
    let mut rest = lines.clone();
    let mut pieces = Vec::new();
    while let Some(piece) = rest.first().and_then(pair) {
        rest = Hunk {
            base: piece.lines.base.end..rest.base.end,
            other: piece.lines.other.end..rest.other.end,
        };
        pieces.push(piece);
    }
    let mut behind = Vec::new();
    while let Some(piece) = rest.last().and_then(pair) {
        rest = Hunk {
            base: rest.base.start..piece.lines.base.start,
            other: rest.other.start..piece.lines.other.start,
        };
        behind.push(piece);
    }
    pieces.extend(at_once(base, other, rest));
    pieces.extend(behind.into_iter().rev());
    pieces
}

/// The pieces that come of comparing all words of the lines.
fn at_once(base: &Text<'_>, other: &Text<'_>, lines: Hunk) -> Vec<Piece> {
    if lines.base.is_empty() || lines.other.is_empty() {
        return vec![Piece::whole(base, other, lines)];
    }
    let found = words_changed(base, other, &lines);
    cut(base, other, &lines, found.changes)
}

fn bytes(base: &Text<'_>, other: &Text<'_>, lines: &Hunk) -> Hunk {
    Hunk { base: base.bytes(&lines.base), other: other.bytes(&lines.other) }
}

/// What changed in a pair of lines that are alike; without changes if they are the same.
fn alike(base: &Text<'_>, other: &Text<'_>, pair: Hunk, wanted: Alike) -> Option<Piece> {
    let found = words_changed(base, other, &pair);
    (found.alike >= wanted).then_some(Piece { lines: pair, changes: found.changes })
}

/// Each line with its counterpart, where there are as many of them and at least
/// three in four are much like their counterpart.
fn line_by_line(base: &Text<'_>, other: &Text<'_>, lines: &Hunk) -> Option<Vec<Piece>> {
    if lines.base.len() != lines.other.len() {
        return None;
    }
    let most = lines.base.len() / 4;
    let mut unlike = 0;
    let mut pieces = Vec::with_capacity(lines.base.len());
    for (base_line, other_line) in lines.base.clone().zip(lines.other.clone()) {
        let pair = Hunk { base: base_line..base_line + 1, other: other_line..other_line + 1 };
        if let Some(piece) = alike(base, other, pair.clone(), Alike::Half) {
            pieces.push(piece);
        } else if unlike == most {
            return None;
        } else {
            unlike += 1;
            pieces.push(Piece::whole(base, other, pair));
        }
    }
    Some(pieces)
}

struct Changed {
    changes: Vec<Hunk>,
    alike: Alike,
}

fn words_changed(base: &Text<'_>, other: &Text<'_>, lines: &Hunk) -> Changed {
    let range = bytes(base, other, lines);
    let (before, after) = (&base.normal[range.base.clone()], &other.normal[range.other.clone()]);
    let (before_words, after_words) = (words(before), words(after));
    let found = hunks(&before_words, &after_words, MOST_WORDS);
    let weight = |words: &[&str]| words.iter().map(|word| weight(word)).sum::<usize>();
    let removed: usize = found.iter().map(|hunk| weight(&before_words[hunk.base.clone()])).sum();
    let whole = weight(&before_words);
    let alike = Alike::of(whole - removed, whole, weight(&after_words));
    let (before_ends, after_ends) = (ends(&before_words), ends(&after_words));
    let changes = found.iter().map(|hunk| Hunk {
        base: range.base.start + before_ends[hunk.base.start]
            ..range.base.start + before_ends[hunk.base.end],
        other: range.other.start + after_ends[hunk.other.start]
            ..range.other.start + after_ends[hunk.other.end],
    });
    Changed { changes: changes.collect(), alike }
}

/// How much of two texts is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    /// So little that one was written anew: what is the same is so by chance.
    Not,
    /// At least half of the shorter one.
    Half,
    /// At least two thirds of the longer one: part of it on a line of its own is less.
    Nearly,
}

impl Alike {
    fn of(same: usize, before: usize, after: usize) -> Self {
        let (shorter, longer) = (before.min(after), before.max(after));
        if 3 * same >= 2 * longer {
            Self::Nearly
        } else if same > 0 && 2 * same >= shorter {
            Self::Half
        } else {
            Self::Not
        }
    }
}

/// Where each word starts, and the end of the last.
fn ends(words: &[&str]) -> Vec<usize> {
    let ends = words.iter().scan(0, |end, word| {
        *end += word.len();
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// Cuts `lines` wherever a line of both texts starts.
fn cut(base: &Text<'_>, other: &Text<'_>, lines: &Hunk, changes: Vec<Hunk>) -> Vec<Piece> {
    let mut cutter = Cutter { base, other, start: lines_start(lines), pieces: Vec::new() };
    let (first, last) = (bytes(base, other, lines), lines_end(lines));
    let mut behind = (first.base.start, first.other.start);
    let mut held: Vec<Hunk> = Vec::new();
    for change in changes {
        // The same text lies from `behind` to the change.
        cutter.seams(behind, change.base.start, &mut held);
        behind = (change.base.end, change.other.end);
        held.push(change);
        cutter.seam_behind_change(behind, &mut held);
    }
    cutter.seams(behind, first.base.end, &mut held);
    cutter.close(last, &mut held);
    cutter.pieces
}

fn lines_start(lines: &Hunk) -> (usize, usize) {
    (lines.base.start, lines.other.start)
}

fn lines_end(lines: &Hunk) -> (usize, usize) {
    (lines.base.end, lines.other.end)
}

struct Cutter<'t> {
    base: &'t Text<'t>,
    other: &'t Text<'t>,
    /// The lines from where the next piece starts, of the base and of the other text.
    start: (usize, usize),
    pieces: Vec<Piece>,
}

impl Cutter<'_> {
    /// Cuts in the same text from `behind` to `end`, after its first and its last
    /// line end: what is between them did not change.
    fn seams(&mut self, behind: (usize, usize), end: usize, held: &mut Vec<Hunk>) {
        let same = &self.base.normal[behind.0..end];
        let cuts = [same.find('\n'), same.rfind('\n')];
        for at in cuts.into_iter().flatten() {
            self.cut_at((behind.0 + at + 1, behind.1 + at + 1), held);
        }
    }

    /// Cuts behind a change that ends both texts' lines.
    fn seam_behind_change(&mut self, behind: (usize, usize), held: &mut Vec<Hunk>) {
        let starts_line = |text: &Text<'_>, at: usize| text.normal[..at].ends_with('\n');
        if starts_line(self.base, behind.0) && starts_line(self.other, behind.1) {
            self.cut_at(behind, held);
        }
    }

    fn cut_at(&mut self, at: (usize, usize), held: &mut Vec<Hunk>) {
        let line = |text: &Text<'_>, at: usize| text.starts.partition_point(|&start| start < at);
        self.close((line(self.base, at.0), line(self.other, at.1)), held);
    }

    fn close(&mut self, end: (usize, usize), held: &mut Vec<Hunk>) {
        let lines = Hunk { base: self.start.0..end.0, other: self.start.1..end.1 };
        self.start = end;
        let changes = std::mem::take(held);
        if changes.is_empty() {
            return;
        }
        let piece = Piece { lines, changes };
        let piece = if self.is_alike(&piece) {
            piece
        } else {
            Piece::whole(self.base, self.other, piece.lines)
        };
        self.pieces.push(piece);
    }

    fn is_alike(&self, piece: &Piece) -> bool {
        let weight = |text: &str| words(text).into_iter().map(weight).sum::<usize>();
        let lines = bytes(self.base, self.other, &piece.lines);
        let whole = weight(&self.base.normal[lines.base]);
        let removed: usize =
            piece.changes.iter().map(|change| weight(&self.base.normal[change.base.clone()])).sum();
        let same = whole.saturating_sub(removed);
        Alike::of(same, whole, weight(&self.other.normal[lines.other])) >= Alike::Half
    }
}

/// The part of a text that a range covers.
pub(super) fn slice<'t>(text: &'t Text<'_>, range: &Range<usize>) -> &'t str {
    &text.normal[range.clone()]
}
