use super::*;

/// What becomes of a post without others, as its copy is `copy`.
fn followed(original: &str, copy: &str, anchors: Anchors, rules: &[SlugRule]) -> Followed {
    let following = Following { anchors, rules, elsewhere: None };
    let original = Document::split(original);
    if !may_follow(original.body(), &following) {
        return Followed::default();
    }
    let copy = || Reading::of(Document::split(copy).body());
    follow(&original, &Reading::of(original.body()), &copy, &following).unwrap()
}

#[track_caller]
fn assert_follows(original: &str, copy: &str, expected: &str) {
    let edits = followed(original, copy, Anchors::Rewrite, &[SlugRule::GitHub]).edits;
    assert_eq!(edits.splice(original), expected);
}

#[track_caller]
fn assert_pins(rule: SlugRule, original: &str, copy: &str, expected: &str, warnings: &[&str]) {
    let followed = followed(original, copy, Anchors::Pin, &[rule]);
    assert_eq!(followed.edits.splice(original), expected);
    let told: Vec<_> = followed
        .warnings
        .iter()
        .map(|warning| format!("{}: {}", warning.line, warning.message))
        .collect();
    assert_eq!(told, warnings);
}

#[test]
fn a_fragment_follows_its_heading_in_its_own_encoding() {
    assert_follows(
        "---\ntitle: 書\n---\n## 書門\n\n[見](#書門) [x](#%E6%9B%B8%E9%96%80) [y](#%e6%9b%b8%e9%96%80 '題')\n\n[z]\n\n[z]: <#書門>\n<a href=\"#書門\">",
        "---\ntitle: 书\n---\n## 书门\n",
        "---\ntitle: 書\n---\n## 書門\n\n[見](#书门) [x](#%E4%B9%A6%E9%97%A8) [y](#%e4%b9%a6%e9%97%a8 '題')\n\n[z]\n\n[z]: <#书门>\n<a href=\"#书门\">",
    );
}

#[test]
fn fragments_that_lead_to_no_heading_or_to_an_id_stay() {
    for link in ["[y](#無此標題)", "[y](#)", "[y](#%E6%9B)", "[y](https://a.b/#書)", "`[y](#書)`"]
    {
        let original = format!("## 書\n\n{link}\n");
        assert_follows(&original, "## 书\n", &original);
    }
    for heading in ["## 書\n\n## 門 {#書}\n", "## 書\n\n<a id=\"書\"></a>\n"] {
        let original = format!("{heading}\n[y](#書)\n");
        assert_follows(&original, &heading.replace("## 書", "## 书"), &original);
    }
}

#[test]
fn headings_that_become_alike_are_told_apart() {
    assert_follows(
        "## 發\n\n## 髮\n\n## 髮\n\n[a](#髮) [b](#髮-1)\n",
        "## 发\n\n## 发\n\n## 发\n",
        "## 發\n\n## 髮\n\n## 髮\n\n[a](#发-1) [b](#发-2)\n",
    );
}

#[test]
fn the_first_rule_that_makes_an_id_counts() {
    let rules = [SlugRule::PythonMarkdown, SlugRule::Pymdown];
    let original = "# 書\n\n## 書\n\n[a](#_1) [b](#書_1)\n";
    let edits = followed(original, "# 书\n\n## 书\n", Anchors::Rewrite, &rules).edits;
    assert_eq!(edits.splice(original), "# 書\n\n## 書\n\n[a](#_1) [b](#书_1)\n");
}

#[test]
fn kept_anchors_change_nothing() {
    let original = "## 書\n\n[a](#書)\n";
    assert!(followed(original, "## 书\n", Anchors::Keep, &[SlugRule::GitHub]).edits.is_empty());
}

#[test]
fn a_pin_stands_behind_the_text_of_every_kind_of_heading() {
    assert_pins(
        SlugRule::Goldmark,
        "# 書 \r\n\r\n門 **頁**\r\n---\r\n\r\n> - ## 圖 ##\r\n\r\n## abc\r\n\r\n## 車 {#che}\r\n\r\n[a](#書)",
        "# 书 \r\n\r\n门 **页**\r\n---\r\n\r\n> - ## 图 ##\r\n\r\n## abc\r\n\r\n## 车 {#che}\r\n\r\n[a](#書)",
        "# 書 {#書} \r\n\r\n門 **頁** {#門-頁}\r\n---\r\n\r\n> - ## 圖 ## {#圖}\r\n\r\n## abc\r\n\r\n## 車 {#che}\r\n\r\n[a](#書)",
        &[],
    );
}

#[test]
fn the_parser_reads_pins_where_they_are_put() {
    let pinned = "# 书 {#書} \r\n\r\n门 **页** {#門-頁}\r\n---\r\n\r\n> - ## 图 ## {#圖}\r\n";
    let reading = Reading::of(pinned);
    let ids: Vec<_> = reading.headings.iter().map(headings::Heading::id).collect();
    assert_eq!(ids, [Some("書"), Some("門-頁"), Some("圖")]);
}

#[test]
fn an_id_that_cannot_be_written_is_told() {
    assert_pins(
        SlugRule::Kramdown,
        "# 1 書\n\n## 書 {.a}\n\n## 書\n",
        "# 1 书\n\n## 书 {.a}\n\n## 书\n",
        "# 1 書\n\n## 書 {.a}\n\n## 書 {#書}\n",
        &["1: the heading cannot keep its id `1-書`", "3: the heading cannot keep its id `書-a`"],
    );
    assert_pins(
        SlugRule::Hexo,
        "text\n\n# 書\n\n# 門\n",
        "text\n\n# 书\n\n# 门\n",
        "text\n\n# 書\n\n# 門\n",
        &[
            "3: the headings cannot keep their ids, since the layout's generator reads none behind a \
           heading; use anchors: rewrite",
        ],
    );
}

#[test]
fn what_stands_in_code_of_templates_is_neither_link_nor_heading() {
    for (open, close) in [
        ("{% highlight md %}", "{% endhighlight %}"),
        ("{{< highlight md >}}", "{{< /highlight >}}"),
    ] {
        let code =
            format!("{open}\n# 書\n\n[a](#書)\n{close}\n\n{{{{ x | y: \"[a](#書)\" }}}}\n\n");
        assert_follows(
            &format!("{code}# 書\n\n[b](#書)\n"),
            &format!("{code}# 书\n\n[b](#书)\n"),
            &format!("{code}# 書\n\n[b](#书)\n"),
        );
    }
}

#[test]
fn attributes_lead_in_letters_of_any_case() {
    let original = "# 書\n\n<a hREF = \"#書\">書</a>\n";
    assert_follows(original, "# 书\n", "# 書\n\n<a hREF = \"#书\">書</a>\n");
}

#[test]
fn braces_in_math_open_no_template() {
    let original = "# 書\n\n$\\sqrt{{x}+1}$ [書](#書) $y_{b_{c}}$ and $5 [書](#書) $6\n";
    let expected = "# 書\n\n$\\sqrt{{x}+1}$ [書](#书) $y_{b_{c}}$ and $5 [書](#书) $6\n";
    assert_follows(original, "# 书\n", expected);
}
