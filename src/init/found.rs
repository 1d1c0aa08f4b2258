//! The facts of a first look, and how they add up.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{post::PostFacts, site::Site};
use crate::{
    Failed, Surveyed,
    archive::carried::without_variant,
    convert::{detect::Verdict, variant::Variant},
    document::FieldScope,
    pipeline::Origin,
};

/// What was found in an archive.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Found {
    /// The site that the archive is, or is a part of.
    pub site: Option<Site>,
    /// The first Chinese post of the folder in the root that has most of them, relative to
    /// the root.
    pub typical: Option<PathBuf>,
    /// How many posts are written in what.
    pub variants: Variants,
    /// Front matter keys with Chinese, those in most posts first. Posts that are not
    /// Chinese do not count, here and below.
    pub fields: Vec<Field>,
    /// `lang`, `language` and `locale` with each value, and how many posts say so.
    pub languages: BTreeMap<(String, String), usize>,
    /// Chinese in inline code.
    pub inline_code: InlineCodeFound,
    /// Chinese in code blocks.
    pub code_blocks: CodeBlocksFound,
    /// Parameters of template tags with Chinese text, sorted.
    pub parameters: BTreeMap<(String, String), Example>,
    /// Folders that look as if others' files or a generator's output lay there, and how
    /// many posts do.
    pub foreign: BTreeMap<PathBuf, usize>,
    /// What could not be read; everything else was.
    pub failed: Vec<Failed>,
}

/// Numbers of posts by what they are written in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variants {
    /// Of each variant.
    pub posts: BTreeMap<Variant, usize>,
    /// How many posts an edition in each variant would copy, where they have none yet;
    /// hand-made editions of one post count as one.
    pub leading: BTreeMap<Variant, usize>,
    /// In both scripts.
    pub mixed: usize,
    /// Too short to tell.
    pub undecided: usize,
    /// Not Chinese.
    pub not_chinese: usize,
    /// Of all these: those whose name or folder says so.
    pub named: usize,
    /// Of all these: those whose front matter says so.
    pub declared: usize,
}

impl Variants {
    /// All posts.
    #[must_use]
    pub fn total(&self) -> usize {
        self.posts.values().sum::<usize>() + self.mixed + self.undecided + self.not_chinese
    }

    /// Counts posts.
    pub(super) fn of(posts: &[Surveyed]) -> Self {
        let mut variants = Self::default();
        let mut editions: BTreeMap<PathBuf, Vec<Verdict>> = BTreeMap::new();
        for post in posts {
            variants.add(post);
            editions.entry(without_variant(&post.path)).or_default().push(post.source.verdict);
        }
        for target in Variant::ALL {
            let leads = |verdict: &Verdict| match verdict {
                Verdict::In(variant) => variant.leads_to(target),
                Verdict::Mixed | Verdict::Undecided => true,
                Verdict::NotChinese | Verdict::Japanese => false,
            };
            let is_there = |verdict: &Verdict| *verdict == Verdict::In(target);
            let lacks = |verdicts: &&Vec<Verdict>| {
                verdicts.iter().any(leads) && !verdicts.iter().any(is_there)
            };
            variants.leading.insert(target, editions.values().filter(lacks).count());
        }
        variants
    }

    fn add(&mut self, post: &Surveyed) {
        match post.source.verdict {
            Verdict::In(variant) => *self.posts.entry(variant).or_default() += 1,
            Verdict::Mixed => self.mixed += 1,
            Verdict::Undecided => self.undecided += 1,
            Verdict::NotChinese | Verdict::Japanese => self.not_chinese += 1,
        }
        match post.source.origin {
            Origin::Named => self.named += 1,
            Origin::Declared => self.declared += 1,
            _ => {}
        }
    }
}

/// A front matter key with Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The key; a nested one as `seo.title`.
    pub key: String,
    /// How many posts have Chinese there, and the value of one.
    pub example: Example,
    /// What the key is, by its name.
    pub kind: FieldKind,
}

/// How often something stands in the posts, and the first of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// How often.
    pub count: usize,
    /// One of them, as it is written.
    pub text: String,
}

impl Example {
    fn add(&mut self, text: &str) {
        self.count += 1;
        if self.text.is_empty() {
            text.clone_into(&mut self.text);
        }
    }
}

/// What a front matter key is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// It is converted by default.
    Converted,
    /// Its last part is that of such a key, as in `seo.title`.
    Nested,
    /// Generators take it for an address, or gather posts by it.
    Address,
    /// Any other.
    Other,
}

impl FieldKind {
    /// The kind of a key.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let scope = FieldScope::default();
        let last = key.rsplit('.').next().unwrap_or(key);
        let is_address = |part: &str| ADDRESS_KEYS.iter().any(|a| a.eq_ignore_ascii_case(part));
        if scope.converts(key) {
            Self::Converted
        } else if key.split('.').any(is_address) {
            Self::Address
        } else if scope.converts(last) {
            Self::Nested
        } else {
            Self::Other
        }
    }
}

/// Keys that generators take for addresses or files, or gather posts by.
const ADDRESS_KEYS: [&str; 38] = [
    "tags",
    "tag",
    "categories",
    "category",
    "taxonomies",
    "series",
    "keywords",
    "topics",
    "topic",
    "author",
    "authors",
    "slug",
    "permalink",
    "url",
    "uri",
    "link",
    "path",
    "file",
    "aliases",
    "alias",
    "redirect_from",
    "redirect_to",
    "layout",
    "type",
    "template",
    "id",
    "identifier",
    "parent",
    "parents",
    "menu",
    "image",
    "images",
    "cover",
    "thumbnail",
    "photos",
    "banner",
    "collection",
    "group",
];

/// Chinese in inline code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InlineCodeFound {
    /// The pieces with Han characters.
    pub pieces: Example,
    /// How many Han characters `inline_code: prose` would take for text.
    pub prose: usize,
}

/// Chinese in code blocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CodeBlocksFound {
    /// Han characters.
    pub characters: usize,
    /// How many of them `code_blocks: comments` would take for text.
    pub comments: usize,
}

/// Names of folders that packages and generators write to.
const FOREIGN: [&str; 18] = [
    "public",
    "dist",
    "build",
    "out",
    "output",
    "_book",
    "book",
    "site",
    "target",
    "vendor",
    "vendored",
    "third_party",
    "third-party",
    "themes",
    "archetypes",
    "scaffolds",
    "bower_components",
    "venv",
];

impl Found {
    pub(super) fn note_folder(&mut self, post: &Path) {
        let folders = post.parent().unwrap_or(Path::new(""));
        let is_foreign = |folder: &&Path| {
            folder.file_name().is_some_and(|name| FOREIGN.iter().any(|f| name == *f))
        };
        let outermost = folders.ancestors().filter(is_foreign).last();
        if let Some(folder) = outermost {
            *self.foreign.entry(folder.to_owned()).or_default() += 1;
        }
    }

    pub(super) fn add(&mut self, facts: &PostFacts, fields: &mut BTreeMap<String, Example>) {
        for (key, value) in &facts.fields {
            fields.entry(key.clone()).or_default().add(value);
        }
        for (key, value) in &facts.languages {
            *self.languages.entry(((*key).to_owned(), value.clone())).or_default() += 1;
        }
        for piece in &facts.inline_code {
            self.inline_code.pieces.add(piece);
        }
        self.inline_code.prose += facts.inline_prose;
        self.code_blocks.characters += facts.code_blocks;
        self.code_blocks.comments += facts.comments;
        for (name, parameter, value) in &facts.parameters {
            self.parameters.entry((name.clone(), parameter.clone())).or_default().add(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_told_by_their_names() {
        for (key, kind) in [
            ("title", FieldKind::Converted),
            ("image_caption", FieldKind::Converted),
            ("seo.title", FieldKind::Nested),
            ("hero.image_alt", FieldKind::Nested),
            ("tags", FieldKind::Address),
            ("Categories", FieldKind::Address),
            ("taxonomies.topic", FieldKind::Address),
            ("author.title", FieldKind::Address),
            ("lede", FieldKind::Other),
            ("標題", FieldKind::Other),
        ] {
            assert_eq!(FieldKind::of(key), kind, "{key}");
        }
    }

    #[test]
    fn the_outermost_foreign_folder_counts() {
        let mut found = Found::default();
        for post in ["a.md", "content/b.md", "x/vendor/y/dist/c.md", "x/vendor/d.md", "output.md"] {
            found.note_folder(Path::new(post));
        }
        assert_eq!(found.foreign, BTreeMap::from([(PathBuf::from("x/vendor"), 2)]));
    }
}
