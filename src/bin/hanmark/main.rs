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
    keep_quiet_about_the_parser();
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

/// The library catches panics of the Markdown parser and refuses the post; the
/// report says so, and the default message with its backtrace would not help.
fn keep_quiet_about_the_parser() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_parser =
            panic.location().is_some_and(|location| location.file().contains("pulldown-cmark"));
        if !is_parser {
            default(panic);
        }
    }));
}

/// `hanmark detect | head` closes the pipe early; that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
