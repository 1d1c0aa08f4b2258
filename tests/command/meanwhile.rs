//! What happens while a build is at work: files that change, and other builds.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use hanmark::{
    BuildOptions, BuildReport, Completion, Edition, Outcome, SurveyOptions, Variant,
    archive::layout::Layout, build_archive,
};
use rustix::process::{Pid, Signal, kill_process};

use crate::{COPY, POST, archive::Archive};

/// Builds with one thread, and does `meanwhile` after the first post, the longest.
fn build_and(root: &Path, meanwhile: impl Fn() + Sync) -> BuildReport {
    let editions = vec![Edition::new(Variant::ZhCn, Layout::default())];
    let options = BuildOptions::new(SurveyOptions::new(root), editions);
    let progress = |done, _| {
        if done == 1 {
            meanwhile();
        }
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    pool.install(|| build_archive(&options, &progress)).unwrap()
}

#[test]
fn posts_that_vanish_or_change_fail_alone_and_a_copy_that_is_saved_meanwhile_is_left_alone() {
    let long = POST.repeat(3);
    let archive = Archive::new([("a.md", long.as_str())]);
    for name in ["gone.md", "other.md", "saved.md", "still.md"] {
        archive.write(name, POST);
    }
    let report = build_and(&archive.path(""), || {
        fs::remove_file(archive.path("gone.md")).unwrap();
        archive.write("other.md", &long);
        archive.write("saved.zh-CN.md", "我的。\n");
    });
    let said: Vec<String> = report
        .copies
        .iter()
        .map(|copy| match &copy.outcome {
            Outcome::Failed(error) => error.to_string(),
            other => format!("{}: {other:?}", copy.copy.display()),
        })
        .collect();
    let at = |name: &str| archive.path(name).display().to_string();
    assert_eq!(
        said,
        [
            "a.zh-CN.md: Written".to_owned(),
            format!("cannot read {}", at("gone.md")),
            format!("{} changed while the build was at work; build again", at("other.md")),
            "saved.zh-CN.md: Overtaken".to_owned(),
            "still.zh-CN.md: Written".to_owned(),
        ]
    );
    assert_eq!(report.completion(), Completion::Failures);
    assert_eq!(archive.read("saved.zh-CN.md"), "我的。\n");
    assert!(!archive.path("other.zh-CN.md").exists());
}

#[test]
fn a_copy_that_is_edited_meanwhile_is_left_alone() {
    let archive = Archive::new([("a.md", POST.repeat(3).as_str()), ("b.md", POST)]);
    archive.assert_done("build --to zh-CN", "2 written\n");
    archive.write("a.md", POST.repeat(4));
    archive.write("b.md", POST.repeat(2));
    let edited = format!("{COPY}\n译者按。\n");
    build_and(&archive.path(""), || archive.write("b.zh-CN.md", &edited));
    assert!(archive.read("b.zh-CN.md").ends_with("译者按。\n"));
    assert_eq!(archive.read("a.zh-CN.md"), COPY.repeat(4));
}

/// A build, stopped by the system as soon as it holds the folder.
struct Stopped {
    child: Child,
    archive: Archive,
}

impl Stopped {
    fn new() -> Self {
        let long = POST.repeat(2000);
        let names: Vec<String> = (0..60).map(|number| format!("{number:02}.md")).collect();
        let archive = Archive::new(names.iter().map(|name| (name.as_str(), long.as_str())));
        let child = Command::new(env!("CARGO_BIN_EXE_hanmark"))
            .args(["build", "--to", "zh-CN", "-q"])
            .current_dir(archive.path(""))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let stopped = Self { child, archive };
        let begin = Instant::now();
        let holder = stopped.archive.path(".hanmark/holder");
        while !fs::read(&holder).is_ok_and(|bytes| bytes.ends_with(b"\n")) {
            assert!(begin.elapsed() < Duration::from_secs(60), "it holds nothing");
            thread::sleep(Duration::from_millis(1));
        }
        stopped.signal(Signal::STOP);
        stopped
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }
}

#[test]
fn a_second_build_is_turned_away_with_the_process_that_holds_the_folder() {
    let mut first = Stopped::new();
    let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let process = first.child.id();
    first.archive.assert_fails(
        "build --to zh-CN",
        &format!(
            "error: another build is writing to . (process {process} on {machine}); build again \
             when it is done, or delete ./.hanmark/holder if there is none\n"
        ),
    );
    let checked = first.archive.run("", "check --to zh-CN", b"");
    assert_eq!(checked.exit, Some(1), "{}", checked.stderr);
    assert!(checked.stdout.lines().all(|line| line.starts_with("missing ")), "{}", checked.stdout);
    first.signal(Signal::CONT);
    assert_eq!(first.child.wait().unwrap().code(), Some(0));
    first.archive.assert_done("build --to zh-CN", "0 written, 60 unchanged\n");
}

#[test]
fn the_folder_of_a_build_that_died_is_taken_over() {
    let mut first = Stopped::new();
    first.signal(Signal::KILL);
    first.child.wait().unwrap();
    assert!(first.archive.path(".hanmark/holder").exists());
    first.archive.assert_succeeds("build --to zh-CN");
    assert!(!first.archive.path(".hanmark/holder").exists());
    first.archive.assert_done("build --to zh-CN", "0 written, 60 unchanged\n");
}
