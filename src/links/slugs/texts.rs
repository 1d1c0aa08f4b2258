//! The text of a heading, as the generators see it.

use std::borrow::Cow;

use crate::links::headings::{Part, PartKind};

/// What of a heading is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Text {
    /// The text of the page, without images.
    Rendered,
    /// The same with dashes for hyphens in a row. Dashes are no letters, so it is
    /// enough to drop these.
    Typographic,
    /// The same where two hyphens are a dash, but not three.
    Dashed,
    /// As typographic, with the alt text of images, and of several lines the last.
    LastLine,
    /// The page's text with the alt text of images.
    WithAlt,
    /// The content of markdown-it's tokens: line breaks have none.
    Tokens,
    /// The page's text with curved quotes and dashes, as marked makes them; named
    /// entities stay written out.
    Smart,
}

impl Text {
    pub(super) fn of(self, parts: &[Part]) -> String {
        let first = match self {
            Self::LastLine => parts.iter().rposition(|part| part.kind == PartKind::Break),
            _ => None,
        };
        let parts = &parts[first.map_or(0, |last_break| last_break + 1)..];
        parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(self, part: &Part) -> Cow<'_, str> {
        let text = part.text.as_str();
        match part.kind {
            PartKind::Text if self == Self::Smart => Cow::Owned(smart(text)),
            PartKind::Text if matches!(self, Self::Typographic | Self::LastLine) => {
                Cow::Owned(text.replace("---", "").replace("--", ""))
            }
            PartKind::Text if self == Self::Dashed => Cow::Owned(without_pairs(text)),
            PartKind::Entity if self == Self::Smart => Cow::Borrowed(unescaped(part)),
            PartKind::Text | PartKind::Entity | PartKind::Code => Cow::Borrowed(text),
            PartKind::Alt => match self {
                Self::LastLine | Self::WithAlt | Self::Tokens => Cow::Borrowed(text),
                _ => Cow::Borrowed(""),
            },
            PartKind::Tilde => Cow::Borrowed(if self == Self::Tokens { text } else { "" }),
            PartKind::Break => Cow::Borrowed(if self == Self::Tokens { "" } else { "\n" }),
        }
    }
}

/// `text` without hyphens in pairs.
fn without_pairs(text: &str) -> String {
    let parts = text.split_inclusive(|c| c != '-');
    parts
        .map(|part| match part.strip_prefix("--") {
            Some(rest) if !rest.starts_with('-') => rest,
            _ => part,
        })
        .collect()
}

/// Entities that hexo-util knows are decoded, others are not.
fn unescaped(part: &Part) -> &str {
    match part.written.as_str() {
        "&amp;" | "&lt;" | "&gt;" | "&quot;" | "&#39;" | "&#x2F;" => &part.text,
        written => written,
    }
}

/// Sources: hexo-renderer-marked, `smartypants`.
fn smart(text: &str) -> String {
    let dashed = text.replace("---", "—").replace("--", "–").replace("...", "…");
    let mut smart = String::new();
    let mut before = None;
    for c in dashed.chars() {
        let opens = before.is_none_or(|c: char| c.is_whitespace() || "-—/([{‘“\"".contains(c));
        smart.push(match (c, opens) {
            ('\'', true) => '‘',
            ('\'', false) => '’',
            ('"', true) => '“',
            ('"', false) => '”',
            _ => c,
        });
        before = Some(c);
    }
    smart
}
