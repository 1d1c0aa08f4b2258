//! `hanmark completions`: what a shell is to complete, from the definitions of the
//! arguments.

use std::io::Write as _;

use anyhow::Result;
use clap::{CommandFactory, builder::PossibleValuesParser};
use hanmark::{Completion, Domain, Layer, Profile, Variant, archive::layout::Layout};

use crate::args::{Command, Completions};

pub(crate) fn run(arguments: &Completions) -> Result<Completion> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut with_values(), "hanmark", &mut script);
    std::io::stdout().lock().write_all(&script)?;
    Ok(Completion::Done)
}

/// The command, in which values that are known count as the only ones. They are not
/// when arguments are read: the library's own errors suggest better, and a layout can
/// be a pattern.
fn with_values() -> clap::Command {
    let variants: Vec<&str> = Variant::ALL.iter().map(|variant| variant.tag()).collect();
    let known = [
        ("to", variants.clone()),
        ("from", variants),
        ("layout", Layout::names()),
        ("profile", Profile::ALL.iter().map(|profile| profile.name()).collect()),
        ("layer", Layer::ALL.iter().map(|layer| layer.name()).collect()),
        ("vocabulary", vec!["regional", "script"]),
        ("punctuation", vec!["target", "keep"]),
        ("domains", Domain::ALL.iter().map(|domain| domain.name()).collect()),
        ("style", vec!["taiwan", "hongkong", "moe", "keep"]),
    ];
    let mut command = Command::command();
    let names: Vec<String> =
        command.get_subcommands().map(|one| one.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |mut subcommand| {
            for (id, values) in &known {
                if subcommand.get_arguments().any(|argument| argument.get_id() == id) {
                    let parser = PossibleValuesParser::new(values.clone());
                    subcommand = subcommand.mut_arg(id, |argument| argument.value_parser(parser));
                }
            }
            subcommand
        });
    }
    command
}
