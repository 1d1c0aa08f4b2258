//! The whole flow over real archives and over the examples of the Markdown
//! specifications. Every test prints its figures.
//!
//! The texts are not part of the project: `HANMARK_SHARED` names the folder with
//! `corpora`, `specs` and `seed` (default: `../shared` beside the project).
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

mod builds;
mod by_comrak;
mod by_hand;
mod detection;
mod encodings;
mod engines;
mod fragments;
mod identity;
#[cfg(feature = "cli")]
mod init;
mod left_behind;
mod profiles;
mod rotation;
mod seed;
mod shared;
mod shortcut;
mod tally;
#[path = "../transcode/mod.rs"]
mod transcode;
