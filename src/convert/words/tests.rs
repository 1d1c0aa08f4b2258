//! Tests of the words as they are compiled in.

use super::*;
use crate::{Engine, Lazy, Profile};

fn corrected(text: &str, profile: Profile, target: Target) -> String {
    let engine = Lazy::new(&[profile]);
    let mut edits = Edits::default();
    engine
        .segments(text, &mut |segment| edits.push(segment.range, segment.replacement, &[]))
        .unwrap();
    let mut output: Vec<char> = edits.splice(text).chars().collect();
    Words::new(target).corrections(text, &edits, &mut Scratch::default(), |correction| {
        let index = text[..correction.range.start].chars().count();
        output[index] = correction.replacement;
    });
    output.into_iter().collect()
}

#[track_caller]
fn assert_taiwan(text: &str, expected: &str) {
    assert_eq!(corrected(text, Profile::S2tw, Target::Taiwan), expected);
}

#[test]
fn matches_that_cross_words_are_mended() {
    assert_taiwan("被发明", "被發明");
    assert_taiwan("展示了如何", "展示了如何");
    assert_taiwan("不是只有", "不是只有");
    assert_taiwan("更复杂", "更複雜");
    assert_taiwan("知道里面", "知道裡面");
}
