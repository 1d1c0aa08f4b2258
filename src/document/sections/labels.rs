//! Labels: the definitions of a whole body, and which of them a part needs.
//!
//! A label means the first definition of the body, wherever that stands. A part
//! that holds the label of one that stands elsewhere is read behind a definition of
//! the same label: what it leads to does not matter there.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    ops::Range,
};

use pulldown_cmark::{Event, RefDefs, Tag};
use unicase::UniCase;

use super::super::{catch_panics, markdown::parse};

/// The length of a label, in bytes, that the parser gives up at, or more.
const LONGEST: usize = 4000;

/// How many bytes of destinations and titles the parser copies to references
/// before it takes the rest for text, at least: `link_ref_expansion_limit`.
const MOST_COPIED: usize = 100_000;

/// The definitions and footnotes of a body.
#[derive(Default)]
pub(super) struct Labels {
    definitions: HashMap<UniCase<String>, Definition>,
    footnotes: HashSet<UniCase<String>>,
}

/// The definition that a label means.
struct Definition {
    at: usize,
    /// The bytes that each reference copies.
    copied: usize,
}

/// What a part of a body needs of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// Definitions, as they are written before the part.
    lines: BTreeSet<String>,
    /// How many bytes its references copy at most.
    copied: usize,
}

impl Labels {
    /// Takes note of the definitions in `chunk`, which starts at `at` in the body. Chunks come in order.
    pub(super) fn read(&mut self, chunk: &str, at: usize) {
        parse(chunk, |events| {
            for (event, _) in events.by_ref() {
                if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                    self.footnotes.insert(UniCase::new(label.into_string()));
                }
            }
            self.add(events.definitions(), at);
        });
    }

    fn add(&mut self, definitions: &RefDefs<'_>, at: usize) {
        let mut found: Vec<_> = definitions.iter().collect();
        found.sort_by_key(|(_, definition)| definition.span.start);
        for (label, definition) in found {
            let copied =
                definition.dest.len() + definition.title.as_ref().map_or(0, |title| title.len());
            self.definitions
                .entry(UniCase::new(label.to_owned()))
                .or_insert(Definition { at: at + definition.span.start, copied });
        }
    }

    /// Takes in the labels behind these.
    pub(super) fn append(&mut self, next: Self) {
        for (label, definition) in next.definitions {
            self.definitions.entry(label).or_insert(definition);
        }
        self.footnotes.extend(next.footnotes);
    }

    /// Whether every label can be written in a definition of its own.
    pub(super) fn can_be_given(&self) -> bool {
        catch_panics(|| {
            self.definitions.keys().all(|label| {
                parse(&definition(label), |events| {
                    let first = events.definitions().iter().next();
                    first.is_some_and(|(found, _)| *found == ***label)
                }) && label == &normal(label)
            }) && self.footnotes.iter().all(|label| {
                parse(&footnote(label), |events| {
                    let first = events.next();
                    matches!(first, Some((Event::Start(Tag::FootnoteDefinition(found)), _)) if *found == ***label)
                }) && label == &normal(label)
            })
        })
        .unwrap_or(false)
    }

    /// The labels in `text`, which lies at `range` in the body, whose definitions
    /// stand elsewhere.
    pub(super) fn foreign(&self, text: &str, range: &Range<usize>) -> Foreign {
        let mut foreign = Foreign::default();
        if self.definitions.is_empty() && self.footnotes.is_empty() {
            return foreign;
        }
        for at in memchr::memchr_iter(b'[', text.as_bytes()) {
            let Some(label) = label(&text[at + 1..]) else { continue };
            self.look_up(&normal(label), range, &mut foreign);
            // In a table, a bar is written with a backslash.
            if label.contains("\\|") {
                self.look_up(&normal(&label.replace("\\|", "|")), range, &mut foreign);
            }
        }
        foreign
    }

    fn look_up(&self, label: &UniCase<String>, range: &Range<usize>, foreign: &mut Foreign) {
        if let Some(footnote_label) = label.strip_prefix('^')
            && let Some(known) = self.footnotes.get(&normal(footnote_label))
        {
            foreign.lines.insert(footnote(known));
        }
        if let Some((known, found)) = self.definitions.get_key_value(label) {
            foreign.copied = foreign.copied.saturating_add(found.copied);
            if !range.contains(&found.at) {
                foreign.lines.insert(definition(known));
            }
        }
    }
}

impl Foreign {
    /// Takes in what `other` needs; whether that is more.
    pub(crate) fn add(&mut self, other: Self) -> bool {
        let before = self.lines.len();
        self.lines.extend(other.lines);
        self.lines.len() > before
    }

    pub(super) fn write(&self, prefix: &mut String) {
        for line in &self.lines {
            prefix.push_str(line);
            prefix.push('\n');
        }
    }

    /// How many bytes the references of the part copy at most.
    pub(crate) fn copied(&self) -> usize {
        self.copied
    }

    /// Whether the parser copies `copied` bytes to references in a text of `len`
    /// bytes without an end to it.
    pub(crate) fn is_copied(copied: usize, len: usize) -> bool {
        copied < len.max(MOST_COPIED)
    }
}

fn definition(label: &str) -> String {
    format!("[{label}]: x\n")
}

fn footnote(label: &str) -> String {
    format!("[^{label}]: x\n")
}

/// What stands in `rest` before the bracket that closes a label.
fn label(rest: &str) -> Option<&str> {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while at < LONGEST {
        match bytes.get(at)? {
            b'[' => return None,
            b']' => return Some(&rest[..at]),
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 2,
            _ => at += 1,
        }
    }
    None
}

/// A label as the parser compares it: blanks in a row are one, and marks of quotes
/// at line starts none.
fn normal(label: &str) -> UniCase<String> {
    let mut normal = String::with_capacity(label.len());
    for (index, line) in label.split(['\n', '\r']).enumerate() {
        let line = if index == 0 { line } else { line.trim_start_matches([' ', '\t', '>']) };
        for word in line.split(|c: char| c.is_ascii_whitespace() || c == '\u{b}') {
            if !word.is_empty() {
                if !normal.is_empty() {
                    normal.push(' ');
                }
                normal.push_str(word);
            }
        }
    }
    UniCase::new(normal)
}
