//! Segments come in order and give the converted text, and the lazy engine is equal
//! to the plain one, in every profile.
#![no_main]

use hanmark::Profile;
use hanmark_fuzz::{expect_no_panic, promises::words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    let [choices, profile, bytes @ ..] = data else { return };
    let text = match choices % 4 {
        0 => String::from_utf8_lossy(bytes).into_owned(),
        1 | 2 => words::chain(bytes),
        _ => words::text(bytes),
    };
    words::segments(&text, Profile::ALL[usize::from(*profile) % Profile::ALL.len()]);
});
