//! Compiles the word frequencies, keyed by the Simplified form of each word, with the
//! Traditional characters that it has; see `src/convert/words/format.rs`.

use std::{
    collections::{BTreeMap, HashMap},
    error::Error,
    fs,
    path::Path,
};

use crate::{compile, lazy::Named, word_format as format};

/// How often a phrase of OpenCC's came, that the word list does not have.
const OF_PHRASE: f64 = 3.0;
/// The same of a character.
const OF_ALTERNATIVE: f64 = 1.0;
/// Added to every count: what never came is not impossible.
const MORE: f64 = 0.5;

type Table<'a> = HashMap<&'a str, &'a str>;

/// OpenCC's tables, by what is asked of them.
struct Scripts<'a> {
    simplified: Table<'a>,
    phrases: Table<'a>,
    standard: Table<'a>,
    taiwan: Table<'a>,
    hong_kong: Table<'a>,
    /// Characters with several Traditional forms, in OpenCC's order.
    ambiguous: BTreeMap<char, Vec<char>>,
}

/// A word: its Simplified characters, and the numbers of its Traditional ones among
/// their alternatives.
type Key = (Vec<char>, Vec<u8>);

/// Writes the tables to `out`.
pub fn write(opencc: &[Named<'_>], list: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(list)?;
    let scripts = Scripts::new(opencc);
    let mut words: BTreeMap<Key, f64> = BTreeMap::new();
    let mut total = 0.0;
    for (word, count) in
        compile::entries(&text).map_err(|error| format!("{}: {error}", list.display()))?
    {
        let count: f64 = count.parse()?;
        total += count;
        if let Some(key) = scripts.key(word) {
            *words.entry(key).or_default() += count;
        }
    }
    for (simplified, alternatives) in &scripts.ambiguous {
        for number in 0..alternatives.len().min(format::ALTERNATIVES) {
            words.entry((vec![*simplified], vec![number as u8])).or_insert(OF_ALTERNATIVE);
        }
    }
    for name in ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"] {
        for (phrase, values) in entries(opencc, name) {
            let value = values.split(' ').next().unwrap_or_default();
            if let Some(key) = scripts.key_of_phrase(phrase, value) {
                add_phrase(&mut words, key);
            }
        }
    }
    let cost = |count: f64| {
        let cost = ((total / (count + MORE)).ln() * format::COSTS_IN_ONE).round();
        (1..u8::MAX).find(|step| f64::from(*step) >= cost).unwrap_or(u8::MAX)
    };
    let words: BTreeMap<Key, u8> =
        words.into_iter().map(|(key, count)| (key, cost(count))).collect();
    write_characters(&scripts, &words, cost(0.0), out)?;
    write_words(&words, out)
}

/// Adds a phrase of OpenCC. Where the list has it in other characters alone, those are of
/// a name, as of the village 水里: OpenCC's, which people chose, take their count.
fn add_phrase(words: &mut BTreeMap<Key, f64>, key: Key) {
    if words.contains_key(&key) {
        return;
    }
    let is_other = |(other, _): &(&Key, &f64)| other.0 == key.0;
    let start = (key.0.clone(), Vec::new());
    let others: Vec<Key> =
        words.range(start..).take_while(is_other).map(|(other, _)| other.clone()).collect();
    let count: f64 = others.iter().filter_map(|other| words.remove(other)).sum();
    words.insert(key, count.max(OF_PHRASE));
}

fn entries<'a>(opencc: &'a [Named<'a>], name: &str) -> &'a [(&'a str, &'a str)] {
    opencc.iter().find(|(known, _)| *known == name).map_or(&[], |(_, entries)| entries)
}

impl<'a> Scripts<'a> {
    fn new(opencc: &'a [Named<'a>]) -> Self {
        let first = |name| -> Table<'a> {
            let first = |(key, values): &(&'a str, &'a str)| {
                (*key, values.split(' ').next().unwrap_or_default())
            };
            entries(opencc, name).iter().map(first).collect()
        };
        let several = |(key, values): &(&str, &str)| {
            let alternatives: Vec<char> = values.split(' ').filter_map(single).collect();
            let one = single(key).filter(|one| format::place(*one).is_some())?;
            (alternatives.len() > 1).then_some((one, alternatives))
        };
        Self {
            simplified: first("TSCharacters"),
            phrases: first("TSPhrases"),
            standard: first("TWVariantsRev"),
            taiwan: first("TWVariants"),
            hong_kong: first("HKVariants"),
            ambiguous: entries(opencc, "STCharacters").iter().filter_map(several).collect(),
        }
    }

    /// The key of a word in Taiwan's glyphs.
    fn key(&self, word: &str) -> Option<Key> {
        let standard: String = word.chars().map(|one| mapped(&self.standard, one)).collect();
        self.key_of_phrase(&self.to_simplified(&standard), word)
    }

    /// The key of a Simplified phrase that becomes `traditional`.
    fn key_of_phrase(&self, simplified: &str, traditional: &str) -> Option<Key> {
        let simplified: Vec<char> = simplified.chars().collect();
        let traditional: Vec<char> = traditional.chars().collect();
        let fits = simplified.len() <= format::LONGEST
            && simplified.len() == traditional.len()
            && simplified.iter().all(|one| format::place(*one).is_some());
        let number = |(simplified, traditional): (&char, &char)| {
            let Some(alternatives) = self.ambiguous.get(simplified) else { return Some(0) };
            let glyph = |one: char| mapped(&self.taiwan, one);
            let is_it = |one: &char| glyph(*one) == glyph(*traditional);
            let number = alternatives.iter().take(format::ALTERNATIVES).position(is_it)?;
            Some(number as u8)
        };
        let numbers: Option<Vec<u8>> = simplified.iter().zip(&traditional).map(number).collect();
        let numbers = numbers.filter(|_| fits)?;
        Some((simplified, numbers))
    }

    fn to_simplified(&self, standard: &str) -> String {
        let mut simplified = String::new();
        let mut rest = standard;
        while let Some(first) = rest.chars().next() {
            let ends = rest.char_indices().skip(1).map(|(at, one)| at + one.len_utf8());
            let longest =
                ends.filter_map(|end| Some((end, self.phrases.get(&rest[..end])?))).last();
            let end = if let Some((end, value)) = longest {
                simplified.push_str(value);
                end
            } else {
                simplified.push(mapped(&self.simplified, first));
                first.len_utf8()
            };
            rest = &rest[end..];
        }
        simplified
    }
}

fn mapped(table: &Table<'_>, one: char) -> char {
    table.get(one.to_string().as_str()).and_then(|value| single(value)).unwrap_or(one)
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

/// What each character costs as a word; its Traditional forms, if there are several; and
/// its Simplified form, if it is another.
fn write_characters(
    scripts: &Scripts<'_>,
    words: &BTreeMap<Key, u8>,
    unknown: u8,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut costs = vec![unknown; format::CHARACTERS];
    let mut simplified = Vec::new();
    let mut numbers = vec![0_u16; format::CHARACTERS];
    let mut alternatives = Vec::new();
    for place in 0..format::CHARACTERS {
        let one = format::at(place);
        if let Some(cost) = words.get(&(vec![one], vec![0])) {
            costs[place] = *cost;
        }
        let standard = mapped(&scripts.standard, one);
        simplified.push(mapped(&scripts.simplified, standard) as u16);
        let Some(several) = scripts.ambiguous.get(&one) else { continue };
        numbers[place] = (alternatives.len() / format::RECORD + 1) as u16;
        let mut record = Vec::new();
        for table in [None, Some(&scripts.taiwan), Some(&scripts.hong_kong)] {
            let glyph = |one: &char| table.map_or(*one, |table| mapped(table, *one));
            // What is not of two bytes in UTF-16 is left out: it stays as it is.
            let codes = several.iter().map(|one| u16::try_from(glyph(one) as u32).unwrap_or(0));
            record.extend(padded(codes));
        }
        let cost = |number: usize| words.get(&(vec![one], vec![number as u8])).copied();
        record
            .extend(padded((0..several.len()).map(|number| u16::from(cost(number).unwrap_or(0)))));
        alternatives.extend(record);
    }
    let bytes =
        |words: &[u16]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>();
    fs::write(out.join("words.costs"), costs)?;
    fs::write(out.join("words.simplified"), bytes(&simplified))?;
    fs::write(out.join("words.numbers"), bytes(&numbers))?;
    fs::write(out.join("words.alternatives"), bytes(&alternatives))?;
    Ok(())
}

fn padded(values: impl Iterator<Item = u16>) -> Vec<u16> {
    let mut values: Vec<u16> = values.take(format::ALTERNATIVES).collect();
    values.resize(format::ALTERNATIVES, 0);
    values
}

/// Words of two characters or more: a table of first pairs by hash, and their entries.
fn write_words(words: &BTreeMap<Key, u8>, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<u8> = Vec::new();
    let mut pairs = vec![0_u64; format::PAIRS];
    let mut last = None;
    for ((characters, numbers), cost) in words.iter().filter(|((word, _), _)| word.len() > 1) {
        let number = (entries.len() / format::ENTRY_BYTES) as u64;
        let pair = format::pair(characters[0] as u16, characters[1] as u16);
        if let Some((_, place)) = last.filter(|(known, _)| *known == pair) {
            // The count is the lowest byte.
            let place: usize = place;
            pairs[place] += u64::from(pairs[place] & 0xff < 0xff);
        } else {
            let mut place = format::pair_place(pair);
            while pairs[place] != 0 {
                place = (place + 1) % format::PAIRS;
            }
            pairs[place] = u64::from(pair) << 32 | number << 8 | 1;
            last = Some((pair, place));
        }
        let rest = |index: usize| characters.get(index).map_or(0, |one| *one as u16);
        entries.extend(rest(2).to_le_bytes());
        entries.extend(rest(3).to_le_bytes());
        let numbers =
            (0..).zip(numbers).fold(0, |bits, (at, number)| bits | u16::from(*number) << (4 * at));
        entries.extend(numbers.to_le_bytes());
        entries.extend(u16::from(*cost).to_le_bytes());
    }
    fs::write(out.join("words.entries"), entries)?;
    fs::write(
        out.join("words.pairs"),
        pairs.iter().flat_map(|pair| pair.to_le_bytes()).collect::<Vec<_>>(),
    )?;
    Ok(())
}
