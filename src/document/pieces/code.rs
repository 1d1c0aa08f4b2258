//! Pieces of code: it stays, unless the settings say that it is prose.

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::{Piece, Pieces};
use crate::{
    document::{code, kept::KeptReason},
    switches::{CodeBlocks, InlineCode},
};

impl Pieces<'_> {
    /// Inline code that reads `code`.
    pub(super) fn inline_code(&mut self, body: &str, code: &str, range: Range<usize>) {
        self.keep(body, range.clone(), KeptReason::InlineCode);
        self.end_run();
        let is_prose = match self.settings.inline_code {
            InlineCode::Keep => false,
            InlineCode::Prose => code::is_prose(code),
            InlineCode::All => true,
        };
        if is_prose && !code.is_ascii() {
            self.inline_code_text(body, &range);
            self.end_run();
        }
        self.code.push(range);
    }

    /// The lines of inline code, without its backticks and padding.
    fn inline_code_text(&mut self, body: &str, range: &Range<usize>) {
        let is_quoted = self.quotes.last().is_some_and(|quote| quote.contains(&range.start));
        let is_mark = |c: char| matches!(c, ' ' | '\t') || is_quoted && c == '>';
        let code = &body[range.clone()];
        let fence = code.len() - code.trim_start_matches('`').len();
        // In a heading before a carriage return alone, the parser's range is another.
        let (Some(code), 1..) = (code[fence..].strip_suffix(&code[..fence]), fence) else { return };
        let mut at = range.start + fence;
        for (index, line) in code.split_inclusive('\n').enumerate() {
            let text =
                if index == 0 { line.trim_start() } else { line.trim_start_matches(is_mark) };
            let start = at + line.len() - text.len();
            let end = start + text.trim_end().len();
            if end > start {
                self.push(Piece::Verbatim(start..end));
            }
            at += line.len();
        }
    }

    pub(super) fn start_code_block(
        &mut self,
        body: &str,
        kind: &CodeBlockKind<'_>,
        range: Range<usize>,
    ) {
        self.keep(body, range.clone(), KeptReason::CodeBlock);
        let info: &str = match kind {
            CodeBlockKind::Fenced(info) => info,
            CodeBlockKind::Indented => "",
        };
        if !info.is_ascii() {
            let end = body[range.clone()].find(['\n', '\r']);
            let end = end.map_or(range.end, |end| range.start + end);
            self.keep(body, range.start..end, KeptReason::FenceInfo);
        }
        self.code.push(range);
        let is_asked = self.settings.code_blocks == CodeBlocks::Comments;
        self.in_code = Some(if is_asked { info.to_owned() } else { String::new() });
    }

    /// A part of the code block that is open, at most a line.
    pub(super) fn code_text(&mut self, body: &str, range: Range<usize>) {
        if self.settings.code_blocks != CodeBlocks::Keep {
            self.lines.push(body, range);
        }
    }

    pub(super) fn end_code_block(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let info = self.in_code.take().unwrap_or_default();
        let mut take = |range: &Range<usize>| {
            lines.parts(range, |part| {
                self.list.extend([Piece::Verbatim(lines.in_body(&part)), Piece::Break]);
            });
        };
        match self.settings.code_blocks {
            CodeBlocks::Keep => {}
            CodeBlocks::Comments => code::comments(lines.text(), &info).iter().for_each(take),
            CodeBlocks::All => take(&(0..lines.text().len())),
        }
        self.lines = lines;
        self.lines.clear();
    }
}
