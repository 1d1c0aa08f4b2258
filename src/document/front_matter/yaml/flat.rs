//! Flat YAML: the front matter of nearly all posts, read without a parser.
//!
//! Front matter is read twice for each copy, and a parser of all YAML takes as long for
//! its few lines as the Markdown parser for a screen of text. So what has one key and
//! one value on a line, each of a plain form, is read here; anything else is the
//! parser's. That both say the same is tested.

use std::ops::Range;

use super::super::{
    values::{NodeKind, Properties, Root, Style, Values},
    walk::Walk,
};

/// What `text`, which starts at `base` in the post, says; `None` if it is not flat.
pub(super) fn values(text: &str, base: usize) -> Option<Values> {
    let mut flat = Flat { text, base, walk: Walk::default() };
    let mut root = None;
    let mut start = 0;
    while start < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[start..]).map(|end| start + end);
        let line = start..end.unwrap_or(text.len());
        start = end.map_or(text.len(), |end| end + 1);
        let line = match end {
            Some(_) if text[line.clone()].ends_with('\r') => line.start..line.end - 1,
            _ => line,
        };
        if line.is_empty() {
            continue;
        }
        if root.is_none() {
            let at = base + line.start..base + line.start;
            root = Some(Root::Block(at.start));
            flat.walk.open(NodeKind::Mapping, Style::Plain, Properties::default(), at);
        }
        flat.line(line)?;
    }
    flat.walk.values.root = root?;
    flat.walk.close(base + text.len()..base + text.len());
    Some(flat.walk.values)
}

struct Flat<'t> {
    text: &'t str,
    base: usize,
    walk: Walk,
}

/// Longer keys than this, in bytes, are the parser's: YAML has a limit.
const LONGEST_KEY: usize = 200;

impl Flat<'_> {
    /// A line with a key and a value.
    fn line(&mut self, line: Range<usize>) -> Option<()> {
        let text = &self.text[line.clone()];
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let key = text.bytes().take_while(|byte| is_key(byte)).count();
        let behind = text[key..].strip_prefix(": ")?;
        if !text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || key > LONGEST_KEY {
            return None;
        }
        self.scalar(line.start..line.start + key, Style::Plain);
        let value = behind.trim_matches(' ');
        let start = line.end - behind.trim_start_matches(' ').len();
        let range = start..start + value.len();
        if value.starts_with('[') { self.list(range) } else { self.value(range, is_plain) }
    }

    /// A value between brackets.
    fn list(&mut self, range: Range<usize>) -> Option<()> {
        let inner = range.start + 1..range.end - 1;
        let items = self.text.get(inner.clone())?;
        let close = self.text[inner.end..range.end].strip_prefix(']').map(|_| inner.end)?;
        let at = self.base + range.start..self.base + inner.start;
        self.walk.open(NodeKind::Sequence, Style::Plain, Properties::default(), at);
        let is_empty = items.trim_matches(' ').is_empty();
        let mut at = inner.start;
        while at < close && !is_empty {
            at += blanks(&self.text[at..close]);
            let rest = &self.text[at..close];
            let len = match rest.as_bytes().first()? {
                quote @ (b'"' | b'\'') => memchr::memchr(*quote, &rest.as_bytes()[1..])? + 2,
                _ => rest.find(',').unwrap_or(rest.len()),
            };
            let item = rest[..len].trim_end_matches(' ');
            self.value(at..at + item.len(), is_plain_item)?;
            at += len;
            at += blanks(&self.text[at..close]);
            match self.text.as_bytes()[at] {
                b',' if at + 1 < close => at += 1,
                b']' if at == close => {}
                _ => return None,
            }
        }
        self.walk.close(self.base + close..self.base + range.end);
        Some(())
    }

    /// A scalar value, in quotes or as `is_plain` takes it.
    fn value(&mut self, range: Range<usize>, is_plain: fn(&str) -> bool) -> Option<()> {
        let text = &self.text[range.clone()];
        let quoted = |quote: char| {
            let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
            (!inner.contains([quote, '\\']) && inner.chars().all(is_usual)).then_some(())
        };
        let style = match text.as_bytes().first()? {
            b'"' => quoted('"').map(|()| Style::DoubleQuoted)?,
            b'\'' => quoted('\'').map(|()| Style::SingleQuoted)?,
            _ => is_plain(text).then_some(Style::Plain)?,
        };
        self.scalar(range, style);
        Some(())
    }

    fn scalar(&mut self, range: Range<usize>, style: Style) {
        let quotes = usize::from(style != Style::Plain);
        let text = self.text[range.start + quotes..range.end - quotes].to_owned();
        let range = self.base + range.start..self.base + range.end;
        self.walk.scalar(text, style, Properties::default(), range);
    }
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Whether a value without quotes has no sign that means something to YAML.
fn is_plain(value: &str) -> bool {
    value.starts_with(|c: char| c.is_ascii_alphanumeric() || !c.is_ascii() || "_/(.".contains(c))
        && !value.ends_with(':')
        && !value.contains(": ")
        && !value.contains(" #")
        && value.chars().all(is_usual)
}

/// The same between brackets, where more signs mean something.
fn is_plain_item(item: &str) -> bool {
    is_plain(item) && !item.contains(['[', ']', '{', '}', ',', ':', '#', '"', '\''])
}

/// Characters that YAML reads like letters, whatever stands around them: no control
/// character, no line end, no byte order mark. Narrower than it could be.
fn is_usual(c: char) -> bool {
    matches!(c,
        ' '..='~'
            | '\u{a1}'..='\u{2ff}'
            | '\u{2010}'..='\u{2027}'
            | '\u{2030}'..='\u{205e}'
            | '\u{2e80}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff01}'..='\u{ffee}'
            | '\u{1f300}'..='\u{1faff}'
            | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::*;
    use crate::document::front_matter::yaml;

    /// What front matter is made of, and what could be taken for it.
    const PIECES: [&str; 56] = [
        "title",
        "a-b",
        "_c",
        "1",
        ": ",
        ":",
        ": ",
        "門",
        "書 ",
        " ",
        "  ",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
        "'",
        "''",
        "\"",
        "\"\"",
        "[",
        "]",
        "[]",
        ", ",
        ",",
        "#",
        " #",
        "{",
        "}",
        "- ",
        "-",
        "?",
        "? ",
        "&a ",
        "*a",
        "!a ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "\\",
        "\\n",
        "~",
        "null",
        "true",
        "2020-01-01 10:10",
        "https://a.b/門",
        "\t",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{a0}",
        "：",
        "<<",
        "=",
    ];

    fn entry() -> impl Strategy<Value = String> {
        let key = select(vec!["title", "tags", "a-b", "_c", "title"]);
        let value = vec(select(PIECES.to_vec()), 0..5);
        let quoted = prop_oneof![
            3 => value.clone().prop_map(|value| value.concat()),
            1 => value.clone().prop_map(|value| format!("'{}'", value.concat())),
            1 => value.clone().prop_map(|value| format!("\"{}\"", value.concat())),
            1 => value.prop_map(|value| format!("[{}]", value.concat())),
        ];
        let list = vec(quoted.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", ")));
        let value = prop_oneof![quoted, list];
        (key, value).prop_map(|(key, value)| format!("{key}: {value}\n"))
    }

    #[track_caller]
    fn assert_agrees(text: &str) -> bool {
        let Some(flat) = values(text, 4) else { return false };
        let parsed = yaml::values(text, 4).unwrap_or_else(|error| panic!("{text:?}: {error:?}"));
        assert_eq!(format!("{flat:#?}"), format!("{parsed:#?}"), "{text:?}");
        true
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn what_is_flat_reads_as_the_parser_reads_it(entries in vec(entry(), 0..4), pieces in vec(select(PIECES.to_vec()), 0..8)) {
            assert_agrees(&entries.concat());
            assert_agrees(&(entries.concat() + &pieces.concat()));
        }
    }

    #[test]
    fn usual_front_matter_is_flat() {
        let text = "title: 門 a/b：c\r\ndate: 2020-01-01 10:10:10\n\ntags: [門, 'a b' , \"c\"]\nurl: \
                    https://a.b/門\nsummary: '書: 頁'  \nempty: []\nnone: [ ]";
        assert!(assert_agrees(text));
        for text in ["", "a:\n", "a: b\n c\n", "- a\n", "a: 'b''c'\n", "# a\n", "a: |\n b\n"] {
            assert!(!assert_agrees(text), "{text:?}");
        }
    }
}
