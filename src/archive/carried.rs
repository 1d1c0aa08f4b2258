//! The variant that a path carries: `a.zh-tw.md`, `README_zh_TW.md`, `zh-hk/a.md`.
//!
//! Gets paths, gives the variant, or the path with another variant in its place
//! and in the same style.

use std::path::{Path, PathBuf};

use crate::{archive::parts, convert::variant::Variant};

/// A variant found in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The variant.
    pub variant: Variant,
    /// The part of the path that names it.
    pub place: Place,
}

/// The part of a path that names a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The end of the file's stem: `a.zh-tw.md`, `a_zh_TW.md`, `zh-tw.md`.
    Name,
    /// A folder inside the archive: `zh-tw/a.md`.
    Folder,
    /// The archive's root folder. It says what the posts are written in; copies
    /// go where the layout says.
    Root,
}

/// The variant that `path` carries: in its name, else in its innermost folder
/// that names one, else in the root folder's own name.
///
/// ```
/// use std::path::Path;
/// use hanmark::{Variant, archive::carried::carried_variant};
///
/// let variant = |path: &str, root: &str| {
///     carried_variant(Path::new(path), Some(root)).map(|carried| carried.variant)
/// };
/// assert_eq!(variant("guide/a.zh-tw.md", "docs"), Some(Variant::ZhTw));
/// assert_eq!(variant("zh_HK/a.md", "docs"), Some(Variant::ZhHk));
/// assert_eq!(variant("a.md", "zh-hk"), Some(Variant::ZhHk));
/// assert_eq!(variant("a.md", "docs"), None);
/// ```
#[must_use]
pub fn carried_variant(path: &Path, root_name: Option<&str>) -> Option<Carried> {
    in_path(path).or_else(|| {
        let variant = root_name.and_then(Variant::from_tag)?;
        Some(Carried { variant, place: Place::Root })
    })
}

/// The variant in the name or a folder of `path`.
pub(crate) fn in_path(path: &Path) -> Option<Carried> {
    let parts = parts(path)?;
    let (name, folders) = parts.split_last()?;
    if let Some((_, tag, _)) = split_name(name) {
        let variant = Variant::from_tag(tag)?;
        return Some(Carried { variant, place: Place::Name });
    }
    let variant = folders.iter().rev().find_map(|folder| Variant::from_tag(folder))?;
    Some(Carried { variant, place: Place::Folder })
}

/// `path` with every part that carries its variant replaced by `target`, in the
/// same style: `zh_TW` becomes `zh_CN`, `zh-Hant-TW` becomes `zh-Hans-CN`. `None`
/// when neither the name nor a folder carries one.
#[must_use]
pub fn replace_variant(path: &Path, target: Variant) -> Option<PathBuf> {
    rebuild(path, |tag| Some(target.tag_like(tag)))
}

/// `path` without the parts that carry its variant: the same for all editions
/// of one post.
pub(crate) fn without_variant(path: &Path) -> PathBuf {
    rebuild(path, |_| None).unwrap_or_else(|| path.to_owned())
}

/// Puts `replacement(tag)` in the place of each tag of the carried variant, or
/// drops it together with the separator before it.
fn rebuild(path: &Path, replacement: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let carried = in_path(path)?.variant;
    let parts = parts(path)?;
    let (name, folders) = parts.split_last()?;
    let mut rebuilt = PathBuf::new();
    for folder in folders {
        if Variant::from_tag(folder) == Some(carried) {
            rebuilt.extend(replacement(folder));
        } else {
            rebuilt.push(folder);
        }
    }
    let name = match split_name(name) {
        Some((before, tag, after)) => match replacement(tag) {
            Some(tag) => format!("{before}{tag}{after}"),
            None => format!("{}{after}", before.trim_end_matches(SEPARATORS)),
        },
        None => (*name).to_owned(),
    };
    rebuilt.push(name);
    Some(rebuilt)
}

const SEPARATORS: [char; 3] = ['.', '_', '-'];

/// Splits a file name into what stands before its tag, the tag, and the
/// extension with its dot.
fn split_name(name: &str) -> Option<(&str, &str, &str)> {
    let stem_end = name.rfind('.').filter(|&dot| dot > 0).unwrap_or(name.len());
    let (stem, extension) = name.split_at(stem_end);
    // The longest tag wins: `a-zh-Hant-TW` ends in no shorter one, but
    // `zh-Hans` must not be read as a name `zh` with something behind it.
    let starts = stem.char_indices().filter(|(_, char)| SEPARATORS.contains(char));
    let starts = std::iter::once(0).chain(starts.map(|(at, char)| at + char.len_utf8()));
    starts
        .map(|start| stem.split_at(start))
        .find(|(_, tag)| Variant::from_tag(tag).is_some())
        .map(|(before, tag)| (before, tag, extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_replaces(path: &str, target: Variant, expected: Option<&str>) {
        let replaced = replace_variant(Path::new(path), target);
        assert_eq!(replaced.as_deref(), expected.map(Path::new), "{path}");
    }

    #[test]
    fn the_part_that_names_the_variant_is_replaced_in_its_own_style() {
        for (path, expected) in [
            ("a.zh-tw.md", "a.zh-cn.md"),
            ("a.zh-TW.md", "a.zh-CN.md"),
            ("docs/README_zh_TW.md", "docs/README_zh_CN.md"),
            ("a-ZH-TW.mdx", "a-ZH-CN.mdx"),
            ("zh-tw.md", "zh-cn.md"),
            ("a.zh-Hant-TW.md", "a.zh-Hans-CN.md"),
            ("a.zh-hant.md", "a.zh-cn.md"),
            ("content/zh-tw/b/a.md", "content/zh-cn/b/a.md"),
            ("zh-tw/a.zh-tw.md", "zh-cn/a.zh-cn.md"),
            ("i18n/zh-Hant-TW/a", "i18n/zh-Hans-CN/a"),
        ] {
            assert_replaces(path, Variant::ZhCn, Some(expected));
        }
        assert_replaces("a.zh-Hant-TW.md", Variant::ZhHans, Some("a.zh-Hans.md"));
    }

    #[test]
    fn other_names_carry_nothing() {
        for path in ["a.md", "zh/a.md", "a.en.md", "azh-tw.md", "a.zh-tw-x.md", "zh-tw-notes/a.md"]
        {
            assert_replaces(path, Variant::ZhCn, None);
        }
    }

    #[test]
    fn the_name_counts_before_the_folder_and_the_folder_before_the_root() {
        let carried = |path, root| carried_variant(Path::new(path), root);
        let found = |variant, place| Some(Carried { variant, place });
        assert_eq!(carried("zh-hk/a.zh-tw.md", Some("zh-cn")), found(Variant::ZhTw, Place::Name));
        assert_eq!(carried("zh-hk/b/a.md", Some("zh-cn")), found(Variant::ZhHk, Place::Folder));
        assert_eq!(carried("a.md", Some("zh-cn")), found(Variant::ZhCn, Place::Root));
        assert_eq!(carried("a.md", None), None);
    }

    #[test]
    fn editions_of_one_post_agree_without_their_variants() {
        for path in ["b/a.md", "b/a.zh-TW.md", "b/a_zh_cn.md", "zh-hk/b/a.md", "b/zh-cn/a.md"] {
            assert_eq!(without_variant(Path::new(path)), Path::new("b/a.md"), "{path}");
        }
        assert_eq!(without_variant(Path::new("zh-tw.md")), Path::new(".md"));
    }
}
