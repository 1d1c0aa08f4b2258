//! Tags of JSX and Vue that HTML does not allow, so that the Markdown parser calls
//! them text.

use std::ops::Range;

use super::{Pin, Pins, is_name, leading};
use crate::document::{KeptReason, html::is_prose_attribute};

/// How far a tag is looked for where another one was looked for in vain, in bytes.
const RETRY: usize = 2000;

impl Pins<'_> {
    /// The tag at `at`, if it reads as one: with an attribute in braces (JSX) or with
    /// a sign in its name (Vue). Plain strings of `title` and its kin are prose.
    pub(super) fn tag(&mut self, at: usize) -> Option<Pin> {
        let end = self.source.len();
        let limit = if at < self.no_tag { end.min(at + RETRY) } else { end };
        let mut parameters = Vec::new();
        match self.tag_end(at, limit, &mut parameters) {
            Ok(end) => Some(Pin { range: at..end, reason: KeptReason::HtmlTag, parameters }),
            Err(seen) => {
                self.no_tag = self.no_tag.max(seen);
                None
            }
        }
    }

    /// Behind the tag; else how far was looked.
    fn tag_end(
        &mut self,
        at: usize,
        limit: usize,
        parameters: &mut Vec<Range<usize>>,
    ) -> Result<usize, usize> {
        let bytes = &self.source.as_bytes()[..limit];
        let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        if !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            return Err(at);
        }
        let mut end = name + leading(&bytes[name..], |byte| is_name(byte, b"-.:_"));
        loop {
            let blank = leading(&bytes[end..], |byte| byte.is_ascii_whitespace());
            let start = end + blank;
            if has_blank_line(&bytes[end..start]) {
                return Err(start);
            }
            match &bytes[start..] {
                [b'>', ..] => return Ok(start + 1),
                [b'/', b'>', ..] => return Ok(start + 2),
                // `{...props}`
                [b'{', ..] => end = self.close(start, limit).ok_or(start)?,
                _ if blank == 0 => return Err(start),
                _ => end = self.attribute(start, limit, parameters)?,
            }
        }
    }

    /// Behind what closes the brace at `at`, if that is not behind `limit`.
    fn close(&mut self, at: usize, limit: usize) -> Option<usize> {
        self.braces.close(at).filter(|end| *end <= limit)
    }

    fn attribute(
        &mut self,
        start: usize,
        limit: usize,
        parameters: &mut Vec<Range<usize>>,
    ) -> Result<usize, usize> {
        let bytes = &self.source.as_bytes()[..limit];
        let end = start + leading(&bytes[start..], |byte| is_name(byte, b"-.:@#[]()_$"));
        if end == start {
            return Err(start);
        }
        match &bytes[end..] {
            [b'=', b'{', ..] => self.close(end + 1, limit).ok_or(end),
            [b'=', quote @ (b'"' | b'\''), value @ ..] => {
                let length = memchr::memchr(*quote, value).ok_or(limit)?;
                if has_blank_line(&value[..length]) {
                    return Err(end + 2 + length);
                }
                let value = end + 2..end + 2 + length;
                if is_prose_attribute(&self.source[start..end]) && length > 0 {
                    parameters.push(value.clone());
                }
                Ok(value.end + 1)
            }
            [b'=', value @ ..] => {
                let plain = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'<>={}`".contains(&byte);
                let length = leading(value, plain);
                if length == 0 { Err(end) } else { Ok(end + 1 + length) }
            }
            _ => Ok(end),
        }
    }
}

fn has_blank_line(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    // The first and the last one are parts of lines.
    lines.next();
    lines.next_back();
    lines.any(|line| line.trim_ascii().is_empty())
}
