//! The few keys of `_config.yml` that decide URLs.
//!
//! Jekyll takes what it can use and ignores the rest; so does this.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde::Deserialize;
use serde_yaml::Value;

use super::yaml::Lenient;
use crate::archive::{ArchiveError, read::decode};

/// What decides the URLs of a Jekyll site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    permalink: Option<String>,
    collections_dir: String,
    collections: BTreeMap<String, Collection>,
    defaults: Vec<Defaults>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Collection {
    has_pages: bool,
    permalink: Option<String>,
}

/// A permalink in `defaults`, and the files it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Defaults {
    path: String,
    kind: Option<String>,
    permalink: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Raw {
    permalink: Value,
    collections_dir: Value,
    collections: Value,
    defaults: Value,
}

pub(super) fn read(root: &Path) -> Result<Site, ArchiveError> {
    for name in ["_config.yml", "_config.yaml"] {
        let path = root.join(name);
        match fs::read(&path) {
            Ok(bytes) => return parse(&path, &decode(&path, bytes)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ArchiveError::Read { path, source }),
        }
    }
    let path = root.join("_config.toml");
    if path.exists() {
        return Err(ArchiveError::JekyllToml { path });
    }
    match site_above(root) {
        Some(site) => Err(ArchiveError::JekyllRoot { path: root.to_owned(), site }),
        None => Ok(Site::default()),
    }
}

/// The site that `root` is only a part of: there, `_posts` and collections would
/// be taken for pages.
fn site_above(root: &Path) -> Option<PathBuf> {
    let root = fs::canonicalize(root).ok()?;
    let mut above = root.ancestors().skip(1);
    above.find(|folder| folder.join("_config.yml").is_file()).map(Path::to_owned)
}

fn parse(path: &Path, text: &str) -> Result<Site, ArchiveError> {
    let text = text.trim_start_matches('\u{feff}');
    let read = serde_yaml::from_str(text).and_then(|Lenient(mut value)| {
        // `404: …` and the like name nothing that is read here.
        if let Value::Mapping(keys) = &mut value {
            keys.retain(|key, _| key.is_string());
        }
        serde_yaml::from_value(value)
    });
    let raw: Option<Raw> = read.map_err(|source| ArchiveError::JekyllConfig {
        path: path.to_owned(),
        line: source.location().map_or(1, |location| location.line()),
        source,
    })?;
    let raw = raw.unwrap_or_default();
    Ok(Site {
        permalink: text_of(&raw.permalink),
        collections_dir: text_of(&raw.collections_dir).map(|dir| plain(&dir)).unwrap_or_default(),
        collections: collections(&raw.collections),
        defaults: defaults(&raw.defaults),
    })
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// A folder without the `.` and `/` that change nothing: `./src/` is `src`.
fn plain(folder: &str) -> String {
    let parts = folder.split('/').filter(|part| !matches!(*part, "" | "."));
    parts.collect::<Vec<_>>().join("/")
}

/// Jekyll allows a list of labels or a map of label to settings.
fn collections(value: &Value) -> BTreeMap<String, Collection> {
    match value {
        Value::Sequence(labels) => {
            labels.iter().filter_map(text_of).map(|label| (label, Collection::default())).collect()
        }
        Value::Mapping(map) => map
            .iter()
            .filter_map(|(label, settings)| {
                let has_pages = settings.get("output").and_then(Value::as_bool).unwrap_or(false);
                let permalink = settings.get("permalink").and_then(text_of);
                Some((text_of(label)?, Collection { has_pages, permalink }))
            })
            .collect(),
        _ => BTreeMap::new(),
    }
}

fn defaults(value: &Value) -> Vec<Defaults> {
    let sets = value.as_sequence().map_or(&[][..], Vec::as_slice);
    sets.iter()
        .filter_map(|set| {
            let scope = |key| set.get("scope").and_then(|scope| scope.get(key)).and_then(text_of);
            let permalink = set.get("values")?.get("permalink").and_then(text_of)?;
            let path = scope("path").unwrap_or_default().trim_start_matches('/').to_owned();
            Some(Defaults { path, kind: scope("type").map(plural), permalink })
        })
        .collect()
}

/// Old sites write `post` for `posts`.
fn plural(kind: String) -> String {
    match kind.as_str() {
        "page" | "post" | "draft" => kind + "s",
        _ => kind,
    }
}

impl Site {
    pub(super) fn collections_dir(&self) -> &Path {
        Path::new(&self.collections_dir)
    }

    /// The label of a collection other than the posts.
    pub(super) fn label(&self, label: &str) -> Option<&str> {
        let (label, _) = self.collections.get_key_value(label)?;
        (label != "posts").then_some(label)
    }

    /// The template for posts, with a named style written out.
    pub(super) fn post_permalink(&self) -> String {
        let own = self.collections.get("posts").and_then(|posts| posts.permalink.as_deref());
        let style = || match self.permalink.as_deref().unwrap_or("date") {
            "none" => "/:categories/:title:output_ext",
            "date" => "/:categories/:year/:month/:day/:title:output_ext",
            "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
            template => template,
        };
        // Only the site's own `permalink` may name a style.
        own.unwrap_or_else(style).to_owned()
    }

    /// The template for a collection; `None` when it makes no pages.
    pub(super) fn collection_permalink(&self, label: &str) -> Option<String> {
        let collection = self.collections.get(label).filter(|collection| collection.has_pages)?;
        let suffix = || match self.permalink.as_deref().unwrap_or("date") {
            "pretty" => "/",
            "date" | "ordinal" | "none" => ":output_ext",
            template if template.ends_with('/') => "/",
            template if template.ends_with(":output_ext") => ":output_ext",
            _ => "",
        };
        let built_in = || format!("/:collection/:path{}", suffix());
        Some(collection.permalink.clone().unwrap_or_else(built_in))
    }

    /// The permalink that `defaults` give to the file at `path` (below
    /// `collections_dir`) of that type. The longest scope wins, then one with a
    /// type, then the last.
    pub(super) fn default_permalink(&self, path: &Path, kind: &str) -> Option<&str> {
        let mut chosen: Option<&Defaults> = None;
        for candidate in self.defaults.iter().filter(|defaults| self.applies(defaults, path, kind))
        {
            let wins = chosen.is_none_or(|old| {
                if candidate.path.len() == old.path.len() {
                    candidate.kind.is_some() || old.kind.is_none()
                } else {
                    candidate.path.len() > old.path.len()
                }
            });
            if wins {
                chosen = Some(candidate);
            }
        }
        chosen.map(|defaults| defaults.permalink.as_str())
    }

    fn applies(&self, defaults: &Defaults, path: &Path, kind: &str) -> bool {
        if defaults.kind.as_deref().is_some_and(|wanted| wanted != kind) {
            return false;
        }
        let container = format!("{}/", self.collections_dir);
        let scope = defaults.path.strip_prefix(&container).unwrap_or(&defaults.path);
        if scope.contains('*') {
            return glob(scope).matched_path_or_any_parents(path, false).is_ignore();
        }
        // Text, not folders: Jekyll's scope `_post` holds `_posts/x.md` too.
        path.to_str().is_some_and(|path| path.starts_with(scope))
    }
}

/// A scope with `*` as a matcher; a scope that is no glob holds nothing.
fn glob(scope: &str) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    // A broken line adds no glob, and a builder without globs cannot fail.
    let _ = builder.add_line(None, &format!("/{scope}"));
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Site, String> {
        parse(Path::new("_config.yml"), text).map_err(|error| {
            let source = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {}", source.unwrap_or_default())
        })
    }

    #[test]
    fn keys_of_other_use_and_shapes_that_jekyll_ignores_are_ignored() {
        let text = "title: x\nplugins: [a]\ncollections:\ndefaults: none\npermalink: 5\n";
        assert_eq!(read_text(text), Ok(Site::default()));
        assert_eq!(read_text(""), Ok(Site::default()));
        assert_eq!(read_text("# only a comment\n"), Ok(Site::default()));
    }

    #[test]
    fn merge_keys_and_keys_given_twice_are_read_as_jekyll_does() {
        let text = "x: &e { output: true, permalink: /e/:title }\n\
                    collections: { essays: { <<: *e } }\npermalink: a\npermalink: /:title\n";
        let site = read_text(text).unwrap();
        assert_eq!(site.collection_permalink("essays").as_deref(), Some("/e/:title"));
        assert_eq!(site.post_permalink(), "/:title");
    }

    #[test]
    fn a_broken_configuration_is_placed() {
        assert_eq!(
            read_text("title: x\nlist: [a\nb: c\n").unwrap_err(),
            "_config.yml:3: cannot read the Jekyll configuration: did not find expected ',' or \
             ']' at line 3 column 2, while parsing a flow sequence at line 2 column 7"
        );
    }

    #[test]
    fn a_configuration_in_toml_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("_config.toml");
        fs::write(&path, "title = 'x'\n").unwrap();
        assert_eq!(
            read(folder.path()).unwrap_err().to_string(),
            format!(
                "{}: a Jekyll configuration in TOML is not read; write it as _config.yml",
                path.display()
            )
        );
    }

    #[test]
    fn a_part_of_a_site_is_no_root() {
        let folder = tempfile::tempdir().unwrap();
        let site = fs::canonicalize(folder.path()).unwrap();
        let posts = site.join("_posts");
        fs::create_dir(&posts).unwrap();
        assert_eq!(read(&posts).unwrap(), Site::default());
        fs::write(site.join("_config.yml"), "").unwrap();
        assert_eq!(
            read(&posts).unwrap_err().to_string(),
            format!(
                "{} is only a part of the Jekyll site {}; put hanmark.yaml there, or build the \
                 whole site",
                posts.display(),
                site.display()
            )
        );
    }

    #[test]
    fn the_longest_scope_wins_then_the_typed_then_the_last() {
        let text = "collections_dir: src\ndefaults:\n\
                    - { scope: { path: '' }, values: { permalink: /all } }\n\
                    - { scope: { path: '', type: post }, values: { permalink: /typed } }\n\
                    - { scope: { path: '' }, values: { permalink: /untyped } }\n\
                    - { scope: { path: src/_posts/old }, values: { permalink: /old } }\n\
                    - { scope: { path: '_posts/*/deep' }, values: { permalink: /deep } }\n\
                    - { values: { layout: post } }\n";
        let site = read_text(text).unwrap();
        let permalink = |path: &str| site.default_permalink(Path::new(path), "posts");
        assert_eq!(permalink("_posts/x.md"), Some("/typed"));
        assert_eq!(permalink("_posts/old/x.md"), Some("/old"));
        assert_eq!(permalink("_posts/new/deep/x.md"), Some("/deep"));
        assert_eq!(site.default_permalink(Path::new("x.md"), "pages"), Some("/untyped"));
    }

    #[test]
    fn ids_of_many_digits_and_odd_keys_do_not_matter() {
        let text = "google: 105678901234567890123\n404: x\n~: y\npermalink: /:title/\n";
        let expected = read_text("permalink: /:title/\n").unwrap();
        assert_eq!(read_text(text).unwrap(), expected);
    }
}
