//! The segments of a text.

use std::ops::Range;

use super::{
    blocks::{BLOCK, Block, Leads},
    fallback::Fallback,
    format,
    output::{anchor, entry, looks, others, read},
    record::Record,
    scan::Sink,
    tables::Tables,
};
use crate::convert::segment::{RuleId, Segment};

/// In the map: the character has segments.
const CHANGES: u32 = format::CHANGED | format::RESIZED;

/// Calls `each` for what changes.
pub(super) struct Changed<'p, 'e> {
    /// Where the text that is scanned starts in the whole.
    pub(super) offset: usize,
    pub(super) each: &'e mut dyn FnMut(Segment<'_>),
    pub(super) plain: &'p Fallback,
    pub(super) rules: Vec<RuleId>,
}

impl Sink for Changed<'_, '_> {
    /// A look is taken at every changed character: it may be in a phrase, which is a
    /// segment then.
    #[inline]
    fn block(&mut self, tables: &Tables, block: &Block, leads: &Leads) -> u64 {
        #[cfg(target_arch = "x86_64")]
        if let Some(vectors) = tables.vectors.avx512() {
            let found = vectors.find(tables, block, leads);
            let looks = found.changed | found.resized | found.anchors;
            return looks | others(tables, block, leads);
        }
        let (mut mask, mut changed, mut maybe) = (leads.three, 0, 0);
        while mask != 0 {
            let at = mask.trailing_zeros() as usize & (BLOCK - 1);
            mask &= mask - 1;
            let bytes = read(block, at);
            changed |= u64::from(entry(tables, bytes) & CHANGES != 0) << at;
            maybe |= anchor(tables, bytes) << at;
        }
        changed | looks(tables, block, maybe & !changed) | others(tables, block, leads)
    }

    #[inline]
    fn phrase(&mut self, _: &Tables, _: &[u8], range: Range<usize>, record: Record) {
        for part in record.parts() {
            self.rules.clear();
            for [dictionary, entry @ ..] in part.rules {
                let entry = u32::from_le_bytes([entry[0], entry[1], entry[2], 0]);
                self.rules.push(RuleId { dictionary: u16::from(*dictionary), entry });
            }
            let start = self.offset + range.start;
            (self.each)(Segment {
                range: start + part.range.start..start + part.range.end,
                replacement: part.text,
                rules: &self.rules,
            });
        }
    }

    #[inline]
    fn character(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, bytes: u64) {
        let changes = match range.len() {
            3 => entry(tables, bytes) & CHANGES != 0,
            len => len == 4,
        };
        if changes {
            let record = tables.character(bytes, range.len());
            self.phrase(tables, text, range, record);
        }
    }

    #[cold]
    fn plain(&mut self, text: &[u8], range: Range<usize>) {
        let window = std::str::from_utf8(&text[range.clone()]).expect("windows are of characters");
        let start = self.offset + range.start;
        self.plain.segments(window, &mut |segment| {
            let range = start + segment.range.start..start + segment.range.end;
            (self.each)(Segment { range, ..segment });
        });
    }

    #[inline]
    fn done(&self, read: usize) -> usize {
        read
    }
}
