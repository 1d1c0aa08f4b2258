//! Reports: what happened to every post and copy of a build.

use std::{collections::HashSet, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::{Conversion, ConvertError, Mode, SourceVariant};
use crate::{
    archive::{ArchiveError, encoding::Encoding},
    convert::variant::Variant,
    document::LeftBehind,
    merge,
};

/// What a build did, in the order of the paths.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BuildReport {
    /// One entry for each copy that was to be made.
    pub copies: Vec<CopyReport>,
    /// Posts, or editions of posts, that get no copy, and why.
    pub skipped: Vec<Skipped>,
    /// Copies whose post is gone, or has no such copy any more.
    pub orphans: Vec<Orphan>,
    /// Links that look like posts and are not followed: they lead out of the
    /// archive or nowhere.
    pub links: Vec<PathBuf>,
    /// Lines of ignore files that cannot be understood; the others count.
    pub warnings: Vec<ArchiveError>,
    /// Posts that could not be read or understood; the others went on.
    pub failed: Vec<Failed>,
    /// Whether something was written, or would have been.
    pub mode: Mode,
    /// How many copies were not looked at any more, since the build was told to end;
    /// `None` if it was not.
    pub cancelled: Option<usize>,
}

/// A copy whose post is gone, or has no such copy any more.
#[derive(Debug)]
#[non_exhaustive]
pub struct Orphan {
    /// The copy, relative to the root of the copies.
    pub copy: PathBuf,
    /// The post it was made from, relative to the archive.
    pub source: PathBuf,
    /// Its variant.
    pub to: Variant,
    /// Why it is one.
    pub reason: OrphanReason,
    /// What became of it.
    pub outcome: OrphanOutcome,
}

/// Why a copy is an orphan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrphanReason {
    /// Its post is gone.
    PostGone,
    /// Its post is there, and gets no copy at that place any more: it asks for none, its
    /// copies go elsewhere, or it is that edition itself now.
    NotPlanned,
    /// The archive has no such edition any more.
    EditionGone,
}

/// What became of an orphan.
#[derive(Debug)]
#[non_exhaustive]
pub enum OrphanOutcome {
    /// It stays.
    Kept,
    /// It stays, since a person has edited it.
    KeptEdited,
    /// It was removed.
    Removed,
    /// It could not be removed.
    Failed(ArchiveError),
}

/// What happened to one copy.
#[derive(Debug)]
#[non_exhaustive]
pub struct CopyReport {
    /// The post, relative to the archive.
    pub source: PathBuf,
    /// The copy, relative to the root of the copies.
    pub copy: PathBuf,
    /// What the post is written in.
    pub from: SourceVariant,
    /// What its bytes are in; those of the copy are UTF-8.
    pub encoding: Encoding,
    /// The edition.
    pub to: Variant,
    /// Whether it was written, and if not, why.
    pub outcome: Outcome,
    /// Why its text is another one than that of the last build; none if it is not.
    pub causes: Vec<Cause>,
    /// What of it is a person's.
    pub hand: Hand,
    /// What changed or would change, as a unified diff; empty unless it was asked for.
    pub diff: String,
    /// How many characters of the post are others in the copy.
    pub changed_characters: usize,
    /// The Han characters of the post that are no prose, and why.
    pub left_behind: LeftBehind,
    /// What a reader of the report should look at.
    pub notes: Vec<Note>,
}

/// Why the text of a copy is another one than that of the last build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// There was none.
    New,
    /// It was listed, and its file is gone.
    Missing,
    /// The post changed.
    Post,
    /// The settings did, or a glossary.
    Settings,
    /// The dictionaries of hanmark did, or hanmark itself.
    Dictionaries,
    /// Other files did, to which the post has links.
    Links,
    /// The edits of a person were to be written over.
    Overwrite,
}

/// What of a copy is a person's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hand {
    /// Nothing.
    #[default]
    None,
    /// Edits that an earlier build knew.
    Known,
    /// Edits since the last build.
    New,
}

/// How a copy ended. In a dry run nothing was written: it says what would be.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Written: it is new, or its bytes changed.
    Written,
    /// It stood there already, byte for byte.
    Unchanged,
    /// Written: a person's edits and what is new, put together.
    Merged,
    /// A person has edited it, and there is nothing new: it was kept.
    Edited,
    /// A person has edited it, and what is new cannot be put together with the edits: it
    /// was kept.
    Conflict(Conflict),
    /// The file changed while the build was at work: it was kept.
    Overtaken,
    /// The post could not be converted: nothing was written.
    Refused(ConvertError),
    /// The post could not be read again, or the copy not written.
    Failed(ArchiveError),
}

/// Why a person's edits and what is new could not be put together.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conflict {
    /// Both changed the same words: these places.
    SameWords(Vec<merge::Conflict>),
    /// The text that the person edited is not kept in `.hanmark/base`.
    NoBase,
}

/// Something that was done otherwise than usual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Note {
    /// What kind of thing it is.
    pub kind: NoteKind,
    /// The line in the post, counted from 1.
    pub line: usize,
    /// What was done, in words.
    pub message: String,
}

/// Kinds of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NoteKind {
    /// The post itself is odd: invalid YAML, a key given twice.
    Warning,
    /// An edit would have changed the structure: the original's text stayed.
    Withdrawn,
    /// A phrase with fewer characters in the target than it has spans was
    /// converted span by span.
    SplitPhrase,
}

/// A post, or an edition of a post, that gets no copy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// The post, relative to the archive.
    pub source: PathBuf,
    /// The edition; `None` if no edition is made of the post.
    pub to: Option<Variant>,
    /// Why.
    pub reason: SkipReason,
}

/// Why a post gets no copy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SkipReason {
    /// Too little of it is Chinese.
    NotChinese,
    /// It is Japanese.
    Japanese,
    /// It asks for that itself, by the `skip` of its own map.
    Asked,
    /// Its name or its front matter says that there is nothing to convert, though
    /// its words are plainly in this variant.
    SaysOtherwise(Variant),
    /// It is in the edition's variant already, or in one from which nothing changes.
    SameVariant,
    /// A person's own edition of the post lies at that path.
    HandMade(PathBuf),
    /// The edition is made from another file of the same post.
    MadeFrom(PathBuf),
}

/// A post that could not be read or understood.
#[derive(Debug)]
#[non_exhaustive]
pub struct Failed {
    /// What went wrong; it names the path.
    pub error: ArchiveError,
}

/// What a build amounts to, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completion {
    /// Everything was done; warnings do not count.
    Done,
    /// A person has something to look at: copies with edits that what is new
    /// contradicts.
    Findings,
    /// A post failed or was refused.
    Failures,
    /// The build was told to end before it was done.
    Cancelled,
}

impl BuildReport {
    /// The Han characters that are no prose and stayed as they are in the copies,
    /// each post counted once.
    #[must_use]
    pub fn left_behind(&self) -> LeftBehind {
        let mut counted = HashSet::new();
        let mut left = LeftBehind::default();
        for copy in &self.copies {
            let is_made = !matches!(
                copy.outcome,
                Outcome::Refused(_) | Outcome::Failed(_) | Outcome::Overtaken
            );
            if is_made && counted.insert(&copy.source) {
                left += &copy.left_behind;
            }
        }
        left
    }

    /// The worst that happened.
    #[must_use]
    pub fn completion(&self) -> Completion {
        let of_copies = self.copies.iter().map(|copy| match copy.outcome {
            Outcome::Written | Outcome::Unchanged | Outcome::Merged | Outcome::Edited => {
                Completion::Done
            }
            Outcome::Conflict(_) | Outcome::Overtaken => Completion::Findings,
            Outcome::Refused(_) | Outcome::Failed(_) => Completion::Failures,
        });
        let of_posts = self.failed.iter().map(|_| Completion::Failures);
        let of_orphans = self.orphans.iter().map(|orphan| match orphan.outcome {
            OrphanOutcome::Failed(_) => Completion::Failures,
            _ => Completion::Done,
        });
        let of_all = self.cancelled.map(|_| Completion::Cancelled);
        of_copies.chain(of_posts).chain(of_orphans).chain(of_all).max().unwrap_or(Completion::Done)
    }

    /// Whether a build would leave everything as it is: what is stale, missing, edited
    /// since the last build, in conflict, orphaned or unreadable is not.
    #[must_use]
    pub fn is_up_to_date(&self) -> bool {
        let is_settled = |copy: &CopyReport| match copy.outcome {
            Outcome::Unchanged => true,
            Outcome::Edited => copy.hand == Hand::Known,
            _ => false,
        };
        self.copies.iter().all(is_settled) && self.orphans.is_empty() && self.failed.is_empty()
    }
}

impl Conversion {
    /// What a reader of a report should look at, by line.
    #[must_use]
    pub fn notes(&self) -> Vec<Note> {
        let warnings = self.warnings.iter().map(|warning| Note {
            kind: NoteKind::Warning,
            line: warning.line,
            message: warning.message.clone(),
        });
        let withdrawn = self.withdrawn.iter().map(|withdrawn| Note {
            kind: NoteKind::Withdrawn,
            line: withdrawn.line,
            message: withdrawn.reason.clone(),
        });
        let split = self.split_phrases.iter().map(|split| Note {
            kind: NoteKind::SplitPhrase,
            line: split.line,
            message: format!(
                "`{}` would become `{}`, which is too short for its markup: its parts were \
                 converted apart",
                split.phrase, split.replacement
            ),
        });
        let mut notes: Vec<Note> = warnings.chain(withdrawn).chain(split).collect();
        notes.sort_by_key(|note| note.line);
        notes
    }
}
