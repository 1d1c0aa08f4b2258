use std::fmt::Write as _;

use super::{
    super::{Prose, ProseSettings, Warning, edits, fake_engine::Phrases, prose},
    *,
};
use crate::{
    convert::engine::Engine,
    edit::Edits,
    verify::{Thoroughness, verify},
};

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
        let verified =
            verify(source, &edits, &Edits::default(), &settings, Thoroughness::Full).unwrap();
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

#[test]
fn values_of_yaml_are_converted_in_every_style() {
    let yaml = |title: &str| format!("---\r\ntitle: {title}\r\nslug: 書\r\n---\r\n");
    for (from, to) in [
        ("書  # 書", "书  # 書"),
        ("書\r\n  門\r\n\r\n  車\r\n# 門", "书\r\n  门\r\n\r\n  车\r\n# 門"),
        ("'書''門\r\n\r\n  車'", "'书''门\r\n\r\n  车'"),
        (r#""書\"門\"\u9580\x41\n車\\""#, r#""书\"门\"\u9580\x41\n车\\""#),
        ("\"書 \\\r\n   門\"", "\"书 \\\r\n   门\""),
        ("|\r\n  書\r\n   門 # 門\r\n\r\n  車", "|\r\n  书\r\n   门 # 门\r\n\r\n  车"),
        (">-\r\n  書\r\n  門\r\n\r\n  車\r\n# 門", ">-\r\n  书\r\n  门\r\n\r\n  车\r\n# 門"),
        ("|+ # 門\r\n  書\r\n\r\n", "|+ # 門\r\n  书\r\n\r\n"),
        (">2-\r\n    書\r\n  門", ">2-\r\n    书\r\n  门"),
        ("[書, # 書\r\n  '門', \"車\" , [書]]", "[书, # 書\r\n  '门', \"车\" , [书]]"),
        (
            "\r\n  - 書\r\n  - >\r\n    門\r\n  - {書: 門}",
            "\r\n  - 书\r\n  - >\r\n    门\r\n  - {書: 門}",
        ),
        ("&書 書\r\nmore: *書", "&書 书\r\nmore: *書"),
        ("\t書\t# 書", "\t书\t# 書"),
        ("!!str 書", "!!str 书"),
        ("! 書", "! 书"),
        ("!書 書", "!書 書"),
        ("!!binary 書", "!!binary 書"),
        ("2024-01-01", "2024-01-01"),
    ] {
        assert_converts(&yaml(from), &yaml(to));
    }
    assert_converts(
        "---\n\"title\" : 書\n? description\n: 門\n'seo': { 'title': 書 }\n門: 書\nTITLE: 車\n---\n",
        "---\n\"title\" : 书\n? description\n: 门\n'seo': { 'title': 书 }\n門: 書\nTITLE: 车\n---\n",
    );
    assert_converts("---\ntitle:\n\t- 書\n---\n", "---\ntitle:\n\t- 书\n---\n");
    assert_converts("---\n{title: 書, slug: 書}\n---\n", "---\n{title: 书, slug: 書}\n---\n");
}

#[test]
fn lines_that_a_value_has_are_runs_and_folded_ones_are_joined() {
    assert_runs("title: |\n  書\n  門", &[&["書"], &["門"]]);
    assert_runs(
        "title: >\n  書\n  門\n    車\n  馬\n  頁",
        &[&["書", "門"], &["車"], &["馬", "頁"]],
    );
    assert_runs("title: 書\n  門\n\n  車", &[&["書", "門"], &["車"]]);
    assert_runs("title: \"書\n  門\\\n  車\\n馬\"", &[&["書", "門", "車"], &["馬"]]);
}

#[test]
fn markup_in_values_stays_whatever_quotes_surround_it() {
    for quotes in ["'", "\""] {
        let title = |text: &str| {
            let text = match quotes {
                "'" => text.replace('\'', "''"),
                _ => text.replace('\\', "\\\\").replace('"', "\\\""),
            };
            format!("---\ntitle: {quotes}{text}{quotes}\n---\n")
        };
        for (from, to) in [
            ("**門**`書`書", "**门**`書`书"),
            ("`` 書`門 ``書`門", "`` 書`門 ``书`门"),
            ("[門](/頁.md)書", "[门](/頁.md)书"),
            ("[門](/頁.md \"書\")書", "[门](/頁.md \"书\")书"),
            ("![門](</頁 圖.md> '書')書", "![门](</頁 圖.md> '书')书"),
            ("[門](頁(圖))[門](頁 圖)", "[门](頁(圖))[门](页 图)"),
            ("<a id=\"書>門\" href='頁'>書</a>", "<a id=\"書>門\" href='頁'>书</a>"),
            (
                "<img src=\"頁\" ALT='門&amp;<書>' title=書 />",
                "<img src=\"頁\" ALT='门&amp;<书>' title=書 />",
            ),
            ("<i lang=\"ja\" title=\"書\">門</i>書", "<i lang=\"ja\" title=\"書\">門</i>书"),
            ("書<br/>門<!-- 書 -->車&書;&#38272;", "书<br/>门<!-- 書 -->车&书;&#38272;"),
            ("門 < 書 > 車<書>a<門", "门 < 书 > 车<书>a<门"),
            ("<code>書</code>門<span lang=ja>書", "<code>書</code>门<span lang=ja>書"),
            ("{{ 書 }}門{% 書 %}", "{{ 書 }}门{% 書 %}"),
            ("https://a.tw/門 門，[[書|門]]", "https://a.tw/門 门，[[書|门]]"),
            ("#門 \\門 門\u{3000}", "#门 \\门 门\u{3000}"),
        ] {
            assert_converts(&title(from), &title(to));
        }
    }
    assert_converts(
        "---\ntitle: |\n  書\n  <img\n    alt=\"門\"\n    src=\"/頁.png\">\n  門 `書\n  門`\n---\n",
        "---\ntitle: |\n  书\n  <img\n    alt=\"门\"\n    src=\"/頁.png\">\n  门 `書\n  門`\n---\n",
    );
    assert_converts(
        "+++\ntitle = \"<a href=\\\"門\\\">門</a> `門`\"\n+++\n",
        "+++\ntitle = \"<a href=\\\"門\\\">门</a> `門`\"\n+++\n",
    );
    assert_converts(
        "{\"title\": \"<a href=\\\"門\\\">門<\\/a> [門](\\/門)\"}\n",
        "{\"title\": \"<a href=\\\"門\\\">门<\\/a> [门](\\/門)\"}\n",
    );
}

#[test]
fn an_alias_by_which_a_page_is_addressed_keeps_its_anchor() {
    let stays = |yaml: &str, line: usize, message: &str| {
        let source = format!("---\n{yaml}\n---\n");
        assert_converts(&source, &source);
        let settings = ProseSettings {
            fields: FieldScope { convert: vec!["seo.title".to_owned()], keep: Vec::new() },
            ..ProseSettings::default()
        };
        let warnings = prose(&Document::split(&source), &settings).unwrap().warnings;
        assert_eq!(warnings, [Warning { line, message: message.to_owned() }], "{yaml}");
    };
    let reason = "the value of `title` stays as it is, since `slug` repeats it";
    stays("title: &t 門\nslug: *t", 2, reason);
    let reason = "the value of `title` stays as it is, since `tags` repeats it";
    stays("title: &t [門]\ntags: *t", 2, reason);
    let reason = "the value of `seo.title` stays as it is, since `url.<<` repeats it";
    stays("seo: &s {title: 門}\nurl:\n  <<: *s", 2, reason);
    let reason = "the value of `title` stays as it is, since it repeats that of `name`";
    stays("name: &n 門\ntitle: *n", 3, reason);
    let reason = "the value of `<<` stays as it is, since it repeats that of `a.title`";
    stays("a: &a {title: 門}\n<<: *a", 3, reason);
    assert_converts(
        "---\ntitle: &t 門\nsub: *t\nalt: *t\n---\n",
        "---\ntitle: &t 门\nsub: *t\nalt: *t\n---\n",
    );
}

#[test]
fn what_stays_has_a_reason() {
    let source = "---\n# 甲\n乙: &丙 丁 # 戊\n癸: &癸 # 子\n  丑\ntitle: '`己`<b>[庚](辛)</b>壬&amp;'\n---\n";
    let kept = runs(source, FieldScope::default()).1.kept;
    let kept: Vec<_> = kept.iter().map(|kept| (&source[kept.range.clone()], kept.reason)).collect();
    let expected = [
        ("# 甲", KeptReason::FrontMatterComment),
        ("乙", KeptReason::FrontMatterKey),
        (": &丙 ", KeptReason::FrontMatterKey),
        ("丁", KeptReason::FrontMatterValue),
        ("# 戊", KeptReason::FrontMatterComment),
        ("癸", KeptReason::FrontMatterKey),
        (": &癸 ", KeptReason::FrontMatterKey),
        ("# 子", KeptReason::FrontMatterComment),
        ("丑", KeptReason::FrontMatterValue),
        ("title", KeptReason::FrontMatterKey),
        ("`己`", KeptReason::InlineCode),
        ("<b>", KeptReason::HtmlTag),
        ("](辛)", KeptReason::Destination),
        ("</b>", KeptReason::HtmlTag),
        ("&amp;", KeptReason::Markup),
    ];
    assert_eq!(kept, expected);
    let source = "+++\n['甲'.'乙'] # 丙\n'丁' = '戊'\n['甲'.'己']\n+++\n";
    let kept = runs(source, FieldScope::default()).1.kept;
    let kept: Vec<_> = kept.iter().map(|kept| &source[kept.range.clone()]).collect();
    let expected = ["'甲'", "'乙'", "# 丙", "'丁'", "'戊'", "\n['甲'.", "'己'"];
    assert_eq!(kept, expected);
}

#[test]
fn front_matter_that_cannot_be_read_stays_whole() {
    let warnings = |source: &str| {
        let (runs, prose) = runs(source, FieldScope::default());
        assert_eq!(runs, [["書"]]);
        assert_eq!(prose.kept[0].reason, KeptReason::FrontMatterUnread);
        assert_converts(source, &source.replace('書', "书"));
        let warning = prose.warnings.into_iter().next().unwrap();
        (warning.line, warning.message)
    };
    let stays = |format: &str, reason: &str| {
        format!("front matter is not valid {format} and stays as it is: {reason}")
    };
    assert_eq!(
        warnings("+++\ntitle = '門'\ntitle = '門'\n+++\n書"),
        (3, stays("TOML", "duplicate key"))
    );
    assert_eq!(
        warnings("{\"a\": 1,\n \"title\": \"門\",\n}\n書"),
        (2, stays("JSON", "Trailing commas are not allowed"))
    );
    assert_eq!(
        warnings("\n;;;\n\"a\": 1,\ntitle: \"門\"\n;;;\n書"),
        (4, stays("JSON", "Expected string for object property"))
    );
}

#[test]
fn repeated_keys_of_json_are_converted_with_a_warning() {
    let source = "{\"title\": \"書\", \"title\": \"門\"}\n";
    assert_converts(source, "{\"title\": \"书\", \"title\": \"门\"}\n");
    let message = "the key `title` is repeated in the front matter".to_owned();
    assert_eq!(runs(source, FieldScope::default()).1.warnings, [Warning { line: 1, message }]);
}

#[test]
fn hostile_values_take_linear_time() {
    for title in ["<a b=\"", "](", "`", "`` `", "{{ ", "<!--", "&a", "[[", "\\\"", "<a b='<a\" "] {
        let source =
            format!("---\ntitle: \"{}\"\n---\n", title.replace('"', "\\\"").repeat(100_000));
        let _ = runs(&source, FieldScope::default());
    }
    let many = "a: &a [1]\n".to_owned() + &"b: *a\n".repeat(50_000);
    let _ = runs(&format!("---\n{many}---\n"), FieldScope::default());
    let deep = format!("{}: [{}]\n", "k".repeat(50_000), "a, ".repeat(50_000));
    let _ = runs(&format!("---\n{deep}---\n"), FieldScope::default());
}

#[test]
fn an_edit_that_would_change_how_a_value_reads_is_withdrawn() {
    let pairs = [
        ("門", "门"),
        ("甲", "\""),
        ("乙", "\\n"),
        ("丙", "''"),
        ("丁", "\n"),
        ("戊", "\\"),
        ("己", "{{"),
        ("庚", "\n+++\n"),
    ];
    let invalid = |name| format!("the front matter would be invalid {name}");
    let changed = "a front matter value would change".to_owned();
    let bounds = "the front matter would change its bounds".to_owned();
    for (source, reason) in [
        ("+++\ntitle = \"門 甲\"\n+++\n", invalid("TOML")),
        ("+++\ntitle = '門 丙'\n+++\n", invalid("TOML")),
        ("+++\ntitle = \"門 乙\"\n+++\n", changed.clone()),
        ("+++\ntitle = '門 丁'\n+++\n", invalid("TOML")),
        ("+++\ntitle = \'\'\'門 丁\'\'\'\n+++\n", changed.clone()),
        ("+++\ntitle = \'\'\'門 庚\'\'\'\n+++\n", bounds.clone()),
        ("{\"title\": \"門 甲\"}\n", bounds.clone()),
        ("{\"title\": \"門 乙\"}\n", changed.clone()),
        ("{\"title\": \"門 戊\"}\n", bounds),
        (";;;\n\"title\": \"門 甲\"\n;;;\n", invalid("JSON")),
        ("---\ntitle: \"門 乙\"\n---\n", changed.clone()),
        ("---\ntitle: '門 丙'\n---\n", changed.clone()),
        ("---\ntitle: 門 丁 a\n---\n", changed.clone()),
        ("---\ntitle: |\n  門 丁  a\n---\n", changed),
    ] {
        let settings = ProseSettings::default();
        let prose = prose(&Document::split(source), &settings).unwrap();
        let engine = Phrases::new(&pairs);
        let (edits, _) = edits(source, &prose, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
        let verified =
            verify(source, &edits, &Edits::default(), &settings, Thoroughness::Full).unwrap();
        let reasons: Vec<_> = verified.withdrawn.iter().map(|edit| edit.reason.clone()).collect();
        assert_eq!((verified.text, reasons), (source.replace('門', "门"), vec![reason]));
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config {
        cases: 300,
        failure_persistence: None,
        ..proptest::test_runner::Config::default()
    })]

    #[test]
    fn whatever_a_value_holds_it_is_read_and_converted_in_each_format(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..12),
        line_ending in proptest::sample::select(&["\n", "\r\n"][..]),
    ) {
        let text: String = pieces.concat();
        for post in posts(&text, line_ending) {
            let settings = ProseSettings::default();
            let document = Document::split(&post);
            let prose = prose(&document, &settings).unwrap();
            proptest::prop_assert_eq!(&prose.warnings, &[], "{:?}", post);
            let engine = Phrases::characters();
            let (edits, _) =
                edits(&post, &prose, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
            let verified = verify(&post, &edits, &Edits::default(), &settings, Thoroughness::Full).unwrap();
            proptest::prop_assert_eq!(&verified.withdrawn, &[], "{:?}", post);
            let copy = Document::split(&verified.text);
            let (ours, theirs) = (document.values().unwrap(), copy.values().unwrap());
            proptest::prop_assert_eq!(ours.nodes.len(), theirs.nodes.len());
            // What has no markup is converted whole.
            if pieces.iter().all(|piece| piece.len() == 3 || *piece == "\\" || *piece == "\"") {
                let expected: String =
                    text.replace('門', "门").replace('書', "书").replace('車', "车");
                let found = copy.front_matter_string("title").unwrap_or_default();
                proptest::prop_assert_eq!(found.trim(), expected.trim());
            }
        }
    }
}

const PIECES: &[&str] = &[
    "門",
    "書",
    "車",
    "，",
    "\\",
    "\"",
    "'",
    " ",
    "\t",
    "\u{3000}",
    "\n",
    "/",
    "`",
    "<b>",
    "</b>",
    "<a href=\"書\">",
    "&amp;",
    "[書](門 \"車\")",
    "](",
    "{{ 門 }}",
    "https://門",
    "#",
    ": ",
    "\u{1}",
    "😀",
    "{",
    "}",
    "%",
    "-",
];

/// A post in each format whose title is `text`.
fn posts(text: &str, line_ending: &str) -> Vec<String> {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '"' | '\\' => escaped.extend(['\\', c]),
            c if c.is_control() || c == '😀' && text.len().is_multiple_of(2) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(escaped, "\\u{unit:04x}").unwrap();
                }
            }
            c => escaped.push(c),
        }
    }
    let json = format!("\"title\": \"{escaped}\"");
    let mut posts = vec![format!("{{{json}}}\n"), format!(";;;\n{json}\n;;;\n")];
    if !escaped.contains("\\ud8") {
        posts.push(format!("---\ntitle: \"{escaped}\"\n---\n"));
        posts.push(format!("+++\ntitle = \"{escaped}\"\n+++\n"));
        posts.push(format!("+++\ntitle = \"\"\"\n{escaped}\"\"\"\n+++\n"));
    }
    if !text.contains(['\n', '\u{1}']) {
        posts.push(format!("---\ntitle: '{}'\n---\n", text.replace('\'', "''")));
        if !text.contains('\'') {
            posts.push(format!("+++\ntitle = '{text}'\n+++\n"));
        }
    }
    if !text.contains(['\u{1}', '\'']) {
        posts.push(format!("+++\ntitle = \'\'\'\n{text}\'\'\'\n+++\n"));
    }
    if !text.contains(['\u{1}', '\t']) && !text.starts_with([' ', '\n']) {
        let lines = text.replace('\n', "\n  ");
        posts.push(format!("---\ntitle: |\n  {lines}\n---\n"));
        posts.push(format!("---\ntitle: >-\n  {lines}\n---\n"));
    }
    posts.into_iter().map(|post| post.replace('\n', line_ending)).collect()
}
