//! Prose: the runs of a post, each a list of spans of one block.
//!
//! Gets a [`Document`], gives byte ranges. A run is what an engine reads as one
//! text, so that a phrase is found although markup stands in it.
//!
//! A run goes on over
//! - emphasis, strong and struck text, superscript and subscript;
//! - links whose text is not their label, around their text;
//! - formatting tags of HTML (`<b>`, `<span>`, `<a>` …), in text and in HTML blocks;
//! - soft line breaks, with the marks of quotes and lists behind them, and line
//!   ends in the text of HTML blocks with the indentation behind them;
//! - the backslash of an escape that is literal, as in `\*`.
//!
//! A run ends at
//! - the start and end of a block: paragraph, heading, item, table cell, HTML block;
//! - code, images (their text is a run apart), math, footnote references;
//! - links whose text is their address or label;
//! - bare URLs, targets of wikilinks, template constructs, attribute lists, tags
//!   and expressions of JSX, container names;
//! - all other tags of HTML, comments, entities;
//! - hard line breaks;
//! - the edges of what a directive or an element keeps.
//!
//! Front matter values, link titles, HTML attributes and the texts of images are
//! runs of their own; the run around a title or an attribute goes on behind it.

use std::{borrow::Cow, ops::Range};

use super::{
    Document, FieldScope, Flavour, Kept, KeptReason, Refusal, body, front_matter, kept,
    markdown::Listener,
};
use crate::switches::{CodeBlocks, InlineCode, Shortcode};

/// Which prose is taken.
#[derive(Debug, Clone, Default)]
pub struct ProseSettings {
    /// Which front matter values are prose.
    pub fields: FieldScope,
    /// The dialect of the body.
    pub flavour: Flavour,
    /// What of inline code is prose.
    pub inline_code: InlineCode,
    /// What of code blocks is prose.
    pub code_blocks: CodeBlocks,
    /// Parameters of template tags that are prose.
    pub shortcodes: Vec<Shortcode>,
}

/// The prose of a post.
///
/// Spans are byte ranges of the post, disjoint, in order within a run, and never
/// cut a character. Runs are in the order of their first span, but for those of
/// link titles and attributes, which follow the run around them. Runs in Latin
/// letters are there too: detection counts their words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// All spans, run after run.
    pub spans: Vec<Range<usize>>,
    /// The runs in order.
    pub runs: Vec<Run>,
    /// Byte ranges of the outermost block quotes, in order.
    pub quotes: Vec<Range<usize>>,
    /// What is no prose, in order and disjoint; text in neither is markup.
    pub kept: Vec<Kept>,
    /// What could not be read, and what looks wrong.
    pub warnings: Vec<Warning>,
}

/// Spans that are read as one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Indices into [`Prose::spans`].
    pub spans: Range<usize>,
    /// Where the run lies.
    pub place: RunPlace,
    /// The block that it is a part of, or the value, title or attribute: runs of one have one
    /// number. Those of a block are in order, with no other block's between them but insets'.
    pub block: u32,
}

/// Where a run lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunPlace {
    /// In a front matter value.
    FrontMatter,
    /// In the body.
    Body,
    /// In the title of a link in the body: its spans lie among those of the run
    /// before it, which goes on behind the link.
    Title,
    /// In the value of an HTML attribute in the body, as for a title.
    Attribute,
}

/// Something that the user should know; nothing is lost by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The line of the post, from 1.
    pub line: usize,
    /// What it is, in one sentence without a full stop.
    pub message: String,
}

impl Prose {
    /// All of `source` as one run: plain text.
    #[must_use]
    pub fn whole(source: &str) -> Self {
        Self {
            spans: std::iter::once(0..source.len()).collect(),
            runs: vec![Run { spans: 0..1, place: RunPlace::Body, block: 0 }],
            quotes: Vec::new(),
            kept: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Whether a run stands in a block quote.
    #[must_use]
    pub fn is_quoted(&self, run: &Run) -> bool {
        let start = self.spans[run.spans.start].start;
        let next = self.quotes.partition_point(|quote| quote.end <= start);
        self.quotes.get(next).is_some_and(|quote| quote.start <= start)
    }

    /// All spans in order: those of a title lie among those of the run before it.
    pub(super) fn sorted_spans(&self) -> Cow<'_, [Range<usize>]> {
        if self.spans.is_sorted_by_key(|span| span.start) {
            return Cow::Borrowed(&self.spans);
        }
        let mut spans = self.spans.clone();
        spans.sort_by_key(|span| span.start);
        Cow::Owned(spans)
    }

    /// The text of a run: its spans, one after the other.
    #[must_use]
    pub fn text<'a>(&self, source: &'a str, run: &Run) -> Cow<'a, str> {
        match &self.spans[run.spans.clone()] {
            [span] => Cow::Borrowed(&source[span.clone()]),
            spans => spans.iter().map(|span| &source[span.clone()]).collect(),
        }
    }
}

/// The prose of `document`: first the front matter's values, then the body.
///
/// # Errors
/// When the Markdown parser panics, as it does on rare input. The panic is
/// caught; the process's panic hook still sees it.
pub fn prose(document: &Document<'_>, settings: &ProseSettings) -> Result<Prose, Refusal> {
    prose_heard(document, settings, &mut ())
}

/// The same, while `listener` hears the parser.
pub(crate) fn prose_heard<'a>(
    document: &Document<'a>,
    settings: &ProseSettings,
    listener: &mut impl Listener<'a>,
) -> Result<Prose, Refusal> {
    let mut runs = RunBuilder::new();
    front_matter::read(document, settings, &mut runs);
    runs.place = RunPlace::Body;
    super::catch_panics(|| {
        body::read(document, settings, &mut runs, listener);
    })?;
    Ok(runs.finish())
}

/// Collects spans to runs.
pub(super) struct RunBuilder {
    prose: Prose,
    /// Index of the first span of the run that is open.
    open: usize,
    place: RunPlace,
    /// The number of the block that the open run is in.
    block: u32,
    /// The last number of a block.
    blocks: u32,
    /// The runs of insets since the open run began, each with its block and its spans.
    insets: Vec<(RunPlace, u32, Vec<Range<usize>>)>,
    is_in_inset: bool,
}

impl RunBuilder {
    fn new() -> Self {
        Self {
            prose: Prose::default(),
            open: 0,
            place: RunPlace::FrontMatter,
            block: 0,
            blocks: 0,
            insets: Vec::new(),
            is_in_inset: false,
        }
    }

    /// What comes up to [`RunBuilder::end_inset`] is a run apart from the open one,
    /// or several.
    pub(super) fn start_inset(&mut self, place: RunPlace) {
        self.blocks += 1;
        self.insets.push((place, self.blocks, Vec::new()));
        self.is_in_inset = true;
    }

    /// The open run goes on.
    pub(super) fn end_inset(&mut self) {
        self.is_in_inset = false;
        if self.prose.spans.len() == self.open {
            self.end_run();
        }
    }

    /// What `range`, in bytes of the post, holds stays for `reason`: but for the
    /// spans in it, and for smaller ranges in it that stay for another. To be
    /// called in any order; text in ASCII need not be told.
    pub(super) fn keep(&mut self, range: Range<usize>, reason: KeptReason) {
        if !range.is_empty() {
            self.prose.kept.push(Kept { range, reason });
        }
    }

    /// Appends a span to the open run; touching spans are one.
    pub(super) fn span(&mut self, range: Range<usize>) {
        let (spans, open) = match self.insets.last_mut().filter(|_| self.is_in_inset) {
            Some((_, _, inset)) => (inset, 0),
            None => (&mut self.prose.spans, self.open),
        };
        // Out of order, an edit could not be made; no parser event is known to be.
        let done = spans.last().map_or(0, |last| last.end);
        if range.is_empty() || range.start < done {
            return;
        }
        match spans[open..].last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ => spans.push(range),
        }
    }

    /// Ends the open run, if there is one.
    pub(super) fn end_run(&mut self) {
        match self.insets.last() {
            Some((_, _, spans)) if self.is_in_inset && spans.is_empty() => return,
            Some((place, block, _)) if self.is_in_inset => {
                let (place, block) = (*place, *block);
                return self.insets.push((place, block, Vec::new()));
            }
            _ => {}
        }
        self.close(self.place, self.block);
        for (place, block, spans) in std::mem::take(&mut self.insets) {
            self.prose.spans.extend(spans);
            self.close(place, block);
        }
    }

    /// Ends the open run and its block, or value.
    pub(super) fn end_block(&mut self) {
        self.end_run();
        if !self.is_in_inset {
            self.blocks += 1;
            self.block = self.blocks;
        }
    }

    /// Makes a run of the spans since the last one.
    fn close(&mut self, place: RunPlace, block: u32) {
        let end = self.prose.spans.len();
        if end > self.open {
            self.prose.runs.push(Run { spans: self.open..end, place, block });
            self.open = end;
        }
    }

    pub(super) fn set_quotes(&mut self, quotes: impl Iterator<Item = Range<usize>>) {
        self.prose.quotes = quotes.collect();
    }

    pub(super) fn warn(&mut self, line: usize, message: impl Into<String>) {
        self.prose.warnings.push(Warning { line, message: message.into() });
    }

    fn finish(mut self) -> Prose {
        self.end_run();
        let mut prose = self.prose;
        if !prose.kept.is_empty() {
            prose.kept = kept::disjoint(std::mem::take(&mut prose.kept), &prose.sorted_spans());
        }
        prose
    }
}
