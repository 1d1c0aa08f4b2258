//! Detection: which variant a post is written in.
//!
//! It gets the prose of a post, run by run, and gives a verdict with the counts
//! that it rests on. Code, URLs and keys must not be fed: they are English in
//! any post.

pub(crate) mod class;
mod counts;
mod markers;

pub use counts::Counts;

use serde::{Deserialize, Serialize};

use crate::convert::variant::{Script, Variant};

/// Whether a character is Han, as detection counts them.
pub(crate) fn is_han(character: char) -> bool {
    markers::class_of(character) & class::HAN != 0
}

/// When one script has so many characters more of its own than the other, the rest of a
/// run is not read.
const SETTLED: i32 = 8;

/// The script that a run has more characters of; `None` if it tells neither.
///
/// A run is read only until it is settled, and so can tell another script than
/// [`Counts::script`] if it begins in one and goes on at length in the other.
pub(crate) fn script_of_run(text: &str) -> Option<Script> {
    let mut balance = 0;
    for character in text.chars().filter(|character| !character.is_ascii()) {
        let class = markers::class_of(character);
        balance += i32::from(class & class::TRADITIONAL != 0);
        balance -= i32::from(class & class::SIMPLIFIED != 0);
        if balance.abs() >= SETTLED {
            break;
        }
    }
    match balance {
        0 => None,
        1.. => Some(Script::Traditional),
        _ => Some(Script::Simplified),
    }
}

/// Han characters under this share (percent of Han plus Latin words): not
/// Chinese. In a real archive English posts with some Han had at most 8,
/// Chinese posts at least 14.
const CHINESE_PERCENT: usize = 10;
/// Latin words over so many times the Han characters, and too few Han outside of
/// quotations: a post in another language that quotes Chinese at length.
const QUOTING_TIMES: usize = 5;
/// Kana over one in so many of kana plus Han: Japanese. A Chinese post with
/// Japanese quotations stays below.
const KANA_SHARE: usize = 3;
/// Fewer Han characters decide nothing: a title, a name, a quotation.
const HAN_MINIMUM: usize = 20;
/// The minority script over this share of the characters that tell (percent) …
const MIXED_PERCENT: usize = 10;
/// … and at least so many of them: mixed. Fewer are names and quotations.
const MIXED_MINIMUM: usize = 20;

/// What a post is written in; the rules of detection are tried in the order of
/// [`Verdict::on`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// One variant of Chinese.
    In(Variant),
    /// Both scripts: the one that comes less has over 10% of the telling
    /// characters and at least 20 of them. Such a post is converted run by run,
    /// each from its own [`Counts::script`].
    Mixed,
    /// Fewer than 20 Han characters, or none that tells the script.
    Undecided,
    /// No Chinese: Han characters are under 10% of Han plus Latin words, or
    /// there are none. Such a post gets no copy.
    NotChinese,
    /// Japanese: kana are over a third of kana plus Han. No copy either.
    Japanese,
}

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// Undecided; or over 10% of the telling characters are the other script's,
    /// though too few for a mixed post.
    Low,
    /// The script is told, the region is the script's default.
    Medium,
    /// Script and region are told, or that the post is mixed or not Chinese.
    High,
}

impl Confidence {
    /// `low`, `medium` or `high`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// The variant of a post, and what tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detection {
    /// What the post is written in.
    pub verdict: Verdict,
    /// How sure that is.
    pub confidence: Confidence,
    /// What was counted.
    pub counts: Counts,
}

/// The variant of a post whose runs of prose are `texts`.
///
/// # Where the thresholds come from
/// - 10% Han of Han plus Latin words: in the archive that hanmark was made for,
///   English posts with some Han had at most 8%, Chinese ones at least 14%.
/// - Five Latin words to a Han character, and under 10% Han outside of
///   quotations: a quotation is in the language of its source. Of 1,800 public
///   posts the English one with most Chinese, which quotes in both languages,
///   had 5.5 times; Chinese posts, lists of key words among them, at most 2.9.
/// - A third of kana: Japanese prose is half kana or more, and Chinese prose has
///   kana in quotations only.
/// - 20 Han: a title, a name or a quotation is shorter, prose is longer.
/// - 10% and 20 characters of the other script: names and quotations stay below
///   one of the two.
/// - Three markers of Hong Kong, and twice as many as Taiwan's: chosen so that a
///   quotation does not make a post one of Hong Kong, since most Traditional
///   posts are Taiwan's.
///
/// ```
/// use hanmark::{Variant, Verdict, detect};
///
/// let detection = detect(["搭捷運去夜市吃滷肉飯，", "再騎腳踏車回學校的圖書館讀書。"]);
/// assert_eq!(detection.verdict, Verdict::In(Variant::ZhTw));
/// ```
#[must_use]
pub fn detect<'a>(texts: impl IntoIterator<Item = &'a str>) -> Detection {
    let mut counts = Counts::default();
    for text in texts {
        counts.add(text);
    }
    Detection::of(counts)
}

impl Detection {
    /// The verdict on counts.
    #[must_use]
    pub fn of(counts: Counts) -> Self {
        let verdict = Verdict::on(&counts);
        Self { verdict, confidence: confidence(verdict, &counts), counts }
    }
}

impl Verdict {
    /// The verdict on counts: not Chinese, Japanese, undecided, mixed, else the
    /// variant of the script that has more; the first that fits.
    #[must_use]
    pub fn on(counts: &Counts) -> Self {
        let Counts { han, latin_words, quoted_han, quoted_latin_words, kana, .. } = *counts;
        let quotes_chinese = latin_words > QUOTING_TIMES * han
            && has_few_han(han - quoted_han, latin_words - quoted_latin_words);
        if has_few_han(han, latin_words) || quotes_chinese || han + kana == 0 {
            Self::NotChinese
        } else if kana * KANA_SHARE > kana + han {
            Self::Japanese
        } else if han < HAN_MINIMUM {
            Self::Undecided
        } else if minority_is_large(counts) && minority(counts) >= MIXED_MINIMUM {
            Self::Mixed
        } else {
            let variant = counts.script().map(|script| counts.variant_in(script));
            variant.map_or(Self::Undecided, Self::In)
        }
    }

    /// The variant that a post is taken for when a copy in `target` is made;
    /// `None` where no copy is made or each run decides for itself.
    ///
    /// An undecided post is taken for the default of the other script than
    /// `target`'s, so that what little it has is converted.
    #[must_use]
    pub const fn variant_for(self, target: Variant) -> Option<Variant> {
        match (self, target.script()) {
            (Self::In(variant), _) => Some(variant),
            (Self::Undecided, Script::Simplified) => Some(Variant::ZhTw),
            (Self::Undecided, Script::Traditional) => Some(Variant::ZhCn),
            (Self::Mixed | Self::NotChinese | Self::Japanese, _) => None,
        }
    }
}

fn has_few_han(han: usize, latin_words: usize) -> bool {
    han * 100 < CHINESE_PERCENT * (han + latin_words)
}

fn minority(counts: &Counts) -> usize {
    counts.traditional.min(counts.simplified)
}

fn minority_is_large(counts: &Counts) -> bool {
    minority(counts) * 100 > MIXED_PERCENT * (counts.traditional + counts.simplified)
}

fn confidence(verdict: Verdict, counts: &Counts) -> Confidence {
    match verdict {
        Verdict::Undecided => Confidence::Low,
        Verdict::In(_) if minority_is_large(counts) => Confidence::Low,
        Verdict::In(variant) => match variant.script() {
            Script::Simplified if counts.cn == 0 => Confidence::Medium,
            Script::Traditional if counts.tw <= counts.hk && !counts.is_of_hong_kong() => {
                Confidence::Medium
            }
            _ => Confidence::High,
        },
        _ => Confidence::High,
    }
}

#[cfg(test)]
mod tests;
