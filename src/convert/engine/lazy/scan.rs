//! From block to block: what each character becomes alone, and a closer look where
//! that may be wrong.

use std::ops::Range;

use super::{
    blocks::{Block, Leads, WHOLE},
    format,
    record::Record,
    tables::{Tables, eight},
};

/// What becomes of a text: the converted one, or its segments.
pub(super) trait Sink {
    /// Takes the next block up to `leads.end`; gives a mask of the bytes in it at
    /// which a closer look must be taken.
    fn block(&mut self, tables: &Tables, block: &Block, leads: &Leads) -> u64;

    /// Takes what becomes of the phrase in `range`. Phrases and characters come in
    /// order, but not all do: the others are as [`Sink::block`] had them.
    fn phrase(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, record: Record);

    /// Takes the character in `range`; `bytes` begin with it.
    fn character(&mut self, tables: &Tables, text: &[u8], range: Range<usize>, bytes: u64);

    /// Has the plain engine convert `range`.
    fn plain(&mut self, text: &[u8], range: Range<usize>);

    /// The end of what is done, when blocks up to `read` were taken.
    fn done(&self, read: usize) -> usize;
}

/// Converts `text`, which is UTF-8 without anything that [`special`](super::special)
/// looks for.
pub(super) fn scan<S: Sink>(tables: &Tables, text: &[u8], sink: &mut S) {
    #[cfg(target_arch = "x86_64")]
    if let Some(vectors) = tables.vectors.avx512() {
        return vectors.scan(tables, text, sink);
    }
    blocks(tables, text, sink);
}

/// [`scan`] by whatever instructions its caller is compiled for.
#[allow(clippy::inline_always, reason = "only what is inlined is compiled for them")]
#[inline(always)]
pub(super) fn blocks<S: Sink>(tables: &Tables, text: &[u8], sink: &mut S) {
    // Matches never reach over this place.
    let mut resolved = 0;
    let mut start = 0;
    while start < text.len() {
        let padded;
        let block = if let Some(block) = text[start..].first_chunk() {
            block
        } else {
            padded = pad(&text[start..]);
            &padded
        };
        let mut leads = Leads::of(block, tables.vectors);
        leads.end = leads.end.min(text.len() - start);
        let mut looks = sink.block(tables, block, &leads);
        let mut end = start + leads.end;
        while looks != 0 {
            let at = start + looks.trailing_zeros() as usize;
            if at >= resolved {
                resolved = look(tables, text, resolved..at, sink);
                let done = sink.done(end);
                if done != end || resolved >= end {
                    end = done.max(resolved);
                    break;
                }
            }
            looks &= looks - 1;
        }
        start = end;
    }
}

#[cold]
fn pad(rest: &[u8]) -> Block {
    let mut block = [0; WHOLE];
    let len = rest.len().min(WHOLE);
    block[..len].copy_from_slice(&rest[..len]);
    block
}

/// Converts what matches at `place.end`; nothing reaches over `place.start`. Gives
/// the next place that no match reaches over.
fn look<S: Sink>(tables: &Tables, text: &[u8], place: Range<usize>, sink: &mut S) -> usize {
    let mut at = place.end;
    while at > place.start {
        let before = char_before(text, at);
        if !is_joint(tables, text, before) {
            break;
        }
        at = before;
    }
    if tables.crossings.is_some() {
        return window(tables, text, at, place.end, sink);
    }
    while at <= place.end {
        at = token(tables, text, at, sink);
    }
    at
}

/// Converts the text from `start` to the first place behind `through` that no match
/// reaches over, given that none reaches over `start`.
fn window<S: Sink>(
    tables: &Tables,
    text: &[u8],
    start: usize,
    through: usize,
    sink: &mut S,
) -> usize {
    let mut end = start;
    let mut crosses = false;
    loop {
        let bytes = eight(text, end);
        let (pair_len, pair) = format::pair(bytes);
        let next = end + format::char_len(bytes as u8);
        let joint = end + pair_len <= text.len() && tables.joints.contains(pair);
        crosses |= joint && tables.crossings.is_some_and(|crossings| crossings.contains(pair));
        end = next;
        if end > through && !joint {
            break;
        }
    }
    if crosses {
        sink.plain(text, start..end);
        return end;
    }
    let mut at = start;
    while at < end {
        at = token(tables, text, at, sink);
    }
    at
}

/// Whether a match may reach over the end of the character at `at`.
pub(super) fn is_joint(tables: &Tables, text: &[u8], at: usize) -> bool {
    let (_, pair) = format::pair(eight(text, at));
    tables.joints.contains(pair)
}

pub(super) fn char_before(text: &[u8], end: usize) -> usize {
    let mut at = end - 1;
    while at > 0 && text[at] & 0xc0 == 0x80 {
        at -= 1;
    }
    at
}

/// Converts the phrase or character at `at`; gives its end.
#[inline]
fn token<S: Sink>(tables: &Tables, text: &[u8], at: usize, sink: &mut S) -> usize {
    let bytes = eight(text, at);
    if tables.starts.contains(format::pair(bytes).1) {
        let found = match tables.phrases.find(text, at, |_| true) {
            Some((len, number)) => Some((len, tables.phrase(number))),
            None => loose(tables, text, at).map(|(len, number)| (len, tables.loose(number))),
        };
        if let Some((len, record)) = found {
            sink.phrase(tables, text, at..at + len, record);
            return at + len;
        }
    }
    let len = format::char_len(bytes as u8);
    sink.character(tables, text, at..at + len, bytes);
    at + len
}

/// What matches at `at` where no phrase does: none may begin inside.
fn loose(tables: &Tables, text: &[u8], at: usize) -> Option<(usize, u32)> {
    let is_start = |at: usize| {
        tables.starts.contains(format::pair(eight(text, at)).1)
            && tables.phrases.find(text, at, |_| true).is_some()
    };
    let mut free = at + format::char_len(text[at]);
    let mut met_phrase = false;
    tables.loose.as_ref()?.find(text, at, |len| {
        while !met_phrase && free < at + len {
            met_phrase = is_start(free);
            if !met_phrase {
                free += format::char_len(text[free]);
            }
        }
        at + len <= free
    })
}
