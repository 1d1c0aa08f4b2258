//! Braces that a part of a text leaves open.

use std::ops::Range;

use super::{Braces, Flavour, is_name, leading};

/// Whether a brace of `text`, outside of `code`, may be closed by what comes behind
/// `text`, and that matters: for expressions of MDX, imports, and tags of JSX.
pub(in crate::document) fn leaves_brace_open(
    text: &str,
    code: &[Range<usize>],
    flavour: Flavour,
) -> bool {
    if flavour != Flavour::Mdx && !has_tag_with_brace(text) && !has_module_with_brace(text) {
        return false;
    }
    let mut braces = Braces::new(text);
    let mut code = code.iter().peekable();
    for at in memchr::memchr_iter(b'{', text.as_bytes()) {
        while code.next_if(|range| range.end <= at).is_some() {}
        if code.peek().is_none_or(|range| at < range.start) {
            braces.close(at);
        }
    }
    braces.is_open()
}

/// Whether a brace follows what may be the name of a tag, before the tag ends.
fn has_tag_with_brace(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut done = 0;
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
        if at < done || !bytes.get(name).is_some_and(u8::is_ascii_alphabetic) {
            return false;
        }
        let inner = name + leading(&bytes[name..], |byte| is_name(byte, b"-.:_"));
        done = inner + leading(&bytes[inner..], |byte| !b"{>".contains(&byte));
        bytes.get(done) == Some(&b'{')
    })
}

fn has_module_with_brace(text: &str) -> bool {
    let mut lines = text.split(['\n', '\r']);
    lines.any(|line| line.starts_with(['i', 'e']) && line.contains('{'))
}
