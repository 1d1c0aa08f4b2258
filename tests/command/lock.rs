//! `.hanmark/lock`: which files are copies.

use std::fs;

use crate::{COPY, POST, archive::Archive};

const LOCK: &str = ".hanmark/lock";

#[track_caller]
fn assert_refused(lock: &str, message: &str) {
    let archive = Archive::new([("a.md", POST)]);
    archive.write(LOCK, lock);
    archive.assert_fails("build --to zh-CN", &format!("error: {message}\n"));
    archive.assert_files([("a.md", POST)]);
    assert_eq!(archive.read(LOCK), lock);
}

#[test]
fn copies_of_a_lost_lock_are_adopted() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    let lock = archive.read(LOCK);
    fs::remove_dir_all(archive.path(".hanmark")).unwrap();
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
    assert_eq!(archive.read(LOCK), lock);
    archive.assert_files([
        ("a.md", POST),
        ("a.zh-CN.md", COPY),
        ("b.md", POST),
        ("b.zh-CN.md", COPY),
    ]);
}

#[test]
fn copies_of_a_lost_lock_are_adopted_where_the_post_carries_its_variant() {
    let archive = Archive::new([("a.zh-hk.md", POST)]);
    archive.assert_done("build --to zh-CN,zh-TW", "2 written\n");
    let lock = archive.read(LOCK);
    fs::remove_dir_all(archive.path(".hanmark")).unwrap();
    archive.assert_done("build --to zh-CN,zh-TW", "0 written, 2 unchanged\n");
    assert_eq!(archive.read(LOCK), lock);
}

#[test]
fn a_broken_line_is_named_with_a_remedy() {
    assert_refused(
        "hanmark lock 1\na.zh-CN.md\ta.md\n",
        "./.hanmark/lock:2: expected seven or eight fields between tabs; restore the file from version \
         control, or delete this line (its copy then counts as written by hand)",
    );
    assert_refused(
        "",
        "./.hanmark/lock:1: expected `hanmark lock 2`; restore the file from version control, or \
         delete this line (its copy then counts as written by hand)",
    );
}

#[test]
fn the_markers_of_a_merge_are_named_with_a_remedy() {
    assert_refused(
        "hanmark lock 1\n<<<<<<< HEAD\n=======\n>>>>>>> other\n",
        "./.hanmark/lock:2: a merge conflict; delete the marker lines and keep the entries of \
         both sides, then build again",
    );
}

#[test]
fn a_newer_lock_is_left_alone() {
    assert_refused(
        "hanmark lock 7\nsomething new\n",
        "./.hanmark/lock:1: format 7, but this hanmark knows formats up to 2; update hanmark",
    );
}
