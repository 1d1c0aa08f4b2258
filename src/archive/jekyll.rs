//! Jekyll: where its copies go, and the permalink a copy needs.
//!
//! Jekyll gives a post the folders above `_posts` as categories, and a document
//! of a collection its path inside the collection. A copy in `zh-cn/_posts` or
//! `_c/zh-cn` therefore has a URL of its own as long as the permalink has
//! `:categories` or `:path`; where it has not, the copy would overwrite the page of
//! its original, and gets a permalink of its own. Checked against Jekyll 4.3
//! (`document.rb`, `collection.rb`, `configuration.rb`, `frontmatter_defaults.rb`).

mod config;
mod yaml;

use std::path::{Path, PathBuf};

use crate::{
    archive::{ArchiveError, carried, parts},
    convert::variant::Variant,
};
pub use config::Site;

/// What Jekyll makes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Document<'a> {
    /// Below a `_posts` or `_drafts` folder.
    Post,
    /// In the folder of the collection with this label.
    Collection(&'a str),
    /// Anything else.
    Page,
}

impl Site {
    /// Reads `_config.yml` (or `_config.yaml`) in `root`; without one, Jekyll's
    /// defaults hold.
    ///
    /// # Errors
    /// When it cannot be read, is not YAML, or is TOML.
    pub fn read(root: &Path) -> Result<Self, ArchiveError> {
        config::read(root)
    }

    /// The path of the copy of `post` in `target`.
    #[must_use]
    pub fn copy_path(&self, post: &Path, target: Variant) -> PathBuf {
        let folder = target.lower_tag();
        let (container, rest) = self.split_container(post);
        match self.document(post) {
            Document::Post => container.join(folder).join(rest),
            Document::Collection(label) => {
                let home = format!("_{label}");
                let inside = rest.strip_prefix(&home).unwrap_or(rest);
                container.join(home).join(folder).join(inside)
            }
            Document::Page => Path::new(folder).join(post),
        }
    }

    /// The `permalink` that the copy of `post` needs, if the site would otherwise
    /// give it the URL of `post`. `own` is the `permalink` of the post's front
    /// matter; Jekyll expands placeholders there too. An empty one or null is none.
    #[must_use]
    pub fn copy_permalink(
        &self,
        post: &Path,
        own: Option<&str>,
        target: Variant,
    ) -> Option<String> {
        let own = own.filter(|own| !is_null(own));
        let document = self.document(post);
        let copy =
            carried::replace_variant(post, target).unwrap_or_else(|| self.copy_path(post, target));
        let original = self.permalink(post, own, document)?;
        let is_renamed = post.file_name() != copy.file_name();
        if has_place(&original, document) || (is_renamed && has_name(&original)) {
            // A default for the original's folder does not reach the copy's.
            let same = self.permalink(&copy, own, document).as_ref() == Some(&original);
            return (!same).then_some(original);
        }
        Some(with_variant(&original, post, target))
    }

    /// The permalink template that decides the URL of `post`; `None` for a
    /// document that gets no page.
    fn permalink(&self, post: &Path, own: Option<&str>, document: Document<'_>) -> Option<String> {
        let template = match document {
            Document::Post => self.post_permalink(),
            Document::Collection(label) => self.collection_permalink(label)?,
            Document::Page => "/:path/:basename".to_owned(),
        };
        let kind = match document {
            Document::Post => "posts",
            Document::Collection(label) => label,
            Document::Page => "pages",
        };
        let (_, inside) = match document {
            Document::Page => (Path::new(""), post),
            _ => self.split_container(post),
        };
        let chosen = own.or_else(|| self.default_permalink(inside, kind));
        Some(chosen.map_or(template, str::to_owned))
    }

    fn document(&self, post: &Path) -> Document<'_> {
        let (container, rest) = self.split_container(post);
        let is_inside = container == self.collections_dir();
        let parts = parts(rest).unwrap_or_default();
        let folders = parts.split_last().map_or(&[][..], |(_, folders)| folders);
        let label = folders.first().and_then(|first| first.strip_prefix('_'));
        if let Some(label) = label.filter(|_| is_inside).and_then(|label| self.label(label)) {
            return Document::Collection(label);
        }
        if is_inside && folders.iter().any(|folder| matches!(*folder, "_posts" | "_drafts")) {
            return Document::Post;
        }
        Document::Page
    }

    /// `post` split into `collections_dir` and the path below it; the first part
    /// is empty where the post lies elsewhere.
    fn split_container<'a>(&'a self, post: &'a Path) -> (&'a Path, &'a Path) {
        let container = self.collections_dir();
        post.strip_prefix(container)
            .map_or_else(|_| (Path::new(""), post), |rest| (container, rest))
    }
}

/// Whether a value in YAML says nothing.
fn is_null(value: &str) -> bool {
    matches!(value.trim(), "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a template tells the folder of a copy from the original's.
fn has_place(template: &str, document: Document<'_>) -> bool {
    let places: &[&str] = match document {
        Document::Post => &["categories", "slugified_categories"],
        Document::Collection(_) | Document::Page => &["path"],
    };
    placeholders(template).any(|name| places.contains(&name))
}

/// Whether a template tells `a.zh-tw.md` from `a.zh-cn.md`.
fn has_name(template: &str) -> bool {
    placeholders(template).any(|name| ["title", "slug", "name", "path", "basename"].contains(&name))
}

/// The names behind colons, read as Jekyll does: letters in lower case and `_`,
/// of which a last one may belong to the text.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split(':').skip(1).map(|rest| {
        let end = rest
            .find(|char: char| !(char.is_ascii_lowercase() || char == '_'))
            .unwrap_or(rest.len());
        rest[..end].trim_end_matches('_')
    })
}

/// `template` below the folder of `target`; a folder in it that names the
/// variant that `post` carries is replaced instead.
fn with_variant(template: &str, post: &Path, target: Variant) -> String {
    let carried = carried::in_path(post).map(|carried| carried.variant);
    let names_source = |part: &str| carried.is_some() && Variant::from_tag(part) == carried;
    if template.split('/').any(names_source) {
        let replace = |part: &str| {
            if names_source(part) { target.tag_like(part) } else { part.to_owned() }
        };
        return template.split('/').map(replace).collect::<Vec<_>>().join("/");
    }
    format!("/{}/{}", target.lower_tag(), template.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(yaml: &str) -> Site {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("_config.yml"), yaml).unwrap();
        Site::read(folder.path()).unwrap()
    }

    #[track_caller]
    fn assert_copies(site: &Site, rows: &[(&str, &str)]) {
        for (post, expected) in rows {
            let copy = site.copy_path(Path::new(post), Variant::ZhCn);
            assert_eq!(copy.to_str(), Some(*expected), "{post}");
        }
    }

    #[track_caller]
    fn assert_permalink(site: &Site, post: &str, own: Option<&str>, expected: Option<&str>) {
        let permalink = site.copy_permalink(Path::new(post), own, Variant::ZhCn);
        assert_eq!(permalink.as_deref(), expected, "{post} {own:?}");
    }

    #[test]
    fn posts_move_below_the_variant_and_documents_stay_in_their_collection() {
        assert_copies(
            &site("collections:\n  essays:\n    output: true\n"),
            &[
                ("_posts/x.md", "zh-cn/_posts/x.md"),
                ("_drafts/x.md", "zh-cn/_drafts/x.md"),
                ("news/_posts/2022/x.md", "zh-cn/news/_posts/2022/x.md"),
                ("_essays/x.md", "_essays/zh-cn/x.md"),
                ("_essays/b/x.md", "_essays/zh-cn/b/x.md"),
                ("_other/x.md", "zh-cn/_other/x.md"),
                ("about.md", "zh-cn/about.md"),
            ],
        );
    }

    #[test]
    fn a_folder_for_collections_holds_the_copies_too() {
        for folder in ["src", "src/", "./src", "/src"] {
            assert_copies(
                &site(&format!("collections_dir: {folder}\ncollections: [essays]\n")),
                &[
                    ("src/_posts/x.md", "src/zh-cn/_posts/x.md"),
                    ("src/_essays/x.md", "src/_essays/zh-cn/x.md"),
                    ("_essays/x.md", "zh-cn/_essays/x.md"),
                    ("about.md", "zh-cn/about.md"),
                ],
            );
        }
    }

    #[test]
    fn a_post_needs_a_permalink_where_the_site_leaves_out_the_categories() {
        for style in ["", "permalink: date", "permalink: pretty", "permalink: /:categories/:title"]
        {
            assert_permalink(&site(style), "_posts/x.md", None, None);
        }
        for (yaml, expected) in [
            ("permalink: /:year/:title.html", "/zh-cn/:year/:title.html"),
            ("permalink: /:title/", "/zh-cn/:title/"),
            ("collections: { posts: { permalink: ':title' } }", "/zh-cn/:title"),
            (
                "defaults: [{ scope: { path: '', type: posts }, values: { permalink: /p/:title } }]",
                "/zh-cn/p/:title",
            ),
        ] {
            assert_permalink(&site(yaml), "_posts/x.md", None, Some(expected));
        }
    }

    #[test]
    fn a_permalink_of_the_posts_own_gets_the_variant() {
        let site = site("");
        assert_permalink(&site, "_posts/x.md", Some("/a/b.html"), Some("/zh-cn/a/b.html"));
        assert_permalink(&site, "about.md", Some("about/"), Some("/zh-cn/about/"));
        assert_permalink(&site, "_posts/x.md", Some("/:categories/b"), None);
        assert_permalink(&site, "zh-tw/about.md", Some("/zh-tw/about/"), Some("/zh-cn/about/"));
    }

    #[test]
    fn an_empty_permalink_is_none() {
        for own in ["", " ", "~", "null"] {
            assert_permalink(&site(""), "_posts/x.md", Some(own), None);
            assert_permalink(
                &site("permalink: /:title"),
                "_posts/x.md",
                Some(own),
                Some("/zh-cn/:title"),
            );
        }
    }

    #[test]
    fn a_name_that_carries_the_variant_makes_a_url_of_its_own() {
        let site = site("permalink: /:title");
        assert_permalink(&site, "_posts/x.zh-tw.md", None, None);
        assert_permalink(&site, "_posts/x.zh-tw.md", Some("/x"), Some("/zh-cn/x"));
    }

    #[test]
    fn a_document_needs_a_permalink_where_its_collection_leaves_out_the_path() {
        let yaml = "collections:\n  a:\n    output: true\n  b:\n    output: true\n    \
                    permalink: /b/:title\n  c:\n    permalink: /c/:title\n";
        let site = site(yaml);
        assert_permalink(&site, "_a/x.md", None, None);
        assert_permalink(&site, "_b/x.md", None, Some("/zh-cn/b/:title"));
        // Without `output` there is no page.
        assert_permalink(&site, "_c/x.md", None, None);
    }

    #[test]
    fn a_default_that_does_not_reach_the_copy_is_written_into_it() {
        let yaml = "defaults:\n  - scope: { path: _posts }\n    values: \
                    { permalink: /p/:categories/:title }\n";
        assert_permalink(&site(yaml), "_posts/x.md", None, Some("/p/:categories/:title"));
        assert_permalink(&site(yaml), "about.md", None, None);
    }

    #[test]
    fn pages_have_urls_of_their_own() {
        assert_permalink(&site("permalink: /:title"), "about.md", None, None);
    }
}
