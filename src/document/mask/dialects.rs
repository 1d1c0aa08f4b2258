//! Dialects: the constructs of all template languages, one row each.

use crate::document::KeptReason;

/// A construct of a template language.
pub(super) struct Dialect {
    pub(super) opener: &'static str,
    pub(super) closer: &'static str,
    pub(super) inside: Inside,
    pub(super) reach: Reach,
    pub(super) pairs: Pairs,
    /// Why what is in there stays.
    pub(super) reason: KeptReason,
}

/// What can stand between opener and closer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Anything up to the first closer.
    Comment,
    /// Anything up to the first closer, but no opener, as Liquid and Vue read it.
    Words,
    /// The same, and strings that can hold a closer, as Hugo reads it: `"…"` within a
    /// line, and `` `…` ``.
    Strings,
}

/// How far the closer can be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// In the same line.
    Line,
    /// Before a blank line: the closer is a usual sign.
    Paragraph,
    /// Anywhere.
    Post,
}

/// How a tag with a body is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pairs {
    /// There are no such tags.
    Never,
    /// `note` by `endnote`.
    End,
    /// `note` by `/note`; `note /` has no body.
    Slash,
    /// This one closes.
    Closer,
}

const fn row(opener: &'static str, closer: &'static str) -> Dialect {
    Dialect {
        opener,
        closer,
        inside: Inside::Words,
        reach: Reach::Post,
        pairs: Pairs::Never,
        reason: KeptReason::Template,
    }
}

const fn comment(opener: &'static str, closer: &'static str) -> Dialect {
    Dialect { inside: Inside::Comment, ..row(opener, closer) }
}

/// All of them; of two that begin alike, the longer opener comes first.
pub(super) const DIALECTS: &[Dialect] = &[
    // A shortcode of Hugo that is shown, not called.
    comment("{{</*", "*/>}}"),
    comment("{{%/*", "*/%}}"),
    Dialect { inside: Inside::Strings, pairs: Pairs::Slash, ..row("{{<", ">}}") },
    Dialect { inside: Inside::Strings, pairs: Pairs::Slash, ..row("{{%", "%}}") },
    // Go's templates.
    comment("{{/*", "*/}}"),
    // Output of Liquid, Jinja, Handlebars, Vue.
    Dialect { reach: Reach::Paragraph, ..row("{{{", "}}}") },
    Dialect { reach: Reach::Paragraph, ..row("{{", "}}") },
    // Tags of Liquid, Jinja, Nunjucks, Twig, Hexo.
    Dialect { pairs: Pairs::End, ..row("{%", "%}") },
    // Comments of Jinja: `{#id}` is an attribute of a heading.
    comment("{# ", "#}"),
    comment("{#\n", "#}"),
    comment("{#\r", "#}"),
    comment("{#- ", "#}"),
    // Comments of MDX.
    Dialect { reason: KeptReason::Expression, ..comment("{/*", "*/}") },
    // Extensions of kramdown.
    Dialect { reach: Reach::Line, pairs: Pairs::Slash, ..row("{::", "}") },
    Dialect { reach: Reach::Line, pairs: Pairs::Closer, ..row("{:/", "}") },
    // ERB, EJS.
    comment("<%", "%>"),
];
