//! `hanmark check`: whether the copies are up to date.

use std::io::Write as _;

use anyhow::Result;
use hanmark::{Completion, Diffs, Mode};

use super::build;
use crate::{
    args::{Check, ReportFormat},
    github, json,
    render::Messages,
    report,
};

pub(crate) fn run(arguments: &Check, messages: &Messages) -> Result<Completion> {
    let archive = &arguments.archive;
    let mut options = build::options(archive)?;
    options.mode = Mode::DryRun;
    if arguments.diff {
        options.diffs = Diffs::Unified;
    }
    let found = build::build_with(archive, &options, messages)?;
    build::show_diffs(&found, archive.format)?;
    match archive.format {
        ReportFormat::Human => report::check(&found, messages)?,
        ReportFormat::Json => {
            let mut out = anstream::stdout().lock();
            for line in json::check(&found) {
                writeln!(out, "{line}")?;
            }
        }
        ReportFormat::Github => github::annotations(&found, &build::roots(&options))?,
    }
    let of_findings = if found.is_up_to_date() { Completion::Done } else { Completion::Findings };
    Ok(found.completion().max(of_findings))
}
