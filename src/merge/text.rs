//! A text of a merge: its lines apart from how they end.

use std::{borrow::Cow, ops::Range};

use super::Lines;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How all lines of a text end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnd {
    /// `\n`, or `\r\n` here and there: then `\r` is a character of its line.
    Lf,
    /// `\r\n` everywhere.
    CrLf,
}

#[derive(Debug)]
pub(super) struct Text<'a> {
    source: &'a str,
    has_mark: bool,
    /// Nothing in a text without line ends.
    line_end: Option<LineEnd>,
    /// Nothing in an empty text.
    has_last_line_end: Option<bool>,
    /// The text without its mark, where every line ends with `\n`, the last one too.
    pub(super) normal: Cow<'a, str>,
    /// Where the lines of `normal` start, and its end.
    pub(super) starts: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let unmarked = source.strip_prefix(BYTE_ORDER_MARK);
        let text = unmarked.unwrap_or(source);
        let line_end = line_end(text);
        let mut normal = match line_end {
            Some(LineEnd::CrLf) => Cow::Owned(text.replace("\r\n", "\n")),
            _ => Cow::Borrowed(text),
        };
        let has_last_line_end = (!text.is_empty()).then(|| text.ends_with('\n'));
        if has_last_line_end == Some(false) {
            normal.to_mut().push('\n');
        }
        let ends = memchr::memchr_iter(b'\n', normal.as_bytes()).map(|at| at + 1);
        let starts = std::iter::once(0).chain(ends).collect();
        Self { source, has_mark: unmarked.is_some(), line_end, has_last_line_end, normal, starts }
    }

    /// Each line of `normal` with its `\n`.
    pub(super) fn lines(&self) -> Vec<&str> {
        self.starts.windows(2).map(|pair| &self.normal[pair[0]..pair[1]]).collect()
    }

    /// The bytes of `normal` that `lines` cover.
    pub(super) fn bytes(&self, lines: &Range<usize>) -> Range<usize> {
        self.starts[lines.start]..self.starts[lines.end]
    }

    /// The lines as they are in the text.
    pub(super) fn original(&self, lines: &Range<usize>) -> Lines {
        let mark = if self.has_mark { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let offset = |line: usize| {
            let returns = if self.line_end == Some(LineEnd::CrLf) { line } else { 0 };
            (mark + self.starts[line] + returns).min(self.source.len())
        };
        let text = self.source[offset(lines.start)..offset(lines.end)].to_owned();
        Lines { line: lines.start + 1, text }
    }
}

fn line_end(text: &str) -> Option<LineEnd> {
    let bytes = text.as_bytes();
    let (mut found, mut all_return) = (false, true);
    for at in memchr::memchr_iter(b'\n', bytes) {
        found = true;
        // Behind `\r\r\n` a line of its own would end with `\r`.
        let before = &bytes[..at];
        all_return &= before.ends_with(b"\r") && !before.ends_with(b"\r\r");
    }
    let line_end = if all_return { LineEnd::CrLf } else { LineEnd::Lf };
    found.then_some(line_end)
}

/// `normal` with line ends, mark and last line end as a person wants them, or, where
/// they left them alone, as the source has them.
pub(super) fn written(
    mut normal: String,
    base: &Text<'_>,
    edited: &Text<'_>,
    generated: &Text<'_>,
) -> String {
    let last =
        chosen(base.has_last_line_end, edited.has_last_line_end, generated.has_last_line_end);
    if last == Some(false) && normal.ends_with('\n') {
        normal.pop();
    }
    if chosen(base.line_end, edited.line_end, generated.line_end) == Some(LineEnd::CrLf) {
        // Where one of the texts is mixed, a line can end with `\r` already.
        normal = normal.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    let marks = [base, edited, generated].map(|text| Some(text.has_mark));
    if chosen(marks[0], marks[1], marks[2]) == Some(true) {
        normal.insert(0, BYTE_ORDER_MARK);
    }
    normal
}

fn chosen<T: PartialEq + Copy>(
    base: Option<T>,
    edited: Option<T>,
    generated: Option<T>,
) -> Option<T> {
    if edited.is_some() && edited != base { edited } else { generated.or(edited) }
}
