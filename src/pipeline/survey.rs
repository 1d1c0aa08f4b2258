//! The survey of an archive: its posts, and what each is written in.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    ffi::OsStr,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Cancel, Failed, Origin, Settings, SourceVariant,
    cache::{Cache, PostRecord},
    large,
};
use crate::{
    archive::{
        ArchiveError,
        encoding::{DeclaredEncoding, Decoded, Encoding},
        lock::{Hash, Lock, STATE_FOLDER},
        read,
        walk::{self, WalkOptions},
    },
    convert::{
        detect::{Confidence, Verdict},
        variant::Variant,
    },
    document::{self, Document, FrontMatterFormat, Prose, Refusal, catch_panics},
    post_map::{PostMap, Skip},
};

/// Which posts are looked at.
#[derive(Debug, Clone)]
pub struct SurveyOptions {
    /// The root of the archive: paths of posts are relative to it.
    pub root: PathBuf,
    /// The folder or post inside `root` that is looked at; `root` for all of it.
    pub under: PathBuf,
    /// Globs that posts must match; with `!` in front, must not match.
    pub globs: Vec<String>,
    /// A folder that is not walked: where copies go, if that is inside `root`.
    pub skip: Option<PathBuf>,
    /// The variant of all posts; each tells its own if `None`.
    pub source: Option<Variant>,
    /// The variant of posts whose own `hanmark:` map says none.
    pub default_source: Option<Variant>,
    /// What posts are in that do not plainly say it.
    pub encoding: DeclaredEncoding,
}

impl SurveyOptions {
    /// All posts of the folder `path`, or the one post that `path` is.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        // Never empty: the file system takes no empty path for a folder.
        let (root, under) = match (path.is_file(), path.parent()) {
            (true, Some(parent)) if parent.as_os_str().is_empty() => {
                (Path::new("."), Path::new(".").join(path))
            }
            (true, Some(parent)) => (parent, path.to_owned()),
            _ => (path, path.to_owned()),
        };
        Self {
            root: root.to_owned(),
            under,
            globs: Vec::new(),
            skip: None,
            source: None,
            default_source: None,
            encoding: DeclaredEncoding::default(),
        }
    }

    /// Only the posts that the globs allow.
    #[must_use]
    pub fn globs(mut self, globs: &[String]) -> Self {
        globs.clone_into(&mut self.globs);
        self
    }

    fn walk_options(&self) -> Result<WalkOptions, ArchiveError> {
        let (excluded, included): (Vec<_>, Vec<_>) =
            self.globs.iter().cloned().partition(|glob| glob.starts_with('!'));
        let excluded: Vec<String> = excluded.iter().map(|glob| glob[1..].to_owned()).collect();
        let options = WalkOptions::new(&included, &excluded)?;
        Ok(match &self.skip {
            Some(folder) => options.skip(folder),
            None => options,
        })
    }
}

/// A post and what it is written in.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Surveyed {
    /// The post, relative to the root.
    pub path: PathBuf,
    /// What it is written in.
    pub source: SourceVariant,
    /// The variant that its words tell, where they are plainly in another script
    /// than its name or its front matter say, or Chinese against its language key.
    pub contradicted_by: Option<Variant>,
    /// What its bytes are in.
    pub encoding: Encoding,
    /// Its size.
    pub(super) bytes: usize,
    /// The hash of its text.
    pub(super) hash: Hash,
    /// What the rest goes by; see [`PostRecord`].
    pub(super) key: Hash,
    /// The editions that it is left out of, by its own wish.
    pub(super) skip: Skip,
    /// Who says at which address its page is.
    pub(super) address: Address,
}

/// Who says at which address the page of a post is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Address {
    /// The post, by its `permalink`.
    Permalink(String),
    /// The site's configuration.
    Site,
    /// The site's configuration, and the post cannot be given another one, for
    /// this reason.
    SiteForGood(Cow<'static, str>),
}

impl Address {
    fn of(document: &Document<'_>, path: &Path) -> Self {
        let format = document.front_matter().map(|front_matter| front_matter.format);
        if format.is_some_and(|format| format != FrontMatterFormat::Yaml) {
            return Self::SiteForGood("that can only be written into YAML front matter".into());
        }
        // Jekyll 4.3 looks for front matter byte by byte, except in posts.
        let is_jekyll_post = path.iter().any(|folder| folder == "_posts" || folder == "_drafts");
        if format.is_some() && document.source().starts_with('\u{feff}') && !is_jekyll_post {
            return Self::SiteForGood(
                "Jekyll does not see its front matter, since a byte order mark stands before it"
                    .into(),
            );
        }
        document
            .front_matter_string("permalink")
            .map_or(Self::Site, |permalink| Self::Permalink(permalink.to_owned()))
    }
}

/// The posts of an archive, and what could not be read.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Survey {
    /// The posts, sorted by path.
    pub posts: Vec<Surveyed>,
    /// What could not be read; everything else was.
    pub failed: Vec<Failed>,
    /// The posts among that: no other file takes their place.
    pub(super) without_verdict: Vec<PathBuf>,
    /// Links that look like posts and are not followed: they lead out of the
    /// root or nowhere.
    pub links: Vec<PathBuf>,
    /// Lines of ignore files that cannot be understood; the others count.
    pub warnings: Vec<ArchiveError>,
}

/// The posts of a survey, by path. Paths are compared byte by byte, not part by part.
pub(super) struct Posts<'s>(HashMap<&'s OsStr, &'s Surveyed>);

impl<'s> Posts<'s> {
    pub(super) fn of(survey: &'s Survey) -> Self {
        Self(survey.posts.iter().map(|post| (post.path.as_os_str(), post)).collect())
    }

    pub(super) fn get(&self, path: &Path) -> Option<&'s Surveyed> {
        self.0.get(path.as_os_str()).copied()
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &'s Path> {
        self.0.values().map(|post| post.path.as_path())
    }
}

/// What each post of an archive is written in; copies that its lock lists are
/// left out.
///
/// # Errors
/// When `under` is not there or not inside the root, a glob is bad, or the lock
/// cannot be read.
pub fn survey(options: &SurveyOptions) -> Result<Survey, ArchiveError> {
    let lock = Lock::load(&options.root)?;
    survey_in(options, &|path| lock.lists(path), &Cache::default(), &Cancel::default())
}

/// [`survey`], which takes from `cache` what it knows. When it is told to end, the
/// posts that are left are missing.
pub(super) fn survey_in(
    options: &SurveyOptions,
    is_copy: &(dyn Fn(&Path) -> bool + Sync),
    cache: &Cache,
    cancel: &Cancel,
) -> Result<Survey, ArchiveError> {
    if let Err(source) = std::fs::metadata(&options.under) {
        return Err(ArchiveError::Read { path: options.under.clone(), source });
    }
    let walked = walk::walk(&options.root, &options.under, &options.walk_options()?);
    let (inner, unreadable) = inner_locks(&options.root, &walked.posts);
    let is_inner_copy = |path: &Path| {
        inner.iter().any(|(folder, lock)| {
            path.strip_prefix(folder)
                .is_ok_and(|inside| lock.as_ref().is_none_or(|lock| lock.lists(inside)))
        })
    };
    let root_name = root_name(options);
    let looked_at: Vec<Result<Surveyed, (PathBuf, ArchiveError)>> = walked
        .posts
        .into_par_iter()
        .filter(|path| !is_copy(path) && !is_inner_copy(path) && !cancel.is_cancelled())
        .map(|path| {
            look_at(options, root_name.as_deref(), &path, cache).map_err(|error| (path, error))
        })
        .collect();
    // The root may be a link itself, and was followed.
    let links = walked.links.into_iter().filter(|link| *link != Path::new("")).collect();
    let mut survey = Survey { links, warnings: walked.warnings, ..Survey::default() };
    let errors = walked.errors.into_iter().chain(unreadable);
    survey.failed.extend(errors.map(|error| Failed { error }));
    for looked in looked_at {
        match looked {
            Ok(post) => survey.posts.push(post),
            Err((path, error)) => {
                survey.failed.push(Failed { error });
                survey.without_verdict.push(path);
            }
        }
    }
    survey.posts.shrink_to_fit();
    Ok(survey)
}

/// The locks of folders inside the archive: copies that went there with `--out`
/// are no posts of it. A folder whose lock cannot be read has none: any file in
/// it could be a copy.
fn inner_locks(
    root: &Path,
    posts: &[PathBuf],
) -> (Vec<(PathBuf, Option<Lock>)>, Vec<ArchiveError>) {
    let folders: BTreeSet<&Path> = posts
        .iter()
        .flat_map(|post| post.ancestors().skip(1))
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect();
    let (mut locks, mut errors) = (Vec::new(), Vec::new());
    for folder in folders.into_iter().filter(|folder| root.join(folder).join(STATE_FOLDER).is_dir())
    {
        let lock = Lock::load(&root.join(folder)).map_err(|error| errors.push(error)).ok();
        locks.push((folder.to_owned(), lock));
    }
    (locks, errors)
}

fn look_at(
    options: &SurveyOptions,
    root_name: Option<&str>,
    path: &Path,
    cache: &Cache,
) -> Result<Surveyed, ArchiveError> {
    let full = options.root.join(path);
    let Decoded { text, encoding } = read::read_post(&full, options.encoding)?;
    let hash = Hash::of(text.as_bytes());
    let goes_by = (hash.to_string(), options.source, options.default_source, root_name);
    let key = Hash::of(format!("{goes_by:?}").as_bytes());
    if let Some(record) = cache.post(path).filter(|record| record.key == key) {
        return Ok(Surveyed::recorded(path, encoding, hash, record.clone()));
    }
    // Whatever goes wrong with one post concerns it alone.
    let surveyed = catch_panics(|| survey_text(options, path, &text, root_name));
    match surveyed.and_then(|surveyed| surveyed) {
        Ok(surveyed) => Ok(Surveyed { encoding, hash, key, ..surveyed }),
        Err(source) => Err(ArchiveError::Refused { path: full, source }),
    }
}

fn root_name(options: &SurveyOptions) -> Option<String> {
    let root = std::path::absolute(&options.root).ok()?;
    Some(root.file_name()?.to_str()?.to_owned())
}

impl Surveyed {
    fn recorded(path: &Path, encoding: Encoding, hash: Hash, record: PostRecord) -> Self {
        let PostRecord { key, source, contradicted_by, bytes, skip, address } = record;
        let path = path.to_owned();
        Self { path, source, contradicted_by, encoding, bytes, hash, key, skip, address }
    }

    pub(super) fn record(&self) -> PostRecord {
        PostRecord {
            key: self.key,
            source: self.source,
            contradicted_by: self.contradicted_by,
            bytes: self.bytes,
            skip: self.skip.clone(),
            address: self.address.clone(),
        }
    }
}

/// # Errors
/// When the post's own map cannot be understood.
fn survey_text(
    options: &SurveyOptions,
    path: &Path,
    text: &str,
    root_name: Option<&str>,
) -> Result<Surveyed, Refusal> {
    let document = Document::split(text);
    let map = PostMap::of(&document)?;
    // The target does not matter: no edition is made yet.
    let mut settings =
        Settings::edition(Variant::ZhCn).name(path).root_name(root_name.map(str::to_owned));
    settings.source = options.source.map(SourceVariant::given);
    settings.default_source = options.default_source;
    let words = || {
        large::words(&document, &settings).unwrap_or_else(|| {
            let prose = document::prose(&document, &settings.prose);
            // A post that cannot be parsed is refused when its copy is made.
            let prose = prose.unwrap_or_else(|_| Prose::whole(text));
            SourceVariant::detected(&document, &prose)
        })
    };
    let (source, contradicted_by) = match SourceVariant::stated(&document, &map, &settings) {
        Some(stated) => (stated, contradiction(&stated, words)),
        None => (words(), None),
    };
    Ok(Surveyed {
        source,
        contradicted_by,
        bytes: text.len(),
        // The caller has these.
        encoding: Encoding::Utf8,
        hash: Hash::of(b""),
        key: Hash::of(b""),
        skip: map.skip,
        address: Address::of(&document, path),
        path: path.to_owned(),
    })
}

/// The variant that the words of a post tell, if it is told otherwise and in the
/// other script.
fn contradiction(source: &SourceVariant, words: impl FnOnce() -> SourceVariant) -> Option<Variant> {
    if !matches!(source.origin, Origin::PostMap | Origin::Declared | Origin::Named) {
        return None;
    }
    let words = words();
    let Verdict::In(found) = words.verdict else { return None };
    let contradicts = match source.verdict {
        Verdict::In(told) => found.script() != told.script(),
        // An English post can quote Chinese at length.
        _ => words.counts().is_some_and(|counts| counts.han > counts.latin_words),
    };
    (contradicts && words.confidence() > Confidence::Low).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_surveyed_in_its_folder_and_a_folder_is_its_own_root() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let options = SurveyOptions::new(file.path());
        assert_eq!(
            (options.root.as_path(), options.under.as_path()),
            (file.path().parent().unwrap(), file.path())
        );
        let options = SurveyOptions::new(Path::new("src"));
        assert_eq!(
            (options.root.as_path(), options.under.as_path()),
            (Path::new("src"), Path::new("src"))
        );
    }

    #[test]
    fn a_file_without_a_folder_lies_in_the_current_one() {
        let options = SurveyOptions::new(Path::new("Cargo.toml"));
        assert_eq!(
            (options.root.as_path(), options.under.as_path()),
            (Path::new("."), Path::new("./Cargo.toml"))
        );
        assert_eq!(survey(&options).unwrap().posts[0].path, Path::new("Cargo.toml"));
    }
}
