//! Bytes outside edits stay, and the copy has the structure of the original.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, engines::Change, pieces, whole},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [change, choices]) = pieces::input(data);
    let thoroughness = whole::thoroughness(change);
    let change = Change::ALL[usize::from(change >> 1) % Change::ALL.len()];
    body::bytes(&text, &body::prose_settings(choices), change, thoroughness);
});
