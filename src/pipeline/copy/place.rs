//! The place of a copy: what lies there, and putting a text there.

use std::{fs, io, path::Path};

use super::{Generated, Mode, Outcome};
use crate::{
    archive::{
        ArchiveError,
        lock::{Entry, Hash, Journal},
        plan::PlannedCopy,
        slashed, write,
    },
    merge,
    pipeline::build::Build,
};

/// Lines around each change of a diff.
const CONTEXT: usize = 3;

impl Build<'_> {
    /// Puts a text into the place of a copy, unless what lies there is no longer `before`,
    /// or nothing is to be written. Gives `outcome`, or another one in its stead.
    ///
    /// # Errors
    /// The outcome, when it cannot be written.
    #[allow(clippy::too_many_arguments, reason = "each is what the step is about")]
    pub(super) fn put(
        &self,
        planned: &PlannedCopy,
        text: &str,
        generated: &Generated,
        entry: Option<&Entry>,
        journal: &Journal,
        before: Option<Hash>,
        outcome: Outcome,
    ) -> Result<Outcome, Outcome> {
        if self.options.mode == Mode::DryRun {
            return Ok(outcome);
        }
        let source = self.options.survey.root.join(&planned.post);
        let write = || -> Result<bool, ArchiveError> {
            let staged = write::stage_copy(&self.copies_root, &planned.copy, text, Some(&source))?;
            self.keep_base(generated)?;
            // Known before it is there: a killed build leaves no copy that would
            // pass for a person's work.
            entry.map_or(Ok(()), |entry| journal.append(entry))?;
            // A person may have saved the copy while its post was converted.
            if hash_if_there(&self.copies_root.join(&planned.copy))? != before {
                return Ok(false);
            }
            staged.commit().map(|()| true)
        };
        let is_written = write().map_err(Outcome::Failed)?;
        Ok(if is_written { outcome } else { Outcome::Overtaken })
    }
}

/// What becomes another in the file at `place`, as a unified diff that names it `copy`.
pub(super) fn diff(place: &Path, copy: &Path, text: &str) -> String {
    let name = slashed(copy);
    let (old, old_name) = match fs::read(place) {
        Ok(bytes) => (String::from_utf8_lossy(&bytes).into_owned(), format!("a/{name}")),
        Err(_) => (String::new(), merge::ABSENT.to_owned()),
    };
    merge::unified(&old, text, &old_name, &format!("b/{name}"), CONTEXT).to_string()
}

/// The hash of the file at `path`; of large copies, the bytes would be one too many
/// in memory.
pub(super) fn hash_if_there(path: &Path) -> Result<Option<Hash>, ArchiveError> {
    match fs::File::open(path).and_then(Hash::of_all) {
        Ok(hash) => Ok(Some(hash)),
        // A file where a folder is needed is told when the copy is written.
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(None)
        }
        Err(source) => Err(ArchiveError::Read { path: path.to_owned(), source }),
    }
}
