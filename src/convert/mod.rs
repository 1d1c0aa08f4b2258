//! Conversion of text: variants, profiles, dictionaries, engines.
//!
//! Nothing here knows of Markdown or files.

pub mod detect;
pub mod dictionary;
pub mod engine;
pub mod profile;
pub mod punctuation;
pub mod regional;
pub mod segment;
pub mod style;
pub mod variant;
pub mod words;
