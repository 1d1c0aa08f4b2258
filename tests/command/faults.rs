//! Faults of disks, permissions, links and names: what is said, with which exit code, and
//! that the next build finishes what this one could not.

use std::{
    fs,
    os::unix::{
        ffi::OsStrExt as _,
        fs::{PermissionsExt as _, symlink},
        process::CommandExt as _,
    },
    path::Path,
    process::Command,
};

use crate::{
    COPY, POST,
    archive::{Archive, Said},
};

const BUILD: [&str; 3] = ["build", "--to", "zh-CN"];
const HANMARK: &str = env!("CARGO_BIN_EXE_hanmark");
/// Somebody without rights.
const NOBODY: u32 = 65534;

fn said(command: &mut Command, archive: &Archive) -> std::io::Result<Said> {
    let output = command.current_dir(archive.path("")).output()?;
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    Ok(Said { exit: output.status.code(), stdout, stderr })
}

#[track_caller]
fn assert_said(found: Said, exit: i32, stderr: &str) {
    let expected = Said { exit: Some(exit), stdout: String::new(), stderr: stderr.to_owned() };
    assert_eq!(found, expected);
}

/// A build whose files may have so many blocks of 512 bytes, from one thread.
fn limited(archive: &Archive, blocks: u32) -> Said {
    let script = format!("ulimit -f {blocks}; exec {HANMARK} build --to zh-CN -j 1");
    said(Command::new("sh").args(["-c", &script]), archive).unwrap()
}

/// A build by somebody who may write only where all may; `None`, and a note, where the
/// tests cannot become somebody else.
fn by_nobody(archive: &Archive, arguments: &[&str]) -> Option<Said> {
    let mut command = Command::new(HANMARK);
    command.args(arguments);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let found = said(&mut command, archive);
    if let Err(error) = &found {
        eprintln!("not tested: cannot run {HANMARK} as another user: {error}");
    }
    found.ok()
}

fn set_mode(archive: &Archive, path: &str, mode: u32) {
    fs::set_permissions(archive.path(path), fs::Permissions::from_mode(mode)).unwrap();
}

fn temporary_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let is_folder = entry.file_type().unwrap().is_dir();
            let inside = if is_folder { temporary_files(&entry.path()) } else { 0 };
            inside + usize::from(entry.file_name().to_str().unwrap().ends_with(".tmp"))
        })
        .sum()
}

#[test]
fn a_copy_that_finds_no_space_fails_alone_and_the_old_one_stays() {
    let archive = Archive::new([("a.md", POST), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    let long = POST.repeat(300);
    archive.write("a.md", &long);
    archive.write("b.md", format!("{POST}\n{POST}"));
    assert_said(
        limited(&archive, 16),
        2,
        "failed: cannot write ./a.zh-CN.md; check its permissions and the space on the disk: File \
         too large (os error 27)\n1 written, 1 failed\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
    assert_eq!(temporary_files(&archive.path("")), 0);
    archive.assert_done("build --to zh-CN", "1 written, 1 unchanged\n");
    assert_eq!(archive.read("a.zh-CN.md"), COPY.repeat(300));
}

#[test]
fn a_full_disk_is_told_a_few_times_and_the_rest_is_summed_up() {
    let long = POST.repeat(300);
    let names: Vec<String> = (0..30).map(|number| format!("{number:02}.md")).collect();
    let archive = Archive::new(names.iter().map(|name| (name.as_str(), long.as_str())));
    let failed = |file: &str| {
        format!(
            "failed: cannot write ./{file}; check its permissions and the space on the disk: File \
             too large (os error 27)\n"
        )
    };
    let named = [".hanmark/cache", "00.zh-CN.md", "01.zh-CN.md", "02.zh-CN.md"].map(failed);
    assert_said(
        limited(&archive, 16),
        2,
        &format!(
            "{}failed: 27 more copies that cannot be written: File too large (os error 27)\n\
             0 written, 31 failed\n",
            named.concat()
        ),
    );
    archive.assert_done("build --to zh-CN", "30 written\n");
}

#[test]
fn without_space_for_the_holder_nothing_begins_and_nothing_of_it_stays() {
    let archive = Archive::new([("a.md", POST)]);
    let script = format!("ulimit -f 0; {HANMARK} build --to zh-CN 2>&1 | cat");
    let found = said(Command::new("sh").args(["-c", &script]), &archive).unwrap();
    assert_eq!(
        found.stdout,
        "error: cannot write ./.hanmark/holder; check its permissions and the space on the disk: \
         File too large (os error 27)\n"
    );
    assert!(!archive.path(".hanmark/holder").exists());
    archive.assert_files([("a.md", POST)]);
    archive.assert_done("build --to zh-CN", "1 written\n");
}

#[test]
fn a_lock_that_finds_no_space_is_told_and_the_copies_are_known_all_the_same() {
    let names: Vec<String> = (0..40).map(|number| format!("{number:02}.md")).collect();
    let archive = Archive::new(names.iter().map(|name| (name.as_str(), POST)));
    // The journal gets as far as its block goes.
    let found = limited(&archive, 4);
    assert_eq!(found.exit, Some(2), "{found:?}");
    let no_space = "check its permissions and the space on the disk: File too large (os error 27)";
    for line in found.stderr.lines().filter(|line| line.starts_with("failed: cannot")) {
        assert!(line.ends_with(no_space), "{found:?}");
    }
    assert!(found.stderr.lines().count() < 10, "{found:?}");
    assert_eq!(temporary_files(&archive.path("")), 0);
    for name in names.iter().map(|name| name.replace(".md", ".zh-CN.md")) {
        assert!(!archive.path(&name).exists() || archive.read(&name) == COPY, "{name}");
    }
    archive.assert_succeeds("build --to zh-CN");
    archive.assert_done("build --to zh-CN", "0 written, 40 unchanged\n");
}

#[test]
fn what_may_not_be_read_or_written_is_named_and_the_others_are_written() {
    let archive = Archive::new([
        ("a.md", POST),
        ("dark/b.md", POST),
        ("secret.md", POST),
        ("still/c.md", POST),
    ]);
    set_mode(&archive, "", 0o777);
    set_mode(&archive, "dark", 0);
    set_mode(&archive, "secret.md", 0);
    set_mode(&archive, "still", 0o555);
    let found = by_nobody(&archive, &BUILD);
    set_mode(&archive, "dark", 0o755);
    set_mode(&archive, "still", 0o755);
    let Some(found) = found else { return };
    assert_said(
        found,
        2,
        "failed: cannot look at ./dark: ./dark: IO error for operation on ./dark: Permission \
         denied (os error 13)\n\
         failed: cannot read ./secret.md: Permission denied (os error 13)\n\
         failed: cannot write ./still/c.zh-CN.md; check its permissions and the space on the \
         disk: Permission denied (os error 13)\n1 written, 3 failed\n",
    );
    assert_eq!(archive.read("a.zh-CN.md"), COPY);
}

#[test]
fn a_state_folder_that_may_not_be_written_is_named_and_a_check_works() {
    let archive = Archive::new([("a.md", POST)]);
    set_mode(&archive, "", 0o777);
    archive.assert_done("build --to zh-CN", "1 written\n");
    set_mode(&archive, ".hanmark", 0o555);
    let [built, checked] =
        [&BUILD[..], &["check", "--to", "zh-CN"]].map(|said| by_nobody(&archive, said));
    set_mode(&archive, ".hanmark", 0o755);
    let (Some(built), Some(checked)) = (built, checked) else { return };
    assert_said(
        built,
        2,
        "error: cannot write ./.hanmark/holder; check its permissions and the space on the disk: \
         Permission denied (os error 13)\n",
    );
    assert_said(checked, 0, "1 copies, all up to date\n");
}

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
    let name = |bytes| archive.path("").join(std::ffi::OsStr::from_bytes(bytes));
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
