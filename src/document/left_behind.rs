//! What stays behind: Han characters outside of all spans, counted by reason.

use std::{collections::BTreeMap, ops::AddAssign};

use super::{KeptReason, Prose};
use crate::convert::detect::is_han;

/// Numbers of Han characters that are not prose, by the reason why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

    fn count(&mut self, text: &str, reason: KeptReason) {
        if text.is_ascii() {
            return;
        }
        let count = text.chars().filter(|character| is_han(*character)).count();
        if count > 0 {
            *self.0.entry(reason).or_default() += count;
        }
    }
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
        let mut left = LeftBehind::default();
        let spans = self.sorted_spans();
        let mut spans = spans.iter().peekable();
        let mut markup = |left: &mut LeftBehind, mut at: usize, end: usize| {
            while at < end {
                while spans.next_if(|span| span.end <= at).is_some() {}
                let span = spans.peek().map_or(end..end, |span| (**span).clone());
                let until = span.start.clamp(at, end);
                left.count(&source[at..until], KeptReason::Markup);
                at = until.max(span.end.min(end));
            }
        };
        let mut done = 0;
        for kept in &self.kept {
            markup(&mut left, done, kept.range.start);
            left.count(&source[kept.range.clone()], kept.reason);
            done = kept.range.end;
        }
        markup(&mut left, done, source.len());
        left
    }
}
