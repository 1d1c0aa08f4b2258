//! Promises about conversions as a whole, links to headings included.

use std::{path::Path, sync::Arc};

use hanmark::{
    Anchors, Conversion, ConvertError, Edits, Flavour, ProseSettings, Settings, SlugRule, Switches,
    Thoroughness, convert_text,
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
    unless_parser_fails(convert_text(text, &settings(prose, chosen, change)))
}

fn settings(prose: &ProseSettings, chosen: Choices, change: Change) -> Settings {
    let mut switches = Switches::default();
    switches.inline_code = prose.inline_code;
    switches.code_blocks = prose.code_blocks;
    switches.shortcodes.clone_from(&prose.shortcodes);
    switches.anchors = chosen.anchors;
    let name = if prose.flavour == Flavour::Mdx { "a.mdx" } else { "a.md" };
    Settings::engine(Arc::new(change))
        .name(Path::new(name))
        .fields(prose.fields.clone())
        .switches(&switches)
        .slugs(&[chosen.slugs])
        .thoroughness(chosen.thoroughness)
}

/// A text that is converted in sections becomes what it becomes as a whole, and the
/// same is said about it; where markup is written, it has the structure of the original.
///
/// # Panics
/// When it is not.
pub fn sections(text: &str, prose: &ProseSettings, chosen: Choices, change: Change, size: usize) {
    let settings = settings(prose, chosen, change);
    if change != Change::Markup {
        assert_sections_are_the_whole(text, &settings, size);
        return;
    }
    // How much is withdrawn depends on how much is tried, which is less in the whole.
    if let Ok(conversion) = convert_text(text, &settings.sections(0, size)) {
        assert_eq!(conversion.edits.splice(text), conversion.text);
        let of = |text: &str| structure_with(text, prose, chosen.anchors);
        assert_eq!(of(&conversion.text), of(text));
    }
}

/// The same with any settings; gives the conversion.
///
/// # Panics
/// When the sections become something else.
pub fn assert_sections_are_the_whole(
    text: &str,
    settings: &Settings,
    size: usize,
) -> Option<Conversion> {
    let whole = convert_text(text, &settings.clone().sections(usize::MAX, size));
    let sections = convert_text(text, &settings.clone().sections(0, size));
    assert_the_same_without_edits(text, &settings.clone().sections(usize::MAX, size), &whole);
    let whole = match whole {
        Ok(whole) => whole,
        Err(error) => {
            assert_eq!(sections.expect_err("the whole was refused"), error);
            return None;
        }
    };
    let sections = sections.expect("the whole was converted");
    assert_eq!(sections.text, whole.text);
    assert_eq!(sections.edits, whole.edits);
    assert_eq!(sections.changed_characters, whole.changed_characters);
    assert_eq!(sections.withdrawn, whole.withdrawn);
    assert_eq!(sections.split_phrases, whole.split_phrases);
    assert_eq!(sections.warnings, whole.warnings);
    assert_eq!(sections.left_behind, whole.left_behind);
    assert_eq!(sections.source, whole.source);
    Some(whole)
}

/// Without a list of edits, the copy and all that is said of it are the same.
///
/// # Panics
/// When it is not.
pub fn assert_the_same_without_edits(
    text: &str,
    settings: &Settings,
    listed: &Result<Conversion, ConvertError>,
) {
    let counted = convert_text(text, &settings.clone().without_edits()).map(|counted| {
        assert_eq!(counted.edits, Edits::default());
        said(&counted)
    });
    let listed = listed.as_ref().map(said);
    assert_eq!(counted, listed.map_err(Clone::clone));
}

/// All of it but for the edits.
fn said(conversion: &Conversion) -> String {
    let mut conversion = conversion.clone();
    conversion.edits = Edits::default();
    format!("{conversion:#?}")
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
