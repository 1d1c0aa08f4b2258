//! Anchors: a pair of characters in each phrase that is not what its characters
//! become alone, so that the engine looks closer where it meets one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::tables::{Pair, pairs};

/// Anchors of `differing`, keys with their values; each key has at least one.
///
/// A pair that is rare among `phrases` is rare in a text.
pub fn choose(
    differing: &[(String, String)],
    alone: &BTreeMap<char, String>,
    phrases: &[String],
) -> Result<BTreeSet<Pair>, String> {
    let mut uses: HashMap<Pair, usize> = HashMap::new();
    for pair in phrases.iter().flat_map(|key| pairs(key)) {
        *uses.entry(pair).or_default() += 1;
    }
    let mut keys: Vec<(&str, Vec<Pair>)> = Vec::new();
    for (key, value) in differing {
        // The engine always looks at these.
        let is_found = |one: char| {
            one.len_utf8() == 4
                || alone.get(&one).is_some_and(|alone| alone.len() != one.len_utf8())
        };
        if !key.chars().any(is_found) {
            keys.push((key, candidates(key, value, alone)));
        }
    }
    // Keys with one choice first, so that longer ones can use what is there.
    keys.sort_by_key(|(key, candidates)| (candidates.len(), key.len()));
    let mut chosen = BTreeSet::new();
    for (key, candidates) in keys {
        if candidates.iter().any(|pair| chosen.contains(pair)) {
            continue;
        }
        let rarest = candidates.iter().min_by_key(|pair| uses.get(pair).copied().unwrap_or(0));
        chosen.insert(*rarest.ok_or_else(|| format!("no anchor for {key}"))?);
    }
    Ok(chosen)
}

/// The pairs of `key` that can be its anchor, with a character that differs.
fn candidates(key: &str, value: &str, alone: &BTreeMap<char, String>) -> Vec<Pair> {
    let here = |one: char| alone.get(&one).cloned().unwrap_or(one.into());
    let same_length = key.chars().count() == value.chars().count();
    let differs: Vec<bool> = if same_length {
        key.chars().zip(value.chars()).map(|(one, value)| here(one) != value.to_string()).collect()
    } else {
        vec![true; key.chars().count()]
    };
    let of = |first_len: usize, near: bool| -> Vec<Pair> {
        let fits = |(at, (first, second)): &(usize, Pair)| {
            first.len_utf8() == first_len
                && (first_len > 1 || first.is_ascii_uppercase())
                && second.len_utf8() == 3
                && (!near || differs[*at] || differs[at + 1])
        };
        pairs(key).enumerate().filter(fits).map(|(_, pair)| pair).collect()
    };
    let choices = [of(3, true), of(3, false), of(1, true), of(1, false)];
    choices.into_iter().find(|pairs| !pairs.is_empty()).unwrap_or_default()
}
