//! What the posts of the corpora are written in.

use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path},
};

use hanmark::{Origin, SurveyOptions, Surveyed, Variant, Verdict, survey};

use crate::{
    engines::rotated,
    shared::{self, files},
};

/// Shorter posts may stay undecided.
const ENOUGH_HAN: usize = 20;

#[test]
#[ignore = "needs the corpora"]
fn every_post_of_huli_blog_is_taiwanese_or_english() {
    let expected = |path: &Path| {
        let english = path.components().any(|part| part.as_os_str() == "en");
        if english { Verdict::NotChinese } else { Verdict::In(Variant::ZhTw) }
    };
    assert_detects("huli-blog", expected);
}

#[test]
#[ignore = "needs the corpora"]
fn every_post_of_pingcap_is_of_mainland_china() {
    assert_detects("pingcap-docs-cn", |_| Verdict::In(Variant::ZhCn));
}

/// The figures of the archives without a right answer for each post.
#[test]
#[ignore = "needs the corpora"]
fn the_other_archives_are_surveyed() {
    for name in ["vue-docs-zh-pair/zh-cn", "vue-docs-zh-pair/zh-hk", "rust-book-tw", "wenyanwen"] {
        let root = shared::path("corpora").join(name);
        print_figures(name, &surveyed(&root));
        let scratch = tempfile::tempdir().unwrap();
        copy(&root, &scratch.path().join("docs"));
        print_figures(
            &format!("{name} in a folder without a variant"),
            &surveyed(&scratch.path().join("docs")),
        );
    }
}

#[track_caller]
fn assert_detects(name: &str, expected: impl Fn(&Path) -> Verdict) {
    let root = shared::path("corpora").join(name);
    let posts = surveyed(&root);
    print_figures(name, &posts);
    let wrong: Vec<String> = posts
        .iter()
        .filter(|post| post.source.verdict != expected(&post.path))
        .filter(|post| {
            let text = shared::read(&root.join(&post.path));
            text.chars().filter_map(rotated).count() >= ENOUGH_HAN
        })
        .map(|post| format!("{}: {:?}", post.path.display(), post.source))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn surveyed(root: &Path) -> Vec<Surveyed> {
    let found = survey(&SurveyOptions::new(root)).unwrap();
    assert!(found.failed.is_empty(), "{:?}", found.failed);
    let paths: Vec<&Path> = found.posts.iter().map(|post| post.path.as_path()).collect();
    let files = files(root);
    let relative = files.iter().filter_map(|file| file.strip_prefix(root).ok());
    assert_eq!(paths, relative.filter(|file| is_post(file)).collect::<Vec<_>>());
    found.posts
}

/// Markdown outside hidden folders.
fn is_post(file: &Path) -> bool {
    let hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    file.extension().is_some_and(|extension| extension == "md") && !file.components().any(hidden)
}

fn print_figures(what: &str, posts: &[Surveyed]) {
    let mut figures: BTreeMap<String, usize> = BTreeMap::new();
    for post in posts {
        let verdict = match post.source.verdict {
            Verdict::In(variant) => variant.tag().to_owned(),
            other => format!("{other:?}"),
        };
        let who = match post.source.origin {
            Origin::Declared => "declared",
            Origin::Named => "by name",
            _ => "by words",
        };
        let confidence = post.source.confidence();
        *figures.entry(format!("{verdict} {who} ({confidence:?})")).or_default() += 1;
    }
    let figures: Vec<String> =
        figures.iter().map(|(figure, count)| format!("{count} {figure}")).collect();
    println!("{what}: {} posts: {}", posts.len(), figures.join(", "));
}

fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let place = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, fs::read(&file).unwrap()).unwrap();
    }
}
