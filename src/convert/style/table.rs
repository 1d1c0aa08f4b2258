//! The groups of spellings, as `dictionaries/style` has them.

use crate::convert::segment::RuleId;

/// Characters, then words. A section begins with a line `# [group] spelling: reason`;
/// its entries lead from the other spellings to this one.
const TEXTS: [&str; 2] = [
    include_str!("../../../dictionaries/style/characters.txt"),
    include_str!("../../../dictionaries/style/words.txt"),
];

/// The entries for one spelling of a group.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) group: &'static str,
    pub(super) spelling: &'static str,
    lines: &'static str,
    /// How many lines stand before its entries.
    before: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) key: &'static str,
    pub(super) value: &'static str,
    /// The number of its line, from 0.
    pub(super) number: u32,
}

impl Section {
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry> + use<> {
        let lines = self.lines.lines().zip(self.before..);
        lines.map_while(|(line, number)| {
            let (key, value) = line.split_once('\t')?;
            Some(Entry { key, value, number })
        })
    }
}

/// All sections, in order.
pub(super) fn sections() -> impl Iterator<Item = Section> {
    let mut before = 0;
    TEXTS.into_iter().flat_map(lines).filter_map(move |(line, rest)| {
        before += 1;
        let (group, named) = line.strip_prefix("# [")?.split_once("] ")?;
        let (spelling, _) = named.split_once(": ")?;
        Some(Section { group, spelling, lines: rest, before })
    })
}

/// The lines of a text, each with what comes behind it.
fn lines(mut text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    std::iter::from_fn(move || {
        let (line, rest) = text.split_once('\n')?;
        text = rest;
        Some((line, rest))
    })
}

/// The sections of one group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group(&'static str);

impl Group {
    /// The group with that name or spelling.
    pub(super) fn find(name: &str) -> Option<Self> {
        sections()
            .find(|section| section.group == name || section.spelling == name)
            .map(|section| Self(section.group))
    }

    pub(super) fn sections(self) -> impl Iterator<Item = Section> {
        sections().filter(move |section| section.group == self.0)
    }
}

/// The spelling and what it became, for a rule behind a change of style; `None` for any
/// other rule.
#[must_use]
pub fn entry(id: RuleId) -> Option<(&'static str, &'static str)> {
    let line = (id.dictionary == super::TABLE).then_some(id.entry as usize)?;
    TEXTS.into_iter().flat_map(str::lines).nth(line)?.split_once('\t')
}
