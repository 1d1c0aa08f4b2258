//! What stands around a character of a text.

use std::ops::Range;

use crate::convert::variant::Script;

use super::{format, lattice::Lattice, table};

/// How far a window reaches on either side of what is in question, in characters.
pub(super) const REACH: usize = 8;
/// The longest edit of the script layer that is looked into, in bytes.
const LONGEST_EDIT: usize = 96;

/// Points between the parts of such a name: · ‧ ・.
const POINTS: [&[u8]; 3] = [b"\xC2\xB7", b"\xE2\x80\xA7", b"\xE3\x83\xBB"];

pub(super) fn is_han(one: char) -> bool {
    let mut bytes = [0; 4];
    let bytes = one.encode_utf8(&mut bytes).as_bytes();
    bytes.first_chunk().is_some_and(|three| bytes.len() == 3 && table::code(*three).is_some())
}

/// Whether some word holds the characters on both sides of an end of `range`.
pub(super) fn may_cross(bytes: &[u8], range: &Range<usize>, script: Script) -> bool {
    let holds = |at: usize| {
        let before = at.checked_sub(3).and_then(|before| code_at(bytes, before));
        before.zip(code_at(bytes, at)).is_some_and(|(before, behind)| {
            table::may_be_inside(simplified(before, script), simplified(behind, script))
        })
    };
    holds(range.start) || holds(range.end)
}

pub(super) fn simplified(code: u16, script: Script) -> u16 {
    match script {
        Script::Simplified => code,
        Script::Traditional => table::simple(code),
    }
}

/// The number of the character whose three bytes stand at `at`.
#[inline]
pub(super) fn code_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().and_then(|three| table::code(*three))
}

/// Whether the character at `at` stands beside a point between the parts of a name: ·里德. Before
/// a point 里 can be the end of a place: 房间里·
#[inline]
pub(super) fn is_in_name(text: &str, at: usize) -> bool {
    let (before, behind) = (&text.as_bytes()[..at], &text.as_bytes()[at + 3..]);
    let is_place = text[at..].starts_with('里');
    POINTS.iter().any(|point| before.ends_with(point) || behind.starts_with(point) && !is_place)
}

/// Calls `each` for the characters that several can stand for: byte offset, number.
#[inline]
pub(super) fn each_ambiguous(bytes: &[u8], mut each: impl FnMut(usize, u16)) {
    let mut at = 0;
    while let Some(three) = bytes[at..].first_chunk::<3>() {
        if three[0] < 0xE0 {
            at += if starts_with_ascii(&bytes[at..]) { 8 } else { 1 };
            continue;
        }
        if let Some(code) = table::code(*three)
            && table::is_ambiguous(code)
        {
            each(at, code);
        }
        at += 3;
    }
}

/// Whether the first eight bytes are all ASCII.
#[inline]
fn starts_with_ascii(bytes: &[u8]) -> bool {
    let eight = bytes.first_chunk().map(|eight| u64::from_ne_bytes(*eight));
    eight.is_some_and(|eight| eight & 0x8080_8080_8080_8080 == 0)
}

/// What an edit makes of the character at `at`.
#[inline]
pub(super) fn replacement_at(
    text: &str,
    range: &Range<usize>,
    replacement: &str,
    at: usize,
) -> Option<char> {
    if range.len() == 3 {
        let mut chars = replacement.chars();
        return chars.next().filter(|_| chars.next().is_none());
    }
    if range.len() > LONGEST_EDIT
        || text[range.clone()].chars().count() != replacement.chars().count()
    {
        return None;
    }
    replacement.chars().nth(text[range.start..at].chars().count())
}

/// Whether words around the character at `at` may want another candidate than `chosen`.
#[inline]
pub(super) fn may_be_wrong(bytes: &[u8], at: usize, code: u16, chosen: usize) -> bool {
    let before = at.checked_sub(3).and_then(|before| code_at(bytes, before));
    let behind = code_at(bytes, at + 3);
    let (left, right) = (format::salt(1, chosen), format::salt(0, chosen));
    if before.is_some_and(|before| table::is_in_doubt(before, code, left))
        || behind.is_some_and(|behind| table::is_in_doubt(code, behind, right))
    {
        return true;
    }
    // The commonest candidate needs no word.
    chosen != 0
        && !before.is_some_and(|before| table::is_certain(before, code, left))
        && !behind.is_some_and(|behind| table::is_certain(code, behind, right))
}

/// Fills a window around `range`; gives where it starts (bytes) and `range` in its characters.
///
/// It ends where no word reaches over, or at [`REACH`] characters.
pub(super) fn fill(
    lattice: &mut Lattice,
    bytes: &[u8],
    range: Range<usize>,
    script: Script,
) -> (usize, Range<usize>) {
    let code = |at: usize| code_at(bytes, at).map(|code| simplified(code, script));
    let mut start = range.start;
    for _ in 0..REACH {
        let before = start.checked_sub(3);
        let Some((one, other)) = before.and_then(code).zip(code(start)) else { break };
        if !table::may_be_inside(one, other) {
            break;
        }
        start -= 3;
    }
    let mut end = range.end;
    for _ in 0..REACH {
        let Some((one, other)) = end.checked_sub(3).and_then(code).zip(code(end)) else { break };
        if !table::may_be_inside(one, other) {
            break;
        }
        end += 3;
    }
    lattice.codes.clear();
    lattice.codes.extend((start..end).step_by(3).filter_map(code));
    lattice.fill();

    (start, (range.start - start) / 3..(range.end - start) / 3)
}
