//! Comments and scalars of YAML.

use std::fmt::Write as _;

/// Comments are wrapped at this column.
const WIDTH: usize = 96;
/// More than this of an example is cut off.
const EXAMPLE_CHARS: usize = 24;

/// Adds a comment, wrapped between words.
pub(super) fn comment(text: &mut String, indent: &str, sentence: &str) {
    let mut line = format!("{indent}#");
    for word in sentence.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > WIDTH && line.len() > indent.len() + 1
        {
            text.push_str(&line);
            text.push('\n');
            line = format!("{indent}#");
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

/// An example in a comment: one line, cut where it is long.
pub(super) fn quoted(example: &str) -> String {
    format!("“{}”", shown(example.trim(), EXAMPLE_CHARS).trim_end())
}

/// `text` as a comment can have it: YAML knows more line ends than `\n`, and allows
/// few control characters.
pub(super) fn shown(text: &str, most: usize) -> String {
    let is_odd = |char: char| {
        char.is_control()
            || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let mut shown: String =
        text.chars().take(most).map(|char| if is_odd(char) { ' ' } else { char }).collect();
    if text.chars().count() > most {
        shown.push('…');
    }
    shown
}

/// A text as a scalar of YAML, in quotes where it could be read as anything else.
pub(super) fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(|char| char.is_alphanumeric() || "_-./".contains(char))
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for char in text.chars() {
        match char {
            '"' | '\\' => quoted.extend(['\\', char]),
            char if char.is_control() || matches!(char, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(char));
            }
            char => quoted.push(char),
        }
    }
    quoted.push('"');
    quoted
}

/// A parameter's name; a place stays a number.
pub(super) fn parameter_scalar(parameter: &str) -> String {
    match parameter.parse::<u8>() {
        Ok(place) => place.to_string(),
        Err(_) => scalar(parameter),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scalar_reads_as_the_text_that_it_is_of() {
        for text in [
            "title",
            "seo.title",
            "標題",
            "null",
            "True",
            "on",
            "12",
            "- a",
            "a: b",
            "#",
            "",
            " ",
            "~",
            "a\"b\\c",
            "a\u{2028}b",
            "a\tb\nc\u{7}",
            "\u{feff}a",
            "fn.html",
            "{variant}/{path}",
            "include fn.html",
            "'a'",
            "a,b",
            "[a]",
            "!a",
            "&a",
            "*a",
            "😀",
        ] {
            let read: String = serde_yaml::from_str(&scalar(text)).unwrap();
            assert_eq!(read, text, "{}", scalar(text));
            let list = format!("[{}] # x", scalar(text));
            assert_eq!(serde_yaml::from_str::<Vec<String>>(&list).unwrap(), [text], "{list}");
        }
    }

    #[test]
    fn comments_are_wrapped_between_words() {
        let mut text = String::new();
        comment(&mut text, "  ", &format!("a {} b", "x".repeat(100)));
        assert_eq!(text, format!("  # a\n  # {}\n  # b\n", "x".repeat(100)));
    }

    #[test]
    fn an_example_is_one_line() {
        assert_eq!(quoted(" 門\n\u{2028}\u{85}書\u{0} "), "“門   書”");
        assert_eq!(quoted(&"門".repeat(25)), format!("“{}…”", "門".repeat(24)));
    }
}
