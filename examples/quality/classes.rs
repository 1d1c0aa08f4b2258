//! What kind of difference two characters are.

use hanmark::Script;

/// How much a difference matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// Two shapes of one character: 裏 and 裡.
    Glyph,
    /// Spellings that both are right, by house style: 了解 and 瞭解.
    Taste,
    /// Marks alone: 「 and “.
    Punctuation,
    /// Another word: an editor would mend it.
    Hard,
}

impl Class {
    pub(crate) const ALL: [Self; 4] = [Self::Glyph, Self::Taste, Self::Punctuation, Self::Hard];
}

/// Two shapes of one character, whose choice is never a question of the word. The
/// first of each is what the others are folded to.
const GLYPHS: &str = "\
    著着 裡裏 為爲 台臺 群羣 床牀 吃喫 偽僞 啟啓 嫻嫺 媯嬀 峰峯 稜棱 簷檐 汙污 洩泄 \
    溈潙 痺痹 痴癡 秘祕 灶竈 粽糉糭 韁繮 才纔 唇脣 眾衆 踴踊 缽鉢 麵麪 顎齶 戶户戸 衛衞 \
    線綫 說説 脫脱 銳鋭 閱閲 溫温 蘊藴 蔥葱 兌兑 悅悦 稅税 鉤鈎 妝粧 敘敍 別别 值値 \
    強强 真眞 產産 冊册 臥卧 鯰鮎 針鍼 核覈 蛻蜕 醞醖 檯枱 煙菸 鑑鑒 吳呉 嘆歎 艷豔 \
    麼麽";

/// Pairs of taste, wherever they stand.
const TASTE: &[[char; 2]] = &[['周', '週'], ['布', '佈'], ['台', '檯'], ['濕', '溼'], ['占', '佔']];

/// The character that stands for all shapes of `character`. In Simplified text none
/// are the same: 著 and 着 are two words.
pub(crate) fn fold(script: Script, character: char) -> char {
    if script == Script::Simplified {
        return character;
    }
    let of = |shapes: &&str| shapes.contains(character);
    GLYPHS.split(' ').find(of).and_then(|shapes| shapes.chars().next()).unwrap_or(character)
}

/// `text` with the quotation marks of Taiwan made those of the mainland.
pub(crate) fn fold_quotes(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '「' => '“',
            '」' => '”',
            '『' => '‘',
            '』' => '’',
            other => other,
        })
        .collect()
}

/// The class of a difference in a text of `script`: at `at` of `text` stands `got` in
/// the place of `expected`.
pub(crate) fn class(
    script: Script,
    text: &[char],
    at: usize,
    expected: Option<char>,
    got: Option<char>,
) -> Class {
    let is_mark = |character: char| !character.is_alphanumeric();
    let both = [expected, got];
    if both.into_iter().flatten().all(is_mark) {
        return Class::Punctuation;
    }
    let folded = both.map(|one| one.map(|character| fold(script, character)));
    let ([Some(expected), Some(got)], Script::Traditional) = (folded, script) else {
        return Class::Hard;
    };
    if expected == got {
        return Class::Glyph;
    }
    let is_pair = |[one, other]: [char; 2]| {
        (one, other) == (expected, got) || (other, one) == (expected, got)
    };
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    let is_taste = TASTE.iter().copied().any(is_pair)
        || is_pair(['劃', '畫']) && before == Some(&'計')
        || is_pair(['了', '瞭']) && text.get(at + 1) == Some(&'解');
    if is_taste { Class::Taste } else { Class::Hard }
}

/// Whether two Traditional words are one, but for shapes of characters and taste.
pub(crate) fn is_same_word(one: &str, other: &str) -> bool {
    let letters: Vec<char> = one.chars().collect();
    let is_small = |(at, got): (usize, char)| {
        let class = class(Script::Traditional, &letters, at, Some(letters[at]), Some(got));
        letters[at] == got || class != Class::Hard
    };
    other.chars().count() == letters.len() && other.chars().enumerate().all(is_small)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_class(text: &str, at: usize, got: char, expected: Class) {
        let text: Vec<char> = text.chars().collect();
        assert_eq!(class(Script::Traditional, &text, at, Some(text[at]), Some(got)), expected);
    }

    #[test]
    fn no_character_is_in_two_groups() {
        let mut all: Vec<char> = GLYPHS.chars().filter(|&letter| letter != ' ').collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
        assert!(GLYPHS.split(' ').all(|shapes| shapes.chars().count() > 1));
    }

    #[test]
    fn shapes_of_one_character_are_glyphs() {
        assert_class("心裡", 1, '裏', Class::Glyph);
        assert_class("土着", 1, '著', Class::Glyph);
        assert_eq!(fold(Script::Traditional, '裏'), '裡');
        assert_eq!(fold(Script::Traditional, '里'), '里');
        assert_eq!(fold(Script::Simplified, '着'), '着');
    }

    #[test]
    fn spellings_of_a_house_are_taste() {
        assert_class("上週", 1, '周', Class::Taste);
        assert_class("臺子", 0, '檯', Class::Taste);
        assert_class("計畫", 1, '劃', Class::Taste);
        assert_class("了解", 0, '瞭', Class::Taste);
    }

    #[test]
    fn the_same_characters_in_other_words_are_hard() {
        assert_class("圖畫", 1, '劃', Class::Hard);
        assert_class("為了", 1, '瞭', Class::Hard);
        assert_class("公里", 1, '裡', Class::Hard);
    }

    #[test]
    fn in_simplified_text_every_other_character_is_hard() {
        let text = ['显', '著'];
        assert_eq!(class(Script::Simplified, &text, 1, Some('著'), Some('着')), Class::Hard);
    }

    #[test]
    fn marks_are_punctuation_also_where_one_is_too_much() {
        assert_class("「好」", 0, '“', Class::Punctuation);
        let behind = |got| class(Script::Traditional, &['好'], 1, None, Some(got));
        assert_eq!(['。', '斯'].map(behind), [Class::Punctuation, Class::Hard]);
        assert_eq!(fold_quotes("「甲『乙』」"), "“甲‘乙’”");
    }

    #[test]
    fn one_word_has_spellings() {
        assert!(is_same_word("發佈", "發布"));
        assert!(!is_same_word("發佈", "發放"));
        assert!(!is_same_word("發佈", "發佈會"));
    }
}
