//! Where a step has to look: most characters begin no key.

use super::ideographic_description;

/// The characters below this have a bit; those above are always looked at.
const COVERED: usize = 0x3_0000;

/// A set of characters: those that begin a key of a step's dictionaries, and
/// the operators of ideographic description sequences.
#[derive(Debug)]
pub(super) struct Starts(Vec<u64>);

impl Starts {
    pub(super) fn new() -> Self {
        let mut starts = Self(vec![0; COVERED / 64]);
        starts.extend(ideographic_description::OPERATORS);
        starts
    }

    pub(super) fn extend(&mut self, characters: impl IntoIterator<Item = char>) {
        for character in characters {
            let at = character as usize;
            if let Some(word) = self.0.get_mut(at / 64) {
                *word |= 1 << (at % 64);
            }
        }
    }

    /// How many bytes of `text` lie before the first of these characters.
    pub(super) fn bytes_before(&self, text: &str) -> usize {
        text.char_indices()
            .find(|(_, character)| self.contains(*character))
            .map_or(text.len(), |(at, _)| at)
    }

    fn contains(&self, character: char) -> bool {
        let at = character as usize;
        self.0.get(at / 64).is_none_or(|word| word >> (at % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_before_the_first_start_is_counted_in_bytes() {
        let mut starts = Starts::new();
        starts.extend(['門', 'U', '𠀾', '\u{31000}']);
        assert_eq!(starts.bytes_before(""), 0);
        assert_eq!(starts.bytes_before("門"), 0);
        assert_eq!(starts.bytes_before("一a門"), 4);
        assert_eq!(starts.bytes_before("abcU盤"), 3);
        assert_eq!(starts.bytes_before("開⿰門"), 3);
        assert_eq!(starts.bytes_before("𠀿𠀾"), 4);
        assert_eq!(starts.bytes_before("開\u{31000}\u{31001}"), 3);
        assert_eq!(starts.bytes_before("no"), 2);
    }
}
