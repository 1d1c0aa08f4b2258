//! Dictionaries: tables of keys and values, used in place.

pub mod compile;
pub(crate) mod opencc;

use std::borrow::Cow;

pub use compile::LONGEST_KEY;
use compile::{ENTRY_WORDS, HEADER_WORDS, LineError, MAGIC, NODE_WORDS, PAGE, PAGE_INDEX_WORDS};

use crate::convert::segment::{Layer, Rule};

/// A compiled dictionary.
///
/// ```
/// use hanmark::Dictionary;
///
/// let dictionary = Dictionary::from_text("names", "馬西莫夫\t马西莫夫\n馬\t马\n")?;
/// let found = dictionary.longest_prefix("馬西莫夫於").expect("the name is a key");
/// assert_eq!(dictionary.rule(found.entry).value, "马西莫夫");
/// # Ok::<(), hanmark::LineError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Dictionary {
    name: Cow<'static, str>,
    table: Cow<'static, [u8]>,
    // Byte offsets of the table's parts.
    pages: usize,
    nodes: usize,
    entries: usize,
    pool: usize,
}

/// A key found at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// Length of the key in bytes.
    pub len: usize,
    /// The entry's number.
    pub entry: u32,
}

impl Dictionary {
    /// Compiles a dictionary in OpenCC's text format.
    ///
    /// # Errors
    /// The first line that is no entry, repeats a key, or has one of more than
    /// [`LONGEST_KEY`] characters.
    pub fn from_text(name: impl Into<String>, text: &str) -> Result<Self, LineError> {
        let table = compile::table(&compile::entries(text)?);
        Ok(Self::from_table(Cow::Owned(name.into()), Cow::Owned(table)))
    }

    /// Compiles keys and values that are plain text: a space in a value is its own.
    /// Where a key is there twice, the first one counts. Keys may have any length,
    /// but finding them takes time by that of the longest.
    #[must_use]
    pub fn from_pairs(name: impl Into<String>, pairs: &[(&str, &str)]) -> Self {
        let table = compile::table_of_whole_values(pairs);
        Self::from_table(Cow::Owned(name.into()), Cow::Owned(table))
    }

    /// Takes a table that `compile::table` made; only the header is looked at.
    ///
    /// # Panics
    /// When the bytes are no such table, which is a bug of the build.
    pub(crate) fn from_table(name: Cow<'static, str>, table: Cow<'static, [u8]>) -> Self {
        assert_eq!(word(&table, 0), MAGIC, "{name} is no table of this version");
        let parts = |index: usize| word(&table, index * 4) as usize;
        let pages = (HEADER_WORDS + PAGE_INDEX_WORDS) * 4;
        let nodes = pages + parts(1) * PAGE * 4;
        let entries = nodes + parts(2) * NODE_WORDS * 4;
        let pool = entries + parts(3) * ENTRY_WORDS * 4;
        assert_eq!(table.len(), pool + parts(4), "{name} is cut short");
        Self { name, table, pages, nodes, entries, pool }
    }

    /// The dictionary's name, as `TWPhrasesRev`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.pool - self.entries) / (ENTRY_WORDS * 4)
    }

    /// True if there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole table; equal ones have equal entries.
    pub(crate) fn table(&self) -> &[u8] {
        &self.table
    }

    /// The longest key that `text` starts with.
    #[must_use]
    pub fn longest_prefix(&self, text: &str) -> Option<Found> {
        let mut characters = text.chars();
        let first = characters.next()?;
        let mut node = self.root(first)?;
        let mut len = first.len_utf8();
        let mut longest = self.found(node, len);
        for character in characters {
            let Some(child) = self.child(node, character) else { break };
            node = child;
            len += character.len_utf8();
            longest = self.found(node, len).or(longest);
        }
        longest
    }

    /// Every key that `text` starts with, the shortest first.
    pub fn prefixes<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Found> + 't {
        let mut node = None;
        let mut len = 0;
        let mut characters = text.chars();
        let nodes = std::iter::from_fn(move || {
            let character = characters.next()?;
            let next = match node {
                None => self.root(character)?,
                Some(node) => self.child(node, character)?,
            };
            node = Some(next);
            len += character.len_utf8();
            Some((next, len))
        });
        nodes.filter_map(|(node, len)| self.found(node, len))
    }

    /// The entry of that number; its layer is that of a profile.
    ///
    /// # Panics
    /// When there is no such entry; numbers come from [`Dictionary::longest_prefix`].
    #[must_use]
    pub fn rule(&self, entry: u32) -> Rule<'_> {
        let at = self.entries + entry as usize * ENTRY_WORDS * 4;
        let field = |index: usize| word(&self.table, at + index * 4) as usize;
        let text = |offset: usize, len: usize| {
            let start = self.pool + offset;
            std::str::from_utf8(&self.table[start..start + len]).expect("the pool is UTF-8 text")
        };
        Rule {
            layer: Layer::Profile,
            dictionary: &self.name,
            key: text(field(0), field(1)),
            value: text(field(2), field(3)),
            alternatives: text(field(2), field(4)),
        }
    }

    /// Every entry, in the order of the keys.
    pub fn rules(&self) -> impl Iterator<Item = Rule<'_>> {
        (0..self.len() as u32).map(|entry| self.rule(entry))
    }

    /// The first characters of all keys.
    pub(crate) fn first_characters(&self) -> impl Iterator<Item = char> {
        let pages = (0..PAGE_INDEX_WORDS).filter_map(|index| {
            let page = self.word((HEADER_WORDS + index) * 4).checked_sub(1)?;
            Some((index, self.pages + page as usize * PAGE * 4))
        });
        let slots = pages.flat_map(|(index, at)| {
            (0..PAGE).map(move |slot| (index * PAGE + slot, at + slot * 4))
        });
        slots
            .filter(|(_, at)| self.word(*at) != 0)
            .filter_map(|(code_point, _)| char::from_u32(code_point as u32))
    }

    fn root(&self, character: char) -> Option<usize> {
        let code_point = character as usize;
        let page = self.word(HEADER_WORDS * 4 + code_point / PAGE * 4).checked_sub(1)?;
        let slot = self.pages + (page as usize * PAGE + code_point % PAGE) * 4;
        self.word(slot).checked_sub(1).map(|node| node as usize)
    }

    fn child(&self, node: usize, character: char) -> Option<usize> {
        let at = self.nodes + node * NODE_WORDS * 4;
        let (first, count) = (self.word(at + 4) as usize, self.word(at + 8) as usize);
        let (mut low, mut high) = (first, first + count);
        while low < high {
            let middle = low.midpoint(high);
            let found = self.word(self.nodes + middle * NODE_WORDS * 4);
            match found.cmp(&(character as u32)) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn found(&self, node: usize, len: usize) -> Option<Found> {
        let entry = self.word(self.nodes + node * NODE_WORDS * 4 + 12).checked_sub(1)?;
        Some(Found { len, entry })
    }

    fn word(&self, offset: usize) -> u32 {
        word(&self.table, offset)
    }
}

fn word(table: &[u8], offset: usize) -> u32 {
    let bytes = table[offset..offset + 4].try_into().expect("four bytes");
    u32::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use compile::LineFault;

    #[test]
    fn the_longest_key_wins_and_its_first_alternative_is_the_value() {
        let text = "# comment\n\n干\t幹 乾 干\n干净\t乾淨\n干净利落\t乾淨利落\n";
        let dictionary = Dictionary::from_text("test", text).unwrap();
        assert_eq!(dictionary.len(), 3);
        let found = dictionary.longest_prefix("干净利").unwrap();
        assert_eq!(found.len, "干净".len());
        let single = dictionary.longest_prefix("干").unwrap();
        assert_eq!(
            dictionary.rule(single.entry),
            Rule {
                layer: Layer::Profile,
                dictionary: "test",
                key: "干",
                value: "幹",
                alternatives: "幹 乾 干"
            }
        );
        assert_eq!(dictionary.longest_prefix("净"), None);
        assert_eq!(dictionary.longest_prefix(""), None);
    }

    #[test]
    fn keys_may_start_with_ascii_and_lie_outside_the_basic_plane() {
        let dictionary = Dictionary::from_text("test", "U盘\t隨身碟\n𠀾\t禾\n").unwrap();
        assert_eq!(dictionary.longest_prefix("U盘").map(|found| found.len), Some(4));
        assert_eq!(dictionary.longest_prefix("𠀾𠀾").map(|found| found.len), Some(4));
        assert_eq!(dictionary.longest_prefix("U"), None);
        assert_eq!(dictionary.first_characters().collect::<String>(), "U𠀾");
    }

    #[test]
    fn a_dictionary_without_entries_finds_nothing() {
        let dictionary = Dictionary::from_text("none", "# nothing\n").unwrap();
        assert!(dictionary.is_empty());
        assert_eq!(dictionary.longest_prefix("門"), None);
    }

    #[test]
    fn pairs_are_plain_text_and_the_first_of_two_equal_keys_counts() {
        let dictionary = Dictionary::from_pairs("test", &[("門 a", "b c"), ("門 a", "d")]);
        let found = dictionary.longest_prefix("門 a").unwrap();
        let rule = dictionary.rule(found.entry);
        assert_eq!((dictionary.len(), rule.value, rule.alternatives), (1, "b c", "b c"));
        assert!(Dictionary::from_pairs("test", &[]).is_empty());
    }

    #[test]
    fn bad_lines_are_named() {
        let fault = |text| Dictionary::from_text("test", text).map(|_| ()).unwrap_err();
        assert_eq!(fault("門 门").reason, LineFault::NoTab);
        assert_eq!(fault("\t门").reason, LineFault::NoKey);
        assert_eq!(fault("門\t ").reason, LineFault::NoValue);
        assert_eq!(
            fault("門\t门\n書\t书\n門\t門").to_string(),
            "line 3: the key stands on line 1 already"
        );
        assert_eq!(
            fault(&format!("門\t门\n{}\t书\n", "書".repeat(1_001))).to_string(),
            "line 2: a key of 1001 characters; at most 1000 are matched"
        );
    }

    #[test]
    fn keys_of_any_length_are_compiled() {
        for len in [1_000, 100_000] {
            let key = "門".repeat(len);
            let dictionary = Dictionary::from_pairs("test", &[(&key, "x"), (&key[3..], "y")]);
            assert_eq!(dictionary.longest_prefix(&key).map(|found| found.len), Some(len * 3));
        }
        let text = format!("{}\tx\n", "門".repeat(1_000));
        assert_eq!(Dictionary::from_text("test", &text).unwrap().len(), 1);
    }
}
