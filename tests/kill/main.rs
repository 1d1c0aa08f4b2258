//! Builds that are killed or interrupted at any moment: no copy is torn, no edit lost,
//! and the next build brings about what an undisturbed one would have.
//!
//! The long test takes minutes:
//!
//! ```sh
//! cargo test --release --test kill -- --ignored --nocapture
//! ```
//!
//! `HANMARK_KILL_SEED` is the seed of what happens, and `HANMARK_KILLS` the number of kills.
#![cfg(all(feature = "cli", unix))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "tests"
)]

mod folder;
mod half_done;
mod history;
mod interrupt;
mod posts;
mod random;

use std::{env, thread, time::Duration};

use folder::Folder;
use history::History;
use random::Random;

/// Builds killed between two that are not.
const KILLS_IN_A_ROW: usize = 8;

/// Where a build was when it was killed.
#[derive(Debug, Default)]
struct Tally {
    /// Not a byte was written: it read, surveyed and planned.
    before: usize,
    /// It held the folder, but no copy was journaled.
    claimed: usize,
    /// Copies were written.
    writing: usize,
    /// The lock was saved: base texts are removed, the cache is written.
    saving: usize,
    /// It was done.
    done: usize,
}

fn number_of(variable: &str) -> Option<usize> {
    env::var(variable).ok().map(|value| value.parse().unwrap())
}

#[test]
fn builds_that_are_killed_lose_nothing() {
    kill(60, number_of("HANMARK_KILLS").unwrap_or(6));
}

#[test]
#[ignore = "takes minutes"]
fn two_hundred_builds_that_are_killed_lose_nothing() {
    let kills = number_of("HANMARK_KILLS").unwrap_or(200);
    let tally = kill(2000, kills);
    assert!(tally.writing * 5 >= kills, "too few kills hit the writing: {tally:?}");
}

fn kill(count: usize, kills: usize) -> Tally {
    let seed = number_of("HANMARK_KILL_SEED").unwrap_or(1);
    println!("HANMARK_KILL_SEED={seed}");
    let mut random = Random::new(seed as u64);
    let mut history = History::new(count);
    let mut tally = Tally::default();
    for (number, moment) in random.moments(kills).into_iter().enumerate() {
        history.change(&mut random);
        let whole_time = history.build_undisturbed();
        // What earlier kills left to do is to be done, too.
        let is_done = kill_one(&history.killed, whole_time.mul_f64(moment * 1.2), &mut tally);
        history.assert_whole();
        let is_last_in_a_row = (number + 1).is_multiple_of(KILLS_IN_A_ROW);
        if is_last_in_a_row && !is_done {
            history.killed.run("build --quiet");
        }
        if is_last_in_a_row || is_done {
            history.assert_done();
        }
    }
    history.killed.run("build --quiet");
    history.assert_done();
    println!("{kills} kills over {count} posts: {tally:?}");
    tally
}

/// Starts a build and kills it after that time; whether it was done by then.
fn kill_one(folder: &Folder, after: Duration, tally: &mut Tally) -> bool {
    let journal = folder.length(".hanmark/journal");
    let lock = folder.modified(".hanmark/lock");
    let mut build = folder.start("build --quiet");
    thread::sleep(after);
    build.kill().unwrap();
    let status = build.wait().unwrap();
    if let Some(code) = status.code() {
        assert_eq!(code, 0);
        tally.done += 1;
        return true;
    }
    let holder = folder.read(".hanmark/holder").unwrap_or_default();
    let is_holder = holder.split(' ').next() == Some(&build.id().to_string());
    if folder.modified(".hanmark/lock") != lock {
        tally.saving += 1;
    } else if !is_holder {
        tally.before += 1;
    } else if folder.length(".hanmark/journal") > journal {
        tally.writing += 1;
    } else {
        tally.claimed += 1;
    }
    false
}
