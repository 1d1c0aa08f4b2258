//! Names and terms: glossaries that a user keeps, and what is worth one.
//!
//! [`read_dictionary`] reads a glossary, which [`Terms`](crate::Terms) puts before
//! every other dictionary.

mod glossary;

pub use glossary::{GlossaryError, read_dictionary};
