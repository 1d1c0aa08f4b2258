//! The scanner: finds where constructs of all dialects start and end.

use std::ops::Range;

use memchr::memmem;

use super::dialects::{DIALECTS, Dialect, Inside, Reach};

/// A construct, from its opener to its closer.
pub(super) struct Construct {
    pub(super) range: Range<usize>,
    pub(super) dialect: &'static Dialect,
}

impl Construct {
    /// Byte range in the body between opener and closer.
    pub(super) fn inner_range(&self) -> Range<usize> {
        let (opener, closer) = (self.dialect.opener.len(), self.dialect.closer.len());
        self.range.start + opener..self.range.end - closer
    }

    pub(super) fn inner<'b>(&self, body: &'b str) -> &'b str {
        &body[self.inner_range()]
    }
}

/// All constructs of `body` outside of `code`, in order and disjoint.
///
/// Each byte is looked at a bounded number of times: a search ends at the next
/// opener, or what it found is kept for the searches that follow.
pub(super) fn constructs(body: &str, code: &[Range<usize>]) -> Vec<Construct> {
    let mut scanner = Scanner {
        bytes: body.as_bytes(),
        code,
        closers: [const { 0..0 }; DIALECTS.len()],
        no_quote: [0; 2],
        no_strings: 0,
    };
    let mut found: Vec<Construct> = Vec::new();
    // All openers have one of the two; angle brackets are in any HTML.
    for sign in memchr::memchr2_iter(b'{', b'%', body.as_bytes()) {
        let start = match body.as_bytes()[..=sign] {
            [.., b'<', b'%'] => sign - 1,
            [.., b'{'] => sign,
            _ => continue,
        };
        let done = found.last().map_or(0, |last| last.range.end);
        if start < done {
            continue;
        }
        if let Some(row) = scanner.opener(start)
            && let Some(end) = scanner.close(start, row)
        {
            found.push(Construct { range: start..end, dialect: &DIALECTS[row] });
        }
    }
    found
}

struct Scanner<'b> {
    bytes: &'b [u8],
    code: &'b [Range<usize>],
    /// For each row, a range without a closer; one starts behind it.
    closers: [Range<usize>; DIALECTS.len()],
    /// Up to where no `"`, and no `` ` ``, ends a string.
    no_quote: [usize; 2],
    /// Up to where strings were tried in vain.
    no_strings: usize,
}

impl Scanner<'_> {
    /// The row of the construct that opens at `at`.
    fn opener(&self, at: usize) -> Option<usize> {
        let here = &self.bytes[at..];
        // All openers begin so; most braces and angle brackets do not.
        if !matches!(here, [b'{', b'{' | b'%' | b'#' | b'/' | b':', ..] | [b'<', b'%', ..]) {
            return None;
        }
        let row = DIALECTS.iter().position(|row| here.starts_with(row.opener.as_bytes()))?;
        self.code_end(at).is_none().then_some(row)
    }

    /// Where the code that `at` lies in ends.
    fn code_end(&self, at: usize) -> Option<usize> {
        let next = self.code.partition_point(|code| code.end <= at);
        self.code.get(next).filter(|code| code.start <= at).map(|code| code.end)
    }

    /// Where the construct of that row that opens at `start` ends.
    fn close(&mut self, start: usize, row: usize) -> Option<usize> {
        let dialect = &DIALECTS[row];
        let from = start + dialect.opener.len();
        if dialect.inside == Inside::Comment {
            return self.next_closer(from, row);
        }
        if dialect.inside == Inside::Strings && start >= self.no_strings {
            match self.walk(from, dialect, Inside::Strings) {
                Ok(end) => return Some(end),
                // Openers in what looked like strings get their turn.
                Err(seen) => self.no_strings = seen,
            }
        }
        self.walk(from, dialect, Inside::Words).ok()
    }

    /// Where the first closer of the row at `from` or behind ends.
    fn next_closer(&mut self, from: usize, row: usize) -> Option<usize> {
        let closer = DIALECTS[row].closer.as_bytes();
        let mut at = from;
        if self.closers[row].contains(&at) {
            at = self.closers[row].end;
        }
        while let Some(length) = memmem::find(&self.bytes[at..], closer) {
            at += length;
            let Some(end) = self.code_end(at) else {
                self.closers[row] = from..at;
                return Some(at + closer.len());
            };
            at = end;
        }
        self.closers[row] = from..self.bytes.len();
        None
    }

    /// Where the construct ends whose inside starts at `at`; else how far was looked.
    fn walk(&mut self, mut at: usize, dialect: &Dialect, inside: Inside) -> Result<usize, usize> {
        let closer = dialect.closer.as_bytes();
        while let Some(byte) = self.bytes.get(at) {
            let is_sign = matches!(byte, b'{' | b'<' | b'\n' | b'\r' | b'"' | b'`');
            if !is_sign && *byte != closer[0] {
                at += 1;
            } else if let Some(end) = self.code_end(at) {
                at = end;
            } else if self.bytes[at..].starts_with(closer) {
                return Ok(at + closer.len());
            } else if self.opener(at).is_some() || self.is_limit(at, dialect.reach) {
                return Err(at);
            } else {
                let string = (inside == Inside::Strings).then(|| self.string_end(at)).flatten();
                at = string.unwrap_or(at + 1);
            }
        }
        Err(at)
    }

    /// Whether what opened before cannot go on behind `at`.
    fn is_limit(&self, at: usize, reach: Reach) -> bool {
        let here = &self.bytes[at..];
        let ([b'\r', b'\n', behind @ ..] | [b'\r' | b'\n', behind @ ..]) = here else {
            return false;
        };
        // The next line of a quote is blank too if it has just its mark.
        let mut line = behind.iter().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'>'));
        match reach {
            Reach::Line => true,
            Reach::Paragraph => matches!(line.next(), None | Some(b'\r' | b'\n')),
            Reach::Post => false,
        }
    }

    /// Where the string that starts at `at`, if one does, ends.
    fn string_end(&mut self, at: usize) -> Option<usize> {
        let quote = self.bytes[at];
        let slot = match quote {
            b'"' => 0,
            b'`' => 1,
            _ => return None,
        };
        if at < self.no_quote[slot] {
            return None;
        }
        let mut end = at + 1;
        while let Some(byte) = self.bytes.get(end) {
            match byte {
                b'\n' | b'\r' if quote == b'"' => break,
                b'\\' if quote == b'"' => end += 1,
                byte if *byte == quote => return Some(end + 1),
                _ => {}
            }
            end += 1;
        }
        self.no_quote[slot] = end;
        None
    }
}
