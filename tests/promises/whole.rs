//! Promises about conversions as a whole, links to headings included.

use std::{path::Path, sync::Arc};

use hanmark::{
    Anchors, Conversion, Edits, Flavour, ProseSettings, Settings, SlugRule, Switches, Thoroughness,
    convert_text,
};

use super::{engines::Change, structure::structure_with, unless_parser_fails};

/// What an archive can choose beside its prose.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    pub anchors: Anchors,
    pub slugs: SlugRule,
    pub thoroughness: Thoroughness,
}

const SLUGS: [SlugRule; 10] = [
    SlugRule::GitHub,
    SlugRule::Kramdown,
    SlugRule::Goldmark,
    SlugRule::MdBook,
    SlugRule::VitePress,
    SlugRule::PythonMarkdown,
    SlugRule::Pymdown,
    SlugRule::Hexo,
    SlugRule::Docusaurus,
    SlugRule::Starlight,
];

/// Chosen by the bits of `choices`; 0 gives the defaults.
pub fn choices(choices: u8) -> Choices {
    let all = [Anchors::Rewrite, Anchors::Pin, Anchors::Keep, Anchors::Pin];
    Choices {
        anchors: all[usize::from(choices & 3)],
        slugs: SLUGS[usize::from(choices >> 3) % SLUGS.len()],
        thoroughness: thoroughness(choices >> 2),
    }
}

/// Chosen by the lowest bit.
pub fn thoroughness(choice: u8) -> Thoroughness {
    if choice & 1 == 0 { Thoroughness::Shortcut } else { Thoroughness::Full }
}

fn convert(
    text: &str,
    prose: &ProseSettings,
    chosen: Choices,
    change: Change,
) -> Option<Conversion> {
    let mut switches = Switches::default();
    switches.inline_code = prose.inline_code;
    switches.code_blocks = prose.code_blocks;
    switches.shortcodes.clone_from(&prose.shortcodes);
    switches.anchors = chosen.anchors;
    let name = if prose.flavour == Flavour::Mdx { "a.mdx" } else { "a.md" };
    let settings = Settings::engine(Arc::new(change))
        .name(Path::new(name))
        .fields(prose.fields.clone())
        .switches(&switches)
        .slugs(&[chosen.slugs])
        .thoroughness(chosen.thoroughness);
    unless_parser_fails(convert_text(text, &settings))
}

/// An engine that changes nothing gives the same bytes.
///
/// # Panics
/// When it does not.
pub fn identity(text: &str, prose: &ProseSettings, chosen: Choices) {
    let Some(conversion) = convert(text, prose, chosen, Change::Nothing) else { return };
    assert_eq!(conversion.text, text);
    assert_eq!(conversion.edits, Edits::default());
    assert_eq!(conversion.withdrawn, []);
}

/// A text is converted as thoroughly or not, with the same result; its edits make
/// the copy, which has the structure of the original but for the fragments of
/// links and the ids of headings.
///
/// # Panics
/// When one is broken.
pub fn links(text: &str, prose: &ProseSettings, chosen: Choices, change: Change) {
    let convert = |thoroughness| convert(text, prose, Choices { thoroughness, ..chosen }, change);
    let Some(conversion) = convert(Thoroughness::Shortcut) else { return };
    assert_eq!(conversion.edits.splice(text), conversion.text);
    if let Some(full) = convert(Thoroughness::Full) {
        assert_eq!(conversion.text, full.text);
        assert_eq!(conversion.withdrawn, full.withdrawn);
    }
    let of = |text: &str| structure_with(text, prose, chosen.anchors);
    assert_eq!(of(&conversion.text), of(text));
}
