//! What a bench is asked to measure.

use std::{env, error::Error, path::Path};

use hanmark::Profile;

use super::texts::read;

/// `[--profile NAME]… [--rounds N] [PATH…]`
pub(crate) struct Arguments {
    /// Those asked for, else all.
    pub(crate) profiles: Vec<Profile>,
    pub(crate) rounds: u32,
    /// Those asked for, else the posts of the project.
    pub(crate) texts: Vec<String>,
}

impl Arguments {
    /// Those of the process; `rounds` counts if none are asked for.
    ///
    /// # Errors
    /// When an argument cannot be understood, or a file not be read.
    pub(crate) fn read(rounds: u32) -> Result<Self, Box<dyn Error>> {
        let mut found = Self { profiles: Vec::new(), rounds, texts: Vec::new() };
        let mut arguments = env::args_os().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || {
                let value = arguments.next().and_then(|value| value.into_string().ok());
                value.ok_or("an option without its value")
            };
            match argument.to_str() {
                // Cargo adds it.
                Some("--bench") => {}
                Some("--profile") => found.profiles.push(value()?.parse()?),
                Some("--rounds") => found.rounds = value()?.parse::<u32>()?.max(1),
                _ => read(Path::new(&argument), &mut found.texts)?,
            }
        }
        if found.profiles.is_empty() {
            found.profiles = Profile::ALL.to_vec();
        }
        if found.texts.is_empty() {
            read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("posts"), &mut found.texts)?;
        }
        Ok(found)
    }
}
