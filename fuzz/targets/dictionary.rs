//! The text of a dictionary gives a dictionary, or an error that names a line.
#![no_main]

use hanmark_fuzz::{expect_no_panic, promises::words};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    words::dictionary(&String::from_utf8_lossy(data));
});
