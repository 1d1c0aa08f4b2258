//! How each format writes a key or a value that a user sets.

use std::fmt::Write as _;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{super::FrontMatterFormat, SetValue};

/// Where a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// YAML, on lines.
    YamlBlock,
    /// YAML, between braces.
    YamlBraces,
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Notation {
    /// The notation of a format; of YAML that on lines.
    pub(super) fn of(format: FrontMatterFormat) -> Self {
        match format {
            FrontMatterFormat::Yaml => Self::YamlBlock,
            FrontMatterFormat::Toml => Self::Toml,
            FrontMatterFormat::Json | FrontMatterFormat::HexoJson => Self::Json,
        }
    }

    pub(super) fn value(self, value: &SetValue) -> String {
        match value {
            SetValue::Text(text) => self.string(text),
            SetValue::Plain(plain) => plain.clone(),
        }
    }

    /// A key with its value.
    pub(super) fn entry(self, key: &str, value: &SetValue) -> String {
        let value = self.value(value);
        match self {
            Self::Toml if is_bare_key(key) => format!("{key} = {value}"),
            Self::Toml => format!("{} = {value}", quoted(key)),
            _ => format!("{}: {value}", self.string(key)),
        }
    }

    fn string(self, text: &str) -> String {
        match self {
            Self::YamlBlock | Self::YamlBraces if self.is_plain(text) => text.to_owned(),
            _ => quoted(text),
        }
    }

    /// Whether YAML 1.1 and 1.2 read `text` back without quotes as that string.
    fn is_plain(self, text: &str) -> bool {
        let line = match self {
            Self::YamlBraces => format!("{{key: {text}}}\n"),
            _ => format!("key: {text}\n"),
        };
        let mut scalars = Parser::new_from_str(&line).filter_map(|next| match next {
            Ok((Event::Scalar(decoded, style, ..), _)) => Some((decoded, style)),
            Ok((event, _)) if !event.is_node() || matches!(event, Event::MappingStart(..)) => None,
            _ => Some(("".into(), ScalarStyle::Literal)),
        });
        let plain = scalars.nth(1).is_some_and(|(decoded, style)| {
            decoded == text && style == ScalarStyle::Plain && !text.is_empty()
        });
        plain && scalars.next().is_none() && !is_typed(text)
    }
}

/// `text` in double quotes, as YAML, TOML and JSON read it alike.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            // A byte order mark would be lost on some readers.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn is_bare_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
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

    #[test]
    fn strings_stay_strings_and_plain_values_stay_plain() {
        let typed = "no Yes ON y ~ null NULL true 12 -3 1_000 1e3 0x1f 0o17 .5 +.5 -.inf .NaN \
            2024-01-01 2024-01-01T00:00:00Z 12:30 1.2.3 = <<";
        let written = |value: &str| Notation::YamlBlock.value(&SetValue::Text(value.to_owned()));
        for value in typed.split(' ').chain(["2024-01-01 12:30:00 +8", ""]) {
            assert_eq!(written(value), format!("\"{value}\""));
        }
        for value in ["zh-TW", "書", "nope", "2024年", "v1.2", "inf", "a b", "/2024/01/", "3/4"] {
            assert_eq!(written(value), value);
        }
        for value in ["true", "12", "1.5", "2024-01-01"] {
            let plain = SetValue::Plain(value.to_owned());
            assert_eq!(Notation::YamlBlock.value(&plain), value);
            assert_eq!(Notation::Toml.value(&plain), value);
        }
    }

    #[test]
    fn each_notation_quotes_what_it_must() {
        let entry = |notation: Notation, key: &str, text: &str| {
            notation.entry(key, &SetValue::Text(text.to_owned()))
        };
        assert_eq!(entry(Notation::YamlBlock, "a b", "x, y"), "a b: x, y");
        assert_eq!(entry(Notation::YamlBraces, "a b", "x, y"), "a b: \"x, y\"");
        assert_eq!(entry(Notation::Toml, "a-b_1", "書"), "a-b_1 = \"書\"");
        assert_eq!(entry(Notation::Toml, "a.b", "\"\\\n\t"), "\"a.b\" = \"\\\"\\\\\\n\\u0009\"");
        assert_eq!(entry(Notation::Json, "a", "\u{1}"), "\"a\": \"\\u0001\"");
    }
}
