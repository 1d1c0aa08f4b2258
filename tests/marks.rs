//! Punctuation and house style of whole posts.
#![allow(clippy::unwrap_used, reason = "tests")]

use hanmark::{
    Preset, Profile, Punctuation, Settings, Style, TextForm, Thoroughness, Variant,
    convert::{punctuation, style},
    convert_text,
};

/// What becomes of `post`, however it is done; nothing is withdrawn.
#[track_caller]
fn converted(post: &str, settings: &Settings) -> String {
    let conversion = convert_text(post, settings).unwrap();
    assert_eq!(conversion.withdrawn, []);
    assert_eq!(conversion.edits.splice(post), conversion.text);
    assert!(conversion.edits.iter().all(|edit| !edit.rules.is_empty()), "{:?}", conversion.edits);
    for other in [
        settings.clone().without_edits(),
        settings.clone().thoroughness(Thoroughness::Full),
        settings.clone().sections(0, 0),
    ] {
        assert_eq!(convert_text(post, &other).unwrap().text, conversion.text);
    }
    conversion.text
}

#[track_caller]
fn assert_becomes(from: Variant, to: Variant, post: &str, expected: &str) {
    assert_eq!(converted(post, &Settings::edition(to).from(from)), expected);
}

#[track_caller]
fn assert_mainland(post: &str, expected: &str) {
    assert_becomes(Variant::ZhTw, Variant::ZhCn, post, expected);
}

#[test]
fn a_quotation_goes_over_markup_and_what_is_no_text() {
    assert_mainland(
        "他說「**門**[書](u)\n頁」，「用 `門「` 和 ![圖](x)」與「門&amp;書  \n頁」。\n",
        "他说“**门**[书](u)\n页”，“用 `門「` 和 ![图](x)”与“门&amp;书  \n页”。\n",
    );
    assert_mainland("> 「門\n> 書」\n\n- 「門『書』」\n", "> “门\n> 书”\n\n- “门‘书’”\n");
}

#[test]
fn a_quotation_ends_with_its_block() {
    assert_mainland("「門\n\n書」\n", "「门\n\n书」\n");
    assert_mainland("- 「門\n- 書」\n", "- 「门\n- 书」\n");
    assert_mainland("|「門|書」|\n|-|-|\n|「門」|『書』|\n", "|「门|书」|\n|-|-|\n|“门”|“书”|\n");
    assert_mainland(
        "<p>「門</p>\n<p>書」「<b>頁</b><br>圖」</p>\n",
        "<p>「门</p>\n<p>书」“<b>页</b><br>图”</p>\n",
    );
    assert_mainland(
        "---\ntitle: 「門\nsummary: 書」\ndescription: '「頁」'\n---\n",
        "---\ntitle: 「门\nsummary: 书」\ndescription: '“页”'\n---\n",
    );
}

#[test]
fn titles_and_attributes_have_quotations_of_their_own() {
    assert_mainland(
        "「[門](u \"「書\") <span title=\"「頁」\">圖</span>」\n",
        "“[门](u \"「书\") <span title=\"“页”\">图</span>”\n",
    );
}

#[test]
fn code_keys_urls_and_straight_quotes_stay() {
    assert_mainland(
        "---\n「門」: \"「門\"\ntitle: \"'書'\"\ntags: [「頁」]\n---\n\n`「門」` https://a.tw/「門」\n\n    「書」\n\n'門' \"書\"\n",
        "---\n「門」: \"「門\"\ntitle: \"'书'\"\ntags: [「頁」]\n---\n\n`「門」` https://a.tw/“门”\n\n    「書」\n\n'门' \"书\"\n",
    );
}

#[test]
fn dots_and_strokes_change_where_they_are_no_markup() {
    assert_mainland("安東．契訶夫，門／書，3．5\n", "安东·契诃夫，门/书，3．5\n");
    // The address would go on.
    let post = "https://a.tw/門／書\n";
    let edition = Settings::edition(Variant::ZhCn).from(Variant::ZhTw);
    assert_eq!(convert_text(post, &edition).unwrap().text, "https://a.tw/門／书\n");
}

#[test]
fn taiwan_and_hong_kong_have_corner_brackets() {
    for (to, expected) in [
        (Variant::ZhTw, "他說「這『門』」don’t。She said “hi” now\n"),
        (Variant::ZhMo, "他説「這『門』」don’t。She said “hi” now\n"),
    ] {
        let post = "他说“这‘门’”don’t。She said “hi” now\n";
        assert_becomes(Variant::ZhCn, to, post, expected);
    }
    assert_becomes(Variant::ZhHk, Variant::ZhTw, "他説“門”·\n", "他說「門」·\n");
}

#[test]
fn punctuation_is_kept_when_asked_and_by_profiles() {
    let edition = Settings::edition(Variant::ZhCn).from(Variant::ZhTw);
    assert_eq!(converted("「門」\n", &edition.punctuation(Punctuation::Keep)), "「门」\n");
    assert_eq!(converted("「臺」\n", &Settings::profile(Profile::Tw2s)), "「台」\n");
    assert_eq!(converted("“台”\n", &Settings::profile(Profile::S2tw)), "“臺”\n");
}

#[test]
fn runs_in_the_targets_script_stay_with_their_marks_and_spellings() {
    let traditional = "這張「桌子」的後面還有一個門，瞭解以後請你們輕輕關上，別讓貓溜進臺灣來。";
    let simplified = "这张“桌子”的后面还有一个门，了解以后请你们轻轻关上，别让猫溜进台湾来。";
    let twice = |line: &str| format!("{line}\n\n{line}\n\n");
    let post = twice(traditional) + &twice(simplified);
    let to = |target| converted(&post, &Settings::edition(target));
    let styled = "這張「桌子」的後面還有一個門，了解以後請你們輕輕關上，別讓貓溜進台灣來。";
    assert_eq!(to(Variant::ZhTw), twice(traditional) + &twice(styled));
    assert_eq!(to(Variant::ZhCn), twice(simplified) + &twice(simplified));
}

#[test]
fn plain_text_has_blocks_too() {
    let edition = Settings::edition(Variant::ZhCn).from(Variant::ZhTw).form(TextForm::Plain);
    let conversion = convert_text("「門\n\n書」\n「頁\n圖」\n", &edition).unwrap();
    assert_eq!(conversion.text, "「门\n\n书」\n“页\n图”\n");
}

#[test]
fn a_style_is_that_of_the_target_or_another() {
    let edition = Settings::edition(Variant::ZhTw).from(Variant::ZhCn);
    let post = "在台**湾**了解计**划**公[布](u)\n";
    assert_eq!(converted(post, &edition), "在台**灣**了解計**畫**公[布](u)\n");
    let keep = edition.clone().style(Style::preset(Preset::Keep));
    assert_eq!(converted(post, &keep), "在臺**灣**瞭解計**劃**公[佈](u)\n");
    let own = edition.style(Style::new(Variant::ZhTw).with("臺").unwrap().with("計劃").unwrap());
    assert_eq!(converted(post, &own), "在臺**灣**了解計**劃**公[布](u)\n");
    assert_becomes(Variant::ZhHk, Variant::ZhTw, "瞭解計劃，說着\n", "了解計畫，說著\n");
}

#[test]
fn words_of_the_post_win_over_marks_and_style() {
    let post = "---\nhanmark: { terms: { 甲「乙」: 丙「丁」, 计划: 計劃 } }\n---\n\n“甲「乙」”计划，规划计划。\n";
    let expected = post.replace("\n\n“甲「乙」”计划，规划计划", "\n\n「丙「丁」」計劃，規劃計劃");
    assert_becomes(Variant::ZhCn, Variant::ZhTw, post, &expected);
}

#[test]
fn marks_and_spellings_name_their_rules() {
    let conversion =
        convert_text("“公布”\n", &Settings::edition(Variant::ZhHk).from(Variant::ZhCn)).unwrap();
    let marks: Vec<_> =
        conversion.edits.iter().filter_map(|edit| punctuation::entry(edit.rules[0])).collect();
    assert_eq!(marks, [("“", "「"), ("”", "」")]);
    let settings = Settings::edition(Variant::ZhTw).from(Variant::ZhHk);
    let conversion = convert_text("公佈計劃\n", &settings).unwrap();
    let spellings: Vec<_> =
        conversion.edits.iter().filter_map(|edit| style::entry(edit.rules[0])).collect();
    assert_eq!(spellings, [("公佈", "公布"), ("計劃", "計畫")]);
}
