//! Structure of a body: what the Markdown parser makes of it.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, RefDefs, Tag, TagEnd};

use crate::document::{
    Document, Refusal, catch_panics,
    markdown::{Listener, is_block, is_inline_end, is_literal, parse},
    mask::Masked,
};

/// A body as the parser reads it; all ranges are byte ranges of the post.
pub(crate) struct Structure<'a> {
    pub(super) text: &'a str,
    /// Where the body starts in the post.
    base: usize,
    pub(super) events: Vec<(Event<'a>, Range<usize>)>,
    pub(super) definitions: Vec<Definition>,
    pub(super) blocks: Vec<Block>,
    /// While reading: whether the last event was text as in the source, how many
    /// blocks are open, and whether one of them is code.
    after_literal: bool,
    depth: usize,
    in_code: bool,
}

/// An outermost block.
pub(super) struct Block {
    pub(super) range: Range<usize>,
    /// Indices of its events.
    pub(super) events: Range<usize>,
}

/// A reference definition.
pub(super) struct Definition {
    pub(super) range: Range<usize>,
    pub(super) label: String,
    pub(super) destination: String,
    pub(super) title: Option<String>,
}

/// HTML in one piece: the marks of quotes that stand before its lines are absent.
pub(super) struct Html {
    pub(super) text: String,
    pub(super) range: Range<usize>,
    /// Where each line starts in `text`, and its range in the post.
    lines: Vec<(usize, Range<usize>)>,
}

impl Html {
    fn add(&mut self, line: &str, range: &Range<usize>) {
        self.lines.push((self.text.len(), range.clone()));
        self.text.push_str(line);
    }

    /// The lines that a range of `text` lies in, or the range itself if it lies
    /// in one that is written as it reads.
    pub(super) fn source(&self, range: &Range<usize>) -> Range<usize> {
        let line_of = |at: usize| self.lines.partition_point(|(start, _)| *start <= at).max(1) - 1;
        let (first, last) = (line_of(range.start), line_of(range.end.max(range.start + 1) - 1));
        let (Some((start, from)), Some((_, to))) = (self.lines.get(first), self.lines.get(last))
        else {
            return self.range.clone();
        };
        let end = self.lines.get(first + 1).map_or(self.text.len(), |(start, _)| *start);
        if first == last && end - start == from.len() {
            return from.start + (range.start - start)..from.start + (range.end - start);
        }
        from.start..to.end
    }
}

impl<'a> Structure<'a> {
    /// Parses the body of `document`.
    pub(super) fn parse(document: &Document<'a>) -> Result<Self, Refusal> {
        catch_panics(|| Self::read(document))
    }

    fn read(document: &Document<'a>) -> Self {
        let mut structure = Self::of(document);
        parse(document.body(), |events| {
            for (event, range) in events.by_ref() {
                structure.event(event, range);
            }
            Listener::definitions(&mut structure, events.definitions());
        });
        structure
    }

    /// The structure of `document` before anything of it is read.
    pub(crate) fn of(document: &Document<'a>) -> Self {
        Self {
            text: document.source(),
            base: document.body_range().start,
            events: Vec::new(),
            definitions: Vec::new(),
            blocks: Vec::new(),
            after_literal: false,
            depth: 0,
            in_code: false,
        }
    }

    /// Joins literal text to the literal text before it: the parser cuts text
    /// at signs, and an edit can cover such a cut.
    fn joins(&mut self, event: &Event<'a>, range: &Range<usize>) -> bool {
        let is_text = matches!(event, Event::Text(said) if is_literal(self.text, range, said));
        let was_literal = std::mem::replace(&mut self.after_literal, is_text);
        match self.events.last_mut() {
            Some((last, last_range)) if is_text && was_literal && last_range.end == range.start => {
                last_range.end = range.end;
                *last = Event::Text(CowStr::Borrowed(&self.text[last_range.clone()]));
                true
            }
            _ => false,
        }
    }

    /// The inline tag at `index`, or the HTML block that starts there.
    pub(super) fn html(&self, index: usize) -> Option<Html> {
        let (event, range) = self.events.get(index)?;
        let mut html = Html { text: String::new(), range: range.clone(), lines: Vec::new() };
        match event {
            Event::InlineHtml(tag) => html.add(tag, range),
            Event::Start(Tag::HtmlBlock) => {
                for (event, range) in &self.events[index + 1..] {
                    let Event::Html(line) = event else { break };
                    html.add(line, range);
                }
            }
            _ => return None,
        }
        Some(html)
    }

    /// The ranges of the outermost blocks that touch `range`.
    pub(super) fn blocks_around(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let mut around = self
            .blocks
            .iter()
            .map(|block| &block.range)
            .filter(|block| block.start <= range.end && range.start <= block.end);
        let first = around.next()?.clone();
        let end = around.next_back().map_or(first.end, |last| last.end);
        Some(first.start..end)
    }
}

impl<'a> Listener<'a> for Structure<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let range = self.base + range.start..self.base + range.end;
        match &event {
            Event::Start(tag) if is_block(tag) => {
                self.in_code |= matches!(tag, Tag::CodeBlock(_));
                if self.depth == 0 {
                    let first = self.events.len();
                    self.blocks.push(Block { range: range.clone(), events: first..first });
                }
                self.depth += 1;
            }
            Event::End(end) if !is_inline_end(*end) => {
                self.in_code &= *end != TagEnd::CodeBlock;
                self.depth -= 1;
                if let (0, Some(block)) = (self.depth, self.blocks.last_mut()) {
                    // With this event, which comes next.
                    block.events.end = self.events.len() + 1;
                }
            }
            _ => {}
        }
        if self.in_code || !self.joins(&event, &range) {
            self.events.push((event, range));
        }
    }

    fn definitions(&mut self, found: &RefDefs<'_>) {
        self.definitions = definitions(found, self.base);
    }

    fn masked(&mut self, _: &[Masked]) {}
}

pub(super) fn definitions(found: &RefDefs<'_>, base: usize) -> Vec<Definition> {
    let found = found.iter().map(|(label, definition)| Definition {
        range: base + definition.span.start..base + definition.span.end,
        label: label.to_owned(),
        destination: definition.dest.to_string(),
        title: definition.title.as_ref().map(ToString::to_string),
    });
    let mut definitions: Vec<_> = found.collect();
    definitions.sort_by_key(|definition| definition.range.start);
    definitions
}
