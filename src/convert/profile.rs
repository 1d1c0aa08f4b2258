//! Profiles: OpenCC's configurations by name.

use std::{fmt, str::FromStr};

use crate::convert::{dictionary::opencc, variant::UnknownName};

macro_rules! profiles {
    ($($variant:ident $name:literal $doc:literal),+ $(,)?) => {
        /// One of OpenCC 1.4.2's sixteen configurations.
        ///
        /// The chain of dictionaries behind a name is read from OpenCC's own
        /// JSON file when hanmark is built.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Profile { $(#[doc = $doc] $variant),+ }

        impl Profile {
            /// Every profile, by name.
            pub const ALL: [Self; 16] = [$(Self::$variant),+];

            /// OpenCC's name for it, as `s2twp`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

profiles! {
    Hk2s "hk2s" "Hong Kong to Simplified.",
    Hk2sp "hk2sp" "Hong Kong to Simplified with mainland vocabulary.",
    Hk2t "hk2t" "Hong Kong to OpenCC's standard Traditional.",
    Jp2t "jp2t" "New Japanese kanji to old ones.",
    S2hk "s2hk" "Simplified to Hong Kong.",
    S2hkp "s2hkp" "Simplified to Hong Kong with its vocabulary.",
    S2t "s2t" "Simplified to OpenCC's standard Traditional.",
    S2tw "s2tw" "Simplified to Taiwan.",
    S2twp "s2twp" "Simplified to Taiwan with its vocabulary.",
    T2hk "t2hk" "OpenCC's standard Traditional to Hong Kong.",
    T2jp "t2jp" "Old Japanese kanji to new ones.",
    T2s "t2s" "OpenCC's standard Traditional to Simplified.",
    T2tw "t2tw" "OpenCC's standard Traditional to Taiwan.",
    Tw2s "tw2s" "Taiwan to Simplified.",
    Tw2sp "tw2sp" "Taiwan to Simplified with mainland vocabulary.",
    Tw2t "tw2t" "Taiwan to OpenCC's standard Traditional.",
}

impl Profile {
    /// What OpenCC's configuration says of itself.
    #[must_use]
    pub fn description(self) -> &'static str {
        self.config().description
    }

    pub(crate) fn config(self) -> &'static opencc::Config {
        // The order of both lists is the alphabet's; a test compares them.
        let config = &opencc::CONFIGS[self as usize];
        debug_assert_eq!(config.name, self.name());
        config
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = UnknownName;

    /// The profile of that name; `.json` behind it is allowed, as OpenCC's
    /// command takes file names.
    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let bare = name.strip_suffix(".json").unwrap_or(name);
        Self::ALL
            .into_iter()
            .find(|profile| profile.name().eq_ignore_ascii_case(bare))
            .ok_or_else(|| UnknownName::new("profile", name, &Self::ALL.map(Self::name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_finds_the_configuration_of_its_name() {
        assert_eq!(
            Profile::ALL.map(Profile::name).to_vec(),
            opencc::CONFIGS.iter().map(|config| config.name).collect::<Vec<_>>()
        );
    }

    #[test]
    fn an_unknown_profile_gets_a_suggestion() {
        let error = "s2twt".parse::<Profile>().unwrap_err();
        assert_eq!(error.suggestion.as_deref(), Some("s2tw"));
    }
}
