//! The cache: what survey and conversion found out, for builds with little to do.
//!
//! `.hanmark/cache`, in the root of the copies, can be deleted at any time and is not
//! for version control. All in it goes by the hashes of contents and settings, so that
//! what it knows is true or of no use; one of another hanmark, or damaged, is empty.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Note, SourceVariant, survey::Address};
use crate::{
    archive::{
        ArchiveError,
        lock::{Hash, STATE_FOLDER, ignore_passing_files},
        slashed, write,
    },
    convert::variant::Variant,
    document::LeftBehind,
    links::anchors::Moved,
    post_map::Skip,
};

/// What every conversion depends on beside the post and the settings: this version, and
/// all dictionaries in it.
pub(super) const DICTIONARIES: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    " ",
    include_str!(concat!(env!("OUT_DIR"), "/dictionaries.hash"))
);
/// Changes with the records.
const FORMAT: u32 = 1;

/// What was found about posts and copies, by their paths.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cache {
    posts: BTreeMap<String, PostRecord>,
    copies: BTreeMap<String, CopyRecord>,
}

/// What a build found, by the paths of posts and copies.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) posts: Vec<(PathBuf, PostRecord)>,
    pub(super) copies: Vec<(PathBuf, CopyRecord)>,
}

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.copies.is_empty()
    }
}

/// What the survey found about a post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct PostRecord {
    /// Of the text, and what else the survey goes by.
    pub(super) key: Hash,
    pub(super) source: SourceVariant,
    pub(super) contradicted_by: Option<Variant>,
    pub(super) bytes: usize,
    pub(super) skip: Skip,
    pub(super) address: Address,
}

/// What the conversion of a post to an edition found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CopyRecord {
    pub(super) keys: Keys,
    /// What was asked about links to other files, and answered: these files can change
    /// while the post does not.
    pub(super) links: Vec<Asked>,
    /// Of the generated text.
    pub(super) output: Hash,
    pub(super) changed_characters: usize,
    pub(super) left_behind: LeftBehind,
    pub(super) notes: Vec<Note>,
    /// The ids of headings that are others in the generated text, if some link asked.
    pub(super) moved: Option<Moved>,
}

/// What a conversion goes by, other files apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Keys {
    pub(super) source: Hash,
    pub(super) settings: Hash,
    pub(super) dictionaries: Hash,
}

/// A destination as written, in parts, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Asked {
    pub(super) path: String,
    pub(super) query: String,
    pub(super) fragment: Option<String>,
    pub(super) answer: Option<String>,
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Header {
    hanmark_cache: u32,
    made_by: String,
}

#[derive(Deserialize)]
enum Line {
    Post(String, PostRecord),
    Copy(String, CopyRecord),
}

#[derive(Serialize)]
#[serde(rename = "Line")]
enum LineRef<'a> {
    Post(&'a str, &'a PostRecord),
    Copy(&'a str, &'a CopyRecord),
}

impl Header {
    fn here() -> Self {
        Self { hanmark_cache: FORMAT, made_by: DICTIONARIES.to_owned() }
    }
}

impl Cache {
    /// The cache in `root`; empty if there is none that is of use.
    pub(super) fn load(root: &Path) -> Self {
        let Ok(text) = fs::read_to_string(path(root)) else { return Self::default() };
        Self::parse(&text).unwrap_or_default()
    }

    fn parse(text: &str) -> Option<Self> {
        let (header, lines) = text.split_once('\n')?;
        if serde_json::from_str::<Header>(header).ok()? != Header::here() {
            return None;
        }
        let lines: Vec<&str> = lines.lines().collect();
        let lines: Result<Vec<Line>, _> =
            lines.into_par_iter().map(serde_json::from_str::<Line>).collect();
        let mut cache = Self::default();
        for line in lines.ok()? {
            match line {
                Line::Post(path, record) => drop(cache.posts.insert(path, record)),
                Line::Copy(path, record) => drop(cache.copies.insert(path, record)),
            }
        }
        Some(cache)
    }

    /// Writes the cache into `root`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(super) fn save(&self, root: &Path) -> Result<(), ArchiveError> {
        let relative = Path::new(STATE_FOLDER).join("cache");
        let text = self.print().map_err(|error| ArchiveError::Write {
            path: root.join(&relative),
            source: error.into(),
        })?;
        write::write_copy(root, &relative, &text, None)?;
        ignore_passing_files(root)
    }

    fn print(&self) -> serde_json::Result<String> {
        let mut text = serde_json::to_string(&Header::here())?;
        text.push('\n');
        let posts = self.posts.iter().map(|(path, record)| LineRef::Post(path, record));
        let copies = self.copies.iter().map(|(path, record)| LineRef::Copy(path, record));
        for line in posts.chain(copies) {
            text.push_str(&serde_json::to_string(&line)?);
            text.push('\n');
        }
        Ok(text)
    }

    pub(super) fn post(&self, path: &Path) -> Option<&PostRecord> {
        self.posts.get(&*slashed(path))
    }

    pub(super) fn copy(&self, path: &Path) -> Option<&CopyRecord> {
        self.copies.get(&*slashed(path))
    }

    /// Takes over what was found.
    pub(super) fn record(&mut self, found: Found) {
        let text = |path: PathBuf| slashed(&path).into_owned();
        self.posts.extend(found.posts.into_iter().map(|(path, record)| (text(path), record)));
        self.copies.extend(found.copies.into_iter().map(|(path, record)| (text(path), record)));
    }

    /// Forgets the copies and posts that are not there any more.
    pub(super) fn retain(
        &mut self,
        has_post: impl Fn(&str) -> bool,
        has_copy: impl Fn(&str) -> bool,
    ) {
        self.posts.retain(|path, _| has_post(path));
        self.copies.retain(|path, _| has_copy(path));
    }
}

fn path(root: &Path) -> PathBuf {
    root.join(STATE_FOLDER).join("cache")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        convert::detect::Verdict,
        pipeline::{NoteKind, Origin},
    };

    fn filled() -> Cache {
        let hash = |text: &str| Hash::of(text.as_bytes());
        let mut cache = Cache::default();
        let post = (
            PathBuf::from("甲\n.md"),
            PostRecord {
                key: hash("key"),
                source: SourceVariant {
                    verdict: Verdict::In(Variant::ZhTw),
                    origin: Origin::Declared,
                },
                contradicted_by: Some(Variant::ZhCn),
                bytes: 3,
                skip: Skip::Editions(vec![Variant::ZhHk]),
                address: Address::SiteForGood("because".into()),
            },
        );
        let copy = (
            PathBuf::from("甲.zh-CN.md"),
            CopyRecord {
                keys: Keys {
                    source: hash("source"),
                    settings: hash("settings"),
                    dictionaries: hash("dictionaries"),
                },
                links: vec![Asked {
                    path: "乙.md".to_owned(),
                    query: String::new(),
                    fragment: Some("門".to_owned()),
                    answer: None,
                }],
                output: hash("output"),
                changed_characters: 7,
                left_behind: LeftBehind::default(),
                notes: vec![Note {
                    kind: NoteKind::Warning,
                    line: 2,
                    message: "\"門\"\n".to_owned(),
                }],
                moved: Some(Moved::of_pairs(vec![("門".to_owned(), "门".to_owned())])),
            },
        );
        cache.record(Found { posts: vec![post], copies: vec![copy] });
        cache
    }

    #[test]
    fn a_saved_cache_is_loaded_again() {
        let root = tempfile::tempdir().unwrap();
        filled().save(root.path()).unwrap();
        assert_eq!(Cache::load(root.path()), filled());
    }

    #[test]
    fn one_that_is_damaged_or_of_another_hanmark_is_empty() {
        let text = filled().print().unwrap();
        for damaged in [
            String::new(),
            text[..text.len() / 2].to_owned(),
            text.replacen(env!("CARGO_PKG_VERSION"), "0.0.0", 1),
            text.replacen("key", "kex", 1),
        ] {
            assert_eq!(Cache::parse(&damaged), None, "{damaged}");
        }
    }

    #[test]
    fn what_is_gone_is_forgotten() {
        let mut cache = filled();
        cache.retain(|_| false, |copy| copy == "甲.zh-CN.md");
        assert!(cache.post(Path::new("甲\n.md")).is_none());
        assert!(cache.copy(Path::new("甲.zh-CN.md")).is_some());
    }
}
