//! Reads the words.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use super::{
    character,
    characters::Characters,
    codes,
    format::{CHARACTERS, LONGEST, UNITS},
    table,
};

/// What OpenCC's own spelling of a word costs at most above the cheapest: less than [`MARGIN`], so
/// that it stays where only the spelling of one word is in question (the word list of
/// Taiwan has 水里, a township, and not 水裡).
const OWN: u8 = 20;

/// Numerals: with a measure they are two words in the word list, which thus has no 一隻.
const NUMERALS: &str = "一二三四五六七八九十百千万亿两几数每这那某半";

/// By how much a measure is likelier behind a numeral than elsewhere.
const MEASURE: u8 = 15;

/// Surnames that have another form than what their character mostly becomes.
const SURNAMES: &str = "余余 范范 岳岳 郁郁 涂涂 游游 朴朴 姜姜 钟鍾 仇仇 卜卜 曲曲 沈沈";

/// What stands behind a surname.
const TITLES: &str = "先生 女士 小姐 太太 教授 老师 博士 医生 医师 律师 记者 导演 校长 主任 主席 总统 总理 部长 \
    市长 将军 同学 队长 经理 董事长 院长 所长 委员 议员 法官 氏 老太太";

/// What a surname with a title costs.
const NAME: u8 = 160;

/// By key, its Traditional forms in the characters of Taiwan with their costs.
pub type Forms = BTreeMap<Vec<u16>, BTreeMap<Vec<char>, u8>>;

pub fn read_words(path: &Path, characters: &Characters) -> Result<Forms, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut forms = Forms::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let bad = || format!("{}: {line}", path.display());
        let mut fields = line.split('\t');
        let key = fields.next().ok_or_else(bad)?;
        let cost: u8 = fields.next().ok_or_else(bad)?.parse().map_err(|_| bad())?;
        let plain = || key.chars().map(|one| characters.candidates(one)[0].0).collect();
        let value = fields.next().map_or_else(plain, |value| value.chars().collect());
        let key = codes(key).ok_or_else(bad)?;
        forms.entry(key).or_default().insert(value, cost);
    }
    Ok(forms)
}

/// Characters that are no word in the list (這 among them) are as likely as all words that
/// hold them.
pub fn add_characters(forms: &mut Forms, characters: &Characters, once: u8) {
    let mut shares = vec![0.0; CHARACTERS];
    for (key, forms) in &*forms {
        let share: f64 =
            forms.values().map(|cost| (-f64::from(*cost) / f64::from(UNITS)).exp()).sum();
        for code in key {
            shares[usize::from(*code)] += share;
        }
    }
    for (code, share) in (0..).zip(shares).filter(|(_, share)| *share > 0.0) {
        let exact = -share.ln() * f64::from(UNITS);
        let cost = (0..once).find(|cost| f64::from(*cost) >= exact).unwrap_or(once);
        let plain = characters.candidates(character(code))[0].0;
        forms.entry(vec![code]).or_insert_with(|| [(vec![plain], cost)].into());
    }
}

/// OpenCC's phrases are words too.
pub fn add_phrases(
    forms: &mut Forms,
    opencc: &Path,
    characters: &Characters,
    once: u8,
) -> Result<(), Box<dyn Error>> {
    for name in ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases"] {
        for (key, values) in table(&opencc.join(format!("{name}.txt")))? {
            let value: Vec<char> = values[0].chars().map(|one| characters.fold(one)).collect();
            let Some(key) = codes(&key).filter(|key| key.len() == value.len()) else { continue };
            if key.len() > LONGEST {
                continue;
            }
            let measured = measured(&key, &value, forms).unwrap_or(once);
            let forms = forms.entry(key).or_default();
            let own = forms.values().min().map_or(once, |cost| cost.saturating_add(OWN).min(once));
            let most = own.min(measured);
            let cost = forms.entry(value).or_insert(most);
            *cost = most.min(*cost);
        }
    }
    Ok(())
}

/// Surnames with titles are words.
pub fn add_names(forms: &mut Forms, characters: &Characters) {
    for surname in SURNAMES.split(' ') {
        let mut both = surname.chars();
        let (Some(key), Some(value)) = (both.next(), both.next()) else { continue };
        for title in TITLES.split_whitespace() {
            let plain = title.chars().map(|one| characters.candidates(one)[0].0);
            let value: Vec<char> = std::iter::once(value).chain(plain).collect();
            let Some(key) = codes(&format!("{key}{title}")) else { continue };
            forms.entry(key).or_default().entry(value).or_insert(NAME);
        }
    }
}

/// What a numeral with a measure costs.
pub fn measured(key: &[u16], value: &[char], forms: &Forms) -> Option<u8> {
    let ([numeral, measure], [_, form]) = (key, value) else { return None };
    let alone = forms.get(&vec![*measure])?.get(&vec![*form])?;
    let numeral = forms.get(&vec![*numeral]).filter(|_| NUMERALS.contains(character(*numeral)))?;
    numeral.values().min()?.checked_add(*alone)?.checked_sub(MEASURE)
}
