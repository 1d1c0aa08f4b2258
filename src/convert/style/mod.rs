//! House style: spellings that are all right, of which a house has one.
//!
//! Gets text as an edition has it, and writes the spellings of the house: 台灣 or 臺灣,
//! 計畫 or 計劃. The groups, their spellings and the reasons are in
//! `dictionaries/style`. A preset has a spelling for some of the groups; what it has none
//! for stays as the conversion wrote it.

mod styled;
mod table;

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, OnceLock},
};

use super::{
    dictionary::Dictionary,
    variant::{UnknownName, Variant},
};
pub(crate) use styled::Styled;
pub use table::entry;
use table::{Group, Section};

/// The number of the dictionary in a rule: no engine counts as far.
pub(crate) const TABLE: u16 = u16::MAX - 1;

/// Spellings that are chosen together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// What the conversion writes.
    Keep,
    /// What most in Taiwan write: newspapers, and archives of native posts.
    Taiwan,
    /// The standard of Taiwan's Ministry of Education.
    Moe,
    /// What the papers of Hong Kong write.
    HongKong,
}

impl Preset {
    const ALL: [Self; 4] = [Self::Keep, Self::Taiwan, Self::Moe, Self::HongKong];

    /// The name in a configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Taiwan => "taiwan",
            Self::Moe => "moe",
            Self::HongKong => "hongkong",
        }
    }

    /// The one for an edition that names none.
    #[must_use]
    pub const fn of(target: Variant) -> Self {
        match target {
            Variant::ZhTw => Self::Taiwan,
            Variant::ZhHk | Variant::ZhMo => Self::HongKong,
            _ => Self::Keep,
        }
    }

    /// The spellings, each of another group.
    const fn spellings(self) -> &'static [&'static str] {
        match self {
            Self::Keep => &[],
            Self::Taiwan => &["台", "嘆", "布", "帳", "污", "洩", "濕", "盡", "計畫", "了解"],
            Self::Moe => &[
                "臺", "嘆", "布", "汙", "洩", "溼", "占", "啟", "祕", "分", "雇", "計畫", "了解",
                "發布",
            ],
            Self::HongKong => &["啟", "床", "峰", "群"],
        }
    }
}

impl FromStr for Preset {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        let named = Self::ALL.into_iter().find(|preset| preset.name() == name);
        named.ok_or_else(|| UnknownName::new("preset of style", name, &Self::ALL.map(Self::name)))
    }
}

/// The spellings of a house; cheap to clone.
///
/// ```
/// use hanmark::{Settings, Style, Variant, convert_text};
///
/// let style = Style::new(Variant::ZhTw).with("taiwan")?.with("臺")?.pick("計劃", "計劃")?;
/// let settings = Settings::edition(Variant::ZhTw).style(style);
/// assert_eq!(convert_text("台湾的计划，让我们了解", &settings)?.text, "臺灣的計劃，讓我們了解");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Style(Arc<Spellings>);

struct Spellings {
    preset: Preset,
    picks: Vec<Pick>,
    /// Made when first asked for; `None` if nothing is written otherwise.
    compiled: OnceLock<Option<Compiled>>,
}

/// A group, and the spelling of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pick {
    group: &'static str,
    spelling: &'static str,
}

struct Compiled {
    dictionary: Dictionary,
    /// For each entry of the dictionary, its number in the table.
    numbers: Vec<u32>,
    /// A bit for each character of three bytes in UTF-8: those that begin a key.
    starts: Box<[u64; 1 << 10]>,
}

impl Style {
    /// The style of an edition that has no choice of its own.
    #[must_use]
    pub fn new(target: Variant) -> Self {
        Self::of(Preset::of(target), Vec::new())
    }

    /// The spellings of a preset.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        Self::of(preset, Vec::new())
    }

    /// This style with a preset or one other spelling, by its name: `moe`, `臺`, or with the
    /// group too, `tai=臺`. A spelling wins over those of a preset.
    ///
    /// # Errors
    /// When nothing has that name.
    pub fn with(&self, name: &str) -> Result<Self, UnknownName> {
        if let Some((group, spelling)) = name.split_once('=') {
            return self.pick(group, spelling);
        }
        if let Ok(preset) = name.parse() {
            return Ok(self.with_preset(preset));
        }
        let section = table::sections().find(|section| section.spelling == name);
        let section = section.ok_or_else(|| {
            let presets = Preset::ALL.into_iter().map(Preset::name);
            let known = presets.chain(table::sections().map(|section| section.spelling));
            UnknownName::new("style", name, &known.collect::<Vec<_>>())
        })?;
        Ok(self.picking(&section))
    }

    /// This style with one other spelling: `group` is the group's name or any spelling of
    /// it, as `tai` or `台`.
    ///
    /// # Errors
    /// When there is no such group, or it has no such spelling.
    pub fn pick(&self, group: &str, spelling: &str) -> Result<Self, UnknownName> {
        let found = Group::find(group).ok_or_else(|| {
            let names: Vec<_> = table::sections().map(|section| section.spelling).collect();
            UnknownName::new("group of style", group, &names)
        })?;
        let section = found.sections().find(|section| section.spelling == spelling);
        let section = section.ok_or_else(|| {
            let names: Vec<_> = found.sections().map(|section| section.spelling).collect();
            UnknownName::new("spelling", spelling, &names)
        })?;
        Ok(self.picking(&section))
    }

    /// This style with the spellings of a preset where it has none of its own.
    #[must_use]
    pub fn with_preset(&self, preset: Preset) -> Self {
        Self::of(preset, self.0.picks.clone())
    }

    fn picking(&self, section: &Section) -> Self {
        let mut picks = self.0.picks.clone();
        picks.retain(|pick| pick.group != section.group);
        picks.push(Pick { group: section.group, spelling: section.spelling });
        picks.sort_unstable_by_key(|pick| pick.group);
        Self::of(self.0.preset, picks)
    }

    fn of(preset: Preset, picks: Vec<Pick>) -> Self {
        Self(Arc::new(Spellings { preset, picks, compiled: OnceLock::new() }))
    }

    /// Whether it writes nothing otherwise than the conversion.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.preset == Preset::Keep && self.0.picks.is_empty()
    }

    fn compiled(&self) -> Option<&Compiled> {
        let Spellings { preset, picks, compiled } = &*self.0;
        let is_chosen =
            |section: &Section| match picks.iter().find(|pick| pick.group == section.group) {
                Some(pick) => pick.spelling == section.spelling,
                None => preset.spellings().contains(&section.spelling),
            };
        let compile = || Compiled::of(table::sections().filter(is_chosen));
        compiled.get_or_init(compile).as_ref()
    }
}

impl Compiled {
    fn of(sections: impl Iterator<Item = Section>) -> Option<Self> {
        let entries: Vec<_> = sections.flat_map(|section| section.entries()).collect();
        let pairs: Vec<_> = entries.iter().map(|entry| (entry.key, entry.value)).collect();
        let dictionary = (!pairs.is_empty()).then(|| Dictionary::from_pairs("style", &pairs))?;
        let mut numbers = vec![0; dictionary.len()];
        let mut starts = Box::new([0; 1 << 10]);
        for entry in &entries {
            if let Some(first @ '\u{800}'..='\u{ffff}') = entry.key.chars().next() {
                starts[first as usize >> 6] |= 1 << (first as usize & 0x3f);
            }
            if let Some(found) = dictionary.longest_prefix(entry.key) {
                numbers[found.entry as usize] = entry.number;
            }
        }
        Some(Self { dictionary, numbers, starts })
    }
}

impl PartialEq for Style {
    fn eq(&self, other: &Self) -> bool {
        (self.0.preset, &self.0.picks) == (other.0.preset, &other.0.picks)
    }
}

impl Eq for Style {}

/// The names that make it: `taiwan, 臺`.
impl fmt::Display for Style {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.preset.name())?;
        self.0.picks.iter().try_for_each(|pick| write!(formatter, ", {}", pick.spelling))
    }
}

impl fmt::Debug for Style {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Style({self})")
    }
}

#[cfg(test)]
mod tests;
