//! Verification: the copy must read as the original does.
//!
//! Gets a post and its edits, splices them, and parses both texts in full, but
//! for edits that are certain to change nothing ([`shortcut`]). What changes the
//! structure is withdrawn and listed; a post that still differs is refused, and
//! nothing is written for it.

mod difference;
mod fields;
mod offsets;
mod shortcut;
mod structure;

use std::ops::Range;

use difference::{BODY, Difference};
use offsets::Offsets;
use structure::Structure;

use crate::{
    document::{Document, Lines, ProseSettings, Refusal},
    edit::Edits,
};

/// How many copies of one post are parsed to withdraw as little as can be: at
/// least, and as many as make up so many bytes.
const LEAST_PARSES: usize = 48;
const MOST_BYTES: usize = 1 << 24;

/// How many single edits are tried for one difference.
const MOST_SINGLES: usize = 8;

/// How many times all blocks that differ are withdrawn before a post is refused.
const MOST_ROUNDS: usize = 8;

const MANY_DIFFERENCES: &str = "its block would change, as too many of this post would";

/// How much of a copy is parsed again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Thoroughness {
    /// Nothing where edits of letters alone cannot change the structure.
    #[default]
    Shortcut,
    /// Everything, always.
    Full,
}

/// A copy that reads as its original does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The text of the copy.
    pub text: String,
    /// The edits that made it, declared ones included.
    pub edits: Edits,
    /// What was withdrawn.
    pub withdrawn: Vec<Withdrawn>,
}

/// Edits that were not made, since the copy would have read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Byte range in the original.
    pub range: Range<usize>,
    /// The line of the original, from 1.
    pub line: usize,
    /// What would have happened.
    pub reason: String,
}

/// Splices `edits` (of prose) and `declared` edits (of front matter), and checks
/// that nothing else changed. Where both change a place, the declared edit wins.
///
/// Both texts are parsed and compared event by event: kinds, ranges,
/// destinations, titles, labels, ids, code and HTML; front matter keys, types
/// and other values. On a difference the smallest group of touching edits that
/// explains it is withdrawn, else all edits at that place, else those of its
/// block; with very many differences, those of every block that differs.
///
/// # Errors
/// When the copy still differs, the declared edits break the front matter, or
/// the Markdown parser fails on the original.
pub fn verify(
    source: &str,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
    thoroughness: Thoroughness,
) -> Result<Verified, Refusal> {
    let base = declared.splice(source);
    if !declared.is_empty() {
        fields::check_declared(source, declared, &base)?;
    }
    let offsets = Offsets::new(declared);
    let places: Vec<_> = edits.iter().map(|edit| edit.range).collect();
    let edits = edits.without(|index| offsets.touch(&places[index]));
    if edits.is_empty() {
        let edits = declared.clone();
        return Ok(Verified { text: base, edits, withdrawn: Vec::new() });
    }
    let moved = moved(&edits, &offsets);
    let document = Document::split(&base);
    if thoroughness == Thoroughness::Shortcut
        && let Some(text) = shortcut::copy(&document, &moved, settings)
    {
        return Ok(Verified { text, edits: edits.merged(declared), withdrawn: Vec::new() });
    }
    let mut check = Check {
        original: Structure::parse(&document)?,
        document,
        groups: groups(&moved),
        edits: moved,
        settings,
        withdrawn: vec![None; edits.len()],
        parses_left: (MOST_BYTES / base.len().max(1 << 16)).max(LEAST_PARSES),
        rounds_left: MOST_ROUNDS,
    };
    check.settle().map_err(|refusal| Refusal {
        line: refusal.line.saturating_sub(added_lines(declared, source)).max(1),
        ..refusal
    })?;
    Ok(check.accept(source, &edits, declared))
}

/// Whether [`verify`] with [`Thoroughness::Shortcut`] takes `edits` of the prose
/// of `source` without a parse. Whatever it takes, the full check accepts too.
#[doc(hidden)]
#[must_use]
pub fn shortcut_accepts(source: &str, edits: &Edits, settings: &ProseSettings) -> bool {
    shortcut::copy(&Document::split(source), edits, settings).is_some()
}

/// `edits` at their places in a text that `offsets` leads to.
fn moved(edits: &Edits, offsets: &Offsets) -> Edits {
    let mut moved = Edits::default();
    for edit in edits.iter() {
        moved.push(offsets.in_copy(&edit.range), edit.replacement, edit.rules);
    }
    moved
}

/// How many lines `declared` adds to the front matter.
fn added_lines(declared: &Edits, source: &str) -> usize {
    let count = |text: &str| text.matches('\n').count();
    let added: usize = declared.iter().map(|edit| count(edit.replacement)).sum();
    let removed: usize = declared.iter().map(|edit| count(&source[edit.range])).sum();
    added.saturating_sub(removed)
}

/// Index ranges of edits that touch: a word is withdrawn whole.
fn groups(edits: &Edits) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut end = None;
    for (index, edit) in edits.iter().enumerate() {
        match groups.last_mut() {
            Some(group) if end == Some(edit.range.start) => group.end = index + 1,
            _ => groups.push(index..index + 1),
        }
        end = Some(edit.range.end);
    }
    groups
}

struct Check<'a> {
    document: Document<'a>,
    original: Structure<'a>,
    edits: Edits,
    groups: Vec<Range<usize>>,
    settings: &'a ProseSettings,
    /// For each edit, why it was withdrawn.
    withdrawn: Vec<Option<String>>,
    parses_left: usize,
    rounds_left: usize,
}

impl Check<'_> {
    /// Withdraws edits until the copy reads as the original.
    fn settle(&mut self) -> Result<(), Refusal> {
        let mut found = self.difference();
        while let Some(difference) = found {
            found = self.explain(&difference)?;
        }
        Ok(())
    }

    /// Withdraws what explains `difference`; gives the next difference.
    fn explain(&mut self, difference: &Difference) -> Result<Option<Difference>, Refusal> {
        let around = self.place(difference);
        for withdrawal in self.withdrawals(difference, &around) {
            if self.parses_left == 0 {
                return self.withdraw_blocks(difference);
            }
            let before = self.withdrawn.clone();
            for index in withdrawal {
                self.withdrawn[index].get_or_insert_with(|| difference.reason.clone());
            }
            let next = self.difference();
            if next.as_ref().is_none_or(|next| next.order > difference.order) {
                return Ok(next);
            }
            self.withdrawn = before;
        }
        Err(self.refusal(&around, difference))
    }

    fn refusal(&self, around: &Range<usize>, difference: &Difference) -> Refusal {
        Refusal { line: self.document.line(around.start), reason: difference.reason.clone() }
    }

    /// Withdraws every edit of the blocks that differ, now that there are too
    /// many to look at each; gives the next difference.
    fn withdraw_blocks(&mut self, difference: &Difference) -> Result<Option<Difference>, Refusal> {
        let around = self.place(difference);
        let mut blocks = vec![around.clone()];
        let (text, offsets) = self.copy();
        if let Ok(copy) = Structure::parse(&Document::split(&text)) {
            blocks.extend(self.original.blocks_that_differ(&copy, &offsets));
        }
        let groups: Vec<_> = blocks.iter().flat_map(|block| self.groups_in(block)).collect();
        if groups.is_empty() || self.rounds_left == 0 {
            return Err(self.refusal(&around, difference));
        }
        self.rounds_left -= 1;
        for index in groups.into_iter().flatten() {
            self.withdrawn[index].get_or_insert_with(|| MANY_DIFFERENCES.to_owned());
        }
        Ok(self.difference())
    }

    /// The copy as it stands.
    fn copy(&self) -> (String, Offsets) {
        let edits = self.edits.without(|index| self.withdrawn[index].is_some());
        (edits.splice(self.document.source()), Offsets::new(&edits))
    }

    /// The block, or the front matter, that a difference lies in.
    fn place(&self, difference: &Difference) -> Range<usize> {
        let at = &difference.at;
        match self.document.front_matter() {
            Some(front_matter) if difference.order.0 < BODY => front_matter.content.clone(),
            _ => self.original.blocks_around(at).unwrap_or_else(|| at.clone()),
        }
    }

    /// What to try, from little to much: lists of indices of edits.
    fn withdrawals(&self, difference: &Difference, around: &Range<usize>) -> Vec<Vec<usize>> {
        let mut singles: Vec<Vec<usize>> = Vec::new();
        let mut together: Vec<Vec<usize>> = Vec::new();
        for suspect in difference.suspects.iter().chain([around]) {
            let groups = self.groups_in(suspect);
            let all: Vec<usize> = groups.iter().cloned().flatten().collect();
            for group in groups {
                let group: Vec<usize> = group.collect();
                if !singles.contains(&group) && singles.len() < MOST_SINGLES {
                    singles.push(group);
                }
            }
            if !all.is_empty() && !together.contains(&all) {
                together.push(all);
            }
        }
        singles.into_iter().chain(together).collect()
    }

    /// The groups of edits in `range` or at its edges that still stand.
    fn groups_in(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let start = |group: &Range<usize>| self.edits.get(group.start).map(|edit| edit.range.start);
        let end = |group: &Range<usize>| self.edits.get(group.end - 1).map(|edit| edit.range.end);
        let first = self.groups.partition_point(|group| end(group) < Some(range.start));
        let groups =
            self.groups[first..].iter().take_while(|group| start(group) <= Some(range.end));
        groups.filter(|group| self.withdrawn[group.start].is_none()).cloned().collect()
    }

    /// The first difference between the original and the copy as it stands.
    fn difference(&mut self) -> Option<Difference> {
        self.parses_left = self.parses_left.saturating_sub(1);
        if self.withdrawn.iter().all(Option::is_some) {
            return None;
        }
        let (text, offsets) = self.copy();
        let copy = Document::split(&text);
        fields::difference(&self.document, &copy, &offsets, &self.settings.fields).or_else(|| {
            match Structure::parse(&copy) {
                Ok(copy) => self.original.difference(&copy, &offsets),
                Err(refusal) => Some(Difference {
                    order: (BODY, 0),
                    at: self.document.body_range(),
                    suspects: Vec::new(),
                    reason: refusal.reason,
                }),
            }
        })
    }

    fn accept(self, source: &str, edits: &Edits, declared: &Edits) -> Verified {
        let kept = edits.without(|index| self.withdrawn[index].is_some()).merged(declared);
        let mut lines = Lines::of(source);
        let withdrawn = self.groups.iter().filter_map(|group| {
            let reason = self.withdrawn[group.start].clone()?;
            let start = edits.get(group.start)?.range.start;
            let range = start..edits.get(group.end - 1)?.range.end;
            Some(Withdrawn { line: lines.line(start), range, reason })
        });
        Verified { withdrawn: withdrawn.collect(), text: kept.splice(source), edits: kept }
    }
}

#[cfg(test)]
mod tests;
