//! Ideographic description sequences (Unicode 16, chapter 18.2): `⿰車門`
//! describes a character by its parts, which must not be converted.

use std::ops::RangeInclusive;

/// OpenCC's limits: deeper or longer sequences are read as plain characters.
const MAX_DEPTH: usize = 16;
const MAX_CHARACTERS: usize = 64;

/// What begins a sequence. U+31EF, added in Unicode 15.1, is none to OpenCC 1.4.2.
pub(super) const OPERATORS: RangeInclusive<char> = '\u{2ff0}'..='\u{2fff}';

/// The length in bytes of the complete sequence at the start of `text`.
pub(super) fn complete_len(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if operands(first) == 0 {
        return None;
    }
    let mut rest = text;
    consume(&mut rest, MAX_DEPTH, &mut 0)?;
    Some(text.len() - rest.len())
}

fn consume(rest: &mut &str, depth_left: usize, characters: &mut usize) -> Option<()> {
    if depth_left == 0 || *characters >= MAX_CHARACTERS {
        return None;
    }
    // A NUL ends a text to OpenCC, so no sequence reaches over it.
    let first = rest.chars().next().filter(|first| *first != '\0')?;
    *rest = &rest[first.len_utf8()..];
    *characters += 1;
    for _ in 0..operands(first) {
        consume(rest, depth_left - 1, characters)?;
    }
    Some(())
}

/// How many operands follow an operator; 0 for any other character.
fn operands(character: char) -> usize {
    match character {
        '\u{2ff2}' | '\u{2ff3}' => 3,
        '\u{2ffe}' | '\u{2fff}' => 1,
        character if OPERATORS.contains(&character) => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_ends_with_its_last_operand() {
        assert_eq!(complete_len("⿰車門書"), Some("⿰車門".len()));
        assert_eq!(complete_len("⿱艹⿰車門書"), Some("⿱艹⿰車門".len()));
        assert_eq!(complete_len("⿲車門書頁"), Some("⿲車門書".len()));
        assert_eq!(complete_len("⿰車"), None);
        assert_eq!(complete_len("車門"), None);
    }

    #[test]
    fn a_nul_leaves_a_sequence_incomplete() {
        assert_eq!(complete_len("⿰車\0"), None);
        assert_eq!(complete_len("⿰\0車門"), None);
    }

    #[test]
    fn sequences_past_the_limits_are_plain_characters() {
        let deep = "⿰".repeat(17) + &"木".repeat(18);
        assert_eq!(complete_len(&deep), None);
        let at_limit = "⿰".repeat(15) + &"木".repeat(16);
        assert_eq!(complete_len(&at_limit), Some(at_limit.len()));
    }
}
