use super::{check::MANY_DIFFERENCES, *};
use crate::{
    convert::{engine::Engine, punctuation, segment::RuleId, variant::Variant},
    document::{SetValue, declared_edits, edits, fake_engine::Phrases, prose},
};

mod code;
mod declared;
mod html;
mod masks;

/// The edits that replace every occurrence of the first of a pair, prose or not.
fn replacing(source: &str, pairs: &[(&str, &str)]) -> Edits {
    let mut edits = Edits::default();
    let mut at = 0;
    while let Some(character) = source[at..].chars().next() {
        let found = pairs.iter().find(|(from, _)| source[at..].starts_with(from));
        let end = at + found.map_or(character.len_utf8(), |(from, _)| from.len());
        if let Some((_, to)) = found {
            edits.push(at..end, to, &[]);
        }
        at = end;
    }
    edits
}

/// The copy that is left of `edits`, and the texts that were withdrawn.
fn left<'s>(
    source: &'s str,
    edits: &Edits,
    declared: &Edits,
    settings: &ProseSettings,
) -> (String, Vec<&'s str>) {
    let verified = verify(source, edits, declared, settings, Thoroughness::Full).unwrap();
    assert_eq!(verified.edits.splice(source), verified.text);
    let withdrawn = verified.withdrawn.iter().map(|edit| &source[edit.range.clone()]);
    (verified.text, withdrawn.collect())
}

fn convert(source: &str, engine: &Phrases) -> Result<Verified, Refusal> {
    let settings = ProseSettings::default();
    let prose = prose(&Document::split(source), &settings)?;
    let (edits, _) =
        edits(source, &prose, &mut |_, _| Some(engine as &dyn Engine)).expect("never fails");
    verify(source, &edits, &Edits::default(), &settings, Thoroughness::Full)
}

#[track_caller]
fn assert_withdraws(
    pairs: &[(&str, &str)],
    source: &str,
    expected: &str,
    withdrawn: &[(&str, usize, &str)],
) {
    let verified = convert(source, &Phrases::new(pairs)).unwrap();
    assert_eq!(verified.text, expected);
    assert_eq!(verified.edits.splice(source), expected);
    let found: Vec<_> = verified
        .withdrawn
        .iter()
        .map(|edit| (&source[edit.range.clone()], edit.line, edit.reason.as_str()))
        .collect();
    assert_eq!(found, withdrawn);
}

#[test]
fn nothing_changes_without_edits() {
    let nothing = Phrases::new(&[]);
    for source in ["", "門", "\u{feff}---\r\ntitle: 書\r\n---\r\n門\r\n\r\n", "# 門\n\n\n", "\0"]
    {
        let verified = convert(source, &nothing).unwrap();
        assert_eq!((verified.text.as_str(), verified.edits.len()), (source, 0));
    }
}

#[test]
fn letters_are_accepted_everywhere() {
    let source = "\u{feff}---\r\ntitle: '書''門'\r\ntags: [書]\r\n---\r\n\
        # 門 {#書}\r\n\r\n> 書*門*  \r\n- `門` [書](/書)[^書]\r\n\r\n[^書]: 車";
    let expected = "\u{feff}---\r\ntitle: '书''门'\r\ntags: [書]\r\n---\r\n\
        # 门 {#書}\r\n\r\n> 书*门*  \r\n- `門` [书](/書)[^書]\r\n\r\n[^書]: 车";
    let verified = convert(source, &Phrases::characters()).unwrap();
    assert_eq!((verified.text.as_str(), verified.withdrawn), (expected, vec![]));
}

#[test]
fn an_edit_that_makes_markup_is_withdrawn_and_the_others_stand() {
    let pairs = [("門", "门"), ("甲", "*甲*"), ("乙", "`")];
    assert_withdraws(
        &pairs,
        "門\n\n門 甲 門\n",
        "门\n\n门 甲 门\n",
        &[("甲", 3, "text would become emphasis")],
    );
    // One backtick alone is text.
    assert_withdraws(&pairs, "門 乙", "门 `", &[]);
    assert_withdraws(
        &pairs,
        "門 乙 門 乙 門",
        "门 乙 门 ` 门",
        &[("乙", 1, "text would become code")],
    );
}

#[test]
fn an_edit_that_makes_a_block_is_withdrawn() {
    let pairs = [("門", "门"), ("甲", "# 甲"), ("乙", "\n\n乙"), ("丙", "```")];
    assert_withdraws(&pairs, "甲 門", "甲 门", &[("甲", 1, "a paragraph would become a heading")]);
    assert_withdraws(&pairs, "門 乙 門", "门 乙 门", &[("乙", 1, "a paragraph would change")]);
    assert_withdraws(
        &pairs,
        "丙\n\n門\n",
        "丙\n\n门\n",
        &[("丙", 1, "a paragraph would become a code block")],
    );
}

#[test]
fn titles_change_and_destinations_do_not() {
    let source = "[書](/書 \"門\")![書](/書 '門')[書][門]\n\n[門]: /書 (門)\n";
    let expected = "[书](/書 \"门\")![书](/書 '门')[书][門]\n\n[門]: /書 (门)\n";
    let verified = convert(source, &Phrases::characters()).unwrap();
    assert_eq!((verified.text.as_str(), verified.withdrawn), (expected, vec![]));
    assert_withdraws(
        &[("門", "'")],
        "[a](/u '門')",
        "[a](/u '門')",
        &[("門", 1, "a link would become text")],
    );
    let definition = "[a]\n\n[a]: /u (門)\n";
    assert_withdraws(
        &[("門", ")")],
        definition,
        definition,
        &[("門", 3, "a link would become text")],
    );
}

#[test]
fn a_label_that_would_resolve_is_withdrawn_whole() {
    let source = "[門書] 車\n\n[门书]: /u\n";
    let verified = convert(source, &Phrases::characters()).unwrap();
    assert_eq!(verified.text, "[門書] 车\n\n[门书]: /u\n");
}

#[test]
fn emphasis_next_to_punctuation_keeps_its_shape() {
    assert_withdraws(&[("。", "."), ("門", "门")], "**門 。**後", "**门 .**後", &[]);
    assert_withdraws(
        &[("「", "x")],
        "a**「門**",
        "a**「門**",
        &[("「", 1, "text would become emphasis")],
    );
    assert_withdraws(
        &[("後", " ")],
        "**門。**後",
        "**門。**後",
        &[("後", 1, "text would become emphasis")],
    );
}

#[test]
fn front_matter_that_would_change_is_withdrawn() {
    let pairs = [("門", "门"), ("甲", "'"), ("乙", ": "), ("丙", "12"), ("丁", " #")];
    let reason = "the front matter would be invalid YAML";
    assert_withdraws(
        &pairs,
        "---\ntitle: '門 甲'\nalt: 門 乙 門\n---\n門\n",
        "---\ntitle: '门 甲'\nalt: 门 乙 门\n---\n门\n",
        &[("甲", 2, reason), ("乙", 3, reason)],
    );
    let reason = "a front matter value would change";
    assert_withdraws(
        &pairs,
        "---\ntitle: 丙\n---\n",
        "---\ntitle: 丙\n---\n",
        &[("丙", 2, reason)],
    );
    assert_withdraws(
        &pairs,
        "---\ntitle: 門 丁\n---\n",
        "---\ntitle: 门 丁\n---\n",
        &[("丁", 2, reason)],
    );
}

#[test]
fn signs_that_some_yaml_does_not_take_between_brackets_are_withdrawn() {
    let pairs = [("門", "门"), ("甲", "://"), ("乙", "?")];
    let reason = "a front matter value would change";
    for value in ["[甲, 門]", "[門, 門 乙]"] {
        let sign = if value.contains('甲') { "甲" } else { "乙" };
        let source = format!("---\ntitle: {value}\n---\n");
        assert_withdraws(&pairs, &source, &source.replace('門', "门"), &[(sign, 2, reason)]);
    }
}

#[test]
fn edits_of_what_is_no_prose_are_withdrawn() {
    let settings = ProseSettings::default();
    for source in ["`門`", "[a](/門)", "    門\n", "<!-- 門 -->", "[門]\n\n[門]: /u", "&#38272;門"]
    {
        let mut edits = Edits::default();
        let at = source.find('門').unwrap();
        edits.push(at..at + 3, "门", &[]);
        let verified =
            verify(source, &edits, &Edits::default(), &settings, Thoroughness::Full).unwrap();
        let expected = if source.starts_with('&') { "&#38272;门" } else { source };
        assert_eq!(verified.text, expected);
    }
    let source = "---\nid: 門\n門: 1\n---\n";
    for at in [8, 12] {
        let mut edits = Edits::default();
        edits.push(at..at + 3, "门", &[]);
        let verified =
            verify(source, &edits, &Edits::default(), &settings, Thoroughness::Full).unwrap();
        assert_eq!(verified.text, source);
    }
}

#[test]
fn a_post_that_changes_far_from_its_edits_is_refused() {
    let source = "a\n\nx[^1]\n\n甲1]: y\n";
    let refused = convert(source, &Phrases::new(&[("甲", "[^")])).unwrap_err();
    let reason = "text would become a footnote".to_owned();
    assert_eq!(refused, Refusal { line: 3, reason });
}

#[test]
fn of_a_post_with_many_differences_whole_blocks_are_withdrawn() {
    let pairs = [("甲", "# 甲"), ("門", "门")];
    let source = "門\n\n> 甲 門\n\n".repeat(400) + "---\n\n- 門\n";
    let verified = convert(&source, &Phrases::new(&pairs)).unwrap();
    let (single, whole) = ("门\n\n> 甲 门\n\n", "门\n\n> 甲 門\n\n");
    let singles = verified.text.matches(single).count();
    let expected = single.repeat(singles) + &whole.repeat(400 - singles) + "---\n\n- 门\n";
    assert_eq!(verified.text, expected);
    assert!(singles > 48, "{singles}");
    let withdrawn = verified.withdrawn;
    assert_eq!(withdrawn.len(), singles + 2 * (400 - singles));
    assert_eq!(withdrawn[0].reason, "a paragraph would become a heading");
    assert_eq!(withdrawn[singles].reason, MANY_DIFFERENCES);
}

#[test]
fn declared_edits_are_expected_and_checked() {
    let settings = ProseSettings::default();
    let source = "---\nlang: zh-TW\ntitle: 門\n---\n甲 門\n";
    let prose_of = prose(&Document::split(source), &settings).unwrap();
    let engine = Phrases::new(&[("門", "门"), ("甲", "# 甲")]);
    let (edits, _) = edits(source, &prose_of, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
    let declare = |replacement| {
        let mut declared = Edits::default();
        declared.push(10..15, replacement, &[]);
        verify(source, &edits, &declared, &settings, Thoroughness::Full)
    };
    let verified = declare("zh-CN\nx: 1").unwrap();
    assert_eq!(verified.text, "---\nlang: zh-CN\nx: 1\ntitle: 门\n---\n甲 门\n");
    assert_eq!(verified.withdrawn[0].line, 5);
    let refused = declare("zh: CN: x").unwrap_err();
    let reason = "the keys to set would break the front matter".to_owned();
    assert_eq!(refused, Refusal { line: 2, reason });
}

#[test]
fn a_declared_value_wins_over_its_conversion() {
    let source = "---\ntitle: 門\n---\n門\n";
    let set = [("title".to_owned(), SetValue::Text("書".to_owned()))];
    let document = Document::split(source);
    let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set).edits;
    let mut edits = Edits::default();
    edits.push(11..14, "门", &[]);
    edits.push(19..22, "门", &[]);
    let verified =
        verify(source, &edits, &declared, &ProseSettings::default(), Thoroughness::Full).unwrap();
    assert_eq!(verified.text, "---\ntitle: 書\n---\n门\n");
}

#[test]
fn a_declared_value_that_is_there_already_is_not_converted() {
    let source = "---\ntitle: 門\n---\n";
    let set = [("title".to_owned(), SetValue::Text("門".to_owned()))];
    let document = Document::split(source);
    let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set).edits;
    let edits = replacing(source, &[("門", "门")]);
    assert_eq!(left(source, &edits, &declared, &ProseSettings::default()).0, source);
}

#[test]
fn a_panic_of_the_parser_is_a_refusal() {
    let refused = convert("門\n\n- 門\n   {.a}\n  ===\n", &Phrases::characters());
    assert!(refused.unwrap_err().reason.starts_with("the Markdown parser failed: "));
}

#[test]
fn a_pair_of_marks_is_withdrawn_as_a_pair_and_words_beside_it_stay() {
    let source = "「門『書`」`』」門「書」";
    let mut edits = Edits::default();
    for (at, c) in source.char_indices() {
        let becomes =
            [('「', "“"), ('」', "”"), ('『', "‘"), ('』', "’"), ('門', "门"), ('書', "书")];
        let Some((_, to)) = becomes.iter().find(|(from, _)| *from == c) else { continue };
        // The one in the code is no mark of the text.
        let is_pairs = !c.is_alphabetic();
        let dictionary = if is_pairs { punctuation::TABLE } else { 0 };
        edits.push(at..at + c.len_utf8(), to, &[RuleId { dictionary, entry: 0 }]);
    }
    // The mark in the code takes the place of the inner one's other half.
    let inner = source.find('』').unwrap();
    let edits = edits.without(|index| edits.get(index).unwrap().range.start == inner);
    let (copy, withdrawn) = left(source, &edits, &Edits::default(), &ProseSettings::default());
    assert_eq!(copy, "“门『书`」`』”门“书”");
    assert_eq!(withdrawn, ["『", "」"]);
}

/// The parser has the list begin amid the character before its line.
#[test]
fn a_list_that_a_tab_indents_in_a_definition_is_verified() {
    let source = "書\n:::tip 題\n門\r\t- 門";
    assert_withdraws(&[("門", "门")], source, "書\n:::tip 題\n门\r\t- 门", &[]);
    let source = "書\n: 圖\n門\n\t- 門\n";
    assert_withdraws(&[("門", "门")], source, "書\n: 圖\n门\n\t- 门\n", &[]);
}
