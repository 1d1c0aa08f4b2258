//! Reading: finds the places of a body where it can be cut.
//!
//! One pass forward. From one place that is certain to the next start of a block is
//! a chunk; one with a sign of something that may go on is parsed, with a paragraph
//! put behind: where that is read as one, nothing is left open.

use std::ops::Range;

use memchr::memmem::Finder;
use rayon::prelude::*;

use super::{Work, elements::Tags, labels::Labels, starts::starts};
use crate::document::{
    Flavour, ProseSettings, catch_panics,
    directives::{self, Directive, Said},
    mask::{joined, leaves_string_open},
    pieces::{Piece, Pieces},
    pins::leaves_brace_open,
};
use crate::switches::{CodeBlocks, InlineCode};

/// The paragraph that is put behind a chunk.
const SENTINEL: &str = "門\n";

/// How many places are known within one section at least.
const PLACES: usize = 16;

/// How many sections a stretch is as long as.
const STRETCH: usize = 8;

/// Where a body can be cut, and the labels in it.
pub(super) struct Found {
    /// Byte offsets in order.
    pub(super) places: Vec<usize>,
    pub(super) labels: Labels,
}

pub(super) struct Reading<'b> {
    body: &'b str,
    settings: &'b ProseSettings,
    signs: Signs,
    /// The least distance of two places.
    spacing: usize,
    places: Vec<usize>,
    /// Ranges that are read as one: no place is in them.
    joined: Vec<Range<usize>>,
    code: Vec<Range<usize>>,
    directives: Vec<Directive>,
    tags: Tags,
    labels: Labels,
}

impl<'b> Reading<'b> {
    /// Reads `body` in stretches, of which each is taken to begin where it is certain:
    /// where the one before leaves something open, it is read again from there.
    pub(super) fn of(body: &'b str, settings: &'b ProseSettings, size: usize, work: Work) -> Self {
        let read = |range: Range<usize>| Self::over(body, settings, size, range);
        let stretches = stretches(body, size.saturating_mul(STRETCH).max(1));
        let found: Vec<_> = match work {
            Work::InParallel => {
                stretches.into_par_iter().map(|range| (range.clone(), read(range))).collect()
            }
            Work::InTurn => {
                stretches.into_iter().map(|range| (range.clone(), read(range))).collect()
            }
        };
        let mut found = found.into_iter();
        let Some((mut range, (mut reading, mut certain))) = found.next() else {
            return read(0..body.len()).0;
        };
        for (next_range, next) in found {
            let is_certain = certain == range.end;
            let (more, end) = if is_certain { next } else { read(certain..next_range.end) };
            if is_certain {
                reading.place(certain);
            }
            reading.append(more);
            range = next_range;
            certain = end;
            // What is still open may be so for long: the rest is read in one.
            if !is_certain && certain < range.end && range.end < body.len() {
                reading.append(read(certain..body.len()).0);
                return reading;
            }
        }
        reading
    }

    /// Reads a stretch of `body`; also gives the last place that is certain.
    fn over(
        body: &'b str,
        settings: &'b ProseSettings,
        size: usize,
        range: Range<usize>,
    ) -> (Self, usize) {
        let mut reading = Self {
            body,
            settings,
            signs: Signs::new(),
            spacing: size / PLACES,
            places: Vec::new(),
            joined: Vec::new(),
            code: Vec::new(),
            directives: Vec::new(),
            tags: Tags::default(),
            labels: Labels::default(),
        };
        let (mut certain, mut least) = (range.start, 0);
        for start in starts(&body[range.clone()]).map(|start| range.start + start) {
            if start < least {
                continue;
            }
            if reading.chunk(certain..start, SENTINEL) {
                reading.place(start);
                certain = start;
            } else {
                // What stays open is read a bounded number of times.
                least = start + (start - certain) / 2;
            }
        }
        let behind = if range.end == body.len() { "" } else { SENTINEL };
        if reading.chunk(certain..range.end, behind) {
            certain = range.end;
        }
        (reading, certain)
    }

    /// Takes in what was read behind.
    fn append(&mut self, next: Self) {
        for place in next.places {
            self.place(place);
        }
        self.joined.extend(next.joined);
        self.code.extend(next.code);
        self.directives.extend(next.directives);
        self.tags.append(next.tags);
        self.labels.append(next.labels);
    }

    fn place(&mut self, at: usize) {
        if self.places.last().is_none_or(|last| at - last >= self.spacing) {
            self.places.push(at);
        }
    }

    /// Reads a chunk; whether it ends where it ends, whatever follows.
    fn chunk(&mut self, chunk: Range<usize>, behind: &str) -> bool {
        let text = &self.body[chunk.clone()];
        if !self.signs.are_in(text) {
            return true;
        }
        let with_behind = format!("{text}{behind}");
        let read = catch_panics(|| {
            let pieces = Pieces::read(&with_behind, self.settings, &mut ());
            let is_over = behind.is_empty() || ends_with_paragraph(&pieces.list, text.len());
            if is_over && self.signs.definition.find(text.as_bytes()).is_some() {
                self.labels.read(text, chunk.start);
            }
            is_over.then_some(pieces)
        });
        let Ok(Some(pieces)) = read else { return false };
        self.take(pieces, text, chunk.start);
        true
    }

    fn take(&mut self, pieces: Pieces<'_>, text: &str, at: usize) {
        let flavour = self.settings.flavour;
        let is_code_text = self.settings.inline_code != InlineCode::Keep
            || self.settings.code_blocks != CodeBlocks::Keep;
        let code: &[Range<usize>] = if is_code_text { &[] } else { &pieces.code };
        if leaves_brace_open(text, code, flavour) || leaves_string_open(text, &pieces.code) {
            self.joined.push(at..self.body.len());
        }
        let mut found = pieces.directives;
        if flavour == Flavour::Mdx {
            directives::add_mdx(text, &pieces.code, &mut found);
        }
        self.directives.extend(found.into_iter().map(|directive| Directive {
            range: at + directive.range.start..at + directive.range.end,
            ..directive
        }));
        self.code.extend(pieces.code.into_iter().map(|code| at + code.start..at + code.end));
        for tag in &pieces.tags {
            self.tags.push(tag, at);
        }
    }

    /// Leaves out the places that something reaches over.
    pub(super) fn finish(mut self) -> Found {
        let templates = joined(self.body, &self.code);
        let mut whole = self.joined;
        whole.extend(templates.others);
        whole.extend(said(self.body, self.directives, &templates.masked));
        self.tags.pairs(&templates.masked, |pair| whole.push(pair));
        whole.extend(templates.masked);
        whole.sort_unstable_by_key(|range| range.start);
        let mut whole = whole.into_iter().peekable();
        let mut until = 0;
        self.places.retain(|place| {
            while let Some(range) = whole.next_if(|range| range.start < *place) {
                until = until.max(range.end);
            }
            until <= *place
        });
        Found { places: self.places, labels: self.labels }
    }
}

/// Byte ranges of `body` of `size` bytes or more, in a row, each but the first from the
/// start of a block on, if nothing is open there.
fn stretches(body: &str, size: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(behind) = body.as_bytes().get(start + size..) {
        // From the start of a line on.
        let Some(line) = memchr::memchr(b'\n', behind) else { break };
        let from = start + size + line + 1;
        let Some(next) = starts(&body[from..]).next() else { break };
        found.push(start..from + next);
        start = from + next;
    }
    found.push(start..body.len());
    found
}

/// Whether the last piece is a paragraph of its own that starts at `at`.
fn ends_with_paragraph(pieces: &[Piece], at: usize) -> bool {
    let expected = at..at + SENTINEL.trim_end().len();
    matches!(pieces, [.., Piece::Block, Piece::Text(text), Piece::Block] if *text == expected)
        || matches!(pieces, [Piece::Block, Piece::Text(text), Piece::Block] if *text == expected)
}

/// What directives join: all from `off` to `on`, and `next-line` with its line.
fn said(body: &str, mut found: Vec<Directive>, templates: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut templates = templates.iter().peekable();
    found.retain(|directive| {
        while templates.next_if(|range| range.end <= directive.range.start).is_some() {}
        templates.peek().is_none_or(|range| range.start >= directive.range.start)
    });
    let mut kept = Said::by(&found, body).kept;
    for directive in found.iter().filter(|directive| directive.word == "next-line") {
        let next = kept.partition_point(|kept| kept.start < directive.range.end);
        if let Some(line) = kept.get_mut(next) {
            line.start = line.start.min(directive.range.start);
        }
    }
    kept
}

/// Finds signs of what may go on over a blank line, or means something elsewhere.
struct Signs {
    definition: Finder<'static>,
    others: [Finder<'static>; 3],
}

impl Signs {
    fn new() -> Self {
        Self {
            definition: Finder::new("]:"),
            others: [Finder::new("```"), Finder::new("~~~"), Finder::new("%>")],
        }
    }

    fn are_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        memchr::memchr3(b'<', b'{', b'}', bytes).is_some()
            || self.definition.find(bytes).is_some()
            || self.others.iter().any(|finder| finder.find(bytes).is_some())
    }
}
