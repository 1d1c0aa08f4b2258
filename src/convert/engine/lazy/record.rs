//! Records: what becomes of a key, as the build has written it.

use std::ops::Range;

use super::format;

/// What becomes of a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) number: u32,
    pub(super) records: &'static [u8],
    pub(super) texts: &'static str,
}

/// A changed stretch of a key.
pub(super) struct Part {
    /// Byte range in the key.
    pub(super) range: Range<usize>,
    pub(super) text: &'static str,
    /// Four bytes for each rule: the dictionary, and the entry.
    pub(super) rules: &'static [[u8; 4]],
}

impl Record {
    /// It is not what the map makes of its characters.
    #[inline]
    pub(super) fn differs(self) -> bool {
        self.number & format::DIFFERS != 0
    }

    /// It and its characters stay as they are.
    #[inline]
    pub(super) fn is_none(self) -> bool {
        self.number == 0
    }

    #[inline]
    fn at(self) -> usize {
        (self.number & !format::DIFFERS) as usize
    }

    /// The text after the last step, of a record that differs.
    #[inline]
    pub(super) fn bytes(self) -> &'static [u8] {
        let at = self.at();
        &self.records[at + 6..at + 6 + usize::from(self.records[at + 4])]
    }

    /// The text, the number of parts and the bytes of these.
    #[inline]
    fn content(self) -> (&'static str, u8, &'static [u8]) {
        let (head, rest) =
            self.records[self.at()..].split_first_chunk::<6>().expect("tables are whole");
        let start = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let len = usize::from(head[4]);
        let parts = if self.differs() { &rest[len..] } else { rest };
        (&self.texts[start..start + len], head[5], parts)
    }

    /// The changed stretches in their order.
    #[inline]
    pub(super) fn parts(self) -> impl Iterator<Item = Part> {
        let (text, count, mut rest) =
            if self.is_none() { ("", 0, &[][..]) } else { self.content() };
        (0..count).map(move |_| {
            let (head, after) = rest.split_first_chunk::<5>().expect("tables are whole");
            let (rules, after) = after.split_at(usize::from(head[4]) * 4);
            rest = after;
            let (start, text_start) = (usize::from(head[0]), usize::from(head[2]));
            Part {
                range: start..start + usize::from(head[1]),
                text: &text[text_start..text_start + usize::from(head[3])],
                rules: rules.as_chunks().0,
            }
        })
    }
}
