//! The form of the compiled word frequencies, shared with the build.
//!
//! Characters are those of U+4E00 to U+9FFF, counted from 0. What a word costs is minus
//! the logarithm of its share of all words, in steps of [`COSTS_IN_ONE`] to one; costs of
//! words that follow each other add up.
//!
//! | file | content, little-endian |
//! |---|---|
//! | costs | a byte for each character: what it costs as a word |
//! | simplified | a `u16` for each character: its Simplified form |
//! | numbers | a `u16` for each character: the number of its record + 1, or 0 |
//! | alternatives | records of four times [`ALTERNATIVES`] `u16`: the Traditional forms in OpenCC's standard, Taiwan's and Hong Kong's glyphs, and what each costs as a word; 0 behind the last |
//! | pairs | [`PAIRS`] `u64` by hash: first pair of words << 32, number of its first entry << 8, number of entries; 0 is none |
//! | entries | [`ENTRY_BYTES`] for each word: third and fourth character, or 0; for each character four bits with the number of its alternative; the cost |

/// The number of characters.
pub(crate) const CHARACTERS: usize = 0x9FFF - FIRST + 1;
/// The first character.
const FIRST: usize = 0x4E00;
/// The most alternatives of a character.
pub(crate) const ALTERNATIVES: usize = 8;
/// The length of a record of alternatives, in `u16`.
pub(crate) const RECORD: usize = 4 * ALTERNATIVES;
/// The longest word, in characters.
pub(crate) const LONGEST: usize = 4;
/// Room in the table of pairs.
pub(crate) const PAIRS: usize = 1 << 17;
/// The bytes of an entry.
pub(crate) const ENTRY_BYTES: usize = 8;
/// Steps of cost to one of the natural logarithm.
pub(crate) const COSTS_IN_ONE: f64 = 12.0;

/// The place of a character, if it is one of them.
#[inline]
pub(crate) const fn place(one: char) -> Option<usize> {
    let code = one as usize;
    if code >= FIRST && code < FIRST + CHARACTERS { Some(code - FIRST) } else { None }
}

/// The character at a place.
#[allow(dead_code, reason = "for the build")]
pub(crate) fn at(place: usize) -> char {
    char::from_u32((FIRST + place) as u32).unwrap_or('\u{4E00}')
}

/// The first two characters of a word.
#[inline]
pub(crate) const fn pair(first: u16, second: u16) -> u32 {
    (first as u32) << 16 | second as u32
}

/// Where a pair is looked for first.
#[inline]
pub(crate) const fn pair_place(pair: u32) -> usize {
    ((pair as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 47) as usize % PAIRS
}
