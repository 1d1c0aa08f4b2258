//! Topics: whether a text is about computing, by its words.

use super::{domains::Topic, format, tables::Way, way};
use crate::convert::{detect, variant::Variant};

/// Words of computing in so many Han characters make a text about it …
const HAN_TO_A_WORD: usize = 125;
/// … when so many Han are added to it, so that one word makes a sentence about it, but
/// not a page.
const HAN_BEFORE: usize = 50;

/// What `text` of `source` is about, as far as a way to `target` depends on it. Code and
/// markup count as well: a text about computing has more of it, not less.
pub(crate) fn topic(text: &str, source: Variant, target: Variant) -> Topic {
    let Some((way, _)) = way(source, target) else { return Topic::General };
    let rules = Way::named(way).rules();
    let (mut han, mut words) = (0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let mut len = first.len_utf8();
        if len == 1 {
            let wide = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            rest = &rest[wide..];
            continue;
        }
        let second = rest[len..].chars().next();
        if rules.may_start(first, second)
            && let Some(found) = rules.prefixes(rest).last()
        {
            words += usize::from(rules.domain(found.entry) == format::IT);
            len = found.len;
        }
        han += rest[..len].chars().filter(|one| detect::is_han(*one)).count();
        rest = &rest[len..];
    }
    if words * HAN_TO_A_WORD >= han + HAN_BEFORE { Topic::Computing } else { Topic::General }
}
