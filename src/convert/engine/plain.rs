//! The plain engine: OpenCC 1.4.2 exactly, left to right.
//!
//! It does what OpenCC's documentation of `normalization`, `segmentation` and
//! `conversion_chain` says, one step after the other over the whole text, and
//! notes for every step what became what. It is the oracle for faster engines.

use std::borrow::Cow;

use super::{
    Engine, EngineError,
    changes::{Changes, Output, Replaced},
    ideographic_description,
    starts::Starts,
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
    profiles: Vec<Stages>,
}

/// What one profile does, stage by stage.
#[derive(Debug)]
struct Stages {
    normalization: Vec<Stage>,
    segmentation: Option<Stage>,
    chain: Vec<Stage>,
}

#[derive(Debug)]
struct Stage {
    group: &'static Group,
    starts: Starts,
}

impl Plain {
    /// The engine that applies `profiles` one after the other.
    ///
    /// It costs a look at the first characters of each dictionary that they use.
    #[must_use]
    pub fn new(profiles: &[Profile]) -> Self {
        let mut engine =
            Self { dictionaries: vec![None; opencc::TABLES.len()], profiles: Vec::new() };
        for profile in profiles {
            let config = profile.config();
            let stages = Stages {
                normalization: engine.stages(config.normalization),
                segmentation: config.segmentation.as_ref().map(|group| engine.stage(group)),
                chain: engine.stages(config.chain),
            };
            engine.profiles.push(stages);
        }
        engine
    }

    fn stages(&mut self, groups: &'static [Group]) -> Vec<Stage> {
        groups.iter().map(|group| self.stage(group)).collect()
    }

    fn stage(&mut self, group: &'static Group) -> Stage {
        let mut starts = Starts::new();
        self.open(group, &mut starts);
        Stage { group, starts }
    }

    fn open(&mut self, group: &Group, starts: &mut Starts) {
        match group {
            Group::Table(place) => {
                let dictionary = self.dictionaries[usize::from(*place)]
                    .get_or_insert_with(|| opencc::dictionary(*place));
                starts.extend(dictionary.first_characters());
            }
            Group::ShortCircuit(members) | Group::Union(members) => {
                for member in *members {
                    self.open(member, starts);
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
    fn segment_ends(&self, stage: &Stage, text: &str) -> Vec<usize> {
        let mut ends = Vec::new();
        let mut at = stage.starts.bytes_before(text);
        while at < text.len() {
            if let Some((_, found)) = self.find(stage.group, &text[at..]) {
                if ends.last().map_or(0, |end| *end) < at {
                    ends.push(at);
                }
                at += found.len;
                ends.push(at);
            } else {
                at += unmatched_len(&text[at..]);
            }
            at += stage.starts.bytes_before(&text[at..]);
        }
        if ends.last() != Some(&text.len()) {
            ends.push(text.len());
        }
        ends
    }

    /// One step over `text`, in which no match crosses one of `ends`; they
    /// become the ends in the step's output.
    fn step<R: Replaced>(&self, stage: &Stage, text: &str, ends: &mut [usize]) -> R {
        let mut replaced = R::for_text(text);
        let mut at = 0;
        for end in ends {
            at += stage.starts.bytes_before(&text[at..*end]);
            while at < *end {
                let rest = &text[at..*end];
                if let Some((dictionary, found)) = self.find(stage.group, rest) {
                    let value = self.dictionary(dictionary).rule(found.entry).value;
                    let rule = RuleId { dictionary, entry: found.entry };
                    replaced.replace(text, at..at + found.len, value, rule);
                    at += found.len;
                } else {
                    at += unmatched_len(rest);
                }
                at += stage.starts.bytes_before(&text[at..*end]);
            }
            *end = replaced.output_len_at(at);
        }
        replaced.finish(text);
        replaced
    }

    /// What one profile makes of `text`; `None` if it has no step.
    fn profile<R: Replaced>(&self, stages: &Stages, text: &str) -> Option<R> {
        let mut all: Option<R> = None;
        for stage in &stages.normalization {
            let source = current(all.as_ref(), text);
            let replaced = self.step(stage, source, &mut [source.len()]);
            all = Some(R::join(all, replaced));
        }
        let source = current(all.as_ref(), text);
        let mut ends = match &stages.segmentation {
            Some(stage) => self.segment_ends(stage, source),
            None => vec![source.len()],
        };
        for stage in &stages.chain {
            let replaced = self.step(stage, current(all.as_ref(), text), &mut ends);
            all = Some(R::join(all, replaced));
        }
        all
    }
}

fn current<'a, R: Replaced>(all: Option<&'a R>, text: &'a str) -> &'a str {
    all.map_or(text, R::output)
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
        for stages in &self.profiles {
            if let Some(changes) = self.profile(stages, current(all.as_ref(), text)) {
                all = Some(Changes::join(all, changes));
            }
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
        // Nobody asks for the rules here, so only the text is kept.
        let mut converted = Cow::Borrowed(text);
        for stages in &self.profiles {
            let output = self.profile(stages, &converted).and_then(Output::into_changed);
            if let Some(output) = output {
                converted = Cow::Owned(output);
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
        let mut engine = Plain { dictionaries: Vec::new(), profiles: Vec::new() };
        for text in dictionaries {
            engine.dictionaries.push(Some(Dictionary::from_text("made up", text).unwrap()));
        }
        let chain = engine.stages(chain);
        engine.profiles.push(Stages { normalization: Vec::new(), segmentation: None, chain });
        engine
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
