//! Tags within one value of the front matter.

use super::{
    Flow, Keeps, VOID,
    tokens::{TokenKind, tokens},
};

/// How many open elements a closing tag is compared with.
const NEAR: usize = 100;

/// The elements that are open at a place within one value.
#[derive(Debug, Default)]
pub(in crate::document) struct OpenElements(Vec<Element>);

#[derive(Debug)]
struct Element {
    name: String,
    keeps: Keeps,
}

impl OpenElements {
    /// Whether text at this place stays as it is.
    pub(in crate::document) fn keep_text(&self) -> bool {
        self.keeps() != Keeps::default()
    }

    fn keeps(&self) -> Keeps {
        self.0.last().map_or(Keeps::default(), |element| element.keeps)
    }

    /// Takes note of `tag` (with its angle brackets) or of a comment.
    pub(in crate::document) fn step(&mut self, tag: &str) -> Flow {
        match tokens(tag).into_iter().next().map(|token| token.kind) {
            Some(TokenKind::EndTag { name }) => {
                // Looking further up would take quadratic time on hostile input.
                let near = self.0.iter().rev().take(NEAR).position(|element| element.name == name);
                if let Some(above) = near {
                    self.0.truncate(self.0.len() - above - 1);
                }
                Flow::through(&name)
            }
            Some(TokenKind::StartTag { name, attributes, self_closing }) => {
                let values = attributes.iter().map(|attribute| {
                    let value = attribute.value.clone().map_or("", |value| &tag[value]);
                    (attribute.name.as_str(), value)
                });
                let keeps = self.keeps().within(&name, values);
                let flow = Flow::through(&name);
                if !self_closing && !VOID.contains(&name.as_str()) {
                    self.0.push(Element { name, keeps });
                }
                flow
            }
            _ => Flow::Ends,
        }
    }
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
