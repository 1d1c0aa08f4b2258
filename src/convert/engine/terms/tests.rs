use proptest::prelude::*;

use super::*;
use crate::{
    convert::{
        engine::{Lazy, Plain},
        profile::Profile,
    },
    document::fake_engine::Phrases,
};

type Found = (std::ops::Range<usize>, String, Vec<RuleId>);

fn segments(engine: &dyn Engine, text: &str) -> Vec<Found> {
    let mut list = Vec::new();
    engine
        .segments(text, &mut |segment| {
            list.push((segment.range, segment.replacement.to_owned(), segment.rules.to_vec()));
        })
        .unwrap();
    list
}

fn with_terms(inner: Arc<dyn Engine>, terms: &[(&str, &str)]) -> WithTerms {
    let terms = Terms::new(vec![Dictionary::from_pairs("post", terms)]);
    WithTerms::new(inner, Arc::new(terms))
}

fn plain(terms: &[(&str, &str)]) -> WithTerms {
    with_terms(Arc::new(Plain::new(&[Profile::S2twp])), terms)
}

#[test]
fn a_term_wins_over_phrases_that_begin_before_it_or_are_longer() {
    assert_eq!(plain(&[]).convert("数据库的软件").unwrap(), "資料庫的軟體");
    assert_eq!(plain(&[("据", "据")]).convert("数据库的软件").unwrap(), "數据庫的軟體");
    assert_eq!(plain(&[("数", "数")]).convert("数据库的软件").unwrap(), "数據庫的軟體");
}

#[test]
fn what_a_term_became_is_not_converted_again() {
    assert_eq!(plain(&[("門", "软件")]).convert("門软件").unwrap(), "软件軟體");
}

#[test]
fn the_leftmost_term_wins_then_the_longest_then_the_first() {
    let terms = [("甲乙", "1"), ("乙丙丁", "2"), ("甲乙丙", "3"), ("甲乙丙", "4"), ("丁", "5")];
    assert_eq!(plain(&terms).convert("甲乙丙丁乙丙丁甲乙").unwrap(), "3521");
}

#[test]
fn the_longest_of_all_dictionaries_wins_and_the_first_on_ties() {
    let dictionary = |pairs| Dictionary::from_pairs("test", pairs);
    let terms =
        vec![dictionary(&[("甲", "1"), ("丙", "2")]), dictionary(&[("甲乙", "3"), ("丙", "4")])];
    let engine = WithTerms::new(Arc::new(Plain::new(&[])), Arc::new(Terms::new(terms)));
    assert_eq!(engine.convert("甲乙丙甲").unwrap(), "321");
    let ids: Vec<_> = segments(&engine, "甲乙丙").into_iter().flat_map(|(.., ids)| ids).collect();
    let rules: Vec<_> = ids.iter().map(|id| engine.rule(*id).unwrap().value).collect();
    assert_eq!(rules, ["3", "2"]);
}

#[test]
fn a_value_may_hold_blanks_and_begin_with_its_key() {
    assert_eq!(plain(&[("门", "门 Gate")]).convert("门门").unwrap(), "门 Gate门 Gate");
}

#[test]
fn the_rule_of_a_term_and_of_a_dictionary_are_spelt_out() {
    let engine = plain(&[("门", "門戶")]);
    let rules: Vec<_> = segments(&engine, "门书")
        .iter()
        .flat_map(|(.., rules)| rules)
        .map(|id| {
            let rule = engine.rule(*id).unwrap();
            format!("{}: {} -> {}", rule.dictionary, rule.key, rule.value)
        })
        .collect();
    assert_eq!(rules, ["post: 门 -> 門戶", "STCharacters: 书 -> 書"]);
    assert_eq!(engine.rule(RuleId { dictionary: id_of(0), entry: 1 }), None);
}

#[test]
fn terms_within_terms_count_for_less_and_each_rule_is_named() {
    let named = |name, pairs| Dictionary::from_pairs(name, pairs);
    let archive = Terms::new(vec![
        named("a", &[]),
        named("b", &[("门", "門戶"), ("书", "x")]),
        named("c", &[("桌", "y")]),
    ]);
    let post = Terms::new(vec![named("post", &[("书", "書卷"), ("椅", "z")])]);
    let inner = Arc::new(Plain::new(&[Profile::S2twp]));
    let inner = Arc::new(WithTerms::new(inner, Arc::new(archive)));
    let engine = WithTerms::new(inner, Arc::new(post));
    assert_eq!(engine.convert("门书桌椅软").unwrap(), "門戶書卷yz軟");
    let rules: Vec<_> = segments(&engine, "门书桌椅软")
        .iter()
        .flat_map(|(.., rules)| rules)
        .map(|id| {
            let rule = engine.rule(*id).unwrap();
            format!("{}: {} -> {}", rule.dictionary, rule.key, rule.value)
        })
        .collect();
    assert_eq!(
        rules,
        [
            "b: 门 -> 門戶",
            "post: 书 -> 書卷",
            "c: 桌 -> y",
            "post: 椅 -> z",
            "STCharacters: 软 -> 軟"
        ]
    );
}

#[test]
fn the_fingerprint_is_of_the_content() {
    let of = |name, pairs| Terms::new(vec![Dictionary::from_pairs(name, pairs)]);
    let one = of("a", &[("门", "門"), ("书", "書")]);
    assert_eq!(one.fingerprint(), of("b", &[("书", "書"), ("门", "門")]).fingerprint());
    assert_ne!(one.fingerprint(), of("a", &[("门", "門"), ("书", "书")]).fingerprint());
}

#[test]
fn an_engine_of_strings_stays_one() {
    let engine = with_terms(Arc::new(Phrases::characters().strings_only()), &[("門", "門")]);
    assert_eq!(engine.granularity(), Granularity::Strings);
    assert_eq!(engine.convert("門書").unwrap(), "門书");
}

fn words(letters: &'static str) -> impl Strategy<Value = String> {
    let letters: Vec<char> = letters.chars().collect();
    let word = prop::collection::vec(prop::sample::select(letters), 1..4);
    word.prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #[test]
    fn many_texts_become_what_each_does(
        texts in prop::collection::vec(prop::collection::vec(words("数据库鼠标软件a\n后面"), 0..6), 0..6),
        terms in prop::collection::vec(words("数据库鼠标软件后\n"), 0..4),
    ) {
        let pairs: Vec<(&str, &str)> = terms.iter().map(|key| (key.as_str(), "<库>")).collect();
        let post = with_terms(Arc::new(Lazy::new(&[Profile::S2twp])), &pairs);
        // Terms within terms too.
        let engine = with_terms(Arc::new(post), &[("面", "面"), ("据库", "x")]);
        let (mut joined, mut expected) = (Texts::default(), String::new());
        for text in &texts {
            expected += &engine.convert(joined.push(text.iter().map(String::as_str))).unwrap();
            expected.push('\n');
        }
        let mut edits = Edits::default();
        engine.edits(&joined, &mut edits).unwrap();
        prop_assert_eq!(edits.splice(joined.joined()), expected);
    }

    #[test]
    fn outside_of_terms_the_text_is_the_inner_engines_stretch_by_stretch(
        text in prop::collection::vec(words("数据库鼠标软件a。后面"), 0..20),
        terms in prop::collection::vec(words("数据库鼠标软件后"), 0..4),
    ) {
        let text = text.concat();
        // Values outside of every script, so that they can be told in the output.
        let marked: Vec<(&str, String)> =
            terms.iter().enumerate().map(|(at, key)| (key.as_str(), format!("<{at}>"))).collect();
        let pairs: Vec<(&str, &str)> =
            marked.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let inner = Arc::new(Plain::new(&[Profile::S2twp]));
        let engine = with_terms(inner.clone(), &pairs);

        let mut expected = String::new();
        let mut stretch = String::new();
        let mut rest = text.as_str();
        while let Some(next) = rest.chars().next() {
            let here = pairs.iter().filter(|(key, _)| rest.starts_with(key));
            let longest = here.rev().max_by_key(|(key, _)| key.len());
            if let Some((key, value)) = longest {
                expected += &inner.convert(&stretch).unwrap();
                expected += value;
                stretch.clear();
                rest = &rest[key.len()..];
            } else {
                stretch.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        expected += &inner.convert(&stretch).unwrap();
        prop_assert_eq!(engine.convert(&text).unwrap(), expected);
        if terms.is_empty() {
            prop_assert_eq!(segments(&engine, &text), segments(&*inner, &text));
        }
    }
}

#[test]
fn terms_are_found_within_each_of_many_texts_alone() {
    let inner = Arc::new(Lazy::new(&[Profile::Tw2sp]));
    let mut texts = Texts::default();
    texts.push(["軟體與滑鼠"]);
    texts.push(["書"]);
    for (pairs, expected) in [
        ([("滑鼠", "小老鼠")], "软件与小老鼠\n书\n"),
        ([("鼠\n書", "貓")], "软件与鼠标\n书\n"),
        ([("門", "户")], "软件与鼠标\n书\n"),
    ] {
        let mut edits = Edits::default();
        with_terms(inner.clone(), &pairs).edits(&texts, &mut edits).unwrap();
        assert_eq!(edits.splice(texts.joined()), expected, "{pairs:?}");
    }
}
