//! Addresses with templates: `[門]({{ site.url }}/書/)` is a link once the template
//! is filled in, but none to the parser.

use std::ops::Range;

use super::Masked;

/// What stays around the templates that the destination of a link, an image or a
/// definition is made of: byte ranges in `body`, in order and disjoint.
///
/// Each byte is looked at a bounded number of times: backwards no further than the
/// template before, onwards no further than the next `](`.
pub(in crate::document) fn addresses(body: &str, masked: &[Masked]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut done = 0;
    for (index, first) in masked.iter().enumerate() {
        if first.range.start < done {
            continue;
        }
        let before = index.checked_sub(1).map_or(0, |last| masked[last].range.end);
        let Some((start, place)) = start(body, before.max(done), first.range.start) else {
            continue;
        };
        let mut end = start;
        let mut gaps = Vec::new();
        let mut open = 0;
        for template in &masked[index..] {
            let ends = address_end(body, end..template.range.start, &mut open);
            gaps.push(end..ends);
            if ends < template.range.start {
                end = ends;
                break;
            }
            end = template.range.end;
        }
        // Behind the last template.
        if gaps.last().is_some_and(|gap| gap.end != end) {
            let ends = address_end(body, end..body.len(), &mut open);
            gaps.push(end..ends);
            end = ends;
        }
        if open == 0 && is_closed(&body[end..], place) {
            found.extend(gaps.into_iter().filter(|gap| !gap.is_empty()));
        }
        done = end;
    }
    found
}

/// Where an address stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Link,
    Definition,
}

/// Where the address starts that a template at `at` lies in, not before `least`.
fn start(body: &str, least: usize, at: usize) -> Option<(usize, Place)> {
    let before = &body[least..at];
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '[');
    let start = before
        .rfind(is_outside)
        .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8));
    let outside = &before[..start];
    if outside.ends_with("](") {
        return Some((least + start, Place::Link));
    }
    let outside = outside.trim_end_matches([' ', '\t']);
    let line = &outside[outside.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
    let label = line.trim_start_matches([' ', '\t', '>']).strip_suffix("]:")?;
    let label = label.strip_prefix('[').filter(|label| !label.starts_with('^'))?;
    (!label.contains(['[', ']'])).then_some((least + start, Place::Definition))
}

/// Where the address in `range` ends, with `open` parentheses before it.
fn address_end(body: &str, range: Range<usize>, open: &mut usize) -> usize {
    for (at, c) in body[range.clone()].char_indices() {
        match c {
            '(' if body[..range.start + at].ends_with(']') => return range.start + at,
            '(' => *open += 1,
            ')' if *open > 0 => *open -= 1,
            ')' => return range.start + at,
            c if c.is_whitespace() => return range.start + at,
            _ => {}
        }
    }
    range.end
}

/// Whether a link or definition ends behind its address, or behind a title in quotes.
fn is_closed(behind: &str, place: Place) -> bool {
    let is_end = |text: &str| match place {
        Place::Link => text.starts_with(')'),
        Place::Definition => text.is_empty() || text.starts_with(['\n', '\r']),
    };
    let rest = behind.trim_start_matches([' ', '\t']);
    if is_end(rest) {
        return true;
    }
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return false;
    };
    let title = &rest[1..];
    let end = title.find([quote, '\n', '\r']).unwrap_or(title.len());
    rest.len() < behind.len()
        && title[end..].strip_prefix(quote).is_some_and(|rest| is_end(rest.trim_start_matches(' ')))
}

#[cfg(test)]
mod tests {
    use super::{super::templates, *};

    fn texts(body: &str) -> Vec<&str> {
        let found = addresses(body, &templates(body, &[], &[]));
        found.into_iter().map(|range| &body[range]).collect()
    }

    #[test]
    fn an_address_stays_around_its_templates() {
        assert_eq!(texts("[a](/門/{{ b }}(書){{ c }}頁 '圖')電"), ["/門/", "(書)", "頁"]);
        assert_eq!(texts("[a]({% link b %})"), Vec::<&str>::new());
        assert_eq!(texts("> [a]: {{ b }}門\n[c]: {{ d }}書 \"頁\" \n"), ["門", "書"]);
    }

    #[test]
    fn what_would_be_no_link_is_text() {
        for body in [
            "[a]({{ b }} 門)",
            "[a]({{ b }}門\n書)",
            "[a]({{ b }}門 \"書)",
            "[a]({{ b }}(門)",
            "a ({{ b }}門)",
            "[^a]: {{ b }}門",
            "門 [a]: {{ b }}書",
            "[a]: {{ b }}門 書",
        ] {
            assert_eq!(texts(body), Vec::<&str>::new(), "{body}");
        }
    }

    #[test]
    fn many_templates_take_linear_time() {
        for unit in
            ["](a{{b}}", "](a{{b}}(", "](a{{b}} \"", "{{b}}", "]: {{b}} '\"](", "[a]: {{b}}"]
        {
            assert_eq!(texts(&unit.repeat(200_000)), Vec::<&str>::new(), "{unit}");
        }
    }
}
