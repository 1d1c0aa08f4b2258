//! Bases: the texts that were last generated, for three-way merges with copies that a
//! person has edited.
//!
//! `.hanmark/base/` has a file for each text, deflated, named by the hash of the text.
//! Its files are never changed, so that a killed build leaves at worst one that nothing
//! refers to.

use std::{
    collections::{BTreeMap, HashSet},
    fs, io,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::{Hash, STATE_FOLDER};
use crate::archive::{ArchiveError, write};

/// Posts are under 4 GiB, and a base is a little longer than its post.
const LONGEST: u64 = 1 << 33;

/// The base texts in the root of the copies.
#[derive(Debug, Clone)]
pub struct Bases {
    root: PathBuf,
}

impl Bases {
    /// Those of the copies in `root`; nothing is read yet.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Whether the text with that hash is kept.
    #[must_use]
    pub fn has(&self, hash: Hash) -> bool {
        self.root.join(relative(hash)).symlink_metadata().is_ok_and(|found| found.len() > 0)
    }

    /// Keeps `text`, whose hash is `hash`; nothing is done if it is kept already.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(&self, hash: Hash, text: &str) -> Result<(), ArchiveError> {
        let relative = relative(hash);
        if self.has(hash) {
            return Ok(());
        }
        let path = self.root.join(&relative);
        // Level 3 of `miniz_oxide` packs posts nearly as small as 6, at thrice the speed.
        let buffer = Vec::with_capacity(text.len() / 2);
        let mut deflated = DeflateEncoder::new(buffer, Compression::new(3));
        let packed = deflated.write_all(text.as_bytes()).and_then(|()| deflated.finish());
        let packed = packed.map_err(|source| ArchiveError::Write { path, source })?;
        write::stage_bytes(&self.root, &relative, &packed, None)?.commit()
    }

    /// The text with that hash; `None` if it is not there, or damaged.
    #[must_use]
    pub fn load(&self, hash: Hash) -> Option<String> {
        let packed = fs::File::open(self.root.join(relative(hash))).ok()?;
        let mut text = Vec::new();
        DeflateDecoder::new(packed).take(LONGEST).read_to_end(&mut text).ok()?;
        (Hash::of(&text) == hash).then(|| String::from_utf8(text).ok()).flatten()
    }

    /// Removes the texts that `needed` does not name.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn retain(&self, needed: &HashSet<Hash>) -> Result<(), ArchiveError> {
        let mut names: BTreeMap<String, HashSet<String>> = BTreeMap::new();
        for hash in needed {
            let hash = hash.to_string();
            let (folder, name) = hash.split_at(2);
            names.entry(folder.to_owned()).or_default().insert(name.to_owned());
        }
        let base = self.root.join(STATE_FOLDER).join("base");
        for (folder, path) in names_in(&base) {
            let needed = names.get(&folder);
            let is_needed = |name: &String| needed.is_some_and(|names| names.contains(name));
            for (name, path) in names_in(&path) {
                let is_ours = format!("{folder}{name}").parse::<Hash>().is_ok();
                if is_ours && !is_needed(&name) {
                    remove(&path)?;
                }
            }
            if needed.is_none() {
                // Not if something of somebody else is in it.
                let _ = fs::remove_dir(&path);
            }
        }
        Ok(())
    }
}

fn relative(hash: Hash) -> PathBuf {
    let hash = hash.to_string();
    let (folder, name) = hash.split_at(2);
    Path::new(STATE_FOLDER).join("base").join(folder).join(name)
}

/// The entries of a folder; none if it is not there.
fn names_in(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let named =
        entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path())));
    named.collect()
}

fn remove(path: &Path) -> Result<(), ArchiveError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(ArchiveError::Remove { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_comes_back_by_its_hash_and_goes_when_nothing_needs_it() {
        let root = tempfile::tempdir().unwrap();
        let bases = Bases::new(root.path());
        let [one, other] = ["門\r\n".repeat(1000), String::new()];
        let hashes = [&one, &other].map(|text| Hash::of(text.as_bytes()));
        bases.store(hashes[0], &one).unwrap();
        bases.store(hashes[1], &other).unwrap();
        bases.store(hashes[1], &other).unwrap();
        assert_eq!(hashes.map(|hash| bases.load(hash)), [Some(one), Some(other)]);
        bases.retain(&HashSet::from([hashes[1]])).unwrap();
        assert_eq!(hashes.map(|hash| bases.load(hash).is_some()), [false, true]);
        bases.retain(&HashSet::new()).unwrap();
        let base = root.path().join(STATE_FOLDER).join("base");
        assert_eq!(fs::read_dir(base).unwrap().count(), 0);
    }

    #[test]
    fn a_damaged_text_is_none() {
        let root = tempfile::tempdir().unwrap();
        let bases = Bases::new(root.path());
        let hash = Hash::of("門".as_bytes());
        bases.store(hash, "門").unwrap();
        let path = root.path().join(relative(hash));
        for damage in ["", "門"] {
            fs::write(&path, damage).unwrap();
            assert_eq!(bases.load(hash), None);
        }
        bases.store(Hash::of(b"x"), "y").unwrap();
        assert_eq!(bases.load(Hash::of(b"x")), None);
    }
}
