//! Verification: the copy must read as the original does.
//!
//! Gets a post and its edits, splices them, and parses both texts in full, but
//! for edits that are certain to change nothing ([`shortcut`]). What changes the
//! structure is withdrawn and listed; a post that still differs is refused, and
//! nothing is written for it.

mod changes;
mod check;
mod difference;
mod fields;
mod html;
mod masks;
mod offsets;
mod same;
mod shortcut;
mod structure;
mod unchanged;

use std::{borrow::Cow, ops::Range};

use check::Check;
pub(crate) use offsets::Offsets;
pub(crate) use structure::Structure;

use crate::{
    document::{Document, Lines, ProseSettings, Refusal},
    edit::Edits,
};

/// How much of a copy is parsed again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Thoroughness {
    /// Nothing where edits of letters alone cannot change the structure.
    #[default]
    Shortcut,
    /// Everything, always.
    Full,
}

/// A copy that reads as its original does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The text of the copy.
    pub text: String,
    /// The edits that made it, declared ones included.
    pub edits: Edits,
    /// What was withdrawn.
    pub withdrawn: Vec<Withdrawn>,
}

/// Edits that were not made, since the copy would have read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Byte range in the original.
    pub range: Range<usize>,
    /// The line of the original, from 1.
    pub line: usize,
    /// What would have happened.
    pub reason: String,
}

/// Splices `edits` (of prose) and `declared` edits, and checks that nothing else
/// changed. Where both change a place, the declared edit wins.
///
/// Declared edits are those of the front matter; those of the body cover the
/// whole destination of a link, image or definition, or of an `href` or `src`,
/// with what the parser then reads there, or insert ` {#id}` at a heading.
///
/// Both texts are parsed and compared event by event: kinds, ranges,
/// destinations, titles, labels, ids, code, and the tokens of HTML; front matter
/// keys, types and other values. Where edits are more than letters, what we read
/// ourselves (templates, wikilinks, bare URLs) is read again too. On a difference
/// the smallest group of touching edits that explains it is withdrawn, else all
/// edits at that place, else those of its block; with very many differences,
/// those of every block that differs.
///
/// # Errors
/// When the copy still differs, declared edits break the front matter, or the
/// Markdown parser fails on the original.
pub fn verify(
    source: &str,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
    thoroughness: Thoroughness,
) -> Result<Verified, Refusal> {
    let document = Document::split(source);
    verify_read(&document, None, edits.clone(), declared, settings, thoroughness)
}

/// The same for a post that was read before: its `structure` is at hand if it was
/// known that it would be asked for.
pub(crate) fn verify_read(
    document: &Document<'_>,
    structure: Option<&Structure<'_>>,
    edits: Edits,
    declared: &Edits,
    settings: &ProseSettings,
    thoroughness: Thoroughness,
) -> Result<Verified, Refusal> {
    let source = document.source();
    let body = document.body_range().start;
    let front = declared.without(|index| is_of_body(declared, index, body));
    let declared = declared.without(|index| !is_of_body(declared, index, body));
    let has_front = !front.is_empty();
    let (mut edits, mut base) = (edits, Cow::Borrowed(source));
    if has_front {
        base = Cow::Owned(front.splice(source));
        fields::check_declared(source, &front, &base)?;
        edits = edits.apart_from(&front);
    }
    if !declared.is_empty() {
        edits = edits.apart_from(&declared).merged(&declared);
    }
    // What is to stay as it stands was declared to keep other edits away.
    let front = front.without(|index| {
        front.get(index).is_some_and(|edit| source[edit.range] == *edit.replacement)
    });
    if edits.is_empty() {
        return Ok(Verified { text: base.into_owned(), edits: front, withdrawn: Vec::new() });
    }
    let split = has_front.then(|| Document::split(&base));
    let original = split.as_ref().unwrap_or(document);
    let moved =
        if has_front { moved(&edits, &Offsets::new(&front)) } else { Cow::Borrowed(&edits) };
    let copy = match (thoroughness, structure) {
        (Thoroughness::Shortcut, _) => shortcut::copy(original, &moved, settings),
        (Thoroughness::Full, Some(structure)) if !has_front => {
            unchanged::copy(original, structure, &moved, &declared, settings)
        }
        (Thoroughness::Full, _) => None,
    };
    if let Some(text) = copy {
        let edits = if has_front { edits.merged(&front) } else { edits };
        return Ok(Verified { text, edits, withdrawn: Vec::new() });
    }
    let is_declared = edits.iter().map(|edit| declared.holds(&edit)).collect();
    let mut check = Check::new(original.clone(), moved.into_owned(), is_declared, settings)?;
    check.settle().map_err(|refusal| Refusal {
        line: refusal.line.saturating_sub(added_lines(&front, source)).max(1),
        ..refusal
    })?;
    let withdrawn = withdrawn(source, &edits, &check);
    let edits = edits.without(|index| check.reason(index).is_some()).merged(&front);
    Ok(Verified { text: edits.splice(source), edits, withdrawn })
}

/// Whether a declared edit lies in the body, which begins at `body`. Front matter
/// that a post gets is inserted there.
fn is_of_body(declared: &Edits, index: usize, body: usize) -> bool {
    declared.get(index).is_some_and(|edit| edit.range.end > body)
}

fn withdrawn(source: &str, edits: &Edits, check: &Check<'_>) -> Vec<Withdrawn> {
    let mut lines = Lines::of(source);
    let withdrawn = check.groups().iter().filter_map(|group| {
        let reason = check.reason(group.start)?.to_owned();
        let start = edits.get(group.start)?.range.start;
        let range = start..edits.get(group.end - 1)?.range.end;
        Some(Withdrawn { line: lines.line(start), range, reason })
    });
    withdrawn.collect()
}

/// Whether [`verify`] with [`Thoroughness::Shortcut`] takes `edits` of the prose
/// of `source` without a parse. Whatever it takes, the full check accepts too.
#[doc(hidden)]
#[must_use]
pub fn shortcut_accepts(source: &str, edits: &Edits, settings: &ProseSettings) -> bool {
    shortcut::copy(&Document::split(source), edits, settings).is_some()
}

/// [`verify`] of a post that was taken apart before.
///
/// # Errors
/// As [`verify`].
#[doc(hidden)]
pub fn verify_split(
    document: &Document<'_>,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
    thoroughness: Thoroughness,
) -> Result<Verified, Refusal> {
    verify_read(document, None, edits.clone(), declared, settings, thoroughness)
}

/// `edits` at their places in a text that `offsets` leads to.
fn moved(edits: &Edits, offsets: &Offsets) -> Cow<'static, Edits> {
    let mut moved = Edits::default();
    for edit in edits.iter() {
        moved.push(offsets.in_copy(&edit.range), edit.replacement, edit.rules);
    }
    Cow::Owned(moved)
}

/// How many lines `declared` adds to the front matter.
fn added_lines(declared: &Edits, source: &str) -> usize {
    let count = |text: &str| text.matches('\n').count();
    let added: usize = declared.iter().map(|edit| count(edit.replacement)).sum();
    let removed: usize = declared.iter().map(|edit| count(&source[edit.range])).sum();
    added.saturating_sub(removed)
}

#[cfg(test)]
mod tests;
