//! Rewriting: parts of a text are replaced from left to right, in its own memory.

use std::ops::Range;

/// A text some parts of which become others.
pub(super) struct Rewrite {
    /// What is written, a gap, and what is not read yet.
    bytes: Vec<u8>,
    written: usize,
    read: usize,
    /// How far what is not read yet has moved.
    shift: usize,
}

impl Rewrite {
    pub(super) fn of(text: String) -> Self {
        Self { bytes: text.into_bytes(), written: 0, read: 0, shift: 0 }
    }

    /// Puts `text` in place of `range` (bytes of the text as it was). Ranges come in
    /// order and are of whole characters.
    pub(super) fn replace(&mut self, range: &Range<usize>, text: &str) {
        self.keep(range.start + self.shift);
        if self.written + text.len() > range.end + self.shift {
            self.make_room(text.len());
        }
        self.bytes[self.written..self.written + text.len()].copy_from_slice(text.as_bytes());
        self.written += text.len();
        self.read = range.end + self.shift;
    }

    /// The text as it is now.
    pub(super) fn finish(mut self) -> String {
        self.keep(self.bytes.len());
        self.bytes.truncate(self.written);
        String::from_utf8(self.bytes).expect("whole characters were replaced by text")
    }

    fn keep(&mut self, end: usize) {
        if self.written != self.read {
            self.bytes.copy_within(self.read..end, self.written);
        }
        self.written += end - self.read;
        self.read = end;
    }

    /// Makes room for `least` bytes, and some more, so that the rest moves seldom.
    fn make_room(&mut self, least: usize) {
        let end = self.bytes.len();
        let room = least + end / 64;
        self.bytes.reserve_exact(room);
        self.bytes.resize(end + room, 0);
        self.bytes.copy_within(self.read..end, self.read + room);
        self.read += room;
        self.shift += room;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_become_shorter_and_longer() {
        let text = "門書頁圖電";
        let long = "車".repeat(300);
        for (edits, expected) in [
            (vec![], text.to_owned()),
            (vec![(0..3, "馬")], "馬書頁圖電".to_owned()),
            (vec![(3..6, ""), (9..12, "車馬")], "門頁車馬電".to_owned()),
            (vec![(0..3, &long), (3..6, "馬"), (12..15, &long)], format!("{long}馬頁圖{long}")),
            (vec![(0..15, ""), (15..15, "龍")], "龍".to_owned()),
        ] {
            let mut rewrite = Rewrite::of(text.to_owned());
            for (range, replacement) in &edits {
                rewrite.replace(range, replacement);
            }
            assert_eq!(rewrite.finish(), expected, "{edits:?}");
        }
    }
}
