//! Spellings: what a Simplified character can become, and what the words around it want.

use super::vocabulary::Hit;
use crate::convert::{
    dictionary::{Dictionary, opencc},
    segment::{Layer, Rule, RuleId},
    words::{Correction, Glyphs},
};

/// The number in a [`RuleId`] of what the words want; its entry is that of
/// `STCharacters`, and the number of the alternative in the last four bits.
const WORDS: u16 = 0x1002;

/// The characters with several Traditional forms.
#[derive(Debug)]
pub(super) struct Spellings {
    pub(super) glyphs: Glyphs,
    characters: Dictionary,
}

impl Spellings {
    pub(super) fn new(glyphs: Glyphs) -> Self {
        Self { glyphs, characters: opencc::named("STCharacters") }
    }

    /// The hit of a correction.
    pub(super) fn hit(&self, correction: Correction) -> Option<Hit> {
        let mut buffer = [0; 4];
        let found = self.characters.longest_prefix(correction.source.encode_utf8(&mut buffer))?;
        let entry = found.entry << 4 | correction.alternative as u32;
        Some(Hit {
            range: correction.range,
            rule: RuleId { dictionary: WORDS, entry },
            character: Some(correction.replacement),
        })
    }

    /// The character, in OpenCC's standard, that the words want.
    pub(super) fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let entry = id.entry >> 4;
        if id.dictionary != WORDS || entry as usize >= self.characters.len() {
            return None;
        }
        let rule = self.characters.rule(entry);
        let value = rule.alternatives.split(' ').nth(id.entry as usize & 0xf)?;
        Some(Rule { layer: Layer::Words, dictionary: "words", value, ..rule })
    }
}
