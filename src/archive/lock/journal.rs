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
    root: PathBuf,
    file: Mutex<Option<File>>,
}

impl Journal {
    /// The journal in `root`. The file is made with its first entry, so that a
    /// build with nothing to do writes nothing.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), file: Mutex::new(None) }
    }

    /// Whether a build has left one in `root`, or is at work.
    pub(crate) fn is_there(root: &Path) -> bool {
        journal_path(root).symlink_metadata().is_ok()
    }

    /// Adds `entry`; its copy may be put into place afterwards. A torn line that a
    /// killed build left at the end of the file is cut off first.
    ///
    /// # Errors
    /// When it cannot be written; the copy must then stay out of its place.
    pub fn append(&self, entry: &Entry) -> Result<(), ArchiveError> {
        let line = format::print_entry(entry);
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match &mut *slot {
            Some(file) => file,
            empty => empty.insert(self.open()?),
        };
        file.write_all(line.as_bytes()).and_then(|()| file.flush()).map_err(|source| {
            // Half a line may be there: opening the file again cuts it off.
            *slot = None;
            ArchiveError::Write { path: journal_path(&self.root), source }
        })
    }

    fn open(&self) -> Result<File, ArchiveError> {
        write::make_folder(&self.root, Path::new(STATE_FOLDER))?;
        let path = journal_path(&self.root);
        write::check_place(&path)?;
        open_at_last_line(&path).map_err(|source| ArchiveError::Write { path, source })
    }
}

fn open_at_last_line(path: &Path) -> io::Result<File> {
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
        let journal = Journal::new(root.path());
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
    fn a_journal_without_entries_leaves_no_trace() {
        let root = tempfile::tempdir().unwrap();
        drop(Journal::new(root.path()));
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_torn_last_line_is_dropped_and_cut_off() {
        let root = tempfile::tempdir().unwrap();
        Journal::new(root.path()).append(&entry("a", "x")).unwrap();
        let path = journal_path(root.path());
        let whole = fs::read_to_string(&path).unwrap();
        // Torn in the middle of a character.
        let torn = [whole.as_bytes(), &"文".as_bytes()[..2]].concat();
        fs::write(&path, torn).unwrap();
        let mut expected = Lock::default();
        expected.record(entry("a", "x"));
        assert_eq!(Lock::load(root.path()).unwrap(), expected);

        Journal::new(root.path()).append(&entry("c", "x")).unwrap();
        expected.record(entry("c", "x"));
        assert_eq!(Lock::load(root.path()).unwrap(), expected);
    }
}
