//! What is promised of an archive that lives on, over histories by chance: posts, copies
//! and settings change in any order between builds, and no edit of a person is ever lost.
//!
//! ```sh
//! PROPTEST_CASES=2000 cargo test --test living
//! ```
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used, reason = "tests")]

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    env, fs,
    path::Path,
    sync::Arc,
};

use hanmark::{
    BuildOptions, BuildReport, Completion, Dictionary, Edition, EditionScope, Hand, HandEdits,
    Mode, Orphans, Outcome, Punctuation, SurveyOptions, Terms, Variant, archive::layout::Layout,
    build_archive,
};
use proptest::{collection::vec, prelude::*, test_runner::FileFailurePersistence};

const SENTENCES: [&str; 8] = [
    "這張桌子的後面有一隻滑鼠，請你們輕輕把門關上。",
    "請先把這本書讀完，別著急，軟體和網路都在那裡。",
    "他說：「這裡面的麵，味道還是老樣子。」",
    "請見[另一篇](乙.md#標題)，再看[這一篇](丙.md)。",
    "- 第一項是程式\n- 第二項是資料庫，後面還有 `滑鼠`。",
    "> 頭髮乾了以後，再發一封信給裡長。",
    "雨停了，計程車還沒有來，老闆站在門口看天色。",
    "| 名稱 | 數量 |\n| --- | --- |\n| 滑鼠 | 三隻 |",
];
const NAMES: [&str; 6] = ["甲", "乙", "丙", "冊/丁", "冊/戊", "己"];

/// By file, relative to the archive.
type Files = BTreeMap<String, Vec<u8>>;

#[derive(Debug, Clone)]
enum Event {
    Post(usize, Change),
    /// What a person does in the copy at that place of the list.
    Copy(usize, ByHand),
    Setting(usize),
    /// A file or folder of hanmark's own is deleted.
    Forget(&'static str),
    Build(HandEdits, Orphans),
    /// A build that is told to end after so many copies.
    Interrupted(usize),
    Check,
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, usize),
    Insert(usize, usize),
    Remove(usize),
    Move(usize, usize),
    Title(usize),
    Mark,
    LineEnds,
    Empty,
    English,
    /// Lines of front matter: its language, or that it asks for no copy.
    Declare(&'static str),
    Rename(usize),
    Delete,
}

#[derive(Debug, Clone)]
enum ByHand {
    /// Words, at that character.
    Words(usize),
    /// A paragraph, before that line.
    Paragraph(usize),
    Sentence(usize),
    Character(usize),
    LineEnds,
    Empty,
    Delete,
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..6_usize;
    prop_oneof![
        4 => (at.clone(), 0..SENTENCES.len()).prop_map(|(at, text)| Change::Write(at, text)),
        3 => (at.clone(), 0..SENTENCES.len()).prop_map(|(at, text)| Change::Insert(at, text)),
        3 => at.clone().prop_map(Change::Remove),
        2 => (at.clone(), at).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (0..SENTENCES.len()).prop_map(Change::Title),
        1 => Just(Change::Mark),
        1 => Just(Change::LineEnds),
        1 => Just(Change::Empty),
        1 => Just(Change::English),
        2 => prop::sample::select(vec![
            "", "lang: zh-TW\n", "lang: zh-CN\n", "lang: zh-HK\n", "hanmark: { skip: true }\n",
            "hanmark: { skip: [zh-CN] }\n", "hanmark: { keep: [滑鼠] }\n",
        ]).prop_map(Change::Declare),
        1 => (0..NAMES.len()).prop_map(Change::Rename),
        1 => Just(Change::Delete),
    ]
}

fn by_hand() -> impl Strategy<Value = ByHand> {
    prop_oneof![
        4 => (0..400_usize).prop_map(ByHand::Words),
        4 => (0..20_usize).prop_map(ByHand::Paragraph),
        2 => (0..6_usize).prop_map(ByHand::Sentence),
        2 => (0..300_usize).prop_map(ByHand::Character),
        1 => Just(ByHand::LineEnds),
        1 => Just(ByHand::Empty),
        1 => Just(ByHand::Delete),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let hand = prop_oneof![5 => Just(HandEdits::Merge), 1 => Just(HandEdits::Accept)];
    let orphans = prop_oneof![2 => Just(Orphans::Keep), 1 => Just(Orphans::Prune)];
    prop_oneof![
        6 => (0..3_usize, change()).prop_map(|(post, change)| Event::Post(post, change)),
        5 => (0..8_usize, by_hand()).prop_map(|(copy, by_hand)| Event::Copy(copy, by_hand)),
        1 => (0..4_usize).prop_map(Event::Setting),
        1 => prop::sample::select(vec!["cache", "base", "lock"]).prop_map(Event::Forget),
        6 => (hand, orphans).prop_map(|(hand, orphans)| Event::Build(hand, orphans)),
        1 => (1..4_usize).prop_map(Event::Interrupted),
        1 => Just(Event::Check),
    ]
}

#[derive(Default)]
struct Post {
    name: &'static str,
    declared: &'static str,
    title: &'static str,
    paragraphs: Vec<String>,
    has_mark: bool,
    has_crlf: bool,
}

impl Post {
    fn new(name: &'static str, first: usize) -> Self {
        let paragraph = |at: usize| SENTENCES[(first + at) % SENTENCES.len()].to_owned();
        Self { name, paragraphs: (0..4).map(paragraph).collect(), ..Self::default() }
    }

    fn path(&self) -> String {
        format!("{}.md", self.name)
    }

    fn text(&self) -> String {
        let title = match self.title {
            "" => String::new(),
            title => format!("title: '{title}'\n"),
        };
        let front_matter = match (self.declared, &title) {
            ("", title) if title.is_empty() => String::new(),
            (declared, title) => format!("---\n{title}{declared}---\n"),
        };
        let heading = if self.paragraphs.is_empty() { "" } else { "# 標題\n\n" };
        let mut text = format!("{front_matter}{heading}{}\n", self.paragraphs.join("\n\n"));
        if self.has_crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.has_mark {
            text.insert(0, '\u{feff}');
        }
        text
    }

    /// Its name and whether it is there are the archive's business.
    fn change(&mut self, change: &Change) {
        let count = self.paragraphs.len();
        match *change {
            Change::Write(at, text) if count > 0 => {
                SENTENCES[text].clone_into(&mut self.paragraphs[at % count]);
            }
            Change::Insert(at, text) => {
                self.paragraphs.insert(at % (count + 1), SENTENCES[text].to_owned());
            }
            Change::Remove(at) if count > 0 => drop(self.paragraphs.remove(at % count)),
            Change::Move(from, to) if count > 0 => self.paragraphs.swap(from % count, to % count),
            Change::Title(text) => {
                self.title = SENTENCES[text].lines().next().unwrap();
            }
            Change::Mark => self.has_mark ^= true,
            Change::LineEnds => self.has_crlf ^= true,
            Change::Empty => self.paragraphs.clear(),
            Change::English => {
                self.paragraphs = vec!["The mouse is behind the table, as ever.".to_owned(); 2];
            }
            Change::Declare(declared) => self.declared = declared,
            _ => {}
        }
    }
}

struct Archive {
    folder: tempfile::TempDir,
    posts: Vec<Post>,
    setting: usize,
    /// What builds put at each place as they generated it.
    generated: BTreeMap<String, HashSet<Vec<u8>>>,
    edits: usize,
    /// The number of each edit, and where it is: what is made of a copy without a lock
    /// repeats its edits.
    edited: BTreeSet<(String, String)>,
}

impl Archive {
    fn new() -> Self {
        let posts = (0..3).map(|number| Post::new(NAMES[number], number * 2)).collect();
        let archive = Self {
            folder: tempfile::tempdir().unwrap(),
            posts,
            setting: 0,
            generated: BTreeMap::new(),
            edits: 0,
            edited: BTreeSet::new(),
        };
        archive.posts.iter().for_each(|post| archive.write(&post.path(), post.text()));
        archive
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn remove(&self, path: &str) {
        let _ = fs::remove_file(self.folder.path().join(path));
    }

    /// All files, hanmark's own too.
    fn files(&self) -> Files {
        let mut files = Files::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files
    }

    /// What is known of hand-made editions may be in the cache after two builds only.
    fn files_but_the_cache(&self) -> Files {
        let mut files = self.files();
        files.remove(".hanmark/cache");
        files
    }

    fn originals(&self) -> BTreeSet<String> {
        self.posts.iter().map(Post::path).collect()
    }

    /// The files that are no originals, but for hanmark's own.
    fn copies(&self) -> Files {
        let (mut files, originals) = (self.files(), self.originals());
        files.retain(|path, _| !originals.contains(path) && !path.starts_with(".hanmark"));
        files
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Post(number, change) => self.change(*number, change),
            Event::Copy(number, by_hand) => self.edit(*number, by_hand),
            Event::Setting(setting) => self.setting = *setting,
            Event::Forget(name) => {
                let path = self.folder.path().join(".hanmark").join(name);
                let _ = fs::remove_dir_all(&path);
                let _ = fs::remove_file(&path);
            }
            Event::Build(hand_edits, orphans) => {
                let hand_edits = *hand_edits;
                self.build(&BuildOptions { hand_edits, orphans: *orphans, ..self.options() });
            }
            Event::Interrupted(copies) => self.interrupted(*copies),
            Event::Check => drop(self.check()),
        }
    }

    fn change(&mut self, number: usize, change: &Change) {
        let path = self.posts[number].path();
        match change {
            Change::Delete => return self.remove(&path),
            Change::Rename(name) if self.posts.iter().all(|post| post.name != NAMES[*name]) => {
                self.remove(&path);
                self.posts[number].name = NAMES[*name];
            }
            change => self.posts[number].change(change),
        }
        let post = &self.posts[number];
        self.write(&post.path(), post.text());
    }

    fn edit(&mut self, number: usize, by_hand: &ByHand) {
        let copies = self.copies();
        let Some((path, bytes)) = copies.iter().nth(number % copies.len().max(1)) else { return };
        let text = String::from_utf8(bytes.clone()).unwrap();
        self.edits += 1;
        self.edited.insert((path.clone(), self.edits.to_string()));
        if let ByHand::Delete = by_hand {
            self.remove(path);
        } else {
            self.write(path, edited(&text, by_hand, &format!("〔註{}〕", self.edits)));
        }
    }

    fn options(&self) -> BuildOptions {
        let edition = |variant| Edition::new(variant, Layout::default());
        let mut editions = vec![edition(Variant::ZhCn), edition(Variant::ZhHk)];
        let mut terms = vec![None, None];
        match self.setting {
            1 => {
                let glossary = Dictionary::from_text("glossary", "滑鼠\t小老鼠\n門\t户\n").unwrap();
                terms[0] = Some(Arc::new(Terms::new(vec![glossary])));
            }
            2 => editions[0].punctuation = Punctuation::Keep,
            3 => drop((editions.pop(), terms.pop())),
            _ => {}
        }
        let survey = SurveyOptions::new(self.folder.path());
        let mut options = BuildOptions::new(survey, editions);
        (options.terms, options.scope) = (terms, EditionScope::All);
        options
    }

    /// A build, and a second one, which changes nothing.
    fn build(&mut self, options: &BuildOptions) {
        let report = self.checked(options, &|_, _| {});
        let before = self.files_but_the_cache();
        let again = build_archive(options, &|_, _| {}).ok();
        let after = self.files_but_the_cache();
        assert_same(&before, &after, "a build after a build changed something");
        let Some(report) = report else { return };
        assert!(again.is_some(), "a build after a build failed");
        if report.completion() == Completion::Done {
            let report = self.check().unwrap();
            for copy in &report.copies {
                let is_settled = match copy.outcome {
                    Outcome::Unchanged => true,
                    Outcome::Edited => copy.hand == Hand::Known,
                    _ => false,
                };
                assert!(is_settled, "not up to date after a build: {copy:?}");
            }
        }
    }

    fn interrupted(&mut self, copies: usize) {
        let options = self.options();
        let cancel = options.cancel.clone();
        let progress = move |done, _| {
            if done >= copies {
                cancel.cancel();
            }
        };
        self.checked(&options, &progress);
        let options = self.options();
        self.build(&options);
    }

    /// What a build would do; it changes no byte.
    fn check(&self) -> Option<BuildReport> {
        let before = self.files();
        let report =
            build_archive(&BuildOptions { mode: Mode::DryRun, ..self.options() }, &|_, _| {});
        assert_same(&before, &self.files(), "a check changed something");
        report.ok()
    }

    /// Builds, and checks that the originals are as they were, and that the edits are
    /// still there.
    fn checked(
        &mut self,
        options: &BuildOptions,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Option<BuildReport> {
        let (all, copies) = (self.files(), self.copies());
        let report = build_archive(options, progress);
        let after = self.files();
        for path in self.originals() {
            assert!(all.get(&path) == after.get(&path), "the original {path} was written");
        }
        for (path, bytes) in &copies {
            let now = after.get(path).map_or(&b""[..], Vec::as_slice);
            for marker in markers(bytes) {
                let is_theirs = self.edited.contains(&(path.clone(), marker.clone()));
                assert!(
                    !is_theirs || markers(now).contains(&marker),
                    "{marker} is lost from {path}: {report:?}"
                );
            }
        }
        let Ok(report) = report else {
            assert_same(&all, &after, "a build that failed changed something");
            return None;
        };
        for copy in &report.copies {
            let path = copy.copy.to_str().unwrap();
            let (before, now) = (copies.get(path), after.get(path));
            let generated = self.generated.get(path);
            match (&copy.outcome, before) {
                (Outcome::Written, Some(before)) => {
                    assert!(
                        generated.is_some_and(|texts| texts.contains(before)),
                        "edits in {path} are written over"
                    );
                }
                (Outcome::Written | Outcome::Merged, _) => {}
                _ => assert!(before == now, "{path} changed: {copy:?}"),
            }
        }
        self.know_generated(options, &after);
        Some(report)
    }
}

impl Archive {
    /// Edits can come to be what is generated: then they are none any more.
    fn know_generated(&mut self, options: &BuildOptions, files: &Files) {
        let options = BuildOptions {
            mode: Mode::DryRun,
            cancel: hanmark::Cancel::default(),
            ..options.clone()
        };
        let report = build_archive(&options, &|_, _| {});
        for copy in report.iter().flat_map(|report| &report.copies) {
            if matches!((&copy.outcome, copy.hand), (Outcome::Unchanged, Hand::None)) {
                let path = copy.copy.to_str().unwrap();
                let texts = self.generated.entry(path.to_owned()).or_default();
                texts.insert(files[path].clone());
            }
        }
    }
}

/// The text as a person leaves it, with `marker` where they write something.
fn edited(text: &str, by_hand: &ByHand, marker: &str) -> String {
    let characters: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    match *by_hand {
        ByHand::Words(at) => {
            let at = characters.get(at % characters.len().max(1)).copied().unwrap_or(0);
            // A line end is one.
            let at = if text[at..].starts_with('\n') { at.saturating_sub(1) } else { at };
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            format!("{}{marker}{}", &text[..at], &text[at..])
        }
        ByHand::Paragraph(line) => {
            let lines: Vec<&str> = text.split_inclusive('\n').collect();
            let (before, behind) = lines.split_at(line % (lines.len() + 1));
            format!("{}{marker}\n\n{}", before.concat(), behind.concat())
        }
        ByHand::Sentence(number) => {
            let mut sentences: Vec<&str> = text.split_inclusive('。').collect();
            if !sentences.is_empty() {
                sentences.remove(number % sentences.len());
            }
            sentences.concat()
        }
        ByHand::Character(number) => {
            let number = number % characters.len().max(1);
            text.chars().enumerate().map(|(at, c)| if at == number { '改' } else { c }).collect()
        }
        ByHand::LineEnds if text.contains('\r') => text.replace('\r', ""),
        ByHand::LineEnds => text.replace('\n', "\r\n"),
        ByHand::Empty | ByHand::Delete => String::new(),
    }
}

/// The marks that a person wrote and that are whole.
fn markers(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(bytes);
    let whole = text.split("〔註").skip(1).filter_map(|rest| rest.split_once('〕'));
    let whole = whole.filter(|(number, _)| number.bytes().all(|digit| digit.is_ascii_digit()));
    whole.map(|(number, _)| number.to_owned()).collect()
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read(&path).unwrap());
        }
    }
}

#[track_caller]
fn assert_same(before: &Files, after: &Files, what: &str) {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let lines = |files: &Files| -> Option<Vec<String>> {
            let text = String::from_utf8_lossy(files.get(name)?);
            Some(text.split('\n').map(str::to_owned).collect())
        };
        let (old, new) = (lines(before), lines(after));
        if old != new {
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            let gone: Vec<_> = old.iter().filter(|line| !new.contains(line)).collect();
            let come: Vec<_> = new.iter().filter(|line| !old.contains(line)).collect();
            panic!("{what}: {name}\nbefore: {gone:#?}\nafter: {come:#?}");
        }
    }
}

/// Finds are kept beside this file, as cases for later runs.
fn config() -> ProptestConfig {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/living.regressions");
    let cases = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(24),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file))),
        max_shrink_iters: 2000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_edit_is_ever_lost_whatever_happens_to_the_archive(events in vec(event(), 1..30)) {
        let mut archive = Archive::new();
        for event in &events {
            archive.happen(event);
        }
        let options = archive.options();
        archive.build(&options);
    }
}
