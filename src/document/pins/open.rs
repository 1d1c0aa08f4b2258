//! Braces that a part of a text leaves open.

use std::ops::Range;

use super::{Braces, Flavour, Pins};

/// How many times a byte of a part is looked at, on average, before its braces count
/// as open.
const MOST_READ: usize = 16;

/// Whether something of JavaScript in `text`, outside of `code`, may go on behind
/// `text`: an expression of MDX, an import, a tag of JSX. Each is looked at by
/// itself, whatever those before it say of its braces.
pub(in crate::document) fn leaves_brace_open(
    text: &str,
    code: &[Range<usize>],
    flavour: Flavour,
) -> bool {
    if memchr::memchr(b'{', text.as_bytes()).is_none() {
        return false;
    }
    let mut pins = Pins::new(text, flavour);
    let mut left = text.len().saturating_mul(MOST_READ);
    let mut code = code.iter().peekable();
    let signs = memchr::memchr3_iter(b'{', b'<', b'\n', text.as_bytes());
    std::iter::once(None).chain(signs.map(Some)).any(|at| {
        let here = at.unwrap_or(0);
        while code.next_if(|range| range.end <= here).is_some() {}
        if code.peek().is_some_and(|range| range.start <= here) {
            return false;
        }
        pins.braces = Braces::new(text);
        match at.map(|at| text.as_bytes()[at]) {
            Some(b'{') if flavour == Flavour::Mdx => drop(pins.braces.close(here)),
            Some(b'{') => {}
            Some(b'<') => drop(pins.tag(here)),
            _ => {
                let line = here + usize::from(at.is_some());
                drop(pins.line_start(&(line..text.len())));
            }
        }
        let read = pins.braces.read_to().saturating_sub(here);
        let is_too_much = read > left;
        left = left.saturating_sub(read);
        is_too_much || pins.braces.is_open()
    })
}
