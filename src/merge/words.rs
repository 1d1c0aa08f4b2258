//! The words of a text, the smallest things that a change replaces.

use unicode_segmentation::UnicodeSegmentation as _;

/// What a word counts when texts are said to be alike: marks and spaces nothing, since
/// they are the same in texts that have nothing to do with each other.
pub(super) fn weight(word: &str) -> usize {
    usize::from(word.contains(char::is_alphanumeric))
}

/// The words of a text: Han characters each for itself, words of other scripts whole,
/// and dates, addresses, names of files and numbers whole: a day of one side and a
/// month of the other make a date that nobody wrote.
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.split_word_bound_indices().peekable();
    let is_alphanumeric = |text: &str| text.starts_with(|c: char| c.is_ascii_alphanumeric());
    while let Some((start, word)) = rest.next() {
        let mut end = start + word.len();
        while is_alphanumeric(word) {
            let mut ahead = rest.clone();
            let joint = ahead.next().is_some_and(|(_, joint)| is_joint(joint));
            let Some((at, next)) = ahead.next().filter(|(_, next)| joint && is_alphanumeric(next))
            else {
                break;
            };
            end = at + next.len();
            rest = ahead;
        }
        words.push(&text[start..end]);
    }
    words
}

fn is_joint(word: &str) -> bool {
    matches!(word, "-" | "." | "/" | ":" | "@" | "_" | "%" | "+" | "~" | "&" | "=" | "#" | "?")
}
