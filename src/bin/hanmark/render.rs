//! What people read: messages, reports, exit codes.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstyle::{AnsiColor, Style};
use hanmark::{
    BuildReport, Completion, Confidence, CopyReport, Encoding, LeftBehind, Note, NoteKind, Origin,
    Outcome, SkipReason, Skipped, SourceVariant, Verdict, archive::ArchiveError,
};

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

    pub(crate) fn warn(&self, message: &str) {
        if !self.quiet {
            say(WARNING, "warning", message);
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
}

/// What ends the run, with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    say(ERROR, "error", &chain(error.as_ref()));
}

/// A panic that ended the run.
pub(crate) fn fault(panic: &str) {
    say(ERROR, "error", &format!("a fault of hanmark, please report it: {panic}"));
}

/// What failed while the run went on, with its causes.
pub(crate) fn failure(error: &(dyn std::error::Error + 'static)) {
    say(ERROR, "failed", &chain(error));
}

fn say(style: Style, label: &str, message: &str) {
    // Standard error is gone: there is nobody left to tell.
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {message}");
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
pub(crate) fn ignore_line(warning: &ArchiveError) -> String {
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
        failure(&failed.error);
    }
    messages.left_out(&report.links, &report.warnings);
    for orphan in &report.orphans {
        messages.warn(&format!(
            "{}: its post is gone; delete the copy too if it is not wanted",
            orphan.display()
        ));
    }
    for copy in &report.copies {
        let name = copy.copy.display();
        match &copy.outcome {
            Outcome::Edited => messages.warn(&format!(
                "{name}: edited since it was written, kept; delete it to have it made anew"
            )),
            Outcome::Refused(error) => {
                let reason = chain(error);
                let source = copy.source.display();
                say(ERROR, "failed", &format!("{source} to {}: {reason}", copy.to));
            }
            Outcome::Failed(error) => failure(error),
            outcome => messages.detail(&format!(
                "{} {name} (from {}{}, {} characters changed{})",
                outcome_name(outcome),
                source_name(&copy.from),
                encoding(copy.encoding),
                copy.changed_characters,
                left_behind(&copy.left_behind).map(|left| format!("; {left}")).unwrap_or_default()
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
            SkipReason::SaysOtherwise(_) => messages.warn(&line),
            _ => messages.detail(&line),
        }
    }
    if !messages.is_quiet() {
        let _ = writeln!(anstream::stderr(), "{}", summary(report));
        if let Some(left) = left_behind(&report.left_behind()) {
            let _ = writeln!(anstream::stderr(), "{left}");
        }
    }
}

/// An encoding behind the variant, where it is worth a word.
fn encoding(encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::new(),
        other => format!(" in {other}"),
    }
}

fn skipped_line(skipped: &Skipped) -> String {
    let source = skipped.source.display();
    let to = skipped.to.map_or_else(String::new, |to| format!(" to {to}"));
    let reason = match &skipped.reason {
        SkipReason::NotChinese => "not Chinese".to_owned(),
        SkipReason::Japanese => "Japanese".to_owned(),
        SkipReason::Asked => "it asks for none (`hanmark: skip`)".to_owned(),
        SkipReason::SaysOtherwise(words) => format!(
            "its name or its front matter says so, though its words read as {words}; change that if it \
             is wrong"
        ),
        SkipReason::SameVariant => "reads as it is".to_owned(),
        SkipReason::HandMade(file) => format!("a hand-made edition exists, {}", file.display()),
        SkipReason::MadeFrom(post) => format!("made from {}", post.display()),
        _ => "left out".to_owned(),
    };
    format!("no copy of {source}{to}: {reason}")
}

/// What stays behind, the largest number first; nothing if no Han does.
fn left_behind(left: &LeftBehind) -> Option<String> {
    let reasons = left.by_number();
    let list: Vec<String> =
        reasons.iter().map(|(reason, count)| format!("{} {count}", reason.name())).collect();
    (!list.is_empty())
        .then(|| format!("Han characters left as they are: {} ({})", left.total(), list.join(", ")))
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

pub(crate) fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Written => "written",
        Outcome::Unchanged => "unchanged",
        Outcome::Edited => "edited",
        Outcome::Refused(_) => "refused",
        _ => "failed",
    }
}

/// What a post is written in, in one word.
pub(crate) fn source_name(source: &SourceVariant) -> &'static str {
    match source.verdict {
        Verdict::In(variant) => variant.tag(),
        Verdict::Mixed => "mixed",
        Verdict::NotChinese => "not-chinese",
        Verdict::Japanese => "japanese",
        Verdict::Undecided => "undecided",
    }
}

pub(crate) fn origin_name(source: &SourceVariant) -> &'static str {
    match source.origin {
        Origin::Given => "given",
        Origin::PostMap => "post_map",
        Origin::Configured => "configured",
        Origin::Declared => "declared",
        Origin::Named => "named",
        _ => "detected",
    }
}
