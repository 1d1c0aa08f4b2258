//! An entry of `editions`: what copies are like.

use std::{collections::BTreeMap, path::PathBuf};

use serde::Deserialize;

use crate::{
    convert::{
        regional::Domains,
        style::Style,
        variant::{UnknownName, Variant},
    },
    switches::{DomainState, Punctuation},
};

/// One entry of `editions`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EditionConfig {
    /// The edition's variant, as `zh-CN`.
    pub variant: String,
    /// A layout's name or a pattern; `sibling` if left out.
    pub layout: Option<String>,
    /// `regional` or `script`; `regional` if left out.
    pub vocabulary: Option<String>,
    /// By the name of a domain: `on`, `off` or `auto`.
    pub domains: Option<BTreeMap<String, StateName>>,
    /// `target` or `keep`; `target` if left out.
    pub punctuation: Option<String>,
    /// Spellings of taste; those of the variant if left out.
    pub style: Option<StyleConfig>,
    /// Files of words for the edition, in OpenCC's format; their paths are relative to
    /// the folder of the configuration.
    pub dictionaries: Option<Vec<PathBuf>>,
}

/// A state of a domain; YAML has two more ways to say it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum StateName {
    /// `true` or `false`.
    Truth(bool),
    /// `on`, `off` or `auto`.
    Name(String),
}

impl StateName {
    /// The state.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn state(&self) -> Result<DomainState, UnknownName> {
        match self {
            Self::Truth(true) => Ok(DomainState::On),
            Self::Truth(false) => Ok(DomainState::Off),
            Self::Name(name) => name.parse(),
        }
    }
}

/// The entry `style` of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(
    untagged,
    expecting = "style: give a preset, as `taiwan`, a list, as `[taiwan, 臺]`, or a mapping, as \
                 `{ preset: taiwan, 台: 臺 }`"
)]
#[non_exhaustive]
pub enum StyleConfig {
    /// A preset or a spelling.
    Name(String),
    /// Some of these.
    Names(Vec<String>),
    /// Groups, each with its spelling; `preset` with the name of one.
    Spellings(BTreeMap<String, String>),
}

impl StyleConfig {
    /// The style of an edition in `variant`.
    ///
    /// # Errors
    /// When it has a name that is not known; that name comes first.
    pub fn style(&self, variant: Variant) -> Result<Style, (String, UnknownName)> {
        let style = Style::new(variant);
        let with = |style: Style, name: &String| style.with(name).map_err(|e| (name.clone(), e));
        match self {
            Self::Name(name) => with(style, name),
            Self::Names(names) => names.iter().try_fold(style, with),
            Self::Spellings(map) => map.iter().try_fold(style, |style, (group, spelling)| {
                let picked = match group.as_str() {
                    "preset" => spelling.parse().map(|preset| style.with_preset(preset)),
                    group => style.pick(group, spelling),
                };
                picked.map_err(|error| (group.clone(), error))
            }),
        }
    }
}

impl EditionConfig {
    /// The domains whose words the copies take over.
    #[must_use]
    pub fn domains(&self) -> Domains {
        let vocabulary = self.vocabulary.as_deref().and_then(|name| name.parse().ok());
        let domains = Domains::of(vocabulary.unwrap_or_default());
        let set = |domains: Domains, (domain, state): (&String, &StateName)| {
            match (domain.parse(), state.state()) {
                (Ok(domain), Ok(state)) => domains.set(domain, state),
                // Refused when the file was read.
                _ => domains,
            }
        };
        self.domains.iter().flatten().fold(domains, set)
    }

    /// The spellings of the copies, which are in `variant`.
    ///
    /// # Errors
    /// When a name is not known, which [`Config::load`](super::Config::load) refuses.
    pub fn style(&self, variant: Variant) -> Result<Style, UnknownName> {
        let of = |style: &StyleConfig| style.style(variant).map_err(|(_, error)| error);
        self.style.as_ref().map_or_else(|| Ok(Style::new(variant)), of)
    }

    /// Whose punctuation the copies have.
    #[must_use]
    pub fn punctuation(&self) -> Punctuation {
        let name = self.punctuation.as_deref();
        name.and_then(|name| name.parse().ok()).unwrap_or_default()
    }
}
