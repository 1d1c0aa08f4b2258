//! The command: the only place that prints, colours and exits.

mod actions;
mod args;
mod json;
mod render;

use std::process::ExitCode;

use clap::Parser;

use args::{Action, Command};
use render::Messages;

fn main() -> ExitCode {
    let command = Command::parse();
    let messages = Messages::new(&command);
    let result = match &command.action {
        Action::Build(build) => actions::build::run(build, &messages),
        Action::Convert(convert) => actions::convert::run(convert, &messages),
        Action::Detect(detect) => actions::detect::run(detect, &messages),
        Action::Profiles(profiles) => actions::profiles::run(profiles),
    };
    match result {
        Ok(completion) => render::exit_code(completion),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            render::error(&error);
            render::exit_code(hanmark::Completion::Failures)
        }
    }
}

/// `hanmark detect | head` closes the pipe early; that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
