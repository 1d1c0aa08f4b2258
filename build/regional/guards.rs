//! Guards: what a rule writes is not converted again, where a text has it already.

use super::{Rule, Rules, Way, script::Scripts};
use crate::format;

/// Adds to `way` a rule for each value that would be converted if it stood in the
/// source, as it is or in the source's script (`back`); `forth` is what converts what no
/// rule does. A value that is a key is left: both its senses are in the tables.
pub fn add(way: &mut Way, scripts: &Scripts, forth: &[&str], back: &[&str], table: u8) {
    let all = || way.rules.values().chain(way.computing.values());
    let domain = |rule: &Rule| match rule.domain {
        format::SCRIPT => format::SCRIPT,
        _ => format::GENERAL,
    };
    let values: Vec<(String, u8)> =
        all().map(|rule| (rule.first().to_owned(), domain(rule))).collect();
    let longest = way.rules.keys().chain(way.computing.keys()).map(|key| key.chars().count()).max();
    let longest = longest.unwrap_or(0);
    let mut guards = Rules::new();
    for (value, domain) in values {
        for source in [value.clone(), scripts.convert(back, &value)] {
            let is_key = way.rules.contains_key(&source) || way.computing.contains_key(&source);
            if is_key || source.chars().count() < 2 {
                continue;
            }
            let plain = convert(&way.rules, None, longest, scripts, forth, &source);
            let about = convert(&way.rules, Some(&way.computing), longest, scripts, forth, &source);
            if plain != value || about != value {
                let rule = Rule { value: value.clone(), domain, table };
                guards.entry(source).or_insert(rule);
            }
        }
    }
    for (key, rule) in guards {
        way.rules.entry(key).or_insert(rule);
    }
}

/// What the rules make of `text`, and of the rest `forth`.
fn convert(
    rules: &Rules,
    computing: Option<&Rules>,
    longest: usize,
    scripts: &Scripts,
    forth: &[&str],
    text: &str,
) -> String {
    let mut output = String::new();
    let mut between = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let ends = rest.char_indices().map(|(at, one)| at + one.len_utf8()).take(longest);
        let ends: Vec<usize> = ends.collect();
        let found = ends.into_iter().rev().find_map(|end| {
            let in_computing = computing.and_then(|rules| rules.get(&rest[..end]));
            Some((end, in_computing.or_else(|| rules.get(&rest[..end]))?))
        });
        if let Some((end, rule)) = found {
            output += &scripts.convert(forth, &between);
            between.clear();
            output += rule.first();
            rest = &rest[end..];
        } else {
            between.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    output + &scripts.convert(forth, &between)
}
