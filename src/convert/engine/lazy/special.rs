//! What the tables know nothing of: compatibility ideographs, which OpenCC
//! normalises first, and ideographic description sequences, which it skips.
//!
//! Both are rare; the plain engine converts them and what is around them.

use std::ops::Range;

use super::{
    blocks::{self, BLOCK},
    format,
    scan::{char_before, is_joint},
    tables::{Tables, eight},
};

/// A sequence has at most 64 characters, also after a step that makes one character
/// of a whole key; none of a step that is followed by one has more than 15, of four
/// bytes at most.
const REACH: usize = 64 * 15 * 4;

#[derive(PartialEq)]
enum Special {
    /// U+F900 to U+FAFF, U+2F800 to U+2FA1F.
    Compatibility,
    /// U+2FF0 to U+2FFF.
    Operator,
}

/// The next stretch behind `from` for the plain engine: no match reaches over its
/// ends, nor over `from`.
pub(super) fn next(tables: &Tables, text: &[u8], from: usize) -> Option<Range<usize>> {
    let first = find(tables, text, from)?;
    let mut start = first;
    if at(text, start) == Some(Special::Compatibility) && start > from {
        start = char_before(text, start);
        while start > from {
            let before = char_before(text, start);
            if !is_joint(tables, text, before) {
                break;
            }
            start = before;
        }
    }
    Some(start..end(tables, text, first))
}

fn end(tables: &Tables, text: &[u8], first: usize) -> usize {
    let mut place = first;
    let mut reach = 0;
    while place < text.len() {
        let here = at(text, place);
        if here == Some(Special::Operator) {
            reach = place + REACH;
        }
        let next = place + format::char_len(text[place]);
        let apart = next >= reach
            && here.is_none()
            && at(text, next) != Some(Special::Compatibility)
            && !is_joint(tables, text, place);
        place = next;
        if apart {
            break;
        }
    }
    place
}

fn at(text: &[u8], place: usize) -> Option<Special> {
    let bytes = (eight(text, place) as u32).to_le_bytes();
    match bytes {
        [0xef, 0xa4..=0xab, ..] | [0xf0, 0xaf, 0xa0..=0xa8, _] => Some(Special::Compatibility),
        [0xe2, 0xbf, 0xb0..=0xbf, _] => Some(Special::Operator),
        _ => None,
    }
}

/// The first of them at or behind `from`, which is the start of a character.
fn find(tables: &Tables, text: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    loop {
        start = blocks::next_special(text, start, tables.vectors);
        let end = text.len().min(start + BLOCK);
        let found = (start..end).find(|place| at(text, *place).is_some());
        if found.is_some() {
            return found;
        }
        // What was left may be a block without the bytes that are read behind it.
        start = end;
        if start == text.len() {
            return None;
        }
    }
}
