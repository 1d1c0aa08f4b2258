//! The folder of an archive, and the command run in it.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs, io,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    time::SystemTime,
};

/// The bytes of files, by their paths.
pub(crate) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The folder of an archive; the command runs in it.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn remove(&self, path: &str) {
        match fs::remove_file(self.path(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{path}: {error}"),
            _ => {}
        }
    }

    /// The text of the file; `None` if it is not there.
    pub(crate) fn read(&self, path: &str) -> Option<String> {
        match fs::read(self.path(path)) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => panic!("{path}: {error}"),
        }
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Its size in bytes; 0 if it is not there.
    pub(crate) fn length(&self, path: &str) -> u64 {
        fs::metadata(self.path(path)).map_or(0, |metadata| metadata.len())
    }

    /// When it was written; `None` if it is not there.
    pub(crate) fn modified(&self, path: &str) -> Option<SystemTime> {
        fs::metadata(self.path(path)).ok().map(|metadata| metadata.modified().unwrap())
    }

    /// All files, but for the cache.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::new();
        let mut folders = vec![self.0.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let relative = path.strip_prefix(self.0.path()).unwrap().to_owned();
                    files.insert(relative, fs::read(&path).unwrap());
                }
            }
        }
        files.remove(Path::new(".hanmark/cache"));
        files
    }

    pub(crate) fn start(&self, arguments: &str) -> Child {
        Command::new(env!("CARGO_BIN_EXE_hanmark"))
            .args(arguments.split_whitespace())
            .current_dir(self.0.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Runs the command, which must end with exit code 0.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &str) -> Output {
        let output = self.start(arguments).wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "hanmark {arguments}: {printed}{said}");
        output
    }

    /// No build has left anything but its work.
    #[track_caller]
    pub(crate) fn assert_swept(&self) {
        for name in ["journal", "holder"] {
            assert!(!self.has(&format!(".hanmark/{name}")), "the {name} is still there");
        }
        let is_temporary =
            |path: &&PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with(".hanmark-");
        let files = self.files();
        assert_eq!(files.keys().find(is_temporary), None, "a temporary file is still there");
    }

    /// The same files with the same bytes.
    #[track_caller]
    pub(crate) fn assert_equals(&self, other: &Self) {
        let (files, others) = (self.files(), other.files());
        let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
        let (names, other_names) = (names(&files), names(&others));
        let differing: Vec<_> = names.symmetric_difference(&other_names).collect();
        assert!(differing.is_empty(), "only one of both has {differing:?}");
        // The records say no more than that something differs.
        let (records, texts): (Vec<_>, Vec<_>) =
            files.keys().partition(|path| path.starts_with(".hanmark"));
        for path in texts.into_iter().chain(records) {
            let [found, expected] = [&files, &others].map(|files| &files[path]);
            let lines = differing_lines(found, expected);
            assert!(found == expected, "{} differs:\n{lines}", path.display());
        }
    }
}

/// The lines that only one of both has.
fn differing_lines(found: &[u8], expected: &[u8]) -> String {
    let [found, expected] = [found, expected].map(String::from_utf8_lossy);
    let only = |one: &str, other: &str, sign: &str| -> String {
        let other: HashSet<&str> = other.lines().collect();
        let only = one.lines().filter(|line| !other.contains(line));
        only.flat_map(|line| [sign, " ", line, "\n"]).collect()
    };
    only(&found, &expected, "found") + &only(&expected, &found, "undisturbed")
}
