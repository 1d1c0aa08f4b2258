//! Pins: the old ids, written behind the headings that would lose them.

use super::{
    BodyEdit, Reading,
    slugs::{Pin, SlugRule},
};

/// The ids to write, and the headings that cannot have theirs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pinned {
    pub(super) edits: Vec<BodyEdit>,
    /// By the offset of a heading in the body.
    pub(super) warnings: Vec<(usize, String)>,
}

/// Pins the headings of `original` whose id is another in `copy`.
pub(super) fn pins(original: &Reading, copy: &Reading, rules: &[SlugRule]) -> Pinned {
    let mut pinned = Pinned::default();
    let Some(rule) = rules.iter().find(|rule| changes(**rule, original, copy)) else {
        return pinned;
    };
    let (old, new) = (rule.slugs(&original.headings), rule.slugs(&copy.headings));
    for ((heading, old), new) in original.headings.iter().zip(old).zip(new) {
        if old == new || heading.id().is_some() {
            continue;
        }
        if rule.pin() == Pin::Unread {
            let message = "the headings cannot keep their ids, since the layout's generator reads \
                           none behind a heading; use anchors: rewrite";
            pinned.warnings.push((heading.end, message.to_owned()));
            return pinned;
        }
        if heading.attributes.is_some() || !rule.pin().takes(&old) {
            let message = format!("the heading cannot keep its id `{old}`");
            pinned.warnings.push((heading.end, message));
            continue;
        }
        pinned.edits.push((heading.end..heading.end, format!(" {{#{old}}}")));
    }
    pinned
}

fn changes(rule: SlugRule, original: &Reading, copy: &Reading) -> bool {
    original.headings.len() == copy.headings.len()
        && rule.slugs(&original.headings) != rule.slugs(&copy.headings)
}
