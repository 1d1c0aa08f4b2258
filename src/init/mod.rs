//! A first look at an archive: what a configuration for it should decide.
//!
//! Gets the folder of an archive, gives facts: the site's generator, what the posts
//! are written in, and where Chinese stands that stays as it is unless it is asked for.
//! Nothing is written, and nothing is decided here.

mod post;
mod site;

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

pub use site::{Generator, Site, SitePlace};

use crate::{
    Failed, SurveyOptions, Surveyed,
    archive::{ArchiveError, read},
    convert::{detect::Verdict, variant::Variant},
    document::{FieldScope, catch_panics},
    pipeline::Origin,
    survey,
};
use post::PostFacts;

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

    /// How many posts an edition in `target` would copy, if none is there yet.
    #[must_use]
    pub fn leading_to(&self, target: Variant) -> usize {
        let leads = |(variant, _): &(&Variant, &usize)| variant.leads_to(target);
        let told: usize = self.posts.iter().filter(leads).map(|(_, count)| count).sum();
        told + self.mixed + self.undecided
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

/// Looks at the archive in `root`; copies that its lock lists are left out.
///
/// # Errors
/// As [`survey`].
pub fn look(root: &Path) -> Result<Found, ArchiveError> {
    let surveyed = survey(&SurveyOptions::new(root))?;
    let mut found = Found { site: Site::find(root), failed: surveyed.failed, ..Found::default() };
    for post in &surveyed.posts {
        found.variants.add(post);
        found.note_folder(&post.path);
    }
    found.typical = typical(&surveyed.posts).map(Path::to_owned);
    let read: Vec<Result<PostFacts, ArchiveError>> =
        surveyed.posts.par_iter().filter_map(|post| read_post(root, post)).collect();
    let mut fields: BTreeMap<String, Example> = BTreeMap::new();
    for facts in read {
        match facts {
            Ok(facts) => found.add(&facts, &mut fields),
            Err(error) => found.failed.push(Failed { error }),
        }
    }
    let field =
        |(key, example): (String, Example)| Field { kind: FieldKind::of(&key), key, example };
    found.fields = fields.into_iter().map(field).collect();
    found.fields.sort_by_key(|field| std::cmp::Reverse(field.example.count));
    Ok(found)
}

fn is_chinese(post: &Surveyed) -> bool {
    !matches!(post.source.verdict, Verdict::NotChinese | Verdict::Japanese)
}

fn typical(posts: &[Surveyed]) -> Option<&Path> {
    let mut folders: BTreeMap<&OsStr, (usize, &Path)> = BTreeMap::new();
    for post in posts.iter().filter(|post| is_chinese(post)) {
        let folder = post.path.iter().next().unwrap_or_default();
        folders.entry(folder).or_insert((0, &post.path)).0 += 1;
    }
    // Of equal ones the first.
    folders.into_values().rev().max_by_key(|(count, _)| *count).map(|(_, post)| post)
}

/// `None` if no copy is made of the post.
fn read_post(root: &Path, post: &Surveyed) -> Option<Result<PostFacts, ArchiveError>> {
    if !is_chinese(post) {
        return None;
    }
    let path = root.join(&post.path);
    let refused = |source| ArchiveError::Refused { path: path.clone(), source };
    let read = read::read(&path)
        .and_then(|text| catch_panics(|| PostFacts::of(&post.path, &text)).map_err(refused));
    Some(read)
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
    fn note_folder(&mut self, post: &Path) {
        let folders = post.parent().unwrap_or(Path::new(""));
        let is_foreign = |folder: &&Path| {
            folder.file_name().is_some_and(|name| FOREIGN.iter().any(|f| name == *f))
        };
        let outermost = folders.ancestors().filter(is_foreign).last();
        if let Some(folder) = outermost {
            *self.foreign.entry(folder.to_owned()).or_default() += 1;
        }
    }

    fn add(&mut self, facts: &PostFacts, fields: &mut BTreeMap<String, Example>) {
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
