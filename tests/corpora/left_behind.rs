//! What stays behind in the corpora: Han characters that are no prose, by reason.

use std::collections::BTreeMap;

use hanmark::{
    KeptReason, LeftBehind, Prose, ProseSettings,
    document::{Document, Flavour, prose},
};
use rayon::prelude::*;

use crate::shared::{self, Post};

/// How many texts are shown for each reason.
const SHOWN: usize = 12;

/// How many characters of a text are shown.
const WIDTH: usize = 60;

#[test]
#[ignore = "needs the corpora"]
fn every_character_that_stays_has_a_reason() {
    let posts = shared::posts();
    let read: Vec<(&Post, Prose)> =
        posts.par_iter().filter_map(|post| Some((post, prose_of(post)?))).collect();
    let mut all = LeftBehind::default();
    let mut by_archive: BTreeMap<&str, LeftBehind> = BTreeMap::new();
    for (post, prose) in &read {
        let left = prose.left_behind(&post.text);
        all += &left;
        *by_archive.entry(archive(post)).or_default() += &left;
    }
    for (archive, left) in &by_archive {
        print(archive, left);
    }
    print("all", &all);
    for (reason, _) in all.by_number() {
        println!("  {}:", reason.name());
        for sample in samples(&read, reason) {
            println!("    {sample}");
        }
    }
    assert_eq!(all.of(KeptReason::Markup), 0, "{:#?}", unexplained(&read));
}

fn prose_of(post: &Post) -> Option<Prose> {
    let settings =
        ProseSettings { flavour: Flavour::of_name(post.name.as_ref()), ..ProseSettings::default() };
    prose(&Document::split(&post.text), &settings).ok()
}

fn archive(post: &Post) -> &str {
    post.name.split('/').next().unwrap_or_default()
}

fn print(what: &str, left: &LeftBehind) {
    let list: Vec<String> = left
        .by_number()
        .iter()
        .map(|(reason, count)| format!("{} {count}", reason.name()))
        .collect();
    println!("{what}: {} Han stay: {}", left.total(), list.join(", "));
}

/// Some of what stays for one reason, from posts far apart.
fn samples(read: &[(&Post, Prose)], reason: KeptReason) -> Vec<String> {
    let mut samples: Vec<String> = read
        .iter()
        .flat_map(|(post, prose)| {
            let kept = prose.kept.iter().filter(move |kept| kept.reason == reason);
            kept.map(|kept| (*post, &post.text[kept.range.clone()]))
        })
        .filter(|(_, text)| text.contains(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c)))
        .map(|(post, text)| sample(post, text))
        .collect();
    let step = samples.len() / SHOWN + 1;
    let mut at = 0;
    samples.retain(|_| {
        at += 1;
        (at - 1) % step == 0
    });
    samples
}

/// What stays although nothing says why.
fn unexplained(read: &[(&Post, Prose)]) -> Vec<String> {
    let of_post = |(post, prose): &(&Post, Prose)| {
        let left = prose.left_behind(&post.text).of(KeptReason::Markup);
        (left > 0).then(|| {
            let mut known: Vec<_> = prose.spans.clone();
            known.extend(prose.kept.iter().map(|kept| kept.range.clone()));
            known.sort_by_key(|range| range.start);
            let mut at = 0;
            let mut gaps = Vec::new();
            for range in known {
                if range.start > at && !post.text[at..range.start].is_ascii() {
                    gaps.push(post.text[at..range.start].to_owned());
                }
                at = at.max(range.end);
            }
            format!("{}: {left}: {gaps:?}", post.name)
        })
    };
    read.iter().filter_map(of_post).take(SHOWN).collect()
}

fn sample(post: &Post, text: &str) -> String {
    let short: String = text.chars().take(WIDTH).collect();
    format!("{}: {short:?}", post.name)
}
