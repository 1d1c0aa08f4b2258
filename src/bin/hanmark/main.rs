//! The command: the only place that prints, colours and exits.

mod actions;
mod args;
mod findings;
mod github;
mod json;
mod render;
mod report;

use std::{
    panic,
    process::ExitCode,
    sync::{Arc, Mutex, PoisonError},
};

use clap::Parser;
use hanmark::BuildError;

use args::{Action, Command};
use render::Messages;

fn main() -> ExitCode {
    survive_size_limits();
    let last_panic = keep_panics();
    panic::catch_unwind(run).unwrap_or_else(|_| {
        render::fault(&last_panic.lock().unwrap_or_else(PoisonError::into_inner));
        render::exit_code(hanmark::Completion::Failures)
    })
}

fn run() -> ExitCode {
    let command = Command::parse();
    let messages = Messages::new(&command);
    let result = match &command.action {
        Action::Build(build) => actions::build::run(build, &messages),
        Action::Check(check) => actions::check::run(check, &messages),
        Action::Convert(convert) => actions::convert::run(convert, &messages),
        Action::Explain(explain) => actions::explain::run(explain, &messages),
        Action::Detect(detect) => actions::detect::run(detect, &messages),
        Action::Terms(terms) => actions::terms::run(terms, &messages),
        Action::Profiles(profiles) => actions::profiles::run(profiles),
        Action::Init(init) => actions::init::run(init, &messages),
        Action::Completions(completions) => actions::completions::run(completions),
        Action::Man(man) => actions::man::run(man),
    };
    match result {
        Ok(completion) => render::exit_code(completion),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) if matches!(error.downcast_ref(), Some(BuildError::Cancelled)) => {
            render::error(&error);
            render::exit_code(hanmark::Completion::Cancelled)
        }
        Err(error) => {
            render::error(&error);
            render::exit_code(hanmark::Completion::Failures)
        }
    }
}

/// Keeps the last panic instead of having it printed: the library catches those
/// of one post and refuses it, so that the report names it. One that is not
/// caught ends the run.
fn keep_panics() -> Arc<Mutex<String>> {
    let last = Arc::new(Mutex::new(String::new()));
    let kept = last.clone();
    panic::set_hook(Box::new(move |panic| {
        let said = panic.to_string().replace('\n', " ");
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = said;
    }));
    last
}

/// A file that may not grow is an error of that file, as on a full disk; by default the
/// system ends the whole process.
#[cfg(unix)]
fn survive_size_limits() {
    // Where it cannot be had, the system does as it does: the next build mends that.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(not(unix))]
fn survive_size_limits() {}

/// `hanmark detect | head` closes the pipe early; that is no failure.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
