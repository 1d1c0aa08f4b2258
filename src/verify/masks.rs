//! Masks: what no Markdown parser sees, and we read ourselves.
//!
//! Templates, wikilinks, bare URLs, directives and names of containers end the
//! prose of a post. An edit that writes one of their signs could hide prose, or
//! bare what was hidden. The prose of the copy must be that of the original.

use std::{cell::OnceCell, iter, ops::Range};

use super::{
    difference::{Difference, MASKS},
    offsets::Offsets,
    shortcut,
};
use crate::{
    document::{Document, ProseSettings, Refusal, RunPlace, prose},
    edit::{Edit, Edits},
    switches::InlineCode,
};

/// A post before its prose is edited, read as far as it is asked for.
pub(super) struct Original<'a> {
    pub(super) document: Document<'a>,
    pub(super) settings: &'a ProseSettings,
    masks: OnceCell<Result<Masks<'a>, Refusal>>,
}

impl<'a> Original<'a> {
    pub(super) fn new(document: Document<'a>, settings: &'a ProseSettings) -> Self {
        Self { document, settings, masks: OnceCell::new() }
    }

    /// # Errors
    /// When the Markdown parser fails.
    pub(super) fn masks(&self) -> Result<&Masks<'a>, Refusal> {
        let masks = self.masks.get_or_init(|| Masks::read(&self.document, self.settings));
        masks.as_ref().map_err(Clone::clone)
    }
}

/// The prose between the masks: runs in order, each with its spans.
pub(super) struct Masks<'a> {
    source: &'a str,
    /// All spans, in the order of the post.
    spans: Vec<Range<usize>>,
    runs: Vec<(RunPlace, Vec<Range<usize>>)>,
}

impl<'a> Masks<'a> {
    /// # Errors
    /// When the Markdown parser fails.
    pub(super) fn read(document: &Document<'a>, settings: &ProseSettings) -> Result<Self, Refusal> {
        let mut settings = settings.clone();
        // How code reads may change with its words; where it stands may not.
        if settings.inline_code == InlineCode::Prose {
            settings.inline_code = InlineCode::All;
        }
        let prose = prose(document, &settings)?;
        let runs =
            prose.runs.iter().map(|run| (run.place, prose.spans[run.spans.clone()].to_vec()));
        let runs = runs.collect();
        let mut spans = prose.spans;
        spans.sort_unstable_by_key(|span| span.start);
        Ok(Self { source: document.source(), spans, runs })
    }

    /// Whether `range` lies in a span of prose.
    pub(super) fn hold(&self, range: &Range<usize>) -> bool {
        let next = self.spans.partition_point(|span| span.end < range.end);
        self.spans.get(next).is_some_and(|span| span.start <= range.start)
    }

    /// The first run that `copy` has otherwise. The edits that can explain it are
    /// among `loud`.
    pub(super) fn difference(
        &self,
        copy: &Masks<'_>,
        offsets: &Offsets,
        loud: &[Range<usize>],
    ) -> Option<Difference> {
        let mut theirs = copy.runs.iter().peekable();
        for (index, (place, spans)) in self.runs.iter().enumerate() {
            let is_left = |span: &Range<usize>| !offsets.in_copy(span).is_empty();
            let left: Vec<_> = spans.iter().filter(|span| is_left(span)).collect();
            if left.is_empty() {
                continue;
            }
            let same = theirs.next_if(|(their_place, theirs)| {
                place == their_place
                    && left.len() == theirs.len()
                    && left.iter().zip(theirs).all(|(ours, theirs)| offsets.lead(ours, theirs))
            });
            let is_left_out = || {
                let in_ascii = |span: &&Range<usize>| copy.source[offsets.in_copy(span)].is_ascii();
                self.is_title(*place, spans) && left.iter().all(in_ascii)
            };
            if same.is_none() && !is_left_out() {
                let run = spans[0].start..spans[spans.len() - 1].end;
                let their_run = theirs.peek().map(|(_, theirs)| {
                    offsets.in_original(&(theirs[0].start..theirs[theirs.len() - 1].end))
                });
                return Some(differs(index, run, their_run, loud));
            }
        }
        let (_, theirs) = theirs.next()?;
        let run = offsets.in_original(&(theirs[0].start..theirs[theirs.len() - 1].end));
        Some(differs(self.runs.len(), run.clone(), Some(run), loud))
    }

    /// Whether a run is a title or an attribute: those in ASCII are not read as prose.
    fn is_title(&self, place: RunPlace, spans: &[Range<usize>]) -> bool {
        let is_quoted = |start: usize, end: usize| {
            let bytes = self.source.as_bytes();
            let before = start.checked_sub(1).and_then(|at| bytes.get(at));
            matches!(
                (before, bytes.get(end)),
                (Some(b'"'), Some(b'"')) | (Some(b'\''), Some(b'\'')) | (Some(b'('), Some(b')'))
            )
        };
        matches!(place, RunPlace::Title | RunPlace::Attribute)
            // The title of a definition.
            || matches!(spans, [first, .., last] if is_quoted(first.start, last.end))
            || matches!(spans, [span] if is_quoted(span.start, span.end))
    }
}

fn differs(
    index: usize,
    run: Range<usize>,
    their_run: Option<Range<usize>>,
    loud: &[Range<usize>],
) -> Difference {
    let start = their_run.as_ref().map_or(run.start, |theirs| theirs.start.min(run.start));
    let end = their_run.map_or(run.end, |theirs| theirs.end.max(run.end));
    let near = loud.partition_point(|edit| edit.end < start);
    // What hides a run can stand before it.
    let suspects = loud[near..].iter().take_while(|edit| edit.start <= end);
    let suspects = suspects.chain(loud[..near].last()).cloned().chain(iter::once(start..end));
    Difference {
        order: (MASKS, index, 0),
        at: run,
        suspects: suspects.collect(),
        reason: "a template, a URL or another mark would change".to_owned(),
    }
}

/// The ranges of those edits that can write or unwrite the sign of a mask: all
/// but those from letters to letters, and from CJK punctuation to the same; of
/// the declared ones, whose effect is compared, those with signs of templates.
pub(super) fn loud(
    source: &str,
    edits: &Edits,
    is_declared: impl Iterator<Item = bool>,
) -> Vec<Range<usize>> {
    let is_loud = |edit: &Edit<'_>, is_declared| {
        if is_declared { has_signs(source, edit) } else { is_loud(source, edit) }
    };
    edits
        .iter()
        .zip(is_declared)
        .filter(|(edit, is_declared)| is_loud(edit, *is_declared))
        .map(|(edit, _)| edit.range)
        .collect()
}

/// Whether a declared edit can write or unwrite the sign of a template.
pub(super) fn has_signs(source: &str, edit: &Edit<'_>) -> bool {
    let texts = [&source[edit.range.clone()], edit.replacement];
    let signs = ["{{", "{%", "%}", "}}", "[[", "]]"];
    texts.iter().any(|text| signs.iter().any(|sign| text.contains(sign)))
}

/// Whether an edit of prose can write or unwrite the sign of a mask.
pub(super) fn is_loud(source: &str, edit: &Edit<'_>) -> bool {
    let texts = [&source[edit.range.clone()], edit.replacement];
    if texts.iter().all(|text| shortcut::is_letters(text)) {
        return false;
    }
    let all =
        |is: fn(char) -> bool| texts.iter().all(|text| !text.is_empty() && text.chars().all(is));
    !all(is_letter) && !all(is_punctuation)
}

fn is_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric()
}

/// Punctuation that ends a bare URL, as white space does.
fn is_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}'
            | '\u{3014}'..='\u{301f}'
            | '\u{00b7}'
            | '\u{2018}'..='\u{201f}'
            | '\u{ff01}'
            | '\u{ff08}'
            | '\u{ff09}'
            | '\u{ff0c}'
            | '\u{ff0e}'
            | '\u{ff1a}'
            | '\u{ff1b}'
            | '\u{ff1f}')
}
