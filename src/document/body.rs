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
    front_matter,
    html::{Elements, Flow},
    kept::KeptReason,
    markdown::Listener,
    mask::{self, Masked},
    pieces::{Piece, Pieces},
    pins::{self, Pins},
    prose::RunBuilder,
};

/// Adds the runs of the body to `runs`; `listener` hears what the parser says.
pub(super) fn read<'a>(
    document: &Document<'a>,
    settings: &ProseSettings,
    runs: &mut RunBuilder,
    listener: &mut impl Listener<'a>,
) {
    let body = document.body();
    let base = document.body_range().start;
    let mut pieces = Pieces::read(body, settings, listener);
    let masked = mask::templates(body, &pieces.code, &settings.shortcodes);
    listener.masked(&masked);
    let templates: Vec<_> = masked.iter().map(|masked| masked.range.clone()).collect();
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
    let addresses = mask::addresses(body, &masked);
    let cuts = cuts(masked, addresses, said.kept);
    let mut reader = Reader {
        body,
        base,
        settings,
        walls: std::mem::take(&mut pieces.walls),
        code: std::mem::take(&mut pieces.code),
        pins: Pins::new(body, settings.flavour),
        cuts: cuts.into_iter().peekable(),
        pinned_until: 0,
        url_open_at: None,
        elements,
        attributes_stay: None,
        place: None,
        runs,
    };
    for cut in reader.cuts.clone() {
        reader.keep(cut.range, cut.reason);
    }
    reader.read(&pieces.list);
}

/// What templates, the addresses around them and directives keep, in order of the start. Nothing in what a
/// directive keeps is prose.
fn cuts(masked: Vec<Masked>, addresses: Vec<Range<usize>>, off: Vec<Range<usize>>) -> Vec<Cut> {
    let mut off_until = off.iter().map(Range::clone).peekable();
    let of_template = |masked: Masked| {
        while off_until.next_if(|off| off.end <= masked.range.start).is_some() {}
        let is_off = off_until.peek().is_some_and(|off| off.start < masked.range.end);
        let parameters = if is_off { Vec::new() } else { masked.parameters };
        Cut { range: masked.range, reason: masked.reason, parameters }
    };
    let mut cuts: Vec<_> = masked.into_iter().map(of_template).collect();
    let whole = |reason| move |range| Cut { range, reason, parameters: Vec::new() };
    cuts.extend(addresses.into_iter().map(whole(KeptReason::Destination)));
    cuts.extend(off.into_iter().map(whole(KeptReason::Directive)));
    cuts.sort_by_key(|cut| cut.range.start);
    cuts
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
        // In MDX the directive is a comment of the template scanner itself.
        templates.peek().is_none_or(|range| range.start >= directive.range.start)
    });
    Said::by(&directives, body)
}

/// A part of the body that stays, but for the parameters in it.
#[derive(Clone)]
struct Cut {
    range: Range<usize>,
    reason: KeptReason,
    parameters: Vec<Range<usize>>,
}

struct Reader<'r> {
    body: &'r str,
    /// Where the body starts in the post.
    base: usize,
    settings: &'r ProseSettings,
    /// Where blocks of code and of HTML start.
    walls: Vec<usize>,
    /// Code and math, in order.
    code: Vec<Range<usize>>,
    pins: Pins<'r>,
    /// What templates and directives keep, in order of the start.
    cuts: std::iter::Peekable<std::vec::IntoIter<Cut>>,
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
        for piece in pieces {
            match piece {
                Piece::Text(range) => self.stretch(range.clone(), Written::Markdown),
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
                    if self.elements.ends_block(*index) {
                        self.runs.end_block();
                    } else if self.elements.flow(*index) == Flow::Ends {
                        self.runs.end_run();
                    }
                    self.attributes_stay = self.elements.pass(*index);
                }
                Piece::Break => self.runs.end_run(),
                Piece::Block => {
                    self.elements.pass_block();
                    self.runs.end_block();
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
        let code = &self.code;
        self.pins.find(rest.clone(), &mut |pin| {
            // Only Markdown has wikilinks.
            if written == Written::Markdown || pin.reason != KeptReason::Wikilink {
                // A tag that is text to the parser can hold what is code or math to it.
                let is_text = |range: &Range<usize>| {
                    let next = code.partition_point(|code| code.end <= range.start);
                    code.get(next).is_none_or(|code| range.end <= code.start)
                };
                let parameters = pin.parameters.into_iter().filter(is_text).collect();
                pinned.push(Cut { range: pin.range, reason: pin.reason, parameters });
            }
        });
        for cut in &pinned {
            self.keep(cut.range.clone(), cut.reason);
        }
        if let Some(last) = pinned.last().filter(|last| last.range.end >= stretch.end) {
            self.pinned_until = last.range.end;
            self.url_open_at = (last.reason == KeptReason::Url).then_some(last.range.end);
        }
        self.spans(rest, pinned);
    }

    fn spans(&mut self, rest: Range<usize>, mut cuts: Vec<Cut>) {
        let stay = match self.place {
            Some(RunPlace::Attribute) => self.attributes_stay,
            _ => self.elements.keep_text(),
        };
        if let Some(reason) = stay {
            self.keep(rest, reason);
            return self.runs.end_run();
        }
        while self.cuts.next_if(|cut| cut.range.end <= rest.start).is_some() {}
        while let Some(cut) = self.cuts.next_if(|cut| cut.range.start < rest.end) {
            // It can reach into the next stretch.
            if cut.range.end > rest.end {
                self.pinned_until = self.pinned_until.max(cut.range.end);
            }
            cuts.push(cut);
        }
        cuts.sort_by_key(|cut| cut.range.start);
        let mut at = rest.start;
        for cut in cuts {
            let Range { start, end } = cut.range;
            if start > at {
                self.span(at..start.min(rest.end));
            }
            self.runs.end_run();
            if start >= at {
                self.parameters(start, cut.parameters);
            }
            at = at.max(end);
        }
        if at < rest.end {
            self.span(at..rest.end);
        }
    }

    /// Takes the parameters of the tag at `tag` that are prose, each a run of its own. As in front
    /// matter, only the template knows whether markup in there is any.
    fn parameters(&mut self, tag: usize, parameters: Vec<Range<usize>>) {
        // Insets do not nest: a template in an attribute stays whole.
        if self.place.is_some() {
            return;
        }
        // To the parser, the tag is text that a block of code or HTML can end.
        let next = self.walls.partition_point(|wall| *wall <= tag);
        let wall = self.walls.get(next).copied().unwrap_or(usize::MAX);
        for parameter in parameters.into_iter().filter(|parameter| parameter.end <= wall) {
            self.runs.start_inset(RunPlace::Attribute);
            let mut at = parameter.start;
            for cut in front_matter::markup(&self.body[parameter.clone()], self.settings) {
                let range = parameter.start + cut.range.start..parameter.start + cut.range.end;
                if range.start > at {
                    self.span(at..range.start);
                }
                at = at.max(range.end);
                if cut.flow == Flow::Ends {
                    self.runs.end_run();
                }
                self.keep(range, cut.reason);
            }
            if at < parameter.end {
                self.span(at..parameter.end);
            }
            self.runs.end_inset();
        }
    }

    fn span(&mut self, range: Range<usize>) {
        self.runs.span(self.base + range.start..self.base + range.end);
    }

    /// What `range` of the body holds stays for `reason`, but for spans in it.
    fn keep(&mut self, range: Range<usize>, reason: KeptReason) {
        if !self.body[range.clone()].is_ascii() {
            self.runs.keep(self.base + range.start..self.base + range.end, reason);
        }
    }
}
