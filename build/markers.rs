//! Derives the marks of scripts and regions from OpenCC's dictionaries: which
//! characters and words tell Traditional from Simplified, Taiwan from Hong Kong.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    error::Error,
    fs,
    ops::RangeInclusive,
    path::Path,
};

use crate::compile;

#[path = "../src/convert/detect/class.rs"]
#[allow(dead_code, unreachable_pub)]
mod class;

use class::{
    CN, END, HAN, HK, KANA, OLD, PAIR_BITS, SIMPLIFIED, STARTS_WORD, TRADITIONAL, TW, pair_bit,
};

/// The script `Han` of Unicode's Scripts.txt, without radicals.
const HAN_RANGES: [RangeInclusive<u32>; 8] = [
    0x3005..=0x3005,
    0x3007..=0x3007,
    0x3021..=0x3029,
    0x3038..=0x303B,
    0x3400..=0x4DBF,
    0x4E00..=0x9FFF,
    0xF900..=0xFAFF,
    0x20000..=0x323AF,
];
/// Hiragana and katakana, without ・ and ー.
const KANA_RANGES: [RangeInclusive<u32>; 7] = [
    0x3041..=0x3096,
    0x309D..=0x309F,
    0x30A1..=0x30FA,
    0x30FD..=0x30FF,
    0x31F0..=0x31FF,
    0xFF66..=0xFF6F,
    0xFF71..=0xFF9D,
];
/// Simplified characters that are old variants in Traditional print too.
const OLD_VARIANTS: &str = "并却泪烟迹叙叠凭凉厢强黄况携肴咏笋洒脚踪删弃禀卺";
/// Code points in a page.
const PAGE: usize = 64;

type Alternatives = BTreeMap<String, Vec<String>>;

/// Writes the tables that `src/convert/detect` includes.
pub fn write(opencc: &Path, regions: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut classes = vec![0_u8; END];
    mark_ranges(&mut classes, &HAN_RANGES, HAN);
    mark_ranges(&mut classes, &KANA_RANGES, KANA);
    mark_scripts(&mut classes, opencc)?;

    let mut keys = opencc_regions(opencc)?;
    keys.extend(own_regions(regions)?);
    let words = mark_regions(&mut classes, &keys)?;
    fs::write(out.join("region_words.pairs"), pairs(&words))?;
    fs::write(out.join("region_words.bits"), regions_of(&words))?;
    fs::write(out.join("region_words.table"), table(&words))?;

    let (index, pages) = pages(&classes)?;
    let code = format!(
        "const PAGE: usize = {PAGE};\n\
         static PAGE_OF: [u16; {}] = {index:?};\n\
         static CLASSES: &[u8; {}] = \
         include_bytes!(concat!(env!(\"OUT_DIR\"), \"/class_pages.bits\"));\n",
        index.len(),
        pages.len()
    );
    fs::write(out.join("class_pages.bits"), pages)?;
    fs::write(out.join("markers.rs"), code)?;
    Ok(())
}

fn mark_ranges(classes: &mut [u8], ranges: &[RangeInclusive<u32>], bit: u8) {
    for code_point in ranges.iter().cloned().flatten() {
        classes[code_point as usize] |= bit;
    }
}

/// A character is of one script when conversion to the other always changes it
/// and nothing in the other script is written with it.
fn mark_scripts(classes: &mut [u8], opencc: &Path) -> Result<(), Box<dyn Error>> {
    let mut to_simplified = load(opencc, "TSCharacters")?;
    to_simplified.extend(load(opencc, "TSCharactersExt")?);
    let to_traditional = load(opencc, "STCharacters")?;
    let simplified = targets(&to_simplified);
    let mut traditional = targets(&to_traditional);
    // The glyphs of Taiwan and Hong Kong are Traditional even where they look
    // Simplified: 卧 户 温 群.
    for name in ["TWVariants", "HKVariants"] {
        traditional.extend(targets(&load(opencc, name)?));
    }
    traditional.extend(OLD_VARIANTS.chars().map(String::from));

    let others = |key: &String, values: &[String]| !values.contains(key);
    for (key, values) in &to_simplified {
        if others(key, values) && !simplified.contains(key) && !to_traditional.contains_key(key) {
            classes[code_point(key)?] |= TRADITIONAL;
        }
    }
    for (key, values) in &to_traditional {
        if others(key, values) && !traditional.contains(key) && !to_simplified.contains_key(key) {
            classes[code_point(key)?] |= SIMPLIFIED;
        }
    }
    Ok(())
}

/// Glyphs and words that conversion makes for one region and not for another.
fn opencc_regions(opencc: &Path) -> Result<HashMap<String, u8>, Box<dyn Error>> {
    let mut keys = HashMap::new();
    let (tw, hk) = (load(opencc, "TWVariants")?, load(opencc, "HKVariants")?);
    let mut standard: BTreeSet<String> =
        load(opencc, "STCharacters")?.into_values().flatten().collect();
    standard.extend(tw.keys().chain(hk.keys()).cloned());
    let (tw_glyphs, hk_glyphs) = (glyphs(&standard, &tw), glyphs(&standard, &hk));
    // Only what Taiwan changed itself: Hong Kong's 説 脱 衞 are its norm, but
    // many there type 說 脫 衛.
    let tw_own = targets(&tw);
    keys.extend(tw_own.difference(&hk_glyphs).map(|glyph| (glyph.clone(), TW)));
    keys.extend(hk_glyphs.difference(&tw_glyphs).map(|glyph| (glyph.clone(), HK)));
    let both: BTreeSet<String> = tw_glyphs.union(&hk_glyphs).cloned().collect();
    keys.extend(standard.difference(&both).map(|glyph| (glyph.clone(), OLD)));

    let mut words: HashMap<String, u8> = HashMap::new();
    for (name, region) in [("TWPhrases", TW), ("HKPhrases", HK)] {
        for (mainland, regional) in load(opencc, name)? {
            for word in regional.into_iter().filter(|word| *word != mainland) {
                *words.entry(word).or_default() |= region;
            }
            *words.entry(mainland).or_default() |= CN;
        }
    }
    // What more than one region says tells nothing.
    words.retain(|_, regions| [TW, HK, CN].contains(regions));
    let simplify = load(opencc, "TSCharacters")?;
    for (word, region) in &words {
        if *region == CN {
            keys.insert(simplified(word, &simplify), CN);
        }
    }
    keys.extend(words);
    Ok(keys)
}

/// All that Traditional text of a region is written with.
fn glyphs(standard: &BTreeSet<String>, variants: &Alternatives) -> BTreeSet<String> {
    standard
        .iter()
        .flat_map(|key| variants.get(key).cloned().unwrap_or_else(|| vec![key.clone()]))
        .collect()
}

fn simplified(word: &str, characters: &Alternatives) -> String {
    let one = |character: char| {
        let key = character.to_string();
        characters.get(&key).map_or(key, |values| values[0].clone())
    };
    word.chars().map(one).collect()
}

fn own_regions(path: &Path) -> Result<Vec<(String, u8)>, Box<dyn Error>> {
    let region = |name: &str| match name {
        "TW" => Ok(TW),
        "HK" => Ok(HK),
        "CN" => Ok(CN),
        _ => Err(format!("{}: unknown region {name}", path.display())),
    };
    let mut keys = Vec::new();
    for (key, names) in read(path)? {
        let mut regions = 0;
        for name in names {
            regions |= region(&name)?;
        }
        keys.push((key, regions));
    }
    Ok(keys)
}

/// Marks characters in `classes`; gives the words, in the order of a table's
/// entries, without those that start in ASCII (B超), which nobody looks up.
fn mark_regions<'a>(
    classes: &mut [u8],
    keys: &'a HashMap<String, u8>,
) -> Result<Vec<(&'a str, u8)>, String> {
    let mut words: Vec<(&str, u8)> = Vec::new();
    for (key, regions) in keys {
        let first = code_point(key)?;
        if key.chars().count() == 1 {
            // Mainland China's own characters are Simplified ones.
            classes[first] |= regions & !CN;
        } else if !key.starts_with(|first: char| first.is_ascii()) {
            words.push((key, *regions));
            classes[first] |= STARTS_WORD;
        }
    }
    words.sort_by(|a, b| a.0.chars().cmp(b.0.chars()));
    Ok(words)
}

fn table(words: &[(&str, u8)]) -> Vec<u8> {
    let entries: Vec<(&str, &str)> = words.iter().map(|(word, _)| (*word, *word)).collect();
    compile::table(&entries)
}

fn regions_of(words: &[(&str, u8)]) -> Vec<u8> {
    words.iter().map(|(_, regions)| *regions).collect()
}

/// The filter of the pairs that words start with.
fn pairs(words: &[(&str, u8)]) -> Vec<u8> {
    let mut bits = vec![0; PAIR_BITS / 8];
    for (word, _) in words {
        if let Some(first_bytes) = word.as_bytes().first_chunk() {
            let bit = pair_bit(*first_bytes);
            bits[bit / 8] |= 1 << (bit % 8);
        }
    }
    bits
}

/// Equal pages are written once.
fn pages(classes: &[u8]) -> Result<(Vec<u16>, Vec<u8>), Box<dyn Error>> {
    let mut pages: Vec<&[u8]> = Vec::new();
    let mut index = Vec::new();
    for page in classes.chunks(PAGE) {
        let number = pages.iter().position(|known| *known == page).unwrap_or_else(|| {
            pages.push(page);
            pages.len() - 1
        });
        index.push(u16::try_from(number)?);
    }
    Ok((index, pages.concat()))
}

fn code_point(key: &str) -> Result<usize, String> {
    let first = key.chars().next().ok_or("an empty key")? as usize;
    if first < END { Ok(first) } else { Err(format!("{key} lies behind the last class")) }
}

fn targets(dictionary: &Alternatives) -> BTreeSet<String> {
    let changed = |(key, values): (&String, &Vec<String>)| {
        values.iter().filter(|value| *value != key).cloned().collect::<Vec<_>>()
    };
    dictionary.iter().flat_map(changed).collect()
}

fn load(opencc: &Path, name: &str) -> Result<Alternatives, Box<dyn Error>> {
    read(&opencc.join(format!("{name}.txt")))
}

fn read(path: &Path) -> Result<Alternatives, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let entries =
        compile::entries(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let alternatives = |value: &str| value.split(' ').map(String::from).collect();
    Ok(entries.into_iter().map(|(key, value)| (key.to_owned(), alternatives(value))).collect())
}
