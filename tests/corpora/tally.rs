//! What came of converting many texts.

use std::collections::BTreeMap;

use hanmark::{Conversion, ConvertError, Settings, Thoroughness, convert_text};
use rayon::prelude::*;

use crate::shared::Post;

/// How many lines of one kind are shown.
const SHOWN: usize = 20;

/// Whether the places of withdrawn edits are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    Shown,
    Counted,
}

#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) texts: usize,
    pub(crate) edits: usize,
    pub(crate) split_phrases: usize,
    /// Places of the withdrawn edits, by reason.
    pub(crate) withdrawn: BTreeMap<String, Vec<String>>,
    /// Texts that the Markdown parser cannot read.
    pub(crate) unreadable: Vec<String>,
    /// Texts that were refused for another reason.
    pub(crate) refused: Vec<String>,
    /// Texts whose conversion has a fault.
    pub(crate) wrong: Vec<String>,
}

/// What differs without a list of edits.
fn fault_without_edits(
    post: &Post,
    settings: &Settings,
    listed: &Result<Conversion, ConvertError>,
) -> Option<String> {
    let counted = convert_text(&post.text, &settings.clone().without_edits());
    let is_same = match (&counted, listed) {
        (Ok(counted), Ok(listed)) => {
            counted.text == listed.text
                && counted.changed_characters == listed.changed_characters
                && counted.withdrawn == listed.withdrawn
                && counted.split_phrases == listed.split_phrases
                && counted.left_behind == listed.left_behind
        }
        (counted, listed) => counted.as_ref().err() == listed.as_ref().err(),
    };
    (!is_same).then(|| format!("{}: without a list of edits it is another copy", post.name))
}

impl Tally {
    /// Converts `texts`, each parsed again; `fault` says what is wrong with a
    /// conversion.
    pub(crate) fn of(
        texts: &[Post],
        settings: &Settings,
        fault: impl Fn(&Post, &Conversion) -> Option<String> + Sync,
    ) -> Self {
        let settings = settings.clone().thoroughness(Thoroughness::Full);
        texts
            .par_iter()
            .map(|post| {
                let mut tally = Self { texts: 1, ..Self::default() };
                let converted = convert_text(&post.text, &settings);
                tally.wrong.extend(fault_without_edits(post, &settings, &converted));
                match converted {
                    Ok(conversion) => {
                        let fault = fault(post, &conversion);
                        tally.wrong.extend(fault.map(|fault| format!("{}: {fault}", post.name)));
                        tally.count(post, &conversion);
                    }
                    Err(error) => tally.refuse(post, &error),
                }
                tally
            })
            .reduce(Self::default, Self::joined)
    }

    fn count(&mut self, post: &Post, conversion: &Conversion) {
        self.edits = conversion.edits.len();
        self.split_phrases = conversion.split_phrases.len();
        for withdrawn in &conversion.withdrawn {
            let text = &post.text[withdrawn.range.clone()];
            let place = format!("{}:{} {text:?}", post.name, withdrawn.line);
            self.withdrawn.entry(withdrawn.reason.clone()).or_default().push(place);
        }
    }

    fn refuse(&mut self, post: &Post, error: &ConvertError) {
        match error {
            ConvertError::Refused(refusal) => {
                let said = format!("{}: {refusal}", post.name);
                if refusal.reason.starts_with("the Markdown parser failed: ") {
                    self.unreadable.push(said);
                } else {
                    self.refused.push(said);
                }
            }
            error => self.refused.push(format!("{}: {error}", post.name)),
        }
    }

    fn joined(mut self, other: Self) -> Self {
        self.texts += other.texts;
        self.edits += other.edits;
        self.split_phrases += other.split_phrases;
        for (reason, places) in other.withdrawn {
            self.withdrawn.entry(reason).or_default().extend(places);
        }
        self.unreadable.extend(other.unreadable);
        self.refused.extend(other.refused);
        self.wrong.extend(other.wrong);
        self
    }

    pub(crate) fn print(&self, what: &str, shown: Places) {
        println!(
            "{what}: {} texts, {} edits, {} split phrases, {} withdrawn, {} refused, {} unreadable",
            self.texts,
            self.edits,
            self.split_phrases,
            self.withdrawn.values().map(Vec::len).sum::<usize>(),
            self.refused.len(),
            self.unreadable.len()
        );
        for (reason, places) in &self.withdrawn {
            println!("  {} withdrawn: {reason}", places.len());
            let places = if shown == Places::Shown { places } else { &Vec::new() };
            places.iter().take(SHOWN).for_each(|place| println!("    {place}"));
        }
        self.unreadable.iter().for_each(|text| println!("  unreadable: {text}"));
    }

    /// Fails unless every text that can be read was converted, and rightly.
    #[track_caller]
    pub(crate) fn assert_sound(&self, what: &str) {
        let faults: Vec<&str> =
            self.refused.iter().chain(&self.wrong).map(String::as_str).collect();
        let shown = &faults[..faults.len().min(SHOWN)];
        assert!(faults.is_empty(), "{what}: {} faults\n{}", faults.len(), shown.join("\n"));
    }
}
