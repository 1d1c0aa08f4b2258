//! What stays behind: text that is no prose, and why.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a post that is no prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Byte range in the post; what lies between two of one reason can belong to it.
    pub range: Range<usize>,
    /// Why it stays.
    pub reason: KeptReason,
}

/// Why text stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KeptReason {
    /// A key of the front matter.
    FrontMatterKey,
    /// A value of the front matter that is not named as prose.
    FrontMatterValue,
    /// A comment of the front matter.
    FrontMatterComment,
    /// Front matter that cannot be read.
    FrontMatterUnread,
    /// A code block.
    CodeBlock,
    /// The language and what follows it behind the fence of a code block.
    FenceInfo,
    /// Inline code.
    InlineCode,
    /// Math.
    Math,
    /// The destination of a link or image.
    Destination,
    /// The title of a link with an entity that looks like another.
    LinkTitle,
    /// An autolink or a bare URL.
    Url,
    /// The label of a reference, and the text of a link that is its label too.
    ReferenceLabel,
    /// The label of a footnote.
    FootnoteLabel,
    /// The target of a wikilink.
    Wikilink,
    /// An attribute list, `{#id .class}` or `{: .class}`.
    AttributeList,
    /// A tag of HTML or JSX, with the attributes that are no prose.
    HtmlTag,
    /// A comment of HTML.
    HtmlComment,
    /// The content of an HTML element that is no prose: `script`, `style`, `code` …
    HtmlCode,
    /// Text that its element's `translate="no"` keeps.
    Untranslated,
    /// Text that its element's `lang` says to be in another language.
    OtherLanguage,
    /// A template's tag or output, with its parameters.
    Template,
    /// The body of a template tag that holds code.
    TemplateCode,
    /// The name of a container or admonition.
    ContainerName,
    /// A bare expression, or an import or export, in MDX.
    Expression,
    /// Between `hanmark:off` and `hanmark:on`, or behind `hanmark:next-line`.
    Directive,
    /// Nothing of these: marks of the Markdown itself.
    Markup,
}

impl KeptReason {
    /// What stays, as a report names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.names().1
    }

    /// The same for programs: one word that stays as it is.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.names().0
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::FrontMatterKey => ("front_matter_key", "front matter keys"),
            Self::FrontMatterValue => ("front_matter_value", "front matter values"),
            Self::FrontMatterComment => ("front_matter_comment", "front matter comments"),
            Self::FrontMatterUnread => ("front_matter_unread", "unread front matter"),
            Self::CodeBlock => ("code_block", "code blocks"),
            Self::FenceInfo => ("fence_info", "fence info"),
            Self::InlineCode => ("inline_code", "inline code"),
            Self::Math => ("math", "math"),
            Self::Destination => ("destination", "destinations"),
            Self::LinkTitle => ("link_title", "link titles with escapes"),
            Self::Url => ("url", "URLs"),
            Self::ReferenceLabel => ("reference_label", "reference labels"),
            Self::FootnoteLabel => ("footnote_label", "footnote labels"),
            Self::Wikilink => ("wikilink", "wikilink targets"),
            Self::AttributeList => ("attribute_list", "attribute lists"),
            Self::HtmlTag => ("html_tag", "HTML tags"),
            Self::HtmlComment => ("html_comment", "HTML comments"),
            Self::HtmlCode => ("html_code", "code in HTML"),
            Self::Untranslated => ("untranslated", "translate=\"no\""),
            Self::OtherLanguage => ("other_language", "other languages"),
            Self::Template => ("template", "template tags"),
            Self::TemplateCode => ("template_code", "code in templates"),
            Self::ContainerName => ("container_name", "container names"),
            Self::Expression => ("expression", "MDX expressions"),
            Self::Directive => ("directive", "hanmark:off"),
            Self::Markup => ("markup", "other markup"),
        }
    }
}

/// Makes ranges that can lie in one another disjoint: the innermost reason counts,
/// of equal ranges the last one. Of what `spans`, in order and disjoint, hold
/// nothing stays.
pub(super) fn disjoint(mut kept: Vec<Kept>, spans: &[Range<usize>]) -> Vec<Kept> {
    let order = |kept: &Kept| (kept.range.start, std::cmp::Reverse(kept.range.end));
    if !kept.is_sorted_by_key(order) {
        kept.sort_by_key(order);
    }
    let mut flat = Flat { out: Vec::with_capacity(kept.len()), at: 0, spans };
    let mut open: Vec<Kept> = Vec::new();
    for next in kept {
        while let Some(done) = open.pop_if(|open| open.range.end <= next.range.start) {
            flat.up_to(done.range.end, done.reason);
        }
        if let Some(around) = open.last() {
            flat.up_to(next.range.start, around.reason);
        }
        flat.at = flat.at.max(next.range.start);
        open.push(next);
    }
    while let Some(done) = open.pop() {
        flat.up_to(done.range.end, done.reason);
    }
    flat.out
}

struct Flat<'s> {
    out: Vec<Kept>,
    /// Up to where all is done.
    at: usize,
    /// The spans that end behind there.
    spans: &'s [Range<usize>],
}

impl Flat<'_> {
    /// What is not done before `end` stays for `reason`, but for the spans in it.
    fn up_to(&mut self, end: usize, reason: KeptReason) {
        while self.at < end {
            let done = self.spans.partition_point(|span| span.end <= self.at);
            self.spans = &self.spans[done..];
            let span = self.spans.first().cloned().unwrap_or(end..end);
            let until = span.start.clamp(self.at, end);
            if until > self.at {
                self.push(self.at..until, reason);
            }
            self.at = until.max(span.end.min(end));
        }
    }

    fn push(&mut self, range: Range<usize>, reason: KeptReason) {
        match self.out.last_mut() {
            Some(last) if last.range.end == range.start && last.reason == reason => {
                last.range.end = range.end;
            }
            _ => self.out.push(Kept { range, reason }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_disjoint(
        kept: &[(Range<usize>, KeptReason)],
        spans: &[Range<usize>],
        expected: &[(Range<usize>, KeptReason)],
    ) {
        let list = |pairs: &[(Range<usize>, KeptReason)]| -> Vec<Kept> {
            let kept = |(range, reason): &(Range<usize>, KeptReason)| Kept {
                range: range.clone(),
                reason: *reason,
            };
            pairs.iter().map(kept).collect()
        };
        assert_eq!(disjoint(list(kept), spans), list(expected));
    }

    #[test]
    fn the_innermost_reason_counts() {
        use KeptReason::{Destination, InlineCode, Url};
        assert_disjoint(
            &[(0..20, Destination), (12..14, Url), (4..8, InlineCode), (5..6, Url)],
            &[],
            &[
                (0..4, Destination),
                (4..5, InlineCode),
                (5..6, Url),
                (6..8, InlineCode),
                (8..12, Destination),
                (12..14, Url),
                (14..20, Destination),
            ],
        );
        assert_disjoint(&[(0..4, Url), (0..4, InlineCode)], &[], &[(0..4, InlineCode)]);
        assert_disjoint(
            &[(0..4, Url), (2..6, InlineCode), (8..9, Url)],
            &[],
            &[(0..2, Url), (2..6, InlineCode), (8..9, Url)],
        );
    }

    #[test]
    fn spans_are_not_kept() {
        use KeptReason::{Destination, InlineCode};
        assert_disjoint(
            &[(2..20, Destination), (6..9, InlineCode)],
            &[0..1, 3..6, 8..10, 19..25],
            &[(2..3, Destination), (6..8, InlineCode), (10..19, Destination)],
        );
        assert_disjoint(&[(2..4, InlineCode)], &[0..3, 3..9], &[]);
    }
}
