use super::*;

/// What becomes of a block of one part.
fn punctuated(text: &str, target: Script) -> String {
    let parts = [Part { at: 0, text, goes_on: true }];
    spliced(text, &changes(&parts, target))
}

fn spliced(text: &str, changes: &[Change]) -> String {
    let mut marks = Edits::default();
    add(changes, &Edits::default(), &mut marks, WithRules::Yes);
    assert!(marks.iter().all(|edit| edit.rules.len() == 1), "{changes:?}");
    marks.splice(text)
}

#[track_caller]
fn assert_simplified(text: &str, expected: &str) {
    assert_eq!(punctuated(text, Script::Simplified), expected);
}

#[track_caller]
fn assert_traditional(text: &str, expected: &str) {
    assert_eq!(punctuated(text, Script::Traditional), expected);
}

#[test]
fn quotes_become_those_of_the_target() {
    assert_simplified("他說「好」。", "他說“好”。");
    assert_traditional("他说“好”。", "他说「好」。");
    assert_simplified("「ownership」", "“ownership”");
    assert_simplified("“好”，‘好’", "“好”，‘好’");
    assert_traditional("「好」，『好』", "「好」，『好』");
}

#[test]
fn levels_go_by_depth() {
    assert_simplified("「他說『「好」與『好』』」", "“他說‘“好”與“好”’”");
    assert_simplified("『外「內」外』", "“外‘內’外”");
    assert_simplified("「外「內」外」", "“外‘內’外”");
    assert_traditional("‘外“内”外’", "「外『内』外」");
    assert_traditional("“外‘内’外”与‘外’", "「外『内』外」与「外」");
}

#[test]
fn marks_of_both_kinds_get_levels_together() {
    assert_simplified("「他說“好”」", "“他說‘好’”");
    assert_simplified("“他說「好」”", "“他說‘好’”");
    assert_simplified("‘他說「好」’", "‘他說“好”’");
    assert_traditional("“他说「好」”", "「他说『好』」");
    assert_traditional("『好』与“好”", "『好』与「好」");
}

#[test]
fn marks_without_the_other_half_stay() {
    assert_simplified("「只有一半", "「只有一半");
    assert_simplified("一半」與「全部」", "一半」與“全部”");
    assert_simplified("「一『半」", "“一『半”");
    assert_traditional("“一半。“全部”", "“一半。「全部」");
    assert_traditional("”反“", "”反“");
}

#[test]
fn apostrophes_stay() {
    assert_traditional("他说‘don’t’与students’书", "他说「don’t」与students’书");
    assert_traditional("‘’90s的歌’和rock ’n’ roll", "「’90s的歌」和rock ’n’ roll");
    assert_traditional("小明’s书", "小明’s书");
    assert_traditional("‘小明’s书’", "「小明’s书」");
}

#[test]
fn latin_quotations_stay_in_latin_sentences() {
    for text in ["She said “hello”.", "“Hello World”", "The word “中文” means Chinese", "“3.5”"]
    {
        assert_traditional(text, text);
    }
    assert_traditional("他说：“I have a “dream” today.”", "他说：「I have a “dream” today.」");
    assert_traditional("他们叫它 “ownership” 吗", "他们叫它 「ownership」 吗");
    assert_traditional("在 Rust 里用 Vec “push” API 就行", "在 Rust 里用 Vec 「push」 API 就行");
    assert_traditional(
        "这是书。 She said “hello” again. 对",
        "这是书。 She said “hello” again. 对",
    );
    assert_traditional("Rust “所有权” 入门", "Rust 「所有权」 入门");
}

#[test]
fn japanese_stays() {
    let text = "「ありがとう」と言った";
    assert_simplified(text, text);
    assert_simplified("日文的「ありがとう」是謝謝的意思", "日文的“ありがとう”是謝謝的意思");
}

#[test]
fn dots_and_strokes_change_between_han_on_the_mainland() {
    assert_simplified("努爾蘇丹．納扎爾巴耶夫", "努爾蘇丹·納扎爾巴耶夫");
    assert_simplified("甲‧乙•丙・丁·戊", "甲·乙·丙·丁·戊");
    assert_simplified("是／否，a／b，3．5，J．K．羅琳", "是/否，a／b，3．5，J．K．羅琳");
    assert_simplified("• 甲 • 乙", "• 甲 • 乙");
    assert_traditional("甲·乙/丙", "甲·乙/丙");
}

#[test]
fn parts_are_read_together_and_what_is_no_text_stands_between() {
    let text = "「**國**」 甲`x`．乙";
    let part = |text_part: &'static str, goes_on| {
        let at = text.find(text_part).unwrap();
        Part { at, text: text_part, goes_on }
    };
    let parts = [part("「", true), part("國", true), part("」 甲", true), part("．乙", false)];
    assert_eq!(spliced(text, &changes(&parts, Script::Simplified)), "“**國**” 甲`x`．乙");
}

#[test]
fn a_pair_changes_as_a_pair_and_not_what_words_replace() {
    let changes =
        changes(&[Part { at: 0, text: "「甲」「乙」", goes_on: true }], Script::Simplified);
    let partners: Vec<_> = changes.iter().map(|change| change.partner).collect();
    assert_eq!(partners, [Some(1), Some(0), Some(3), Some(2)]);
    let mut words = Edits::default();
    words.push(3..9, "x", &[]);
    let mut marks = Edits::default();
    add(&changes, &words, &mut marks, WithRules::No);
    assert_eq!(marks.splice("「甲」「乙」"), "「甲」“乙”");
}

#[test]
fn the_quick_reader_reads_as_the_other() {
    let signs = ["「", "」", "『", "』", "．", "‧", "•", "・", "／", "。", "—", "甲", "a", " ", ""];
    let mut state = 7_u32;
    for _ in 0..5000 {
        let mut texts = [const { String::new() }; 3];
        for text in &mut texts {
            for _ in 0..5 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(signs[state as usize / 7 % signs.len()]);
            }
        }
        let part = |index: usize| Part {
            at: 100 * index,
            text: &texts[index],
            goes_on: index > 0 && !(state as usize / 64).is_multiple_of(index + 2),
        };
        let parts = [part(0), part(1), part(2)];
        let parts = parts.map(|part| Part { goes_on: part.goes_on || part.at == 0, ..part });
        let places = |block: context::Block| -> Vec<_> {
            block.marks.iter().map(|mark| (mark.at, mark.sign, mark.before, mark.behind)).collect()
        };
        let quickly = context::read_quickly(&parts).map(places);
        assert_eq!(quickly, Some(places(context::read(&parts))), "{parts:?}");
    }
    for text in ["“「」", "「の」", "「\n」", "「カ」"] {
        let parts = [Part { at: 0, text, goes_on: true }];
        assert!(context::read_quickly(&parts).is_none(), "{text}");
    }
}

#[test]
fn the_scan_finds_each_mark() {
    for mark in "「」『』．／‧•・".chars() {
        assert!(has_marks(&format!("、。{mark}"), Script::Simplified), "{mark}");
    }
    for mark in "“”‘’".chars() {
        assert!(has_marks(&format!("—…{mark}"), Script::Traditional), "{mark}");
    }
    assert!(!has_marks("、。，！—…《》〈〉·カ", Script::Simplified));
    assert!(!has_marks("、。—…「」·", Script::Traditional));
    assert!(!has_marks("\u{e3}\u{80}", Script::Simplified));
}

#[test]
fn marks_take_linear_time() {
    for text in ["「", "」", "「『", "“‘’”", "’", "“a", "「」", "「a『」", "『「』"]
    {
        let text = text.repeat(200_000);
        for target in [Script::Simplified, Script::Traditional] {
            changes(&[Part { at: 0, text: &text, goes_on: true }], target);
        }
    }
    let deep = format!("{}{}", "“a ".repeat(200_000), "”".repeat(200_000));
    changes(&[Part { at: 0, text: &deep, goes_on: true }], Script::Traditional);
}
