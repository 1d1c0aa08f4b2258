//! What is told by the start of a line: names of containers, admonitions and alerts,
//! and import and export lines.

use std::ops::Range;

use super::{Flavour, Pin, Pins, is_name, leading};
use crate::document::KeptReason;

impl Pins<'_> {
    /// A marker at the start of a line: `:::name`, `!!! name`, `[!name]`, or a whole
    /// import or export.
    pub(super) fn line_start(&mut self, stretch: &Range<usize>) -> Option<Pin> {
        let text = &self.source[stretch.clone()];
        let starts_line = || is_line_start(&self.source.as_bytes()[..stretch.start]);
        let length = match text.as_bytes().first()? {
            b':' if text.starts_with(":::") && starts_line() => container(text),
            b'!' | b'?' if starts_line() => admonition(text)?,
            b'[' if text.starts_with("[!") && starts_line() => {
                text.find([']', '\n']).map(|end| end + 1)?
            }
            b'i' | b'e' if !text.starts_with("import") && !text.starts_with("export") => {
                return None;
            }
            b'i' | b'e' if matches!(self.before(stretch.start), b"" | [.., b'\n' | b'\r']) => {
                let range = stretch.start..self.module_end(stretch.start)?;
                return Some(Pin::new(range, KeptReason::Expression));
            }
            _ => return None,
        };
        let range = stretch.start..stretch.start + length;
        Some(Pin::new(range, KeptReason::ContainerName))
    }

    fn before(&self, at: usize) -> &[u8] {
        &self.source.as_bytes()[..at]
    }

    /// Where the import or export at `at` ends. In MDX it is a block up to a blank
    /// line; elsewhere it must look like a statement, since it can be prose.
    fn module_end(&mut self, at: usize) -> Option<usize> {
        let line_end = self.statement_end(at);
        let statement = &self.source[at..line_end];
        if self.flavour != Flavour::Mdx {
            return is_module(statement).then_some(line_end);
        }
        let word = ["import", "export"].into_iter().find(|word| statement.starts_with(word))?;
        let behind = &statement[word.len()..];
        if !behind.starts_with([' ', '{', '*', '"', '\'']) {
            return None;
        }
        if !self.starts_block(at) {
            return is_module(statement).then_some(line_end);
        }
        let mut end = line_end;
        while let Some(next) = next_line(self.source, end) {
            if self.source[next..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
                break;
            }
            end = self.statement_end(next);
        }
        Some(end)
    }

    /// Whether an import can begin at `at`, the start of a line: not within a
    /// paragraph of text, but behind a blank line.
    fn starts_block(&self, at: usize) -> bool {
        let before = self.source[..at].trim_end_matches([' ', '\t']);
        let Some(before) = before.strip_suffix('\n').or_else(|| before.strip_suffix('\r')) else {
            return at == 0;
        };
        let before = before.strip_suffix('\r').unwrap_or(before).trim_end_matches([' ', '\t']);
        before.is_empty() || before.ends_with(['\n', '\r'])
    }

    /// Where the line at `at` ends, over line ends within braces.
    fn statement_end(&mut self, mut at: usize) -> usize {
        let bytes = self.source.as_bytes();
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\n' | b'\r' => return at,
                b'{' => at = self.braces.close(at).unwrap_or(at + 1),
                _ => at += 1,
            }
        }
        at
    }
}

fn next_line(source: &str, line_end: usize) -> Option<usize> {
    let rest = &source[line_end..];
    let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
    (!next.is_empty()).then(|| source.len() - next.len())
}

/// Whether a line that may be prose is an import or export.
fn is_module(statement: &str) -> bool {
    let statement = statement.trim_end().trim_end_matches(';');
    if let Some(imported) = statement.strip_prefix("import ") {
        let quoted = statement.ends_with(['"', '\'']);
        return quoted && (imported.starts_with(['"', '\'']) || imported.contains(" from "));
    }
    let Some(exported) = statement.strip_prefix("export ") else { return false };
    if exported.starts_with(['{', '*']) {
        return true;
    }
    [
        "default ",
        "const ",
        "let ",
        "var ",
        "function ",
        "class ",
        "async function ",
        "type ",
        "interface ",
        "enum ",
    ]
    .iter()
    .filter_map(|word| exported.strip_prefix(word))
    .any(|behind| {
        let name = leading(behind.as_bytes(), |byte| is_name(byte, b"_$"));
        let behind = behind[name..].trim_start();
        name > 0 && (behind.is_empty() || behind.starts_with(['=', '(', '{', ':', '<']))
            || name == 0 && behind.starts_with(['{', '(', '['])
    })
}

/// Whether a line starts behind `before`, but for the marks of quotes and list
/// items.
fn is_line_start(before: &[u8]) -> bool {
    let is_mark = |byte: u8| byte.is_ascii_digit() || b" \t>-+*.)".contains(&byte);
    let marks = before.iter().rev().take_while(|byte| is_mark(**byte)).count();
    let (before, marks) = before.split_at(before.len() - marks);
    matches!(before, [] | [.., b'\n' | b'\r'])
        && marks
            .split_inclusive(|byte| matches!(byte, b' ' | b'\t' | b'>'))
            .all(|mark| matches!(mark.last(), Some(b' ' | b'\t' | b'>')))
}

/// `:::`, and the name of a container if one follows. What comes behind it is a
/// title.
fn container(text: &str) -> usize {
    let behind = text.trim_start_matches(':');
    let name = behind.trim_start_matches(' ');
    let colons = text.len() - behind.len();
    match name_len(name) {
        0 => colons,
        len => text.len() - name.len() + len,
    }
}

/// `!!! name`, `??? name` or `???+ name`: three signs alone are just loud.
fn admonition(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("!!!").or_else(|| text.strip_prefix("???"))?;
    let behind = behind.strip_prefix('+').unwrap_or(behind);
    let name = behind.trim_start_matches(' ');
    let len = name_len(name);
    (name.len() < behind.len() && len > 0).then_some(text.len() - name.len() + len)
}

fn name_len(text: &str) -> usize {
    leading(text.as_bytes(), |byte| is_name(byte, b"-_"))
}
