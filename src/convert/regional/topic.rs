//! Topics: whether a text is about computing, by its words.

use super::{domains::Topic, format, scan::Scan, tables::Way, way};
use crate::convert::variant::Variant;

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
    let mut words = 0;
    let mut scan = Scan::new(text);
    while let Some(start) = scan.next(&[&rules]) {
        if let Some(found) = rules.prefixes(&text[start..]).last() {
            words += usize::from(rules.domain(found.entry) == format::IT);
            scan.skip_to(start + found.len);
        }
    }
    if words * HAN_TO_A_WORD >= scan.han + HAN_BEFORE { Topic::Computing } else { Topic::General }
}
