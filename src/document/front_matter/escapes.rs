//! Escapes: what a backslash and what follows it stand for, in YAML, TOML or JSON.
//! A parser has found them valid.

/// Whether the line ends behind the backslash before `rest`.
pub(super) fn is_continuation(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\t']).starts_with(['\r', '\n'])
}

/// What a backslash and `escaped` stand for.
pub(super) fn meaning(escaped: char) -> &'static str {
    match escaped {
        'n' => "\n",
        't' | '\t' => "\t",
        'r' => "\r",
        '0' => "\0",
        'a' => "\u{7}",
        'b' => "\u{8}",
        'v' => "\u{b}",
        'f' => "\u{c}",
        'e' => "\u{1b}",
        ' ' => " ",
        'N' => "\u{85}",
        '_' => "\u{a0}",
        'L' => "\u{2028}",
        'P' => "\u{2029}",
        _ => "",
    }
}

/// The character that the escape at the start of `rest` names by so many digits,
/// and how many bytes the escape takes. JSON names some by two escapes.
pub(super) fn code_point(rest: &str, digits: usize) -> (char, usize) {
    let number = |from: usize| {
        let digits = rest.get(from..from + digits)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let length = 2 + digits;
    let first = number(2).unwrap_or_default();
    if (0xd800..0xdc00).contains(&first)
        && rest.get(length..length + 2) == Some("\\u")
        && let Some(second) = number(length + 2)
        && (0xdc00..0xe000).contains(&second)
    {
        let joined = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), 2 * length);
    }
    let length = (length..rest.len()).find(|end| rest.is_char_boundary(*end));
    (char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), length.unwrap_or(rest.len()))
}
