//! What stays behind: text that is no prose, and why.

use std::ops::Range;

/// A stretch of a post that is no prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Byte range in the post; what lies between two of one reason can belong to it.
    pub range: Range<usize>,
    /// Why it stays.
    pub reason: KeptReason,
}

/// Why text stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
        match self {
            Self::FrontMatterKey => "front matter keys",
            Self::FrontMatterValue => "front matter values",
            Self::FrontMatterComment => "front matter comments",
            Self::FrontMatterUnread => "unread front matter",
            Self::CodeBlock => "code blocks",
            Self::FenceInfo => "fence info",
            Self::InlineCode => "inline code",
            Self::Math => "math",
            Self::Destination => "destinations",
            Self::Url => "URLs",
            Self::ReferenceLabel => "reference labels",
            Self::FootnoteLabel => "footnote labels",
            Self::Wikilink => "wikilink targets",
            Self::AttributeList => "attribute lists",
            Self::HtmlTag => "HTML tags",
            Self::HtmlComment => "HTML comments",
            Self::HtmlCode => "code in HTML",
            Self::Untranslated => "translate=\"no\"",
            Self::OtherLanguage => "other languages",
            Self::Template => "template tags",
            Self::TemplateCode => "code in templates",
            Self::ContainerName => "container names",
            Self::Expression => "MDX expressions",
            Self::Directive => "hanmark:off",
            Self::Markup => "other markup",
        }
    }
}
