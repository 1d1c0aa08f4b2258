//! What a character tells: one byte of bits for each, shared with `build.rs`.

/// Only Traditional text has it: 門, 為, 爲.
pub(crate) const TRADITIONAL: u8 = 1;
/// Only Simplified text has it: 门, 为.
pub(crate) const SIMPLIFIED: u8 = 1 << 1;
/// In Traditional text, a glyph or a word of Taiwan: 裡, 軟體.
pub(crate) const TW: u8 = 1 << 2;
/// In Traditional text, a glyph or a word of Hong Kong: 裏, 嘅, 軟件.
pub(crate) const HK: u8 = 1 << 3;
/// A glyph of old prints that Taiwan and Hong Kong both changed: 爲, 衆, 纔.
pub(crate) const OLD: u8 = 1 << 4;
/// Some regional word starts with it.
pub(crate) const STARTS_WORD: u8 = 1 << 5;
/// A Han character.
pub(crate) const HAN: u8 = 1 << 6;
/// Hiragana or katakana, but not ・ and ー, which stand in Chinese text too.
pub(crate) const KANA: u8 = 1 << 7;

/// Of words only, where the bit of [`KANA`] is free: a word of mainland China in
/// either script: 軟件, 软件.
pub(crate) const CN: u8 = KANA;

/// What tells the region of a character.
pub(crate) const REGIONS: u8 = TW | HK | OLD;
/// The first code point behind the last Han character there is a class for.
pub(crate) const END: usize = 0x32400;
/// Bits of the filter that says whether a word may start with two characters.
pub(crate) const PAIR_BITS: usize = 1 << 16;

/// The bit of that filter for the first six bytes of a word: two characters of
/// three bytes, as nearly all Han have. Some pairs share a bit.
pub(crate) const fn pair_bit(bytes: [u8; 6]) -> usize {
    let [low @ .., _, _] = bytes;
    let [_, _, _, _, high @ ..] = bytes;
    let pair = u32::from_le_bytes(low) as u64 | (u16::from_le_bytes(high) as u64) << 32;
    (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize % PAIR_BITS
}
