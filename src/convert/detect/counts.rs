//! What is counted in prose to tell its variant.

use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::{
    class::{CN, HAN, HK, KANA, OLD, REGIONS, SIMPLIFIED, STARTS_WORD, TRADITIONAL, TW},
    markers,
};
use crate::convert::variant::{Script, Variant};

/// Regional markers of Hong Kong that a text must have; a single 佢 or 裏 can
/// be a quotation.
const HK_MINIMUM: usize = 3;
/// How many times Hong Kong's markers must outweigh Taiwan's.
const HK_OUTWEIGHS: usize = 2;
/// How many of Hong Kong's markers an old glyph outweighs: books that have 爲 and
/// 纔 have 裏 and 着 as well, without being of Hong Kong.
const OLD_OUTWEIGHS: usize = 10;

/// Characters and words that tell the variant of a text.
///
/// Counts of runs can be added up: [`Counts::add`] takes the runs of a post one
/// by one, `+=` joins counts made apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// Han characters, with 々 and 〇.
    pub han: usize,
    /// Words in Latin letters, or in any other alphabet: `don't`, `v2` and
    /// `snake_case` are one each.
    pub latin_words: usize,
    /// Those of the Han characters that stand in quotations.
    pub quoted_han: usize,
    /// Those of the Latin words that stand in quotations.
    pub quoted_latin_words: usize,
    /// Hiragana and katakana, without ・ and ー, which Chinese text has too.
    pub kana: usize,
    /// Characters that only Traditional text has.
    pub traditional: usize,
    /// Characters that only Simplified text has.
    pub simplified: usize,
    /// Glyphs and words of Taiwan, in texts that are not Simplified.
    pub tw: usize,
    /// Glyphs and words of Hong Kong, in texts that are not Simplified: 着 and
    /// 温 are Simplified too.
    pub hk: usize,
    /// Glyphs of old prints, and of converters without a region, that neither
    /// Taiwan nor Hong Kong writes (爲 衆 纔), in texts that are not Simplified.
    pub old: usize,
    /// Words of mainland China, in either script.
    pub cn: usize,
}

impl Counts {
    /// The counts of one text; regional markers count by the text's own script,
    /// so that the runs of a mixed post do not blur them.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut tally = Tally::default();
        tally.read(text);
        let mut counts = tally.counts;
        if counts.script() == Some(Script::Simplified) {
            (counts.tw, counts.hk, counts.old) = (0, 0, 0);
        }
        counts
    }

    /// Counts one more text, as the next run of a post.
    pub fn add(&mut self, text: &str) {
        *self += Self::of(text);
    }

    /// Counts one more text, which the post quotes.
    pub fn add_quotation(&mut self, text: &str) {
        let counts = Self::of(text);
        *self += Self { quoted_han: counts.han, quoted_latin_words: counts.latin_words, ..counts };
    }

    /// The script that has more characters of its own; `None` if neither has.
    ///
    /// There is no minimum: it is meant for the runs of a mixed post, where one
    /// character has to do. A run without a script follows the run before it.
    #[must_use]
    pub fn script(&self) -> Option<Script> {
        match self.traditional.cmp(&self.simplified) {
            std::cmp::Ordering::Greater => Some(Script::Traditional),
            std::cmp::Ordering::Less => Some(Script::Simplified),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// The variant of a text in `script`: zh-HK where Hong Kong's markers
    /// clearly outweigh, else the script's default, zh-CN or zh-TW.
    ///
    /// Nothing tells zh-SG from zh-CN, or zh-MO from zh-HK.
    #[must_use]
    pub fn variant_in(&self, script: Script) -> Variant {
        match script {
            Script::Simplified => Variant::ZhCn,
            Script::Traditional if self.is_of_hong_kong() => Variant::ZhHk,
            Script::Traditional => Variant::ZhTw,
        }
    }

    pub(super) fn is_of_hong_kong(&self) -> bool {
        self.hk >= HK_MINIMUM && self.hk > HK_OUTWEIGHS * self.tw + OLD_OUTWEIGHS * self.old
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.han += other.han;
        self.latin_words += other.latin_words;
        self.quoted_han += other.quoted_han;
        self.quoted_latin_words += other.quoted_latin_words;
        self.kana += other.kana;
        self.traditional += other.traditional;
        self.simplified += other.simplified;
        self.tw += other.tw;
        self.hk += other.hk;
        self.old += other.old;
        self.cn += other.cn;
    }
}

/// One text being counted.
#[derive(Default)]
struct Tally {
    counts: Counts,
    in_latin_word: bool,
    /// End of the last regional word, in bytes; the characters up to there are
    /// no regional markers of their own.
    region_word_end: usize,
}

impl Tally {
    fn read(&mut self, text: &str) {
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            at = if byte.is_ascii() { self.ascii(text, at) } else { self.wide(text, at) };
        }
    }

    /// Reads the ASCII text at `at`; gives its end.
    fn ascii(&mut self, text: &str, mut at: usize) -> usize {
        while let Some(byte) = text.as_bytes().get(at).filter(|byte| byte.is_ascii()) {
            if byte.is_ascii_alphabetic() {
                self.in_latin_word();
            } else if !(byte.is_ascii_digit() || matches!(byte, b'_' | b'\'')) {
                self.in_latin_word = false;
            }
            at += 1;
        }
        at
    }

    /// Reads the other character at `at`; gives its end.
    fn wide(&mut self, text: &str, at: usize) -> usize {
        let Some(character) = text[at..].chars().next() else { return text.len() };
        let class = markers::class_of(character);
        if class == 0 {
            self.letter(character);
        } else {
            self.in_latin_word = false;
            self.east_asian(class);
            // Both sides are evaluated: a jump for each would be guessed wrong often.
            let starts_word =
                (class & STARTS_WORD != 0) & markers::may_start_region_word(&text.as_bytes()[at..]);
            if (starts_word || class & REGIONS != 0) && at >= self.region_word_end {
                self.regions(class, &text[at..], at);
            }
        }
        at + character.len_utf8()
    }

    fn letter(&mut self, character: char) {
        if !is_no_letter_of_words(character) && character.is_alphabetic() {
            self.in_latin_word();
        } else if !joins_words(character) {
            self.in_latin_word = false;
        }
    }

    fn in_latin_word(&mut self) {
        self.counts.latin_words += usize::from(!self.in_latin_word);
        self.in_latin_word = true;
    }

    fn east_asian(&mut self, class: u8) {
        let counts = &mut self.counts;
        counts.han += usize::from(class & HAN != 0);
        counts.kana += usize::from(class & KANA != 0);
        counts.traditional += usize::from(class & TRADITIONAL != 0);
        counts.simplified += usize::from(class & SIMPLIFIED != 0);
    }

    fn regions(&mut self, class: u8, rest: &str, at: usize) {
        let mut regions = class & REGIONS;
        if class & STARTS_WORD != 0
            && let Some((len, of_word)) = markers::region_word(rest)
        {
            self.region_word_end = at + len;
            regions = of_word;
        }
        self.counts.tw += usize::from(regions & (TW | HK) == TW);
        self.counts.hk += usize::from(regions & (TW | HK) == HK);
        self.counts.old += usize::from(regions & OLD != 0);
        self.counts.cn += usize::from(regions & CN != 0);
    }
}

/// Letters that stand among Han without forming words (ー, bopomofo, half-width
/// ｰ), and the punctuation of Chinese text, for which this is the quicker answer.
fn is_no_letter_of_words(character: char) -> bool {
    matches!(character,
        '\u{2000}'..='\u{206f}'
        | '\u{3000}'..='\u{312f}'
        | '\u{31a0}'..='\u{31bf}'
        | '\u{ff00}'..='\u{ff20}'
        | '\u{ff65}'..='\u{ff9f}')
}

/// What does not end a word, after Unicode's text segmentation (UAX #29), beside
/// digits, `_` and the straight apostrophe: combining marks, joiners.
fn joins_words(character: char) -> bool {
    matches!(character, '’' | '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200d}')
}
