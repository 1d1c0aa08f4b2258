//! `hanmark explain`: which rule is behind each change.

use std::{collections::HashSet, fmt::Write as _, io::Write as _};

use anyhow::{Context, Result};
use hanmark::{Completion, Conversion, Edit, Layer, Rule, convert_text};

use super::text;
use crate::{
    args::{EngineName, Explain, Format},
    json,
    render::Messages,
};

pub(crate) fn run(arguments: &Explain, messages: &Messages) -> Result<Completion> {
    let layers = layers(&arguments.layer)?;
    let input = text::input(&arguments.text, messages)?;
    let (name, text) = (&input.name, &input.text);
    let settings = text::settings(&arguments.text, EngineName::Hanmark, &input)?;
    let conversion = convert_text(text, &settings).with_context(|| name.display().to_string())?;
    text::tell(&conversion, name, messages);
    let chosen = |edit: &Edit<'_>| {
        let mut rules = edit.rules.iter().filter_map(|id| conversion.rule(*id));
        layers.is_empty() || rules.any(|rule| layers.contains(&rule.layer))
    };
    let content = match arguments.text.content.format {
        Format::Human => {
            let name = name.display().to_string();
            lines(&name, text, &conversion, chosen)
        }
        Format::Json => format!("{}\n", json::explanation(text, &conversion, chosen)),
    };
    std::io::stdout().lock().write_all(content.as_bytes())?;
    Ok(Completion::Done)
}

/// # Errors
/// When there is no layer of a name.
fn layers(names: &[String]) -> Result<HashSet<Layer>> {
    names.iter().map(|name| name.parse().context("--layer")).collect()
}

/// A line for each change: its place, what became what, and the rules.
fn lines(
    name: &str,
    text: &str,
    conversion: &Conversion,
    chosen: impl Fn(&Edit<'_>) -> bool,
) -> String {
    let mut lines = String::new();
    let mut place = Place { at: 0, line: 1, column: 1 };
    for edit in conversion.edits.iter() {
        place.advance(text, edit.range.start);
        if !chosen(&edit) {
            continue;
        }
        let source = &text[edit.range.clone()];
        let Place { line, column, .. } = place;
        let _ = write!(lines, "{name}:{line}:{column}: {source} → {}", edit.replacement);
        let rules: Vec<Rule<'_>> =
            edit.rules.iter().filter_map(|id| conversion.rule(*id)).collect();
        let said: Vec<String> =
            rules.iter().map(|rule| say(rule, source, edit.replacement)).collect();
        let _ =
            writeln!(lines, "  ({})", if said.is_empty() { "set".into() } else { said.join("; ") });
    }
    lines
}

/// The layer and the table of a rule, and what it says beyond the change itself.
fn say(rule: &Rule<'_>, source: &str, replacement: &str) -> String {
    let mut said = format!("{}, {}", rule.layer.name(), rule.dictionary);
    if (rule.key, rule.value) != (source, replacement) {
        let _ = write!(said, ": {} → {}", rule.key, rule.value);
    }
    let others: Vec<&str> = rule.alternatives.split(' ').filter(|one| *one != rule.value).collect();
    if !others.is_empty() && rule.alternatives != rule.value {
        let _ = write!(said, ", or {}", others.join(" "));
    }
    said
}

/// A place in a text.
#[derive(Clone, Copy)]
struct Place {
    /// In bytes.
    at: usize,
    /// Counted from 1.
    line: usize,
    /// In characters, counted from 1.
    column: usize,
}

impl Place {
    /// Goes on to the byte `to`.
    fn advance(&mut self, text: &str, to: usize) {
        for character in text[self.at..to].chars() {
            if character == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        self.at = to;
    }
}
