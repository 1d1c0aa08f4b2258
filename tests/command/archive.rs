//! An archive in a folder of its own, and the command run in it.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The folder of an archive; the command runs in it.
pub(crate) struct Archive(tempfile::TempDir);

/// What a run said, and its exit code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Archive {
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let archive = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            archive.write(path, text);
        }
        archive
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Exit code 0 and nothing but `stderr`.
    #[track_caller]
    pub(crate) fn assert_done(&self, command: &str, stderr: &str) {
        self.assert_says(command, 0, "", stderr);
    }

    /// Exit code 0, whatever is said.
    #[track_caller]
    pub(crate) fn assert_succeeds(&self, command: &str) {
        let said = self.run("", command, b"");
        assert_eq!(said.exit, Some(0), "hanmark {command}: {said:?}");
    }

    /// Exit code 1 and nothing but `stderr`.
    #[track_caller]
    pub(crate) fn assert_finds(&self, command: &str, stderr: &str) {
        self.assert_says(command, 1, "", stderr);
    }

    /// Exit code 2 and nothing but `stderr`.
    #[track_caller]
    pub(crate) fn assert_fails(&self, command: &str, stderr: &str) {
        self.assert_says(command, 2, "", stderr);
    }

    /// Exit code 0 and nothing but `stdout`.
    #[track_caller]
    pub(crate) fn assert_prints(&self, command: &str, stdout: &str) {
        self.assert_says(command, 0, stdout, "");
    }

    #[track_caller]
    pub(crate) fn assert_says(&self, command: &str, exit: i32, stdout: &str, stderr: &str) {
        let expected =
            Said { exit: Some(exit), stdout: stdout.to_owned(), stderr: stderr.to_owned() };
        assert_eq!(self.run("", command, b""), expected, "hanmark {command}");
    }

    /// As [`Archive::assert_done`], run in a folder of the archive.
    #[track_caller]
    pub(crate) fn assert_done_in(&self, folder: &str, command: &str, stderr: &str) {
        let expected = Said { exit: Some(0), stdout: String::new(), stderr: stderr.to_owned() };
        assert_eq!(self.run(folder, command, b""), expected, "hanmark {command}");
    }

    /// As [`Archive::assert_prints`], with `stdin` as standard input.
    #[track_caller]
    pub(crate) fn assert_pipes(&self, command: &str, stdin: impl AsRef<[u8]>, stdout: &str) {
        self.assert_pipes_and_says(command, stdin, stdout, "");
    }

    #[track_caller]
    pub(crate) fn assert_pipes_and_says(
        &self,
        command: &str,
        stdin: impl AsRef<[u8]>,
        stdout: &str,
        stderr: &str,
    ) {
        let expected = Said { exit: Some(0), stdout: stdout.to_owned(), stderr: stderr.to_owned() };
        assert_eq!(self.run("", command, stdin.as_ref()), expected, "hanmark {command}");
    }

    /// Exit code 0 and one JSON document, nothing else.
    #[track_caller]
    pub(crate) fn assert_json(&self, command: &str, expected: &serde_json::Value) {
        let said = self.run("", command, b"");
        let document: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!((said.exit, said.stderr.as_str(), &document), (Some(0), "", expected));
    }

    /// That exit code, whatever is said.
    #[track_caller]
    pub(crate) fn assert_exits(&self, command: &str, exit: i32) {
        let said = self.run("", command, b"");
        assert_eq!(said.exit, Some(exit), "hanmark {command}: {}", said.stderr);
    }

    /// What is printed, exit code 0 and nothing else.
    #[track_caller]
    pub(crate) fn output(&self, command: &str) -> String {
        let said = self.run("", command, b"");
        assert_eq!((said.exit, said.stderr.as_str()), (Some(0), ""), "hanmark {command}");
        said.stdout
    }

    /// All files of the archive, sorted, but for the lock, which must be there if
    /// there are copies and has tests of its own.
    #[track_caller]
    pub(crate) fn assert_files<'a>(&self, expected: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let files = self.files();
        let files: Vec<_> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(files, expected.into_iter().collect::<Vec<_>>());
    }

    /// All files of the archive, sorted, but for the lock.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files = Vec::new();
        collect(self.0.path(), self.0.path(), &mut files);
        files.sort();
        files
    }

    pub(crate) fn run(&self, folder: &str, command: &str, stdin: &[u8]) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_hanmark"))
            .args(command.split_whitespace())
            .current_dir(self.path(folder))
            .env_remove("CLICOLOR_FORCE")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that does not read its input closes it early.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        Said {
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if name.ends_with(".hanmark") {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Ok(bytes) = fs::read(&path) {
            files.push((name, String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
}
