//! The lattice: all ways to cut a text into words, each with its probability, which is
//! the product of those of its words.

use std::ops::Range;

use super::{format, tables};

/// The likelihood of each cost; see [`format::COSTS_IN_ONE`].
#[derive(Debug, Clone)]
pub(super) struct Likelihoods(Box<[f64; 256]>);

impl Default for Likelihoods {
    fn default() -> Self {
        // One step after the other, which takes less than so many exponentials.
        let step = (-1.0 / format::COSTS_IN_ONE).exp();
        let mut all = Box::new([1.0; 256]);
        for cost in 1..256 {
            all[cost] = all[cost - 1] * step;
        }
        Self(all)
    }
}

impl Likelihoods {
    #[inline]
    pub(super) fn of(&self, cost: u8) -> f64 {
        self.0[usize::from(cost)]
    }
}

/// A word at a place of the lattice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) start: usize,
    pub(super) end: usize,
    likelihood: f64,
    /// The numbers of its characters' alternatives, four bits for each.
    alternatives: u16,
}

impl Edge {
    fn alternative(&self, at: usize) -> usize {
        usize::from(self.alternatives >> (4 * (at - self.start)) & 0xf)
    }
}

/// The words of a stretch of text, and how likely each beginning and each end of it is.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    edges: Vec<Edge>,
    /// Of the text up to each place, over all ways to cut it.
    before: Vec<f64>,
    /// Of the text from each place on.
    behind: Vec<f64>,
}

/// No stretch is longer, in characters, so that no product is too small for a number.
pub(super) const LONGEST: usize = 40;

impl Lattice {
    /// Takes the words of `text`, which is Simplified, and `extra`: one that ends are
    /// asked of, with its cost.
    pub(super) fn read(
        &mut self,
        text: &[u16],
        likelihoods: &Likelihoods,
        extra: Option<(&Range<usize>, u8)>,
    ) {
        debug_assert!(text.len() <= LONGEST, "a stretch is short");
        self.edges.clear();
        for start in 0..text.len() {
            let mut add = |len: usize, cost: u8, alternatives: u16| {
                let likelihood = likelihoods.of(cost);
                self.edges.push(Edge { start, end: start + len, likelihood, alternatives });
            };
            match tables::number(text[start]) {
                None => add(1, tables::cost(text[start]), 0),
                Some(number) => {
                    for (number, cost) in (0..).zip(tables::Alternatives::of(number).costs()) {
                        add(1, cost, number);
                    }
                }
            }
            for word in tables::words(&text[start..]) {
                add(word.len, word.cost, word.alternatives);
            }
            if let Some((range, cost)) = extra.filter(|(range, _)| range.start == start) {
                add(range.len(), cost, 0);
            }
        }
        self.sum(text.len());
    }

    fn sum(&mut self, len: usize) {
        self.before.clear();
        self.before.resize(len + 1, 0.0);
        self.before[0] = 1.0;
        // Edges are sorted by their start.
        for edge in &self.edges {
            self.before[edge.end] += self.before[edge.start] * edge.likelihood;
        }
        self.behind.clear();
        self.behind.resize(len + 1, 0.0);
        self.behind[len] = 1.0;
        for edge in self.edges.iter().rev() {
            self.behind[edge.start] += edge.likelihood * self.behind[edge.end];
        }
    }

    fn weight(&self, edge: &Edge) -> f64 {
        self.before[edge.start] * edge.likelihood * self.behind[edge.end]
    }

    /// How much speaks for each alternative of the character at `at`.
    pub(super) fn alternatives(&self, at: usize) -> [f64; format::ALTERNATIVES] {
        let mut weights = [0.0; format::ALTERNATIVES];
        for edge in self.edges.iter().filter(|edge| edge.start <= at && at < edge.end) {
            if let Some(weight) = weights.get_mut(edge.alternative(at)) {
                *weight += self.weight(edge);
            }
        }
        weights
    }

    /// How much speaks for words that end at both ends of `range`, and against it.
    pub(super) fn edges_at(&self, range: &Range<usize>) -> (f64, f64) {
        let mut within = vec![0.0; range.len() + 1];
        within[0] = 1.0;
        let inside = |edge: &&Edge| range.start <= edge.start && edge.end <= range.end;
        for edge in self.edges.iter().filter(inside) {
            within[edge.end - range.start] += within[edge.start - range.start] * edge.likelihood;
        }
        // A word that holds all of it says nothing against it.
        let around = |edge: &&Edge| {
            edge.start <= range.start
                && range.end <= edge.end
                && edge.end - edge.start > range.len()
        };
        let around: f64 = self.edges.iter().filter(around).map(|edge| self.weight(edge)).sum();
        let both = self.before[range.start] * within[range.len()] * self.behind[range.end];
        (both, (self.behind[0] - both - around).max(0.0))
    }
}
