//! One copy of a build: read, convert, and put into place.

use std::{
    borrow::Cow,
    fs, io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
};

use super::{
    Conversion, ConvertError, CopyReport, Note, NoteKind, Origin, Outcome, Settings,
    build::Build,
    convert_post,
    pages::Pages,
    survey::{Address, Surveyed},
};
use crate::{
    archive::{
        ArchiveError,
        lock::{Entry, Hash, Journal, Listed},
        plan::PlannedCopy,
        read, write,
    },
    convert::detect::Verdict,
    document::{Document, LeftBehind, Refusal, SetValue, catch_panics},
};

/// What dictionaries a copy was made with: the checksums of OpenCC's.
const DICTIONARIES: &str = include_str!("../../dictionaries/opencc/SHA256SUMS");

/// Keys that give a page its address: a copy that repeats one fights with its
/// original for it.
const ADDRESS_KEYS: [&str; 4] = ["permalink", "slug", "url", "aliases"];

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
            to: planned.target,
            outcome,
            edits: 0,
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

/// A post, which is read when its text is first asked for.
struct Source {
    path: PathBuf,
    text: Option<String>,
}

impl Source {
    fn new(path: PathBuf) -> Self {
        Self { path, text: None }
    }

    fn text(&mut self) -> Result<&str, ArchiveError> {
        let text = match self.text.take() {
            Some(text) => text,
            None => read::read(&self.path)?,
        };
        Ok(self.text.insert(text))
    }
}

impl Build<'_> {
    /// Makes the copies of one post, which is read once.
    pub(super) fn copies(
        &self,
        planned: &[PlannedCopy],
        post: &Surveyed,
        pages: &Pages<'_>,
        journal: &Journal,
    ) -> Vec<Made> {
        let mut source = Source::new(self.options.survey.root.join(&post.path));
        planned
            .iter()
            .map(|planned| self.copy(planned, post, &mut source, pages, journal))
            .collect()
    }

    /// Makes one copy, unless a person has edited it.
    fn copy(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        source: &mut Source,
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
        let converted = match self.convert(planned, post, source, pages) {
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
        let mut source = Source::new(self.options.survey.root.join(&post.path));
        let converted = self.convert(planned, post, &mut source, pages).ok()?;
        let on_disk = hash_if_there(&self.copies_root.join(&planned.copy)).ok()??;
        (on_disk == converted.entry.output_hash)
            .then(|| converted.made(planned, post, Outcome::Unchanged))
    }

    fn convert(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        source: &mut Source,
        pages: &Pages<'_>,
    ) -> Result<Converted, Outcome> {
        let source = source.text().map_err(Outcome::Failed)?;
        // Whatever goes wrong with one post concerns its copy alone.
        catch_panics(|| self.convert_source(planned, post, pages, source))
            .unwrap_or_else(|refusal| Err(refusal.into()))
            .map_err(Outcome::Refused)
    }

    fn convert_source(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        pages: &Pages<'_>,
        source: &str,
    ) -> Result<Converted, ConvertError> {
        let settings = self.settings(planned, post)?;
        let around = pages.around(planned);
        let conversion = convert_post(source, &settings, Some(&around))?;
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

    /// # Errors
    /// When the copy needs a `permalink` of its own and cannot have one.
    pub(super) fn settings(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
    ) -> Result<Settings, Refusal> {
        let target = planned.target;
        let mut set = self.options.set.clone();
        let layout = &self.editions[planned.edition].layout;
        let own = match &post.address {
            Address::Permalink(own) => Some(own.as_str()),
            Address::Site | Address::SiteForGood(_) => None,
        };
        if !set.iter().any(|(key, _)| key == "permalink")
            && let Some(permalink) = layout.copy_permalink(&planned.post, own, target)
        {
            if let Address::SiteForGood(reason) = post.address {
                return Err(no_permalink(&permalink, reason));
            }
            set.push(("permalink".to_owned(), SetValue::Text(permalink)));
        }
        Ok(Settings::edition(target)
            .source_variant(post.source)
            .name(&planned.post)
            .fields(self.options.fields.clone())
            .switches(&self.options.switches)
            .slugs(layout.slug_rules())
            .thoroughness(self.options.thoroughness)
            .count_edits()
            .set(set))
    }

    /// Warnings about keys that would give copy and original one address; with
    /// `--out` the copies are a site of their own.
    fn repeated_addresses(&self, source: &str, settings: &Settings) -> Vec<Note> {
        if self.options.out.is_some() {
            return Vec::new();
        }
        let document = Document::split(source);
        let repeated = |key: &&str| !settings.set.iter().any(|(set, _)| set == key);
        ADDRESS_KEYS
            .iter()
            .copied()
            .filter(repeated)
            .filter_map(|key| {
                Some(Note {
                    kind: NoteKind::Warning,
                    line: document.front_matter_line(key)?,
                    message: format!("the copy repeats `{key}`, so that it has the original's address; say another with front_matter: set"),
                })
            })
            .collect()
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
        made.report.edits = self.conversion.edit_count;
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

/// The copy would take the place of the original's page.
fn no_permalink(permalink: &str, why: &str) -> Refusal {
    Refusal {
        line: 1,
        reason: format!(
            "its copy needs `permalink: {permalink}`, or it would overwrite the original's page; \
             {why}"
        ),
    }
}

/// A relative path as the lock has it: borrowed where the system writes it so too.
pub(super) fn slashed(path: &Path) -> Cow<'_, str> {
    let parts = || path.components().map(|component| component.as_os_str());
    let length = parts().map(|part| part.len() + 1).sum::<usize>().saturating_sub(1);
    if MAIN_SEPARATOR == '/'
        && let Some(text) = path.to_str()
        && text.len() == length
    {
        return Cow::Borrowed(text);
    }
    let parts: Vec<_> = parts().map(|part| part.to_string_lossy()).collect();
    Cow::Owned(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_one_slash_between_their_parts() {
        for path in ["", "a", "a/b.md", "a//b.md", "a/./b.md", "./a", "a/", "../門.md"] {
            let parts: Vec<_> = Path::new(path).iter().map(|part| part.to_string_lossy()).collect();
            assert_eq!(slashed(Path::new(path)), parts.join("/"), "{path}");
        }
    }
}
