//! Reports: what happened to every post and copy of a build.

use std::{collections::HashSet, path::PathBuf};

use super::{Conversion, ConvertError, SourceVariant};
use crate::{
    archive::{ArchiveError, encoding::Encoding},
    convert::variant::Variant,
    document::LeftBehind,
};

/// What a build did, in the order of the paths.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct BuildReport {
    /// One entry for each copy that was to be made.
    pub copies: Vec<CopyReport>,
    /// Posts, or editions of posts, that get no copy, and why.
    pub skipped: Vec<Skipped>,
    /// Copies whose post is gone, relative to the root of the copies.
    pub orphans: Vec<PathBuf>,
    /// Links that look like posts and are not followed: they lead out of the
    /// archive or nowhere.
    pub links: Vec<PathBuf>,
    /// Lines of ignore files that cannot be understood; the others count.
    pub warnings: Vec<ArchiveError>,
    /// Posts that could not be read or understood; the others went on.
    pub failed: Vec<Failed>,
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
    /// How many characters of the post are others in the copy.
    pub changed_characters: usize,
    /// The Han characters of the post that are no prose, and why.
    pub left_behind: LeftBehind,
    /// What a reader of the report should look at.
    pub notes: Vec<Note>,
}

/// How a copy ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// Written: it is new, or its bytes changed.
    Written,
    /// It stood there already, byte for byte.
    Unchanged,
    /// A person edited the copy since it was written: it was kept.
    Edited,
    /// The post could not be converted: nothing was written.
    Refused(ConvertError),
    /// The post could not be read again, or the copy not written.
    Failed(ArchiveError),
}

/// Something that was done otherwise than usual.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// A person has something to look at: edited copies.
    Findings,
    /// A post failed or was refused.
    Failures,
}

impl BuildReport {
    /// The Han characters that are no prose and stayed as they are in the copies,
    /// each post counted once.
    #[must_use]
    pub fn left_behind(&self) -> LeftBehind {
        let mut counted = HashSet::new();
        let mut left = LeftBehind::default();
        for copy in &self.copies {
            let is_made = matches!(copy.outcome, Outcome::Written | Outcome::Unchanged);
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
            Outcome::Written | Outcome::Unchanged => Completion::Done,
            Outcome::Edited => Completion::Findings,
            Outcome::Refused(_) | Outcome::Failed(_) => Completion::Failures,
        });
        let of_posts = self.failed.iter().map(|_| Completion::Failures);
        of_copies.chain(of_posts).max().unwrap_or(Completion::Done)
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
