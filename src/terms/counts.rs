//! Counts: how often each of many words stands in the passages.

use std::sync::atomic::{AtomicU32, Ordering};

use rayon::prelude::*;

use super::passages::Post;
use crate::convert::dictionary::Dictionary;

/// Words with their numbers of occurrences; those within others count too.
pub(super) struct Counts {
    words: Dictionary,
    counts: Vec<u32>,
}

impl Counts {
    /// Counts `words` in `posts`: in time by the length of the posts and of the
    /// longest word.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>, posts: &[Post]) -> Self {
        let pairs: Vec<(&str, &str)> = words.map(|word| (word, word)).collect();
        let words = Dictionary::from_pairs("words", &pairs);
        let counts: Vec<AtomicU32> = (0..words.len()).map(|_| AtomicU32::new(0)).collect();
        let passages = posts.par_iter().flat_map_iter(|post| &post.passages);
        passages.for_each(|passage| {
            for (at, _) in passage.text.char_indices() {
                for found in words.prefixes(&passage.text[at..]) {
                    counts[found.entry as usize].fetch_add(1, Ordering::Relaxed);
                }
            }
        });
        let counts = counts.into_iter().map(AtomicU32::into_inner).collect();
        Self { words, counts }
    }

    /// How often `word` stands in the posts; 0 if it was not asked for.
    pub(super) fn get(&self, word: &str) -> usize {
        match self.words.longest_prefix(word) {
            Some(found) if found.len == word.len() => self.counts[found.entry as usize] as usize,
            _ => 0,
        }
    }
}
