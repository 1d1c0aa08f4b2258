//! Posts out of the sentences of our own, in any number and many versions.

use std::{collections::BTreeSet, fs, path::Path};

use hanmark::{Variant, Verdict, detect};

use crate::folder::Folder;

/// Words that glossaries decide on, which are in many of the sentences.
pub(crate) const GLOSSARIES: [&str; 3] =
    ["時候\t时节\n", "沒有\t未有\n老闆\t店家\n", "時候\t时分\n"];

/// What every post makes its posts of.
pub(crate) struct Posts {
    sentences: Vec<String>,
}

/// An edit of a person in a copy. It lies apart from what changes in the posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edit {
    /// A paragraph at the end.
    Paragraph(usize),
    /// Some words in the last line of the post.
    Words(usize),
}

impl Edit {
    /// The text with the edit.
    pub(crate) fn made_in(self, text: &str) -> String {
        match self {
            Self::Paragraph(_) => format!("{text}{}", self.words()),
            Self::Words(_) => text.replacen('〕', &format!("{}〕", self.words()), 1),
        }
    }

    /// The text without it again.
    #[track_caller]
    pub(crate) fn out_of(self, text: &str) -> String {
        assert!(text.contains(&self.words()), "{self:?} is not in {text}");
        text.replacen(&self.words(), "", 1)
    }

    fn words(self) -> String {
        match self {
            Self::Paragraph(number) => format!("\n【编者按 {number}。】\n"),
            Self::Words(number) => format!("，改了第 {number} 次。"),
        }
    }
}

impl Posts {
    /// The sentences of `posts/` in Taiwan's Chinese, each once.
    pub(crate) fn new() -> Self {
        let mut sentences = BTreeSet::new();
        for folder in ["posts/_posts", "posts/_essays"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for entry in fs::read_dir(folder).unwrap() {
                let text = fs::read_to_string(entry.unwrap().path()).unwrap();
                if detect([text.as_str()]).verdict == Verdict::In(Variant::ZhTw) {
                    sentences.extend(text.lines().flat_map(plain_sentences));
                }
            }
        }
        let sentences: Vec<String> = sentences.into_iter().collect();
        assert!(sentences.len() > 30, "only {} sentences", sentences.len());
        Self { sentences }
    }

    /// The text of the post with that number, of `count`, in its `version`.
    pub(crate) fn text(&self, number: usize, version: usize, count: usize) -> String {
        let sentence = |at: usize| &self.sentences[at % self.sentences.len()];
        let (other, third) = ((number * 7 + 1) % count, (number * 3 + version + 5) % count);
        format!(
            "---\ntitle: 第 {number} 篇，請讀者慢慢讀\nlang: zh-TW\n---\n\n# 第 {number} 篇的標題\n\n\
             {}\n\n{}{}\n\n請見[另一篇](../../{}#第-{other}-篇的標題)和[這篇](../../{})。{}\n\n\
             第 {version} 版。{}\n\n這一篇寫到這裡為止。\n\n〔寫完了〕\n",
            sentence(number),
            sentence(number * 5 + 3),
            sentence(number * 11 + version * 13),
            path(other),
            path(third),
            sentence(number + version * 17),
            sentence(number * 2 + 9),
        )
    }
}

/// The sentences of a line that are prose and nothing else.
fn plain_sentences(line: &str) -> impl Iterator<Item = String> {
    let is_plain = |sentence: &&str| {
        sentence.ends_with('。')
            && sentence.chars().count() > 8
            && sentence.chars().all(|c| !c.is_ascii() && !"〔〕【】（）「」『』".contains(c))
    };
    line.split_inclusive('。').filter(is_plain).map(str::to_owned)
}

/// The path of a post.
pub(crate) fn path(number: usize) -> String {
    format!("{:02}/{}/{number}.md", number / 100, number % 3)
}

/// The path of its copy.
pub(crate) fn copy_path(number: usize) -> String {
    path(number).replace(".md", ".zh-CN.md")
}

/// The configuration, and the first glossary.
pub(crate) fn configure(folder: &Folder) {
    folder
        .write("hanmark.yaml", "editions:\n  - { variant: zh-CN, dictionaries: [glossary.txt] }\n");
    folder.write("glossary.txt", GLOSSARIES[0]);
}
