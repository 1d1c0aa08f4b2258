//! Golden copies: everything that `hanmark build posts` writes, byte for byte.
//!
//! `tests/golden` holds the copies in the folders of their posts. After a change
//! that is meant to change them, write them anew and read the difference:
//!
//! ```sh
//! HANMARK_UPDATE=1 cargo test --test posts && git diff tests/golden
//! ```
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The bytes of every file, by its path below the folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

const LOCK: &str = ".hanmark/lock";

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn files_in(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.strip_prefix(folder).unwrap().into(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn write(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// The originals of `posts/`: a run by hand leaves copies and a lock there.
fn originals() -> Files {
    let mut files = files_in(&in_project("posts"));
    let lock = files.remove(Path::new(LOCK)).unwrap_or_default();
    for line in String::from_utf8(lock).unwrap().lines() {
        files.remove(Path::new(line.split('\t').next().unwrap()));
    }
    files.retain(|path, _| !path.starts_with(".hanmark"));
    files
}

/// Runs `hanmark build` and gives what the folder holds afterwards.
#[track_caller]
fn build(folder: &Path, arguments: &[&str]) -> Files {
    let output = Command::new(env!("CARGO_BIN_EXE_hanmark"))
        .arg("build")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    files_in(folder)
}

/// For the message of a failure: the lines that differ, found and expected.
fn differing_lines(found: &[u8], expected: &[u8]) -> String {
    let lines = |bytes: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(bytes);
        text.split('\n').map(|line| format!("{line:?}")).collect()
    };
    let (found, expected) = (lines(found), lines(expected));
    let nothing = String::new();
    let differing: Vec<String> = (0..found.len().max(expected.len()))
        .map(|line| (line + 1, found.get(line), expected.get(line)))
        .filter(|(_, found, expected)| found != expected)
        .map(|(line, found, expected)| {
            let [found, expected] = [found, expected].map(|line| line.unwrap_or(&nothing));
            format!("line {line}:\n  found    {found}\n  expected {expected}")
        })
        .collect();
    differing.join("\n")
}

#[test]
fn the_copies_of_posts_are_the_golden_ones_and_the_originals_stay() {
    let archive = tempfile::tempdir().unwrap();
    let originals = originals();
    write(&originals, archive.path());
    let mut copies = build(archive.path(), &[]);
    for (path, bytes) in &originals {
        assert_eq!(copies.remove(path).as_ref(), Some(bytes), "{} changed", path.display());
    }
    assert!(copies.contains_key(Path::new(LOCK)), "no lock was written");
    copies.retain(|path, _| !path.starts_with(".hanmark"));

    let golden = in_project("tests/golden");
    if std::env::var_os("HANMARK_UPDATE").is_some() {
        let _ = fs::remove_dir_all(&golden);
        write(&copies, &golden);
    }
    let expected = files_in(&golden);
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&copies), names(&expected));
    for (path, bytes) in &copies {
        let expected = &expected[path];
        let lines = differing_lines(bytes, expected);
        assert!(bytes == expected, "{} differs:\n{lines}", path.display());
    }
}

#[test]
fn a_second_build_changes_nothing() {
    let archive = tempfile::tempdir().unwrap();
    write(&originals(), archive.path());
    let first = build(archive.path(), &[]);
    assert!(build(archive.path(), &[]) == first, "the second build changed a file");
}

#[test]
fn one_thread_and_four_write_the_same_copies_and_the_same_lock() {
    let originals = originals();
    let [one, four] = ["1", "4"].map(|threads| {
        let archive = tempfile::tempdir().unwrap();
        write(&originals, archive.path());
        let mut files = build(archive.path(), &["-j", threads]);
        // The name of the archive's folder counts in it.
        files.remove(Path::new(".hanmark/cache")).unwrap();
        files
    });
    assert!(one.contains_key(Path::new(LOCK)), "no lock was written");
    assert!(one == four, "the number of threads changed a file");
}
