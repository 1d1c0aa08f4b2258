//! Topics: whether a text is about computing, by its words.

use super::{domains::Topic, format, scan::Scan, tables::Way, way};
use crate::convert::variant::Variant;

/// Words of computing in so many Han characters make a text about it …
const HAN_TO_A_WORD: usize = 125;
/// … when so many Han are added to it, so that one word makes a sentence about it, but
/// not a page.
const HAN_BEFORE: usize = 50;

/// How much of a text is read, in bytes: what it is about is told by then.
const ENOUGH: usize = 1 << 15;

/// What `text` of `source` is about, as far as a way to `target` depends on it. Code and
/// markup count as well: a text about computing has more of it, not less.
pub(crate) fn topic(text: &str, source: Variant, target: Variant) -> Topic {
    let Some((way, _)) = way(source, target) else { return Topic::General };
    let rules = Way::named(way).rules();
    let is_end = |end: &usize| text.is_char_boundary(*end);
    let text = &text[..(0..=ENOUGH.min(text.len())).rfind(is_end).unwrap_or(0)];
    let mut words = 0;
    let mut scan = Scan::new(text);
    while let Some(start) = scan.next(rules.starts()) {
        if let Some(found) = rules.prefixes(&text[start..]).last() {
            words += usize::from(rules.domain(found.entry) == format::IT);
            scan.skip_to(start + found.len);
        }
    }
    // The first bytes of U+4E00 to U+9FFF and a little more, where nearly all Han are.
    let han = text.bytes().filter(|byte| matches!(byte, 0xe4..=0xe9)).count();
    if words * HAN_TO_A_WORD >= han + HAN_BEFORE { Topic::Computing } else { Topic::General }
}
