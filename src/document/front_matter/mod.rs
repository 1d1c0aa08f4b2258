//! Front matter: found, read in each of its formats, and its prose.
//!
//! Gets the text of a post. Gives what its front matter says ([`values`]), which
//! values of it are prose ([`read`]), and what a user sets in it
//! ([`declared_edits`]). [`fences`] finds it; [`yaml`], [`toml`] and [`json`] fill
//! one model, and only [`written`] knows again how a format writes a value.
//!
//! A value is decoded first, and markup is looked for in what it means: tags,
//! URLs, destinations of links, templates and inline code stay as in the body,
//! whatever the site makes of them. Its spans then leave that out, and quotes,
//! indentation, and escapes. An escape that
//! stands for a letter ends a run, and so does a line ending that the value has: a
//! line of YAML's literal block or of TOML's multi-line strings is a run. Where a
//! format folds lines, or a backslash joins them, the run goes on.
//!
//! An alias of YAML follows its anchor. Where it addresses or gathers pages
//! (`slug: *t`), or is told to stay, the anchored value stays, with a warning.

mod declared;
mod decode;
mod escapes;
pub(super) mod fences;
mod json;
mod markup;
mod scope;
mod shared;
mod tags;
mod toml;
pub(crate) mod values;
mod walk;
mod written;
mod yaml;

pub use declared::{Declared, SetValue, declared_edits};
pub(super) use markup::cuts as markup;
pub use scope::FieldScope;
pub(crate) use values::{Unread, Values};

use std::{collections::HashSet, ops::Range};

use super::{
    Document, FrontMatterFormat, KeptReason, Lines, ProseSettings, html::Flow, prose::RunBuilder,
};
use decode::Decoded;
use markup::Cut;
use values::{Node, NodeKind, Style};

impl FrontMatterFormat {
    /// What the format is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Yaml => "YAML",
            Self::Toml => "TOML",
            Self::Json | Self::HexoJson => "JSON",
        }
    }
}

/// Adds a run for each value (or line of one) that the settings name, and the
/// reason for everything else that stays.
pub(super) fn read(document: &Document<'_>, settings: &ProseSettings, runs: &mut RunBuilder) {
    let Some(front_matter) = document.front_matter() else { return };
    match &front_matter.values {
        Err(error) => {
            runs.keep(front_matter.content.clone(), KeptReason::FrontMatterUnread);
            let name = front_matter.format.name();
            let message =
                format!("front matter is not valid {name} and stays as it is: {}", error.reason);
            runs.warn(document.line(error.offset), message);
        }
        Ok(values) => {
            warn(document, values, settings, runs);
            read_values(document.source(), values, settings, runs);
        }
    }
}

fn warn(document: &Document<'_>, values: &Values, settings: &ProseSettings, runs: &mut RunBuilder) {
    let mut lines = Lines::of(document.source());
    let mut keys = HashSet::new();
    for field in &values.fields {
        if !keys.insert(&field.key) {
            let line = lines.line(field.key_range.start);
            runs.warn(line, format!("the key `{}` is repeated in the front matter", field.key));
        }
    }
    let mut shared = shared::shared(values, &settings.fields);
    shared.kept.sort_by_key(|repeated| repeated.value);
    let mut lines = Lines::of(document.source());
    let mut named = HashSet::new();
    for repeated in shared.kept {
        let (value, alias) = (&values.nodes[repeated.value], &values.nodes[repeated.alias]);
        if named.insert(repeated.value) && !value.text.is_ascii() {
            let message = format!(
                "the value of `{}` stays as it is, since `{}` repeats it",
                value.path, alias.path
            );
            runs.warn(lines.line(value.range.start), message);
        }
    }
    let mut lines = Lines::of(document.source());
    for repeated in shared.unreached {
        let (value, alias) = (&values.nodes[repeated.value], &values.nodes[repeated.alias]);
        let message = format!(
            "the value of `{}` stays as it is, since it repeats that of `{}`",
            alias.path, value.path
        );
        runs.warn(lines.line(alias.range.start), message);
    }
}

fn read_values(source: &str, values: &Values, settings: &ProseSettings, runs: &mut RunBuilder) {
    let converted = values.converted(&settings.fields);
    let mut comments = values.comments.iter().peekable();
    let mut lines = Lines::of(source);
    let mut done = values.nodes.first().map_or(0, |node| node.range.start);
    for (node, is_converted) in values.nodes.iter().zip(converted) {
        while let Some(comment) = comments.next_if(|comment| comment.start < node.range.start) {
            keep_between(source, done..comment.start, runs);
            runs.keep(comment.clone(), KeptReason::FrontMatterComment);
            done = done.max(comment.end);
        }
        keep_between(source, done..node.range.start, runs);
        done = done.max(node.range.end);
        match node.kind {
            NodeKind::Key | NodeKind::Alias => {
                runs.keep(node.range.clone(), KeptReason::FrontMatterKey);
            }
            NodeKind::Scalar if !is_converted => {
                runs.keep(node.range.clone(), KeptReason::FrontMatterValue);
            }
            NodeKind::Scalar => {
                if !read_scalar(source, node, settings, runs) {
                    let line = lines.line(node.range.start);
                    runs.warn(line, format!("the value of `{}` stays as it is", node.path));
                }
            }
            NodeKind::Mapping | NodeKind::Sequence | NodeKind::End => {}
        }
    }
    for comment in comments {
        runs.keep(comment.clone(), KeptReason::FrontMatterComment);
    }
}

/// Anchors, tags, and tables of TOML that go on stand between keys and values.
fn keep_between(source: &str, between: Range<usize>, runs: &mut RunBuilder) {
    if source.get(between.clone()).is_some_and(|between| !between.is_ascii()) {
        runs.keep(between, KeptReason::FrontMatterKey);
    }
}

/// Adds the runs of a value; false if it has text, but the range does not hold
/// what the parser says that the value is.
fn read_scalar(source: &str, node: &Node, settings: &ProseSettings, runs: &mut RunBuilder) -> bool {
    if is_literal(source, node) && !markup::may_be_in(&node.text) {
        let quotes = usize::from(node.style != Style::Plain);
        runs.span(node.range.start + quotes..node.range.end - quotes);
        runs.end_block();
        return true;
    }
    let decoded = Decoded::of(source, &node.range, node.style);
    let Some(decoded) = decoded.filter(|decoded| decoded.agrees(&node.text)) else {
        runs.keep(node.range.clone(), KeptReason::FrontMatterValue);
        return node.text.is_ascii();
    };
    let mut cuts = markup::cuts(&decoded.text, settings);
    let reason = KeptReason::Markup;
    cuts.extend(decoded.others().map(|(range, flow)| Cut { range, flow, reason }));
    cuts.sort_by_key(|cut| cut.range.start);
    let mut at = 0;
    for Cut { range, flow, reason } in cuts {
        add(&decoded, at..range.start, runs);
        if range.end > at {
            runs.keep(decoded.raw(&(range.start.max(at)..range.end)), reason);
        }
        at = at.max(range.end);
        if flow == Flow::Ends {
            runs.end_run();
        }
    }
    add(&decoded, at..decoded.text.len(), runs);
    runs.end_block();
    true
}

/// Whether a value in a copy is written as in its original, but for its letters:
/// with the same escapes, folds and line endings.
pub(crate) fn is_written_alike(source: &str, node: &Node, copy: &str, its: &Node) -> bool {
    if node.style == its.style && is_literal(source, node) && is_literal(copy, its) {
        return true;
    }
    let decoded = |text: &str, node: &Node| {
        let decoded = Decoded::of(text, &node.range, node.style);
        decoded.filter(|decoded| decoded.agrees(&node.text))
    };
    node.style == its.style
        && match (decoded(source, node), decoded(copy, its)) {
            (Some(ours), Some(theirs)) => ours.has_pieces_of(&theirs),
            (ours, theirs) => ours.is_none() && theirs.is_none(),
        }
}

/// Whether a value is written as it reads, in one line, but for its quotes.
fn is_literal(source: &str, node: &Node) -> bool {
    let quotes = match node.style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        _ => return false,
    };
    let Some(written) = source.get(node.range.start + quotes..node.range.end - quotes) else {
        return false;
    };
    written == node.text && !written.contains(['\n', '\r', '\\', '\''])
}

/// Adds the spans that read as the decoded text in `range`.
fn add(decoded: &Decoded, range: Range<usize>, runs: &mut RunBuilder) {
    if range.start < range.end {
        for span in decoded.literals(range) {
            runs.span(span);
        }
    }
}

#[cfg(test)]
mod tests;
