//! The map as it is written: serde's types, which refuse what makes no sense.

use std::{
    collections::{BTreeMap, HashSet},
    fmt,
    str::FromStr,
};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

use super::{PostMap, Skip};
use crate::{
    config::StateName,
    convert::{
        dictionary::LONGEST_KEY,
        regional::Domain,
        variant::{UnknownName, Variant},
    },
    switches::{DomainState, Vocabulary},
};

/// Front matter, of which one key is read.
#[derive(Deserialize)]
pub(super) struct FrontMatterKeys {
    pub(super) hanmark: Option<Raw>,
}

/// The map as it is written; a key without a value is as good as none.
#[derive(Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    default,
    expecting = "a mapping with `source`, `terms`, `keep` or `skip`, as `hanmark: { source: zh-HK }`"
)]
pub(super) struct Raw {
    source: Option<Tag>,
    terms: Option<TermLists>,
    keep: Option<Words>,
    skip: Option<RawSkip>,
    vocabulary: Option<Named<Vocabulary>>,
    domains: Option<BTreeMap<Named<Domain>, State>>,
}

impl Raw {
    /// # Errors
    /// The word that is to stay and to change.
    pub(super) fn checked(self) -> Result<PostMap, String> {
        let terms = self.terms.unwrap_or_default();
        let keep: Vec<String> = self.keep.map_or_else(Vec::new, |words| words.0);
        if let Some(word) = terms.also_kept(&keep) {
            return Err(word.to_owned());
        }
        let TermLists { everywhere, editions } = terms;
        let domains = self.domains.unwrap_or_default();
        Ok(PostMap {
            source: self.source.map(|tag| tag.0),
            terms: everywhere,
            edition_terms: editions,
            keep,
            skip: self.skip.map_or(Skip::Nothing, |skip| skip.0),
            vocabulary: self.vocabulary.map(|vocabulary| vocabulary.0),
            domains: domains.into_iter().map(|(domain, state)| (domain.0, state.0)).collect(),
        })
    }
}

/// A variant by its tag.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Tag(Variant);

impl TryFrom<String> for Tag {
    type Error = UnknownName;

    fn try_from(tag: String) -> Result<Self, Self::Error> {
        tag.parse().map(Self)
    }
}

/// A switch or a domain by its name.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String", bound = "T: FromStr<Err = UnknownName>")]
struct Named<T>(T);

impl<T: FromStr<Err = UnknownName>> TryFrom<String> for Named<T> {
    type Error = UnknownName;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse().map(Self)
    }
}

/// A state of a domain.
#[derive(Deserialize)]
#[serde(try_from = "StateName")]
struct State(DomainState);

impl TryFrom<StateName> for State {
    type Error = UnknownName;

    fn try_from(name: StateName) -> Result<Self, Self::Error> {
        name.state().map(Self)
    }
}

/// Text of the post, or what it becomes.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Word(String);

impl TryFrom<String> for Word {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        let chars = word.chars().count();
        if word.trim().is_empty() {
            Err("a word is empty; write one, or drop the line".to_owned())
        } else if word.contains(['\n', '\r']) {
            let word = word.trim().replace(['\n', '\r'], " ");
            Err(format!("the word `{word}` holds a line break"))
        } else if chars > LONGEST_KEY {
            Err(format!("a word of {chars} characters; at most {LONGEST_KEY} are matched"))
        } else {
            Ok(Self(word))
        }
    }
}

/// One word, or a list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordsVisitor;
        impl<'de> Visitor<'de> for WordsVisitor {
            type Value = Words;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a list of words, as `keep: [松鼠]`")
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Words, E> {
                let word = Word::try_from(word.to_owned()).map_err(E::custom)?;
                Ok(Words(vec![word.0]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Words, A::Error> {
                let mut words = Vec::new();
                while let Some(Word(word)) = list.next_element()? {
                    words.push(word);
                }
                Ok(Words(words))
            }
        }
        deserializer.deserialize_any(WordsVisitor)
    }
}

/// `true`, one variant, or a list of them.
struct RawSkip(Skip);

impl<'de> Deserialize<'de> for RawSkip {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EditionVisitor;
        impl<'de> Visitor<'de> for EditionVisitor {
            type Value = RawSkip;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("`true`, or a list of variants, as `skip: [zh-HK]`")
            }

            fn visit_bool<E>(self, all: bool) -> Result<RawSkip, E> {
                Ok(RawSkip(if all { Skip::All } else { Skip::Nothing }))
            }

            fn visit_str<E: Error>(self, tag: &str) -> Result<RawSkip, E> {
                let variant = Variant::from_str(tag).map_err(E::custom)?;
                Ok(RawSkip(Skip::Editions(vec![variant])))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<RawSkip, A::Error> {
                let mut variants = Vec::new();
                while let Some(Tag(variant)) = list.next_element()? {
                    variants.push(variant);
                }
                Ok(RawSkip(Skip::Editions(variants)))
            }
        }
        deserializer.deserialize_any(EditionVisitor)
    }
}

/// The entries of `terms`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TermLists {
    /// What words become in every edition.
    pub everywhere: Vec<(String, String)>,
    /// The same in one edition alone, where it counts for more.
    pub editions: Vec<(Variant, Vec<(String, String)>)>,
}

impl TermLists {
    /// The first word that becomes another in every edition and is to stay.
    pub(crate) fn also_kept(&self, keep: &[String]) -> Option<&str> {
        let kept: HashSet<&str> = keep.iter().map(String::as_str).collect();
        let both = |(key, value): &&(String, String)| kept.contains(key.as_str()) && key != value;
        self.everywhere.iter().find(both).map(|(word, _)| word.as_str())
    }
}

impl<'de> Deserialize<'de> for TermLists {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntryVisitor;
        impl<'de> Visitor<'de> for EntryVisitor {
            type Value = TermLists;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping of words, as `terms: { 滑鼠: 鼠标 }`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TermLists, A::Error> {
                let mut terms = TermLists::default();
                let mut keys = HashSet::new();
                while let Some(Word(key)) = map.next_key()? {
                    match map.next_value()? {
                        Meaning::Word(value) => terms.everywhere.push((key.clone(), value)),
                        Meaning::Edition(list) => {
                            let variant = Variant::from_str(&key).map_err(A::Error::custom)?;
                            terms.editions.push((variant, list));
                        }
                    }
                    if let Some(key) = keys.replace(key) {
                        return Err(A::Error::custom(format!("`{key}` is there twice")));
                    }
                }
                Ok(terms)
            }
        }
        deserializer.deserialize_map(EntryVisitor)
    }
}

/// What stands behind a key of `terms`.
enum Meaning {
    /// What the key becomes.
    Word(String),
    /// The terms of the edition that the key names.
    Edition(Vec<(String, String)>),
}

impl<'de> Deserialize<'de> for Meaning {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MeaningVisitor;
        impl<'de> Visitor<'de> for MeaningVisitor {
            type Value = Meaning;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(
                    "a word (numbers in quotes), or under a variant a mapping of words, as \
                     `zh-TW: { 软件: 軟體 }`",
                )
            }

            fn visit_str<E: Error>(self, word: &str) -> Result<Meaning, E> {
                Word::try_from(word.to_owned()).map(|word| Meaning::Word(word.0)).map_err(E::custom)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Meaning, A::Error> {
                let mut list = Vec::new();
                let mut keys = HashSet::new();
                while let Some((Word(key), Word(value))) = map.next_entry()? {
                    if !keys.insert(key.clone()) {
                        return Err(A::Error::custom(format!("`{key}` is there twice")));
                    }
                    list.push((key, value));
                }
                Ok(Meaning::Edition(list))
            }
        }
        deserializer.deserialize_any(MeaningVisitor)
    }
}
