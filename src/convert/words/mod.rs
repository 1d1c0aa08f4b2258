//! Words: what the words around a character say of it, by how often words come.
//!
//! OpenCC takes the longest match from the left, which can go over the edge of a word:
//! 少数组织 to 少陣列織, 被发明 to 被髮明. Here all ways to cut a clause into words are
//! weighed ([`lattice`]), and what OpenCC took is replaced where that speaks clearly for
//! another character, or a rule is left out where its ends are not those of words.
//!
//! The words are in `dictionaries/words`.

mod format;
mod lattice;
mod tables;

use std::ops::Range;

use self::{
    lattice::{Lattice, Likelihoods},
    tables::Alternatives,
};
use super::variant::Script;
use crate::edit::{Edit, Edits};
pub(crate) use tables::Glyphs;

/// How many times more must speak for another character than for the one that OpenCC
/// took: e², as in the measurements of QUALITY.md.
const CLEARLY: f64 = 7.389;
/// How many times more must speak against the ends of a rule than for them.
const CLEARLY_CROSSED: f64 = 7.389;
/// What a rule's key costs as a word that the list does not have: as one that came five
/// times.
const COST_OF_KEY: u8 = 184;
/// How many characters around a place are looked at.
const AROUND: usize = 8;

/// Asks the words, and keeps its room between questions.
#[derive(Debug, Default)]
pub(crate) struct Words {
    likelihoods: Likelihoods,
    lattice: Lattice,
    /// The characters of a clause.
    clause: Vec<u16>,
}

/// A character that the words want otherwise than the script's dictionaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correction {
    /// Byte range of the one character.
    pub(crate) range: Range<usize>,
    /// What stands there in the edition.
    pub(crate) replacement: char,
    /// The character in the source.
    pub(crate) source: char,
    /// The number of the alternative, in the order of `STCharacters`.
    pub(crate) alternative: usize,
}

impl Words {
    /// Gives `sink` the characters of `text`, which is Simplified, for which the words say
    /// clearly otherwise than `edits`, which lead to Traditional in `glyphs`.
    pub(crate) fn correct(
        &mut self,
        text: &str,
        edits: &Edits,
        glyphs: Glyphs,
        mut sink: impl FnMut(Correction),
    ) {
        let mut chosen = Chosen { text, edits, next: 0 };
        let mut at = 0;
        while let Some(start) = next_han(text, at) {
            at = self.read_clause(text, start);
            self.correct_clause(start, &mut chosen, glyphs, &mut sink);
        }
    }

    /// Reads the Han characters from `start` on; gives their end.
    fn read_clause(&mut self, text: &str, start: usize) -> usize {
        self.clause.clear();
        let mut at = start;
        while let Some(code) = han_at(text.as_bytes(), at) {
            self.clause.push(code);
            at += 3;
        }
        at
    }

    fn correct_clause(
        &mut self,
        start: usize,
        chosen: &mut Chosen<'_>,
        glyphs: Glyphs,
        sink: &mut impl FnMut(Correction),
    ) {
        // The stretch that the lattice has.
        let mut stretch = 0..0;
        for at in 0..self.clause.len() {
            let Some(number) = tables::number(self.clause[at]) else { continue };
            let alternatives = Alternatives::of(number);
            let range = start + 3 * at..start + 3 * at + 3;
            let taken = chosen.at(&range).and_then(|one| alternatives.find(one, glyphs));
            let Some(taken) = taken.filter(|taken| !self.all_agree(at, alternatives, *taken))
            else {
                continue;
            };
            if !stretch.contains(&at) || stretch.end < (at + AROUND / 2).min(self.clause.len()) {
                let from = at.saturating_sub(AROUND);
                stretch = from..self.clause.len().min(from + lattice::LONGEST);
                self.lattice.read(&self.clause[stretch.clone()], &self.likelihoods, None);
            }
            let weights = self.lattice.alternatives(at - stretch.start);
            let (best, weight) = best(&weights);
            if best != taken
                && weight > CLEARLY * weights[taken]
                && let Some(replacement) = alternatives.glyph(best, glyphs)
                && let Some(source) = char::from_u32(u32::from(self.clause[at]))
            {
                sink(Correction { range, replacement, source, alternative: best });
            }
        }
    }

    /// Whether all words with the character at `at` want what was `taken`, and so does
    /// the character alone.
    fn all_agree(&self, at: usize, alternatives: Alternatives, taken: usize) -> bool {
        let cheapest = alternatives.costs().enumerate().min_by_key(|(_, cost)| *cost);
        if cheapest.is_none_or(|(number, _)| number != taken) {
            return false;
        }
        (at.saturating_sub(format::LONGEST - 1)..=at).all(|start| {
            let mut around =
                tables::words(&self.clause[start..]).filter(|word| start + word.len > at);
            around.all(|word| word.alternative(at - start) == taken)
        })
    }

    /// Whether words go clearly over the ends of `range` in `text`, so that a rule must
    /// not match there. Traditional text is asked by its Simplified form.
    pub(crate) fn cross(&mut self, text: &str, range: &Range<usize>, script: Script) -> bool {
        let Some(span) = self.read_around(text, range, script) else { return false };
        if !self.may_cross(&span) {
            return false;
        }
        self.lattice.read(&self.clause, &self.likelihoods, Some((&span, COST_OF_KEY)));
        let (with, against) = self.lattice.edges_at(&span);
        against > CLEARLY_CROSSED * with
    }

    /// Reads the Han characters of `range` and around it; gives where it lies in them.
    /// `None` where it is long, or holds others.
    fn read_around(
        &mut self,
        text: &str,
        range: &Range<usize>,
        script: Script,
    ) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        let number = range.len() / 3;
        if !range.len().is_multiple_of(3) || number + 2 * AROUND > lattice::LONGEST {
            return None;
        }
        let mut start = range.start;
        for _ in 0..AROUND {
            let Some(before) = start.checked_sub(3).filter(|at| han_at(bytes, *at).is_some())
            else {
                break;
            };
            start = before;
        }
        self.clause.clear();
        let mut at = start;
        while let Some(code) = han_at(bytes, at).filter(|_| at < range.end + 3 * AROUND) {
            self.clause.push(match script {
                Script::Simplified => code,
                Script::Traditional => tables::simplified(code),
            });
            at += 3;
        }
        (at >= range.end).then(|| (range.start - start) / 3..(range.end - start) / 3)
    }

    /// Whether any word goes over an end of `span` in the clause.
    fn may_cross(&self, span: &Range<usize>) -> bool {
        let goes_over = |edge: usize| {
            (edge.saturating_sub(format::LONGEST - 1)..edge).any(|start| {
                tables::words(&self.clause[start..]).any(|word| {
                    let end = start + word.len;
                    // A word that holds all of it says nothing against it.
                    end > edge && !(start <= span.start && span.end <= end)
                })
            })
        };
        goes_over(span.start) || goes_over(span.end)
    }
}

/// The place and the weight of the heaviest.
fn best(weights: &[f64; format::ALTERNATIVES]) -> (usize, f64) {
    let heavier =
        |best: (usize, f64), next: (usize, f64)| if next.1 > best.1 { next } else { best };
    weights.iter().copied().enumerate().fold((0, 0.0), heavier)
}

/// The next character from `at` on that the words know.
fn next_han(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while at < bytes.len() {
        if matches!(bytes[at], 0xe4..=0xe9) && han_at(bytes, at).is_some() {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The character at `at`, if it is one of U+4E00 to U+9FFF.
#[inline]
fn han_at(bytes: &[u8], at: usize) -> Option<u16> {
    let [first @ 0xe4..=0xe9, second, third, ..] = bytes.get(at..)? else { return None };
    let code =
        u16::from(first & 0xf) << 12 | u16::from(second & 0x3f) << 6 | u16::from(third & 0x3f);
    (code >= 0x4e00 && *second & 0xc0 == 0x80).then_some(code)
}

/// What the script made of characters, asked in order.
struct Chosen<'t> {
    text: &'t str,
    edits: &'t Edits,
    next: usize,
}

impl Chosen<'_> {
    /// What stands in the place of the one character at `range`; `None` where the phrase
    /// around it has another length.
    fn at(&mut self, range: &Range<usize>) -> Option<char> {
        self.next += self.edits.number_ending_by(range.start, self.next);
        match self.edits.get(self.next).filter(|edit| edit.range.start < range.end) {
            None => self.text[range.clone()].chars().next(),
            Some(Edit { range: of_edit, replacement, .. }) => {
                let source = &self.text[of_edit.clone()];
                let before = self.text[of_edit.start..range.start].chars().count();
                (source.chars().count() == replacement.chars().count())
                    .then(|| replacement.chars().nth(before))?
            }
        }
    }
}
