//! The marks of a block, each with what stands around it.

use super::Part;

/// A sign that may change, or that pairs with others of its kind.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    /// Where it stands in the post (bytes).
    pub(super) at: usize,
    pub(super) sign: char,
    /// The characters beside it; [`EDGE`] at the ends of the block.
    pub(super) before: char,
    pub(super) behind: char,
    /// Whether the nearest sign on either side, spaces apart, is Chinese.
    pub(super) is_beside_chinese: [bool; 2],
    /// The number of blank lines before it: plain text has blocks too.
    pub(super) paragraph: u32,
    /// What the block holds before it.
    pub(super) count: Count,
    /// What the block holds before the sentence, and up to its end.
    pub(super) sentence: [Count; 2],
}

/// Stands for the end of a block.
pub(super) const EDGE: char = '\n';
/// Stands for what is no text, as code.
const OTHER: char = '\u{fffc}';

/// How much text there is up to a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) han: u32,
    pub(super) kana: u32,
    /// Words in Latin letters and the like.
    pub(super) words: u32,
}

/// The marks of a block, in order.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) marks: Vec<Mark>,
    all: Count,
}

impl Block {
    /// Whether it is a quotation in Japanese, whose marks stay.
    pub(super) fn is_japanese(&self) -> bool {
        self.all.kana > self.all.han
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}'
            | '\u{3400}'..='\u{4dbf}'
            | '々' | '〇'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}')
}

/// A letter of a script that sets its quotation marks as English does: Latin, Cyrillic …
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || (c.is_alphabetic() && c < '\u{2e80}')
}

/// Letters and digits, which an apostrophe stands between.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_ascii_digit() || is_latin(c)
}

fn is_kana(c: char) -> bool {
    // ・ and ー are none.
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}')
}

/// Han, and punctuation as wide as it.
fn is_chinese(c: char) -> bool {
    is_han(c) || is_kana(c) || matches!(c, '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff65}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '「' | '」' | '『' | '』' | '“' | '”' | '‘' | '’' | '．' | '‧' | '•' | '・' | '／')
}

/// Reads a block once.
pub(super) fn read(parts: &[Part<'_>]) -> Block {
    let mut reader = Reader::new();
    for part in parts {
        if !part.goes_on {
            reader.step(part.at, OTHER);
        }
        for (offset, c) in part.text.char_indices() {
            reader.step(part.at + offset, c);
        }
    }
    reader.step(0, EDGE);
    reader.end_sentence();
    Block { marks: reader.marks, all: reader.count }
}

/// The same, without what only curly marks are asked for, and faster; `None` for a block that
/// has such marks, kana or several lines.
pub(super) fn read_quickly(parts: &[Part<'_>]) -> Option<Block> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut last = EDGE;
    for part in parts {
        let bytes = part.text.as_bytes();
        if memchr::memchr(b'\n', bytes).is_some() {
            return None;
        }
        let first = part.text.chars().next();
        let next = if part.goes_on { first } else { Some(OTHER) };
        if let (Some(mark), Some(next)) = (marks.last_mut().filter(|_| is_mark(last)), next) {
            mark.behind = next;
        }
        if !part.goes_on {
            last = OTHER;
        }
        for at in memchr::memchr3_iter(0xe2, 0xe3, 0xef, bytes) {
            match bytes[at..] {
                [0xe2, 0x80, 0x98..=0x9d, ..] | [0xe3, 0x81 | 0x82, ..] => return None,
                [0xe3, 0x83, third, ..] if third != 0xbb => return None,
                [0xe2, 0x80, ..] | [0xe3, 0x80 | 0x83, ..] | [0xef, 0xbc, ..] => {}
                _ => continue,
            }
            let Some(sign) = part.text[at..].chars().next().filter(|sign| is_mark(*sign)) else {
                continue;
            };
            let behind = part.text[at + sign.len_utf8()..].chars().next();
            let count = Count::default();
            marks.push(Mark {
                at: part.at + at,
                sign,
                before: part.text[..at].chars().next_back().unwrap_or(last),
                behind: behind.unwrap_or(EDGE),
                is_beside_chinese: [false; 2],
                paragraph: 0,
                count,
                sentence: [count; 2],
            });
        }
        last = part.text.chars().next_back().unwrap_or(last);
    }
    Some(Block { marks, all: Count::default() })
}

struct Reader {
    marks: Vec<Mark>,
    count: Count,
    paragraph: u32,
    is_blank_line: bool,
    sentence: Count,
    /// The number of marks before the sentence.
    sentence_marks: usize,
    last: char,
    /// The last one that is no space.
    last_sign: char,
    /// How many marks wait for the next sign that is no space: the last ones.
    waiting: usize,
}

impl Reader {
    fn new() -> Self {
        Self {
            marks: Vec::new(),
            count: Count::default(),
            paragraph: 0,
            is_blank_line: false,
            sentence: Count::default(),
            sentence_marks: 0,
            last: EDGE,
            last_sign: EDGE,
            waiting: 0,
        }
    }

    fn step(&mut self, at: usize, c: char) {
        if self.waiting > 0 {
            self.tell(c);
        }
        if c == ' ' || c == EDGE {
            // `3.5` and `a.b` end nothing.
            if matches!(self.last, '.' | '!' | '?') {
                self.end_sentence();
            }
        } else if is_mark(c) {
            self.marks.push(Mark {
                at,
                sign: c,
                before: self.last,
                behind: EDGE,
                is_beside_chinese: [is_chinese(self.last_sign), false],
                paragraph: self.paragraph,
                count: self.count,
                sentence: [self.sentence; 2],
            });
            self.waiting += 1;
        } else if is_han(c) {
            self.count.han += 1;
        } else if is_kana(c) {
            self.count.kana += 1;
        } else if is_latin(c) && !is_of_word(self.last) && self.last != '’' {
            self.count.words += 1;
        } else if matches!(c, '。' | '！' | '？' | '；') {
            self.end_sentence();
        }
        if c == '\n' {
            if self.is_blank_line {
                self.paragraph += 1;
                self.end_sentence();
            }
            self.is_blank_line = true;
        } else {
            self.is_blank_line &= c.is_whitespace();
        }
        if c != ' ' {
            self.last_sign = c;
        }
        self.last = c;
    }

    /// Tells the marks that wait what comes behind them.
    fn tell(&mut self, c: char) {
        let first = self.marks.len() - self.waiting;
        if let Some(last) = self.marks.last_mut().filter(|_| is_mark(self.last)) {
            last.behind = c;
        }
        if c != ' ' {
            for mark in &mut self.marks[first..] {
                mark.is_beside_chinese[1] = is_chinese(c);
            }
            self.waiting = 0;
        }
    }

    fn end_sentence(&mut self) {
        for mark in &mut self.marks[self.sentence_marks..] {
            mark.sentence[1] = self.count;
        }
        self.sentence_marks = self.marks.len();
        self.sentence = self.count;
    }
}
