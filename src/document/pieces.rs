//! Pieces: the parser's events, reduced to what matters for runs.

mod code;
mod html;
mod labels;

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag, TagEnd};

use super::{
    ProseSettings, RunPlace,
    directives::Directive,
    html::{self as elements, Lines},
    kept::KeptReason,
    markdown::{Listener, is_block, is_inline_end, is_literal, is_price, parse},
    titles::{TitleOf, title_parts, written_title},
};

/// What matters for runs, with byte ranges in the body.
pub(super) enum Piece {
    /// Text as in the source.
    Text(Range<usize>),
    /// Text that is not Markdown: of HTML, in an attribute, in code.
    Verbatim(Range<usize>),
    /// Text that is written in another way, as an entity.
    Entity(Range<usize>),
    /// A run apart from the one around it starts here: a title or an attribute.
    Inset(RunPlace),
    /// The run around the inset goes on.
    InsetEnd,
    /// A tag of HTML, by its index in [`Pieces::tags`]; its attributes follow.
    Tag(usize),
    /// A run ends here.
    Break,
    /// A block starts or ends here.
    Block,
}

/// The pieces of a body in order.
pub(super) struct Pieces<'s> {
    settings: &'s ProseSettings,
    pub(super) list: Vec<Piece>,
    /// Ranges of code and math, where template markers are quoted.
    pub(super) code: Vec<Range<usize>>,
    /// Where blocks of code and of HTML start, in order.
    pub(super) walls: Vec<usize>,
    /// Ranges of the outermost block quotes.
    pub(super) quotes: Vec<Range<usize>>,
    /// The tags of HTML.
    pub(super) tags: Vec<elements::Tag>,
    pub(super) directives: Vec<Directive>,
    /// What stays for which reason, but for the text in it.
    pub(super) kept: Vec<(Range<usize>, KeptReason)>,
    /// The links and images that are open.
    links: Vec<OpenLink>,
    /// How many of them have pinned text.
    pinned: usize,
    /// How many blocks started or ended so far.
    blocks: usize,
    /// What stands behind the fence of the code block that is open.
    in_code: Option<String>,
    /// The lines of the HTML or code block that is open.
    lines: Lines,
}

struct OpenLink {
    text: LinkText,
    /// The pieces of its title.
    title: Vec<Piece>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LinkText {
    Prose,
    /// The text of an autolink is its destination; that of a shortcut or
    /// collapsed link is its label: converted on one side it would not be found.
    Pinned,
}

/// Room is made for a piece in so many bytes of a body.
const BYTES_PER_PIECE: usize = 64;

impl<'s> Pieces<'s> {
    /// Parses `body`; `listener` hears all events too.
    pub(super) fn read<'a>(
        body: &'a str,
        settings: &'s ProseSettings,
        listener: &mut impl Listener<'a>,
    ) -> Self {
        let mut pieces = Self {
            settings,
            list: Vec::with_capacity(body.len() / BYTES_PER_PIECE),
            code: Vec::new(),
            walls: Vec::new(),
            quotes: Vec::new(),
            tags: Vec::new(),
            directives: Vec::new(),
            kept: Vec::new(),
            links: Vec::new(),
            pinned: 0,
            blocks: 0,
            in_code: None,
            lines: Lines::default(),
        };
        parse(body, |events| {
            for (event, range) in events.by_ref() {
                pieces.step(body, &event, range.clone());
                listener.event(event, range);
            }
            pieces.add_definitions(body, events.definitions());
            listener.definitions(events.definitions());
        });
        pieces
    }

    fn step(&mut self, body: &str, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.text(body, text, range),
            Event::InlineHtml(html) => self.inline_html(body, html, range),
            Event::Html(_) => self.lines.push(body, range),
            Event::InlineMath(_) if is_price(body, &range) => self.push(Piece::Text(range)),
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.keep(body, range.clone(), KeptReason::Math);
                self.code.push(range);
                self.end_run();
            }
            Event::Code(code) => self.inline_code(body, code, range),
            Event::FootnoteReference(_) => {
                self.keep(body, range, KeptReason::FootnoteLabel);
                self.end_run();
            }
            Event::Start(tag) => self.start(body, tag, range),
            Event::End(end @ (TagEnd::Link | TagEnd::Image)) => self.end_link(*end),
            Event::End(end) if !is_inline_end(*end) => {
                match end {
                    TagEnd::CodeBlock => self.end_code_block(),
                    TagEnd::HtmlBlock => self.end_html_block(body),
                    _ => {}
                }
                self.block();
            }
            Event::SoftBreak | Event::End(_) => {}
            _ => self.end_run(),
        }
    }

    fn start(&mut self, body: &str, tag: &Tag<'_>, range: Range<usize>) {
        self.keep_labels(body, tag, &range);
        match tag {
            Tag::Link { link_type, title, .. } => {
                let text = link_text(*link_type);
                if text == LinkText::Pinned {
                    self.end_run();
                }
                self.open_link(body, text, range, *link_type, title);
            }
            Tag::Image { link_type, title, .. } => {
                self.end_run();
                self.open_link(body, link_text(*link_type), range, *link_type, title);
            }
            tag if is_block(tag) => {
                if matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock) {
                    self.walls.push(range.start);
                }
                match tag {
                    Tag::CodeBlock(kind) => self.start_code_block(body, kind, range),
                    Tag::BlockQuote(_)
                        if self.quotes.last().is_none_or(|last| last.end <= range.start) =>
                    {
                        self.quotes.push(range);
                    }
                    _ => {}
                }
                self.block();
            }
            _ => {}
        }
    }

    fn block(&mut self) {
        self.blocks += 1;
        match self.list.last_mut() {
            Some(Piece::Block) => {}
            Some(last @ Piece::Break) => *last = Piece::Block,
            _ => self.list.push(Piece::Block),
        }
    }

    fn end_run(&mut self) {
        if !matches!(self.list.last(), Some(Piece::Block | Piece::Break)) {
            self.list.push(Piece::Break);
        }
    }

    fn text(&mut self, body: &str, text: &str, range: Range<usize>) {
        if self.in_code.is_some() {
            self.code_text(body, range);
        } else if is_literal(body, &range, text) {
            self.push(Piece::Text(range));
        } else {
            self.push(Piece::Entity(range));
        }
    }

    fn push(&mut self, piece: Piece) {
        if self.pinned > 0 {
            return;
        }
        match (self.list.last_mut(), &piece) {
            // The parser cuts text at `[`, `_` and other signs.
            (Some(Piece::Text(last)), Piece::Text(next)) if last.end == next.start => {
                last.end = next.end;
            }
            _ => self.list.push(piece),
        }
    }

    /// What `range` holds stays for `reason`, but for the text in it.
    fn keep(&mut self, body: &str, range: Range<usize>, reason: KeptReason) {
        if !body[range.clone()].is_ascii() {
            self.kept.push((range, reason));
        }
    }

    fn open_link(
        &mut self,
        body: &str,
        text: LinkText,
        range: Range<usize>,
        link: LinkType,
        title: &str,
    ) {
        let has_title = link == LinkType::Inline && !title.is_ascii();
        let title =
            if has_title { self.title(body, &range, title, TitleOf::Link) } else { Vec::new() };
        self.pinned += usize::from(text == LinkText::Pinned);
        self.links.push(OpenLink { text, title });
    }

    /// The pieces of a title; one that cannot be found stays.
    fn title(&mut self, body: &str, range: &Range<usize>, title: &str, of: TitleOf) -> Vec<Piece> {
        let Some(parts) = title_parts(body, range, title, of) else {
            if let Some(written) = written_title(body, range, of) {
                self.keep(body, written, KeptReason::LinkTitle);
            }
            return Vec::new();
        };
        let mut pieces: Vec<Piece> = Vec::new();
        let mut end = None;
        for part in parts {
            if let Some(end) = end.filter(|end| body[*end..].starts_with('&')) {
                pieces.push(Piece::Entity(end..part.written.start));
            }
            end = Some(part.written.end);
            pieces.push(Piece::Text(part.written));
        }
        pieces
    }

    fn end_link(&mut self, end: TagEnd) {
        let Some(link) = self.links.pop() else { return };
        self.pinned -= usize::from(link.text == LinkText::Pinned);
        if link.text == LinkText::Pinned || end == TagEnd::Image {
            self.end_run();
        }
        if self.pinned == 0 && !link.title.is_empty() {
            self.list.push(Piece::Inset(RunPlace::Title));
            self.list.extend(link.title);
            self.list.push(Piece::InsetEnd);
        }
    }

    /// Puts the titles of reference definitions, which have no events, between
    /// the blocks that they stand between.
    fn add_definitions(&mut self, body: &str, definitions: &RefDefs<'_>) {
        let mut titles = Vec::new();
        for (label, found) in definitions.iter() {
            self.keep_definition(body, label, &found.dest, &found.span);
            let Some(title) = found.title.as_deref().filter(|title| !title.is_ascii()) else {
                continue;
            };
            let pieces = self.title(body, &found.span, title, TitleOf::Definition);
            if !pieces.is_empty() {
                titles.push((found.span.start, pieces));
            }
        }
        if titles.is_empty() {
            return;
        }
        titles.sort_by_key(|(start, _)| *start);
        let mut titles = titles.into_iter().peekable();
        let mut list = Vec::with_capacity(self.list.len() + 3 * titles.len());
        let add = |list: &mut Vec<Piece>, title: Vec<Piece>| {
            list.push(Piece::Block);
            list.extend(title);
            list.push(Piece::Block);
        };
        for piece in self.list.drain(..) {
            let start = match &piece {
                Piece::Text(range) | Piece::Verbatim(range) | Piece::Entity(range) => {
                    Some(range.start)
                }
                Piece::Tag(index) => Some(self.tags[*index].start()),
                _ => None,
            };
            while let Some((_, title)) =
                titles.next_if(|(title, _)| start.is_some_and(|start| *title < start))
            {
                add(&mut list, title);
            }
            list.push(piece);
        }
        for (_, title) in titles {
            add(&mut list, title);
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
