//! What the shortcut accepts the full check accepts.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, engines::Change, pieces},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (text, [change, choices]) = match data {
        [bytes @ .., 0x80..0xc0, change, choices] => (pieces::labels(bytes), [*change, *choices]),
        _ => pieces::input(data),
    };
    let change = Change::OF_LETTERS[usize::from(change) % Change::OF_LETTERS.len()];
    body::shortcut(&text, &body::prose_settings(choices), change);
});
