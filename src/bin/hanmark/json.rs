//! What programs read: the documents of `--format json`. Their schema number
//! changes when a key is renamed or removed.

use hanmark::{
    BuildReport, Conversion, CopyReport, Edit, LeftBehind, Note, NoteKind, Outcome, SkipReason,
};
use serde_json::{Value, json};

use crate::render::{chain, ignore_line, outcome_name, source_name};

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
        "schema": 1,
        "copies": copies,
        "skipped": skipped,
        "left_behind": left_behind(&report.left_behind()),
        "orphans": report.orphans,
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
        "changed_characters": copy.changed_characters,
        "left_behind": left_behind(&copy.left_behind),
        "notes": copy.notes.iter().map(note).collect::<Vec<_>>(),
    })
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
