//! One copy of a build: generated or known, put together with a person's edits, and put
//! into place.

mod generated;
mod hand;
mod place;
mod settings;

use super::{
    Cause, Conflict, CopyReport, Diffs, Hand, HandEdits, Mode, Note, NoteKind, Origin, Outcome,
    build::Build, cache::CopyRecord, pages::Pages, survey::Surveyed,
};
use crate::{
    archive::{
        lock::{Entry, Hash, Journal, Listed},
        plan::PlannedCopy,
        slashed,
    },
    convert::detect::Verdict,
    document::LeftBehind,
};
use generated::{Generated, Shared, Source};
use place::{diff, hash_if_there};
pub(super) use settings::SettingsHashes;

/// A copy that was worked on, what the lock is to know of it, and what the cache is.
pub(super) struct Made {
    pub(super) report: CopyReport,
    pub(super) entry: Option<Entry>,
    pub(super) record: Option<CopyRecord>,
}

/// What lies at the place of a copy: nothing, or a file that the lock lists; where a person
/// has edited it, with one entry, or more if nobody knows which was edited.
type OnDisk<'l> = Option<(Hash, Listed<'l>)>;

/// What is to be done with a copy.
enum Step {
    /// This text goes into its place, with this outcome.
    Put(String, Outcome),
    /// It stays as it is.
    Leave(Outcome),
}

impl Build<'_> {
    /// Makes the copies of one post, which is read and parsed at most once.
    pub(super) fn copies(
        &self,
        planned: &[PlannedCopy],
        post: &Surveyed,
        pages: &Pages<'_>,
        journal: &Journal,
    ) -> Vec<Made> {
        let source = Source::new(self.options.survey.root.join(&post.path), post);
        let shared = Shared::of(&source);
        let make = |planned| {
            self.copy(planned, post, &shared, pages, journal)
                .unwrap_or_else(|outcome| Made::new(planned, post, outcome))
        };
        planned.iter().map(make).collect()
    }

    /// Makes one copy.
    ///
    /// # Errors
    /// The outcome, where nothing else is to be said.
    fn copy(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        shared: &Shared<'_>,
        pages: &Pages<'_>,
        journal: &Journal,
    ) -> Result<Made, Outcome> {
        let place = self.copies_root.join(&planned.copy);
        let on_disk = match hash_if_there(&place).map_err(Outcome::Failed)? {
            None => None,
            Some(hash) => match self.lock.look_up(&planned.copy, hash) {
                // It appeared there since the plan was made.
                Listed::No => return Err(Outcome::Overtaken),
                Listed::Edited(entries) => {
                    let edited = self.edited_entry(&place, entries).map_err(Outcome::Failed)?;
                    Some((hash, Listed::Edited(edited)))
                }
                listed => Some((hash, listed)),
            },
        };
        let policy = self.hand_edits(planned);
        let needs_text = |output| !stands(on_disk, output, policy) || self.lacks_base(output);
        let generated = self.generated(planned, post, shared, pages, &needs_text)?;
        let step = self.step(&place, &generated, on_disk, policy)?;

        let before = on_disk.map(|(hash, _)| hash);
        let mut made = Made::new(planned, post, Outcome::Unchanged);
        made.report.hand = hand_of(on_disk, generated.record.output);
        let is_other = matches!(step, Step::Put(..) | Step::Leave(Outcome::Conflict(_)));
        if is_other {
            made.report.causes = self.causes(planned, &generated.record, on_disk);
        }
        made.entry = entry(planned, &generated.record, &step, before);
        made.report.outcome = match step {
            Step::Put(text, outcome) => {
                if self.options.diffs == Diffs::Unified {
                    made.report.diff = diff(&place, &planned.copy, &text);
                }
                let entry = made.entry.as_ref();
                self.put(planned, &text, &generated, entry, journal, before, outcome)?
            }
            Step::Leave(outcome) => {
                if !matches!(outcome, Outcome::Conflict(_)) {
                    self.keep_base(&generated).map_err(Outcome::Failed)?;
                }
                outcome
            }
        };
        if matches!(made.report.outcome, Outcome::Overtaken) {
            made.entry = None;
        }
        made.tell(generated.record, post);
        Ok(made)
    }

    /// The copy, if the unlisted file in its place equals it; and what was found out.
    pub(super) fn adopt(
        &self,
        planned: &PlannedCopy,
        post: &Surveyed,
        pages: &Pages<'_>,
    ) -> (Option<Made>, Option<CopyRecord>) {
        let source = Source::new(self.options.survey.root.join(&post.path), post);
        let shared = Shared::of(&source);
        let on_disk = hash_if_there(&self.copies_root.join(&planned.copy)).ok().flatten();
        let needs_text = |output| on_disk == Some(output) && self.lacks_base(output);
        let Ok(generated) = self.generated(planned, post, &shared, pages, &needs_text) else {
            return (None, None);
        };
        let record = generated.record.clone();
        if on_disk != Some(record.output) || self.keep_base(&generated).is_err() {
            return (None, Some(record));
        }
        let mut made = Made::new(planned, post, Outcome::Unchanged);
        made.entry = entry(planned, &record, &Step::Leave(Outcome::Unchanged), on_disk);
        made.tell(record, post);
        (Some(made), None)
    }

    /// What becomes of the edits of a person in that copy.
    fn hand_edits(&self, planned: &PlannedCopy) -> HandEdits {
        match &self.options.hand_edits_of {
            Some(copy) if *copy != planned.copy => HandEdits::Merge,
            _ => self.options.hand_edits,
        }
    }

    /// # Errors
    /// The outcome, where a person's text cannot be read.
    fn step(
        &self,
        place: &std::path::Path,
        generated: &Generated,
        on_disk: OnDisk<'_>,
        policy: HandEdits,
    ) -> Result<Step, Outcome> {
        let output = generated.record.output;
        if stands(on_disk, output, policy) {
            let is_as_generated = on_disk.is_some_and(|(hash, _)| hash == output);
            let outcome = if is_as_generated { Outcome::Unchanged } else { Outcome::Edited };
            return Ok(Step::Leave(outcome));
        }
        let text = generated.text().to_owned();
        match (edited(on_disk), policy) {
            ([], _) | (_, HandEdits::Overwrite) => Ok(Step::Put(text, Outcome::Written)),
            (entries, HandEdits::Merge) => self.merge(place, &text, entries),
            (entries, HandEdits::Accept) => Ok(match self.merge(place, &text, entries)? {
                Step::Leave(_) => Step::Leave(Outcome::Edited),
                merged @ Step::Put(..) => merged,
            }),
        }
    }

    /// Why the text is another one than that of the last build.
    fn causes(
        &self,
        planned: &PlannedCopy,
        record: &CopyRecord,
        on_disk: OnDisk<'_>,
    ) -> Vec<Cause> {
        let listed = self.lock.entries_of(&planned.copy).last();
        let Some(before) = edited(on_disk).last().or(listed) else {
            return vec![Cause::New];
        };
        let keys = record.keys;
        let mut causes = Vec::new();
        let mut note = |is: bool, cause| causes.extend(is.then_some(cause));
        note(on_disk.is_none(), Cause::Missing);
        note(before.source_hash != keys.source, Cause::Post);
        note(before.settings_hash != keys.settings, Cause::Settings);
        note(before.dictionaries_hash != keys.dictionaries, Cause::Dictionaries);
        let is_edited = !edited(on_disk).is_empty();
        note(is_edited && self.hand_edits(planned) == HandEdits::Overwrite, Cause::Overwrite);
        if causes.is_empty() {
            causes.push(Cause::Links);
        }
        causes
    }

    /// Whether the text for merges is to be kept and is not.
    fn lacks_base(&self, output: Hash) -> bool {
        self.options.mode == Mode::Write && !self.bases.has(output)
    }

    /// Keeps the generated text for merges, if it is at hand.
    fn keep_base(&self, generated: &Generated) -> Result<(), crate::archive::ArchiveError> {
        match (&generated.text, self.options.mode) {
            (Some(text), Mode::Write) => self.bases.store(generated.record.output, text),
            _ => Ok(()),
        }
    }
}

/// Whether the file in the place of a copy stays as it is, if `output` is the hash of the
/// generated text: it is that, or an edit of that.
fn stands(on_disk: OnDisk<'_>, output: Hash, policy: HandEdits) -> bool {
    let entries = edited(on_disk);
    let is_edit = !entries.is_empty() && entries.iter().all(|entry| entry.output_hash == output);
    on_disk.is_some_and(|(hash, _)| hash == output) || is_edit && policy != HandEdits::Overwrite
}

/// The entries, one of which is of the text that a person edited; none if the copy has no
/// such edits.
fn edited(on_disk: OnDisk<'_>) -> &[Entry] {
    match on_disk {
        None | Some((_, Listed::No | Listed::AsWritten(_))) => &[],
        Some((_, Listed::Kept(entry))) => std::slice::from_ref(entry),
        Some((_, Listed::Edited(entries))) => entries,
    }
}

fn hand_of(on_disk: OnDisk<'_>, output: Hash) -> Hand {
    match on_disk {
        Some((hash, _)) if hash == output => Hand::None,
        None | Some((_, Listed::No | Listed::AsWritten(_))) => Hand::None,
        Some((_, Listed::Kept(_))) => Hand::Known,
        Some((_, Listed::Edited(_))) => Hand::New,
    }
}

/// What the lock is to say; `None` if it stays as it is.
fn entry(
    planned: &PlannedCopy,
    record: &CopyRecord,
    step: &Step,
    before: Option<Hash>,
) -> Option<Entry> {
    let copy_hash = match step {
        Step::Put(text, _) => Hash::of(text.as_bytes()),
        Step::Leave(Outcome::Conflict(_)) => return None,
        Step::Leave(_) => before?,
    };
    Some(Entry {
        copy: slashed(&planned.copy).into_owned(),
        source: slashed(&planned.post).into_owned(),
        variant: planned.target,
        source_hash: record.keys.source,
        settings_hash: record.keys.settings,
        dictionaries_hash: record.keys.dictionaries,
        output_hash: record.output,
        copy_hash,
    })
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
            causes: Vec::new(),
            hand: Hand::None,
            diff: String::new(),
            changed_characters: 0,
            left_behind: LeftBehind::default(),
            notes: Vec::new(),
        };
        Self { report, entry: None, record: None }
    }

    fn tell(&mut self, record: CopyRecord, post: &Surveyed) {
        self.report.changed_characters = record.changed_characters;
        self.report.left_behind = record.left_behind.clone();
        self.report.notes = contradiction(post).into_iter().chain(record.notes.clone()).collect();
        self.report.notes.sort_by_key(|note| note.line);
        self.record = Some(record);
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
