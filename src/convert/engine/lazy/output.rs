//! The converted text alone.

use std::ops::Range;

use super::{
    blocks::{BLOCK, Block, Leads, WHOLE},
    fallback::Fallback,
    format,
    record::Record,
    scan::Sink,
    tables::{Tables, code_of_three, eight},
};

/// The bytes of six: a pair of characters of three bytes each.
const PAIR: u64 = 0xffff_ffff_ffff;

/// The converted text as it grows.
pub(super) struct Converted<'p> {
    /// Its bytes, and zeros behind them: room for what comes.
    bytes: Vec<u8>,
    len: usize,
    /// How much of the text was converted.
    read: usize,
    changed: bool,
    plain: &'p Fallback,
}

impl<'p> Converted<'p> {
    pub(super) fn new(text_len: usize, plain: &'p Fallback) -> Self {
        // Few texts grow by more.
        let room = text_len + text_len / 32 + WHOLE;
        Self { bytes: vec![0; room], len: 0, read: 0, changed: false, plain }
    }

    /// What is read next is another text, whose conversion goes behind this one.
    pub(super) fn start_text(&mut self) {
        self.read = 0;
    }

    /// The bytes, whole characters if those that were read are; `None` if nothing
    /// changed.
    pub(super) fn into_changed(mut self) -> Option<Vec<u8>> {
        self.bytes.truncate(self.len);
        self.changed.then_some(self.bytes)
    }

    /// Room for a block behind what is there.
    #[inline]
    fn room(&mut self) -> &mut Block {
        if self.bytes.len() - self.len < WHOLE {
            self.grow(WHOLE);
        }
        self.bytes[self.len..].first_chunk_mut().expect("room was made")
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, by: usize) {
        self.bytes.resize(self.bytes.len() + self.bytes.len() / 2 + by, 0);
    }

    fn push(&mut self, value: &[u8]) {
        if self.bytes.len() - self.len < value.len() {
            self.grow(value.len());
        }
        self.bytes[self.len..self.len + value.len()].copy_from_slice(value);
        self.len += value.len();
    }

    /// Puts `value` in place of `range`, which can be among what was read.
    fn put(&mut self, range: Range<usize>, value: &[u8]) {
        self.changed = true;
        let start = self.len - (self.read - range.start);
        if range.end > self.read {
            self.len = start;
            self.push(value);
            self.read = range.end;
            return;
        }
        if value.len() != range.len() {
            let behind = start + range.len()..self.len;
            self.len = self.len - range.len() + value.len();
            if self.bytes.len() < self.len {
                self.grow(value.len());
            }
            self.bytes.copy_within(behind, start + value.len());
        }
        self.bytes[start..start + value.len()].copy_from_slice(value);
    }

    /// Copies the rest of a token up to `end` as its characters become alone.
    fn copy(&mut self, tables: &Tables, text: &[u8], end: usize) {
        while self.read < end {
            let bytes = eight(text, self.read);
            let len = format::char_len(bytes as u8);
            let record = tables.character(bytes, len);
            if record.differs() {
                self.changed = true;
                self.push(record.bytes());
            } else if len == 3 {
                self.changed |= !record.is_none();
                let mapped = (bytes as u32 ^ entry(tables, bytes)).to_le_bytes();
                self.push(&mapped[..3]);
            } else {
                self.push(&text[self.read..self.read + len]);
            }
            self.read += len;
        }
    }
}

impl Sink for Converted<'_> {
    #[inline]
    fn block(&mut self, tables: &Tables, block: &Block, leads: &Leads) -> u64 {
        let output = self.room();
        #[cfg(target_arch = "x86_64")]
        if let Some(vectors) = tables.vectors.avx512() {
            let found = vectors.convert(tables, block, leads, output);
            self.changed |= found.changed != 0;
            self.read += leads.end;
            self.len += leads.end;
            return found.resized | found.anchors | others(tables, block, leads);
        }
        *output = *block;
        let (mut maybe, mut flags) = (0, 0);
        let mut mask = leads.three;
        if tables.few_anchors {
            while mask != 0 {
                let at = mask.trailing_zeros() as usize & (BLOCK - 1);
                mask &= mask - 1;
                let entry = replace(tables, block, output, at);
                flags |= entry;
                maybe |= u64::from(entry / format::LOOK) << at;
            }
        } else {
            while mask != 0 {
                let at = mask.trailing_zeros() as usize & (BLOCK - 1);
                mask &= mask - 1;
                let entry = replace(tables, block, output, at);
                flags |= entry;
                maybe |= (anchor(tables, read(block, at)) | u64::from(entry / format::LOOK)) << at;
            }
        }
        self.changed |= flags & format::CHANGED != 0;
        self.read += leads.end;
        self.len += leads.end;
        looks(tables, block, maybe) | others(tables, block, leads)
    }

    #[inline]
    fn phrase(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, record: Record) {
        if record.differs() {
            self.put(range, record.bytes());
        } else if range.end > self.read {
            self.copy(tables, text, range.end);
        }
    }

    #[inline]
    fn character(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, bytes: u64) {
        let in_map = || range.len() < 3 || range.len() == 3 && !is_resized(tables, bytes);
        if range.end > self.read {
            self.copy(tables, text, range.end);
        } else if !in_map() {
            let record = tables.character(bytes, range.len());
            if record.differs() {
                self.put(range, record.bytes());
            }
        }
    }

    #[cold]
    fn plain(&mut self, text: &[u8], range: Range<usize>) {
        let window = std::str::from_utf8(&text[range.clone()]).expect("windows are of characters");
        self.put(range, self.plain.convert(window).as_bytes());
    }

    #[inline]
    fn done(&self, _: usize) -> usize {
        self.read
    }
}

/// Which of the characters of three bytes in `maybe` must be looked at.
#[inline]
pub(super) fn looks(tables: &Tables, block: &Block, mut maybe: u64) -> u64 {
    let mut looks = 0;
    while maybe != 0 {
        let at = maybe.trailing_zeros() as usize & (BLOCK - 1);
        maybe &= maybe - 1;
        let bytes = read(block, at);
        let look = tables.sure_anchors.contains_by_other(bytes & PAIR) || is_resized(tables, bytes);
        looks |= u64::from(look) << at;
    }
    looks
}

/// Replaces the character of three bytes at `at`; gives its entry in the map.
#[inline]
pub(super) fn replace(tables: &Tables, block: &Block, output: &mut Block, at: usize) -> u32 {
    let bytes = read(block, at);
    let entry = entry(tables, bytes);
    let replaced = bytes as u32 ^ (entry & 0xff_ffff);
    // `copy_from_slice` would be a call.
    *output[at..].first_chunk_mut().expect("read behind blocks") = replaced.to_le_bytes();
    entry
}

/// Eight bytes of a block, as a little-endian number.
#[inline]
pub(super) fn read(block: &Block, at: usize) -> u64 {
    u64::from_le_bytes(*block[at..].first_chunk().expect("read behind blocks"))
}

/// What the map says of a character of three bytes.
#[inline]
pub(super) fn entry(tables: &Tables, bytes: u64) -> u32 {
    let at = code_of_three(bytes) * 4;
    u32::from_le_bytes(*tables.map[at..].first_chunk().expect("the map has all of them"))
}

/// Whether a character of three bytes is replaced by one of another length.
#[inline]
fn is_resized(tables: &Tables, bytes: u64) -> bool {
    entry(tables, bytes) & format::RESIZED != 0
}

/// Whether a pair of characters of three bytes is an anchor, as a bit.
#[inline]
pub(super) fn anchor(tables: &Tables, bytes: u64) -> u64 {
    tables.pairs.bit(bytes)
}

/// Where to look closer at characters of other lengths: capital letters before
/// characters of three bytes, and characters of four.
#[inline]
pub(super) fn others(tables: &Tables, block: &Block, leads: &Leads) -> u64 {
    let mut found = 0;
    let mut mask = leads.four;
    if tables.letters {
        // The neighbour of the last character is not in the masks.
        mask |= leads.capitals & (leads.three >> 1 | 1 << (leads.end - 1));
    }
    while mask != 0 {
        let at = mask.trailing_zeros() as usize & (BLOCK - 1);
        mask &= mask - 1;
        found |= tables.anchors.bit(read(block, at) & 0xffff_ffff) << at;
    }
    found
}
