//! The lock: which files are copies, and what they were made from.
//!
//! `.hanmark/lock` in the root of the copies is sorted text, one line per copy,
//! made for diffs and merges. During a build, entries go to `.hanmark/journal` first, each
//! before its copy is put into place, so that a killed build leaves no copy that
//! counts as a person's work. Loading reads both; saving the lock drops the journal.
//!
//! One build at a time: saving replaces the whole lock and removes the journal, also
//! what another build has put there since this one loaded. Whoever writes keeps others
//! out of the root of the copies from loading to saving; nothing here does. Reading
//! beside a build is safe, but may miss the entries of that build.

mod format;
mod guard;
mod journal;

use std::{
    collections::BTreeMap,
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

pub use guard::Guard;
pub use journal::Journal;

use crate::{
    archive::{ArchiveError, read::decode, write},
    convert::variant::Variant,
};

/// The folder of hanmark's own files, in the root of the copies.
pub const STATE_FOLDER: &str = ".hanmark";

fn lock_path(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("lock")
}

fn journal_path(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("journal")
}

/// The first 96 bits of a BLAKE3 hash; 24 hexadecimal digits as text.
///
/// It tells accidental differences apart, of which 96 bits miss one in 10^28; it
/// does not guard against forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 12]);

impl Hash {
    /// The hash of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::shortened(blake3::hash(bytes))
    }

    /// The hash of all that `reader` gives, which is not kept.
    ///
    /// # Errors
    /// Those of `reader`.
    pub(crate) fn of_all(mut reader: impl Read) -> io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        let mut buffer = [0; 1 << 14];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(Self::shortened(hasher.finalize())),
                Ok(length) => drop(hasher.update(&buffer[..length])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn shortened(hash: blake3::Hash) -> Self {
        let mut short = [0; 12];
        short.copy_from_slice(&hash.as_bytes()[..12]);
        Self(short)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// One copy, and what it was made from. Paths are relative, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The copy, relative to the root of the copies.
    pub copy: String,
    /// The post, relative to the root of the archive.
    pub source: String,
    /// The variant of the copy.
    pub variant: Variant,
    /// Hash of the post.
    pub source_hash: Hash,
    /// Hash of the settings that shape the copy.
    pub settings_hash: Hash,
    /// Hash of the dictionaries.
    pub dictionaries_hash: Hash,
    /// Hash of the copy as hanmark wrote it.
    pub output_hash: Hash,
}

/// The copies of an archive.
///
/// A copy can have several entries: a killed build journals what it is about to
/// write, and the file may still be the older copy; and a merge may keep the lines
/// of both sides. A file is as hanmark wrote it if its hash is in one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    entries: BTreeMap<String, Vec<Entry>>,
}

/// What the lock knows about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed<'a> {
    /// No copy of hanmark's.
    No,
    /// A copy as hanmark wrote it.
    AsWritten(&'a Entry),
    /// A copy that a person has edited since.
    Edited(&'a Entry),
}

impl Lock {
    /// The lock and journal in `root`; empty when there are none.
    ///
    /// # Errors
    /// When they cannot be read, hold a line that cannot be understood or merge
    /// conflicts, or come from a newer hanmark. The last line of a journal may be torn: its
    /// copy was not put into place.
    pub fn load(root: &Path) -> Result<Self, ArchiveError> {
        let mut lock = Self::default();
        let path = lock_path(root);
        if let Some(bytes) = read_if_there(&path)? {
            let text = decode(&path, bytes)?;
            format::parse(&path, &text)?.into_iter().for_each(|entry| lock.add(entry));
        }
        let path = journal_path(root);
        if let Some(mut bytes) = read_if_there(&path)? {
            bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |end| end + 1));
            let text = decode(&path, bytes)?;
            format::parse_entries(&path, 1, &text)?.into_iter().for_each(|entry| lock.add(entry));
        }
        Ok(lock)
    }

    /// Writes the lock into `root`, by a temporary file and renaming, and removes
    /// the journal. A lock that would not change is left alone.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(&self, root: &Path) -> Result<(), ArchiveError> {
        let text = format::print(self.entries.values().flatten());
        let path = lock_path(root);
        let old = read_if_there(&path)?;
        if old.as_deref() != Some(text.as_bytes()) && !(old.is_none() && self.entries.is_empty()) {
            write::write_copy(root, &Path::new(STATE_FOLDER).join("lock"), &text, None)?;
        }
        let path = journal_path(root);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(ArchiveError::Write { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Whether the file at `copy` is a copy of hanmark's, edited or not.
    #[must_use]
    pub fn lists(&self, copy: &Path) -> bool {
        copy.to_str().is_some_and(|copy| self.entries.contains_key(copy))
    }

    /// What is known about the file at `copy` with the hash `on_disk`.
    #[must_use]
    pub fn look_up(&self, copy: &Path, on_disk: Hash) -> Listed<'_> {
        let Some(entries) = copy.to_str().and_then(|copy| self.entries.get(copy)) else {
            return Listed::No;
        };
        match entries.iter().rev().find(|entry| entry.output_hash == on_disk) {
            Some(entry) => Listed::AsWritten(entry),
            None => entries.last().map_or(Listed::No, Listed::Edited),
        }
    }

    /// Adds an entry beside those that the copy has already.
    fn add(&mut self, entry: Entry) {
        let entries = self.entries.entry(entry.copy.clone()).or_default();
        entries.retain(|old| *old != entry);
        entries.push(entry);
    }

    /// Lists a copy as it now is, instead of what was known before.
    pub fn record(&mut self, entry: Entry) {
        self.entries.insert(entry.copy.clone(), vec![entry]);
    }

    /// Forgets a copy.
    pub fn remove(&mut self, copy: &Path) {
        if let Some(copy) = copy.to_str() {
            self.entries.remove(copy);
        }
    }

    /// The last entry of each copy, sorted by the copy's path.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter_map(|entries| entries.last())
    }
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, ArchiveError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ArchiveError::Read { path: path.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn entry(copy: &str, output: &str) -> Entry {
        Entry {
            copy: copy.to_owned(),
            source: "a.md".to_owned(),
            variant: Variant::ZhCn,
            source_hash: Hash::of(b"source"),
            settings_hash: Hash::of(b"settings"),
            dictionaries_hash: Hash::of(b"dictionaries"),
            output_hash: Hash::of(output.as_bytes()),
        }
    }

    #[test]
    fn an_archive_without_a_lock_lists_nothing_and_gets_none() {
        let root = tempfile::tempdir().unwrap();
        let lock = Lock::load(root.path()).unwrap();
        assert_eq!(lock.look_up(Path::new("a.md"), Hash::of(b"")), Listed::No);
        lock.save(root.path()).unwrap();
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_saved_lock_is_loaded_again() {
        let root = tempfile::tempdir().unwrap();
        let mut lock = Lock::default();
        lock.record(entry("b.zh-CN.md", "b"));
        lock.record(entry("a.zh-CN.md", "old"));
        lock.record(entry("a.zh-CN.md", "a"));
        lock.record(entry("c.md", "c"));
        lock.remove(Path::new("c.md"));
        lock.save(root.path()).unwrap();
        assert_eq!(Lock::load(root.path()).unwrap(), lock);
        let copies: Vec<_> = lock.entries().map(|entry| entry.copy.as_str()).collect();
        assert_eq!(copies, ["a.zh-CN.md", "b.zh-CN.md"]);
    }

    #[test]
    fn a_copy_is_edited_when_no_entry_has_its_hash() {
        let mut lock = Lock::default();
        lock.record(entry("a.zh-CN.md", "text"));
        let path = Path::new("a.zh-CN.md");
        let listed = entry("a.zh-CN.md", "text");
        assert_eq!(lock.look_up(path, Hash::of(b"text")), Listed::AsWritten(&listed));
        assert_eq!(lock.look_up(path, Hash::of(b"edited")), Listed::Edited(&listed));
    }

    #[test]
    fn after_a_killed_build_old_and_new_copies_both_count_as_written() {
        let root = tempfile::tempdir().unwrap();
        let mut lock = Lock::default();
        lock.record(entry("a.zh-CN.md", "old"));
        lock.save(root.path()).unwrap();
        let journal = Journal::new(root.path());
        journal.append(&entry("a.zh-CN.md", "new")).unwrap();
        drop(journal);
        let lock = Lock::load(root.path()).unwrap();
        // A build of another folder saves the lock before this copy is settled.
        lock.save(root.path()).unwrap();
        assert!(!journal_path(root.path()).exists());
        let lock = Lock::load(root.path()).unwrap();
        for text in ["old", "new"] {
            assert_eq!(
                lock.look_up(Path::new("a.zh-CN.md"), Hash::of(text.as_bytes())),
                Listed::AsWritten(&entry("a.zh-CN.md", text))
            );
        }
    }

    #[test]
    fn a_lock_that_cannot_be_written_is_an_error_with_its_path() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(STATE_FOLDER), "a file").unwrap();
        let mut lock = Lock::default();
        lock.record(entry("a.zh-CN.md", "a"));
        let state = root.path().join(STATE_FOLDER);
        assert_eq!(
            lock.save(root.path()).unwrap_err().to_string(),
            format!("cannot read {}", state.join("lock").display())
        );
        assert_eq!(
            Journal::new(root.path()).append(&entry("a.zh-CN.md", "a")).unwrap_err().to_string(),
            format!(
                "{} is a file, but copies need a folder there; move it, or choose another layout",
                state.display()
            )
        );
    }
}
