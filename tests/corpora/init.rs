//! The configuration that `hanmark init` writes for real archives, and builds with it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::shared;

const CONFIG: &str = "hanmark.yaml";

#[test]
#[ignore = "needs the corpora"]
fn init_configures_our_own_posts() {
    let posts = Path::new(env!("CARGO_MANIFEST_DIR")).join("posts");
    assert_configures(&posts, "no site generator", 2);
}

#[test]
#[ignore = "needs the corpora"]
fn init_configures_huli_blog() {
    assert_configures(&shared::path("corpora/huli-blog"), "Hexo (_config.yml)", 1);
}

#[test]
#[ignore = "needs the corpora"]
fn init_configures_wenyanwen() {
    assert_configures(&shared::path("corpora/wenyanwen"), "Jekyll (_config.yml)", 1);
}

#[test]
#[ignore = "needs the corpora"]
fn init_configures_rust_book() {
    assert_configures(&shared::path("corpora/rust-book-tw"), "mdBook (book.toml)", 1);
}

/// What `init` writes for a copy of `archive` builds as it is, and with each of its
/// options.
#[track_caller]
fn assert_configures(archive: &Path, found: &str, editions: usize) {
    let folder = tempfile::tempdir().unwrap();
    for file in shared::files(archive) {
        let inside = file.strip_prefix(archive).unwrap();
        let to = folder.path().join(inside);
        if inside != Path::new(CONFIG) && !inside.starts_with(".hanmark") {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, fs::read(&file).unwrap()).unwrap();
        }
    }
    let before = shared::files(folder.path());

    let said = assert_done(&hanmark(folder.path(), &["init"]));
    assert!(said.contains(&format!("hanmark.yaml: written; found {found}; ")), "{said}");
    let path = folder.path().join(CONFIG);
    let config = shared::read(&path);
    println!("{}\n{config}", archive.display());
    assert_eq!(config.lines().filter(|line| line.starts_with("  - variant: ")).count(), editions);

    let said = assert_done(&hanmark(folder.path(), &["build"]));
    println!("{said}");
    let written: usize = said
        .lines()
        .find_map(|line| line.split_once(" written")?.0.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    assert_eq!(copies(folder.path(), &before).len(), written);
    assert!(written > 10, "{said}");

    for (number, line) in config.lines().enumerate() {
        let rest = line.trim_start().strip_prefix('#').unwrap_or_default();
        if rest.is_empty() || rest.starts_with(' ') {
            continue;
        }
        let on: Vec<String> = config
            .lines()
            .enumerate()
            .map(
                |(at, line)| if at == number { line.replacen('#', "", 1) } else { line.to_owned() },
            )
            .collect();
        fs::write(&path, on.join("\n")).unwrap();
        println!("{}: {}", line.trim(), assert_done(&hanmark(folder.path(), &["build"])));
    }
}

/// The files that a build wrote.
fn copies(folder: &Path, before: &[PathBuf]) -> Vec<PathBuf> {
    let is_copy = |file: &PathBuf| {
        let inside = file.strip_prefix(folder).unwrap();
        !before.contains(file) && inside != Path::new(CONFIG) && !inside.starts_with(".hanmark")
    };
    shared::files(folder).into_iter().filter(is_copy).collect()
}

fn hanmark(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hanmark"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

#[track_caller]
fn assert_done(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}
