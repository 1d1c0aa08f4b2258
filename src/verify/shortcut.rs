//! The shortcut: edits after which the Markdown need not be parsed again.
//!
//! Gets a post and its edits, of prose and of destinations. Says whether they are of letters alone,
//! or make one mark another, in a post where these can change nothing. Each claim follows the source of
//! pulldown-cmark 0.13.6; a larger class of letters or edits needs it read again:
//! - Everything that opens or closes something is ASCII (`special_bytes` in
//!   `firstpass.rs`, all of `scanners.rs`), and the bytes of other characters are
//!   compared with nothing.
//! - Beside `*`, `_`, `~` and `^` it matters whether a character is white space
//!   or punctuation (`delim_run_can_open`, `delim_run_can_close`): no letter is.
//! - Labels are compared folded (`linklabel.rs`, `UniCase`). A text with a letter
//!   of [`is_letter`], none of which folds, equals no label in ASCII: hence
//!   [`has_foreign_label`]. A text that is a label before or after an edit holds
//!   a letter on both sides, since no edit is empty.
//! - A mark for a mark (`「` to `“`) is to the parser what a letter for a letter is: one
//!   character beyond ASCII for another, neither white space, both punctuation (`puncttable.rs`),
//!   without case. So the emphasis beside them stays, and a text with one equals no label in
//!   ASCII.
//! - Lengths matter twice, and only where there are definitions: see
//!   [`has_long_label`] and [`copies_much`].
//!
//! HTML, templates and everything else that we read ourselves is delimited by
//! ASCII signs too, but for bare URLs, which end at white space and CJK
//! punctuation. What a mark becomes ends them as well: see [`is_ending_mark`]. A mark in prose that
//! does not end them stands behind none.

use std::ops::Range;

use memchr::memmem;

use super::fields;
use crate::{
    document::{Document, ProseSettings},
    edit::{Edit, Edits},
};

/// The length of a label (non-ASCII bytes, ASCII white space and escapes) that
/// the parser gives up at: `scan_link_label_rest`.
const LONGEST_LABEL: usize = 1000;

/// How many bytes of destinations and titles the parser copies to references
/// before it takes the rest for text, at least: `link_ref_expansion_limit`.
const MOST_COPIED: usize = 100_000;

/// By how much an entity can grow when it is read (`&nGt;`), rounded up.
const ENTITY_GROWTH: usize = 2;

/// The copy that `edits` make of `document`, if its structure is certain to be
/// the same. Front matter is compared.
pub(super) fn copy(
    document: &Document<'_>,
    edits: &Edits,
    settings: &ProseSettings,
) -> Option<String> {
    let (source, body) = (document.source(), document.body());
    if has_parameters(body, settings) {
        return None;
    }
    let has_definitions = memmem::find(body.as_bytes(), b"]:").is_some();
    if has_definitions && has_foreign_label(body) {
        return None;
    }
    let (mut is_letters_only, mut keeps_lengths) = (true, true);
    let text = edits.splice_each(source, |edit| {
        is_letters_only = is_letters_only && is_of_letters(source, edit);
        keeps_lengths &= edit.range.len() == edit.replacement.len();
    });
    if !is_letters_only {
        return None;
    }
    let copy_body = fields::same_front_matter(document, &text, edits, settings)?;
    let is_certain = keeps_lengths
        || !has_definitions
        || [body, &text[copy_body..]].iter().all(|body| stays_below_limits(body));
    is_certain.then_some(text)
}

/// Whether parameters of a template may be prose, which the parser can call a
/// destination, math or the like.
fn has_parameters(body: &str, settings: &ProseSettings) -> bool {
    let has = |opener| memmem::find(body.as_bytes(), opener).is_some();
    !settings.shortcodes.is_empty() && (has(b"{{") || has(b"{%"))
}

/// Whether an edit makes letters of letters and leaves all else as it stands: a
/// destination is declared whole.
fn is_of_letters(source: &str, edit: &Edit<'_>) -> bool {
    let before = &source[edit.range.clone()];
    is_letters(before) && is_letters(edit.replacement)
        || is_mark(before) && is_ending_mark(edit.replacement)
        || differ_in_letters(before, edit.replacement)
}

/// Whether a text is one mark that punctuation can replace.
fn is_mark(text: &str) -> bool {
    is_ending_mark(text) || matches!(text, "‧" | "•" | "・" | "．")
}

/// Whether a text is one mark that punctuation can write: each ends a bare URL.
fn is_ending_mark(text: &str) -> bool {
    matches!(text, "“" | "”" | "‘" | "’" | "「" | "」" | "『" | "』" | "·")
}

/// Whether two texts have the same signs, and letters in the same places between
/// them.
fn differ_in_letters(before: &str, after: &str) -> bool {
    let (mut ours, mut theirs) = (before.chars().peekable(), after.chars().peekable());
    loop {
        let has_letters = [&mut ours, &mut theirs].map(|text| {
            let first = text.next_if(|c| is_letter(*c)).is_some();
            while text.next_if(|c| is_letter(*c)).is_some() {}
            first
        });
        match (ours.next(), theirs.next()) {
            (our, their) if our != their || has_letters[0] != has_letters[1] => return false,
            (None, _) => return before != after,
            _ => {}
        }
    }
}

pub(super) fn is_letters(text: &str) -> bool {
    match text.as_bytes() {
        // Most edits: one of U+4E00 to U+9FFF, or of U+4000 to U+4DBF.
        [0xe5..=0xe9, _, _] => true,
        [0xe4, second, _] => *second != 0xb7,
        [] => false,
        _ => text.chars().all(is_letter),
    }
}

fn stays_below_limits(body: &str) -> bool {
    !has_long_label(body) && !copies_much(body)
}

/// Han, kana and Bopomofo: neither white space nor punctuation nor symbol, and
/// without case, so that no folding makes one of them another.
///
/// Narrower than it could be: among the alphabetic characters of Unicode are
/// symbols (`Ⓐ`), and letters that fold to ASCII (`ſ`, the Kelvin sign).
fn is_letter(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{3105}'..='\u{312f}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}')
}

/// Whether something that can be the label of a definition or footnote has a
/// character beyond ASCII.
fn has_foreign_label(body: &str) -> bool {
    let mut known = 0;
    labels(body).any(|Bracketed { range, is_definition }| {
        if !is_definition {
            return false;
        }
        // Two labels can begin at the same bracket: look at no byte twice.
        let start = known.max(range.start);
        known = range.end;
        !body.as_bytes()[start..range.end].is_ascii()
    })
}

/// Whether a label can be so long that the parser gives up, so that another
/// length can make or unmake it.
fn has_long_label(body: &str) -> bool {
    labels(body).any(|label| label.range.len() >= LONGEST_LABEL)
}

/// Whether so much can be copied to references that the parser may stop it.
fn copies_much(body: &str) -> bool {
    let bytes = body.as_bytes();
    let references = memchr::memchr_iter(b']', bytes).count();
    // A definition ends before the next blank line.
    let (mut longest, mut blank) = (0, 0);
    for at in memmem::find_iter(bytes, b"]:") {
        if blank <= at {
            blank = blank_line(bytes, at).unwrap_or(bytes.len());
        }
        longest = longest.max(blank - at);
    }
    references.saturating_mul(longest).saturating_mul(ENTITY_GROWTH) >= MOST_COPIED
}

fn blank_line(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = &bytes[from..];
    let end = memchr::memchr2_iter(b'\n', b'\r', rest)
        .find(|end| matches!(&rest[*end..], [b'\n', b'\n' | b'\r', ..] | [b'\r', b'\r', ..]))?;
    Some(from + end)
}

/// A stretch from `[` to `]` that holds every label that ends there.
struct Bracketed {
    range: Range<usize>,
    /// Whether a colon follows.
    is_definition: bool,
}

/// The stretches of `body` that can be labels, each from the last `[` that no
/// backslash precedes: a label holds no other one. Where a backslash can be
/// escaped itself, the stretch is the longer one.
fn labels(body: &str) -> impl Iterator<Item = Bracketed> {
    let bytes = body.as_bytes();
    let mut open = None;
    memchr::memchr2_iter(b'[', b']', bytes).filter_map(move |at| {
        let is_escaped = at > 0 && bytes[at - 1] == b'\\';
        if bytes[at] == b'[' {
            if !is_escaped || open.is_none() {
                open = Some(at);
            }
            return None;
        }
        let range = open?..at;
        if !is_escaped {
            open = None;
        }
        Some(Bracketed { range, is_definition: bytes.get(at + 1) == Some(&b':') })
    })
}

#[cfg(test)]
mod tests;
