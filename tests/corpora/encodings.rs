//! Whether the encoding of a post is found out.

use std::{collections::BTreeMap, path::Path};

use hanmark::{
    DeclaredEncoding, Encoding,
    archive::{ArchiveError, encoding::decode},
};

use crate::{
    engines::rotated,
    shared::{self, Post},
    transcode::Transcoder,
};

/// Shorter posts may be refused, but never misread.
const ENOUGH_HAN: usize = 50;

/// Each post, and its first lines with so many Han.
const LENGTHS: [usize; 7] = [usize::MAX, 100, 50, 20, 10, 5, 2];

#[derive(Debug, Default)]
struct Figures {
    right: usize,
    refused: usize,
    wrong: usize,
}

/// Posts of the corpora in each encoding, without what that has no character for.
#[test]
#[ignore = "needs the corpora"]
fn the_encoding_of_every_post_is_found_out() {
    let transcoders = [Encoding::Big5, Encoding::Gbk, Encoding::Gb18030]
        .map(|encoding| (encoding, Transcoder::new(encoding)));
    let mut figures: BTreeMap<String, Figures> = BTreeMap::new();
    let mut wrong = Vec::new();
    for post in shared::posts() {
        for (encoding, transcoder) in &transcoders {
            for most in LENGTHS {
                let Some(found) = found(&post, most, *encoding, transcoder) else { continue };
                let corpus = post.name.split('/').next().unwrap_or_default();
                let length =
                    if most == usize::MAX { "whole".into() } else { format!("{most:05} Han") };
                let of = figures.entry(format!("{corpus} {length} {encoding}")).or_default();
                match found {
                    Found::Right => of.right += 1,
                    Found::Refused => of.refused += 1,
                    Found::Wrong => of.wrong += 1,
                }
                if found == Found::Wrong || found == Found::Refused && most >= ENOUGH_HAN {
                    wrong.push(format!("{} in {encoding}, {length}: {found:?}", post.name));
                }
            }
        }
    }
    for (what, Figures { right, refused, wrong }) in figures {
        println!("{what}: {right} right, {refused} refused, {wrong} wrong");
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[derive(Debug, PartialEq, Eq)]
enum Found {
    Right,
    Refused,
    Wrong,
}

/// `None` if the post has not so many Han that the encoding has.
fn found(post: &Post, most: usize, encoding: Encoding, transcoder: &Transcoder) -> Option<Found> {
    let mut han = 0;
    let is_within = |character: &char| {
        han += usize::from(rotated(*character).is_some());
        han <= most
    };
    let text: String = post.text.chars().take_while(is_within).collect();
    let least = if most == usize::MAX { ENOUGH_HAN } else { most };
    let (bytes, _) = transcoder.bytes(&text);
    // Two characters of GBK can be UTF-8 too.
    if std::str::from_utf8(&bytes).is_ok() {
        return None;
    }
    let expected = text_of(&bytes, encoding);
    let left = expected.chars().filter(|character| rotated(*character).is_some()).count();
    // A script that the encoding does not have, or another language.
    let letters =
        text.chars().filter(|character| character.is_alphabetic() && !character.is_ascii());
    if left < least || left * 10 < letters.count() * 9 {
        return None;
    }
    let declared = decode(Path::new(&post.name), bytes.clone(), DeclaredEncoding::Of(encoding));
    assert_eq!(
        declared.map(|decoded| decoded.text).ok().as_ref(),
        Some(&expected),
        "{}",
        post.name
    );
    Some(match decode(Path::new(&post.name), bytes, DeclaredEncoding::Auto) {
        Ok(decoded) if decoded.text == expected => Found::Right,
        Ok(_) => Found::Wrong,
        Err(_) => Found::Refused,
    })
}

fn text_of(bytes: &[u8], encoding: Encoding) -> String {
    let codec = match encoding {
        Encoding::Big5 => encoding_rs::BIG5,
        _ => encoding_rs::GB18030,
    };
    codec.decode_without_bom_handling(bytes).0.into_owned()
}

/// A byte that is no character, in the middle of each post.
#[test]
#[ignore = "needs the corpora"]
fn a_torn_character_is_placed_where_it_is() {
    let mut figures: BTreeMap<String, usize> = BTreeMap::new();
    for encoding in [Encoding::Big5, Encoding::Gbk] {
        let transcoder = Transcoder::new(encoding);
        for post in shared::posts() {
            if found(&post, usize::MAX, encoding, &transcoder) != Some(Found::Right) {
                continue;
            }
            let (mut bytes, _) = transcoder.bytes(&post.text);
            let middle = bytes.len() / 2;
            let Some(at) = bytes[middle..].iter().position(|byte| *byte > 0x80) else { continue };
            let at = middle + at;
            bytes.insert(at, 0xff);
            let figure = match decode(Path::new(&post.name), bytes, DeclaredEncoding::Auto) {
                // It can stand in the middle of a character, of which it is no part.
                Err(ArchiveError::NoCharacter { offset, .. })
                    if offset + 1 == at || offset == at =>
                {
                    "placed".to_owned()
                }
                Err(ArchiveError::EncodingUnclear { .. }) => "unclear".to_owned(),
                other => panic!("{} in {encoding}, at {at}: {other:?}", post.name),
            };
            *figures.entry(format!("{encoding} {figure}")).or_default() += 1;
        }
    }
    println!("{figures:?}");
}
