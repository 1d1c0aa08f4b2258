//! Words and how often they are used: which of several characters stands for one, and
//! where a word ends.
//!
//! OpenCC takes the longest match from the left, also where it ends amid a word: 不是只
//! becomes 不是隻. Here the cheapest way through a stretch of text counts, a word being
//! the cheaper the more often it is used. The words are those of `dictionaries/words`
//! and OpenCC's own phrases; only their Simplified forms are keys. Nothing looks further
//! than eight characters, so that the time is linear.

mod around;
#[allow(dead_code, reason = "the build has the rest")]
mod format;
mod lattice;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::{convert::variant::Script, edit::Edits};

use around::{
    REACH, code_at, each_ambiguous, fill, is_han, is_in_name, may_be_wrong, may_cross,
    replacement_at,
};
use lattice::Lattice;
use table::Ambiguous;

/// What a key of a vocabulary costs at most: as a word that is used 200 times in 24 million.
const KEY_COST: u32 = 164;

/// Characters that stay as they are in names written by sound, if no word wants another one.
const NAMED: &str = "里范余于岳郁干朴涂姜游";
/// Units of [`Correction::margin`] and of [`crossing`] in one of a natural logarithm.
pub const UNITS: u32 = format::UNITS;
/// By how much another character must be likelier than OpenCC's, see [`UNITS`].
pub const MARGIN: u32 = format::MARGIN;
/// From here on what [`crossing`] gives is a match that is no word. Between 20 and 42 right and
/// wrong ones are as many (并|行程|式, 大写|字元); above, all were right on two archives.
pub const CROSSING: u32 = 45;

/// Whose characters a text gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// OpenCC's standard.
    Standard,
    /// Taiwan.
    Taiwan,
    /// Hong Kong.
    HongKong,
}

/// A character that the script layer got wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Byte range of the one character in the source.
    pub range: Range<usize>,
    /// What should stand there, in the target's characters.
    pub replacement: char,
    /// Byte range in the source of the word that decided it.
    pub word: Range<usize>,
    /// How much likelier it is than the script layer's character, in [`UNITS`].
    pub margin: u32,
}

/// A character that can stand for one of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// In the target's characters.
    pub character: char,
    /// How much less likely it is here than the likeliest, in [`UNITS`].
    pub behind: u32,
}

/// Room that is reused from one question to the next.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    lattice: Lattice,
}

/// Decides by the frequencies of words. Costs nothing to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    target: Target,
}

impl Words {
    /// For texts that get the characters of `target`.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self { target }
    }

    /// Calls `sink`, in order, for each character of the Simplified `text` that becomes
    /// another one than what the words around it want. `script` is what the script
    /// layer changes. Lines do not see each other, nor does anything that is not Han.
    pub fn corrections(
        self,
        text: &str,
        script: &Edits,
        scratch: &mut Scratch,
        mut sink: impl FnMut(Correction),
    ) {
        let mut edits = script.iter();
        let mut edit = edits.next();
        each_ambiguous(text.as_bytes(), |at, code| {
            while edit.as_ref().is_some_and(|edit| edit.range.end <= at) {
                edit = edits.next();
            }
            let covering = edit.as_ref().filter(|edit| edit.range.start <= at);
            let chosen = match covering {
                Some(edit) => replacement_at(text, &edit.range, edit.replacement, at),
                None => text[at..].chars().next(),
            };

            let (Some(chosen), Some(ambiguous)) = (chosen, table::root(code).ambiguous()) else {
                return;
            };
            let forms = &ambiguous.forms[self.target as usize];
            if let Some(chosen) = forms.iter().position(|form| *form == chosen)
                && (may_be_wrong(text.as_bytes(), at, code, chosen) || is_in_name(text, at))
                && let Some(correction) = self.correction(text, at, ambiguous, chosen, scratch)
            {
                sink(correction);
            }
        });
    }

    fn correction(
        self,
        text: &str,
        at: usize,
        ambiguous: &Ambiguous,
        chosen: usize,
        scratch: &mut Scratch,
    ) -> Option<Correction> {
        let lattice = &mut scratch.lattice;
        let (start, place) = fill(lattice, text.as_bytes(), at..at + 3, Script::Simplified);
        let ways = lattice.candidates(place.start);
        let forms = &ambiguous.forms[self.target as usize];
        let best = ways.iter().zip(forms).filter_map(|(way, form)| Some((way.as_ref()?, *form)));
        let (way, best) = best.min_by_key(|(way, _)| way.cost)?;
        let word = start + 3 * way.word.start..start + 3 * way.word.end;
        let margin = ways[chosen].as_ref().map_or(u32::MAX, |chosen| chosen.cost - way.cost);
        let of_name = text[at..].chars().next().filter(|one| NAMED.contains(*one));
        let (replacement, margin) = match of_name {
            Some(name) if word.len() == 3 && is_in_name(text, at) => (name, MARGIN),
            _ => (best, margin),
        };
        (replacement != forms[chosen] && margin >= MARGIN).then_some(Correction {
            range: at..at + 3,
            replacement,
            word,
            margin,
        })
    }

    /// What the character of the Simplified `text` at the byte offset `at` can become,
    /// the likeliest first; empty if there is but one.
    ///
    /// Where the second is not [`MARGIN`] behind, the words do not decide.
    #[must_use]
    pub fn candidates(self, text: &str, at: usize, scratch: &mut Scratch) -> Vec<Candidate> {
        let found = code_at(text.as_bytes(), at).and_then(|code| table::root(code).ambiguous());
        let Some(ambiguous) = found.filter(|_| text.is_char_boundary(at)) else {
            return Vec::new();
        };
        let lattice = &mut scratch.lattice;
        let (_, place) = fill(lattice, text.as_bytes(), at..at + 3, Script::Simplified);
        let ways = lattice.candidates(place.start);
        let least = ways.iter().flatten().map(|way| way.cost).min().unwrap_or_default();
        let mut candidates: Vec<Candidate> = Vec::new();
        for (way, &character) in ways.iter().zip(&ambiguous.forms[self.target as usize]) {
            let Some(way) = way.as_ref().filter(|_| character != '\0') else { continue };
            candidates.push(Candidate { character, behind: way.cost - least });
        }
        candidates.sort_by_key(|candidate| candidate.behind);
        let mut seen = Vec::new();
        candidates.retain(|one| {
            let is_new = !seen.contains(&one.character);
            seen.push(one.character);
            is_new
        });
        candidates
    }
}

/// By how much it is likelier, in [`UNITS`], that a word of `text` lies partly in `range` and partly
/// outside than that none does: [`CROSSING`] and more if a match there is no word.
///
/// A longer word that holds all of `range` does not count: what 搜索 becomes it becomes
/// in 搜索引擎 too. `range` is a byte range. Traditional characters count as their
/// Simplified ones.
#[must_use]
pub fn crossing(text: &str, range: &Range<usize>, script: Script, scratch: &mut Scratch) -> u32 {
    let bytes = text.as_bytes();
    let is_inside = range.start < range.end
        && text.is_char_boundary(range.start)
        && text.is_char_boundary(range.end);
    if !is_inside || !may_cross(bytes, range, script) {
        return 0;
    }
    if text[range.clone()].chars().any(|one| !is_han(one)) || range.len() > 3 * 4 * REACH {
        return 0;
    }
    let (_, place) = fill(&mut scratch.lattice, bytes, range.clone(), script);
    scratch.lattice.crossing(&place, KEY_COST)
}
