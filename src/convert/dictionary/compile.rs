//! The compiler from dictionary text to a table that is used in place.
//!
//! One piece of code for both uses: `build.rs` compiles OpenCC's dictionaries
//! into the binary with it, and users' dictionaries are compiled at run time.
//! It depends on nothing but the standard library.
//!
//! # Format of the text
//! OpenCC's: `key<TAB>value`, the value's alternatives separated by spaces,
//! lines that start with `#` and blank lines are left out.
//!
//! # Format of a table
//! Little-endian `u32` words in a row, then a pool of UTF-8 text. A table is a
//! trie over characters; the keys are sorted, so that every node's children
//! are neighbours and entry numbers follow the keys.
//!
//! | words | content |
//! |---|---|
//! | 6 | [`MAGIC`], pages, nodes, entries, bytes of the pool, longest key (characters) |
//! | 4352 | per page of 256 code points the page's number + 1, or 0 |
//! | 256 x pages | per code point the number + 1 of the depth-one node, or 0 |
//! | 4 x nodes | character, first child, number of children, entry + 1 or 0 |
//! | 5 x entries | in the pool: key offset, key length, value offset, length of the first alternative, of all |

use std::{collections::HashMap, fmt, ops::Range};

/// The first word of a table; its last byte is the format's version.
pub const MAGIC: u32 = u32::from_le_bytes(*b"HMT\x01");
/// The words before the page index.
pub const HEADER_WORDS: usize = 6;
/// One word for each 256 code points up to U+10FFFF.
pub const PAGE_INDEX_WORDS: usize = 0x0011_0000 / PAGE;
/// Code points in a page.
pub const PAGE: usize = 256;
/// Words of a node.
pub const NODE_WORDS: usize = 4;
/// Words of an entry.
pub const ENTRY_WORDS: usize = 5;
/// The longest key of a dictionary's text, in characters: finding keys takes time
/// by the length of a post and, at worst, of the longest of them.
pub const LONGEST_KEY: usize = 1_000;

/// A line of a dictionary that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: LineFault,
}

/// What can be wrong with a line of a dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineFault {
    /// There is no tab between key and value.
    NoTab,
    /// Nothing stands before the tab.
    NoKey,
    /// Nothing stands behind the tab.
    NoValue,
    /// The key is longer than [`LONGEST_KEY`].
    LongKey {
        /// Its length in characters.
        chars: usize,
    },
    /// The key stands on an earlier line too.
    Duplicate {
        /// That line, counted from 1.
        first_line: usize,
    },
}

impl fmt::Display for LineError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}

impl fmt::Display for LineFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTab => formatter.write_str("no tab between key and value"),
            Self::NoKey => formatter.write_str("no key before the tab"),
            Self::NoValue => formatter.write_str("no value behind the tab"),
            Self::LongKey { chars } => {
                write!(formatter, "a key of {chars} characters; at most {LONGEST_KEY} are matched")
            }
            Self::Duplicate { first_line } => {
                write!(formatter, "the key stands on line {first_line} already")
            }
        }
    }
}

impl std::error::Error for LineError {}

/// Key and value of every entry of a dictionary, in the order of the text.
///
/// # Errors
/// The first line that is no entry, or repeats a key.
pub fn entries(text: &str) -> Result<Vec<(&str, &str)>, LineError> {
    let mut list = Vec::new();
    let mut line_of = HashMap::new();
    for (index, raw) in text.lines().enumerate() {
        let line = index + 1;
        let fault = |reason| LineError { line, reason };
        let content = raw.strip_prefix('\u{feff}').unwrap_or(raw);
        if content.trim().is_empty() || content.starts_with('#') {
            continue;
        }
        let (key, value) = content.split_once('\t').ok_or(fault(LineFault::NoTab))?;
        let value = value.trim();
        if key.is_empty() {
            return Err(fault(LineFault::NoKey));
        }
        if value.is_empty() {
            return Err(fault(LineFault::NoValue));
        }
        let chars = key.chars().count();
        if chars > LONGEST_KEY {
            return Err(fault(LineFault::LongKey { chars }));
        }
        if let Some(first_line) = line_of.insert(key, line) {
            return Err(fault(LineFault::Duplicate { first_line }));
        }
        list.push((key, value));
    }
    Ok(list)
}

/// The table of a dictionary's entries, as described at the head of this module.
///
/// `entries` need no order; where a key comes twice, the first one counts.
#[must_use]
pub fn table(entries: &[(&str, &str)]) -> Vec<u8> {
    table_by(entries, |value| value.split(' ').next().unwrap_or(value))
}

/// As [`table`], of values that are no list of alternatives: a space in one is
/// its own.
#[must_use]
pub fn table_of_whole_values(entries: &[(&str, &str)]) -> Vec<u8> {
    table_by(entries, |value| value)
}

fn table_by(entries: &[(&str, &str)], first: fn(&str) -> &str) -> Vec<u8> {
    let mut sorted: Vec<(Vec<char>, &str, &str)> =
        entries.iter().map(|(key, value)| (key.chars().collect(), *key, *value)).collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    sorted.dedup_by(|later, first| later.0 == first.0);
    Builder::default().build(&sorted, first)
}

#[derive(Default)]
struct Builder {
    nodes: Vec<[u32; NODE_WORDS]>,
    pages: Vec<[u32; PAGE]>,
    page_of: HashMap<u32, usize>,
}

/// Keys whose characters at `depth` become the children of `node`.
struct Below {
    node: usize,
    keys: Range<usize>,
    depth: usize,
}

type Sorted<'a> = [(Vec<char>, &'a str, &'a str)];

impl Builder {
    fn build(mut self, sorted: &Sorted<'_>, first: fn(&str) -> &str) -> Vec<u8> {
        for node in self.grow(sorted) {
            self.index_root(node);
        }
        let mut page_index = vec![0; PAGE_INDEX_WORDS];
        for (page, number) in &self.page_of {
            page_index[*page as usize] = *number as u32 + 1;
        }
        let (entry_words, pool) = entry_words(sorted, first);
        let longest = sorted.iter().map(|(chars, ..)| chars.len()).max().unwrap_or(0);

        let mut words = vec![
            MAGIC,
            self.pages.len() as u32,
            self.nodes.len() as u32,
            sorted.len() as u32,
            pool.len() as u32,
            longest as u32,
        ];
        words.extend(page_index);
        words.extend(self.pages.iter().flatten());
        words.extend(self.nodes.iter().flatten());
        words.extend(entry_words);
        let mut bytes: Vec<u8> = words.into_iter().flat_map(u32::to_le_bytes).collect();
        bytes.extend_from_slice(pool.as_bytes());
        bytes
    }

    /// Adds all nodes; gives those at depth one. Keys can be longer than a stack is
    /// deep, so that what is to do stands in a list.
    fn grow(&mut self, sorted: &Sorted<'_>) -> Range<usize> {
        let (roots, mut below) = self.children(sorted, 0..sorted.len(), 0);
        below.reverse();
        while let Some(Below { node, keys, depth }) = below.pop() {
            let (children, more) = self.children(sorted, keys, depth);
            self.nodes[node][1] = children.start as u32;
            self.nodes[node][2] = children.len() as u32;
            below.extend(more.into_iter().rev());
        }
        roots
    }

    /// Adds the nodes for the characters at `depth` of `keys`, which share
    /// everything before it.
    fn children(
        &mut self,
        sorted: &Sorted<'_>,
        keys: Range<usize>,
        depth: usize,
    ) -> (Range<usize>, Vec<Below>) {
        let first = self.nodes.len();
        let mut below = Vec::new();
        let mut start = keys.start;
        while start < keys.end {
            let Some(&character) = sorted[start].0.get(depth) else {
                start += 1;
                continue;
            };
            let len = sorted[start..keys.end].partition_point(|key| key.0[depth] == character);
            let is_key = sorted[start].0.len() == depth + 1;
            let entry = if is_key { start as u32 + 1 } else { 0 };
            let node = self.nodes.len();
            self.nodes.push([character as u32, 0, 0, entry]);
            let keys = start + usize::from(is_key)..start + len;
            below.push(Below { node, keys, depth: depth + 1 });
            start += len;
        }
        (first..self.nodes.len(), below)
    }

    fn index_root(&mut self, node: usize) {
        let code_point = self.nodes[node][0];
        let page = code_point / PAGE as u32;
        let number = *self.page_of.entry(page).or_insert_with(|| {
            self.pages.push([0; PAGE]);
            self.pages.len() - 1
        });
        self.pages[number][code_point as usize % PAGE] = node as u32 + 1;
    }
}

fn entry_words(sorted: &Sorted<'_>, first: fn(&str) -> &str) -> (Vec<u32>, String) {
    let mut words = Vec::with_capacity(sorted.len() * ENTRY_WORDS);
    let mut pool = String::new();
    for (_, key, value) in sorted {
        let key_offset = pool.len();
        pool.push_str(key);
        let value_offset = if key == value { key_offset } else { pool.len() };
        if key != value {
            pool.push_str(value);
        }
        words.extend(
            [key_offset, key.len(), value_offset, first(value).len(), value.len()]
                .map(|n| n as u32),
        );
    }
    (words, pool)
}
