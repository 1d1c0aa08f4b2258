//! Orphans: copies whose post is gone, or has no such copy any more.

use std::{
    borrow::Cow,
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::{
    EditionScope, Mode, Orphan, OrphanOutcome, OrphanReason, Orphans,
    build::{Build, is_gone},
    survey::Survey,
};
use crate::{
    archive::{
        ArchiveError,
        lock::{Entry, Hash, Listed, Lock},
        plan::Plan,
        slashed, write,
    },
    convert::variant::Variant,
};

impl Build<'_> {
    /// The orphans among the copies that this build is about. They may be all that is
    /// left of a post, and stay unless the options say otherwise; those that are gone
    /// themselves are struck off the lock.
    ///
    /// Only in the archive itself: several archives can share an `--out`.
    pub(super) fn orphans(
        &self,
        lock: &mut Cow<'_, Lock>,
        plan: &Plan,
        survey: &Survey,
    ) -> Vec<Orphan> {
        if self.options.out.is_some() {
            return Vec::new();
        }
        let known = Known::of(self, plan, survey);
        let found: Vec<(Entry, OrphanReason)> = lock
            .entries()
            .filter_map(|entry| Some((entry.clone(), known.reason(entry)?)))
            .collect();
        let mut orphans = Vec::new();
        for (entry, reason) in found {
            let copy = PathBuf::from(&entry.copy);
            if is_gone(&self.copies_root.join(&copy)) {
                lock.to_mut().remove(&copy);
                continue;
            }
            let outcome = self.orphan(&copy);
            if matches!(outcome, OrphanOutcome::Removed) {
                lock.to_mut().remove(&copy);
            }
            let (source, to) = (PathBuf::from(entry.source), entry.variant);
            orphans.push(Orphan { copy, source, to, reason, outcome });
        }
        orphans
    }

    /// Removes an orphan, if that is asked for and it is as it was written.
    fn orphan(&self, copy: &Path) -> OrphanOutcome {
        let path = self.copies_root.join(copy);
        let is_as_written = match fs::File::open(&path).and_then(Hash::of_all) {
            Ok(hash) => matches!(self.lock.look_up(copy, hash), Listed::AsWritten(_)),
            Err(source) => return OrphanOutcome::Failed(ArchiveError::Read { path, source }),
        };
        if !is_as_written {
            return OrphanOutcome::KeptEdited;
        }
        if self.options.orphans == Orphans::Keep || self.options.cancel.is_cancelled() {
            return OrphanOutcome::Kept;
        }
        match self.options.mode {
            Mode::DryRun => OrphanOutcome::Removed,
            Mode::Write => match write::remove_copy(&self.copies_root, copy) {
                Ok(()) => OrphanOutcome::Removed,
                Err(error) => OrphanOutcome::Failed(error),
            },
        }
    }
}

/// What this build knows of posts and copies.
struct Known<'k> {
    root: &'k Path,
    under: &'k Path,
    /// Whether no globs leave posts out.
    is_whole: bool,
    /// The posts that were looked at, and could be read.
    posts: HashSet<String>,
    /// The copies to make, and where a file of a person's stands in for one.
    copies: HashSet<String>,
    editions: HashSet<Variant>,
    scope: EditionScope,
}

impl<'k> Known<'k> {
    fn of(build: &'k Build<'_>, plan: &Plan, survey: &Survey) -> Self {
        let text = |path: &Path| slashed(path).into_owned();
        let editions = build.editions.iter().map(|edition| edition.variant);
        Self {
            root: &build.options.survey.root,
            under: &build.options.survey.under,
            is_whole: build.options.survey.globs.is_empty(),
            posts: survey.posts.iter().map(|post| text(&post.path)).collect(),
            copies: plan.copies.iter().map(|planned| text(&planned.copy)).collect(),
            editions: editions.collect(),
            scope: build.options.scope,
        }
    }

    /// Why the copy is an orphan; `None` if it is none, or not known to be one.
    fn reason(&self, entry: &Entry) -> Option<OrphanReason> {
        let is_of_edition = self.editions.contains(&entry.variant);
        let source = self.root.join(&entry.source);
        let is_meant = self.is_whole
            && source.starts_with(self.under)
            && (is_of_edition || self.scope == EditionScope::All);
        // Another post can make the same copy.
        if !is_meant || self.copies.contains(&entry.copy) {
            return None;
        }
        match (is_gone(&source), is_of_edition) {
            (true, _) => Some(OrphanReason::PostGone),
            (false, _) if !self.posts.contains(&entry.source) => None,
            (false, true) => Some(OrphanReason::NotPlanned),
            (false, false) => Some(OrphanReason::EditionGone),
        }
    }
}
