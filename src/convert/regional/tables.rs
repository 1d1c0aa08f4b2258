//! The tables that `build.rs` made of the dictionaries of regions: one set of rules for
//! each way from a variant to another.

use std::borrow::Cow;

use super::format;
use crate::convert::dictionary::{Dictionary, Found};

/// A way from a variant to another.
pub(super) struct Way {
    name: &'static str,
    rules: Rules,
    computing: Rules,
}

/// Rules as they lie in the binary.
#[derive(Clone, Copy)]
struct Rules {
    /// Keys and values.
    table: &'static [u8],
    /// For each entry its domain and its table.
    kinds: &'static [u8],
    /// Where a key may start; see `format`.
    starts: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/regional.rs"));

/// Rules, ready to be found.
#[derive(Debug)]
pub(super) struct RuleSet {
    dictionary: Dictionary,
    kinds: &'static [u8],
    starts: &'static [u8],
}

impl Way {
    /// The way of that name, `from-to`.
    ///
    /// # Panics
    /// When there is none, which is a bug of this crate.
    pub(super) fn named(name: &str) -> &'static Self {
        WAYS.iter().find(|way| way.name == name).expect("the build wrote every way")
    }

    pub(super) fn rules(&self) -> RuleSet {
        RuleSet::new(self.name, self.rules)
    }

    /// The rules that win where a text is about computing.
    pub(super) fn computing(&self) -> RuleSet {
        RuleSet::new(self.name, self.computing)
    }
}

impl RuleSet {
    fn new(name: &'static str, rules: Rules) -> Self {
        let dictionary = Dictionary::from_table(Cow::Borrowed(name), Cow::Borrowed(rules.table));
        Self { dictionary, kinds: rules.kinds, starts: rules.starts }
    }

    pub(super) fn dictionary(&self) -> &Dictionary {
        &self.dictionary
    }

    /// The number of an entry's domain.
    pub(super) fn domain(&self, entry: u32) -> u8 {
        self.kinds[2 * entry as usize]
    }

    /// The name of the table that an entry is from, as `TWPhrases` or `tw-cn/general`.
    pub(super) fn table_name(&self, entry: u32) -> &'static str {
        TABLES[usize::from(self.kinds[2 * entry as usize + 1])]
    }

    /// Whether some key starts with `first`.
    #[inline]
    pub(super) fn may_start(&self, first: char) -> bool {
        self.has_bit(format::first_bit(first))
    }

    /// Whether some key may start with `first`, which one does, and `second`.
    #[inline]
    pub(super) fn may_go_on(&self, first: char, second: Option<char>) -> bool {
        self.has_bit(format::alone_bit(first))
            || second.is_some_and(|second| self.has_bit(format::pair_bit(first, second)))
    }

    #[inline]
    fn has_bit(&self, bit: usize) -> bool {
        self.starts[bit / 8] >> (bit % 8) & 1 == 1
    }

    /// Every key that `text` starts with, the shortest first.
    pub(super) fn prefixes<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        self.dictionary.prefixes(text)
    }
}
