//! Pins: what stays as it is inside a stretch of text.
//!
//! Gets ranges that the Markdown parser calls text. Gives the byte ranges of bare
//! URLs, wikilink targets, attribute lists, container names, expressions and JSX
//! tags, and what in them is prose after all.

mod attributes;
mod braces;
mod lines;
mod open;
mod tags;
mod urls;

use std::ops::Range;

use braces::Braces;
pub(super) use open::leaves_brace_open;
pub(super) use urls::url_end;

use super::{KeptReason, markdown::Flavour};

/// A part of a text that stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pin {
    /// Byte range in the source.
    pub(super) range: Range<usize>,
    /// Why it stays.
    pub(super) reason: KeptReason,
    /// Byte ranges in the source of attribute values that are prose, in order, each
    /// a text of its own.
    pub(super) parameters: Vec<Range<usize>>,
}

impl Pin {
    fn new(range: Range<usize>, reason: KeptReason) -> Self {
        Self { range, reason, parameters: Vec::new() }
    }
}

/// Finds pins in one source. Stretches come in order: what was read beyond one is
/// remembered, so that each byte is looked at a bounded number of times.
pub(super) struct Pins<'s> {
    source: &'s str,
    flavour: Flavour,
    braces: Braces<'s>,
    /// Up to where a tag was looked for in vain.
    no_tag: usize,
}

impl<'s> Pins<'s> {
    pub(super) fn new(source: &'s str, flavour: Flavour) -> Self {
        Self { source, flavour, braces: Braces::new(source), no_tag: 0 }
    }

    /// Calls `pin` for each pin that starts in `stretch`, in order and disjoint. The
    /// last one can reach beyond `stretch`.
    pub(super) fn find(&mut self, stretch: Range<usize>, pin: &mut dyn FnMut(Pin)) {
        let mut at = stretch.start;
        if let Some(found) = self.line_start(&stretch) {
            at = found.range.end;
            pin(found);
        }
        let mut done = at;
        // The parser leaves the backslash of an escape out.
        if at == stretch.start && is_escaped(self.source.as_bytes(), at) {
            at += 1;
        }
        while let Some(sign) = next_sign(self.source.as_bytes(), at..stretch.end) {
            at = sign;
            match self.pin_at(at, done, stretch.end) {
                Some(found) => {
                    at = found.range.end;
                    done = at;
                    pin(found);
                }
                None => at += 1,
            }
        }
    }

    /// The pin that is told by the sign at `at`; it can start before, but not before
    /// `floor`.
    fn pin_at(&mut self, at: usize, floor: usize, end: usize) -> Option<Pin> {
        let source = self.source;
        match source.as_bytes()[at] {
            b':' | b'w' | b'W' => {
                let found = urls::url(source, floor, at, end)?;
                Some(Pin::new(found, KeptReason::Url))
            }
            b'[' => Some(Pin::new(at..wikilink(source, at)?, KeptReason::Wikilink)),
            b'{' => self.braces_at(at),
            b'<' => self.tag(at),
            _ => None,
        }
    }

    /// An attribute list `{: .a}`, `{.a}`, `{#a}`, `[b]{a=c}`, or in MDX an expression.
    fn braces_at(&mut self, at: usize) -> Option<Pin> {
        attributes::list(self.source, at).or_else(|| {
            if self.flavour != Flavour::Mdx {
                return None;
            }
            let end = self.braces.close_in_text(at)?;
            Some(Pin::new(at..end, KeptReason::Expression))
        })
    }
}

/// The first place in `range` with a sign that can tell a pin: `://`, `www`, `[[`, `{`
/// or `<`, of which two bytes are looked at.
fn next_sign(source: &[u8], range: Range<usize>) -> Option<usize> {
    // With a fixed length, a block is a few vector instructions.
    const BLOCK: usize = 32;
    let rest = source.get(range.start..)?;
    let mut at = 0;
    while let (Some(here), Some(next)) = (
        rest[at..].first_chunk::<BLOCK>(),
        rest.get(at + 1..).and_then(<[u8]>::first_chunk::<BLOCK>),
    ) {
        if at >= range.len() {
            return None;
        }
        let is_here = |index: usize| is_sign(here[index], next[index]);
        if (0..BLOCK).fold(false, |any, index| any | is_here(index)) {
            let sign = at + (0..BLOCK).position(is_here)?;
            return (sign < range.len()).then_some(range.start + sign);
        }
        at += BLOCK;
    }
    let is_here = |index: &usize| is_sign(rest[*index], rest.get(index + 1).copied().unwrap_or(0));
    (at..range.len()).find(is_here).map(|sign| range.start + sign)
}

/// Whether a byte and the one behind it can begin what tells a pin. Nothing here
/// branches.
#[allow(
    clippy::needless_bitwise_bool,
    reason = "a branch for each byte would keep the compiler from vectors"
)]
fn is_sign(byte: u8, next: u8) -> bool {
    (byte == b'{')
        | (byte == b'<')
        | (byte == b':') & (next == b'/')
        | (byte == b'[') & (next == b'[')
        | (byte | 0x20 == b'w') & (next | 0x20 == b'w')
}

/// Where the target of the wikilink at `at` ends: before the text of
/// `[[page|text]]`, behind `[[page]]`. A link whose text is in brackets is none.
fn wikilink(source: &str, at: usize) -> Option<usize> {
    let inner = source[at..].strip_prefix("[[")?;
    let close = inner.find(['[', ']', '\n'])?;
    let after = inner[close..].strip_prefix("]]")?;
    if after.starts_with(['(', '[', ':']) {
        return None;
    }
    Some(at + 2 + inner[..close].find('|').map_or(close + 2, |bar| bar + 1))
}

fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// How many bytes at the start of `bytes` match.
fn leading(bytes: &[u8], matches: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !matches(*byte)).unwrap_or(bytes.len())
}

fn is_name(byte: u8, signs: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || signs.contains(&byte)
}

#[cfg(test)]
mod tests;
