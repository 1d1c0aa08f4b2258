use super::*;
use crate::{
    convert::engine::Engine,
    document::{self, fake_engine::Phrases, markdown},
    switches::Shortcode,
    verify::{Thoroughness, verify},
};

/// Whether the shortcut takes what `pairs` make of `source`; if so, the full
/// check must accept the same copy.
#[track_caller]
fn takes(pairs: &[(&str, &str)], source: &str) -> bool {
    let settings = ProseSettings::default();
    let document = Document::split(source);
    let prose = document::prose(&document, &settings).unwrap();
    let engine = Phrases::new(pairs);
    let mut choose = |_, _: &str| Some(&engine as &dyn Engine);
    let (edits, _) = document::edits(source, &prose, &mut choose).unwrap();
    assert!(!edits.is_empty(), "{source:?}");
    let check = |thoroughness| verify(source, &edits, &Edits::default(), &settings, thoroughness);
    let copy = copy(&document, &edits, &settings);
    if let Some(copy) = &copy {
        let full = check(Thoroughness::Full).unwrap();
        assert_eq!((&full.text, full.withdrawn), (copy, vec![]), "{source:?}");
    }
    assert_eq!(check(Thoroughness::Shortcut), check(Thoroughness::Full), "{source:?}");
    copy.is_some()
}

const LETTERS: [(&str, &str); 4] = [("門", "门"), ("書", "书書"), ("車", "𠀀"), ("程式碼", "码")];

#[track_caller]
fn assert_taken(source: &str) {
    assert!(takes(&LETTERS, source), "{source:?}");
}

#[track_caller]
fn assert_parsed(source: &str) {
    assert!(!takes(&LETTERS, source), "{source:?}");
}

#[test]
fn no_letter_is_white_space_or_punctuation_to_the_parser() {
    // An underscore between punctuation opens and closes, one inside a word does neither.
    let letters = ('\u{80}'..=char::MAX).filter(|c| is_letter(*c));
    let text: String = letters.clone().flat_map(|c| [c, '_', c, '_', c, '\n', '\n']).collect();
    let emphasis = |(event, _): &(pulldown_cmark::Event<'_>, Range<usize>)| {
        matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Emphasis))
    };
    let count = markdown::parse(&text, |events| events.filter(emphasis).count());
    assert_eq!(count, 0);
    assert!(letters.clone().count() > 90_000);
    assert!(letters.clone().all(|c| !c.is_whitespace()));
    assert!(letters.clone().all(|c| c.to_lowercase().eq([c]) && c.to_uppercase().eq([c])));
}

#[test]
fn letters_in_every_place_of_prose_are_taken() {
    for source in [
        "門",
        "# 門 {#門 .書 a=車}\n\n車\n====\n",
        "> [!NOTE]\n> 門*書***車**~~門~~~書~^車^\n",
        "- [ ] 門\n- [x] 書\n\n1. 車\n",
        "|門|書|\n|:-|-:|\n|車\\|門|`門`|\n",
        "門\n: 書\n\n: 車\n",
        "[門](/門 \"書\")![車](<門> '書')",
        "門<b>書</b><!-- 車 --> https://門.tw/書 <https://車.tw>",
        "$5門$6 $門$ $$書$$ 車$\n",
        "門&amp;&門;\\*書\\門 車\\\n門  \n",
        "[[門]] [[門|書]] {{ 門 }}書{% note 車 %}門{% endnote %}",
        ":::tip 門\n書\n:::\n\n!!! note \"車\"\n",
        "\t門\n\n書\n\t車\n- a\n\n\t門\n",
        "\u{feff}---\r\ntitle: 門\r\ntags: [書]\r\n---\r\n\r\n程式碼\r\n",
        "[門] [門][] [門][書] [^門] ![書]",
        "<p title=門>\n書<!-- 車 -->門</p>\n\n門<img alt='書'>",
        "{{ a\n---\n<script>}}門\n",
    ] {
        assert_taken(source);
    }
}

#[test]
fn posts_with_labels_of_letters_are_parsed() {
    assert_parsed("[門] 書\n\n[门]: /u\n");
    assert_parsed("[门] 書\n\n[门]: /u\n");
    assert_parsed("書[^車]\n\n[^車]: 門\n");
    assert_parsed("> 書\n>\n> [a\n> 門]: /u\n");
    assert_parsed("書\n\n[a\\[門]: /u");
    assert_parsed("書\n\n[門\\[a]: /u");
    assert_parsed("書\n\n[門\\]a]: /u");
    assert_parsed("書\n\n[a\\]門]: /u");
    // No definition, but it could be one.
    assert_parsed("[門]: 是 書\n");
    assert_parsed("門\n\n[ſ]: /u");
}

#[test]
fn posts_with_labels_in_ascii_are_not_parsed() {
    assert_taken("[門][a] [a] [b門] [門]\n\n[a]: /u '書'\n");
    assert_taken("[書]書[^1]\n\n[^1]: 門\n");
    assert_taken("[門] a[0]: int\n");
    assert_taken("[a]: /u\n\n書[門](u): 車\n");
}

#[test]
fn a_label_that_gets_too_long_is_parsed() {
    // The first one is a label that is not defined, so that `[a]` is none; the
    // second is none.
    let label = |count| format!("[a][{}]\n\n[a]: /u\n", "書".repeat(count));
    assert!(!takes(&[("書", "书書")], &label(300)));
    assert!(takes(&[("書", "书書")], &label(100)));
    assert!(takes(&[("書", "书")], &label(300)));
    assert!(!takes(&[("書書書", "书")], &label(360)));
}

#[test]
fn references_that_can_reach_the_limit_of_copies_are_parsed() {
    let many = |count: usize| {
        let title = "書".repeat(200);
        format!("{}\n\n[a]: /u '{title}'\n", "[a]\n".repeat(count))
    };
    assert!(!takes(&[("書", "书書")], &many(150)));
    assert!(takes(&[("書", "书書")], &many(20)));
    assert!(takes(&[("書", "书")], &many(150)));
}

#[test]
fn other_characters_are_parsed() {
    for (from, to) in [
        ("門", ""),
        ("門", "a"),
        ("門", "门 "),
        ("門", "\u{3000}"),
        ("門", "。"),
        ("。", "門"),
        ("“", "《"),
        ("“", "‧"),
        ("。", "“"),
        ("“", "「」"),
        ("“", "'"),
        ("門", "\u{200b}"),
        ("門", "门\u{fe00}"),
        ("門", "Ⓐ"),
        ("門", "\u{212a}"),
        ("門", "İ"),
        ("a", "門"),
        ("門", "\u{1f6aa}"),
    ] {
        assert!(!takes(&[(from, to)], "書門。“a”\n"), "{from:?} {to:?}");
    }
    // One such edit is enough.
    assert!(!takes(&[("門", "门"), ("。", "．")], "門。書\n"));
}

const MARKS: [(&str, &str); 13] = [
    ("「", "“"),
    ("」", "”"),
    ("『", "‘"),
    ("』", "’"),
    ("“", "「"),
    ("”", "」"),
    ("‘", "『"),
    ("’", "』"),
    ("．", "·"),
    ("‧", "·"),
    ("•", "·"),
    ("・", "·"),
    ("·", "”"),
];

#[test]
fn marks_are_punctuation_to_the_parser_and_what_they_become_ends_urls() {
    let first = |text: &str| text.chars().next().unwrap();
    for (from, to) in MARKS {
        assert!(is_mark(from) && is_ending_mark(to), "{from} {to}");
        for mark in [from, to].map(first) {
            assert!(!mark.is_whitespace() && !mark.is_alphanumeric(), "{mark}");
            assert!(mark.to_lowercase().eq([mark]) && mark.to_uppercase().eq([mark]), "{mark}");
            // Between a letter and a mark, two stars open only if the mark is no punctuation.
            let is_strong = |(event, _): &(pulldown_cmark::Event<'_>, Range<usize>)| {
                matches!(event, pulldown_cmark::Event::Start(pulldown_cmark::Tag::Strong))
            };
            let text = format!("a**{mark}b**c");
            assert_eq!(markdown::parse(&text, |events| events.filter(is_strong).count()), 0);
        }
        let url = format!("https://a.tw/b{to}c");
        let prose = document::prose(&Document::split(&url), &ProseSettings::default()).unwrap();
        assert_eq!(prose.spans.first().map(|span| span.start), Some(14), "{to}");
    }
}

#[test]
fn marks_in_every_place_of_prose_are_taken() {
    for source in [
        "「門」",
        "# 「門」 {#門 .書 a=“車”}\n\n“車”\n====\n",
        "> [!NOTE]\n> 門*「書」***『車』**~~‘門’~~書~^“車”^\n",
        "**門「**書**」車**門 *“*書*”* _「_門_」_\n",
        "- [ ] 「門\n- [x] 書」\n\n1. “車\n",
        "|「門|書」|\n|:-|-:|\n|車\\|“門”|`「門`|\n",
        "[「門」](/「門 \"「書」\")![“車”](<門> '‘書’')",
        "門<b>「書」</b><!-- 「車 --> https://門.tw/書「書」 <https://車.tw>“書”",
        "www.a.tw・門 https://a.b/c·d．e https://a‧b “c”\n",
        "$5「門」$6 $門「$ $$書$$ 車’s\n",
        "門&amp;「&門;\\*書」\\門 車「\\\n門  \n",
        "[[門]] [[門|「書」]] {{ 門「 }}書」{% note 車 %}“門{% endnote %}”",
        ":::tip 「門」\n書\n:::\n\n!!! note \"“車”\"\n",
        "---\r\ntitle: 「門」\r\nsummary: '“門”'\r\ntags: [「書」]\r\n---\r\n\r\n門．書・門\r\n",
        "[「門] [“門][] [門”][書」] [^「門] ![書」]",
        "<p title=「門」>\n“書<!-- 「車 -->”</p>\n\n門<img alt='「書'>",
    ] {
        assert!(takes(&MARKS, source), "{source:?}");
    }
    assert!(!takes(&MARKS, "[「門] “書”\n\n[「門]: /u\n"));
}

#[test]
fn front_matter_is_compared_all_the_same() {
    let source = "---\ntitle: '門'\nx: 1\n---\n書\n";
    assert!(takes(&[("門", "门")], source));
    let mut edits = Edits::default();
    edits.push(source.find('門').unwrap()..source.find('門').unwrap() + 3, "门", &[]);
    let source = source.replace("title", "slug ");
    assert_eq!(copy(&Document::split(&source), &edits, &ProseSettings::default()), None);
}

#[test]
fn brackets_take_linear_time() {
    for (text, is_below) in [
        ("[", true),
        ("]", false),
        ("]:", false),
        ("[a]:", false),
        ("\\[", true),
        ("\\]:", false),
        ("[\\]:", false),
        ("[\\]\n\n", false),
    ] {
        let body = format!("[a]: /u\n\n{}書", text.repeat(300_000));
        let found = (has_foreign_label(&body), stays_below_limits(&body));
        assert_eq!(found, (false, is_below), "{text}");
    }
}

#[test]
fn parameters_that_may_be_prose_are_parsed() {
    let shortcode = Shortcode { name: "f".to_owned(), parameters: vec!["alt".to_owned()] };
    let settings = ProseSettings { shortcodes: vec![shortcode], ..ProseSettings::default() };
    let source = "[門](<{{< f alt=\"門\" >}}>)";
    let mut edits = Edits::default();
    edits.push(1..4, "门", &[]);
    let accepts =
        |settings: &ProseSettings| copy(&Document::split(source), &edits, settings).is_some();
    assert!(accepts(&ProseSettings::default()));
    assert!(!accepts(&settings));
}
