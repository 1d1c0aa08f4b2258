//! Declared edits: what the user asks of the front matter of a copy.
//!
//! The language key follows the edition, and `set` adds or replaces keys.

use std::{fmt::Write as _, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

use super::{
    Document, FrontMatter, Warning,
    yaml::{Field, Scalar, Yaml},
};
use crate::{convert::variant::Variant, edit::Edits};

/// Keys whose value can name the variant of the post.
const LANGUAGE_KEYS: [&str; 3] = ["lang", "language", "locale"];

/// A value that the user sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetValue {
    /// A string: what YAML would read as anything else is quoted.
    Text(String),
    /// A number or a boolean, written as it is.
    Plain(String),
}

impl SetValue {
    fn written(&self) -> String {
        match self {
            Self::Text(text) => scalar(text),
            Self::Plain(plain) => plain.clone(),
        }
    }
}

/// The edits, and what could not be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// In the order of the post, without rules.
    pub edits: Edits,
    /// Keys that could not be set.
    pub warnings: Vec<Warning>,
}

/// The edits that make the front matter of a copy in `to` from that of a post
/// in `from`; without `from`, the language keys stay.
///
/// A top-level `lang`, `language` or `locale` that names `from` becomes `to` in
/// the same style: `zh_tw` to `zh_cn`, `zh-Hant-TW` to `zh-Hans-CN`. Each key of
/// `set` gets its value: in place, or in a line before the closing fence; a
/// post without front matter gets one. A string is written plain if YAML 1.1
/// and 1.2 read it back as that string, else in double quotes.
#[must_use]
pub fn declared_edits(
    document: &Document<'_>,
    from: Option<Variant>,
    to: Variant,
    set: &[(String, SetValue)],
) -> Declared {
    let mut declared = Declared::default();
    let Some(front_matter) = document.front_matter() else {
        if !set.is_empty() {
            let eol = line_ending(document.source());
            let start = document.body_range().start;
            let block = format!("---{eol}{}---{eol}", lines(set.iter(), "", eol));
            declared.edits.push(start..start, &block, &[]);
        }
        return declared;
    };
    match &front_matter.yaml {
        Some(Ok(yaml)) => {
            let mut replaced = replacements(document, yaml, set);
            if let Some(from) = from {
                replaced.extend(language(document, yaml, (from, to), set));
            }
            replaced.sort_by_key(|(range, _)| range.start);
            for (range, replacement) in replaced {
                declared.edits.push(range, &replacement, &[]);
            }
            add_missing(document, front_matter, yaml, set, &mut declared);
        }
        _ if set.is_empty() => {}
        _ => declared.warnings.push(Warning {
            line: document.line(front_matter.content.start),
            message: "the keys of `set` are not written: only YAML front matter takes them"
                .to_owned(),
        }),
    }
    declared
}

fn language(
    document: &Document<'_>,
    yaml: &Yaml,
    (from, to): (Variant, Variant),
    set: &[(String, SetValue)],
) -> Vec<(Range<usize>, String)> {
    let is_set = |key: &str| set.iter().any(|(name, _)| name == key);
    yaml.scalars
        .iter()
        .filter(|scalar| LANGUAGE_KEYS.contains(&scalar.path.as_str()) && !is_set(&scalar.path))
        .filter(|scalar| Variant::from_tag(&scalar.decoded).is_some_and(|named| names(named, from)))
        .filter_map(|scalar| Some((tag_range(document.source(), scalar)?, scalar)))
        .map(|(range, scalar)| (range, to.tag_like(&scalar.decoded)))
        .collect()
}

/// Whether a tag in the front matter means the post's variant: it is that, or
/// one of the two leaves the region open.
fn names(named: Variant, from: Variant) -> bool {
    let open = |variant| matches!(variant, Variant::ZhHans | Variant::ZhHant);
    named == from || named.script() == from.script() && (open(named) || open(from))
}

/// Where the tag is written, if it is written as it reads.
fn tag_range(source: &str, scalar: &Scalar) -> Option<Range<usize>> {
    let Range { start, end } = scalar.range;
    let range = match scalar.style {
        ScalarStyle::Plain => start..end,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => start + 1..end - 1,
        _ => return None,
    };
    (source[range.clone()] == *scalar.decoded).then_some(range)
}

fn replacements(
    document: &Document<'_>,
    yaml: &Yaml,
    set: &[(String, SetValue)],
) -> Vec<(Range<usize>, String)> {
    let mut replaced = Vec::new();
    for (key, value) in set {
        for field in yaml.fields.iter().filter(|field| field.key == *key) {
            let (range, space) = value_place(document.source(), field);
            let written = value.written();
            if document.source()[range.clone()] != written {
                replaced.push((range, format!("{space}{written}")));
            }
        }
    }
    replaced
}

/// The range that a new value replaces, and the blank that it needs before it.
fn value_place(source: &str, field: &Field) -> (Range<usize>, &'static str) {
    let colon = source[field.key_range.end..].find(':').map_or(0, |at| at + 1);
    let behind = field.key_range.end + colon;
    let end = field.value_range.end.max(behind);
    let value = source[behind..end].trim_end();
    let blank = value.len() - value.trim_start_matches([' ', '\t']).len();
    let inline = !value[blank..].starts_with(['\r', '\n']);
    let start = if inline { behind + blank } else { behind };
    let space = if inline && blank > 0 { "" } else { " " };
    (start..behind + value.len(), space)
}

fn add_missing(
    document: &Document<'_>,
    front_matter: &FrontMatter,
    yaml: &Yaml,
    set: &[(String, SetValue)],
    declared: &mut Declared,
) {
    let missing =
        || set.iter().filter(|(key, _)| yaml.fields.iter().all(|field| field.key != *key));
    if missing().next().is_none() {
        return;
    }
    let source = document.source();
    let place = front_matter.content.end;
    let indent = match yaml.root() {
        None => "",
        Some((StructureStyle::Block, start)) => {
            let line = source[..start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
            &source[line..start]
        }
        Some((StructureStyle::Flow, start)) => {
            declared.warnings.push(Warning {
                line: document.line(start),
                message: "the keys of `set` are not written: the front matter is in braces"
                    .to_owned(),
            });
            return;
        }
    };
    let eol = line_ending(&source[front_matter.block.clone()]);
    declared.edits.push(place..place, &lines(missing(), indent, eol), &[]);
}

fn lines<'s>(set: impl Iterator<Item = &'s (String, SetValue)>, indent: &str, eol: &str) -> String {
    let mut lines = String::new();
    for (key, value) in set {
        // Writing to a string cannot fail.
        let _ = write!(lines, "{indent}{}: {}{eol}", scalar(key), value.written());
    }
    lines
}

fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        None if text.contains('\r') => "\r",
        _ => "\n",
    }
}

/// `value` plain if YAML reads it back as that string, else in double quotes.
fn scalar(value: &str) -> String {
    let line = format!("key: {value}\n");
    let mut scalars = Parser::new_from_str(&line).filter_map(|next| match next {
        Ok((Event::Scalar(decoded, style, ..), _)) => Some((decoded, style)),
        Ok((event, _)) if !event.is_node() || matches!(event, Event::MappingStart(..)) => None,
        _ => Some(("".into(), ScalarStyle::Literal)),
    });
    let plain = scalars.nth(1).is_some_and(|(decoded, style)| {
        decoded == value && style == ScalarStyle::Plain && !value.is_empty()
    });
    if plain && scalars.next().is_none() && !is_typed(value) {
        return value.to_owned();
    }
    let mut quoted = String::from('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether some YAML reads the plain scalar `value` as more than a string: the
/// words, numbers, dates and times of versions 1.1 and 1.2.
fn is_typed(value: &str) -> bool {
    const WORDS: [&str; 12] =
        ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "=", "<<"];
    let first = value.trim_start_matches(['+', '-', '.']);
    let sign =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_' | ':' | ' ');
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        || first.starts_with(|c: char| c.is_ascii_digit()) && value.chars().all(sign)
        || value.contains('.') && ["inf", "nan"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::ProseSettings,
        verify::{Thoroughness, verify},
    };

    fn text(text: &str) -> SetValue {
        SetValue::Text(text.to_owned())
    }

    #[track_caller]
    fn assert_declares(source: &str, set: &[(&str, &str)], expected: &str) {
        let set: Vec<_> = set.iter().map(|(key, value)| ((*key).to_owned(), text(value))).collect();
        let document = Document::split(source);
        let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set);
        assert_eq!(declared.warnings, [], "{source:?}");
        assert_eq!(declared.edits.splice(source), expected, "{source:?}");
    }

    #[test]
    fn the_language_key_follows_the_edition_in_its_own_style() {
        for (from, to) in [
            ("lang: zh_tw", "lang: zh_cn"),
            ("lang: zh-TW # 註", "lang: zh-CN # 註"),
            ("language: \"zh-Hant-TW\"", "language: \"zh-Hans-CN\""),
            ("locale: 'ZH_TW'", "locale: 'ZH_CN'"),
            ("lang: zh-Hant", "lang: zh-CN"),
            ("lang: zh-HK", "lang: zh-HK"),
            ("lang: en", "lang: en"),
            ("a: {lang: zh-TW}", "a: {lang: zh-TW}"),
        ] {
            assert_declares(&format!("---\n{from}\n---\n"), &[], &format!("---\n{to}\n---\n"));
        }
    }

    #[test]
    fn set_replaces_values_in_place() {
        let set = [("lang", "zh-CN"), ("note", "a: \"b\"")];
        assert_declares(
            "---\r\nlang :  zh-TW # 註\r\nnote:\r\nx: 1\r\n---\r\n",
            &set,
            "---\r\nlang :  zh-CN # 註\r\nnote: \"a: \\\"b\\\"\"\r\nx: 1\r\n---\r\n",
        );
        assert_declares(
            "---\nlang:\n  - zh-TW\n  - en\n\nnote: |\n  a\n\n---\n",
            &set,
            "---\nlang: zh-CN\n\nnote: \"a: \\\"b\\\"\"\n\n---\n",
        );
    }

    #[test]
    fn strings_stay_strings_and_plain_values_stay_plain() {
        let typed = "no Yes ON y ~ null NULL true 12 -3 1_000 1e3 0x1f 0o17 .5 +.5 -.inf .NaN \
            2024-01-01 2024-01-01T00:00:00Z 12:30 1.2.3 = <<";
        for value in typed.split(' ').chain(["2024-01-01 12:30:00 +8", ""]) {
            assert_eq!(text(value).written(), format!("\"{value}\""));
        }
        for value in ["zh-TW", "書", "nope", "2024年", "v1.2", "inf", "a b", "/2024/01/", "3/4"] {
            assert_eq!(text(value).written(), value);
        }
        for value in ["true", "12", "1.5", "2024-01-01"] {
            assert_eq!(SetValue::Plain(value.to_owned()).written(), value);
        }
    }

    #[test]
    fn set_fills_keys_without_a_value() {
        for (from, to) in [
            ("my:\nz: 1\n", "my: v\nz: 1\n"),
            ("my: # c\n", "my: v # c\n"),
            ("\"my\" :\n\n# c\n", "\"my\" : v\n\n# c\n"),
            ("a:\r\nmy:\r\n", "a:\r\nmy: v\r\n"),
            ("my: &a\nz:\n", "my: v\nz:\n"),
            ("{my: , z: 1}\n", "{my: v , z: 1}\n"),
        ] {
            let source = format!("---\n{from}---\n");
            let expected = format!("---\n{to}---\n");
            assert_declares(&source, &[("my", "v")], &expected);
            let set = [("my".to_owned(), text("v"))];
            let document = Document::split(&source);
            let declared = declared_edits(&document, None, Variant::ZhCn, &set).edits;
            let settings = ProseSettings::default();
            let verified =
                verify(&source, &Edits::default(), &declared, &settings, Thoroughness::Full)
                    .unwrap();
            assert_eq!(verified.text, expected);
        }
    }

    #[test]
    fn set_adds_missing_keys_before_the_closing_fence() {
        let set = [("lang", "zh-CN"), ("draft", "書")];
        assert_declares(
            "\u{feff}---\r\ntitle: 書\r\n---\r\n門",
            &set,
            "\u{feff}---\r\ntitle: 書\r\nlang: zh-CN\r\ndraft: 書\r\n---\r\n門",
        );
        assert_declares("---\n  a: 1\n---\n", &set[..1], "---\n  a: 1\n  lang: zh-CN\n---\n");
        assert_declares("---\n---\n", &set[..1], "---\nlang: zh-CN\n---\n");
        assert_declares("\u{feff}門\r\n", &set[..1], "\u{feff}---\r\nlang: zh-CN\r\n---\r\n門\r\n");
        assert_declares("", &set[..1], "---\nlang: zh-CN\n---\n");
        assert_declares("門", &[], "門");
    }

    #[test]
    fn keys_that_cannot_be_set_are_named() {
        let set = [("lang".to_owned(), text("zh-CN"))];
        for source in ["+++\n+++\n", "---\na: b: c\n---\n", "---\n{a: 1}\n---\n"] {
            let document = Document::split(source);
            let declared = declared_edits(&document, Some(Variant::ZhTw), Variant::ZhCn, &set);
            assert_eq!((declared.edits.len(), declared.warnings.len()), (0, 1), "{source:?}");
        }
    }
}
