//! Promises about engines and dictionaries.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::OnceLock,
};

use hanmark::{Dictionary, Edits, Engine, Lazy, Plain, Profile, RuleId, Texts};

/// OpenCC's own dictionaries, for texts of keys that overlap.
const TEXTS: [&str; 12] = [
    include_str!("../../dictionaries/opencc/STPhrases.txt"),
    include_str!("../../dictionaries/opencc/TSPhrases.txt"),
    include_str!("../../dictionaries/opencc/TWPhrases.txt"),
    include_str!("../../dictionaries/opencc/TWPhrasesRev.txt"),
    include_str!("../../dictionaries/opencc/TWVariantsRevPhrases.txt"),
    include_str!("../../dictionaries/opencc/HKPhrases.txt"),
    include_str!("../../dictionaries/opencc/HKPhrasesRev.txt"),
    include_str!("../../dictionaries/opencc/HKVariantsPhrases.txt"),
    include_str!("../../dictionaries/opencc/HKVariantsRevPhrases.txt"),
    include_str!("../../dictionaries/opencc/STCharacters.txt"),
    include_str!("../../dictionaries/opencc/TSCharacters.txt"),
    include_str!("../../dictionaries/opencc/JPShinjitaiPhrases.txt"),
];

/// The keys and values of OpenCC's dictionaries, in no order.
pub fn all() -> &'static [&'static str] {
    static WORDS: OnceLock<Vec<&str>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = TEXTS.iter().flat_map(|text| text.lines());
        let entries = lines.filter(|line| !line.starts_with('#'));
        entries.flat_map(|line| line.split(['\t', ' '])).filter(|word| !word.is_empty()).collect()
    })
}

/// The words that begin with a character.
fn by_first(first: char) -> &'static [&'static str] {
    static BY_FIRST: OnceLock<HashMap<char, Vec<&str>>> = OnceLock::new();
    let all = BY_FIRST.get_or_init(|| {
        let mut all: HashMap<char, Vec<&str>> = HashMap::new();
        for word in self::all() {
            all.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
        }
        all
    });
    all.get(&first).map_or(&[], Vec::as_slice)
}

/// A text of words, each of which begins with the end of the one before where there
/// is such a word: two bytes choose each.
pub fn chain(bytes: &[u8]) -> String {
    let words = all();
    let mut text = String::new();
    for choice in bytes.chunks_exact(2) {
        let number = usize::from(choice[0]) << 8 | usize::from(choice[1]);
        // One or two characters in common, or none.
        let common: Vec<char> = text.chars().rev().take(number % 8 % 3).collect();
        let next = common.last().map_or(&[][..], |first| by_first(*first));
        let fits = |word: &&&str| word.chars().zip(common.iter().rev()).all(|(a, b)| a == *b);
        let fitting: Vec<&&str> = next.iter().filter(fits).collect();
        if fitting.is_empty() {
            text.push_str(words[number * 37 % words.len()]);
        } else {
            let word = fitting[number / 8 % fitting.len()];
            text.extend(word.chars().skip(common.len()));
        }
    }
    text
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
    let words = all();
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

/// The plain engine keeps the promises of [`segments_of`], and the lazy one is equal.
///
/// # Panics
/// When they do not.
pub fn segments(text: &str, profile: Profile) {
    static ENGINES: OnceLock<Vec<(Plain, [Lazy; 2])>> = OnceLock::new();
    let all = ENGINES.get_or_init(|| Profile::ALL.iter().map(|one| engines(&[*one])).collect());
    let place = Profile::ALL.iter().position(|&one| one == profile).expect("one of all");
    segments_of(&all[place].0, text);
    equal(&all[place].0, &all[place].1, text);
}

/// The plain engine, and the lazy one with and without the vectors of the processor.
pub fn engines(profiles: &[Profile]) -> (Plain, [Lazy; 2]) {
    let lazy = [Lazy::new(profiles), Lazy::new(profiles).without_vectors()];
    (Plain::new(profiles), lazy)
}

/// All engines give the same text, the same segments, and edits that make of each
/// segment what replaces it.
///
/// # Panics
/// When they do not.
#[track_caller]
pub fn equal(plain: &Plain, lazy: &[Lazy; 2], text: &str) {
    let converted =
        |engine: &dyn Engine| engine.convert(text).expect("it never fails").into_owned();
    let (whole, segments) = (converted(plain), all_segments(plain, text));
    edits_of(plain, text, &segments);
    for lazy in lazy {
        assert_eq!(converted(lazy), whole, "{text:?}");
        assert_eq!(all_segments(lazy, text), segments, "{text:?}");
        edits_of(lazy, text, &segments);
    }
}

fn edits_of(engine: &dyn Engine, text: &str, segments: &[(Range<usize>, String, Vec<RuleId>)]) {
    let mut texts = Texts::default();
    // What is before a text and behind it does not reach into it.
    let starts = [(); 3].map(|()| {
        let start = texts.joined().len();
        texts.push([text]);
        start
    });
    let mut edits = Edits::default();
    engine.edits(&texts, &mut edits).expect("it never fails");
    assert!(edits.iter().all(|edit| edit.rules.is_empty() && !edit.range.is_empty()));
    let mut edits = edits.iter().peekable();
    for start in starts {
        for (range, replacement, _) in segments {
            let range = start + range.start..start + range.end;
            let mut own = Edits::default();
            while let Some(edit) = edits.next_if(|edit| edit.range.start < range.end) {
                let at = edit.range.start.checked_sub(range.start).expect("it changes nothing");
                own.push(at..at + edit.range.len(), edit.replacement, &[]);
            }
            assert_eq!(own.splice(&texts.joined()[range]), *replacement, "{text:?}");
        }
    }
    assert_eq!(edits.next(), None, "{text:?}");
}

fn all_segments(engine: &dyn Engine, text: &str) -> Vec<(Range<usize>, String, Vec<RuleId>)> {
    let mut list = Vec::new();
    let found = engine.segments(text, &mut |segment| {
        list.push((segment.range, segment.replacement.to_owned(), segment.rules.to_vec()));
    });
    found.expect("it never fails");
    list
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
