//! Links to headings in a built archive: every one that led to a heading leads
//! to it in the copies. Headings, links and slugs are read here by code that the
//! library does not share.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use comrak::{
    Arena, Options,
    nodes::{AstNode, NodeValue},
    parse_document,
};
use hanmark::{Switches, build_archive};
use rayon::prelude::*;

use crate::{builds, by_hand, shared};

/// The headings' ids and the links of one file.
struct Page {
    ids: HashSet<String>,
    links: Vec<String>,
}

#[test]
#[ignore = "needs the corpora"]
fn fragments_of_pingcap_still_lead_to_their_headings() {
    let root = shared::path("corpora").join("pingcap-docs-cn");
    let out = tempfile::tempdir().unwrap();
    let mut options = builds::options(&root, "zh-TW", out.path());
    options.switches = Switches::default();
    let report = build_archive(&options, &|_, _| {}).unwrap();
    let originals = pages(&root, report.copies.iter().map(|copy| copy.source.as_path()));
    let edition = out.path().join("zh-TW");
    let copies = pages(&edition, report.copies.iter().map(|copy| copy.source.as_path()));

    let (mut in_file, mut across, mut nowhere, mut broken) = (0, 0, 0, Vec::new());
    for copy in &report.copies {
        let name = copy.source.to_str().unwrap();
        let (original, copy) = (&originals[name], &copies[name]);
        assert_eq!(original.links.len(), copy.links.len(), "{name}");
        for (old, new) in original.links.iter().zip(&copy.links) {
            let fragment = old.split_once('#').map_or("", |(_, fragment)| fragment);
            if decoded(fragment).is_ascii() || old.contains("://") {
                continue;
            }
            if !resolves(&originals, name, old) {
                nowhere += 1;
            } else if !resolves(&copies, name, new) {
                broken.push(format!("{name}: {old} became {new}"));
            } else if old.starts_with('#') {
                in_file += 1;
            } else {
                across += 1;
            }
        }
    }
    println!(
        "fragments with Chinese: {in_file} in their file and {across} across files still lead to \
         their headings, {} do not, {nowhere} led nowhere before",
        broken.len()
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(in_file > 0 && across > 0);
}

fn pages<'p>(root: &Path, paths: impl Iterator<Item = &'p Path>) -> HashMap<String, Page> {
    let paths: Vec<_> = paths.collect();
    let page =
        |path: &&Path| (path.to_str().unwrap().to_owned(), page(&shared::read(&root.join(path))));
    paths.par_iter().map(page).collect()
}

fn page(text: &str) -> Page {
    let (_, body) = by_hand::front_matter(text);
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    let arena = Arena::new();
    let root = parse_document(&arena, body, &options);
    let (mut ids, mut links) = (HashSet::new(), Vec::new());
    for node in root.descendants() {
        match &node.data.borrow().value {
            NodeValue::Heading(_) => {
                let id = id(&text_of(node));
                let mut numbers = (1..).map(|number| format!("{id}-{number}"));
                let free = |id: &String| !ids.contains(id);
                let id = if free(&id) { id } else { numbers.find(free).unwrap() };
                ids.insert(id);
            }
            NodeValue::Link(link) => links.push(link.url.clone()),
            _ => {}
        }
    }
    Page { ids, links }
}

fn text_of<'a>(heading: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for node in heading.descendants() {
        match &node.data.borrow().value {
            NodeValue::Text(said) => text.push_str(said),
            NodeValue::Code(code) => text.push_str(&code.literal),
            _ => {}
        }
    }
    text
}

/// GitHub's id of a heading.
fn id(text: &str) -> String {
    let lower = text.to_lowercase();
    let kept = lower.chars().filter(|&c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// Whether a link in the file at `from` leads to a heading.
fn resolves(pages: &HashMap<String, Page>, from: &str, link: &str) -> bool {
    let (path, fragment) = link.split_once('#').unwrap();
    let path = decoded(path);
    let target = match path.strip_prefix('/') {
        _ if path.is_empty() => from.to_owned(),
        Some(path) => path.to_owned(),
        None => {
            let mut parts: Vec<&str> = from.split('/').collect();
            parts.pop();
            for part in path.split('/') {
                match part {
                    ".." => drop(parts.pop()),
                    "." | "" => {}
                    _ => parts.push(part),
                }
            }
            parts.join("/")
        }
    };
    pages.get(&target).is_some_and(|page| page.ids.contains(&decoded(fragment)))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let hex = || u8::from_str_radix(std::str::from_utf8(behind.get(..2)?).ok()?, 16).ok();
        let byte = (*first == b'%').then(hex).flatten();
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
