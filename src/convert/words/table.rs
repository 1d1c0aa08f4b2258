//! The words and characters that `build.rs` compiled, used in place.

use super::format::{
    CANDIDATES, CHARACTERS, CHOICES, FIRST, HAS_MORE, NO_WORD, PAIR_BITS, pair_bits,
};

include!(concat!(env!("OUT_DIR"), "/words.rs"));

macro_rules! file {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/words.", $name))
    };
}

static BITS: &[u8; CHARACTERS / 8] = file!("bits");
static ROOTS: &[u8] = file!("roots");
static CHARS: &[u8] = file!("chars");
static NODES: &[u8] = file!("nodes");
static MORE: &[u8] = file!("more");
static SIMPLE: &[u8; CHARACTERS * 2] = file!("simple");
static INNER: &[u8; PAIR_BITS / 8] = file!("inner");
static DOUBT: &[u8; PAIR_BITS / 8] = file!("doubt");
static CERTAIN: &[u8; PAIR_BITS / 8] = file!("certain");

/// A character that several can stand for, the commonest first.
#[derive(Debug)]
pub(super) struct Ambiguous {
    /// The candidates in OpenCC's standard, in Taiwan and in Hong Kong; NUL if none.
    pub(super) forms: [[char; CANDIDATES]; 3],
    /// What each costs as a word of its own.
    pub(super) costs: [u8; CANDIDATES],
}

/// What the table says of one character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root {
    children: (usize, usize),
    ambiguous: u16,
    /// What it costs as a word, whatever stands for it.
    pub(super) cost: u8,
}

impl Root {
    /// Its candidates, if there are several.
    #[inline]
    pub(super) fn ambiguous(&self) -> Option<&'static Ambiguous> {
        AMBIGUOUS.get(usize::from(self.ambiguous).wrapping_sub(1))
    }
}

/// A key that was found: a Traditional form of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// What it costs.
    pub(super) cost: u8,
    choices: u8,
}

impl Form {
    /// Which candidate the ambiguous character at `place` among those of the key is.
    #[inline]
    pub(super) fn choice(self, place: usize) -> usize {
        if place < CHOICES { usize::from(self.choices >> (2 * place) & 3) } else { 0 }
    }
}

/// The number of a character in the tables, from its three bytes.
#[inline]
pub(super) fn code(bytes: [u8; 3]) -> Option<u16> {
    let [lead, second, third] = bytes.map(u32::from);
    let one = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | third & 0x3F;
    let code = one.wrapping_sub(FIRST);
    (lead & 0xF0 == 0xE0 && code < CHARACTERS as u32).then_some(code as u16)
}

#[inline]
pub(super) fn is_ambiguous(code: u16) -> bool {
    let code = usize::from(code);
    BITS[code / 8] & 1 << (code % 8) != 0
}

/// The Simplified character of a Traditional one.
pub(super) fn simple(code: u16) -> u16 {
    u16_at(SIMPLE, usize::from(code) * 2)
}

/// Whether a word may hold the two side by side.
#[inline]
pub(super) fn may_be_inside(first: u16, second: u16) -> bool {
    has(INNER, pair_bits(first, second, 0))
}

/// Whether a word that holds the pair may want another candidate than `salt` says.
#[inline]
pub(super) fn is_in_doubt(first: u16, second: u16, salt: u32) -> bool {
    has(DOUBT, pair_bits(first, second, salt))
}

/// Whether the pair is a word, with the candidate that `salt` says in all that hold it.
#[inline]
pub(super) fn is_certain(first: u16, second: u16, salt: u32) -> bool {
    has(CERTAIN, pair_bits(first, second, salt))
}

#[inline]
fn has(filter: &[u8; PAIR_BITS / 8], bits: [usize; 2]) -> bool {
    let is_set = |bit: usize| filter.get(bit / 8).is_some_and(|byte| byte & 1 << (bit % 8) != 0);
    is_set(bits[0]) && is_set(bits[1])
}

#[inline]
pub(super) fn root(code: u16) -> Root {
    let at = usize::from(code) * 8;
    let children = (u32_at(ROOTS, at) as usize, u32_at(ROOTS, at + 8) as usize);
    let cost = ROOTS.get(at + 6).copied().unwrap_or(NO_WORD);
    Root { children, ambiguous: u16_at(ROOTS, at + 4), cost }
}

/// Calls `each` for every form of every key of two characters and more that `text` starts with:
/// with the key's length.
#[inline]
pub(super) fn prefixes(text: &[u16], root: Root, mut each: impl FnMut(usize, Form)) {
    let mut children = root.children;
    for (length, &code) in (2..).zip(text.iter().skip(1)) {
        let Some(node) = child(children, code) else { return };
        let at = node * 6;
        let first = u32_at(NODES, at);
        let end = u32_at(NODES, at + 6) & !HAS_MORE;
        let cost = NODES.get(at + 4).copied().unwrap_or(NO_WORD);
        if cost != NO_WORD {
            each(length, Form { cost, choices: NODES[at + 5] });
            if first & HAS_MORE != 0 {
                more(node, |form| each(length, form));
            }
        }
        children = ((first & !HAS_MORE) as usize, end as usize);
    }
}

#[inline]
fn child((mut start, mut end): (usize, usize), code: u16) -> Option<usize> {
    while start < end {
        let middle = usize::midpoint(start, end);
        let found = u16_at(CHARS, middle * 2);
        if found == code {
            return Some(middle);
        }
        if found < code { start = middle + 1 } else { end = middle }
    }
    None
}

/// The further forms of a node.
#[cold]
fn more(node: usize, mut each: impl FnMut(Form)) {
    let count = MORE.len() / 6;
    let (mut start, mut end) = (0, count);
    while start < end {
        let middle = usize::midpoint(start, end);
        if (u32_at(MORE, middle * 6) as usize) < node { start = middle + 1 } else { end = middle }
    }
    for index in (start..count).take_while(|index| u32_at(MORE, index * 6) as usize == node) {
        each(Form { cost: MORE[index * 6 + 4], choices: MORE[index * 6 + 5] });
    }
}

#[inline]
fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).map_or(0, |two| u16::from_le_bytes([two[0], two[1]]))
}

#[inline]
fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4);
    four.map_or(0, |four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
