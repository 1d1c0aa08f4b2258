//! Differences: the first place where a copy reads otherwise than its original.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::{
    changes::Changes,
    html,
    offsets::Offsets,
    same::{Within, link},
    structure::{Block, Structure},
};

/// Parts of a post in [`Difference::order`]; the front matter's come first.
pub(super) const BODY: u8 = 2;
const DEFINITIONS: u8 = 3;
const DECLARED: u8 = 4;
pub(super) const MASKS: u8 = 5;

/// The first place where two texts differ.
#[derive(Debug)]
pub(super) struct Difference {
    /// What grows when a later place becomes the first one: the part of the
    /// post, the place in it, and the place in the text there.
    pub(super) order: (u8, usize, usize),
    /// Where it shows, in the original.
    pub(super) at: Range<usize>,
    /// The ranges in the original that can explain it, the most likely first.
    pub(super) suspects: Vec<Range<usize>>,
    /// What would happen.
    pub(super) reason: String,
}

impl Structure<'_> {
    /// The first place where `copy` differs from this in more than `changes` allow.
    pub(super) fn difference(
        &self,
        copy: &Self,
        changes: &mut Changes<'_, '_>,
    ) -> Option<Difference> {
        self.redefine(copy, changes);
        let changes = &*changes;
        let mut within = Within::Prose;
        for index in 0..self.events.len().max(copy.events.len()) {
            if !self.same_event(index, copy, index, changes, within) {
                return Some(self.event_difference(index, copy, changes));
            }
            within = within.behind(&self.events[index].0);
        }
        self.definition_difference(copy, changes).or_else(|| {
            let unseen = changes.unseen()?.clone();
            Some(Difference {
                order: (DECLARED, unseen.start, 0),
                at: unseen.clone(),
                suspects: vec![unseen],
                reason: "what a link leads to would not change as it should".to_owned(),
            })
        })
    }

    /// The ranges of the outermost blocks that `copy` does not have as they are,
    /// the changes apart.
    pub(super) fn blocks_that_differ(
        &self,
        copy: &Self,
        changes: &Changes<'_, '_>,
    ) -> Vec<Range<usize>> {
        let differs = |block: &&Block| {
            let start = changes.offsets.in_copy(&block.range).start;
            let twin = copy.blocks.partition_point(|block| block.range.start < start);
            let Some(twin) = copy.blocks.get(twin) else { return true };
            let mut within = Within::Prose;
            let same = |(ours, theirs): (usize, usize)| {
                within = within.behind(&self.events[ours].0);
                self.same_event(ours, copy, theirs, changes, within)
            };
            block.events.len() != twin.events.len()
                || !block.events.clone().zip(twin.events.clone()).all(same)
        };
        self.blocks.iter().filter(differs).map(|block| block.range.clone()).collect()
    }

    fn event_difference(&self, index: usize, copy: &Self, changes: &Changes<'_, '_>) -> Difference {
        let (ours, theirs) = (self.events.get(index), copy.events.get(index));
        let next = copy.events.get(index + 1);
        let mut difference = different(index, ours, theirs, next, &changes.offsets);
        difference.suspects.extend(self.definitions_of(ours, copy, theirs, &changes.offsets));
        if let Some(token) = self.html_difference(index, copy, index, changes) {
            difference.suspects.insert(0, token);
        }
        difference
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
        let label = link(tag)?.label.to_lowercase();
        let mut defined = self.definitions.iter();
        Some(defined.find(|definition| definition.label.to_lowercase() == label)?.range.clone())
    }

    /// Notes which destinations declared edits of definitions change.
    fn redefine(&self, copy: &Self, changes: &mut Changes<'_, '_>) {
        if changes.has_declared() {
            for (ours, theirs) in self.definitions.iter().zip(&copy.definitions) {
                if ours.destination != theirs.destination
                    && self.same_definition(ours, copy, theirs, changes)
                {
                    changes.redefine(&ours.destination, &theirs.destination);
                }
            }
        }
    }

    /// Where an inline tag, or the HTML block that starts at `ours`, differs.
    pub(super) fn html_difference(
        &self,
        ours: usize,
        copy: &Self,
        theirs: usize,
        changes: &Changes<'_, '_>,
    ) -> Option<Range<usize>> {
        let (our, their) = (self.html(ours)?, copy.html(theirs)?);
        if our.text == their.text {
            return None;
        }
        let leads_to = |from: &Range<usize>, to: &str| changes.lead_to(&our.source(from), to);
        let is_prose = |range: &Range<usize>| changes.touch_prose_alone(&our.source(range));
        let found = html::difference(&our.text, &their.text, leads_to, is_prose)?;
        Some(our.source(&found))
    }

    fn definition_difference(&self, copy: &Self, changes: &Changes<'_, '_>) -> Option<Difference> {
        for index in 0..self.definitions.len().max(copy.definitions.len()) {
            let (ours, theirs) = (self.definitions.get(index), copy.definitions.get(index));
            let same = match (ours, theirs) {
                (Some(ours), Some(theirs)) => self.same_definition(ours, copy, theirs, changes),
                _ => false,
            };
            if !same {
                let theirs = theirs.map(|their| changes.offsets.in_original(&their.range));
                let ours = ours.map(|our| our.range.clone());
                let suspects: Vec<_> = ours.into_iter().chain(theirs).collect();
                return Some(Difference {
                    order: (DEFINITIONS, index, 0),
                    at: suspects[0].clone(),
                    suspects,
                    reason: "a link definition would change".to_owned(),
                });
            }
        }
        None
    }
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
    let mut text_ends = 0;
    if let (Some((Event::Text(_), our)), Some((Event::Text(_), their))) = (ours, theirs) {
        text_ends = offsets.in_original(their).end.min(our.end);
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
    Difference { order: (BODY, index, text_ends), at, suspects, reason }
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
