//! The walk over the tokens of a block, which gives each value its path.

use std::{ops::Range, sync::Arc};

use super::values::{Field, Node, NodeKind, Properties, Style, Values, joined};

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
