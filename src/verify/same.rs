//! Sameness: whether an event or a definition of a copy is the original's, the
//! changes apart.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    changes::Changes,
    offsets::Offsets,
    structure::{Definition, Structure},
};
use crate::document::{
    markdown::is_price,
    titles::{TitleOf, title_parts},
};

/// What a text is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Prose,
    CodeBlock,
}

impl Within {
    /// What the text behind `event` is part of.
    pub(super) fn behind(self, event: &Event<'_>) -> Self {
        match event {
            Event::Start(Tag::CodeBlock(_)) => Self::CodeBlock,
            Event::End(TagEnd::CodeBlock) => Self::Prose,
            _ => self,
        }
    }
}

impl Structure<'_> {
    /// Whether an event of this is the event `theirs` of `copy`.
    pub(super) fn same_event(
        &self,
        ours: usize,
        copy: &Self,
        theirs: usize,
        changes: &Changes<'_, '_>,
        within: Within,
    ) -> bool {
        let (Some((our, range)), Some((their, their_range))) =
            (self.events.get(ours), copy.events.get(theirs))
        else {
            return false;
        };
        let (literal, their_literal) = (&self.text[range.clone()], &copy.text[their_range.clone()]);
        changes.offsets.lead(range, their_range)
            && match (our, their) {
                (Event::Text(our), Event::Text(their))
                    if within == Within::Prose || changes.touch_code_blocks() =>
                {
                    if **our == *literal {
                        **their == *their_literal
                    } else {
                        our == their && !changes.offsets.touch(range)
                    }
                }
                (Event::Code(our), Event::Code(their)) => {
                    our == their
                        || changes.touch_inline_code(range) && same_marks(literal, their_literal)
                }
                (Event::InlineMath(our), Event::InlineMath(their)) => {
                    our == their || is_price(self.text, range) && is_price(copy.text, their_range)
                }
                // Compared at the start of their block, and here if they have none.
                (Event::Html(_), Event::Html(_)) => true,
                (Event::InlineHtml(_), Event::InlineHtml(_))
                | (Event::Start(Tag::HtmlBlock), Event::Start(Tag::HtmlBlock)) => {
                    self.html_difference(ours, copy, theirs, changes).is_none()
                }
                (Event::Start(our), Event::Start(their)) => {
                    self.same_start(our, range, copy, their, changes)
                }
                _ => our == their,
            }
    }

    fn same_start(
        &self,
        ours: &Tag<'_>,
        range: &Range<usize>,
        copy: &Self,
        theirs: &Tag<'_>,
        changes: &Changes<'_, '_>,
    ) -> bool {
        match (ours, theirs) {
            (
                Tag::Heading { level, id: None, classes, attrs },
                Tag::Heading { level: their_level, id: Some(id), classes: theirs, attrs: others },
            ) => {
                (level, classes, attrs) == (their_level, theirs, others) && changes.name(range, id)
            }
            (Tag::Link { .. }, Tag::Link { .. }) | (Tag::Image { .. }, Tag::Image { .. }) => {
                self.same_link(ours, range, copy, theirs, changes)
            }
            _ => ours == theirs,
        }
    }

    /// Whether two links or images differ in nothing but an edited title, or a
    /// declared destination. What a reference leads to is compared where it is
    /// defined.
    fn same_link(
        &self,
        ours: &Tag<'_>,
        range: &Range<usize>,
        copy: &Self,
        theirs: &Tag<'_>,
        changes: &Changes<'_, '_>,
    ) -> bool {
        let (Some(our), Some(their)) = (link(ours), link(theirs)) else { return false };
        if (our.kind, our.label) != (their.kind, their.label) {
            return false;
        }
        if our.kind != LinkType::Inline {
            return our.destination == their.destination
                || changes.redefines(our.destination, their.destination);
        }
        let leads = changes.lead_to(range, their.destination);
        (leads || our.destination == their.destination)
            && (our.title == their.title
                || self
                    .title(range, our.title, TitleOf::Link, copy.text, &changes.offsets)
                    .as_deref()
                    == Some(their.title))
    }

    /// What the title of a link or definition, which spans `range`, should be in
    /// `copy`: its parts as they stand there.
    pub(super) fn title(
        &self,
        range: &Range<usize>,
        title: &str,
        of: TitleOf,
        copy: &str,
        offsets: &Offsets,
    ) -> Option<String> {
        let mut expected = String::with_capacity(title.len());
        let mut at = 0;
        for part in title_parts(self.text, range, title, of)? {
            expected.push_str(&title[at..part.read.start]);
            expected.push_str(&copy[offsets.in_copy(&part.written)]);
            at = part.read.end;
        }
        expected.push_str(&title[at..]);
        Some(expected)
    }

    pub(super) fn same_definition(
        &self,
        ours: &Definition,
        copy: &Self,
        theirs: &Definition,
        changes: &Changes<'_, '_>,
    ) -> bool {
        let leads = changes.lead_to(&ours.range, &theirs.destination);
        if !changes.offsets.lead(&ours.range, &theirs.range)
            || ours.label != theirs.label
            || !leads && ours.destination != theirs.destination
        {
            return false;
        }
        match (&ours.title, &theirs.title) {
            (Some(our), Some(their)) if our != their => {
                self.title(&ours.range, our, TitleOf::Definition, copy.text, &changes.offsets)
                    .as_ref()
                    == Some(their)
            }
            (our, their) => our == their,
        }
    }
}

/// Whether two pieces of code, as they are written, have the same white space and
/// the same signs that end code or are read otherwise.
fn same_marks(ours: &str, theirs: &str) -> bool {
    let is_mark = |byte: &u8| byte.is_ascii_whitespace() || b"`|\\".contains(byte);
    ours.bytes().filter(is_mark).eq(theirs.bytes().filter(is_mark))
}

pub(super) fn link<'t>(tag: &'t Tag<'_>) -> Option<Link<'t>> {
    match tag {
        Tag::Link { link_type, dest_url, title, id }
        | Tag::Image { link_type, dest_url, title, id } => {
            Some(Link { kind: *link_type, destination: dest_url, title, label: id })
        }
        _ => None,
    }
}

/// A link or image.
pub(super) struct Link<'t> {
    pub(super) kind: LinkType,
    pub(super) destination: &'t str,
    pub(super) title: &'t str,
    pub(super) label: &'t str,
}
