//! Mining: from the posts of an archive to candidates for a glossary.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Candidate, Place,
    counts::Counts,
    decided::Decided,
    edges::{self, EdgeKind},
    names, originals,
    passages::{Passage, Post},
    spellings::together,
};
use crate::{
    Failed, SurveyOptions, Surveyed,
    archive::{ArchiveError, read},
    convert::{engine::Terms, variant::Variant},
    document::{ProseSettings, catch_panics},
    survey,
};

/// What is asked of mining.
#[derive(Debug, Clone)]
pub struct Mining {
    /// The archive and the posts in it.
    pub survey: SurveyOptions,
    /// The edition that the glossary is for.
    pub target: Variant,
    /// How often a word must stand in the posts; one with its original in brackets is
    /// taken from the first.
    pub least: usize,
    /// What is decided already, and left out.
    pub terms: Option<Arc<Terms>>,
    /// Which prose is read.
    pub prose: ProseSettings,
}

/// What was found in an archive.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Mined {
    /// The candidates, the most frequent first; those that may be the same word stand
    /// together.
    pub candidates: Vec<Candidate>,
    /// How many posts are written in a variant that leads to the edition.
    pub posts: usize,
    /// What could not be read; everything else was.
    pub failed: Vec<Failed>,
}

/// Names and terms of an archive for a glossary of one edition.
///
/// Nothing is written. Takes memory by the prose of the archive, and time by its length.
///
/// # Errors
/// As [`survey`].
pub fn mine(mining: &Mining) -> Result<Mined, ArchiveError> {
    let found = survey(&mining.survey)?;
    let read: Vec<Result<Post, ArchiveError>> =
        found.posts.par_iter().filter_map(|post| read_post(post, mining)).collect();
    let (mut posts, mut failed) = (Vec::new(), found.failed);
    for post in read {
        match post {
            Ok(post) => posts.push(post),
            Err(error) => failed.push(Failed { error }),
        }
    }
    let mut words = Words::default();
    words.find_bracketed(&posts);
    words.drop_longer();
    words.find_names(&posts, mining.least);
    let candidates = words.candidates(&posts, mining);
    Ok(Mined { candidates, posts: posts.len(), failed })
}

/// `None` if no copy is made of the post.
fn read_post(post: &Surveyed, mining: &Mining) -> Option<Result<Post, ArchiveError>> {
    let detected = post
        .source
        .counts()
        .and_then(|counts| counts.script().map(|script| counts.variant_in(script)));
    let variant = post.source.verdict.variant_for(mining.target).or(detected)?;
    if !variant.leads_to(mining.target) {
        return None;
    }
    let path = mining.survey.root.join(&post.path);
    let read = || {
        let text = read::read_post(&path, mining.survey.encoding)?.text;
        catch_panics(|| Post::read(post.path.clone(), variant, &text, &mining.prose))
            .and_then(|read| read)
            .map_err(|source| ArchiveError::Refused { path: path.clone(), source })
    };
    Some(read())
}

/// What is known of a word.
#[derive(Default)]
struct Found {
    kind: Option<EdgeKind>,
    originals: BTreeMap<String, usize>,
    places: Vec<Place>,
    variant: Option<Variant>,
    /// How many places were looked at.
    looked_at: usize,
}

impl Found {
    /// Takes note of a place; the first two are kept.
    fn at(&mut self, post: &Post, passage: &Passage, start: usize, end: usize) {
        self.variant.get_or_insert(post.variant);
        self.looked_at += 1;
        // Most words stand on two lines soon, or on one for good.
        if self.places.len() < 2 && self.looked_at <= 8 {
            let place = post.place(passage, start, end);
            let is_same = |known: &Place| (&known.path, known.line) == (&place.path, place.line);
            if !self.places.iter().any(is_same) {
                self.places.push(place);
            }
        }
    }
}

impl Found {
    /// Whether a word that stands `count` times is a term rather than a common word, or a
    /// part of a sentence. Names are.
    fn is_worth(&self, word: &str, count: usize) -> bool {
        if self.kind != Some(EdgeKind::Term) {
            return true;
        }
        let bracketed: usize = self.originals.values().sum();
        let len = word.chars().count();
        let any = |is: fn(&str) -> bool| self.originals.keys().any(|original| is(original));
        let is_title = any(|original| original.starts_with(char::is_uppercase));
        let is_spelt_out = any(|original| original.contains(char::is_lowercase));
        // What is called by its original once in a hundred times needs none.
        let is_common = count > bracketed * if len == 2 { 30 } else { 100 };
        let longest = match (count, is_title) {
            (1, true) => 6,
            (1, false) => 4,
            _ => usize::MAX,
        };
        !is_common && len <= longest && (is_spelt_out || len >= 4 && count >= 2)
    }
}

/// The words that were found, by themselves.
#[derive(Default)]
struct Words<'p>(HashMap<&'p str, Found>);

/// Every passage with its post.
fn passages(posts: &[Post]) -> impl Iterator<Item = (&Post, &Passage)> {
    posts.iter().flat_map(|post| post.passages.iter().map(move |passage| (post, passage)))
}

impl<'p> Words<'p> {
    /// Finds the words that have their original behind them.
    fn find_bracketed(&mut self, posts: &'p [Post]) {
        let mut terms = Vec::new();
        for (post, passage) in passages(posts) {
            for found in originals::bracketed(&passage.text) {
                let text = &passage.text[found.start..found.end];
                let is_title = found.original.starts_with(char::is_uppercase);
                match edges::name(text).filter(|_| is_title) {
                    Some(edge) => {
                        let start = found.start + edge.start;
                        self.note(post, passage, start, found.end, edge.kind, found.original);
                    }
                    None => terms.push((post, passage, found)),
                }
            }
        }
        let texts =
            || terms.iter().map(|(_, passage, found)| &passage.text[found.start..found.end]);
        let counts = Counts::of(texts().flat_map(edges::endings), posts);
        for (post, passage, found) in &terms {
            let text = &passage.text[found.start..found.end];
            if let Some(edge) = edges::term(text, &counts) {
                let start = found.start + edge.start;
                self.note(post, passage, start, found.end, edge.kind, found.original);
            }
        }
    }

    fn note(
        &mut self,
        post: &Post,
        passage: &'p Passage,
        start: usize,
        end: usize,
        kind: EdgeKind,
        original: &str,
    ) {
        let found = self.0.entry(&passage.text[start..end]).or_default();
        found.kind = Some(kind);
        *found.originals.entry(original.to_owned()).or_default() += 1;
        found.at(post, passage, start, end);
    }

    /// Finds the names that stand `least` times in the posts.
    fn find_names(&mut self, posts: &'p [Post], least: usize) {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        for (_, passage) in passages(posts) {
            for range in names::names(&passage.text) {
                *numbers.entry(&passage.text[range]).or_default() += 1;
            }
        }
        for (post, passage) in passages(posts) {
            for range in names::names(&passage.text) {
                let name = &passage.text[range.clone()];
                if self.0.contains_key(name) || numbers[name] >= least {
                    self.0.entry(name).or_default().at(post, passage, range.start, range.end);
                }
            }
        }
    }

    /// Drops words that end with another one of the same original: what stands before it
    /// there is no part of it.
    fn drop_longer(&mut self) {
        let mut by_original: HashMap<String, Vec<&'p str>> = HashMap::new();
        for (word, found) in &self.0 {
            for original in found.originals.keys() {
                by_original.entry(original.to_lowercase()).or_default().push(word);
            }
        }
        for mut words in by_original.into_values() {
            // Read backwards, a word is followed by those that end with it.
            words.sort_by(|a, b| a.chars().rev().cmp(b.chars().rev()));
            let mut shortest: Option<&str> = None;
            for word in words {
                match shortest {
                    Some(short) if word.len() > short.len() && word.ends_with(short) => {
                        self.0.remove(word);
                    }
                    _ => shortest = Some(word),
                }
            }
        }
    }

    /// The words that nothing has decided yet, in the order of the list.
    fn candidates(self, posts: &[Post], mining: &Mining) -> Vec<Candidate> {
        let mut decided = Decided::new(mining);
        let counts = Counts::of(self.0.keys().copied(), posts);
        let mut candidates: Vec<Candidate> = self
            .0
            .into_iter()
            .filter_map(|(word, found)| {
                let count = counts.get(word);
                let variant = found.is_worth(word, count).then_some(found.variant?)?;
                let value = decided.value(word, variant, !found.originals.is_empty())?;
                let mut originals: Vec<_> = found.originals.into_iter().collect();
                originals.sort_by_key(|(_, count)| Reverse(*count));
                Some(Candidate {
                    word: word.to_owned(),
                    value,
                    count,
                    originals: originals.into_iter().map(|(original, _)| original).collect(),
                    spellings: Vec::new(),
                    places: found.places,
                })
            })
            .collect();
        candidates.sort_by(|a, b| (b.count, &a.word).cmp(&(a.count, &b.word)));
        together(candidates)
    }
}
