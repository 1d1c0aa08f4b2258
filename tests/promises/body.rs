//! Promises about the text of a post.

use std::ops::Range;

use hanmark::{
    CodeBlocks, Document, Edits, Engine, FieldScope, Flavour, InlineCode, Prose, ProseSettings,
    Shortcode, Thoroughness, Verified, document, shortcut_accepts, verify,
};

use super::{engines::Change, is_of_parser, structure::structure, unless_parser_fails};

/// Settings chosen by the bits of `choices`; 0 gives the defaults.
pub fn prose_settings(choices: u8) -> ProseSettings {
    let mut settings = ProseSettings {
        inline_code: [InlineCode::Keep, InlineCode::Prose, InlineCode::All, InlineCode::Keep]
            [usize::from(choices >> 1 & 3)],
        code_blocks: [CodeBlocks::Keep, CodeBlocks::Comments, CodeBlocks::All, CodeBlocks::Keep]
            [usize::from(choices >> 3 & 3)],
        ..ProseSettings::default()
    };
    if choices & 1 != 0 {
        settings.flavour = Flavour::Mdx;
    }
    if choices & 0x20 != 0 {
        let shortcode = |name: &str, parameters: &[&str]| Shortcode {
            name: name.to_owned(),
            parameters: parameters.iter().map(|&name| name.to_owned()).collect(),
        };
        settings.shortcodes =
            vec![shortcode("figure", &["alt", "title"]), shortcode("note", &["1", "2"])];
    }
    if choices & 0x40 != 0 {
        let names = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect();
        settings.fields = FieldScope {
            convert: names(&["tags", "seo.title", "a.b.c", "nested.list"]),
            keep: names(&["summary"]),
        };
    }
    settings
}

/// Spans are in order within a run, disjoint, on the edges of characters and in
/// the text; so is what is kept, and apart from the spans.
///
/// # Panics
/// When one is not.
pub fn spans(text: &str, settings: &ProseSettings) {
    let Some(prose) = prose(text, settings) else { return };
    let mut next = 0;
    for run in &prose.runs {
        assert_eq!(run.spans.start, next, "runs take the spans in a row");
        assert!(run.spans.start < run.spans.end, "a run without a span");
        next = run.spans.end;
        assert_disjoint("spans of a run", text, &prose.spans[run.spans.clone()]);
        let spans = prose.spans[run.spans.clone()].iter();
        assert_eq!(
            prose.text(text, run),
            spans.map(|span| &text[span.clone()]).collect::<String>()
        );
        let start = prose.spans[run.spans.start].start;
        assert_eq!(prose.is_quoted(run), prose.quotes.iter().any(|quote| quote.contains(&start)));
    }
    assert_eq!(next, prose.spans.len(), "spans without a run");
    assert_disjoint("quotes", text, &prose.quotes);
    let kept: Vec<_> = prose.kept.iter().map(|kept| kept.range.clone()).collect();
    assert_disjoint("kept ranges", text, &kept);
    let mut all = [prose.spans, kept].concat();
    all.sort_by_key(|range| (range.start, range.end));
    assert_disjoint("spans and kept ranges", text, &all);
    let lines = text.split('\n').count();
    for warning in &prose.warnings {
        assert!((1..=lines).contains(&warning.line), "{warning:?} of {lines} lines");
    }
}

#[track_caller]
fn assert_disjoint(what: &str, text: &str, ranges: &[Range<usize>]) {
    let mut done = 0;
    for range in ranges {
        assert!(done <= range.start && range.start < range.end, "{what}: {range:?} after {done}");
        assert!(text.get(range.clone()).is_some(), "{what}: {range:?} cuts a character");
        done = range.end;
    }
}

/// Bytes outside the edits stay, edits lie in prose, and the copy has the
/// structure of the original.
///
/// # Panics
/// When one is broken.
pub fn bytes(text: &str, settings: &ProseSettings, change: Change, thoroughness: Thoroughness) {
    let Some(edits) = laid(text, settings, change) else { return };
    let none = Edits::default();
    let verified = match verify(text, &edits, &none, settings, thoroughness) {
        Ok(verified) => verified,
        // Markup can break a post in ways that no single edit explains.
        Err(refusal) => {
            assert!(change == Change::Markup || is_of_parser(&refusal), "{refusal}");
            return;
        }
    };
    assert_only_edits_change(text, &verified);
    let again = verify(text, &verified.edits, &none, settings, Thoroughness::Full);
    let again = again.expect("it was accepted");
    assert_eq!(again.withdrawn, []);
    assert_eq!(again.text, verified.text);
    assert_eq!(structure(&verified.text, settings), structure(text, settings));
    super::fields::assert_values_stay(text, &verified.text, settings);
    // What code is prose depends on its letters.
    if change == Change::Letters
        && verified.withdrawn.is_empty()
        && settings.inline_code != InlineCode::Prose
    {
        let back = laid(&verified.text, settings, change).expect("it was parsed");
        assert_eq!(back.splice(&verified.text), text, "twice is not once and back");
    }
}

/// What the shortcut accepts the full check accepts, with the same text; and
/// what is prose stays so.
///
/// # Panics
/// When it does not.
pub fn shortcut(text: &str, settings: &ProseSettings, change: Change) {
    let Some(edits) = laid(text, settings, change) else { return };
    if !shortcut_accepts(text, &edits, settings) {
        return;
    }
    let none = Edits::default();
    let copy = edits.splice(text);
    let verified = match verify(text, &edits, &none, settings, Thoroughness::Full) {
        Ok(verified) => verified,
        Err(refusal) => {
            assert!(is_of_parser(&refusal), "{refusal}");
            return;
        }
    };
    assert_eq!(verified.withdrawn, []);
    assert_eq!(verified.text, copy);
    assert_eq!(verified.edits, edits);
    let keeps_places = edits.iter().all(|edit| edit.range.len() == edit.replacement.len());
    if keeps_places && settings.inline_code != InlineCode::Prose {
        assert_eq!(prose(&copy, settings), prose(text, settings), "what is prose changed");
    }
}

fn prose(text: &str, settings: &ProseSettings) -> Option<Prose> {
    let found = document::prose(&Document::split(text), settings);
    unless_parser_fails(found.map_err(Into::into))
}

/// The edits of a text before any is verified; `None` if it cannot be parsed.
fn laid(text: &str, settings: &ProseSettings, change: Change) -> Option<Edits> {
    let prose = prose(text, settings)?;
    let engine: &dyn Engine = &change;
    let laid = document::edits(text, &prose, &mut |_, _| Some(engine));
    let (edits, _) = laid.expect("the engine never fails");
    let mut spans = prose.spans.clone();
    spans.sort_by_key(|span| span.start);
    for edit in edits.iter() {
        let next = spans.partition_point(|span| span.end < edit.range.end);
        let inside = spans.get(next).is_some_and(|span| span.start <= edit.range.start);
        assert!(inside, "{edit:?} lies outside the prose");
    }
    let mut letters = prose.spans.iter().flat_map(|span| text[span.clone()].chars());
    let changes = letters.any(|letter| change.changes(letter));
    assert_eq!(!changes, edits.is_empty(), "changed or not");
    Some(edits)
}

fn assert_only_edits_change(text: &str, verified: &Verified) {
    let (mut of_text, mut of_copy) = (text, verified.text.as_str());
    let mut done = 0;
    for edit in verified.edits.iter() {
        let (before, rest) = of_text.split_at(edit.range.start - done);
        of_copy = of_copy.strip_prefix(before).expect("bytes before an edit changed");
        of_text = &rest[edit.range.len()..];
        of_copy = of_copy.strip_prefix(edit.replacement).expect("an edit is not in the copy");
        done = edit.range.end;
    }
    assert_eq!(of_copy, of_text, "bytes behind the last edit changed");
}
