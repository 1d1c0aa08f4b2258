//! The converters, each behind the same call: a text in, a text out.

use ferrous_opencc::config::BuiltinConfig;
use hanmark::{Engine, Lazy, Plain, Profile};
use opencc_fmmseg::OpenccConfig;
use zhconv::Variant;

/// Turns a text into another.
pub(crate) type Convert = Box<dyn Fn(&str) -> String>;

/// Who is measured. The order is that of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Peer {
    Hanmark,
    Zhconv,
    Fmmseg,
    Ferrous,
    Zhhz,
    OpenCc,
}

impl Peer {
    pub(crate) const ALL: [Self; 6] =
        [Self::Hanmark, Self::Zhconv, Self::Fmmseg, Self::Ferrous, Self::Zhhz, Self::OpenCc];

    /// The name of the crate; OpenCC's is that of its binding.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hanmark => "hanmark",
            Self::Zhconv => "zhconv",
            Self::Fmmseg => "opencc-fmmseg",
            Self::Ferrous => "ferrous-opencc",
            Self::Zhhz => "zhhz",
            Self::OpenCc => "opencc-rust",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|peer| peer.name() == name)
    }

    /// Whether it is in this binary.
    pub(crate) fn is_built(self) -> bool {
        self != Self::OpenCc || cfg!(feature = "reference")
    }

    /// The peer's converter for `profile`, on one thread; `None` if it has none.
    pub(crate) fn converter(self, profile: Profile) -> Option<Convert> {
        match self {
            Self::Hanmark => Some(hanmark_converter(profile)),
            Self::Zhconv => zhconv_converter(profile),
            Self::Fmmseg => fmmseg_converter(profile),
            Self::Ferrous => ferrous_converter(profile),
            Self::Zhhz => zhhz_converter(profile),
            Self::OpenCc => opencc_converter(profile),
        }
    }
}

fn hanmark_converter(profile: Profile) -> Convert {
    let engine = Lazy::new(&[profile]);
    Box::new(move |text| engine.convert(text).expect("hanmark converts any text").into_owned())
}

/// The engine that hanmark's tests compare with OpenCC, for where OpenCC is not.
pub(crate) fn plain_converter(profile: Profile) -> Convert {
    let engine = Plain::new(&[profile]);
    Box::new(move |text| engine.convert(text).expect("hanmark converts any text").into_owned())
}

/// zhconv knows targets, not profiles: the target of each profile stands for it.
fn zhconv_converter(profile: Profile) -> Option<Convert> {
    let target = match profile {
        Profile::S2t | Profile::Tw2t | Profile::Hk2t => Variant::ZhHant,
        Profile::T2s | Profile::Tw2s | Profile::Hk2s => Variant::ZhHans,
        Profile::S2tw | Profile::S2twp | Profile::T2tw => Variant::ZhTW,
        Profile::S2hk | Profile::S2hkp | Profile::T2hk => Variant::ZhHK,
        Profile::Tw2sp | Profile::Hk2sp => Variant::ZhCN,
        _ => return None,
    };
    let converter = zhconv::get_builtin_converter(target);
    Some(Box::new(move |text| converter.convert(text)))
}

fn fmmseg_converter(profile: Profile) -> Option<Convert> {
    let config = OpenccConfig::parse(profile.name())?;
    let mut converter = opencc_fmmseg::OpenCC::new();
    converter.set_parallel(false);
    Some(Box::new(move |text| converter.convert_with_config(text, config, false)))
}

fn ferrous_converter(profile: Profile) -> Option<Convert> {
    let config = match profile {
        Profile::S2t => BuiltinConfig::S2t,
        Profile::T2s => BuiltinConfig::T2s,
        Profile::S2tw => BuiltinConfig::S2tw,
        Profile::Tw2s => BuiltinConfig::Tw2s,
        Profile::S2hk => BuiltinConfig::S2hk,
        Profile::Hk2s => BuiltinConfig::Hk2s,
        Profile::S2twp => BuiltinConfig::S2twp,
        Profile::Tw2sp => BuiltinConfig::Tw2sp,
        Profile::T2tw => BuiltinConfig::T2tw,
        Profile::Tw2t => BuiltinConfig::Tw2t,
        Profile::T2hk => BuiltinConfig::T2hk,
        Profile::Hk2t => BuiltinConfig::Hk2t,
        Profile::Jp2t => BuiltinConfig::Jp2t,
        Profile::T2jp => BuiltinConfig::T2jp,
        _ => return None,
    };
    let converter = ferrous_opencc::OpenCC::from_config(config);
    let converter = converter.expect("ferrous-opencc has its tables in the binary");
    Some(Box::new(move |text| converter.convert(text)))
}

fn zhhz_converter(profile: Profile) -> Option<Convert> {
    let converter = zhhz::Converter::new(zhhz::Config::parse(profile.name()).ok()?);
    Some(Box::new(move |text| converter.convert(text)))
}

#[cfg(feature = "reference")]
fn opencc_converter(profile: Profile) -> Option<Convert> {
    let engine = hanmark::Reference::new(&[profile], None);
    let engine = engine.unwrap_or_else(|error| panic!("{error}; run scripts/bench-peers"));
    Some(Box::new(move |text| engine.convert(text).expect("OpenCC converts UTF-8").into_owned()))
}

#[cfg(not(feature = "reference"))]
fn opencc_converter(_: Profile) -> Option<Convert> {
    None
}
