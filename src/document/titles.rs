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

/// The byte range in `text` of `title`, the last thing in the link or definition
/// that spans `range`; nothing if it is not written as it reads (entities,
/// escapes, or a line break in a quote).
pub(crate) fn title_range(
    text: &str,
    range: &Range<usize>,
    title: &str,
    of: TitleOf,
) -> Option<Range<usize>> {
    let mut whole = text[range.clone()].trim_end();
    if of == TitleOf::Link {
        whole = whole.strip_suffix(')')?.trim_end();
    }
    let (close, open) = match whole.chars().next_back()? {
        ')' => (')', '('),
        quote @ ('"' | '\'') => (quote, quote),
        _ => return None,
    };
    let before = whole.strip_suffix(close)?.strip_suffix(title)?;
    let start = range.start + before.len();
    let is_quoted = before.strip_suffix(open)?.ends_with(|c: char| c.is_ascii_whitespace());
    (is_quoted && !title.is_empty()).then_some(start..start + title.len())
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
    fn assert_title(source: &str, title: &str, of: TitleOf, start: Option<usize>) {
        let found = title_range(source, &(0..source.len()), title, of);
        let expected = start.map(|start| start..start + title.len());
        assert_eq!(found, expected, "{source:?}");
    }

    #[test]
    fn a_title_is_found_in_every_kind_of_quotes() {
        assert_title("[a](/u \"題\" )", "題", TitleOf::Link, Some(8));
        assert_title("[a](/u '題')", "題", TitleOf::Link, Some(8));
        assert_title("[a](/u\n(題))", "題", TitleOf::Link, Some(8));
        assert_title("[a]: /u \"題\"  \n", "題", TitleOf::Definition, Some(9));
    }

    #[test]
    fn a_title_that_is_written_otherwise_is_not_found() {
        assert_title("[a](/u '&amp;')", "&", TitleOf::Link, None);
        assert_title("[a](/題)", "題", TitleOf::Link, None);
        assert_title("[a](/u '')", "", TitleOf::Link, None);
        assert_title("", "題", TitleOf::Definition, None);
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
