//! One profile: its phrases, what they become, and its file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    anchors, crossings, format,
    steps::{self, Dictionary, Group},
    tables::{self, Pair, Pool, pairs},
};

/// A profile of one step, or of a segmentation and two.
pub struct Profile<'a> {
    dictionaries: &'a [Dictionary],
    chain: Vec<Group>,
    /// Keys that are matched first, the longest at each place; sorted.
    pub phrases: Vec<String>,
    /// Keys that are matched where none of `phrases` is, and none begins in them,
    /// with the rank of their dictionary; sorted.
    loose: BTreeMap<String, usize>,
    /// What each changed character becomes alone.
    alone: BTreeMap<char, String>,
    crossings: crossings::Crossings,
}

impl<'a> Profile<'a> {
    pub fn new(
        dictionaries: &'a [Dictionary],
        segmentation: Option<&Group>,
        chain: Vec<Group>,
    ) -> Result<Self, String> {
        let first = segmentation.or(chain.first()).ok_or("no step")?;
        let phrases = phrases(dictionaries, first)?;
        if chain.len() != 1 + usize::from(segmentation.is_some()) {
            return Err("only one step, or a segmentation and two, are known".to_owned());
        }
        let singles = chain
            .iter()
            .flat_map(Group::tables)
            .flat_map(|place| dictionaries[place].entries.keys().filter_map(|key| single(key)));
        let mut alone = BTreeMap::new();
        for one in singles.collect::<BTreeSet<_>>() {
            let source = one.to_string();
            let output = steps::output(&steps::apply(dictionaries, &chain, &source));
            if output != source {
                alone.insert(one, output);
            }
        }
        let mut profile = Self {
            dictionaries,
            chain,
            phrases,
            loose: BTreeMap::new(),
            alone,
            crossings: crossings::Crossings::default(),
        };
        if segmentation.is_some() {
            profile.add_loose();
        }
        Ok(profile)
    }

    /// Two steps within a segment: where no phrase is, either only the first step
    /// has more keys, or only the second. Otherwise see [`crossings`].
    fn add_loose(&mut self) {
        let known: HashSet<&str> = self.phrases.iter().map(String::as_str).collect();
        let is_loose = |key: &str| single(key).is_none() && !holds_any(key, &known);
        let own = ranked(self.dictionaries, &self.chain[0]);
        let own: BTreeMap<String, usize> =
            own.into_iter().filter(|(key, _)| !known.contains(key.as_str())).collect();
        let (first, second) = self.chain.split_at(1);
        if own.is_empty() {
            let sources = crossings::sources(self.dictionaries, first);
            for (key, rank) in ranked(self.dictionaries, &second[0]) {
                for source in crossings::all_sources(&key, &sources) {
                    if is_loose(&source) {
                        self.loose.insert(source, rank);
                    }
                }
            }
        } else {
            self.crossings = crossings::find(self.dictionaries, first, &second[0], own.keys());
            self.loose = own.into_iter().filter(|(key, _)| is_loose(key)).collect();
        }
    }

    /// What the map makes of the characters of `key`.
    fn mapped(&self, key: &str) -> String {
        let mapped = |one: char| self.in_map(one).unwrap_or(one);
        key.chars().map(mapped).collect()
    }

    /// What `one` becomes, if it and that have three bytes.
    fn in_map(&self, one: char) -> Option<char> {
        let of_three = |one: &char| one.len_utf8() == 3;
        let output = self.alone.get(&one).filter(|_| of_three(&one))?;
        single(output).filter(of_three)
    }

    /// The bytes of the profile's file, and its texts.
    pub fn compile(&self) -> Result<(Vec<u8>, String), String> {
        let mut pool = Pool::new();
        let mut differing = Vec::new();
        let mut add = |key: &str| {
            let cells = steps::apply(self.dictionaries, &self.chain, key);
            let mapped = self.mapped(key);
            let text = steps::output(&cells);
            if text != mapped {
                differing.push((key.to_owned(), text));
            }
            pool.add(key, &cells, &mapped)
        };
        let phrases: Vec<u32> = self.phrases.iter().map(|key| add(key)).collect();
        let loose: Vec<u32> = self.loose.keys().map(|key| add(key)).collect();
        let anchors = anchors::choose(&differing, &self.alone, &self.phrases)?;
        let anchors: BTreeSet<Pair> = anchors.union(&self.crossings.pairs).copied().collect();

        let characters = self.characters(&mut pool);
        let all = self.phrases.iter().chain(self.loose.keys());
        let mut joints: BTreeSet<Pair> = all.flat_map(|key| pairs(key)).collect();
        joints.extend(&self.crossings.joints);
        let all = self.phrases.iter().chain(self.loose.keys());
        let starts: BTreeSet<Pair> = all.filter_map(|key| pairs(key).next()).collect();
        let in_bits =
            |pairs: &BTreeSet<Pair>| pairs.iter().copied().map(tables::pair_number).collect();
        let (anchor_pairs, other_pairs) =
            anchors.iter().copied().partition(|(a, b)| a.len_utf8() == 3 && b.len_utf8() == 3);
        let mut other_anchors: BTreeSet<u64> = in_bits(&other_pairs);
        other_anchors.extend(self.always().map(|one| tables::raw(&[one])));
        let mut crossings = Vec::new();
        if !self.crossings.pairs.is_empty() {
            crossings = tables::bitmap(&in_bits(&self.crossings.pairs), 32, format::hash);
        }
        let mut loose_keys = Vec::new();
        if !self.loose.is_empty() {
            loose_keys = tables::keys(self.loose.iter().map(|(key, rank)| (key.as_str(), *rank)));
        }
        let file = tables::sections(&[
            self.map(&anchors),
            tables::bitmap(&other_anchors, 16, format::hash),
            tables::bitmap(&in_bits(&joints), 16, format::hash),
            crossings,
            characters.numbers.iter().flat_map(|number| number.to_le_bytes()).collect(),
            tables::words(characters.records),
            tables::words(characters.supplementary),
            tables::words(phrases),
            loose_keys,
            tables::words(loose),
            pool.records,
            tables::words([flags(&anchors)]),
            tables::bitmap(&in_bits(&starts), 16, format::hash),
            tables::bitmap(&in_bits(&anchor_pairs), 64, format::other_hash),
            tables::pair_filter(&anchor_pairs),
        ]);
        Ok((file, pool.texts))
    }

    fn characters(&self, pool: &mut Pool) -> Characters {
        let mut numbers = vec![0_u16; 0x1_0000];
        let mut records = vec![0_u32];
        let mut supplementary = Vec::new();
        for one in self.alone.keys() {
            let key = one.to_string();
            let cells = steps::apply(self.dictionaries, &self.chain, &key);
            let record = pool.add(&key, &cells, &self.mapped(&key));
            if let Some(number) = numbers.get_mut(*one as usize) {
                *number = records.len() as u16;
                records.push(record);
            } else {
                supplementary.extend([*one as u32, record]);
            }
        }
        Characters { numbers, records, supplementary }
    }

    /// Characters of four bytes that are in any key.
    fn always(&self) -> impl Iterator<Item = char> {
        let keys = self.phrases.iter().chain(self.loose.keys());
        let all = keys.flat_map(|key| key.chars()).chain(self.alone.keys().copied());
        all.filter(|one| one.len_utf8() == 4)
    }

    fn map(&self, anchors: &BTreeSet<Pair>) -> Vec<u8> {
        let firsts: BTreeSet<char> = anchors.iter().map(|(first, _)| *first).collect();
        tables::words((0..0x1_0000).map(|code| {
            // No other code has three bytes.
            let Some(one) = char::from_u32(code).filter(|one| one.len_utf8() == 3) else {
                return 0;
            };
            let mut entry = 0;
            if self.alone.contains_key(&one) {
                entry |= format::CHANGED;
                match self.in_map(one) {
                    Some(output) => entry |= (tables::raw(&[one]) ^ tables::raw(&[output])) as u32,
                    None => entry |= format::RESIZED | format::LOOK,
                }
            }
            if firsts.len() < FEW && firsts.contains(&one) {
                entry |= format::LOOK;
            }
            entry
        }))
    }
}

/// The records of changed characters: `NUMBERS`, `CHARACTERS` and `SUPPLEMENTARY` of
/// the file.
struct Characters {
    numbers: Vec<u16>,
    records: Vec<u32>,
    supplementary: Vec<u32>,
}

/// Of 8,000 common characters, a third.
const FEW: usize = 2_500;

fn flags(anchors: &BTreeSet<Pair>) -> u32 {
    let firsts: BTreeSet<char> = anchors.iter().map(|(first, _)| *first).collect();
    let letters = firsts.iter().any(char::is_ascii);
    u32::from(firsts.len() < FEW) | u32::from(letters) << 1
}

/// The keys of the step that a text is cut by: those of its first member, if it
/// holds any of more than one character, as its other members must not.
fn phrases(dictionaries: &[Dictionary], group: &Group) -> Result<Vec<String>, String> {
    let mut all = BTreeSet::new();
    for (index, member) in group.members().into_iter().enumerate() {
        let keys = || member.iter().flat_map(|place| dictionaries[*place].entries.keys());
        let singles = keys().filter(|key| single(key).is_some()).count();
        if index > 0 && singles < keys().count() || singles > 0 && singles < keys().count() {
            return Err("phrases of several ranks in the first step".to_owned());
        }
        all.extend(keys().filter(|key| single(key).is_none()).cloned());
    }
    Ok(all.into_iter().collect())
}

/// The keys of a step of two or more characters, with the rank of their member,
/// without those that no text can reach, since a member before has their first
/// character.
fn ranked(dictionaries: &[Dictionary], group: &Group) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    let mut before: HashMap<char, usize> = HashMap::new();
    for (rank, member) in group.members().into_iter().enumerate() {
        let all = member.iter().flat_map(|place| dictionaries[*place].entries.keys());
        for key in all.clone().filter(|key| single(key).is_none()) {
            let first = key.chars().next().expect("no key is empty");
            if !before.contains_key(&first) {
                keys.entry(key.clone()).or_insert(rank);
            }
        }
        for one in all.filter_map(|key| single(key)) {
            before.entry(one).or_insert(rank);
        }
    }
    keys
}

/// The only character of `key`.
pub fn single(key: &str) -> Option<char> {
    let mut characters = key.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn holds_any(key: &str, known: &HashSet<&str>) -> bool {
    let ends = |start: usize| {
        key[start..].char_indices().map(move |(at, one)| start + at + one.len_utf8())
    };
    key.char_indices().any(|(start, _)| ends(start).any(|end| known.contains(&key[start..end])))
}
