//! What an edition costs beside the profile of OpenCC that it takes the place of: posts
//! through `convert_text`, in memory and on one thread.
//!
//! ```text
//! cargo bench --bench editions -- [--profile NAME]… [--rounds N] [PATH…]
//! ```
//!
//! A folder stands for the Markdown files below it; without one, `posts/`. A profile
//! stands for the way that it leads; without one, all are measured. `script` is the
//! edition with the words of no domain, `plain` the same as plain text, where nothing is
//! parsed and the engine is all there is. Each ratio is to the profile's own speed in the
//! same form. All that is measured runs once in each round, one after the other; the best
//! of all rounds counts. A megabyte is a million bytes of source.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]
#![allow(clippy::cast_precision_loss, reason = "texts are far smaller than 2^52 bytes")]

#[path = "shared/arguments.rs"]
mod arguments;
#[path = "shared/texts.rs"]
mod texts;

use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};

use arguments::Arguments;
use hanmark::{Domains, Profile, Settings, TextForm, Variant, convert_text};

/// The profiles of editions, and where they lead.
const WAYS: [(Profile, Variant, Variant); 4] = [
    (Profile::S2twp, Variant::ZhCn, Variant::ZhTw),
    (Profile::S2hkp, Variant::ZhCn, Variant::ZhHk),
    (Profile::Tw2sp, Variant::ZhTw, Variant::ZhCn),
    (Profile::Hk2sp, Variant::ZhHk, Variant::ZhCn),
];

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { profiles, rounds, texts: posts } = Arguments::read(7)?;
    let bytes: usize = posts.iter().map(String::len).sum();
    println!("{} posts, {:.1} MB, best of {rounds} rounds", posts.len(), bytes as f64 / 1e6);
    println!(
        "\n{:8}{:>12}{:>12}{:>7}{:>12}{:>7}{:>14}{:>12}{:>7}",
        "MB/s", "profile", "edition", "", "script", "", "plain profile", "edition", ""
    );
    for (profile, from, to) in WAYS.into_iter().filter(|(profile, ..)| profiles.contains(profile)) {
        let edition = Settings::edition(to).from(from);
        let ways = [
            Settings::profile(profile),
            edition.clone(),
            edition.clone().domains(Domains::none()),
            Settings::profile(profile).form(TextForm::Plain),
            edition.form(TextForm::Plain),
        ]
        .map(Settings::without_edits);
        let mut best = [Duration::MAX; 5];
        for _ in 0..rounds {
            for (settings, best) in ways.iter().zip(&mut best) {
                *best = time(&posts, settings)?.min(*best);
            }
        }
        let speeds = best.map(|time| bytes as f64 / 1e6 / time.as_secs_f64());
        let [of_profile, of_edition, of_script, plain_profile, plain_edition] = speeds;
        println!(
            "{:8}{of_profile:>12.1}{of_edition:>12.1}{:>7.2}{of_script:>12.1}{:>7.2}\
             {plain_profile:>14.1}{plain_edition:>12.1}{:>7.2}",
            profile.name(),
            of_edition / of_profile,
            of_script / of_profile,
            plain_edition / plain_profile,
        );
    }
    Ok(())
}

fn time(posts: &[String], settings: &Settings) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    for post in posts {
        black_box(convert_text(post, settings)?);
    }
    Ok(start.elapsed())
}
