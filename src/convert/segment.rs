//! Segments: what an engine yields for a text.

use std::{ops::Range, str::FromStr};

use super::variant::UnknownName;

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

/// What a rule is there for. Where several say something of a character, the later one
/// counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Layer {
    /// A dictionary of one of OpenCC's profiles.
    Profile,
    /// The same of an edition, which only takes the script from it.
    Script,
    /// What words around a character tell of it, where a profile took another.
    Words,
    /// No rule, but a mark: nothing around the character tells which of its alternatives
    /// is right.
    Uncertain,
    /// A spelling, whatever the vocabulary.
    Spelling,
    /// A word of the region.
    Vocabulary,
    /// A word of the user.
    Terms,
    /// Punctuation.
    Punctuation,
    /// House style.
    Style,
}

impl Layer {
    /// Every layer.
    pub const ALL: [Self; 9] = [
        Self::Profile,
        Self::Script,
        Self::Words,
        Self::Uncertain,
        Self::Spelling,
        Self::Vocabulary,
        Self::Terms,
        Self::Punctuation,
        Self::Style,
    ];

    /// The name that messages use, as `vocabulary`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Script => "script",
            Self::Words => "words",
            Self::Uncertain => "uncertain",
            Self::Spelling => "spelling",
            Self::Vocabulary => "vocabulary",
            Self::Terms => "terms",
            Self::Punctuation => "punctuation",
            Self::Style => "style",
        }
    }
}

impl FromStr for Layer {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let named = Self::ALL.into_iter().find(|layer| layer.name() == name);
        named.ok_or_else(|| UnknownName::new("layer", name, &Self::ALL.map(Self::name)))
    }
}

/// One dictionary entry: the key became the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule<'a> {
    /// What it is there for.
    pub layer: Layer,
    /// The dictionary's name, as `TWPhrasesRev`.
    pub dictionary: &'a str,
    /// The entry's key.
    pub key: &'a str,
    /// The value that OpenCC takes: the first of the entry's alternatives.
    pub value: &'a str,
    /// All alternatives of the entry, separated by spaces.
    pub alternatives: &'a str,
}
