//! What is promised of every merge and every difference.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::format_collect,
    reason = "tests"
)]

use std::{collections::HashMap, fs, process::Command};

use hanmark::merge::{Merged, merge, unified};
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};

fn config(cases: u32) -> ProptestConfig {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/merge.regressions");
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..ProptestConfig::default()
    }
}

/// A change of a text, at a place somewhere in it.
#[derive(Debug, Clone)]
enum Change {
    /// Characters that are in no other text.
    Insert(usize, usize),
    Remove(usize, usize),
    InsertLine(usize, usize),
    RemoveLine(usize),
    ReplaceLine(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..1000_usize;
    prop_oneof![
        (at.clone(), 1..4_usize).prop_map(|(at, count)| Change::Insert(at, count)),
        (at.clone(), 1..6_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at.clone(), 0..4_usize).prop_map(|(at, count)| Change::InsertLine(at, count)),
        at.clone().prop_map(Change::RemoveLine),
        (at, 1..6_usize).prop_map(|(at, count)| Change::ReplaceLine(at, count)),
    ]
}

/// Lines in which every character but `，` is there once, so that it is known of each
/// what became of it.
fn base() -> impl Strategy<Value = String> {
    vec(0..9_usize, 0..12).prop_map(|lengths| {
        let mut fresh = fresh('\u{4e00}');
        let lines = lengths.iter().map(|&length| {
            let line: String = fresh.by_ref().take(length).collect();
            line.chars()
                .flat_map(|c| if u32::from(c) % 4 == 0 { vec![c, '，'] } else { vec![c] })
                .chain(['\n'])
                .collect::<String>()
        });
        lines.collect()
    })
}

/// Characters from `first` on, each once.
fn fresh(first: char) -> impl Iterator<Item = char> {
    (first..).step_by(1)
}

fn changed(text: &str, changes: &[Change], first: char) -> String {
    let mut fresh = fresh(first);
    let mut text: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |at: usize| at % (text.len() + 1);
        let line_start =
            |at: usize| text[..place(at)].iter().rposition(|&c| c == '\n').map_or(0, |at| at + 1);
        let line_end = |start: usize| {
            text[start..]
                .iter()
                .position(|&c| c == '\n')
                .map_or(text.len(), |length| start + length + 1)
        };
        let (range, new): (_, Vec<char>) = match *change {
            Change::Insert(at, count) => {
                (place(at)..place(at), fresh.by_ref().take(count).collect())
            }
            Change::Remove(at, count) => (place(at)..(place(at) + count).min(text.len()), vec![]),
            Change::InsertLine(at, count) => {
                let start = line_start(at);
                (start..start, fresh.by_ref().take(count).chain(['\n']).collect())
            }
            Change::RemoveLine(at) => (line_start(at)..line_end(line_start(at)), vec![]),
            Change::ReplaceLine(at, count) => {
                let start = line_start(at);
                (start..line_end(start), fresh.by_ref().take(count).chain(['\n']).collect())
            }
        };
        text.splice(range, new);
    }
    text.into_iter().collect()
}

/// A text, the same as a person changed it, and as the source did.
fn texts() -> impl Strategy<Value = (String, String, String)> {
    (base(), vec(change(), 0..5), vec(change(), 0..5)).prop_map(|(base, persons, sources)| {
        let edited = changed(&base, &persons, '\u{6e00}');
        let generated = changed(&base, &sources, '\u{7e00}');
        (base, edited, generated)
    })
}

/// Lines that are often the same, so that there are many ways to compare the texts.
fn repetitive() -> impl Strategy<Value = String> {
    vec("(\u{feff}|)[甲乙 a]{0,3}(\r|)", 0..8).prop_map(|lines| lines.join("\n"))
}

fn is_clean(merged: &Merged) -> bool {
    matches!(merged, Merged::Clean(_))
}

/// Characters that are at most once in each text, in order.
fn unique(text: &str) -> Vec<char> {
    text.chars().filter(|&c| c != '\n' && c != '，').collect()
}

/// Each character with how often it is in a text.
fn counts(text: &str) -> HashMap<char, usize> {
    let mut counts = HashMap::new();
    for c in unique(text) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(config(4000))]

    /// What a person wrote is in the merged text once and in their order, what they took
    /// out is not; so with the source.
    #[test]
    fn a_change_is_never_lost((base, edited, generated) in texts()) {
        let Merged::Clean(merged) = merge(&base, &edited, &generated) else { return Ok(()) };
        let (before, by_person, by_source) = (counts(&base), counts(&edited), counts(&generated));
        let mut expected = HashMap::new();
        for (&c, _) in before.iter().chain(&by_person).chain(&by_source) {
            let is_there = [&before, &by_person, &by_source].map(|counts| counts.contains_key(&c));
            if is_there == [true; 3] || !is_there[0] {
                expected.insert(c, 1);
            }
        }
        prop_assert_eq!(counts(&merged), expected, "{:?}", merged);
        for side in [&edited, &generated] {
            let is_own = |c: &char| side.contains(*c) && !before.contains_key(c);
            let written: Vec<char> = unique(side).into_iter().filter(is_own).collect();
            let found: Vec<char> = unique(&merged).into_iter().filter(is_own).collect();
            prop_assert_eq!(found, written, "{:?}", merged);
        }
    }

    #[test]
    fn one_side_alone_is_taken_as_it_is((base, edited, _) in texts()) {
        prop_assert_eq!(merge(&base, &edited, &base), Merged::Clean(edited.clone()));
        prop_assert_eq!(merge(&base, &base, &edited), Merged::Clean(edited.clone()));
        prop_assert_eq!(merge(&base, &edited, &edited), Merged::Clean(edited));
    }

    /// Both sides of these texts have the same line ends: there nobody has to win.
    #[test]
    fn sides_can_change_places((base, edited, generated) in texts()) {
        let (here, there) = (merge(&base, &edited, &generated), merge(&base, &generated, &edited));
        match (here, there) {
            (Merged::Clean(here), Merged::Clean(there)) => prop_assert_eq!(here.trim_end(), there.trim_end()),
            (Merged::Conflicts(here), Merged::Conflicts(there)) => {
                let places = |conflicts: &[hanmark::merge::Conflict]| -> Vec<_> { conflicts.iter().map(|conflict| conflict.base.clone()).collect() };
                prop_assert_eq!(places(&here), places(&there));
            }
            (here, there) => prop_assert!(false, "{:?} but {:?}", here, there),
        }
    }

    #[test]
    fn any_texts_are_merged_without_a_panic(base in repetitive(), edited in repetitive(), generated in repetitive()) {
        let here = merge(&base, &edited, &generated);
        prop_assert_eq!(is_clean(&here), is_clean(&merge(&base, &generated, &edited)));
        if let Merged::Conflicts(conflicts) = here {
            for conflict in conflicts {
                for (text, lines) in [(&base, conflict.base), (&edited, conflict.edited), (&generated, conflict.generated)] {
                    let from: String = text.trim_start_matches('\u{feff}').split_inclusive('\n').skip(lines.line - 1).collect();
                    let from_mark: String = text.split_inclusive('\n').skip(lines.line - 1).collect();
                    prop_assert!(from.starts_with(&lines.text) || from_mark.starts_with(&lines.text), "{:?} in {:?}", lines, text);
                }
            }
        }
    }

    #[test]
    fn changes_of_different_lines_stand_together(owners in vec(0..3_u8, 0..20)) {
        let text = |side: u8| -> String {
            let line = |(index, &owner): (usize, &u8)| {
                let changed = owner == side && side > 0;
                format!("{}{}\n", if changed { ["", "改", "新"][usize::from(side)] } else { "" }, char::from_u32(0x4e00 + u32::try_from(index).unwrap()).unwrap())
            };
            owners.iter().enumerate().map(line).collect()
        };
        let both: String = text(0).lines().zip(&owners).map(|(line, &owner)| format!("{}{line}\n", ["", "改", "新"][usize::from(owner)])).collect();
        prop_assert_eq!(merge(&text(0), &text(1), &text(2)), Merged::Clean(both));
    }

    #[test]
    fn line_ends_make_no_difference_to_what_is_merged((base, edited, generated) in texts()) {
        let crlf = |text: &str| text.replace('\n', "\r\n");
        if !base.contains('\n') || !edited.contains('\n') || edited == base {
            return Ok(());
        }
        let here = merge(&base, &edited, &generated);
        let there = merge(&base, &crlf(&edited), &generated);
        match (here, there) {
            (Merged::Clean(here), Merged::Clean(there)) => prop_assert_eq!(crlf(&here), there),
            (Merged::Conflicts(here), Merged::Conflicts(there)) => prop_assert_eq!(here.len(), there.len()),
            (here, there) => prop_assert!(false, "{:?} but {:?}", here, there),
        }
    }

    /// As `patch` applies it, written out here.
    #[test]
    fn a_difference_leads_from_one_text_to_the_other(old in repetitive(), new in repetitive(), context in 0..4_usize) {
        let diff = unified(&old, &new, "a", "b", context).to_string();
        prop_assert_eq!(diff.is_empty(), old == new);
        prop_assert_eq!(applied(&old, &diff), new);
    }
}

/// `old` after `diff`; panics where it does not fit.
fn applied(old: &str, diff: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let (mut at, mut new) = (0, String::new());
    let mut lines = diff.split_inclusive('\n').skip(2).peekable();
    while let Some(line) = lines.next() {
        let ends = lines.peek().is_none_or(|next| !next.starts_with('\\'));
        let text = if ends { &line[1..] } else { line[1..].strip_suffix('\n').unwrap() };
        match line.as_bytes()[0] {
            b'@' => {
                let range = line.split(' ').nth(1).unwrap().trim_start_matches('-');
                let (start, count) = range.split_once(',').unwrap_or((range, "1"));
                let start: usize = start.parse().unwrap();
                let start = if count == "0" { start } else { start - 1 };
                new.extend(old[at..start].iter().copied());
                at = start;
            }
            b' ' | b'-' => {
                assert_eq!(old[at], text);
                at += 1;
                new.push_str(if line.starts_with(' ') { text } else { "" });
            }
            b'+' => new.push_str(text),
            _ => {}
        }
    }
    new.extend(old[at..].iter().copied());
    new
}

/// Old text, new text, and what `git diff` writes of them behind the names.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("甲\n乙\n丙\n", "甲\n天\n丙\n", "@@ -1,3 +1,3 @@\n 甲\n-乙\n+天\n 丙\n"),
    ("甲\n乙", "甲\n乙\n", "@@ -1,2 +1,2 @@\n 甲\n-乙\n\\ No newline at end of file\n+乙\n"),
    ("甲\n乙\n", "甲\n乙", "@@ -1,2 +1,2 @@\n 甲\n-乙\n+乙\n\\ No newline at end of file\n"),
    ("甲\n乙", "天\n乙", "@@ -1,2 +1,2 @@\n-甲\n+天\n 乙\n\\ No newline at end of file\n"),
    (
        "甲",
        "乙",
        "@@ -1 +1 @@\n-甲\n\\ No newline at end of file\n+乙\n\\ No newline at end of file\n",
    ),
    ("甲\r\n", "甲\n", "@@ -1 +1 @@\n-甲\r\n+甲\n"),
    (
        "1\n2\n3\n4\n5\n6\n7\n8\n9\n",
        "一\n2\n3\n4\n5\n6\n7\n8\n九\n",
        "@@ -1,4 +1,4 @@\n-1\n+一\n 2\n 3\n 4\n@@ -6,4 +6,4 @@\n 6\n 7\n 8\n-9\n+九\n",
    ),
    (
        "1\n2\n3\n4\n5\n6\n7\n8\n",
        "一\n2\n3\n4\n5\n6\n7\n八\n",
        "@@ -1,8 +1,8 @@\n-1\n+一\n 2\n 3\n 4\n 5\n 6\n 7\n-8\n+八\n",
    ),
];

#[test]
fn differences_read_as_those_of_other_programs() {
    for (old, new, expected) in DIFFERENCES {
        let expected = format!("--- a/文 章.md\t\n+++ b/文 章.md\t\n{expected}");
        assert_eq!(unified(old, new, "a/文 章.md", "b/文 章.md", 3).to_string(), expected);
    }
}

#[test]
fn a_file_that_comes_or_goes_has_no_lines_on_the_other_side() {
    use hanmark::merge::ABSENT;
    let came = "--- /dev/null\n+++ b/x.md\n@@ -0,0 +1,2 @@\n+甲\n+乙\n";
    assert_eq!(unified("", "甲\n乙\n", ABSENT, "b/x.md", 3).to_string(), came);
    let went = "--- a/x.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-甲\n";
    assert_eq!(unified("甲\n", "", "a/x.md", ABSENT, 3).to_string(), went);
    assert_eq!(unified("甲\n", "甲\n", "a/x.md", "b/x.md", 3).to_string(), "");
}

#[test]
fn a_name_with_a_quote_or_a_line_end_is_quoted() {
    let diff = unified("", "甲\n", "a/\"\n\u{1}文", "b/x", 3).to_string();
    assert_eq!(diff, "--- \"a/\\\"\\n\\001文\"\n+++ b/x\n@@ -0,0 +1 @@\n+甲\n");
}

/// Where one of the programs is not there, nothing is shown of it.
#[test]
fn patch_and_git_apply_the_differences() {
    let programs: [&[&str]; 2] = [
        &["patch", "--binary", "-p1", "-s", "-i", "difference"],
        &["git", "apply", "--whitespace=nowarn", "difference"],
    ];
    for (old, new, _) in DIFFERENCES {
        for program in programs {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("文 章.md");
            fs::write(&file, old).unwrap();
            let diff = unified(old, new, "a/文 章.md", "b/文 章.md", 3).to_string();
            fs::write(folder.path().join("difference"), &diff).unwrap();
            let mut command = Command::new(program[0]);
            command.args(&program[1..]).current_dir(folder.path());
            command.env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
            let Ok(output) = command.output() else { continue };
            assert!(output.status.success(), "{program:?} {output:?}\n{diff}");
            assert_eq!(fs::read_to_string(&file).unwrap(), *new, "{program:?}\n{diff}");
        }
    }
}

/// `size` bytes of lines, every `nth` of which `change` changes.
fn large(size: usize, nth: usize, change: impl Fn(&str) -> String) -> String {
    let line = "日子一天一天過去，城裡的樹綠了又黃，黃了又綠，人們照舊買菜做飯。";
    let count = size / (line.len() + 8);
    let lines = (0..count).map(|index| {
        let line = format!("{index:07}{line}");
        if index % nth == 0 { change(&line) } else { line }
    });
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// Gives the base, the edited and the generated text, each of a size.
type Texts = fn(usize) -> [String; 3];

const SHAPES: [(&str, Texts); 7] = [
    ("every line generated anew, a word edited", |size| {
        let edited = large(size, 1000, |line| line.replace("城裡", "村裡"));
        [large(size, 1, str::to_owned), edited, large(size, 1, |line| line.replace('綠', "青"))]
    }),
    ("every second line of each side", |size| {
        let edited = large(size, 2, |line| line.replace("城裡", "村裡"));
        [large(size, 1, str::to_owned), edited, large(size, 1, |line| line.replace('綠', "青"))]
    }),
    ("every line in conflict", |size| {
        let edited = large(size, 1, |line| line.replace("城裡", "村裡"));
        [large(size, 1, str::to_owned), edited, large(size, 1, |line| line.replace("城裡", "鎮上"))]
    }),
    ("three texts with nothing in common", |size| {
        let [one, two] = ["甲", "乙"].map(|c| {
            large(size, 1, |line| {
                line.chars()
                    .rev()
                    .map(|d| {
                        if d.is_ascii() {
                            d.to_string()
                        } else {
                            format!(
                                "{c}{}",
                                char::from_u32(
                                    u32::from(d) ^ u32::from(c.chars().next().unwrap()) & 0xff
                                )
                                .unwrap_or(d)
                            )
                        }
                    })
                    .collect()
            })
        });
        [large(size, 1, str::to_owned), one, two]
    }),
    ("one line of it all", |size| {
        let one = |text: String| text.replace('\n', "");
        let edited = large(size, 1000, |line| line.replace("城裡", "村裡"));
        [
            one(large(size, 1, str::to_owned)),
            one(edited),
            one(large(size, 1, |line| line.replace('綠', "青"))),
        ]
    }),
    ("lines of two kinds, in disorder", |size| {
        let text = |seed: u64| -> String {
            let mut state = seed;
            (0..size / 4)
                .map(|_| {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    if state.is_multiple_of(2) { "甲\n" } else { "乙\n" }
                })
                .collect()
        };
        [text(88_172_645_463), text(1_234_567), text(7_654_321)]
    }),
    ("a copy turned round", |size| {
        let base = large(size, 1, str::to_owned);
        let edited = base.lines().rev().map(|line| format!("{line}\n")).collect();
        [base, edited, large(size, 3, |line| line.replace('綠', "青"))]
    }),
];

#[test]
#[ignore = "takes long, and measures: alone, in release"]
fn time_grows_with_the_size_of_the_texts() {
    for (name, texts) in SHAPES {
        let [small, large] = [1 << 20, 8 << 20].map(|size| {
            let [base, edited, generated] = texts(size);
            let start = std::time::Instant::now();
            let merged = merge(&base, &edited, &generated);
            let time = start.elapsed();
            let start = std::time::Instant::now();
            let lines = unified(&base, &generated, "a", "b", 3).lines.len();
            println!(
                "{name}: {time:?}, clean: {}; difference of {lines} lines {:?}",
                is_clean(&merged),
                start.elapsed()
            );
            time
        });
        // Eight times the size in 64 times the time would be its square.
        assert!(large < small * 24 || large.as_millis() < 500, "{name}");
    }
}
