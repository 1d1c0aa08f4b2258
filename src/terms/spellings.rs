//! Spellings: candidates that may be one word, written in several ways.

use std::collections::{BTreeSet, HashMap};

use super::{Candidate, names};

/// The same list, in which words that may be the same stand behind the first of them.
pub(super) fn together(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let words: Vec<Word<'_>> = candidates.iter().map(Word::of).collect();
    let same = same(&words);
    for (place, others) in same.iter().enumerate() {
        candidates[place].spellings =
            others.iter().map(|other| candidates[*other].word.clone()).collect();
    }
    let mut first: Vec<usize> = (0..candidates.len()).collect();
    for place in 0..first.len() {
        let group = same[place].iter().map(|other| first[*other]).min();
        first[place] = group.map_or(place, |group| group.min(place));
    }
    let mut numbered: Vec<_> = first.into_iter().zip(candidates).collect();
    numbered.sort_by_key(|(first, _)| *first);
    numbered.into_iter().map(|(_, candidate)| candidate).collect()
}

/// A word with its originals.
struct Word<'w> {
    text: &'w str,
    /// What is written for it: words that become the same differ in script alone.
    value: &'w str,
    originals: &'w [String],
}

impl<'w> Word<'w> {
    fn of(candidate: &'w Candidate) -> Self {
        let Candidate { word, value, originals, .. } = candidate;
        Self { text: word, value, originals }
    }
}

/// The most words that an original may have: what stands behind more of them, as (GA), is
/// none.
const MOST_OF_ORIGINAL: usize = 3;
/// The most spellings of one name that are told.
const MOST: usize = 8;

/// For each of `words` the places of those that may be the same: with an original in
/// common, or names that differ in one character.
fn same(words: &[Word<'_>]) -> Vec<BTreeSet<usize>> {
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, word) in words.iter().enumerate() {
        for original in word.originals {
            let key = format!("({}", original.to_lowercase());
            by_key.entry(key).or_default().push(place);
        }
        if !names::is_name(word.text) {
            continue;
        }
        for (at, one) in word.text.char_indices() {
            let (before, after) = (&word.text[..at], &word.text[at + one.len_utf8()..]);
            by_key.entry(format!("{before}*{after}")).or_default().push(place);
        }
    }
    let mut same = vec![BTreeSet::new(); words.len()];
    for (key, places) in &by_key {
        if key.starts_with('(') && places.len() > MOST_OF_ORIGINAL {
            continue;
        }
        for one in places {
            let others = places.iter().take(MOST);
            let others = others.filter(|other| words[**other].value != words[*one].value);
            same[*one].extend(others);
        }
    }
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_common_original_or_one_other_character_makes_two_words_one() {
        let originals = [String::from("Closure"), String::from("closure")];
        let word = |word, originals| Word { text: word, value: word, originals };
        let words = [
            word("納扎爾巴耶夫", &[][..]),
            word("閉包", &originals[..1]),
            word("納札爾巴耶夫", &[]),
            word("闭合函式", &originals[1..]),
            word("閉合", &[]),
        ];
        let expected: [&[usize]; 5] = [&[2], &[3], &[0], &[1], &[]];
        let found: Vec<Vec<usize>> =
            same(&words).into_iter().map(|places| places.into_iter().collect()).collect();
        assert_eq!(found, expected);
    }
}
