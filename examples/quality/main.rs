//! Regional quality: OpenCC's profiles and our editions, side by side.
//!
//! ```text
//! cargo run --release --example quality -- [--shared DIR] [--show FAULTS] [--only SCORE]…
//! ```
//!
//! `QUALITY.md` says what each score means, and keeps the tables. The texts are not
//! part of the project: `--shared` names the folder with `quality` and `corpora`
//! (default: `../shared` beside the project). `--show` lists the commonest faults
//! below each table, `--only` names scores by their numbers.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod align;
mod arguments;
mod classes;
mod contender;
mod gold;
mod no_harm;
mod regressions;
mod rounds;
mod shared;
mod table;
mod tally;
mod terms;
mod traditional;

use std::error::Error;

use arguments::Arguments;

type Score = fn(&Arguments) -> Result<(), Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read()?;
    let scores: [Score; 6] = [
        gold::to_simplified,
        gold::to_traditional,
        rounds::score,
        regressions::score,
        terms::score,
        no_harm::score,
    ];
    for (number, score) in (1..).zip(scores) {
        if arguments.wants(number) {
            score(&arguments)?;
        }
    }
    Ok(())
}
