use super::*;
use crate::document::Flavour;

#[track_caller]
fn assert_left(source: &str, pairs: &[(&str, &str)], expected: &str, withdrawn: &[&str]) {
    let verified = convert(source, &Phrases::new(pairs)).unwrap();
    let found: Vec<_> = verified.withdrawn.iter().map(|edit| &source[edit.range.clone()]).collect();
    assert_eq!((verified.text.as_str(), found.as_slice()), (expected, withdrawn), "{source:?}");
}

#[test]
fn an_edit_that_would_hide_prose_is_withdrawn() {
    for (from, to) in [
        ("甲 書 }}", "{{"),
        ("甲 書 %}", "{%"),
        ("甲 書]]", "[["),
        ("甲a 書", "https://"),
        ("甲a 書", "www."),
        ("甲a 書", "a://"),
        ("甲 書}", "{:"),
        ("甲 書}", "{."),
    ] {
        let source = format!("門 {from} 門\n");
        let expected = source.replace('門', "门").replace('書', "书");
        assert_left(&source, &[("甲", to), ("門", "门"), ("書", "书")], &expected, &["甲"]);
    }
    assert_left("甲note 門\n", &[("甲", ":::"), ("門", "门")], "甲note 门\n", &["甲"]);
}

#[test]
fn an_edit_that_would_bare_what_was_hidden_is_withdrawn() {
    let pairs = [("甲", "b"), ("門", "门"), ("。", ".")];
    assert_left("甲www.門 門\n", &pairs, "甲www.門 门\n", &["甲"]);
    assert_left("https://a.tw。 門\n", &pairs, "https://a.tw。 门\n", &["。"]);
    assert_left("{{ 書 }} 門。\n", &pairs, "{{ 書 }} 门.\n", &[]);
}

#[test]
fn signs_in_one_place_do_not_cost_edits_elsewhere() {
    let many = "門書 {{ 門 }}書\n\n".repeat(40);
    let source = format!("{many}甲 車 }}}}\n\n{many}");
    let expected = many.replace("門書", "门书").replace("}}書", "}}书");
    let expected = format!("{expected}甲 車 }}}}\n\n{expected}");
    assert_left(&source, &[("甲", "{{"), ("門", "门"), ("書", "书")], &expected, &["甲"]);
}

#[test]
fn expressions_of_mdx_are_read_again() {
    let settings = ProseSettings { flavour: Flavour::Mdx, ..ProseSettings::default() };
    let source = "門 甲書}\n";
    let edits = replacing(source, &[("甲", "{"), ("門", "门")]);
    let found = left(source, &edits, &Edits::default(), &settings);
    assert_eq!(found, ("门 甲書}\n".to_owned(), vec!["甲"]));
}

#[test]
fn runs_that_an_edit_empties_are_gone() {
    assert_left("# 門\n\n甲\n\n書\n", &[("甲", "")], "# 門\n\n甲\n\n書\n", &["甲"]);
    assert_left("a **甲** 門甲 a\n", &[("門甲", "")], "a **甲**  a\n", &[]);
    assert_left("[門](u '甲')\n", &[("甲", ""), ("門", "")], "[門](u '')\n", &["門"]);
}

#[test]
fn titles_that_become_latin_letters_are_no_loss() {
    assert_left(
        "[甲](u '甲')a ![b](u '門')\n\n[c]: /u (甲)\n",
        &[("甲", "x y"), ("門", "门")],
        "[x y](u 'x y')a ![b](u '门')\n\n[c]: /u (x y)\n",
        &[],
    );
}

#[test]
fn punctuation_that_stays_punctuation_ends_urls_all_the_same() {
    for sign in "、。〃〈》「】〔〞‘“！（），．：；？".chars() {
        let source = format!("https://a.tw{sign}門\n");
        let prose = prose(&Document::split(&source), &ProseSettings::default()).unwrap();
        assert_eq!(prose.spans[0].start, "https://a.tw".len(), "{sign}");
    }
}
