//! Titles of links, images and definitions: the parser gives their text, not
//! their place.

use std::ops::Range;

/// What a title ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TitleOf {
    /// An inline link or image, up to its closing parenthesis.
    Link,
    /// A reference definition.
    Definition,
}

/// A part of a title that is written as it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TitlePart {
    /// Byte range in the text.
    pub(crate) written: Range<usize>,
    /// Byte range in the title.
    pub(crate) read: Range<usize>,
}

/// The parts of `title`, the last thing in the link or definition that spans
/// `range` in `text`, that are written as they read: between entities, behind the
/// backslashes of escapes, and in each line. Nothing if they cannot be found.
pub(crate) fn title_parts(
    text: &str,
    range: &Range<usize>,
    title: &str,
    of: TitleOf,
) -> Option<Vec<TitlePart>> {
    let written = written_title(text, range, of)?;
    let raw = &text[written.clone()];
    let mut parts = Vec::new();
    let (mut at, mut read) = (0, 0);
    while at < raw.len() {
        let literal = literal_len(&raw[at..], &title[read..]);
        if literal > 0 {
            let start = written.start + at;
            parts.push(TitlePart { written: start..start + literal, read: read..read + literal });
            at += literal;
            read += literal;
        } else {
            let (len, read_len) = between(&raw[at..], &title[read..])?;
            at += len;
            read += read_len;
        }
    }
    (read == title.len()).then_some(parts)
}

/// How many bytes at the start of `raw` are written as `title` reads.
fn literal_len(raw: &str, title: &str) -> usize {
    let mut pairs = raw.char_indices().zip(title.chars());
    let is_cut = |at: usize| match raw.as_bytes()[at] {
        b'\n' | b'\r' => true,
        b'\\' => raw[at + 1..].starts_with(|c: char| c.is_ascii_punctuation()),
        b'&' => entity_len(&raw[at..]).is_some(),
        _ => false,
    };
    let end = pairs.find(|((at, ours), theirs)| ours != theirs || is_cut(*at));
    end.map_or(raw.len().min(title.len()), |((at, _), _)| at)
}

/// Lengths of what is not literal at the start of `raw`, and of what it reads as
/// at the start of `title`: the backslash of an escape, an entity, or a line end
/// with the marks of containers behind it.
fn between(raw: &str, title: &str) -> Option<(usize, usize)> {
    let is_mark = |c: char| matches!(c, '\n' | '\r' | ' ' | '\t' | '>');
    let len = |text: &str| text.len() - text.trim_start_matches(is_mark).len();
    match raw.as_bytes()[0] {
        b'\\' => Some((1, 0)),
        b'\n' | b'\r' => Some((len(raw), len(title))),
        b'&' => {
            let entity = entity_len(raw)?;
            let rest = &raw[entity..];
            // An entity reads as one character or two.
            let mut ends = title.char_indices().map(|(at, c)| at + c.len_utf8()).take(2);
            let end = ends.find(|end| goes_on(rest, &title[*end..]));
            // There is no entity of that name.
            let literal = || title.starts_with(&raw[..entity]).then_some(entity);
            Some((entity, end.or_else(literal)?))
        }
        _ => None,
    }
}

/// Whether `title` can be what `rest` reads as, by their first characters.
fn goes_on(rest: &str, title: &str) -> bool {
    let mut chars = rest.chars();
    match chars.next() {
        None => title.is_empty(),
        Some('&' | '\n' | '\r') => true,
        Some('\\') => title.starts_with(['\\', chars.next().unwrap_or('\\')]),
        Some(next) => title.starts_with(next),
    }
}

fn entity_len(raw: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let inner = raw.strip_prefix('&')?;
    let name = inner.bytes().take(LONGEST).take_while(|c| c.is_ascii_alphanumeric() || *c == b'#');
    let name = name.count();
    (name > 0 && inner[name..].starts_with(';')).then_some(name + 2)
}

/// The byte range in `text` of the title of the link or definition that spans
/// `range`, as it is written: with escapes, entities and line breaks. Only to be
/// asked for one that has a title.
pub(crate) fn written_title(text: &str, range: &Range<usize>, of: TitleOf) -> Option<Range<usize>> {
    let mut whole = text[range.clone()].trim_end();
    if of == TitleOf::Link {
        whole = whole.strip_suffix(')')?.trim_end();
    }
    let (close, open) = match whole.chars().next_back()? {
        ')' => (')', '('),
        quote @ ('"' | '\'') => (quote, quote),
        _ => return None,
    };
    let inner = whole.strip_suffix(close)?;
    let opener = inner.match_indices(open).rev().map(|(at, _)| at).find(|at| {
        let before = &inner[..*at];
        // An even number of backslashes escapes itself.
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 0
    })?;
    Some(range.start + opener + 1..range.start + inner.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_parts(source: &str, title: &str, of: TitleOf, expected: &[&str]) {
        let parts = title_parts(source, &(0..source.len()), title, of).unwrap_or_default();
        let written: Vec<_> = parts.iter().map(|part| &source[part.written.clone()]).collect();
        let read: Vec<_> = parts.iter().map(|part| &title[part.read.clone()]).collect();
        assert_eq!((&written[..], &read[..]), (expected, expected), "{source:?}");
    }

    #[test]
    fn a_title_is_found_in_every_kind_of_quotes() {
        assert_parts("[a](/u \"題\" )", "題", TitleOf::Link, &["題"]);
        assert_parts("[a](/u '題')", "題", TitleOf::Link, &["題"]);
        assert_parts("[a](/u\n(題))", "題", TitleOf::Link, &["題"]);
        assert_parts("[a]: /u \"題\"  \n", "題", TitleOf::Definition, &["題"]);
    }

    #[test]
    fn the_parts_of_a_title_are_what_is_written_as_it_reads() {
        let link = TitleOf::Link;
        assert_parts("[a](/u '門&amp;書')", "門&書", link, &["門", "書"]);
        assert_parts("[a](/u '門&#20070;&xxx;')", "門书&xxx;", link, &["門"]);
        assert_parts("[a](/u '&ngE;\\'書')", "≧̸'書", link, &["'書"]);
        assert_parts("[a](/u '門 & 書\\門')", "門 & 書\\門", link, &["門 & 書\\門"]);
        assert_parts("[a](/u '門\r\n > 書')", "門\n書", link, &["門", "書"]);
        assert_parts("[a](/題)", "題", link, &[]);
        assert_parts("[a](/u '頁')", "題", link, &[]);
        assert_parts("[a](/u '')", "", link, &[]);
        assert_parts("", "題", TitleOf::Definition, &[]);
    }

    #[test]
    fn a_title_is_found_as_it_is_written() {
        for (source, of, expected) in [
            ("[a](/u \"&amp;題\\\"門\" )", TitleOf::Link, "&amp;題\\\"門"),
            ("[a](/u '題\n頁')", TitleOf::Link, "題\n頁"),
            ("[a]: /u (題\\))\n", TitleOf::Definition, "題\\)"),
        ] {
            let found = written_title(source, &(0..source.len()), of);
            assert_eq!(found.map(|range| &source[range]), Some(expected), "{source}");
        }
    }
}
