//! What people read: messages, reports, exit codes.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anstyle::{AnsiColor, Style};
use hanmark::{Completion, Encoding, Note, Origin, SourceVariant, Verdict, archive::ArchiveError};

use crate::args::{Color, Command};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = Style::new().dimmed();
const ADDED: Style = AnsiColor::Green.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const PLACE: Style = AnsiColor::Cyan.on_default();

/// Messages to the user, on standard error.
pub(crate) struct Messages {
    quiet: bool,
    verbose: bool,
}

impl Messages {
    pub(crate) fn new(command: &Command) -> Self {
        match command.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
        Self { quiet: command.quiet, verbose: command.verbose }
    }

    pub(crate) fn warn(&self, message: &str) {
        if !self.quiet {
            say(WARNING, "warning", message);
        }
    }

    pub(crate) fn detail(&self, message: &str) {
        if self.verbose {
            let _ = writeln!(anstream::stderr(), "{NOTE}{message}{NOTE:#}");
        }
    }

    pub(crate) fn notes(&self, name: &Path, notes: &[Note]) {
        for note in notes {
            self.warn(&note_line(name, note));
        }
    }

    /// Links that are not followed, and lines of ignore files that do not count.
    pub(crate) fn left_out(&self, links: &[PathBuf], warnings: &[ArchiveError]) {
        for link in links {
            self.warn(&format!(
                "{}: left out, since this link leads to no file inside the archive",
                link.display()
            ));
        }
        for warning in warnings {
            self.warn(&ignore_line(warning));
        }
    }

    /// A line that is no warning.
    pub(crate) fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

/// What ends the run, with its causes.
pub(crate) fn error(error: &anyhow::Error) {
    say(ERROR, "error", &chain(error.as_ref()));
}

/// A panic that ended the run.
pub(crate) fn fault(panic: &str) {
    say(ERROR, "error", &format!("a fault of hanmark, please report it: {panic}"));
}

/// A unified diff on standard output, coloured on a terminal.
///
/// # Errors
/// When standard output is gone.
pub(crate) fn diff(diff: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for line in diff.split_inclusive('\n') {
        let style = match line.as_bytes() {
            [b'+', b'+', b'+', ..] | [b'-', b'-', b'-', ..] => Style::new().bold(),
            [b'+', ..] => ADDED,
            [b'-', ..] => REMOVED,
            [b'@', ..] => PLACE,
            _ => Style::new(),
        };
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        write!(out, "{style}{line}{style:#}{end}")?;
    }
    Ok(())
}

/// What failed while the run went on, with its causes.
pub(crate) fn failure(error: &(dyn std::error::Error + 'static)) {
    say(ERROR, "failed", &chain(error));
}

/// What failed while the run went on, in words.
pub(crate) fn failed(message: &str) {
    say(ERROR, "failed", message);
}

fn say(style: Style, label: &str, message: &str) {
    // Standard error is gone: there is nobody left to tell.
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {message}");
}

/// An error of the library with its causes in one line.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        line.push_str(": ");
        line.push_str(&next.to_string());
        cause = next.source();
    }
    line
}

/// What is wrong with a line of an ignore file: the cause names file and line
/// itself.
pub(crate) fn ignore_line(warning: &ArchiveError) -> String {
    std::error::Error::source(warning).map_or_else(|| warning.to_string(), ToString::to_string)
}

pub(crate) fn exit_code(completion: Completion) -> ExitCode {
    match completion {
        Completion::Done => ExitCode::SUCCESS,
        Completion::Findings => ExitCode::from(1),
        Completion::Failures => ExitCode::from(2),
        // As shells have it for a process that an interrupt ended.
        Completion::Cancelled => ExitCode::from(130),
    }
}

fn note_line(name: &Path, note: &Note) -> String {
    format!("{}:{}: {}", name.display(), note.line, note.message)
}

/// An encoding behind the variant, where it is worth a word.
pub(crate) fn encoding(encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => String::new(),
        other => format!(" in {other}"),
    }
}

/// What a post is written in, in one word.
pub(crate) fn source_name(source: &SourceVariant) -> &'static str {
    match source.verdict {
        Verdict::In(variant) => variant.tag(),
        Verdict::Mixed => "mixed",
        Verdict::NotChinese => "not-chinese",
        Verdict::Japanese => "japanese",
        Verdict::Undecided => "undecided",
    }
}

pub(crate) fn origin_name(source: &SourceVariant) -> &'static str {
    match source.origin {
        Origin::Given => "given",
        Origin::PostMap => "post_map",
        Origin::Configured => "configured",
        Origin::Declared => "declared",
        Origin::Named => "named",
        _ => "detected",
    }
}
