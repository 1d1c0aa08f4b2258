//! Decided: what tables and glossaries say of a word already.

use super::mine::Mining;
use crate::{
    ConvertError, Dictionary, Settings, TextForm,
    convert::{
        dictionary::opencc::{self, TABLES},
        segment::Layer,
        variant::Variant,
    },
    convert_text,
};

/// What tables and glossaries say.
pub(super) struct Decided<'m> {
    mining: &'m Mining,
    tables: Vec<Dictionary>,
}

impl<'m> Decided<'m> {
    pub(super) fn new(mining: &'m Mining) -> Self {
        let tables = (0..TABLES.len()).map(|place| opencc::dictionary(place as u16));
        Self { mining, tables: tables.collect() }
    }

    /// What is written for `word` now; `None` if that is decided.
    pub(super) fn value(&self, word: &str, variant: Variant, has_original: bool) -> Option<String> {
        if self.mining.terms.as_ref().is_some_and(|terms| terms.contains(word)) {
            return None;
        }
        let (value, is_decided) = self.converted(word, variant).ok()?;
        let is_known =
            is_decided || !has_original && (self.has_table(word) || self.has_table(&value));
        (!is_known).then_some(value)
    }

    fn converted(&self, word: &str, variant: Variant) -> Result<(String, bool), ConvertError> {
        let settings = Settings::edition(self.mining.target).from(variant).form(TextForm::Plain);
        let conversion = convert_text(word, &settings)?;
        let rules = conversion.edits.iter().flat_map(|edit| edit.rules.to_vec());
        let is_decided = rules.filter_map(|id| conversion.rule(id)).any(|rule| {
            rule.key == word && matches!(rule.layer, Layer::Vocabulary | Layer::Spelling)
        });
        Ok((conversion.text.clone(), is_decided))
    }

    /// Whether one of OpenCC's tables has the word, as it is or in the other script.
    fn has_table(&self, word: &str) -> bool {
        self.tables
            .iter()
            .any(|table| table.longest_prefix(word).is_some_and(|found| found.len == word.len()))
    }
}
