//! Sentences about what was found.

use hanmark::init::{Found, Generator, Site, SitePlace, Variants};

use crate::actions::shown;

/// The site and the posts, in one line.
pub(super) fn what_was_found(found: &Found) -> String {
    let site = match &found.site {
        Some(site) => format!("{} ({})", site.generator.name(), place(site)),
        None => "no site generator".to_owned(),
    };
    format!("{site}; {}", posts(&found.variants))
}

fn place(site: &Site) -> String {
    match site.place {
        SitePlace::Here => site.sign.display().to_string(),
        SitePlace::Above | SitePlace::Below => {
            shown(&site.folder.join(&site.sign)).display().to_string()
        }
    }
}

/// The numbers of posts, in words.
fn posts(variants: &Variants) -> String {
    let mut parts: Vec<(usize, String)> =
        variants.posts.iter().map(|(variant, count)| (*count, variant.to_string())).collect();
    parts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    parts.push((variants.mixed, "in both scripts".to_owned()));
    parts.push((variants.undecided, "too short to tell".to_owned()));
    parts.push((variants.not_chinese, "not Chinese".to_owned()));
    let list: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    if list.is_empty() {
        return "no posts".to_owned();
    }
    format!("{}: {}", of_posts(variants.total()), list.join(", "))
}

/// `1 post`, `2 posts`.
pub(super) fn of_posts(count: usize) -> String {
    number(count, "post")
}

/// A number of things.
pub(super) fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// What the generator needs for the copies to be pages, or what its layout lacks.
pub(super) fn about_layout(site: Option<&Site>) -> Option<String> {
    let Some(site) = site else {
        return Some(
            "Copies lie beside their originals; `hanmark help build` lists the other layouts."
                .to_owned(),
        );
    };
    if site.layout().is_none() {
        let folder = shown(&site.folder).display();
        return Some(format!(
            "The {} site in {folder} has a layout of its own, which needs its folder as the \
             archive: run `hanmark init {folder}` for that. Here copies lie beside their originals.",
            site.generator.name()
        ));
    }
    let note = match site.generator {
        Generator::Hugo => {
            "Hugo shows these copies once its configuration lists the language, in lower case, \
             under `languages`."
        }
        Generator::MkDocs => {
            "The plugin mkdocs-static-i18n shows these copies, with `docs_structure: suffix` and \
             the locale under `languages`."
        }
        Generator::Docusaurus => {
            "Docusaurus shows these copies once `i18n.locales` lists the variant."
        }
        Generator::Starlight => {
            "Starlight shows these copies once `locales` lists the variant, in lower case."
        }
        Generator::VitePress => {
            "VitePress has no layout of its own yet. This pattern makes the folders of its \
             `locales`, if its pages lie in this folder (no `srcDir`)."
        }
        Generator::MdBook => {
            "mdBook has no layout of its own yet. With this pattern the folder of an edition \
             becomes a book by a copy of book.toml, of what that names, and of the images."
        }
        Generator::Eleventy => {
            "Eleventy has no layout of its own yet; copies lie beside their originals, as pages \
             of their own."
        }
        Generator::Pelican => {
            "Pelican has no layout of its own yet; copies lie beside their originals. It takes an \
             article for a translation by its `lang` and `slug`: see `set` below."
        }
        Generator::Astro => {
            "Astro without Starlight has no layout of its own; copies lie beside their originals."
        }
        _ => return None,
    };
    Some(note.to_owned())
}
