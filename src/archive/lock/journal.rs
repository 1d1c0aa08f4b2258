//! The journal: entries of a build that is still running.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::{Entry, STATE_FOLDER, format, journal_path};
use crate::archive::{ArchiveError, write};

/// Appends entries to `.hanmark/journal`, from any thread.
///
/// An entry is handed to the operating system before [`Journal::append`] returns:
/// it outlives the process, if not a power failure.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: Mutex<File>,
}

impl Journal {
    /// The journal in `root`, made when missing. A torn line that a killed build
    /// left at its end is cut off.
    ///
    /// # Errors
    /// When it cannot be opened or made.
    pub fn open(root: &Path) -> Result<Self, ArchiveError> {
        write::make_folder(root, Path::new(STATE_FOLDER))?;
        let path = journal_path(root);
        match open(&path) {
            Ok(file) => Ok(Self { path, file: Mutex::new(file) }),
            Err(source) => Err(ArchiveError::Write { path, source }),
        }
    }

    /// Adds `entry`; its copy may be put into place afterwards.
    ///
    /// # Errors
    /// When it cannot be written; the copy must then stay out of its place.
    pub fn append(&self, entry: &Entry) -> Result<(), ArchiveError> {
        let line = format::print_entry(entry);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(line.as_bytes())
            .and_then(|()| file.flush())
            .map_err(|source| ArchiveError::Write { path: self.path.clone(), source })
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Ok(bytes) = std::fs::read(path) {
        let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1);
        if whole < bytes.len() {
            OpenOptions::new().write(true).open(path)?.set_len(whole as u64)?;
        }
    }
    OpenOptions::new().append(true).create(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{
        super::{Lock, tests::entry},
        *,
    };

    #[test]
    fn entries_of_many_threads_are_all_loaded() {
        let root = tempfile::tempdir().unwrap();
        let journal = Journal::open(root.path()).unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let journal = &journal;
                scope.spawn(move || {
                    for copy in 0..50 {
                        journal.append(&entry(&format!("{thread}/{copy}"), "x")).unwrap();
                    }
                });
            }
        });
        assert_eq!(Lock::load(root.path()).unwrap().entries().count(), 200);
    }

    #[test]
    fn a_torn_last_line_is_dropped_and_cut_off() {
        let root = tempfile::tempdir().unwrap();
        Journal::open(root.path()).unwrap().append(&entry("a", "x")).unwrap();
        let path = journal_path(root.path());
        let whole = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{whole}b\ta.md\tzh-")).unwrap();
        let mut expected = Lock::default();
        expected.record(entry("a", "x"));
        assert_eq!(Lock::load(root.path()).unwrap(), expected);

        Journal::open(root.path()).unwrap().append(&entry("c", "x")).unwrap();
        expected.record(entry("c", "x"));
        assert_eq!(Lock::load(root.path()).unwrap(), expected);
    }
}
