//! What `build/words` writes and [`super::table`] reads.
//!
//! Words are keys in Simplified form, of the characters U+4E00 to U+9FFF alone. They
//! are a trie whose nodes stand level by level, so that the children of a node are
//! neighbours, in the order of their characters, and end where those of the next
//! node begin. Everything is little-endian.
//!
//! | file | per | content |
//! |---|---|---|
//! | `words.roots` | character | 8 bytes: first child (4), ambiguous number + 1 or 0 (2), cost (1), 0 |
//! | `words.chars` | node | 2 bytes: the character |
//! | `words.nodes` | node | 6 bytes: first child with [`HAS_MORE`] (4), cost or [`NO_WORD`] (1), choices (1) |
//! | `words.more` | further Traditional form of a key | 6 bytes: node (4), cost (1), choices (1) |
//! | `words.bits` | ambiguous characters | a bit each |
//! | `words.simple` | character | 2 bytes: the Simplified form of a Traditional one |
//! | `words.inner`, `words.doubt`, `words.certain` | pair | filters, see [`pair_bits`] |
//!
//! Choices: two bits for each ambiguous character of the key, the first lowest: which of
//! its candidates stands there. Candidate 0 is the commonest one, and what ambiguous
//! characters behind the fourth are.

/// The first character of keys, and the number of characters behind it.
pub(crate) const FIRST: u32 = 0x4E00;
/// How many characters can stand in keys.
pub(crate) const CHARACTERS: usize = 0x5200;
/// The longest key, in characters.
pub(crate) const LONGEST: usize = 7;
/// Units of cost in one of a natural logarithm: a word that is counted e times as
/// often costs as much less.
pub(crate) const UNITS: u32 = 14;
/// By how much another character must be likelier than OpenCC's: e^1.6, five times.
/// Higher ones mend less on round trips of Taiwanese text, lower ones break more.
pub(crate) const MARGIN: u32 = 22;
/// The cost of a node where no key ends.
pub(crate) const NO_WORD: u8 = 255;
/// In a node's first child: the key has further Traditional forms.
pub(crate) const HAS_MORE: u32 = 1 << 31;
/// The most candidates of a character.
pub(crate) const CANDIDATES: usize = 4;
/// How many ambiguous characters of a key have a choice of their own.
pub(crate) const CHOICES: usize = 4;
/// Bits of a filter of pairs, in which each pair sets two.
pub(crate) const PAIR_BITS: usize = 1 << 20;

/// The two bits of two characters side by side (as numbers from [`FIRST`]) in a filter;
/// `salt` tells which of them and which candidate is meant: 0 if none.
#[inline]
pub(crate) fn pair_bits(first: u16, second: u16, salt: u32) -> [usize; 2] {
    let pair = u32::from(first) << 16 | u32::from(second);
    let mixed = (pair ^ salt.wrapping_mul(0x9E37_79B1)).wrapping_mul(0x85EB_CA6B);
    let mixed = (mixed ^ mixed >> 15).wrapping_mul(0xC2B2_AE35);
    let other = (mixed ^ mixed >> 13).wrapping_mul(0x27D4_EB2F);
    [mixed, other].map(|mixed| (mixed >> 12) as usize)
}

/// The salt of a pair whose `side` (0 or 1) is an ambiguous character that is `candidate`.
#[inline]
pub(crate) fn salt(side: u32, candidate: usize) -> u32 {
    1 + side * CANDIDATES as u32 + candidate as u32
}
