//! Both sides' changes of one base, together or in conflict.

use std::{cmp::Ordering, collections::HashSet, ops::Range};

use super::{
    Conflict,
    diff::{Hunk, MOST_LINES, across_blank_lines, hunks},
    refine::{Piece, pieces, slice},
    text::Text,
};

/// The merged text with `\n` behind every line, or the conflicts.
pub(super) fn merge(
    base: &Text<'_>,
    edited: &Text<'_>,
    generated: &Text<'_>,
) -> Result<String, Vec<Conflict>> {
    let base_lines = base.lines();
    let (edited_lines, generated_lines) = (edited.lines(), generated.lines());
    let [by_person, by_source] = [&edited_lines, &generated_lines]
        .map(|lines| across_blank_lines(hunks(&base_lines, lines, MOST_LINES), &base_lines));
    let by_person_pieces = refined(base, edited, &by_person, &by_source);
    let by_source_pieces = refined(base, generated, &by_source, &by_person);
    let mut merging = Merging {
        base,
        edited: Side { text: edited, pieces: &by_person_pieces, at: (0, 0) },
        generated: Side { text: generated, pieces: &by_source_pieces, at: (0, 0) },
        returning: returning(
            &base_lines,
            (&by_person, &edited_lines),
            (&by_source, &generated_lines),
        ),
        merged: String::with_capacity(edited.normal.len().max(generated.normal.len())),
        copied: 0,
        conflicts: Vec::new(),
    };
    while merging.group() {}
    merging.finish()
}

/// Hunks near those of the other side in their smallest pieces, others as they are.
fn refined(base: &Text<'_>, text: &Text<'_>, own: &[Hunk], others: &[Hunk]) -> Vec<Piece> {
    let mut refined = Vec::new();
    let mut others = others.iter().peekable();
    for hunk in own {
        while others.next_if(|other| other.base.end < hunk.base.start).is_some() {}
        match others.peek() {
            Some(other) if other.base.start <= hunk.base.end => {
                refined.extend(pieces(base, text, hunk));
            }
            _ => refined.push(Piece::whole(base, text, hunk.clone())),
        }
    }
    refined
}

/// The lines that both sides took out and only one wrote elsewhere: what one side moved
/// and the other removed, which would be there again.
fn returning(
    base: &[&str],
    (by_person, edited): (&[Hunk], &[&str]),
    (by_source, generated): (&[Hunk], &[&str]),
) -> Vec<usize> {
    fn written<'t>(hunks: &[Hunk], lines: &[&'t str]) -> HashSet<&'t str> {
        hunks.iter().flat_map(|hunk| &lines[hunk.other.clone()]).copied().collect()
    }
    let (edited, generated) = (written(by_person, edited), written(by_source, generated));
    let mut is_removed = vec![false; base.len()];
    for hunk in by_person {
        is_removed[hunk.base.clone()].fill(true);
    }
    let by_both = by_source.iter().flat_map(|hunk| hunk.base.clone());
    by_both
        .filter(|&line| {
            is_removed[line]
                && base[line].contains(char::is_alphanumeric)
                && edited.contains(base[line]) != generated.contains(base[line])
        })
        .collect()
}

/// One side's pieces that are still to be merged.
struct Side<'t> {
    text: &'t Text<'t>,
    pieces: &'t [Piece],
    /// A line of the base up to which it is merged, and the line of the text there.
    at: (usize, usize),
}

impl<'t> Side<'t> {
    /// The lines of this side that stand in place of `lines` of the base, which
    /// `taken` change.
    fn lines(&mut self, base: &Range<usize>, taken: &[Piece]) -> Range<usize> {
        let start = self.at.1 + (base.start - self.at.0);
        if let Some(last) = taken.last() {
            self.at = (last.lines.base.end, last.lines.other.end);
        }
        start..self.at.1 + (base.end - self.at.0)
    }

    fn take(&mut self, count: usize) -> &'t [Piece] {
        let (taken, rest) = self.pieces.split_at(count);
        self.pieces = rest;
        taken
    }
}

struct Merging<'t> {
    base: &'t Text<'t>,
    edited: Side<'t>,
    generated: Side<'t>,
    /// Lines of the base, see [`returning`].
    returning: Vec<usize>,
    merged: String,
    /// Up to where the base is in `merged`, in bytes.
    copied: usize,
    conflicts: Vec<Conflict>,
}

impl Merging<'_> {
    /// Merges the next pieces that belong together; false if there are none.
    fn group(&mut self) -> bool {
        let (by_person, by_source) = entangled(self.edited.pieces, self.generated.pieces);
        let (by_person, by_source) = (self.edited.take(by_person), self.generated.take(by_source));
        let ranges = || by_person.iter().chain(by_source).map(|piece| &piece.lines.base);
        let Some(start) = ranges().map(|range| range.start).min() else { return false };
        let end = ranges().map(|range| range.end).max().expect("there is a piece");
        let edited = self.edited.lines(&(start..end), by_person);
        let generated = self.generated.lines(&(start..end), by_source);
        let first = self.returning.partition_point(|&line| line < start);
        let is_returning = self.returning.get(first).is_some_and(|&line| line < end);
        if let Some(changes) = together(self, by_person, by_source).filter(|_| !is_returning) {
            for (change, text) in changes {
                self.apply(change, text);
            }
        } else {
            self.conflicts.push(Conflict {
                base: self.base.original(&(start..end)),
                edited: self.edited.text.original(&edited),
                generated: self.generated.text.original(&generated),
            });
        }
        true
    }

    fn apply(&mut self, change: &Hunk, text: &Text<'_>) {
        self.merged.push_str(slice(self.base, &(self.copied..change.base.start)));
        self.merged.push_str(slice(text, &change.other));
        self.copied = change.base.end;
    }

    fn finish(mut self) -> Result<String, Vec<Conflict>> {
        if !self.conflicts.is_empty() {
            return Err(self.conflicts);
        }
        self.merged.push_str(&self.base.normal[self.copied..]);
        Ok(self.merged)
    }
}

/// How many of the next pieces of each side must be merged together.
fn entangled(by_person: &[Piece], by_source: &[Piece]) -> (usize, usize) {
    let (mut persons, mut sources) = match (by_person.first(), by_source.first()) {
        (Some(person), Some(source)) if is_before(source, person) => (0, 1),
        (None, source) => (0, usize::from(source.is_some())),
        (Some(_), _) => (1, 0),
    };
    loop {
        let (person, source) = (by_person.get(persons), by_source.get(sources));
        let person = person.is_some_and(|next| reaches(&by_source[..sources], next));
        let source = source.is_some_and(|next| reaches(&by_person[..persons], next));
        if !person && !source {
            return (persons, sources);
        }
        persons += usize::from(person);
        sources += usize::from(source);
    }
}

fn is_before(one: &Piece, other: &Piece) -> bool {
    let key = |piece: &Piece| (piece.lines.base.start, piece.lines.base.end);
    key(one) < key(other)
}

fn reaches(before: &[Piece], next: &Piece) -> bool {
    let near =
        before.iter().rev().take_while(|piece| piece.lines.base.end >= next.lines.base.start);
    near.into_iter().any(|piece| is_entangled(piece, next))
}

/// Whether two pieces of different sides, `one` not behind the other, cannot stand
/// next to each other as they are.
///
/// Those that share lines cannot. Of those that only touch, one may have added lines
/// there, if the other kept its lines: then the order of the two is beyond doubt.
fn is_entangled(one: &Piece, next: &Piece) -> bool {
    let (before, behind) = (&one.lines.base, &next.lines.base);
    match before.end.cmp(&behind.start) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => !one.keeps_lines() && !next.keeps_lines(),
    }
}

/// The changes of both sides in order, if none of one side overlaps or touches one of
/// the other that is not the same.
fn together<'t>(
    merging: &Merging<'t>,
    by_person: &'t [Piece],
    by_source: &'t [Piece],
) -> Option<Vec<(&'t Hunk, &'t Text<'t>)>> {
    let (edited, generated) = (merging.edited.text, merging.generated.text);
    if both_add_lines(by_person, by_source, edited, generated) {
        return None;
    }
    let mut persons = by_person.iter().flat_map(|piece| &piece.changes).peekable();
    let mut sources = by_source.iter().flat_map(|piece| &piece.changes).peekable();
    let mut all = Vec::new();
    while let (Some(&person), Some(&source)) = (persons.peek(), sources.peek()) {
        if is_same((person, edited), (source, generated)) {
            all.push((person, edited));
            persons.next();
            sources.next();
        } else if person.base.end < source.base.start {
            all.push((person, edited));
            persons.next();
        } else if source.base.end < person.base.start {
            all.push((source, generated));
            sources.next();
        } else {
            return None;
        }
    }
    all.extend(persons.map(|change| (change, edited)));
    all.extend(sources.map(|change| (change, generated)));
    Some(all)
}

/// Whether lines were added by both at places that touch or that cannot be told apart,
/// but not the same lines.
fn both_add_lines(
    by_person: &[Piece],
    by_source: &[Piece],
    edited: &Text<'_>,
    generated: &Text<'_>,
) -> bool {
    let mut sources = by_source.iter().filter(|piece| piece.adds_lines()).peekable();
    by_person.iter().filter(|piece| piece.adds_lines()).any(|person| {
        let range = &person.lines.base;
        while sources.next_if(|source| source.lines.base.end < range.start).is_some() {}
        let near = sources.clone().take_while(|source| source.lines.base.start <= range.end);
        near.into_iter().any(|source| {
            let same = (person.changes.iter()).zip(&source.changes);
            person.changes.len() != source.changes.len()
                || !same.into_iter().all(|(one, other)| is_same((one, edited), (other, generated)))
        })
    })
}

fn is_same((one, text): (&Hunk, &Text<'_>), (other, other_text): (&Hunk, &Text<'_>)) -> bool {
    one.base == other.base && slice(text, &one.other) == slice(other_text, &other.other)
}
