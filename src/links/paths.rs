//! Paths inside an archive, as text with `/` between their parts.

use super::fragments::{decoded, encoded_like};
use crate::archive::walk::EXTENSIONS;

/// Where the content of generators lies; links from the root of a site begin there.
const CONTENT: [&str; 7] =
    ["", "content/", "docs/", "source/", "src/", "src/content/docs/", "src/pages/"];

/// The path that `path` leads to from `folder`; `None` if it leads out of the
/// archive, or nowhere in it.
pub(crate) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The folder of a path; empty for the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path has the ending of a post.
pub(crate) fn is_post(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| EXTENSIONS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The path from `folder` to `target`.
fn relative(folder: &str, target: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = target.split('/').collect();
    let common = from.iter().zip(&to[..to.len() - 1]).take_while(|(from, to)| from == to).count();
    let mut parts = vec![".."; from.len() - common];
    parts.extend(&to[common..]);
    parts.join("/")
}

/// The path from `folder` to `target` as a destination that was `written`: it
/// keeps a `./`, a leading slash, and the spelling of parts that stay.
pub(crate) fn written_like(folder: &str, target: &str, written: &str) -> String {
    let path =
        if written.starts_with('/') { format!("/{target}") } else { relative(folder, target) };
    let spelled: Vec<&str> = written.split('/').collect();
    let spell = |part: &str| {
        let known = spelled.iter().find(|spelled| decoded(spelled).as_deref() == Some(part));
        known.map_or_else(|| encoded_like(part, written), |known| (*known).to_owned())
    };
    let path = path.split('/').map(spell).collect::<Vec<_>>().join("/");
    let is_bare = !path.starts_with(['/', '.']);
    // Bare, `a:b` would be an address.
    let looks_foreign = path.split('/').next().is_some_and(|first| first.contains(':'));
    if is_bare && (written.starts_with("./") || looks_foreign) { format!("./{path}") } else { path }
}

/// The posts that a path without the ending of one can mean: `b`, `b/` or
/// `b.html` is `b.md`, or the index of the folder `b`; from the root of a site,
/// in each place where content can lie.
pub(crate) fn meant(folder: &str, path: &str) -> Vec<String> {
    let bases: &[&str] = if path.starts_with('/') { &CONTENT } else { &[""] };
    let path = path.strip_suffix(".html").unwrap_or(path);
    let Some(path) = join(folder, path) else { return Vec::new() };
    let mut meant = Vec::new();
    for base in bases {
        if is_post(&path) {
            meant.push(format!("{base}{path}"));
            continue;
        }
        for ending in EXTENSIONS {
            meant.push(format!("{base}{path}.{ending}"));
            for index in ["index", "_index", "README"] {
                meant.push(format!("{base}{path}/{index}.{ending}"));
            }
        }
    }
    meant
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_within_the_archive() {
        for (folder, path, joined) in [
            ("a/b", "../c.md", Some("a/c.md")),
            ("a/b", "./c.md", Some("a/b/c.md")),
            ("", "a//b.md", Some("a/b.md")),
            ("a", "/c.md", Some("c.md")),
            ("a", "../../c.md", None),
            ("a", "..", None),
        ] {
            assert_eq!(join(folder, path).as_deref(), joined, "{folder} {path}");
        }
    }

    #[test]
    fn a_path_is_written_as_the_old_one_was() {
        for (folder, target, written, expected) in [
            ("a", "a/b.zh-CN.md", "b.md", "b.zh-CN.md"),
            ("a", "a/b.zh-CN.md", "./b.md", "./b.zh-CN.md"),
            ("zh-CN/a", "a/b.png", "./b.png", "../../a/b.png"),
            ("zh-CN", "a/b c.png", "../a/b%20c.png", "../a/b%20c.png"),
            ("", "a/書/b.zh-CN.md", "a/%E6%9B%B8/b.md", "a/%E6%9B%B8/b.zh-CN.md"),
            ("a", "b/c.zh-CN.md", "/b/c.md", "/b/c.zh-CN.md"),
            ("a", "a b/c.md", "c.md", "../a%20b/c.md"),
        ] {
            assert_eq!(written_like(folder, target, written), expected);
        }
    }

    #[test]
    fn a_page_can_mean_several_files() {
        let meant = meant("x", "b/");
        assert_eq!(
            meant[..4],
            ["x/b.md", "x/b/index.md", "x/b/_index.md", "x/b/README.md"].map(str::to_owned)
        );
        assert_eq!(super::meant("x", "/b.md")[1], "content/b.md");
        assert_eq!(super::meant("x", "../../b"), [""; 0].map(str::to_owned));
    }
}
