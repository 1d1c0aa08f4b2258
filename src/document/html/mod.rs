//! Inline HTML: which tags end a run, and which elements keep their text.
//!
//! Gets single tags as the Markdown parser cuts them. HTML blocks stay as they
//! are and never come here.

#[allow(dead_code, reason = "read from the next commit on")]
pub(crate) mod tokens;

/// Tags that only format: text goes on through them.
const FORMATTING: [&str; 21] = [
    "a", "abbr", "b", "bdi", "big", "cite", "del", "dfn", "em", "font", "i", "ins", "mark", "q",
    "s", "small", "span", "strong", "sub", "sup", "u",
];

/// Elements whose text is not prose.
const OPAQUE: [&str; 9] =
    ["code", "kbd", "math", "pre", "samp", "script", "style", "svg", "textarea"];

const VOID: [&str; 8] = ["area", "br", "hr", "img", "input", "source", "track", "wbr"];

/// How many open elements a closing tag is compared with.
const NEAR: usize = 100;

/// Whether text is read on through a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// The tag formats: the run goes on.
    GoesOn,
    /// The tag stands for something of its own: the run ends.
    Ends,
}

/// The elements that are open at a place within one block.
#[derive(Debug, Default)]
pub(super) struct OpenElements(Vec<Element>);

#[derive(Debug)]
struct Element {
    name: String,
    keeps: Keeps,
}

/// Why an element's text stays as it is; inherited until something overrides it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Keeps {
    opaque: bool,
    untranslated: bool,
    foreign: bool,
}

impl OpenElements {
    /// Whether text at this place stays as it is.
    pub(super) fn keep_text(&self) -> bool {
        self.0.last().is_some_and(|element| element.keeps != Keeps::default())
    }

    /// Forgets everything: a new block begins.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes note of `tag` (with its angle brackets) or of a comment.
    pub(super) fn step(&mut self, tag: &str) -> Flow {
        let Some(inner) = tag.strip_prefix('<') else { return Flow::Ends };
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let name_end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let (name, attributes) = inner.split_at(name_end.unwrap_or(inner.len()));
        let name = name.to_ascii_lowercase();
        if name.is_empty() {
            return Flow::Ends;
        }
        let flow = if FORMATTING.contains(&name.as_str()) || is_ruby(&name) {
            Flow::GoesOn
        } else {
            Flow::Ends
        };
        if closing {
            // Looking further up would take quadratic time on hostile input.
            let near = self.0.iter().rev().take(NEAR).position(|element| element.name == name);
            if let Some(above) = near {
                self.0.truncate(self.0.len() - above - 1);
            }
        } else if !VOID.contains(&name.as_str()) && !attributes.ends_with("/>") {
            let keeps = self.keeps(&name, attributes);
            self.0.push(Element { name, keeps });
        }
        flow
    }

    fn keeps(&self, name: &str, attributes: &str) -> Keeps {
        let mut keeps = self.0.last().map_or(Keeps::default(), |element| element.keeps);
        keeps.opaque |= OPAQUE.contains(&name);
        match attribute(attributes, "translate") {
            Some(value) if value.eq_ignore_ascii_case("no") => keeps.untranslated = true,
            Some(value) if value.is_empty() || value.eq_ignore_ascii_case("yes") => {
                keeps.untranslated = false;
            }
            _ => {}
        }
        if let Some(tag) = attribute(attributes, "lang").filter(|tag| !tag.is_empty()) {
            keeps.foreign = !is_chinese(tag);
        }
        keeps
    }
}

/// `<ruby>` is read as its base text: annotations end the run.
fn is_ruby(name: &str) -> bool {
    matches!(name, "ruby" | "rb")
}

/// Whether a language tag names written Chinese.
fn is_chinese(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    matches!(primary.as_str(), "zh" | "cmn" | "yue" | "hak" | "nan" | "wuu" | "lzh")
}

/// The value of an attribute, from the text of a tag behind its name.
fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let name_end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/'));
        let (name, after) = rest.split_at(name_end?);
        let (value, after) = attribute_value(after);
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        if name.is_empty() && value.is_empty() {
            return None;
        }
        rest = after;
    }
}

/// The value at the start of `text` (empty if there is no `=`) and what follows.
fn attribute_value(text: &str) -> (&str, &str) {
    let Some(value) = text.trim_start().strip_prefix('=').map(str::trim_start) else {
        return ("", text);
    };
    for quote in ['"', '\''] {
        if let Some((value, after)) =
            value.strip_prefix(quote).and_then(|value| value.split_once(quote))
        {
            return (value, after);
        }
    }
    value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_keeps(tags: &[&str], keeps: bool) {
        let mut open = OpenElements::default();
        for tag in tags {
            open.step(tag);
        }
        assert_eq!(open.keep_text(), keeps, "{tags:?}");
    }

    #[test]
    fn code_and_untranslated_elements_keep_their_text() {
        assert_keeps(&["<b>"], false);
        assert_keeps(&["<CODE>"], true);
        assert_keeps(&["<code>", "<b>"], true);
        assert_keeps(&["<code>", "<b>", "</code>"], false);
        assert_keeps(&["<code>", "</kbd>"], true);
        assert_keeps(&["<span class=\"a>b\" translate = no>"], true);
        assert_keeps(&["<span translate='no'>", "<i translate=yes>"], false);
        assert_keeps(&["<q lang=\"ja\">"], true);
        assert_keeps(&["<q lang=\"ja\">", "<i lang=zh-Hant>"], false);
        assert_keeps(&["<i lang='zh-Hant'>"], false);
        assert_keeps(&["<kbd/>"], false);
        assert_keeps(&["<span data-lang=\"ja\" title='lang=ja'>"], false);
    }

    #[test]
    fn formatting_tags_do_not_end_a_run() {
        let mut open = OpenElements::default();
        for tag in ["<b>", "</b>", "<a href='/門'>", "</SPAN>", "<ruby>"] {
            assert_eq!(open.step(tag), Flow::GoesOn, "{tag}");
        }
        for tag in ["<br>", "<img src=a>", "<!-- b -->", "<?b?>", "<rt>", "<b-c>", "<"] {
            assert_eq!(open.step(tag), Flow::Ends, "{tag}");
        }
    }
}
