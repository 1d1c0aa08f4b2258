//! What the user reads: messages, reports, JSON, exit codes.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstyle::{AnsiColor, Style};
use hanmark::{
    BuildReport, Completion, Confidence, Conversion, CopyReport, Note, NoteKind, Origin, Outcome,
    SkipReason, Skipped, SourceVariant, Verdict, archive::ArchiveError,
};
use serde_json::{Value, json};

use crate::args::{Color, Command};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = Style::new().dimmed();

/// Messages to the user, on standard error.
pub(crate) struct Messages {
    quiet: bool,
    verbose: bool,
}

impl Messages {
    pub(crate) fn new(command: &Command) -> Self {
        match command.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { quiet: command.quiet, verbose: command.verbose }
    }

    /// An error with its causes, each once.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        let chain = error.chain().map(ToString::to_string).collect::<Vec<_>>().join(": ");
        self.say(ERROR, "error", &chain);
    }

    pub(crate) fn failure(&self, error: &(dyn std::error::Error + 'static)) {
        self.say(ERROR, "failed", &chain(error));
    }

    pub(crate) fn warn(&self, message: &str) {
        if !self.quiet {
            self.say(WARNING, "warning", message);
        }
    }

    pub(crate) fn detail(&self, message: &str) {
        if self.verbose {
            let _ = writeln!(anstream::stderr(), "{NOTE}{message}{NOTE:#}");
        }
    }

    pub(crate) fn notes(&self, name: &Path, notes: &[Note]) {
        for note in notes {
            self.warn(&note_line(name, note));
        }
    }

    /// Links that are not followed, and lines of ignore files that do not count.
    pub(crate) fn left_out(&self, links: &[PathBuf], warnings: &[ArchiveError]) {
        for link in links {
            self.warn(&format!(
                "{}: left out, since this link leads to no file inside the archive",
                link.display()
            ));
        }
        for warning in warnings {
            self.warn(&ignore_line(warning));
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    fn say(&self, style: Style, label: &str, message: &str) {
        // Standard error is gone: there is nobody left to tell.
        let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {message}");
    }
}

/// An error of the library with its causes in one line.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        line.push_str(": ");
        line.push_str(&next.to_string());
        cause = next.source();
    }
    line
}

/// What is wrong with a line of an ignore file: the cause names file and line
/// itself.
fn ignore_line(warning: &ArchiveError) -> String {
    std::error::Error::source(warning).map_or_else(|| warning.to_string(), ToString::to_string)
}

pub(crate) fn exit_code(completion: Completion) -> ExitCode {
    match completion {
        Completion::Done => ExitCode::SUCCESS,
        Completion::Findings => ExitCode::from(1),
        Completion::Failures => ExitCode::from(2),
    }
}

fn note_line(name: &Path, note: &Note) -> String {
    format!("{}:{}: {}", name.display(), note.line, note.message)
}

/// The report of a build in sentences: what needs a look, then a summary.
pub(crate) fn build_report(report: &BuildReport, messages: &Messages) {
    for failed in &report.failed {
        messages.failure(&failed.error);
    }
    messages.left_out(&report.links, &report.warnings);
    for copy in &report.copies {
        let name = copy.copy.display();
        match &copy.outcome {
            Outcome::Edited => messages.warn(&format!(
                "{name}: edited since it was written, kept; delete it to have it made anew"
            )),
            Outcome::Refused(error) => {
                let reason = chain(error);
                let source = copy.source.display();
                messages.say(ERROR, "failed", &format!("{source} to {}: {reason}", copy.to));
            }
            Outcome::Failed(error) => messages.failure(error),
            outcome => messages.detail(&format!(
                "{} {name} (from {}, {} edits)",
                outcome_name(outcome),
                source_name(&copy.from),
                copy.edits
            )),
        }
        messages.notes(&copy.source, &copy.notes);
    }
    for skipped in &report.skipped {
        let line = skipped_line(skipped);
        match skipped.reason {
            SkipReason::HandMade(_) if !messages.is_quiet() => {
                let _ = writeln!(anstream::stderr(), "{line}");
            }
            _ => messages.detail(&line),
        }
    }
    if !messages.is_quiet() {
        let _ = writeln!(anstream::stderr(), "{}", summary(report));
    }
}

fn skipped_line(skipped: &Skipped) -> String {
    let source = skipped.source.display();
    let to = skipped.to.map_or_else(String::new, |to| format!(" to {to}"));
    let reason = match &skipped.reason {
        SkipReason::NotChinese => "not Chinese".to_owned(),
        SkipReason::Japanese => "Japanese".to_owned(),
        SkipReason::SameVariant => "reads as it is".to_owned(),
        SkipReason::HandMade(file) => format!("a hand-made edition exists, {}", file.display()),
        SkipReason::MadeFrom(post) => format!("made from {}", post.display()),
        _ => "left out".to_owned(),
    };
    format!("no copy of {source}{to}: {reason}")
}

fn summary(report: &BuildReport) -> String {
    let count = |name: &str| {
        report.copies.iter().filter(|copy| outcome_name(&copy.outcome) == name).count()
    };
    let notes = |kind: NoteKind| {
        let of_copy = |copy: &CopyReport| copy.notes.iter().filter(|n| n.kind == kind).count();
        report.copies.iter().map(of_copy).sum::<usize>()
    };
    let low = |copy: &&CopyReport| copy.from.confidence() == Confidence::Low;
    let parts = [
        (count("written"), "written"),
        (count("unchanged"), "unchanged"),
        (count("edited"), "edited by hand and kept"),
        (count("refused"), "refused"),
        (count("failed") + report.failed.len(), "failed"),
        (report.skipped.len(), "without a copy"),
        (notes(NoteKind::Withdrawn), "edits withdrawn"),
        (report.copies.iter().filter(low).count(), "of uncertain variant"),
    ];
    let parts: Vec<String> = parts
        .iter()
        .enumerate()
        .filter(|(index, (count, _))| *index == 0 || *count > 0)
        .map(|(_, (count, what))| format!("{count} {what}"))
        .collect();
    parts.join(", ")
}

/// The report of a build as one document. Its schema number changes when a key
/// is renamed or removed.
pub(crate) fn build_json(report: &BuildReport) -> Value {
    let copies: Vec<Value> = report.copies.iter().map(copy_json).collect();
    let skipped: Vec<Value> = report
        .skipped
        .iter()
        .map(|skipped| {
            json!({
                "source": skipped.source,
                "to": skipped.to.map(hanmark::Variant::tag),
                "reason": skip_name(&skipped.reason),
                "file": match &skipped.reason {
                    SkipReason::HandMade(file) | SkipReason::MadeFrom(file) => Some(file),
                    _ => None,
                },
            })
        })
        .collect();
    let failed: Vec<String> = report.failed.iter().map(|failed| chain(&failed.error)).collect();
    json!({
        "schema": 1,
        "copies": copies,
        "skipped": skipped,
        "links": report.links,
        "warnings": report.warnings.iter().map(ignore_line).collect::<Vec<_>>(),
        "failed": failed,
    })
}

fn copy_json(copy: &CopyReport) -> Value {
    let error = match &copy.outcome {
        Outcome::Refused(error) => Some(chain(error)),
        Outcome::Failed(error) => Some(chain(error)),
        _ => None,
    };
    json!({
        "source": copy.source,
        "copy": copy.copy,
        "from": source_name(&copy.from),
        "confidence": confidence_name(copy.from.confidence()),
        "to": copy.to.tag(),
        "outcome": outcome_name(&copy.outcome),
        "error": error,
        "edits": copy.edits,
        "notes": copy.notes.iter().map(note_json).collect::<Vec<_>>(),
    })
}

fn note_json(note: &Note) -> Value {
    let kind = match note.kind {
        NoteKind::Warning => "warning",
        NoteKind::Withdrawn => "withdrawn",
        NoteKind::SplitPhrase => "split_phrase",
        _ => "note",
    };
    json!({ "kind": kind, "line": note.line, "message": note.message })
}

/// A conversion with its edits: byte offsets in the original.
pub(crate) fn conversion_json(conversion: &Conversion) -> Value {
    let edits: Vec<Value> = conversion
        .edits
        .iter()
        .map(|edit| {
            json!({
                "start": edit.range.start,
                "end": edit.range.end,
                "replacement": edit.replacement,
            })
        })
        .collect();
    json!({
        "schema": 1,
        "text": conversion.text,
        "from": conversion.source.as_ref().map(source_name),
        "edits": edits,
        "notes": conversion.notes().iter().map(note_json).collect::<Vec<_>>(),
    })
}

fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Written => "written",
        Outcome::Unchanged => "unchanged",
        Outcome::Edited => "edited",
        Outcome::Refused(_) => "refused",
        _ => "failed",
    }
}

fn skip_name(reason: &SkipReason) -> &'static str {
    match reason {
        SkipReason::NotChinese => "not_chinese",
        SkipReason::Japanese => "japanese",
        SkipReason::SameVariant => "same_variant",
        SkipReason::HandMade(_) => "hand_made",
        SkipReason::MadeFrom(_) => "made_from",
        _ => "other",
    }
}

/// What a post is written in, in one word.
pub(crate) fn source_name(source: &SourceVariant) -> &'static str {
    match source.verdict {
        Verdict::In(variant) => variant.tag(),
        Verdict::Mixed => "mixed",
        Verdict::NotChinese => "not-chinese",
        Verdict::Japanese => "japanese",
        _ => "undecided",
    }
}

pub(crate) fn origin_name(source: &SourceVariant) -> &'static str {
    match source.origin {
        Origin::Given => "given",
        Origin::Declared => "declared",
        Origin::Named => "named",
        _ => "detected",
    }
}

pub(crate) fn confidence_name(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
    }
}
