//! The plain engine on sentences of our own, and its two faces on generated texts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod adversary;
mod promises;
mod sentences;

use hanmark::{Engine, Plain, Profile};
use sentences::Line;

#[test]
fn every_sentence_comes_out_as_opencc_has_it() {
    let mut failures = Vec::new();
    for profile in Profile::ALL {
        let engine = Plain::new(&[profile]);
        let mut count = 0;
        for line in sentences::lines(profile) {
            let Line::Sentence { source, converted: expected } = line else { continue };
            count += 1;
            let converted = engine.convert(&source).unwrap();
            if converted != expected {
                failures
                    .push(format!("{profile} {source:?}\n  is  {converted:?}\n  not {expected:?}"));
            }
        }
        assert!(count >= 20, "{profile} has {count} sentences, fewer than 20");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn segments_spliced_into_a_text_give_the_converted_text() {
    let lines = adversary::lines();
    for profile in Profile::ALL {
        let engine = Plain::new(&[profile]);
        for line in lines.iter().rev().step_by(5) {
            promises::words::segments_of(&engine, line);
        }
    }
}
