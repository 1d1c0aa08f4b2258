//! The plan of a build: posts, editions and what lies on disk in; the copies to
//! make out, and for each post and edition without one, why.
//!
//! Nothing is written while there are collisions.

mod collisions;
mod groups;

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    archive::{carried, layout::Layout, lock::Lock},
    convert::{detect::Verdict, regional::Domains, style::Style, variant::Variant},
    post_map::Skip,
    switches::Punctuation,
};
pub use collisions::Collision;
use groups::Group;

/// A post, and what it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its path, relative to the root of the archive.
    pub path: PathBuf,
    /// What it is written in: given, carried or detected.
    pub verdict: Verdict,
    /// The editions that it is left out of.
    pub skip: Skip,
}

/// The copies to make in one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Edition {
    /// The variant.
    pub variant: Variant,
    /// Where the copies go.
    pub layout: Layout,
    /// The fields whose words they take over.
    pub domains: Domains,
    /// Whose punctuation they have.
    pub punctuation: Punctuation,
    /// Their spellings.
    pub style: Style,
}

impl Edition {
    /// The edition in `variant` whose copies lie as `layout` says, with every other choice as
    /// it is by default.
    #[must_use]
    pub fn new(variant: Variant, layout: Layout) -> Self {
        Self {
            variant,
            layout,
            domains: Domains::default(),
            punctuation: Punctuation::default(),
            style: Style::new(variant),
        }
    }
}

/// Where copies go: their root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopiesRoot {
    /// The root of the archive: copies lie among the originals.
    Archive,
    /// A folder of their own (`--out`).
    Elsewhere,
}

/// What lies at the place of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occupant {
    /// Nothing.
    Nothing,
    /// A file that the lock lists, edited or not.
    Copy,
    /// A file that the lock does not list, and the variant its text seems to be
    /// in; `None` when that is undecided.
    File(Option<Variant>),
    /// A folder, or something else that is no file.
    Other,
    /// Something that could not be looked at, for this reason.
    Unreadable(ErrorKind),
}

impl Occupant {
    /// What lies at `relative` in `root`, by the lock and the file itself; `detect` is
    /// asked only for files that the lock does not list.
    pub fn at(
        root: &Path,
        relative: &Path,
        lock: &Lock,
        detect: impl FnOnce(&Path) -> Option<Variant>,
    ) -> Self {
        let path = root.join(relative);
        match std::fs::symlink_metadata(&path) {
            Err(error) => match error.kind() {
                // Where no such file can be, writing says why, for that copy alone.
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename => {
                    Self::Nothing
                }
                reason => Self::Unreadable(reason),
            },
            // Reading a pipe could take for ever.
            Ok(metadata) if !metadata.is_file() && !metadata.is_symlink() => Self::Other,
            Ok(_) if lock.lists(relative) => Self::Copy,
            Ok(metadata) if metadata.is_file() => Self::File(detect(&path)),
            Ok(_) => Self::Other,
        }
    }
}

/// A copy to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCopy {
    /// The post it is made from, relative to the root of the archive.
    pub post: PathBuf,
    /// What the post is written in.
    pub source: Verdict,
    /// Its place, relative to the root of the copies.
    pub copy: PathBuf,
    /// Its variant.
    pub target: Variant,
    /// The position of its edition in the list that was given.
    pub edition: usize,
}

/// A post that gets no copy in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The post.
    pub post: PathBuf,
    /// The variant of the edition.
    pub target: Variant,
    /// Why.
    pub reason: SkipReason,
}

/// Why a post gets no copy in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// It is in that variant.
    SameVariant,
    /// No profile leads from its variant to that one: it can be read as it is.
    NothingToConvert,
    /// It is not Chinese.
    NotChinese,
    /// It wishes so.
    Asked,
    /// A person has written that edition.
    HandMade {
        /// The hand-made edition: a post of the archive, or a file at the place of
        /// the copy.
        file: PathBuf,
        /// The copy that is not made. When `file` lies in its place and equals what would
        /// be written, it is a copy that lost its entry in the lock: adopt it.
        instead_of: PlannedCopy,
    },
    /// It is a hand-made edition itself, and the copy is made from this post.
    EditionOf(PathBuf),
}

/// What a build is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The copies to make, sorted by post, then in the order of the editions.
    pub copies: Vec<PlannedCopy>,
    /// The posts without a copy, in the same order.
    pub skipped: Vec<Skipped>,
    /// Why nothing can be written.
    pub collisions: Vec<Collision>,
}

/// Decides what a build does with `posts`.
///
/// `archive_lock` is the lock in the root of the archive: files listed there are
/// copies and no posts. `occupant` tells what lies at a path relative to the root of the
/// copies (see [`Occupant::at`]).
#[must_use]
pub fn plan(
    posts: &[Post],
    editions: &[Edition],
    archive_lock: &Lock,
    root: CopiesRoot,
    occupant: &dyn Fn(&Path) -> Occupant,
) -> Plan {
    let mut posts: Vec<&Post> =
        posts.iter().filter(|post| !archive_lock.lists(&post.path)).collect();
    posts.sort_by(|one, other| one.path.cmp(&other.path));
    posts.dedup_by(|one, other| one.path == other.path);
    let originals = match root {
        CopiesRoot::Archive => &posts[..],
        CopiesRoot::Elsewhere => &[],
    };
    let mut planner = Planner { root, originals, editions, occupant, plan: Plan::default() };
    for group in groups::groups(&posts) {
        for (index, edition) in editions.iter().enumerate() {
            planner.add(&group, index, edition);
        }
    }
    planner.finish()
}

struct Planner<'a> {
    root: CopiesRoot,
    /// The posts in the root of the copies, sorted by path.
    originals: &'a [&'a Post],
    editions: &'a [Edition],
    occupant: &'a dyn Fn(&Path) -> Occupant,
    plan: Plan,
}

impl Planner<'_> {
    /// Decides one edition of the posts in `group`.
    fn add(&mut self, group: &Group<'_>, index: usize, edition: &Edition) {
        let target = edition.variant;
        for post in group.not_chinese() {
            self.skip(post, target, SkipReason::NotChinese);
        }
        let Some(source) = group.source(target) else { return };
        let maker = group.maker(source, target, self.editions);
        let post = maker.unwrap_or(source);
        for other in group.written_in_chinese().filter(|other| *other != post) {
            let reason = if groups::is_in(other, target) {
                SkipReason::SameVariant
            } else {
                SkipReason::EditionOf(post.path.clone())
            };
            self.skip(other, target, reason);
        }
        if post.skip.covers(target) {
            return self.skip(post, target, SkipReason::Asked);
        }
        if groups::is_in(post, target) {
            return self.skip(post, target, SkipReason::SameVariant);
        }
        let copy = edition.layout.copy_path(&post.path, target);
        let (post_path, source) = (post.path.clone(), post.verdict);
        let planned = PlannedCopy { post: post_path, source, copy, target, edition: index };
        let reads_as_it_is = |source: Variant| !source.leads_to(target);
        match group.edition(target) {
            // Its name is believed, whatever its text is written in.
            Some(made) if maker.is_some() => self.leave(post, made.path.clone(), planned),
            Some(made) => self.leave_to(post, made, planned),
            None if source.variant_for(target).is_some_and(reads_as_it_is) => {
                self.skip(post, target, SkipReason::NothingToConvert);
            }
            None => self.place(post, planned),
        }
    }

    /// Skips `post` in favour of its hand-made edition, unless that lies at the
    /// place of the copy and is plainly written in the other script.
    fn leave_to(&mut self, post: &Post, made: &Post, planned: PlannedCopy) {
        let in_place = self.root == CopiesRoot::Archive && made.path == planned.copy;
        let found = if in_place { (self.occupant)(&made.path) } else { Occupant::Nothing };
        if matches!(found, Occupant::File(found) if is_other_script(found, planned.target)) {
            return self.collide(Collision::on_original(&planned, &made.path));
        }
        self.leave(post, made.path.clone(), planned);
    }

    fn leave(&mut self, post: &Post, file: PathBuf, planned: PlannedCopy) {
        let target = planned.target;
        self.skip(post, target, SkipReason::HandMade { file, instead_of: planned });
    }

    /// Plans a copy if its place is free, or a copy's already.
    fn place(&mut self, post: &Post, planned: PlannedCopy) {
        if crate::archive::parts(&planned.copy).is_none() {
            return self.collide(Collision::outside(&planned));
        }
        let is_original = self.is_original(&planned.copy);
        let on_itself = is_original && planned.copy == planned.post;
        match (self.occupant)(&planned.copy) {
            Occupant::Nothing | Occupant::Copy => self.plan.copies.push(planned),
            Occupant::Other => self.collide(Collision::blocked(&planned)),
            Occupant::Unreadable(reason) => self.collide(Collision::unreadable(&planned, reason)),
            Occupant::File(found)
                if on_itself || (is_original && is_other_script(found, planned.target)) =>
            {
                self.collide(Collision::on_original(&planned, &planned.copy));
            }
            Occupant::File(Some(found)) if is_other_script(Some(found), planned.target) => {
                self.collide(Collision::on_file(&planned, found));
            }
            Occupant::File(_) => self.leave(post, planned.copy.clone(), planned),
        }
    }

    fn is_original(&self, path: &Path) -> bool {
        self.originals.binary_search_by(|post| post.path.as_path().cmp(path)).is_ok()
    }

    fn skip(&mut self, post: &Post, target: Variant, reason: SkipReason) {
        self.plan.skipped.push(Skipped { post: post.path.clone(), target, reason });
    }

    fn collide(&mut self, collision: Collision) {
        self.plan.collisions.push(collision);
    }

    fn finish(mut self) -> Plan {
        let found = collisions::between(&self.plan.copies, self.originals);
        self.plan.collisions.extend(found);
        let position = |target| self.editions.iter().position(|edition| edition.variant == target);
        self.plan
            .copies
            .sort_by(|one, other| one.post.cmp(&other.post).then(one.edition.cmp(&other.edition)));
        self.plan.skipped.sort_by(|one, other| {
            let editions = position(one.target).cmp(&position(other.target));
            one.post.cmp(&other.post).then(editions)
        });
        self.plan
    }
}

fn is_other_script(found: Option<Variant>, target: Variant) -> bool {
    found.is_some_and(|found| found.script() != target.script())
}

#[cfg(test)]
mod tests;
