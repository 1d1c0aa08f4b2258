//! Tokens of HTML with their places.
//!
//! html5gum knows the rules; its own tokens decode what they read and leave out
//! repeated attributes, so that this is an emitter of places only: of tags,
//! comments and attribute values. Text is what lies between, cut at entities.

use std::{convert::Infallible, ops::Range, panic, thread};

use html5gum::{Emitter, Error, State, Tokenizer};

/// A token and where it stands. The tokens of a text cover it, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Byte range in the text.
    pub(crate) range: Range<usize>,
    pub(crate) kind: TokenKind,
}

/// What a token is. Names are in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenKind {
    StartTag {
        name: String,
        attributes: Vec<Attribute>,
        self_closing: bool,
    },
    EndTag {
        name: String,
    },
    Comment,
    /// Text as it is written.
    Text,
    /// `&name;`, `&#1;` or `&#xa;`, known or not.
    Entity,
    /// A doctype, a processing instruction, a tag that is not closed.
    Bogus,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    /// Byte range of the value in the text, without quotes; `None` if there is none.
    pub(crate) value: Option<Range<usize>>,
}

/// Takes `text` apart as a browser without scripts does, but for a self-closing
/// `<iframe/>` and its like, which ends there as its author meant. Takes linear time.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    if text.len() <= SHALLOW {
        return read(text);
    }
    let stack_size = SHALLOW * STACK_PER_BYTE + text.len() * STACK_PER_BYTE;
    thread::scope(|scope| {
        let reader = thread::Builder::new().stack_size(stack_size);
        match reader.spawn_scoped(scope, || read(text)) {
            Ok(tokens) => tokens.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
            // Too large to be read stays whole.
            Err(_) => vec![Token { range: 0..text.len(), kind: TokenKind::Bogus }],
        }
    })
}

/// The tokenizer calls itself once for each attribute of a tag: what is longer, in
/// bytes, is read on a stack of its own, with so many bytes for each of the text.
const SHALLOW: usize = 4096;
const STACK_PER_BYTE: usize = 512;

fn read(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let tokenizer = Tokenizer::new_with_emitter(text, Places::new(text, &mut tokens));
    let Ok(()) = tokenizer.finish();
    tokens
}

/// The byte ranges of entities in `text`, in order.
pub(crate) fn entities(text: &str) -> impl Iterator<Item = Range<usize>> {
    memchr::memchr_iter(b'&', text.as_bytes()).filter_map(move |start| {
        let name = &text.as_bytes()[start + 1..];
        let number = usize::from(name.first() == Some(&b'#'));
        let len =
            name[number..].iter().take(LONGEST_ENTITY).position(|b| !b.is_ascii_alphanumeric())?;
        (len > 0 && name[number + len] == b';').then_some(start..start + number + len + 2)
    })
}

/// The longest name of an entity has 31 letters.
const LONGEST_ENTITY: usize = 32;

/// Notes where things are while the tokenizer runs.
struct Places<'t> {
    text: &'t str,
    tokens: &'t mut Vec<Token>,
    /// What the tokenizer has read.
    position: usize,
    /// Where the last `<` stands.
    opened: usize,
    /// Up to where text was read; what a `<` behind it opens is not closed yet.
    text_end: usize,
    is_end_tag: bool,
    self_closing: bool,
    name: Vec<u8>,
    attributes: Vec<(Vec<u8>, Option<Range<usize>>)>,
    last_start_tag: Vec<u8>,
}

impl<'t> Places<'t> {
    fn new(text: &'t str, tokens: &'t mut Vec<Token>) -> Self {
        Self {
            text,
            tokens,
            position: 0,
            opened: 0,
            text_end: 0,
            is_end_tag: false,
            self_closing: false,
            name: Vec::new(),
            attributes: Vec::new(),
            last_start_tag: Vec::new(),
        }
    }

    fn done(&self) -> usize {
        self.tokens.last().map_or(0, |last| last.range.end)
    }

    /// Adds the token that the last `<` opened, and the text before it.
    fn token(&mut self, kind: TokenKind) {
        let range = self.opened..self.position;
        // A wrong place would be a fault of the tokenizer: then it is text.
        if range.start < self.done()
            || !self.text.get(range.clone()).is_some_and(|t| t.starts_with('<'))
        {
            return;
        }
        self.add_text(range.start);
        self.tokens.push(Token { range, kind });
    }

    /// Adds what lies before `end` as text.
    fn add_text(&mut self, end: usize) {
        let mut at = self.done();
        let text = &self.text[at..end];
        let start = at;
        let mut push = |range: Range<usize>, kind| {
            if !range.is_empty() {
                self.tokens.push(Token { range, kind });
            }
        };
        for entity in entities(text) {
            push(at..start + entity.start, TokenKind::Text);
            at = start + entity.end;
            push(start + entity.start..at, TokenKind::Entity);
        }
        push(at..end, TokenKind::Text);
    }
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Emitter for Places<'_> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn start_open_tag(&mut self) {
        self.opened = self.position.saturating_sub(1);
    }

    fn emit_string(&mut self, _: &[u8]) {
        self.text_end = self.position;
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.attributes.clear();
        self.is_end_tag = false;
        self.self_closing = false;
    }

    fn init_end_tag(&mut self) {
        self.init_start_tag();
        self.is_end_tag = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.name.extend(name);
    }

    fn init_attribute(&mut self) {
        self.attributes.push((Vec::new(), None));
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        if let Some((all, _)) = self.attributes.last_mut() {
            all.extend(name);
        }
    }

    fn init_attribute_value(&mut self) {
        let start = self.position;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        // Quotes are searched for here, since what is decoded does not tell its length.
        let len = match self.text.as_bytes().get(start.wrapping_sub(1)) {
            Some(quote @ (b'"' | b'\'')) => memchr::memchr(*quote, rest),
            _ => rest.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>'),
        };
        if let (Some((_, value)), Some(len)) = (self.attributes.last_mut(), len) {
            *value = Some(start..start + len);
        }
    }

    fn set_self_closing(&mut self) {
        self.self_closing = true;
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let name_bytes = std::mem::take(&mut self.name);
        let name_text = name(&name_bytes);
        if self.is_end_tag {
            self.last_start_tag.clear();
            self.token(TokenKind::EndTag { name: name_text });
            return None;
        }
        let attributes = std::mem::take(&mut self.attributes)
            .into_iter()
            .map(|(bytes, value)| Attribute { name: name(&bytes), value })
            .collect();
        let self_closing = self.self_closing;
        self.token(TokenKind::StartTag { name: name_text, attributes, self_closing });
        self.last_start_tag = name_bytes;
        if self_closing { None } else { content_state(&self.last_start_tag) }
    }

    fn emit_current_comment(&mut self) {
        let is_comment = self.text[self.opened..].starts_with("<!--");
        self.token(if is_comment { TokenKind::Comment } else { TokenKind::Bogus });
    }

    fn emit_current_doctype(&mut self) {
        self.token(TokenKind::Bogus);
    }

    fn emit_eof(&mut self) {
        let len = self.text.len();
        let is_open = self.opened >= self.text_end.max(self.done());
        let is_tag = is_open && self.text[self.opened..].starts_with('<');
        self.add_text(if is_tag { self.opened } else { len });
        if self.done() < len {
            self.tokens.push(Token { range: self.done()..len, kind: TokenKind::Bogus });
        }
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.is_end_tag && !self.name.is_empty() && self.name == self.last_start_tag
    }

    fn set_last_start_tag(&mut self, tag: Option<&[u8]>) {
        self.last_start_tag = tag.unwrap_or_default().to_vec();
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_error(&mut self, _: Error) {}
    fn init_comment(&mut self) {}
    fn init_doctype(&mut self) {}
    fn set_force_quirks(&mut self) {}
    fn push_comment(&mut self, _: &[u8]) {}
    fn push_attribute_value(&mut self, _: &[u8]) {}
    fn push_doctype_name(&mut self, _: &[u8]) {}
    fn set_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn set_doctype_system_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}
    fn push_doctype_system_identifier(&mut self, _: &[u8]) {}
}

/// How the content of an element is read where it is not HTML.
fn content_state(name: &[u8]) -> Option<State> {
    match name {
        b"textarea" | b"title" => Some(State::RcData),
        b"script" => Some(State::ScriptData),
        b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframes" => Some(State::RawText),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes tokens as `kind:text`, start tags with the values of their attributes.
    fn written(text: &str) -> Vec<String> {
        let value = |range: &Option<Range<usize>>| {
            range.clone().map_or(String::new(), |range| format!("={}", &text[range]))
        };
        let write = |token: &Token| {
            let raw = &text[token.range.clone()];
            match &token.kind {
                TokenKind::StartTag { name, attributes, self_closing } => {
                    let attributes: Vec<_> = attributes
                        .iter()
                        .map(|attribute| format!(" {}{}", attribute.name, value(&attribute.value)))
                        .collect();
                    let attributes = attributes.concat();
                    format!("<{name}{attributes}{}", if *self_closing { "/" } else { "" })
                }
                TokenKind::EndTag { name } => format!("/{name}"),
                TokenKind::Comment => format!("comment:{raw}"),
                TokenKind::Text => format!("text:{raw}"),
                TokenKind::Entity => format!("entity:{raw}"),
                TokenKind::Bogus => format!("bogus:{raw}"),
            }
        };
        let tokens = tokens(text);
        let joined: String = tokens.iter().map(|token| &text[token.range.clone()]).collect();
        assert_eq!(joined, text);
        tokens.iter().map(write).collect()
    }

    #[track_caller]
    fn assert_tokens(text: &str, expected: &[&str]) {
        assert_eq!(written(text), expected, "{text:?}");
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        assert_tokens(
            "門<B>書</b >頁<br/>",
            &["text:門", "<b", "text:書", "/b", "text:頁", "<br/"],
        );
        assert_tokens(
            "<!-- 門 -->書<!---->",
            &["comment:<!-- 門 -->", "text:書", "comment:<!---->"],
        );
        assert_tokens("<!DOCTYPE html><?門?>", &["bogus:<!DOCTYPE html>", "bogus:<?門?>"]);
        assert_tokens("", &[]);
    }

    #[test]
    fn values_are_found_in_every_style_of_quotes() {
        assert_tokens(
            "<img src=圖.png Alt=圖 title = '題\r\n頁' data-x=\"門\" a b='' 書 alt=後>",
            &["<img src=圖.png alt=圖 title=題\r\n頁 data-x=門 a b= 書 alt=後"],
        );
        assert_tokens("<i title=\"門&amp;書\">", &["<i title=門&amp;書"]);
        assert_tokens("<i title=門/><i a='>'/>", &["<i title=門/", "<i a=>/"]);
        assert_tokens("<i title=>門<i =a=b>", &["<i title", "text:門", "<i =a=b"]);
        assert_tokens("<i title=&lt;門 b=\"'\">", &["<i title=&lt;門 b='"]);
    }

    #[test]
    fn entities_are_apart_from_text() {
        assert_tokens(
            "門&nbsp;書&#x9580;&foo;&#12;",
            &[
                "text:門",
                "entity:&nbsp;",
                "text:書",
                "entity:&#x9580;",
                "entity:&foo;",
                "entity:&#12;",
            ],
        );
        assert_tokens("AT&T門; &; &#; &門; &", &["text:AT&T門; &; &#; &門; &"]);
    }

    #[test]
    fn line_ends_shift_nothing() {
        assert_tokens(
            "\r\n門\r\n<b\r\n>\r\r\n書\r\n</b>\r\n",
            &["text:\r\n門\r\n", "<b", "text:\r\r\n書\r\n", "/b", "text:\r\n"],
        );
        assert_tokens("門\r<b>\r", &["text:門\r", "<b", "text:\r"]);
    }

    #[test]
    fn scripts_and_styles_hold_no_tags() {
        assert_tokens(
            "<script>a<b>門</script>書",
            &["<script", "text:a<b>門", "/script", "text:書"],
        );
        assert_tokens("<style><b></style><b>", &["<style", "text:<b>", "/style", "<b"]);
        assert_tokens("<title><b>&lt;</title>", &["<title", "text:<b>", "entity:&lt;", "/title"]);
        assert_tokens("<noscript><b></noscript>", &["<noscript", "<b", "/noscript"]);
        assert_tokens("<iframe /><b>", &["<iframe/", "<b"]);
    }

    #[test]
    fn what_is_not_closed_is_text_or_bogus() {
        assert_tokens("1 < 2 <門> 3 <", &["text:1 < 2 <門> 3 <"]);
        assert_tokens("門<div title=\"書", &["text:門", "bogus:<div title=\"書"]);
        assert_tokens("門<b", &["text:門", "bogus:<b"]);
        assert_tokens("門<!-- 書", &["text:門", "comment:<!-- 書"]);
        assert_tokens("<script>門</scr", &["<script", "text:門</scr"]);
        assert_tokens("門</>書</ 頁>", &["text:門</>書", "bogus:</ 頁>"]);
        assert_tokens("<b\0門>\0", &["<b\u{fffd}門", "text:\0"]);
    }

    #[test]
    fn hostile_text_takes_linear_time() {
        for part in ["<", "<a b='", "<a ", "&", "&a", "<!--", "</", "<script>", "&#", "<a b=門 "] {
            let text = part.repeat(300_000 / part.len());
            let tokens = tokens(&text);
            assert_eq!(tokens.last().map(|last| last.range.end), Some(text.len()), "{part}");
        }
    }

    #[test]
    fn tags_with_attributes_without_end_fit_in_a_small_stack() {
        let text = format!("<p{}>", " a='b'".repeat(50_000));
        let small = std::thread::Builder::new().stack_size(1 << 20);
        let found = small.spawn(move || tokens(&text).len()).unwrap().join();
        assert_eq!(found.unwrap(), 1);
    }
}
