//! Keys are set, and nothing else of the front matter changes.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, engines::Change, fields, pieces, whole},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [set, choices]) = pieces::input(data);
    let settings = body::prose_settings(choices);
    let (set, thoroughness) = (fields::keys_to_set(set), whole::thoroughness(set));
    fields::declared(&text, &set, &settings, Change::Letters, thoroughness);
});
