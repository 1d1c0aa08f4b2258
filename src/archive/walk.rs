//! Walking an archive: a root and a folder or file in it, its posts out.
//!
//! Ignore rules are those of the `ignore` crate: `.gitignore` inside a Git
//! repository, `.ignore`, and `.hanmarkignore` anywhere. A user's global Git ignores and
//! `.git/info/exclude` do not count: an archive gives the same build on every
//! machine. Copies that Git ignores are no posts anyway, since the lock lists them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ignore::{
    DirEntry, WalkBuilder,
    overrides::{Override, OverrideBuilder},
};

use crate::archive::ArchiveError;

/// The extensions of posts, in any case.
pub const EXTENSIONS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// The file with ignore rules for hanmark alone, in gitignore's syntax.
pub const IGNORE_FILE: &str = ".hanmarkignore";

/// Folders of others' files, wherever they lie. Hidden ones (`.bundle`, `.git`)
/// are left out by being hidden.
const VENDORED: [&str; 2] = ["node_modules", "_site"];

/// `config.toml` alone is anybody's; Hugo's stands beside `content`.
const HUGO: &[&str] =
    &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default", "content"];
const JEKYLL: &[&str] = &["_config.yml", "_config.yaml", "_config.toml"];
const DOCUSAURUS: &[&str] =
    &["docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs"];
const ASTRO: &[&str] = &["astro.config.mjs", "astro.config.ts", "astro.config.js"];

/// Package managers that keep others' files in `vendor`.
const PACKAGES: &[&str] = &[
    "Gemfile",
    "Gemfile.lock",
    "composer.json",
    "go.mod",
    "go.work",
    "package.json",
    "Cargo.toml",
];

/// Folders that a generator or package manager writes, or keeps its own files in,
/// next to one of these files.
const GENERATORS: [(&str, &[&str]); 16] = [
    ("vendor", PACKAGES),
    ("public", HUGO),
    ("themes", HUGO),
    ("archetypes", HUGO),
    ("layouts", HUGO),
    ("resources", HUGO),
    ("public", &["scaffolds", "gatsby-config.js"]),
    ("themes", &["scaffolds"]),
    ("_layouts", JEKYLL),
    ("_includes", JEKYLL),
    ("_plugins", JEKYLL),
    ("site", &["mkdocs.yml", "mkdocs.yaml"]),
    ("build", DOCUSAURUS),
    ("dist", ASTRO),
    ("book", &["book.toml"]),
    ("output", &["pelicanconf.py"]),
];

/// Which files of an archive are posts, beyond extensions and ignore rules.
#[derive(Debug, Clone)]
pub struct WalkOptions {
    include: Override,
    exclude: Override,
    skipped: Vec<PathBuf>,
}

impl Default for WalkOptions {
    fn default() -> Self {
        Self { include: Override::empty(), exclude: Override::empty(), skipped: Vec::new() }
    }
}

impl WalkOptions {
    /// Options with globs in gitignore's syntax, relative to the root. With
    /// `include`, only files that match one of them are posts; files and folders
    /// that match one of `exclude` are left out. Neither brings back what an
    /// ignore rule hides.
    ///
    /// # Errors
    /// When a glob cannot be understood.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, ArchiveError> {
        let exclude: Vec<String> = exclude.iter().map(|glob| format!("!{glob}")).collect();
        Ok(Self { include: globs(include)?, exclude: globs(&exclude)?, skipped: Vec::new() })
    }

    /// Leaves out `folder` (relative to the root): where copies go when that is
    /// inside the archive.
    #[must_use]
    pub fn skip(mut self, folder: &Path) -> Self {
        self.skipped.push(folder.to_owned());
        self
    }

    fn allows(&self, path: &Path, is_folder: bool) -> bool {
        let included = is_folder || !self.include.matched(path, false).is_ignore();
        included
            && !self.exclude.matched(path, is_folder).is_ignore()
            && !self.skipped.iter().any(|skipped| path == skipped)
    }
}

fn globs(globs: &[String]) -> Result<Override, ArchiveError> {
    let failed = |glob: &str, source| ArchiveError::Glob {
        glob: glob.trim_start_matches('!').to_owned(),
        source,
    };
    let mut builder = OverrideBuilder::new("");
    for glob in globs {
        builder.add(glob).map_err(|source| failed(glob, source))?;
    }
    builder.build().map_err(|source| failed(&globs.join(", "), source))
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// The posts, relative to the root, sorted.
    pub posts: Vec<PathBuf>,
    /// Symbolic links that look like posts but lead out of the root or nowhere,
    /// relative to the root, sorted. They are not followed.
    pub links: Vec<PathBuf>,
    /// Lines of ignore files that cannot be understood; the others count.
    pub warnings: Vec<ArchiveError>,
    /// What could not be looked at; the walk went on.
    pub errors: Vec<ArchiveError>,
}

/// The posts in `under`, a folder or file inside `root`.
///
/// Hidden, ignored, vendored and generated folders are not walked, unless
/// `under` itself is one or lies in one. If `under` is a file it is a post,
/// whatever its extension. Linked folders are not entered; linked files count
/// when they lead to a file inside the root.
#[must_use]
pub fn walk(root: &Path, under: &Path, options: &WalkOptions) -> Walked {
    let mut walked = Walked::default();
    if !lies_inside(under, root) {
        let (path, root) = (under.to_owned(), root.to_owned());
        walked.errors.push(ArchiveError::OutsideRoot { path, root });
        return walked;
    }
    for entry in walker(root, under, options) {
        match entry {
            Ok(entry) => walked.add(root, &entry),
            Err(source) => {
                let path = path_of(&source).unwrap_or(under).to_owned();
                walked.errors.push(ArchiveError::Walk { path, source });
            }
        }
    }
    walked.posts.sort();
    walked.links.sort();
    walked
}

/// By the paths as they are written, and by where they lead.
fn lies_inside(under: &Path, root: &Path) -> bool {
    let leads_inside = match (fs::canonicalize(under), fs::canonicalize(root)) {
        (Ok(under), Ok(root)) => under.starts_with(root),
        // A missing path is an error of its own.
        _ => true,
    };
    under.starts_with(root) && leads_inside
}

fn walker(root: &Path, under: &Path, options: &WalkOptions) -> ignore::Walk {
    let (root, options) = (root.to_owned(), options.clone());
    WalkBuilder::new(under)
        .add_custom_ignore_filename(IGNORE_FILE)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            let relative = entry.path().strip_prefix(&root).unwrap_or(entry.path());
            options.allows(relative, is_folder) && !(is_folder && is_foreign(entry.path()))
        })
        .build()
}

/// Whether a folder holds others' files or a generator's output.
fn is_foreign(folder: &Path) -> bool {
    let Some(name) = folder.file_name().and_then(|name| name.to_str()) else { return false };
    let beside = |marker: &&str| folder.with_file_name(marker).exists();
    VENDORED.contains(&name)
        || GENERATORS.iter().any(|(output, markers)| *output == name && markers.iter().any(beside))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

impl Walked {
    fn add(&mut self, root: &Path, entry: &DirEntry) {
        if let Some(source) = entry.error() {
            let path = path_of(source).unwrap_or(entry.path()).to_owned();
            self.warnings.push(ArchiveError::Walk { path, source: source.clone() });
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_none_or(|kind| kind.is_dir());
        if is_folder || !(entry.depth() == 0 || is_post_name(path)) {
            return;
        }
        let relative = path.strip_prefix(root).unwrap_or(path).to_owned();
        if relative.to_str().is_none() {
            self.errors.push(ArchiveError::NameNotUtf8 { path: path.to_owned() });
        } else if entry.path_is_symlink() && !leads_to_file_inside(path, root) {
            self.links.push(relative);
        } else {
            self.posts.push(relative);
        }
    }
}

fn is_post_name(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy());
    extension.is_some_and(|found| EXTENSIONS.iter().any(|known| found.eq_ignore_ascii_case(known)))
}

fn leads_to_file_inside(link: &Path, root: &Path) -> bool {
    let (Ok(target), Ok(root)) = (fs::canonicalize(link), fs::canonicalize(root)) else {
        return false;
    };
    target.starts_with(root) && target.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            write(folder.path(), file, "");
        }
        folder
    }

    fn write(root: &Path, file: &str, text: &str) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[track_caller]
    fn assert_walks(root: &Path, under: &str, options: &WalkOptions, expected: &[&str]) {
        // `join("")` would add a slash, which some file systems refuse on files.
        let under = if under.is_empty() { root.to_owned() } else { root.join(under) };
        let walked = walk(root, &under, options);
        let posts: Vec<_> = walked.posts.iter().map(|path| path.to_str().unwrap()).collect();
        let errors: Vec<_> = walked.errors.iter().map(ToString::to_string).collect();
        assert_eq!((posts.as_slice(), errors.as_slice()), (expected, &[][..]));
    }

    #[test]
    fn posts_are_found_by_extension_and_sorted() {
        let archive = archive(&["b.md", "a/z.MDX", "a.markdown", "c.mdown", "d.mkd", "e.txt", "f"]);
        let expected = ["a/z.MDX", "a.markdown", "b.md", "c.mdown", "d.mkd"];
        assert_walks(archive.path(), "", &WalkOptions::default(), &expected);
    }

    #[test]
    fn a_path_below_the_root_limits_the_walk() {
        let archive = archive(&["a.md", "b/c.md", "b/d.txt"]);
        assert_walks(archive.path(), "b", &WalkOptions::default(), &["b/c.md"]);
        assert_walks(archive.path(), "b/d.txt", &WalkOptions::default(), &["b/d.txt"]);
    }

    #[test]
    fn hidden_vendored_and_generated_folders_are_walked_only_when_named() {
        let archive = archive(&[
            ".git/a.md",
            ".bundle/a.md",
            "node_modules/p/README.md",
            "Gemfile",
            "vendor/a.md",
            "_posts/vendor/a.md",
            "_site/a.md",
            "blog/hugo.toml",
            "blog/public/a.md",
            "public/a.md",
        ]);
        let options = WalkOptions::default();
        assert_walks(archive.path(), "", &options, &["_posts/vendor/a.md", "public/a.md"]);
        assert_walks(archive.path(), "node_modules", &options, &["node_modules/p/README.md"]);
        assert_walks(archive.path(), ".bundle", &options, &[".bundle/a.md"]);
        assert_walks(archive.path(), "blog/public", &options, &["blog/public/a.md"]);
    }

    #[test]
    fn ignore_files_hide_posts_and_ignored_copies_do_not() {
        let archive = archive(&[".git/HEAD", "a.md", "a.zh-CN.md", "drafts/b.md", "c.md"]);
        write(archive.path(), ".gitignore", "*.zh-CN.md\n");
        write(archive.path(), IGNORE_FILE, "drafts/\n");
        assert_walks(archive.path(), "", &WalkOptions::default(), &["a.md", "c.md"]);
    }

    #[test]
    fn globs_include_and_exclude_but_bring_nothing_ignored_back() {
        let archive =
            archive(&["a.md", "_posts/a.md", "_posts/old/b.md", "_posts/c.md", "out/d.md"]);
        write(archive.path(), IGNORE_FILE, "c.md\n");
        let globs = |globs: &[&str]| globs.iter().map(ToString::to_string).collect::<Vec<_>>();
        let options = WalkOptions::new(&globs(&["_posts/**"]), &globs(&["old"])).unwrap();
        assert_walks(archive.path(), "", &options, &["_posts/a.md"]);
        let options = WalkOptions::new(&[], &globs(&["_posts"])).unwrap().skip(Path::new("out"));
        assert_walks(archive.path(), "", &options, &["a.md"]);
        let error = WalkOptions::new(&globs(&["{a"]), &[]).unwrap_err();
        assert_eq!(error.to_string(), "bad glob `{a`");
    }

    #[test]
    fn a_broken_line_of_an_ignore_file_is_a_warning_and_the_others_count() {
        let archive = archive(&["a.md", "b.md"]);
        write(archive.path(), IGNORE_FILE, "{x\nb.md\n");
        assert_walks(archive.path(), "", &WalkOptions::default(), &["a.md"]);
        let walked = walk(archive.path(), archive.path(), &WalkOptions::default());
        let warnings: Vec<_> = walked.warnings.iter().map(ToString::to_string).collect();
        let file = archive.path().join(IGNORE_FILE);
        assert_eq!(warnings, [format!("cannot look at {}", file.display())]);
    }

    #[test]
    fn a_missing_path_and_one_outside_are_errors() {
        let archive = archive(&[]);
        let missing = archive.path().join("missing");
        let walked = walk(archive.path(), &missing, &WalkOptions::default());
        assert_eq!(walked.errors[0].to_string(), format!("cannot look at {}", missing.display()));
        let walked = walk(&missing, archive.path(), &WalkOptions::default());
        assert_eq!(
            walked.errors[0].to_string(),
            format!("{} is not inside {}", archive.path().display(), missing.display())
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_only_to_files_inside_the_root() {
        let archive = archive(&["root/a.md", "outside.md", "folder/b.md"]);
        let root = archive.path().join("root");
        for (target, link) in [
            ("a.md", "inside.md"),
            ("../outside.md", "outside.md"),
            ("../folder", "folder"),
            ("nowhere", "broken.md"),
        ] {
            std::os::unix::fs::symlink(target, root.join(link)).unwrap();
        }
        assert_walks(&root, "", &WalkOptions::default(), &["a.md", "inside.md"]);
        let outside = walk(&root, &root.join("folder"), &WalkOptions::default());
        assert_eq!((outside.posts.len(), outside.errors.len()), (0, 1));
        let links = walk(&root, &root, &WalkOptions::default()).links;
        assert_eq!(links, [PathBuf::from("broken.md"), PathBuf::from("outside.md")]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_utf8_is_an_error_and_the_walk_goes_on() {
        use std::os::unix::ffi::OsStrExt;
        let archive = archive(&["a.md"]);
        let name = std::ffi::OsStr::from_bytes(b"\xa4\xa4.md");
        fs::write(archive.path().join(name), "").unwrap();
        let walked = walk(archive.path(), archive.path(), &WalkOptions::default());
        assert_eq!(walked.posts, [PathBuf::from("a.md")]);
        assert_eq!(
            walked.errors[0].to_string(),
            format!(
                "{}/\u{fffd}\u{fffd}.md: the name is not UTF-8; rename it, or exclude it",
                archive.path().display()
            )
        );
    }
}
