//! Decoding: what a scalar means, with the place of each piece of it.
//!
//! Gets a scalar as it is written. Gives its text, in which markup is looked for,
//! and leads ranges of that text back to the post.

use std::ops::Range;

use super::{
    super::html::Flow,
    escapes::{code_point, is_continuation, meaning},
    values::Style,
};

/// A scalar value, decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// What it means; white space can differ from what the parser says.
    pub(super) text: String,
    /// The pieces that make the text up, in order.
    pieces: Vec<Piece>,
    /// Where the last piece ends in the post.
    end: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Where it starts in the text.
    start: usize,
    /// Where it starts in the post.
    raw_start: usize,
    kind: PieceKind,
}

/// What stands in the post for a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    /// The text itself.
    Literal,
    /// Something else: an escape, a fold.
    Other(Flow),
}

impl Decoded {
    /// Decodes the scalar at `range`; nothing if its quotes are not there.
    pub(super) fn of(source: &str, range: &Range<usize>, style: Style) -> Option<Self> {
        let quotes = match style {
            Style::SingleQuoted | Style::Verbatim => "'",
            Style::DoubleQuoted | Style::Basic | Style::Json => "\"",
            Style::MultilineBasic => "\"\"\"",
            Style::MultilineVerbatim => "'''",
            Style::Plain | Style::Literal | Style::Folded | Style::Typed => "",
        };
        let inner = source.get(range.clone())?.strip_prefix(quotes)?.strip_suffix(quotes)?;
        let start = range.start + quotes.len();
        let mut reader = Reader {
            source: &source[..start + inner.len()],
            at: start,
            style,
            margin: margin(source, start),
            indentation: margin(source, start),
            decoded: Self { text: String::new(), pieces: Vec::new(), end: start + inner.len() },
        };
        reader.read();
        Some(reader.decoded)
    }

    /// Whether the parser says the same, but for white space.
    pub(super) fn agrees(&self, parsed: &str) -> bool {
        self.text
            .split_whitespace()
            .flat_map(str::chars)
            .eq(parsed.split_whitespace().flat_map(str::chars))
    }

    /// Whether escapes, folds and line endings of both stand for the same, in the
    /// same order.
    pub(super) fn has_pieces_of(&self, other: &Self) -> bool {
        self.others().count() == other.others().count()
            && self.others().zip(other.others()).all(|(ours, theirs)| {
                ours.1 == theirs.1 && self.text[ours.0] == other.text[theirs.0]
            })
    }

    /// The ranges of the text that stand for something else than they read, with
    /// what they do to a run.
    pub(super) fn others(&self) -> impl Iterator<Item = (Range<usize>, Flow)> {
        self.pieces.iter().enumerate().filter_map(|(index, piece)| match piece.kind {
            PieceKind::Literal => None,
            PieceKind::Other(flow) => Some((piece.start..self.piece_end(index), flow)),
        })
    }

    /// The range of the post that stands for a range of the text.
    pub(super) fn raw(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.pieces.partition_point(|piece| piece.start <= range.start);
        let last = self.pieces.partition_point(|piece| piece.start < range.end);
        let start = self.pieces[..first].last().map_or(self.end, |piece| match piece.kind {
            PieceKind::Literal => piece.raw_start + (range.start - piece.start),
            PieceKind::Other(_) => piece.raw_start,
        });
        let end = last.checked_sub(1).map_or(start, |index| match self.pieces[index].kind {
            PieceKind::Literal => {
                self.pieces[index].raw_start + (range.end - self.pieces[index].start)
            }
            PieceKind::Other(_) => self.raw_end(index),
        });
        start..end.max(start)
    }

    /// The ranges of the post that read as the text does in `range`.
    pub(super) fn literals(&self, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        let first = self.pieces.partition_point(|piece| piece.start <= range.start);
        let pieces = self.pieces.iter().enumerate().skip(first.saturating_sub(1));
        let reached = pieces.take_while({
            let end = range.end;
            move |(_, piece)| piece.start < end
        });
        reached.filter(|(_, piece)| piece.kind == PieceKind::Literal).map(move |(index, piece)| {
            let start = range.start.max(piece.start);
            let end = range.end.min(self.piece_end(index)).max(start);
            piece.raw_start + (start - piece.start)..piece.raw_start + (end - piece.start)
        })
    }

    fn piece_end(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start)
    }

    fn raw_end(&self, index: usize) -> usize {
        self.pieces.get(index + 1).map_or(self.end, |next| next.raw_start)
    }
}

/// How far a place stands from the start of its line, in bytes, if there are only
/// blanks before it.
fn margin(source: &str, at: usize) -> usize {
    let before = &source[..at];
    before.len() - before.trim_end_matches([' ', '\t']).len()
}

/// What the characters of a style stand for.
struct Reader<'s> {
    /// The post up to the end of the scalar.
    source: &'s str,
    at: usize,
    style: Style,
    /// The indentation of a block scalar.
    margin: usize,
    /// That of the line that is read.
    indentation: usize,
    decoded: Decoded,
}

impl Reader<'_> {
    fn read(&mut self) {
        if matches!(self.style, Style::MultilineBasic | Style::MultilineVerbatim) {
            // A line ending right behind the quotes is not part of the value.
            let rest = &self.source[self.at..];
            self.at += rest.len() - rest.strip_prefix('\r').unwrap_or(rest).len();
            let rest = &self.source[self.at..];
            self.at += rest.len() - rest.strip_prefix('\n').unwrap_or(rest).len();
        }
        let has_escapes = matches!(
            self.style,
            Style::DoubleQuoted | Style::Basic | Style::MultilineBasic | Style::Json
        );
        while self.at < self.source.len() {
            let rest = &self.source[self.at..];
            let stop = rest.find(|c| match c {
                '\n' | '\r' => true,
                '\\' => has_escapes,
                '\'' => self.style == Style::SingleQuoted,
                _ => false,
            });
            let stop = stop.unwrap_or(rest.len());
            match rest.as_bytes().get(stop) {
                Some(b'\n' | b'\r') => self.line_break(stop),
                Some(b'\\') => {
                    self.literal(stop);
                    self.escape();
                }
                Some(_) => {
                    self.literal(stop);
                    self.other("", 1, Flow::GoesOn);
                    self.literal(1.min(self.source.len() - self.at));
                }
                None => self.literal(stop),
            }
        }
    }

    fn literal(&mut self, length: usize) {
        let continues = self.decoded.pieces.last().is_some_and(|last| {
            last.kind == PieceKind::Literal
                && last.raw_start + (self.decoded.text.len() - last.start) == self.at
        });
        if length > 0 && !continues {
            self.piece(PieceKind::Literal);
        }
        self.decoded.text.push_str(&self.source[self.at..self.at + length]);
        self.at += length;
    }

    fn other(&mut self, text: &str, length: usize, flow: Flow) {
        self.piece(PieceKind::Other(flow));
        self.decoded.text.push_str(text);
        self.at += length;
    }

    fn piece(&mut self, kind: PieceKind) {
        let start = self.decoded.text.len();
        self.decoded.pieces.push(Piece { start, raw_start: self.at, kind });
    }

    /// The line ending that comes `length` bytes on, with the blanks around it
    /// and the blank lines behind it.
    fn line_break(&mut self, length: usize) {
        let rest = &self.source[self.at..];
        let text = rest[..length].trim_end_matches([' ', '\t']).len();
        let behind = rest[length..].trim_start_matches([' ', '\t', '\r', '\n']);
        let gap = &rest[text..rest.len() - behind.len()];
        let lines = gap.matches('\n').count().max(gap.matches('\r').count());
        let indentation = gap.len() - gap.trim_end_matches([' ', '\t']).len();
        let is_kept = match self.style {
            Style::Plain | Style::SingleQuoted | Style::DoubleQuoted => lines > 1,
            // Lines that are indented more are not folded.
            Style::Folded => {
                lines > 1 || indentation != self.margin || self.indentation != self.margin
            }
            _ => true,
        };
        self.indentation = indentation;
        self.literal(text);
        let (stands_for, flow) =
            if is_kept { ("\n".repeat(lines), Flow::Ends) } else { (" ".to_owned(), Flow::GoesOn) };
        self.other(&stands_for, gap.len(), flow);
    }

    /// The escape that starts here: `\"`, `\\` and `\/` stand for a character that
    /// is written behind the backslash, all others stand for something else.
    fn escape(&mut self) {
        let rest = &self.source[self.at..];
        let Some(escaped) = rest[1..].chars().next() else {
            return self.other("", 1, Flow::GoesOn);
        };
        let digits = match escaped {
            '"' | '\\' | '/' => {
                self.other("", 1, Flow::GoesOn);
                return self.literal(1);
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            // A line that goes on, with what indents the next one; in TOML blanks
            // can stand before the line ending.
            _ if is_continuation(&rest[1..]) => {
                let behind = rest[1..].trim_start_matches([' ', '\t', '\r', '\n']);
                return self.other("", rest.len() - behind.len(), Flow::GoesOn);
            }
            _ => 0,
        };
        if digits == 0 {
            return self.other(meaning(escaped), 1 + escaped.len_utf8(), Flow::Ends);
        }
        let (character, length) = code_point(rest, digits);
        self.other(character.encode_utf8(&mut [0; 4]), length, Flow::Ends);
    }
}
