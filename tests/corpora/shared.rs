//! The shared texts: posts of the corpora, examples of the specifications.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

/// A text, with the place it has in messages.
pub(crate) struct Post {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// A file or folder of the shared texts.
#[track_caller]
pub(crate) fn path(name: &str) -> PathBuf {
    let shared = env::var_os("HANMARK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join(name);
    assert!(path.exists(), "{} is missing; set HANMARK_SHARED", path.display());
    path
}

/// Every Markdown file of the corpora.
pub(crate) fn posts() -> Vec<Post> {
    let root = path("corpora");
    let posts: Vec<Post> = files(&root)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "md"))
        .map(|file| Post { name: name(&root, &file), text: read(&file) })
        .collect();
    assert!(!posts.is_empty(), "no Markdown below {}", root.display());
    posts
}

/// The Markdown side of every example of the specifications.
pub(crate) fn examples() -> Vec<Post> {
    let root = path("specs");
    let mut examples = Vec::new();
    for file in files(&root).iter().filter(|file| file.extension().is_some_and(|e| e == "txt")) {
        let before = examples.len();
        examples.extend(examples_of(&name(&root, file), &read(file)));
        assert!(examples.len() > before, "no examples in {}", file.display());
    }
    assert!(!examples.is_empty(), "no specifications in {}", root.display());
    examples
}

/// An example stands between a fence of 32 backticks with `example` behind it
/// and a line with a full stop; an arrow stands for a tab.
fn examples_of(name: &str, specification: &str) -> Vec<Post> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut open: Option<Post> = None;
    for (index, line) in specification.split_inclusive('\n').enumerate() {
        let opens = line.strip_prefix(&fence).is_some_and(|rest| rest.starts_with(" example"));
        if opens {
            open = Some(Post { name: format!("{name}:{}", index + 1), text: String::new() });
        } else if line.trim_end() == "." {
            examples.extend(open.take());
        } else if let Some(example) = &mut open {
            example.text.push_str(&line.replace('→', "\t"));
        }
    }
    examples
}

/// Every file below `root` with its size and time.
pub(crate) fn listing(root: &Path) -> Vec<(PathBuf, u64, SystemTime)> {
    let entry = |file: PathBuf| {
        let metadata = fs::metadata(&file).unwrap();
        (file, metadata.len(), metadata.modified().unwrap())
    };
    files(root).into_iter().map(entry).collect()
}

/// Every file below `root`, sorted.
pub(crate) fn files(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}

pub(crate) fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    String::from_utf8(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn name(root: &Path, file: &Path) -> String {
    file.strip_prefix(root).unwrap_or(file).display().to_string()
}
