//! Pins: what stays as it is inside a stretch of text.
//!
//! Gets ranges that the Markdown parser calls text. Gives the byte ranges of
//! bare URLs, wikilink targets, attribute lists, container names and JSX tags.

use std::ops::Range;

use super::markdown::Flavour;

/// The longest tag or expression that is looked for, in bytes: what is left
/// open costs no more than that.
const LONGEST: usize = 2000;

/// Calls `pin` for each range of `source` that starts in `stretch` and stays
/// as it is, in order and disjoint. A pin can reach beyond `stretch`.
pub(super) fn pins(
    source: &str,
    stretch: Range<usize>,
    flavour: Flavour,
    pin: &mut dyn FnMut(Range<usize>),
) {
    let bytes = source.as_bytes();
    let mut at = stretch.start;
    if let Some(end) = line_start_pin(source, &stretch) {
        pin(at..end);
        at = end;
    }
    let mut done = at;
    while at < stretch.end {
        let found = match bytes[at] {
            b':' if bytes[at..].starts_with(b"://") => url_start(source, done, at)
                .map(|start| start..url_end(&source[at..stretch.end]) + at),
            b'w' | b'W' if is_www(source, done, at) => {
                Some(at..url_end(&source[at..stretch.end]) + at)
            }
            b'[' if bytes[at..].starts_with(b"[[") => wikilink(source, at).map(|end| at..end),
            b'{' => braces(source, at, flavour).map(|end| at..end),
            b'<' => jsx_tag(source, at).map(|end| at..end),
            _ => None,
        };
        match found {
            Some(range) => {
                at = range.end;
                done = range.end;
                pin(range);
            }
            None => at += 1,
        }
    }
}

/// Where the URL that `text` begins with ends: at white space, at CJK
/// punctuation, or at `<`, as bare links of GFM do.
pub(super) fn url_end(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '<' || is_cjk_punctuation(c))
        .unwrap_or(text.len())
}

fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3000}'..='\u{303f}'
            | '\u{30fb}' | '\u{2014}' | '\u{2026}' | '\u{2018}'..='\u{201f}' | '\u{00b7}'
            | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}'
            | '\u{ff5b}'..='\u{ff65}' | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}')
}

/// Where the scheme before the `://` at `colon` starts.
fn url_start(source: &str, floor: usize, colon: usize) -> Option<usize> {
    let scheme = source[floor..colon]
        .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '.' | '-'))
        .map_or(floor, |before| {
            let width = source[floor + before..].chars().next().map_or(1, char::len_utf8);
            floor + before + width
        });
    (scheme < colon).then_some(scheme)
}

fn is_www(source: &str, floor: usize, at: usize) -> bool {
    let bytes = source.as_bytes();
    bytes[at..].len() > 4
        && bytes[at..at + 4].eq_ignore_ascii_case(b"www.")
        && (at == floor || !bytes[at - 1].is_ascii_alphanumeric())
}

/// Where the target of the wikilink at `at` ends: before the text of
/// `[[page|text]]`, behind `[[page]]`. A link whose text is in brackets is none.
fn wikilink(source: &str, at: usize) -> Option<usize> {
    let inner = &source[at + 2..];
    let close = inner.find(['[', ']', '\n'])?;
    let after = inner[close..].strip_prefix("]]")?;
    if after.starts_with(['(', '[', ':']) {
        return None;
    }
    Some(at + 2 + inner[..close].find('|').map_or(close + 2, |bar| bar + 1))
}

/// Where an attribute list `{: .a}`, `{.a}`, `{#a}`, or in MDX an expression, ends.
fn braces(source: &str, at: usize, flavour: Flavour) -> Option<usize> {
    match source.as_bytes().get(at + 1)? {
        b':' | b'.' | b'#' => {
            let end = at + 1 + source[at + 1..].find(['{', '}', '\n'])?;
            source[end..].starts_with('}').then_some(end + 1)
        }
        _ if flavour == Flavour::Mdx => balanced(source.as_bytes(), at),
        _ => None,
    }
}

/// Where the braces that open at `at` are closed.
fn balanced(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, byte) in bytes[at..].iter().take(LONGEST).enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + index + 1);
        }
    }
    None
}

/// Where the tag at `at` ends, if it reads as one although HTML does not allow
/// it: an attribute in braces (JSX) or with a sign in its name (Vue).
fn jsx_tag(source: &str, at: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    if !bytes.get(name)?.is_ascii_alphabetic() {
        return None;
    }
    let limit = bytes.len().min(at + LONGEST);
    let mut end = name + leading(&bytes[name..limit], |b| is_name(b, b"-.:"));
    loop {
        let blank = leading(&bytes[end..limit], |byte| byte.is_ascii_whitespace());
        let start = end + blank;
        match bytes.get(start..limit)? {
            [b'>', ..] => return Some(start + 1),
            [b'/', b'>', ..] => return Some(start + 2),
            [b'{', ..] => end = balanced(bytes, start)?,
            _ if blank == 0 => return None,
            _ => end = attribute_end(bytes, start, limit)?,
        }
    }
}

fn attribute_end(bytes: &[u8], start: usize, limit: usize) -> Option<usize> {
    let name = leading(&bytes[start..limit], |byte| is_name(byte, b"-.:@#[]()_"));
    let end = start + name;
    if name == 0 {
        return None;
    }
    match bytes.get(end..limit)? {
        [b'=', b'{', ..] => balanced(bytes, end + 1),
        [b'=', quote @ (b'"' | b'\''), ..] => {
            memchr::memchr(*quote, &bytes[end + 2..limit]).map(|len| end + 2 + len + 1)
        }
        [b'=', ..] => {
            let plain = |byte: u8| !byte.is_ascii_whitespace() && !b"\"'<>={}`".contains(&byte);
            Some(end + 1 + leading(&bytes[end + 1..limit], plain)).filter(|value| *value > end + 1)
        }
        _ => Some(end),
    }
}

fn is_name(byte: u8, signs: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || signs.contains(&byte)
}

fn leading(bytes: &[u8], matches: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !matches(*byte)).unwrap_or(bytes.len())
}

/// Where a marker at the start of a line ends: `:::name`, `!!! name`, `[!name]`,
/// or a whole import line of MDX.
fn line_start_pin(source: &str, stretch: &Range<usize>) -> Option<usize> {
    let text = &source[stretch.clone()];
    let starts_line = || is_line_start(&source.as_bytes()[..stretch.start]);
    let length = match text.as_bytes().first()? {
        b':' if text.starts_with(":::") && starts_line() => container(text),
        b'!' | b'?' if starts_line() => admonition(text)?,
        b'[' if text.starts_with("[!") && starts_line() => {
            text.find([']', '\n']).map(|end| end + 1)?
        }
        b'i' | b'e' if is_module_line(source, stretch.start) => {
            let line = &source[stretch.start..];
            line.find('\n').unwrap_or(line.len())
        }
        _ => return None,
    };
    Some(stretch.start + length)
}

/// Whether a line starts behind `before`, but for the marks of quotes and list
/// items.
fn is_line_start(before: &[u8]) -> bool {
    let is_mark = |byte: u8| byte.is_ascii_digit() || b" \t>-+*.)".contains(&byte);
    let marks = before.iter().rev().take_while(|byte| is_mark(**byte)).count();
    let (before, marks) = before.split_at(before.len() - marks);
    matches!(before, [] | [.., b'\n' | b'\r'])
        && marks
            .split_inclusive(|byte| matches!(byte, b' ' | b'\t' | b'>'))
            .all(|mark| matches!(mark.last(), Some(b' ' | b'\t' | b'>')))
}

/// `:::`, and the name of a container if one follows. What comes behind it is a
/// title.
fn container(text: &str) -> usize {
    let behind = text.trim_start_matches(':');
    let name = behind.trim_start_matches(' ');
    let colons = text.len() - behind.len();
    match name_len(name) {
        0 => colons,
        len => text.len() - name.len() + len,
    }
}

/// `!!! name`, `??? name` or `???+ name`: three signs alone are just loud.
fn admonition(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("!!!").or_else(|| {
        let behind = text.strip_prefix("???")?;
        Some(behind.strip_prefix('+').unwrap_or(behind))
    })?;
    let name = behind.trim_start_matches(' ');
    let len = name_len(name);
    (name.len() < behind.len() && len > 0).then_some(text.len() - name.len() + len)
}

fn name_len(text: &str) -> usize {
    leading(text.as_bytes(), |byte| is_name(byte, b"-_"))
}

fn is_module_line(source: &str, at: usize) -> bool {
    if !(at == 0 || source.as_bytes()[at - 1] == b'\n') {
        return false;
    }
    let line = source[at..].lines().next().unwrap_or_default().trim_end();
    let line = line.trim_end_matches(';');
    if let Some(imported) = line.strip_prefix("import ") {
        let quoted = line.ends_with(['"', '\'']);
        return quoted && (imported.starts_with(['"', '\'']) || imported.contains(" from "));
    }
    ["export default ", "export const ", "export let ", "export function ", "export {"]
        .iter()
        .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_pins(source: &str, expected: &[&str]) {
        let mut found = Vec::new();
        pins(source, 0..source.len(), Flavour::Markdown, &mut |range| found.push(&source[range]));
        assert_eq!(found, expected, "{source:?}");
    }

    #[test]
    fn bare_urls_end_at_white_space_and_cjk_punctuation() {
        assert_pins(
            "見https://a.tw/臺灣門 門，www.門.tw/書。車",
            &["https://a.tw/臺灣門", "www.門.tw/書"],
        );
        assert_pins("門://書 awww.門", &[]);
        assert_pins("ssh+git://x/門（書）", &["ssh+git://x/門"]);
    }

    #[test]
    fn wikilinks_keep_their_target() {
        assert_pins("[[門]] [[門|書]] [[門#題\\|書]]", &["[[門]]", "[[門|", "[[門#題\\|"]);
        assert_pins("[[書]](/門) [[書]][a] [[書]: [[門", &[]);
    }

    #[test]
    fn attribute_lists_and_names_stay() {
        assert_pins("{: .頁 t=\"書\"}", &["{: .頁 t=\"書\"}"]);
        assert_pins("門{:toc}{.頁}{ 書 }{: 門\n}", &["{:toc}", "{.頁}"]);
        assert_pins(":::tip 門", &[":::tip"]);
        assert_pins("::: tip門", &["::: tip"]);
        assert_pins("::: 頁[門]", &[":::"]);
        assert_pins(":::", &[":::"]);
        assert_pins("!!! note \"門\"", &["!!! note"]);
        assert_pins("[!頁] 門", &["[!頁]"]);
    }

    #[test]
    fn markers_stand_at_the_start_of_a_line_and_have_a_name() {
        for prose in
            ["???為什麼會這樣？他說後來。", "!!!後來發生", "!!! 後來", "!!!note", "!!! ", "???+"]
        {
            assert_pins(prose, &[]);
        }
        assert_pins("???+ note \"門\"", &["???+ note"]);
        let at_end = |source: &str, marker: &str| {
            let mut found = Vec::new();
            let stretch = source.len() - marker.len()..source.len();
            pins(source, stretch, Flavour::Markdown, &mut |range| found.push(range));
            !found.is_empty()
        };
        for before in ["", "門\n", "門\r", "\n    ", "> ", ">", "\n- 1. > * "] {
            for marker in [":::tip", "!!! note", "[!頁]"] {
                assert!(at_end(&format!("{before}{marker}"), marker), "{before:?} {marker}");
            }
        }
        for before in ["**真的**", "*", "門 ", "1.", "2 門 - "] {
            for marker in [":::tip", "!!! note", "[!頁]"] {
                assert!(!at_end(&format!("{before}{marker}"), marker), "{before:?} {marker}");
            }
        }
    }

    #[test]
    fn jsx_and_vue_tags_stay() {
        let tag = "<Tabs title={\"門\"} 頁>";
        assert_pins(tag, &[]);
        assert_pins(
            "<Tabs title={\"門\"} label=\"頁\">書",
            &["<Tabs title={\"門\"} label=\"頁\">"],
        );
        assert_pins("<b @click='說' />書</A.B>", &["<b @click='說' />", "</A.B>"]);
        assert_pins("a < b 書 > c <書>", &[]);
        assert_pins("import 門 from './書.md'", &["import 門 from './書.md'"]);
        assert_pins("import 門", &[]);
    }

    #[test]
    fn open_braces_take_linear_time() {
        assert_pins(&"<a b={".repeat(2_000), &[]);
    }
}
