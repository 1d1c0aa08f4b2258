//! Original and copy, read by a Markdown parser that hanmark does not use.

use std::fmt::Write as _;

use comrak::{
    Arena, Options,
    arena_tree::NodeEdge,
    nodes::{ListDelimType, NodeValue},
    parse_document,
};
use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::by_hand;

/// Where comrak reads `original` and `copy` differently; front matter is left out.
pub(crate) fn structure_fault(original: &str, copy: &str) -> Option<String> {
    let (_, original) = by_hand::front_matter(original);
    let (_, copy) = by_hand::front_matter(copy);
    [Dialect::Github, Dialect::Extended].into_iter().find_map(|dialect| {
        let (original, copy) = (outline(original, dialect), outline(copy, dialect));
        by_hand::first_difference(
            &format!("{dialect:?}: nodes"),
            &original.lines().collect::<Vec<_>>(),
            &copy.lines().collect::<Vec<_>>(),
        )
    })
}

/// How comrak is asked to read.
#[derive(Debug, Clone, Copy)]
enum Dialect {
    /// GitHub's. Bare addresses are text: comrak lets them reach over CJK
    /// punctuation into the prose behind.
    Github,
    /// With the extensions that pulldown-cmark has too.
    Extended,
}

impl Dialect {
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
fn outline(text: &str, dialect: Dialect) -> String {
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
        NodeValue::HtmlBlock(html) => format!("{} {}", html.block_type, tags(&html.literal)),
        NodeValue::HtmlInline(html) => tags(html),
        NodeValue::Math(math) => format!("{} {:?}", math.display_math, math.literal),
        NodeValue::Heading(heading) => format!("{} {}", heading.level, heading.setext),
        NodeValue::Table(table) => {
            format!("{:?} {} {}", table.alignments, table.num_rows, table.num_nonempty_cells)
        }
        NodeValue::TableRow(is_header) => is_header.to_string(),
        NodeValue::TaskItem(task) => format!("{:?}", task.symbol),
        NodeValue::Link(link) | NodeValue::Image(link) => {
            // Fragments follow their headings.
            let (path, _) = link.url.split_once('#').unwrap_or((&link.url, ""));
            format!("{path:?} {}", !link.title.is_empty())
        }
        NodeValue::FootnoteDefinition(footnote) => format!("{:?}", footnote.name),
        NodeValue::FootnoteReference(footnote) => format!("{:?}", footnote.name),
        NodeValue::Alert(alert) => format!("{:?} {}", alert.alert_type, alert.title.is_some()),
        _ => String::new(),
    }
}

/// The tags and comments of `html`; of text and of attributes that are prose only
/// that they are there.
fn tags(html: &str) -> String {
    const PROSE: [&str; 5] = ["alt", "title", "aria-label", "placeholder", "summary"];
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut tags = String::new();
    let mut is_raw = false;
    for token in Tokenizer::new_with_emitter(html, emitter).flatten() {
        match token {
            Token::StartTag(mut tag) => {
                for (name, value) in &mut tag.attributes {
                    if PROSE.iter().any(|prose| **name == prose.as_bytes()) {
                        value.value.clear();
                    }
                }
                is_raw = [&b"script"[..], b"style"].contains(&tag.name.as_slice());
                write!(tags, " {tag:?}").unwrap();
            }
            Token::String(_) if !is_raw => tags.push_str(" text"),
            token => {
                is_raw &= !matches!(token, Token::EndTag(_));
                write!(tags, " {token:?}").unwrap();
            }
        }
    }
    tags
}

/// The prose of `text`, front matter left out.
pub(crate) fn prose(text: &str) -> String {
    let (_, text) = by_hand::front_matter(text);
    let arena = Arena::new();
    let root = parse_document(&arena, text, &Dialect::Github.options());
    let mut prose = String::new();
    for node in root.descendants() {
        if let NodeValue::Text(text) = &node.data.borrow().value {
            prose.push_str(text);
        }
    }
    prose
}

#[test]
fn a_changed_destination_code_tag_or_block_is_found() {
    let original = "---\na: 門\n---\n[門](/門) `門` <i>門</i>\n\n```門\n門\n```\n\n- 門\n";
    let same = original.replace("[門]", "[门]").replace("<i>門", "<i>门").replace("- 門", "- 门");
    assert_eq!(structure_fault(original, &same), None);
    for (part, changed) in [
        ("(/門)", "(/门)"),
        ("`門`", "`门`"),
        ("<i>", "<i门>"),
        ("<i>", "<i title='門'>"),
        ("<i>", "<i><!-- 門 -->"),
        ("```門", "```门"),
        ("門\n```", "门\n```"),
        ("- 門", "-門"),
        ("- 門", "1. 門"),
        ("[門]", "[`門`]"),
    ] {
        let copy = original.replacen(part, changed, 1);
        assert!(structure_fault(original, &copy).is_some(), "{changed}");
    }
}
