//! Spellings: what a Simplified character can become, and what the words around it want.

use std::ops::Range;

use super::vocabulary::Hit;
use crate::convert::{
    dictionary::{Dictionary, opencc},
    segment::{Layer, Rule, RuleId},
    words::{self, Correction, Scratch, Target, Words},
};

/// The number in a [`RuleId`] of what the words want; its entry is that of
/// `STCharacters`, and the number of the alternative in the last four bits.
const WORDS: u16 = 0x1002;

/// The same of what nothing decides.
const UNCERTAIN: u16 = 0x1003;

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
        let entry = self.entry(&text[correction.range.clone()], correction.replacement)?;
        Some(Hit {
            range: correction.range,
            rule: RuleId { dictionary: WORDS, entry },
            character: Some(correction.replacement),
        })
    }

    /// The mark of the one character of `text` at `range`, if it could as well become
    /// another than the `replacement` by the words around it.
    pub(super) fn uncertain(
        &self,
        text: &str,
        range: &Range<usize>,
        replacement: &str,
        scratch: &mut Scratch,
    ) -> Option<RuleId> {
        let mut characters = replacement.chars();
        let (one, None) = (characters.next()?, characters.next()) else { return None };
        if range.len() != 3 {
            return None;
        }
        let candidates = self.words.candidates(text, range.start, scratch);
        let is_open = candidates.get(1).is_some_and(|second| second.behind < words::MARGIN);
        let entry = self.entry(&text[range.clone()], one).filter(|_| is_open)?;
        Some(RuleId { dictionary: UNCERTAIN, entry })
    }

    /// The number of a character, and of the alternative that has that glyph.
    fn entry(&self, source: &str, glyph: char) -> Option<u32> {
        let found = self.characters.longest_prefix(source)?;
        let mut alternatives = self.characters.rule(found.entry).alternatives.split(' ');
        let alternative = alternatives.position(|one| self.glyph(one).chars().eq([glyph]))?;
        Some(found.entry << 4 | u32::try_from(alternative).ok().filter(|number| *number < 16)?)
    }

    fn glyph<'a>(&'a self, standard: &'a str) -> &'a str {
        let found = self.glyphs.longest_prefix(standard);
        found.map_or(standard, |found| self.glyphs.rule(found.entry).value)
    }

    /// The character, in OpenCC's standard, that the words want, or that they leave.
    pub(super) fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let layer = match id.dictionary {
            WORDS => Layer::Words,
            UNCERTAIN => Layer::Uncertain,
            _ => return None,
        };
        let entry = id.entry >> 4;
        if entry as usize >= self.characters.len() {
            return None;
        }
        let rule = self.characters.rule(entry);
        let value = rule.alternatives.split(' ').nth(id.entry as usize & 0xf)?;
        Some(Rule { layer, dictionary: "words", value, ..rule })
    }
}
