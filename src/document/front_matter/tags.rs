//! Tags of HTML in a value of the front matter, by `CommonMark`'s rule for raw HTML.

use std::ops::Range;

use super::markup::{LONGEST, leading};
use crate::document::html::is_prose_attribute;

/// A tag, comment or declaration.
pub(super) struct Tag {
    /// Where it ends.
    pub(super) end: usize,
    /// The values of attributes that are prose.
    pub(super) prose: Vec<Range<usize>>,
}

/// The tag, comment or declaration at `start`.
pub(super) fn tag_at(text: &str, start: usize) -> Option<Tag> {
    let bytes = &text.as_bytes()[..text.len().min(start + LONGEST)];
    let rest = &bytes[start + 1..];
    let until = |closer: &[u8]| {
        let at = rest.windows(closer.len()).position(|window| window == closer)?;
        Some(Tag { end: start + 1 + at + closer.len(), prose: Vec::new() })
    };
    match rest {
        [b'!', b'-', b'-', ..] => until(b"-->"),
        [b'?', ..] => until(b"?>"),
        [b'!', first, ..] if first.is_ascii_alphabetic() => until(b">"),
        [b'/', first, ..] if first.is_ascii_alphabetic() => {
            let name = start + 2 + leading(&rest[1..], is_tag_name);
            let end = name + leading(&bytes[name..], |byte| byte.is_ascii_whitespace());
            let is_closed = bytes.get(end) == Some(&b'>');
            is_closed.then(|| Tag { end: end + 1, prose: Vec::new() })
        }
        [first, ..] if first.is_ascii_alphabetic() => {
            open_tag(bytes, start + 1 + leading(rest, is_tag_name))
        }
        _ => None,
    }
}

/// The opening tag whose name ends at `at`.
fn open_tag(bytes: &[u8], mut at: usize) -> Option<Tag> {
    let mut prose = Vec::new();
    loop {
        let blank = leading(&bytes[at..], |byte| byte.is_ascii_whitespace());
        at += blank;
        match bytes.get(at..)? {
            [b'>', ..] => return Some(Tag { end: at + 1, prose }),
            [b'/', b'>', ..] => return Some(Tag { end: at + 2, prose }),
            [first, ..] if blank > 0 && is_attribute_start(*first) => {
                let name = at..at + leading(&bytes[at..], is_attribute_name);
                let value = attribute_value(bytes, name.end)?;
                at = value.end;
                let is_quoted = value.len() > 1 && b"\"'".contains(&bytes[value.start]);
                if is_quoted && is_prose_name(&bytes[name]) {
                    prose.push(value.start + 1..value.end - 1);
                }
            }
            _ => return None,
        }
    }
}

fn is_prose_name(name: &[u8]) -> bool {
    str::from_utf8(name).is_ok_and(|name| is_prose_attribute(&name.to_ascii_lowercase()))
}

/// The value, with its quotes, of an attribute whose name ends at `name`; empty if
/// it has none.
fn attribute_value(bytes: &[u8], name: usize) -> Option<Range<usize>> {
    let blank = |at: usize| at + leading(&bytes[at..], |byte| byte.is_ascii_whitespace());
    let sign = blank(name);
    if bytes.get(sign) != Some(&b'=') {
        return Some(name..name);
    }
    let start = blank(sign + 1);
    if let quote @ (b'"' | b'\'') = bytes.get(start)? {
        let length = memchr::memchr(*quote, &bytes[start + 1..])?;
        return Some(start..start + 2 + length);
    }
    let plain = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'=<>`".contains(&byte);
    let length = leading(&bytes[start..], plain);
    (length > 0).then_some(start..start + length)
}

fn is_tag_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn is_attribute_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':')
}

fn is_attribute_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte)
}
