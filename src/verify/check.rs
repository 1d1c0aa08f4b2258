//! The check: withdraws edits until a copy reads as its original.

use std::ops::Range;

use super::{
    changes::Changes,
    difference::{BODY, Difference},
    fields,
    masks::{self, Masks, Original},
    offsets::Offsets,
    structure::Structure,
};
use crate::{
    convert::punctuation,
    document::{Document, ProseSettings, Refusal},
    edit::{Edit, Edits},
};

/// How many copies of one post are parsed to withdraw as little as can be: at
/// least, and as many as make up so many bytes.
const LEAST_PARSES: usize = 48;
const MOST_BYTES: usize = 1 << 24;

/// How many single edits are tried for one difference.
const MOST_SINGLES: usize = 8;

/// How many times all blocks that differ are withdrawn before a post is refused.
const MOST_ROUNDS: usize = 8;

pub(super) const MANY_DIFFERENCES: &str = "its block would change, as too many of this post would";

/// A post with its edits, some of them withdrawn.
pub(super) struct Check<'a> {
    original: Original<'a>,
    structure: Structure<'a>,
    edits: Edits,
    /// For each edit, whether it changes more than prose.
    is_declared: Vec<bool>,
    groups: Vec<Range<usize>>,
    /// For each edit, the other half of its pair of marks; itself if it is in none.
    partners: Vec<usize>,
    /// For each edit, why it was withdrawn.
    withdrawn: Vec<Option<String>>,
    parses_left: usize,
    rounds_left: usize,
}

impl<'a> Check<'a> {
    /// # Errors
    /// When the Markdown parser fails on `document`.
    pub(super) fn new(
        document: Document<'a>,
        edits: Edits,
        is_declared: Vec<bool>,
        settings: &'a ProseSettings,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            structure: Structure::parse(&document)?,
            groups: groups(&edits, &is_declared),
            partners: partners(&edits),
            withdrawn: vec![None; edits.len()],
            parses_left: (MOST_BYTES / document.source().len().max(1 << 16)).max(LEAST_PARSES),
            rounds_left: MOST_ROUNDS,
            original: Original::new(document, settings),
            edits,
            is_declared,
        })
    }

    /// Why an edit was withdrawn, if it was.
    pub(super) fn reason(&self, index: usize) -> Option<&str> {
        self.withdrawn[index].as_deref()
    }

    /// Index ranges of the edits that are made or withdrawn together.
    pub(super) fn groups(&self) -> &[Range<usize>] {
        &self.groups
    }

    /// Withdraws edits until the copy reads as the original.
    ///
    /// # Errors
    /// When it still differs without the edits that can explain it.
    pub(super) fn settle(&mut self) -> Result<(), Refusal> {
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
            self.withdraw(withdrawal, &difference.reason);
            let next = self.difference();
            if next.as_ref().is_none_or(|next| next.order > difference.order) {
                return Ok(next);
            }
            self.withdrawn = before;
        }
        Err(self.refusal(&around, difference))
    }

    fn refusal(&self, around: &Range<usize>, difference: &Difference) -> Refusal {
        Refusal {
            line: self.original.document.line(around.start),
            reason: difference.reason.clone(),
        }
    }

    /// Withdraws every edit of the blocks that differ, now that there are too
    /// many to look at each; gives the next difference.
    fn withdraw_blocks(&mut self, difference: &Difference) -> Result<Option<Difference>, Refusal> {
        let around = self.place(difference);
        let mut blocks = vec![around.clone()];
        let (text, edits) = self.copy();
        if let Ok(copy) = Structure::parse(&Document::split(&text)) {
            blocks.extend(self.structure.blocks_that_differ(&copy, &self.changes(&edits)));
        }
        let groups: Vec<_> = blocks.iter().flat_map(|block| self.groups_in(block)).collect();
        if groups.is_empty() || self.rounds_left == 0 {
            return Err(self.refusal(&around, difference));
        }
        self.rounds_left -= 1;
        self.withdraw(groups.into_iter().flatten(), MANY_DIFFERENCES);
        Ok(self.difference())
    }

    /// Withdraws edits, and with a mark the other half of its pair.
    fn withdraw(&mut self, edits: impl IntoIterator<Item = usize>, reason: &str) {
        for index in edits {
            for index in [index, self.partners[index]] {
                self.withdrawn[index].get_or_insert_with(|| reason.to_owned());
            }
        }
    }

    /// The copy as it stands, and the edits that make it.
    fn copy(&self) -> (String, Edits) {
        let edits = self.edits.without(|index| self.withdrawn[index].is_some());
        (edits.splice(self.original.document.source()), edits)
    }

    fn changes(&self, edits: &Edits) -> Changes<'_, 'a> {
        Changes::new(edits, self.standing(&self.is_declared).copied(), &self.original)
    }

    /// Those of `list`, which has one for each edit, whose edits stand.
    fn standing<'l, T>(&self, list: &'l [T]) -> impl Iterator<Item = &'l T> {
        let withdrawn = self.withdrawn.iter();
        list.iter().zip(withdrawn).filter(|(_, reason)| reason.is_none()).map(|(item, _)| item)
    }

    /// The block, or the front matter, that a difference lies in.
    fn place(&self, difference: &Difference) -> Range<usize> {
        let at = &difference.at;
        match self.original.document.front_matter() {
            Some(front_matter) if difference.order.0 < BODY => front_matter.content.clone(),
            _ => self.structure.blocks_around(at).unwrap_or_else(|| at.clone()),
        }
    }

    /// What to try, from little to much: lists of indices of edits.
    fn withdrawals(&self, difference: &Difference, around: &Range<usize>) -> Vec<Vec<usize>> {
        let mut singles: Vec<Vec<usize>> = Vec::new();
        let mut together: Vec<Vec<usize>> = Vec::new();
        let mut last = Vec::new();
        for suspect in difference.suspects.iter().chain([around]) {
            // More are never tried.
            if singles.len() + together.len() > self.parses_left {
                break;
            }
            let groups = self.groups_in(suspect);
            // One group can explain thousands of suspects.
            if groups == last {
                continue;
            }
            for group in &groups {
                if singles.len() == MOST_SINGLES {
                    break;
                }
                let group: Vec<usize> = group.clone().collect();
                if !singles.contains(&group) {
                    singles.push(group);
                }
            }
            let all: Vec<usize> = groups.iter().cloned().flatten().collect();
            if !all.is_empty() && !together.contains(&all) {
                together.push(all);
            }
            last = groups;
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
        let (text, edits) = self.copy();
        let copy = Document::split(&text);
        let mut changes = self.changes(&edits);
        fields::difference(
            &self.original.document,
            &copy,
            &changes.offsets,
            &self.original.settings.fields,
        )
        .or_else(|| match Structure::parse(&copy) {
            Ok(copy) => self.structure.difference(&copy, &mut changes),
            Err(refusal) => Some(self.failure(refusal)),
        })
        .or_else(|| self.mask_difference(&copy, &edits, &changes.offsets))
    }

    fn failure(&self, refusal: Refusal) -> Difference {
        Difference {
            order: (BODY, 0, 0),
            at: self.original.document.body_range(),
            suspects: Vec::new(),
            reason: refusal.reason,
        }
    }

    /// The first difference in what we read ourselves, if edits can change that.
    fn mask_difference(
        &self,
        copy: &Document<'_>,
        edits: &Edits,
        offsets: &Offsets,
    ) -> Option<Difference> {
        let standing = self.standing(&self.is_declared).copied();
        let loud = masks::loud(self.original.document.source(), edits, standing);
        if loud.is_empty() {
            return None;
        }
        let read = || {
            let theirs = Masks::read(copy, self.original.settings)?;
            Ok(self.original.masks()?.difference(&theirs, offsets, &loud))
        };
        read().unwrap_or_else(|refusal| Some(self.failure(refusal)))
    }
}

/// Index ranges of edits that touch: a word is withdrawn whole. A mark is none of it.
fn groups(edits: &Edits, is_declared: &[bool]) -> Vec<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut end = None;
    for (index, edit) in edits.iter().enumerate() {
        let is_alone = is_declared[index] || is_mark(&edit);
        match groups.last_mut() {
            Some(group) if end == Some(edit.range.start) && !is_alone => group.end = index + 1,
            _ => groups.push(index..index + 1),
        }
        end = Some(edit.range.end).filter(|_| !is_alone);
    }
    groups
}

fn is_mark(edit: &Edit<'_>) -> bool {
    matches!(edit.rules, [rule] if rule.dictionary == punctuation::TABLE)
}

/// For each edit the other half of its pair of quotation marks. Such pairs lie within
/// each other or apart.
fn partners(edits: &Edits) -> Vec<usize> {
    let mut partners: Vec<usize> = (0..edits.len()).collect();
    let mut open = Vec::new();
    for (index, edit) in edits.iter().enumerate().filter(|(_, edit)| is_mark(edit)) {
        match edit.replacement {
            "“" | "‘" | "「" | "『" => open.push(index),
            "”" | "’" | "」" | "』" => {
                if let Some(start) = open.pop() {
                    (partners[start], partners[index]) = (index, start);
                }
            }
            _ => {}
        }
    }
    partners
}
