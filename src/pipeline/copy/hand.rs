//! Copies that a person has edited: the edits and what is new, put together.

use std::path::Path;

use super::{Conflict, Outcome, Step};
use crate::{
    archive::{ArchiveError, lock::Entry, read},
    document::{self, Document, ProseSettings, catch_panics},
    merge::{self, Lines, Merged, unified},
    pipeline::build::Build,
};

impl Build<'_> {
    /// The one of the `entries` of the copy at `place` whose text a person has edited.
    ///
    /// There are several after a killed build, if it was about to replace a copy that was
    /// edited since: it is the one with the nearest text. None of them may do: the newest
    /// text can be that of a copy that never got into its place.
    ///
    /// # Errors
    /// When the copy cannot be read.
    pub(super) fn edited_entry<'e>(
        &self,
        place: &Path,
        entries: &'e [Entry],
    ) -> Result<&'e [Entry], ArchiveError> {
        if entries.len() < 2 {
            return Ok(entries);
        }
        let edited = read::read(place)?;
        let changed_lines = |entry: &'e Entry| {
            let base = self.bases.load(entry.output_hash)?;
            Some((unified(&base, &edited, "", "", 0).lines.len(), entry))
        };
        // If one of the texts is gone, another one may have been the nearer.
        let known: Option<Vec<(usize, &Entry)>> = entries.iter().map(changed_lines).collect();
        let nearest = known.into_iter().flatten().min_by_key(|(lines, _)| *lines);
        Ok(nearest.map_or(entries, |(_, entry)| std::slice::from_ref(entry)))
    }

    /// The copy at `place`, with what is new in `generated`; a person has edited the text of
    /// one of the `entries` there.
    ///
    /// # Errors
    /// The outcome, when the copy cannot be read.
    pub(super) fn merge(
        &self,
        place: &Path,
        generated: &str,
        entries: &[Entry],
    ) -> Result<Step, Outcome> {
        let edited = read::read(place).map_err(Outcome::Failed)?;
        let base = match entries {
            [entry] => self.bases.load(entry.output_hash),
            _ => None,
        };
        let Some(base) = base else {
            return Ok(Step::Leave(Outcome::Conflict(Conflict::NoBase)));
        };
        Ok(match merge::merge(&base, &edited, generated) {
            Merged::Clean(text) if text == edited => Step::Leave(Outcome::Edited),
            Merged::Clean(text) if is_odder(&text, [&edited, generated]) => {
                let [base, edited, generated] = [&base, &edited, generated].map(front_matter);
                let place = merge::Conflict { base, edited, generated };
                Step::Leave(Outcome::Conflict(Conflict::SameWords(vec![place])))
            }
            Merged::Clean(text) => Step::Put(text, Outcome::Merged),
            Merged::Conflicts(places) => {
                Step::Leave(Outcome::Conflict(Conflict::SameWords(places)))
            }
        })
    }
}

/// Whether the parser warns of something in `merged` that it sees in neither of both sides: a
/// key that each added at another place, front matter that is invalid.
fn is_odder(merged: &str, sides: [&str; 2]) -> bool {
    let warnings = |text: &str| {
        let prose =
            catch_panics(|| document::prose(&Document::split(text), &ProseSettings::default()));
        prose.and_then(|prose| prose).map_or(usize::MAX, |prose| prose.warnings.len())
    };
    let merged = warnings(merged);
    sides.iter().all(|side| warnings(side) < merged)
}

/// The front matter of a text, with its fences.
fn front_matter(text: &str) -> Lines {
    let document = Document::split(text);
    let block = document.front_matter().map_or(0..0, |found| found.block.clone());
    Lines { line: 1, text: text[..block.end].to_owned() }
}
