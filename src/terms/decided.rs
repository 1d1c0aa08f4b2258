//! Decided: what tables and glossaries say of a word already.

use std::collections::HashMap;

use super::mine::Mining;
use crate::{
    Dictionary,
    convert::{
        dictionary::opencc::{self, TABLES},
        engine::{Engine as _, EngineError},
        regional::{Domains, Regional, Topic},
        segment::{Layer, Segment},
        variant::Variant,
    },
    edit::Edits,
};

/// What tables and glossaries say.
pub(super) struct Decided<'m> {
    mining: &'m Mining,
    tables: Vec<Dictionary>,
    /// From each variant; `None` where nothing changes.
    engines: HashMap<Variant, Option<Regional>>,
}

impl<'m> Decided<'m> {
    pub(super) fn new(mining: &'m Mining) -> Self {
        let tables = (0..TABLES.len()).map(|place| opencc::dictionary(place as u16));
        Self { mining, tables: tables.collect(), engines: HashMap::new() }
    }

    /// What is written for `word` now; `None` if that is decided.
    pub(super) fn value(
        &mut self,
        word: &str,
        variant: Variant,
        has_original: bool,
    ) -> Option<String> {
        if self.mining.terms.as_ref().is_some_and(|terms| terms.contains(word)) {
            return None;
        }
        let (value, is_decided) = self.converted(word, variant).ok()?;
        let is_known =
            is_decided || !has_original && (self.has_table(word) || self.has_table(&value));
        (!is_known).then_some(value)
    }

    /// What becomes of `word`, and whether one rule of a table says so of all of it.
    fn converted(&mut self, word: &str, variant: Variant) -> Result<(String, bool), EngineError> {
        let target = self.mining.target;
        let engine = self
            .engines
            .entry(variant)
            .or_insert_with(|| Regional::new(variant, target, Domains::default(), Topic::General));
        let Some(engine) = engine else { return Ok((word.to_owned(), false)) };
        let (mut edits, mut is_decided) = (Edits::default(), false);
        engine.segments(word, &mut |Segment { range, replacement, rules }| {
            edits.push(range, replacement, &[]);
            is_decided |= rules.iter().filter_map(|id| engine.rule(*id)).any(|rule| {
                rule.key == word && matches!(rule.layer, Layer::Vocabulary | Layer::Spelling)
            });
        })?;
        Ok((edits.splice(word), is_decided))
    }

    /// Whether one of OpenCC's tables has the word, as it is or in the other script.
    fn has_table(&self, word: &str) -> bool {
        self.tables
            .iter()
            .any(|table| table.longest_prefix(word).is_some_and(|found| found.len == word.len()))
    }
}
