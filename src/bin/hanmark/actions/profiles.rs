//! `hanmark profiles`.

use std::io::Write as _;

use anyhow::Result;
use hanmark::{Completion, Profile};
use serde_json::json;

use crate::args::{Format, Profiles};

pub(crate) fn run(arguments: &Profiles) -> Result<Completion> {
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Human => {
            for profile in Profile::ALL {
                writeln!(out, "{:<6} {}", profile.name(), profile.description())?;
            }
        }
        Format::Json => {
            let list: Vec<_> = Profile::ALL
                .iter()
                .map(|profile| {
                    json!({ "name": profile.name(), "description": profile.description() })
                })
                .collect();
            writeln!(out, "{}", json!({ "schema": 1, "profiles": list }))?;
        }
    }
    Ok(Completion::Done)
}
