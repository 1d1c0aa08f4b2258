//! The lock: which files are copies, and what they were made from.
//!
//! `.hanmark/lock` in the root of the copies is sorted text, one line per copy,
//! made for diffs and merges. During a build, entries go to `.hanmark/journal` first, each
//! before its copy is put into place, so that a killed build leaves no copy that
//! counts as a person's work. Loading reads both; saving the lock drops the journal.
//!
//! Beside it lie the last generated texts ([`Bases`]), for merges.
//!
//! One build at a time: saving replaces the whole lock and removes the journal, also
//! what another build has put there since this one loaded. Whoever writes holds the
//! [`Guard`] from loading to saving. Reading beside a build is safe, but may miss the
//! entries of that build.

mod bases;
mod format;
mod guard;
mod journal;

use std::{
    borrow::Cow,
    collections::BTreeMap,
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use bases::Bases;
pub use guard::{Claim, Guard};
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

impl FromStr for Hash {
    type Err = &'static str;

    /// 24 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const REASON: &str = "expected hashes of 24 hexadecimal digits";
        let mut hash = [0; 12];
        if text.len() != 24 {
            return Err(REASON);
        }
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = format::hex_byte(digits).ok_or(REASON)?;
        }
        Ok(Self(hash))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
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
    /// Hash of the text that was generated: the copy, unless a person has edited it.
    pub output_hash: Hash,
    /// Hash of the copy as the last build left it; another one than `output_hash` if it
    /// has edits of a person.
    pub copy_hash: Hash,
}

/// The copies of an archive.
///
/// A copy can have several entries: a killed build journals what it is about to
/// write, and the file may still be the older copy; and a merge may keep the lines
/// of both sides. A file is as hanmark wrote it if its hash is in one of them.
#[derive(Debug, Clone, Default)]
pub struct Lock {
    entries: BTreeMap<String, Vec<Entry>>,
    /// Whether some of it is in a journal, or in an older format.
    is_unsaved: bool,
}

impl PartialEq for Lock {
    /// Whether both list the same.
    fn eq(&self, other: &Self) -> bool {
        self.entries == other.entries
    }
}

impl Eq for Lock {}

/// What the lock knows about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed<'a> {
    /// No copy of hanmark's.
    No,
    /// A copy as it was generated.
    AsWritten(&'a Entry),
    /// A copy with a person's edits, as the last build left it.
    Kept(&'a Entry),
    /// A copy that a person has edited since: its entries, never none, of which the last
    /// is the newest.
    Edited(&'a [Entry]),
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
            lock.is_unsaved = !format::is_newest(&text);
        }
        let path = journal_path(root);
        if let Some(mut bytes) = read_if_there(&path)? {
            lock.is_unsaved = true;
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
            ignore_passing_files(root)?;
        }
        let path = journal_path(root);
        match fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                Err(ArchiveError::Write { path, source })
            }
            _ => Ok(()),
        }
    }

    /// Whether the file in the root has all of it, in the newest format, as long as
    /// nothing is changed here.
    pub(crate) fn is_saved(&self) -> bool {
        !self.is_unsaved
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
        let newest = |is: &dyn Fn(&&Entry) -> bool| entries.iter().rev().find(is);
        if let Some(entry) = newest(&|entry| entry.output_hash == on_disk) {
            Listed::AsWritten(entry)
        } else if let Some(entry) = newest(&|entry| entry.copy_hash == on_disk) {
            Listed::Kept(entry)
        } else if entries.is_empty() {
            Listed::No
        } else {
            Listed::Edited(entries)
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

    /// What is listed of the copy at `copy`, the newest last.
    #[must_use]
    pub fn entries_of(&self, copy: &Path) -> &[Entry] {
        copy.to_str().and_then(|copy| self.entries.get(copy)).map_or(&[], Vec::as_slice)
    }

    /// Every entry, sorted by the copy's path.
    pub(crate) fn all_entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().flatten()
    }

    /// The last entry of each copy, sorted by the copy's path.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values().filter_map(|entries| entries.last())
    }
}

/// Keeps what concerns one machine or one build out of version control, unless
/// somebody has said so, or otherwise, already.
pub(crate) fn ignore_passing_files(root: &Path) -> Result<(), ArchiveError> {
    let relative = Path::new(STATE_FOLDER).join(".gitignore");
    if root.join(&relative).symlink_metadata().is_ok() {
        return Ok(());
    }
    write::write_copy(root, &relative, "cache\nholder\njournal\n*.tmp\n", None)
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
            copy_hash: Hash::of(output.as_bytes()),
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
        assert_eq!(
            lock.look_up(path, Hash::of(b"edited")),
            Listed::Edited(std::slice::from_ref(&listed))
        );
        let kept = Entry { copy_hash: Hash::of(b"edited"), ..listed };
        lock.record(kept.clone());
        assert_eq!(lock.look_up(path, Hash::of(b"text")), Listed::AsWritten(&kept));
        assert_eq!(lock.look_up(path, Hash::of(b"edited")), Listed::Kept(&kept));
        assert_eq!(lock.look_up(path, Hash::of(b"again")), Listed::Edited(&[kept]));
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
