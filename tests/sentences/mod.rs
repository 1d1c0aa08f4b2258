//! Sentences of our own with what OpenCC makes of them.
//!
//! A file per profile: `source<TAB>converted` in each line, `#` before the rule
//! that the lines below exercise. Characters that look like others, or like
//! nothing, are written as `\u{f914}`.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use hanmark::Profile;

/// A line of a profile's file.
pub(crate) enum Line {
    Rule(String),
    Sentence { source: String, converted: String },
}

/// Every line of the profile's file.
pub(crate) fn lines(profile: Profile) -> Vec<Line> {
    let path = path(profile);
    let text = fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
    text.lines().map(line).collect()
}

fn line(line: &str) -> Line {
    if line.starts_with('#') {
        return Line::Rule(line.to_owned());
    }
    let (source, converted) = line.split_once('\t').unwrap_or((line, ""));
    Line::Sentence { source: unescaped(source), converted: unescaped(converted) }
}

/// Writes the profile's file anew.
#[allow(dead_code, reason = "only the comparison with OpenCC writes")]
pub(crate) fn write(profile: Profile, lines: &[Line]) {
    let mut text = String::new();
    for line in lines {
        match line {
            Line::Rule(rule) => text.push_str(rule),
            Line::Sentence { source, converted } => {
                text.push_str(&escaped(source));
                text.push('\t');
                text.push_str(&escaped(converted));
            }
        }
        text.push('\n');
    }
    fs::write(path(profile), text).unwrap();
}

fn path(profile: Profile) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/sentences/{profile}.tsv"))
}

fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_once('}').expect("an escape ends with }");
        let code_point = u32::from_str_radix(digits, 16).expect("an escape has hex digits");
        plain.push(char::from_u32(code_point).expect("an escape is a character"));
        plain.push_str(rest);
    }
    plain
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        let unclear = matches!(
            character,
            '\0'..='\u{1f}'
                | '\u{f900}'..='\u{faff}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{2f800}'..='\u{2fa1f}'
                | '\u{e0100}'..='\u{e01ef}'
        );
        if unclear {
            let _ = write!(escaped, "\\u{{{:x}}}", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}
