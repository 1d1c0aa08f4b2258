//! Spellings: what a Simplified character can become, and what the words around it want.

use super::vocabulary::Hit;
use crate::convert::{
    dictionary::{Dictionary, opencc},
    segment::{Layer, Rule, RuleId},
    words::{Correction, Target, Words},
};

/// The number in a [`RuleId`] of what the words want; its entry is that of
/// `STCharacters`, and the number of the alternative in the last four bits.
const WORDS: u16 = 0x1002;

/// The characters with several Traditional forms.
#[derive(Debug)]
pub(super) struct Spellings {
    pub(super) words: Words,
    characters: Dictionary,
    /// From OpenCC's standard to the target's glyphs.
    glyphs: Dictionary,
}

impl Spellings {
    pub(super) fn new(target: Target) -> Self {
        let glyphs = match target {
            Target::HongKong => "HKVariants",
            Target::Taiwan | Target::Standard => "TWVariants",
        };
        Self {
            words: Words::new(target),
            characters: opencc::named("STCharacters"),
            glyphs: opencc::named(glyphs),
        }
    }

    /// The hit of a correction of `text`.
    pub(super) fn hit(&self, text: &str, correction: Correction) -> Option<Hit> {
        let found = self.characters.longest_prefix(&text[correction.range.clone()])?;
        let mut alternatives = self.characters.rule(found.entry).alternatives.split(' ');
        let is_it = |one: &str| self.glyph(one).chars().eq([correction.replacement]);
        let alternative = alternatives.position(is_it)?;
        let entry = found.entry << 4 | u32::try_from(alternative).ok().filter(|one| *one < 16)?;
        Some(Hit {
            range: correction.range,
            rule: RuleId { dictionary: WORDS, entry },
            character: Some(correction.replacement),
        })
    }

    fn glyph<'a>(&'a self, standard: &'a str) -> &'a str {
        let found = self.glyphs.longest_prefix(standard);
        found.map_or(standard, |found| self.glyphs.rule(found.entry).value)
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
