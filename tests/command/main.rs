//! The command as a user meets it: arguments and files in; files, messages and
//! exit code out. Every test compares all that is said and, where it matters,
//! every file of the archive.
#![cfg(all(feature = "cli", unix))]
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout, reason = "tests")]

mod archive;
mod bad_input;
mod collisions;
mod completions;
mod configuration;
mod convert;
mod copies;
mod encodings;
mod explain;
mod faults;
mod glossaries;
mod init;
mod json;
mod layouts;
mod limits;
mod living;
mod lock;
mod marks;
mod meanwhile;
mod paths;
mod terms;
#[path = "../transcode/mod.rs"]
mod transcode;
mod variants;

/// A post in Taiwan's Chinese.
const POST: &str = "滑鼠在這張桌子的後面；請讀者先讀完這本書，再決定要不要買。\n";
/// [`POST`] for the mainland.
const COPY: &str = "鼠标在这张桌子的后面；请读者先读完这本书，再决定要不要买。\n";
