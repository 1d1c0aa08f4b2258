//! Variants: the regional forms of written Chinese, as BCP 47 tags, and the
//! table that says which profiles lead from one to another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::convert::profile::Profile;

/// A regional variant, or a script without a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Variant {
    /// Mainland China, Simplified.
    ZhCn,
    /// Singapore, Simplified.
    ZhSg,
    /// Simplified script, region unknown.
    ZhHans,
    /// Taiwan, Traditional.
    ZhTw,
    /// Hong Kong, Traditional.
    ZhHk,
    /// Macau, Traditional.
    ZhMo,
    /// Traditional script, region unknown.
    ZhHant,
}

/// A script of Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Simplified (`Hans`).
    Simplified,
    /// Traditional (`Hant`).
    Traditional,
}

impl Variant {
    /// Every variant, Simplified ones first.
    pub const ALL: [Self; 7] =
        [Self::ZhCn, Self::ZhSg, Self::ZhHans, Self::ZhTw, Self::ZhHk, Self::ZhMo, Self::ZhHant];

    /// The BCP 47 tag in its usual case, as `zh-TW`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::ZhSg => "zh-SG",
            Self::ZhHans => "zh-Hans",
            Self::ZhTw => "zh-TW",
            Self::ZhHk => "zh-HK",
            Self::ZhMo => "zh-MO",
            Self::ZhHant => "zh-Hant",
        }
    }

    /// The tag in lower case, as Hugo and Jekyll want it: `zh-tw`.
    #[must_use]
    pub const fn lower_tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-cn",
            Self::ZhSg => "zh-sg",
            Self::ZhHans => "zh-hans",
            Self::ZhTw => "zh-tw",
            Self::ZhHk => "zh-hk",
            Self::ZhMo => "zh-mo",
            Self::ZhHant => "zh-hant",
        }
    }

    /// The script that the variant is written in.
    #[must_use]
    pub const fn script(self) -> Script {
        match self {
            Self::ZhCn | Self::ZhSg | Self::ZhHans => Script::Simplified,
            Self::ZhTw | Self::ZhHk | Self::ZhMo | Self::ZhHant => Script::Traditional,
        }
    }

    /// The variant that a tag in any case and with `-` or `_` names, with the
    /// script subtag allowed in between (`zh_Hant_TW`); `None` for all else.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.replace('_', "-");
        Self::ALL.into_iter().find(|variant| {
            tag.eq_ignore_ascii_case(variant.tag())
                || tag.eq_ignore_ascii_case(variant.tag_with_script())
        })
    }

    /// The tag in the style of `example`, another tag: its separator, its case,
    /// and a script between language and region if it has one.
    ///
    /// ```
    /// use hanmark::Variant;
    ///
    /// assert_eq!(Variant::ZhCn.tag_like("zh_tw"), "zh_cn");
    /// assert_eq!(Variant::ZhCn.tag_like("zh-Hant-TW"), "zh-Hans-CN");
    /// ```
    #[must_use]
    pub fn tag_like(self, example: &str) -> String {
        let has_script = example.split(['-', '_']).count() == 3;
        let mut tag = if has_script { self.tag_with_script() } else { self.tag() }.to_owned();
        if example.contains('_') {
            tag = tag.replace('-', "_");
        }
        if !example.contains(|char: char| char.is_ascii_uppercase()) {
            tag.make_ascii_lowercase();
        } else if !example.contains(|char: char| char.is_ascii_lowercase()) {
            tag.make_ascii_uppercase();
        }
        tag
    }

    const fn tag_with_script(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-Hans-CN",
            Self::ZhSg => "zh-Hans-SG",
            Self::ZhTw => "zh-Hant-TW",
            Self::ZhHk => "zh-Hant-HK",
            Self::ZhMo => "zh-Hant-MO",
            Self::ZhHans | Self::ZhHant => self.tag(),
        }
    }

    /// The profiles that lead from this variant to `target`, one after the
    /// other; empty where a copy would be the original again.
    ///
    /// Taiwan and Hong Kong never pass through Simplified, which would lose
    /// what one Simplified character merges.
    ///
    /// ```
    /// use hanmark::{Profile, Variant};
    ///
    /// assert_eq!(Variant::ZhTw.profiles_to(Variant::ZhCn), [Profile::Tw2sp]);
    /// assert_eq!(Variant::ZhTw.profiles_to(Variant::ZhHk), [Profile::Tw2t, Profile::T2hk]);
    /// assert_eq!(Variant::ZhTw.profiles_to(Variant::ZhTw), []);
    /// ```
    #[must_use]
    pub const fn profiles_to(self, target: Self) -> &'static [Profile] {
        use Variant::{ZhCn, ZhHans, ZhHant, ZhHk, ZhMo, ZhSg, ZhTw};
        match (self, target) {
            (ZhCn | ZhSg | ZhHans, ZhTw) => &[Profile::S2twp],
            (ZhCn | ZhSg | ZhHans, ZhHk | ZhMo) => &[Profile::S2hkp],
            (ZhCn | ZhSg | ZhHans, ZhHant) => &[Profile::S2tw],
            (ZhTw | ZhHant, ZhCn | ZhSg) => &[Profile::Tw2sp],
            (ZhTw | ZhHant, ZhHans) => &[Profile::Tw2s],
            (ZhTw | ZhHant, ZhHk | ZhMo) => &[Profile::Tw2t, Profile::T2hk],
            (ZhHk | ZhMo, ZhCn | ZhSg) => &[Profile::Hk2sp],
            (ZhHk | ZhMo, ZhHans) => &[Profile::Hk2s],
            (ZhHk | ZhMo, ZhTw) => &[Profile::Hk2t, Profile::T2tw],
            _ => &[],
        }
    }
}

impl Variant {
    /// Whether an edition in `target` of a text in this variant is another text.
    ///
    /// [`Variant::profiles_to`] is empty for the mainland to Singapore and Hong Kong to
    /// Macau, where an edition has terms of its own and nothing else changes.
    #[must_use]
    pub const fn leads_to(self, target: Self) -> bool {
        use Variant::{ZhCn, ZhHk, ZhMo, ZhSg};
        !self.profiles_to(target).is_empty()
            || matches!((self, target), (ZhCn, ZhSg) | (ZhHk, ZhMo))
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

/// A tag or name that is none of the known ones.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {kind} `{name}`{}; known are {known}", suggest(suggestion.as_deref()))]
pub struct UnknownName {
    /// What was looked for: `variant`, `profile`, `layout`.
    pub kind: &'static str,
    /// What was given.
    pub name: String,
    /// The known name nearest to it.
    pub suggestion: Option<String>,
    /// All known names.
    pub known: String,
}

fn suggest(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}

impl UnknownName {
    /// The error for `name`, with the nearest of `known` as suggestion.
    pub(crate) fn new(kind: &'static str, name: &str, known: &[&str]) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            suggestion: nearest(name, known).map(str::to_owned),
            known: known.join(", "),
        }
    }
}

/// The name among `known` that `name` was most likely meant to be.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let lower = name.to_lowercase();
    known
        .iter()
        .map(|candidate| {
            (strsim::damerau_levenshtein(&lower, &candidate.to_lowercase()), *candidate)
        })
        .min()
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .map(|(_, candidate)| candidate)
}

impl FromStr for Variant {
    type Err = UnknownName;

    fn from_str(tag: &str) -> Result<Self, UnknownName> {
        Self::from_tag(tag)
            .ok_or_else(|| UnknownName::new("variant", tag, &Self::ALL.map(Self::tag)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_style() {
        for tag in ["zh-TW", "zh_tw", "zh-Hant-TW", "ZH_HANT_TW"] {
            assert_eq!(tag.parse(), Ok(Variant::ZhTw), "{tag}");
        }
        assert_eq!(Variant::from_tag("en"), None);
        assert_eq!(Variant::from_tag("zh"), None);
    }

    #[test]
    fn an_unknown_variant_gets_a_suggestion() {
        let error = "zh-TV".parse::<Variant>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown variant `zh-TV`, did you mean `zh-TW`?; known are \
             zh-CN, zh-SG, zh-Hans, zh-TW, zh-HK, zh-MO, zh-Hant"
        );
    }

    #[test]
    fn taiwan_and_hong_kong_never_pass_through_simplified() {
        for (from, to) in [(Variant::ZhTw, Variant::ZhHk), (Variant::ZhHk, Variant::ZhTw)] {
            for profile in from.profiles_to(to) {
                assert!(!profile.name().contains('s'), "{profile:?}");
            }
        }
    }
}
