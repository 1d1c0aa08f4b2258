//! Parameters of template tags: finds the values of those that are prose.

use std::ops::Range;

use super::{dialects::Inside, first_word, scan::Construct};
use crate::switches::Shortcode;

/// Tags that stand for the file that they name first.
const INCLUDES: [&str; 4] = ["include", "include_relative", "include_cached", "render"];

/// A parameter: its name, if it has one, and the byte range of its value in the tag,
/// without quotes.
struct Parameter<'t> {
    name: Option<&'t str>,
    value: Range<usize>,
    is_quoted: bool,
}

/// Byte ranges in `body` of the parameters of `construct` that are prose.
///
/// The name of a shortcode is that of the tag, or the file of an include: `fn.html`
/// or `include fn.html` for `{% include fn.html text="門" %}`. Parameters without
/// a name are numbered from 1, behind the name.
pub(super) fn of(body: &str, construct: &Construct, shortcodes: &[Shortcode]) -> Vec<Range<usize>> {
    if shortcodes.is_empty() || construct.dialect.inside == Inside::Comment {
        return Vec::new();
    }
    // The slash of `{{< a />}}` and the dash of `-%}` are no parameters.
    let inner = construct.inner(body).trim_end_matches(['/', '-', '~', ' ']);
    let name = first_word(inner);
    let behind = inner.find(name).map_or(0, |at| at + name.len());
    let mut all = parameters(inner, behind);
    let Some(wanted) = wanted(inner, name, &mut all, shortcodes) else { return Vec::new() };
    let mut number = 0;
    let base = construct.inner_range().start;
    let mut found = Vec::new();
    for parameter in &all {
        number += usize::from(parameter.name.is_none());
        let is_wanted = match parameter.name {
            Some(name) => wanted.parameters.iter().any(|wanted| wanted == name),
            None => wanted.parameters.iter().any(|wanted| wanted.parse() == Ok(number)),
        };
        if is_wanted {
            texts(inner, parameter, base, &mut found);
        }
    }
    found
}

/// The name of `construct`, or of the file that it includes, and all its parameters.
pub(super) fn named(body: &str, construct: &Construct) -> (String, Vec<(String, String)>) {
    let inner = construct.inner(body).trim_end_matches(['/', '-', '~', ' ']);
    let mut name = first_word(inner);
    let behind = inner.find(name).map_or(0, |at| at + name.len());
    let mut all = parameters(inner, behind);
    if INCLUDES.contains(&name) && all.first().is_some_and(|first| first.name.is_none()) {
        name = &inner[all.remove(0).value];
    }
    let mut number = 0;
    let parameter = |parameter: Parameter<'_>| {
        number += usize::from(parameter.name.is_none());
        let place = parameter.name.map_or_else(|| number.to_string(), str::to_owned);
        (place, inner[parameter.value].to_owned())
    };
    (name.to_owned(), all.into_iter().map(parameter).collect())
}

/// The shortcode that is meant by a tag of that name with these parameters, of which
/// the name of an included file is taken off.
fn wanted<'s>(
    inner: &str,
    name: &str,
    parameters: &mut Vec<Parameter<'_>>,
    shortcodes: &'s [Shortcode],
) -> Option<&'s Shortcode> {
    let named = |name: &str| shortcodes.iter().find(|shortcode| shortcode.name == name);
    let first = parameters.first().filter(|first| first.name.is_none());
    if let Some(first) = first.filter(|_| INCLUDES.contains(&name)) {
        let file = &inner[first.value.clone()];
        if let Some(found) = named(file).or_else(|| named(&format!("{name} {file}"))) {
            parameters.remove(0);
            return Some(found);
        }
    }
    named(name)
}

/// The parameters in the text of a tag from `at` on: `name="門"`, `name: '門'`,
/// `name=門`, `"門"`, `門`, between white space, commas and parentheses.
fn parameters(inner: &str, mut at: usize) -> Vec<Parameter<'_>> {
    let mut found = Vec::new();
    loop {
        at += len_of(&inner[at..], is_between);
        if at == inner.len() {
            return found;
        }
        let (value, is_quoted) = value(inner, at);
        if is_quoted {
            at = value.end + 1;
            found.push(Parameter { name: None, value, is_quoted });
            continue;
        }
        let word = at..at + len_of(&inner[at..], |c| !is_between(c) && c != '=');
        let name = inner[word.clone()].trim_end_matches(':');
        at = word.end;
        let sign = at + len_of(&inner[at..], char::is_whitespace);
        let is_named = inner[sign..].starts_with('=') || name.len() < word.len();
        if !is_named {
            found.push(Parameter { name: None, value, is_quoted });
            continue;
        }
        let start = sign + usize::from(inner[sign..].starts_with('='));
        let start = start + len_of(&inner[start..], char::is_whitespace);
        let (value, is_quoted) = self::value(inner, start);
        at = value.end + usize::from(is_quoted);
        found.push(Parameter { name: Some(name), value, is_quoted });
    }
}

/// The byte range of the value at `at`, and whether it is in quotes.
fn value(inner: &str, at: usize) -> (Range<usize>, bool) {
    if let Some(quote) = inner[at..].chars().next().filter(|c| "\"'`".contains(*c)) {
        let mut escaped = false;
        let end = inner[at + 1..].find(|c| {
            let ends = c == quote && !escaped;
            escaped = c == '\\' && !escaped && quote != '`';
            ends
        });
        if let Some(end) = end {
            return (at + 1..at + 1 + end, true);
        }
    }
    (at..at + len_of(&inner[at..], |c| !is_between(c)), false)
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '(' | ')')
}

fn len_of(text: &str, matches: impl Fn(char) -> bool) -> usize {
    text.find(|c| !matches(c)).unwrap_or(text.len())
}

/// Adds the texts of a value, `base` bytes further on: what is between escapes.
fn texts(inner: &str, parameter: &Parameter<'_>, base: usize, found: &mut Vec<Range<usize>>) {
    let base = base + parameter.value.start;
    let value = &inner[parameter.value.clone()];
    let has_escapes = parameter.is_quoted && !inner[..parameter.value.start].ends_with('`');
    let mut at = 0;
    while let Some(length) = value[at..].find('\\').filter(|_| has_escapes) {
        let escape = at + length;
        let width = value[escape + 1..].chars().next().map_or(0, char::len_utf8);
        if at < escape {
            found.push(base + at..base + escape);
        }
        at = escape + 1 + width;
    }
    if at < value.len() {
        found.push(base + at..base + value.len());
    }
}
