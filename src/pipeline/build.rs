//! The stages of a build: what it reads first, the survey, the plan, the copies,
//! the record. [`build_archive`](super::build_archive) calls them in turn.
//!
//! Posts and copies are worked on in parallel, and every list of the report is
//! in the order of the paths: the result is the same with any number of threads.

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;

use super::{
    BuildOptions, BuildReport, Edition, Failed, Mode, Settings, Skipped, SourceVariant,
    cache::{Cache, CopyRecord, DICTIONARIES, Found},
    copy::{Made, SettingsHashes},
    engines::EngineCache,
    large,
    pages::Pages,
    skip::WithoutCopy,
    survey::{Posts, Survey, Surveyed, survey_in},
};
use crate::{
    archive::{
        ArchiveError,
        encoding::DeclaredEncoding,
        lock::{Bases, Claim, Guard, Hash, Journal, Lock},
        plan::{self, Collision, CopiesRoot, Occupant, Plan, PlannedCopy},
        read, write,
    },
    convert::{detect::Verdict, variant::Variant},
    document::{self, Document, ProseSettings, catch_panics},
    post_map::Skip,
};

/// Why a build wrote nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The archive, its lock or its site's configuration cannot be read, or the
    /// place of the copies not be written.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// There is nothing to convert.
    #[error(
        "no posts in {}: nothing ends in .md, .markdown, .mdown, .mkd or .mdx, or ignore files, \
         globs or the lock leave it out",
        path.display()
    )]
    NoPosts {
        /// Where they were looked for.
        path: PathBuf,
    },
    /// It was told to end before it wrote anything.
    #[error("interrupted; nothing was written")]
    Cancelled,
    /// Copies would overwrite something.
    #[error("nothing was written: {} of the copies cannot take their places", collisions.len())]
    Collisions {
        /// Each of them, with its remedy.
        collisions: Vec<Collision>,
    },
}

/// Called when the copies of a post are done, from any thread: how many are by now,
/// of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// The copies of a build, the posts without one, and what the cache is to know of these.
pub(super) struct MadeAll {
    made: Vec<Made>,
    skipped: Vec<Skipped>,
    records: Vec<(PathBuf, CopyRecord)>,
}

/// A build with everything it reads before the first post.
pub(super) struct Build<'a> {
    pub(super) options: &'a BuildOptions,
    pub(super) editions: Vec<Edition>,
    pub(super) copies_root: PathBuf,
    /// The copies among the originals, which are no posts.
    archive_lock: Lock,
    /// The copies where this build writes.
    pub(super) lock: Lock,
    /// What builds before found out.
    pub(super) cache: Cache,
    /// The texts that copies were generated as.
    pub(super) bases: Bases,
    pub(super) dictionaries: Hash,
    pub(super) settings_hashes: SettingsHashes,
    /// The engines that its posts need.
    pub(super) made: EngineCache,
    /// Keeps other builds away from the copies until this one is done; `None` if it
    /// writes nothing.
    guard: Option<Guard>,
    /// How the build before went, once this one has claimed the folder.
    before: Claim,
}

impl<'a> Build<'a> {
    /// # Errors
    /// When a lock or the site's configuration cannot be read, or another build
    /// is at work on the copies.
    pub(super) fn open(options: &'a BuildOptions) -> Result<Self, BuildError> {
        let root = &options.survey.root;
        let copies_root = options.out.as_ref().unwrap_or(root).clone();
        let guard = match options.mode {
            Mode::Write => Some(Guard::over(&copies_root)?),
            Mode::DryRun => None,
        };
        let (archive_lock, cache) = rayon::join(|| Lock::load(root), || Cache::load(&copies_root));
        let archive_lock = archive_lock?;
        let lock = match &options.out {
            Some(out) => Lock::load(out)?,
            None => archive_lock.clone(),
        };
        let of_site = |edition: &Edition| {
            let layout = edition.layout.clone().for_site(root)?;
            Ok(Edition { layout, ..edition.clone() })
        };
        let editions: Result<_, ArchiveError> = options.editions.iter().map(of_site).collect();
        Ok(Self {
            options,
            editions: editions?,
            cache,
            bases: Bases::new(&copies_root),
            dictionaries: Hash::of(DICTIONARIES.as_bytes()),
            settings_hashes: SettingsHashes::default(),
            made: EngineCache::default(),
            copies_root,
            archive_lock,
            lock,
            guard,
            before: Claim::Clean,
        })
    }

    /// # Errors
    /// When nothing was found, or what was asked for cannot be looked at.
    pub(super) fn survey(&self) -> Result<Survey, BuildError> {
        let is_copy = |path: &Path| self.archive_lock.lists(path);
        let cancel = &self.options.cancel;
        let found = survey_in(&self.options.survey, &is_copy, &self.cache, cancel)?;
        if cancel.is_cancelled() {
            return Err(BuildError::Cancelled);
        }
        // What is listed can be orphans.
        let has_copies = self.options.out.is_none() && self.lock.entries().next().is_some();
        if found.posts.is_empty() && found.failed.is_empty() && !has_copies {
            return Err(BuildError::NoPosts { path: self.options.survey.under.clone() });
        }
        Ok(found)
    }

    /// # Errors
    /// When copies would overwrite something.
    pub(super) fn plan(&self, survey: &Survey) -> Result<Plan, BuildError> {
        let posts: Vec<plan::Post> = survey
            .posts
            .iter()
            .map(|post| (&post.path, post.source.verdict, post.skip.clone()))
            // Nothing is made of these, nor of another edition in their stead.
            .chain(survey.without_verdict.iter().map(|path| (path, Verdict::Undecided, Skip::All)))
            .map(|(path, verdict, skip)| plan::Post { path: path.clone(), verdict, skip })
            .collect();
        let root =
            if self.options.out.is_some() { CopiesRoot::Elsewhere } else { CopiesRoot::Archive };
        let detect = |path: &Path| detected_variant(path, self.options.survey.encoding);
        let occupant = |copy: &Path| Occupant::at(&self.copies_root, copy, &self.lock, detect);
        let plan = plan::plan(&posts, &self.editions, &self.archive_lock, root, &occupant);
        if plan.collisions.is_empty() {
            Ok(plan)
        } else {
            Err(BuildError::Collisions { collisions: plan.collisions })
        }
    }

    /// Claims the folder of the copies, and removes what a killed build left there.
    ///
    /// # Errors
    /// When that cannot be written down, or another build is at work.
    pub(super) fn claim(&mut self) -> Result<(), BuildError> {
        if let Some(guard) = &mut self.guard {
            self.before = guard.claim()?;
        }
        if self.before == Claim::AfterDeath {
            write::sweep(&self.copies_root);
        }
        Ok(())
    }

    /// Makes every copy of the plan, sorted by path, and says of every post
    /// without one why. When it is told to end, copies that are not begun are missing.
    pub(super) fn make(&self, plan: &Plan, survey: &Survey, progress: Progress<'_>) -> MadeAll {
        let posts = Posts::of(survey);
        let pages = Pages::new(self, plan, &posts);
        let journal = Journal::new(&self.copies_root);
        // One list of its final size: a list per thread would be held twice.
        let made = Mutex::new(Vec::with_capacity(plan.copies.len()));
        largest_first(plan, &posts).into_iter().par_bridge().for_each(|(post, planned)| {
            if self.options.cancel.is_cancelled() {
                return;
            }
            let copies = self.copies(planned, post, &pages, &journal);
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.extend(copies);
            let done = made.len();
            drop(made);
            progress(done, plan.copies.len());
        });
        let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        let WithoutCopy { adopted, skipped, records } = self.skip(plan, &posts, &pages);
        made.reserve_exact(adopted.len());
        made.extend(adopted);
        for made in &mut made {
            pages.remember_moved(made);
        }
        // Places are unique; a stable sort would need half as much memory again.
        made.sort_unstable_by(|one, other| one.report.copy.cmp(&other.report.copy));
        MadeAll { made, skipped, records }
    }

    /// Writes down in the lock what was made, and in the cache what was found out.
    ///
    /// When that fails, the journal still knows the copies, and the report says
    /// what went wrong.
    pub(super) fn record(
        &self,
        MadeAll { made, skipped, records }: MadeAll,
        plan: &Plan,
        survey: Survey,
    ) -> BuildReport {
        // Large archives have large locks: it is copied if something changed.
        let mut lock = Cow::Borrowed(&self.lock);
        let mut found = Found::default();
        let orphans = self.orphans(&mut lock, plan, &survey);
        let mut copies = Vec::with_capacity(made.len());
        for made in made {
            let copy = &made.report.copy;
            if let Some(entry) = made.entry
                && self.lock.entries_of(copy) != std::slice::from_ref(&entry)
            {
                lock.to_mut().record(entry);
            }
            if let Some(record) = made.record
                && self.cache.copy(copy) != Some(&record)
            {
                found.copies.push((copy.clone(), record));
            }
            copies.push(made.report);
        }
        let is_new = |(copy, record): &(PathBuf, CopyRecord)| self.cache.copy(copy) != Some(record);
        found.copies.extend(records.into_iter().filter(is_new));
        let is_new =
            |post: &&Surveyed| self.cache.post(&post.path).is_none_or(|r| r.key != post.key);
        let new_posts = survey.posts.iter().filter(is_new);
        found.posts = new_posts.map(|post| (post.path.clone(), post.record())).collect();
        let cancelled = self.options.cancel.is_cancelled();
        let cancelled = cancelled.then(|| plan.copies.len().saturating_sub(copies.len()));
        let Survey { links, warnings, mut failed, .. } = survey;
        if self.options.mode == Mode::Write {
            let is_changed = matches!(lock, Cow::Owned(_));
            let saved = self.save(&lock, is_changed, found);
            failed.extend(saved.err().map(|error| Failed { error }));
        }
        let mode = self.options.mode;
        BuildReport { copies, skipped, orphans, links, warnings, failed, mode, cancelled }
    }

    fn save(&self, lock: &Lock, is_changed: bool, found: Found) -> Result<(), ArchiveError> {
        if is_changed || !lock.is_saved() || Journal::is_there(&self.copies_root) {
            lock.save(&self.copies_root)?;
        }
        // If the lock was lost, what it listed may come back with it. A build that died may
        // have left texts that nothing needs.
        let had_lock = self.lock.entries().next().is_some();
        if had_lock && is_changed || self.before == Claim::AfterDeath {
            let needed: HashSet<Hash> = lock.all_entries().map(|entry| entry.output_hash).collect();
            self.bases.retain(&needed)?;
        }
        if found.is_empty() {
            return Ok(());
        }
        let mut cache = self.cache.clone();
        cache.record(found);
        let root = &self.options.survey.root;
        cache.retain(
            |post| !is_gone(&root.join(post)),
            |copy| lock.lists(Path::new(copy)) || !is_gone(&self.copies_root.join(copy)),
        );
        cache.save(&self.copies_root)
    }
}

/// The posts of a plan with their copies. A large one that came last would keep one
/// thread busy while the others wait.
fn largest_first<'a>(plan: &'a Plan, posts: &Posts<'a>) -> Vec<(&'a Surveyed, &'a [PlannedCopy])> {
    let of_one_post = plan.copies.chunk_by(|one, other| one.post == other.post);
    let mut work: Vec<_> = of_one_post
        .filter_map(|copies| Some((posts.get(&copies.first()?.post)?, copies)))
        .collect();
    work.sort_by_key(|(post, _)| Reverse(post.bytes));
    work
}

/// Whether nothing is there; a folder that cannot be looked into tells nothing.
pub(super) fn is_gone(path: &Path) -> bool {
    path.symlink_metadata().is_err_and(|error| {
        matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
    })
}

/// The variant of the file at `path`, by its words; `None` if they do not tell.
fn detected_variant(path: &Path, encoding: DeclaredEncoding) -> Option<Variant> {
    let text = read::read_post(path, encoding).ok()?.text;
    let detected = catch_panics(|| {
        let document = Document::split(&text);
        // The target does not matter.
        if let Some(words) = large::words(&document, &Settings::edition(Variant::ZhCn)) {
            return Ok(words.verdict);
        }
        let prose = document::prose(&document, &ProseSettings::default())?;
        Ok(SourceVariant::detected(&document, &prose).verdict)
    });
    match detected.and_then(|verdict| verdict) {
        Ok(Verdict::In(variant)) => Some(variant),
        _ => None,
    }
}
