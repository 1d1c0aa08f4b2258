//! Markup in a value of the front matter: what stays as it is there.
//!
//! Sites print a title as it is, as Markdown, or as HTML, and the front matter
//! does not say which. So what would be markup in the body is taken for markup:
//! tags, entities, destinations of links, inline code, templates, URLs.

use std::{collections::HashMap, ops::Range};

use super::super::{
    Flavour, KeptReason, ProseSettings, code,
    html::{Flow, OpenElements},
    mask,
    pins::Pins,
};
use super::tags::{Tag, tag_at};
use crate::switches::InlineCode;

/// The longest tag or destination that is looked for, in bytes: what is left open
/// costs no more than that.
pub(super) const LONGEST: usize = 2000;

/// A stretch of a value that is no prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::document) struct Cut {
    /// Byte range in the decoded text.
    pub(in crate::document) range: Range<usize>,
    /// What it does to the run.
    pub(in crate::document) flow: Flow,
    /// Why it stays.
    pub(in crate::document) reason: KeptReason,
}

/// What stays of the decoded `text`, in order of the starts; cuts can overlap.
pub(in crate::document) fn cuts(text: &str, settings: &ProseSettings) -> Vec<Cut> {
    let mut cuts = Vec::new();
    if !may_be_in(text) {
        return cuts;
    }
    let code = code_spans(text);
    let is_in_code = |at: usize| {
        let next = code.partition_point(|range| range.end <= at);
        code.get(next).is_some_and(|range| range.start <= at)
    };
    tags(text, &is_in_code, &mut cuts);
    entities(text, &mut cuts);
    destinations(text, &is_in_code, &mut cuts);
    for masked in mask::templates(text, &code, &settings.shortcodes) {
        cuts.extend(around(masked.range, masked.parameters, masked.reason));
    }
    let mut pins = Pins::new(text, Flavour::Markdown);
    for line in lines(text) {
        pins.find(line, &mut |pin| {
            if pin.reason != KeptReason::HtmlTag && !is_in_code(pin.range.start) {
                cuts.extend(around(pin.range, pin.parameters, pin.reason));
            }
        });
    }
    for range in code.iter().filter(|range| stays(&text[(*range).clone()], settings.inline_code)) {
        cuts.extend(around(range.clone(), Vec::new(), KeptReason::InlineCode));
    }
    cuts.sort_by_key(|cut| cut.range.start);
    cuts
}

/// Whether there may be something to cut: a look at the signs, which misses none.
pub(super) fn may_be_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_sign = |(at, byte): (usize, &u8)| {
        let next = bytes.get(at + 1);
        match byte {
            b'`' | b'<' | b'&' | b'{' | b'[' | b']' | b'\n' => true,
            // `://` and the marks at the start of a line.
            b':' => matches!(next, Some(b'/' | b':')),
            b'!' | b'?' => next == Some(byte),
            b'w' | b'W' => matches!(next, Some(b'w' | b'W')),
            _ => false,
        }
    };
    text.starts_with("import")
        || text.starts_with("export")
        || bytes.iter().enumerate().any(is_sign)
}

/// Whether inline code, with its backticks, is no prose.
fn stays(code: &str, switch: InlineCode) -> bool {
    match switch {
        InlineCode::Keep => true,
        InlineCode::Prose => !code::is_prose(code.trim_matches('`')),
        InlineCode::All => false,
    }
}

/// The cuts of `range` but for the values in it that are `prose`: each is a run of
/// its own, which ends the one around `range`.
fn around(
    range: Range<usize>,
    prose: Vec<Range<usize>>,
    reason: KeptReason,
) -> impl Iterator<Item = Cut> {
    let mut from = range.start;
    prose.into_iter().chain(std::iter::once(range.end..range.end)).map(move |value| {
        let range = from..value.start;
        from = value.end;
        Cut { range, flow: Flow::Ends, reason }
    })
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end_matches('\n').len();
        start += line.len();
        range
    })
}

/// Inline code: between two rows of equally many backticks, marks included.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'`', text.as_bytes()) {
        match rows.last_mut() {
            Some(row) if row.end == at => row.end = at + 1,
            _ => rows.push(at..at + 1),
        }
    }
    let mut next_of_length: HashMap<usize, usize> = HashMap::new();
    let mut closers = vec![None; rows.len()];
    for (index, row) in rows.iter().enumerate().rev() {
        closers[index] = next_of_length.insert(row.len(), index);
    }
    let mut spans = Vec::new();
    let mut index = 0;
    while let Some(row) = rows.get(index) {
        match closers[index] {
            Some(closer) => {
                spans.push(row.start..rows[closer].end);
                index = closer + 1;
            }
            None => index += 1,
        }
    }
    spans
}

fn tags(text: &str, is_in_code: &impl Fn(usize) -> bool, cuts: &mut Vec<Cut>) {
    let mut elements = OpenElements::default();
    let mut kept_from = None;
    let mut done = 0;
    for start in memchr::memchr_iter(b'<', text.as_bytes()) {
        if start < done || is_in_code(start) {
            continue;
        }
        let Some(Tag { end, prose }) = tag_at(text, start) else { continue };
        done = end;
        let tag = &text[start..end];
        let was_kept = elements.keep_text();
        let flow = elements.step(tag);
        let is_comment = tag.starts_with("<!--");
        let reason = if is_comment { KeptReason::HtmlComment } else { KeptReason::HtmlTag };
        if prose.is_empty() || was_kept || elements.keep_text() {
            cuts.push(Cut { range: start..end, flow, reason });
        } else {
            cuts.extend(around(start..end, prose, reason));
        }
        match (elements.keep_text(), kept_from) {
            (true, None) => kept_from = Some(end),
            (false, Some(from)) => {
                let range = from..start;
                cuts.push(Cut { range, flow: Flow::Ends, reason: KeptReason::HtmlCode });
                kept_from = None;
            }
            _ => {}
        }
    }
    if let Some(from) = kept_from {
        let range = from..text.len();
        cuts.push(Cut { range, flow: Flow::Ends, reason: KeptReason::HtmlCode });
    }
}

pub(super) fn leading(bytes: &[u8], matches: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !matches(*byte)).unwrap_or(bytes.len())
}

fn entities(text: &str, cuts: &mut Vec<Cut>) {
    for start in memchr::memchr_iter(b'&', text.as_bytes()) {
        let name = &text.as_bytes()[start + 1..];
        let length = leading(name, |byte| byte.is_ascii_alphanumeric() || byte == b'#');
        if length > 0 && name.get(length) == Some(&b';') {
            let range = start..start + length + 2;
            cuts.push(Cut { range, flow: Flow::Ends, reason: KeptReason::Markup });
        }
    }
}

/// The `](…)` of links; the title in it is a run of its own.
fn destinations(text: &str, is_in_code: &impl Fn(usize) -> bool, cuts: &mut Vec<Cut>) {
    let mut done = 0;
    for (start, _) in text.match_indices("](") {
        if start < done || is_in_code(start) {
            continue;
        }
        let Some((destination, title, end)) = link(text, start + 2) else { continue };
        done = end;
        let reason = KeptReason::Destination;
        match title {
            None => cuts.push(Cut { range: start..end, flow: Flow::GoesOn, reason }),
            Some(title) => {
                let range = start..title.start.max(destination);
                cuts.push(Cut { range, flow: Flow::Ends, reason });
                let reason = KeptReason::Markup;
                cuts.push(Cut { range: title.end..end, flow: Flow::Ends, reason });
            }
        }
    }
}

/// Behind the `(` of a link: where the destination ends, the range of the title
/// without its quotes, and where the link ends.
fn link(text: &str, at: usize) -> Option<(usize, Option<Range<usize>>, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(at + LONGEST)];
    let blank = |at: usize| at + leading(&bytes[at..], |byte| byte.is_ascii_whitespace());
    let start = blank(at);
    let destination = destination_end(bytes, start)?;
    let behind = blank(destination);
    let quote = match bytes.get(behind)? {
        b')' => return Some((destination, None, behind + 1)),
        quote @ (b'"' | b'\'') if behind > destination => *quote,
        b'(' if behind > destination => b')',
        _ => return None,
    };
    let title = behind + 1..behind + 1 + memchr::memchr(quote, &bytes[behind + 1..])?;
    let end = blank(title.end + 1);
    (bytes.get(end) == Some(&b')')).then_some((destination, Some(title), end + 1))
}

fn destination_end(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes.get(start) == Some(&b'<') {
        return Some(start + 2 + memchr::memchr(b'>', &bytes[start + 1..])?);
    }
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(start) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ if byte.is_ascii_whitespace() => return (depth == 0).then_some(at),
            _ => {}
        }
    }
    None
}
