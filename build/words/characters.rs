//! What characters can become.

use std::{error::Error, fmt::Write as _, path::Path};

use super::{
    Table, character, codes, first,
    format::{CANDIDATES, CHARACTERS, NO_WORD},
    read::Forms,
    table,
};

/// Spellings that are a matter of house style: the second counts as the first. The same
/// as in `dictionaries/words/words.py`.
const SAME: [(char, char); 6] =
    [('台', '臺'), ('布', '佈'), ('周', '週'), ('占', '佔'), ('濕', '溼'), ('群', '羣')];

/// OpenCC's tables that decide what a character can become.
pub struct Characters {
    alternatives: Table,
    taiwan: Table,
    hong_kong: Table,
}

impl Characters {
    pub fn read(opencc: &Path) -> Result<Self, Box<dyn Error>> {
        let load = |name: &str| table(&opencc.join(format!("{name}.txt")));
        Ok(Self {
            alternatives: load("STCharacters")?,
            taiwan: load("TWVariants")?,
            hong_kong: load("HKVariants")?,
        })
    }

    /// The character of Taiwan that stands for `standard` here.
    pub fn fold(&self, standard: char) -> char {
        let taiwan = first(&self.taiwan, standard);
        SAME.iter().find(|(_, other)| *other == taiwan).map_or(taiwan, |(one, _)| *one)
    }

    /// What `simplified` can be, folded, each with the standard character behind it.
    pub fn candidates(&self, simplified: char) -> Vec<(char, char)> {
        let own = vec![simplified.to_string()];
        let values = self.alternatives.get(&simplified.to_string()).unwrap_or(&own);
        let mut candidates: Vec<(char, char)> = Vec::new();
        for standard in values.iter().filter_map(|value| value.chars().next()) {
            let folded = self.fold(standard);
            if candidates.iter().all(|(known, _)| *known != folded) {
                candidates.push((folded, standard));
            }
        }
        candidates
    }
}

/// A character that several can stand for, the commonest first.
pub struct Ambiguous {
    pub code: u16,
    /// Folded, standard, cost.
    pub candidates: Vec<(char, char, u8)>,
}

pub fn ambiguous(forms: &Forms, characters: &Characters, rare: u8) -> Vec<Ambiguous> {
    let mut ambiguous = Vec::new();
    for key in characters.alternatives.keys() {
        let Some(&[code]) = codes(key).as_deref() else { continue };
        let known = forms.get(&vec![code]);
        let cost = |folded: char| {
            known.and_then(|forms| forms.get(&vec![folded])).copied().unwrap_or(rare)
        };
        let mut candidates: Vec<(char, char, u8)> = characters
            .candidates(character(code))
            .into_iter()
            .map(|(folded, standard)| (folded, standard, cost(folded)))
            .collect();
        candidates.sort_by_key(|(_, _, cost)| *cost);
        candidates.truncate(CANDIDATES);
        if candidates.len() > 1 {
            ambiguous.push(Ambiguous { code, candidates });
        }
    }
    ambiguous
}

pub fn ambiguous_code(ambiguous: &[Ambiguous], characters: &Characters) -> Result<String, String> {
    let mut code = format!("pub(super) static AMBIGUOUS: [Ambiguous; {}] = [\n", ambiguous.len());
    for one in ambiguous {
        let padded = |mut chars: Vec<char>| {
            chars.resize(CANDIDATES, '\0');
            chars
        };
        let of = |table: Option<&Table>| {
            let form = |(_, standard, _): &(char, char, u8)| {
                table.map_or(*standard, |table| first(table, *standard))
            };
            padded(one.candidates.iter().map(form).collect())
        };
        let mut costs: Vec<u8> = one.candidates.iter().map(|(_, _, cost)| *cost).collect();
        costs.resize(CANDIDATES, NO_WORD);
        let forms = [None, Some(&characters.taiwan), Some(&characters.hong_kong)].map(of);
        writeln!(code, "    Ambiguous {{ forms: {forms:?}, costs: {costs:?} }},")
            .map_err(|error| error.to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// Traditional characters with their Simplified ones, of every region.
pub fn simple(opencc: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let load = |name: &str| table(&opencc.join(format!("{name}.txt")));
    let variants = [load("TWVariantsRev")?, load("HKVariantsRev")?];
    let simplify = [load("TSCharacters")?, load("TSCharactersExt")?];
    let mut simple = Vec::new();
    for code in 0..CHARACTERS as u16 {
        let of = |tables: &[Table], one: char| {
            let found = tables.iter().map(|table| first(table, one)).find(|found| *found != one);
            found.unwrap_or(one)
        };
        let one = of(&simplify, of(&variants, character(code)));
        let own = codes(&one.to_string()).map_or(code, |codes| codes[0]);
        simple.extend(own.to_le_bytes());
    }
    Ok(simple)
}
