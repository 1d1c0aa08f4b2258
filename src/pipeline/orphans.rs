//! Orphans: copies whose post is gone, or has no such copy any more.

use std::{
    borrow::Cow,
    collections::HashSet,
    fs, io,
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
        slashed,
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
            orphans.push(Orphan { copy, source: PathBuf::from(entry.source), reason, outcome });
        }
        orphans
    }

    /// Removes an orphan, if that is asked for and it is as it was written.
    fn orphan(&self, copy: &Path) -> OrphanOutcome {
        let path = self.copies_root.join(copy);
        if self.options.orphans == Orphans::Keep || self.options.cancel.is_cancelled() {
            return OrphanOutcome::Kept;
        }
        let hash = fs::File::open(&path).and_then(Hash::of_all);
        let is_as_written = match hash {
            Ok(hash) => matches!(self.lock.look_up(copy, hash), Listed::AsWritten(_)),
            Err(source) => return OrphanOutcome::Failed(ArchiveError::Read { path, source }),
        };
        if !is_as_written {
            return OrphanOutcome::KeptEdited;
        }
        match self.options.mode {
            Mode::DryRun => OrphanOutcome::Removed,
            Mode::Write => match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    OrphanOutcome::Failed(ArchiveError::Remove { path, source })
                }
                _ => OrphanOutcome::Removed,
            },
        }
    }
}

/// What this build knows of posts and copies.
struct Known<'k> {
    root: &'k Path,
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
            posts: survey.posts.iter().map(|post| text(&post.path)).collect(),
            copies: plan.copies.iter().map(|planned| text(&planned.copy)).collect(),
            editions: editions.collect(),
            scope: build.options.scope,
        }
    }

    /// Why the copy is an orphan; `None` if it is none, or not known to be one.
    fn reason(&self, entry: &Entry) -> Option<OrphanReason> {
        if is_gone(&self.root.join(&entry.source)) {
            return Some(OrphanReason::PostGone);
        }
        if !self.posts.contains(&entry.source) || self.copies.contains(&entry.copy) {
            return None;
        }
        match (self.editions.contains(&entry.variant), self.scope) {
            (true, _) => Some(OrphanReason::NotPlanned),
            (false, EditionScope::All) => Some(OrphanReason::EditionGone),
            (false, EditionScope::Some) => None,
        }
    }
}
