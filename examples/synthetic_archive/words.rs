//! What the posts are made of: sentences and headings out of `posts/`.

use std::{error::Error, fs, path::Path};

use hanmark::{Profile, Settings, TextForm, convert_text};

/// The archive of the project, in the authors' own words.
const POSTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/posts");

/// Posts whose every sentence is of one variant: the words of each edition are
/// these, and those of the other list converted.
const FROM_TW: [&str; 7] = [
    "_posts/2023-04-02-night-market.md",
    "_posts/2023-05-14-river-line.md",
    "_posts/2023-07-08-abacus-2-0.md",
    "_posts/2023-10-02-oolong.md",
    "_posts/2024-09-08-house-rules.md",
    "_essays/old-calendar.md",
    "_essays/sakhalin.md",
];
const FROM_CN: [&str; 3] = [
    "_posts/2023-08-20-oil-splashed-noodles.md",
    "_posts/2024-05-25-votes-to-seats.md",
    "_essays/four-moons.md",
];

/// The words of one variant.
pub(crate) struct Words {
    /// Whole sentences without markup, each with its full stop.
    pub(crate) sentences: Vec<String>,
    /// Han characters only, so that a heading's address is the heading.
    pub(crate) headings: Vec<String>,
}

impl Words {
    /// The words of mainland China.
    pub(crate) fn zh_cn() -> Result<Self, Box<dyn Error>> {
        Self::new(&read(&FROM_CN)?, &read(&FROM_TW)?, Profile::Tw2sp)
    }

    /// The words of Taiwan.
    pub(crate) fn zh_tw() -> Result<Self, Box<dyn Error>> {
        Self::new(&read(&FROM_TW)?, &read(&FROM_CN)?, Profile::S2twp)
    }

    fn new(own: &str, other: &str, profile: Profile) -> Result<Self, Box<dyn Error>> {
        let settings = Settings::profile(profile).form(TextForm::Plain);
        let converted = convert_text(other, &settings)?.text;
        let sentences = sentences(&format!("{own}{converted}"));
        let headings = headings(&sentences);
        if sentences.len() < 50 || headings.len() < 50 {
            return Err(format!("too few sentences in {POSTS}").into());
        }
        Ok(Self { sentences, headings })
    }
}

fn read(names: &[&str]) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for name in names {
        let path = Path::new(POSTS).join(name);
        let post = fs::read_to_string(&path);
        text += &post.map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        text.push('\n');
    }
    Ok(text)
}

/// The sentences of `text` that have no markup in them, in order, each once.
fn sentences(text: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for line in text.lines() {
        for sentence in line.split_inclusive(['。', '！', '？']) {
            let sentence = sentence.trim();
            let whole = sentence.ends_with(['。', '！', '？']) && sentence.chars().count() > 7;
            if whole && sentence.chars().all(is_prose) && !sentences.iter().any(|s| s == sentence) {
                sentences.push(sentence.to_owned());
            }
        }
    }
    sentences
}

/// Without quotation marks and brackets, which may open in one sentence and close
/// in another, and without all that could be markup.
fn is_prose(character: char) -> bool {
    is_han(character) || "，。、；：！？—…·".contains(character) || character.is_ascii_digit()
}

fn is_han(character: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&character)
}

/// The clauses that are short enough to be headings, in order, each once.
fn headings(sentences: &[String]) -> Vec<String> {
    let mut headings: Vec<String> = Vec::new();
    let clauses = sentences.iter().flat_map(|sentence| sentence.split(|c| !is_han(c)));
    for clause in clauses {
        let fits = (4..=12).contains(&clause.chars().count());
        if fits && !headings.iter().any(|heading| heading == clause) {
            headings.push(clause.to_owned());
        }
    }
    headings
}
