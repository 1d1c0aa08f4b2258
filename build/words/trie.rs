//! The trie of all words.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
};

use super::{
    Form,
    format::{CHARACTERS, HAS_MORE, LONGEST, NO_WORD},
    read::Forms,
};

/// Level by level: the prefixes of one length follow those of the length before.
pub fn write_trie(
    words: &BTreeMap<Vec<u16>, Vec<Form>>,
    forms: &Forms,
    number: &[u16],
    once: u8,
    out: &Path,
) -> Result<(), Box<dyn Error>> {
    let mut levels: Vec<BTreeSet<&[u16]>> = vec![BTreeSet::new(); LONGEST];
    for key in words.keys() {
        for length in 2..=key.len() {
            levels[length - 1].insert(&key[..length]);
        }
    }
    let order: Vec<&[u16]> = levels.into_iter().flatten().collect();
    let mut first_child = 0;
    let mut roots = Vec::new();
    for code in 0..CHARACTERS as u16 {
        roots.extend(u32::try_from(first_child)?.to_le_bytes());
        while order.get(first_child).is_some_and(|node| node.len() == 2 && node[0] == code) {
            first_child += 1;
        }
        let cost = forms.get(&vec![code]).and_then(|forms| forms.values().min());
        roots.extend(number[usize::from(code)].to_le_bytes());
        roots.extend([*cost.unwrap_or(&once), 0]);
    }
    roots.extend([u32::try_from(first_child)?.to_le_bytes(), [0; 4]].concat());
    let (mut chars, mut nodes, mut more) = (Vec::new(), Vec::new(), Vec::new());
    for (index, node) in order.iter().enumerate() {
        let index = u32::try_from(index)?;
        let own = words.get(*node).map_or(&[][..], Vec::as_slice);
        let flag = if own.len() > 1 { HAS_MORE } else { 0 };
        chars.extend(node[node.len() - 1].to_le_bytes());
        nodes.extend((u32::try_from(first_child)? | flag).to_le_bytes());
        nodes.extend(own.first().map_or([NO_WORD, 0], |form| [form.cost, form.choices]));
        for form in own.iter().skip(1) {
            more.extend(index.to_le_bytes());
            more.extend([form.cost, form.choices]);
        }
        while order.get(first_child).is_some_and(|child| child[..child.len() - 1] == **node) {
            first_child += 1;
        }
    }
    nodes.extend(u32::try_from(first_child)?.to_le_bytes());
    nodes.extend([NO_WORD, 0]);
    fs::write(out.join("words.roots"), roots)?;
    fs::write(out.join("words.chars"), chars)?;
    fs::write(out.join("words.nodes"), nodes)?;
    fs::write(out.join("words.more"), more)?;
    Ok(())
}
