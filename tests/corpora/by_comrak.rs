//! Original and copy, read by a Markdown parser that hanmark does not use.

use std::fmt::Write as _;

use comrak::{
    Arena, Options,
    arena_tree::NodeEdge,
    nodes::{ListDelimType, NodeValue},
    parse_document,
};

/// How comrak is asked to read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dialect {
    /// GitHub's. Bare addresses are text: comrak lets them reach over CJK
    /// punctuation into the prose behind.
    Github,
    /// With the extensions that pulldown-cmark has too.
    Extended,
}

impl Dialect {
    pub(crate) const ALL: [Self; 2] = [Self::Github, Self::Extended];

    fn options(self) -> Options<'static> {
        let mut options = Options::default();
        let extension = &mut options.extension;
        extension.table = true;
        extension.strikethrough = true;
        extension.tasklist = true;
        extension.footnotes = true;
        if matches!(self, Self::Extended) {
            extension.math_dollars = true;
            extension.description_lists = true;
            extension.alerts = true;
            extension.superscript = true;
        }
        options
    }
}

/// The nodes of `text`, one a line, by depth; of prose only that it is there.
pub(crate) fn outline(text: &str, dialect: Dialect) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &dialect.options());
    let mut outline = String::new();
    let mut depth = 0;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                let value = &node.data.borrow().value;
                let (name, what) = (value.xml_node_name(), kept(value));
                writeln!(outline, "{:depth$}{name} {what}", "").unwrap();
                depth += 1;
            }
            NodeEdge::End(_) => depth -= 1,
        }
    }
    outline
}

/// What must be the same in a copy.
fn kept(value: &NodeValue) -> String {
    match value {
        NodeValue::List(list) | NodeValue::Item(list) => {
            let period = list.delimiter == ListDelimType::Period;
            format!("{:?} {} {period} {}", list.list_type, list.start, list.tight)
        }
        NodeValue::CodeBlock(code) => format!("{} {:?} {:?}", code.fenced, code.info, code.literal),
        NodeValue::Code(code) => format!("{:?}", code.literal),
        NodeValue::HtmlBlock(html) => format!("{} {:?}", html.block_type, html.literal),
        NodeValue::HtmlInline(html) => format!("{html:?}"),
        NodeValue::Math(math) => format!("{} {:?}", math.display_math, math.literal),
        NodeValue::Heading(heading) => format!("{} {}", heading.level, heading.setext),
        NodeValue::Table(table) => {
            format!("{:?} {} {}", table.alignments, table.num_rows, table.num_nonempty_cells)
        }
        NodeValue::TableRow(is_header) => is_header.to_string(),
        NodeValue::TaskItem(task) => format!("{:?}", task.symbol),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            format!("{:?} {}", link.url, !link.title.is_empty())
        }
        NodeValue::FootnoteDefinition(footnote) => format!("{:?}", footnote.name),
        NodeValue::FootnoteReference(footnote) => format!("{:?}", footnote.name),
        NodeValue::Alert(alert) => format!("{:?} {}", alert.alert_type, alert.title.is_some()),
        _ => String::new(),
    }
}
