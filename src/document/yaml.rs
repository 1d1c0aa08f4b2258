//! YAML by byte spans: what the parser says of a front matter block, with every
//! range counted from the start of the post.

use std::{borrow::Cow, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, Tag};

/// A block of YAML: its events, and the scalar values by the path of their keys.
#[derive(Debug, Clone)]
pub(crate) struct Yaml {
    /// Every event but comments, with its byte range in the post.
    pub(crate) events: Vec<(Event<'static>, Range<usize>)>,
    /// Scalar values in order; the strings of a list share a path.
    pub(crate) scalars: Vec<Scalar>,
    /// The keys of the root mapping in order, with repetitions.
    pub(crate) fields: Vec<Field>,
}

/// A scalar value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scalar {
    /// The keys that lead to it: `title`, `seo.title`.
    pub(crate) path: String,
    /// How it is written.
    pub(crate) style: ScalarStyle,
    /// What it means, escapes and folding resolved.
    pub(crate) decoded: String,
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

impl Yaml {
    /// Whether the block is one mapping or holds nothing but comments.
    pub(crate) fn is_mapping_or_empty(&self) -> bool {
        let mut nodes = self.events.iter().map(|(event, _)| event).filter(|event| event.is_node());
        matches!(nodes.next(), None | Some(Event::MappingStart(..)))
    }

    /// The value of a key of the root mapping, the first one if it is repeated,
    /// if that is a scalar and neither null nor empty.
    pub(crate) fn string(&self, key: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        let at = self.events.iter().position(|(event, range)| {
            *range == field.key_range && matches!(event, Event::Scalar(..))
        })?;
        match &self.events.get(at + 1)?.0 {
            Event::Scalar(decoded, ScalarStyle::Plain, _, None) if is_null(decoded) => None,
            Event::Scalar(decoded, ..) if decoded.is_empty() => None,
            Event::Scalar(decoded, ..) => Some(decoded),
            _ => None,
        }
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
///
/// Tabs as indentation are read as blanks: YAML forbids them, but Hexo reads
/// them, and its archives use them.
pub(crate) fn parse(source: &str, content: Range<usize>) -> Result<Yaml, YamlError> {
    let text = &source[content.clone()];
    let events = events(text, content.start).or_else(|error| {
        let untabbed = untabbed(text).ok_or_else(|| error.clone())?;
        events(&untabbed, content.start).map_err(|_| error)
    })?;
    let mut walk = Walk::default();
    for (event, range) in &events {
        walk.step(event, range);
    }
    Ok(Yaml { scalars: walk.scalars, fields: walk.fields, events })
}

/// Whether YAML reads a plain scalar as null.
pub(crate) fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

type Events = Vec<(Event<'static>, Range<usize>)>;

fn events(text: &str, base: usize) -> Result<Events, YamlError> {
    let mut events = Vec::new();
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| YamlError {
            offset: base + error.marker().byte_offset().unwrap_or(0),
            reason: error.info().clone(),
        })?;
        let range = span.byte_range().expect("a parser over a str counts bytes");
        if !matches!(event, Event::Comment(..)) {
            events.push((owned(event), base + range.start..base + range.end));
        }
    }
    Ok(events)
}

fn owned(event: Event<'_>) -> Event<'static> {
    let tag = |tag: Option<Cow<'_, Tag>>| tag.map(|tag| Cow::Owned(tag.into_owned()));
    match event {
        Event::Scalar(decoded, style, anchor, t) => {
            Event::Scalar(Cow::Owned(decoded.into_owned()), style, anchor, tag(t))
        }
        Event::SequenceStart(style, anchor, t) => Event::SequenceStart(style, anchor, tag(t)),
        Event::MappingStart(style, anchor, t) => Event::MappingStart(style, anchor, tag(t)),
        Event::DocumentStart(explicit, version) => Event::DocumentStart(explicit, version),
        Event::Alias(anchor) => Event::Alias(anchor),
        Event::DocumentEnd => Event::DocumentEnd,
        Event::SequenceEnd => Event::SequenceEnd,
        Event::MappingEnd => Event::MappingEnd,
        Event::StreamEnd => Event::StreamEnd,
        // The rest is only emitted on request.
        _ => Event::StreamStart,
    }
}

/// `text` with a blank for each tab at the start of a line, if there is one.
fn untabbed(text: &str) -> Option<String> {
    if !text.starts_with('\t') && !text.contains("\n\t") {
        return None;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let rest = line.trim_start_matches('\t');
        " ".repeat(line.len() - rest.len()) + rest
    });
    Some(lines.collect())
}

#[derive(Default)]
struct Walk {
    scalars: Vec<Scalar>,
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

impl Walk {
    fn step(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Scalar(decoded, style, ..) => {
                if self.is_key_next() {
                    return self.key(decoded.to_string(), range);
                }
                self.scalars.push(Scalar {
                    path: self.path(),
                    style: *style,
                    decoded: decoded.to_string(),
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
            .map(|scalar| {
                (scalar.path.as_str(), scalar.decoded.as_str(), &source[scalar.range.clone()])
            })
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

    #[test]
    fn tabs_as_indentation_are_read_as_blanks() {
        let source = "tags:\r\n\t- 書\r\ntitle: 門\r\n";
        let yaml = parse(source, 0..source.len()).unwrap();
        let found: Vec<_> =
            yaml.scalars.iter().map(|scalar| &source[scalar.range.clone()]).collect();
        assert_eq!(found, ["書", "門"]);
        assert_eq!(parse("a: b: c\n\td", 0..10).unwrap_err().offset, 4);
    }
}
