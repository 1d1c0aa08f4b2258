//! What of a body matters for links, read while the Markdown parser runs.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Event, RefDefs, Tag};

use super::{
    destinations::Destinations,
    headings::{Heading, Headings},
};
use crate::document::{
    KeptReason,
    markdown::{Listener, is_price, parse},
    mask::{Masked, templates},
};

/// What of a body matters for links; offsets are bytes in the body.
#[derive(Default)]
pub(crate) struct Reading {
    /// The headings in order.
    pub(crate) headings: Vec<Heading>,
    /// Where destinations are written, in order.
    pub(crate) destinations: Vec<Range<usize>>,
    /// Ids that HTML gives.
    pub(crate) ids: Vec<String>,
}

impl Reading {
    /// Parses `body`. The Markdown parser may panic.
    pub(crate) fn of(body: &str) -> Self {
        let mut reader = Reader::of(body);
        let mut code = Vec::new();
        parse(body, |events| {
            for (event, range) in events.by_ref() {
                let is_code = match event {
                    Event::Code(_) | Event::DisplayMath(_) | Event::Start(Tag::CodeBlock(_)) => {
                        true
                    }
                    Event::InlineMath(_) => !is_price(body, &range),
                    _ => false,
                };
                if is_code {
                    code.push(range.clone());
                }
                reader.step(&event, &range);
            }
            reader.definitions(events.definitions());
        });
        reader.masked(&templates(body, &code, &[]));
        reader.finish()
    }

    /// The headings of a copy that has the structure of this body and the text
    /// that `text_at` gives for a range of it, borrowed where nothing changed; `None`
    /// if only the parser can tell.
    pub(super) fn headings_in_copy<'c>(
        &self,
        text_at: impl Fn(&Range<usize>) -> Option<Cow<'c, str>>,
    ) -> Option<Self> {
        let headings = self.headings.iter().map(|heading| heading.in_copy(&text_at));
        let headings = headings.collect::<Option<_>>()?;
        Some(Self { headings, destinations: Vec::new(), ids: Vec::new() })
    }
}

/// Reads a body from the parser's events, if it is asked for.
///
/// What stands in a template tag, or in the body of one that holds code, is no
/// link and no heading: the generator takes it away before it reads Markdown.
pub(crate) struct Reader<'a> {
    body: &'a str,
    headings: Headings,
    found: Destinations,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(body: &'a str) -> Self {
        Self { body, headings: Headings::default(), found: Destinations::default() }
    }

    /// Takes note of an event with its byte range in the body.
    pub(crate) fn step(&mut self, event: &Event<'_>, range: &Range<usize>) {
        self.headings.step(self.body, event, range);
        self.found.step(self.body, event, range);
    }

    pub(crate) fn finish(self) -> Reading {
        let (headings, found) = (self.headings.list, self.found);
        Reading { headings, destinations: found.list, ids: found.ids }
    }
}

impl<'a> Listener<'a> for Reader<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        self.step(&event, &range);
    }

    fn definitions(&mut self, definitions: &RefDefs<'_>) {
        self.found.finish(self.body, definitions);
    }

    fn masked(&mut self, masked: &[Masked]) {
        self.found.list.retain(|range| mask_at(masked, range.start).is_none());
        self.headings.list.retain(|heading| {
            mask_at(masked, heading.end).is_none_or(|mask| mask.reason != KeptReason::TemplateCode)
        });
    }
}

/// The template that `at` is inside of.
fn mask_at(masked: &[Masked], at: usize) -> Option<&Masked> {
    let next = masked.partition_point(|mask| mask.range.end <= at);
    masked.get(next).filter(|mask| mask.range.start < at)
}
