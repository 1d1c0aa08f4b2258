//! HTML in a body: its tokens, and which elements keep their text.
//!
//! Gets text that the Markdown parser calls HTML, or the text of one front matter
//! value. Says for each tag whether text is read on through it, and for each place
//! whether the text there is prose.

mod elements;
mod inline;
mod lines;
pub(crate) mod tokens;

pub(super) use elements::{Elements, Place, Tag};
pub(super) use inline::OpenElements;
pub(super) use lines::Lines;

use super::kept::KeptReason;

/// Tags that only format: text goes on through them.
const FORMATTING: [&str; 21] = [
    "a", "abbr", "b", "bdi", "big", "cite", "del", "dfn", "em", "font", "i", "ins", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "u",
];

/// Elements whose text is not prose, or is never shown.
const OPAQUE: [&str; 13] = [
    "code", "iframe", "kbd", "math", "noembed", "noframes", "pre", "samp", "script", "style",
    "svg", "textarea", "xmp",
];

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that the start of the next one ends.
pub(super) const IMPLIED: [&str; 10] =
    ["dd", "dt", "li", "optgroup", "option", "p", "td", "th", "tr", "tbody"];

/// Attributes whose values are prose: in HTML, JSX, Vue and directives.
const PROSE: [&str; 5] = ["alt", "aria-label", "placeholder", "summary", "title"];

/// Whether text is read on through a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// The tag formats: the run goes on.
    GoesOn,
    /// The tag stands for something of its own: the run ends.
    Ends,
}

impl Flow {
    /// Whether text is read on through tags of that name.
    fn through(name: &str) -> Self {
        // `<ruby>` is read as its base text: annotations end the run.
        if FORMATTING.contains(&name) || matches!(name, "ruby" | "rb") {
            Self::GoesOn
        } else {
            Self::Ends
        }
    }
}

/// Whether the value of an attribute is prose.
pub(crate) fn is_prose_attribute(name: &str) -> bool {
    PROSE.contains(&name)
}

/// Why an element's text stays as it is; inherited until something overrides it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Keeps {
    opaque: bool,
    untranslated: bool,
    foreign: bool,
}

impl Keeps {
    fn reason(self) -> Option<KeptReason> {
        if self.opaque {
            Some(KeptReason::HtmlCode)
        } else if self.untranslated {
            Some(KeptReason::Untranslated)
        } else {
            self.foreign.then_some(KeptReason::OtherLanguage)
        }
    }

    /// What holds in an element, by its name and the values of its attributes.
    fn within<'a>(
        mut self,
        name: &str,
        attributes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        self.opaque |= OPAQUE.contains(&name);
        for (name, value) in attributes {
            match name {
                "translate" if value.eq_ignore_ascii_case("no") => self.untranslated = true,
                "translate" if value.is_empty() || value.eq_ignore_ascii_case("yes") => {
                    self.untranslated = false;
                }
                "lang" if !value.is_empty() => self.foreign = !is_chinese(value),
                _ => {}
            }
        }
        self
    }
}

/// Whether a language tag names written Chinese.
fn is_chinese(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(primary.as_str(), "zh" | "cmn" | "yue" | "hak" | "nan" | "wuu" | "lzh")
}
