//! What can be compared without any parser: bytes outside the edits, addresses.

use hanmark::Edits;

/// Where `copy` is not `source` with `edits` applied; bytes are compared one
/// stretch after the other.
pub(crate) fn bytes_fault(source: &str, copy: &str, edits: &Edits) -> Option<String> {
    let (source, copy) = (source.as_bytes(), copy.as_bytes());
    let (mut read, mut written) = (0, 0);
    for edit in edits.iter() {
        let kept = &source[read..edit.range.start];
        let replacement = edit.replacement.as_bytes();
        if !copy[written..].starts_with(kept) {
            return Some(format!("bytes {read}..{} of the original differ", edit.range.start));
        }
        written += kept.len();
        if !copy[written..].starts_with(replacement) {
            return Some(format!("the edit of bytes {:?} was not made", edit.range));
        }
        written += replacement.len();
        read = edit.range.end;
    }
    (source[read..] != copy[written..]).then(|| format!("bytes behind {read} differ"))
}

/// Where the addresses or the ids of headings differ.
pub(crate) fn addresses_fault(original: &str, copy: &str) -> Option<String> {
    first_difference("addresses", &addresses(original), &addresses(copy))
        .or_else(|| first_difference("ids", &ids(original), &ids(copy)))
}

/// The first of `original` and `copy` that differ; `what` names them.
pub(crate) fn first_difference(what: &str, original: &[&str], copy: &[&str]) -> Option<String> {
    if original == copy {
        return None;
    }
    let same = original.iter().zip(copy).take_while(|(one, other)| one == other).count();
    Some(format!(
        "{what}, {} and {}, the first that differs is {same}:\n  original {:?}\n  copy     {:?}",
        original.len(),
        copy.len(),
        original.get(same),
        copy.get(same)
    ))
}

/// Every `http://…` and `https://…`, up to white space, CJK punctuation or what
/// ends a destination or an attribute.
fn addresses(text: &str) -> Vec<&str> {
    let mut addresses = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("http") {
        rest = &rest[start..];
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest.find(ends_address).unwrap_or(rest.len());
            addresses.push(&rest[..end]);
            rest = &rest[end..];
        } else {
            rest = &rest["http".len()..];
        }
    }
    addresses
}

fn ends_address(character: char) -> bool {
    character.is_ascii_whitespace()
        || matches!(character, ')' | '>' | '"' | '`')
        || matches!(character, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}')
}

/// Every `{#…}`: ids of headings.
fn ids(text: &str) -> Vec<&str> {
    let id = |(start, _): (usize, &str)| {
        let rest = &text[start..];
        rest.find(['}', '\n']).map(|end| &rest[..end])
    };
    text.match_indices("{#").filter_map(id).collect()
}

/// The front matter between two `---` lines and the text behind it.
pub(crate) fn front_matter(text: &str) -> (&str, &str) {
    let is_fence = |line: &str| line.trim_end() == "---";
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line.trim_start_matches('\u{feff}')))
    else {
        return ("", text);
    };
    let mut end = first.len();
    for line in lines {
        end += line.len();
        if is_fence(line) {
            return text.split_at(end);
        }
    }
    ("", text)
}

#[test]
fn a_byte_that_changed_outside_the_edits_is_found() {
    let mut edits = Edits::default();
    edits.push(1..4, "门", &[]);
    assert_eq!(bytes_fault("a門b\r\n", "a门b\r\n", &edits), None);
    for copy in ["A门b\r\n", "a門b\r\n", "a门b\n", "a门b\r\n\n", ""] {
        assert!(bytes_fault("a門b\r\n", copy, &edits).is_some(), "{copy:?}");
    }
}

#[test]
fn addresses_end_where_chinese_punctuation_begins() {
    let text = "見http://a/門，(https://b/c)或https與https://d";
    assert_eq!(addresses(text), ["http://a/門", "https://b/c", "https://d"]);
    assert_eq!(ids("## 門 {#門 .a}\n{#b"), ["{#門 .a"]);
}

#[test]
fn front_matter_is_what_stands_between_two_fences() {
    assert_eq!(front_matter("\u{feff}---\na: 1\n---\n門"), ("\u{feff}---\na: 1\n---\n", "門"));
    assert_eq!(front_matter("門\n---\n"), ("", "門\n---\n"));
    assert_eq!(front_matter("---\n門"), ("", "---\n門"));
}
