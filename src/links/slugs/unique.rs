//! Ids that repeat, told apart by numbers.

use std::collections::{HashMap, HashSet};

/// How ids that repeat are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unique {
    /// `-1` and so on, by how often the slug was met, even if it is taken.
    Counted,
    /// The first free one of `-1` and so on.
    Free,
    /// The first free one of `_1` and so on. What ends so counts on, and what is
    /// empty gets a number at once.
    Underscore,
}

/// The ids of a post that are taken.
pub(super) struct Seen {
    unique: Unique,
    taken: HashSet<String>,
    /// The last number of a slug. Numbers below it stay taken, so that none is
    /// tried twice.
    counts: HashMap<String, usize>,
}

impl Seen {
    pub(super) fn new(unique: Unique) -> Self {
        Self { unique, taken: HashSet::new(), counts: HashMap::new() }
    }

    /// Takes an id that is written out.
    pub(super) fn take(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// The id of a heading with this slug.
    pub(super) fn tell_apart(&mut self, slug: String) -> String {
        let id = match self.unique {
            Unique::Counted => self.counted(slug),
            Unique::Free => self.free(slug, '-'),
            Unique::Underscore => self.underscored(slug),
        };
        self.taken.insert(id.clone());
        id
    }

    fn counted(&mut self, slug: String) -> String {
        let met = self.counts.entry(slug.clone()).and_modify(|met| *met += 1).or_insert(0);
        if *met == 0 { slug } else { format!("{slug}-{met}") }
    }

    fn free(&mut self, slug: String, separator: char) -> String {
        if self.taken.contains(&slug) { self.next(&slug, separator, 0) } else { slug }
    }

    fn underscored(&mut self, slug: String) -> String {
        if !slug.is_empty() && !self.taken.contains(&slug) {
            return slug;
        }
        match numbered(&slug) {
            Some((base, number)) => self.next(base, '_', number),
            None => self.next(&slug, '_', 0),
        }
    }

    /// The first number above `floor` that is free.
    fn next(&mut self, slug: &str, separator: char, floor: usize) -> String {
        let known = self.counts.get(slug).copied().unwrap_or(0);
        let mut number = floor.max(known);
        let id = loop {
            number += 1;
            let id = format!("{slug}{separator}{number}");
            if !self.taken.contains(&id) {
                break id;
            }
        };
        // A number above another floor says nothing about those below it.
        if floor <= known {
            self.counts.insert(slug.to_owned(), number);
        }
        id
    }
}

/// `slug_2` as `slug` and 2.
fn numbered(slug: &str) -> Option<(&str, usize)> {
    let (base, number) = slug.rsplit_once('_')?;
    let is_number = number.bytes().all(|b| b.is_ascii_digit());
    Some((base, number.parse().ok().filter(|_| is_number)?))
}
