//! Vocabulary: finds the rules of a way in a text, from left to right, the longest at
//! each place.

use std::ops::Range;

use super::{
    domains::{Domain, Domains},
    format,
    scan::{Scan, Starts},
    tables::{RuleSet, Way},
};
use crate::convert::segment::{Layer, Rule, RuleId};

/// The numbers in a [`RuleId`] of the two sets of rules; the script's own dictionaries
/// are counted from 0.
pub(super) const RULES: u16 = 0x1000;
const COMPUTING: u16 = 0x1001;

/// A rule found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// Byte range in the text.
    pub(super) range: Range<usize>,
    pub(super) rule: RuleId,
    /// What stands there, if it is not the value of the rule.
    pub(super) character: Option<char>,
}

/// The rules of a way that are on.
#[derive(Debug)]
pub(super) struct ActiveRules {
    rules: RuleSet,
    /// Those that win over `rules`, where a text is about computing.
    computing: Option<RuleSet>,
    /// Where keys of either may start.
    starts: Starts,
    domains: Domains,
}

impl ActiveRules {
    pub(super) fn new(way: &Way, domains: Domains) -> Self {
        let computing = domains.has(Domain::Computing as u8).then(|| way.computing());
        let rules = way.rules();
        let starts = match &computing {
            None => rules.starts(),
            Some(_) => way.starts(),
        };
        Self { rules, computing, starts, domains }
    }

    /// Gives `sink` every rule in `text`; of two that overlap the first one, of two that
    /// start at one place the longest that `accepts` takes.
    pub(super) fn find(
        &self,
        text: &str,
        mut accepts: impl FnMut(&Range<usize>) -> bool,
        mut sink: impl FnMut(Hit),
    ) {
        let mut scan = Scan::new(text);
        while let Some(start) = scan.next(self.starts) {
            if let Some(hit) = self.longest(text, start, &mut accepts) {
                scan.skip_to(hit.range.end);
                sink(hit);
            }
        }
    }

    fn longest(
        &self,
        text: &str,
        start: usize,
        accepts: &mut impl FnMut(&Range<usize>) -> bool,
    ) -> Option<Hit> {
        let rest = &text[start..];
        let mut found: Option<Hit> = None;
        for (number, set) in [(RULES, Some(&self.rules)), (COMPUTING, self.computing.as_ref())] {
            let Some(set) = set else { continue };
            for one in set.prefixes(rest).filter(|one| self.domains.has(set.domain(one.entry))) {
                let range = start..start + one.len;
                // Of equal ones the last, which is that of computing.
                let is_better = found.as_ref().is_none_or(|best| best.range.end <= range.end);
                if is_better && accepts(&range) {
                    found = Some(Hit {
                        range,
                        rule: RuleId { dictionary: number, entry: one.entry },
                        character: None,
                    });
                }
            }
        }
        found
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
