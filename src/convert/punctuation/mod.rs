//! Punctuation: quotation marks and dots as the target's region writes them.
//!
//! Gets the text of one block, in parts of a post, and gives the marks that become
//! others. 「」『』 and “”‘’ become each other in pairs, by their depth; a mark without
//! its other half stays. Between Han characters, the dots and strokes that Taiwan sets
//! become those of the mainland.
//!
//! Marks of these two kinds alone are looked at: straight quotes may be those of YAML or
//! of code, 《》 are the same everywhere, and nobody can tell `3．5` from a slip.

mod context;
mod pairs;
mod rules;

use std::ops::Range;

use super::variant::Script;
use crate::edit::Edits;
use context::Mark;

pub(crate) use rules::TABLE;
pub use rules::entry;

/// A part of a block: where it starts in the post (bytes), and its text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'s> {
    pub(crate) at: usize,
    pub(crate) text: &'s str,
    /// Whether the text before goes on here; else something stands between that is no
    /// text, as code does.
    pub(crate) goes_on: bool,
}

/// A mark that becomes another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Where it stands in the post (bytes).
    pub(crate) range: Range<usize>,
    pub(crate) from: char,
    pub(crate) to: char,
    /// The index of the pair's other half among the changes, if that changes too.
    pub(crate) partner: Option<usize>,
}

/// Whether `text` has a mark that can become another one in the script `target`.
pub(crate) fn has_marks(text: &str, target: Script) -> bool {
    let bytes = text.as_bytes();
    match target {
        Script::Simplified => memchr::memchr3_iter(0xe2, 0xe3, 0xef, bytes).any(|at| {
            matches!(
                &bytes[at..],
                // 「 to 』, ・, ． and ／, • and ‧.
                [0xe3, 0x80, 0x8c..=0x8f, ..]
                    | [0xe3, 0x83, 0xbb, ..]
                    | [0xef, 0xbc, 0x8e | 0x8f, ..]
                    | [0xe2, 0x80, 0xa2 | 0xa7, ..]
            )
        }),
        // ‘ to ”.
        Script::Traditional => memchr::memchr_iter(0xe2, bytes)
            .any(|at| matches!(&bytes[at..], [0xe2, 0x80, 0x98..=0x9d, ..])),
    }
}

/// The marks of a block that become others in the script `target`, in order; in time
/// linear in its length.
pub(crate) fn changes(parts: &[Part<'_>], target: Script) -> Vec<Change> {
    // Corner brackets quote whatever stands around them.
    let quickly = || (target == Script::Simplified).then(|| context::read_quickly(parts)).flatten();
    let block = quickly().unwrap_or_else(|| context::read(parts));
    if block.is_japanese() {
        return Vec::new();
    }
    let mut becomes: Vec<Option<char>> = vec![None; block.marks.len()];
    let mut partners: Vec<Option<usize>> = vec![None; block.marks.len()];
    for pair in pairs::becoming(&block, target) {
        becomes[pair.open] = Some(pair.signs[0]);
        becomes[pair.close] = Some(pair.signs[1]);
        partners[pair.open] = Some(pair.close);
        partners[pair.close] = Some(pair.open);
    }
    if target == Script::Simplified {
        for (mark, becomes) in block.marks.iter().zip(&mut becomes) {
            *becomes = becomes.or_else(|| between_han(mark));
        }
    }
    let mut changes = Vec::new();
    let mut places = vec![None; block.marks.len()];
    for (index, (mark, becomes)) in block.marks.iter().zip(&becomes).enumerate() {
        if let Some(to) = becomes.filter(|to| *to != mark.sign) {
            places[index] = Some(changes.len());
            let range = mark.at..mark.at + mark.sign.len_utf8();
            changes.push(Change { range, from: mark.sign, to, partner: None });
        }
    }
    for (index, partner) in partners.iter().enumerate() {
        if let (Some(change), Some(partner)) = (places[index], partner) {
            changes[change].partner = places[*partner];
        }
    }
    changes
}

/// What a dot or stroke between two Han characters becomes on the mainland: `·` parts
/// names from other languages (GB/T 15834), and strokes are narrow.
fn between_han(mark: &Mark) -> Option<char> {
    let becomes = match mark.sign {
        '．' | '‧' | '•' | '・' => '·',
        '／' => '/',
        _ => return None,
    };
    (context::is_han(mark.before) && context::is_han(mark.behind)).then_some(becomes)
}

/// Appends `changes` to `marks`, without those that `edits` replace too: a word that has
/// marks of its own is right as it is, and a pair changes as a pair.
pub(crate) fn add(changes: &[Change], edits: &Edits, marks: &mut Edits, with_rules: WithRules) {
    let is_free = |change: &Change| {
        let next = edits.get(edits.first_ending_after(change.range.start));
        next.is_none_or(|next| next.range.start >= change.range.end)
    };
    for change in changes {
        let partner = change.partner.map(|partner| &changes[partner]);
        if !is_free(change) || !partner.is_none_or(is_free) {
            continue;
        }
        match (with_rules, rules::rule(change.from, change.to)) {
            (WithRules::Yes, Some(rule)) => {
                let mut sign = [0; 4];
                marks.push(change.range.clone(), change.to.encode_utf8(&mut sign), &[rule]);
            }
            _ => marks.push_char(change.range.clone(), change.to),
        }
    }
}

/// Whether edits get the rules behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WithRules {
    Yes,
    No,
}

#[cfg(test)]
mod tests;
