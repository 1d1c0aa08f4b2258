//! The engines on sentences of our own, and the two faces of both on generated texts.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod adversary;
mod promises;
mod sentences;

use hanmark::{Engine, Lazy, Plain, Profile};
use sentences::Line;

#[test]
fn every_sentence_comes_out_as_opencc_has_it() {
    let mut failures = Vec::new();
    for profile in Profile::ALL {
        let engines: [&dyn Engine; 2] = [&Plain::new(&[profile]), &Lazy::new(&[profile])];
        let mut count = 0;
        for line in sentences::lines(profile) {
            let Line::Sentence { source, converted: expected } = line else { continue };
            count += 1;
            for engine in engines {
                let converted = engine.convert(&source).unwrap();
                if converted != expected {
                    failures.push(format!(
                        "{profile} {source:?}\n  is  {converted:?}\n  not {expected:?}"
                    ));
                }
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

/// All keys and values of the dictionaries, and mixtures of them.
#[test]
fn the_lazy_engine_is_equal_to_the_plain_one() {
    let lines = adversary::lines();
    let words = lines.concat();
    for profile in Profile::ALL {
        let (plain, lazy) = promises::words::engines(&[profile]);
        for line in &lines {
            promises::words::equal(&plain, &lazy, line);
        }
        promises::words::equal(&plain, &lazy, &words);
    }
}

/// The lazy engine reads blocks of 64 bytes.
#[test]
fn the_engines_are_equal_wherever_a_word_lies_in_a_block() {
    let (mixed, others): (Vec<&str>, Vec<&str>) =
        promises::words::all().iter().partition(|word| word.contains(|c: char| c.is_ascii()));
    let others = others.iter().step_by(997);
    let words: Vec<&str> = mixed.iter().chain(others).copied().collect();
    for profile in Profile::ALL {
        let (plain, lazy) = promises::words::engines(&[profile]);
        for word in &words {
            for offset in 0..64 {
                let text = format!("{}{word}門", "a".repeat(offset));
                promises::words::equal(&plain, &lazy, &text);
            }
        }
    }
}

#[test]
fn two_profiles_of_the_lazy_engine_are_equal_to_those_of_the_plain_one() {
    let profiles = [Profile::Tw2t, Profile::T2hk];
    let (plain, lazy) = promises::words::engines(&profiles);
    for line in adversary::lines().iter().rev().step_by(5) {
        promises::words::equal(&plain, &lazy, line);
    }
    let (plain, lazy) = promises::words::engines(&[]);
    promises::words::equal(&plain, &lazy, "滑鼠");
}
