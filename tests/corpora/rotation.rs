//! An engine that changes every Han character leaves the structure as it is.

use std::sync::Arc;

use hanmark::{Conversion, Settings};

use crate::{
    by_hand,
    engines::Rotation,
    shared::{self, Post},
    tally::Tally,
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

#[track_caller]
fn assert_structure_stays(what: &str, texts: &[Post]) {
    for (name, to_pair) in [("one to one", 2), ("two to three", 3), ("two to one", 1)] {
        let settings = Settings::engine(Arc::new(Rotation { to_pair }));
        let tally = Tally::of(texts, &settings, fault);
        tally.print(&format!("rotation, {what}, {name}"));
        tally.assert_sound(what);
    }
}

fn fault(post: &Post, conversion: &Conversion) -> Option<String> {
    by_hand::bytes_fault(&post.text, &conversion.text, &conversion.edits)
}

fn rewritten(texts: &[Post], rewrite: impl Fn(&str) -> String) -> Vec<Post> {
    texts.iter().map(|post| Post { name: post.name.clone(), text: rewrite(&post.text) }).collect()
}

/// Letters become Han characters; both cases the same one, since labels of
/// references are compared without case.
fn in_han(text: &str) -> String {
    text.chars().map(han).collect()
}

/// The same outside `<…>` on a line, and outside entities.
fn in_han_apart_from_tags(text: &str) -> String {
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
