//! The values of a front matter block, whichever format it is written in.
//!
//! A reader for each format fills a [`Values`]; nothing behind it asks for the
//! format, but for what writes.

use std::{ops::Range, sync::Arc};

use super::{FieldScope, shared};

/// Paths longer than this, in bytes, are cut: nobody names them, and deep
/// nesting of long keys would take quadratic time.
const LONGEST_PATH: usize = 256;

/// What a block of front matter says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Values {
    /// Keys, values, and where collections start and end, in the order of the post.
    pub(crate) nodes: Vec<Node>,
    /// The keys of the root mapping in order, with repetitions.
    pub(crate) fields: Vec<Field>,
    /// Byte ranges of the comments in order.
    pub(crate) comments: Vec<Range<usize>>,
    /// Where the root mapping lies.
    pub(crate) root: Root,
}

/// Where the root mapping lies, for whoever adds a key to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) enum Root {
    /// There is none: the block is empty, or holds comments.
    #[default]
    Absent,
    /// YAML, a key on each line; where the first one starts.
    Block(usize),
    /// YAML or JSON between braces: the byte range between them.
    Braces(Range<usize>),
    /// Hexo's JSON, which has no braces.
    Bare,
    /// TOML; where the last value above the first table ends.
    Lines(usize),
    /// No mapping.
    Other,
}

/// A key, a value, or an end of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: NodeKind,
    /// The keys that lead to it: `title`, `seo.title`; the items of a list share
    /// the list's. For a value only.
    pub(crate) path: Arc<str>,
    /// How it is written.
    pub(crate) style: Style,
    /// What it means, escapes and folding resolved.
    pub(crate) text: String,
    /// YAML's anchor and tag.
    pub(crate) properties: Properties,
    /// Byte range: quotes included, anchor and tag excluded; of a block scalar
    /// from its first character to the next token.
    pub(crate) range: Range<usize>,
}

/// What a [`Node`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NodeKind {
    /// A key that is a scalar.
    Key,
    /// A value that is a scalar.
    Scalar,
    /// YAML's `*name`.
    Alias,
    /// The start of a mapping or table.
    Mapping,
    /// The start of a list.
    Sequence,
    /// The end of either.
    End,
}

/// YAML's anchor and tag of a node; the number of the anchor for an alias.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Properties {
    /// The number of the anchor; 0 for none.
    pub(crate) anchor: usize,
    /// The tag, written out; empty for none.
    pub(crate) tag: String,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// YAML without quotes: a string, or whatever else YAML reads it as.
    Plain,
    /// YAML, `'…'`.
    SingleQuoted,
    /// YAML, `"…"`.
    DoubleQuoted,
    /// YAML, `|`.
    Literal,
    /// YAML, `>`.
    Folded,
    /// TOML, `"…"`.
    Basic,
    /// TOML, `"""…"""`.
    MultilineBasic,
    /// TOML, `'…'`.
    Verbatim,
    /// TOML, `'''…'''`.
    MultilineVerbatim,
    /// JSON, `"…"`.
    Json,
    /// No string, whatever it reads like: a number, boolean, date or null of TOML
    /// or JSON, or a YAML scalar with a tag that makes it one.
    Typed,
}

/// A key of the root mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// The key.
    pub(crate) key: String,
    /// Byte range of the key.
    pub(crate) key_range: Range<usize>,
    /// Byte range from behind the key (`:` or `=` included) to the last token of
    /// the value; nothing if the value is a table of TOML with lines of its own.
    pub(crate) value_range: Option<Range<usize>>,
    /// Index of its value in [`Values::nodes`], if that is a scalar.
    pub(crate) scalar: Option<usize>,
}

/// Front matter that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unread {
    /// Where it shows, in bytes of the post.
    pub(crate) offset: usize,
    /// What the parser says.
    pub(crate) reason: String,
}

impl Values {
    /// The value of a key of the root mapping, the first one if it is repeated,
    /// if that is a scalar and neither null nor empty.
    pub(crate) fn string(&self, key: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        let node = &self.nodes[field.scalar?];
        let is_null = match node.style {
            Style::Plain => node.properties.tag.is_empty() && is_null(&node.text),
            Style::Typed => node.text == "null",
            _ => false,
        };
        (!is_null && !node.text.is_empty()).then_some(node.text.as_str())
    }

    /// The scalar values in order.
    pub(crate) fn scalars(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.kind == NodeKind::Scalar)
    }

    /// For each node, whether it is a value that `scope` takes for prose. What an
    /// alias repeats where it must not change is none.
    pub(crate) fn converted(&self, scope: &FieldScope) -> Vec<bool> {
        let mut converted: Vec<bool> =
            self.nodes.iter().map(|node| node.is_string() && scope.converts(&node.path)).collect();
        for kept in shared::shared(self, scope).kept {
            converted[kept.value] = false;
        }
        converted
    }
}

impl Node {
    /// Whether it is a scalar value that can be prose.
    pub(crate) fn is_string(&self) -> bool {
        self.kind == NodeKind::Scalar && self.style != Style::Typed
    }
}

/// Whether YAML reads a plain scalar as null.
pub(crate) fn is_null(plain: &str) -> bool {
    matches!(plain, "" | "~" | "null" | "Null" | "NULL")
}

/// `key` behind `parent`, as one path.
pub(super) fn joined(parent: &str, key: &str) -> Arc<str> {
    if parent.is_empty() {
        return key.into();
    }
    let mut end = parent.len().min(LONGEST_PATH);
    while !parent.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}.{key}", &parent[..end]).into()
}

/// Takes the tokens of YAML or JSON in order, and gives each its path.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) values: Values,
    stack: Vec<Level>,
    /// No key leads here.
    top: Arc<str>,
}

struct Level {
    /// The path of the collection.
    path: Arc<str>,
    kind: LevelKind,
    /// A collection can be a key itself; its entries get a path with `?`.
    role: Role,
}

enum LevelKind {
    Sequence,
    /// A mapping; the path of the value that comes next, if its key was read.
    Mapping(Option<Arc<str>>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Key,
    Value,
}

impl Walk {
    /// A scalar: a key, if one comes next.
    pub(super) fn scalar(
        &mut self,
        text: String,
        style: Style,
        properties: Properties,
        range: Range<usize>,
    ) {
        if self.is_key_next() {
            self.key(&text, &range);
            return self.push(NodeKind::Key, text, style, properties, range);
        }
        if let (1, Some(field)) = (self.stack.len(), self.values.fields.last_mut()) {
            field.scalar = Some(self.values.nodes.len());
        }
        self.end_value(range.end, |walk| {
            walk.push(NodeKind::Scalar, text, style, properties, range);
        });
    }

    /// An alias: a key, if one comes next.
    pub(super) fn alias(&mut self, anchor: usize, range: Range<usize>) {
        let properties = Properties { anchor, tag: String::new() };
        if self.is_key_next() {
            self.key("*", &range);
            return self.push(NodeKind::Alias, String::new(), Style::Plain, properties, range);
        }
        self.end_value(range.end, |walk| {
            walk.push(NodeKind::Alias, String::new(), Style::Plain, properties, range);
        });
    }

    /// The start of a collection, written in `style` (plain or typed).
    pub(super) fn open(
        &mut self,
        kind: NodeKind,
        style: Style,
        properties: Properties,
        range: Range<usize>,
    ) {
        let role = if self.is_key_next() { Role::Key } else { Role::Value };
        if role == Role::Key {
            self.key("?", &range);
        }
        let path = self.path();
        self.push(kind, String::new(), style, properties, range);
        let kind = match kind {
            NodeKind::Mapping => LevelKind::Mapping(None),
            _ => LevelKind::Sequence,
        };
        self.stack.push(Level { path, kind, role });
    }

    /// The end of a collection; of a block collection it lies at the next token,
    /// and is empty.
    pub(super) fn close(&mut self, range: Range<usize>) {
        let role = self.stack.pop().map_or(Role::Value, |level| level.role);
        let end = if range.is_empty() { 0 } else { range.end };
        let push = |walk: &mut Self| {
            walk.push(NodeKind::End, String::new(), Style::Plain, Properties::default(), range);
        };
        match role {
            Role::Key => push(self),
            Role::Value => self.end_value(end, push),
        }
    }

    fn is_key_next(&self) -> bool {
        self.stack.last().is_some_and(|level| matches!(level.kind, LevelKind::Mapping(None)))
    }

    fn key(&mut self, key: &str, range: &Range<usize>) {
        if self.stack.len() == 1 {
            self.values.fields.push(Field {
                key: key.to_owned(),
                key_range: range.clone(),
                value_range: Some(range.end..range.end),
                scalar: None,
            });
        }
        if let Some(level) = self.stack.last_mut() {
            level.kind = LevelKind::Mapping(Some(joined(&level.path, key)));
        }
    }

    /// A value up to `end`, whose last node `push` adds.
    fn end_value(&mut self, end: usize, push: impl FnOnce(&mut Self)) {
        push(self);
        if let (false, Some(field)) = (self.stack.is_empty(), self.values.fields.last_mut())
            && let Some(range) = &mut field.value_range
        {
            range.end = range.end.max(end);
        }
        if let Some(Level { kind: LevelKind::Mapping(next), .. }) = self.stack.last_mut() {
            *next = None;
        }
    }

    fn push(
        &mut self,
        kind: NodeKind,
        text: String,
        style: Style,
        properties: Properties,
        range: Range<usize>,
    ) {
        let path = self.path();
        self.values.nodes.push(Node { kind, path, style, text, properties, range });
    }

    fn path(&self) -> Arc<str> {
        match self.stack.last() {
            None => self.top.clone(),
            Some(Level { path, kind: LevelKind::Sequence, .. }) => path.clone(),
            Some(Level { path, kind: LevelKind::Mapping(next), .. }) => {
                next.as_ref().unwrap_or(path).clone()
            }
        }
    }
}
