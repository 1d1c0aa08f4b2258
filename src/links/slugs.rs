//! Slugs: the ids that generators make of headings.
//!
//! Gets the headings of a post as they are written, gives for each the id that
//! its page has. Every generator is a row of one table; the rows were measured
//! against the generators themselves (see the tests).

mod letters;
mod texts;
mod unique;

use super::headings::Heading;
use letters::{base_letters, is_letter, is_letter_or_digit, is_word};
use texts::Text;
use unique::{Seen, Unique};

/// The rule by which a generator makes ids of headings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlugRule {
    /// GitHub's, as github-slugger has it; many others have adopted it, so that it
    /// stands for generators that are not known.
    #[default]
    GitHub,
    /// That of kramdown for GitHub's Markdown, Jekyll's default.
    Kramdown,
    /// Hugo's default.
    Goldmark,
    /// mdBook's.
    MdBook,
    /// `VitePress`'s default.
    VitePress,
    /// Python-Markdown's default (`MkDocs`): nothing but ASCII is left.
    PythonMarkdown,
    /// That of pymdown-extensions with `case: lower`, usual with `MkDocs` in Chinese.
    Pymdown,
    /// Hexo's default.
    Hexo,
    /// Docusaurus's.
    Docusaurus,
    /// That of Astro, and with it of Starlight.
    Starlight,
}

struct Row {
    rule: SlugRule,
    /// What of a heading is read.
    text: Text,
    /// The id of a text, before it is told from others.
    slug: fn(&str) -> String,
    unique: Unique,
    attributes: Attributes,
    taken: Taken,
    pin: Pin,
}

/// Which attributes behind a heading are read; others are part of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Attributes {
    /// None.
    Unread,
    /// `{#id}` with nothing else in it.
    IdAlone,
    /// All.
    All,
}

/// Whether ids that are written out are taken when others are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Never,
    /// By headings further down.
    Behind,
    /// In the whole post.
    Throughout,
}

/// Which ids a heading can be given by `{#id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pin {
    /// None: it would be shown as text.
    Unread,
    /// Those that are XML names.
    XmlName,
    /// All without white space and braces.
    Word,
}

/// Sources: github-slugger; kramdown-parser-gfm, `generate_gfm_header_id`; Hugo,
/// `markup/goldmark/autoid.go`; mdBook, `id_from_content`; @mdit-vue/shared,
/// `slugify`, with markdown-it-anchor; Python-Markdown, `toc.slugify`;
/// pymdown-extensions, `slugs.slugify`; hexo-util, `slugize`, with
/// hexo-renderer-marked; Docusaurus, `remark/headings`; Astro, `rehypeHeadingIds`.
#[rustfmt::skip]
static TABLE: [Row; 10] = [
    Row { rule: SlugRule::GitHub, text: Text::Rendered, slug: github, unique: Unique::Free, attributes: Attributes::Unread, taken: Taken::Never, pin: Pin::Word },
    Row { rule: SlugRule::Kramdown, text: Text::Typographic, slug: kramdown, unique: Unique::Counted, attributes: Attributes::IdAlone, taken: Taken::Never, pin: Pin::XmlName },
    Row { rule: SlugRule::Goldmark, text: Text::LastLine, slug: goldmark, unique: Unique::Free, attributes: Attributes::All, taken: Taken::Behind, pin: Pin::Word },
    Row { rule: SlugRule::MdBook, text: Text::Typographic, slug: mdbook, unique: Unique::Free, attributes: Attributes::All, taken: Taken::Never, pin: Pin::Word },
    Row { rule: SlugRule::VitePress, text: Text::Tokens, slug: vitepress, unique: Unique::Free, attributes: Attributes::All, taken: Taken::Behind, pin: Pin::Word },
    Row { rule: SlugRule::PythonMarkdown, text: Text::Rendered, slug: python, unique: Unique::Underscore, attributes: Attributes::All, taken: Taken::Throughout, pin: Pin::Word },
    Row { rule: SlugRule::Pymdown, text: Text::Rendered, slug: pymdown, unique: Unique::Underscore, attributes: Attributes::All, taken: Taken::Throughout, pin: Pin::Word },
    Row { rule: SlugRule::Hexo, text: Text::Smart, slug: hexo, unique: Unique::Counted, attributes: Attributes::Unread, taken: Taken::Never, pin: Pin::Unread },
    Row { rule: SlugRule::Docusaurus, text: Text::WithAlt, slug: github, unique: Unique::Free, attributes: Attributes::IdAlone, taken: Taken::Never, pin: Pin::Word },
    Row { rule: SlugRule::Starlight, text: Text::Dashed, slug: github, unique: Unique::Free, attributes: Attributes::Unread, taken: Taken::Never, pin: Pin::Unread },
];

impl SlugRule {
    fn row(self) -> &'static Row {
        TABLE.iter().find(|row| row.rule == self).expect("a test finds every rule")
    }

    /// The ids of `headings`, which are all those of a post in order.
    pub(crate) fn slugs(self, headings: &[Heading]) -> Vec<String> {
        let row = self.row();
        let mut seen = Seen::new(row.unique);
        if row.taken == Taken::Throughout {
            headings.iter().filter_map(|heading| row.id(heading)).for_each(|id| seen.take(id));
        }
        let slug = |heading: &Heading| match row.id(heading) {
            Some(id) => {
                if row.taken == Taken::Behind {
                    seen.take(id);
                }
                id.to_owned()
            }
            None => seen.tell_apart((row.slug)(&row.text(heading))),
        };
        headings.iter().map(slug).collect()
    }

    /// Whether the rule drops all letters but ASCII's, so that an id in ASCII
    /// can be that of a Chinese heading.
    pub(crate) fn is_ascii(self) -> bool {
        self == Self::PythonMarkdown
    }

    /// Which ids a heading can be given.
    pub(crate) fn pin(self) -> Pin {
        self.row().pin
    }
}

impl Row {
    /// The id that is written out, if it is read.
    fn id<'h>(&self, heading: &'h Heading) -> Option<&'h str> {
        let attributes = heading.attributes.as_ref()?;
        match self.attributes {
            Attributes::Unread => None,
            Attributes::IdAlone => attributes.is_id_alone().then_some(attributes.id.as_deref()?),
            Attributes::All => attributes.id.as_deref(),
        }
    }

    fn text(&self, heading: &Heading) -> String {
        let mut text = self.text.of(&heading.parts);
        if let Some(attributes) = &heading.attributes
            && self.attributes != Attributes::All
        {
            text.push(' ');
            text.push_str(&attributes.written);
        }
        text
    }
}

impl Pin {
    /// Whether `{#id}` gives a heading that id.
    pub(crate) fn takes(self, id: &str) -> bool {
        let is_word = !id.is_empty()
            && !id
                .contains(|c: char| c.is_whitespace() || c.is_control() || "{}<>\"'`=".contains(c));
        match self {
            Self::Unread => false,
            Self::Word => is_word,
            Self::XmlName => is_word && id.starts_with(|c: char| c == '_' || c.is_alphabetic()),
        }
    }
}

/// Words, with `-` for blanks.
fn github(text: &str) -> String {
    let kept = |&c: &char| is_word(c) || matches!(c, ' ' | '-');
    text.to_lowercase().chars().filter(kept).map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn kramdown(text: &str) -> String {
    github(&text.replace('\t', " "))
}

fn goldmark(text: &str) -> String {
    let kept = |c: char| match c {
        '-' | ' ' | '\t' => Some('-'),
        // Hugo's lower case is one character, as that of `İ`.
        _ if c == '_' || is_letter_or_digit(c) => c.to_lowercase().next(),
        _ => None,
    };
    let slug: String = text.chars().filter_map(kept).collect();
    if slug.is_empty() { "heading".to_owned() } else { slug }
}

fn mdbook(text: &str) -> String {
    let kept = |c: char| match c {
        '_' | '-' => Some(c),
        _ if c.is_alphanumeric() => Some(c),
        _ => c.is_whitespace().then_some('-'),
    };
    text.trim().to_lowercase().chars().filter_map(kept).collect()
}

fn vitepress(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let is_special = |c: char| c.is_whitespace() || is_ascii_sign(c) || "“”‘’".contains(c);
    let kept = text
        .nfkd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c) && !('\0'..='\u{1f}').contains(c));
    let slug = dashed(kept, is_special);
    let digit = if slug.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    format!("{digit}{}", slug.to_lowercase())
}

fn python(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    pythonic(text.nfkd().filter(char::is_ascii), |c| c.is_ascii_alphanumeric() || c == '_')
}

fn pymdown(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let is_kept = |c: char| c == '_' || is_letter(c) || c.is_numeric();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = without_tags(&text).nfc().collect();
    let lower = text.trim().to_lowercase();
    let kept = lower.chars().filter(|&c| is_kept(c) || matches!(c, ' ' | '-'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Letters, with one `-` for blanks and hyphens in a row.
fn pythonic(text: impl Iterator<Item = char>, is_kept: impl Fn(char) -> bool) -> String {
    let kept: String =
        text.filter(|&c| is_kept(c) || c.is_whitespace() || c == '-').collect::<String>();
    let mut slug = String::new();
    for c in kept.trim().chars() {
        if !c.is_whitespace() && c != '-' {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

/// `text` without what looks like a tag.
fn without_tags(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        kept.push_str(before);
        let Some((_, after)) = tag.split_once('>') else {
            return kept + &rest[before.len()..];
        };
        rest = after;
    }
    kept + rest
}

fn hexo(text: &str) -> String {
    let is_special = |c: char| c.is_whitespace() || is_ascii_sign(c);
    let text: String = text.trim().chars().flat_map(base_letters).collect();
    dashed(text.chars().filter(|c| !('\0'..='\u{1f}').contains(c)), is_special)
}

/// Every ASCII sign.
fn is_ascii_sign(c: char) -> bool {
    c.is_ascii_punctuation()
}

/// One `-` for each stretch of special characters, none at the ends.
fn dashed(text: impl Iterator<Item = char>, is_special: impl Fn(char) -> bool) -> String {
    let mut slug = String::new();
    for c in text {
        if !is_special(c) {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests;
