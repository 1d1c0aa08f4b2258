//! The tables that `build.rs` derives: a class per character, regional words.

use std::borrow::Cow;

use super::class;
use crate::convert::dictionary::Dictionary;

include!(concat!(env!("OUT_DIR"), "/markers.rs"));

static WORDS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/region_words.table"));
static WORD_PAIRS: &[u8; class::PAIR_BITS / 8] =
    include_bytes!(concat!(env!("OUT_DIR"), "/region_words.pairs"));
static WORD_REGIONS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/region_words.bits"));

/// The bits of [`class`](super::class) for a character.
pub(super) fn class_of(character: char) -> u8 {
    let code_point = character as usize;
    if code_point >= class::END {
        return 0;
    }
    CLASSES[usize::from(PAGE_OF[code_point / PAGE]) * PAGE + code_point % PAGE]
}

/// False where no regional word starts; true for one in a hundred others.
pub(super) fn may_start_region_word(text: &[u8]) -> bool {
    text.first_chunk().is_some_and(|bytes| {
        let bit = class::pair_bit(*bytes);
        WORD_PAIRS[bit / 8] & 1 << (bit % 8) != 0
    })
}

/// Length in bytes and regions of the longest regional word that `text` starts with.
pub(super) fn region_word(text: &str) -> Option<(usize, u8)> {
    let words = Dictionary::from_table(Cow::Borrowed("regional words"), Cow::Borrowed(WORDS));
    let found = words.longest_prefix(text)?;
    Some((found.len, WORD_REGIONS[found.entry as usize]))
}
