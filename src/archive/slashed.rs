//! Relative paths as text with slashes, as the lock and links write them.

use std::{
    borrow::Cow,
    path::{Component, MAIN_SEPARATOR, Path},
};

/// `path`, which is relative, with `/` between its parts: borrowed where the system writes it so too.
pub(crate) fn slashed(path: &Path) -> Cow<'_, str> {
    let parts = || path.components().map(Component::as_os_str);
    let length = parts().map(|part| part.len() + 1).sum::<usize>().saturating_sub(1);
    if MAIN_SEPARATOR == '/'
        && let Some(text) = path.to_str()
        && text.len() == length
    {
        return Cow::Borrowed(text);
    }
    let parts: Vec<_> = parts().map(|part| part.to_string_lossy()).collect();
    Cow::Owned(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_slash_between_their_parts() {
        for (path, expected) in [
            ("", ""),
            ("a", "a"),
            ("a/b.md", "a/b.md"),
            ("a//b.md", "a/b.md"),
            ("a/./b.md", "a/b.md"),
            ("a/", "a"),
            ("../門.md", "../門.md"),
        ] {
            assert_eq!(slashed(Path::new(path)), expected, "{path}");
        }
    }
}
