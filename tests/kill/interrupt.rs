//! Builds that are told to end: by Ctrl-C, or by the system when it shuts down.

use std::{process::Output, thread, time::Duration};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    folder::Folder,
    posts::{self, Posts},
};

const POSTS: usize = 600;

fn archive() -> Folder {
    let (folder, posts) = (Folder::new(), Posts::new());
    posts::configure(&folder);
    for number in 0..POSTS {
        folder.write(&posts::path(number), &posts.text(number, 0, POSTS));
    }
    folder
}

/// Starts a build and sends it the signal once it has written its first copy.
fn interrupted(folder: &Folder, signal: Signal) -> Output {
    let build = folder.start("build -j 1");
    while folder.length(".hanmark/journal") == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    kill_process(Pid::from_child(&build), signal).unwrap();
    build.wait_with_output().unwrap()
}

fn assert_ends_in_order(signal: Signal) {
    let undisturbed = archive();
    undisturbed.run("build");
    let folder = archive();
    let output = interrupted(&folder, signal);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{said}");

    let (files, whole) = (folder.files(), undisturbed.files());
    let is_copy = |number: &usize| folder.has(&posts::copy_path(*number));
    let written = (0..POSTS).filter(is_copy).count();
    let left = POSTS - written;
    assert!(written > 0 && left > 0, "{written} written");
    let counts = format!("{written} written, {left} not begun, interrupted\n");
    assert!(said.starts_with(&counts), "{said}");
    for (path, bytes) in &files {
        let is_record = path.ends_with("lock");
        assert!(is_record || whole.get(path) == Some(bytes), "{} is torn", path.display());
    }
    folder.assert_swept();

    let output = folder.run("build");
    let said = String::from_utf8(output.stderr).unwrap();
    let counts = format!("{left} written, {written} unchanged\n");
    assert!(said.starts_with(&counts), "{said}");
    folder.assert_equals(&undisturbed);
}

#[test]
fn an_interrupted_build_ends_in_order_and_the_next_does_the_rest() {
    assert_ends_in_order(Signal::INT);
}

#[test]
fn so_does_a_build_that_the_system_ends() {
    assert_ends_in_order(Signal::TERM);
}
