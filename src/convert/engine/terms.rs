//! Terms: words that a user has decided on, matched before an engine sees the
//! text.
//!
//! A match is final: it is a wall between two texts, which the engine converts
//! apart. So no later step of a chain converts the term again, and no phrase of
//! a dictionary reaches into it.

use std::{
    borrow::Cow,
    ops::Range,
    sync::{Arc, OnceLock},
};

use super::{Engine, EngineError, Granularity, Texts, starts::Starts};
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

/// The texts, cut at the terms.
struct Stretches<'t> {
    /// What lies between the terms, each stretch a text.
    between: Texts,
    /// Where each of them starts, there and in the texts as they were.
    starts: Vec<(usize, usize)>,
    /// The terms that change, with what they become.
    terms: Vec<(Range<usize>, &'t str)>,
}

impl WithTerms {
    /// Engines convert many texts faster together than one by one.
    fn stretches(&self, texts: &Texts) -> Stretches<'_> {
        let mut between = Texts::with_room_for(texts.joined().len());
        let (mut starts, mut terms) = (Vec::new(), Vec::new());
        for (offset, text) in texts.iter() {
            let mut done = 0;
            let mut add = |stretch: Range<usize>| {
                if !stretch.is_empty() {
                    starts.push((between.joined().len(), offset + stretch.start));
                    between.push([&text[stretch]]);
                }
            };
            while let Some((start, number, found)) = self.terms.next(text, done) {
                add(done..start);
                done = start + found.len;
                let replacement = self.terms.dictionaries[number].rule(found.entry).value;
                if text[start..done] != *replacement {
                    terms.push((offset + start..offset + done, replacement));
                }
            }
            add(done..text.len());
        }
        Stretches { between, starts, terms }
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
        let Stretches { between, starts, terms } = self.stretches(texts);
        let mut of_inner = Edits::default();
        self.inner.edits(&between, &mut of_inner)?;
        let mut terms = terms.into_iter().peekable();
        let push = |(range, replacement): (Range<usize>, &str), edits: &mut Edits| {
            edits.push(range, replacement, &[]);
        };
        let mut stretch = 0;
        for edit in of_inner.iter() {
            while starts.get(stretch + 1).is_some_and(|(start, _)| *start <= edit.range.start) {
                stretch += 1;
            }
            let (from, to) = starts[stretch];
            let range = edit.range.start - from + to..edit.range.end - from + to;
            while let Some(term) = terms.next_if(|(term, _)| term.start < range.start) {
                push(term, edits);
            }
            push((range, edit.replacement), edits);
        }
        terms.for_each(|term| push(term, edits));
        Ok(())
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
mod tests;
