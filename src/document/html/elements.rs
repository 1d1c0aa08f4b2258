//! Elements of a body: which of them keep their text, and how far.
//!
//! An element that a tag in an HTML block opens holds over all blocks up to its
//! end tag, if the post has that; else up to the end of its own block, so that a
//! `<p>`, `<li>` or `<code>` that nobody closed keeps nothing beyond. An element
//! that a tag in a paragraph opens ends with the paragraph.

use std::{collections::HashMap, ops::Range};

use super::{
    Flow, IMPLIED, Keeps, VOID,
    tokens::{Token, TokenKind},
};
use crate::document::kept::KeptReason;

/// How many open elements that keep text are told apart: no post nests as deep.
const DEEPEST: usize = 64;

/// Elements that stand in a line of text, among those through which none is read on.
const STANDS_IN_TEXT: [&str; 17] = [
    "audio", "br", "button", "code", "img", "input", "kbd", "label", "picture", "rp", "rt", "samp",
    "source", "svg", "time", "var", "wbr",
];

/// A tag of the body.
#[derive(Debug)]
pub(in crate::document) struct Tag {
    /// Where it starts in the body.
    start: usize,
    place: Place,
    role: Role,
    name: String,
    /// The values of `translate` and `lang`.
    values: Vec<(&'static str, String)>,
}

/// Where a tag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Place {
    HtmlBlock,
    /// In the text of the block with this number.
    Inline(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Start,
    /// A start tag without content: of a void element, or closed in itself.
    Alone,
    End,
}

impl Tag {
    /// The tag that `token` of `text` is, if it is one; it starts at `start` in
    /// the body.
    pub(in crate::document) fn of(
        token: &Token,
        text: &str,
        start: usize,
        place: Place,
    ) -> Option<Self> {
        let (role, name, values) = match &token.kind {
            TokenKind::EndTag { name } => (Role::End, name, Vec::new()),
            TokenKind::StartTag { name, attributes, self_closing } => {
                let is_alone = *self_closing || VOID.contains(&name.as_str());
                let values = attributes.iter().filter_map(|attribute| {
                    let telling = match attribute.name.as_str() {
                        "lang" => "lang",
                        "translate" => "translate",
                        _ => return None,
                    };
                    let value = attribute.value.clone().map_or("", |value| &text[value]);
                    Some((telling, value.to_owned()))
                });
                (if is_alone { Role::Alone } else { Role::Start }, name, values.collect())
            }
            _ => return None,
        };
        Some(Self { start, place, role, name: name.clone(), values })
    }

    pub(in crate::document) fn start(&self) -> usize {
        self.start
    }

    pub(in crate::document) fn flow(&self) -> Flow {
        Flow::through(&self.name)
    }

    pub(in crate::document) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::document) fn place(&self) -> Place {
        self.place
    }

    /// Whether an element with content starts here.
    pub(in crate::document) fn opens(&self) -> bool {
        self.role == Role::Start
    }

    pub(in crate::document) fn closes(&self) -> bool {
        self.role == Role::End
    }
}

/// The tags of a body, and the elements that are open at the place that is read.
pub(in crate::document) struct Elements {
    tags: Vec<Tag>,
    /// For each tag: the start tag of the element that it ends.
    ends: Vec<Option<usize>>,
    /// For each tag: whether it opens an element that another tag ends.
    is_ended: Vec<bool>,
    /// The open elements that change what holds for their text.
    open: Vec<Open>,
}

struct Open {
    /// Index of its start tag.
    tag: usize,
    keeps: Keeps,
    holds_over_blocks: bool,
}

impl Elements {
    /// Finds for each tag the one that ends its element. Tags in `masked`, which
    /// comes in order, belong to a template and are none.
    pub(in crate::document) fn new(mut tags: Vec<Tag>, masked: &[Range<usize>]) -> Self {
        let mut masked = masked.iter().peekable();
        for tag in &mut tags {
            while masked.next_if(|range| range.end <= tag.start).is_some() {}
            if masked.peek().is_some_and(|range| range.start <= tag.start) {
                tag.role = Role::Alone;
            }
        }
        let mut pairing = Pairing::default();
        let mut ends = vec![None; tags.len()];
        let mut is_ended = vec![false; tags.len()];
        for (index, tag) in tags.iter().enumerate() {
            let ended = pairing.step(&tags, index);
            if let (Some(start), Role::End) = (ended, tag.role) {
                is_ended[start] = true;
            }
            ends[index] = ended;
        }
        Self { tags, ends, is_ended, open: Vec::new() }
    }

    /// Reads on over a tag, and says why values of its attributes stay, if they do.
    pub(in crate::document) fn pass(&mut self, index: usize) -> Option<KeptReason> {
        if let Some(ended) = self.ends[index] {
            while self.open.pop_if(|open| open.tag >= ended).is_some() {}
        }
        let tag = &self.tags[index];
        let around = self.keeps();
        let values = tag.values.iter().map(|(name, value)| (*name, value.as_str()));
        let keeps = around.within(&tag.name, values);
        if tag.role == Role::Start && keeps != around && self.open.len() < DEEPEST {
            let holds_over_blocks = tag.place == Place::HtmlBlock && self.is_ended[index];
            self.open.push(Open { tag: index, keeps, holds_over_blocks });
        }
        // The element's own name says nothing of them: a text area has a placeholder.
        Keeps { opaque: around.opaque, ..keeps }.reason()
    }

    pub(in crate::document) fn flow(&self, index: usize) -> Flow {
        self.tags[index].flow()
    }

    /// Whether a tag stands between two blocks of text, as those of a paragraph or a cell
    /// do, where it is in an HTML block.
    pub(in crate::document) fn ends_block(&self, index: usize) -> bool {
        let tag = &self.tags[index];
        tag.place == Place::HtmlBlock
            && tag.flow() == Flow::Ends
            && !STANDS_IN_TEXT.contains(&tag.name.as_str())
    }

    /// Why text at this place stays as it is, if it does.
    pub(in crate::document) fn keep_text(&self) -> Option<KeptReason> {
        self.keeps().reason()
    }

    /// Reads on over the start or end of a block.
    pub(in crate::document) fn pass_block(&mut self) {
        self.open.retain(|open| open.holds_over_blocks);
    }

    fn keeps(&self) -> Keeps {
        self.open.last().map_or(Keeps::default(), |open| open.keeps)
    }
}

/// Finds pairs of tags, in linear time.
#[derive(Default)]
struct Pairing<'t> {
    /// Indices of the start tags whose elements are open, in order.
    open: Vec<usize>,
    /// The same by name, with some that are no longer open.
    by_name: HashMap<&'t str, Vec<usize>>,
}

impl<'t> Pairing<'t> {
    /// Reads on over a tag, and gives the start tag of the element that it ends.
    fn step(&mut self, tags: &'t [Tag], index: usize) -> Option<usize> {
        let tag = &tags[index];
        let is_past = |place: Place| matches!(place, Place::Inline(_)) && place != tag.place;
        while self.open.pop_if(|start| is_past(tags[*start].place)).is_some() {}
        let name = tag.name.as_str();
        match tag.role {
            Role::Alone => None,
            Role::End => {
                let named = self.by_name.get_mut(name)?;
                while let Some(start) = named.pop() {
                    if let Ok(depth) = self.open.binary_search(&start) {
                        self.open.truncate(depth);
                        return Some(start);
                    }
                }
                None
            }
            Role::Start => {
                let before = IMPLIED
                    .contains(&name)
                    .then(|| self.open.pop_if(|start| tags[*start].name == name))
                    .flatten();
                self.open.push(index);
                self.by_name.entry(name).or_default().push(index);
                before
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::tokens::tokens;

    /// The texts that stay, of HTML blocks that blank lines part; a block that does
    /// not begin with a tag is a paragraph.
    fn kept(source: &str) -> Vec<String> {
        let mut tags = Vec::new();
        let mut texts: Vec<Vec<(Option<usize>, String)>> = Vec::new();
        for (number, block) in source.split("\n\n").enumerate() {
            let place =
                if block.starts_with('<') { Place::HtmlBlock } else { Place::Inline(number) };
            texts.push(Vec::new());
            for token in tokens(block) {
                let text = block[token.range.clone()].to_owned();
                let tag = Tag::of(&token, block, 0, place);
                texts[number].push((tag.is_some().then_some(tags.len()), text));
                tags.extend(tag);
            }
        }
        let mut elements = Elements::new(tags, &[]);
        let mut kept = Vec::new();
        for block in texts {
            elements.pass_block();
            for (tag, text) in block {
                match tag {
                    Some(index) => {
                        elements.pass(index);
                    }
                    None if elements.keep_text().is_some() => kept.push(text),
                    None => {}
                }
            }
        }
        kept
    }

    #[track_caller]
    fn assert_keeps(source: &str, expected: &[&str]) {
        assert_eq!(kept(source), expected, "{source}");
    }

    #[test]
    fn an_element_with_an_end_tag_holds_over_blocks() {
        assert_keeps("<div lang=ja>\n\n門\n\n</div>\n\n書", &["門"]);
        assert_keeps("<div lang=ja><p>\n\n門\n\n</div>\n\n書", &["門"]);
        assert_keeps("<div lang=ja>\n\n門<b>頁</b></div>書\n\n圖", &["門", "頁"]);
        assert_keeps("<div translate=no>\n\n<div>a</div>\n\n門\n\n</div>\n\n書", &["a", "門"]);
        assert_keeps("<p lang=ja>\n\n<i lang=zh>門</i>書\n\n</p>", &["書"]);
    }

    #[test]
    fn an_element_without_one_ends_with_its_block() {
        assert_keeps("<code>門\n\n書", &["門"]);
        assert_keeps("<p>a<code>門</p>書\n\n頁</code>", &["門"]);
        assert_keeps("<p lang=ja>門\n\n書\n\n<p>頁</p>\n\n圖", &["門"]);
        assert_keeps("<ul><li lang=ja>門<li>書</ul>", &["門"]);
        assert_keeps("<br lang=ja>門<kbd/>書", &[]);
    }

    #[test]
    fn an_element_in_a_paragraph_ends_with_it() {
        assert_keeps("a<code>門\n\n書</code>頁", &["門"]);
        assert_keeps("a<b>\n\n<div lang=ja>\n\n門</b>書\n\n</div>", &["門", "書"]);
    }

    #[test]
    fn many_elements_take_linear_time() {
        let deep = "<div lang=ja>\n\n".repeat(20_000) + &"x\n\n</div>\n\n".repeat(20_000);
        assert_eq!(kept(&deep).len(), 20_000);
        let unclosed = "<i>".repeat(40_000) + &"</b></i>".repeat(20_000);
        assert_eq!(kept(&unclosed), Vec::<String>::new());
    }
}
