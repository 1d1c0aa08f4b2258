//! Attribute lists: `{: .a}` of kramdown, `{.a #b c=d}` of Pandoc, directives and
//! others.

use std::ops::Range;

use super::{Pin, leading};
use crate::document::{KeptReason, html::is_prose_attribute};

/// The attribute list that opens at `at`, with the braces around it.
///
/// It begins with `:`, `.` or `#`; or it stands behind a link, a span in brackets or
/// the name of a directive, as in `:::note{title="門"}`, and has nothing but
/// attributes. The titles of a directive are prose; those of kramdown are not.
pub(super) fn list(source: &str, at: usize) -> Option<Pin> {
    let blank = leading(&source.as_bytes()[at + 1..], |byte| byte == b' ');
    let first = source.as_bytes().get(at + 1 + blank)?;
    let is_directive = *first != b':' && is_directive(&source[..at]);
    let mut parameters = Vec::new();
    let end = match first {
        _ if is_directive => attributes(source, at, &mut parameters)?,
        b':' | b'.' | b'#' => list_end(source, at)?,
        _ if source[..at].ends_with([']', ')']) => {
            attributes(source, at, &mut Vec::new()).filter(|end| source[at..*end].contains('='))?
        }
        _ => return None,
    };
    Some(Pin { range: at..end, reason: KeptReason::AttributeList, parameters })
}

fn list_end(source: &str, at: usize) -> Option<usize> {
    let end = at + 1 + source[at + 1..].find(['{', '}', '\n'])?;
    source[end..].starts_with('}').then_some(end + 1)
}

/// Whether attributes that follow belong to a directive: behind `:::name`, `::: `,
/// `::name`, `:name[text]` or `:name`.
fn is_directive(before: &str) -> bool {
    let mut before = before.as_bytes();
    if let Some(label) = before.strip_suffix(b"]") {
        // A label in brackets within brackets is rare, and given up on.
        let length = label.iter().rev().take(MAX_LABEL).position(|byte| *byte == b'[');
        let Some(length) = length else { return false };
        before = &label[..label.len() - length - 1];
    } else if let Some(marker) = before.strip_suffix(b" ") {
        return marker.ends_with(b":::");
    }
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_".contains(byte);
    let name = before.iter().rev().take(MAX_LABEL).take_while(is_name).count();
    match &before[..before.len() - name] {
        [.., b':', b':', b':'] => true,
        [.., b':'] => name > 0,
        _ => false,
    }
}

/// How far back the start of a label or name is looked for, in bytes.
const MAX_LABEL: usize = 500;

/// Where the list of attributes that opens at `at` ends, if there is nothing else in
/// it; the values of those that are prose go to `parameters`.
fn attributes(source: &str, at: usize, parameters: &mut Vec<Range<usize>>) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut end = at + 1;
    loop {
        end += leading(&bytes[end..], |byte| matches!(byte, b' ' | b'\t' | b','));
        let is_word = |byte: u8| !byte.is_ascii_whitespace() && !b"=\"'{}[]<>`".contains(&byte);
        let name = end..end + leading(&bytes[end..], is_word);
        match bytes.get(end)? {
            b'}' => return Some(end + 1),
            _ if name.is_empty() => return None,
            _ => end = name.end,
        }
        if bytes.get(end) != Some(&b'=') {
            continue;
        }
        end += 1;
        let quote = *bytes.get(end)?;
        if !matches!(quote, b'"' | b'\'') {
            end += leading(&bytes[end..], is_word);
            continue;
        }
        let text = &bytes[end + 1..];
        let length = leading(text, |byte| byte != quote && byte != b'\n');
        if text.get(length) != Some(&quote) {
            return None;
        }
        let value = end + 1..end + 1 + length;
        end = value.end + 1;
        if !matches!(bytes.get(end)?, b' ' | b'\t' | b',' | b'}') {
            return None;
        }
        if is_prose_attribute(&source[name]) && !value.is_empty() {
            parameters.push(value);
        }
    }
}
