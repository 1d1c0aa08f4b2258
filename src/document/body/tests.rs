use crate::{
    document::{Document, Flavour, KeptReason, ProseSettings, prose},
    switches::{CodeBlocks, InlineCode, Shortcode},
};

#[track_caller]
fn assert_runs_in(flavour: Flavour, source: &str, expected: &[&[&str]]) {
    let settings = ProseSettings { flavour, ..ProseSettings::default() };
    let prose = prose(&Document::split(source), &settings).unwrap();
    let runs: Vec<Vec<&str>> = prose
        .runs
        .iter()
        .map(|run| {
            prose.spans[run.spans.clone()].iter().map(|span| &source[span.clone()]).collect()
        })
        .collect();
    assert_eq!(runs, expected, "{source:?}");
}

#[track_caller]
fn assert_runs(source: &str, expected: &[&[&str]]) {
    assert_runs_in(Flavour::Markdown, source, expected);
}

/// Each thing between two characters, in a block that these begin and end.
#[track_caller]
fn assert_runs_around(between: &[&str], ends: Ends) {
    for between in between {
        let source = format!("門{between}書\n\n[圖]: /u\n\n[^電]: x\n");
        let prose = prose(&Document::split(&source), &ProseSettings::default()).unwrap();
        let run_of = |text: &str| {
            let at = source.find(text).unwrap();
            let holds = |run: &&crate::document::Run| {
                prose.spans[run.spans.clone()].iter().any(|span| span.contains(&at))
            };
            prose.runs.iter().find(holds).unwrap().spans.clone()
        };
        assert_eq!(run_of("門") != run_of("書"), ends == Ends::Run, "{between:?}");
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Run,
    Nothing,
}

#[test]
fn what_does_not_end_a_run() {
    let between = [
        "*",
        "x*y*",
        "**x**",
        "~~x~~",
        "~x~",
        "^x^",
        "[x](/u)",
        "[x](/u 'x')",
        "[x][圖]",
        "<b>",
        "</b>",
        "<a href='/u' title='x'>",
        "<span>x</span>",
        "<ruby>",
        "\\*",
        "\n",
        "\r\n",
        "\n  ",
        " [x] ",
    ];
    assert_runs_around(&between, Ends::Nothing);
    assert_runs("> 門\n> 書\n頁", &[&["門", "書", "頁"]]);
    assert_runs("- 門\n  書\n頁\n", &[&["門", "書", "頁"]]);
    assert_runs("| 門\\|書*頁* |\n|-|\n", &[&["門", "|書", "頁"]]);
    assert_runs("<p>門\n  書<b>頁</b>\n", &[&["門", "書", "頁"]]);
}

#[test]
fn what_ends_a_run() {
    let between = [
        "`x`",
        "![x](/u)",
        "$x$",
        "<https://x.y>",
        " https://x.y ",
        "<br>",
        "<img src=x>",
        "<rt>",
        "<div>",
        "<!-- x -->",
        "&amp;",
        "&#x41;",
        "  \n",
        "\\\n",
        "[^電]",
        "{{ x }}",
        "{% x %}",
        "{{< x >}}",
        "[[x]]",
        "[[x|y]]",
        "[圖]",
        "[圖][]",
        "{: .x}",
        "\n\n",
        "\n# x\n",
        "\n- ",
        "\n***\n",
        "<!-- hanmark:on -->",
    ];
    assert_runs_around(&between, Ends::Run);
}

#[test]
fn inline_markup_does_not_end_a_run() {
    assert_runs(
        "門*書*__頁__[圖](/電)x~~車~~ ^馬^",
        &[&["門", "書", "頁", "圖", "x", "車", " ", "馬"]],
    );
    assert_runs("> 門\r\n> 書\r\n頁", &[&["門", "書", "頁"]]);
    assert_runs("- [x] 門\n  書", &[&["門", "書"]]);
    assert_runs("馬[門]!書_車", &[&["馬[門]!書_車"]]);
    assert_runs("\\*門\\*書", &[&["*門", "*書"]]);
    assert_runs("門<b>書</b><span lang=zh>頁</span>", &[&["門", "書", "頁"]]);
}

#[test]
fn code_images_math_entities_and_breaks_end_a_run() {
    assert_runs("門`書`頁", &[&["門"], &["頁"]]);
    assert_runs("門![圖**電**](圖.png)頁", &[&["門"], &["圖", "電"], &["頁"]]);
    assert_runs("門$書$頁&amp;圖<https://電>車", &[&["門"], &["頁"], &["圖"], &["車"]]);
    assert_runs(
        "門  \n書\\\n頁<br>圖[^電]車\n\n[^電]: 馬",
        &[&["門"], &["書"], &["頁"], &["圖"], &["車"], &["馬"]],
    );
}

#[test]
fn blocks_end_runs_and_open_elements() {
    assert_runs("門\n===\n書\n\n- 頁\n- 圖\n", &[&["門"], &["書"], &["頁"], &["圖"]]);
    assert_runs("|門|書|\n|-|-|\n|頁\\|圖|`電`|\n", &[&["門"], &["書"], &["頁", "|圖"]]);
    assert_runs("a <code>門\n\n書</code>", &[&["a "], &["書"]]);
    assert_runs("門\n: 書\n", &[&["門"], &["書"]]);
}

#[test]
fn code_and_comments_give_no_runs() {
    assert_runs("```門\n書\n```\n\n    頁\n\n$$\n電\n$$\n", &[]);
    assert_runs("<pre>\n門\n\n書</pre>\n\n<!-- 頁\n\n圖 -->\n", &[]);
    assert_runs("plain", &[&["plain"]]);
    assert_runs("", &[]);
}

#[test]
fn text_in_html_blocks_is_prose() {
    assert_runs(
        "<div>門<b>書</b>頁<br>圖&nbsp;電</div>\n",
        &[&["門", "書", "頁"], &["圖"], &["電"]],
    );
    assert_runs("<p>\n  門 \r\n\t書<!-- 頁 -->圖\n</p>\n", &[&["門", "書"], &["圖"]]);
    assert_runs("> <div>\n> 門\n> 書</div>\n", &[&["門", "書"]]);
    assert_runs("- <div>\n    門\n  書</div>\n", &[&["門", "書"]]);
    assert_runs(
        "<div>見https://a.tw/門&amp;b=書 [[頁]]{{ 圖 }}電</div>",
        &[&["見"], &[" [[頁]]"], &["電"]],
    );
    assert_runs("<script>門</script>書<style>頁</style><svg><title>圖</title></svg>\n", &[&["書"]]);
    assert_runs("<div title=\"門\n\n書", &[&["書"]]);
    assert_runs("<?php echo '門' > 1; ?>書\n", &[&["書"]]);
    assert_runs("<details>\n<summary>門</summary>\n\n書\n\n</details>\n", &[&["門"], &["書"]]);
}

#[test]
fn attributes_are_runs_of_their_own() {
    assert_runs(
        "<img src=圖.png alt=圖 title='題' aria-label = \"門&amp;書\" data-x=\"門\">\n",
        &[&["圖"], &["題"], &["門"], &["書"]],
    );
    assert_runs("門<a title=\"書\" href=\"/頁\">頁</a>圖", &[&["門", "頁", "圖"], &["書"]]);
    assert_runs("> <div title=\"門\n> 書\">\n> 車\n> </div>", &[&["門", "書"], &["車"]]);
    assert_runs("> a <b title=\"門\n> 書\">車</b>", &[&["a ", "車"], &["門", "書"]]);
    assert_runs("<img alt=\"見https://a.tw/門 {{ 書 }}頁\">", &[&["見"], &[" "], &["頁"]]);
    assert_runs("<Tabs title=\"門\" :title=\"書\" placeholder={頁} summary>", &[&["門"]]);
    assert_runs("<textarea placeholder=\"門\">書</textarea>", &[&["門"]]);
    assert_runs("<code title=\"門\"><b title=\"書\">頁</b></code>", &[&["門"]]);
    assert_runs("<img lang=ja alt=\"門\"><p translate=\"no\" title=\"書\">", &[]);
}

#[test]
fn expressions_in_tags_of_mdx_stay() {
    let source = "<div onClick={() => alert('門')} title=\"書\">頁<b a={{c: 1 > 0}}>圖</b></div>\n";
    assert_runs_in(Flavour::Mdx, source, &[&["頁"], &["圖"]]);
    assert_runs_in(Flavour::Mdx, "<div a={ title=\"門\">書</div>\n", &[&["門"], &["書"]]);
    assert_runs("<div a={ title=\"門\">書</div>\n", &[&["門"], &["書"]]);
}

#[test]
fn elements_hold_over_blocks() {
    assert_runs("<div lang=\"ja\">\n\n門\n\n- 書\n\n</div>\n\n頁\n", &[&["頁"]]);
    assert_runs("<code>門\n\n書\n", &[&["書"]]);
    assert_runs("<div><code>\n\n門\n\n</code></div>\n\n書\n", &[&["書"]]);
    assert_runs("{% highlight %}\n<div lang=ja>\n{% endhighlight %}\n\n門\n\n</div>", &[&["門"]]);
    assert_runs("<div lang=\"ja\">\n\n[a]: /u '門'\n\n</div>\n\n[b]: /u '書'\n", &[&["書"]]);
}

#[test]
fn directives_keep_what_lies_between() {
    assert_runs(
        "門\n\n<!-- hanmark:off -->\n\n書[頁](/a '圖')\n\n<img alt=\"電\">\n\n<!-- hanmark:on -->\n\n車\n",
        &[&["門"], &["車"]],
    );
    assert_runs("門<!-- hanmark:off -->書*頁*<!-- hanmark:on -->圖", &[&["門"], &["圖"]]);
    assert_runs("<!-- hanmark:next-line -->\n門\n書\n\n頁", &[&["書"], &["頁"]]);
    assert_runs("a <!-- hanmark:next-line -->\n門\n書", &[&["a "], &["書"]]);
    assert_runs("`<!-- hanmark:off -->`門", &[&["門"]]);
    assert_runs_in(
        Flavour::Mdx,
        "門{/* hanmark:off */}書\n\n{/* hanmark:on */}頁",
        &[&["門"], &["頁"]],
    );
    let source = "---\na: 1\n---\n門\n<!-- hanmark:off -->\n書";
    let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
    let line_and_message: Vec<_> =
        prose.warnings.iter().map(|warning| (warning.line, warning.message.as_str())).collect();
    let message = "`hanmark:off` without `hanmark:on`: all below stays as it is";
    assert_eq!(line_and_message, [(5, message)]);
}

#[test]
fn labels_that_are_text_too_stay() {
    let definition = "\n\n[門]: /u";
    assert_runs(&format!("[門]書[門][]頁[圖][門]{definition}"), &[&["書"], &["頁", "圖"]]);
    assert_runs("[門]書", &[&["[門]書"]]);
    assert_runs(&format!("[![圖][門]][門]{definition}"), &[&["圖"]]);
    assert_runs(&format!("![門]書{definition}"), &[&["書"]]);
}

#[test]
fn titles_are_runs_of_their_own() {
    assert_runs("門[書](/u '頁')圖", &[&["門", "書", "圖"], &["頁"]]);
    assert_runs("![門](/u \"書\")", &[&["門"], &["書"]]);
    assert_runs("[![門](/a (書))](/b '頁')", &[&["門"], &["書"], &["頁"]]);
    assert_runs(
        "[門][a]\n\n[a]:\n/u\n'書'\n\n頁\n\n> [b]: /u\n>   (圖)",
        &[&["門"], &["書"], &["頁"], &["圖"]],
    );
    assert_runs("[x](/u '門&amp;書')[門]\n\n[門]: /u", &[&["x"], &["門"], &["書"]]);
    assert_runs(
        "[x](/u '門&amp;書'), [門][a]\n\n[a]: /u '頁\n圖'",
        &[&["x", ", ", "門"], &["門"], &["書"], &["頁", "圖"]],
    );
}

#[test]
fn prices_are_prose_and_math_is_not() {
    assert_runs("$5書 門$6", &[&["$5書 門$6"]]);
    assert_runs("$5`書` 門$6", &[&["6"]]);
    assert_runs("$書$ $$門$$", &[&[" "]]);
}

#[test]
fn a_url_goes_on_over_signs_and_entities() {
    assert_runs("門https://a.tw/書_頁&amp;b=圖\\_電 車", &[&["門"], &[" 車"]]);
    assert_runs("[a](https://x.com/)書", &[&["a", "書"]]);
    assert_runs("[[門]]&amp;書", &[&["書"]]);
}

#[test]
fn parameters_that_are_named_are_runs_of_their_own() {
    let parameters = |name: &str, of: &[&str]| Shortcode {
        name: name.to_owned(),
        parameters: of.iter().map(|name| (*name).to_owned()).collect(),
    };
    let settings = ProseSettings {
        shortcodes: vec![parameters("f", &["a", "1"]), parameters("g.html", &["b"])],
        ..ProseSettings::default()
    };
    let assert_texts = |source: &str, expected: &[&str]| {
        let prose = prose(&Document::split(source), &settings).unwrap();
        let texts: Vec<_> = prose.runs.iter().map(|run| prose.text(source, run)).collect();
        assert_eq!(texts, expected, "{source:?}");
    };
    assert_texts("門{{< f a=\"書\" b=\"頁\" >}}圖", &["門", "書", "圖"]);
    assert_texts("{{< f\n  src=\"門\"\n  a=\"*書*\"\n>}}\n頁", &["*書*", "頁"]);
    assert_texts("|{% include g.html a='門' b='書' %}|\n|-|\n|<b>{% f 頁 %}</b>|", &["書", "頁"]);
    // Markup in there is what it is in front matter.
    assert_texts(
        "{% f \"<b title='門'>書</b> [頁](/圖) `電` https://馬 車\" %}",
        &["門", "書 [頁 ", " ", " 車"],
    );
    assert_texts("<!-- hanmark:off -->{% f 門 %}<!-- hanmark:on -->{% f 書 %}", &["書"]);
}

#[test]
fn templates_stay_with_their_code() {
    assert_runs("{% note *門* %}書{% endnote %}頁", &[&["書"], &["頁"]]);
    assert_runs("{{< a\nb=\"門\"\n>}}書\n", &[&["書"]]);
    assert_runs("{% highlight %}\n門\n\n書\n{% endhighlight %}頁\n", &[&["頁"]]);
    assert_runs("`{{` 門 `}}`", &[&[" 門 "]]);
    assert_runs("門 {%", &[&["門 {%"]]);
}

#[test]
fn loud_signs_hide_no_prose() {
    assert_runs("???為什麼？他說後來。", &[&["???為什麼？他說後來。"]]);
    assert_runs("**真的**!!!後來的門", &[&["真的", "!!!後來的門"]]);
    assert_runs("*x*:::後來的門", &[&["x", ":::後來的門"]]);
    assert_runs("> :::tip 門\n> 書\n", &[&[" 門", "書"]]);
}

#[test]
fn bare_expressions_are_code_in_mdx_only() {
    assert_runs("門{ 書 }頁", &[&["門{ 書 }頁"]]);
    assert_runs_in(Flavour::Mdx, "門{ 書{頁} }圖", &[&["門"], &["圖"]]);
    assert_runs_in(Flavour::Mdx, "門{ 書", &[&["門{ 書"]]);
    assert_runs("<Tabs a={\n\"門\"}>書\n", &[&["書"]]);
}

#[test]
fn byte_order_mark_front_matter_and_line_endings_shift_nothing() {
    assert_runs("\u{feff}---\r\ntitle: 書\r\n---\r\n\r\n# 門\r\n頁", &[&["書"], &["門"], &["頁"]]);
    assert_runs("\u{feff}門", &[&["門"]]);
}

#[test]
fn a_panic_of_the_parser_is_a_refusal() {
    let refused = prose(&Document::split("- 門\n   {.a}\n  ===\n"), &ProseSettings::default());
    assert!(refused.unwrap_err().reason.starts_with("the Markdown parser failed: "));
}

#[track_caller]
fn assert_runs_with(settings: &ProseSettings, source: &str, expected: &[&str]) {
    let prose = prose(&Document::split(source), settings).unwrap();
    let runs: Vec<_> = prose.runs.iter().map(|run| prose.text(source, run)).collect();
    assert_eq!(runs, expected, "{source:?}");
}

#[test]
fn a_tag_that_code_or_html_interrupts_has_no_prose_behind_that() {
    assert_runs("門 <a x=\"{\n```\n題\" title=\"書\">\n", &[&["門 "]]);
    assert_runs("門 <a x={\n<!-- 題}\ntitle=\"書\"> -->\n", &[&["門 "]]);
    assert_runs("門 <b @a='x' title=\"$題$\" alt=\"書\">", &[&["門 "], &["書"]]);
    assert_runs("門 <b @a='$' title=\"題\" alt='$'>", &[&["門 "]]);
}

#[test]
fn code_whose_range_is_not_between_backticks_stays() {
    let settings = ProseSettings { inline_code: InlineCode::All, ..ProseSettings::default() };
    let source = "# ` 題目，書 `\r<td summary=門";
    let found = prose(&Document::split(source), &settings).unwrap();
    assert_eq!(found.kept[0].reason, KeptReason::InlineCode);
}

#[test]
fn all_inline_code_can_be_prose() {
    let settings = ProseSettings { inline_code: InlineCode::All, ..ProseSettings::default() };
    assert_runs_with(&settings, "門`` 書`頁 ``圖`x`電", &["門", "書`頁", "圖", "電"]);
    assert_runs_with(&settings, "> `門\r\n> 書`\n", &["門書"]);
    assert_runs_with(
        &settings,
        "`見https://a.tw/門`[`書`] `{{頁}}`",
        &["見", "[", "書", "] ", "{{頁}}"],
    );
    assert_runs_with(&settings, "[`門`]\n\n[`門`]: /u", &[]);
}

#[test]
fn all_of_a_code_block_can_be_prose() {
    let settings = ProseSettings { code_blocks: CodeBlocks::All, ..ProseSettings::default() };
    assert_runs_with(&settings, "```門\n書 \n\n  頁\n```\n", &["書", "頁"]);
    assert_runs_with(&settings, "> - ```\r\n>   門\r\n>   書\r\n>   ```\r\n", &["門", "書"]);
    assert_runs_with(&settings, "門\n\n    書\n    頁\n", &["門", "書", "頁"]);
}

/// The Han characters that stay, by reason.
#[track_caller]
fn assert_kept_in(flavour: Flavour, source: &str, expected: &[(KeptReason, &str)]) {
    let settings = ProseSettings { flavour, ..ProseSettings::default() };
    let prose = prose(&Document::split(source), &settings).unwrap();
    let han = |text: &str| text.chars().filter(|c| !c.is_ascii()).collect::<String>();
    let kept: Vec<_> = prose
        .kept
        .iter()
        .map(|kept| (kept.reason, han(&source[kept.range.clone()])))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let expected: Vec<_> =
        expected.iter().map(|(reason, text)| (*reason, (*text).to_owned())).collect();
    assert_eq!(kept, expected, "{source:?}");
    let count = expected.iter().map(|(_, text)| text.chars().count()).sum::<usize>();
    assert_eq!(prose.left_behind(source).total(), count, "{source:?}");
}

#[track_caller]
fn assert_kept(source: &str, expected: &[(KeptReason, &str)]) {
    assert_kept_in(Flavour::Markdown, source, expected);
}

#[test]
fn what_stays_has_a_reason() {
    use KeptReason as R;
    assert_kept(
        "門`書`\n\n```js 頁\n圖\n```\n\n    電\n",
        &[(R::InlineCode, "書"), (R::FenceInfo, "頁"), (R::CodeBlock, "圖"), (R::CodeBlock, "電")],
    );
    assert_kept(
        "$門$ $$書$$ <https://a/頁> https://b/圖",
        &[(R::Math, "門"), (R::Math, "書"), (R::Url, "頁"), (R::Url, "圖")],
    );
    assert_kept(
        "[門`書`](/頁 '圖')![門](/電 '車&x;x')",
        &[
            (R::InlineCode, "書"),
            (R::Destination, "頁"),
            (R::Destination, "電"),
            (R::LinkTitle, "車"),
        ],
    );
    assert_kept(
        "[門][書] [書] [頁][]\n\n[書]: /圖 '門'\n[頁]: /u\n",
        &[
            (R::ReferenceLabel, "書"),
            (R::ReferenceLabel, "書"),
            (R::ReferenceLabel, "頁"),
            (R::ReferenceLabel, "書"),
            (R::Destination, "圖"),
            (R::ReferenceLabel, "頁"),
        ],
    );
    assert_kept(
        "# 門 {#書 .頁}\n\na[^註]\n\n[^註]: 門\n",
        &[(R::AttributeList, "書頁"), (R::FootnoteLabel, "註"), (R::FootnoteLabel, "註")],
    );
    assert_kept("[[門|書]] 頁{: .圖}\n\n:::書\n", &[(R::Wikilink, "門"), (R::AttributeList, "圖")]);
    assert_kept("{% 門 %}書{{ 頁 }}", &[(R::Template, "門"), (R::Template, "頁")]);
    assert_kept_in(Flavour::Mdx, "門{書}頁", &[(R::Expression, "書")]);
}

#[test]
fn what_stays_of_html_has_a_reason() {
    use KeptReason as R;
    assert_kept(
        "<p data-x='門' title='書'>頁<!-- 圖 --><code>電</code></p>\n",
        &[(R::HtmlTag, "門"), (R::HtmlComment, "圖"), (R::HtmlCode, "電")],
    );
    assert_kept(
        "a <i lang=ja title=門>書</i><i translate=no>頁</i><!-- 圖 --><!門>",
        &[
            (R::OtherLanguage, "門"),
            (R::OtherLanguage, "書"),
            (R::Untranslated, "頁"),
            (R::HtmlComment, "圖"),
        ],
    );
    assert_kept(
        "<!-- hanmark:off -->\n門`書`\n<!-- hanmark:on -->\n",
        &[(R::Directive, "門"), (R::InlineCode, "書")],
    );
}

#[test]
fn hostile_bodies_take_linear_time() {
    for part in [
        "<div lang=ja>\n\n",
        "![",
        "<b title=門 ",
        "<!-- hanmark:off -->",
        "<p title='門'>",
        "[門](/門 '",
    ] {
        let source = part.repeat(200_000 / part.len());
        let document = Document::split(&source);
        let prose = prose(&document, &ProseSettings::default()).unwrap();
        assert!(prose.left_behind(&source).total() <= source.len());
    }
}
