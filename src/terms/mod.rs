//! Names and terms: glossaries that a user keeps, and what of an archive is worth one.
//!
//! [`read_dictionary`] reads a glossary, which [`Terms`](crate::Terms) puts before
//! every other dictionary. [`mine`] goes the other way: from the posts to
//! [`Candidate`]s, of which a person makes a glossary.
//!
//! ```text
//! posts -passages-> prose -originals, names-> words -counts-> edges -spellings-> candidates
//! ```

mod counts;
mod decided;
mod edges;
mod glossary;
mod mine;
mod names;
mod originals;
mod passages;
mod spellings;

pub use glossary::{GlossaryError, read_dictionary};
pub use mine::{Mined, Mining, mine};

use std::path::PathBuf;

/// A word of an archive that may be worth a line in a glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The word as it stands in the posts.
    pub word: String,
    /// What hanmark writes for it now.
    pub value: String,
    /// How often it stands in prose.
    pub count: usize,
    /// What stands behind it in brackets, the most frequent first.
    pub originals: Vec<String>,
    /// Other candidates that may be the same word, spelt otherwise.
    pub spellings: Vec<String>,
    /// Where it stands first; at most two.
    pub places: Vec<Place>,
}

/// Where a word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The post, relative to the root of the archive.
    pub path: PathBuf,
    /// Its line, counted from 1.
    pub line: usize,
    /// The word with what stands around it, in one line.
    pub context: String,
}
