//! The engines against the C++ OpenCC, byte by byte.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]
#![cfg(feature = "opencc-rust")]

mod adversary;
mod sentences;

use std::{
    borrow::Cow,
    env, fs,
    path::{Path, PathBuf},
    time::Instant,
};

use hanmark::{Edits, Engine, Lazy, Plain, Profile, Reference, Texts};
use rayon::prelude::*;
use sentences::Line;

/// How many differences a failing test shows.
const SHOWN: usize = 20;
/// How many characters of each side it shows around the first that differs.
const AROUND: usize = 20;

#[test]
#[ignore = "needs OpenCC (scripts/reference-engine) and the corpora"]
fn every_file_of_the_corpora_converts_as_in_opencc() {
    let texts = corpora();
    let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_equal_in_every_profile("corpora", &texts);
}

#[test]
#[ignore = "needs OpenCC (scripts/reference-engine)"]
fn generated_texts_convert_as_in_opencc() {
    let lines = adversary::lines();
    let texts: Vec<_> = lines.iter().map(|line| ("generated", line.as_str())).collect();
    assert_equal_in_every_profile("generated lines", &texts);
}

/// With `HANMARK_UPDATE=1` the files get OpenCC's outputs, for sentences newly added.
#[test]
#[ignore = "needs OpenCC (scripts/reference-engine)"]
fn the_sentences_of_our_own_have_the_outputs_of_opencc() {
    let update = env::var("HANMARK_UPDATE").is_ok_and(|value| value == "1");
    let mut failures = Vec::new();
    for profile in Profile::ALL {
        let reference = Reference::new(&[profile], None).unwrap();
        let mut lines = sentences::lines(profile);
        for line in &mut lines {
            let Line::Sentence { source, converted } = line else { continue };
            let expected = reference.convert(source).unwrap().into_owned();
            if *converted != expected {
                failures
                    .push(format!("{profile} {source:?}\n  is  {converted:?}\n  not {expected:?}"));
                *converted = expected;
            }
        }
        if update {
            sentences::write(profile, &lines);
        }
    }
    assert!(update || failures.is_empty(), "{}", failures.join("\n"));
}

#[track_caller]
fn assert_equal_in_every_profile(what: &str, texts: &[(&str, &str)]) {
    let start = Instant::now();
    let differences: Vec<String> = Profile::ALL
        .into_par_iter()
        .flat_map(|profile| {
            let lazy = [Lazy::new(&[profile]), Lazy::new(&[profile]).without_vectors()];
            let engines = (Plain::new(&[profile]), lazy);
            let reference = Reference::new(&[profile], None).unwrap();
            texts
                .par_iter()
                .filter_map(|(name, text)| difference(profile, name, text, &engines, &reference))
                .collect::<Vec<_>>()
        })
        .collect();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    println!(
        "{what}: {} texts of {} kB in {} profiles, {} differences, {:.1} s",
        texts.len(),
        bytes / 1000,
        Profile::ALL.len(),
        differences.len(),
        start.elapsed().as_secs_f64()
    );
    let shown = &differences[..differences.len().min(SHOWN)];
    assert!(differences.is_empty(), "{}", shown.join("\n"));
}

fn difference(
    profile: Profile,
    name: &str,
    text: &str,
    (plain, [lazy, without]): &(Plain, [Lazy; 2]),
    reference: &Reference,
) -> Option<String> {
    let expected = reference.convert(text).unwrap();
    let mut texts = Texts::default();
    texts.push([text]);
    let mut edits = Edits::default();
    lazy.edits(&texts, &mut edits).unwrap();
    let outputs = [
        ("plain", plain.convert(text).unwrap()),
        ("lazy", lazy.convert(text).unwrap()),
        ("without vectors", without.convert(text).unwrap()),
        ("edits", Cow::Owned(edits.splice(text))),
    ];
    let (engine, is) = outputs.into_iter().find(|(_, is)| *is != expected)?;
    let same: usize = (is.chars().zip(expected.chars()))
        .take_while(|(one, other)| one == other)
        .map(|(character, _)| character.len_utf8())
        .sum();
    Some(format!(
        "{profile} {name}, byte {same} of the output\n  {engine:6} {:?}\n  OpenCC {:?}",
        around(&is, same),
        around(&expected, same)
    ))
}

fn around(text: &str, at: usize) -> String {
    let before: Vec<char> = text[..at].chars().rev().take(AROUND).collect();
    before.into_iter().rev().chain(text[at..].chars().take(AROUND)).collect()
}

/// Every Markdown file of the corpora, with its path below them.
fn corpora() -> Vec<(String, String)> {
    let shared = env::var_os("HANMARK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let root = shared.join("corpora");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(!files.is_empty(), "no Markdown below {}", root.display());
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
        let bytes = fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = String::from_utf8(bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, text)
    };
    files.into_iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}; set HANMARK_SHARED", folder.display()));
    for entry in entries {
        let entry = entry.unwrap();
        let path = entry.path();
        if entry.file_type().unwrap().is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
}
