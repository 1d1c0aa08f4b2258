//! Vocabulary: finds the rules of a way in a text, from left to right, the longest at
//! each place.

use std::ops::Range;

use super::{
    domains::{Domain, Domains},
    format,
    tables::{RuleSet, Way},
};
use crate::convert::segment::{Layer, Rule, RuleId};

/// The numbers in a [`RuleId`] of the two sets of rules; the script's own dictionaries
/// are counted from 0.
const RULES: u16 = 0x1000;
const COMPUTING: u16 = 0x1001;

/// A rule found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Byte range in the text.
    pub(super) range: Range<usize>,
    pub(super) rule: RuleId,
}

/// The rules of a way that are on.
#[derive(Debug)]
pub(super) struct Vocabulary {
    rules: RuleSet,
    /// Those that win over `rules`, where a text is about computing.
    computing: Option<RuleSet>,
    domains: Domains,
}

impl Vocabulary {
    pub(super) fn new(way: &Way, domains: Domains) -> Self {
        let computing = domains.has(Domain::Computing as u8).then(|| way.computing());
        Self { rules: way.rules(), computing, domains }
    }

    /// Gives `sink` every rule in `text`; of two that overlap the first one, of two that
    /// start at one place the longest that `accepts` takes.
    pub(super) fn find(
        &self,
        text: &str,
        mut accepts: impl FnMut(&Range<usize>) -> bool,
        mut sink: impl FnMut(Hit),
    ) {
        let mut at = 0;
        while let Some((start, next)) = self.candidate(text, at) {
            at = match self.longest(text, start, &mut accepts) {
                Some(hit) => {
                    let end = hit.range.end;
                    sink(hit);
                    end
                }
                None => next,
            };
        }
    }

    /// The first place at or behind `at` where a key may start, and the place behind its
    /// first character.
    fn candidate(&self, text: &str, at: usize) -> Option<(usize, usize)> {
        let mut characters = text[at..].char_indices();
        let (mut start, mut first) = characters.next()?;
        for (next, second) in characters {
            if self.may_start(first, Some(second)) {
                return Some((at + start, at + next));
            }
            (start, first) = (next, second);
        }
        self.may_start(first, None).then_some((at + start, text.len()))
    }

    #[inline]
    fn may_start(&self, first: char, second: Option<char>) -> bool {
        self.rules.may_start(first, second)
            || self.computing.as_ref().is_some_and(|rules| rules.may_start(first, second))
    }

    fn longest(
        &self,
        text: &str,
        start: usize,
        accepts: &mut impl FnMut(&Range<usize>) -> bool,
    ) -> Option<Hit> {
        let mut found: Vec<Hit> = Vec::new();
        for (number, set) in [(RULES, Some(&self.rules)), (COMPUTING, self.computing.as_ref())] {
            let Some(set) = set else { continue };
            let on =
                set.prefixes(&text[start..]).filter(|one| self.domains.has(set.domain(one.entry)));
            found.extend(on.map(|one| Hit {
                range: start..start + one.len,
                rule: RuleId { dictionary: number, entry: one.entry },
            }));
        }
        // Of equal ones the last, which is that of computing.
        found.sort_by_key(|hit| hit.range.end);
        found.into_iter().rev().find(|hit| accepts(&hit.range))
    }

    /// What a rule writes.
    pub(super) fn value(&self, id: RuleId) -> &str {
        self.set(id).map_or("", |set| set.dictionary().rule(id.entry).value)
    }

    /// Spells out a rule, if it is one of these.
    pub(super) fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let set = self.set(id)?;
        if id.entry as usize >= set.dictionary().len() {
            return None;
        }
        let layer = match set.domain(id.entry) {
            format::SCRIPT => Layer::Spelling,
            _ => Layer::Vocabulary,
        };
        Some(Rule {
            layer,
            dictionary: set.table_name(id.entry),
            ..set.dictionary().rule(id.entry)
        })
    }

    fn set(&self, id: RuleId) -> Option<&RuleSet> {
        match id.dictionary {
            RULES => Some(&self.rules),
            COMPUTING => self.computing.as_ref(),
            _ => None,
        }
    }
}
