//! Links: what becomes of destinations when the headings and files that they lead
//! to become others.
//!
//! Gets a post and the text of its copy as it was accepted, gives edits of the
//! post: destinations that follow, or headings that keep their ids. All other
//! bytes are left alone, and so is every destination that leads nowhere.
//!
//! | module | gets | gives |
//! |---|---|---|
//! | [`slugs`] | headings | their ids, by the rule of a generator |
//! | [`reading`], by [`headings`] and [`destinations`] | the parser's events | headings; places of destinations |
//! | [`anchors`] | a post and its copy | which id becomes which |
//! | [`pins`] | the same | ids to write behind headings |
//! | [`fragments`], [`paths`] | a destination | its parts, decoded and encoded; where it leads |

pub(crate) mod anchors;
mod destinations;
pub(crate) mod fragments;
pub(crate) mod headings;
pub(crate) mod part;
pub(crate) mod paths;
mod pins;
mod reading;
pub(crate) mod slugs;

use std::ops::Range;

use crate::{
    document::{Document, Lines, Refusal, Warning, catch_panics},
    edit::Edits,
    switches::Anchors,
};
use anchors::Moved;
use fragments::Parts;
use memchr::memmem;
pub(crate) use reading::{Reader, Reading};
use slugs::SlugRule;

/// How links are followed.
pub(crate) struct Following<'f> {
    pub(crate) anchors: Anchors,
    /// The slug rules of the generator, the most likely one first.
    pub(crate) rules: &'f [SlugRule],
    /// The other files, if any are known.
    pub(crate) elsewhere: Option<&'f dyn Elsewhere>,
}

/// The files around a post.
pub(crate) trait Elsewhere: Sync {
    /// What becomes of a destination with a path, as it is to be written; `None`
    /// if it stays.
    fn follow(&self, written: Parts<'_>) -> Option<String>;
}

/// The edits that make links follow.
#[derive(Debug, Default)]
pub(crate) struct Followed {
    /// In bytes of the post, without rules.
    pub(crate) edits: Edits,
    /// Headings that could not keep their ids.
    pub(crate) warnings: Vec<Warning>,
}

/// What becomes of the links of `original`, which reads as `reading` says, now
/// that its copy reads as `copy` says: that is asked only where a link leads to a
/// heading of the post itself, or where ids are pinned.
///
/// # Errors
/// When the Markdown parser fails on the copy.
pub(crate) fn follow(
    original: &Document<'_>,
    reading: &Reading,
    copy: &dyn Fn() -> Reading,
    following: &Following<'_>,
) -> Result<Followed, Refusal> {
    catch_panics(|| {
        let mut followed = Followed::default();
        let mut moved = None;
        let mut follow_own = |fragment: &str| {
            let moved =
                moved.get_or_insert_with(|| Moved::between(reading, &copy(), following.rules));
            moved.follow(fragment)
        };
        let mut edits = destinations(original.body(), reading, following, &mut follow_own);
        if following.anchors == Anchors::Pin {
            let pinned = pins::pins(reading, &copy(), following.rules);
            let mut lines = Lines::of(original.source());
            followed.warnings.extend(pinned.warnings.into_iter().map(|(at, message)| Warning {
                line: lines.line(original.body_range().start + at),
                message,
            }));
            edits.extend(pinned.edits);
            edits.sort_by_key(|(range, _)| range.start);
        }
        let base = original.body_range().start;
        for (range, replacement) in edits {
            followed.edits.push(base + range.start..base + range.end, &replacement, &[]);
        }
        followed
    })
}

/// The same, if the copy is what `edits` make of `original` and has its structure: its
/// headings are the original's, with the text that will stand there.
///
/// # Errors
/// When the Markdown parser fails on the copy.
pub(crate) fn follow_edited(
    original: &Document<'_>,
    reading: &Reading,
    edits: &Edits,
    following: &Following<'_>,
) -> Result<Followed, Refusal> {
    let (source, base) = (original.source(), original.body_range().start);
    let copy = || {
        let text_at =
            |range: &Range<usize>| edits.splice_range(source, base + range.start..base + range.end);
        reading.headings_in_copy(text_at).unwrap_or_else(|| {
            let copy = edits.splice(source);
            Reading::of(Document::split(&copy).body())
        })
    };
    follow(original, reading, &copy, following)
}

type BodyEdit = (Range<usize>, String);

fn destinations(
    body: &str,
    reading: &Reading,
    following: &Following<'_>,
    follow_own: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<BodyEdit> {
    let mut follow = |range: &Range<usize>| {
        let parts = Parts::of(&body[range.clone()]);
        if parts.is_foreign() {
            return None;
        }
        if !parts.path.is_empty() {
            return following.elsewhere?.follow(parts);
        }
        let fragment = parts.fragment.filter(|fragment| !fragment.is_empty())?;
        if following.anchors != Anchors::Rewrite {
            return None;
        }
        Some(format!("{}#{}", parts.query, follow_own(fragment)?))
    };
    let found = reading.destinations.iter();
    found.filter_map(|range| Some((range.clone(), follow(range)?))).collect()
}

/// Whether a body may have a link that follows, or ids to pin: a cheap look that
/// misses none. Of any other, nothing need be read.
pub(crate) fn may_follow(body: &str, following: &Following<'_>) -> bool {
    if following.anchors == Anchors::Pin {
        return true;
    }
    let bytes = body.as_bytes();
    let is_mark = |at: usize| {
        bytes[..at].ends_with(b"](") || bytes[..at].ends_with(b"]:") || is_leading(&bytes[..at])
    };
    if following.elsewhere.is_none() {
        // The signs of a fragment or query are rarer than links.
        let is_blank =
            |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'<' | b'"' | b'\'');
        let follows = |sign: usize| {
            let blanks =
                bytes[..sign].iter().rev().take(LONGEST_GAP).take_while(|byte| is_blank(byte));
            let blanks = blanks.count();
            blanks == LONGEST_GAP || is_mark(sign - blanks)
        };
        return following.anchors == Anchors::Rewrite
            && memchr::memchr2_iter(b'#', b'?', bytes).any(follows);
    }
    let follows = |at: usize| {
        let rest = body[at..].trim_start_matches([' ', '\t', '\r', '\n', '<', '"', '\'']);
        !["http://", "https://", "mailto:"].iter().any(|far| rest.starts_with(far))
    };
    ["](", "]:"].iter().any(|mark| memmem::find_iter(bytes, mark).any(|at| follows(at + 2)))
        || memchr::memchr_iter(b'=', bytes).any(|at| is_leading(&bytes[..=at]) && follows(at + 1))
}

/// More blanks than that before a destination are not counted, so that no byte is
/// looked at too often.
const LONGEST_GAP: usize = 100;

/// Whether an attribute that leads somewhere and its sign end `before`.
fn is_leading(before: &[u8]) -> bool {
    let Some(name) = before.strip_suffix(b"=") else { return false };
    let name = name.trim_ascii_end();
    destinations::LEADING.iter().any(|leading| {
        let start = name.len().checked_sub(leading.len());
        start.is_some_and(|start| name[start..].eq_ignore_ascii_case(leading.as_bytes()))
    })
}

#[cfg(test)]
mod tests;
