//! Where the second step of a chain may match over the edge of what the first one
//! made.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    profile::single,
    steps::{self, Dictionary, Group},
    tables::{Pair, pairs},
};

/// From a character between the steps to those of the source that become it.
pub type Sources = BTreeMap<char, Vec<char>>;

/// Pairs of characters of the source.
#[derive(Default)]
pub struct Crossings {
    /// A key of the second step may reach over these, and holds something that the
    /// first one changed. The engine leaves such a stretch to the plain one.
    pub pairs: BTreeSet<Pair>,
    /// Any key of the second step may reach over these.
    pub joints: BTreeSet<Pair>,
}

/// What the first step, `first`, changes among single characters.
pub fn sources(dictionaries: &[Dictionary], first: &[Group]) -> Sources {
    let mut sources = Sources::new();
    for (one, output) in changed_singles(dictionaries, first) {
        sources.entry(one).or_default();
        if let Some(output) = single(&output) {
            sources.entry(output).or_insert_with(|| vec![output]).push(one);
        }
    }
    for (one, _) in changed_singles(dictionaries, first) {
        if let Some(list) = sources.get_mut(&one) {
            list.retain(|source| *source != one);
        }
    }
    sources
}

/// Every text of single characters that the first step makes `key` of.
pub fn all_sources(key: &str, sources: &Sources) -> Vec<String> {
    key.chars().fold(vec![String::new()], |list, one| {
        let unchanged = vec![one];
        let ends = sources.get(&one).unwrap_or(&unchanged);
        list.iter().flat_map(|start| ends.iter().map(move |end| format!("{start}{end}"))).collect()
    })
}

fn changed_singles(dictionaries: &[Dictionary], step: &[Group]) -> Vec<(char, String)> {
    let tables = step.iter().flat_map(Group::tables);
    let keys = tables.flat_map(|place| dictionaries[place].entries.keys());
    let singles: BTreeSet<char> = keys.filter_map(|key| single(key)).collect();
    let output = |one: char| steps::output(&steps::apply(dictionaries, step, &one.to_string()));
    let all = singles.into_iter().map(|one| (one, output(one)));
    all.filter(|(one, output)| single(output) != Some(*one)).collect()
}

/// The crossings between the steps `first`, with the keys `own` of more than one
/// character, and `second`.
pub fn find<'k>(
    dictionaries: &[Dictionary],
    first: &[Group],
    second: &Group,
    own: impl Iterator<Item = &'k String>,
) -> Crossings {
    // What the first step can match, and what becomes of it.
    let mut tokens: Vec<(String, String)> = Vec::new();
    for key in own {
        let tables = first[0].tables();
        let values = tables.iter().filter_map(|place| dictionaries[*place].entries.get(key));
        tokens.extend(values.map(|(_, value)| (key.clone(), value.clone())));
    }
    let singles = changed_singles(dictionaries, first);
    tokens.extend(singles.iter().map(|(one, output)| (one.to_string(), output.clone())));
    let changed: BTreeSet<char> = singles.iter().map(|(one, _)| *one).collect();

    // The characters of the source that a token can end or begin with, whose output
    // ends or begins with a given one.
    let mut ends: BTreeMap<char, BTreeSet<char>> = BTreeMap::new();
    let mut starts = ends.clone();
    for (source, output) in &tokens {
        ends.entry(last(output)).or_default().insert(last(source));
        starts.entry(initial(output)).or_default().insert(initial(source));
    }
    let with = |known: &BTreeMap<char, BTreeSet<char>>, one: char| {
        let mut all = known.get(&one).cloned().unwrap_or_default();
        if !changed.contains(&one) {
            all.insert(one);
        }
        all
    };

    let mut crossings = Crossings::default();
    let keys = second.tables();
    let keys = keys.iter().flat_map(|place| dictionaries[*place].entries.keys());
    let keys: BTreeSet<&String> = keys.filter(|key| single(key).is_none()).collect();
    for key in keys {
        for (left, right) in pairs(key) {
            for end in with(&ends, left) {
                let pairs = with(&starts, right).into_iter().map(|start| (end, start));
                crossings.joints.extend(pairs);
            }
        }
        for (at, right) in key.char_indices().skip(1) {
            let (before, after) = key.split_at(at);
            for (source, output) in tokens.iter().filter(|(source, output)| source != output) {
                if before.ends_with(output.as_str()) || output.ends_with(before) {
                    let pairs = with(&starts, right).into_iter().map(|start| (last(source), start));
                    crossings.pairs.extend(pairs);
                }
                if after.starts_with(output.as_str()) || output.starts_with(after) {
                    let pairs =
                        with(&ends, last(before)).into_iter().map(|end| (end, initial(source)));
                    crossings.pairs.extend(pairs);
                }
            }
        }
    }
    crossings.joints.extend(&crossings.pairs);
    // A match of the first step itself may reach over any pair of its keys.
    crossings.joints.extend(tokens.iter().flat_map(|(source, _)| pairs(source)));
    crossings
}

fn initial(text: &str) -> char {
    text.chars().next().expect("no key or value is empty")
}

fn last(text: &str) -> char {
    text.chars().next_back().expect("no key or value is empty")
}
