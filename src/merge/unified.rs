//! What differs between two texts, as `diff -u` writes it.

use std::{fmt, ops::Range};

use super::diff::{Hunk, MOST_LINES, hunks};

/// The name of a file that is not there.
pub const ABSENT: &str = "/dev/null";

/// A line of a difference. The texts of lines have no line end; a `\r` before it
/// is part of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffLine<'a> {
    /// The name of the old text.
    OldName(&'a str),
    /// The name of the new text.
    NewName(&'a str),
    /// Where the lines that follow stand: the first line, from 1, and their number.
    /// Where there are none, the line before them.
    Hunk {
        /// In the old text.
        old: (usize, usize),
        /// In the new text.
        new: (usize, usize),
    },
    /// A line of both texts.
    Context(&'a str),
    /// A line of the old text alone.
    Removed(&'a str),
    /// A line of the new text alone.
    Added(&'a str),
    /// The line before ends its text without a line end.
    NoLineEnd,
}

/// The lines of a difference; none if the texts are the same.
///
/// Displayed, it is what `patch` and `git apply` read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unified<'a> {
    /// From the names to the last line.
    pub lines: Vec<DiffLine<'a>>,
}

/// Returns what leads from `old` to `new`, with `context` lines around each change.
///
/// [`ABSENT`] is the name of a text that was not there or goes.
///
/// ```
/// use hanmark::merge::unified;
///
/// let diff = unified("甲\n乙\n", "甲\n丙\n", "a/甲.md", "b/甲.md", 3);
/// assert_eq!(diff.to_string(), "--- a/甲.md\n+++ b/甲.md\n@@ -1,2 +1,2 @@\n 甲\n-乙\n+丙\n");
/// ```
#[must_use]
pub fn unified<'a>(
    old: &'a str,
    new: &'a str,
    old_name: &'a str,
    new_name: &'a str,
    context: usize,
) -> Unified<'a> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let found = hunks(&old, &new, MOST_LINES);
    let mut lines = Vec::new();
    if !found.is_empty() {
        lines.extend([DiffLine::OldName(old_name), DiffLine::NewName(new_name)]);
    }
    // Hunks whose contexts meet are one.
    for near in
        found.chunk_by(|one, next| next.base.start - one.base.end <= context.saturating_mul(2))
    {
        hunk(&mut lines, &old, &new, near, context);
    }
    Unified { lines }
}

fn hunk<'a>(
    lines: &mut Vec<DiffLine<'a>>,
    old: &[&'a str],
    new: &[&'a str],
    near: &[Hunk],
    context: usize,
) {
    let [first, ..] = near else { return };
    let [.., last] = near else { return };
    let before = context.min(first.base.start);
    let behind = context.min(old.len() - last.base.end);
    let old_range = first.base.start - before..last.base.end + behind;
    let new_range = first.other.start - before..last.other.end + behind;
    lines.push(DiffLine::Hunk { old: place(&old_range), new: place(&new_range) });
    let mut at = old_range.start;
    for change in near {
        push(lines, &old[at..change.base.start], DiffLine::Context);
        push(lines, &old[change.base.clone()], DiffLine::Removed);
        push(lines, &new[change.other.clone()], DiffLine::Added);
        at = change.base.end;
    }
    push(lines, &old[at..old_range.end], DiffLine::Context);
}

fn place(range: &Range<usize>) -> (usize, usize) {
    (range.start + usize::from(!range.is_empty()), range.len())
}

fn push<'a>(
    lines: &mut Vec<DiffLine<'a>>,
    texts: &[&'a str],
    kind: impl Fn(&'a str) -> DiffLine<'a>,
) {
    for text in texts {
        match text.strip_suffix('\n') {
            Some(line) => lines.push(kind(line)),
            None => lines.extend([kind(text), DiffLine::NoLineEnd]),
        }
    }
}

impl fmt::Display for Unified<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

/// Without a line end.
impl fmt::Display for DiffLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OldName(name) => write!(formatter, "--- {}", Name(name)),
            Self::NewName(name) => write!(formatter, "+++ {}", Name(name)),
            Self::Hunk { old, new } => write!(formatter, "@@ -{} +{} @@", Place(*old), Place(*new)),
            Self::Context(line) => write!(formatter, " {line}"),
            Self::Removed(line) => write!(formatter, "-{line}"),
            Self::Added(line) => write!(formatter, "+{line}"),
            Self::NoLineEnd => formatter.write_str("\\ No newline at end of file"),
        }
    }
}

struct Place((usize, usize));

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            (line, 1) => write!(formatter, "{line}"),
            (line, count) => write!(formatter, "{line},{count}"),
        }
    }
}

/// A name as Git writes it: quoted where a character would end it or hide.
struct Name<'a>(&'a str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.contains(|c: char| c.is_ascii_control() || matches!(c, '"' | '\\')) {
            // `patch` takes what follows a space for a date, unless a tab ends the name.
            let end = if self.0.contains(' ') { "\t" } else { "" };
            return write!(formatter, "{}{end}", self.0);
        }
        formatter.write_str("\"")?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(formatter, "\\{c}")?,
                '\n' => formatter.write_str("\\n")?,
                '\t' => formatter.write_str("\\t")?,
                c if c.is_ascii_control() => write!(formatter, "\\{:03o}", u32::from(c))?,
                c => write!(formatter, "{c}")?,
            }
        }
        formatter.write_str("\"")
    }
}
