//! Headings of a post: what their ids are made of, and where an id can be put.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::markdown::is_literal;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heading {
    /// What stands in it, without its attributes.
    pub(crate) parts: Vec<Part>,
    /// The attributes behind its text.
    pub(crate) attributes: Option<Attributes>,
    /// Where its line of text ends in the body, blanks apart.
    pub(crate) end: usize,
    /// Where the parser found what its parts are made of.
    pieces: Vec<Piece>,
}

/// What one event says of a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    kind: PartKind,
    /// Byte range in the body.
    range: Range<usize>,
    /// What it says, if that is not what stands there.
    says: Option<String>,
}

impl Heading {
    /// The id that is written out.
    pub(crate) fn id(&self) -> Option<&str> {
        self.attributes.as_ref()?.id.as_deref()
    }

    /// This heading in a copy where `text_at` gives what the copy has for a range
    /// of the body, borrowed where nothing changed; `None` if only the parser can
    /// tell, since more changed than text that is written as it reads.
    pub(super) fn in_copy<'c>(
        &self,
        text_at: &impl Fn(&Range<usize>) -> Option<Cow<'c, str>>,
    ) -> Option<Self> {
        let (attributes, end) = (self.attributes.clone(), self.end);
        let mut copy = Self { parts: Vec::new(), attributes, end, pieces: Vec::new() };
        for Piece { kind, range, says } in &self.pieces {
            match (says, text_at(range)?) {
                (None, text) => copy.push(*kind, &text, ""),
                (Some(says), Cow::Borrowed(text)) => copy.push(*kind, says, written(*kind, text)),
                (Some(_), Cow::Owned(_)) => return None,
            }
        }
        Some(copy)
    }

    /// The parser cuts text at signs: what belongs together is joined.
    fn push(&mut self, kind: PartKind, text: &str, written: &str) {
        match self.parts.last_mut() {
            Some(last) if last.kind == kind && kind != PartKind::Entity => last.text.push_str(text),
            _ => self.parts.push(Part { kind, text: text.to_owned(), written: written.to_owned() }),
        }
    }
}

/// What stands for an entity; nobody asks for more.
fn written(kind: PartKind, text: &str) -> &str {
    if kind == PartKind::Entity { text } else { "" }
}

/// Attributes as `{#id .class}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// As written, with the braces.
    pub(crate) written: String,
    pub(crate) id: Option<String>,
}

impl Attributes {
    /// Whether there is nothing but an id.
    pub(crate) fn is_id_alone(&self) -> bool {
        let inner = self.written.strip_prefix("{#").and_then(|rest| rest.strip_suffix('}'));
        inner.is_some() && inner == self.id.as_deref()
    }
}

/// A part of a heading's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) kind: PartKind,
    /// What it says.
    pub(crate) text: String,
    /// How an entity is written; empty for all other parts.
    pub(crate) written: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartKind {
    Text,
    Entity,
    Code,
    /// The alternative text of an image.
    Alt,
    /// The sign of lowered text, which few generators know.
    Tilde,
    /// A line break.
    Break,
}

/// Collects the headings of a body from the parser's events.
#[derive(Default)]
pub(super) struct Headings {
    pub(super) list: Vec<Heading>,
    is_open: bool,
    images: usize,
}

impl Headings {
    /// Takes note of an event with its range in `body`.
    pub(super) fn step(&mut self, body: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { id, classes, attrs, .. }) => {
                let id = id.as_ref().map(ToString::to_string);
                let has_attributes = id.is_some() || !classes.is_empty() || !attrs.is_empty();
                let end = range.start + text_of(&body[range.clone()]).len();
                let attributes =
                    has_attributes.then(|| attributes(&body[range.start..end], id)).flatten();
                let (parts, pieces) = (Vec::new(), Vec::new());
                self.list.push(Heading { parts, attributes, end, pieces });
                self.is_open = true;
            }
            Event::End(TagEnd::Heading(_)) => self.is_open = false,
            _ if self.is_open => self.inline(body, event, range),
            _ => {}
        }
    }

    fn inline(&mut self, body: &str, event: &Event<'_>, range: &Range<usize>) {
        let of_image = |kind| if self.images > 0 { PartKind::Alt } else { kind };
        let (kind, says) = match event {
            Event::Text(text) if is_literal(body, range, text) => (of_image(PartKind::Text), None),
            Event::Text(text) => (of_image(PartKind::Entity), Some(&**text)),
            Event::Code(text) => (of_image(PartKind::Code), Some(&**text)),
            // Most generators know no math and no raised text.
            Event::InlineMath(_) | Event::DisplayMath(_) => (of_image(PartKind::Text), None),
            // Their ranges are those of what they raise or lower.
            Event::Start(Tag::Superscript) | Event::End(TagEnd::Superscript) => {
                return self.push(of_image(PartKind::Text), 0..0, Some("^"), body);
            }
            Event::Start(Tag::Subscript) | Event::End(TagEnd::Subscript) => {
                return self.push(PartKind::Tilde, 0..0, Some("~"), body);
            }
            Event::Start(Tag::Image { .. }) => {
                self.images += 1;
                return;
            }
            Event::End(TagEnd::Image) => {
                self.images = self.images.saturating_sub(1);
                return;
            }
            Event::SoftBreak | Event::HardBreak => (PartKind::Break, Some("")),
            _ => return,
        };
        self.push(kind, range.clone(), says, body);
    }

    fn push(&mut self, kind: PartKind, range: Range<usize>, says: Option<&str>, body: &str) {
        let Some(heading) = self.list.last_mut() else { return };
        let stands = &body[range.clone()];
        heading.push(kind, says.unwrap_or(stands), written(kind, stands));
        heading.pieces.push(Piece { kind, range, says: says.map(str::to_owned) });
    }
}

/// A heading up to the end of its text: one with an underline has lines.
fn text_of(heading: &str) -> &str {
    let heading = heading.trim_end();
    heading.rsplit_once('\n').map_or(heading, |(text, _)| text.trim_end())
}

fn attributes(text: &str, id: Option<String>) -> Option<Attributes> {
    let written = text[text.rfind('{')?..].to_owned();
    Some(Attributes { written, id })
}
