//! Engines without dictionaries.

use hanmark::{Engine, EngineError, Rule, RuleId, Segment};

/// Says that nothing changes.
pub(crate) struct Silent;

impl Engine for Silent {
    fn segments(&self, _: &str, _: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// Replaces every character by itself.
pub(crate) struct Echo;

impl Engine for Echo {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        for (start, character) in text.char_indices() {
            let range = start..start + character.len_utf8();
            each(Segment { range: range.clone(), replacement: &text[range], rules: &[] });
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// Replaces every Han character by another Han character: pairs of them by
/// `to_pair` characters, a single one by one.
pub(crate) struct Rotation {
    pub(crate) to_pair: usize,
}

impl Engine for Rotation {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut characters = text.char_indices().peekable();
        while let Some((start, character)) = characters.next() {
            let Some(rotated) = rotated(character) else { continue };
            let mut replacement = String::from(rotated);
            let mut end = start + character.len_utf8();
            if let Some((_, second)) =
                characters.next_if(|(_, next)| self::rotated(*next).is_some())
            {
                end += second.len_utf8();
                replacement
                    .extend(self::rotated(second).into_iter().cycle().take(self.to_pair - 1));
            }
            each(Segment { range: start..end, replacement: &replacement, rules: &[] });
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// Replaces every Han character whose number is a multiple of `step` by one of
/// `marks`.
pub(crate) struct Marks {
    pub(crate) step: usize,
    pub(crate) marks: &'static [&'static str],
}

impl Engine for Marks {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let han = text.char_indices().filter(|(_, character)| rotated(*character).is_some());
        for (number, (start, character)) in han.enumerate().skip(self.step - 1).step_by(self.step) {
            // The length of the run lets short runs have other marks than the first.
            let replacement = self.marks[(number / self.step + text.len()) % self.marks.len()];
            each(Segment { range: start..start + character.len_utf8(), replacement, rules: &[] });
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// The next character of the Unicode block; `None` if `character` is not Han.
pub(crate) fn rotated(character: char) -> Option<char> {
    const BLOCKS: [(u32, u32); 3] = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF)];
    let code = u32::from(character);
    let (first, last) = BLOCKS.into_iter().find(|(first, last)| (first..=last).contains(&&code))?;
    char::from_u32(if code == last { first } else { code + 1 })
}
