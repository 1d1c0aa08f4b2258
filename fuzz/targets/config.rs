//! A configuration is read, or refused.
#![no_main]

use std::{env, fs, path::PathBuf, process, sync::OnceLock};

use hanmark::config::Config;
use hanmark_fuzz::expect_no_panic;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: expect_no_panic(), |data: &[u8]| {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    let path = PATH.get_or_init(|| {
        let name = format!("hanmark-fuzz-{}.yaml", process::id());
        env::temp_dir().join(name)
    });
    fs::write(path, String::from_utf8_lossy(data).as_bytes()).expect("the folder can be written");
    let _ = Config::load(path);
});
