//! Templates: finds the constructs of Liquid, Jinja, Hugo, ERB, kramdown and their
//! kin in the source of a body.
//!
//! A construct is looked for over the source, since its parameters can look like
//! Markdown. One scanner reads all dialects; what they differ in is a table.

mod addresses;
mod dialects;
mod joined;
mod parameters;
mod scan;

use std::{collections::HashMap, ops::Range};

pub(super) use addresses::addresses;
use dialects::Pairs;
pub(super) use joined::{joined, leaves_string_open};
use scan::{Construct, constructs};

use super::KeptReason;
use crate::switches::Shortcode;

/// Tags whose body is code.
const CODE_TAGS: [&str; 12] = [
    "highlight",
    "codeblock",
    "code",
    "comment",
    "mermaid",
    "math",
    "katex",
    "mathjax",
    "plantuml",
    "graphviz",
    "echarts",
    "nomarkdown",
];

/// Tags whose body is prose in which tags are quoted.
const RAW_TAGS: [&str; 2] = ["raw", "verbatim"];

/// A part of a body that belongs to templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Masked {
    /// Byte range in the body of a construct, or of a code-like element: both its
    /// tags and what is between them.
    pub(crate) range: Range<usize>,
    /// Why it stays.
    pub(crate) reason: KeptReason,
    /// Byte ranges in the body of the parameters that are prose, in order, each a
    /// text of its own; quotes and escapes are outside.
    pub(super) parameters: Vec<Range<usize>>,
}

/// What of `body` belongs to templates, in order and disjoint. `code` lists the code
/// in `body`, in order: markers in there are quoted, not meant. `shortcodes` names
/// the parameters that are prose.
///
/// An opener without its closer is ordinary text. So is one that another opener
/// follows before the closer, but for comments and for strings of Hugo.
pub(crate) fn templates(
    body: &str,
    code: &[Range<usize>],
    shortcodes: &[Shortcode],
) -> Vec<Masked> {
    let constructs = constructs(body, code);
    let ends = code_ends(body, &constructs);
    let mut masked: Vec<Masked> = Vec::with_capacity(constructs.len());
    for (construct, end) in constructs.into_iter().zip(ends) {
        if masked.last().is_some_and(|last| last.range.end > construct.range.start) {
            continue;
        }
        masked.push(Masked {
            parameters: parameters::of(body, &construct, shortcodes),
            range: construct.range.start..end.unwrap_or(construct.range.end),
            reason: end.map_or(construct.dialect.reason, |_| KeptReason::TemplateCode),
        });
    }
    masked
}

/// The name of the template tag that `text` is, and its parameters, each with its name
/// or place, as [`Shortcode`] names them; `None` for output, comments, and all else.
pub(crate) fn tag_parameters(text: &str) -> Option<(String, Vec<(String, String)>)> {
    let construct = constructs(text, &[]).into_iter().next()?;
    let is_tag = matches!(construct.dialect.opener, "{{<" | "{{%" | "{%");
    is_tag.then(|| parameters::named(text, &construct))
}

/// A tag as far as pairs go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tag<'b> {
    Opens(&'b str),
    /// Kramdown's `{:/}` has no name: it closes whatever is open.
    Closes(&'b str),
    Single,
}

/// For each construct that opens a code tag: where its closing tag ends.
fn code_ends(body: &str, constructs: &[Construct]) -> Vec<Option<usize>> {
    let tags: Vec<_> = constructs.iter().map(|construct| tag(body, construct)).collect();
    let regions = raw_regions(&tags);
    // The two tags of a pair end alike: the closer tells the dialects apart.
    let mut next_end: HashMap<(&str, &str, usize), usize> = HashMap::new();
    let mut ends = vec![None; constructs.len()];
    for (index, construct) in constructs.iter().enumerate().rev() {
        let (closer, region) = (construct.dialect.closer, regions[index]);
        match tags[index] {
            Tag::Closes(name) => {
                next_end.insert((name, closer, region), construct.range.end);
            }
            Tag::Opens(name) if CODE_TAGS.contains(&name) => {
                let end = |name| next_end.get(&(name, closer, region)).copied();
                ends[index] = end(name).into_iter().chain(end("")).min();
            }
            _ => {}
        }
    }
    ends
}

/// The number of the raw element that each tag is in, from 1; outside of all, 0.
/// What is quoted in there pairs with nothing outside.
fn raw_regions<'b>(tags: &[Tag<'b>]) -> Vec<usize> {
    let mut count = 0;
    let mut open = None;
    let region = |tag: Tag<'b>| match (tag, open) {
        (Tag::Opens(name), None) if RAW_TAGS.contains(&name) => {
            count += 1;
            open = Some(name);
            0
        }
        (Tag::Closes(name), Some(raw)) if name == raw => {
            open = None;
            0
        }
        (_, Some(_)) => count,
        (_, None) => 0,
    };
    tags.iter().copied().map(region).collect()
}

fn tag<'b>(body: &'b str, construct: &Construct) -> Tag<'b> {
    let inner = construct.inner(body);
    let word = first_word(inner);
    match construct.dialect.pairs {
        Pairs::Never => Tag::Single,
        Pairs::End => word.strip_prefix("end").map_or(Tag::Opens(word), Tag::Closes),
        Pairs::Closer => Tag::Closes(word),
        Pairs::Slash => match inner.trim_start().strip_prefix('/') {
            Some(closed) => Tag::Closes(first_word(closed)),
            None if inner.trim_end().ends_with('/') => Tag::Single,
            None => Tag::Opens(word),
        },
    }
}

/// The name at the start of what is between opener and closer, behind the signs
/// that trim white space.
fn first_word(inner: &str) -> &str {
    let inner = inner.trim_start_matches(|c: char| c.is_whitespace() || "-~+".contains(c));
    let is_name = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    inner[..inner.find(|c| !is_name(c)).unwrap_or(inner.len())].trim_end_matches(['-', '/'])
}

#[cfg(test)]
mod tests;
