//! What is promised of every text, as checks that panic where a promise is
//! broken; with engines and texts made to break it. Tests and fuzz targets share
//! them.
#![allow(dead_code, unreachable_pub, reason = "each user takes a part")]

pub mod body;
pub mod engines;
pub mod fields;
pub mod hostile;
pub mod pieces;
pub mod structure;
pub mod whole;
pub mod words;

use hanmark::{ConvertError, Refusal};

/// The result, or `None` where the Markdown parser gave up on the text: its
/// panics are known, and refusals are the promise.
///
/// # Panics
/// When anything else failed.
#[track_caller]
pub fn unless_parser_fails<T>(result: Result<T, ConvertError>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(ConvertError::Refused(refusal)) if is_of_parser(&refusal) => None,
        Err(error) => panic!("{error}: {:?}", std::error::Error::source(&error)),
    }
}

/// Whether the Markdown parser panicked.
pub fn is_of_parser(refusal: &Refusal) -> bool {
    refusal.reason.starts_with("the Markdown parser failed: ")
}
