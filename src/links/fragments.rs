//! Parts of a destination, and what is written in percent signs.

use std::borrow::Cow;

/// A destination taken apart; together the parts are what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts<'d> {
    pub(crate) path: &'d str,
    /// With its question mark; most often empty.
    pub(crate) query: &'d str,
    /// Without its `#`.
    pub(crate) fragment: Option<&'d str>,
}

impl<'d> Parts<'d> {
    /// Takes `destination` apart.
    pub(crate) fn of(destination: &'d str) -> Self {
        let (before, fragment) = match destination.split_once('#') {
            Some((before, fragment)) => (before, Some(fragment)),
            None => (destination, None),
        };
        let (path, query) = before.split_at(before.find('?').unwrap_or(before.len()));
        Self { path, query, fragment }
    }

    /// Whether the path leads out of the site, or only a template knows where to.
    pub(crate) fn is_foreign(&self) -> bool {
        let scheme = self.path.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        });
        scheme
            || self.path.starts_with("//")
            || ["{{", "{%", "{<", "${"].iter().any(|mark| self.path.contains(mark))
    }
}

/// `written` without percent signs; `None` if that is no text.
pub(crate) fn decoded(written: &str) -> Option<Cow<'_, str>> {
    if !written.contains('%') {
        return Some(Cow::Borrowed(written));
    }
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = (first == b'%').then(|| behind.get(..2)).flatten();
        let byte = digits.and_then(|digits| hexadecimal(digits[0], digits[1]));
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// `text` in the encoding of `written`: with percent signs, in the same letters,
/// if that has some. ASCII that could end a destination is always encoded.
pub(crate) fn encoded_like(text: &str, written: &str) -> String {
    let style = Style::of(written);
    let mut encoded = String::with_capacity(text.len());
    for c in text.chars() {
        let is_plain = if c.is_ascii() {
            c.is_ascii_alphanumeric() || "-._~!$*+,;:@/".contains(c)
        } else {
            style == Style::Plain && !c.is_whitespace()
        };
        if is_plain {
            encoded.push(c);
            continue;
        }
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            encoded.push('%');
            for digit in [byte >> 4, byte & 15] {
                let digit = char::from_digit(u32::from(digit), 16).expect("half a byte");
                let is_lower = style == Style::Lower;
                encoded.push(if is_lower { digit } else { digit.to_ascii_uppercase() });
            }
        }
    }
    encoded
}

/// How letters beyond ASCII are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Upper,
    Lower,
}

impl Style {
    fn of(written: &str) -> Self {
        let mut digits = written
            .split('%')
            .skip(1)
            .filter_map(|behind| behind.get(..2))
            .filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .peekable();
        // `%20` alone says nothing about letters.
        if !written.is_ascii() || digits.peek().is_none() {
            Self::Plain
        } else if digits.any(|digits| digits.bytes().any(|b| b.is_ascii_lowercase())) {
            Self::Lower
        } else {
            Self::Upper
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_has_a_path_a_query_and_a_fragment() {
        let parts = |path, query, fragment| Parts { path, query, fragment };
        assert_eq!(Parts::of("a.md?b#c#d"), parts("a.md", "?b", Some("c#d")));
        assert_eq!(Parts::of("#門"), parts("", "", Some("門")));
        assert_eq!(Parts::of("a#b?c"), parts("a", "", Some("b?c")));
        assert_eq!(Parts::of(""), parts("", "", None));
    }

    #[test]
    fn addresses_and_templates_are_foreign() {
        for path in ["https://a.b", "mailto:a", "//a.b/c", "{{ site.url }}/a", "{% link a.md %}"] {
            assert!(Parts::of(path).is_foreign(), "{path}");
        }
        for path in ["a.md", "/a:b", "第1章:門.md", "./a", ""] {
            assert!(!Parts::of(path).is_foreign(), "{path}");
        }
    }

    #[test]
    fn percent_signs_are_decoded_where_they_stand_for_text() {
        assert_eq!(decoded("%E9%96%80-a").as_deref(), Some("門-a"));
        assert_eq!(decoded("%e9%96%80").as_deref(), Some("門"));
        assert_eq!(decoded("50%-門%2").as_deref(), Some("50%-門%2"));
        assert_eq!(decoded("%E9%96"), None);
    }

    #[test]
    fn what_is_new_is_written_as_the_old_was() {
        assert_eq!(encoded_like("门-a", "門-a"), "门-a");
        assert_eq!(encoded_like("门-a", "%E9%96%80-a"), "%E9%97%A8-a");
        assert_eq!(encoded_like("门", "%e9%96%80"), "%e9%97%a8");
        assert_eq!(encoded_like("门 (a)", "門"), "门%20%28a%29");
    }
}
