//! Differences: the first place where a copy reads otherwise than its original.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{
    offsets::Offsets,
    structure::{Block, Definition, Structure},
};
use crate::document::{
    markdown::is_price,
    titles::{TitleOf, title_range},
};

/// Parts of a post in [`Difference::order`]; the front matter's come first.
pub(super) const BODY: u8 = 2;
const DEFINITIONS: u8 = 3;

/// The first place where two texts differ.
#[derive(Debug)]
pub(super) struct Difference {
    /// What grows when a later place becomes the first one: the part of the
    /// post, and the place in it.
    pub(super) order: (u8, usize),
    /// Where it shows, in the original.
    pub(super) at: Range<usize>,
    /// The ranges in the original that can explain it, the most likely first.
    pub(super) suspects: Vec<Range<usize>>,
    /// What would happen.
    pub(super) reason: String,
}

impl Structure<'_> {
    /// The first place where `copy` differs from this, the edits apart.
    pub(super) fn difference(&self, copy: &Self, offsets: &Offsets) -> Option<Difference> {
        let mut in_code = false;
        for index in 0..self.events.len().max(copy.events.len()) {
            let (ours, theirs) = (self.events.get(index), copy.events.get(index));
            let same = match (ours, theirs) {
                (Some(ours), Some(theirs)) => {
                    offsets.in_copy(&ours.1) == theirs.1
                        && self.same_event(ours, copy, theirs, offsets, in_code)
                }
                _ => false,
            };
            if !same {
                let next = copy.events.get(index + 1);
                let mut difference = different(index, ours, theirs, next, offsets);
                difference.suspects.extend(self.definitions_of(ours, copy, theirs, offsets));
                return Some(difference);
            }
            match ours {
                Some((Event::Start(Tag::CodeBlock(_)), _)) => in_code = true,
                Some((Event::End(TagEnd::CodeBlock), _)) => in_code = false,
                _ => {}
            }
        }
        self.definition_difference(copy, offsets)
    }

    /// The ranges of the outermost blocks that `copy` does not have as they are,
    /// the edits apart.
    pub(super) fn blocks_that_differ(&self, copy: &Self, offsets: &Offsets) -> Vec<Range<usize>> {
        let differs = |block: &&Block| {
            let start = offsets.in_copy(&block.range).start;
            let twin = copy.blocks.partition_point(|block| block.range.start < start);
            let Some(twin) = copy.blocks.get(twin) else { return true };
            let ours = &self.events[block.events.clone()];
            let theirs = &copy.events[twin.events.clone()];
            let mut in_code = false;
            let same = |(ours, theirs): (&Place<'_>, &Place<'_>)| {
                match ours.0 {
                    Event::Start(Tag::CodeBlock(_)) => in_code = true,
                    Event::End(TagEnd::CodeBlock) => in_code = false,
                    _ => {}
                }
                offsets.in_copy(&ours.1) == theirs.1
                    && self.same_event(ours, copy, theirs, offsets, in_code)
            };
            ours.len() != theirs.len() || !ours.iter().zip(theirs).all(same)
        };
        self.blocks.iter().filter(differs).map(|block| block.range.clone()).collect()
    }

    /// Where the definitions stand that two reference links lead to: an edit
    /// there can make or unmake a link here.
    fn definitions_of(
        &self,
        ours: Found<'_, '_>,
        copy: &Self,
        theirs: Found<'_, '_>,
        offsets: &Offsets,
    ) -> Vec<Range<usize>> {
        let ours = ours.and_then(|(event, _)| self.definition_of(event));
        let theirs = theirs.and_then(|(event, _)| copy.definition_of(event));
        let theirs = theirs.map(|range| offsets.in_original(&range));
        ours.into_iter().chain(theirs).collect()
    }

    fn definition_of(&self, event: &Event<'_>) -> Option<Range<usize>> {
        let Event::Start(tag) = event else { return None };
        let (parts, _) = link(tag)?;
        let label = parts.label.to_lowercase();
        let mut defined = self.definitions.iter();
        Some(defined.find(|definition| definition.label.to_lowercase() == label)?.range.clone())
    }

    fn same_event(
        &self,
        (ours, our_range): &(Event<'_>, Range<usize>),
        copy: &Self,
        (theirs, their_range): &(Event<'_>, Range<usize>),
        offsets: &Offsets,
        in_code: bool,
    ) -> bool {
        match (ours, theirs) {
            (Event::Text(our), Event::Text(their)) if !in_code => {
                if **our == self.text[our_range.clone()] {
                    **their == copy.text[their_range.clone()]
                } else {
                    our == their && !offsets.touch(our_range)
                }
            }
            (Event::InlineMath(our), Event::InlineMath(their)) => {
                our == their || is_price(self.text, our_range) && is_price(copy.text, their_range)
            }
            (Event::Start(our), Event::Start(their)) => {
                our == their || self.same_link(our, our_range, copy, their, offsets)
            }
            _ => ours == theirs,
        }
    }

    /// Whether two links or images differ in nothing but an edited title. The
    /// title of a reference link is compared where it is defined.
    fn same_link(
        &self,
        ours: &Tag<'_>,
        range: &Range<usize>,
        copy: &Self,
        theirs: &Tag<'_>,
        offsets: &Offsets,
    ) -> bool {
        let (Some((our_link, our_title)), Some((their_link, their_title))) =
            (link(ours), link(theirs))
        else {
            return false;
        };
        our_link == their_link
            && match our_link.link {
                LinkType::Inline => title_range(self.text, range, our_title, TitleOf::Link)
                    .is_some_and(|title| copy.text[offsets.in_copy(&title)] == *their_title),
                _ => true,
            }
    }

    fn same_definition(
        &self,
        ours: &Definition,
        copy: &Self,
        theirs: &Definition,
        offsets: &Offsets,
    ) -> bool {
        if offsets.in_copy(&ours.range) != theirs.range
            || (&ours.label, &ours.destination) != (&theirs.label, &theirs.destination)
        {
            return false;
        }
        match (&ours.title, &theirs.title) {
            (Some(our), Some(their)) if our != their => {
                title_range(self.text, &ours.range, our, TitleOf::Definition)
                    .is_some_and(|title| copy.text[offsets.in_copy(&title)] == **their)
            }
            (our, their) => our == their,
        }
    }

    fn definition_difference(&self, copy: &Self, offsets: &Offsets) -> Option<Difference> {
        for index in 0..self.definitions.len().max(copy.definitions.len()) {
            let (ours, theirs) = (self.definitions.get(index), copy.definitions.get(index));
            let same = match (ours, theirs) {
                (Some(ours), Some(theirs)) => self.same_definition(ours, copy, theirs, offsets),
                _ => false,
            };
            if !same {
                let theirs = theirs.map(|their| offsets.in_original(&their.range));
                let ours = ours.map(|our| our.range.clone());
                let suspects: Vec<_> = ours.into_iter().chain(theirs).collect();
                return Some(Difference {
                    order: (DEFINITIONS, index),
                    at: suspects[0].clone(),
                    suspects,
                    reason: "a link definition would change".to_owned(),
                });
            }
        }
        None
    }
}

/// What kind of link or image a tag is, and its title.
fn link<'t>(tag: &'t Tag<'_>) -> Option<(LinkParts<'t>, &'t str)> {
    match tag {
        Tag::Link { link_type, dest_url, title, id }
        | Tag::Image { link_type, dest_url, title, id } => {
            let parts =
                LinkParts { tag: tag.to_end(), link: *link_type, destination: dest_url, label: id };
            Some((parts, title))
        }
        _ => None,
    }
}

#[derive(PartialEq)]
struct LinkParts<'t> {
    tag: TagEnd,
    link: LinkType,
    destination: &'t str,
    label: &'t str,
}

type Place<'a> = (Event<'a>, Range<usize>);
type Found<'e, 'a> = Option<&'e Place<'a>>;

fn different<'e, 'a>(
    index: usize,
    ours: Found<'_, '_>,
    mut theirs: Found<'e, 'a>,
    next: Found<'e, 'a>,
    offsets: &Offsets,
) -> Difference {
    let mut suspects: Vec<_> = ours.iter().map(|(_, range)| range.clone()).collect();
    suspects.extend(theirs.map(|(_, range)| offsets.in_original(range)));
    let name = |found: Found<'_, '_>| found.map_or("nothing", |(event, _)| event_name(event));
    if matches!((ours, theirs), (Some((Event::Text(_), _)), Some((Event::Text(_), _)))) {
        // The text ends early: what comes behind it is what is new.
        suspects.extend(next.map(|(_, range)| offsets.in_original(range)));
        theirs = next;
    }
    let (our, their) = (name(ours), name(theirs));
    let reason = if our == their {
        format!("{our} would change")
    } else {
        format!("{our} would become {their}")
    };
    let at = suspects.first().cloned().unwrap_or_default();
    suspects.sort_by_key(Range::len);
    Difference { order: (BODY, index), at, suspects, reason }
}

fn event_name(event: &Event<'_>) -> &'static str {
    match event {
        Event::Start(tag) => tag_name(tag.to_end()),
        Event::End(_) => "the end of a block",
        Event::Text(_) => "text",
        Event::Code(_) => "code",
        Event::InlineMath(_) | Event::DisplayMath(_) => "math",
        Event::Html(_) | Event::InlineHtml(_) => "HTML",
        Event::FootnoteReference(_) => "a footnote",
        Event::SoftBreak | Event::HardBreak => "a line break",
        Event::Rule => "a rule",
        Event::TaskListMarker(_) => "a task",
    }
}

fn tag_name(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "a paragraph",
        TagEnd::Heading(_) => "a heading",
        TagEnd::BlockQuote(_) => "a quote",
        TagEnd::CodeBlock => "a code block",
        TagEnd::HtmlBlock => "an HTML block",
        TagEnd::List(_) | TagEnd::Item => "a list",
        TagEnd::FootnoteDefinition => "a footnote definition",
        TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
            "a definition list"
        }
        TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => "a table",
        TagEnd::Emphasis | TagEnd::Strong => "emphasis",
        TagEnd::Strikethrough => "struck text",
        TagEnd::Superscript | TagEnd::Subscript => "raised or lowered text",
        TagEnd::Link => "a link",
        TagEnd::Image => "an image",
        TagEnd::MetadataBlock(_) => "metadata",
    }
}
