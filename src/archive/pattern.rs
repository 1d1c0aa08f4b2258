//! Patterns: where a copy goes, as text with placeholders.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use crate::convert::variant::Variant;

/// A path with placeholders, as `{dir}/{stem}.{variant}.{ext}`.
///
/// | placeholder | for `posts/a.md` in `zh-CN` |
/// |---|---|
/// | `{dir}` | `posts` |
/// | `{stem}` | `a` |
/// | `{ext}` | `md` |
/// | `{path}` | `posts/a.md` |
/// | `{variant}` | `zh-CN` |
/// | `{variant_lower}` | `zh-cn` |
///
/// ```
/// use std::path::Path;
/// use hanmark::{Variant, archive::pattern::Pattern};
///
/// let pattern: Pattern = "{variant_lower}/{path}".parse()?;
/// let copy = pattern.expand(Path::new("posts/a.md"), Variant::ZhCn);
/// assert_eq!(copy, Path::new("zh-cn/posts/a.md"));
/// # Ok::<(), hanmark::archive::pattern::PatternError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Placeholder(Placeholder),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placeholder {
    Dir,
    Stem,
    Ext,
    Path,
    Variant,
    VariantLower,
}

impl Placeholder {
    const ALL: [Self; 6] =
        [Self::Dir, Self::Stem, Self::Ext, Self::Path, Self::Variant, Self::VariantLower];

    const fn name(self) -> &'static str {
        match self {
            Self::Dir => "dir",
            Self::Stem => "stem",
            Self::Ext => "ext",
            Self::Path => "path",
            Self::Variant => "variant",
            Self::VariantLower => "variant_lower",
        }
    }
}

/// A pattern that cannot be a layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// Nothing between the quotes.
    #[error("the pattern is empty; use for example `{{dir}}/{{stem}}.{{variant}}.{{ext}}`")]
    Empty,
    /// A name in braces that is no placeholder.
    #[error(
        "unknown placeholder `{{{name}}}` in `{pattern}`; known are {{dir}}, {{stem}}, {{ext}}, \
         {{path}}, {{variant}}, {{variant_lower}}"
    )]
    UnknownPlaceholder {
        /// The pattern.
        pattern: String,
        /// The name.
        name: String,
    },
    /// A brace without its partner.
    #[error("unbalanced `{brace}` at byte {offset} of `{pattern}`")]
    Unbalanced {
        /// The pattern.
        pattern: String,
        /// The brace.
        brace: char,
        /// Byte offset of the brace in the pattern.
        offset: usize,
    },
    /// No placeholder for the variant: all editions would be one file.
    #[error(
        "`{pattern}` needs `{{variant}}` or `{{variant_lower}}`, else editions overwrite each other"
    )]
    NoVariant {
        /// The pattern.
        pattern: String,
    },
    /// No placeholder for the post: all posts would be one file.
    #[error("`{pattern}` needs `{{stem}}` or `{{path}}`, else posts overwrite each other")]
    NoPost {
        /// The pattern.
        pattern: String,
    },
    /// A path that starts at `/` or leads upward.
    #[error(
        "`{pattern}` leads out of the archive; write it without a leading `/` and without `..`"
    )]
    OutsideRoot {
        /// The pattern.
        pattern: String,
    },
}

impl Pattern {
    /// The path of the copy of `post`, both relative and with `/`.
    #[must_use]
    pub fn expand(&self, post: &Path, target: Variant) -> PathBuf {
        let text: String = self.0.iter().map(|piece| piece.text(post, target)).collect();
        // An empty `{dir}` or `{ext}` leaves nothing on one side of its `/` or `.`.
        text.split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .map(|part| if post.extension().is_none() { part.trim_end_matches('.') } else { part })
            .collect()
    }

    fn has(&self, wanted: &[Placeholder]) -> bool {
        self.0
            .iter()
            .any(|piece| matches!(piece, Piece::Placeholder(name) if wanted.contains(name)))
    }
}

impl Piece {
    fn text(&self, post: &Path, target: Variant) -> String {
        let slashed = |path: &Path| path.to_string_lossy().replace('\\', "/");
        let part = |part: Option<&std::ffi::OsStr>| {
            part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
        };
        match self {
            Self::Literal(text) => text.clone(),
            Self::Placeholder(Placeholder::Dir) => post.parent().map_or_else(String::new, slashed),
            Self::Placeholder(Placeholder::Stem) => part(post.file_stem()),
            Self::Placeholder(Placeholder::Ext) => part(post.extension()),
            Self::Placeholder(Placeholder::Path) => slashed(post),
            Self::Placeholder(Placeholder::Variant) => target.tag().to_owned(),
            Self::Placeholder(Placeholder::VariantLower) => target.lower_tag().to_owned(),
        }
    }
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, PatternError> {
        if text.trim().is_empty() {
            return Err(PatternError::Empty);
        }
        let owned = || text.to_owned();
        let pattern = Self(pieces(text)?);
        if !pattern.has(&[Placeholder::Variant, Placeholder::VariantLower]) {
            return Err(PatternError::NoVariant { pattern: owned() });
        }
        if !pattern.has(&[Placeholder::Stem, Placeholder::Path]) {
            return Err(PatternError::NoPost { pattern: owned() });
        }
        if text.starts_with(['/', '\\']) || text.split(['/', '\\']).any(|part| part == "..") {
            return Err(PatternError::OutsideRoot { pattern: owned() });
        }
        Ok(pattern)
    }
}

fn pieces(pattern: &str) -> Result<Vec<Piece>, PatternError> {
    let unbalanced = |brace, offset| {
        Err(PatternError::Unbalanced { pattern: pattern.to_owned(), brace, offset })
    };
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(found) = pattern[at..].find(['{', '}']) {
        let open = at + found;
        if pattern.as_bytes()[open] == b'}' {
            return unbalanced('}', open);
        }
        let Some(len) = pattern[open..].find('}') else { return unbalanced('{', open) };
        let name = &pattern[open + 1..open + len];
        if name.contains('{') {
            return unbalanced('{', open);
        }
        pieces.push(Piece::Literal(pattern[at..open].to_owned()));
        pieces.push(Piece::Placeholder(placeholder(pattern, name)?));
        at = open + len + 1;
    }
    pieces.push(Piece::Literal(pattern[at..].to_owned()));
    Ok(pieces)
}

fn placeholder(pattern: &str, name: &str) -> Result<Placeholder, PatternError> {
    Placeholder::ALL.into_iter().find(|placeholder| placeholder.name() == name).ok_or_else(|| {
        PatternError::UnknownPlaceholder { pattern: pattern.to_owned(), name: name.to_owned() }
    })
}

impl fmt::Display for Pattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Literal(text) => formatter.write_str(text),
            Piece::Placeholder(placeholder) => write!(formatter, "{{{}}}", placeholder.name()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_expands(pattern: &str, post: &str, expected: &str) {
        let parsed: Pattern = pattern.parse().unwrap();
        assert_eq!(parsed.to_string(), pattern);
        assert_eq!(parsed.expand(Path::new(post), Variant::ZhTw).to_str(), Some(expected));
    }

    #[test]
    fn placeholders_stand_for_the_parts_of_a_path() {
        assert_expands("{dir}/{stem}.{variant}.{ext}", "b/c/a.x.md", "b/c/a.x.zh-TW.md");
        assert_expands("{variant_lower}/{path}", "b/a.md", "zh-tw/b/a.md");
        assert_expands("out/{variant}-{stem}.txt", "b/a.md", "out/zh-TW-a.txt");
    }

    #[test]
    fn an_empty_folder_or_extension_leaves_no_separator() {
        assert_expands("{dir}/{stem}.{variant}.{ext}", "a.md", "a.zh-TW.md");
        assert_expands("{dir}/{stem}.{variant}.{ext}", "a", "a.zh-TW");
    }

    #[test]
    fn patterns_that_cannot_be_layouts_are_refused_with_the_reason() {
        for (pattern, message) in [
            (" ", "the pattern is empty; use for example `{dir}/{stem}.{variant}.{ext}`"),
            (
                "{lang}/{path}",
                "unknown placeholder `{lang}` in `{lang}/{path}`; known are {dir}, {stem}, {ext}, \
                 {path}, {variant}, {variant_lower}",
            ),
            ("{variant}/{path", "unbalanced `{` at byte 10 of `{variant}/{path`"),
            ("{variant/{path}", "unbalanced `{` at byte 0 of `{variant/{path}`"),
            ("variant}/{path}", "unbalanced `}` at byte 7 of `variant}/{path}`"),
            (
                "{path}",
                "`{path}` needs `{variant}` or `{variant_lower}`, else editions overwrite each other",
            ),
            (
                "{variant}/{dir}.md",
                "`{variant}/{dir}.md` needs `{stem}` or `{path}`, else posts overwrite each other",
            ),
            (
                "../{variant}/{path}",
                "`../{variant}/{path}` leads out of the archive; write it without a leading `/` \
                 and without `..`",
            ),
        ] {
            assert_eq!(pattern.parse::<Pattern>().unwrap_err().to_string(), message);
        }
    }
}
