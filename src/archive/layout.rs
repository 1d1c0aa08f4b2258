//! Layouts: where copies go.
//!
//! Gets the path of a post and a variant, gives the path of the copy. Most
//! layouts are rows of one table of patterns; Jekyll's has rules of its own.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use crate::{
    archive::{
        ArchiveError, carried,
        jekyll::Site,
        pattern::{Pattern, PatternError},
    },
    convert::variant::{UnknownName, Variant},
    links::slugs::SlugRule,
};

/// Where the copies of an archive go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout(Kind);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Named(&'static Row),
    Jekyll(Arc<Site>),
    Custom(Pattern),
}

/// A layout made of patterns: the first rule whose folder holds the post counts,
/// and its pattern is for the path below that folder.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    name: &'static str,
    rules: &'static [Rule],
    /// How its generator makes ids of headings, the most likely rule first.
    slugs: &'static [SlugRule],
    posts: PostLinks,
}

/// What a link to the file of a post means to a generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PostLinks {
    /// That file.
    File,
    /// The post in the language of the page that the link stands in.
    Language,
}

#[derive(Debug, PartialEq, Eq)]
struct Rule {
    /// Empty, or with `/` at its end.
    below: &'static str,
    /// Put before what the pattern gives.
    into: &'static str,
    pattern: &'static str,
}

const fn rule(below: &'static str, into: &'static str, pattern: &'static str) -> Rule {
    Rule { below, into, pattern }
}

const BESIDE: &str = "{dir}/{stem}.{variant}.{ext}";

/// Sources: Hugo, "Multilingual mode: translation by file name"; mkdocs-static-i18n,
/// "suffix structure"; Hexo, "Internationalization"; Starlight, "Configure i18n";
/// Docusaurus, "i18n: translation files location".
static TABLE: [Row; 7] = [
    Row {
        name: "sibling",
        rules: &[rule("", "", BESIDE)],
        slugs: &[SlugRule::GitHub],
        posts: PostLinks::File,
    },
    Row {
        name: "hugo",
        rules: &[rule("", "", "{dir}/{stem}.{variant_lower}.{ext}")],
        slugs: &[SlugRule::Goldmark],
        posts: PostLinks::Language,
    },
    Row {
        name: "folder",
        rules: &[rule("", "", "{variant}/{path}")],
        slugs: &[SlugRule::GitHub],
        posts: PostLinks::File,
    },
    Row {
        name: "mkdocs",
        rules: &[rule("", "", BESIDE)],
        slugs: &[SlugRule::PythonMarkdown, SlugRule::Pymdown],
        posts: PostLinks::Language,
    },
    Row {
        name: "hexo",
        rules: &[
            rule("source/_posts/", "source/_posts/", "{variant}/{path}"),
            rule("_posts/", "_posts/", "{variant}/{path}"),
            rule("source/", "source/", "{variant}/{path}"),
            rule("", "", "{variant}/{path}"),
        ],
        slugs: &[SlugRule::Hexo],
        posts: PostLinks::File,
    },
    Row {
        name: "starlight",
        rules: &[
            rule("src/content/docs/", "src/content/docs/", "{variant_lower}/{path}"),
            rule("", "", "{variant_lower}/{path}"),
        ],
        slugs: &[SlugRule::Starlight],
        posts: PostLinks::File,
    },
    Row {
        name: "docusaurus",
        rules: &[
            rule("docs/", "i18n/", "{variant}/docusaurus-plugin-content-docs/current/{path}"),
            rule("versioned_docs/", "i18n/", "{variant}/docusaurus-plugin-content-docs/{path}"),
            rule("blog/", "i18n/", "{variant}/docusaurus-plugin-content-blog/{path}"),
            rule("src/pages/", "i18n/", "{variant}/docusaurus-plugin-content-pages/{path}"),
            rule("", "", BESIDE),
        ],
        slugs: &[SlugRule::Docusaurus],
        posts: PostLinks::Language,
    },
];

const FOLDER: &str = "folder";
const JEKYLL: &str = "jekyll";

/// Layouts that are promised, but whose rules are not settled.
const LATER: [&str; 4] = ["vitepress", "eleventy", "pelican", "mdbook"];

/// A text that is no layout.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LayoutError {
    /// A name that is none of the known ones.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// A pattern that cannot be a layout.
    #[error(transparent)]
    Pattern(#[from] PatternError),
    /// A layout of a later version.
    #[error(
        "the layout `{name}` arrives in a later version; until then give a pattern, as `{{variant_lower}}/{{path}}`"
    )]
    Later {
        /// The layout.
        name: &'static str,
    },
}

impl Layout {
    /// The layout for a name or a pattern; see [`Layout::from_str`].
    ///
    /// # Errors
    /// When `text` is neither.
    fn parse(text: &str) -> Result<Self, LayoutError> {
        if text.trim().is_empty() || text.contains(['{', '}', '/']) {
            return Ok(Self(Kind::Custom(text.parse()?)));
        }
        if text == JEKYLL {
            return Ok(Self(Kind::Jekyll(Arc::new(Site::default()))));
        }
        if let Some(row) = TABLE.iter().find(|row| row.name == text) {
            return Ok(Self(Kind::Named(row)));
        }
        if let Some(name) = LATER.into_iter().find(|name| *name == text) {
            return Err(LayoutError::Later { name });
        }
        Err(UnknownName::new("layout", text, &Self::names()).into())
    }

    /// The names of all layouts.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let mut names: Vec<_> = TABLE.iter().map(|row| row.name).collect();
        names.insert(2, JEKYLL);
        names
    }

    /// This layout with what it needs to know of the site in `root`: for Jekyll
    /// its `_config.yml`, for all others nothing.
    ///
    /// # Errors
    /// When the configuration cannot be read.
    pub fn for_site(self, root: &Path) -> Result<Self, ArchiveError> {
        match self.0 {
            Kind::Jekyll(_) => Ok(Self(Kind::Jekyll(Arc::new(Site::read(root)?)))),
            _ => Ok(self),
        }
    }

    /// The path of the copy of `post` in `target`, relative and with `/`.
    ///
    /// A post that carries a variant in its name or folder gets a copy in which
    /// that part is replaced in the same style; not with `folder`, which keeps
    /// every path whole.
    ///
    /// ```
    /// use std::path::Path;
    /// use hanmark::{Variant, archive::layout::Layout};
    ///
    /// let copy = |layout: &str, post: &str| {
    ///     let layout: Layout = layout.parse().unwrap();
    ///     layout.copy_path(Path::new(post), Variant::ZhCn)
    /// };
    /// assert_eq!(copy("sibling", "posts/a.md"), Path::new("posts/a.zh-CN.md"));
    /// assert_eq!(copy("sibling", "posts/a_zh_TW.md"), Path::new("posts/a_zh_CN.md"));
    /// assert_eq!(copy("folder", "posts/a.md"), Path::new("zh-CN/posts/a.md"));
    /// ```
    #[must_use]
    pub fn copy_path(&self, post: &Path, target: Variant) -> PathBuf {
        let keeps_paths = matches!(&self.0, Kind::Named(row) if row.name == FOLDER);
        if !keeps_paths && let Some(replaced) = carried::replace_variant(post, target) {
            return replaced;
        }
        match &self.0 {
            Kind::Named(row) => row.copy_path(post, target),
            Kind::Jekyll(site) => site.copy_path(post, target),
            Kind::Custom(pattern) => pattern.expand(post, target),
        }
    }

    /// How the layout's generator makes ids of headings, the most likely rule
    /// first; GitHub's where the generator is not known.
    #[must_use]
    pub fn slug_rules(&self) -> &'static [SlugRule] {
        match &self.0 {
            Kind::Named(row) => row.slugs,
            Kind::Jekyll(_) => &[SlugRule::Kramdown],
            Kind::Custom(_) => &[SlugRule::GitHub],
        }
    }

    /// What a link to the file of a post means.
    pub(crate) fn post_links(&self) -> PostLinks {
        match &self.0 {
            Kind::Named(row) => row.posts,
            Kind::Jekyll(_) | Kind::Custom(_) => PostLinks::File,
        }
    }

    /// The `permalink` that the copy of `post` needs in its front matter, where
    /// the site would otherwise give it the original's URL; only with Jekyll.
    ///
    /// `own` is the `permalink` in the post's front matter.
    #[must_use]
    pub fn copy_permalink(
        &self,
        post: &Path,
        own: Option<&str>,
        target: Variant,
    ) -> Option<String> {
        match &self.0 {
            Kind::Jekyll(site) => site.copy_permalink(post, own, target),
            Kind::Named(_) | Kind::Custom(_) => None,
        }
    }
}

impl Row {
    fn copy_path(&self, post: &Path, target: Variant) -> PathBuf {
        let below =
            |rule: &'static Rule| post.strip_prefix(rule.below).ok().map(|rest| (rule, rest));
        let (rule, rest) =
            self.rules.iter().find_map(below).expect("the last rule of each row is for every path");
        let pattern: Pattern = rule.pattern.parse().expect("a test parses the whole table");
        Path::new(rule.into).join(pattern.expand(rest, target))
    }
}

impl Default for Layout {
    /// `sibling`: beside the originals.
    fn default() -> Self {
        Self(Kind::Named(&TABLE[0]))
    }
}

impl FromStr for Layout {
    type Err = LayoutError;

    /// The layout of that name, or the pattern when there is a brace or a slash.
    fn from_str(text: &str) -> Result<Self, LayoutError> {
        Self::parse(text)
    }
}

impl fmt::Display for Layout {
    /// The name or the pattern, as `from_str` reads it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Named(row) => formatter.write_str(row.name),
            Kind::Jekyll(_) => formatter.write_str(JEKYLL),
            Kind::Custom(pattern) => pattern.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_copies(layout: &str, rows: &[(&str, &str)]) {
        let layout: Layout = layout.parse().unwrap();
        for (post, expected) in rows {
            let copy = layout.copy_path(Path::new(post), Variant::ZhCn);
            assert_eq!(copy.to_str(), Some(*expected), "{layout}: {post}");
        }
    }

    #[test]
    fn every_row_of_the_table_ends_with_a_rule_for_all_paths() {
        for row in &TABLE {
            assert_eq!(row.rules.last().unwrap().below, "", "{}", row.name);
            for rule in row.rules {
                rule.pattern.parse::<Pattern>().unwrap();
            }
        }
    }

    #[test]
    fn copies_lie_beside_the_originals_or_in_folders_of_their_own() {
        assert_copies("sibling", &[("posts/a.md", "posts/a.zh-CN.md"), ("a.b.md", "a.b.zh-CN.md")]);
        assert_copies("hugo", &[("content/posts/a/index.md", "content/posts/a/index.zh-cn.md")]);
        assert_copies("folder", &[("posts/a.md", "zh-CN/posts/a.md")]);
        assert_copies("mkdocs", &[("docs/a.md", "docs/a.zh-CN.md")]);
    }

    #[test]
    fn generators_with_folders_get_them_below_their_content() {
        assert_copies(
            "hexo",
            &[
                ("source/_posts/a.md", "source/_posts/zh-CN/a.md"),
                ("source/about/index.md", "source/zh-CN/about/index.md"),
                ("_posts/a.md", "_posts/zh-CN/a.md"),
            ],
        );
        assert_copies(
            "starlight",
            &[("src/content/docs/b/a.mdx", "src/content/docs/zh-cn/b/a.mdx")],
        );
        assert_copies(
            "docusaurus",
            &[
                ("docs/b/a.md", "i18n/zh-CN/docusaurus-plugin-content-docs/current/b/a.md"),
                (
                    "versioned_docs/version-1/a.md",
                    "i18n/zh-CN/docusaurus-plugin-content-docs/version-1/a.md",
                ),
                ("blog/a.md", "i18n/zh-CN/docusaurus-plugin-content-blog/a.md"),
                ("src/pages/a.md", "i18n/zh-CN/docusaurus-plugin-content-pages/a.md"),
                ("README.md", "README.zh-CN.md"),
            ],
        );
    }

    #[test]
    fn a_variant_in_the_path_is_replaced_but_not_with_folder() {
        assert_copies("hugo", &[("a.zh-TW.md", "a.zh-CN.md"), ("zh-tw/a.md", "zh-cn/a.md")]);
        assert_copies("x/{variant}/{path}", &[("zh_TW/a.md", "zh_CN/a.md")]);
        assert_copies("folder", &[("zh-tw/a.zh-tw.md", "zh-CN/zh-tw/a.zh-tw.md")]);
    }

    #[test]
    fn every_layout_has_the_slugs_of_its_generator() {
        for (layout, rules) in [
            ("sibling", &[SlugRule::GitHub][..]),
            ("folder", &[SlugRule::GitHub]),
            ("{variant}/{path}", &[SlugRule::GitHub]),
            ("hugo", &[SlugRule::Goldmark]),
            ("jekyll", &[SlugRule::Kramdown]),
            ("mkdocs", &[SlugRule::PythonMarkdown, SlugRule::Pymdown]),
            ("hexo", &[SlugRule::Hexo]),
            ("starlight", &[SlugRule::Starlight]),
            ("docusaurus", &[SlugRule::Docusaurus]),
        ] {
            assert_eq!(layout.parse::<Layout>().unwrap().slug_rules(), rules, "{layout}");
        }
    }

    #[test]
    fn names_are_suggested_and_late_layouts_announced() {
        for (text, message) in [
            (
                "jekyl",
                "unknown layout `jekyl`, did you mean `jekyll`?; known are sibling, hugo, jekyll, \
                 folder, mkdocs, hexo, starlight, docusaurus",
            ),
            (
                "mdbook",
                "the layout `mdbook` arrives in a later version; until then give a pattern, as \
                 `{variant_lower}/{path}`",
            ),
            ("", "the pattern is empty; use for example `{dir}/{stem}.{variant}.{ext}`"),
        ] {
            assert_eq!(text.parse::<Layout>().unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn a_layout_reads_what_it_prints() {
        for text in ["sibling", "jekyll", "docusaurus", "{variant}/{path}"] {
            assert_eq!(text.parse::<Layout>().unwrap().to_string(), text);
        }
    }
}
