//! Anchors: which id of a post becomes which in its copy.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    Reading,
    fragments::{decoded, encoded_like},
    slugs::SlugRule,
};

/// The ids of headings that are others in the copy.
///
/// An archive can have one for each of its posts, all at once: two blocks of memory
/// take half of what a map of strings does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<(String, String)>", into = "Vec<(String, String)>")]
pub(crate) struct Moved {
    /// The ids, each old one before its new one, sorted.
    ids: Box<str>,
    /// Of each pair the byte offsets in `ids` where the old id starts, where it ends,
    /// and where the new one ends.
    places: Box<[[u32; 3]]>,
}

impl Moved {
    /// Compares a post and its copy, which have the same headings in the same
    /// order. Of several rules, an id is looked for by the first one that makes
    /// it. Ids that are written out stay, whatever headings say.
    pub(crate) fn between(original: &Reading, copy: &Reading, rules: &[SlugRule]) -> Self {
        let mut moved = HashMap::new();
        if original.headings.len() != copy.headings.len() {
            return Self::default();
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
        Self::of_pairs(moved.into_iter().collect())
    }

    pub(crate) fn of_pairs(mut pairs: Vec<(String, String)>) -> Self {
        pairs.sort_unstable();
        let mut ids = String::new();
        let places = pairs.iter().map(|(old, new)| {
            let start = ids.len() as u32;
            ids.push_str(old);
            let end = ids.len() as u32;
            ids.push_str(new);
            [start, end, ids.len() as u32]
        });
        Self { places: places.collect(), ids: ids.into() }
    }

    fn get(&self, old: &str) -> Option<&str> {
        let of_pair =
            |[start, end, _]: &[u32; 3]| self.ids[*start as usize..*end as usize].cmp(old);
        let [_, end, new_end] = self.places[self.places.binary_search_by(of_pair).ok()?];
        Some(&self.ids[end as usize..new_end as usize])
    }

    /// The fragment that leads to the heading that `written` led to, in the same
    /// encoding; `None` if `written` stays.
    pub(crate) fn follow(&self, written: &str) -> Option<String> {
        let new = self.get(&decoded(written)?)?;
        Some(encoded_like(new, written))
    }
}

impl From<Vec<(String, String)>> for Moved {
    fn from(pairs: Vec<(String, String)>) -> Self {
        Self::of_pairs(pairs)
    }
}

impl From<Moved> for Vec<(String, String)> {
    fn from(moved: Moved) -> Self {
        let pair = |&[start, end, new_end]: &[u32; 3]| {
            let [start, end, new_end] = [start, end, new_end].map(|at| at as usize);
            (moved.ids[start..end].to_owned(), moved.ids[end..new_end].to_owned())
        };
        moved.places.iter().map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_old_id_leads_to_its_new_one() {
        let pairs = [("書", "书"), ("一-書", "一-书"), ("車", "车"), ("車-1", "车-1"), ("a", "b")];
        let moved =
            Moved::of_pairs(pairs.map(|(old, new)| (old.to_owned(), new.to_owned())).into());
        for (old, new) in pairs {
            assert_eq!(moved.get(old), Some(new));
        }
        for other in ["", "书", "車-", "車-2", "頁"] {
            assert_eq!(moved.get(other), None, "{other}");
        }
        assert_eq!(Moved::default().get(""), None);
    }
}
