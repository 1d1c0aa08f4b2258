//! The tables that `build.rs` made of the dictionaries of regions: one set of rules for
//! each way from a variant to another.

use std::borrow::Cow;

use super::scan::Starts;
use crate::convert::dictionary::{Dictionary, Found};

/// A way from a variant to another.
pub(super) struct Way {
    name: &'static str,
    rules: Rules,
    computing: Rules,
    /// Where a key of either may start; see `format`.
    starts: &'static [u8],
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
    starts: Starts,
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

    /// Where a key of any rule may start.
    pub(super) fn starts(&self) -> Starts {
        Starts::new(self.starts)
    }

    /// The rules that win where a text is about computing.
    pub(super) fn computing(&self) -> RuleSet {
        RuleSet::new(self.name, self.computing)
    }
}

impl RuleSet {
    fn new(name: &'static str, rules: Rules) -> Self {
        let dictionary = Dictionary::from_table(Cow::Borrowed(name), Cow::Borrowed(rules.table));
        Self { dictionary, kinds: rules.kinds, starts: Starts::new(rules.starts) }
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

    /// Where keys may start.
    pub(super) fn starts(&self) -> Starts {
        self.starts
    }

    /// Every key that `text` starts with, the shortest first.
    pub(super) fn prefixes<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        self.dictionary.prefixes(text)
    }
}
