//! A whole archive: survey the posts, plan the copies, convert and write them.
//!
//! Posts and copies are worked on in parallel, and every list of the report is
//! in the order of the paths: the result is the same with any number of threads.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use super::{
    BuildReport, SkipReason, Skipped, SourceVariant,
    copy::Made,
    survey::{Survey, SurveyOptions, Surveyed, survey_in},
};
use crate::{
    archive::{
        ArchiveError,
        lock::{Journal, Lock},
        plan::{self, Collision, CopiesRoot, Occupant, Plan},
        read,
    },
    convert::{detect::Verdict, variant::Variant},
    document::{self, Document, FieldScope, ProseSettings},
};

pub use crate::archive::plan::Edition;

/// What is asked of a build.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The archive and the posts in it.
    pub survey: SurveyOptions,
    /// The editions to write.
    pub editions: Vec<Edition>,
    /// Where copies go; the archive itself if `None`.
    pub out: Option<PathBuf>,
    /// Which front matter values are prose.
    pub fields: FieldScope,
    /// Front matter keys that every copy gets; `{variant}` and `{variant_lower}`
    /// in a value stand for the edition's tag.
    pub set: Vec<(String, String)>,
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

/// Called for every copy that is done, from any thread: how many are, of how many.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Writes the editions of an archive, and says what happened to every post.
///
/// Nothing is written if any copy would overwrite something that is no copy.
/// One bad post never stops the others: it is in the report.
///
/// # Errors
/// When there are no posts, or something that concerns all of them cannot be
/// read or written; then no copy was touched. When the lock cannot be saved, the
/// copies are there, and its journal knows them.
pub fn build_archive(
    options: &BuildOptions,
    progress: Progress<'_>,
) -> Result<BuildReport, BuildError> {
    let build = Build::open(options)?;
    let found = survey_in(&options.survey, &|path| build.archive_lock.lists(path))?;
    if found.posts.is_empty() && found.failed.is_empty() {
        return Err(BuildError::NoPosts { path: options.survey.under.clone() });
    }
    let posts: BTreeMap<&Path, &Surveyed> =
        found.posts.iter().map(|post| (post.path.as_path(), post)).collect();
    let plan = build.plan(&found.posts)?;

    let journal = Journal::new(&build.copies_root);
    let mut made = build.make(&plan, &posts, &journal, progress);
    let (adopted, skipped) = build.skip(&plan, &posts);
    made.extend(adopted);
    made.sort_by(|one, other| one.report.copy.cmp(&other.report.copy));

    let mut lock = build.lock.clone();
    made.iter().filter_map(|made| made.entry.clone()).for_each(|entry| lock.record(entry));
    let orphans = build.orphans(&mut lock);
    lock.save(&build.copies_root)?;
    let copies = made.into_iter().map(|made| made.report).collect();
    let Survey { links, warnings, failed, .. } = found;
    Ok(BuildReport { copies, skipped, orphans, links, warnings, failed })
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
}

impl<'a> Build<'a> {
    fn open(options: &'a BuildOptions) -> Result<Self, BuildError> {
        let root = &options.survey.root;
        let archive_lock = Lock::load(root)?;
        let (copies_root, lock) = match &options.out {
            Some(out) => (out.clone(), Lock::load(out)?),
            None => (root.clone(), archive_lock.clone()),
        };
        let of_site = |edition: &Edition| {
            let layout = edition.layout.clone().for_site(root)?;
            Ok(Edition { variant: edition.variant, layout })
        };
        let editions: Result<_, ArchiveError> = options.editions.iter().map(of_site).collect();
        Ok(Self { options, editions: editions?, copies_root, archive_lock, lock })
    }

    /// # Errors
    /// When copies would overwrite something.
    fn plan(&self, posts: &[Surveyed]) -> Result<Plan, BuildError> {
        let posts: Vec<plan::Post> = posts
            .iter()
            .map(|post| plan::Post { path: post.path.clone(), verdict: post.source.verdict })
            .collect();
        let root =
            if self.options.out.is_some() { CopiesRoot::Elsewhere } else { CopiesRoot::Archive };
        let occupant =
            |copy: &Path| Occupant::at(&self.copies_root, copy, &self.lock, detected_variant);
        let plan = plan::plan(&posts, &self.editions, &self.archive_lock, root, &occupant);
        if plan.collisions.is_empty() {
            Ok(plan)
        } else {
            Err(BuildError::Collisions { collisions: plan.collisions })
        }
    }

    /// Makes every copy of the plan.
    fn make(
        &self,
        plan: &Plan,
        posts: &BTreeMap<&Path, &Surveyed>,
        journal: &Journal,
        progress: Progress<'_>,
    ) -> Vec<Made> {
        let done = AtomicUsize::new(0);
        let total = plan.copies.len();
        plan.copies
            .par_iter()
            .filter_map(|planned| {
                let post = posts.get(planned.post.as_path())?;
                let made = self.copy(planned, post, journal);
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, total);
                Some(made)
            })
            .collect()
    }

    /// The copies whose post is gone. They stay, since they may be all that is
    /// left of it; those that are gone themselves are struck off the lock.
    fn orphans(&self, lock: &mut Lock) -> Vec<PathBuf> {
        let is_there = |root: &Path, path: &str| root.join(path).symlink_metadata().is_ok();
        let of_lost_posts: Vec<PathBuf> = lock
            .entries()
            .filter(|entry| !is_there(&self.options.survey.root, &entry.source))
            .map(|entry| PathBuf::from(&entry.copy))
            .collect();
        let (orphans, gone): (Vec<_>, Vec<_>) = of_lost_posts
            .into_iter()
            .partition(|copy| self.copies_root.join(copy).symlink_metadata().is_ok());
        for copy in &gone {
            lock.remove(copy);
        }
        orphans
    }

    /// Looks at every post without a copy: a hand-made edition that equals the
    /// copy is a copy whose entry in the lock was lost, and is listed again.
    fn skip(&self, plan: &Plan, posts: &BTreeMap<&Path, &Surveyed>) -> (Vec<Made>, Vec<Skipped>) {
        let looked_at: Vec<Result<Made, Skipped>> = plan
            .skipped
            .par_iter()
            .filter_map(|skipped| {
                let post = posts.get(skipped.post.as_path())?;
                if let plan::SkipReason::HandMade { file, instead_of } = &skipped.reason
                    && *file == instead_of.copy
                    && let Some(adopted) = self.adopt(instead_of, post)
                {
                    return Some(Ok(adopted));
                }
                Some(Err(Skipped::new(skipped, post.source.verdict)))
            })
            .collect();
        let (mut adopted, mut skipped) = (Vec::<Made>::new(), Vec::<Skipped>::new());
        for looked in looked_at {
            match looked {
                Ok(made) => adopted.push(made),
                Err(reason) => skipped.push(reason),
            }
        }
        // Before it was adopted, the copy passed for a post.
        if self.options.out.is_none() {
            let is_adopted = |post: &Path| adopted.iter().any(|made| made.report.copy == post);
            skipped.retain(|skipped| !is_adopted(&skipped.source));
        }
        // A post that is not Chinese is skipped once, not for every edition.
        skipped.dedup();
        (adopted, skipped)
    }
}

impl Skipped {
    fn new(skipped: &plan::Skipped, verdict: Verdict) -> Self {
        let reason = match &skipped.reason {
            plan::SkipReason::HandMade { file, .. } => SkipReason::HandMade(file.clone()),
            plan::SkipReason::EditionOf(source) => SkipReason::MadeFrom(source.clone()),
            plan::SkipReason::NotChinese if verdict == Verdict::Japanese => SkipReason::Japanese,
            plan::SkipReason::NotChinese => SkipReason::NotChinese,
            plan::SkipReason::SameVariant | plan::SkipReason::NothingToConvert => {
                SkipReason::SameVariant
            }
        };
        let of_any = matches!(skipped.reason, plan::SkipReason::NotChinese);
        let to = (!of_any).then_some(skipped.target);
        Self { source: skipped.post.clone(), to, reason }
    }
}

/// The variant of the file at `path`, by its words; `None` if they do not tell.
fn detected_variant(path: &Path) -> Option<Variant> {
    let text = read::read(path).ok()?;
    let document = Document::split(&text);
    let prose = document::prose(&document, &ProseSettings::default()).ok()?;
    match SourceVariant::detected(&document, &prose).verdict {
        Verdict::In(variant) => Some(variant),
        _ => None,
    }
}
