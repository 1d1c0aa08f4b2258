//! Goes through a text and stops where a key of a rule may start.

use super::tables::RuleSet;

/// A walk through the characters of a text.
pub(super) struct Scan<'t> {
    text: &'t str,
    /// Where the next character starts, in bytes.
    at: usize,
    /// The Han characters before `at`, of the block that nearly all text has.
    pub(super) han: usize,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, han: 0 }
    }

    /// The next place where a key of one of `sets` may start.
    #[inline]
    pub(super) fn next(&mut self, sets: &[&RuleSet]) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at;
            let (first, len) = character(self.text, start)?;
            self.at += len;
            self.han += usize::from(is_common_han(first));
            if sets.iter().any(|set| set.may_start(first)) {
                let second = match bytes.get(self.at) {
                    Some(_) => character(self.text, self.at).map(|(second, _)| second),
                    None => None,
                };
                if sets.iter().any(|set| set.may_start(first) && set.may_go_on(first, second)) {
                    return Some(start);
                }
            }
        }
    }

    /// Goes on behind a key that ends at `end`.
    pub(super) fn skip_to(&mut self, end: usize) {
        let rest = self.text[self.at..end].chars();
        self.han += rest.filter(|one| is_common_han(*one)).count();
        self.at = end;
    }
}

/// The character at `at`, and its length in bytes.
#[inline]
fn character(text: &str, at: usize) -> Option<(char, usize)> {
    match text.as_bytes()[at..] {
        [first @ 0xe3..=0xe9, second, third, ..] => {
            let code = u32::from(first & 0xf) << 12
                | u32::from(second & 0x3f) << 6
                | u32::from(third & 0x3f);
            Some((char::from_u32(code)?, 3))
        }
        [first @ 0..=0x7f, ..] => Some((char::from(first), 1)),
        _ => text[at..].chars().next().map(|one| (one, one.len_utf8())),
    }
}

#[inline]
fn is_common_han(one: char) -> bool {
    matches!(one, '\u{4e00}'..='\u{9fff}')
}
