//! Cases: posts and their copies, byte for byte, one folder each.
//!
//! `tests/cases/README.md` says what a folder holds and how to add one. The
//! engine is a table of its own, so that no case depends on a dictionary.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use hanmark::{
    Conversion, Engine, EngineError, FieldScope, Rule, RuleId, Segment, Settings, Thoroughness,
    config::{Config, FILE_NAME, FrontMatterConfig},
    convert_text,
};

/// The table of every case; `phrases.txt` adds to it.
const CHARACTERS: &str = "門门 書书 頁页 圖图 電电 東东 車车 馬马 龍龙 國国 學学 語语 體体 \
                          標标 題题 鐵铁 說说 後后 發发 裡里";

/// What begins the line of a note that says why the case has no variant in CRLF.
const NO_CRLF: &str = "CRLF: ";

/// An engine of phrases, longest first.
struct Phrases(Vec<(String, String)>);

impl Phrases {
    fn with(more: &str) -> Self {
        let characters = CHARACTERS.split(' ').map(|pair| {
            let split = pair.chars().next().unwrap().len_utf8();
            (pair[..split].to_owned(), pair[split..].to_owned())
        });
        let phrases = more.lines().map(|line| {
            let (from, to) = line.split_once('\t').unwrap();
            (from.to_owned(), to.to_owned())
        });
        let mut pairs: Vec<_> = phrases.chain(characters).collect();
        pairs.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        Self(pairs)
    }

    /// Changes nothing.
    fn none() -> Self {
        Self(Vec::new())
    }
}

impl Engine for Phrases {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            match self.0.iter().position(|(from, _)| text[at..].starts_with(from)) {
                Some(entry) => {
                    let (from, to) = &self.0[entry];
                    let rules = [RuleId { dictionary: 0, entry: u32::try_from(entry).unwrap() }];
                    each(Segment { range: at..at + from.len(), replacement: to, rules: &rules });
                    at += from.len();
                }
                None => at += next.len_utf8(),
            }
        }
        Ok(())
    }

    fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
        None
    }
}

/// One folder of `tests/cases`.
struct Case {
    name: String,
    note: String,
    /// `input.md` or `input.mdx`: the ending tells the dialect.
    file: &'static str,
    input: String,
    expected: String,
    /// What is to be said about the post, one a line: `line 3: message`.
    outcome: String,
    phrases: String,
    config: Result<Config, String>,
}

impl Case {
    fn read(folder: &Path) -> Self {
        const KNOWN: [&str; 7] = [
            "input.md",
            "input.mdx",
            "expected.md",
            "note.md",
            "outcome.txt",
            "phrases.txt",
            FILE_NAME,
        ];
        let names = file_names(folder);
        let unknown = names.iter().find(|name| !KNOWN.contains(&name.as_str()));
        assert_eq!(unknown, None, "a file without a meaning in {}", folder.display());
        let has = |name: &str| names.iter().any(|known| known == name);
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()))
        };
        let read_if_there = |name: &str| if has(name) { read(name) } else { String::new() };
        let file = if has("input.mdx") { "input.mdx" } else { "input.md" };
        Self {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            note: read("note.md"),
            file,
            input: read(file),
            expected: read("expected.md"),
            outcome: read_if_there("outcome.txt"),
            phrases: read_if_there("phrases.txt"),
            config: if has(FILE_NAME) {
                Config::load(&folder.join(FILE_NAME)).map_err(|error| chain(&error))
            } else {
                Ok(Config::default())
            },
        }
    }

    fn settings(&self, engine: Phrases) -> Result<Settings, String> {
        let config = self.config.as_ref().map_err(String::clone)?;
        let FrontMatterConfig { convert, keep, .. } = config.front_matter.clone();
        Ok(Settings::engine(Arc::new(engine))
            .name(Path::new(self.file))
            .fields(FieldScope { convert, keep })
            .switches(&config.markdown.switches())
            .thoroughness(Thoroughness::Full))
    }

    fn convert(&self, input: &str, engine: Phrases) -> Result<Conversion, String> {
        convert_text(input, &self.settings(engine)?).map_err(|error| chain(&error))
    }

    /// What does not hold of this case, one text for each.
    fn failures(&self) -> Vec<String> {
        let copy = self.copy_differs(&self.input, &self.expected);
        let crlf = if copy.is_none() { self.crlf_differs() } else { None };
        let checks = [
            copy,
            crlf,
            self.edits_do_not_explain_the_copy(),
            self.identity_changes_a_byte(),
            self.shortcut_differs(),
        ];
        checks.into_iter().flatten().collect()
    }

    fn copy_differs(&self, input: &str, expected: &str) -> Option<String> {
        let mut outcome = String::new();
        // Of a refused post nothing is written: what lies there stays.
        let mut copy = input.to_owned();
        match self.convert(input, Phrases::with(&self.phrases)) {
            Ok(conversion) => {
                for note in conversion.notes() {
                    writeln!(outcome, "line {}: {}", note.line, note.message).unwrap();
                }
                copy = conversion.text;
            }
            Err(error) => writeln!(outcome, "{error}").unwrap(),
        }
        let mut failure = String::new();
        if copy != expected {
            failure.push_str(&differing_lines(&copy, expected));
        }
        if !is_said(&outcome, &self.outcome) {
            write!(failure, "  outcome:\n{}", differing_lines(&outcome, &self.outcome)).unwrap();
        }
        (!failure.is_empty()).then_some(failure)
    }

    fn edits_do_not_explain_the_copy(&self) -> Option<String> {
        let conversion = self.convert(&self.input, Phrases::with(&self.phrases)).ok()?;
        let spliced = conversion.edits.splice(&self.input);
        (spliced != conversion.text).then(|| {
            let lines = differing_lines(&conversion.text, &spliced);
            format!("  a byte outside the edits changed:\n{lines}")
        })
    }

    fn shortcut_differs(&self) -> Option<String> {
        let full = self.convert(&self.input, Phrases::with(&self.phrases)).ok()?.text;
        let settings = self.settings(Phrases::with(&self.phrases)).ok()?;
        let quick = convert_text(&self.input, &settings.thoroughness(Thoroughness::Shortcut));
        let quick = quick.map_or_else(|error| chain(&error), |conversion| conversion.text);
        (quick != full).then(|| {
            let lines = differing_lines(&quick, &full);
            format!("  the shortcut of verification gives another copy:\n{lines}")
        })
    }

    fn identity_changes_a_byte(&self) -> Option<String> {
        match self.convert(&self.input, Phrases::none()) {
            Ok(conversion) if conversion.text == self.input => None,
            Ok(conversion) => {
                let lines = differing_lines(&conversion.text, &self.input);
                Some(format!("  an engine that changes nothing changed bytes:\n{lines}"))
            }
            Err(error) if is_said(&error, &self.outcome) => None,
            Err(error) => Some(format!("  an engine that changes nothing gave no copy: {error}\n")),
        }
    }

    fn crlf_differs(&self) -> Option<String> {
        if self.input.contains('\r') || self.note.lines().any(|line| line.starts_with(NO_CRLF)) {
            return None;
        }
        let in_crlf = |text: &str| text.replace('\n', "\r\n");
        let failure = self.copy_differs(&in_crlf(&self.input), &in_crlf(&self.expected))?;
        Some(format!("  with CRLF:\n{failure}"))
    }
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let folders = file_names(&root).into_iter().map(|name| root.join(name));
    folders.filter(|path| path.is_dir()).map(|path: PathBuf| Case::read(&path)).collect()
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        write!(message, ": {error}").unwrap();
        source = error.source();
    }
    message
}

/// Whether every line of `outcome` is the expected one, or begins with it where
/// that ends in `…`.
fn is_said(outcome: &str, expected: &str) -> bool {
    let same = |(line, expected): (&str, &str)| match expected.strip_suffix('…') {
        Some(start) => line.starts_with(start),
        None => line == expected,
    };
    outcome.lines().count() == expected.lines().count()
        && outcome.lines().zip(expected.lines()).all(same)
}

/// The lines from the first to the last that differ, escaped.
fn differing_lines(found: &str, expected: &str) -> String {
    let [found, expected]: [Vec<&str>; 2] =
        [found, expected].map(|text| text.split_inclusive('\n').collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let before = found.iter().zip(&expected).take_while(same).count();
    let (found, expected) = (&found[before..], &expected[before..]);
    let after = found.iter().rev().zip(expected.iter().rev()).take_while(same).count();
    let mut lines = String::new();
    for (who, text) in [("expected", expected), ("found", found)] {
        let text = &text[..text.len() - after];
        if text.is_empty() {
            writeln!(lines, "  {who:8} nothing at line {}", before + 1).unwrap();
        }
        for (index, line) in text.iter().enumerate() {
            writeln!(lines, "  {who:8} {:3} {line:?}", before + index + 1).unwrap();
        }
    }
    lines
}

#[test]
fn every_case_becomes_what_it_expects() {
    let mut report = String::new();
    for case in cases() {
        let failures = case.failures().join("");
        if !failures.is_empty() {
            writeln!(report, "{}: {}\n{failures}", case.name, case.note.trim_end()).unwrap();
        }
    }
    assert!(report.is_empty(), "\n\n{report}");
}
