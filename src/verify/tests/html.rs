use super::*;

/// `pairs` are replaced everywhere; `expected` is what is left, `withdrawn` what not.
#[track_caller]
fn assert_left(source: &str, pairs: &[(&str, &str)], expected: &str, withdrawn: &[&str]) {
    let edits = replacing(source, pairs);
    let found = left(source, &edits, &Edits::default(), &ProseSettings::default());
    assert_eq!((found.0.as_str(), found.1.as_slice()), (expected, withdrawn), "{source:?}");
}

const LETTERS: [(&str, &str); 2] = [("門", "门"), ("書", "书书")];

#[test]
fn text_and_the_five_attributes_change() {
    assert_left(
        "<p title=\"門\" aria-label='書'>\n門&amp;書<img alt=門 src=\"/a\">\n</p>\n\n車",
        &LETTERS,
        "<p title=\"门\" aria-label='书书'>\n门&amp;书书<img alt=门 src=\"/a\">\n</p>\n\n車",
        &[],
    );
    assert_left(
        "> <details>\n> <summary>門</summary>\n> <input placeholder=\"書\n> 門\">\n",
        &LETTERS,
        "> <details>\n> <summary>门</summary>\n> <input placeholder=\"书书\n> 门\">\n",
        &[],
    );
    assert_left(
        "車<img alt=\"門\" title='書'>書<b>門</b>",
        &LETTERS,
        "車<img alt=\"门\" title='书书'>书书<b>门</b>",
        &[],
    );
}

#[test]
fn everything_else_of_html_stays() {
    for source in [
        "<div class=\"門\">\n",
        "<div 門=\"a\">\n",
        "<div\n門>\n",
        "<!-- 門 -->\n",
        "<?門?>\n",
        "<!X 門>\n",
        "<![CDATA[門]]>\n",
        "<script>\n門\n</script>\n",
        "<style>門</style>\n",
        "<textarea>\n門</textarea>\n",
        "<b>\n</門>\n",
        "<a\nhref=\"門\">\n",
        "車<i class=門>車",
        "車<a href='/門'>車",
        "車<!-- 門 -->車",
        "> <p>\n> <a href=\"門\"\n> class='a'>\n",
        "- <p>\n  <!-- 門\n  車 -->\n",
    ] {
        let edits = replacing(source, &LETTERS);
        let (text, _) = left(source, &edits, &Edits::default(), &ProseSettings::default());
        assert_eq!(text, source);
    }
}

#[test]
fn signs_of_html_and_line_ends_do_not_come_in() {
    const TEXT: &str = "<p>\n門a書</p>\n";
    const VALUES: [&str; 3] = ["<p title='門a書'>\n", "車<i title=\"門a書\">", "<i alt=門a書>\n"];
    let assert_withdrawn = |source: &str, sign: &str| {
        let expected = source.replace('書', "书书");
        assert_left(source, &[("門", sign), LETTERS[1]], &expected, &["門"]);
    };
    for sign in ["<", ">", "&", "\n", "&amp;", "<b>", "<!--"] {
        assert_withdrawn(TEXT, sign);
    }
    for source in VALUES {
        for sign in ["<", ">", "&", "\n", "&amp;", "\"", "'", "=", "`"] {
            assert_withdrawn(source, sign);
        }
    }
    for sign in [" ", "x ", " x", "x y"] {
        assert_withdrawn("<i alt=門a書>\n", sign);
    }
    let source = "<p title='門a'>\n門</p>\n";
    assert_left(source, &[("門", "x y")], &source.replace('門', "x y"), &[]);
}

#[test]
fn signs_and_entities_do_not_go() {
    assert_left(
        "<p>\n門a&lt;書</p>\n",
        &[("&lt;", "a"), ("門", "门")],
        "<p>\n门a&lt;書</p>\n",
        &["&lt;"],
    );
    assert_left(
        "<p>\n門b\n書</p>\n",
        &[("\n書", "書"), ("門", "门")],
        "<p>\n门b\n書</p>\n",
        &["\n書"],
    );
}

#[test]
fn the_smallest_edit_of_a_big_block_is_withdrawn() {
    let lines = "<p>門</p>\n".repeat(40);
    let source = format!("<div>\n{lines}<p>甲</p>\n{lines}</div>\n");
    let expected = source.replace('門', "门");
    assert_left(&source, &[("門", "门"), ("甲", "<")], &expected, &["甲"]);
    let quoted = format!("> {}\n", source.trim_end().replace('\n', "\n> "));
    let expected = quoted.replace('門', "门");
    assert_left(&quoted, &[("門", "门"), ("甲", "<")], &expected, &["甲"]);
}
