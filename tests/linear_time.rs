//! Time grows with the size of a text, whatever is in it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::expect_used,
    reason = "tests"
)]

mod promises;

use std::{
    fs, hint,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use hanmark::{Settings, Thoroughness, convert_text};
use promises::{engines::Change, hostile::SHAPES};
use pulldown_cmark::{Options, Parser};

/// The size of a text in bytes, and how many times as large the other one is.
const SMALL: usize = 1 << 15;
const TIMES: usize = 8;

/// How many times as long the other one may take. Twice the size in four times
/// the time would be 64; memory that no longer fits into caches costs some too.
const MOST: f64 = 24.0;

/// Texts that take less than that tell nothing.
const LEAST: Duration = Duration::from_millis(2);

use Thoroughness::{Full, Shortcut};

#[test]
#[ignore = "takes long, and measures: alone, in release"]
fn time_grows_with_the_size_of_a_text() {
    assert_linear(&[(Change::Letters, "a.md", Shortcut), (Change::Letters, "a.md", Full)]);
}

#[test]
#[ignore = "takes long, and measures: alone, in release"]
fn time_grows_with_the_size_of_mdx() {
    assert_linear(&[(Change::Letters, "a.mdx", Full)]);
}

#[test]
#[ignore = "takes long, and measures: alone, in release"]
fn time_grows_with_the_size_where_every_edit_is_withdrawn() {
    assert_linear(&[(Change::Markup, "a.md", Full)]);
}

/// `HANMARK_SHAPE=name` looks at the shapes with that in their names, and prints.
fn assert_linear(conversions: &[(Change, &str, Thoroughness)]) {
    let wanted = std::env::var("HANMARK_SHAPE").ok();
    let mut slow = Vec::new();
    for (name, shape) in SHAPES {
        if wanted.as_ref().is_some_and(|wanted| !name.contains(wanted)) {
            continue;
        }
        let (small, large) = (shape(SMALL), shape(SMALL * TIMES));
        for &(change, file, thoroughness) in conversions {
            let convert = |text| convert(text, change, file, thoroughness);
            let times = (convert(&small), convert(&large));
            let line = format!(
                "{name}, {change:?}, {file}, {thoroughness:?}: {:.1?} and {:.1?}",
                times.0, times.1
            );
            if wanted.is_some() {
                println!("{line}; the parser {:.1?} and {:.1?}", parse(&small), parse(&large));
            }
            if times.1 > LEAST && ratio(times) > MOST && !is_of_parser(times, &small, &large) {
                slow.push(line);
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Whether the parser's time grows as fast.
fn is_of_parser(ours: (Duration, Duration), small: &str, large: &str) -> bool {
    ratio(ours) < 2.0 * ratio((parse(small), parse(large)))
}

fn ratio((small, large): (Duration, Duration)) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

fn parse(text: &str) -> Duration {
    let options = Options::all().difference(Options::ENABLE_WIKILINKS);
    least(|| {
        for event in Parser::new_ext(text, options).into_offset_iter() {
            hint::black_box(event);
        }
    })
}

fn convert(text: &str, change: Change, name: &str, thoroughness: Thoroughness) -> Duration {
    let settings = Settings::engine(Arc::new(change)).name(Path::new(name));
    let settings = settings.thoroughness(thoroughness);
    least(|| {
        let _ = hint::black_box(convert_text(text, &settings));
    })
}

/// The least time of a few runs: what the machine does besides only adds to it.
fn least(run: impl Fn()) -> Duration {
    let mut least = Duration::MAX;
    for _ in 0..2 {
        let start = processor_time();
        run();
        least = least.min(start.elapsed());
        if least > Duration::from_millis(500) {
            break;
        }
    }
    least
}

/// A clock of the time that this thread had a processor, where the system tells.
struct Clock(Option<Duration>, Instant);

fn processor_time() -> Clock {
    Clock(on_processor(), Instant::now())
}

impl Clock {
    fn elapsed(&self) -> Duration {
        match (self.0, on_processor()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            _ => self.1.elapsed(),
        }
    }
}

fn on_processor() -> Option<Duration> {
    // The system counts when a thread gives way.
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split(' ').next()?.parse().ok()?))
}
