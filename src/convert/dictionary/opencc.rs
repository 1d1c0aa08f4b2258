//! OpenCC's dictionaries and configurations, compiled in by `build.rs`.

use std::borrow::Cow;

use super::Dictionary;

/// A configuration: the stages a text goes through.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    /// Applied to the whole text first.
    pub(crate) normalization: &'static [Group],
    /// Cuts the text into segments, over whose edges no step matches.
    pub(crate) segmentation: Option<Group>,
    /// Applied to each segment, one after the other.
    pub(crate) chain: &'static [Group],
}

/// How the dictionaries of a step are asked.
#[derive(Debug)]
pub(crate) enum Group {
    /// One dictionary, by its place in [`TABLES`].
    Table(u16),
    /// The first member with any match wins, even a shorter one.
    ShortCircuit(&'static [Group]),
    /// The longest match of all members wins, the first member's on ties.
    Union(&'static [Group]),
}

/// The dictionary at that place of [`TABLES`].
pub(crate) fn dictionary(place: u16) -> Dictionary {
    let (name, table) = TABLES[usize::from(place)];
    Dictionary::from_table(Cow::Borrowed(name), Cow::Borrowed(table))
}

/// The dictionary of that name.
///
/// # Panics
/// When there is none, which is a bug of this crate.
pub(crate) fn named(name: &str) -> Dictionary {
    let place = TABLES.iter().position(|(known, _)| *known == name);
    dictionary(place.expect("OpenCC has this dictionary") as u16)
}

include!(concat!(env!("OUT_DIR"), "/opencc.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_dictionaries_and_configurations_are_there() {
        assert_eq!(TABLES.len(), 22);
        assert_eq!(CONFIGS.len(), 16);
        for place in 0..22 {
            assert!(!dictionary(place).is_empty());
        }
    }
}
