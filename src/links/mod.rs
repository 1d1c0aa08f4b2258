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
//! | [`headings`], [`destinations`] | the parser's events | headings; places of destinations |
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
pub(crate) mod slugs;

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{Event, Tag};

use crate::{
    document::{
        Document, KeptReason, Lines, Refusal, Warning, catch_panics,
        markdown::{events, is_price},
        mask::{Masked, templates},
    },
    edit::Edits,
    switches::Anchors,
};
use anchors::Moved;
use destinations::Destinations;
use fragments::Parts;
use headings::{Heading, Headings};
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

/// What becomes of the links of `original`, now that `copy` is its copy's text.
///
/// Only a post with a link that may follow, or with ids to pin, is parsed again,
/// and its copy only for links to its own headings.
///
/// # Errors
/// When the Markdown parser fails.
pub(crate) fn follow(
    original: &Document<'_>,
    copy: &str,
    following: &Following<'_>,
) -> Result<Followed, Refusal> {
    let is_pinning = following.anchors == Anchors::Pin;
    if !is_pinning && !may_follow(original.body(), following) {
        return Ok(Followed::default());
    }
    catch_panics(|| {
        let reading = Reading::of(original.body());
        let copy = || Reading::of(Document::split(copy).body());
        let mut followed = Followed::default();
        let mut moved = None;
        let mut follow_own = |fragment: &str| {
            let moved =
                moved.get_or_insert_with(|| Moved::between(&reading, &copy(), following.rules));
            moved.follow(fragment)
        };
        let mut edits = destinations(original.body(), &reading, following, &mut follow_own);
        if is_pinning {
            let pinned = pins::pins(&reading, &copy(), following.rules);
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

/// Whether there may be a destination that follows: a cheap look that misses none.
fn may_follow(body: &str, following: &Following<'_>) -> bool {
    let bytes = body.as_bytes();
    let follows = |at: usize| {
        let rest = body[at..].trim_start_matches([' ', '\t', '\r', '\n', '<', '"', '\'']);
        let is_far = ["http://", "https://", "mailto:"].iter().any(|far| rest.starts_with(far));
        if following.elsewhere.is_none() {
            following.anchors == Anchors::Rewrite && rest.starts_with(['#', '?'])
        } else {
            !is_far
        }
    };
    let is_leading = |at: &usize| {
        let name = bytes[..*at].trim_ascii_end();
        destinations::LEADING.iter().any(|leading| {
            let start = name.len().checked_sub(leading.len());
            start.is_some_and(|start| name[start..].eq_ignore_ascii_case(leading.as_bytes()))
        })
    };
    ["](", "]:"].iter().any(|mark| memmem::find_iter(bytes, mark).any(|at| follows(at + 2)))
        || memchr::memchr_iter(b'=', bytes).filter(is_leading).any(|at| follows(at + 1))
}

/// What of a body matters for links; offsets are bytes in the body.
#[derive(Default)]
pub(crate) struct Reading {
    /// The headings in order.
    pub(crate) headings: Vec<Heading>,
    /// Where destinations are written, in order.
    pub(crate) destinations: Vec<Range<usize>>,
    /// Ids that HTML gives.
    pub(crate) ids: Vec<String>,
}

impl Reading {
    /// Parses `body`. The Markdown parser may panic.
    ///
    /// What stands in a template tag, or in the body of one that holds code, is no
    /// link and no heading: the generator takes it away before it reads Markdown.
    pub(crate) fn of(body: &str) -> Self {
        let mut headings = Headings::default();
        let mut found = Destinations::default();
        let mut code = Vec::new();
        let mut parser = events(body);
        for (event, range) in parser.by_ref() {
            headings.step(body, &event, &range);
            found.step(body, &event, &range);
            let is_code = match event {
                Event::Code(_) | Event::DisplayMath(_) | Event::Start(Tag::CodeBlock(_)) => true,
                Event::InlineMath(_) => !is_price(body, &range),
                _ => false,
            };
            if is_code {
                code.push(range);
            }
        }
        let (mut destinations, ids) = found.finish(body, &parser);
        let masked = templates(body, &code, &[]);
        let mut headings = headings.list;
        destinations.retain(|range| mask_at(&masked, range.start).is_none());
        headings.retain(|heading| {
            mask_at(&masked, heading.end).is_none_or(|mask| mask.reason != KeptReason::TemplateCode)
        });
        Self { headings, destinations, ids }
    }
}

/// The template that `at` is inside of.
fn mask_at(masked: &[Masked], at: usize) -> Option<&Masked> {
    let next = masked.partition_point(|mask| mask.range.end <= at);
    masked.get(next).filter(|mask| mask.range.start < at)
}

#[cfg(test)]
mod tests;
