//! Structure of a body: what the Markdown parser makes of it, and the first
//! place where a copy's differs.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::offsets::Offsets;
use crate::document::{
    Document, Refusal, catch_parser,
    markdown::{events, is_block, is_inline_end, is_price},
    titles::{TitleOf, title_range},
};

/// A body as the parser reads it; all ranges are byte ranges of the post.
pub(super) struct Structure<'a> {
    text: &'a str,
    events: Vec<(Event<'a>, Range<usize>)>,
    definitions: Vec<Definition>,
    /// The ranges of the outermost blocks.
    blocks: Vec<Range<usize>>,
    /// While reading: whether the last event was text as in the source.
    after_literal: bool,
}

#[derive(PartialEq, Eq)]
struct Definition {
    range: Range<usize>,
    label: String,
    destination: String,
    title: Option<String>,
}

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

impl<'a> Structure<'a> {
    /// Parses the body of `document`.
    pub(super) fn parse(document: &Document<'a>) -> Result<Self, Refusal> {
        catch_parser(|| Self::read(document))
    }

    fn read(document: &Document<'a>) -> Self {
        let base = document.body_range().start;
        let mut structure = Self {
            text: document.source(),
            events: Vec::new(),
            definitions: Vec::new(),
            blocks: Vec::new(),
            after_literal: false,
        };
        let mut parser = events(document.body());
        let (mut depth, mut in_code) = (0_usize, false);
        for (event, range) in parser.by_ref() {
            let range = base + range.start..base + range.end;
            match &event {
                Event::Start(tag) if is_block(tag) => {
                    in_code |= matches!(tag, Tag::CodeBlock(_));
                    if depth == 0 {
                        structure.blocks.push(range.clone());
                    }
                    depth += 1;
                }
                Event::End(end) if !is_inline_end(*end) => {
                    in_code &= *end != TagEnd::CodeBlock;
                    depth -= 1;
                }
                _ => {}
            }
            if in_code || !structure.joins(&event, &range) {
                structure.events.push((event, range));
            }
        }
        structure.definitions = definitions(&parser, base);
        structure
    }

    /// Joins literal text to the literal text before it: the parser cuts text
    /// at signs, and an edit can cover such a cut.
    fn joins(&mut self, event: &Event<'a>, range: &Range<usize>) -> bool {
        let is_literal = matches!(event, Event::Text(said) if **said == self.text[range.clone()]);
        let was_literal = std::mem::replace(&mut self.after_literal, is_literal);
        match self.events.last_mut() {
            Some((last, last_range))
                if is_literal && was_literal && last_range.end == range.start =>
            {
                last_range.end = range.end;
                *last = Event::Text(CowStr::Borrowed(&self.text[last_range.clone()]));
                true
            }
            _ => false,
        }
    }

    /// The ranges of the outermost blocks that touch `range`.
    pub(super) fn blocks_around(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut around =
            self.blocks.iter().filter(|block| block.start <= range.end && range.start <= block.end);
        let first = around.next()?.clone();
        let end = around.next_back().map_or(first.end, |last| last.end);
        Some(first.start..end)
    }

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

fn definitions(parser: &pulldown_cmark::OffsetIter<'_>, base: usize) -> Vec<Definition> {
    let found = parser.reference_definitions().iter().map(|(label, definition)| Definition {
        range: base + definition.span.start..base + definition.span.end,
        label: label.to_owned(),
        destination: definition.dest.to_string(),
        title: definition.title.as_ref().map(ToString::to_string),
    });
    let mut definitions: Vec<_> = found.collect();
    definitions.sort_by_key(|definition| definition.range.start);
    definitions
}

type Found<'e, 'a> = Option<&'e (Event<'a>, Range<usize>)>;

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
