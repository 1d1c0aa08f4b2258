//! The text of the lock: a line with the format, a comment, then one line per
//! copy with fields between tabs.

use std::{borrow::Cow, path::Path};

use super::Entry;
use crate::{archive::ArchiveError, convert::variant::Variant};

/// The newest format known here. Those before are read, and replaced at the next build:
/// 1 had no hash of copies with a person's edits.
const VERSION: u32 = 2;
const OLDEST: u32 = 1;
const HEADER: &str = "hanmark lock ";
const COMMENT: &str = "# Files listed here are copies, written by hanmark. \
    Fields: copy, source, variant; hashes of source, settings, dictionaries, the text \
    generated, and the copy with a person's edits, if any.\n";
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The lock's text, sorted.
pub(super) fn print<'a>(entries: impl Iterator<Item = &'a Entry>) -> String {
    let mut lines: Vec<String> = entries.map(print_entry).collect();
    lines.sort_unstable();
    let mut text = format!("{HEADER}{VERSION}\n{COMMENT}");
    // Each line is freed when it is in the text: archives have hundreds of thousands.
    for line in lines {
        text.push_str(&line);
    }
    text
}

/// One entry as a line, with its line feed.
pub(super) fn print_entry(entry: &Entry) -> String {
    let mut line = format!(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}",
        escape(&entry.copy),
        escape(&entry.source),
        entry.variant,
        entry.source_hash,
        entry.settings_hash,
        entry.dictionaries_hash,
        entry.output_hash
    );
    if entry.copy_hash != entry.output_hash {
        line.push('\t');
        line.push_str(&entry.copy_hash.to_string());
    }
    line.push('\n');
    line
}

/// Whether the text of a lock is in the newest format.
pub(super) fn is_newest(text: &str) -> bool {
    text.lines().next().is_some_and(|first| first.trim_end() == format!("{HEADER}{VERSION}"))
}

/// The entries of a lock.
pub(super) fn parse(path: &Path, text: &str) -> Result<Vec<Entry>, ArchiveError> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if is_conflict(first) {
        return Err(ArchiveError::LockConflict { path: path.to_owned(), line: 1 });
    }
    let version = first.trim_end().strip_prefix(HEADER).and_then(|version| version.parse().ok());
    match version {
        Some(OLDEST..=VERSION) => parse_entries(path, 2, rest),
        Some(version) if version > VERSION => {
            Err(ArchiveError::LockNewer { path: path.to_owned(), version, known: VERSION })
        }
        _ => Err(ArchiveError::LockLine {
            path: path.to_owned(),
            line: 1,
            reason: "expected `hanmark lock 2`",
        }),
    }
}

/// The entries in `text`, which starts at line `first` of the file.
pub(super) fn parse_entries(
    path: &Path,
    first: usize,
    text: &str,
) -> Result<Vec<Entry>, ArchiveError> {
    // A Git that converts line ends may have put carriage returns there.
    let lines = text.lines().enumerate().map(|(index, line)| (first + index, line));
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, content)| {
            if is_conflict(content) {
                return Err(ArchiveError::LockConflict { path: path.to_owned(), line });
            }
            parse_entry(content).map_err(|reason| ArchiveError::LockLine {
                path: path.to_owned(),
                line,
                reason,
            })
        })
        .collect()
}

fn is_conflict(line: &str) -> bool {
    CONFLICT.iter().any(|marker| line.starts_with(marker))
}

const FIELDS: &str = "expected seven or eight fields between tabs";

fn parse_entry(line: &str) -> Result<Entry, &'static str> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [copy, source, variant, hashes @ ..] = fields.as_slice() else {
        return Err(FIELDS);
    };
    let [source_hash, settings_hash, dictionaries_hash, output_hash, edited @ ..] = hashes else {
        return Err(FIELDS);
    };
    let output_hash = output_hash.parse()?;
    let copy_hash = match edited {
        [] => output_hash,
        [edited] => edited.parse()?,
        _ => return Err(FIELDS),
    };
    Ok(Entry {
        copy: unescape(copy)?,
        source: unescape(source)?,
        variant: Variant::from_tag(variant).ok_or("unknown variant in the third field")?,
        source_hash: source_hash.parse()?,
        settings_hash: settings_hash.parse()?,
        dictionaries_hash: dictionaries_hash.parse()?,
        output_hash,
        copy_hash,
    })
}

pub(super) fn hex_byte(digits: &[u8]) -> Option<u8> {
    let &[high, low] = digits else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// `path` with `%`, control characters, and a first character that could be
/// taken for a comment or a conflict marker as `%` and two digits.
fn escape(path: &str) -> Cow<'_, str> {
    let is_special = |index: usize, char: char| {
        char == '%' || char.is_ascii_control() || (index == 0 && "#<|=>".contains(char))
    };
    if !path.char_indices().any(|(index, char)| is_special(index, char)) {
        return Cow::Borrowed(path);
    }
    let escape_one = |(index, char)| {
        if is_special(index, char) { format!("%{:02X}", u32::from(char)) } else { char.to_string() }
    };
    Cow::Owned(path.char_indices().map(escape_one).collect())
}

fn unescape(field: &str) -> Result<String, &'static str> {
    const REASON: &str = "expected two hexadecimal digits after `%` in a path";
    let mut pieces = field.split('%');
    let mut path = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let digits = piece.as_bytes().get(..2).ok_or(REASON)?;
        let byte = hex_byte(digits).filter(u8::is_ascii).ok_or(REASON)?;
        path.push(char::from(byte));
        path.push_str(&piece[2..]);
    }
    if path.is_empty() { Err("expected a path in the first two fields") } else { Ok(path) }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Hash, tests::entry},
        *,
    };

    fn message(text: &str) -> String {
        parse(Path::new("lock"), text).unwrap_err().to_string()
    }

    #[test]
    fn the_lock_is_sorted_lines_with_hashes_of_24_digits() {
        let mut entry = entry("中/b.zh-CN.md", "b");
        entry.source = "中/b.md".to_owned();
        let first = Entry { copy: "a.zh-CN.md".to_owned(), ..entry.clone() };
        assert_eq!(
            print([entry, first].iter()),
            "hanmark lock 2\n\
             # Files listed here are copies, written by hanmark. Fields: copy, source, variant; \
             hashes of source, settings, dictionaries, the text generated, and the copy with a \
             person's edits, if any.\n\
             a.zh-CN.md\t中/b.md\tzh-CN\t7d1aa223722b2aaa89b92fc6\t258a33ca92c4a1d023af0087\t\
             d2d4822183ebb23b72af055e\t10e5cf3d3c8a4f9f3468c8cc\n\
             中/b.zh-CN.md\t中/b.md\tzh-CN\t7d1aa223722b2aaa89b92fc6\t258a33ca92c4a1d023af0087\t\
             d2d4822183ebb23b72af055e\t10e5cf3d3c8a4f9f3468c8cc\n"
        );
    }

    #[test]
    fn every_path_survives() {
        for path in ["a\tb\nc\r%.md", "#a", "<<<<<<< a", "=======", "中文 %25.md", "a#=%"] {
            let text = print([entry(path, "x")].iter());
            assert_eq!(parse(Path::new("lock"), &text).unwrap(), [entry(path, "x")], "{text}");
        }
    }

    #[test]
    fn a_copy_with_edits_has_a_hash_more_and_the_first_format_is_read() {
        let edited = Entry { copy_hash: Hash::of(b"edited"), ..entry("a", "x") };
        let text = print([edited.clone()].iter());
        assert_eq!(parse(Path::new("lock"), &text).unwrap(), [edited]);
        let old = print([entry("a", "x")].iter()).replacen("lock 2", "lock 1", 1);
        assert_eq!(parse(Path::new("lock"), &old).unwrap(), [entry("a", "x")]);
    }

    #[test]
    fn carriage_returns_of_a_checkout_are_no_part_of_the_lock() {
        let text = print([entry("a", "x")].iter()).replace('\n', "\r\n");
        assert_eq!(parse(Path::new("lock"), &text).unwrap(), [entry("a", "x")]);
    }

    #[test]
    fn a_broken_line_is_placed_with_its_remedy() {
        let remedy = "restore the file from version control, or delete this line (its copy then \
                      counts as written by hand)";
        let good = print_entry(&entry("a", "x"));
        for (text, line, reason) in [
            (String::new(), 1, "expected `hanmark lock 2`"),
            (
                "hanmark lock 1\n#\na\tb\n".to_owned(),
                3,
                "expected seven or eight fields between tabs",
            ),
            (
                format!("hanmark lock 1\n{good}{}", good.replacen("zh-CN", "zh-XX", 1)),
                3,
                "unknown variant in the third field",
            ),
            (
                format!("hanmark lock 1\n{}", good.replacen('a', "%2", 1)),
                2,
                "expected two hexadecimal digits after `%` in a path",
            ),
            (
                format!("hanmark lock 1\n{}", &good[..good.len() - 2]),
                2,
                "expected hashes of 24 hexadecimal digits",
            ),
        ] {
            assert_eq!(message(&text), format!("lock:{line}: {reason}; {remedy}"));
        }
    }

    #[test]
    fn conflicts_and_newer_formats_say_what_to_do() {
        assert_eq!(
            message("hanmark lock 1\n<<<<<<< ours\n"),
            "lock:2: a merge conflict; delete the marker lines and keep the entries of both sides, \
             then build again"
        );
        assert_eq!(
            message("hanmark lock 7\n?\n"),
            "lock:1: format 7, but this hanmark knows formats up to 2; update hanmark"
        );
    }
}
