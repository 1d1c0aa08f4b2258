//! YAML by byte spans: what the parser says of a front matter block, with every
//! range counted from the start of the post.

use std::{borrow::Cow, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// A block of YAML: its events, and the scalar values by the path of their keys.
#[derive(Debug, Clone)]
pub(crate) struct Yaml<'a> {
    /// Every event but comments, with its byte range in the post.
    pub(crate) events: Vec<(Event<'a>, Range<usize>)>,
    /// Scalar values in order; the strings of a list share a path.
    pub(crate) scalars: Vec<Scalar<'a>>,
    /// The keys of the root mapping in order, with repetitions.
    pub(crate) fields: Vec<Field>,
}

/// A scalar value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar<'a> {
    /// The keys that lead to it: `title`, `seo.title`.
    pub(crate) path: String,
    /// How it is written.
    pub(crate) style: ScalarStyle,
    /// What it means, escapes and folding resolved.
    pub(crate) decoded: Cow<'a, str>,
    /// Byte range: quotes included, anchor and tag excluded; of a block scalar
    /// from its first character to the next token.
    pub(crate) range: Range<usize>,
}

/// A key of the root mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// The key.
    pub(crate) key: String,
    /// Byte range of the key.
    pub(crate) key_range: Range<usize>,
    /// Byte range from behind the key (`:` included) to the last token of the value.
    pub(crate) value_range: Range<usize>,
}

/// Front matter that is no valid YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct YamlError {
    /// Where it shows, in bytes of the post.
    pub(crate) offset: usize,
    /// What the parser says.
    pub(crate) reason: String,
}

impl Yaml<'_> {
    /// Whether the block is one mapping or holds nothing but comments.
    pub(crate) fn is_mapping_or_empty(&self) -> bool {
        let mut nodes = self.events.iter().map(|(event, _)| event).filter(|event| event.is_node());
        matches!(nodes.next(), None | Some(Event::MappingStart(..)))
    }

    /// Byte range of the root mapping's start and how it is written.
    pub(crate) fn root(&self) -> Option<(StructureStyle, usize)> {
        self.events.iter().find_map(|(event, range)| match event {
            Event::MappingStart(style, ..) => Some((*style, range.start)),
            _ => None,
        })
    }
}

/// Parses `content`, a byte range of `source`.
pub(crate) fn parse(source: &str, content: Range<usize>) -> Result<Yaml<'_>, YamlError> {
    let mut events = Vec::new();
    for next in Parser::new_from_str(&source[content.clone()]) {
        let (event, span) = next.map_err(|error| YamlError {
            offset: content.start + error.marker().byte_offset().unwrap_or(0),
            reason: error.info().to_owned(),
        })?;
        let range = span.byte_range().expect("a parser over a str counts bytes");
        if !matches!(event, Event::Comment(..)) {
            events.push((event, content.start + range.start..content.start + range.end));
        }
    }
    let mut walk = Walk::default();
    for (event, range) in &events {
        walk.step(event, range);
    }
    Ok(Yaml { scalars: walk.scalars, fields: walk.fields, events })
}

#[derive(Default)]
struct Walk<'a> {
    scalars: Vec<Scalar<'a>>,
    fields: Vec<Field>,
    stack: Vec<Level>,
}

struct Level {
    kind: LevelKind,
    /// A collection can be a key itself; its entries get a path with `?`.
    role: Role,
}

enum LevelKind {
    Sequence,
    /// A mapping; the key whose value comes next, if it was read already.
    Mapping(Option<String>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Key,
    Value,
}

impl<'a> Walk<'a> {
    fn step(&mut self, event: &Event<'a>, range: &Range<usize>) {
        match event {
            Event::Scalar(decoded, style, ..) => {
                if self.is_key_next() {
                    return self.key(decoded.to_string(), range);
                }
                self.scalars.push(Scalar {
                    path: self.path(),
                    style: *style,
                    decoded: decoded.clone(),
                    range: range.clone(),
                });
                self.end_value(range.end);
            }
            Event::Alias(_) if self.is_key_next() => self.key("*".to_owned(), range),
            Event::Alias(_) => self.end_value(range.end),
            Event::MappingStart(..) => self.open(LevelKind::Mapping(None), range),
            Event::SequenceStart(..) => self.open(LevelKind::Sequence, range),
            Event::MappingEnd | Event::SequenceEnd => {
                let role = self.stack.pop().map_or(Role::Value, |level| level.role);
                if role == Role::Value {
                    // The end of a block collection lies at the next token.
                    self.end_value(if range.is_empty() { 0 } else { range.end });
                }
            }
            _ => {}
        }
    }

    fn is_key_next(&self) -> bool {
        self.stack.last().is_some_and(|level| matches!(level.kind, LevelKind::Mapping(None)))
    }

    fn key(&mut self, key: String, range: &Range<usize>) {
        if self.stack.len() == 1 {
            self.fields.push(Field {
                key: key.clone(),
                key_range: range.clone(),
                value_range: range.end..range.end,
            });
        }
        if let Some(level) = self.stack.last_mut() {
            level.kind = LevelKind::Mapping(Some(key));
        }
    }

    fn open(&mut self, kind: LevelKind, range: &Range<usize>) {
        let role = if self.is_key_next() { Role::Key } else { Role::Value };
        if role == Role::Key {
            self.key("?".to_owned(), range);
        }
        self.stack.push(Level { kind, role });
    }

    fn end_value(&mut self, end: usize) {
        if let (false, Some(field)) = (self.stack.is_empty(), self.fields.last_mut()) {
            field.value_range.end = field.value_range.end.max(end);
        }
        if let Some(Level { kind: LevelKind::Mapping(key), .. }) = self.stack.last_mut() {
            *key = None;
        }
    }

    fn path(&self) -> String {
        let keys = self.stack.iter().filter_map(|level| match &level.kind {
            LevelKind::Mapping(key) => key.as_deref(),
            LevelKind::Sequence => None,
        });
        keys.collect::<Vec<_>>().join(".")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_carry_the_path_of_their_keys() {
        let source = "a: 1\nseo: {title: &x \"門\\n\"}\nlist:\n- 書\n- b: |\n    頁\n";
        let yaml = parse(source, 0..source.len()).unwrap();
        let found: Vec<_> = yaml
            .scalars
            .iter()
            .map(|scalar| (scalar.path.as_str(), &*scalar.decoded, &source[scalar.range.clone()]))
            .collect();
        let expected = [
            ("a", "1", "1"),
            ("seo.title", "門\n", "\"門\\n\""),
            ("list", "書", "書"),
            ("list.b", "頁\n", "頁\n"),
        ];
        assert_eq!(found, expected);
        let fields: Vec<_> =
            yaml.fields.iter().map(|field| &source[field.value_range.clone()]).collect();
        assert_eq!(fields, [": 1", ": {title: &x \"門\\n\"}", ":\n- 書\n- b: |\n    頁\n"]);
    }
}
