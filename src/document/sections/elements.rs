//! Elements of HTML that reach over blocks: pairs of tags over a whole body.
//!
//! The same pairs as [`Elements`](super::super::html::Elements) finds, with no
//! more kept of a tag than that takes.

use std::{collections::HashMap, ops::Range};

use super::super::html::{IMPLIED, Place, Tag};

/// The tags of a body in order.
#[derive(Default)]
pub(super) struct Tags {
    list: Vec<Mark>,
    names: HashMap<String, u32>,
}

/// A tag.
struct Mark {
    start: usize,
    name: u32,
    kind: Kind,
    block: Option<Block>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Opens,
    /// The same, of an element that the start of the next one ends.
    OpensImplied,
    Closes,
}

/// The block of a tag in text: the chunk that it was read in, and the block's number
/// there.
type Block = (usize, usize);

impl Tags {
    /// Takes note of a tag of the chunk that starts at `chunk`.
    pub(super) fn push(&mut self, tag: &Tag, chunk: usize) {
        if !tag.opens() && !tag.closes() {
            return;
        }
        let kind = match tag.opens() {
            true if IMPLIED.contains(&tag.name()) => Kind::OpensImplied,
            true => Kind::Opens,
            false => Kind::Closes,
        };
        let next = self.names.len() as u32;
        let name = match self.names.get(tag.name()) {
            Some(name) => *name,
            None => *self.names.entry(tag.name().to_owned()).or_insert(next),
        };
        let block = match tag.place() {
            Place::HtmlBlock => None,
            Place::Inline(block) => Some((chunk, block)),
        };
        self.list.push(Mark { start: chunk + tag.start(), name, kind, block });
    }

    /// Takes in the tags behind these.
    pub(super) fn append(&mut self, next: Self) {
        let mut numbers = vec![0; next.names.len()];
        for (name, number) in next.names {
            let free = self.names.len() as u32;
            numbers[number as usize] = *self.names.entry(name).or_insert(free);
        }
        let renamed = |mark: Mark| Mark { name: numbers[mark.name as usize], ..mark };
        self.list.extend(next.list.into_iter().map(renamed));
    }

    /// Calls `pair` for the byte range from each start tag to the tag that ends
    /// its element. Tags in `masked`, which comes in order, are none.
    pub(super) fn pairs(self, masked: &[Range<usize>], mut pair: impl FnMut(Range<usize>)) {
        let mut masked = masked.iter().peekable();
        let mut open: Vec<usize> = Vec::new();
        let mut by_name: Vec<Vec<usize>> = vec![Vec::new(); self.names.len()];
        for (index, mark) in self.list.iter().enumerate() {
            while masked.next_if(|range| range.end <= mark.start).is_some() {}
            let is_masked = masked.peek().is_some_and(|range| range.start <= mark.start);
            let is_past = |block: Option<Block>| block.is_some() && block != mark.block;
            while open.pop_if(|start| is_past(self.list[*start].block)).is_some() {}
            let named = &mut by_name[mark.name as usize];
            if is_masked {
                continue;
            }
            if mark.kind == Kind::Closes {
                while let Some(start) = named.pop() {
                    if let Ok(depth) = open.binary_search(&start) {
                        open.truncate(depth);
                        pair(self.list[start].start..mark.start);
                        break;
                    }
                }
                continue;
            }
            if mark.kind == Kind::OpensImplied {
                // No end tag: nothing of it holds over blocks.
                open.pop_if(|start| self.list[*start].name == mark.name);
            }
            open.push(index);
            named.push(index);
        }
    }
}
