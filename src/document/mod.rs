//! Documents: a post's text taken apart into front matter and body, and the
//! prose in both.
//!
//! Gets the text of one post. Gives its [`Document`], the runs of prose in it
//! ([`prose()`]), the edits that an engine makes of them ([`edits`]), and the
//! edits that a user declares ([`declared_edits`]). Nothing is ever printed back
//! from a parse; everything is a byte range of the post.

mod body;
mod code;
mod directives;
#[cfg(test)]
pub(crate) mod fake_engine;
pub(crate) mod front_matter;
pub(crate) mod html;
mod kept;
mod lay_back;
mod left_behind;
pub(crate) mod markdown;
pub(crate) mod mask;
mod pieces;
mod pins;
mod prose;
pub(crate) mod sections;
pub(crate) mod titles;

pub use front_matter::{Declared, FieldScope, SetValue, declared_edits};
pub use kept::{Kept, KeptReason};
pub use lay_back::{SplitPhrase, edits, edits_without_rules};
pub use left_behind::LeftBehind;
pub use markdown::Flavour;
pub(crate) use prose::prose_heard;
pub use prose::{Prose, ProseSettings, Run, RunPlace, Warning, prose};

use std::{
    any::Any,
    cell::Cell,
    ops::Range,
    panic::{self, AssertUnwindSafe},
};

use front_matter::{Unread, Values, fences};

/// How front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterFormat {
    /// Between two `---` lines, or above one, as Hexo reads it too.
    Yaml,
    /// Between two `+++` lines.
    Toml,
    /// A `{…}` object at the start, as Hugo reads it.
    Json,
    /// Between two `;;;` lines, or above one, without braces, as Hexo reads it.
    HexoJson,
}

/// Where the front matter of a post lies.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// How it is written.
    pub format: FrontMatterFormat,
    /// Byte range of the whole block, fences and their line endings included.
    pub block: Range<usize>,
    /// Byte range between the fences.
    pub content: Range<usize>,
    /// What it says.
    pub(crate) values: Result<Values, Unread>,
}

/// A post taken apart: byte order mark, front matter, body.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    source: &'a str,
    front_matter: Option<FrontMatter>,
    body: Range<usize>,
}

/// The byte order mark that some editors put before the text.
pub(crate) const BOM: char = '\u{feff}';

impl<'a> Document<'a> {
    /// Takes `source` apart.
    ///
    /// Front matter is found by our own rule, since a Markdown parser takes a
    /// byte order mark before `---` for text: it may follow blank lines (as Hugo
    /// reads it), must be closed, and as YAML must be a mapping. Everything else
    /// that begins with `---` is body. Hexo needs no fence above it: then it must
    /// be valid, and YAML must have two keys, a `title`, `date` or `layout` among
    /// them.
    ///
    /// ```
    /// use hanmark::document::Document;
    ///
    /// let document = Document::split("---\ntitle: 書\n---\n門\n");
    /// assert_eq!(document.body(), "門\n");
    /// assert_eq!(document.front_matter_string("title"), Some("書"));
    /// assert_eq!(Document::split("---\n門\n---\n").body(), "---\n門\n---\n");
    /// ```
    #[must_use]
    pub fn split(source: &'a str) -> Self {
        let front_matter = fences::find(source);
        let bom = if source.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let start = front_matter.as_ref().map_or(bom, |found| found.block.end);
        Self { source, front_matter, body: start..source.len() }
    }

    /// `source` as a text without front matter.
    #[must_use]
    pub fn plain(source: &'a str) -> Self {
        Self { source, front_matter: None, body: 0..source.len() }
    }

    /// The whole text.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The front matter, if there is any.
    #[must_use]
    pub fn front_matter(&self) -> Option<&FrontMatter> {
        self.front_matter.as_ref()
    }

    /// The text behind the front matter, or behind the byte order mark.
    #[must_use]
    pub fn body(&self) -> &'a str {
        &self.source[self.body.clone()]
    }

    /// Byte range of the body in the post.
    #[must_use]
    pub fn body_range(&self) -> Range<usize> {
        self.body.clone()
    }

    /// The decoded value of a top-level key whose value is a scalar (`lang`,
    /// `slug`, `permalink`); the first one if the key is repeated. A list, a null
    /// and an empty string state nothing: `None`.
    #[must_use]
    pub fn front_matter_string(&self, key: &str) -> Option<&str> {
        self.values()?.string(key)
    }

    /// The line (from 1) of a top-level key, if the post has it; the first one if
    /// it is repeated.
    #[must_use]
    pub fn front_matter_line(&self, key: &str) -> Option<usize> {
        let field = self.values()?.fields.iter().find(|field| field.key == key)?;
        Some(self.line(field.key_range.start))
    }

    /// The line (from 1) of a byte offset.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        line_of(self.source, offset)
    }

    /// What the front matter says, if there is any that can be read.
    pub(crate) fn values(&self) -> Option<&Values> {
        self.front_matter.as_ref()?.values.as_ref().ok()
    }
}

/// The line (from 1) of the byte at `offset`.
pub(crate) fn line_of(source: &str, offset: usize) -> usize {
    Lines::of(source).line(offset)
}

/// Lines of a text, asked for in order: each byte is looked at once.
pub(crate) struct Lines<'s> {
    source: &'s str,
    at: usize,
    line: usize,
}

impl<'s> Lines<'s> {
    pub(crate) fn of(source: &'s str) -> Self {
        Self { source, at: 0, line: 1 }
    }

    /// The line (from 1) of the byte at `offset`; an offset before the last one
    /// is in the line of that.
    pub(crate) fn line(&mut self, offset: usize) -> usize {
        if offset > self.at {
            self.line +=
                memchr::memchr_iter(b'\n', &self.source.as_bytes()[self.at..offset]).count();
            self.at = offset;
        }
        self.line
    }
}

/// A post that cannot be done, and why. Nothing is written for it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Refusal {
    /// The line (from 1) where it showed.
    pub line: usize,
    /// What went wrong.
    pub reason: String,
}

/// Calls `parse`, and turns a panic into a refusal. The Markdown parser has known
/// ones (a setext heading with attributes in a list item); any other is a fault
/// of ours or of another library, and named so.
pub(crate) fn catch_panics<T>(parse: impl FnOnce() -> T) -> Result<T, Refusal> {
    panic::catch_unwind(AssertUnwindSafe(parse)).map_err(|panic| {
        let reason = match panic.downcast_ref::<ParserPanic>() {
            Some(ParserPanic(said)) => format!("the Markdown parser failed: {said}"),
            None => format!("a fault of hanmark or a library that it uses: {}", said(&*panic)),
        };
        Refusal { line: 1, reason }
    })
}

/// What the Markdown parser said when it panicked.
struct ParserPanic(String);

/// Calls `read`, which sets its argument while the Markdown parser runs, so that
/// [`catch_panics`] can tell its panics.
pub(crate) fn name_panics<T>(read: impl FnOnce(&Cell<bool>) -> T) -> T {
    let is_parsing = Cell::new(false);
    let result = panic::catch_unwind(AssertUnwindSafe(|| read(&is_parsing)));
    result.unwrap_or_else(|panic| {
        let is_parsers = is_parsing.get() && !panic.is::<ParserPanic>();
        panic::resume_unwind(if is_parsers { Box::new(ParserPanic(said(&*panic))) } else { panic })
    })
}

fn said(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<String>().map(String::as_str);
    said.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_splits(source: &str, format: Option<FrontMatterFormat>, body: &str) {
        let document = Document::split(source);
        assert_eq!(document.front_matter().map(|found| found.format), format, "{source:?}");
        assert_eq!(document.body(), body, "{source:?}");
    }

    #[test]
    fn yaml_is_found_behind_a_byte_order_mark_and_blank_lines() {
        let yaml = Some(FrontMatterFormat::Yaml);
        assert_splits("---\ntitle: 書\n---\n門", yaml, "門");
        assert_splits("\u{feff}---\r\ntitle: 書\r\n---\r\n門", yaml, "門");
        assert_splits("\n---\n\ntitle: 書\n...\n門", yaml, "門");
        assert_splits("---\n---\n門", yaml, "門");
        assert_splits("---  \na: 1\n--- \t\n", yaml, "");
        assert_splits("---\na: 1\n---", yaml, "");
        assert_splits("---\ra: 1\r---\r門", yaml, "門");
    }

    #[test]
    fn a_thematic_break_is_body() {
        for source in
            ["---\n門\n", "---\n門\n---\n", "---\n- 門\n---\n", "----\na: 1\n---\n", "---"]
        {
            assert_splits(source, None, source);
        }
        assert_splits("\u{feff}門", None, "門");
        assert_splits("", None, "");
    }

    #[test]
    fn invalid_yaml_that_starts_as_a_mapping_is_front_matter() {
        let document = Document::split("---\ntitle: 門: 車\n---\n書\n");
        assert!(document.front_matter().is_some_and(|found| found.values.is_err()));
        assert_eq!(document.body(), "書\n");
    }

    #[test]
    fn only_a_stated_scalar_is_a_front_matter_string() {
        for (value, expected) in [
            ("zh-TW", Some("zh-TW")),
            ("'null'", Some("null")),
            ("!!str ~", Some("~")),
            ("", None),
            ("# 註", None),
            ("~", None),
            ("Null", None),
            ("\"\"", None),
            ("[en, zh-TW]", None),
            ("\n- en", None),
            ("{lang: en}", None),
        ] {
            let source = format!("---\na: {{lang: ja}}\nlang: {value}\nz: 1\n---\n");
            assert_eq!(Document::split(&source).front_matter_string("lang"), expected, "{value}");
        }
        assert_eq!(
            Document::split("---\nseo: {lang: en}\n---\n").front_matter_string("seo.lang"),
            None
        );
    }

    #[test]
    fn strings_and_lines_of_every_format_are_found() {
        for (source, line) in [
            ("+++\na = 1\n\"lang\" = 'zh-TW'\n[b]\nlang = 'en'\n+++\n", 3),
            ("{\n\"a\": {\"lang\": \"en\"},\n\"lang\": \"zh\\u002dTW\"}\n", 3),
            (";;;\n\"lang\": \"zh-TW\", \"lang\": \"en\"\n;;;\n", 2),
        ] {
            let document = Document::split(source);
            assert_eq!(document.front_matter_string("lang"), Some("zh-TW"), "{source}");
            assert_eq!(document.front_matter_line("lang"), Some(line), "{source}");
        }
        for value in ["null", "\"\"", "[\"en\"]", "{\"lang\": 1}"] {
            let source = format!("{{\"lang\": {value}}}\n");
            assert_eq!(Document::split(&source).front_matter_string("lang"), None, "{value}");
        }
    }

    #[test]
    fn panics_are_named_by_whose_they_are() {
        let reason = |parse: fn()| catch_panics(parse).unwrap_err().reason;
        let parser = || {
            name_panics(|is_parsing| {
                is_parsing.set(true);
                panic!("x")
            });
        };
        assert_eq!(reason(parser), "the Markdown parser failed: x");
        let reader = || name_panics(|_| panic!("x"));
        assert_eq!(reason(reader), "a fault of hanmark or a library that it uses: x");
        assert_eq!(reason(|| panic!("{}", 1)), "a fault of hanmark or a library that it uses: 1");
    }

    #[test]
    fn other_formats_are_recognised() {
        assert_splits("+++\ntitle = '書'\n+++\n門", Some(FrontMatterFormat::Toml), "門");
        assert_splits(";;;\n\"title\": \"書\"\n;;;\n門", Some(FrontMatterFormat::HexoJson), "門");
        let json = "{\n \"title\": \"}\\\"{\", \"a\": {}\n}\r\n";
        assert_splits(&format!("{json}門"), Some(FrontMatterFormat::Json), "門");
        assert_splits("+++\n甲\n+++\n門", Some(FrontMatterFormat::Toml), "門");
        let hexo = Some(FrontMatterFormat::HexoJson);
        assert_splits(";;;;\n\"a\": \";;;\"\n;;;\n;;;;\n門", hexo, "門");
        assert_splits("\u{feff}\n\"title\": \"書\",\r\n\"a\": 1\r\n;;;\r\n門", hexo, "門");
        for body in
            ["\"書\" 門\n;;;\n", "\"書\": 門\n;;;\n", "\"a\": 1\n", ";;\n;;\n", ";;;\n;;;;\n"]
        {
            assert_splits(body, None, body);
        }
        for body in ["{% note %}\n", "{{< a >}}\n", "{: .a }\n", "{}门", "+++\na\n", "{ \"a\": 1\n"]
        {
            assert_splits(body, None, body);
        }
    }
}
