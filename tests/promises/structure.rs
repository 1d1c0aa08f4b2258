//! The structure of a body, apart from its prose, as the Markdown parser alone
//! sees it: nothing of hanmark is used but to find where the body starts.

use hanmark::{Anchors, CodeBlocks, Document, InlineCode, ProseSettings};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What must be the same in a copy, in the order of the body.
///
/// # Panics
/// When the parser does.
pub fn structure(text: &str, settings: &ProseSettings) -> Vec<String> {
    structure_with(text, settings, Anchors::Keep)
}

/// The same where `anchors` says what becomes of links to headings.
///
/// # Panics
/// When the parser does.
pub fn structure_with(text: &str, settings: &ProseSettings, anchors: Anchors) -> Vec<String> {
    // What a template holds can be code to the parser.
    let keeps_code = settings.inline_code == InlineCode::Keep && settings.shortcodes.is_empty();
    let without_fragment = |destination: &str| match destination.find('#') {
        Some(fragment) if anchors == Anchors::Rewrite => destination[..=fragment].to_owned(),
        _ => destination.to_owned(),
    };
    let off = Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_OLD_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_WIKILINKS;
    let options = Options::all().difference(off) | Options::ENABLE_FOOTNOTES;
    let document = Document::split(text);
    let mut list: Vec<String> = Vec::new();
    let mut in_code = false;
    for event in Parser::new_ext(document.body(), options) {
        let said = match event {
            Event::Text(text) if in_code && settings.code_blocks == CodeBlocks::Keep => {
                format!("text {text}")
            }
            Event::Text(_) => "text".to_owned(),
            Event::Code(code) if keeps_code => format!("code {code}"),
            Event::Code(_) => "code".to_owned(),
            // Attributes and the text of blocks can be prose; prices are.
            Event::Html(_) => "html".to_owned(),
            Event::InlineHtml(_) => "inline html".to_owned(),
            Event::InlineMath(_) => "math".to_owned(),
            Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
                format!("link {link_type:?} {} {id}", without_fragment(&dest_url))
            }
            Event::Start(Tag::Image { link_type, dest_url, id, .. }) => {
                format!("image {link_type:?} {} {id}", without_fragment(&dest_url))
            }
            Event::Start(Tag::Heading { level, classes, attrs, .. }) if anchors == Anchors::Pin => {
                format!("heading {level} {classes:?} {attrs:?}")
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                match kind {
                    CodeBlockKind::Indented => "indented code".to_owned(),
                    CodeBlockKind::Fenced(info) => format!("fenced code {info}"),
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                "end of code".to_owned()
            }
            other => format!("{other:?}"),
        };
        // The parser cuts text where it likes.
        if said != "text" || list.last() != Some(&said) {
            list.push(said);
        }
    }
    list
}
