//! HTML of original and copy: text and the attributes that are prose may change.

use std::{iter, ops::Range};

use crate::document::html::{
    is_prose_attribute,
    tokens::{Attribute, Token, TokenKind, tokens},
};

/// The attributes that hold a destination.
const DESTINATIONS: [&str; 2] = ["href", "src"];

/// Elements whose content is no HTML, or no text.
const RAW: [&str; 8] =
    ["script", "style", "textarea", "iframe", "xmp", "noembed", "noframes", "plaintext"];

/// The byte range of the first token in `ours` that `theirs` does not have: a tag,
/// a comment or an entity, or an attribute's value that is neither prose nor a
/// destination that `leads_to` knows, given its range in `ours` and the new one.
/// The content of scripts and the like stays too, unless it `is_prose`.
///
/// Prose keeps its lines and the signs that mean something in HTML. A space in a
/// value without quotes would be one more attribute.
pub(super) fn difference(
    ours: &str,
    theirs: &str,
    leads_to: impl Fn(&Range<usize>, &str) -> bool,
    is_prose: impl Fn(&Range<usize>) -> bool,
) -> Option<Range<usize>> {
    let (our_tokens, their_tokens) = (tokens(ours), tokens(theirs));
    let pair = Pair { ours, theirs, leads_to, is_prose };
    let mut is_raw = false;
    for (index, our) in our_tokens.iter().enumerate() {
        if !their_tokens.get(index).is_some_and(|their| pair.same(our, their, is_raw)) {
            return Some(our.range.clone());
        }
        match &our.kind {
            TokenKind::StartTag { name, .. } => is_raw = RAW.contains(&name.as_str()),
            TokenKind::EndTag { .. } => is_raw = false,
            _ => {}
        }
    }
    (our_tokens.len() < their_tokens.len()).then_some(ours.len()..ours.len())
}

struct Pair<'t, L, P> {
    ours: &'t str,
    theirs: &'t str,
    leads_to: L,
    is_prose: P,
}

impl<L: Fn(&Range<usize>, &str) -> bool, P: Fn(&Range<usize>) -> bool> Pair<'_, L, P> {
    fn same(&self, our: &Token, their: &Token, is_raw: bool) -> bool {
        let texts = (&self.ours[our.range.clone()], &self.theirs[their.range.clone()]);
        match (&our.kind, &their.kind) {
            (TokenKind::Text, TokenKind::Text) => {
                same_signs(texts.0, texts.1, b"<>&")
                    // A template can hold the tag before it, and then it is text.
                    && (!is_raw || texts.0 == texts.1 || (self.is_prose)(&our.range))
            }
            (
                TokenKind::StartTag { name, attributes, self_closing },
                TokenKind::StartTag { name: their_name, attributes: theirs, self_closing: closes },
            ) => {
                (name, self_closing, attributes.len()) == (their_name, closes, theirs.len())
                    && attributes.iter().zip(theirs).all(|pair| self.same_attribute(pair))
                    && around(self.ours, our, attributes).eq(around(self.theirs, their, theirs))
            }
            (kind, their_kind) => kind == their_kind && texts.0 == texts.1,
        }
    }

    fn same_attribute(&self, (our, their): (&Attribute, &Attribute)) -> bool {
        let range = our.value.clone().unwrap_or_default();
        let value = our.value.clone().and_then(|range| self.ours.get(range));
        let their_value = their.value.clone().and_then(|range| self.theirs.get(range));
        our.name == their.name
            && match (value, their_value) {
                (Some(_), Some(their)) if DESTINATIONS.contains(&our.name.as_str()) => {
                    (self.leads_to)(&range, their) || value == their_value
                }
                (Some(value), Some(their)) if is_prose_attribute(&our.name) => {
                    same_signs(value, their, b"<>&\"'`=")
                }
                _ => value == their_value,
            }
    }
}

/// What stands before, between and behind the values of a tag.
fn around<'t>(
    text: &'t str,
    tag: &Token,
    attributes: &'t [Attribute],
) -> impl Iterator<Item = Option<&'t str>> {
    let (mut at, end) = (tag.range.start, tag.range.end);
    let values = attributes.iter().filter_map(|attribute| attribute.value.clone());
    values.chain(iter::once(end..end)).map(move |value| {
        let before = text.get(at..value.start);
        at = value.end;
        before
    })
}

/// Whether two texts have the same `signs` and line ends, in order.
fn same_signs(ours: &str, theirs: &str, signs: &[u8]) -> bool {
    let is_sign = |byte: &u8| b"\r\n".contains(byte) || signs.contains(byte);
    ours == theirs || ours.bytes().filter(is_sign).eq(theirs.bytes().filter(is_sign))
}
