//! YAML by byte spans: what the parser says of a front matter block, with every
//! range counted from the start of the post.

mod flat;

use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle, Tag};

use super::{
    values::{NodeKind, Properties, Root, Style, Unread, Values},
    walk::Walk,
};

/// Parses `content`, a byte range of `source`.
///
/// Tabs as indentation are read as blanks: YAML forbids them, but Hexo reads
/// them, and its archives use them.
pub(super) fn parse(source: &str, content: Range<usize>) -> Result<Values, Unread> {
    let text = &source[content.clone()];
    if let Some(values) = flat::values(text, content.start) {
        return Ok(values);
    }
    values(text, content.start).or_else(|error| {
        let untabbed = untabbed(text).ok_or_else(|| error.clone())?;
        values(&untabbed, content.start).map_err(|_| error)
    })
}

fn values(text: &str, base: usize) -> Result<Values, Unread> {
    let mut walk = Walk::default();
    let mut root = Root::Absent;
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|error| Unread {
            offset: base + error.marker().byte_offset().unwrap_or(0),
            reason: error.info().clone(),
        })?;
        let range = span.byte_range().expect("a parser over a str counts bytes");
        let range = base + range.start..base + range.end;
        match (&root, &event) {
            (Root::Absent, Event::MappingStart(StructureStyle::Flow, ..)) => {
                root = Root::Braces(range.end..range.end);
            }
            (Root::Absent, Event::MappingStart(..)) => root = Root::Block(range.start),
            (Root::Absent, event) if event.is_node() => root = Root::Other,
            (Root::Braces(inner), Event::MappingEnd) => {
                root = Root::Braces(inner.start..range.start);
            }
            _ => {}
        }
        step(&mut walk, event, range);
    }
    walk.values.root = root;
    Ok(walk.values)
}

fn step(walk: &mut Walk, event: Event<'_>, range: Range<usize>) {
    match event {
        Event::Comment(..) => walk.values.comments.push(range),
        Event::Scalar(text, style, anchor, tag) => {
            let properties = properties(anchor, tag.as_deref());
            let style = scalar_style(style, &properties.tag);
            walk.scalar(text.into_owned(), style, properties, range);
        }
        Event::Alias(anchor) => walk.alias(anchor, range),
        Event::MappingStart(_, anchor, tag) => {
            let properties = properties(anchor, tag.as_deref());
            walk.open(NodeKind::Mapping, Style::Plain, properties, range);
        }
        Event::SequenceStart(_, anchor, tag) => {
            let properties = properties(anchor, tag.as_deref());
            walk.open(NodeKind::Sequence, Style::Plain, properties, range);
        }
        Event::MappingEnd | Event::SequenceEnd => walk.close(range),
        _ => {}
    }
}

fn properties(anchor: usize, tag: Option<&Tag>) -> Properties {
    let tag = tag.map(|tag| format!("{}{}", tag.handle(), tag.suffix()));
    Properties { anchor, tag: tag.unwrap_or_default() }
}

/// A tag that is not `!!str` (or `!`, which says no more than quotes do) makes
/// something else of the text.
fn scalar_style(style: ScalarStyle, tag: &str) -> Style {
    if !matches!(tag, "" | "!" | "tag:yaml.org,2002:str") {
        return Style::Typed;
    }
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_carry_the_path_of_their_keys() {
        let source = "a: 1\nseo: {title: &x \"門\\n\"}\nlist:\n- 書\n- b: |\n    頁\n";
        let yaml = parse(source, 0..source.len()).unwrap();
        let found: Vec<_> = yaml
            .scalars()
            .map(|scalar| (&*scalar.path, &*scalar.text, &source[scalar.range.clone()]))
            .collect();
        let expected = [
            ("a", "1", "1"),
            ("seo.title", "門\n", "\"門\\n\""),
            ("list", "書", "書"),
            ("list.b", "頁\n", "頁\n"),
        ];
        assert_eq!(found, expected);
        let fields: Vec<_> = yaml
            .fields
            .iter()
            .filter_map(|field| Some(&source[field.value_range.clone()?]))
            .collect();
        assert_eq!(fields, [": 1", ": {title: &x \"門\\n\"}", ":\n- 書\n- b: |\n    頁\n"]);
    }

    #[test]
    fn tabs_as_indentation_are_read_as_blanks() {
        let source = "tags:\r\n\t- 書\r\ntitle: 門\r\n";
        let yaml = parse(source, 0..source.len()).unwrap();
        let found: Vec<_> = yaml.scalars().map(|scalar| &source[scalar.range.clone()]).collect();
        assert_eq!(found, ["書", "門"]);
        assert_eq!(parse("a: b: c\n\td", 0..10).unwrap_err().offset, 4);
    }
}
