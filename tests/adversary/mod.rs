//! Texts made to catch an engine out: dictionary keys that overlap, and
//! everything else that OpenCC treats in a way of its own.

use std::{fs, path::Path};

const SEED: u64 = 0x6861_6e6d_6172_6b31;
const LINES: usize = 20_000;
const PIECES_PER_LINE: u64 = 24;

/// The same lines at every run: all keys and values of OpenCC's dictionaries
/// alone, then random mixtures.
pub(crate) fn lines() -> Vec<String> {
    let words = words();
    let mut random = XorShift(SEED);
    let mut lines: Vec<String> = words.clone();
    for _ in 0..LINES {
        let mut line = String::new();
        for _ in 0..=random.below(PIECES_PER_LINE) {
            add_piece(&mut line, &words, &mut random);
        }
        lines.push(line);
    }
    lines
}

fn add_piece(line: &mut String, words: &[String], random: &mut XorShift) {
    let word = random.pick(words).as_str();
    match random.below(20) {
        // Half a phrase, then another: its end may begin a third.
        0..=4 => line.extend(word.chars().take(1 + random.below(3) as usize)),
        5..=6 => line.extend(word.chars().skip(1)),
        7..=8 => {
            line.pop();
            line.push_str(word);
        }
        9 => add_description(line, words, random, 3),
        10 => line.push(random.character(0xf900, 0xfa6d)),
        11 => line.push(random.character(0x2_f800, 0x2_fa1d)),
        12 => line.push(random.character(0xfe00, 0xfe0f)),
        13 => line.push(random.character(0xe_0100, 0xe_01ef)),
        14 => line.push(random.character(0x3400, 0x9fff)),
        15 => line.push(random.character(0x2_0000, 0x3_23af)),
        16 => line.push(random.character(0x2ff0, 0x31ef)),
        17 => line.push(*random.pick(&['\0', '\n', ' ', 'a', 'U', 'の', '，', '\u{feff}'])),
        _ => line.push_str(word),
    }
}

/// An ideographic description sequence, now and then without its end.
fn add_description(line: &mut String, words: &[String], random: &mut XorShift, depth: u32) {
    let operator = random.character(0x2ff0, 0x2fff);
    line.push(operator);
    for _ in 0..=random.below(3) {
        if depth > 0 && random.below(3) == 0 {
            add_description(line, words, random, depth - 1);
        } else {
            line.extend(random.pick(words).chars().take(1));
        }
    }
}

/// Keys and values of all of OpenCC's dictionaries.
fn words() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("dictionaries/opencc");
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    let mut words = Vec::new();
    for path in paths {
        let text = fs::read_to_string(path).unwrap();
        let entries = text.lines().filter(|line| !line.starts_with('#'));
        words.extend(entries.flat_map(|line| line.split(['\t', ' ']).map(str::to_owned)));
    }
    words.retain(|word| !word.is_empty());
    words.sort();
    words.dedup();
    words
}

struct XorShift(u64);

impl XorShift {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// A character from `first` to `last`; U+FFFD where there is none.
    fn character(&mut self, first: u32, last: u32) -> char {
        let code = first + self.below(u64::from(last - first) + 1) as u32;
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }
}
