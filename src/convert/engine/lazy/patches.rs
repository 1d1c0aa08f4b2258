//! What changes in a text, without the rules behind it: characters one by one, and
//! phrases where they are not what their characters become.

use std::ops::Range;

use super::{
    blocks::{BLOCK, Block, Leads, WHOLE},
    fallback::Fallback,
    format,
    output::{anchor, entry, looks, others, read, replace},
    record::Record,
    scan::Sink,
    tables::{Tables, code_of_three, eight},
};
use crate::edit::Edits;

/// Puts what changes among edits.
pub(super) struct Patches<'p, 'e> {
    tables: &'p Tables,
    plain: &'p Fallback,
    edits: &'e mut Edits,
    /// How many edits there were before.
    before: usize,
    /// What becomes of the last block where its characters stand alone, where it starts
    /// in the text, and which of them change but are not among the edits yet: a phrase
    /// may have them.
    block: Block,
    start: usize,
    waiting: u64,
    /// The end of what was read.
    read: usize,
}

impl<'p, 'e> Patches<'p, 'e> {
    pub(super) fn new(tables: &'p Tables, plain: &'p Fallback, edits: &'e mut Edits) -> Self {
        let before = edits.len();
        Self { tables, plain, edits, before, block: [0; WHOLE], start: 0, waiting: 0, read: 0 }
    }

    /// Takes the rest.
    pub(super) fn finish(mut self) {
        self.take(usize::MAX);
    }

    /// Makes edits of the characters that wait before `end`, an offset in the text.
    #[inline]
    fn take(&mut self, end: usize) {
        let before = mask_before(end.saturating_sub(self.start));
        let mut mask = self.waiting & before;
        self.waiting &= !before;
        while mask != 0 {
            let at = mask.trailing_zeros() as usize & (BLOCK - 1);
            mask &= mask - 1;
            let code = code_of_three(read(&self.block, at)) as u32;
            let character = char::from_u32(code).expect("the map gives characters");
            let at = self.start + at;
            self.edits.push_char(at..at + 3, character);
        }
    }

    /// What lies in `range` comes in another way: no edit of a character stays there.
    fn clear(&mut self, range: &Range<usize>) {
        self.take(range.start);
        self.waiting &= !mask_before(range.end.saturating_sub(self.start));
        self.edits.truncate_at(range.start, self.before);
        self.read = self.read.max(range.end);
    }

    fn record(&mut self, start: usize, record: Record) {
        for part in record.parts() {
            let range = start + part.range.start..start + part.range.end;
            self.edits.push(range, part.text, &[]);
        }
    }

    /// Makes edits of the characters up to `end` as they change alone.
    fn characters(&mut self, text: &[u8], end: usize) {
        if self.read < end {
            self.take(usize::MAX);
        }
        while self.read < end {
            let bytes = eight(text, self.read);
            let len = format::char_len(bytes as u8);
            let record = self.tables.character(bytes, len);
            self.record(self.read, record);
            self.read += len;
        }
    }
}

/// The bits below `len`.
fn mask_before(len: usize) -> u64 {
    if len < BLOCK { (1 << len) - 1 } else { u64::MAX }
}

impl Sink for Patches<'_, '_> {
    #[inline]
    fn block(&mut self, tables: &Tables, block: &Block, leads: &Leads) -> u64 {
        self.take(usize::MAX);
        self.start = self.read;
        self.read += leads.end;
        #[cfg(target_arch = "x86_64")]
        if let Some(vectors) = tables.vectors.avx512() {
            let found = vectors.convert(tables, block, leads, &mut self.block);
            self.waiting = found.changed & !found.resized;
            return found.resized | found.anchors | others(tables, block, leads);
        }
        self.block = *block;
        let (mut mask, mut maybe) = (leads.three, 0);
        while mask != 0 {
            let at = mask.trailing_zeros() as usize & (BLOCK - 1);
            mask &= mask - 1;
            let entry = replace(tables, block, &mut self.block, at);
            let is_changed = entry & (format::CHANGED | format::RESIZED) == format::CHANGED;
            self.waiting |= u64::from(is_changed) << at;
            let is_anchor = if tables.few_anchors { 0 } else { anchor(tables, read(block, at)) };
            maybe |= (is_anchor | u64::from(entry / format::LOOK)) << at;
        }
        looks(tables, block, maybe) | others(tables, block, leads)
    }

    #[inline]
    fn phrase(&mut self, _: &Tables, text: &[u8], range: Range<usize>, record: Record) {
        if record.differs() {
            self.clear(&range);
            self.record(range.start, record);
        } else {
            self.characters(text, range.end);
        }
    }

    #[inline]
    fn character(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, bytes: u64) {
        if range.end > self.read {
            self.characters(text, range.end);
        } else if range.len() == 4
            || range.len() == 3 && entry(tables, bytes) & format::RESIZED != 0
        {
            self.take(range.start);
            self.record(range.start, tables.character(bytes, range.len()));
        }
    }

    #[cold]
    fn plain(&mut self, text: &[u8], range: Range<usize>) {
        let window = std::str::from_utf8(&text[range.clone()]).expect("windows are of characters");
        self.clear(&range);
        let edits = &mut *self.edits;
        self.plain.segments(window, &mut |segment| {
            let at = range.start + segment.range.start..range.start + segment.range.end;
            edits.push(at, segment.replacement, &[]);
        });
    }

    #[inline]
    fn done(&self, _: usize) -> usize {
        self.read
    }
}
