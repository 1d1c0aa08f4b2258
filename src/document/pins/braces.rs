//! Braces: which `}` closes a `{` of JavaScript.

use std::collections::HashMap;

/// Pairs of braces in a source, found as they are asked for. What was read once is
/// not read again: what is left open costs no more than what is closed.
pub(super) struct Braces<'s> {
    bytes: &'s [u8],
    /// The pair of each opening brace that was read.
    pairs: HashMap<usize, Pair>,
    read_to: usize,
    /// Up to where no `"`, and no `'`, ends a string.
    no_quote: [usize; 2],
    has_comments: bool,
    /// Whether something was open at the end of the source.
    is_open: bool,
}

#[derive(Clone, Copy)]
struct Pair {
    /// Behind the closing brace.
    end: usize,
    has_blank_line: bool,
}

/// What is open in a stretch of JavaScript.
#[derive(Clone, Copy)]
enum Open {
    /// A brace: where it is, and how many blank lines came before.
    Brace(usize, usize),
    /// A template literal.
    Template,
}

impl<'s> Braces<'s> {
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            bytes: source.as_bytes(),
            pairs: HashMap::new(),
            read_to: 0,
            no_quote: [0; 2],
            has_comments: true,
            is_open: false,
        }
    }

    /// Whether more text could close what was read.
    pub(super) fn is_open(&self) -> bool {
        self.is_open || !self.has_comments
    }

    /// Up to where the source was read.
    pub(super) fn read_to(&self) -> usize {
        self.read_to
    }

    /// Behind the brace that closes the one at `at`. Braces in strings, template
    /// literals and comments are text.
    pub(super) fn close(&mut self, at: usize) -> Option<usize> {
        Some(self.pair(at)?.end)
    }

    /// The same for braces within text, which end with their paragraph at the latest.
    /// At the start of a line they are a block of their own.
    pub(super) fn close_in_text(&mut self, at: usize) -> Option<usize> {
        let starts_line = matches!(self.bytes[..at].last(), None | Some(b'\n' | b'\r'));
        let pair = self.pair(at)?;
        (starts_line || !pair.has_blank_line).then_some(pair.end)
    }

    fn pair(&mut self, at: usize) -> Option<Pair> {
        if at >= self.read_to {
            self.read(at);
        }
        self.pairs.get(&at).copied()
    }

    fn read(&mut self, start: usize) {
        let mut open = Vec::new();
        let mut blank_lines = 0;
        let mut at = start;
        while let Some(byte) = self.bytes.get(at) {
            let in_template = matches!(open.last(), Some(Open::Template));
            let next = self.bytes.get(at + 1);
            match byte {
                b'\\' => at += 1,
                b'`' if in_template => drop(open.pop()),
                b'$' if in_template && next == Some(&b'{') => {
                    at += 1;
                    open.push(Open::Brace(at, blank_lines));
                }
                _ if in_template => {}
                b'`' => open.push(Open::Template),
                b'{' => open.push(Open::Brace(at, blank_lines)),
                b'}' => {
                    if let Some(Open::Brace(opened, before)) = open.pop() {
                        let has_blank_line = blank_lines > before;
                        self.pairs.insert(opened, Pair { end: at + 1, has_blank_line });
                    }
                }
                b'\n' => blank_lines += usize::from(self.is_blank_line(at + 1)),
                b'"' | b'\'' | b'/' => at = self.skip(at).unwrap_or(at + 1) - 1,
                _ => {}
            }
            at += 1;
            if open.is_empty() {
                break;
            }
        }
        self.read_to = at;
        self.is_open |= !open.is_empty();
    }

    fn is_blank_line(&self, at: usize) -> bool {
        let mut line = self.bytes[at.min(self.bytes.len())..].iter();
        let first = line.find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(first, None | Some(b'\r' | b'\n'))
    }

    /// Behind the string or comment that starts at `at`, if one does.
    fn skip(&mut self, at: usize) -> Option<usize> {
        let rest = &self.bytes[at..];
        let slot = match rest {
            [b'/', b'*', ..] if self.has_comments => {
                let length = memchr::memmem::find(&rest[2..], b"*/");
                self.has_comments = length.is_some();
                return length.map(|length| at + 2 + length + 2);
            }
            // But not in a URL.
            [b'/', b'/', ..] if self.bytes[..at].last() != Some(&b':') => {
                return Some(at + memchr::memchr(b'\n', rest).unwrap_or(rest.len()));
            }
            [b'"', ..] => 0,
            // But not in `don't`, which is text of JSX.
            [b'\'', ..] if !self.bytes[..at].last().is_some_and(u8::is_ascii_alphabetic) => 1,
            _ => return None,
        };
        if at < self.no_quote[slot] {
            return None;
        }
        let mut end = at + 1;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b'\n' | b'\r' => break,
                b'\\' => end += 1,
                byte if *byte == rest[0] => return Some(end + 1),
                _ => {}
            }
            end += 1;
        }
        self.no_quote[slot] = end;
        None
    }
}
