//! The tables of a profile, read where they lie in the binary.

use super::{format, record::Record, vectors::Vectors};
use crate::convert::profile::Profile;

include!(concat!(env!("OUT_DIR"), "/lazy.rs"));

/// What the build found out about a profile.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables {
    pub(super) map: &'static [u8; format::MAP_LEN],
    pub(super) anchors: Bitmap,
    pub(super) pairs: Pairs,
    pub(super) sure_anchors: Bitmap,
    /// Whether it pays to look at the first character of a pair before the pair.
    pub(super) few_anchors: bool,
    /// Whether pairs of a capital letter and another character are anchors.
    pub(super) letters: bool,
    pub(super) joints: Bitmap,
    pub(super) starts: Bitmap,
    /// None where matches never reach over what a step before made.
    pub(super) crossings: Option<Bitmap>,
    pub(super) phrases: Keys,
    pub(super) loose: Option<Keys>,
    phrase_records: Words,
    loose_records: Words,
    numbers: &'static [u8],
    characters: Words,
    supplementary: Words,
    /// The vectors that the processor has.
    pub(super) vectors: Vectors,
    records: &'static [u8],
    texts: &'static str,
}

impl Tables {
    pub(super) fn of(profile: Profile) -> Self {
        let (set, file, texts) = PROFILES[profile as usize];
        let sections: [&[u8]; format::SECTIONS] = std::array::from_fn(|at| section(file, at));
        let flags = Words(sections[format::FLAGS]).get(0);
        let or_none = |at: usize| (!sections[at].is_empty()).then_some(sections[at]);
        Self {
            map: sections[format::MAP].try_into().expect("a map has one length"),
            anchors: Bitmap::new(sections[format::ANCHORS]),
            pairs: Pairs::new(sections[format::PAIRS]),
            sure_anchors: Bitmap::new(sections[format::SURE_ANCHORS]),
            few_anchors: flags & 1 != 0,
            letters: flags & 2 != 0,
            joints: Bitmap::new(sections[format::JOINTS]),
            starts: Bitmap::new(sections[format::STARTS]),
            crossings: or_none(format::CROSSINGS).map(Bitmap::new),
            phrases: Keys::new(SETS[set]),
            loose: or_none(format::LOOSE).map(Keys::new),
            phrase_records: Words(sections[format::PHRASES]),
            loose_records: Words(sections[format::LOOSE_RECORDS]),
            numbers: sections[format::NUMBERS],
            characters: Words(sections[format::CHARACTERS]),
            supplementary: Words(sections[format::SUPPLEMENTARY]),
            vectors: Vectors::detect(),
            records: sections[format::POOL],
            texts,
        }
    }

    pub(super) fn phrase(&self, number: u32) -> Record {
        self.record(self.phrase_records.get(number as usize))
    }

    pub(super) fn loose(&self, number: u32) -> Record {
        self.record(self.loose_records.get(number as usize))
    }

    /// What a character becomes alone; `bytes` are its UTF-8, read as a number.
    pub(super) fn character(&self, bytes: u64, len: usize) -> Record {
        let number = match len {
            3 => {
                let at = code_of_three(bytes) * 2;
                let number = u16::from_le_bytes([self.numbers[at], self.numbers[at + 1]]);
                self.characters.get(usize::from(number))
            }
            4 => self.supplementary(bytes),
            _ => 0,
        };
        self.record(number)
    }

    #[inline]
    fn record(&self, number: u32) -> Record {
        Record { number, records: self.records, texts: self.texts }
    }

    fn supplementary(&self, bytes: u64) -> u32 {
        let bits = |shift: u32| (bytes >> shift & 0x3f) as u32;
        let code = (bytes as u32 & 7) << 18 | bits(8) << 12 | bits(16) << 6 | bits(24);
        let (mut low, mut high) = (0, self.supplementary.len() / 2);
        while low < high {
            let middle = low.midpoint(high);
            if self.supplementary.get(middle * 2) < code {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let is_there =
            low * 2 < self.supplementary.len() && self.supplementary.get(low * 2) == code;
        if is_there { self.supplementary.get(low * 2 + 1) } else { 0 }
    }
}

fn section(file: &'static [u8], index: usize) -> &'static [u8] {
    let words = Words(file);
    let first = (1 + words.get(0) as usize) * 4;
    let start = if index == 0 { 0 } else { words.get(index) as usize };
    &file[first + start..first + words.get(index + 1) as usize]
}

/// The code point of a character of three bytes.
#[inline]
pub(super) fn code_of_three(bytes: u64) -> usize {
    ((bytes & 0xf) << 12 | (bytes >> 8 & 0x3f) << 6 | bytes >> 16 & 0x3f) as usize
}

/// Up to eight bytes of `text` from `at`, as a little-endian number.
#[inline]
pub(super) fn eight(text: &[u8], at: usize) -> u64 {
    if let Some(bytes) = text.get(at..).and_then(<[u8]>::first_chunk) {
        return u64::from_le_bytes(*bytes);
    }
    last_bytes(text, at)
}

#[cold]
fn last_bytes(text: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    let rest = text.get(at..).unwrap_or_default();
    bytes[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(bytes)
}

/// Numbers in a row.
#[derive(Debug, Clone, Copy)]
struct Words(&'static [u8]);

impl Words {
    fn len(self) -> usize {
        self.0.len() / 4
    }

    #[inline]
    fn get(self, index: usize) -> u32 {
        let bytes = self.0[index * 4..].first_chunk().expect("tables are whole");
        u32::from_le_bytes(*bytes)
    }
}

/// A set of pairs, in which others may seem to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bitmap {
    bits: &'static [u8],
    shift: u32,
}

impl Bitmap {
    fn new(bits: &'static [u8]) -> Self {
        Self { bits, shift: 64 - (bits.len() * 8).trailing_zeros() }
    }

    #[inline]
    pub(super) fn contains(self, number: u64) -> bool {
        self.bit(number) != 0
    }

    #[inline]
    pub(super) fn bit(self, number: u64) -> u64 {
        self.bit_at(format::hash(number))
    }

    /// As [`Bitmap::contains`], of a set that is kept by the other hash.
    #[inline]
    pub(super) fn contains_by_other(self, number: u64) -> bool {
        self.bit_at(format::other_hash(number)) != 0
    }

    #[inline]
    fn bit_at(self, hash: u64) -> u64 {
        let bit = hash >> self.shift;
        let byte = self.bits.get((bit >> 3) as usize).copied().unwrap_or(0);
        u64::from(byte) >> (bit & 7) & 1
    }
}

/// A set of pairs of characters of three bytes, in which others may seem to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pairs {
    words: &'static [u8],
    /// What is left of a hash is the number of a word.
    shift: u32,
}

impl Pairs {
    fn new(words: &'static [u8]) -> Self {
        let count = words.len() / 4;
        assert!(count.is_power_of_two() && count > 1, "tables are whole");
        Self { words, shift: 32 - count.trailing_zeros() }
    }

    /// The words, of four bytes each.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub(super) fn words(self) -> &'static [u8] {
        self.words
    }

    /// How far a hash is shifted for the number of its word.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub(super) fn shift(self) -> u32 {
        self.shift
    }

    /// Whether the two characters that `bytes` begin with are there, as a bit.
    #[inline]
    pub(super) fn bit(self, bytes: u64) -> u64 {
        let (first, second) = (code_of_three(bytes), code_of_three(bytes >> 24));
        let hash = format::pair_hash(first as u32, second as u32);
        let word = Words(self.words).get((hash >> self.shift) as usize);
        u64::from(!word & format::pair_bits(hash) == 0)
    }
}

/// Keys of two or more characters, found by the first two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keys {
    slots: &'static [u8],
    groups: &'static [u8],
    mask: usize,
}

impl Keys {
    fn new(table: &'static [u8]) -> Self {
        let slots = Words(table).get(0) as usize;
        let (slots_bytes, groups) = table[4..].split_at(slots * 8);
        Self { slots: slots_bytes, groups, mask: slots - 1 }
    }

    /// The length and the number of the first key that `text` has at `at`, in the
    /// order of the build, if its length is accepted.
    #[inline]
    pub(super) fn find(
        &self,
        text: &[u8],
        at: usize,
        mut accept: impl FnMut(usize) -> bool,
    ) -> Option<(usize, u32)> {
        let (pair_len, pair) = format::pair(eight(text, at));
        let mut rest = self.group(pair)?;
        let behind = eight(text, at + pair_len);
        loop {
            let (head, after) = rest.split_first_chunk::<5>()?;
            if head[0] == u8::MAX {
                return None;
            }
            let len = usize::from(head[0]);
            let differs = behind ^ u64::from_le_bytes(*after.first_chunk()?);
            let same = differs.trailing_zeros() as usize / 8;
            let fits =
                same >= len || same == 8 && text[at + pair_len + 8..].starts_with(&after[8..len]);
            if fits && at + pair_len + len <= text.len() && accept(pair_len + len) {
                let number = u32::from_le_bytes([head[1], head[2], head[3], head[4]]);
                return Some((pair_len + len, number));
            }
            rest = &after[len..];
        }
    }

    /// The keys of a group.
    #[inline]
    fn group(&self, pair: u64) -> Option<&'static [u8]> {
        let hash = format::hash(pair);
        let mut slot = hash as usize >> 40 & self.mask;
        loop {
            let bytes = self.slots.get(slot * 8..)?.first_chunk()?;
            let word = u64::from_le_bytes(*bytes);
            let offset = (word >> 32) as usize;
            if offset == 0 {
                return None;
            }
            if word as u32 == (hash >> 32) as u32 {
                let (number, keys) = self.groups.get(offset..)?.split_first_chunk()?;
                if u64::from_le_bytes(*number) == pair {
                    return Some(keys);
                }
            }
            slot = (slot + 1) & self.mask;
        }
    }
}
