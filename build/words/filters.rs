//! Filters of pairs, which spare the words that change nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use super::{
    Form,
    characters::Ambiguous,
    chosen,
    format::{CANDIDATES, MARGIN, NO_WORD, PAIR_BITS, UNITS, pair_bits, salt},
    read::Forms,
    set,
};

/// By how much a word must be likelier than its two characters to be surely one.
const HEAVY: u32 = 2 * UNITS;

/// More than any cost.
const FAR: u32 = 1000;

/// Filters of pairs: inside a word; of an ambiguous character that some word has as
/// another candidate; of one that is a word, and surely that candidate.
pub fn write_filters(
    words: &BTreeMap<Vec<u16>, Vec<Form>>,
    singles: &Forms,
    ambiguous: &[Ambiguous],
    number: &[u16],
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut inner = vec![0_u8; PAIR_BITS / 8];
    let mut seen: BTreeMap<(u16, u16, u32), Vec<Costs>> = BTreeMap::new();
    let mut sure: BTreeSet<(u16, u16, u32)> = BTreeSet::new();
    for (key, forms) in words {
        for pair in key.windows(2) {
            set_pair(&mut inner, pair_bits(pair[0], pair[1], 0));
        }
        for at in (0..key.len()).filter(|at| number[usize::from(key[*at])] != 0) {
            let costs = costs(key, forms, number, at);
            if at + 1 < key.len() {
                seen.entry((key[at], key[at + 1], 0)).or_default().push(costs);
            }
            if at > 0 {
                seen.entry((key[at - 1], key[at], 1)).or_default().push(costs);
            }
            if key.len() == 2 && is_heavy(key, forms, singles) {
                sure.insert((key[0], key[1], at as u32));
            }
        }
    }
    let (mut doubt, mut certain) = (inner.clone(), inner.clone());
    doubt.fill(0);
    certain.fill(0);
    for ((first, second, side), words) in &seen {
        let code = if *side == 0 { first } else { second };
        let own = &ambiguous[usize::from(number[usize::from(*code)]) - 1];
        for candidate in 0..own.candidates.len() {
            let bits = pair_bits(*first, *second, salt(*side, candidate));
            if words.iter().any(|costs| is_better(costs, candidate)) {
                set_pair(&mut doubt, bits);
            } else if sure.contains(&(*first, *second, *side)) {
                set_pair(&mut certain, bits);
            }
        }
    }
    fs::write(out.join("words.inner"), inner)?;
    fs::write(out.join("words.doubt"), doubt)?;
    fs::write(out.join("words.certain"), certain)?;
    Ok(())
}

/// What a key costs with each candidate at a place.
pub type Costs = [u32; CANDIDATES];

pub fn costs(key: &[u16], forms: &[Form], number: &[u16], at: usize) -> Costs {
    let mut costs = [FAR; CANDIDATES];
    for form in forms {
        for (_, choice) in chosen(key, *form, number).filter(|(place, _)| *place == at) {
            costs[choice] = costs[choice].min(form.cost.into());
        }
    }
    costs
}

/// Whether another candidate is likely enough to take the place of this one.
pub fn is_better(costs: &Costs, candidate: usize) -> bool {
    costs.iter().any(|cost| cost + MARGIN <= costs[candidate])
}

/// Whether a word of two characters is so common that they are hardly two words.
pub fn is_heavy(key: &[u16], forms: &[Form], singles: &Forms) -> bool {
    let alone = |code: &u16| {
        let cost = singles.get(&vec![*code]).and_then(|forms| forms.values().min());
        u32::from(cost.copied().unwrap_or(NO_WORD))
    };
    let apart: u32 = key.iter().map(alone).sum();
    forms.iter().all(|form| u32::from(form.cost) + HEAVY <= apart)
}

pub fn set_pair(filter: &mut [u8], bits: [usize; 2]) {
    for bit in bits {
        set(filter, bit);
    }
}
