//! Reformatting: Markdown printed back from a parse, normalised.
//!
//! Not part of the flow: copies are spliced, byte for byte. Whoever wants
//! normalised Markdown instead gets it here, and is told what it loses.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser};

use crate::document::{Document, Refusal, catch_panics, markdown};

/// Normalised Markdown, and what was lost on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reformatted {
    /// The text: front matter as it was, body printed from its events.
    pub text: String,
    /// What differs, in sentences without a full stop.
    pub losses: Vec<String>,
}

/// A text that cannot be printed back.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReformatError {
    /// The Markdown parser failed.
    #[error("cannot parse the text")]
    Parse(#[from] Refusal),
    /// pulldown-cmark-to-cmark has no Markdown for what the parser found.
    #[error("cannot print the text as Markdown; convert it without --reformat")]
    Print(#[from] pulldown_cmark_to_cmark::Error),
}

/// `source` with its Markdown normalised by pulldown-cmark-to-cmark.
///
/// The front matter keeps its bytes. Line ends become `\n`, and bullets, fences,
/// emphasis signs and spacing the printer's; the losses say what else is gone.
///
/// # Errors
/// When the body cannot be parsed or printed.
pub fn reformat(source: &str) -> Result<Reformatted, ReformatError> {
    let start = catch_panics(|| Document::split(source).body_range().start)?;
    let body = &source[start..];
    let mut text = source[..start].to_owned();
    let printed = catch_panics(|| print(body))??;
    text.push_str(&printed);
    let losses = catch_panics(|| losses(body, &printed))?;
    Ok(Reformatted { text, losses })
}

/// The extensions that both the parser and the printer know.
fn options() -> Options {
    markdown::options().intersection(pulldown_cmark_to_cmark::SUPPORTED_PARSER_OPTIONS)
}

fn print(body: &str) -> Result<String, pulldown_cmark_to_cmark::Error> {
    let mut printed = String::with_capacity(body.len());
    pulldown_cmark_to_cmark::cmark(Parser::new_ext(body, options()), &mut printed, options())?;
    if body.ends_with('\n') && !printed.ends_with('\n') {
        printed.push('\n');
    }
    Ok(printed)
}

fn losses(before: &str, after: &str) -> Vec<String> {
    let mut losses = Vec::new();
    if before.contains('\r') {
        losses.push("line ends are now \\n".to_owned());
    }
    let kept = definitions(after);
    let mut lost: Vec<String> =
        definitions(before).into_iter().filter(|label| !kept.contains(label)).collect();
    lost.sort_unstable();
    if !lost.is_empty() {
        losses.push(format!(
            "link definitions that are gone: {}",
            lost.iter().map(|label| format!("[{label}]")).collect::<Vec<_>>().join(", ")
        ));
    }
    if let Some(number) = first_difference(before, after) {
        losses.push(format!("the structure differs from event {number} of the parse on"));
    }
    let lines: HashSet<&str> = after.lines().collect();
    let changed = before.lines().filter(|line| !lines.contains(line)).count();
    if changed > 0 {
        losses.push(format!("lines that are written differently: {changed}"));
    }
    losses
}

fn definitions(body: &str) -> HashSet<String> {
    let parser = Parser::new_ext(body, options());
    parser.reference_definitions().iter().map(|(label, _)| label.to_owned()).collect()
}

/// The number, from 1, of the first event that is another one after printing.
fn first_difference(before: &str, after: &str) -> Option<usize> {
    let events = |body| pulldown_cmark::TextMergeStream::new(Parser::new_ext(body, options()));
    let (mut ours, mut theirs) = (events(before), events(after));
    let mut number = 0;
    loop {
        number += 1;
        match (ours.next(), theirs.next()) {
            (None, None) => return None,
            (Some(ours), Some(theirs)) if same(&ours, &theirs) => {}
            _ => return Some(number),
        }
    }
}

fn same(ours: &Event<'_>, theirs: &Event<'_>) -> bool {
    match (ours, theirs) {
        // The printer ends code and HTML with a line end of its own.
        (Event::Text(ours), Event::Text(theirs)) | (Event::Html(ours), Event::Html(theirs)) => {
            ours.trim_end() == theirs.trim_end()
        }
        _ => ours == theirs,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_and_emphasis_become_the_printers_and_that_is_told() {
        let reformatted = reformat("---\ntitle : '書'\n---\n- 門\n- __書__\n").unwrap();
        assert_eq!(reformatted.text, "---\ntitle : '書'\n---\n* 門\n* **書**\n");
        assert_eq!(reformatted.losses, ["lines that are written differently: 2"]);
    }

    #[test]
    fn a_text_that_is_normal_already_loses_nothing() {
        let reformatted = reformat("# 門\n\n書*頁*\n").unwrap();
        assert_eq!(reformatted.text, "# 門\n\n書*頁*\n");
        assert_eq!(reformatted.losses, Vec::<String>::new());
    }

    #[test]
    fn lost_definitions_are_named() {
        let reformatted = reformat("[書]\r\n\r\n[書]: /a\r\n[門]: /b\r\n").unwrap();
        assert_eq!(
            reformatted.losses,
            [
                "line ends are now \\n",
                "link definitions that are gone: [門]",
                "lines that are written differently: 1",
            ]
        );
    }
}
