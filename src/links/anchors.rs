//! Anchors: which id of a post becomes which in its copy.

use std::collections::{HashMap, HashSet};

use super::{
    Reading,
    fragments::{decoded, encoded_like},
    slugs::SlugRule,
};

/// The ids of headings that are others in the copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Moved(HashMap<String, String>);

impl Moved {
    /// Compares a post and its copy, which have the same headings in the same
    /// order. Of several rules, an id is looked for by the first one that makes
    /// it. Ids that are written out stay, whatever headings say.
    pub(crate) fn between(original: &Reading, copy: &Reading, rules: &[SlugRule]) -> Self {
        let mut moved = HashMap::new();
        if original.headings.len() != copy.headings.len() {
            return Self(moved);
        }
        for rule in rules {
            let (old, new) = (rule.slugs(&original.headings), rule.slugs(&copy.headings));
            for (old, new) in old.into_iter().zip(new) {
                moved.entry(old).or_insert(new);
            }
        }
        let of_headings = original.headings.iter().filter_map(|heading| heading.id());
        let written: HashSet<&str> =
            of_headings.chain(original.ids.iter().map(String::as_str)).collect();
        moved.retain(|old, new| {
            old != new && !old.is_empty() && !new.is_empty() && !written.contains(old.as_str())
        });
        Self(moved)
    }

    /// The fragment that leads to the heading that `written` led to, in the same
    /// encoding; `None` if `written` stays.
    pub(crate) fn follow(&self, written: &str) -> Option<String> {
        let new = self.0.get(&*decoded(written)?)?;
        Some(encoded_like(new, written))
    }
}
