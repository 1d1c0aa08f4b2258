//! Destinations as they are written, and the ids that HTML gives.
//!
//! The parser tells where a link stands and what its destination reads as, not
//! where that is written. A destination with escapes or entities in it is none
//! of ours: what is found here reads as it is written.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, RefDefs, Tag, TagEnd};

use crate::document::html::tokens::{TokenKind, tokens};

/// Attributes of HTML that lead somewhere.
pub(super) const LEADING: [&str; 2] = ["href", "src"];

/// Collects the destinations of a body from the parser's events.
#[derive(Default)]
pub(super) struct Destinations {
    /// Byte ranges in the body.
    pub(super) list: Vec<Range<usize>>,
    /// Ids of elements, and names of `<a name=…>`.
    pub(super) ids: Vec<String>,
    open: Vec<OpenLink>,
    block: Option<HtmlBlock>,
}

struct OpenLink {
    /// What its destination reads as, if it is written in the link.
    destination: Option<String>,
    /// Where what was read of its text ends.
    text_end: usize,
}

/// The lines of an HTML block, without what stands before each in a quote.
#[derive(Default)]
struct HtmlBlock {
    text: String,
    /// Where each line starts in the text and in the body.
    lines: Vec<(usize, usize)>,
}

impl Destinations {
    /// Takes note of an event with its range in `body`.
    pub(super) fn step(&mut self, body: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(
                Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. },
            ) => {
                let is_inline = *link_type == LinkType::Inline && !dest_url.is_empty();
                self.open.push(OpenLink {
                    destination: is_inline.then(|| dest_url.to_string()),
                    text_end: range.start,
                });
                return;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let found = self.open.pop().and_then(|open| {
                    let destination = open.destination?;
                    let at =
                        open.text_end + in_link(&body[open.text_end..range.end], &destination)?;
                    Some(at..at + destination.len())
                });
                self.list.extend(found);
            }
            Event::Start(Tag::HtmlBlock) => self.block = Some(HtmlBlock::default()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = self.block.take() {
                    self.html(&block);
                }
            }
            Event::Html(_) => {
                if let Some(block) = &mut self.block {
                    block.push(body, range);
                }
            }
            Event::InlineHtml(_) => {
                let mut tag = HtmlBlock::default();
                tag.push(body, range);
                self.html(&tag);
            }
            _ => {}
        }
        if let Some(open) = self.open.last_mut() {
            open.text_end = open.text_end.max(range.end);
        }
    }
}

impl Destinations {
    /// Takes note of reference definitions, which have no events, and puts all
    /// destinations in order.
    pub(super) fn finish(&mut self, body: &str, definitions: &RefDefs<'_>) {
        for (_, definition) in definitions.iter() {
            let span = definition.span.clone();
            if let Some(at) = in_definition(&body[span.clone()], &definition.dest) {
                self.list.push(span.start + at..span.start + at + definition.dest.len());
            }
        }
        self.list.sort_by_key(|range| range.start);
        // Overlapping ones cannot be edited both.
        self.list.dedup_by(|later, earlier| later.start < earlier.end);
    }

    fn html(&mut self, block: &HtmlBlock) {
        for token in tokens(&block.text) {
            let TokenKind::StartTag { name, attributes, .. } = token.kind else { continue };
            for attribute in attributes {
                let Some(value) = attribute.value else { continue };
                let text = &block.text[value.clone()];
                // Entities.
                if text.is_empty() || text.contains('&') {
                    continue;
                }
                if attribute.name == "id" || attribute.name == "name" && name == "a" {
                    self.ids.push(text.to_owned());
                } else if LEADING.contains(&attribute.name.as_str()) && text.trim() == text {
                    self.list.extend(block.in_body(&value));
                }
            }
        }
    }
}

impl HtmlBlock {
    fn push(&mut self, body: &str, range: &Range<usize>) {
        self.lines.push((self.text.len(), range.start));
        self.text.push_str(&body[range.clone()]);
    }

    /// A range of the text in the body, if it lies in one line.
    fn in_body(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let next = self.lines.partition_point(|(start, _)| *start <= range.start);
        let (start, in_body) = self.lines.get(next.checked_sub(1)?)?;
        let is_whole = self.lines.get(next).is_none_or(|(next, _)| range.end <= *next);
        is_whole.then(|| in_body + (range.start - start)..in_body + (range.end - start))
    }
}

/// Where the destination starts in what follows the text of a link.
fn in_link(written: &str, destination: &str) -> Option<usize> {
    let open = written.find("](")? + 2;
    Some(open + at_start(&written[open..], destination, |c| c == ')')?)
}

/// Where the destination starts in a reference definition.
fn in_definition(written: &str, destination: &str) -> Option<usize> {
    let bytes = written.as_bytes();
    let mut at = 0;
    while bytes.get(at) != Some(&b']') {
        at += if bytes.get(at)? == &b'\\' { 2 } else { 1 };
    }
    let behind = at + 2;
    (bytes.get(at + 1) == Some(&b':')).then_some(())?;
    Some(behind + at_start(written.get(behind..)?, destination, |_| false)?)
}

/// Where the destination starts in `written`, which begins with it, blanks and
/// an angle bracket apart.
fn at_start(written: &str, destination: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let trimmed = written.trim_start_matches([' ', '\t', '\r', '\n']);
    let blanks = written.len() - trimmed.len();
    if let Some(bracketed) = trimmed.strip_prefix('<') {
        let behind = bracketed.strip_prefix(destination)?;
        return behind.starts_with('>').then_some(blanks + 1);
    }
    let behind = trimmed.strip_prefix(destination)?;
    let is_end = behind.chars().next().is_none_or(|c| c.is_ascii_whitespace() || ends(c));
    (is_end && !destination.is_empty()).then_some(blanks)
}

#[cfg(test)]
mod tests {
    use crate::links::Reading;

    #[track_caller]
    fn assert_found(body: &str, expected: &[&str]) {
        let reading = Reading::of(body);
        let found: Vec<_> = reading.destinations.iter().map(|range| &body[range.clone()]).collect();
        assert_eq!(found, expected, "{body:?}");
    }

    #[test]
    fn inline_destinations_are_found_as_they_are_written() {
        assert_found("[門](書.md#頁) ![圖]( a.png '題')", &["書.md#頁", "a.png"]);
        assert_found("[門](<書 頁.md> \"題\")\n", &["書 頁.md"]);
        assert_found("[`](`](b) [a\\](c)](d) [**門**\n書](e)", &["b", "d", "e"]);
        assert_found("[![圖](a.png)](b.md)", &["a.png", "b.md"]);
        assert_found("[](a) [a]()", &["a"]);
        assert_found("> [門\n> 書](a\n> '題')", &["a"]);
        assert_found("| [門](a) |\n|---|\n| [書](b) |", &["a", "b"]);
    }

    #[test]
    fn destinations_that_are_written_otherwise_are_left_alone() {
        assert_found("[門](a&amp;b) [書](a\\_b) <https://a.b/門> https://a.b/門", &[]);
        assert_found("`[門](a)` \\[門](a)\n\n    [門](a)\n", &[]);
    }

    #[test]
    fn definitions_are_found() {
        assert_found("[門][b]\n\n[b]: #書 '題'\n[c\\]]: <d e>\n[f]:\n  g\n", &["#書", "d e", "g"]);
        assert_found("> [b]:\n> #書\n", &[]);
    }

    #[test]
    fn attributes_are_found_in_html() {
        assert_found("門<a href='#書'>書</a> <img alt=\"圖\" src=圖.png>\n", &["#書", "圖.png"]);
        assert_found("> <p>\n> <a\n> href=\"a.md#門\">門</a>\n", &["a.md#門"]);
        assert_found("<a href=\"a&amp;b\" data-href=\"c\">\n", &[]);
    }

    #[test]
    fn ids_of_html_are_read() {
        let reading = Reading::of("## 門 {#書}\n\n<a name=\"頁\"></a>\n\n門<b id=圖>門</b>\n");
        assert_eq!(reading.ids, ["頁", "圖"]);
    }
}
