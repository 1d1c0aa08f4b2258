//! Engines that change Chinese characters by rule, so that no test depends on a
//! dictionary.

use hanmark::{Engine, EngineError, Rule, RuleId, Segment};

/// What becomes of Chinese characters. All else stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Every one is replaced by itself.
    Nothing,
    /// Every one becomes another one. Twice gives the first again.
    Letters,
    /// Every one becomes one of three, so that words become the same.
    Few,
    /// One to three become one to two.
    Lengths,
    /// Every one becomes a sign that means something in Markdown, HTML or YAML.
    Markup,
    /// Marks become others that punctuation can write, and all else stays.
    Marks,
}

impl Change {
    pub const ALL: [Self; 6] =
        [Self::Nothing, Self::Letters, Self::Few, Self::Lengths, Self::Markup, Self::Marks];

    /// Those that put letters in place of letters, or marks in place of marks.
    pub const OF_LETTERS: [Self; 4] = [Self::Letters, Self::Few, Self::Lengths, Self::Marks];

    /// Whether a character becomes another one, wherever it stands.
    pub fn changes(self, c: char) -> bool {
        match self {
            Self::Nothing => false,
            Self::Few => is_han(c) && one_of_few(c) != c,
            Self::Marks => another_mark(c).is_some(),
            _ => is_han(c),
        }
    }
}

/// What [`Change::Markup`] puts in.
const MARKUP: [&str; 48] = [
    "*", "**", "_", "`", "``", "~", "[", "]", "(", ")", "](", "![", "[^", "<", ">", "<b>", "</b>",
    "<!--", "-->", "&", "&amp;", "\\", "|", "#", "# ", "- ", "1. ", "> ", "\n", "\n\n", "\r", "\t",
    " ", "", ":", ": ", "'", "\"", "''", "{", "}", "{{", "%}", "$", "---", "~~", "\u{3000}", "://",
];

impl Engine for Change {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let rules = [RuleId { dictionary: 0, entry: 0 }];
        let mut characters = text.char_indices().filter(|(_, c)| match self {
            Self::Marks => self.changes(*c),
            _ => is_han(*c),
        });
        while let Some((start, first)) = characters.next() {
            let mut end = start + first.len_utf8();
            let mut replacement = String::new();
            match self {
                Self::Nothing => replacement.push(first),
                Self::Letters => replacement.push(neighbour(first)),
                Self::Few => replacement.push(one_of_few(first)),
                Self::Markup => replacement.push_str(MARKUP[first as usize % MARKUP.len()]),
                Self::Marks => replacement.extend(another_mark(first)),
                Self::Lengths => {
                    let (taken, given) = [(1, 2), (2, 1), (3, 2), (1, 1)][first as usize % 4];
                    while text[start..end].chars().count() < taken
                        && let Some(next) = text[end..].chars().next().filter(|c| is_han(*c))
                    {
                        end += next.len_utf8();
                        characters.next();
                    }
                    replacement.extend([neighbour(first), '髮'].iter().take(given));
                }
            }
            each(Segment { range: start..end, replacement: &replacement, rules: &rules });
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// Whether a character is an ideograph. Hexagrams lie among them and are symbols.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn another_mark(c: char) -> Option<char> {
    Some(match c {
        '「' => '“',
        '」' => '”',
        '“' => '『',
        '”' => '』',
        '・' | '．' => '·',
        _ => return None,
    })
}

fn neighbour(c: char) -> char {
    char::from_u32(c as u32 ^ 1).expect("the neighbour of an ideograph is one")
}

/// Labels of the pieces are among them.
fn one_of_few(c: char) -> char {
    ['門', '書', '𠮷'][c as usize % 3]
}
