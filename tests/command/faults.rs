//! Faults of disks and permissions: what is said, with which exit code, and that the next
//! build finishes what this one could not.

use std::{
    fs,
    os::unix::{fs::PermissionsExt as _, process::CommandExt as _},
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
#[allow(clippy::needless_pass_by_value, reason = "each is made for it")]
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

pub(crate) fn temporary_files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    entries
        .map(|entry| {
            let is_folder = entry.file_type().unwrap().is_dir();
            let inside = if is_folder { temporary_files(&entry.path()) } else { 0 };
            inside + usize::from(entry.path().extension() == Some("tmp".as_ref()))
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
    let first = [".hanmark/cache", "00.zh-CN.md", "01.zh-CN.md", "02.zh-CN.md"].map(failed);
    assert_said(
        limited(&archive, 16),
        2,
        &format!(
            "{}failed: 27 more copies that cannot be written: File too large (os error 27)\n\
             0 written, 31 failed\n",
            first.concat()
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
    assert_said(checked, 0, "1 copy, all up to date\n");
}
