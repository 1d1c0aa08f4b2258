//! Pieces: the parser's events, reduced to what matters for runs.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    markdown::{Events, events, is_block, is_inline_end, is_price},
    titles::{TitleOf, title_range},
};

/// What matters for runs, with byte ranges in the body.
pub(super) enum Piece {
    /// Text as in the source.
    Text(Range<usize>),
    /// Text that is written in another way, as an entity.
    Entity(Range<usize>),
    /// The title of a link or image, a run apart from the one around it.
    Title(Range<usize>),
    /// An inline tag or comment.
    Tag(Range<usize>),
    /// A run ends here.
    Break,
    /// A block starts or ends here.
    Block,
}

/// The pieces of a body in order.
#[derive(Default)]
pub(super) struct Pieces {
    pub(super) list: Vec<Piece>,
    /// Ranges of code, where template markers are quoted.
    pub(super) code: Vec<Range<usize>>,
    /// Ranges of the outermost block quotes.
    pub(super) quotes: Vec<Range<usize>>,
    /// The links and images that are open.
    links: Vec<OpenLink>,
    /// How many of them have pinned text.
    pinned: usize,
    in_code: bool,
}

struct OpenLink {
    text: LinkText,
    /// Byte range of its title in the body.
    title: Option<Range<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LinkText {
    Prose,
    /// The text of an autolink is its destination; that of a shortcut or
    /// collapsed link is its label: converted on one side it would not be found.
    Pinned,
}

impl Pieces {
    /// Parses `body`.
    pub(super) fn read(body: &str) -> Self {
        let mut pieces = Self::default();
        let mut parser = events(body);
        for (event, range) in parser.by_ref() {
            pieces.step(body, event, range);
        }
        pieces.add_definitions(body, &parser);
        pieces
    }

    fn step(&mut self, body: &str, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(body, &text, range),
            Event::InlineHtml(_) => self.list.push(Piece::Tag(range)),
            Event::InlineMath(_) if is_price(body, &range) => self.push(Piece::Text(range)),
            Event::Code(_) => {
                self.code.push(range);
                self.list.push(Piece::Break);
            }
            Event::Start(Tag::Link { link_type, title, .. }) => {
                let text = link_text(link_type);
                let title = inline_title(body, &range, link_type, &title);
                if text == LinkText::Pinned {
                    self.list.push(Piece::Break);
                }
                self.open_link(OpenLink { text, title });
            }
            Event::Start(Tag::Image { link_type, title, .. }) => {
                let title = inline_title(body, &range, link_type, &title);
                self.list.push(Piece::Break);
                self.open_link(OpenLink { text: link_text(link_type), title });
            }
            Event::End(end @ (TagEnd::Link | TagEnd::Image)) => self.end_link(end),
            Event::Start(tag) if is_block(&tag) => {
                match tag {
                    Tag::CodeBlock(_) => {
                        self.in_code = true;
                        self.code.push(range);
                    }
                    Tag::BlockQuote(_)
                        if self.quotes.last().is_none_or(|last| last.end <= range.start) =>
                    {
                        self.quotes.push(range);
                    }
                    _ => {}
                }
                self.list.push(Piece::Block);
            }
            Event::End(end) if !is_inline_end(end) => {
                self.in_code &= end != TagEnd::CodeBlock;
                self.list.push(Piece::Block);
            }
            Event::SoftBreak | Event::Start(_) | Event::End(_) => {}
            _ => self.list.push(Piece::Break),
        }
    }

    fn text(&mut self, body: &str, text: &str, range: Range<usize>) {
        if self.in_code {
        } else if &body[range.clone()] == text {
            self.push(Piece::Text(range));
        } else {
            self.push(Piece::Entity(range));
        }
    }

    fn push(&mut self, piece: Piece) {
        if self.pinned == 0 {
            self.list.push(piece);
        }
    }

    fn open_link(&mut self, link: OpenLink) {
        self.pinned += usize::from(link.text == LinkText::Pinned);
        self.links.push(link);
    }

    fn end_link(&mut self, end: TagEnd) {
        let Some(link) = self.links.pop() else { return };
        self.pinned -= usize::from(link.text == LinkText::Pinned);
        if link.text == LinkText::Pinned || end == TagEnd::Image {
            self.list.push(Piece::Break);
        }
        if let Some(title) = link.title {
            self.push(Piece::Title(title));
        }
    }

    /// Puts the titles of reference definitions, which have no events, between
    /// the blocks that they stand between.
    fn add_definitions(&mut self, body: &str, parser: &Events<'_>) {
        let definitions = parser.definitions().iter();
        let mut titles: Vec<_> = definitions
            .filter_map(|(_, found)| {
                title_range(body, &found.span, found.title.as_deref()?, TitleOf::Definition)
            })
            .collect();
        if titles.is_empty() {
            return;
        }
        titles.sort_by_key(|title| title.start);
        let mut titles = titles.into_iter().peekable();
        let mut list = Vec::with_capacity(self.list.len() + 3 * titles.len());
        for piece in self.list.drain(..) {
            if let Piece::Text(range) | Piece::Entity(range) | Piece::Tag(range) = &piece {
                while let Some(title) = titles.next_if(|title| title.start < range.start) {
                    list.extend([Piece::Block, Piece::Text(title), Piece::Block]);
                }
            }
            list.push(piece);
        }
        for title in titles {
            list.extend([Piece::Block, Piece::Text(title), Piece::Block]);
        }
        self.list = list;
    }
}

fn link_text(link: LinkType) -> LinkText {
    match link {
        LinkType::Inline | LinkType::Reference => LinkText::Prose,
        _ => LinkText::Pinned,
    }
}

fn inline_title(
    body: &str,
    range: &Range<usize>,
    link: LinkType,
    title: &str,
) -> Option<Range<usize>> {
    if link != LinkType::Inline || title.is_ascii() {
        return None;
    }
    title_range(body, range, title, TitleOf::Link)
}
