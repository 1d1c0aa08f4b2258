//! What is promised of every text, over texts made of pieces. The fuzz targets
//! check the same for longer.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

mod promises;

use hanmark::Profile;
use promises::{body, engines::Change, fields, pieces, whole, words};
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};

/// Finds are kept beside this file, as cases for later runs.
fn config(cases: u32) -> ProptestConfig {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/properties.regressions");
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        ..ProptestConfig::default()
    }
}

/// Markdown out of pieces; lists of bytes shrink to short ones.
fn markdown() -> impl Strategy<Value = String> {
    vec(any::<u8>(), 0..60).prop_map(|bytes| pieces::text(&bytes))
}

/// The same behind front matter.
fn post() -> impl Strategy<Value = String> {
    let fields = vec(any::<u8>(), 0..12).prop_map(|bytes| pieces::front_matter(&bytes));
    (fields, markdown()).prop_map(|(fields, body)| fields + &body)
}

/// Labels of every kind, and now and then a text with other markup.
fn labels() -> impl Strategy<Value = String> {
    let labels = vec(any::<u8>(), 0..40).prop_map(|bytes| pieces::labels(&bytes));
    prop_oneof![3 => labels, 1 => post()]
}

proptest! {
    #![proptest_config(config(3000))]

    #[test]
    fn an_engine_that_changes_nothing_gives_the_same_bytes(text in post(), choices in 0..128_u8, chosen: u8) {
        whole::identity(&text, &body::prose_settings(choices), whole::choices(chosen));
    }

    #[test]
    fn spans_are_ordered_disjoint_and_on_the_edges_of_characters(text in post(), choices in 0..128_u8) {
        body::spans(&text, &body::prose_settings(choices));
    }

    #[test]
    fn any_text_is_taken_apart_without_a_panic(text: String, choices in 0..128_u8) {
        body::spans(&text, &body::prose_settings(choices));
    }

    #[test]
    fn bytes_outside_the_edits_and_the_structure_never_change(text in post(), choices in 0..128_u8, change in 1..6_usize, chosen: u8) {
        let settings = body::prose_settings(choices);
        body::bytes(&text, &settings, Change::ALL[change], whole::thoroughness(chosen));
    }

    #[test]
    fn what_the_shortcut_accepts_the_full_check_accepts(text in labels(), choices in 0..128_u8, change in 0..4_usize) {
        body::shortcut(&text, &body::prose_settings(choices), Change::OF_LETTERS[change]);
    }

    #[test]
    fn links_follow_and_nothing_else_changes(text in post(), choices in 0..128_u8, change in 0..4_usize, chosen: u8) {
        let settings = body::prose_settings(choices);
        whole::links(&text, &settings, whole::choices(chosen), Change::OF_LETTERS[change]);
    }

    #[test]
    fn sections_become_what_the_whole_becomes(texts in vec(post(), 1..6), choices in 0..128_u8, change in 0..6_usize, chosen: u8, size in 0..60_usize) {
        // What is front matter in the first text is body in the others.
        let text = texts.join("\n\n");
        let settings = body::prose_settings(choices);
        whole::sections(&text, &settings, whole::choices(chosen), Change::ALL[change], size);
    }

    #[test]
    fn keys_are_set_and_no_other_key_changes(text in post(), set: u8, choices in 0..128_u8, chosen: u8) {
        let (settings, set) = (body::prose_settings(choices), fields::keys_to_set(set));
        fields::declared(&text, &set, &settings, Change::Letters, whole::thoroughness(chosen));
    }

    #[test]
    fn segments_come_in_order_and_the_lazy_engine_has_the_same(bytes in vec(any::<u8>(), 0..90), profile in 0..16_usize) {
        words::segments(&words::text(&bytes), Profile::ALL[profile]);
        words::segments(&words::chain(&bytes), Profile::ALL[profile]);
    }

    #[test]
    fn a_dictionary_finds_its_keys_or_names_a_line(lines in vec("[門書a #]{0,3}(\t[門書a ]{0,3})?", 0..8)) {
        words::dictionary(&lines.join("\n"));
    }
}
