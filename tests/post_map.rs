//! A post's own `hanmark:` map, from the text of the post to its copies.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use hanmark::{
    BuildOptions, BuildReport, Edition, Origin, Profile, Settings, SkipReason, SurveyOptions,
    Variant, archive::layout::Layout, build_archive, convert_text,
};

const TRADITIONAL: &str = "這張桌子的後面還有一個門，請你們輕輕關上，別讓貓溜進來。";
const SIMPLIFIED: &str = "这张桌子的后面还有一个门，请你们轻轻关上，别让猫溜进来。";

#[track_caller]
fn assert_converts(post: &str, settings: &Settings, expected: &str) {
    assert_eq!(convert_text(post, settings).unwrap().text, expected);
}

fn to(target: Variant) -> Settings {
    Settings::edition(target)
}

#[test]
fn terms_and_words_to_keep_are_final_in_every_edition() {
    let map = "---\r\ntitle: 滑鼠與門\r\nhanmark:\r\n  source: zh-TW\r\n  terms:\r\n    滑鼠: 小老鼠\r\n    \
               zh-HK: { 滑鼠: 鼠仔 }\r\n  keep: [松鼠, 門]\r\n---\r\n";
    let post = format!("{map}滑**鼠**、松鼠、門、裡面的軟體 `滑鼠`\r\n");
    let copy = |title: &str, tag: &str, body: &str| {
        let map = map.replace("滑鼠與門", title).replace("source: zh-TW", tag);
        format!("{map}{body}\r\n")
    };
    assert_converts(
        &post,
        &to(Variant::ZhCn),
        &copy("小老鼠与門", "source: zh-CN", "小**老鼠**、松鼠、門、里面的软件 `滑鼠`"),
    );
    assert_converts(
        &post,
        &to(Variant::ZhHk),
        &copy("鼠仔與門", "source: zh-HK", "鼠**仔**、松鼠、門、裏面的軟件 `滑鼠`"),
    );
}

#[test]
fn terms_are_matched_before_phrases_and_nothing_reads_across_them() {
    let assert_keeps = |word: &str, expected: &str| {
        let text = |source: &str, body: &str| {
            format!("---\nhanmark: {{source: {source}, keep: [{word}]}}\n---\n{body}")
        };
        let post = text("zh-CN", "数据库的鼠标");
        assert_converts(&post, &to(Variant::ZhTw), &text("zh-TW", expected));
    };
    assert_keeps("无", "資料庫的滑鼠");
    assert_keeps("据", "數据庫的滑鼠");
}

#[test]
fn a_term_that_would_change_the_structure_is_withdrawn() {
    let post = "---\nhanmark: {source: zh-TW, terms: {門: '<b>'}}\n---\n門、書\n";
    let conversion = convert_text(post, &to(Variant::ZhCn)).unwrap();
    assert_eq!(conversion.text, post.replace('書', "书").replace("zh-TW", "zh-CN"));
    assert_eq!(conversion.withdrawn.len(), 1);
}

#[test]
fn both_scripts_of_a_mixed_post_have_the_terms() {
    let map = "---\nhanmark: {terms: {貓: 喵, 猫: 喵}}\n---\n";
    let (traditional, simplified) = ([TRADITIONAL; 3].concat(), [SIMPLIFIED; 3].concat());
    let post = format!("{map}{traditional}\n\n{simplified}\n");
    let copy = traditional.replace('貓', "喵");
    assert_converts(&post, &to(Variant::ZhTw), &format!("{map}{copy}\n\n{copy}\n"));
}

#[test]
fn the_source_of_a_map_counts_before_the_language_key_and_after_what_is_given() {
    let post = format!("---\nlang: zh-TW\nhanmark: {{source: zh-Hans}}\n---\n{SIMPLIFIED}\n");
    let conversion = convert_text(&post, &to(Variant::ZhTw)).unwrap();
    let source = conversion.source.unwrap();
    assert_eq!(
        (source.verdict.variant_for(Variant::ZhTw), source.origin),
        (Some(Variant::ZhHans), Origin::PostMap)
    );
    let copy = post.replace(SIMPLIFIED, TRADITIONAL).replace("zh-Hans", "zh-TW");
    assert_eq!(conversion.text, copy);
    assert_converts(&post, &to(Variant::ZhTw).from(Variant::ZhTw), &post);
}

#[test]
fn the_source_of_a_map_counts_before_the_default_which_counts_before_the_language_key() {
    let origin = |post: &str| {
        let settings = to(Variant::ZhTw).default_source(Variant::ZhCn);
        let source = convert_text(post, &settings).unwrap().source.unwrap();
        (source.verdict.variant_for(Variant::ZhTw), source.origin)
    };
    assert_eq!(
        origin("---\nlang: zh-TW\nhanmark: {source: zh-HK}\n---\n"),
        (Some(Variant::ZhHk), Origin::PostMap)
    );
    assert_eq!(
        origin("---\nlang: zh-TW\nhanmark: {skip: true}\n---\n"),
        (Some(Variant::ZhCn), Origin::Configured)
    );
}

#[test]
fn a_profile_asks_no_map() {
    let post = "---\nhanmark: {source: zh-CN, terms: {鼠标: x}, skip: true, sorce: 1}\n---\n鼠标\n";
    let settings = Settings::profile(Profile::S2twp);
    assert_converts(post, &settings, &post.replace("---\n鼠标", "---\n滑鼠"));
}

#[test]
fn one_text_is_converted_although_its_builds_skip_it() {
    let post = "---\nhanmark: {source: zh-TW, skip: true}\n---\n門\n";
    assert_converts(post, &to(Variant::ZhCn), &post.replace('門', "门").replace("zh-TW", "zh-CN"));
}

/// Writes `posts` into a folder, builds zh-CN and zh-HK, and gives the report
/// and the copies by path.
fn build(posts: &[(&str, &str)]) -> (BuildReport, BTreeMap<PathBuf, String>) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in posts {
        fs::write(folder.path().join(path), text).unwrap();
    }
    let edition = |variant| Edition::new(variant, Layout::default());
    let editions = vec![edition(Variant::ZhCn), edition(Variant::ZhHk)];
    let options = BuildOptions::new(SurveyOptions::new(folder.path()), editions);
    let report = build_archive(&options, &|_, _| {}).unwrap();
    let read = |copy: &Path| fs::read_to_string(folder.path().join(copy)).unwrap();
    let copies = report
        .copies
        .iter()
        .filter(|copy| folder.path().join(&copy.copy).exists())
        .map(|copy| (copy.copy.clone(), read(&copy.copy)))
        .collect();
    (report, copies)
}

/// Path, edition and reason of each post without a copy.
fn skipped(report: &BuildReport) -> Vec<(String, Option<Variant>, SkipReason)> {
    report
        .skipped
        .iter()
        .map(|skip| (skip.source.display().to_string(), skip.to, skip.reason.clone()))
        .collect()
}

#[test]
fn a_build_skips_what_asks_for_it_and_lists_it() {
    let all = format!("---\nhanmark: {{skip: true}}\n---\n{TRADITIONAL}\n");
    let one = format!("---\nhanmark: {{skip: [zh-HK]}}\n---\n{TRADITIONAL}\n");
    let (report, copies) = build(&[("all.md", &all), ("one.md", &one)]);
    let copy = one.replace(TRADITIONAL, SIMPLIFIED);
    assert_eq!(copies, BTreeMap::from([("one.zh-CN.md".into(), copy)]));
    assert_eq!(
        skipped(&report),
        [
            ("all.md".to_owned(), None, SkipReason::Asked),
            ("one.md".to_owned(), Some(Variant::ZhHk), SkipReason::Asked),
        ]
    );
}

#[test]
fn a_build_converts_from_the_source_that_a_post_names_with_its_terms() {
    let post =
        format!("---\nhanmark: {{source: zh-HK, terms: {{貓: 猫咪}}}}\n---\n{TRADITIONAL}\n");
    let (report, copies) = build(&[("a.md", &post)]);
    let copy = post
        .replace(TRADITIONAL, SIMPLIFIED)
        .replace("别让猫", "别让猫咪")
        .replace("zh-HK", "zh-CN");
    assert_eq!(copies, BTreeMap::from([("a.zh-CN.md".into(), copy)]));
    assert_eq!(
        skipped(&report),
        [("a.md".to_owned(), Some(Variant::ZhHk), SkipReason::SameVariant)]
    );
}

#[test]
fn a_post_whose_map_makes_no_sense_is_refused_and_the_others_are_written() {
    let bad = format!("---\nhanmark: {{sorce: zh-HK}}\n---\n{TRADITIONAL}\n");
    let good = format!("{TRADITIONAL}\n");
    // The other edition of `bad` takes its place in no copy.
    let (report, copies) = build(&[("bad.md", &bad), ("bad.zh-HK.md", &good), ("good.md", &good)]);
    let paths: Vec<_> = copies.keys().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(paths, ["good.zh-CN.md", "good.zh-HK.md"]);
    assert_eq!(report.failed.len(), 1);
    let reason = std::error::Error::source(&report.failed[0].error).unwrap().to_string();
    assert_eq!(
        reason,
        "line 2: hanmark: unknown key `sorce`, did you mean `source`? \
         (known are source, terms, keep, skip, vocabulary, domains)"
    );
}
