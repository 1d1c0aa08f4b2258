//! Nothing changed: the full check for the usual post, where nothing is withdrawn.
//!
//! The copy is parsed, and each of its events compared, as it comes, with that of
//! the original, which was kept when its prose was found. What needs a closer look
//! is left to [`Check`](super::check::Check): this one may say no to a copy that
//! reads the same, and never yes to one that does not.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::{
    changes::Declared,
    fields, html, masks,
    offsets::Offsets,
    same::link,
    structure::{Definition, Structure},
};
use crate::{
    document::{
        Document, ProseSettings, catch_panics,
        markdown::{is_literal, is_price, parse},
        titles::TitleOf,
    },
    edit::{Edit, Edits},
    switches::CodeBlocks,
};

/// The copy that `edits` make of `document`, if it is certain to read as the original,
/// whose `structure` was kept. `declared` are those of the edits that change
/// destinations.
pub(super) fn copy(
    document: &Document<'_>,
    structure: &Structure<'_>,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
) -> Option<String> {
    let source = document.source();
    let is_declared = |edit: &Edit<'_>| !declared.is_empty() && declared.holds(edit);
    let mut is_quiet = true;
    let text = edits.splice_each(source, |edit| {
        let is_loud = if is_declared(edit) { masks::has_signs } else { masks::is_loud };
        is_quiet = is_quiet && !edit.range.is_empty() && !is_loud(source, edit);
    });
    if !is_quiet {
        return None;
    }
    let base = fields::same_front_matter(document, &text, edits, settings)?;
    let mut comparison = Comparison {
        structure,
        copy: &text,
        base,
        places: Places { offsets: Offsets::new(edits), near: 0 },
        declared: Declared::of(declared.iter()),
        code_changes: settings.code_blocks != CodeBlocks::Keep,
        next: 0,
        open: Vec::new(),
        text: None,
        in_code: false,
        html: None,
    };
    // A copy that the parser fails on has no events: the check names the failure.
    let is_same = catch_panics(|| comparison.is_same()).unwrap_or(false);
    is_same.then_some(text)
}

struct Comparison<'c, 'a> {
    structure: &'c Structure<'a>,
    copy: &'c str,
    /// Where the body of the copy starts.
    base: usize,
    places: Places,
    declared: Declared,
    /// Whether code blocks can hold prose.
    code_changes: bool,
    /// The index of the original's event that comes next.
    next: usize,
    /// The ranges of the open elements, in the original and in the copy.
    open: Vec<(Range<usize>, Range<usize>)>,
    /// Literal text of the copy that may go on: the parser cuts text at signs.
    text: Option<Range<usize>>,
    in_code: bool,
    html: Option<HtmlBlock<'c>>,
}

/// The HTML block of the copy that is open.
struct HtmlBlock<'c> {
    /// The index of the original's event that starts it.
    start: usize,
    lines: Vec<CowStr<'c>>,
    is_same: bool,
}

impl<'c> Comparison<'c, '_> {
    fn is_same(&mut self) -> bool {
        parse(&self.copy[self.base..], |events| {
            for (event, range) in events.by_ref() {
                let range = self.base + range.start..self.base + range.end;
                if !self.step(event, range) {
                    return false;
                }
            }
            let definitions = super::structure::definitions(events.definitions(), self.base);
            self.end_text()
                && self.next == self.structure.events.len()
                && self.has_definitions(&definitions)
                && self.declared.unseen().is_none()
        })
    }

    fn step(&mut self, event: Event<'c>, range: Range<usize>) -> bool {
        if let Event::Text(said) = &event
            && !self.in_code
            && is_literal(self.copy, &range, said)
        {
            match &mut self.text {
                Some(text) if text.end == range.start => {
                    text.end = range.end;
                    return true;
                }
                _ => {
                    let is_same = self.end_text();
                    self.text = Some(range);
                    return is_same;
                }
            }
        }
        self.end_text() && self.compare(event, &range)
    }

    /// Compares the literal text that has come to its end, if there is one.
    fn end_text(&mut self) -> bool {
        let Some(text) = self.text.take() else { return true };
        let Some((Event::Text(said), range)) = self.structure.events.get(self.next) else {
            return false;
        };
        self.next += 1;
        is_literal(self.structure.text, range, said) && self.places.lead(range, &text)
    }

    fn compare(&mut self, event: Event<'c>, theirs: &Range<usize>) -> bool {
        let Some((ours, range)) = self.structure.events.get(self.next) else { return false };
        self.next += 1;
        match (ours, &event) {
            (Event::End(our), Event::End(their)) => {
                let Some(start) = self.open.pop() else { return false };
                self.in_code &= *their != TagEnd::CodeBlock;
                our == their
                    && (&start.0, &start.1) == (range, theirs)
                    && self.places.in_copy(range.end) == theirs.end
                    && self.end_html()
            }
            (Event::Start(our), Event::Start(their)) => {
                self.open.push((range.clone(), theirs.clone()));
                self.in_code |= matches!(their, Tag::CodeBlock(_));
                if matches!(their, Tag::HtmlBlock) {
                    let start = self.next - 1;
                    self.html = Some(HtmlBlock { start, lines: Vec::new(), is_same: true });
                }
                // Where it ends is compared there.
                self.places.in_copy(range.start) == theirs.start
                    && (our == their || self.same_link(our, range, their))
            }
            _ => self.places.lead(range, theirs) && self.same_leaf(ours, range, event, theirs),
        }
    }

    fn same_leaf(
        &mut self,
        ours: &Event<'_>,
        range: &Range<usize>,
        theirs: Event<'c>,
        their_range: &Range<usize>,
    ) -> bool {
        let literal = &self.structure.text;
        match (ours, theirs) {
            (Event::Text(our), Event::Text(their)) if !self.in_code || self.code_changes => {
                if is_literal(literal, range, our) {
                    is_literal(self.copy, their_range, &their)
                } else {
                    *our == their && !self.places.offsets.touch(range)
                }
            }
            (Event::InlineMath(our), Event::InlineMath(their)) => {
                *our == their || is_price(literal, range) && is_price(self.copy, their_range)
            }
            (Event::Html(our), Event::Html(their)) => {
                let Some(block) = &mut self.html else { return false };
                block.is_same &= *our == their;
                block.lines.push(their);
                true
            }
            (Event::InlineHtml(our), Event::InlineHtml(their)) => {
                *our == their || self.same_html(self.next - 1, &their)
            }
            (our, their) => *our == their,
        }
    }

    /// Compares the HTML block that ends here, if one does and its lines differ.
    fn end_html(&mut self) -> bool {
        let Some(block) = self.html.take().filter(|block| !block.is_same) else { return true };
        let theirs: String = block.lines.iter().map(|line| &**line).collect();
        self.same_html(block.start, &theirs)
    }

    /// Whether the HTML at an index differs in nothing but prose, which is not in
    /// scripts and the like, and in destinations.
    fn same_html(&self, ours: usize, theirs: &str) -> bool {
        self.structure.html(ours).is_some_and(|ours| {
            let leads_to =
                |from: &Range<usize>, to: &str| self.declared.lead_to(&ours.source(from), to);
            html::difference(&ours.text, theirs, leads_to, |_| false).is_none()
        })
    }

    /// Whether two links or images differ in nothing but an edited title. What a
    /// reference leads to is compared where it is defined.
    fn same_link(&self, ours: &Tag<'_>, range: &Range<usize>, theirs: &Tag<'_>) -> bool {
        let is_alike = std::mem::discriminant(ours) == std::mem::discriminant(theirs);
        let (Some(our), Some(their)) = (link(ours), link(theirs)) else { return false };
        let is_inline = our.kind == LinkType::Inline;
        let leads = is_inline && self.declared.lead_to(range, their.destination);
        is_alike
            && (our.kind, our.label) == (their.kind, their.label)
            && (leads || our.destination == their.destination)
            && (our.kind != LinkType::Inline
                || our.title == their.title
                || self.same_title(range, our.title, TitleOf::Link, their.title))
    }

    fn same_title(&self, range: &Range<usize>, ours: &str, of: TitleOf, theirs: &str) -> bool {
        let expected = self.structure.title(range, ours, of, self.copy, &self.places.offsets);
        expected.as_deref() == Some(theirs)
    }

    fn has_definitions(&self, theirs: &[Definition]) -> bool {
        let offsets = &self.places.offsets;
        let same = |(our, their): (&Definition, &Definition)| {
            offsets.in_copy(&our.range) == their.range
                && (&our.label, &our.destination) == (&their.label, &their.destination)
                && match (&our.title, &their.title) {
                    (Some(title), Some(their)) if title != their => {
                        self.same_title(&our.range, title, TitleOf::Definition, their)
                    }
                    (title, their) => title == their,
                }
        };
        let ours = &self.structure.definitions;
        ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
    }
}

/// Places of the original in the copy, asked for nearly in order.
struct Places {
    offsets: Offsets,
    /// The number of edits that end at or before the last place.
    near: usize,
}

impl Places {
    /// Whether `original` has become `copy`.
    fn lead(&mut self, original: &Range<usize>, copy: &Range<usize>) -> bool {
        self.in_copy(original.start) == copy.start && self.in_copy(original.end) == copy.end
    }

    fn in_copy(&mut self, at: usize) -> usize {
        self.offsets.in_copy_from(&mut self.near, at)
    }
}
