//! Glossaries: files of a user in OpenCC's text format, `key<TAB>value`.

use std::path::{Path, PathBuf};

use crate::{
    archive::{ArchiveError, read},
    convert::dictionary::{
        Dictionary,
        compile::{LineError, LineFault},
    },
};

/// A glossary that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GlossaryError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ArchiveError),
    /// A line of it is no entry.
    #[error("{}:{}: {}; {}", path.display(), error.line, error.reason, remedy(error.reason))]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, and what is wrong with it.
        error: LineError,
    },
}

fn remedy(fault: LineFault) -> &'static str {
    match fault {
        LineFault::NoTab | LineFault::NoKey => {
            "write the word, a tab and what it becomes, or # in front of a comment"
        }
        LineFault::NoValue => "write what the word becomes, or the word itself if it is to stay",
        LineFault::LongKey { .. } => "write a part of it",
        LineFault::Duplicate { .. } => "drop one of them",
    }
}

/// The dictionary in the file at `path`, whose name is the file's.
///
/// # Errors
/// When it cannot be read, or has a line that is no entry.
pub fn read_dictionary(path: &Path) -> Result<Dictionary, GlossaryError> {
    let text = read::read(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    Dictionary::from_text(name, &text)
        .map_err(|error| GlossaryError::Line { path: path.to_owned(), error })
}
