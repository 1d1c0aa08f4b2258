//! Bare URLs. Bare e-mail addresses, as GFM links them, have nothing to keep: they are
//! in ASCII.

use std::ops::Range;

/// The URL that has its `://` or `www.` at `at`, starts at `floor` or behind, and ends
/// at `end` or before.
pub(super) fn url(source: &str, floor: usize, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = &source[at..end];
    let start = match rest.as_bytes() {
        [b':', b'/', b'/', ..] => url_start(source, floor, at)?,
        [b'w' | b'W', ..] if is_www(source, floor, at) => at,
        _ => return None,
    };
    Some(start..at + url_end(rest))
}

/// Where the URL that `text` begins with ends: at white space, at CJK
/// punctuation, or at `<`, as bare links of GFM do.
pub(in crate::document) fn url_end(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '<' || is_cjk_punctuation(c))
        .unwrap_or(text.len())
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{303f}'
            | '\u{30fb}' | '\u{2014}' | '\u{2026}' | '\u{2018}'..='\u{201f}' | '\u{00b7}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}')
}

/// Where the scheme before the `://` at `colon` starts.
fn url_start(source: &str, floor: usize, colon: usize) -> Option<usize> {
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-".contains(byte);
    let length = trailing(&source.as_bytes()[floor..colon], is_scheme);
    (length > 0).then_some(colon - length)
}

fn is_www(source: &str, floor: usize, at: usize) -> bool {
    let bytes = source.as_bytes();
    bytes[at..].len() > 4
        && bytes[at..at + 4].eq_ignore_ascii_case(b"www.")
        && (at == floor || !bytes[at - 1].is_ascii_alphanumeric())
}

fn trailing(bytes: &[u8], matches: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().rev().take_while(|byte| matches(byte)).count()
}
