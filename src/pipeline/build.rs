//! The stages of a build: what it reads first, the survey, the plan, the copies,
//! the record. [`build_archive`](super::build_archive) calls them in turn.
//!
//! Posts and copies are worked on in parallel, and every list of the report is
//! in the order of the paths: the result is the same with any number of threads.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use super::{
    BuildReport, Failed, Settings, Skipped, SourceVariant,
    copy::Made,
    engines::EngineCache,
    large,
    pages::Pages,
    survey::{Survey, SurveyOptions, Surveyed, survey_in},
};
use crate::{
    archive::{
        ArchiveError,
        encoding::DeclaredEncoding,
        lock::{Guard, Journal, Lock},
        plan::{self, Collision, CopiesRoot, Occupant, Plan, PlannedCopy},
        read,
    },
    convert::{detect::Verdict, engine::Terms, variant::Variant},
    document::{self, Document, FieldScope, ProseSettings, SetValue, catch_panics},
    post_map::Skip,
    switches::Switches,
    verify::Thoroughness,
};

pub use crate::archive::plan::Edition;

/// What is asked of a build.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The archive and the posts in it.
    pub survey: SurveyOptions,
    /// The editions to write.
    pub editions: Vec<Edition>,
    /// Words that are decided on, matched before any dictionary, for the edition at the
    /// same place in the list of editions.
    pub terms: Vec<Option<Arc<Terms>>>,
    /// Where copies go; the archive itself if `None`.
    pub out: Option<PathBuf>,
    /// Which front matter values are prose.
    pub fields: FieldScope,
    /// Front matter keys that every copy gets; `{variant}` and `{variant_lower}`
    /// in a value stand for the edition's tag.
    pub set: Vec<(String, SetValue)>,
    /// What the archive chooses about its Markdown.
    pub switches: Switches,
    /// How much of each copy is parsed again to verify it.
    pub thoroughness: Thoroughness,
}

impl BuildOptions {
    /// The editions of the posts that `survey` finds, beside these, with every
    /// other choice as it is by default.
    #[must_use]
    pub fn new(survey: SurveyOptions, editions: Vec<Edition>) -> Self {
        Self {
            survey,
            editions,
            terms: Vec::new(),
            out: None,
            fields: FieldScope::default(),
            set: Vec::new(),
            switches: Switches::default(),
            thoroughness: Thoroughness::default(),
        }
    }
}

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

/// A build with everything it reads before the first post.
pub(super) struct Build<'a> {
    pub(super) options: &'a BuildOptions,
    pub(super) editions: Vec<Edition>,
    pub(super) copies_root: PathBuf,
    /// The copies among the originals, which are no posts.
    archive_lock: Lock,
    /// The copies where this build writes.
    pub(super) lock: Lock,
    /// The engines that its posts need.
    pub(super) made: EngineCache,
    /// Keeps other builds away from the copies until this one is done.
    _guard: Option<Guard>,
}

impl<'a> Build<'a> {
    /// # Errors
    /// When a lock or the site's configuration cannot be read, or another build
    /// is at work on the copies.
    pub(super) fn open(options: &'a BuildOptions) -> Result<Self, BuildError> {
        let root = &options.survey.root;
        let copies_root = options.out.as_ref().unwrap_or(root).clone();
        let guard = Guard::over(&copies_root)?;
        let archive_lock = Lock::load(root)?;
        let lock = match &options.out {
            Some(out) => Lock::load(out)?,
            None => archive_lock.clone(),
        };
        let of_site = |edition: &Edition| {
            let layout = edition.layout.clone().for_site(root)?;
            Ok(Edition { layout, ..edition.clone() })
        };
        let editions: Result<_, ArchiveError> = options.editions.iter().map(of_site).collect();
        let (editions, made) = (editions?, EngineCache::default());
        Ok(Self { options, editions, copies_root, archive_lock, lock, made, _guard: guard })
    }

    /// # Errors
    /// When nothing was found, or what was asked for cannot be looked at.
    pub(super) fn survey(&self) -> Result<Survey, BuildError> {
        let found = survey_in(&self.options.survey, &|path| self.archive_lock.lists(path))?;
        if found.posts.is_empty() && found.failed.is_empty() {
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

    /// Makes every copy of the plan, sorted by path, and says of every post
    /// without one why.
    pub(super) fn make(
        &self,
        plan: &Plan,
        survey: &Survey,
        progress: Progress<'_>,
    ) -> (Vec<Made>, Vec<Skipped>) {
        let posts: BTreeMap<&Path, &Surveyed> =
            survey.posts.iter().map(|post| (post.path.as_path(), post)).collect();
        let pages = Pages::new(self, plan, &posts);
        let journal = Journal::new(&self.copies_root);
        // One list of its final size: a list per thread would be held twice.
        let made = Mutex::new(Vec::with_capacity(plan.copies.len()));
        largest_first(plan, &posts).into_iter().par_bridge().for_each(|(post, planned)| {
            let copies = self.copies(planned, post, &pages, &journal);
            let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
            made.extend(copies);
            let done = made.len();
            drop(made);
            progress(done, plan.copies.len());
        });
        let mut made = made.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (adopted, skipped) = self.skip(plan, &posts, &pages);
        made.reserve_exact(adopted.len());
        made.extend(adopted);
        // Places are unique; a stable sort would need half as much memory again.
        made.sort_unstable_by(|one, other| one.report.copy.cmp(&other.report.copy));
        (made, skipped)
    }

    /// Writes down in the lock what was made.
    ///
    /// When that fails, the journal still knows the copies, and the report says
    /// what went wrong.
    pub(super) fn record(
        &self,
        (made, skipped): (Vec<Made>, Vec<Skipped>),
        survey: Survey,
    ) -> BuildReport {
        let mut lock = self.lock.clone();
        let mut copies = Vec::with_capacity(made.len());
        for made in made {
            made.entry.into_iter().for_each(|entry| lock.record(entry));
            copies.push(made.report);
        }
        let orphans = self.orphans(&mut lock);
        let Survey { links, warnings, mut failed, .. } = survey;
        failed.extend(lock.save(&self.copies_root).err().map(|error| Failed { error }));
        BuildReport { copies, skipped, orphans, links, warnings, failed }
    }

    /// The copies whose post is gone. They stay, since they may be all that is
    /// left of it; those that are gone themselves are struck off the lock.
    ///
    /// Only in the archive itself: several archives can share an `--out`.
    fn orphans(&self, lock: &mut Lock) -> Vec<PathBuf> {
        if self.options.out.is_some() {
            return Vec::new();
        }
        let of_lost_posts: Vec<PathBuf> = lock
            .entries()
            .filter(|entry| is_gone(&self.options.survey.root.join(&entry.source)))
            .map(|entry| PathBuf::from(&entry.copy))
            .collect();
        let (gone, orphans): (Vec<_>, Vec<_>) =
            of_lost_posts.into_iter().partition(|copy| is_gone(&self.copies_root.join(copy)));
        for copy in &gone {
            lock.remove(copy);
        }
        orphans
    }
}

/// The posts of a plan with their copies. A large one that came last would keep one
/// thread busy while the others wait.
fn largest_first<'a>(
    plan: &'a Plan,
    posts: &BTreeMap<&Path, &'a Surveyed>,
) -> Vec<(&'a Surveyed, &'a [PlannedCopy])> {
    let of_one_post = plan.copies.chunk_by(|one, other| one.post == other.post);
    let mut work: Vec<_> = of_one_post
        .filter_map(|copies| Some((*posts.get(copies.first()?.post.as_path())?, copies)))
        .collect();
    work.sort_by_key(|(post, _)| Reverse(post.bytes));
    work
}

/// Whether nothing is there; a folder that cannot be looked into tells nothing.
fn is_gone(path: &Path) -> bool {
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
