//! The text of a configuration, from what was found in an archive.
//!
//! What is off is there too, with a `#` right before it: each such line is valid
//! once that is gone, by itself and together with others.

use std::fmt::Write as _;

use hanmark::{
    Script, Variant,
    archive::layout::Layout,
    init::{Example, Field, FieldKind, Found, Generator},
};

use super::{
    editions::{Proposed, Standing},
    notes::{about_layout, number, of_posts, what_was_found},
    yaml::{comment, parameter_scalar, quoted, scalar, shown},
};

/// More keys, or template tags, than this are none that a person reads through.
const MOST: usize = 24;

/// The configuration.
pub(super) fn text(found: &Found, editions: &[Proposed], layout: &Layout) -> String {
    let mut text = String::new();
    comment(
        &mut text,
        "",
        "Settings for `hanmark build`, proposed by `hanmark init`. A line with # right before a word \
         is an option that is off: take the # away to have it.",
    );
    text.push_str("#\n");
    comment(&mut text, "", &format!("Found: {}.", what_was_found(found)));
    for (folder, posts) in found.foreign.iter().take(MOST) {
        let folder = shown(&folder.to_string_lossy(), usize::MAX);
        let lie = if *posts == 1 { "lies" } else { "lie" };
        let sentence = format!(
            "{} {lie} in {folder}/, which looks like a program's output or others' files. A line \
             `/{folder}/` in a file .hanmarkignore leaves the folder out.",
            of_posts(*posts)
        );
        comment(&mut text, "", &sentence);
    }
    write_source(&mut text, found, editions);
    write_editions(&mut text, found, editions, layout);
    write_front_matter(&mut text, found);
    write_markdown(&mut text, found);
    write_words(&mut text, editions);
    text
}

fn write_source(text: &mut String, found: &Found, editions: &[Proposed]) {
    let most = found.variants.posts.iter().max_by_key(|(_, count)| **count);
    let other = editions.first().map_or(Variant::ZhCn, |edition| edition.variant);
    let example = most.map_or(other, |(variant, _)| *variant);
    text.push('\n');
    comment(
        text,
        "",
        "What the posts are written in. auto: by front matter, name or folder, or words, post \
         by post; `hanmark detect` lists them.",
    );
    let _ = writeln!(text, "source: auto # or one variant for all posts, as {example}");
}

fn write_editions(text: &mut String, found: &Found, editions: &[Proposed], layout: &Layout) {
    text.push('\n');
    if let Some(note) = about_layout(found.site.as_ref()) {
        comment(text, "", &note);
    }
    text.push_str("editions:\n");
    let name = scalar(&layout.to_string());
    let mut is_first = true;
    for Proposed { variant, standing, posts } in editions {
        let posts = match posts {
            0 => "no post lacks it now".to_owned(),
            posts => format!("for {}", of_posts(*posts)),
        };
        if *standing == Standing::Off {
            let _ = writeln!(text, "  #- {{ variant: {variant}, layout: {name} }} # {posts}");
            continue;
        }
        let _ = writeln!(text, "  - variant: {variant} # {posts}");
        let _ = writeln!(text, "    layout: {name}{}", example_of(layout, found, *variant));
        if std::mem::take(&mut is_first) {
            text.push_str(
                "    #vocabulary: script # only the script changes, no word does\n    \
                 #punctuation: keep # quotation marks stay as the original has them\n    \
                 #domains: { computing: on } # words of computing in all posts, not only in those about it\n",
            );
        }
        if variant.script() == Script::Traditional {
            text.push_str(
                "    #style: [臺] # a spelling of taste, or a preset: taiwan, hongkong, moe\n",
            );
        }
    }
}

/// Where the copy of a post goes, as a comment; nothing if that is long.
fn example_of(layout: &Layout, found: &Found, variant: Variant) -> String {
    let Some(post) = &found.typical else { return String::new() };
    let copy = layout.copy_path(post, variant);
    let (post, copy) = (post.to_string_lossy(), copy.to_string_lossy());
    let is_short = |text: &str| shown(text, 70) == text;
    let both = format!("{copy} for {post}");
    if copy == post {
        String::new()
    } else if is_short(&both) {
        format!(" # {both}")
    } else if is_short(&copy) {
        format!(" # as {copy}")
    } else {
        String::new()
    }
}

fn write_front_matter(text: &mut String, found: &Found) {
    text.push_str("\nfront_matter:\n");
    let fields = |kind| found.fields.iter().filter(move |field| field.kind == kind).take(MOST);
    comment(
        text,
        "  ",
        "Keys whose values are converted. title, description and the like always are; others only \
         if they stand here.",
    );
    text.push_str("  convert:\n");
    let mut converted: Vec<String> = fields(FieldKind::Converted)
        .map(|field| format!("    - {} # {}\n", scalar(&field.key), of_posts(field.example.count)))
        .collect();
    if converted.is_empty() {
        converted.push("    - title\n".to_owned());
    }
    text.extend(converted);
    text.extend(fields(FieldKind::Nested).map(|field| item("- ", field)));
    text.extend(fields(FieldKind::Other).map(|field| item("#- ", field)));
    let addresses: Vec<String> =
        fields(FieldKind::Address).map(|field| item("#- ", field)).collect();
    if !addresses.is_empty() {
        text.push_str(
            "    # Sites find and gather posts by these: converted, copies are found elsewhere.\n",
        );
        text.extend(addresses);
    }
    if let Some(field) = fields(FieldKind::Converted).last() {
        let _ = writeln!(text, "  #keep: [{}] # keys that stay as they are", scalar(&field.key));
    }
    write_language(text, found);
}

fn item(sign: &str, field: &Field) -> String {
    let Example { count, text, .. } = &field.example;
    format!("    {sign}{} # {}, as {}\n", scalar(&field.key), of_posts(*count), quoted(text))
}

/// The language keys: those that follow by themselves, or the one to set.
fn write_language(text: &mut String, found: &Found) {
    let mut follows = Vec::new();
    let mut key = "lang";
    for ((name, value), posts) in &found.languages {
        key = name;
        if Variant::from_tag(value).is_some() {
            follows.push(format!("`{name}: {}` ({})", shown(value, 20), of_posts(*posts)));
        }
    }
    if !follows.is_empty() {
        let sentence =
            format!("Copies say their own edition where posts say {}.", follows.join(", "));
        comment(text, "  ", &sentence);
    }
    let generator = found.site.as_ref().map(|site| site.generator);
    // mdBook would show front matter that a copy gets.
    if generator == Some(Generator::MdBook) {
        return;
    }
    let lower = matches!(
        generator,
        Some(Generator::Pelican | Generator::Hugo | Generator::Jekyll | Generator::VitePress)
    );
    let value = if lower { "{variant_lower}" } else { "{variant}" };
    let _ = writeln!(text, "  #set: {{ {key}: \"{value}\" }} # every copy gets this key");
}

fn write_markdown(text: &mut String, found: &Found) {
    text.push_str("\nmarkdown:\n");
    let code = &found.inline_code;
    if code.pieces.count > 0 {
        let prose = match code.prose {
            0 => "none of it reads as text".to_owned(),
            prose => format!("prose: what reads as text, {}", number(prose, "character")),
        };
        comment(
            text,
            "  ",
            &format!(
                "Inline code: {} with Chinese, as {}; {prose}; all: all of it.",
                number(code.pieces.count, "piece"),
                quoted(code.pieces.text.trim_matches('`'))
            ),
        );
        text.push_str("  inline_code: keep\n");
    }
    let blocks = found.code_blocks;
    if blocks.characters > 0 {
        comment(
            text,
            "  ",
            &format!(
                "Code blocks: {} in Chinese; comments: those in comments, {}; all: all of them.",
                number(blocks.characters, "character"),
                blocks.comments
            ),
        );
        text.push_str("  code_blocks: keep\n");
    }
    if found.site.as_ref().is_some_and(|site| site.generator == Generator::MdBook) {
        text.push_str(
            "  links: keep # an edition is a book with images of its own; repair: those of the original\n",
        );
    }
    text.push_str(
        "  anchors: rewrite # links to headings follow the converted heading; pin: its address stays; keep\n",
    );
    write_shortcodes(text, found);
}

fn write_shortcodes(text: &mut String, found: &Found) {
    let mut tags: Vec<(&str, Vec<String>)> = Vec::new();
    let mut count = 0;
    let mut example = "";
    for ((name, parameter), found) in &found.parameters {
        // Places have a number of one byte.
        if name.is_empty() || parameter.is_empty() || parameter.parse::<u8>() == Ok(0) {
            continue;
        }
        if tags.last().is_none_or(|(last, _)| last != name) {
            if tags.len() == MOST {
                break;
            }
            tags.push((name, Vec::new()));
        }
        if let Some((_, parameters)) = tags.last_mut() {
            parameters.push(parameter_scalar(parameter));
        }
        count += found.count;
        if example.is_empty() {
            example = &found.text;
        }
    }
    if tags.is_empty() {
        return;
    }
    let list: Vec<String> = tags
        .iter()
        .map(|(name, parameters)| format!("{}: [{}]", scalar(name), parameters.join(", ")))
        .collect();
    comment(
        text,
        "  ",
        &format!(
            "Template tags: {} with Chinese, as {}. Leave in this line what readers see.",
            number(count, "parameter"),
            quoted(example)
        ),
    );
    let _ = writeln!(text, "  #shortcodes: {{ {} }}", list.join(", "));
}

fn write_words(text: &mut String, editions: &[Proposed]) {
    let variant = editions.first().map_or(Variant::ZhCn, |edition| edition.variant);
    text.push('\n');
    comment(
        text,
        "",
        &format!(
            "Words of your own come before all dictionaries. `hanmark terms --to {variant} -o \
             names.txt` drafts a list of names; `dictionaries: [names.txt]` in an edition uses it."
        ),
    );
    let (keep, word, becomes) = match variant.script() {
        Script::Simplified => ("門外漢", "計程車", "出租车"),
        Script::Traditional => ("门外汉", "出租车", "計程車"),
    };
    let _ = writeln!(text, "#keep: [{keep}] # words that stay as they are");
    let _ = writeln!(text, "#terms: {{ {word}: {becomes} }} # what words become");
}
