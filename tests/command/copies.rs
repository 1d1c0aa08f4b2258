//! Copies, and the work of a person that is never lost.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{COPY, POST, archive::Archive};

fn mode(archive: &Archive, path: &str) -> u32 {
    fs::metadata(archive.path(path)).unwrap().permissions().mode() & 0o777
}

fn set_mode(archive: &Archive, path: &str, mode: u32) {
    fs::set_permissions(archive.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_changed_post_is_copied_again() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged\n");
    archive.write("a.md", format!("# 軟體\n\n{POST}"));
    archive.assert_done("build --to zh-CN", "1 written\n");
    assert_eq!(archive.read("a.zh-CN.md"), format!("# 软件\n\n{COPY}"));
}

#[test]
fn an_edited_copy_is_kept_and_listed() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    let edited = format!("{COPY}\n译者按。\n");
    archive.write("a.zh-CN.md", &edited);
    archive.write("b.md", format!("# 軟體\n\n{POST}"));
    archive.assert_done(
        "build --to zh-CN",
        "a.zh-CN.md: edited since the last build, kept\n1 written, 1 with your edits, kept\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), edited);
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged, 1 with your edits, kept\n");
    fs::remove_file(archive.path("a.zh-CN.md")).unwrap();
    archive.assert_done(
        "build --to zh-CN",
        "1 written, 1 unchanged\nmade anew since its file is gone (1)\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}

#[test]
fn a_hand_made_edition_is_kept_and_listed() {
    let by_hand = "桌子后面有一只鼠标。先把这本书读完，再想想要不要买它吧，别着急。\n";
    let files = [("a.md", POST), ("a.zh-CN.md", by_hand)];
    let archive = Archive::new(files);
    archive.assert_done(
        "build --to zh-CN",
        "no copy of a.md to zh-CN: a hand-made edition exists, a.zh-CN.md\n\
         0 written, 2 without a copy\n",
    );
    archive.assert_files(files);
}

#[test]
fn a_copy_has_the_permissions_of_its_post() {
    let archive = Archive::new([("a.md", POST)]);
    set_mode(&archive, "a.md", 0o640);
    archive.assert_done("build --to zh-CN", "1 written\n");
    assert_eq!(mode(&archive, "a.zh-CN.md"), 0o640);
}

#[test]
fn copies_elsewhere_leave_the_archive_as_it_is() {
    let archive = Archive::new([("blog/a.md", POST), ("blog/b/c.md", POST)]);
    for folder in ["blog", "blog/b"] {
        set_mode(&archive, folder, 0o555);
    }
    archive.assert_done("build blog --to zh-CN --layout folder --out out", "2 written\n");
    archive.assert_files([
        ("blog/a.md", POST),
        ("blog/b/c.md", POST),
        ("out/zh-CN/a.md", COPY),
        ("out/zh-CN/b/c.md", COPY),
    ]);
    assert!(archive.path("out/.hanmark/lock").is_file());
    assert!(!archive.path("blog/.hanmark").exists());
    for folder in ["blog", "blog/b"] {
        set_mode(&archive, folder, 0o755);
    }
}

#[test]
fn a_folder_for_copies_inside_the_archive_holds_no_posts() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN --layout folder --out out", "1 written\n");
    archive.assert_done("build --to zh-CN --layout folder --out out", "0 written, 1 unchanged\n");
    archive.assert_files([("a.md", POST), ("out/zh-CN/a.md", COPY)]);
}

#[test]
fn an_archive_is_built_through_a_link_to_it() {
    let archive = Archive::new([("blog/a.md", POST)]);
    std::os::unix::fs::symlink("blog", archive.path("link")).unwrap();
    archive.assert_done("build link --to zh-CN", "1 written\n");
    assert_eq!(archive.read("blog/a.zh-CN.md"), COPY);
}

#[test]
fn the_archive_as_folder_for_copies_is_the_archive() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN --out .", "1 written\n");
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged\n");
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", COPY)]);
}

#[test]
fn copies_are_never_converted_themselves() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    archive.assert_done("build --to zh-TW,zh-CN", "0 written, 1 unchanged, 1 without a copy\n");
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", COPY)]);
}

#[test]
fn ignored_posts_and_posts_outside_the_globs_get_no_copies() {
    let archive = Archive::new([
        (".hanmarkignore", "drafts/\n"),
        ("a.md", POST),
        ("b/c.md", POST),
        ("b/d.md", POST),
        ("drafts/e.md", POST),
    ]);
    archive.assert_done("build --to zh-CN --glob b/** --glob !d.md", "1 written\n");
    archive.assert_files([
        (".hanmarkignore", "drafts/\n"),
        ("a.md", POST),
        ("b/c.md", POST),
        ("b/c.zh-CN.md", COPY),
        ("b/d.md", POST),
        ("drafts/e.md", POST),
    ]);
}

#[test]
fn an_original_that_carries_its_variant_is_renamed_in_the_same_style() {
    let archive = Archive::new([("README_zh_TW.md", POST), ("zh-tw/a.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    archive.assert_files([
        ("README_zh_CN.md", COPY),
        ("README_zh_TW.md", POST),
        ("zh-cn/a.md", COPY),
        ("zh-tw/a.md", POST),
    ]);
}

#[test]
fn quiet_says_nothing_and_verbose_names_every_post() {
    let archive = Archive::new([("a.md", POST), ("b.md", COPY)]);
    archive.assert_done("build --to zh-CN -q", "");
    archive.assert_done(
        "build --to zh-CN -v",
        "unchanged a.zh-CN.md (from zh-TW, 12 characters changed)\n\
         no copy of b.md to zh-CN: reads as it is\n\
         0 written, 1 unchanged, 1 without a copy\n",
    );
}

#[test]
fn a_copy_whose_post_is_gone_is_named_and_kept() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    std::fs::remove_file(archive.path("b.md")).unwrap();
    archive.assert_done(
        "build --to zh-CN",
        "warning: b.zh-CN.md: its post, b.md, is gone; `hanmark build --prune` removes it\n\
         0 written, 1 unchanged\n",
    );
    std::fs::remove_file(archive.path("b.zh-CN.md")).unwrap();
    archive.assert_done("build --to zh-CN", "0 written, 1 unchanged\n");
    assert_eq!(archive.read(".hanmark/lock").matches("b.zh-CN.md").count(), 0);
}

#[test]
fn copies_in_a_folder_of_their_own_inside_the_archive_are_no_posts() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN --layout folder --out out", "1 written\n");
    archive.assert_done("build --to zh-HK", "1 written\n");
    let of_archive = archive.read(".hanmark/lock");
    assert_eq!(of_archive.matches("a.zh-HK.md").count(), 1, "{of_archive}");
    assert_eq!(of_archive.matches("out").count(), 0, "{of_archive}");
    assert!(!archive.path("out/zh-CN/a.zh-HK.md").exists());
}

#[test]
fn a_part_of_an_archive_is_built_with_the_lock_of_the_whole() {
    let archive = Archive::new([("sub/a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    archive.write("sub/a.md", format!("{POST}\n軟體\n"));
    archive.assert_done("build sub/a.md --to zh-CN", "1 written\n");
    archive.assert_done("build sub --to zh-CN", "0 written, 1 unchanged\n");
    assert!(!archive.path("sub/.hanmark").exists());
    archive.assert_done("build --to zh-CN", "0 written, 2 unchanged\n");
}

#[test]
fn a_second_build_at_the_same_time_is_turned_away() {
    let archive = Archive::new([("a.md", POST)]);
    let other_build = fs::File::open(archive.path(".")).unwrap();
    other_build.lock().unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "error: another build is writing to . (another process); build again when it is done, or \
         delete ./.hanmark/holder if there is none\n",
    );
    archive.assert_files([("a.md", POST)]);
    // Not by dropping it: a test that starts a command may hold a copy of it.
    other_build.unlock().unwrap();
    archive.assert_done("build --to zh-CN", "1 written\n");
}

#[test]
fn copies_elsewhere_do_not_move_the_root_of_the_archive() {
    let archive = Archive::new([("blog/a.md", POST)]);
    archive.assert_done("build blog --to zh-CN --out .", "1 written\n");
    archive.assert_done("build blog --to zh-CN --out .", "0 written, 1 unchanged\n");
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}

#[test]
fn copies_of_one_post_stand_in_the_outer_lock() {
    let archive = Archive::new([("posts/a.md", POST)]);
    archive.assert_done("build posts --to zh-CN", "1 written\n");
    archive.assert_done("build . --to zh-CN", "0 written, 1 unchanged\n");
    archive.write("posts/a.md", format!("{POST}\n軟體\n"));
    archive.assert_done("build . --to zh-CN", "1 written\n");
    archive.assert_done("build posts --to zh-CN", "0 written, 1 unchanged\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_copy_is_not_read() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    fs::remove_file(archive.path("a.zh-CN.md")).unwrap();
    std::process::Command::new("mkfifo").arg(archive.path("a.zh-CN.md")).status().unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "failed: the copy of a.md belongs at a.zh-CN.md, where something that is no file lies; move it, or \
         choose another layout\n\
         error: nothing was written: 1 of the copies cannot take their places\n",
    );
}
