//! Which values of the front matter are prose.

/// Keys of the root mapping whose values are prose.
const PROSE_KEYS: [&str; 8] =
    ["title", "subtitle", "description", "summary", "excerpt", "abstract", "headline", "lead"];

/// Endings of such keys; `caption` and `alt` alone are keys too.
const PROSE_ENDINGS: [&str; 4] = ["_caption", "-caption", "_alt", "-alt"];

/// Which front matter values are prose: the usual keys of the root mapping,
/// more, or fewer. Keys are compared without regard to ASCII case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldScope {
    /// More keys; nested ones with dots, as `seo.title`.
    pub convert: Vec<String>,
    /// Keys that stay although they are among the usual ones.
    pub keep: Vec<String>,
}

impl FieldScope {
    /// Whether the value under `path` (keys joined by dots) is prose.
    #[must_use]
    pub fn converts(&self, path: &str) -> bool {
        !self.keeps(path) && (names(&self.convert, path) || is_prose_key(path))
    }

    /// Whether the value under `path` is said to stay.
    pub(super) fn keeps(&self, path: &str) -> bool {
        names(&self.keep, path)
    }
}

fn names(list: &[String], path: &str) -> bool {
    list.iter().any(|name| name.eq_ignore_ascii_case(path))
}

fn is_prose_key(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    !key.contains('.')
        && (PROSE_KEYS.contains(&key.as_str())
            || matches!(key.as_str(), "caption" | "alt")
            || PROSE_ENDINGS.iter().any(|ending| key.ends_with(ending)))
}
