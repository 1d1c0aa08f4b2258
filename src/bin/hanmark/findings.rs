//! What a build or a check has to say about single files, in one list for every format.

use std::path::PathBuf;

use hanmark::{
    BuildReport, Cause, Conflict, CopyReport, Hand, Mode, Note, NoteKind, Orphan, OrphanOutcome,
    OrphanReason, Outcome, Variant, merge,
};

use crate::render::chain;

/// One thing that somebody should look at.
pub(crate) struct Finding {
    pub(crate) kind: Kind,
    /// The post, relative to the archive; none if it is not known.
    pub(crate) source: Option<PathBuf>,
    /// The copy, relative to the root of the copies.
    pub(crate) copy: Option<PathBuf>,
    pub(crate) to: Option<Variant>,
    /// In the copy if that is what it is about, else in the post.
    pub(crate) line: usize,
    pub(crate) causes: Vec<Cause>,
    pub(crate) message: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Stale,
    Missing,
    Edited,
    Conflict,
    Orphaned,
    Unreadable,
    Refused,
    /// A note of a conversion.
    Warning,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Missing => "missing",
            Self::Edited => "edited",
            Self::Conflict => "conflict",
            Self::Orphaned => "orphaned",
            Self::Unreadable => "unreadable",
            Self::Refused => "refused",
            Self::Warning => "warning",
        }
    }

    /// Whether it is about the text of the copy, and not about the post.
    pub(crate) fn is_of_copy(self) -> bool {
        matches!(self, Self::Edited | Self::Conflict | Self::Orphaned)
    }
}

/// Everything that a build did not settle, or that a build would do if this was a check; and
/// the notes.
pub(crate) fn findings(report: &BuildReport) -> Vec<Finding> {
    let failed = report.failed.iter().map(|failed| Finding {
        source: None,
        copy: None,
        to: None,
        ..Finding::new(Kind::Unreadable, chain(&failed.error))
    });
    let copies = report.copies.iter().flat_map(|copy| of_copy(copy, report.mode));
    let orphans = report.orphans.iter().map(orphaned);
    failed.chain(copies).chain(orphans).collect()
}

impl Finding {
    fn new(kind: Kind, message: String) -> Self {
        Self { kind, source: None, copy: None, to: None, line: 1, causes: Vec::new(), message }
    }

    fn of(copy: &CopyReport, kind: Kind, line: usize, message: String) -> Self {
        Self {
            source: Some(copy.source.clone()),
            copy: Some(copy.copy.clone()),
            to: Some(copy.to),
            line,
            causes: copy.causes.clone(),
            ..Self::new(kind, message)
        }
    }
}

fn of_copy(copy: &CopyReport, mode: Mode) -> Vec<Finding> {
    let one = |kind, message: String| vec![Finding::of(copy, kind, 1, message)];
    let is_new = copy.causes.iter().any(|cause| matches!(cause, Cause::New | Cause::Missing));
    let because = || causes(&copy.causes).join(", ");
    let mut found = match &copy.outcome {
        Outcome::Written if mode == Mode::DryRun && is_new => one(Kind::Missing, because()),
        Outcome::Written | Outcome::Merged if mode == Mode::DryRun => one(Kind::Stale, because()),
        Outcome::Edited if mode == Mode::DryRun && copy.hand == Hand::New => {
            one(Kind::Edited, "since the last build; build to keep the edits on record".to_owned())
        }
        Outcome::Conflict(conflict) => conflicts(copy, conflict),
        Outcome::Overtaken => {
            one(Kind::Edited, "while the build was at work; it was left alone".to_owned())
        }
        Outcome::Refused(error) => one(Kind::Refused, chain(error)),
        Outcome::Failed(error) => one(Kind::Unreadable, chain(error)),
        _ => Vec::new(),
    };
    found.extend(copy.notes.iter().map(|note| warning(copy, note)));
    found
}

fn warning(copy: &CopyReport, note: &Note) -> Finding {
    let what = match note.kind {
        NoteKind::Withdrawn => "stays as it was: ",
        _ => "",
    };
    Finding::of(copy, Kind::Warning, note.line, format!("{what}{}", note.message))
}

fn conflicts(copy: &CopyReport, conflict: &Conflict) -> Vec<Finding> {
    let Conflict::SameWords(places) = conflict else {
        let message = "you edited it, and the text that you edited is not in .hanmark/base";
        return vec![Finding::of(copy, Kind::Conflict, 1, message.to_owned())];
    };
    let at = |place: &merge::Conflict| {
        let message = "your edit and what is new change the same words".to_owned();
        Finding::of(copy, Kind::Conflict, place.edited.line, message)
    };
    places.iter().map(at).collect()
}

fn orphaned(orphan: &Orphan) -> Finding {
    Finding {
        source: Some(orphan.source.clone()),
        copy: Some(orphan.copy.clone()),
        to: Some(orphan.to),
        ..Finding::new(Kind::Orphaned, orphan_reason(orphan))
    }
}

/// Why a copy is an orphan, and what became of it.
pub(crate) fn orphan_reason(orphan: &Orphan) -> String {
    let source = orphan.source.display();
    let why = match orphan.reason {
        OrphanReason::PostGone => format!("its post, {source}, is gone"),
        OrphanReason::EditionGone => "the archive has no such edition any more".to_owned(),
        _ => format!("{source} has no such copy any more"),
    };
    let then = match &orphan.outcome {
        OrphanOutcome::Removed => "removed".to_owned(),
        OrphanOutcome::KeptEdited => "kept, since you edited it; delete it yourself".to_owned(),
        OrphanOutcome::Failed(error) => chain(error),
        _ => "`hanmark build --prune` removes it".to_owned(),
    };
    format!("{why}; {then}")
}

/// Why a text is another one, in words.
pub(crate) fn causes(causes: &[Cause]) -> Vec<&'static str> {
    let in_words = |cause: &Cause| match cause {
        Cause::New => "not written yet",
        Cause::Missing => "its file is gone",
        Cause::Post => "its post changed",
        Cause::Settings => "settings or a glossary changed",
        Cause::Dictionaries => "hanmark or its dictionaries changed",
        Cause::Links => "posts that it has links to changed",
        Cause::Overwrite => "your edits are written over",
        _ => "something else changed",
    };
    causes.iter().map(in_words).collect()
}
