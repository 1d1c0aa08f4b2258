//! Compiles the words with their frequencies, see `src/convert/words`.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use crate::compile;

mod characters;
mod filters;
#[path = "../../src/convert/words/format.rs"]
#[allow(dead_code, unreachable_pub)]
mod format;
mod read;
mod trie;

use characters::{Ambiguous, Characters};
use format::{CHARACTERS, CHOICES, FIRST, NO_WORD, UNITS};
use read::Forms;

type Table = BTreeMap<String, Vec<String>>;
/// A Traditional form of a key as its trie has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    cost: u8,
    choices: u8,
}

/// Writes the tables that `src/convert/words` includes.
pub fn write(words: &Path, opencc: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let characters = Characters::read(opencc)?;
    let mut forms = read::read_words(&words.join("words.txt"), &characters)?;
    let once = forms.values().flat_map(BTreeMap::values).copied().max().ok_or("no words")?;
    read::add_characters(&mut forms, &characters, once);
    read::add_phrases(&mut forms, opencc, &characters, once)?;
    read::add_names(&mut forms, &characters);
    let ambiguous = characters::ambiguous(&forms, &characters, once + UNITS as u8 / 2 + 3);
    let mut number = vec![0_u16; CHARACTERS];
    for (index, one) in ambiguous.iter().enumerate() {
        number[usize::from(one.code)] = u16::try_from(index + 1)?;
    }
    let words = encode(&forms, &ambiguous, &number);
    fs::write(out.join("words.bits"), bits(&number))?;
    fs::write(out.join("words.simple"), characters::simple(opencc)?)?;
    filters::write_filters(&words, &forms, &ambiguous, &number, out)?;
    trie::write_trie(&words, &forms, &number, once, out)?;
    fs::write(out.join("words.rs"), characters::ambiguous_code(&ambiguous, &characters)?)?;
    Ok(())
}

/// The words of two characters and more; forms that no choices can say are left out.
fn encode(forms: &Forms, ambiguous: &[Ambiguous], number: &[u16]) -> BTreeMap<Vec<u16>, Vec<Form>> {
    let mut words = BTreeMap::new();
    for (key, forms) in forms.iter().filter(|(key, _)| key.len() > 1) {
        let encoded = |(value, cost): (&Vec<char>, &u8)| {
            let choices = choices(key, value, ambiguous, number)?;
            Some(Form { cost: (*cost).min(NO_WORD - 1), choices })
        };
        let mut forms: Vec<Form> = forms.iter().filter_map(encoded).collect();
        forms.sort();
        if !forms.is_empty() {
            words.insert(key.clone(), forms);
        }
    }
    words
}

fn choices(key: &[u16], value: &[char], ambiguous: &[Ambiguous], number: &[u16]) -> Option<u8> {
    let mut choices = 0;
    let mut place = 0;
    for (code, folded) in key.iter().zip(value) {
        let Some(index) = number[usize::from(*code)].checked_sub(1) else { continue };
        let candidates = &ambiguous[usize::from(index)].candidates;
        let choice = candidates.iter().position(|(known, _, _)| known == folded)?;
        if place < CHOICES {
            choices |= (choice as u8) << (2 * place);
        } else if choice != 0 {
            return None;
        }
        place += 1;
    }
    Some(choices)
}

/// The candidate of each ambiguous character of a key, by place.
fn chosen<'a>(
    key: &'a [u16],
    form: Form,
    number: &'a [u16],
) -> impl Iterator<Item = (usize, usize)> + 'a {
    let ambiguous = key.iter().enumerate().filter(|(_, code)| number[usize::from(**code)] != 0);
    ambiguous.enumerate().map(move |(place, (at, _))| {
        let choice = if place < CHOICES { form.choices >> (2 * place) & 3 } else { 0 };
        (at, usize::from(choice))
    })
}

fn set(bits: &mut [u8], bit: usize) {
    bits[bit / 8] |= 1 << (bit % 8);
}

fn bits(number: &[u16]) -> Vec<u8> {
    let mut bits = vec![0; CHARACTERS / 8];
    for code in (0..CHARACTERS).filter(|code| number[*code] != 0) {
        set(&mut bits, code);
    }
    bits
}

fn first(table: &Table, one: char) -> char {
    let value = table.get(&one.to_string()).and_then(|values| values[0].chars().next());
    value.unwrap_or(one)
}

/// Numbers from [`FIRST`]; none if a character lies outside.
fn codes(key: &str) -> Option<Vec<u16>> {
    let code = |one: char| {
        let code = u32::from(one).checked_sub(FIRST)?;
        u16::try_from(code).ok().filter(|code| usize::from(*code) < CHARACTERS)
    };
    key.chars().map(code).collect()
}

fn character(code: u16) -> char {
    char::from_u32(FIRST + u32::from(code)).unwrap_or_default()
}

fn table(path: &Path) -> Result<Table, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let entries =
        compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let values = |value: &str| value.split(' ').map(String::from).collect();
    Ok(entries.into_iter().map(|(key, value)| (key.to_owned(), values(value))).collect())
}
