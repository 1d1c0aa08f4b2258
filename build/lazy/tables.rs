//! The parts of the files: bitmaps, tables of keys, records.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    format,
    steps::{self, Cell},
};

pub type Pair = (char, char);

/// The number of a pair, as the engine has it.
pub fn pair_number((first, second): Pair) -> u64 {
    raw(&[first, second])
}

/// UTF-8 read as a little-endian number.
pub fn raw(characters: &[char]) -> u64 {
    let text: String = characters.iter().collect();
    let mut bytes = [0; 8];
    bytes[..text.len()].copy_from_slice(text.as_bytes());
    u64::from_le_bytes(bytes)
}

pub fn pairs(key: &str) -> impl Iterator<Item = Pair> + '_ {
    key.chars().zip(key.chars().skip(1))
}

/// A set of numbers with one bit for each, in which others may seem to be.
pub fn bitmap(numbers: &BTreeSet<u64>, bits_each: usize, hash: fn(u64) -> u64) -> Vec<u8> {
    let bits = (numbers.len() * bits_each).next_power_of_two().max(64);
    let mut bytes = vec![0; bits / 8];
    for number in numbers {
        let bit = (hash(*number) >> (64 - bits.trailing_zeros())) as usize;
        bytes[bit / 8] |= 1 << (bit % 8);
    }
    bytes
}

/// Pairs of characters of three bytes, with two bits for each in one word.
pub fn pair_filter(pairs: &BTreeSet<Pair>) -> Vec<u8> {
    let count = pairs.len().next_power_of_two().max(2);
    let mut filter = vec![0; count];
    for (first, second) in pairs {
        let hash = format::pair_hash(*first as u32, *second as u32);
        filter[(hash >> (32 - count.trailing_zeros())) as usize] |= format::pair_bits(hash);
    }
    words(filter)
}

/// A table that finds keys by their first two characters.
///
/// `u32` number of slots (a power of two); the slots: `u32` tag, `u32` offset of a
/// group behind the slots, or 0; the groups: `u64` number of the pair; for each key
/// `u8` length behind the pair, `u32` number, what is behind the pair; then a 255.
/// Eight bytes lie behind the last group. Of the keys of a group the first one that
/// fits wins: they are sorted by rank, the longest first.
pub fn keys<'a>(keys: impl Iterator<Item = (&'a str, usize)>) -> Vec<u8> {
    let mut by_pair: BTreeMap<u64, Vec<(usize, &str, u32)>> = BTreeMap::new();
    for (number, (key, rank)) in keys.enumerate() {
        let pair = pair_number(pairs(key).next().expect("a key of two characters or more"));
        by_pair.entry(pair).or_default().push((rank, key, number as u32));
    }
    let slots = (by_pair.len() * 2).next_power_of_two();
    let mut table = vec![(0_u32, 0_u32); slots];
    let mut groups = vec![0];
    for (pair, mut list) in by_pair {
        let hash = format::hash(pair);
        let mut slot = hash as usize >> 40 & (slots - 1);
        while table[slot].1 != 0 {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = ((hash >> 32) as u32, groups.len() as u32);
        list.sort_by_key(|(rank, key, _)| (*rank, std::cmp::Reverse(key.len())));
        groups.extend(pair.to_le_bytes());
        for (_, key, number) in list {
            let behind = &key[format::pair(pair).0..];
            groups.push(u8::try_from(behind.len()).expect("keys are short"));
            groups.extend(number.to_le_bytes());
            groups.extend(behind.as_bytes());
        }
        groups.push(u8::MAX);
    }
    groups.extend([0; 8]);
    let mut bytes = (slots as u32).to_le_bytes().to_vec();
    for (tag, offset) in table {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(offset.to_le_bytes());
    }
    bytes.extend(groups);
    bytes
}

/// The pool of records, and that of their texts.
pub struct Pool {
    pub records: Vec<u8>,
    pub texts: String,
}

impl Pool {
    pub fn new() -> Self {
        // No record has the number 0.
        Self { records: vec![0], texts: String::new() }
    }

    /// Adds what became of `key`, which the map makes `alone` of; gives its number.
    pub fn add(&mut self, key: &str, cells: &[Cell], alone: &str) -> u32 {
        let text = steps::output(cells);
        if text == key && alone == key {
            return 0;
        }
        let differs = if text == alone { 0 } else { format::DIFFERS };
        let number = self.records.len() as u32 | differs;
        let byte = |n: usize| u8::try_from(n).expect("keys and values are short");
        let changed = |cell: &&Cell| key[cell.source.clone()] != cell.output;
        self.records.extend((self.texts.len() as u32).to_le_bytes());
        self.records.push(byte(text.len()));
        self.records.push(byte(cells.iter().filter(changed).count()));
        self.texts.push_str(&text);
        if differs != 0 {
            self.records.extend(text.as_bytes());
        }
        let mut at = 0;
        for cell in cells {
            if changed(&cell) {
                let range = [cell.source.start, cell.source.len(), at, cell.output.len()];
                self.records.extend(range.map(byte));
                self.records.push(byte(cell.rules.len()));
                for (dictionary, entry) in &cell.rules {
                    self.records.push(byte(*dictionary));
                    self.records.extend(&entry.to_le_bytes()[..3]);
                }
            }
            at += cell.output.len();
        }
        number
    }
}

/// The bytes of a file of sections.
pub fn sections(sections: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = (sections.len() as u32).to_le_bytes().to_vec();
    let mut end = 0;
    for section in sections {
        end += section.len() as u32;
        bytes.extend(end.to_le_bytes());
    }
    bytes.extend(sections.concat());
    bytes
}

pub fn words(words: impl IntoIterator<Item = u32>) -> Vec<u8> {
    words.into_iter().flat_map(u32::to_le_bytes).collect()
}
