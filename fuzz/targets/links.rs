//! Links to headings follow, and nothing else changes.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, engines::Change, pieces, whole},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [chosen, choices]) = pieces::input(data);
    let change = Change::OF_LETTERS[usize::from(chosen) % Change::OF_LETTERS.len()];
    whole::links(&text, &body::prose_settings(choices), whole::choices(chosen), change);
});
