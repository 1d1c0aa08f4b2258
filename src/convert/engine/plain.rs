//! The plain engine: OpenCC 1.4.2 exactly, left to right.
//!
//! It does what OpenCC's documentation of `normalization`, `segmentation` and
//! `conversion_chain` says, one step after the other over the whole text, and
//! notes for every step what became what. It is the oracle for faster engines.

use std::borrow::Cow;

use super::{
    Engine, EngineError,
    changes::{Changes, compose},
    ideographic_description,
};
use crate::convert::{
    dictionary::{
        Dictionary, Found,
        opencc::{self, Group},
    },
    profile::Profile,
    segment::{Rule, RuleId, Segment},
};

/// Converts along one or more profiles, exactly as OpenCC 1.4.2 does.
///
/// ```
/// use hanmark::{Engine, Plain, Profile};
///
/// let engine = Plain::new(&[Profile::S2twp]);
/// assert_eq!(engine.convert("鼠标和软件")?, "滑鼠和軟體");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Debug)]
pub struct Plain {
    // By OpenCC's place, so that a rule's dictionary number is the same for
    // every profile; those that no profile of this engine uses stay `None`.
    dictionaries: Vec<Option<Dictionary>>,
    profiles: Vec<&'static opencc::Config>,
}

impl Plain {
    /// The engine that applies `profiles` one after the other.
    ///
    /// It costs a look at the header of each dictionary that they use.
    #[must_use]
    pub fn new(profiles: &[Profile]) -> Self {
        let mut engine = Self {
            dictionaries: vec![None; opencc::TABLES.len()],
            profiles: profiles.iter().map(|profile| profile.config()).collect(),
        };
        for config in engine.profiles.clone() {
            let groups = config.normalization.iter().chain(&config.segmentation);
            for group in groups.chain(config.chain) {
                engine.open(group);
            }
        }
        engine
    }

    fn open(&mut self, group: &Group) {
        match group {
            Group::Table(place) => {
                self.dictionaries[usize::from(*place)]
                    .get_or_insert_with(|| opencc::dictionary(*place));
            }
            Group::ShortCircuit(members) | Group::Union(members) => {
                for member in *members {
                    self.open(member);
                }
            }
        }
    }

    fn dictionary(&self, place: u16) -> &Dictionary {
        self.dictionaries[usize::from(place)]
            .as_ref()
            .expect("every dictionary of the profiles is opened by `new`")
    }

    /// What the group matches at the start of `text`, and in which dictionary.
    fn find(&self, group: &Group, text: &str) -> Option<(u16, Found)> {
        match group {
            Group::Table(place) => {
                self.dictionary(*place).longest_prefix(text).map(|found| (*place, found))
            }
            Group::ShortCircuit(members) => {
                members.iter().find_map(|member| self.find(member, text))
            }
            Group::Union(members) => members
                .iter()
                .filter_map(|member| self.find(member, text))
                .reduce(|best, next| if next.1.len > best.1.len { next } else { best }),
        }
    }

    /// The ends of the segments that OpenCC's mmseg cuts `text` into: each
    /// match is one, and so is each stretch between matches.
    fn segment_ends(&self, group: &Group, text: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut at = 0;
        while at < text.len() {
            if let Some((_, found)) = self.find(group, &text[at..]) {
                if ends.last().map_or(0, |end| *end) < at {
                    ends.push(at);
                }
                at += found.len;
                ends.push(at);
            } else {
                at += unmatched_len(&text[at..]);
            }
        }
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        ends
    }

    /// One step over `text`, in which no match crosses one of `ends`; they
    /// become the ends in the step's output.
    fn step(&self, group: &Group, text: &str, ends: &mut [usize]) -> Changes {
        let mut changes = Changes::for_text(text);
        let mut at = 0;
        for end in ends {
            while at < *end {
                let rest = &text[at..*end];
                if let Some((dictionary, found)) = self.find(group, rest) {
                    let value = self.dictionary(dictionary).rule(found.entry).value;
                    let rule = RuleId { dictionary, entry: found.entry };
                    changes.replace(text, at..at + found.len, value, rule);
                    at += found.len;
                } else {
                    at += unmatched_len(rest);
                }
            }
            *end = changes.output_len_at(at);
        }
        changes.finish(text);
        changes
    }

    /// What one profile makes of `text`.
    fn profile(&self, config: &opencc::Config, text: &str) -> Changes {
        let mut all: Option<Changes> = None;
        for group in config.normalization {
            let changes = self.step(
                group,
                current(all.as_ref(), text),
                &mut [current(all.as_ref(), text).len()],
            );
            all = Some(join(all, changes));
        }
        let mut ends = match &config.segmentation {
            Some(group) => self.segment_ends(group, current(all.as_ref(), text)),
            None => vec![current(all.as_ref(), text).len()],
        };
        for group in config.chain {
            let changes = self.step(group, current(all.as_ref(), text), &mut ends);
            all = Some(join(all, changes));
        }
        all.unwrap_or_else(|| {
            let mut none = Changes::for_text(text);
            none.finish(text);
            none
        })
    }
}

fn current<'a>(all: Option<&'a Changes>, text: &'a str) -> &'a str {
    all.map_or(text, Changes::output)
}

fn join(before: Option<Changes>, after: Changes) -> Changes {
    match before {
        Some(before) => compose(&before, after),
        None => after,
    }
}

/// How far to go where nothing matches: over a whole ideographic description
/// sequence, else over one character.
fn unmatched_len(text: &str) -> usize {
    ideographic_description::complete_len(text)
        .unwrap_or_else(|| text.chars().next().map_or(0, char::len_utf8))
}

impl Engine for Plain {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut all: Option<Changes> = None;
        for config in &self.profiles {
            let changes = self.profile(config, current(all.as_ref(), text));
            all = Some(join(all, changes));
        }
        if let Some(all) = all {
            all.segments(text, each);
        }
        Ok(())
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let dictionary = self.dictionaries.get(usize::from(id.dictionary))?.as_ref()?;
        ((id.entry as usize) < dictionary.len()).then(|| dictionary.rule(id.entry))
    }

    fn convert<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, EngineError> {
        // The last step's output is the answer already.
        let mut converted = Cow::Borrowed(text);
        for config in &self.profiles {
            let changes = self.profile(config, &converted);
            if !changes.is_empty() {
                converted = Cow::Owned(changes.into_output());
            }
        }
        Ok(converted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(profile: Profile, text: &str) -> String {
        Plain::new(&[profile]).convert(text).unwrap().into_owned()
    }

    fn rules_of(profiles: &[Profile], text: &str) -> Vec<(String, String, Vec<String>)> {
        let engine = Plain::new(profiles);
        let mut list = Vec::new();
        engine
            .segments(text, &mut |segment| {
                let rules = segment.rules.iter().map(|id| {
                    let rule = engine.rule(*id).unwrap();
                    format!("{}: {} -> {}", rule.dictionary, rule.key, rule.value)
                });
                let source = text[segment.range.clone()].to_owned();
                list.push((source, segment.replacement.to_owned(), rules.collect()));
            })
            .unwrap();
        list
    }

    #[test]
    fn a_chain_names_the_rule_of_each_step() {
        assert_eq!(
            rules_of(&[Profile::S2twp], "用鼠标"),
            [(
                "鼠标".to_owned(),
                "滑鼠".to_owned(),
                vec!["STCharacters: 标 -> 標".to_owned(), "TWPhrases: 鼠標 -> 滑鼠".to_owned()]
            )]
        );
    }

    #[test]
    fn segments_and_string_agree_and_unchanged_text_is_borrowed() {
        let engine = Plain::new(&[Profile::Tw2sp]);
        assert!(matches!(engine.convert("abc 中文"), Ok(Cow::Borrowed(_))));
        for text in ["", "滑鼠", "軟體與資料庫，U盤", "豈更\u{f900}門"] {
            let mut spliced = text.to_owned();
            let mut list = Vec::new();
            engine
                .segments(text, &mut |segment| {
                    list.push((segment.range, segment.replacement.to_owned()));
                })
                .unwrap();
            for (range, replacement) in list.into_iter().rev() {
                spliced.replace_range(range, &replacement);
            }
            assert_eq!(spliced, engine.convert(text).unwrap());
        }
    }

    #[test]
    fn compatibility_ideographs_are_normalised_first() {
        // U+F9D1 is 六, U+F914 is 樂.
        assert_eq!(convert(Profile::T2s, "音\u{f914}"), "音乐");
    }

    #[test]
    fn a_complete_ideographic_description_is_left_alone() {
        assert_eq!(convert(Profile::T2s, "⿰車門車"), "⿰車門车");
        assert_eq!(convert(Profile::T2s, "⿰車"), "⿰车");
    }

    #[test]
    fn two_profiles_apply_one_after_the_other() {
        let there = Plain::new(&[Profile::Hk2t, Profile::T2tw]);
        let once = Plain::new(&[Profile::Hk2t]).convert("裏面衞生").unwrap().into_owned();
        assert_eq!(
            there.convert("裏面衞生").unwrap(),
            Plain::new(&[Profile::T2tw]).convert(&once).unwrap()
        );
        assert_eq!(there.convert("裏面衞生").unwrap(), "裡面衛生");
    }

    /// An engine of one step over made-up dictionaries, numbered from 0.
    fn engine(chain: &'static [Group], dictionaries: [&str; 2]) -> Plain {
        let config = opencc::Config {
            name: "made up",
            description: "",
            normalization: &[],
            segmentation: None,
            chain,
        };
        let open = |text| Some(Dictionary::from_text("made up", text).unwrap());
        Plain {
            dictionaries: dictionaries.map(open).to_vec(),
            profiles: vec![Box::leak(Box::new(config))],
        }
    }

    const TWO: &[Group] = &[Group::Table(0), Group::Table(1)];

    #[test]
    fn in_a_short_circuit_the_first_dictionary_wins_even_with_a_shorter_key() {
        let engine = engine(&[Group::ShortCircuit(TWO)], ["山\t甲\n", "山水\t乙\n水\t丙\n"]);
        assert_eq!(engine.convert("山水，水").unwrap(), "甲丙，丙");
    }

    #[test]
    fn in_a_union_the_longest_key_wins_and_the_first_dictionary_on_ties() {
        let engine = engine(&[Group::Union(TWO)], ["山\t甲\n水\t丁\n", "山水\t乙\n水\t丙\n"]);
        assert_eq!(engine.convert("山水，水，山").unwrap(), "乙，丁，甲");
    }
}
