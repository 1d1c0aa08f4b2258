//! What is asked of a build.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use super::survey::SurveyOptions;
use crate::{
    archive::plan::Edition,
    convert::engine::Terms,
    document::{FieldScope, SetValue},
    switches::Switches,
    verify::Thoroughness,
};

/// What is asked of a build.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The archive and the posts in it.
    pub survey: SurveyOptions,
    /// The editions to write.
    pub editions: Vec<Edition>,
    /// Whether the archive has others beside these.
    pub scope: EditionScope,
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
    /// Whether anything is written.
    pub mode: Mode,
    /// What becomes of copies that a person has edited.
    pub hand_edits: HandEdits,
    /// The copy, relative to the root of the copies, that this is said of; others are
    /// merged. All of them if `None`.
    pub hand_edits_of: Option<PathBuf>,
    /// What becomes of copies whose post is gone, or has no such copy any more.
    pub orphans: Orphans,
    /// Whether the report has the changes of each copy.
    pub diffs: Diffs,
    /// Ends the build when it is told to.
    pub cancel: Cancel,
}

/// Whether a build knows all editions of its archive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum EditionScope {
    /// There may be others: copies in other variants are left alone.
    #[default]
    Some,
    /// There are no others: copies in other variants are orphans.
    All,
}

/// Whether a build writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Copies, the lock, and what goes with them.
    #[default]
    Write,
    /// Nothing: the report says what would be done.
    DryRun,
}

/// What becomes of copies that a person has edited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HandEdits {
    /// They get what is new, and keep the edits. Where both changed the same words, or
    /// the text that was edited is not known, the copy stays as it is.
    #[default]
    Merge,
    /// As with [`HandEdits::Merge`], but where that leaves the copy as it is, it counts as up
    /// to date.
    Accept,
    /// They are written anew, without the edits.
    Overwrite,
}

/// What becomes of copies whose post is gone, or has no such copy any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Orphans {
    /// They stay, and are listed.
    #[default]
    Keep,
    /// They are removed, but for those that a person has edited.
    Prune,
}

/// Whether the report has the changes of each copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Diffs {
    /// No.
    #[default]
    None,
    /// As unified diffs, from the file as it is to what it is to be.
    Unified,
}

/// Tells a build to end, from any thread or a signal's handler. What is done by then is
/// whole and recorded; the next build does the rest.
///
/// ```
/// use hanmark::Cancel;
///
/// let cancel = Cancel::default();
/// let handle = cancel.clone();
/// handle.cancel();
/// assert!(cancel.is_cancelled());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Tells the build to end.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is told to.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl BuildOptions {
    /// The editions of the posts that `survey` finds, beside these, with every
    /// other choice as it is by default.
    #[must_use]
    pub fn new(survey: SurveyOptions, editions: Vec<Edition>) -> Self {
        Self {
            survey,
            editions,
            scope: EditionScope::default(),
            terms: Vec::new(),
            out: None,
            fields: FieldScope::default(),
            set: Vec::new(),
            switches: Switches::default(),
            thoroughness: Thoroughness::default(),
            mode: Mode::default(),
            hand_edits: HandEdits::default(),
            hand_edits_of: None,
            orphans: Orphans::default(),
            diffs: Diffs::default(),
            cancel: Cancel::default(),
        }
    }
}
