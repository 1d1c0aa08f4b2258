//! The text that is generated for a copy, or, if nothing that it goes by has changed,
//! what an earlier build found out about it.

use std::{cell::OnceCell, path::PathBuf};

use super::Outcome;
use crate::{
    archive::{
        ArchiveError,
        encoding::{DeclaredEncoding, Encoding},
        lock::{Hash, Listed},
        plan::PlannedCopy,
        read,
    },
    document::catch_panics,
    pipeline::{
        ConvertError, Parsed, Settings,
        build::Build,
        cache::{CopyRecord, Keys},
        pages::{Around, Pages},
        survey::Surveyed,
        whole::convert_shared,
    },
    verify::Thoroughness,
};

/// The text of a post, which is read when it is first asked for.
pub(super) struct Source {
    path: PathBuf,
    /// What the survey found.
    hash: Hash,
    encoding: Encoding,
    text: OnceCell<String>,
}

impl Source {
    pub(super) fn new(path: PathBuf, post: &Surveyed) -> Self {
        Self { path, hash: post.hash, encoding: post.encoding, text: OnceCell::new() }
    }

    /// # Errors
    /// When it cannot be read, or is another one than that of the survey, by which its
    /// variant and its places were chosen.
    fn text(&self) -> Result<&str, ArchiveError> {
        if let Some(text) = self.text.get() {
            return Ok(text);
        }
        let text = read::read_post(&self.path, DeclaredEncoding::Of(self.encoding))?.text;
        if Hash::of(text.as_bytes()) != self.hash {
            return Err(ArchiveError::Changed { path: self.path.clone() });
        }
        Ok(self.text.get_or_init(|| text))
    }
}

/// A post for all of its editions: read and parsed once.
pub(super) struct Shared<'s> {
    source: &'s Source,
    parsed: OnceCell<Parsed<'s>>,
}

impl<'s> Shared<'s> {
    pub(super) fn of(source: &'s Source) -> Self {
        Self { source, parsed: OnceCell::new() }
    }
}

/// What is generated for a copy.
pub(super) struct Generated {
    /// `None` if it was known before, and is not needed.
    pub(super) text: Option<String>,
    pub(super) record: CopyRecord,
}

impl Generated {
    /// The text, of a copy that needs it.
    pub(super) fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }
}

impl Build<'_> {
    /// What is generated for a copy, with the text if `needs_text` says so of its hash.
    ///
    /// # Errors
    /// The outcome, when the post cannot be read or converted.
    pub(super) fn generated(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        shared: &Shared<'_>,
        pages: &Pages<'_>,
        needs_text: &dyn Fn(Hash) -> bool,
    ) -> Result<Generated, Outcome> {
        // Whatever goes wrong with one post concerns its copy alone.
        catch_panics(|| {
            let keys = self.keys(planned, post).map_err(|refusal| refused(refusal.into()))?;
            let around = pages.around(planned);
            if let Some(record) = self.known(planned, keys, &around)
                && !needs_text(record.output)
            {
                return Ok(Generated { text: None, record: record.clone() });
            }
            let settings =
                self.settings(planned, post).map_err(|refusal| refused(refusal.into()))?;
            let source = shared.source.text().map_err(Outcome::Failed)?;
            self.convert(&settings, &around, keys, source, &shared.parsed).map_err(refused)
        })
        .unwrap_or_else(|refusal| Err(refused(refusal.into())))
    }

    /// What an earlier build found out about the copy, if that still holds.
    fn known(&self, planned: &PlannedCopy, keys: Keys, around: &Around<'_>) -> Option<&CopyRecord> {
        // What is asked for is to be done.
        if self.options.thoroughness == Thoroughness::Full {
            return None;
        }
        let record = self.cache.copy(&planned.copy).filter(|record| record.keys == keys)?;
        record.links.iter().all(|asked| around.still_answers(asked)).then_some(record)
    }

    fn convert<'s>(
        &self,
        settings: &Settings,
        around: &Around<'_>,
        keys: Keys,
        source: &'s str,
        parsed: &OnceCell<Parsed<'s>>,
    ) -> Result<Generated, ConvertError> {
        let conversion = convert_shared(source, parsed, settings, Some(around))?;
        let mut notes = self.repeated_addresses(source, settings);
        notes.extend(conversion.notes());
        let record = CopyRecord {
            keys,
            links: around.asked(),
            output: Hash::of(conversion.text.as_bytes()),
            changed_characters: conversion.changed_characters,
            left_behind: conversion.left_behind,
            notes,
            moved: None,
        };
        Ok(Generated { text: Some(conversion.text), record })
    }

    /// Whether a person has edited the copy that lies on disk with the hash `on_disk`.
    pub(in crate::pipeline) fn is_edited(&self, planned: &PlannedCopy, on_disk: Hash) -> bool {
        matches!(self.lock.look_up(&planned.copy, on_disk), Listed::Edited(_) | Listed::Kept(_))
    }
}

fn refused(error: ConvertError) -> Outcome {
    Outcome::Refused(error)
}
