//! Spans and kept ranges are ordered, disjoint, and on the edges of characters.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, pieces},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [_, choices]) = pieces::input(data);
    body::spans(&text, &body::prose_settings(choices));
});
