//! The filter that tells where a key may start, and the numbers of domains: shared with
//! the build.

/// Bits for the first characters of keys: one for each code point below this; the
/// others share a bit.
const FIRSTS: usize = 1 << 16;
/// Bits for the first two characters of keys, by a hash.
const PAIRS: usize = 1 << 16;
#[allow(dead_code, reason = "for the build")]
/// The length of a filter: bits of first characters, of keys of one character, of pairs.
pub(crate) const STARTS_BYTES: usize = (FIRSTS + FIRSTS + PAIRS) / 8;

/// How many ASCII characters a key may begin with; others follow.
pub(crate) const LONGEST_ASCII: usize = 8;

/// The bit that says that some key starts with `first`.
pub(crate) const fn first_bit(first: char) -> usize {
    first as usize % FIRSTS
}

/// The bit that says that `only` is a key.
pub(crate) const fn alone_bit(only: char) -> usize {
    FIRSTS + only as usize % FIRSTS
}

/// The bit that says that some key may start with both.
pub(crate) const fn pair_bit(first: char, second: char) -> usize {
    let pair = (first as u64) << 21 | second as u64;
    2 * FIRSTS + (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % PAIRS
}

/// The domains by their numbers, as a configuration calls them; `script` is no
/// vocabulary, and always on.
pub(crate) const DOMAINS: [&str; 8] =
    ["script", "general", "it", "computing", "names", "places", "science", "medicine"];
/// The number of the domain `script`.
pub(crate) const SCRIPT: u8 = 0;
/// The number of the domain `general`.
pub(crate) const GENERAL: u8 = 1;
/// The number of the domain `it`.
pub(crate) const IT: u8 = 2;
/// The number of the domain `computing`.
pub(crate) const COMPUTING: u8 = 3;
