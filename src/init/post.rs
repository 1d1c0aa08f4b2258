//! What one post has that a configuration can decide on.

use std::{collections::BTreeSet, path::Path};

use crate::{
    convert::detect::is_han,
    document::{
        self, Document, Flavour, KeptReason, Prose, ProseSettings, front_matter::values::Node, mask,
    },
    switches::{CodeBlocks, InlineCode},
};

/// The findings in one post.
#[derive(Debug, Default)]
pub(super) struct PostFacts {
    /// Paths of front matter values with Han, each once, and the first value.
    pub(super) fields: Vec<(String, String)>,
    /// The language keys with their values.
    pub(super) languages: Vec<(&'static str, String)>,
    /// Pieces of inline code with Han.
    pub(super) inline_code: Vec<String>,
    /// How many Han characters of them read as Chinese text.
    pub(super) inline_prose: usize,
    /// Han characters in code blocks.
    pub(super) code_blocks: usize,
    /// How many of these stand in comments.
    pub(super) comments: usize,
    /// Template tags, parameters and values with Han.
    pub(super) parameters: Vec<(String, String, String)>,
}

impl PostFacts {
    /// What stands in the post `text` at `path`; of a body that cannot be parsed, which
    /// is refused when its copy is made, only what its front matter has.
    pub(super) fn of(path: &Path, text: &str) -> Self {
        let document = Document::split(text);
        let mut facts = Self::default();
        facts.read_fields(&document);
        let settings =
            ProseSettings { flavour: Flavour::of_name(path), ..ProseSettings::default() };
        let Ok(prose) = document::prose(&document, &settings) else { return facts };
        facts.read_kept(text, &prose);
        if !facts.inline_code.is_empty() || facts.code_blocks > 0 {
            let settings = ProseSettings {
                inline_code: InlineCode::Prose,
                code_blocks: CodeBlocks::Comments,
                ..settings
            };
            if let Ok(more) = document::prose(&document, &settings) {
                let (before, after) = (prose.left_behind(text), more.left_behind(text));
                let fewer = |reason| before.of(reason).saturating_sub(after.of(reason));
                facts.inline_prose = fewer(KeptReason::InlineCode);
                facts.comments = fewer(KeptReason::CodeBlock);
            }
        }
        facts
    }

    fn read_fields(&mut self, document: &Document<'_>) {
        for key in ["lang", "language", "locale"] {
            if let Some(value) = document.front_matter_string(key) {
                self.languages.push((key, value.to_owned()));
            }
        }
        let mut known = BTreeSet::new();
        let Some(values) = document.values() else { return };
        let with_han = |node: &&Node| node.is_string() && node.text.contains(is_han);
        for node in values.scalars().filter(with_han) {
            if can_be_named(&node.path) && known.insert(node.path.clone()) {
                self.fields.push((node.path.to_string(), node.text.clone()));
            }
        }
    }

    fn read_kept(&mut self, text: &str, prose: &Prose) {
        for kept in &prose.kept {
            let piece = &text[kept.range.clone()];
            match kept.reason {
                KeptReason::InlineCode if piece.contains(is_han) => {
                    self.inline_code.push(piece.to_owned());
                }
                KeptReason::CodeBlock => {
                    self.code_blocks += piece.chars().filter(|char| is_han(*char)).count();
                }
                KeptReason::Template if piece.contains(is_han) => self.read_tag(piece),
                _ => {}
            }
        }
    }

    fn read_tag(&mut self, tag: &str) {
        let Some((name, parameters)) = mask::tag_parameters(tag) else { return };
        if CONTROL.contains(&name.as_str()) {
            return;
        }
        let is_address = |place: &str, value: &str| {
            value.contains(['/', '\\', '#', '{', '}'])
                || IDS.contains(&place)
                || (place == "1" && ADDRESSES.contains(&name.as_str()))
                || value.rsplit_once('.').is_some_and(|(_, end)| {
                    (2..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric())
                })
        };
        let prose = parameters
            .into_iter()
            .filter(|(place, value)| value.contains(is_han) && !is_address(place, value))
            .map(|(place, value)| (name.clone(), place, value));
        self.parameters.extend(prose);
    }
}

/// Tags that decide what is shown, by comparing values.
const CONTROL: [&str; 14] = [
    "if", "elsif", "elif", "else", "unless", "for", "case", "when", "assign", "set", "capture",
    "with", "range", "block",
];

/// Tags whose first parameter names a file or a post.
const ADDRESSES: [&str; 10] = [
    "ref",
    "relref",
    "link",
    "post_url",
    "post_path",
    "post_link",
    "asset_path",
    "asset_link",
    "asset_img",
    "include_code",
];

/// Parameters that name things.
const IDS: [&str; 10] =
    ["id", "class", "src", "href", "url", "link", "file", "path", "type", "color"];

/// Not the post's own map, a collection that is a key, or a path that was cut.
fn can_be_named(path: &str) -> bool {
    path.len() <= 100
        && !path.is_empty()
        && path.split('.').next() != Some("hanmark")
        && !path.split('.').any(|key| key == "?" || key == "*")
}
