//! Builds of whole archives, and checks of their copies that share no code with
//! the library.

use std::{collections::BTreeMap, path::Path, time::Instant};

use hanmark::{
    Anchors, BuildOptions, BuildReport, CopyReport, Edition, Note, NoteKind, Outcome, Settings,
    SurveyOptions, Switches, Thoroughness, Verdict, build_archive, convert_text,
};
use rayon::prelude::*;

use crate::{by_comrak, by_hand, shared};

/// How many faults a failing test shows.
const SHOWN: usize = 20;

#[test]
#[ignore = "needs the corpora"]
fn huli_blog_builds_for_mainland_china() {
    assert_builds("huli-blog", "zh-CN");
}

#[test]
#[ignore = "needs the corpora"]
fn wenyanwen_builds_for_mainland_china() {
    assert_builds("wenyanwen", "zh-CN");
}

#[test]
#[ignore = "needs the corpora"]
fn vue_of_hong_kong_builds_for_mainland_china() {
    assert_builds("vue-docs-zh-pair/zh-hk", "zh-CN");
}

#[test]
#[ignore = "needs the corpora"]
fn vue_of_mainland_china_builds_for_taiwan() {
    assert_builds("vue-docs-zh-pair/zh-cn", "zh-TW");
}

#[test]
#[ignore = "needs the corpora"]
fn rust_book_builds_for_mainland_china() {
    assert_builds("rust-book-tw", "zh-CN");
}

#[test]
#[ignore = "needs the corpora"]
fn pingcap_builds_for_taiwan() {
    assert_builds("pingcap-docs-cn", "zh-TW");
}

#[track_caller]
fn assert_builds(name: &str, target: &str) {
    let corpora = shared::path("corpora");
    let root = corpora.join(name);
    let before = shared::listing(&corpora);
    let out = tempfile::tempdir().unwrap();
    let start = Instant::now();
    let report = build_archive(&options(&root, target, out.path()), &|_, _| {}).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(shared::listing(&corpora), before, "the originals changed");

    print(&format!("{name} to {target} ({seconds:.1} s)"), &report);
    let failed: Vec<String> = report
        .copies
        .iter()
        .filter(|copy| !matches!(copy.outcome, Outcome::Written))
        .map(|copy| format!("{}: {:?}", copy.source.display(), copy.outcome))
        .chain(report.failed.iter().map(|failed| failed.error.to_string()))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));

    assert_only_copies_are_there(&report, out.path());
    let faults: Vec<String> =
        report.copies.par_iter().flat_map(|copy| faults(copy, &root, out.path())).collect();
    let shown = &faults[..faults.len().min(SHOWN)];
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), shown.join("\n"));
}

pub(crate) fn options(root: &Path, target: &str, out: &Path) -> BuildOptions {
    let editions = vec![Edition::new(target.parse().unwrap(), "folder".parse().unwrap())];
    BuildOptions {
        out: Some(out.to_owned()),
        switches: kept_anchors(),
        thoroughness: Thoroughness::Full,
        ..BuildOptions::new(SurveyOptions::new(root), editions)
    }
}

/// What the checks below cannot tell apart from faults stays: see `fragments`.
fn kept_anchors() -> Switches {
    let mut switches = Switches::default();
    switches.anchors = Anchors::Keep;
    switches
}

fn print(what: &str, report: &BuildReport) {
    let notes: Vec<(&CopyReport, &Note)> = report
        .copies
        .iter()
        .flat_map(|copy| copy.notes.iter().map(move |note| (copy, note)))
        .collect();
    let count = |kind: NoteKind| notes.iter().filter(|(_, note)| note.kind == kind).count();
    let changed: usize = report.copies.iter().map(|copy| copy.changed_characters).sum();
    println!(
        "{what}: {} copies, {} skipped, {} failed, {changed} characters changed, {} withdrawn, {} split phrases, {} warnings",
        report.copies.len(),
        report.skipped.len(),
        report.failed.len(),
        count(NoteKind::Withdrawn),
        count(NoteKind::SplitPhrase),
        count(NoteKind::Warning),
    );
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for skipped in &report.skipped {
        *reasons.entry(format!("{:?}", skipped.reason)).or_default() += 1;
    }
    for (reason, posts) in reasons {
        println!("  {posts} skipped: {reason}");
    }
    for (copy, note) in notes {
        println!("  {}:{} {:?}: {}", copy.source.display(), note.line, note.kind, note.message);
    }
}

/// The copies, and the lock with what lies beside it, nothing else.
#[track_caller]
fn assert_only_copies_are_there(report: &BuildReport, out: &Path) {
    let mut expected: Vec<_> = report.copies.iter().map(|copy| out.join(&copy.copy)).collect();
    expected.sort();
    let state = out.join(".hanmark");
    let mut files = shared::files(out);
    assert!(files.contains(&state.join("lock")), "no lock was written");
    files.retain(|file| !file.starts_with(&state));
    assert_eq!(files, expected);
}

/// What is wrong with a copy.
fn faults(copy: &CopyReport, root: &Path, out: &Path) -> Vec<String> {
    let original = shared::read(&root.join(&copy.source));
    let written = shared::read(&out.join(&copy.copy));
    let name = copy.source.display();
    let mut faults = Vec::new();
    faults.extend(bytes_fault(copy, &original, &written));
    faults.extend(by_hand::addresses_fault(&original, &written));
    faults.extend(by_comrak::structure_fault(&original, &written));
    faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()
}

/// Bytes that changed outside the edits of the same conversion made anew.
fn bytes_fault(copy: &CopyReport, original: &str, written: &str) -> Option<String> {
    let settings = Settings::edition(copy.to).name(&copy.source).anchors(Anchors::Keep);
    let settings = match copy.from.verdict {
        Verdict::In(variant) => settings.from(variant),
        _ => settings,
    };
    let conversion = convert_text(original, &settings).unwrap();
    by_hand::bytes_fault(original, written, &conversion.edits)
}
