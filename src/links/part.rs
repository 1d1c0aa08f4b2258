//! Links of a part of a post, whose headings are read with those of the others.

use super::{
    Document, Edits, Following, Reading, Refusal, anchors::Moved, catch_panics, destinations,
    may_follow,
};

/// What becomes of the links of a part.
#[derive(Default)]
pub(crate) struct FollowedPart {
    /// In bytes of the part.
    pub(crate) edits: Edits,
    /// The fragments that lead to headings of the post.
    pub(crate) own: Vec<String>,
    /// The headings of the part.
    pub(crate) headings: Headings,
}

/// The headings of a post, or of a part of it, before and after.
#[derive(Default)]
pub(crate) struct Headings {
    original: Reading,
    copy: Reading,
}

impl Headings {
    /// Takes in what the next part has.
    pub(crate) fn add(&mut self, part: Self) {
        for (all, more) in [(&mut self.original, part.original), (&mut self.copy, part.copy)] {
            all.headings.extend(more.headings);
            all.ids.extend(more.ids);
        }
    }

    /// Which ids became which.
    pub(crate) fn moved(&self, following: &Following<'_>) -> Moved {
        Moved::between(&self.original, &self.copy, following.rules)
    }
}

/// Whether the links of a post may lead to its own headings.
pub(crate) fn may_lead_to_itself(body: &str, following: &Following<'_>) -> bool {
    may_follow(body, &Following { elsewhere: None, ..*following })
}

/// What is asked about the headings of a post.
#[derive(Clone, Copy)]
pub(crate) enum Own<'m> {
    /// No link leads to them.
    Unasked,
    /// They are to be read.
    Unknown,
    /// Which ids became which.
    Known(&'m Moved),
}

/// What becomes of the links of `original`, a part of a post, whose copy is `copy`.
///
/// # Errors
/// When the Markdown parser fails.
pub(crate) fn follow(
    original: &Document<'_>,
    copy: &str,
    following: &Following<'_>,
    own: Own<'_>,
) -> Result<FollowedPart, Refusal> {
    let is_to_be_read = matches!(own, Own::Unknown);
    if !is_to_be_read && !may_follow(original.body(), following) {
        return Ok(FollowedPart::default());
    }
    catch_panics(|| {
        let reading = Reading::of(original.body());
        let mut followed = FollowedPart::default();
        let mut follow_own = |fragment: &str| match own {
            Own::Known(moved) => moved.follow(fragment),
            Own::Unknown | Own::Unasked => {
                followed.own.push(fragment.to_owned());
                None
            }
        };
        let edits = destinations(original.body(), &reading, following, &mut follow_own);
        let base = original.body_range().start;
        for (range, replacement) in edits {
            followed.edits.push(base + range.start..base + range.end, &replacement, &[]);
        }
        if is_to_be_read {
            followed.headings.copy = Reading::of(Document::split(copy).body());
            followed.headings.original = reading;
        }
        followed
    })
}
