//! Pieces of HTML: of blocks, which the parser gives line by line, and of tags in
//! text.

use std::ops::Range;

use super::{Piece, Pieces};
use crate::document::{
    Flavour, RunPlace,
    directives::Directive,
    html::{
        Lines, Place, Tag, is_prose_attribute,
        tokens::{Attribute, Token, TokenKind, entities, tokens},
    },
    kept::KeptReason,
};

impl Pieces<'_> {
    /// A tag or comment in text; `html` is what `range` reads without marks of
    /// quotes at line starts.
    pub(super) fn inline_html(&mut self, body: &str, html: &str, range: Range<usize>) {
        let Some(lines) = Lines::of(body, &range, html) else {
            self.keep(body, range, KeptReason::HtmlTag);
            return self.end_run();
        };
        if let [token] = &tokens(lines.text())[..] {
            self.token(body, &lines, token, Place::Inline(self.blocks));
        } else {
            // A processing instruction or the like, which HTML does not have.
            self.keep(body, range, KeptReason::HtmlTag);
            self.end_run();
        }
    }

    /// The whole of an HTML block, whose lines were collected.
    pub(super) fn end_html_block(&mut self, body: &str) {
        let lines = std::mem::take(&mut self.lines);
        let mut foreign_until = 0;
        let mut foreign = Foreign { flavour: self.settings.flavour, is_over: [false; 2] };
        for token in tokens(lines.text()) {
            if token.range.end <= foreign_until {
                continue;
            }
            if token.range.start < foreign_until {
                let rest = foreign_until..token.range.end;
                self.html_text(&lines, &rest);
                continue;
            }
            foreign_until = foreign.end(lines.text(), &token).unwrap_or(0);
            if foreign_until > 0 {
                let range = lines.in_body(&(token.range.start..foreign_until));
                self.keep(body, range, KeptReason::HtmlTag);
                self.end_run();
            } else {
                self.token(body, &lines, &token, Place::HtmlBlock);
            }
        }
        self.lines = lines;
        self.lines.clear();
    }

    fn token(&mut self, body: &str, lines: &Lines, token: &Token, place: Place) {
        let range = lines.in_body(&token.range);
        match &token.kind {
            TokenKind::Text => self.html_text(lines, &token.range),
            TokenKind::Entity => self.push(Piece::Entity(range)),
            TokenKind::Comment => {
                let comment = &lines.text()[token.range.clone()];
                self.directives.extend(Directive::in_comment(comment, range.clone()));
                self.keep(body, range, KeptReason::HtmlComment);
                self.end_run();
            }
            TokenKind::Bogus => {
                self.keep(body, range, KeptReason::HtmlTag);
                self.end_run();
            }
            TokenKind::StartTag { .. } | TokenKind::EndTag { .. } => {
                self.list.push(Piece::Tag(self.tags.len()));
                self.tags.extend(Tag::of(token, lines.text(), range.start, place));
                self.keep(body, range, KeptReason::HtmlTag);
            }
        }
        if let TokenKind::StartTag { attributes, .. } = &token.kind {
            for attribute in attributes {
                self.attribute(lines, attribute);
            }
        }
    }

    fn attribute(&mut self, lines: &Lines, attribute: &Attribute) {
        let Some(value) = attribute.value.clone() else { return };
        let text = &lines.text()[value.clone()];
        // `title={…}` holds an expression of JSX.
        if !is_prose_attribute(&attribute.name) || text.is_ascii() || text.starts_with('{') {
            return;
        }
        self.push(Piece::Inset(RunPlace::Attribute));
        let mut at = value.start;
        for entity in entities(text) {
            self.html_text(lines, &(at..value.start + entity.start));
            at = value.start + entity.end;
            let entity = value.start + entity.start..at;
            self.push(Piece::Entity(lines.in_body(&entity)));
        }
        self.html_text(lines, &(at..value.end));
        self.push(Piece::InsetEnd);
    }

    fn html_text(&mut self, lines: &Lines, range: &Range<usize>) {
        if self.pinned == 0 {
            let list = &mut self.list;
            lines.parts(range, |part| list.push(Piece::Verbatim(lines.in_body(&part))));
        }
    }
}

/// The longest expression in a tag that is looked for, in bytes: what is left open
/// costs no more than that.
const LONGEST: usize = 2000;

/// Finds what HTML does not have: processing instructions (`<?php … ?>`), CDATA,
/// and in MDX tags with expressions, in which `>` ends nothing.
struct Foreign {
    flavour: Flavour,
    /// Whether no more ends of the first two kinds come.
    is_over: [bool; 2],
}

impl Foreign {
    /// Where the one that `token` begins ends, if that is further on.
    fn end(&mut self, text: &str, token: &Token) -> Option<usize> {
        let start = token.range.start;
        match token.kind {
            TokenKind::Bogus => self.end_of_instruction(text, start),
            TokenKind::StartTag { .. } if self.flavour == Flavour::Mdx => {
                end_of_tag(text.as_bytes(), start).filter(|end| *end > token.range.end)
            }
            _ => None,
        }
    }

    fn end_of_instruction(&mut self, text: &str, start: usize) -> Option<usize> {
        const KINDS: [(&str, &str); 2] = [("<?", "?>"), ("<![CDATA[", "]]>")];
        let kind = KINDS.iter().position(|(opener, _)| text[start..].starts_with(opener))?;
        let (opener, closer) = KINDS[kind];
        if self.is_over[kind] {
            return None;
        }
        let found = text[start + opener.len()..].find(closer);
        self.is_over[kind] = found.is_none();
        Some(start + opener.len() + found? + closer.len())
    }
}

/// Where the tag at `start` ends: at the first `>` outside of braces.
fn end_of_tag(text: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in text[start..].iter().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(start + index + 1),
            _ => {}
        }
    }
    None
}
