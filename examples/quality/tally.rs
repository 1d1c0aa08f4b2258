//! Counting faults over many texts.

use std::collections::{BTreeMap, BTreeSet};

use hanmark::{Counts, Script};

use crate::{
    align::{Place, places},
    classes::{Class, class, fold},
};

/// Places of one class side by side: what is shown as one fault.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fault {
    pub(crate) class: Class,
    pub(crate) expected: String,
    pub(crate) got: String,
}

/// What a converter made of many texts, held against what was expected.
#[derive(Debug)]
pub(crate) struct Tally {
    /// That of the texts.
    script: Script,
    /// The texts.
    pub(crate) texts: usize,
    /// Those that came out exactly.
    pub(crate) exact: usize,
    /// Those that came out exactly but for the shape of characters.
    pub(crate) exact_but_glyphs: usize,
    /// The characters of what was expected.
    pub(crate) characters: usize,
    /// The Han characters among them.
    pub(crate) han: usize,
    /// Places by class.
    classes: BTreeMap<Class, usize>,
    /// How often each fault came, and its surroundings with how often they came.
    faults: BTreeMap<Fault, BTreeMap<String, usize>>,
    /// The hard places: which text, which character of it.
    hard: BTreeSet<(usize, usize)>,
}

impl Tally {
    /// Nothing counted yet.
    pub(crate) fn new(script: Script) -> Self {
        Self {
            script,
            texts: 0,
            exact: 0,
            exact_but_glyphs: 0,
            characters: 0,
            han: 0,
            classes: BTreeMap::new(),
            faults: BTreeMap::new(),
            hard: BTreeSet::new(),
        }
    }

    /// Counts one more text.
    pub(crate) fn add(&mut self, expected: &str, got: &str) {
        self.characters += expected.chars().count();
        self.han += Counts::of(expected).han;
        let text = self.texts;
        self.texts += 1;
        if expected == got {
            self.exact += 1;
            self.exact_but_glyphs += 1;
            return;
        }
        let letters: Vec<char> = expected.chars().collect();
        let got: Vec<char> = got.chars().collect();
        let found = places(&letters, &got, |character| fold(self.script, character));
        let classed = |place: Place| {
            (class(self.script, &letters, place.at, place.expected, place.got), place)
        };
        let classed: Vec<(Class, Place)> = found.into_iter().map(classed).collect();
        let is_glyph = |(class, _): &(Class, Place)| *class == Class::Glyph;
        self.exact_but_glyphs += usize::from(classed.iter().all(is_glyph));
        for (class, place) in &classed {
            *self.classes.entry(*class).or_default() += 1;
            if *class == Class::Hard {
                self.hard.insert((text, place.at));
            }
        }
        for side_by_side in classed.chunk_by(|(class, place), (next_class, next)| {
            class == next_class && place.end() == next.at
        }) {
            self.add_fault(&letters, side_by_side);
        }
    }

    /// Counts the runs of a post against those of its copy, which has as many: what a
    /// conversion may not change is checked when it is made. Runs that have characters
    /// of the other script, or kana, quote another text, and are left out.
    pub(crate) fn add_runs(&mut self, expected: &[Option<String>], got: &[Option<String>]) {
        assert_eq!(expected.len(), got.len(), "a copy has the runs of its post");
        for (expected, got) in expected.iter().zip(got) {
            if let (Some(expected), Some(got)) = (expected, got)
                && is_all_in(self.script, expected)
            {
                self.add(expected, got);
            }
        }
    }

    fn add_fault(&mut self, letters: &[char], places: &[(Class, Place)]) {
        let [(class, first), ..] = places else { return };
        let end = places.last().map_or(first.at, |(_, last)| last.end());
        let fault = Fault {
            class: *class,
            expected: places.iter().filter_map(|(_, place)| place.expected).collect(),
            got: places.iter().filter_map(|(_, place)| place.got).collect(),
        };
        let before = on_one_line(&letters[first.at.saturating_sub(2)..first.at]);
        let behind = on_one_line(&letters[end..letters.len().min(end + 2)]);
        let around = format!("{before}[{}]{behind}", fault.expected);
        *self.faults.entry(fault).or_default().entry(around).or_default() += 1;
    }

    /// Places of one class.
    pub(crate) fn of(&self, class: Class) -> usize {
        self.classes.get(&class).copied().unwrap_or_default()
    }

    /// Places of all classes.
    pub(crate) fn all(&self) -> usize {
        self.classes.values().sum()
    }

    /// How many hard places of `other` are right here.
    pub(crate) fn fixed(&self, other: &Self) -> usize {
        other.hard.difference(&self.hard).count()
    }

    /// The faults that came most often, each with its commonest surroundings.
    pub(crate) fn commonest(&self, most: usize) -> Vec<String> {
        self.listed(most, |_| true)
    }

    /// The same, of the hard ones alone.
    pub(crate) fn commonest_hard(&self, most: usize) -> Vec<String> {
        self.listed(most, |fault| fault.class == Class::Hard)
    }

    fn listed(&self, most: usize, wanted: impl Fn(&Fault) -> bool) -> Vec<String> {
        let mut faults: Vec<_> = self
            .faults
            .iter()
            .filter(|(fault, _)| wanted(fault))
            .map(|(fault, around)| (around.values().sum::<usize>(), fault, around))
            .collect();
        faults.sort_by_key(|(count, fault, _)| (std::cmp::Reverse(*count), *fault));
        let line = |(count, fault, around): (usize, &Fault, &BTreeMap<String, usize>)| {
            let mut around: Vec<_> = around.iter().collect();
            around.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
            let around: Vec<&str> = around.iter().take(4).map(|(text, _)| text.as_str()).collect();
            let Fault { class, expected, got } = fault;
            let class = format!("{class:?}").to_lowercase();
            format!("{count:6} {class:11} {expected} became {got}  {}", around.join(" "))
        };
        faults.into_iter().take(most).map(line).collect()
    }
}

fn is_all_in(script: Script, text: &str) -> bool {
    let counts = Counts::of(text);
    let others = match script {
        Script::Simplified => counts.traditional,
        Script::Traditional => counts.simplified,
    };
    others == 0 && counts.kana == 0
}

fn on_one_line(letters: &[char]) -> String {
    letters.iter().map(|&letter| if letter.is_control() { '⏎' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(texts: &[(&str, &str)]) -> Tally {
        let mut tally = Tally::new(Script::Traditional);
        for (expected, got) in texts {
            tally.add(expected, got);
        }
        tally
    }

    #[test]
    fn texts_and_characters_are_counted() {
        let tally = tally(&[("頭髮,", "頭發,"), ("心裡", "心裏"), ("好", "好")]);
        assert_eq!((tally.texts, tally.exact, tally.exact_but_glyphs), (3, 1, 2));
        assert_eq!((tally.characters, tally.han), (6, 5));
        let classes = Class::ALL.map(|class| tally.of(class));
        assert_eq!(classes, [1, 0, 0, 1]);
        assert_eq!(tally.all(), 2);
    }

    #[test]
    fn fixed_and_broken_are_each_others_hard_places() {
        let opencc = tally(&[("被發明", "被髮明"), ("公里", "公里"), ("一隻貓", "一只貓")]);
        let ours = tally(&[("被發明", "被發明"), ("公里", "公裡"), ("一隻貓", "一只貓")]);
        assert_eq!((ours.fixed(&opencc), opencc.fixed(&ours)), (1, 1));
    }

    #[test]
    fn runs_that_quote_another_script_are_left_out() {
        let mut tally = Tally::new(Script::Traditional);
        let runs = |texts: &[&str]| texts.iter().map(|&t| Some(t.to_owned())).collect::<Vec<_>>();
        tally.add_runs(
            &runs(&["頭髮", "「头发」是什麼", "台湾の", "公里"]),
            &runs(&["頭發", "「頭髮」是什麼", "台灣の", "公里"]),
        );
        assert_eq!((tally.texts, tally.of(Class::Hard)), (2, 1));
    }

    #[test]
    fn places_side_by_side_are_one_fault() {
        let tally = tally(&[("少數組織", "少陣列織"), ("多數組織", "多陣列織")]);
        assert_eq!(tally.of(Class::Hard), 4);
        let expected = ["     2 hard        數組 became 陣列  多[數組]織 少[數組]織"];
        assert_eq!(tally.commonest(9), expected);
    }
}
