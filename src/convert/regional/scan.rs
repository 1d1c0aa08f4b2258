//! Goes through a text and stops where a key of a rule may start.

use std::borrow::Cow;

use super::format;

/// Where keys may start: the filter that `format` describes, of one set of rules or more.
#[derive(Debug, Clone)]
pub(super) struct Starts {
    bits: Cow<'static, [u8]>,
    /// The first 128 of them, those of ASCII.
    ascii: u128,
}

impl Starts {
    /// Takes a filter that the build wrote.
    pub(super) fn new(bits: Cow<'static, [u8]>) -> Self {
        let ascii = bits.first_chunk().copied().map_or(0, u128::from_le_bytes);
        Self { bits, ascii }
    }

    /// Where keys of either may start.
    pub(super) fn or(&self, other: &Self) -> Self {
        let both = self.bits.iter().zip(&*other.bits).map(|(one, other)| one | other);
        Self::new(Cow::Owned(both.collect()))
    }

    #[inline]
    fn has_ascii(&self, byte: u8) -> bool {
        self.ascii >> (byte & 0x7f) & 1 == 1
    }

    #[inline]
    fn has_first(&self, code: usize) -> bool {
        self.has_bit(code)
    }

    /// Whether a key may start with `first`, which one does, and `second`.
    fn may_go_on(&self, first: char, second: Option<char>) -> bool {
        self.has_bit(format::alone_bit(first))
            || second.is_some_and(|second| self.has_bit(format::pair_bit(first, second)))
    }

    #[inline]
    fn has_bit(&self, bit: usize) -> bool {
        self.bits[bit / 8] >> (bit % 8) & 1 == 1
    }
}

/// A walk through the characters of a text.
pub(super) struct Scan<'t> {
    text: &'t str,
    /// Where the next character starts, in bytes.
    at: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next place where a key may start.
    pub(super) fn next(&mut self, starts: &Starts) -> Option<usize> {
        let mut at = self.at;
        let found = loop {
            match self.text.as_bytes().get(at..) {
                None | Some([]) => break None,
                Some([byte @ 0..=0x7f, ..]) => {
                    if starts.has_ascii(*byte) && self.goes_on(starts, at) {
                        break Some(at);
                    }
                    at += 1;
                }
                Some([first @ 0xe0..=0xef, second, third, ..]) => {
                    let code = usize::from(first & 0xf) << 12
                        | usize::from(second & 0x3f) << 6
                        | usize::from(third & 0x3f);
                    if starts.has_first(code) && self.goes_on(starts, at) {
                        break Some(at);
                    }
                    at += 3;
                }
                Some(_) => {
                    if self.goes_on(starts, at) {
                        break Some(at);
                    }
                    at += self.text[at..].chars().next().map_or(1, char::len_utf8);
                }
            }
        };
        let start = found.unwrap_or(self.text.len());
        self.at = start + self.text[start..].chars().next().map_or(0, char::len_utf8);
        found
    }

    /// Whether the first two characters at `at` may be those of a key.
    #[inline]
    fn goes_on(&self, starts: &Starts, at: usize) -> bool {
        let mut characters = self.text[at..].chars();
        let first = characters.next();
        first.is_some_and(|first| {
            starts.has_first(format::first_bit(first)) && starts.may_go_on(first, characters.next())
        })
    }

    /// Goes on behind a key that ends at `end`.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.at = end;
    }
}
