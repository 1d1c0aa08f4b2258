//! Prose of the body: what the Markdown parser calls text, minus pins.
//!
//! The parser's events are pieces already; templates are looked for over the
//! source now that all code is known, directives are obeyed, and what is left
//! goes to runs.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{
    Document, Flavour, Lines, ProseSettings, RunPlace,
    directives::{self, Said},
    html::{Elements, Flow},
    kept::KeptReason,
    mask,
    pieces::{Piece, Pieces},
    pins,
    prose::RunBuilder,
};

/// Adds the runs of the body to `runs`.
pub(super) fn read(document: &Document<'_>, settings: &ProseSettings, runs: &mut RunBuilder) {
    let body = document.body();
    let base = document.body_range().start;
    let mut pieces = Pieces::read(body, settings);
    let templates = mask::templates(body, &pieces.code);
    let said = said(body, settings.flavour, &mut pieces, &templates);
    let mut lines = Lines::of(document.source());
    for (at, message) in said.warnings {
        runs.warn(lines.line(base + at), message);
    }
    let in_post = |range: Range<usize>| base + range.start..base + range.end;
    for (range, reason) in pieces.kept {
        runs.keep(in_post(range), reason);
    }
    runs.set_quotes(pieces.quotes.into_iter().map(in_post));
    let elements = Elements::new(pieces.tags, &templates);
    let mut masked: Vec<_> =
        templates.into_iter().map(|range| (range, KeptReason::Template)).collect();
    masked.extend(said.kept.into_iter().map(|range| (range, KeptReason::Directive)));
    masked.sort_by_key(|(range, _)| range.start);
    let mut reader = Reader {
        body,
        base,
        flavour: settings.flavour,
        masked: masked.into_iter().peekable(),
        pinned_until: 0,
        url_open_at: None,
        elements,
        attributes_stay: None,
        place: None,
        runs,
    };
    for (range, reason) in reader.masked.clone() {
        reader.keep(range, reason);
    }
    reader.read(&pieces.list);
}

/// What the directives of the body say; those in a template's code are quoted.
fn said(body: &str, flavour: Flavour, pieces: &mut Pieces, templates: &[Range<usize>]) -> Said {
    let mut directives = std::mem::take(&mut pieces.directives);
    if flavour == Flavour::Mdx {
        directives::add_mdx(body, &pieces.code, &mut directives);
    }
    let mut templates = templates.iter().peekable();
    directives.retain(|directive| {
        while templates.next_if(|range| range.end <= directive.range.start).is_some() {}
        templates.peek().is_none_or(|range| range.start > directive.range.start)
    });
    Said::by(&directives, body)
}

struct Reader<'r> {
    body: &'r str,
    /// Where the body starts in the post.
    base: usize,
    flavour: Flavour,
    /// What templates and directives keep, in order of the start.
    masked: std::iter::Peekable<std::vec::IntoIter<(Range<usize>, KeptReason)>>,
    /// The end of a pin that reaches beyond the stretch that it starts in.
    pinned_until: usize,
    /// Where a bare URL goes on, if the last one reached the end of its stretch.
    url_open_at: Option<usize>,
    elements: Elements,
    /// Why the attributes of the last tag stay, if they do.
    attributes_stay: Option<KeptReason>,
    /// The inset that is open.
    place: Option<RunPlace>,
    runs: &'r mut RunBuilder,
}

/// Whether signs of Markdown mean something in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Markdown,
    Verbatim,
}

impl Reader<'_> {
    fn read(&mut self, pieces: &[Piece]) {
        let mut pieces = pieces.iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Text(range) => {
                    // The parser cuts text at `[`, `_` and other signs.
                    let mut stretch = range.clone();
                    while let Some(Piece::Text(next)) = pieces
                        .next_if(|next| matches!(next, Piece::Text(at) if at.start == stretch.end))
                    {
                        stretch.end = next.end;
                    }
                    self.stretch(stretch, Written::Markdown);
                }
                Piece::Verbatim(range) => self.stretch(range.clone(), Written::Verbatim),
                Piece::Inset(place) => {
                    self.place = Some(*place);
                    self.runs.start_inset(*place);
                }
                Piece::InsetEnd => {
                    self.place = None;
                    self.runs.end_inset();
                }
                Piece::Entity(range) => {
                    if self.url_open_at == Some(range.start) {
                        self.url_open_at = Some(range.end);
                    }
                    self.runs.end_run();
                }
                Piece::Tag(index) => {
                    if self.elements.flow(*index) == Flow::Ends {
                        self.runs.end_run();
                    }
                    self.attributes_stay = self.elements.pass(*index);
                }
                Piece::Break => self.runs.end_run(),
                Piece::Block => {
                    self.elements.pass_block();
                    self.runs.end_run();
                }
            }
        }
    }

    /// Takes a contiguous stretch of text, without what is pinned in it.
    fn stretch(&mut self, stretch: Range<usize>, written: Written) {
        if let Some(url) = self.url_open_at.take()
            && matches!(self.body.get(url..stretch.start), Some("" | "\\"))
        {
            let end = stretch.start + pins::url_end(&self.body[stretch.clone()]);
            self.keep(stretch.start..end, KeptReason::Url);
            self.pinned_until = self.pinned_until.max(end);
            self.url_open_at = (end == stretch.end).then_some(end);
        }
        let rest = self.pinned_until.clamp(stretch.start, stretch.end)..stretch.end;
        if rest.start > stretch.start {
            self.runs.end_run();
        }
        let mut pinned = Vec::new();
        let body = self.body;
        pins::pins(body, rest.clone(), self.flavour, &mut |range| {
            // Only Markdown has wikilinks.
            if written == Written::Markdown || !body[range.clone()].starts_with("[[") {
                pinned.push(range);
            }
        });
        for range in &pinned {
            self.keep(range.clone(), pin_reason(&body[range.clone()]));
        }
        if let Some(last) = pinned.last().filter(|last| last.end >= stretch.end) {
            self.pinned_until = last.end;
            let is_url = self.body[last.clone()].starts_with(|c: char| c.is_ascii_alphanumeric());
            self.url_open_at = is_url.then_some(last.end);
        }
        self.spans(rest, pinned);
    }

    fn spans(&mut self, rest: Range<usize>, pinned: Vec<Range<usize>>) {
        let stay = match self.place {
            Some(RunPlace::Attribute) => self.attributes_stay,
            _ => self.elements.keep_text(),
        };
        if let Some(reason) = stay {
            self.keep(rest, reason);
            return self.runs.end_run();
        }
        while self.masked.next_if(|(range, _)| range.end <= rest.start).is_some() {}
        let mut cuts: Vec<_> = pinned.into_iter().map(|range| (range, Flow::Ends)).collect();
        while let Some((range, _)) = self.masked.next_if(|(range, _)| range.start < rest.end) {
            // It can reach into the next stretch.
            if range.end > rest.end {
                self.pinned_until = self.pinned_until.max(range.end);
            }
            cuts.push((range, Flow::Ends));
        }
        cuts.sort_by_key(|(range, _)| range.start);
        let base = self.base;
        let cuts =
            cuts.into_iter().map(|(range, flow)| (base + range.start..base + range.end, flow));
        self.runs.spans_between(base + rest.start..base + rest.end, cuts);
    }

    /// What `range` of the body holds stays for `reason`, but for spans in it.
    fn keep(&mut self, range: Range<usize>, reason: KeptReason) {
        if !self.body[range.clone()].is_ascii() {
            self.runs.keep(self.base + range.start..self.base + range.end, reason);
        }
    }
}

/// What a pin is, by how it begins.
fn pin_reason(pin: &str) -> KeptReason {
    match pin.as_bytes() {
        [b'[', b'[', ..] => KeptReason::Wikilink,
        [b':' | b'!' | b'?' | b'[', ..] => KeptReason::ContainerName,
        [b'<', ..] => KeptReason::HtmlTag,
        [b'{', b':' | b'.' | b'#', ..] => KeptReason::AttributeList,
        [b'{', ..] => KeptReason::Expression,
        // `import 門 from "https://x"` is no address.
        _ if pin.contains(char::is_whitespace) => KeptReason::Expression,
        _ => KeptReason::Url,
    }
}
