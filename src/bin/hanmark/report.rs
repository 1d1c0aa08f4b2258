//! The reports of builds and checks for people: what needs a look, then a summary.

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
};

use hanmark::{
    BuildReport, Cause, Confidence, Conflict, CopyReport, Hand, LeftBehind, Mode, NoteKind, Orphan,
    OrphanOutcome, Outcome, SkipReason, Skipped, archive::ArchiveError,
};

use crate::{
    findings::{Kind, causes, findings, orphan_reason},
    render::{Messages, chain, encoding, failed, failure, source_name},
};

/// How many lines of each side of a conflict are shown.
const SHOWN_LINES: usize = 6;

/// How many copies are named that cannot be written for one and the same reason.
const SHOWN_UNWRITTEN: usize = 3;

/// What a build did.
pub(crate) fn build(report: &BuildReport, messages: &Messages) {
    for failed in &report.failed {
        failure(&failed.error);
    }
    messages.left_out(&report.links, &report.warnings);
    for orphan in &report.orphans {
        let line = format!("{}: {}", orphan.copy.display(), orphan_reason(orphan));
        match &orphan.outcome {
            OrphanOutcome::Removed => messages.say(&line),
            OrphanOutcome::Failed(error) => failure(error),
            _ => messages.warn(&line),
        }
    }
    let mut unwritten = Unwritten::default();
    for copy in &report.copies {
        if unwritten.is_told_already(&copy.outcome) {
            continue;
        }
        of_copy(copy, report.mode, messages);
        messages.notes(&copy.source, &copy.notes);
    }
    unwritten.sum_up();
    for skipped in &report.skipped {
        let line = skipped_line(skipped);
        match skipped.reason {
            SkipReason::HandMade(_) => messages.say(&line),
            SkipReason::SaysOtherwise(_) => messages.warn(&line),
            _ => messages.detail(&line),
        }
    }
    messages.say(&summary(report));
    if let Some(because) = because(report) {
        messages.say(&because);
    }
    if let Some(left) = left_behind(&report.left_behind()) {
        messages.say(&left);
    }
}

/// The copies that could not be written, by what the system said: a full disk is one
/// fault, however many copies it concerns.
#[derive(Default)]
struct Unwritten(BTreeMap<String, usize>);

impl Unwritten {
    /// Whether enough copies were named that failed for the same reason.
    fn is_told_already(&mut self, outcome: &Outcome) -> bool {
        let Outcome::Failed(ArchiveError::Write { source, .. }) = outcome else { return false };
        let count = self.0.entry(source.to_string()).or_default();
        *count += 1;
        *count > SHOWN_UNWRITTEN
    }

    fn sum_up(&self) {
        for (reason, count) in self.0.iter().filter(|(_, count)| **count > SHOWN_UNWRITTEN) {
            let more = count - SHOWN_UNWRITTEN;
            failed(&format!("{more} more copies that cannot be written: {reason}"));
        }
    }
}

fn of_copy(copy: &CopyReport, mode: Mode, messages: &Messages) {
    let name = copy.copy.display();
    match &copy.outcome {
        Outcome::Conflict(found) => conflict(copy, found, messages),
        Outcome::Overtaken => messages.warn(&format!(
            "{name}: changed while the build was at work, and left alone; build again"
        )),
        Outcome::Refused(error) => {
            let (source, reason) = (copy.source.display(), chain(error));
            failed(&format!("{source} to {}: {reason}", copy.to));
        }
        Outcome::Failed(error) => failure(error),
        Outcome::Merged => messages.say(&format!("{name}: your edits and what is new, together")),
        Outcome::Edited if copy.hand == Hand::New => {
            messages.say(&format!("{name}: edited since the last build, kept"));
        }
        Outcome::Written if mode == Mode::DryRun => {
            messages.say(&format!("{name}: {}", causes(&copy.causes).join(", ")));
        }
        outcome => messages.detail(&format!(
            "{} {name} (from {}{}, {} characters changed{})",
            outcome_name(outcome),
            source_name(&copy.from),
            encoding(copy.encoding),
            copy.changed_characters,
            left_behind(&copy.left_behind).map(|left| format!("; {left}")).unwrap_or_default()
        )),
    }
}

/// Both versions of every place, and what can be done.
fn conflict(copy: &CopyReport, conflict: &Conflict, messages: &Messages) {
    let name = copy.copy.display();
    let remedy = format!(
        "`hanmark build --accept {name}` takes it as it is, `--force {name}` writes it anew \
         without your edits"
    );
    let Conflict::SameWords(places) = conflict else {
        messages.warn(&format!(
            "{name}: you edited it, and the text that you edited is not in .hanmark/base, so that \
             what is new cannot be put together with it; {remedy}"
        ));
        return;
    };
    for place in places {
        messages.warn(&format!(
            "{name}:{}: your edit and what is new ({}) change the same words; the copy stays as \
             it is",
            place.edited.line,
            causes(&copy.causes).join(", ")
        ));
        messages.say(&version("before", &place.base.text));
        messages.say(&version("yours", &place.edited.text));
        messages.say(&version("new", &place.generated.text));
    }
    messages.say(&format!("  edit {name} so that it says what it should; then {remedy}"));
}

fn version(name: &str, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut shown: Vec<String> = lines
        .iter()
        .take(SHOWN_LINES)
        .enumerate()
        .map(|(index, line)| format!("  {:>6}  {line}", if index == 0 { name } else { "" }))
        .collect();
    match lines.len() {
        0 => shown.push(format!("  {name:>6}  (nothing)")),
        many if many > SHOWN_LINES => {
            shown.push(format!("  {:>6}  … {} more lines", "", many - SHOWN_LINES));
        }
        _ => {}
    }
    shown.join("\n")
}

/// What a check found, on standard output, and a summary.
///
/// # Errors
/// When standard output is gone.
pub(crate) fn check(report: &BuildReport, messages: &Messages) -> io::Result<()> {
    messages.left_out(&report.links, &report.warnings);
    let mut out = anstream::stdout().lock();
    for finding in findings(report) {
        let is_warning = finding.kind == Kind::Warning;
        let (name, line) = match (&finding.copy, &finding.source) {
            (_, Some(source)) if is_warning => (source.display().to_string(), finding.line),
            (Some(copy), _) => (copy.display().to_string(), finding.line),
            (None, source) => {
                (source.as_ref().map_or(String::new(), |s| s.display().to_string()), 1)
            }
        };
        let place = match (name.as_str(), line) {
            ("", _) => String::new(),
            (name, 1) => format!("{name}: "),
            (name, line) => format!("{name}:{line}: "),
        };
        if is_warning {
            messages.warn(&format!("{place}{}", finding.message));
        } else {
            writeln!(out, "{:10} {place}{}", finding.kind.name(), finding.message)?;
        }
    }
    messages.say(&check_summary(report));
    Ok(())
}

fn check_summary(report: &BuildReport) -> String {
    let found = findings(report);
    let kinds = [
        Kind::Stale,
        Kind::Missing,
        Kind::Edited,
        Kind::Conflict,
        Kind::Orphaned,
        Kind::Unreadable,
        Kind::Refused,
    ];
    let counts: Vec<String> = kinds
        .iter()
        .map(|kind| (found.iter().filter(|finding| finding.kind == *kind).count(), kind.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    let copies = match report.copies.len() {
        1 => "1 copy".to_owned(),
        copies => format!("{copies} copies"),
    };
    let is_built = |kind: Kind| matches!(kind, Kind::Stale | Kind::Missing | Kind::Edited);
    let remedy = if found.iter().any(|finding| is_built(finding.kind)) {
        "; `hanmark build` brings them up to date"
    } else {
        ""
    };
    match counts.as_slice() {
        [] => format!("{copies}, all up to date"),
        counts => format!("{copies}: {}{remedy}", counts.join(", ")),
    }
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
    let (written, removed_name) = match report.mode {
        Mode::Write => ("written", "removed"),
        Mode::DryRun => ("to be written", "to be removed"),
    };
    let is_removed = |orphan: &&Orphan| matches!(orphan.outcome, OrphanOutcome::Removed);
    let is_failed = |orphan: &&Orphan| matches!(orphan.outcome, OrphanOutcome::Failed(_));
    let failed_orphans = report.orphans.iter().filter(is_failed).count();
    let removed = report.orphans.iter().filter(is_removed).count();
    let parts = [
        (count("written"), written),
        (count("merged"), "merged with your edits"),
        (count("unchanged"), "unchanged"),
        (count("edited"), "with your edits, kept"),
        (count("conflict"), "in conflict with your edits"),
        (count("overtaken"), "changed meanwhile"),
        (count("refused"), "refused"),
        (count("failed") + report.failed.len() + failed_orphans, "failed"),
        (report.cancelled.unwrap_or_default(), "not begun, interrupted"),
        (removed, removed_name),
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

/// Why copies were written that had been written before, if not only for their posts.
fn because(report: &BuildReport) -> Option<String> {
    let is_plain = |cause: &Cause| matches!(cause, Cause::New | Cause::Post);
    if report.copies.iter().flat_map(|copy| &copy.causes).all(is_plain) {
        return None;
    }
    let all = [
        Cause::Missing,
        Cause::Post,
        Cause::Settings,
        Cause::Dictionaries,
        Cause::Links,
        Cause::Overwrite,
    ];
    let reasons: Vec<String> = all
        .iter()
        .map(|cause| {
            let is_of = |copy: &&CopyReport| copy.causes.contains(cause);
            (report.copies.iter().filter(is_of).count(), causes(&[*cause])[0])
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, reason)| format!("{reason} ({count})"))
        .collect();
    (!reasons.is_empty()).then(|| format!("made anew since {}", reasons.join(", ")))
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

pub(crate) fn outcome_name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Written => "written",
        Outcome::Unchanged => "unchanged",
        Outcome::Merged => "merged",
        Outcome::Edited => "edited",
        Outcome::Conflict(_) => "conflict",
        Outcome::Overtaken => "overtaken",
        Outcome::Refused(_) => "refused",
        _ => "failed",
    }
}
