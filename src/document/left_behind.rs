//! What stays behind: Han characters outside of all spans, counted by reason.

use std::{
    collections::BTreeMap,
    ops::{AddAssign, Range},
};

use serde::{Deserialize, Serialize};

use super::{KeptReason, Prose};
use crate::{convert::detect::is_han, edit::Edit};

/// Numbers of Han characters that are not prose, by the reason why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind(BTreeMap<KeptReason, usize>);

impl LeftBehind {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// Those that stay for one reason.
    #[must_use]
    pub fn of(&self, reason: KeptReason) -> usize {
        self.0.get(&reason).copied().unwrap_or_default()
    }

    /// The reasons in the order of their declaration, each with its number, which
    /// is not zero.
    pub fn iter(&self) -> impl Iterator<Item = (KeptReason, usize)> {
        self.0.iter().map(|(reason, count)| (*reason, *count))
    }

    /// The same, the largest number first.
    #[must_use]
    pub fn by_number(&self) -> Vec<(KeptReason, usize)> {
        let mut all: Vec<_> = self.iter().collect();
        all.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        all
    }

    /// Takes back what declared edits change of what `prose` keeps, as links do that
    /// follow a heading. What a replacement begins and ends with as before still stays.
    pub(crate) fn without<'e>(
        mut self,
        source: &str,
        prose: &Prose,
        declared: impl Iterator<Item = Edit<'e>>,
    ) -> Self {
        for edit in declared {
            let changed = changed(source, &edit.range, edit.replacement);
            let first = prose.kept.partition_point(|kept| kept.range.end <= changed.start);
            let touched = prose.kept[first..].iter();
            for kept in touched.take_while(|kept| kept.range.start < changed.end) {
                let start = kept.range.start.max(changed.start);
                let end = kept.range.end.min(changed.end);
                let count = han_count(&source[start..end]);
                if let Some(left) = self.0.get_mut(&kept.reason) {
                    *left = left.saturating_sub(count);
                }
            }
        }
        self.0.retain(|_, count| *count > 0);
        self
    }

    fn count(&mut self, text: &str, reason: KeptReason) {
        self.add(reason, han_count(text));
    }

    fn add(&mut self, reason: KeptReason, count: usize) {
        if count > 0 {
            *self.0.entry(reason).or_default() += count;
        }
    }
}

fn han_count(text: &str) -> usize {
    // Marks between spans are a few bytes.
    if text.is_empty() || text.is_ascii() {
        return 0;
    }
    text.chars().filter(|character| !character.is_ascii() && is_han(*character)).count()
}

/// The part of `range` that `replacement` does not begin or end with.
fn changed(source: &str, range: &Range<usize>, replacement: &str) -> Range<usize> {
    let before = &source[range.clone()];
    let same = |(ours, theirs): &(char, char)| ours == theirs;
    let width = |(ours, _): (char, char)| ours.len_utf8();
    let prefix: usize = before.chars().zip(replacement.chars()).take_while(same).map(width).sum();
    let suffix: usize = before[prefix..]
        .chars()
        .rev()
        .zip(replacement[prefix..].chars().rev())
        .take_while(same)
        .map(width)
        .sum();
    range.start + prefix..range.end - suffix
}

impl AddAssign<&Self> for LeftBehind {
    fn add_assign(&mut self, other: &Self) {
        for (reason, count) in other.iter() {
            *self.0.entry(reason).or_default() += count;
        }
    }
}

impl Prose {
    /// Counts the Han characters of `source` that lie in no span.
    ///
    /// ```
    /// use hanmark::document::{Document, KeptReason, ProseSettings, prose};
    ///
    /// let source = "門 `書` [頁](/圖/電)";
    /// let prose = prose(&Document::split(source), &ProseSettings::default())?;
    /// let left = prose.left_behind(source);
    /// assert_eq!(left.of(KeptReason::InlineCode), 1);
    /// assert_eq!(left.of(KeptReason::Destination), 2);
    /// assert_eq!(left.total(), 3);
    /// # Ok::<(), hanmark::document::Refusal>(())
    /// ```
    #[must_use]
    pub fn left_behind(&self, source: &str) -> LeftBehind {
        self.left_behind_from(source, 0)
    }

    /// The same for what stands at `start` or behind; nothing reaches over it.
    pub(crate) fn left_behind_from(&self, source: &str, start: usize) -> LeftBehind {
        let mut left = LeftBehind::default();
        let spans = self.sorted_spans();
        let mut markup = 0;
        let mut done = start;
        let mut kept = self.kept.iter().peekable();
        // What is kept and what is prose lies side by side; the rest is markup.
        let mut between = |start: usize, end: usize| {
            if start < end {
                markup += han_count(&source[start..end]);
            }
        };
        for span in spans.iter() {
            while let Some(kept) = kept.next_if(|kept| kept.range.start < span.start) {
                between(done, kept.range.start);
                left.count(&source[kept.range.clone()], kept.reason);
                done = done.max(kept.range.end);
            }
            between(done, span.start);
            done = done.max(span.end);
        }
        for kept in kept {
            between(done, kept.range.start);
            left.count(&source[kept.range.clone()], kept.reason);
            done = done.max(kept.range.end);
        }
        between(done, source.len());
        left.add(KeptReason::Markup, markup);
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{Document, ProseSettings, prose},
        edit::Edits,
    };

    #[test]
    fn what_links_change_does_not_stay() {
        let source = "[門](/圖/頁#書車)";
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let mut edits = Edits::default();
        let destination = source.find('/').unwrap()..source.len() - 1;
        edits.push(destination, "/圖/頁#书车", &[]);
        let left = prose.left_behind(source).without(source, &prose, edits.iter());
        assert_eq!(left.iter().collect::<Vec<_>>(), [(KeptReason::Destination, 2)]);
    }
}
