//! The generator of a site, told by its files.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// What makes a site of posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Generator {
    /// Hugo.
    Hugo,
    /// Jekyll.
    Jekyll,
    /// Hexo.
    Hexo,
    /// Material for `MkDocs`, or `MkDocs`.
    MkDocs,
    /// Docusaurus.
    Docusaurus,
    /// Astro with Starlight.
    Starlight,
    /// Astro without it.
    Astro,
    /// mdBook.
    MdBook,
    /// `VitePress`.
    VitePress,
    /// Eleventy.
    Eleventy,
    /// Pelican.
    Pelican,
}

/// From where in or around a site its layout puts copies where they belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Copies lie beside their originals.
    Anywhere,
    /// The site's folder, or its folder of posts.
    Inside,
    /// The site's folder alone.
    Site,
}

impl Generator {
    /// The name that people know.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// Name, layout, reach. Where there is no layout of its own yet, a pattern that
    /// its pages come out with.
    fn row(self) -> (&'static str, &'static str, Reach) {
        match self {
            Self::Hugo => ("Hugo", "hugo", Reach::Anywhere),
            Self::Jekyll => ("Jekyll", "jekyll", Reach::Site),
            Self::Hexo => ("Hexo", "hexo", Reach::Inside),
            Self::MkDocs => ("MkDocs", "mkdocs", Reach::Anywhere),
            Self::Docusaurus => ("Docusaurus", "docusaurus", Reach::Site),
            Self::Starlight => ("Starlight", "starlight", Reach::Inside),
            Self::Astro => ("Astro", "sibling", Reach::Anywhere),
            Self::MdBook => ("mdBook", "{variant_lower}/{path}", Reach::Site),
            Self::VitePress => ("VitePress", "{variant_lower}/{path}", Reach::Site),
            Self::Eleventy => ("Eleventy", "sibling", Reach::Anywhere),
            Self::Pelican => ("Pelican", "sibling", Reach::Anywhere),
        }
    }
}

/// The site that an archive is, is a part of, or has in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Site {
    /// What makes it.
    pub generator: Generator,
    /// Its folder.
    pub folder: PathBuf,
    /// The file or folder that tells the generator, inside [`Site::folder`].
    pub sign: PathBuf,
    /// Where the site lies, seen from the archive.
    pub place: SitePlace,
}

/// Where a site lies, seen from the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitePlace {
    /// The archive is the site.
    Here,
    /// The archive is a folder in it.
    Above,
    /// It is a folder in the archive.
    Below,
}

/// How many folders above an archive are looked at.
const LEVELS: usize = 4;

impl Site {
    /// A site of that generator in `folder`, told by `sign`.
    #[must_use]
    pub fn new(generator: Generator, folder: &Path, sign: &str, place: SitePlace) -> Self {
        Self { generator, folder: folder.to_owned(), sign: sign.into(), place }
    }

    /// The site at `root`, else the nearest one above in the same repository, else the
    /// first one in a folder of `root`.
    #[must_use]
    pub fn find(root: &Path) -> Option<Self> {
        Self::at(root, SitePlace::Here).or_else(|| Self::above(root)).or_else(|| Self::below(root))
    }

    /// The name or pattern of the layout for an archive at [`Site::place`]; `None` if
    /// only one whose root is [`Site::folder`] can have it.
    #[must_use]
    pub fn layout(&self) -> Option<&'static str> {
        let (_, layout, reach) = self.generator.row();
        let reaches = match self.place {
            SitePlace::Here => true,
            SitePlace::Above => reach != Reach::Site,
            SitePlace::Below => reach == Reach::Anywhere,
        };
        reaches.then_some(layout)
    }

    fn at(folder: &Path, place: SitePlace) -> Option<Self> {
        let (generator, sign) = generator(folder)?;
        Some(Self::new(generator, folder, &sign, place))
    }

    fn above(root: &Path) -> Option<Self> {
        let mut folder = fs::canonicalize(root).ok()?;
        for _ in 0..LEVELS {
            if folder.join(".git").exists() || !folder.pop() {
                return None;
            }
            if generator(&folder).is_some() {
                return Self::at(&as_given(root, &folder), SitePlace::Above);
            }
        }
        None
    }

    fn below(root: &Path) -> Option<Self> {
        let mut folders: Vec<PathBuf> = fs::read_dir(root)
            .ok()?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.is_dir() && !is_hidden(path))
            .collect();
        folders.sort();
        folders.iter().find_map(|folder| Self::at(folder, SitePlace::Below))
    }
}

fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_none_or(|name| name.starts_with('.') || name == "node_modules")
}

/// `folder`, which is above `path`, as a beginning of `path` or below the current folder
/// if it can be written so.
fn as_given(path: &Path, folder: &Path) -> PathBuf {
    let leads_there = |path: &&Path| fs::canonicalize(path).is_ok_and(|found| found == *folder);
    let here = Path::new(".");
    let above = path.ancestors().skip(1).filter(|path| !path.as_os_str().is_empty());
    above.chain([here]).find(leads_there).unwrap_or(folder).to_owned()
}

/// The generator whose site `folder` is, and what tells it.
fn generator(folder: &Path) -> Option<(Generator, String)> {
    let has = |name: &str| folder.join(name).exists();
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    let first = |names: &[&str]| names.iter().find(|name| has(name)).map(|name| (*name).to_owned());
    let found = |generator| move |sign: String| (generator, sign);
    let hugo = || {
        first(&["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]).or_else(|| {
            let config = ["config.toml", "config.yaml", "config.yml", "config.json"];
            // Zola has a `config.toml` too, with `base_url`.
            let is_hugos = |name: &String| !text(name).contains("base_url");
            first(&config)
                .or_else(|| first(&["config/_default"]))
                .filter(is_hugos)
                .filter(|_| has("content"))
        })
    };
    let config = first(&["_config.yml", "_config.yaml"]);
    let hexo = |config: &String| {
        let is_hexos = has("source/_posts")
            || has("scaffolds")
            || text("package.json").contains("\"hexo\"")
            || text(config).contains("hexo.io");
        is_hexos.then(|| config.clone())
    };
    let jekyll = |config: &String| {
        let is_jekylls = has("_posts")
            || has("_layouts")
            || has("_includes")
            || text("Gemfile").contains("jekyll")
            || ["jekyll", "remote_theme", "collections:", "permalink:"]
                .iter()
                .any(|word| text(config).contains(word));
        is_jekylls.then(|| config.clone())
    };
    let astro = |sign: String| {
        let is_starlight = text(&sign).contains("starlight");
        (if is_starlight { Generator::Starlight } else { Generator::Astro }, sign)
    };
    hugo()
        .map(found(Generator::Hugo))
        .or_else(|| config.as_ref().and_then(hexo).map(found(Generator::Hexo)))
        .or_else(|| config.as_ref().and_then(jekyll).map(found(Generator::Jekyll)))
        .or_else(|| first(&["mkdocs.yml", "mkdocs.yaml"]).map(found(Generator::MkDocs)))
        .or_else(|| first(DOCUSAURUS).map(found(Generator::Docusaurus)))
        .or_else(|| first(ASTRO).map(astro))
        .or_else(|| first(&["book.toml"]).map(found(Generator::MdBook)))
        .or_else(|| first(&[".vitepress"]).map(found(Generator::VitePress)))
        .or_else(|| first(ELEVENTY).map(found(Generator::Eleventy)))
        .or_else(|| first(&["pelicanconf.py"]).map(found(Generator::Pelican)))
}

const DOCUSAURUS: &[&str] = &[
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
];
const ASTRO: &[&str] = &[
    "astro.config.mjs",
    "astro.config.ts",
    "astro.config.js",
    "astro.config.mts",
    "astro.config.cjs",
];
const ELEVENTY: &[&str] = &[
    ".eleventy.js",
    "eleventy.config.js",
    "eleventy.config.mjs",
    "eleventy.config.cjs",
    "eleventy.config.ts",
];
