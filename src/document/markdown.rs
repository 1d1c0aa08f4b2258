//! The Markdown parser as every stage uses it, and what its events mean.

use std::{ops::Range, path::Path};

use pulldown_cmark::{Event, OffsetIter, Options, Parser, RefDefs, Tag, TagEnd};

use super::name_panics;

/// The dialect of a body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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

/// The parser as every stage uses it.
///
/// Smart punctuation would give text that is not in the source; wikilinks would
/// take `[[1]](/path)` for one and the path for text; metadata is ours.
pub(crate) fn events(body: &str) -> Events<'_> {
    Events(name_panics(|| Parser::new_ext(body, options()).into_offset_iter()))
}

/// The parser's events with their byte ranges in the body. Its panics are told
/// from ours.
pub(crate) struct Events<'a>(OffsetIter<'a>);

impl Events<'_> {
    /// The reference definitions of the whole body.
    pub(crate) fn definitions(&self) -> &RefDefs<'_> {
        self.0.reference_definitions()
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        name_panics(|| self.0.next())
    }
}

/// The parser's options.
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
