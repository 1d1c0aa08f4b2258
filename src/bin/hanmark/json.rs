//! What programs read: the documents of `--format json`. Their schema number
//! changes when a key is renamed or removed.

use hanmark::{
    BuildReport, Cause, Conflict, Conversion, CopyReport, Edit, Hand, LeftBehind, Mode, Note,
    NoteKind, Orphan, OrphanOutcome, OrphanReason, Outcome, SkipReason, merge,
};
use serde_json::{Value, json};

use crate::{
    findings::{Finding, Kind, findings},
    render::{chain, ignore_line, source_name},
    report::outcome_name,
};

/// The report of a build.
pub(crate) fn build(report: &BuildReport) -> Value {
    let copies: Vec<Value> = report.copies.iter().map(copy).collect();
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
        "schema": 2,
        "mode": match report.mode {
            Mode::Write => "write",
            Mode::DryRun => "dry_run",
        },
        "cancelled": report.cancelled.is_some(),
        "copies": copies,
        "skipped": skipped,
        "left_behind": left_behind(&report.left_behind()),
        "orphans": report.orphans.iter().map(orphan).collect::<Vec<_>>(),
        "links": report.links,
        "warnings": report.warnings.iter().map(ignore_line).collect::<Vec<_>>(),
        "failed": failed,
    })
}

fn copy(copy: &CopyReport) -> Value {
    let error = match &copy.outcome {
        Outcome::Refused(error) => Some(chain(error)),
        Outcome::Failed(error) => Some(chain(error)),
        _ => None,
    };
    json!({
        "source": copy.source,
        "copy": copy.copy,
        "from": source_name(&copy.from),
        "confidence": copy.from.confidence().name(),
        "encoding": copy.encoding.name(),
        "to": copy.to.tag(),
        "outcome": outcome_name(&copy.outcome),
        "error": error,
        "causes": copy.causes.iter().copied().map(cause).collect::<Vec<_>>(),
        "hand_edits": match copy.hand {
            Hand::None => "none",
            Hand::Known => "known",
            _ => "new",
        },
        "conflicts": conflicts(&copy.outcome),
        "diff": (!copy.diff.is_empty()).then_some(&copy.diff),
        "changed_characters": copy.changed_characters,
        "left_behind": left_behind(&copy.left_behind),
        "notes": copy.notes.iter().map(note).collect::<Vec<_>>(),
    })
}

/// The places where a person's edits and what is new contradict each other; null if there
/// is no conflict, empty if the text that was edited is not known.
fn conflicts(outcome: &Outcome) -> Option<Vec<Value>> {
    match outcome {
        Outcome::Conflict(Conflict::SameWords(places)) => {
            let place = |place: &merge::Conflict| {
                json!({
                    "line": place.edited.line,
                    "base": place.base.text,
                    "edited": place.edited.text,
                    "generated": place.generated.text,
                })
            };
            Some(places.iter().map(place).collect())
        }
        Outcome::Conflict(_) => Some(Vec::new()),
        _ => None,
    }
}

fn orphan(orphan: &Orphan) -> Value {
    json!({
        "copy": orphan.copy,
        "source": orphan.source,
        "to": orphan.to.tag(),
        "reason": match orphan.reason {
            OrphanReason::PostGone => "post_gone",
            OrphanReason::EditionGone => "edition_gone",
            _ => "not_planned",
        },
        "outcome": match &orphan.outcome {
            OrphanOutcome::Kept => "kept",
            OrphanOutcome::KeptEdited => "kept_edited",
            OrphanOutcome::Removed => "removed",
            _ => "failed",
        },
    })
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::New => "new",
        Cause::Missing => "missing",
        Cause::Post => "post",
        Cause::Settings => "settings",
        Cause::Dictionaries => "dictionaries",
        Cause::Links => "links",
        Cause::Overwrite => "overwrite",
        _ => "other",
    }
}

/// The lines of a check: each finding, then a summary.
pub(crate) fn check(report: &BuildReport) -> Vec<Value> {
    let found = findings(report);
    let count = found.iter().filter(|finding| finding.kind != Kind::Warning).count();
    let summary = json!({
        "schema": 1,
        "kind": "summary",
        "up_to_date": report.is_up_to_date(),
        "copies": report.copies.len(),
        "findings": count,
    });
    let line = |finding: Finding| {
        json!({
            "schema": 1,
            "kind": finding.kind.name(),
            "source": finding.source,
            "copy": finding.copy,
            "to": finding.to.map(hanmark::Variant::tag),
            "line": finding.line,
            "causes": finding.causes.iter().copied().map(cause).collect::<Vec<_>>(),
            "message": finding.message,
        })
    };
    found.into_iter().map(line).chain([summary]).collect()
}

/// Numbers of Han characters by the reason why they stay.
fn left_behind(left: &LeftBehind) -> Value {
    left.iter().map(|(reason, count)| (reason.id().to_owned(), Value::from(count))).collect()
}

fn note(note: &Note) -> Value {
    let kind = match note.kind {
        NoteKind::Warning => "warning",
        NoteKind::Withdrawn => "withdrawn",
        NoteKind::SplitPhrase => "split_phrase",
        _ => "note",
    };
    json!({ "kind": kind, "line": note.line, "message": note.message })
}

/// A conversion with its edits: byte offsets in the original, as UTF-8.
pub(crate) fn conversion(conversion: &Conversion) -> Value {
    let edits = conversion.edits.iter().map(|edit| explained(conversion, &edit));
    json!({
        "schema": 1,
        "text": conversion.text,
        "from": conversion.source.as_ref().map(source_name),
        "edits": edits.collect::<Vec<_>>(),
        "left_behind": left_behind(&conversion.left_behind),
        "notes": conversion.notes().iter().map(note).collect::<Vec<_>>(),
    })
}

/// The edits of a conversion that are `chosen`.
pub(crate) fn explanation(
    text: &str,
    conversion: &Conversion,
    chosen: impl Fn(&Edit<'_>) -> bool,
) -> Value {
    let edits = conversion.edits.iter().filter(|edit| chosen(edit)).map(|edit| {
        let mut explained = explained(conversion, &edit);
        explained["source"] = Value::from(&text[edit.range]);
        explained
    });
    json!({
        "schema": 1,
        "from": conversion.source.as_ref().map(source_name),
        "edits": edits.collect::<Vec<_>>(),
    })
}

/// An edit with its rules: byte offsets in the original, as UTF-8.
fn explained(conversion: &Conversion, edit: &Edit<'_>) -> Value {
    let rules = edit.rules.iter().filter_map(|id| conversion.rule(*id)).map(|rule| {
        json!({
            "layer": rule.layer.name(),
            "table": rule.dictionary,
            "key": rule.key,
            "value": rule.value,
            "alternatives": rule.alternatives,
        })
    });
    json!({
        "start": edit.range.start,
        "end": edit.range.end,
        "replacement": edit.replacement,
        "rules": rules.collect::<Vec<_>>(),
    })
}

fn skip_name(reason: &SkipReason) -> &'static str {
    match reason {
        SkipReason::NotChinese => "not_chinese",
        SkipReason::Japanese => "japanese",
        SkipReason::Asked => "asked",
        SkipReason::SaysOtherwise(_) => "says_otherwise",
        SkipReason::SameVariant => "same_variant",
        SkipReason::HandMade(_) => "hand_made",
        SkipReason::MadeFrom(_) => "made_from",
        _ => "other",
    }
}
