//! What is not parsed again is what a parse would have accepted.

use hanmark::{
    Document, Edits, Engine, Plain, Profile, ProseSettings, Thoroughness,
    document::{edits, prose},
    shortcut_accepts, verify,
};
use rayon::prelude::*;

use crate::{
    engines::Rotation,
    rotation::{in_han, in_han_apart_from_tags, rewritten},
    shared::{self, Post},
};

#[test]
#[ignore = "needs the corpora"]
fn the_shortcut_makes_the_copies_of_the_full_check() {
    let posts = shared::posts();
    for to_pair in 1..=3 {
        assert_same("corpora, rotation", &posts, &Rotation { to_pair });
    }
    for profile in [Profile::S2t, Profile::S2twp, Profile::T2s, Profile::Tw2sp] {
        assert_same(&format!("corpora, {profile}"), &posts, &Plain::new(&[profile]));
    }
}

#[test]
#[ignore = "needs the specifications"]
fn the_shortcut_makes_the_copies_of_the_full_check_of_examples() {
    let examples = shared::examples();
    for rewrite in [in_han as fn(&str) -> String, in_han_apart_from_tags] {
        let texts = rewritten(&examples, rewrite);
        for to_pair in 1..=3 {
            assert_same("specifications, rotation", &texts, &Rotation { to_pair });
        }
    }
}

#[track_caller]
fn assert_same(what: &str, posts: &[Post], engine: &dyn Engine) {
    let taken: Vec<bool> = posts.par_iter().filter_map(|post| is_taken(post, engine)).collect();
    let short = taken.iter().filter(|taken| **taken).count();
    println!("{what}: {short} of {} posts are not parsed again", taken.len());
    assert!(short * 2 > taken.len());
}

/// Whether the shortcut takes a post; nothing if there is nothing to edit.
fn is_taken(post: &Post, engine: &dyn Engine) -> Option<bool> {
    let settings = ProseSettings::default();
    let found = prose(&Document::split(&post.text), &settings).ok()?;
    let (edits, _) = edits(&post.text, &found, &mut |_, _| Some(engine)).unwrap();
    let check =
        |thoroughness| verify(&post.text, &edits, &Edits::default(), &settings, thoroughness);
    assert_eq!(check(Thoroughness::Shortcut), check(Thoroughness::Full), "{}", post.name);
    (!edits.is_empty()).then(|| shortcut_accepts(&post.text, &edits, &settings))
}
