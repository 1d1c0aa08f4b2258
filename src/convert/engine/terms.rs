//! Terms: words that a user has decided on, matched before an engine sees the
//! text.
//!
//! A match is final: it is a wall between two texts, which the engine converts
//! apart. So no later step of a chain converts the term again, and no phrase of
//! a dictionary reaches into it.

use std::{borrow::Cow, sync::Arc};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{Engine, EngineError, Granularity};
use crate::convert::segment::{Rule, RuleId, Segment};

/// The dictionary number of every term: above all that an engine counts itself.
const TERMS: u16 = u16::MAX;

/// One term: its key stands for its value; for itself if both are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Where it was given, as a [`Rule`] names it: `post`.
    pub list: Cow<'static, str>,
    /// The words in the text that is converted; never empty.
    pub key: String,
    /// What they become.
    pub value: String,
}

/// Terms, ready to be found.
#[derive(Debug, Clone)]
pub struct Terms {
    terms: Vec<Term>,
    finder: AhoCorasick,
}

impl Terms {
    /// The terms; where a key is there twice, the first one counts.
    ///
    /// They are found from left to right, the longest at each place. Building
    /// costs time by the length of all keys, finding at worst by the length of
    /// the text times the longest key.
    ///
    /// # Errors
    /// When there are more of them than can be counted: some gigabytes.
    pub fn new(terms: Vec<Term>) -> Result<Self, EngineError> {
        let keys = terms.iter().map(|term| &term.key);
        // The other kinds take a kilobyte for each byte of the keys.
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(keys);
        let finder =
            finder.map_err(|error| EngineError { engine: "terms", reason: error.to_string() })?;
        Ok(Self { terms, finder })
    }

    /// The terms, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }
}

/// An engine, and the terms that are matched before it.
///
/// ```
/// use std::sync::Arc;
/// use hanmark::{Engine, Plain, Profile, Term, Terms, WithTerms};
///
/// let term = |key: &str, value: &str| Term {
///     list: "post".into(),
///     key: key.to_owned(),
///     value: value.to_owned(),
/// };
/// let terms = Terms::new(vec![term("滑鼠", "小老鼠"), term("松鼠", "松鼠")])?;
/// let engine = WithTerms::new(Arc::new(Plain::new(&[Profile::Tw2sp])), Arc::new(terms));
/// assert_eq!(engine.convert("用滑鼠點松鼠的軟體")?, "用小老鼠点松鼠的软件");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Clone)]
pub struct WithTerms {
    inner: Arc<dyn Engine>,
    terms: Arc<Terms>,
}

impl WithTerms {
    /// The engine that converts with `inner` what lies between the terms.
    #[must_use]
    pub fn new(inner: Arc<dyn Engine>, terms: Arc<Terms>) -> Self {
        Self { inner, terms }
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
        for found in self.terms.finder.find_iter(text) {
            self.between(&text[done..found.start()], done, each)?;
            done = found.end();
            let replacement = self.terms.terms[found.pattern().as_usize()].value.as_str();
            if text[found.range()] != *replacement {
                let rules = [RuleId { dictionary: TERMS, entry: found.pattern().as_u32() }];
                each(Segment { range: found.range(), replacement, rules: &rules });
            }
        }
        self.between(&text[done..], done, each)
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        if id.dictionary != TERMS {
            return self.inner.rule(id);
        }
        let term = self.terms.terms.get(id.entry as usize)?;
        Some(Rule {
            dictionary: &term.list,
            key: &term.key,
            value: &term.value,
            alternatives: &term.value,
        })
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
        convert::{engine::Plain, profile::Profile},
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
        let term = |(key, value): &(&str, &str)| Term {
            list: "post".into(),
            key: (*key).to_owned(),
            value: (*value).to_owned(),
        };
        let terms = Terms::new(terms.iter().map(term).collect()).unwrap();
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
        assert_eq!(engine.rule(RuleId { dictionary: TERMS, entry: 1 }), None);
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
}
