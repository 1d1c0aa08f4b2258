//! Topics: whether a text is about computing, by its words and its code.

use std::collections::HashMap;

use super::{domains::Topic, format, scan::Scan, tables::Way, way};
use crate::convert::variant::Variant;

/// How much of a text is read, in bytes: what it is about is told by then.
const ENOUGH: usize = 1 << 13;
/// So many Han characters to a sign of computing make a text about it …
const HAN_TO_A_SIGN: usize = 250;
/// … when so many Han are added to it, so that one sign alone says nothing.
///
/// Of 169 posts of a developer's blog 158 have more signs (the others are about the work,
/// not the machine), of a programming book all 103 chapters. An encyclopedia has three
/// words in 15,000 characters.
const HAN_BEFORE: usize = 250;
/// One word is no more than so many signs: news about the network says it often.
const MOST_OF_A_WORD: usize = 3;

/// What `text` of `source` is about, as far as a way to `target` depends on it: how many
/// words of computing that mean nothing else it has, and how much code.
pub(crate) fn topic(text: &str, source: Variant, target: Variant) -> Topic {
    let Some((way, _)) = way(source, target) else { return Topic::General };
    let is_end = |end: &usize| text.is_char_boundary(*end);
    let text = &text[..(0..=ENOUGH.min(text.len())).rfind(is_end).unwrap_or(0)];
    // The first bytes of U+4000 to U+9FFF, where nearly all Han are.
    let han = text.bytes().filter(|byte| matches!(byte, 0xe4..=0xe9)).count();
    let needed = (han + HAN_BEFORE).div_ceil(HAN_TO_A_SIGN);
    let code = code_marks(text);
    if code >= needed || code + words(text, Way::named(way), needed - code) >= needed {
        Topic::Computing
    } else {
        Topic::General
    }
}

/// Code in backticks, and tags of code.
fn code_marks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let backticks = memchr::memchr_iter(b'`', bytes).count() / 2;
    let is_code = |at: &usize| ["<code", "<pre"].iter().any(|tag| text[*at..].starts_with(tag));
    backticks + memchr::memchr_iter(b'<', bytes).filter(is_code).count()
}

/// Words of computing, up to `enough`.
fn words(text: &str, way: &Way, enough: usize) -> usize {
    let rules = way.rules();
    let mut words = 0;
    let mut times: HashMap<u32, usize> = HashMap::new();
    let mut scan = Scan::new(text);
    while let Some(start) = scan.next(rules.starts()) {
        let Some(found) = rules.prefixes(&text[start..]).last() else { continue };
        scan.skip_to(start + found.len);
        if rules.domain(found.entry) == format::IT {
            let times = times.entry(found.entry).or_default();
            *times += 1;
            words += usize::from(*times <= MOST_OF_A_WORD);
            if words >= enough {
                break;
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_computing(text: &str) -> bool {
        topic(text, Variant::ZhTw, Variant::ZhCn) == Topic::Computing
    }

    #[test]
    fn words_and_code_make_a_text_about_computing() {
        assert!(is_computing("把軟體裝在伺服器上，再開資料庫。"));
        assert!(is_computing("先按 `a`，再按 `b`，文件就存好了。"));
        assert!(!is_computing("在山上建立一個核心的行程。"));
    }

    #[test]
    fn one_word_says_nothing_and_counts_a_few_times() {
        assert!(!is_computing("他買了軟體。"));
        let page = "網路上的消息說，今年的稻子收成比往年好得多。".repeat(30);
        assert!(!is_computing(&page));
    }

    #[test]
    fn a_long_text_is_read_in_part() {
        let front = "稻".repeat(ENOUGH);
        assert!(!is_computing(&format!("{front}{}", "`a` `b` ".repeat(5_000))));
    }
}
