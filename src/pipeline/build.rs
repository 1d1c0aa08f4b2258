//! A whole archive: survey the posts, plan the copies, convert and write them.
//!
//! Posts and copies are worked on in parallel, and every list of the report is
//! in the order of the paths: the result is the same with any number of threads.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    BuildReport, CopyReport, Failed, Outcome, Settings, SkipReason, Skipped, SourceVariant,
    convert_text,
    survey::{Surveyed, SurveyOptions, survey_in},
};
use crate::{
    archive::{
        ArchiveError,
        layout::Layout,
        lock::{Entry, Hash, Journal, Listed, Lock},
        plan::{self, Collision, CopiesRoot, Occupant, Plan, PlannedCopy},
        read, write,
    },
    convert::{detect::detect, variant::Variant},
    document::{Document, FieldScope},
};

pub use crate::archive::plan::Edition;

/// What dictionaries a copy was made with: the checksums of OpenCC's.
const DICTIONARIES: &str = include_str!("../../dictionaries/opencc/SHA256SUMS");

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
    #[error("no posts (files ending in .md, .markdown, .mdown, .mkd or .mdx) in {}", path.display())]
    NoPosts {
        /// Where they were looked for.
        path: PathBuf,
    },
    /// Copies would overwrite something.
    #[error("nothing was written: {} of the copies would overwrite another file", collisions.len())]
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

    let journal = Journal::open(&build.copies_root)?;
    let (copies, skipped) = build.make(&plan, &posts, &journal, progress);
    let mut lock = build.lock.clone();
    for made in &copies {
        made.entry.iter().for_each(|entry| lock.record(entry.clone()));
    }
    lock.save(&build.copies_root)?;
    let copies = copies.into_iter().map(|made| made.report).collect();
    Ok(BuildReport { copies, skipped, failed: found.failed })
}

/// A build with everything it reads before the first post.
struct Build<'a> {
    options: &'a BuildOptions,
    editions: Vec<Edition>,
    copies_root: PathBuf,
    /// The copies among the originals, which are no posts.
    archive_lock: Lock,
    /// The copies where this build writes.
    lock: Lock,
}

/// A copy that was worked on, and what the lock is to know of it.
struct Made {
    report: CopyReport,
    entry: Option<Entry>,
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

    fn plan(&self, posts: &[Surveyed]) -> Result<Plan, BuildError> {
        let posts: Vec<plan::Post> = posts
            .iter()
            .map(|post| plan::Post { path: post.path.clone(), source: post.source })
            .collect();
        let root =
            if self.options.out.is_some() { CopiesRoot::Elsewhere } else { CopiesRoot::Archive };
        let occupant =
            |copy: &Path| Occupant::at(&self.copies_root, copy, &self.lock, detect_file);
        let mut plan =
            plan::plan(&posts, &self.editions, &self.archive_lock, root, &occupant);
        if plan.collisions.is_empty() {
            return Ok(plan);
        }
        Err(BuildError::Collisions { collisions: std::mem::take(&mut plan.collisions) })
    }

    /// Makes every copy of the plan, and looks at every hand-made edition: one
    /// that equals the copy is a copy whose entry was lost, and is listed again.
    fn make(
        &self,
        plan: &Plan,
        posts: &BTreeMap<&Path, &Surveyed>,
        journal: &Journal,
        progress: Progress<'_>,
    ) -> (Vec<Made>, Vec<Skipped>) {
        let done = std::sync::atomic::AtomicUsize::new(0);
        let total = plan.copies.len();
        let mut copies: Vec<Made> = plan
            .copies
            .par_iter()
            .filter_map(|planned| {
                let made = self.copy(planned, posts.get(planned.post.as_path())?, journal);
                progress(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, total);
                Some(made)
            })
            .collect();
        let looked_at: Vec<Result<Made, Skipped>> = plan
            .skipped
            .par_iter()
            .filter_map(|skipped| Some(self.skip(skipped, posts.get(skipped.post.as_path())?)))
            .collect();
        let mut skipped = Vec::new();
        for looked in looked_at {
            match looked {
                Ok(adopted) => copies.push(adopted),
                Err(reason) => skipped.push(reason),
            }
        }
        copies.sort_by(|one, other| one.report.copy.cmp(&other.report.copy));
        skipped.dedup();
        (copies, skipped)
    }

    fn copy(&self, planned: &PlannedCopy, post: &Surveyed, journal: &Journal) -> Made {
        let mut made = Made {
            report: CopyReport {
                source: planned.post.clone(),
                copy: planned.copy.clone(),
                from: post.source,
                to: planned.target,
                outcome: Outcome::Written,
                edits: 0,
                notes: Vec::new(),
            },
            entry: None,
        };
        made.report.outcome = match self.outcome(planned, post, journal, &mut made) {
            Ok(outcome) => outcome,
            Err(error) => Outcome::Failed(error),
        };
        made
    }

    fn outcome(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        journal: &Journal,
        made: &mut Made,
    ) -> Result<Outcome, ArchiveError> {
        let place = self.copies_root.join(&planned.copy);
        let on_disk = fs::read(&place).ok();
        if let Some(bytes) = &on_disk
            && let Listed::Edited(_) = self.lock.look_up(&planned.copy, Hash::of(bytes))
        {
            return Ok(Outcome::Edited);
        }
        let source_path = self.options.survey.root.join(&planned.post);
        let source = read::read(&source_path)?;
        let settings = self.settings(planned, post);
        let conversion = match convert_text(&source, &settings) {
            Ok(conversion) => conversion,
            Err(error) => return Ok(Outcome::Refused(error)),
        };
        made.report.notes = conversion.notes();
        made.report.notes.extend(self.repeated_keys(&source, planned));
        made.report.edits = conversion.edits.len();
        let entry = self.entry(planned, &source, &settings, &conversion.text);
        made.entry = Some(entry.clone());
        if on_disk.as_deref() == Some(conversion.text.as_bytes()) {
            return Ok(Outcome::Unchanged);
        }
        let written = write::stage_copy(
            &self.copies_root,
            &planned.copy,
            &conversion.text,
            Some(&source_path),
        )
        .and_then(|staged| {
            // Known before it is there: a killed build leaves no copy that
            // would pass for a person's work.
            journal.append(&entry)?;
            staged.commit()
        });
        if written.is_err() {
            made.entry = None;
        }
        written.map(|()| Outcome::Written)
    }

    fn skip(&self, skipped: &plan::Skipped, post: &Surveyed) -> Result<Made, Skipped> {
        let reason = match &skipped.reason {
            plan::SkipReason::HandMade { file, copy } => {
                if file == copy
                    && let Some(adopted) = self.adopt(skipped, copy, post)
                {
                    return Ok(adopted);
                }
                SkipReason::HandMade(file.clone())
            }
            plan::SkipReason::EditionOf(source) => SkipReason::MadeFrom(source.clone()),
            plan::SkipReason::SameVariant | plan::SkipReason::NothingToConvert => {
                SkipReason::SameVariant
            }
            plan::SkipReason::NotChinese => {
                let reason = SkipReason::not_chinese(&post.source);
                return Err(Skipped { source: skipped.post.clone(), to: None, reason });
            }
        };
        Err(Skipped { source: skipped.post.clone(), to: Some(skipped.target), reason })
    }

    /// The entry of an unlisted file that equals what would be written there.
    fn adopt(&self, skipped: &plan::Skipped, copy: &Path, post: &Surveyed) -> Option<Made> {
        let planned = PlannedCopy {
            post: skipped.post.clone(),
            copy: copy.to_owned(),
            target: skipped.target,
            edition: self.editions.iter().position(|edition| edition.variant == skipped.target)?,
        };
        let source = read::read(&self.options.survey.root.join(&planned.post)).ok()?;
        let settings = self.settings(&planned, post);
        let conversion = convert_text(&source, &settings).ok()?;
        let on_disk = fs::read(self.copies_root.join(copy)).ok()?;
        (on_disk == conversion.text.as_bytes()).then(|| Made {
            report: CopyReport {
                source: planned.post.clone(),
                copy: planned.copy.clone(),
                from: post.source,
                to: planned.target,
                outcome: Outcome::Unchanged,
                edits: conversion.edits.len(),
                notes: conversion.notes(),
            },
            entry: Some(self.entry(&planned, &source, &settings, &conversion.text)),
        })
    }

    fn settings(&self, planned: &PlannedCopy, post: &Surveyed) -> Settings {
        let target = planned.target;
        let of_edition = |value: &str| {
            value.replace("{variant}", target.tag()).replace("{variant_lower}", target.lower_tag())
        };
        let mut set: Vec<(String, String)> = self
            .options
            .set
            .iter()
            .map(|(key, value)| (key.clone(), of_edition(value)))
            .collect();
        let layout = &self.editions[planned.edition].layout;
        let permalink = layout.copy_permalink(&planned.post, post.permalink.as_deref(), target);
        if let Some(permalink) = permalink.filter(|_| !set.iter().any(|(key, _)| key == "permalink"))
        {
            set.push(("permalink".to_owned(), permalink));
        }
        Settings::edition(target)
            .source_variant(post.source)
            .name(&planned.post)
            .fields(self.options.fields.clone())
            .set(set)
    }

    fn entry(
        &self,
        planned: &PlannedCopy,
        source: &str,
        settings: &Settings,
        text: &str,
    ) -> Entry {
        Entry {
            copy: slashed(&planned.copy),
            source: slashed(&planned.post),
            variant: planned.target,
            source_hash: Hash::of(source.as_bytes()),
            settings_hash: Hash::of(settings.fingerprint().as_bytes()),
            dictionaries_hash: Hash::of(DICTIONARIES.as_bytes()),
            output_hash: Hash::of(text.as_bytes()),
        }
    }
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|component| component.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// The variant of a file at a copy's place; `None` if its words do not tell.
fn detect_file(path: &Path) -> Option<Variant> {
    let text = read::read(path).ok()?;
    let document = Document::split(&text);
    let prose = crate::document::prose(&document, &crate::document::ProseSettings::default());
    let texts = prose.ok()?.texts(&text);
    SourceVariant::detected(detect(texts.iter().map(|text| &**text))).named_variant()
}
