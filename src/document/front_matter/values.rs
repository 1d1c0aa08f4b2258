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
