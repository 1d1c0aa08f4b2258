//! JSON by byte spans, strict as Hugo and Hexo read it.

use std::ops::Range;

use jsonc_parser::{
    CollectOptions, ParseOptions,
    ast::{Object, ObjectPropName, Value},
    common::Ranged,
    parse_to_ast,
};

use super::{
    values::{NodeKind, Properties, Root, Style, Unread, Values},
    walk::Walk,
};

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses `content`, a byte range of `source`: one object with its braces.
pub(super) fn parse(source: &str, content: Range<usize>) -> Result<Values, Unread> {
    let text = &source[content.clone()];
    let mut reader = Reader { text, start: content.start, added: 0, walk: Walk::default() };
    let inner = reader.read()?;
    let mut values = reader.walk.values;
    values.root = Root::Braces(inner);
    Ok(values)
}

/// Parses `content`, a byte range of `source`: the inside of one object, to which
/// Hexo adds the braces.
pub(super) fn parse_bare(source: &str, content: Range<usize>) -> Result<Values, Unread> {
    let text = format!("{{{}}}", &source[content.clone()]);
    let mut reader = Reader { text: &text, start: content.start, added: 1, walk: Walk::default() };
    reader.read().map_err(|error| Unread {
        offset: error.offset.clamp(content.start, content.end),
        ..error
    })?;
    let mut values = reader.walk.values;
    values.root = Root::Bare;
    Ok(values)
}

struct Reader<'a> {
    text: &'a str,
    /// Where the text starts in the post, but for
    start: usize,
    /// so many bytes that are not there.
    added: usize,
    walk: Walk,
}

impl Reader<'_> {
    /// Reads the object; gives the byte range between its braces.
    fn read(&mut self) -> Result<Range<usize>, Unread> {
        let text = self.text;
        let parsed = parse_to_ast(text, &CollectOptions::default(), &STRICT);
        let parsed = parsed.map_err(|error| Unread {
            offset: self.moved(error.range()).start,
            reason: error.kind().to_string(),
        })?;
        let Some(Value::Object(object)) = parsed.value else {
            return Err(Unread { offset: self.start, reason: "no object".to_owned() });
        };
        self.object(&object);
        let range = self.moved(object.range);
        Ok(range.start + 1..range.end - 1)
    }

    fn value(&mut self, value: &Value<'_>) {
        let range = self.moved(value.range());
        match value {
            Value::Object(object) => self.object(object),
            Value::Array(array) => {
                self.open(NodeKind::Sequence, range.start..range.start + 1);
                for value in &array.elements {
                    self.value(value);
                }
                self.walk.close(range.end - 1..range.end);
            }
            Value::StringLit(string) => self.scalar(&string.value, Style::Json, range),
            Value::NumberLit(_) | Value::BooleanLit(_) | Value::NullKeyword(_) => {
                let raw = &self.text[value.start()..value.end()];
                self.scalar(raw, Style::Typed, range);
            }
        }
    }

    fn object(&mut self, object: &Object<'_>) {
        let range = self.moved(object.range);
        self.open(NodeKind::Mapping, range.start..range.start + 1);
        for property in &object.properties {
            let key = match &property.name {
                ObjectPropName::String(string) => &*string.value,
                ObjectPropName::Word(word) => word.value,
            };
            let range = self.moved(property.name.range());
            self.scalar(key, Style::Json, range);
            self.value(&property.value);
        }
        self.walk.close(range.end - 1..range.end);
    }

    fn open(&mut self, kind: NodeKind, range: Range<usize>) {
        self.walk.open(kind, Style::Plain, Properties::default(), range);
    }

    fn scalar(&mut self, text: &str, style: Style, range: Range<usize>) {
        self.walk.scalar(text.to_owned(), style, Properties::default(), range);
    }

    /// Where a range of the text lies in the post.
    fn moved(&self, range: jsonc_parser::common::Range) -> Range<usize> {
        let moved = |at: usize| (self.start + at).saturating_sub(self.added);
        moved(range.start)..moved(range.end)
    }
}
