//! The Markdown parser as every stage uses it, and what its events mean.

use std::{cell::Cell, ops::Range, path::Path};

use pulldown_cmark::{Event, OffsetIter, Options, Parser, RefDefs, Tag, TagEnd};

use super::{mask::Masked, name_panics};

/// The dialect of a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// Markdown with the usual extensions.
    #[default]
    Markdown,
    /// The same with JSX: bare `{…}` is an expression (`.mdx`).
    Mdx,
}

impl Flavour {
    /// The dialect that a file of that name is in, by its ending.
    #[must_use]
    pub fn of_name(name: &Path) -> Self {
        let extension = name.extension().and_then(|extension| extension.to_str());
        match extension {
            Some(extension) if extension.eq_ignore_ascii_case("mdx") => Self::Mdx,
            _ => Self::Markdown,
        }
    }
}

/// Has `read` read the events of `body`. Panics of the parser are told from ours.
///
/// ```text
/// let headings = parse(body, |events| events.filter(is_heading).count());
/// ```
pub(crate) fn parse<'a, T>(body: &'a str, read: impl FnOnce(&mut Events<'a, '_>) -> T) -> T {
    name_panics(|is_parsing| {
        is_parsing.set(true);
        let parser = Parser::new_ext(body, options()).into_offset_iter();
        is_parsing.set(false);
        read(&mut Events { body, parser, is_parsing })
    })
}

/// The parser's events with their byte ranges in the body.
pub(crate) struct Events<'a, 'p> {
    body: &'a str,
    parser: OffsetIter<'a>,
    /// Whether the parser runs, and not who reads its events.
    is_parsing: &'p Cell<bool>,
}

impl Events<'_, '_> {
    /// The reference definitions of the whole body.
    pub(crate) fn definitions(&self) -> &RefDefs<'_> {
        self.parser.reference_definitions()
    }
}

impl<'a> Iterator for Events<'a, '_> {
    type Item = (Event<'a>, Range<usize>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.is_parsing.set(true);
        let next = self.parser.next();
        self.is_parsing.set(false);
        let (event, mut range) = next?;
        // A list that a tab indents in a definition starts before its line, by as many
        // bytes as the tab has columns left.
        while !self.body.is_char_boundary(range.start) {
            range.start += 1;
        }
        Some((event, range))
    }
}

/// Who reads the events of a body while its prose is found, so that it is parsed
/// once.
pub(crate) trait Listener<'a> {
    /// The next event, with its byte range in the body.
    fn event(&mut self, event: Event<'a>, range: Range<usize>);
    /// The reference definitions, behind the last event.
    fn definitions(&mut self, definitions: &RefDefs<'_>);
    /// What belongs to templates, behind that.
    fn masked(&mut self, masked: &[Masked]);
}

/// Nobody.
impl Listener<'_> for () {
    fn event(&mut self, _: Event<'_>, _: Range<usize>) {}
    fn definitions(&mut self, _: &RefDefs<'_>) {}
    fn masked(&mut self, _: &[Masked]) {}
}

/// Whether `said` is what stands at `range`, and not an entity or the like.
#[inline]
pub(crate) fn is_literal(body: &str, range: &Range<usize>, said: &str) -> bool {
    // What the parser borrows is compared by its place.
    let is_there = said.len() == range.len()
        && said.as_ptr().addr() == body.as_ptr().addr() + range.start
        && range.end <= body.len();
    is_there || body.as_bytes().get(range.clone()) == Some(said.as_bytes())
}

/// The parser's options in every stage.
///
/// Smart punctuation would give text that is not in the source; wikilinks would
/// take `[[1]](/path)` for one and the path for text; metadata is ours.
#[must_use]
pub fn options() -> Options {
    let off = Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_WIKILINKS;
    // The old footnotes' bits contain the new ones'.
    Options::all().difference(off) | Options::ENABLE_FOOTNOTES
}

/// Whether math that spans `range` is prose: `$5 … $6` are prices.
pub(crate) fn is_price(body: &str, range: &Range<usize>) -> bool {
    body[range.end..].starts_with(|c: char| c.is_ascii_digit())
        // Markdown in there was not parsed.
        && !body[range.clone()].contains(['`', '<', '[', '\\', '&', '*', '_'])
}

/// Whether `tag` is a block, in contrast to inline markup.
pub(crate) fn is_block(tag: &Tag<'_>) -> bool {
    !is_inline_end(tag.to_end())
}

/// Whether `tag` is inline markup.
pub(crate) fn is_inline_end(tag: TagEnd) -> bool {
    use TagEnd::{Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript};
    matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image)
}
