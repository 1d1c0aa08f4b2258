//! MB/s of the engines, in process, one thread, for each profile.
//!
//! ```text
//! cargo run --release --example throughput -- [--profile NAME]… [--rounds N] [PATH…]
//! ```
//!
//! A folder stands for the Markdown files below it; without one, `posts/`. A megabyte
//! is a million bytes of source; the best round of each text counts. With the feature
//! `opencc-rust` the C++ library runs on the same texts, and the last column is the
//! ratio of the lazy engine to it.
//!
//! `strings` is the converted text alone, `segments` what changed and by which
//! rules, as documents need it. `first` is the time from nothing to the first
//! sentence of a new lazy engine. That of the whole command is measured from outside:
//!
//! ```text
//! cargo build --release
//! time (for i in $(seq 100); do
//!     echo 鼠标和软件 | target/release/hanmark convert - --profile s2twp >/dev/null
//! done)
//! ```
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "../benches/shared/arguments.rs"]
mod arguments;
#[path = "../benches/shared/texts.rs"]
mod texts;

use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};

use arguments::Arguments;
use hanmark::{Engine, EngineError, Lazy, Plain, Profile};

const SENTENCE: &str = "鼠标和软件，滑鼠和軟體。";

fn main() -> Result<(), Box<dyn Error>> {
    let settings = Arguments::read(5)?;
    let bytes: usize = settings.texts.iter().map(String::len).sum();
    println!(
        "{} texts, {:.1} MB, best of {} rounds",
        settings.texts.len(),
        megabytes(bytes),
        settings.rounds
    );
    println!(
        "{:8}{:>10}{:>22}{:>22}{:>12}{:>8}",
        "", "", "lazy, MB/s", "plain, MB/s", "OpenCC", ""
    );
    println!(
        "{:8}{:>10}{:>11}{:>11}{:>11}{:>11}{:>12}{:>8}",
        "profile", "first", "strings", "segments", "strings", "segments", "MB/s", "ratio"
    );
    for profile in &settings.profiles {
        let start = Instant::now();
        let lazy = Lazy::new(&[*profile]);
        black_box(lazy.convert(SENTENCE)?);
        let first = format!("{} µs", start.elapsed().as_micros());
        print!("{:8}{first:>10}", profile.name());
        let strings = speed(&settings, |text| convert(&lazy, text))?;
        let segments = speed(&settings, |text| visit_segments(&lazy, text))?;
        print!("{strings:>11.1}{segments:>11.1}");
        let plain = Plain::new(&[*profile]);
        let plain_strings = speed(&settings, |text| convert(&plain, text))?;
        let plain_segments = speed(&settings, |text| visit_segments(&plain, text))?;
        print!("{plain_strings:>11.1}{plain_segments:>11.1}");
        match reference_speed(*profile, &settings)? {
            Some(reference) => println!("{reference:>12.1}{:>8.2}", strings / reference),
            None => println!("{:>12}{:>8}", "-", "-"),
        }
    }
    Ok(())
}

/// Megabytes of source per second, each text in its best round: a text is short, so
/// that other work on the machine disturbs few of them.
fn speed(
    settings: &Arguments,
    work: impl Fn(&str) -> Result<(), EngineError>,
) -> Result<f64, EngineError> {
    let mut best = vec![Duration::MAX; settings.texts.len()];
    for _ in 0..settings.rounds {
        for (text, best) in settings.texts.iter().zip(&mut best) {
            let start = Instant::now();
            work(black_box(text))?;
            *best = start.elapsed().min(*best);
        }
    }
    let bytes = settings.texts.iter().map(String::len).sum();
    Ok(megabytes(bytes) / best.iter().sum::<Duration>().as_secs_f64())
}

fn convert(engine: &dyn Engine, text: &str) -> Result<(), EngineError> {
    engine.convert(text).map(|converted| drop(black_box(converted)))
}

fn visit_segments(engine: &dyn Engine, text: &str) -> Result<(), EngineError> {
    engine.segments(text, &mut |segment| {
        black_box(segment);
    })
}

#[cfg(feature = "opencc-rust")]
fn reference_speed(profile: Profile, settings: &Arguments) -> Result<Option<f64>, EngineError> {
    let engine = hanmark::Reference::new(&[profile], None)?;
    speed(settings, |text| convert(&engine, text)).map(Some)
}

#[cfg(not(feature = "opencc-rust"))]
#[allow(clippy::unnecessary_wraps, reason = "with the feature it can fail")]
fn reference_speed(_: Profile, _: &Arguments) -> Result<Option<f64>, EngineError> {
    Ok(None)
}

#[allow(clippy::cast_precision_loss, reason = "texts are far smaller than 2^52 bytes")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
