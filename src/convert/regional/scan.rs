//! Goes through a text and stops where a key of a rule may start.

use super::format;

/// Where keys may start: the filter that `format` describes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Starts(&'static [u8; format::STARTS_BYTES]);

impl Starts {
    /// Takes a filter that the build wrote.
    ///
    /// # Panics
    /// When it is none, which is a bug of the build.
    pub(super) fn new(bits: &'static [u8]) -> Self {
        Self(bits.try_into().expect("a filter has one length"))
    }

    #[inline]
    fn has_first(self, code: u16) -> bool {
        self.0[usize::from(code / 8)] >> (code % 8) & 1 == 1
    }

    /// Whether a key may start with `first`, which one does, and `second`.
    #[inline]
    fn may_go_on(self, first: char, second: Option<char>) -> bool {
        self.has_bit(format::alone_bit(first))
            || second.is_some_and(|second| self.has_bit(format::pair_bit(first, second)))
    }

    #[inline]
    fn has_bit(self, bit: usize) -> bool {
        self.0[bit / 8] >> (bit % 8) & 1 == 1
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
    pub(super) fn next(&mut self, starts: Starts) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            match bytes.get(at..)? {
                [] => return None,
                [first @ 0xe0..=0xef, second, third, ..] => {
                    let code = u16::from(first & 0xf) << 12
                        | u16::from(second & 0x3f) << 6
                        | u16::from(third & 0x3f);
                    if starts.has_first(code) && self.goes_on(starts, at) {
                        self.at = at + 3;
                        return Some(at);
                    }
                    at += 3;
                }
                [0..=0x7f, rest @ ..] => {
                    let wide = at + 1 + rest.iter().position(|byte| !byte.is_ascii())?;
                    // Keys that begin with ASCII go on with Han.
                    let from = wide.saturating_sub(format::LONGEST_ASCII).max(at);
                    let is_start = |start: &usize| {
                        starts.has_first(u16::from(bytes[*start])) && self.goes_on(starts, *start)
                    };
                    if let Some(start) = (from..wide).find(is_start) {
                        self.at = start + 1;
                        return Some(start);
                    }
                    at = wide;
                }
                _ => {
                    let len = self.text[at..].chars().next().map_or(1, char::len_utf8);
                    if self.goes_on(starts, at) {
                        self.at = at + len;
                        return Some(at);
                    }
                    at += len;
                }
            }
        }
    }

    /// Whether the first two characters at `at` may be those of a key.
    #[inline]
    fn goes_on(&self, starts: Starts, at: usize) -> bool {
        let mut characters = self.text[at..].chars();
        characters.next().is_some_and(|first| {
            starts.has_bit(format::first_bit(first)) && starts.may_go_on(first, characters.next())
        })
    }

    /// Goes on behind a key that ends at `end`.
    pub(super) fn skip_to(&mut self, end: usize) {
        self.at = end;
    }
}
