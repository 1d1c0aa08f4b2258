use super::{
    super::{Prose, ProseSettings, Warning, edits, fake_engine::Phrases, prose},
    *,
};
use crate::{convert::engine::Engine, edit::Edits, verify::verify};

fn runs(source: &str, fields: FieldScope) -> (Vec<Vec<&str>>, Prose) {
    let settings = ProseSettings { fields, ..ProseSettings::default() };
    let prose = prose(&Document::split(source), &settings).unwrap();
    let texts = prose.runs.iter().map(|run| {
        prose.spans[run.spans.clone()].iter().map(|span| &source[span.clone()]).collect()
    });
    (texts.collect(), prose)
}

#[track_caller]
fn assert_runs(yaml: &str, expected: &[&[&str]]) {
    let source = format!("---\n{yaml}\n---\n");
    let (found, prose) = runs(&source, FieldScope::default());
    assert_eq!(found, expected, "{yaml}");
    assert_eq!(prose.warnings, [], "{yaml}");
}

/// Converts one character to another in the usual keys and the body, and nothing
/// with an engine that has nothing to say; verified.
#[track_caller]
fn assert_converts(source: &str, expected: &str) {
    let settings = ProseSettings {
        fields: FieldScope { convert: vec!["seo.title".to_owned()], keep: Vec::new() },
        ..ProseSettings::default()
    };
    let prose = prose(&Document::split(source), &settings).unwrap();
    for (engine, expected) in [(Phrases::new(&[]), source), (Phrases::characters(), expected)] {
        let (edits, _) = edits(source, &prose, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
        let verified = verify(source, &edits, &Edits::default(), &settings).unwrap();
        assert_eq!((&*verified.text, verified.withdrawn), (expected, vec![]), "{source:?}");
    }
}

#[test]
fn every_scalar_style_leaves_out_what_is_not_text() {
    assert_runs("title: 書 門 # 題", &[&["書 門"]]);
    assert_runs("title: &書 門", &[&["門"]]);
    assert_runs("title: !!str 東\n  國", &[&["東", "國"]]);
    assert_runs("title: '電''車'", &[&["電", "'車"]]);
    assert_runs(
        "title: \"門\\u9580\\\"車\\\"\\n馬\\\\\"",
        &[&["門"], &["\"車", "\""], &["馬", "\\"]],
    );
    assert_runs("title: \"門\\\n  車\"", &[&["門", "車"]]);
    assert_runs("title: >-\n  書\n  門 # 非\n\n  頁\nid: 1", &[&["書", "門 # 非"], &["頁"]]);
    assert_runs("title: |2\n    書\n   門\n", &[&["  書"], &["門"]]);
    assert_runs("title: [書, \"門\"]\nalt:\n- 頁\n- {a: 圖}", &[&["書"], &["門"], &["頁"]]);
}

#[test]
fn the_usual_keys_are_taken_at_the_top_only() {
    assert_runs("image_caption: 書\nAlt: 門\ndefault: 頁\nseo: {title: 圖}", &[&["書"], &["門"]]);
    let source = "---\ntitle: 書\nseo:\n  title: 圖\ntags: [電]\n---\n";
    let convert = vec!["seo.title".to_owned(), "tags".to_owned()];
    let keep = vec!["title".to_owned()];
    let (found, _) = runs(source, FieldScope { convert, keep });
    assert_eq!(found, [["圖"], ["電"]]);
}

#[test]
fn markup_and_urls_in_values_stay() {
    assert_runs(
        "title: '書<br>門<b class=\"頁\">車</b>馬 https://a.tw/圖'",
        &[&["書"], &["門", "車", "馬 "]],
    );
    assert_runs("title: <code>書</code>門&nbsp;[頁](/圖)", &[&["門"], &["[頁"]]);
    assert_runs("title: '{{ 書 }}門'", &[&["門"]]);
}

#[test]
fn invalid_yaml_and_repeated_keys_give_warnings() {
    let warnings = |source| runs(source, FieldScope::default()).1.warnings;
    let invalid = warnings("---\ntitle: 門: 車\n---\n書\n");
    let message = "front matter is not valid YAML and stays as it is: \
                   mapping values are not allowed in this context";
    assert_eq!(invalid, [Warning { line: 2, message: message.to_owned() }]);
    let repeated = warnings("---\ntitle: 書\ntitle: 門\n---\n");
    let message = "the key `title` is repeated in the front matter".to_owned();
    assert_eq!(repeated, [Warning { line: 3, message }]);
}

#[test]
fn values_of_toml_are_converted_in_every_style() {
    assert_converts(
        "+++\r\n# 題\r\ntitle = \"書\\u9580\\\"門\\\"\" # 題\r\nsubtitle = '書\\門'\r\n\
         description = \"\"\"\r\n書 \\\r\n   門\r\n\r\n車\"\"\"\r\nsummary = \'\'\'書\r\n門\'\'\'\r\n\
         alt = [\"書\", '門', # 題\r\n 1]\r\ntags = [\"書\"]\r\ndate = 2024-01-01\r\n\
         seo.title = \"書\"\r\nx = {title = \"書\"}\r\n[params]\r\ntitle = \"書\"\r\n\
         [[seo.more]]\r\ntitle = \"書\"\r\n+++\r\n門",
        "+++\r\n# 題\r\ntitle = \"书\\u9580\\\"门\\\"\" # 題\r\nsubtitle = '书\\门'\r\n\
         description = \"\"\"\r\n书 \\\r\n   门\r\n\r\n车\"\"\"\r\nsummary = \'\'\'书\r\n门\'\'\'\r\n\
         alt = [\"书\", '门', # 題\r\n 1]\r\ntags = [\"書\"]\r\ndate = 2024-01-01\r\n\
         seo.title = \"书\"\r\nx = {title = \"書\"}\r\n[params]\r\ntitle = \"書\"\r\n\
         [[seo.more]]\r\ntitle = \"書\"\r\n+++\r\n门",
    );
    assert_converts(
        "\u{feff}+++\ntitle='書'\n[seo]\ntitle='門'\n+++",
        "\u{feff}+++\ntitle='书'\n[seo]\ntitle='门'\n+++",
    );
}

#[test]
fn values_of_json_are_converted() {
    assert_converts(
        "{\r\n  \"title\": \"書\\u9580\\\"門\\\"\\/車\\ud83d\\ude00\",\r\n  \"seo\": {\"title\": \"書\", \"門\": \"書\"},\r\n  \
         \"alt\": [\"書\", 1, null, [\"門\"]],\r\n  \"tags\": [\"書\"]\r\n}\r\n門",
        "{\r\n  \"title\": \"书\\u9580\\\"门\\\"\\/车\\ud83d\\ude00\",\r\n  \"seo\": {\"title\": \"书\", \"門\": \"書\"},\r\n  \
         \"alt\": [\"书\", 1, null, [\"门\"]],\r\n  \"tags\": [\"書\"]\r\n}\r\n门",
    );
    for fence in [";;;\n", ";;;;;\n", ""] {
        let post = |title: &str, body: &str| {
            let closing = if fence.is_empty() { ";;;\n" } else { fence };
            format!("{fence}\"title\": \"{title}\",\n\"門\": \"門\"\n{closing}{body}")
        };
        assert_converts(&post("書", "門"), &post("书", "门"));
    }
}

#[test]
fn spans_of_toml_and_json_leave_out_escapes() {
    let found = |source| runs(source, FieldScope::default()).0;
    assert_eq!(
        found("+++\ntitle = \"門\\u9580\\\"車\\\"\\n馬\\\\\"\n+++\n"),
        [vec!["門"], vec!["\"車", "\""], vec!["馬", "\\"]]
    );
    assert_eq!(
        found("+++\ntitle = \"\"\"\n書 \\\n  門\n  車\"\"\"\n+++\n"),
        [vec!["書 ", "門"], vec!["車"]]
    );
    assert_eq!(found("+++\ntitle = \'\'\'書\\n\n\n 門\'\'\'\n+++\n"), [["書\\n"], ["門"]]);
    assert_eq!(
        found("{\"title\": \"門\\u9580\\\"車\\/\\t馬\"}\n"),
        [vec!["門"], vec!["\"車", "/"], vec!["馬"]]
    );
}
