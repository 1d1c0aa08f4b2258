//! What a character tells: one byte of bits for each, shared with `build.rs`.

/// Only Traditional text has it: 門, 為, 爲.
pub(crate) const TRADITIONAL: u8 = 1;
/// Only Simplified text has it: 门, 为.
pub(crate) const SIMPLIFIED: u8 = 1 << 1;
/// In Traditional text, a glyph or a word of Taiwan: 裡, 軟體.
pub(crate) const TW: u8 = 1 << 2;
/// In Traditional text, a glyph or a word of Hong Kong: 裏, 嘅, 軟件.
pub(crate) const HK: u8 = 1 << 3;
/// A word of mainland China in either script: 軟件, 软件.
pub(crate) const CN: u8 = 1 << 4;
/// Some regional word starts with it.
pub(crate) const STARTS_WORD: u8 = 1 << 5;
/// A Han character.
pub(crate) const HAN: u8 = 1 << 6;
/// Hiragana or katakana, but not ・ and ー, which stand in Chinese text too.
pub(crate) const KANA: u8 = 1 << 7;

/// The regions together.
pub(crate) const REGIONS: u8 = TW | HK | CN;
/// The first code point behind the last Han character there is a class for.
pub(crate) const END: usize = 0x32400;
