//! What OpenCC's steps make of one key: the plain engine in small, for the build.

use std::{collections::HashMap, ops::Range};

use serde_json::Value;

/// A dictionary as its text has it, and the numbers of its entries.
pub struct Dictionary {
    pub entries: HashMap<String, (u32, String)>,
    longest: usize,
}

impl Dictionary {
    pub fn new(entries: &[(&str, &str)]) -> Self {
        // Numbered as `compile::table` does.
        let mut keys: Vec<&str> = entries.iter().map(|(key, _)| *key).collect();
        keys.sort_by(|a, b| a.chars().cmp(b.chars()));
        let values: HashMap<&str, &str> = entries.iter().copied().collect();
        let number = |(at, key): (usize, &&str)| {
            let value = values[key].split(' ').next().unwrap_or_default().to_owned();
            ((*key).to_owned(), (at as u32, value))
        };
        Self {
            entries: keys.iter().enumerate().map(number).collect(),
            longest: keys.iter().map(|key| key.chars().count()).max().unwrap_or(0),
        }
    }
}

/// How the dictionaries of a step are asked; see `Group` of the library.
pub enum Group {
    Table(usize),
    ShortCircuit(Vec<Group>),
    Union(Vec<Group>),
}

impl Group {
    pub fn read(dict: &Value, names: &[String]) -> Result<Self, String> {
        let unknown = || format!("unknown dictionary {dict}");
        if dict["type"] == "text" {
            let name = dict["file"].as_str().ok_or_else(unknown)?.trim_end_matches(".txt");
            let place = names.iter().position(|known| known == name).ok_or_else(unknown)?;
            return Ok(Self::Table(place));
        }
        let members = dict["dicts"].as_array().ok_or_else(unknown)?;
        let members: Result<Vec<_>, _> =
            members.iter().map(|member| Self::read(member, names)).collect();
        match dict["match_policy"].as_str() {
            Some("short_circuit") => Ok(Self::ShortCircuit(members?)),
            Some("union") => Ok(Self::Union(members?)),
            _ => Err(unknown()),
        }
    }

    /// The dictionaries of each member, in the order in which they are asked.
    pub fn members(&self) -> Vec<Vec<usize>> {
        match self {
            Self::Table(place) => vec![vec![*place]],
            Self::ShortCircuit(members) => members.iter().map(Self::tables).collect(),
            Self::Union(_) => vec![self.tables()],
        }
    }

    pub fn tables(&self) -> Vec<usize> {
        match self {
            Self::Table(place) => vec![*place],
            Self::ShortCircuit(members) | Self::Union(members) => {
                members.iter().flat_map(Self::tables).collect()
            }
        }
    }
}

/// A dictionary, counted in the library's list, and an entry of it.
pub type Rule = (usize, u32);

/// A stretch of a key and what became of it.
pub struct Cell {
    pub source: Range<usize>,
    pub output: String,
    pub rules: Vec<Rule>,
}

struct Change {
    range: Range<usize>,
    value: String,
    rule: Rule,
}

/// What the steps of `chain` make of `text`, one after the other.
pub fn apply(dictionaries: &[Dictionary], chain: &[Group], text: &str) -> Vec<Cell> {
    let cell = |(at, one): (usize, char)| Cell {
        source: at..at + one.len_utf8(),
        output: one.to_string(),
        rules: Vec::new(),
    };
    let cells = text.char_indices().map(cell).collect();
    chain.iter().fold(cells, |cells, group| {
        let current = output(&cells);
        merge(cells, &current, &changes(dictionaries, group, &current))
    })
}

pub fn output(cells: &[Cell]) -> String {
    cells.iter().map(|cell| cell.output.as_str()).collect()
}

fn changes(dictionaries: &[Dictionary], group: &Group, text: &str) -> Vec<Change> {
    let mut list = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let Some((len, place)) = find(dictionaries, group, &text[at..]) else {
            at += first.len_utf8();
            continue;
        };
        let range = at..at + len;
        let (entry, value) = &dictionaries[place].entries[&text[range.clone()]];
        at += len;
        if text[range.clone()] != **value {
            list.push(Change { range, value: value.clone(), rule: (place, *entry) });
        }
    }
    list
}

fn find(dictionaries: &[Dictionary], group: &Group, text: &str) -> Option<(usize, usize)> {
    match group {
        Group::Table(place) => {
            let dictionary = &dictionaries[*place];
            let ends = text.char_indices().map(|(at, one)| at + one.len_utf8());
            let ends: Vec<usize> = ends.take(dictionary.longest).collect();
            let longest =
                ends.into_iter().rev().find(|end| dictionary.entries.contains_key(&text[..*end]));
            longest.map(|len| (len, *place))
        }
        Group::ShortCircuit(members) => {
            members.iter().find_map(|member| find(dictionaries, member, text))
        }
        Group::Union(members) => members
            .iter()
            .filter_map(|member| find(dictionaries, member, text))
            .reduce(|best, next| if next.0 > best.0 { next } else { best }),
    }
}

/// Cells that a change touches become one.
fn merge(cells: Vec<Cell>, text: &str, changes: &[Change]) -> Vec<Cell> {
    let mut merged: Vec<Cell> = Vec::new();
    let mut cells = cells.into_iter().peekable();
    let mut changes = changes.iter().peekable();
    let mut at = 0;
    while let Some(mut cell) = cells.next() {
        let start = at;
        let mut end = start + cell.output.len();
        let mut copied = start;
        let mut output = String::new();
        let mut later = Vec::new();
        at = end;
        loop {
            if let Some(change) = changes.next_if(|change| change.range.start < end) {
                output.push_str(&text[copied..change.range.start]);
                output.push_str(&change.value);
                copied = change.range.end;
                later.push(change.rule);
                end = end.max(change.range.end);
            } else if at < end {
                let next = cells.next().expect("changes lie in the text");
                at += next.output.len();
                end = end.max(at);
                cell.source.end = next.source.end;
                cell.rules.extend(next.rules);
            } else {
                break;
            }
        }
        output.push_str(&text[copied..end]);
        cell.output = output;
        cell.rules.extend(later);
        merged.push(cell);
    }
    merged
}
