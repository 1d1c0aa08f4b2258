use super::*;
use crate::document::Flavour;

/// The sections of `body`, as small as can be.
#[track_caller]
fn assert_cut_in(body: &str, settings: &ProseSettings, expected: &[&str]) {
    let sections = Sections::of(body, settings, 1, Work::InParallel);
    let found: Vec<&str> = sections.ranges.iter().map(|range| &body[range.clone()]).collect();
    assert_eq!(found, expected, "{body:?}");
}

#[track_caller]
fn assert_cut(body: &str, expected: &[&str]) {
    assert_cut_in(body, &ProseSettings::default(), expected);
}

/// `inner` goes on up to the first section's end; `門` behind it is one of its own.
#[track_caller]
fn assert_joined(inner: &str) {
    assert_cut(&format!("頁\n\n{inner}\n\n門\n"), &["頁\n\n", &format!("{inner}\n\n"), "門\n"]);
}

#[test]
fn plain_blocks_are_cut_behind_blank_lines() {
    assert_cut("門\n書\n\n# 頁\n\n圖", &["門\n書\n\n", "# 頁\n\n", "圖"]);
    assert_cut("門\r\n\r\n書", &["門\r\n\r\n", "書"]);
    assert_cut("門\n\n- 書\n\n頁", &["門\n\n- 書\n\n", "頁"]);
    assert_cut("門", &["門"]);
    assert_cut("", &[""]);
}

#[test]
fn fences_and_html_that_go_on_over_blank_lines_are_in_one() {
    assert_joined("a\n```\n\n書\n\n```");
    assert_joined("a\n~~~~\n\n書\n\n~~~\n\n頁\n\n~~~~");
    assert_joined("a\n<!-- \n\n書\n\n-->");
    assert_joined("a\n\n<script>\n\n書\n\n</script>");
    assert_joined("a\n\n<pre>\n\n書\n\n</pre>");
    assert_cut("門\n\n```\n\n書\n\n頁\n", &["門\n\n```\n\n書\n\n頁\n"]);
}

#[test]
fn containers_end_at_a_block_without_indentation() {
    for inner in [
        "- a\n\n  書",
        "- a\n\n  ```\n\n  書",
        "> a\n> ```\n> 書",
        "[^1]: a\n\n    書",
        "a\n: b\n\n  書",
    ] {
        assert_cut(
            &format!("a\n\n{inner}\n\n門\n").replace("a\n\na", "a"),
            &[&format!("a\n\n{inner}\n\n").replace("a\n\na", "a"), "門\n"],
        );
    }
}

#[test]
fn elements_are_in_one_if_a_tag_ends_them() {
    assert_joined("a\n\n<div lang=ja>\n\n書\n\n</div>");
    assert_joined("a\n\n<div>\n\n書\n\n<p>\n\n頁\n\n</div>");
    assert_cut("a\n\n<div>\n\n書\n\n<p>\n\n頁", &["a\n\n<div>\n\n", "書\n\n<p>\n\n", "頁"]);
    assert_cut("a\n\n<p>書\n\n頁\n\n<p>圖\n\n門</p>", &["a\n\n<p>書\n\n", "頁\n\n<p>圖\n\n門</p>"]);
}

#[test]
fn templates_are_in_one() {
    assert_joined("a {# \n\n書\n\n #}");
    assert_joined("a\n{% highlight %}\n\n書 `{% endhighlight %}`\n\n頁\n\n{% endhighlight %}");
    assert_joined("a\n{% raw %}\n\n書\n\n{% endraw %}");
    assert_cut("a {# 書\n\n頁\n\n`#}`", &["a {# 書\n\n", "頁\n\n`#}`"]);
    assert_cut("a {{< 書\n\n頁\n\n圖", &["a {{< 書\n\n頁\n\n圖"]);
}

#[test]
fn what_directives_keep_is_in_one() {
    assert_joined("a\n\n<!-- hanmark:off -->\n\n書\n\n<!-- hanmark:on -->");
    assert_cut(
        "a\n\n<!-- hanmark:next-line -->\n\n書\n\n頁",
        &["a\n\n<!-- hanmark:next-line -->\n\n書\n\n", "頁"],
    );
}

#[test]
fn an_expression_that_is_left_open_joins_all_behind_it() {
    let mdx = ProseSettings { flavour: Flavour::Mdx, ..ProseSettings::default() };
    assert_cut_in("a {b}\n\n書 {c\n\n頁\n\n圖", &mdx, &["a {b}\n\n", "書 {c\n\n頁\n\n圖"]);
    assert_cut("a\n\n書 {c\n\n頁", &["a\n\n", "書 {c\n\n", "頁"]);
}

#[test]
fn a_section_is_read_behind_the_definitions_that_it_needs() {
    let body = "a\n\n[門][B  c] [^1] [d\\|]\n\n書\n\n[b C]: /u\n\n頁\n\n[^1]: 圖\n\n[d\\|]: x\n";
    let sections = Sections::of(body, &ProseSettings::default(), 1, Work::InTurn);
    let prefixes: Vec<String> = sections
        .ranges
        .iter()
        .map(|range| Sections::prefix(&sections.foreign(&body[range.clone()], range)))
        .collect();
    let all = format!("{GUARD}[^1]: x\n\n[b C]: x\n\n[d\\|]: x\n\n");
    assert_eq!(prefixes, [&all, GUARD, &format!("{GUARD}[^1]: x\n\n")]);
}

#[test]
fn many_open_blocks_take_linear_time() {
    for unit in [
        "```\n\n門\n\n",
        "<!--\n\n門\n\n",
        "{% a\n\n門\n\n",
        "<div>\n\n門\n\n",
        "[門]: a\n\n門\n\n",
    ] {
        let body = unit.repeat(20_000);
        let ranges = Sections::of(&body, &ProseSettings::default(), 100, Work::InParallel).ranges;
        assert_eq!(ranges.last().map(|range| range.end), Some(body.len()));
    }
}
