//! Collisions: errors with a remedy, before anything is written.

use std::fs;

use crate::{POST, archive::Archive};

const LAST_LINE: &str = "error: nothing was written: 1 of the copies cannot take their places\n";

#[track_caller]
fn assert_collides<const N: usize>(files: [(&str, &str); N], layout: &str, collision: &str) {
    let archive = Archive::new(files);
    archive.assert_fails(
        &format!("build --to zh-CN --layout {layout}"),
        &format!("failed: {collision}\n{LAST_LINE}"),
    );
    archive.assert_files(files);
}

#[test]
fn two_posts_for_one_copy() {
    assert_collides(
        [("a/x.md", POST), ("b/x.md", POST)],
        "{variant}/{stem}.{ext}",
        "a/x.md and b/x.md would both be copied to zh-CN/x.md; rename one, exclude one, or choose \
         another layout",
    );
}

#[test]
fn two_posts_for_one_copy_where_case_does_not_count() {
    assert_collides(
        [("A.md", POST), ("a.md", POST)],
        "sibling",
        "A.md and a.md would both be copied to a.zh-CN.md; rename one, exclude one, or choose \
         another layout",
    );
}

#[test]
fn an_original_in_the_place_of_a_copy() {
    assert_collides(
        [("a.md", POST), ("a.zh-CN.md", POST)],
        "sibling",
        "the copy of a.md would overwrite the original a.zh-CN.md; rename or exclude one of them, \
         choose another layout, or give --out",
    );
}

#[test]
fn a_file_of_the_other_script_in_the_place_of_a_copy() {
    let files = [("blog/a.md", POST), ("out/zh-CN/a.md", POST)];
    let archive = Archive::new(files);
    archive.assert_fails(
        "build blog --to zh-CN --layout folder --out out",
        &format!(
            "failed: the copy of a.md would overwrite zh-CN/a.md, which is written in Traditional \
             Chinese and not listed as a copy; move it, or choose another layout\n{LAST_LINE}"
        ),
    );
    archive.assert_files(files);
}

#[test]
fn a_pattern_that_leads_out_of_the_archive() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_fails(
        "build --to zh-CN --layout ../{variant}/{path}",
        "error: --layout: `../{variant}/{path}` leads out of the archive; write it without a \
         leading `/` and without `..`\n",
    );
    archive.assert_files([("a.md", POST)]);
}

#[test]
fn a_folder_in_the_place_of_a_copy() {
    let archive = Archive::new([("a.md", POST)]);
    fs::create_dir(archive.path("a.zh-CN.md")).unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "failed: the copy of a.md belongs at a.zh-CN.md, where something that is no file lies; move \
             it, or choose another layout\n{LAST_LINE}"
        ),
    );
}

#[test]
fn an_edition_asked_for_twice() {
    assert_collides(
        [("a.md", POST)],
        "sibling --to zh-CN",
        "two editions would write a.zh-CN.md for a.md; give them different variants or layouts",
    );
}

#[test]
fn one_collision_stops_the_copies_of_all_posts() {
    let files = [("a.md", POST), ("a.zh-CN.md", POST), ("b.md", POST)];
    let archive = Archive::new(files);
    archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "failed: the copy of a.md would overwrite the original a.zh-CN.md; rename or exclude \
             one of them, choose another layout, or give --out\n{LAST_LINE}"
        ),
    );
    archive.assert_files(files);
}
