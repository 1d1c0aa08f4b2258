//! The post that hanmark was made for, converted exactly as OpenCC does.

use hanmark::{Engine, Plain, Profile, Settings, convert_text};

use crate::{by_hand, shared};

#[test]
#[ignore = "needs the seed post"]
fn the_seed_post_converts_exactly_as_in_opencc() {
    let source = shared::read(&shared::path("seed/2022-01-09-kazakhstan.md"));
    let conversion = convert_text(&source, &Settings::profile(Profile::Tw2sp)).unwrap();
    let (front_matter, body) = by_hand::front_matter(&source);
    assert!(!front_matter.is_empty());

    let expected: Vec<String> = front_matter
        .split_inclusive('\n')
        .map(front_matter_line)
        .chain(body.split_inclusive('\n').map(body_line))
        .collect();
    let is: Vec<&str> = conversion.text.split_inclusive('\n').collect();
    assert_eq!(is, expected);
    assert_eq!(by_hand::bytes_fault(&source, &conversion.text, &conversion.edits), None);
    assert!(conversion.withdrawn.is_empty() && conversion.split_phrases.is_empty());
    let lines = source.split_inclusive('\n').zip(&is);
    let changed = lines.filter(|(before, after)| before != *after).count();
    println!("seed post: {} edits in {changed} of {} lines", conversion.edits.len(), is.len());
}

/// Only the values of three keys are prose.
fn front_matter_line(line: &str) -> String {
    let key = line.split(':').next().unwrap_or_default().trim_end();
    if !["title", "description", "image_caption"].contains(&key) {
        return line.to_owned();
    }
    let (before, value) = line.split_once('"').unwrap();
    let (value, after) = value.rsplit_once('"').unwrap();
    format!("{before}\"{}\"{after}", opencc(value))
}

/// A line is prose, or an image and a comment without Chinese.
fn body_line(line: &str) -> String {
    if line.starts_with("![") || line.starts_with('<') { line.to_owned() } else { opencc(line) }
}

fn opencc(text: &str) -> String {
    Plain::new(&[Profile::Tw2sp]).convert(text).unwrap().into_owned()
}
