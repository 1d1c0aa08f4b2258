//! Segments: what an engine yields for a text.

use std::ops::Range;

/// A changed stretch of a text with its replacement and the rules behind it.
///
/// Segments come in the order of the text and do not overlap. Where a chain
/// has several steps, one segment covers everything its steps did together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Byte range in the text that was given to the engine.
    pub range: Range<usize>,
    /// What stands there after the last step; never equal to the source.
    pub replacement: &'a str,
    /// The rules that applied, step by step; empty if the engine cannot tell.
    pub rules: &'a [RuleId],
}

/// Names one dictionary entry of an engine; `Engine::rule` spells it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RuleId {
    /// The dictionary, counted in the engine's own list.
    pub dictionary: u16,
    /// The entry, counted in the sorted keys of that dictionary.
    pub entry: u32,
}

/// One dictionary entry: the key became the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<'a> {
    /// The dictionary's name, as `TWPhrasesRev`.
    pub dictionary: &'a str,
    /// The entry's key.
    pub key: &'a str,
    /// The value that OpenCC takes: the first of the entry's alternatives.
    pub value: &'a str,
    /// All alternatives of the entry, separated by spaces.
    pub alternatives: &'a str,
}
