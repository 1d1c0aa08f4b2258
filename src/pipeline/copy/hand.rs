//! Copies that a person has edited: the edits and what is new, put together.

use std::path::Path;

use super::{Conflict, Outcome, Step};
use crate::{
    archive::{lock::Entry, read},
    merge::{Merged, merge, unified},
    pipeline::build::Build,
};

impl Build<'_> {
    /// The copy at `place`, with what is new in `generated`. `entries` are those of the
    /// copy, one of which was the text that the person edited.
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
        let bases = entries.iter().filter_map(|entry| self.bases.load(entry.output_hash));
        // After a killed build it can be the old text or the new one: the nearer of both.
        let changed_lines = |base: &String| unified(base, &edited, "", "", 0).lines.len();
        let base = bases.min_by_key(changed_lines);
        let Some(base) = base else {
            return Ok(Step::Leave(Outcome::Conflict(Conflict::NoBase)));
        };
        Ok(match merge(&base, &edited, generated) {
            Merged::Clean(text) if text == edited => Step::Leave(Outcome::Edited),
            Merged::Clean(text) => Step::Put(text, Outcome::Merged),
            Merged::Conflicts(places) => {
                Step::Leave(Outcome::Conflict(Conflict::SameWords(places)))
            }
        })
    }
}
