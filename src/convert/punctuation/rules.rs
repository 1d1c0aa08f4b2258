//! Names for changes of marks, as dictionaries have for their entries.

use crate::convert::segment::RuleId;

/// The number of the dictionary in a [`RuleId`]: no engine counts as far.
pub(crate) const TABLE: u16 = u16::MAX;

/// What marks become.
const RULES: [(&str, &str); 25] = [
    ("“", "‘"),
    ("“", "「"),
    ("“", "『"),
    ("”", "’"),
    ("”", "」"),
    ("”", "』"),
    ("‘", "“"),
    ("‘", "「"),
    ("‘", "『"),
    ("’", "”"),
    ("’", "」"),
    ("’", "』"),
    ("「", "“"),
    ("「", "‘"),
    ("「", "『"),
    ("」", "”"),
    ("」", "’"),
    ("」", "』"),
    ("『", "“"),
    ("『", "‘"),
    ("『", "「"),
    ("』", "”"),
    ("』", "’"),
    ("』", "」"),
    ("／", "/"),
];

/// What becomes `·`: behind [`RULES`].
const DOTS: [&str; 4] = ["．", "‧", "•", "・"];

/// The rule by which a mark became another.
pub(super) fn rule(from: char, to: char) -> Option<RuleId> {
    let is = |text: &str, sign: char| text.chars().eq([sign]);
    let entry = if to == '·' {
        RULES.len() + DOTS.iter().position(|dot| is(dot, from))?
    } else {
        RULES.iter().position(|(key, value)| is(key, from) && is(value, to))?
    };
    Some(RuleId { dictionary: TABLE, entry: entry as u32 })
}

/// The mark and what it became, for a rule behind a change of punctuation; `None` for any
/// other rule.
#[must_use]
pub fn entry(id: RuleId) -> Option<(&'static str, &'static str)> {
    let entry = (id.dictionary == TABLE).then_some(id.entry as usize)?;
    let dot = || Some((*DOTS.get(entry - RULES.len())?, "·"));
    RULES.get(entry).copied().or_else(dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_is_spelled_out() {
        let dots = DOTS.map(|dot| (dot, "·"));
        for (key, value) in RULES.into_iter().chain(dots) {
            let first = |text: &str| text.chars().next().unwrap();
            let id = rule(first(key), first(value)).unwrap();
            assert_eq!(entry(id), Some((key, value)));
        }
        let last = RuleId { dictionary: TABLE, entry: 29 };
        assert_eq!((entry(last), rule('門', '门')), (None, None));
        assert_eq!(entry(RuleId { dictionary: 0, entry: 0 }), None);
    }
}
