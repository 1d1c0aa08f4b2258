//! The archive on disk: finding posts, reading them, deciding where copies go,
//! remembering which files are copies, writing them.
//!
//! Paths inside an archive are relative to its root (copies: to the root of the
//! copies) and valid UTF-8; [`walk`] refuses other names.
//!
//! | module | gets | gives |
//! |---|---|---|
//! | [`walk`] | a root and a folder or file in it | the posts, sorted |
//! | [`read`] | a path | the text, or where it is none |
//! | [`encoding`] | bytes | the text, and what it was in |
//! | [`carried`] | a path | the variant its name or folder carries |
//! | [`layout`], [`pattern`], [`jekyll`] | a post and a variant | the path of the copy |
//! | [`plan`] | posts, editions, what lies where | copies to make, skips, collisions |
//! | [`lock`] | entries | which files are copies, and of what |
//! | [`write`](mod@write) | text and a path | the copy, renamed into place |

pub mod carried;
pub mod encoding;
mod error;
pub mod jekyll;
pub mod layout;
pub mod lock;
pub mod pattern;
pub mod plan;
pub mod read;
mod slashed;
pub mod walk;
pub mod write;

pub use error::ArchiveError;
pub(crate) use slashed::slashed;

use std::path::{Component, Path};

/// The parts of a relative path, or `None` when it is empty, absolute, leads
/// upward or is not UTF-8.
pub(crate) fn parts(path: &Path) -> Option<Vec<&str>> {
    let parts: Option<Vec<&str>> = path
        .components()
        .map(|component| match component {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    parts.filter(|parts| !parts.is_empty())
}
