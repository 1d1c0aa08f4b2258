//! Links and odd names: nothing is read or written outside, and one bad path fails alone.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, fs::symlink},
};

use crate::{COPY, POST, archive::Archive, faults::temporary_files};

#[test]
fn links_to_folders_are_not_entered_and_links_out_are_warned_about() {
    let outside = Archive::new([("b.md", POST)]);
    let archive = Archive::new([("a.md", POST), ("sub/.keep", "")]);
    symlink("..", archive.path("sub/up")).unwrap();
    symlink(".", archive.path("sub/self")).unwrap();
    symlink(outside.path(""), archive.path("out")).unwrap();
    symlink(outside.path("b.md"), archive.path("b.md")).unwrap();
    archive.assert_done(
        "build --to zh-CN",
        "warning: b.md: left out, since this link leads to no file inside the archive\n1 written\n",
    );
    outside.assert_files([("b.md", POST)]);
}

#[test]
fn nothing_is_written_through_a_state_folder_that_leads_out() {
    let outside = Archive::new([]);
    let archive = Archive::new([("a.md", POST)]);
    symlink(outside.path(""), archive.path(".hanmark")).unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "error: ./.hanmark is a symbolic link that does not lead to a folder inside .; replace \
         it by a folder\n",
    );
    archive.assert_files([("a.md", POST)]);
    assert_eq!(fs::read_dir(outside.path("")).unwrap().count(), 0);
}

#[test]
fn a_copy_that_became_a_link_is_not_written_through() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    fs::rename(archive.path("a.zh-CN.md"), archive.path("a.txt")).unwrap();
    symlink("a.txt", archive.path("a.zh-CN.md")).unwrap();
    archive.write("a.md", format!("{POST}\n{POST}"));
    archive.assert_fails(
        "build --to zh-CN",
        "failed: ./a.zh-CN.md is a symbolic link, and copies are never written through one; \
         remove it\n0 written, 1 unchanged, 1 failed\n",
    );
    assert_eq!(archive.read("a.txt"), COPY);
}

#[test]
fn a_link_in_the_place_of_a_new_copy_stops_the_build() {
    let archive = Archive::new([("a.md", POST)]);
    symlink("nowhere", archive.path("a.zh-CN.md")).unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "failed: the copy of a.md belongs at a.zh-CN.md, where something that is no file lies; \
         move it, or choose another layout\n\
         error: nothing was written: 1 of the copies cannot take their places\n",
    );
}

#[test]
fn a_hard_link_of_a_post_in_the_place_of_its_copy_is_an_original() {
    let archive = Archive::new([("a.md", POST)]);
    fs::hard_link(archive.path("a.md"), archive.path("a.zh-CN.md")).unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "failed: the copy of a.md would overwrite the original a.zh-CN.md; rename or exclude one \
         of them, choose another layout, or give --out\n\
         error: nothing was written: 1 of the copies cannot take their places\n",
    );
    archive.assert_files([("a.md", POST), ("a.zh-CN.md", POST)]);
}

#[test]
fn a_copy_that_is_a_hard_link_is_replaced_and_the_other_name_keeps_its_text() {
    let archive = Archive::new([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
    fs::hard_link(archive.path("a.zh-CN.md"), archive.path("kept.txt")).unwrap();
    archive.write("a.md", format!("{POST}\n{POST}"));
    archive.assert_done("build --to zh-CN", "1 written\n");
    assert_eq!(archive.read("kept.txt"), COPY);
}

#[test]
fn names_that_are_not_utf8_are_named_and_the_others_are_written() {
    let archive = Archive::new([("a.md", POST)]);
    let name = |bytes| archive.path("").join(OsStr::from_bytes(bytes));
    if let Err(error) = fs::write(name(b"b\xff.md"), POST) {
        return eprintln!("not tested: names must be UTF-8 here: {error}");
    }
    fs::create_dir(name(b"c\xfe")).unwrap();
    fs::write(name(b"c\xfe/d.md"), POST).unwrap();
    archive.assert_fails(
        "build --to zh-CN",
        "failed: ./b\u{fffd}.md: the name is not UTF-8; rename it, or exclude it\n\
         failed: ./c\u{fffd}/d.md: the name is not UTF-8; rename it, or exclude it\n\
         1 written, 2 failed\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}

#[test]
fn odd_names_are_copied_and_known_again() {
    let names = [
        "new\nline",
        "tab\t",
        "\"q'",
        "-r",
        "😀",
        "e\u{301}",
        "\u{e9}",
        " blank ",
        "x\\y",
        "100%",
        "%0A",
        "[a](b)",
    ];
    let posts: Vec<String> = names.iter().map(|name| format!("{name}.md")).collect();
    let archive = Archive::new(posts.iter().map(|name| (name.as_str(), POST)));
    archive.assert_done("build --to zh-CN", "12 written\n");
    for name in names {
        assert_eq!(archive.read(&format!("{name}.zh-CN.md")), COPY);
    }
    archive.assert_done("build --to zh-CN", "0 written, 12 unchanged\n");
    fs::remove_file(archive.path(".hanmark/cache")).unwrap();
    archive.assert_done("build --to zh-CN", "0 written, 12 unchanged\n");
}

#[test]
fn a_copy_whose_name_would_be_too_long_fails_alone() {
    let name = "x".repeat(252);
    let archive = Archive::new([("a.md", POST), (&format!("{name}.md"), POST)]);
    archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "failed: cannot read ./{name}.zh-CN.md: File name too long (os error 36)\n\
             1 written, 1 failed\n"
        ),
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
    assert_eq!(temporary_files(&archive.path("")), 0);
}

#[test]
fn a_copy_whose_path_would_be_too_long_fails_alone_and_so_does_a_post() {
    let archive = Archive::new([("a.md", POST)]);
    let [long, last, deeper] = [200, 65, 50].map(|length| "d".repeat(length));
    let upper = archive.path(&format!("{long}/").repeat(15));
    let lower = format!("lower/{}{last}", format!("{long}/").repeat(4));
    archive.write(&format!("{lower}/b.md"), POST);
    archive.write(&format!("{lower}/{deeper}/c.md"), POST);
    fs::create_dir_all(&upper).unwrap();
    fs::rename(archive.path("lower"), upper.join(&long)).unwrap();
    let folder = format!("./{}{last}", format!("{long}/").repeat(20));
    archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "failed: cannot look at {folder}/{deeper}: {folder}/{deeper}: IO error for operation \
             on {folder}/{deeper}: File name too long (os error 36)\n\
             failed: cannot read {folder}/b.zh-CN.md: File name too long (os error 36)\n\
             1 written, 2 failed\n"
        ),
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}
