//! Domains: which fields' words an edition takes over.

use std::{fmt, str::FromStr};

use super::format;
use crate::{
    convert::variant::UnknownName,
    switches::{DomainState, Vocabulary},
};

/// What a text is about, as far as its words depend on that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Topic {
    /// Anything.
    #[default]
    General,
    /// Computing, where 文件 is a file and 核心 a kernel.
    Computing,
}

/// A field that has words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Domain {
    /// Common words: 品質 质量.
    General = format::GENERAL as isize,
    /// Words of computing that mean nothing else: 軟體 软件.
    It = format::IT as isize,
    /// Words that are right in computing alone: 核心 内核.
    Computing = format::COMPUTING as isize,
    /// People and brands: 川普 特朗普.
    Names = format::COMPUTING as isize + 1,
    /// Countries, peoples and towns: 紐西蘭 新西兰.
    Places,
    /// Sciences and mathematics.
    Science,
    /// Medicine.
    Medicine,
}

impl Domain {
    /// Every domain.
    pub const ALL: [Self; 7] = [
        Self::General,
        Self::It,
        Self::Computing,
        Self::Names,
        Self::Places,
        Self::Science,
        Self::Medicine,
    ];

    /// The name in a configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        format::DOMAINS[self as usize]
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Domain {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let named = Self::ALL.into_iter().find(|domain| domain.name() == name);
        named.ok_or_else(|| UnknownName::new("domain", name, &Self::ALL.map(Self::name)))
    }
}

/// Which domains' words an edition takes over: by default those of all, and of
/// [`Domain::Computing`] where a text is about it.
///
/// ```
/// use hanmark::{Domain, Domains};
///
/// let domains = Domains::default().with(Domain::Computing).without(Domain::Names);
/// assert_eq!(domains, "computing=on,names=off".parse()?);
/// # Ok::<(), hanmark::UnknownName>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Domains {
    /// A bit for each, and one for spellings, which are no vocabulary.
    on: u16,
    /// Whether computing's are on where a text is about it.
    by_topic: bool,
}

impl Default for Domains {
    fn default() -> Self {
        let all = Domain::ALL.into_iter().fold(SPELLINGS, |bits, domain| bits | domain.bit());
        Self { on: all & !Domain::Computing.bit(), by_topic: true }
    }
}

/// The bit of the rules that are no vocabulary.
const SPELLINGS: u16 = 1 << format::SCRIPT;

impl Domains {
    /// Those of a vocabulary: all as by default, or none.
    #[must_use]
    pub fn of(vocabulary: Vocabulary) -> Self {
        match vocabulary {
            Vocabulary::Regional => Self::default(),
            Vocabulary::Script => Self::none(),
        }
    }

    /// No words: the script changes, and spellings.
    #[must_use]
    pub const fn none() -> Self {
        Self { on: SPELLINGS, by_topic: false }
    }

    /// These, and `domain`.
    #[must_use]
    pub const fn with(self, domain: Domain) -> Self {
        Self { on: self.on | domain.bit(), ..self }
    }

    /// These without `domain`, whatever a text is about.
    #[must_use]
    pub const fn without(self, domain: Domain) -> Self {
        let by_topic = self.by_topic && !matches!(domain, Domain::Computing);
        Self { on: self.on & !domain.bit(), by_topic }
    }

    /// These with `domain` in that state.
    #[must_use]
    pub const fn set(self, domain: Domain, state: DomainState) -> Self {
        match (state, domain) {
            (DomainState::Off, _) => self.without(domain),
            (DomainState::Auto, Domain::Computing) => {
                Self { by_topic: true, ..self.without(domain) }
            }
            (DomainState::On | DomainState::Auto, _) => self.with(domain),
        }
    }

    /// Whether it depends on the topic of a text what is on.
    pub(crate) const fn depend_on_topic(self) -> bool {
        self.by_topic && self.on & Domain::Computing.bit() == 0
    }

    /// Those that are on in a text about `topic`.
    #[must_use]
    pub(super) const fn about(self, topic: Topic) -> Self {
        match topic {
            Topic::Computing if self.by_topic => self.with(Domain::Computing),
            _ => self,
        }
    }

    /// Whether the domain of that number is on.
    pub(super) const fn has(self, number: u8) -> bool {
        self.on >> number & 1 == 1
    }
}

impl FromStr for Domains {
    type Err = UnknownName;

    /// `computing=on,names=off`; what is not named is as by default, and so is what
    /// is `auto`.
    fn from_str(list: &str) -> Result<Self, UnknownName> {
        let mut domains = Self::default();
        for one in list.split(',').map(str::trim).filter(|one| !one.is_empty()) {
            let (domain, state) = one.split_once('=').unwrap_or((one, "on"));
            domains = domains.set(domain.parse()?, state.parse()?);
        }
        Ok(domains)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_those_of_the_tables() {
        let names: Vec<_> = Domain::ALL.iter().map(|domain| domain.name()).collect();
        assert_eq!(names, format::DOMAINS[1..]);
    }

    #[test]
    fn computing_is_on_by_topic_unless_it_is_said() {
        let has = |domains: Domains, topic| domains.about(topic).has(format::COMPUTING);
        let default = Domains::default();
        assert!(!has(default, Topic::General) && has(default, Topic::Computing));
        assert!(has(default.with(Domain::Computing), Topic::General));
        assert!(!has(default.without(Domain::Computing), Topic::Computing));
        assert!(!has(Domains::none(), Topic::Computing));
        assert_eq!("computing=off,computing=auto".parse(), Ok(default));
    }

    #[test]
    fn unknown_domains_and_states_are_named() {
        let error = |list: &str| list.parse::<Domains>().unwrap_err().to_string();
        assert_eq!(
            error("name=off"),
            "unknown domain `name`, did you mean `names`?; known are general, it, computing, \
             names, places, science, medicine"
        );
        assert_eq!(
            error("names=no"),
            "unknown state of a domain `no`, did you mean `on`?; known are on, off, auto"
        );
    }
}
