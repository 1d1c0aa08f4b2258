//! Terms: words that a user has decided on, matched before an engine sees the
//! text.
//!
//! A match is final: it is a wall between two texts, which the engine converts
//! apart. So no later step of a chain converts the term again, and no phrase of
//! a dictionary reaches into it.

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

use super::{Engine, EngineError, Granularity, Texts, edits_of_segments, starts::Starts};
use crate::{
    convert::{
        dictionary::{Dictionary, Found},
        segment::{Layer, Rule, RuleId, Segment},
    },
    edit::Edits,
};

/// Terms, ready to be found: dictionaries of a user, the most important first.
///
/// A key that is its own value keeps it as it is.
#[derive(Debug)]
pub struct Terms {
    dictionaries: Vec<Dictionary>,
    starts: Starts,
    pairs: Pairs,
    fingerprint: OnceLock<String>,
}

impl Terms {
    /// The terms of `dictionaries`. They are found from left to right, the longest
    /// at each place, of equal ones that of the first dictionary.
    #[must_use]
    pub fn new(mut dictionaries: Vec<Dictionary>) -> Self {
        dictionaries.retain(|dictionary| !dictionary.is_empty());
        let mut starts = Starts::new();
        for dictionary in &dictionaries {
            starts.extend(dictionary.first_characters());
        }
        let pairs = Pairs::of(&dictionaries);
        Self { dictionaries, starts, pairs, fingerprint: OnceLock::new() }
    }

    /// Whether `text` as a whole is a term.
    #[must_use]
    pub fn contains(&self, text: &str) -> bool {
        self.dictionaries
            .iter()
            .any(|dictionary| dictionary.longest_prefix(text).is_some_and(|f| f.len == text.len()))
    }

    /// A text that differs whenever the terms would give another result.
    pub(crate) fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            for dictionary in &self.dictionaries {
                // A table tells its own length.
                hasher.update(dictionary.table());
            }
            hasher.finalize().to_hex().to_string()
        })
    }

    /// The first term at or behind `start`: where it is, and which.
    fn next(&self, text: &str, start: usize) -> Option<(usize, usize, Found)> {
        let mut at = start;
        loop {
            at += self.starts.bytes_before(&text[at..]);
            let mut characters = text[at..].chars();
            let next = characters.next()?;
            if !self.pairs.may_begin(next, characters.next()) {
                at += next.len_utf8();
                continue;
            }
            let found = self.dictionaries.iter().enumerate().filter_map(|(number, dictionary)| {
                Some((number, dictionary.longest_prefix(&text[at..])?))
            });
            let longest =
                found.reduce(|best, next| if next.1.len > best.1.len { next } else { best });
            if let Some((number, found)) = longest {
                return Some((at, number, found));
            }
            at += next.len_utf8();
        }
    }
}

/// The first two characters of the keys, so that the dictionaries are asked seldom:
/// a bit for each, by a hash, in which others may seem to be.
#[derive(Debug)]
struct Pairs(Vec<u64>);

impl Pairs {
    /// Bits for each key: one of so many other pairs seems to be one.
    const SPARSE: usize = 64;

    fn of(dictionaries: &[Dictionary]) -> Self {
        let keys: usize = dictionaries.iter().map(Dictionary::len).sum();
        let words = (keys * Self::SPARSE).div_ceil(64).next_power_of_two();
        let mut pairs = Self(vec![0; words]);
        for rule in dictionaries.iter().flat_map(Dictionary::rules) {
            let mut characters = rule.key.chars();
            if let Some(first) = characters.next() {
                let (word, bit) = pairs.place(first, characters.next());
                pairs.0[word] |= 1 << bit;
            }
        }
        pairs
    }

    /// Whether a key may be `first` alone, or begin with both.
    fn may_begin(&self, first: char, second: Option<char>) -> bool {
        let holds = |second| {
            let (word, bit) = self.place(first, second);
            self.0[word] >> bit & 1 == 1
        };
        holds(None) || second.is_some() && holds(second)
    }

    fn place(&self, first: char, second: Option<char>) -> (usize, u32) {
        let pair = u64::from(u32::from(first)) << 32 | second.map_or(0, |one| u64::from(one) + 1);
        let hash = pair.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        ((hash >> 32) as usize & (self.0.len() - 1), (hash >> 58) as u32)
    }
}

/// The number in a [`RuleId`] of a dictionary of terms: counted down, since an
/// engine counts its own upward; the last sixteen are for what comes behind engines.
fn id_of(number: usize) -> u16 {
    (u16::MAX - 16).saturating_sub(number.try_into().unwrap_or(u16::MAX))
}

/// An engine, and the terms that are matched before it.
///
/// ```
/// use std::sync::Arc;
/// use hanmark::{Dictionary, Engine, Lazy, Profile, Terms, WithTerms};
///
/// let terms = Dictionary::from_pairs("mine", &[("滑鼠", "小老鼠"), ("書", "書")]);
/// let inner = Arc::new(Lazy::new(&[Profile::Tw2sp]));
/// let engine = WithTerms::new(inner, Arc::new(Terms::new(vec![terms])));
/// assert_eq!(engine.convert("滑鼠與書與軟體")?, "小老鼠与書与软件");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Clone)]
pub struct WithTerms {
    inner: Arc<dyn Engine>,
    terms: Arc<Terms>,
    /// The number of the first dictionary: behind those of terms that `inner` has.
    first: usize,
}

impl WithTerms {
    /// The engine that converts with `inner` what lies between the terms. `inner` may
    /// have terms of its own, which count for less.
    #[must_use]
    pub fn new(inner: Arc<dyn Engine>, terms: Arc<Terms>) -> Self {
        let is_taken =
            |number| inner.rule(RuleId { dictionary: id_of(number), entry: 0 }).is_some();
        let first = (0..usize::from(u16::MAX)).find(|number| !is_taken(*number)).unwrap_or(0);
        Self { inner, terms, first }
    }

    /// Has the inner engine convert `text`, which starts at `start` of the whole.
    fn between(
        &self,
        text: &str,
        start: usize,
        each: &mut dyn FnMut(Segment<'_>),
    ) -> Result<(), EngineError> {
        if text.is_empty() {
            return Ok(());
        }
        self.inner.segments(text, &mut |segment| {
            let range = start + segment.range.start..start + segment.range.end;
            each(Segment { range, ..segment });
        })
    }
}

impl Engine for WithTerms {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut done = 0;
        while let Some((start, number, found)) = self.terms.next(text, done) {
            self.between(&text[done..start], done, each)?;
            done = start + found.len;
            let replacement = self.terms.dictionaries[number].rule(found.entry).value;
            if text[start..done] != *replacement {
                let dictionary = id_of(self.first + number);
                let rules = [RuleId { dictionary, entry: found.entry }];
                each(Segment { range: start..done, replacement, rules: &rules });
            }
        }
        self.between(&text[done..], done, each)
    }

    fn convert<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, EngineError> {
        let mut converted = String::new();
        let mut done = 0;
        while let Some((start, number, found)) = self.terms.next(text, done) {
            if converted.is_empty() {
                converted.reserve(text.len() + text.len() / 8);
            }
            if done < start {
                converted.push_str(&self.inner.convert(&text[done..start])?);
            }
            done = start + found.len;
            converted.push_str(self.terms.dictionaries[number].rule(found.entry).value);
        }
        if done == 0 {
            return self.inner.convert(text);
        }
        if done < text.len() {
            converted.push_str(&self.inner.convert(&text[done..])?);
        }
        Ok(if converted == text { Cow::Borrowed(text) } else { Cow::Owned(converted) })
    }

    fn edits(&self, texts: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
        // Most posts have none of the terms.
        if self.terms.next(texts.joined(), 0).is_none() {
            return self.inner.edits(texts, edits);
        }
        edits_of_segments(self, texts, edits)
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        let mut own = self.terms.dictionaries.iter().enumerate();
        match own.find(|(number, _)| id_of(self.first + number) == id.dictionary) {
            Some((_, own)) => ((id.entry as usize) < own.len())
                .then(|| Rule { layer: Layer::Terms, ..own.rule(id.entry) }),
            None => self.inner.rule(id),
        }
    }

    fn granularity(&self) -> Granularity {
        self.inner.granularity()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        convert::{
            engine::{Lazy, Plain},
            profile::Profile,
        },
        document::fake_engine::Phrases,
    };

    type Found = (std::ops::Range<usize>, String, Vec<RuleId>);

    fn segments(engine: &dyn Engine, text: &str) -> Vec<Found> {
        let mut list = Vec::new();
        engine
            .segments(text, &mut |segment| {
                list.push((segment.range, segment.replacement.to_owned(), segment.rules.to_vec()));
            })
            .unwrap();
        list
    }

    fn with_terms(inner: Arc<dyn Engine>, terms: &[(&str, &str)]) -> WithTerms {
        let terms = Terms::new(vec![Dictionary::from_pairs("post", terms)]);
        WithTerms::new(inner, Arc::new(terms))
    }

    fn plain(terms: &[(&str, &str)]) -> WithTerms {
        with_terms(Arc::new(Plain::new(&[Profile::S2twp])), terms)
    }

    #[test]
    fn a_term_wins_over_phrases_that_begin_before_it_or_are_longer() {
        assert_eq!(plain(&[]).convert("数据库的软件").unwrap(), "資料庫的軟體");
        assert_eq!(plain(&[("据", "据")]).convert("数据库的软件").unwrap(), "數据庫的軟體");
        assert_eq!(plain(&[("数", "数")]).convert("数据库的软件").unwrap(), "数據庫的軟體");
    }

    #[test]
    fn what_a_term_became_is_not_converted_again() {
        assert_eq!(plain(&[("門", "软件")]).convert("門软件").unwrap(), "软件軟體");
    }

    #[test]
    fn the_leftmost_term_wins_then_the_longest_then_the_first() {
        let terms = [("甲乙", "1"), ("乙丙丁", "2"), ("甲乙丙", "3"), ("甲乙丙", "4"), ("丁", "5")];
        assert_eq!(plain(&terms).convert("甲乙丙丁乙丙丁甲乙").unwrap(), "3521");
    }

    #[test]
    fn the_longest_of_all_dictionaries_wins_and_the_first_on_ties() {
        let dictionary = |pairs| Dictionary::from_pairs("test", pairs);
        let terms = vec![
            dictionary(&[("甲", "1"), ("丙", "2")]),
            dictionary(&[("甲乙", "3"), ("丙", "4")]),
        ];
        let engine = WithTerms::new(Arc::new(Plain::new(&[])), Arc::new(Terms::new(terms)));
        assert_eq!(engine.convert("甲乙丙甲").unwrap(), "321");
        let ids: Vec<_> =
            segments(&engine, "甲乙丙").into_iter().flat_map(|(.., ids)| ids).collect();
        let rules: Vec<_> = ids.iter().map(|id| engine.rule(*id).unwrap().value).collect();
        assert_eq!(rules, ["3", "2"]);
    }

    #[test]
    fn a_value_may_hold_blanks_and_begin_with_its_key() {
        assert_eq!(plain(&[("门", "门 Gate")]).convert("门门").unwrap(), "门 Gate门 Gate");
    }

    #[test]
    fn the_rule_of_a_term_and_of_a_dictionary_are_spelt_out() {
        let engine = plain(&[("门", "門戶")]);
        let rules: Vec<_> = segments(&engine, "门书")
            .iter()
            .flat_map(|(.., rules)| rules)
            .map(|id| {
                let rule = engine.rule(*id).unwrap();
                format!("{}: {} -> {}", rule.dictionary, rule.key, rule.value)
            })
            .collect();
        assert_eq!(rules, ["post: 门 -> 門戶", "STCharacters: 书 -> 書"]);
        assert_eq!(engine.rule(RuleId { dictionary: id_of(0), entry: 1 }), None);
    }

    #[test]
    fn terms_within_terms_count_for_less_and_each_rule_is_named() {
        let named = |name, pairs| Dictionary::from_pairs(name, pairs);
        let archive = Terms::new(vec![
            named("a", &[]),
            named("b", &[("门", "門戶"), ("书", "x")]),
            named("c", &[("桌", "y")]),
        ]);
        let post = Terms::new(vec![named("post", &[("书", "書卷"), ("椅", "z")])]);
        let inner = Arc::new(Plain::new(&[Profile::S2twp]));
        let inner = Arc::new(WithTerms::new(inner, Arc::new(archive)));
        let engine = WithTerms::new(inner, Arc::new(post));
        assert_eq!(engine.convert("门书桌椅软").unwrap(), "門戶書卷yz軟");
        let rules: Vec<_> = segments(&engine, "门书桌椅软")
            .iter()
            .flat_map(|(.., rules)| rules)
            .map(|id| {
                let rule = engine.rule(*id).unwrap();
                format!("{}: {} -> {}", rule.dictionary, rule.key, rule.value)
            })
            .collect();
        assert_eq!(
            rules,
            [
                "b: 门 -> 門戶",
                "post: 书 -> 書卷",
                "c: 桌 -> y",
                "post: 椅 -> z",
                "STCharacters: 软 -> 軟"
            ]
        );
    }

    #[test]
    fn the_fingerprint_is_of_the_content() {
        let of = |name, pairs| Terms::new(vec![Dictionary::from_pairs(name, pairs)]);
        let one = of("a", &[("门", "門"), ("书", "書")]);
        assert_eq!(one.fingerprint(), of("b", &[("书", "書"), ("门", "門")]).fingerprint());
        assert_ne!(one.fingerprint(), of("a", &[("门", "門"), ("书", "书")]).fingerprint());
    }

    #[test]
    fn an_engine_of_strings_stays_one() {
        let engine = with_terms(Arc::new(Phrases::characters().strings_only()), &[("門", "門")]);
        assert_eq!(engine.granularity(), Granularity::Strings);
        assert_eq!(engine.convert("門書").unwrap(), "門书");
    }

    fn words(letters: &'static str) -> impl Strategy<Value = String> {
        let letters: Vec<char> = letters.chars().collect();
        let word = prop::collection::vec(prop::sample::select(letters), 1..4);
        word.prop_map(|letters| letters.into_iter().collect())
    }

    proptest! {
        #[test]
        fn outside_of_terms_the_text_is_the_inner_engines_stretch_by_stretch(
            text in prop::collection::vec(words("数据库鼠标软件a。后面"), 0..20),
            terms in prop::collection::vec(words("数据库鼠标软件后"), 0..4),
        ) {
            let text = text.concat();
            // Values outside of every script, so that they can be told in the output.
            let marked: Vec<(&str, String)> =
                terms.iter().enumerate().map(|(at, key)| (key.as_str(), format!("<{at}>"))).collect();
            let pairs: Vec<(&str, &str)> =
                marked.iter().map(|(key, value)| (*key, value.as_str())).collect();
            let inner = Arc::new(Plain::new(&[Profile::S2twp]));
            let engine = with_terms(inner.clone(), &pairs);

            let mut expected = String::new();
            let mut stretch = String::new();
            let mut rest = text.as_str();
            while let Some(next) = rest.chars().next() {
                let here = pairs.iter().filter(|(key, _)| rest.starts_with(key));
                let longest = here.rev().max_by_key(|(key, _)| key.len());
                if let Some((key, value)) = longest {
                    expected += &inner.convert(&stretch).unwrap();
                    expected += value;
                    stretch.clear();
                    rest = &rest[key.len()..];
                } else {
                    stretch.push(next);
                    rest = &rest[next.len_utf8()..];
                }
            }
            expected += &inner.convert(&stretch).unwrap();
            prop_assert_eq!(engine.convert(&text).unwrap(), expected);
            if terms.is_empty() {
                prop_assert_eq!(segments(&engine, &text), segments(&*inner, &text));
            }
        }
    }

    #[test]
    fn terms_are_found_within_each_of_many_texts_alone() {
        let inner = Arc::new(Lazy::new(&[Profile::Tw2sp]));
        let mut texts = Texts::default();
        texts.push(["軟體與滑鼠"]);
        texts.push(["書"]);
        for (pairs, expected) in [
            ([("滑鼠", "小老鼠")], "软件与小老鼠\n书\n"),
            ([("鼠\n書", "貓")], "软件与鼠标\n书\n"),
            ([("門", "户")], "软件与鼠标\n书\n"),
        ] {
            let mut edits = Edits::default();
            with_terms(inner.clone(), &pairs).edits(&texts, &mut edits).unwrap();
            assert_eq!(edits.splice(texts.joined()), expected, "{pairs:?}");
        }
    }
}
