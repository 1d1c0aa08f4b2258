//! Originals: what stands in brackets behind a word, as in 閉包（Closure）.

use crate::convert::detect::is_han;

use super::names::is_joint;

/// A word with its original; where the word begins is not known yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Bracketed<'t> {
    /// Where what may be the word begins, in bytes of the text: behind what is no Han.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// The original.
    pub(super) original: &'t str,
}

/// The most characters of an original and of what stands before it.
const LONGEST_ORIGINAL: usize = 80;
const LONGEST_WORD: usize = 30;

/// The words of `text` with their originals.
pub(super) fn bracketed(text: &str) -> impl Iterator<Item = Bracketed<'_>> {
    text.match_indices(['（', '(']).filter_map(|(at, bracket)| {
        let inside = &text[at + bracket.len()..];
        let close = inside
            .char_indices()
            .take(LONGEST_ORIGINAL)
            .find(|(_, one)| matches!(one, '）' | ')' | '（' | '('))
            .filter(|(_, one)| matches!(one, '）' | ')'))?;
        let original = original(&inside[..close.0])?;
        let before = text[..at].trim_end_matches(' ');
        let word = before
            .char_indices()
            .rev()
            .take(LONGEST_WORD)
            .take_while(|(_, one)| is_han(*one) || is_joint(*one));
        let start = word.last()?.0;
        Some(Bracketed { start, end: before.len(), original })
    })
}

/// The original in what a bracket holds, if it is one in title case, or a word or two of
/// small letters; what stands behind a comma, as `…, CSTO`, is left out.
fn original(inside: &str) -> Option<&str> {
    let original = inside.split([',', '，', ';', '；', '、', ':', '：', '/']).next()?.trim();
    let is_part = |one: char| is_foreign(one) || matches!(one, ' ' | '-' | '\'' | '’' | '.');
    let is_word = original.chars().all(is_part) && original.starts_with(is_foreign);
    let letters = original.chars().filter(|one| is_foreign(*one)).count();
    // `obj.number` is code, `A. B. Name` is not.
    let is_code = original.split('.').skip(1).any(|rest| rest.starts_with(is_foreign));
    (is_word && letters >= 2 && !is_code).then_some(original)
}

/// A letter of a Latin, Greek or Cyrillic word.
fn is_foreign(character: char) -> bool {
    character.is_alphabetic() && character < '\u{530}'
        || ('\u{1e00}'..'\u{2000}').contains(&character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, &str)> {
        bracketed(text).map(|one| (&text[one.start..one.end], one.original)).collect()
    }

    #[test]
    fn an_original_stands_in_brackets_of_either_width() {
        assert_eq!(
            found(
                "現任總統托卡葉夫（Kassym-Jomart Tokayev）和卡里姆．馬明 (Askar Mamin, 1965)，ab閉包(closure)"
            ),
            [
                ("現任總統托卡葉夫", "Kassym-Jomart Tokayev"),
                ("和卡里姆．馬明", "Askar Mamin"),
                ("閉包", "closure")
            ]
        );
        assert_eq!(found("費多爾（ФЁДОР ЛУКЬЯНОВ）"), [("費多爾", "ФЁДОР ЛУКЬЯНОВ")]);
    }

    #[test]
    fn other_brackets_hold_none() {
        assert_eq!(
            found("函式（obj.number）或（a）或門(1)和x(Name)（包括中國）門(Name（a）"),
            [] as [(&str, &str); 0]
        );
    }
}
