//! Engines that change every Han character, or write markup, leave the structure
//! as it is.

use std::sync::Arc;

use hanmark::{Conversion, Settings, convert_text};

use crate::{
    by_comrak, by_hand,
    engines::{Marks, Rotation, rotated},
    shared::{self, Post},
    tally::{Places, Tally},
};

#[test]
#[ignore = "needs the corpora"]
fn posts_keep_their_structure_when_every_han_character_changes() {
    assert_structure_stays("corpora", &shared::posts());
}

#[test]
#[ignore = "needs the specifications"]
fn examples_keep_their_structure_when_every_han_character_changes() {
    let examples = shared::examples();
    assert_structure_stays("specifications", &examples);
    assert_structure_stays("specifications in Han", &rewritten(&examples, in_han));
    assert_structure_stays(
        "specifications in Han apart from tags",
        &rewritten(&examples, in_han_apart_from_tags),
    );
}

/// What stays is in HTML, in templates and in what reads as math.
#[test]
#[ignore = "needs the corpora"]
fn the_prose_that_comrak_finds_is_converted() {
    let settings = Settings::engine(Arc::new(Rotation { to_pair: 2 }));
    let (mut all, mut kept) = (0, 0);
    for post in shared::posts() {
        let copy = convert_text(&post.text, &settings).unwrap().text;
        let (original, copy) = (by_comrak::prose(&post.text), by_comrak::prose(&copy));
        for (original, copy) in original.chars().zip(copy.chars()) {
            if rotated(original).is_some() {
                all += 1;
                kept += usize::from(original == copy);
            }
        }
    }
    println!("prose to comrak: {all} Han characters, {kept} of them not converted");
    assert!(all > 2_000_000 && kept * 500 < all);
}

/// Tilde and dollar are left out: whether they open something behind a Han
/// character is answered differently by different parsers.
const MARKS: [&str; 30] = [
    "*", "`", "[", "]", "<", ">", "|", "# ", "_", "&lt;", ":", "\\", "!", "(", ")", "http://x",
    "{", "}", "1. ", "\n\n", " ", "\u{3000}", "。", "<!--", "]:", "\n", "- ", "**", "\"", "'",
];

#[test]
#[ignore = "needs the corpora and the specifications"]
fn copies_with_markup_from_an_engine_keep_their_structure_or_are_refused() {
    let examples = rewritten(&shared::examples(), in_han_apart_from_tags);
    for (what, texts, step) in [("corpora", shared::posts(), 29), ("specifications", examples, 3)] {
        let settings = Settings::engine(Arc::new(Marks { step, marks: &MARKS }));
        let mut tally = Tally::of(&texts, &settings, fault);
        tally.print(&format!("markup, {what}"), Places::Counted);
        assert!(!tally.withdrawn.is_empty());
        tally.refused.clear();
        tally.assert_sound(what);
    }
}

#[track_caller]
fn assert_structure_stays(what: &str, texts: &[Post]) {
    for (name, to_pair) in [("one to one", 2), ("two to three", 3), ("two to one", 1)] {
        let settings = Settings::engine(Arc::new(Rotation { to_pair }));
        let tally = Tally::of(texts, &settings, rotation_fault);
        tally.print(&format!("rotation, {what}, {name}"), Places::Shown);
        tally.assert_sound(what);
    }
}

fn rotation_fault(post: &Post, conversion: &Conversion) -> Option<String> {
    fault(post, conversion).or_else(|| by_hand::addresses_fault(&post.text, &conversion.text))
}

fn fault(post: &Post, conversion: &Conversion) -> Option<String> {
    by_hand::bytes_fault(&post.text, &conversion.text, &conversion.edits)
        .or_else(|| by_comrak::structure_fault(&post.text, &conversion.text))
}

pub(crate) fn rewritten(texts: &[Post], rewrite: impl Fn(&str) -> String) -> Vec<Post> {
    texts.iter().map(|post| Post { name: post.name.clone(), text: rewrite(&post.text) }).collect()
}

/// Letters become Han characters; both cases the same one, since labels of
/// references are compared without case.
pub(crate) fn in_han(text: &str) -> String {
    text.chars().map(han).collect()
}

/// The same outside `<…>` on a line, and outside entities.
pub(crate) fn in_han_apart_from_tags(text: &str) -> String {
    let mut rewritten = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let kept = match character {
            '<' => rest.find(['>', '\n']).filter(|end| rest[*end..].starts_with('>')),
            '&' => rest.find([';', ' ', '\n']).filter(|end| rest[*end..].starts_with(';')),
            _ => None,
        };
        let end = kept.map_or(character.len_utf8(), |end| end + 1);
        if kept.is_some() {
            rewritten.push_str(&rest[..end]);
        } else {
            rewritten.push(han(character));
        }
        rest = &rest[end..];
    }
    rewritten
}

fn han(character: char) -> char {
    if !character.is_ascii_alphabetic() {
        return character;
    }
    let letter = u32::from(character.to_ascii_lowercase()) - u32::from('a');
    char::from_u32(0x4E00 + 7 * letter).unwrap()
}
