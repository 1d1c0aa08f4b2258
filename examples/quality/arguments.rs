//! What is asked for.

use std::{env, error::Error, path::PathBuf};

use crate::shared::Shared;

/// `[--shared DIR] [--show FAULTS] [--only SCORE]…`
pub(crate) struct Arguments {
    pub(crate) shared: Shared,
    /// How many faults are listed below each table.
    pub(crate) show: usize,
    /// The numbers of the scores; none for all.
    only: Vec<u32>,
}

impl Arguments {
    /// Those of the process.
    ///
    /// # Errors
    /// When one cannot be understood.
    pub(crate) fn read() -> Result<Self, Box<dyn Error>> {
        Self::of(env::args().skip(1))
    }

    fn of(mut arguments: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let mut found = Self { shared: Shared(beside), show: 0, only: Vec::new() };
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--shared" => found.shared = Shared(PathBuf::from(value()?)),
                "--show" => found.show = value()?.parse()?,
                "--only" => found.only.push(value()?.parse()?),
                _ => return Err(format!("unknown argument {argument}").into()),
            }
        }
        Ok(found)
    }

    /// Whether the score of that number is wanted.
    pub(crate) fn wants(&self, score: u32) -> bool {
        self.only.is_empty() || self.only.contains(&score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Result<Arguments, String> {
        Arguments::of(arguments.iter().map(|&argument| argument.to_owned()))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn scores_are_all_unless_some_are_named() {
        assert!(of(&[]).unwrap().wants(4));
        let some = of(&["--only", "1", "--only", "4", "--show", "9"]).unwrap();
        assert_eq!([1, 2, 4].map(|score| some.wants(score)), [true, false, true]);
        assert_eq!(some.show, 9);
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(of(&["--all"]).err().as_deref(), Some("unknown argument --all"));
        assert_eq!(of(&["--show"]).err().as_deref(), Some("--show needs a value"));
    }
}
