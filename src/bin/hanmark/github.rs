//! Annotations for GitHub's checks: workflow commands on standard output, by
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::{
    io::{self, Write as _},
    path::Path,
};

use hanmark::{BuildReport, Mode};

use crate::findings::{Finding, Kind, findings};

/// Where the files of a report lie, as paths from the current folder.
pub(crate) struct Roots<'r> {
    pub(crate) posts: &'r Path,
    pub(crate) copies: &'r Path,
}

/// # Errors
/// When standard output is gone.
pub(crate) fn annotations(report: &BuildReport, roots: &Roots<'_>) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for finding in findings(report) {
        writeln!(out, "{}", annotation(&finding, report.mode, roots))?;
    }
    Ok(())
}

fn annotation(finding: &Finding, mode: Mode, roots: &Roots<'_>) -> String {
    let is_error = match finding.kind {
        Kind::Warning => false,
        Kind::Orphaned => mode == Mode::DryRun,
        _ => true,
    };
    let level = if is_error { "error" } else { "warning" };
    let file = match (&finding.source, &finding.copy) {
        (_, Some(copy)) if finding.kind.is_of_copy() => Some(roots.copies.join(copy)),
        (Some(source), _) => Some(roots.posts.join(source)),
        (None, copy) => copy.as_ref().map(|copy| roots.copies.join(copy)),
    };
    let place = file.map_or_else(String::new, |file| {
        let file = file.strip_prefix(".").map(Path::to_owned).unwrap_or(file);
        let name = property(&file.display().to_string().replace('\\', "/"));
        format!("file={name},line={},", finding.line)
    });
    let title = property(&format!("hanmark: {}", finding.kind.name()));
    let copy = match &finding.copy {
        Some(copy) if finding.kind != Kind::Warning => format!("{}: ", copy.display()),
        _ => String::new(),
    };
    format!("::{level} {place}title={title}::{}", data(&format!("{copy}{}", finding.message)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
