//! Promises about engines and dictionaries.

use std::{collections::HashSet, sync::OnceLock};

use hanmark::{Dictionary, Engine, Plain, Profile};

/// OpenCC's own dictionaries, for texts of keys that overlap.
const TEXTS: [&str; 8] = [
    include_str!("../../dictionaries/opencc/STPhrases.txt"),
    include_str!("../../dictionaries/opencc/TSPhrases.txt"),
    include_str!("../../dictionaries/opencc/TWPhrases.txt"),
    include_str!("../../dictionaries/opencc/TWPhrasesRev.txt"),
    include_str!("../../dictionaries/opencc/HKVariantsRevPhrases.txt"),
    include_str!("../../dictionaries/opencc/STCharacters.txt"),
    include_str!("../../dictionaries/opencc/TSCharacters.txt"),
    include_str!("../../dictionaries/opencc/JPShinjitaiPhrases.txt"),
];

fn words() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = TEXTS.iter().flat_map(|text| text.lines());
        let entries = lines.filter(|line| !line.starts_with('#'));
        entries.flat_map(|line| line.split(['\t', ' '])).filter(|word| !word.is_empty()).collect()
    })
}

/// A text of keys and values, whole and cut, and of what engines treat in a way
/// of its own: three bytes choose each.
pub fn text(bytes: &[u8]) -> String {
    const OTHERS: [&str; 16] = [
        "\u{f9d1}",
        "\u{fa0e}",
        "\u{2f800}",
        "\u{fe00}",
        "\u{e0100}",
        "⿰",
        "⿱車",
        "⿲",
        "㇯",
        "\0",
        "\n",
        " ",
        "U",
        "，",
        "\u{feff}",
        "𠮷",
    ];
    let words = words();
    let mut text = String::new();
    for choice in bytes.chunks_exact(3) {
        let number = usize::from(choice[0]) << 8 | usize::from(choice[1]);
        let word = words[number * 37 % words.len()];
        match choice[2] % 16 {
            0..=2 => text.extend(word.chars().take(1 + usize::from(choice[2] >> 4) % 3)),
            3..=4 => text.extend(word.chars().skip(1)),
            5 => {
                text.pop();
                text.push_str(word);
            }
            6 => text.push_str(OTHERS[usize::from(choice[2] >> 4)]),
            7 => text.push_str(words[number % words.len()]),
            _ => text.push_str(word),
        }
    }
    text
}

/// Segments come in order and change something, their rules can be spelled out,
/// and spliced they give the converted text.
///
/// # Panics
/// When they do not.
pub fn segments(text: &str, profile: Profile) {
    static ENGINES: OnceLock<Vec<Plain>> = OnceLock::new();
    let all = ENGINES.get_or_init(|| Profile::ALL.iter().map(|&one| Plain::new(&[one])).collect());
    let place = Profile::ALL.iter().position(|&one| one == profile).expect("one of all");
    segments_of(&all[place], text);
}

/// The same of any engine that cannot fail.
///
/// # Panics
/// When they do not.
#[track_caller]
pub fn segments_of(engine: &Plain, text: &str) {
    let mut spliced = String::new();
    let mut done = 0;
    let found = engine.segments(text, &mut |segment| {
        assert!(done <= segment.range.start && segment.range.start < segment.range.end);
        assert_ne!(&text[segment.range.clone()], segment.replacement);
        assert!(!segment.rules.is_empty());
        assert!(segment.rules.iter().all(|rule| engine.rule(*rule).is_some()));
        spliced.push_str(&text[done..segment.range.start]);
        spliced.push_str(segment.replacement);
        done = segment.range.end;
    });
    found.expect("the plain engine never fails");
    spliced.push_str(&text[done..]);
    assert_eq!(spliced, engine.convert(text).expect("as above"), "{text:?}");
}

/// The text of a dictionary gives a dictionary that finds its keys, or an error
/// that names a line.
///
/// # Panics
/// When it does not.
pub fn dictionary(text: &str) {
    match Dictionary::from_text("made up", text) {
        Ok(dictionary) => {
            let mut keys = HashSet::new();
            for (index, rule) in dictionary.rules().enumerate() {
                assert!(keys.insert(rule.key), "{:?} comes twice", rule.key);
                let found = dictionary.longest_prefix(rule.key).expect("a key finds itself");
                assert_eq!((found.len, found.entry as usize), (rule.key.len(), index));
                assert!(rule.alternatives.starts_with(rule.value));
            }
            assert_eq!(dictionary.is_empty(), keys.is_empty());
        }
        Err(error) => assert!((1..=text.lines().count()).contains(&error.line), "{error}"),
    }
}
