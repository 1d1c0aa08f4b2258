//! A text in sections becomes what it becomes as a whole.
#![no_main]

use hanmark_fuzz::{
    expect_no_panic,
    promises::{body, engines::Change, pieces, whole},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let (size, data) = data.split_first().map_or((1, data), |(size, data)| (*size, data));
    let (text, [chosen, choices]) = pieces::input(data);
    let change = Change::ALL[usize::from(size) % Change::ALL.len()];
    let size = usize::from(size) / 8;
    whole::sections(&text, &body::prose_settings(choices), whole::choices(chosen), change, size);
});
