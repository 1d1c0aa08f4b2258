//! Tests of the words as they are compiled in.

use proptest::prelude::*;

use super::*;
use crate::{Engine, Lazy, Profile};

fn all(text: &str, profile: Profile, target: Target) -> (Edits, Vec<Correction>) {
    let mut edits = Edits::default();
    let mut push =
        |segment: crate::Segment<'_>| edits.push(segment.range, segment.replacement, &[]);
    Lazy::new(&[profile]).segments(text, &mut push).unwrap();
    let mut found = Vec::new();
    let sink = |correction| found.push(correction);
    Words::new(target).corrections(text, &edits, &mut Scratch::default(), sink);
    (edits, found)
}

fn corrected(text: &str, profile: Profile, target: Target) -> String {
    let (edits, found) = all(text, profile, target);
    let mut output: Vec<char> = edits.splice(text).chars().collect();
    for correction in found {
        output[text[..correction.range.start].chars().count()] = correction.replacement;
    }
    output.into_iter().collect()
}

#[track_caller]
fn assert_taiwan(text: &str, expected: &str) {
    assert_eq!(corrected(text, Profile::S2tw, Target::Taiwan), expected);
}

#[track_caller]
fn assert_crosses(text: &str, word: &str, script: Script, expected: bool) {
    let start = text.find(word).unwrap();
    let range = start..start + word.len();
    let margin = crossing(text, &range, script, &mut Scratch::default());
    assert_eq!(margin >= CROSSING, expected, "{text}: {margin}");
}

#[test]
fn matches_that_cross_words_are_mended() {
    assert_taiwan("这项技术被发明出来", "這項技術被發明出來");
    assert_taiwan("展示了如何使用", "展示了如何使用");
    assert_taiwan("不是只有这样", "不是只有這樣");
    assert_taiwan("变得更复杂", "變得更複雜");
    assert_taiwan("我知道里面有什么", "我知道裡面有什麼");
    assert_taiwan("复制并产生一个", "複製並產生一個");
}

#[test]
fn what_opencc_has_right_stays() {
    for text in ["头发", "理发店里", "一只猫", "皇后之后", "面条", "公里", "干涉", "干燥的树干"]
    {
        let (edits, found) = all(text, Profile::S2tw, Target::Taiwan);
        assert_eq!(found, [], "{}", edits.splice(text));
    }
}

#[test]
fn glyphs_are_those_of_the_target() {
    assert_eq!(corrected("我知道里面", Profile::S2hk, Target::HongKong), "我知道裏面");
    assert_eq!(corrected("我知道里面", Profile::S2t, Target::Standard), "我知道裏面");
    assert_taiwan("我知道里面", "我知道裡面");
}

#[test]
fn spellings_of_taste_are_never_corrected() {
    for text in ["台湾", "一周后", "发布", "占领", "计划", "了解", "潮湿"] {
        assert_eq!(all(text, Profile::S2tw, Target::Taiwan).1, [], "{text}");
    }
}

#[test]
fn a_measure_behind_a_numeral_stays_one() {
    assert_taiwan("一只猫和几只狗", "一隻貓和幾隻狗");
    assert_taiwan("这只有一种", "這只有一種");
}

#[test]
fn names_keep_their_characters() {
    assert_taiwan("范先生和余教授", "范先生和余教授");
    assert_taiwan("亨利·范德普尔", "亨利·范德普爾");
    assert_taiwan("约翰·里德", "約翰·里德");
    assert_taiwan("房间里·外", "房間裡·外");
}

#[test]
fn a_correction_names_the_word_that_decided() {
    let text = "变得更复杂";
    let (_, found) = all(text, Profile::S2tw, Target::Taiwan);
    let [correction] = &found[..] else { panic!("{found:?}") };
    assert_eq!(&text[correction.range.clone()], "复");
    assert_eq!(&text[correction.word.clone()], "复杂");
    assert_eq!(correction.replacement, '複');
    assert!(correction.margin > 100, "{correction:?}");
}

#[test]
fn lines_do_not_see_each_other() {
    assert_eq!(all("更复\n杂", Profile::S2tw, Target::Taiwan).1, []);
    assert_eq!(all("更复杂", Profile::S2tw, Target::Taiwan).1.len(), 1);
}

#[test]
fn candidates_come_with_how_far_they_are_behind() {
    let ask =
        |text: &str, at| Words::new(Target::Taiwan).candidates(text, at, &mut Scratch::default());
    let [first, second] = ask("头发", 3)[..] else { panic!("two candidates") };
    assert_eq!((first.character, first.behind, second.character), ('髮', 0, '發'));
    assert!(second.behind >= MARGIN);
    let doubtful = ask("签", 0);
    assert_eq!(doubtful.len(), 2);
    assert!(doubtful[1].behind < MARGIN, "{doubtful:?}");
    assert_eq!(ask("好", 0), []);
    assert_eq!(ask("头发", 1), []);
    assert_eq!(ask("头发", 9), []);
}

#[test]
fn a_match_that_holds_part_of_a_word_crosses() {
    use Script::{Simplified, Traditional};
    assert_crosses("电线上倒挂", "线上", Simplified, true);
    assert_crosses("電線上倒掛", "線上", Traditional, true);
    assert_crosses("勇敢的士兵", "的士", Simplified, true);
    assert_crosses("少数组织", "数组", Simplified, true);
    assert_crosses("少數組織", "數組", Traditional, true);
}

#[test]
fn words_do_not_cross() {
    use Script::{Simplified, Traditional};
    assert_crosses("坐的士回家", "的士", Simplified, false);
    assert_crosses("线上课程", "线上", Simplified, false);
    assert_crosses("線上課程", "線上", Traditional, false);
    assert_crosses("对象数组成员", "数组", Simplified, false);
    assert_crosses("搜索引擎", "搜索", Simplified, false);
    assert_crosses("让用户名", "用户", Simplified, false);
}

#[test]
fn ranges_of_anything_are_asked_without_harm() {
    let ask =
        |text: &str, range| crossing(text, &range, Script::Simplified, &mut Scratch::default());
    assert_eq!(ask("线上", 1..3), 0);
    assert_eq!(ask("线上", 0..99), 0);
    assert_eq!(ask("线上", 3..3), 0);
    assert_eq!(ask("电线 上", 3..10), 0);
    assert_eq!(ask(&"电线上".repeat(99), 3..600), 0);
}

#[test]
fn a_clause_without_end_takes_time_by_its_length() {
    let text = "知道里面".repeat(20_000);
    let output = corrected(&text, Profile::S2tw, Target::Taiwan);
    assert_eq!(output, "知道裡面".repeat(20_000));
}

proptest! {
    #[test]
    fn any_text_and_any_edits_are_taken(
        text in "([a\\n里面复杂发只干知道𠀀é]|\\PC){0,40}",
        other in "([a\\n裡面複雜發只乾]|\\PC){0,40}",
        start in 0_usize..40,
        length in 0_usize..90,
    ) {
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let range = boundary(start)..boundary(start + length);
        let mut edits = Edits::default();
        edits.push(range.clone(), &other, &[]);
        let mut scratch = Scratch::default();
        for target in [Target::Standard, Target::Taiwan, Target::HongKong] {
            Words::new(target).corrections(&text, &edits, &mut scratch, |correction| {
                assert!(text.get(correction.range).is_some());
                assert!(text.get(correction.word).is_some());
            });
        }
        for script in [Script::Simplified, Script::Traditional] {
            let _ = crossing(&text, &range, script, &mut scratch);
        }
        let _ = Words::new(Target::Taiwan).candidates(&text, start, &mut scratch);
    }
}
