//! TOML by byte spans. Version 1.1 is read, which has everything of the 1.0 that
//! Hugo and Zola read.

use std::{ops::Range, sync::Arc};

use toml_edit::{Document, Item, Key, Table, TableLike, Value};

use super::values::{Field, Node, NodeKind, Properties, Root, Style, Unread, Values, joined};

/// Parses `content`, a byte range of `source`.
pub(super) fn parse(source: &str, content: Range<usize>) -> Result<Values, Unread> {
    let text = &source[content.clone()];
    let document = Document::parse(text).map_err(|error| Unread {
        offset: content.start + error.span().map_or(0, |span| span.start),
        reason: error.message().to_owned(),
    })?;
    let mut reader = Reader { text, base: content.start, values: Values::default(), root_end: 0 };
    reader.root(document.as_table());
    Ok(reader.finish())
}

struct Reader<'a> {
    text: &'a str,
    base: usize,
    values: Values,
    /// Where the last value above the first table ends, in bytes of `text`.
    root_end: usize,
}

/// Whether lines that are looked at belong to the root, or to a table below it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belongs {
    Root,
    Table,
}

impl Reader<'_> {
    fn root(&mut self, table: &Table) {
        for (key, item) in entries(table) {
            let Some(key_range) = key.span() else { continue };
            let value_range = match item {
                Item::Value(value) if !is_dotted(item) => value.span(),
                _ => None,
            };
            let value_range = value_range.map(|value| self.moved(key_range.end..value.end));
            let key_range = self.moved(key_range);
            let key = key.get().to_owned();
            self.values.fields.push(Field { key, key_range, value_range, scalar: None });
        }
        self.table(table, &Arc::default(), Belongs::Root);
    }

    fn table(&mut self, table: &dyn TableLike, path: &Arc<str>, belongs: Belongs) {
        for (key, item) in entries(table) {
            let path = joined(path, key.get());
            if let Some(range) = key.span() {
                self.push(NodeKind::Key, path.clone(), Style::Plain, key.get(), range);
            }
            let below = if belongs == Belongs::Root && (item.is_value() || is_dotted(item)) {
                Belongs::Root
            } else {
                Belongs::Table
            };
            self.item(item, &path, below);
        }
    }

    fn item(&mut self, item: &Item, path: &Arc<str>, belongs: Belongs) {
        match item {
            Item::None => {}
            Item::Value(value) => self.value(value, path, belongs),
            Item::Table(table) => self.table(table, path, belongs),
            Item::ArrayOfTables(tables) => {
                for table in tables {
                    self.table(table, path, belongs);
                }
            }
        }
    }

    fn value(&mut self, value: &Value, path: &Arc<str>, belongs: Belongs) {
        if let (Belongs::Root, Some(range)) = (belongs, value.span()) {
            self.root_end = self.root_end.max(range.end);
        }
        match value {
            Value::InlineTable(table) => {
                self.ends(NodeKind::Mapping, path, value.span());
                self.table(table, path, belongs);
            }
            Value::Array(array) => {
                self.ends(NodeKind::Sequence, path, value.span());
                for value in array {
                    self.value(value, path, belongs);
                }
            }
            scalar => self.scalar(scalar, path),
        }
    }

    fn scalar(&mut self, value: &Value, path: &Arc<str>) {
        let Some(range) = value.span() else { return };
        let raw = &self.text[range.clone()];
        match value.as_str() {
            None => self.push(NodeKind::Scalar, path.clone(), Style::Typed, raw, range),
            Some(text) => {
                let style = match raw.as_bytes() {
                    [b'"', b'"', b'"', _, ..] => Style::MultilineBasic,
                    [b'\'', b'\'', b'\'', _, ..] => Style::MultilineVerbatim,
                    [b'"', ..] => Style::Basic,
                    _ => Style::Verbatim,
                };
                self.push(NodeKind::Scalar, path.clone(), style, text, range);
            }
        }
    }

    /// The start and the end of a list or an inline table.
    fn ends(&mut self, kind: NodeKind, path: &Arc<str>, range: Option<Range<usize>>) {
        // Dotted keys make tables without a place of their own.
        let Some(range) = range.filter(|range| range.len() >= 2) else { return };
        self.push(kind, path.clone(), Style::Plain, "", range.start..range.start + 1);
        self.push(NodeKind::End, path.clone(), Style::Plain, "", range.end - 1..range.end);
    }

    fn push(
        &mut self,
        kind: NodeKind,
        path: Arc<str>,
        style: Style,
        text: &str,
        range: Range<usize>,
    ) {
        let (properties, range) = (Properties::default(), self.moved(range));
        self.values.nodes.push(Node {
            kind,
            path,
            style,
            text: text.to_owned(),
            properties,
            range,
        });
    }

    /// A range of the block as one of the post.
    fn moved(&self, range: Range<usize>) -> Range<usize> {
        self.base + range.start..self.base + range.end
    }

    fn finish(self) -> Values {
        let mut values = self.values;
        // Tables can be continued further below.
        values.nodes.sort_by_key(|node| (node.range.start, node.range.end));
        values.fields.sort_by_key(|field| field.key_range.start);
        for field in &mut values.fields {
            field.scalar = field.value_range.as_ref().and_then(|value| {
                let next = values.nodes.partition_point(|node| node.range.start < value.start);
                values.nodes.get(next).filter(|node| node.kind == NodeKind::Scalar).map(|_| next)
            });
        }
        values.comments = comments(self.text, self.base, &values.nodes);
        values.root = Root::Lines(self.base + self.root_end);
        values
    }
}

fn entries(table: &dyn TableLike) -> impl Iterator<Item = (&Key, &Item)> {
    table.iter().filter_map(|(key, _)| table.get_key_value(key))
}

/// Whether a table stands in the keys that lead to its values.
fn is_dotted(item: &Item) -> bool {
    match item {
        Item::Table(table) => table.is_dotted(),
        Item::Value(Value::InlineTable(table)) => table.is_dotted(),
        _ => false,
    }
}

/// Comments, which begin with `#` wherever no key or value is.
fn comments(text: &str, base: usize, nodes: &[Node]) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut done = 0;
    let starts = nodes.iter().map(|node| node.range.start - base..node.range.end - base);
    for node in starts.chain(std::iter::once(text.len()..text.len())) {
        while let Some(found) = text.get(done..node.start).and_then(|gap| gap.find('#')) {
            let start = done + found;
            let end = text[start..].find(['\r', '\n']).map_or(text.len(), |end| start + end);
            comments.push(base + start..base + end);
            done = end;
        }
        done = done.max(node.end);
    }
    comments
}
