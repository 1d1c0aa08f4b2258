//! A window of characters with every word that stands in it.
//!
//! The cheapest ways from the start to each place and from each place to the end are
//! known, and so is the cheapest way through any word.

use std::ops::Range;

use super::{
    format::{CANDIDATES, LONGEST},
    table::{self, Form},
};

/// Dearer than any way, and far from overflow.
const NO_WAY: u32 = u32::MAX / 4;

/// A word in a window, or a character that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    start: usize,
    end: usize,
    cost: u32,
    /// None: a character alone, which can be any of its candidates.
    form: Option<Form>,
}

/// What a character can be: the cheapest way with that, and the word it runs through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// In units, to compare with the others.
    pub(super) cost: u32,
    /// In characters of the window.
    pub(super) word: Range<usize>,
}

/// Room for a window: reused from one to the next.
#[derive(Debug, Clone, Default)]
pub(super) struct Lattice {
    /// The characters, by their numbers in the tables.
    pub(super) codes: Vec<u16>,
    words: Vec<Word>,
    /// The cheapest way to each place.
    before: Vec<u32>,
    /// The cheapest way from each place to the end.
    behind: Vec<u32>,
    /// The cheapest way to each place of a part.
    within: Vec<u32>,
}

impl Lattice {
    /// Finds the words of `codes`, and the ways.
    pub(super) fn fill(&mut self) {
        let Self { codes, words, before, behind, .. } = self;
        let count = codes.len();
        words.clear();
        before.clear();
        before.resize(count + 1, NO_WAY);
        before[0] = 0;
        for start in 0..count {
            let here = before[start];
            let mut add = |length: usize, cost: u8, form: Option<Form>| {
                let (end, cost) = (start + length, u32::from(cost));
                words.push(Word { start, end, cost, form });
                before[end] = before[end].min(here + cost);
            };
            let root = table::root(codes[start]);
            add(1, root.cost, None);
            let text = &codes[start..count.min(start + LONGEST)];
            table::prefixes(text, root, |length, form| add(length, form.cost, Some(form)));
        }
        behind.clear();
        behind.resize(count + 1, NO_WAY);
        behind[count] = 0;
        for word in words.iter().rev() {
            behind[word.start] = behind[word.start].min(behind[word.end] + word.cost);
        }
    }

    /// For each candidate of the character at `place`, the cheapest way with it.
    pub(super) fn candidates(&self, place: usize) -> [Option<Way>; CANDIDATES] {
        let mut ways = [const { None }; CANDIDATES];
        let mut add = |candidate: usize, cost: u32, word: Range<usize>| {
            let way: &mut Option<Way> = &mut ways[candidate];
            if way.as_ref().is_none_or(|known| cost < known.cost) {
                *way = Some(Way { cost, word });
            }
        };
        for word in self.words.iter().filter(|word| word.start <= place && place < word.end) {
            let around = self.before[word.start] + self.behind[word.end];
            let range = word.start..word.end;
            if let Some(form) = word.form {
                let before = &self.codes[word.start..place];
                let nth = before.iter().filter(|code| table::is_ambiguous(**code)).count();
                add(form.choice(nth), around + word.cost, range);
            } else if let Some(ambiguous) = table::root(self.codes[place]).ambiguous() {
                let costs = ambiguous.costs.iter().zip(&ambiguous.forms[0]).enumerate();
                for (candidate, (cost, _)) in costs.filter(|(_, (_, form))| **form != '\0') {
                    add(candidate, around + u32::from(*cost), range.clone());
                }
            }
        }
        ways
    }

    /// How much dearer the cheapest way is on which no word lies partly in `range` than
    /// the cheapest of all. `range` counts as a word that costs at most `inside`.
    pub(super) fn crossing(&mut self, range: &Range<usize>, inside: u32) -> u32 {
        let within = self.within(range).min(inside);
        let edged = self.before[range.start] + within + self.behind[range.end];
        let around = |word: &&Word| word.start <= range.start && range.end <= word.end;
        let cost = |word: &Word| self.before[word.start] + word.cost + self.behind[word.end];
        let contained = self.words.iter().filter(around).map(cost).min().unwrap_or(NO_WAY);
        edged.min(contained).saturating_sub(self.before[self.codes.len()])
    }

    /// The cheapest way from one end of `range` to the other.
    fn within(&mut self, range: &Range<usize>) -> u32 {
        let costs = &mut self.within;
        costs.clear();
        costs.resize(range.len() + 1, NO_WAY);
        costs[0] = 0;
        for word in &self.words {
            if range.start <= word.start && word.end <= range.end {
                let cost = costs[word.start - range.start] + word.cost;
                let end = &mut costs[word.end - range.start];
                *end = cost.min(*end);
            }
        }
        costs[range.len()]
    }
}
