//! What templates join over a whole body, for who reads it in parts.

use std::ops::Range;

use memchr::memmem;

use super::{Construct, RAW_TAGS, Tag, constructs, dialects::Inside, tag, templates};

/// What templates join.
pub(in crate::document) struct Joined {
    /// Byte ranges of constructs and of code-like elements, in order and disjoint.
    pub(in crate::document) masked: Vec<Range<usize>>,
    /// Other ranges that are read as one: what raw tags quote, and the rest of the
    /// body behind what may reach further than it seems.
    pub(in crate::document) others: Vec<Range<usize>>,
}

/// What of `body` templates join. `code` lists the code in `body` in order; none of
/// what it leaves out may hold a sign of a template.
pub(in crate::document) fn joined(body: &str, code: &[Range<usize>]) -> Joined {
    let found = constructs(body, code);
    let mut others = raw(body, &found);
    let is_in_doubt = |construct: &&Construct| {
        construct.dialect.inside == Inside::Strings
            && has_backtick_and_blank_line(&body[construct.range.clone()])
    };
    others
        .extend(found.iter().find(is_in_doubt).map(|construct| construct.range.start..body.len()));
    let masked = templates(body, code, &[]).into_iter().map(|masked| masked.range).collect();
    Joined { masked, others }
}

/// A string of a construct can hold what is code to the parser.
fn has_backtick_and_blank_line(text: &str) -> bool {
    text.contains('`')
        && text.split('\n').skip(1).any(|line| line.trim_matches([' ', '\t', '\r', '>']).is_empty())
}

/// From each raw tag to the one that closes it; to the end, if none does.
fn raw(body: &str, constructs: &[Construct]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    for construct in constructs {
        match (tag(body, construct), open) {
            (Tag::Opens(name), None) if RAW_TAGS.contains(&name) => {
                open = Some((name, construct.range.start));
            }
            (Tag::Closes(name), Some((raw, start))) if name == raw => {
                found.push(start..construct.range.end);
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|(_, start)| start..body.len()));
    found
}

/// Whether an opener of a construct with strings, outside of `code`, has no closer in
/// `text`: behind `text`, a string could go on over anything.
pub(in crate::document) fn leaves_string_open(text: &str, code: &[Range<usize>]) -> bool {
    let has = |opener: &str| memmem::find(text.as_bytes(), opener.as_bytes()).is_some();
    if !has("{{<") && !has("{{%") {
        return false;
    }
    let found = constructs(text, code);
    let mut openers = memchr::memchr_iter(b'{', text.as_bytes())
        .filter(|at| text[*at..].starts_with("{{<") || text[*at..].starts_with("{{%"));
    openers.any(|at| {
        let next = found.partition_point(|construct| construct.range.end <= at);
        let is_closed = found.get(next).is_some_and(|construct| construct.range.start <= at);
        let next = code.partition_point(|code| code.end <= at);
        !is_closed && code.get(next).is_none_or(|code| at < code.start)
    })
}
