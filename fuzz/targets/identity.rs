//! An engine that changes nothing gives the same bytes.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, pieces, whole},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [chosen, choices]) = pieces::input(data);
    whole::identity(&text, &body::prose_settings(choices), whole::choices(chosen));
});
