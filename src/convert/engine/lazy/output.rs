//! The converted text alone.

use std::ops::Range;

use super::{
    blocks::{BEHIND, BLOCK, Block, Leads},
    format,
    fallback::Fallback,
    scan::Sink,
    tables::{Record, Tables, code_of_three, eight},
};
/// The bytes of six: a pair of characters of three bytes each.
pub(super) const PAIR: u64 = 0xffff_ffff_ffff;

/// Puts the converted text behind what is in `bytes`.
pub(super) struct Converted<'p> {
    pub(super) bytes: Vec<u8>,
    /// How much of the text is in `bytes`.
    pub(super) read: usize,
    pub(super) changed: bool,
    pub(super) plain: &'p Fallback,
}

impl Converted<'_> {
    /// Puts `value` in place of `range`, which can be in `bytes` already.
    fn put(&mut self, range: Range<usize>, value: &[u8]) {
        self.changed = true;
        let start = self.bytes.len() - (self.read - range.start);
        if value.len() == range.len() && range.end <= self.read {
            self.bytes[start..start + value.len()].copy_from_slice(value);
        } else {
            self.bytes.truncate(start);
            self.bytes.extend_from_slice(value);
            self.read = range.end;
        }
    }

    /// Copies `range`, a token's, as its characters become alone.
    fn copy(&mut self, tables: &Tables, text: &[u8], range: Range<usize>) {
        let mut at = self.read;
        while at < range.end {
            let bytes = eight(text, at);
            let len = format::char_len(bytes as u8);
            let record = tables.character(bytes, len);
            let as_it_is = &text[at..at + len];
            let value = if record.is_none() { as_it_is } else { record.text().as_bytes() };
            self.bytes.extend_from_slice(value);
            at += len;
        }
        self.read = at;
    }
}

impl Sink for Converted<'_> {
    #[inline(always)]
    fn block(&mut self, tables: &Tables, block: &Block, leads: &Leads) -> u64 {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(block);
        self.read += leads.end;
        let mut looks = 0;
        if leads.three != 0 {
            let output: &mut Block =
                self.bytes[start..].first_chunk_mut().expect("a block was copied there");
            let (mut mask, mut flags) = (leads.three, 0);
            while mask != 0 {
                let at = mask.trailing_zeros() as usize & (BLOCK - 1);
                mask &= mask - 1;
                let bytes = u64::from_le_bytes(*block[at..].first_chunk().expect("within"));
                let entry = entry(tables, bytes);
                let replaced = entry & 0xff_ffff | bytes as u32 & 0xff00_0000;
                output[at..at + 4].copy_from_slice(&replaced.to_le_bytes());
                flags |= entry;
                let look = tables.anchors.bit(bytes & PAIR) | u64::from(entry / format::RESIZED & 1);
                looks |= look << at;
            }
            self.changed |= flags & format::CHANGED != 0;
        }
        self.bytes.truncate(start + leads.end);
        looks | others(tables, block, leads)
    }

    #[inline]
    fn token(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, record: Record) {
        if record.differs() {
            self.put(range, record.text().as_bytes());
        } else if range.end > self.read {
            self.copy(tables, text, range);
        }
    }

    #[cold]
    fn plain(&mut self, text: &[u8], range: Range<usize>) {
        let window = std::str::from_utf8(&text[range.clone()]).expect("windows are of characters");
        self.put(range, self.plain.convert(window).as_bytes());
    }

    #[inline(always)]
    fn done(&self, _: usize) -> usize {
        self.read
    }
}

/// What the map says of the character of three bytes.
#[inline(always)]
pub(super) fn entry(tables: &Tables, bytes: u64) -> u32 {
    let at = code_of_three(bytes) * 4;
    u32::from_le_bytes(*tables.map[at..].first_chunk().expect("the map has all of them"))
}

/// Where to look closer at characters of other lengths: pairs of one byte and three,
/// characters of four bytes.
#[inline(always)]
pub(super) fn others(tables: &Tables, block: &Block, leads: &Leads) -> u64 {
    let mut looks = 0;
    let mut mask = leads.before_three | leads.four;
    while mask != 0 {
        let at = mask.trailing_zeros() as usize & (BLOCK - 1);
        mask &= mask - 1;
        let bytes = u32::from_le_bytes(*block[at..].first_chunk().expect("within"));
        looks |= tables.anchors.bit(u64::from(bytes)) << at;
    }
    looks
}
