//! One copy of a build: read, convert, and put into place.

mod settings;

use std::{
    cell::OnceCell,
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    Conversion, ConvertError, CopyReport, Note, NoteKind, Origin, Outcome, Parsed, build::Build,
    pages::Pages, survey::Surveyed, whole::convert_shared,
};
use crate::{
    archive::{
        ArchiveError,
        encoding::{DeclaredEncoding, Encoding},
        lock::{Entry, Hash, Journal, Listed},
        plan::PlannedCopy,
        read, slashed, write,
    },
    convert::detect::Verdict,
    document::{LeftBehind, catch_panics},
};

/// What dictionaries a copy was made with: the checksums of OpenCC's.
const DICTIONARIES: &str = include_str!("../../dictionaries/opencc/SHA256SUMS");

/// A copy that was worked on, and what the lock is to know of it.
pub(super) struct Made {
    pub(super) report: CopyReport,
    pub(super) entry: Option<Entry>,
}

impl Made {
    fn new(planned: &PlannedCopy, post: &Surveyed, outcome: Outcome) -> Self {
        let report = CopyReport {
            source: planned.post.clone(),
            copy: planned.copy.clone(),
            from: post.source,
            encoding: post.encoding,
            to: planned.target,
            outcome,
            changed_characters: 0,
            left_behind: LeftBehind::default(),
            notes: Vec::new(),
        };
        Self { report, entry: None }
    }
}

/// A converted post, and the entry that goes with its copy.
struct Converted {
    conversion: Conversion,
    notes: Vec<Note>,
    entry: Entry,
}

/// The text of a post, which is read when it is first asked for.
struct Source {
    path: PathBuf,
    encoding: Encoding,
    text: OnceCell<String>,
}

impl Source {
    fn new(path: PathBuf, encoding: Encoding) -> Self {
        Self { path, encoding, text: OnceCell::new() }
    }

    fn text(&self) -> Result<&str, ArchiveError> {
        if let Some(text) = self.text.get() {
            return Ok(text);
        }
        let text = read::read_post(&self.path, DeclaredEncoding::Of(self.encoding))?.text;
        Ok(self.text.get_or_init(|| text))
    }
}

/// A post for all of its editions: read and parsed once.
struct Shared<'s> {
    source: &'s Source,
    parsed: OnceCell<Parsed<'s>>,
}

impl<'s> Shared<'s> {
    fn of(source: &'s Source) -> Self {
        Self { source, parsed: OnceCell::new() }
    }
}

impl Build<'_> {
    /// Makes the copies of one post, which is read and parsed once.
    pub(super) fn copies(
        &self,
        planned: &[PlannedCopy],
        post: &Surveyed,
        pages: &Pages<'_>,
        journal: &Journal,
    ) -> Vec<Made> {
        let source = Source::new(self.options.survey.root.join(&post.path), post.encoding);
        let shared = Shared::of(&source);
        planned.iter().map(|planned| self.copy(planned, post, &shared, pages, journal)).collect()
    }

    /// Makes one copy, unless a person has edited it.
    fn copy(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        shared: &Shared<'_>,
        pages: &Pages<'_>,
        journal: &Journal,
    ) -> Made {
        let place = self.copies_root.join(&planned.copy);
        let on_disk = match hash_if_there(&place) {
            Ok(hash) => hash,
            Err(error) => return Made::new(planned, post, Outcome::Failed(error)),
        };
        // A file that is not listed appeared there since the plan was made.
        if let Some(hash) = on_disk
            && !matches!(self.lock.look_up(&planned.copy, hash), Listed::AsWritten(_))
        {
            return Made::new(planned, post, Outcome::Edited);
        }
        let converted = match self.convert(planned, post, shared, pages) {
            Ok(converted) => converted,
            Err(outcome) => return Made::new(planned, post, outcome),
        };
        let text = &converted.conversion.text;
        let outcome = if on_disk == Some(converted.entry.output_hash) {
            Outcome::Unchanged
        } else {
            match self.write(planned, text, &converted.entry, journal, on_disk) {
                Ok(outcome @ Outcome::Written) => outcome,
                Ok(outcome) => return Made::new(planned, post, outcome),
                Err(error) => return Made::new(planned, post, Outcome::Failed(error)),
            }
        };
        converted.made(planned, post, outcome)
    }

    /// The copy, if the unlisted file in its place equals it.
    pub(super) fn adopt(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        pages: &Pages<'_>,
    ) -> Option<Made> {
        let source = Source::new(self.options.survey.root.join(&post.path), post.encoding);
        let converted = self.convert(planned, post, &Shared::of(&source), pages).ok()?;
        let on_disk = hash_if_there(&self.copies_root.join(&planned.copy)).ok()??;
        (on_disk == converted.entry.output_hash)
            .then(|| converted.made(planned, post, Outcome::Unchanged))
    }

    fn convert(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        shared: &Shared<'_>,
        pages: &Pages<'_>,
    ) -> Result<Converted, Outcome> {
        let source = shared.source.text().map_err(Outcome::Failed)?;
        // Whatever goes wrong with one post concerns its copy alone.
        catch_panics(|| self.convert_source(planned, post, pages, source, &shared.parsed))
            .unwrap_or_else(|refusal| Err(refusal.into()))
            .map_err(Outcome::Refused)
    }

    fn convert_source<'s>(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        pages: &Pages<'_>,
        source: &'s str,
        parsed: &OnceCell<Parsed<'s>>,
    ) -> Result<Converted, ConvertError> {
        let settings = self.settings(planned, post)?;
        let around = pages.around(planned);
        let conversion = convert_shared(source, parsed, &settings, Some(&around))?;
        let settings_text = format!("{} {:?}", settings.fingerprint(), around.links);
        let entry = Entry {
            copy: slashed(&planned.copy).into_owned(),
            source: slashed(&planned.post).into_owned(),
            variant: planned.target,
            source_hash: Hash::of(source.as_bytes()),
            settings_hash: Hash::of(settings_text.as_bytes()),
            dictionaries_hash: Hash::of(DICTIONARIES.as_bytes()),
            output_hash: Hash::of(conversion.text.as_bytes()),
        };
        let mut notes = self.repeated_addresses(source, &settings);
        notes.extend(contradiction(post));
        notes.extend(conversion.notes());
        notes.sort_by_key(|note| note.line);
        Ok(Converted { conversion, notes, entry })
    }

    /// Puts the copy into place, unless what lies there is no longer `before`.
    fn write(
        &self,
        planned: &PlannedCopy,
        text: &str,
        entry: &Entry,
        journal: &Journal,
        before: Option<Hash>,
    ) -> Result<Outcome, ArchiveError> {
        let source = self.options.survey.root.join(&planned.post);
        let staged = write::stage_copy(&self.copies_root, &planned.copy, text, Some(&source))?;
        // Known before it is there: a killed build leaves no copy that would
        // pass for a person's work.
        journal.append(entry)?;
        // A person may have saved the copy while its post was converted.
        if hash_if_there(&self.copies_root.join(&planned.copy))? != before {
            return Ok(Outcome::Edited);
        }
        staged.commit()?;
        Ok(Outcome::Written)
    }
}

impl Converted {
    fn made(self, planned: &PlannedCopy, post: &Surveyed, outcome: Outcome) -> Made {
        let mut made = Made::new(planned, post, outcome);
        made.report.changed_characters = self.conversion.changed_characters;
        made.report.left_behind = self.conversion.left_behind;
        made.report.notes = self.notes;
        made.entry = Some(self.entry);
        made
    }
}

fn contradiction(post: &Surveyed) -> Option<Note> {
    let (Some(words), Verdict::In(told)) = (post.contradicted_by, post.source.verdict) else {
        return None;
    };
    let (who, remedy) = match post.source.origin {
        Origin::PostMap => ("`hanmark: source`", format!("a `source: {words}` there")),
        Origin::Declared => ("front matter", format!("a `lang: {words}` in its front matter")),
        _ => ("path", format!("a `lang: {words}` in its front matter")),
    };
    Some(Note {
        kind: NoteKind::Warning,
        line: 1,
        message: format!(
            "its words read as {words}, but its {who} says {told}, from which it was converted; \
             {remedy} would settle it"
        ),
    })
}

/// The hash of the file at `path`; of large copies, the bytes would be one too many
/// in memory.
fn hash_if_there(path: &Path) -> Result<Option<Hash>, ArchiveError> {
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
