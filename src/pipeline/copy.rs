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

/// A copy that was worked on, what the lock is to know of it, and what the cache is.
pub(super) struct Made {
    pub(super) report: CopyReport,
    pub(super) entry: Option<Entry>,
    pub(super) record: Option<CopyRecord>,
}

/// What lies at the place of a copy: nothing, or a file that the lock lists.
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
        let source = Source::new(self.options.survey.root.join(&post.path), post.hash);
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
                listed => Some((hash, listed)),
            },
        };
        let needs_text = |output| !self.stands(on_disk, output);
        let generated = self.generated(planned, post, shared, pages, &needs_text)?;
        let step = self.step(&place, &generated, on_disk)?;

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
        let source = Source::new(self.options.survey.root.join(&post.path), post.hash);
        let shared = Shared::of(&source);
        let Ok(generated) = self.generated(planned, post, &shared, pages, &|_| false) else {
            return (None, None);
        };
        let on_disk = hash_if_there(&self.copies_root.join(&planned.copy)).ok().flatten();
        let record = generated.record.clone();
        if on_disk != Some(record.output) || self.keep_base(&generated).is_err() {
            return (None, Some(record));
        }
        let mut made = Made::new(planned, post, Outcome::Unchanged);
        made.entry = entry(planned, &record, &Step::Leave(Outcome::Unchanged), on_disk);
        made.tell(record, post);
        (Some(made), None)
    }

    /// Whether the file in the place of a copy stays as it is, if `output` is the hash of
    /// the generated text.
    fn stands(&self, on_disk: OnDisk<'_>, output: Hash) -> bool {
        let Some((hash, listed)) = on_disk else { return false };
        let is_overwritten = self.options.hand_edits == HandEdits::Overwrite;
        let edited = edited_entries(&listed);
        // Of several, as after a killed build, another one may be what the person edited.
        let is_edited = !edited.is_empty() && edited.iter().all(|e| e.output_hash == output);
        hash == output || !is_overwritten && is_edited
    }

    /// # Errors
    /// The outcome, where a person's text cannot be read.
    fn step(
        &self,
        place: &std::path::Path,
        generated: &Generated,
        on_disk: OnDisk<'_>,
    ) -> Result<Step, Outcome> {
        let output = generated.record.output;
        if self.stands(on_disk, output) {
            let is_as_generated = on_disk.is_some_and(|(hash, _)| hash == output);
            let outcome = if is_as_generated { Outcome::Unchanged } else { Outcome::Edited };
            return Ok(Step::Leave(outcome));
        }
        let text = generated.text().to_owned();
        let edited = on_disk.as_ref().map_or(&[][..], |(_, listed)| edited_entries(listed));
        match (edited, self.options.hand_edits) {
            ([], _) | (_, HandEdits::Overwrite) => Ok(Step::Put(text, Outcome::Written)),
            (_, HandEdits::Accept) => Ok(Step::Leave(Outcome::Edited)),
            (entries, HandEdits::Merge) => self.merge(place, &text, entries),
        }
    }

    /// Why the text is another one than that of the last build.
    fn causes(
        &self,
        planned: &PlannedCopy,
        record: &CopyRecord,
        on_disk: OnDisk<'_>,
    ) -> Vec<Cause> {
        let Some(before) = self.lock.entries_of(&planned.copy).last() else {
            return vec![Cause::New];
        };
        let keys = record.keys;
        let mut causes = Vec::new();
        let mut note = |is: bool, cause| causes.extend(is.then_some(cause));
        note(on_disk.is_none(), Cause::Missing);
        note(before.source_hash != keys.source, Cause::Post);
        note(before.settings_hash != keys.settings, Cause::Settings);
        note(before.dictionaries_hash != keys.dictionaries, Cause::Dictionaries);
        let is_edited = on_disk.is_some_and(|(_, listed)| !edited_entries(&listed).is_empty());
        note(is_edited && self.options.hand_edits == HandEdits::Overwrite, Cause::Overwrite);
        if causes.is_empty() {
            causes.push(Cause::Links);
        }
        causes
    }

    /// Keeps the generated text for merges, if it is at hand.
    fn keep_base(&self, generated: &Generated) -> Result<(), crate::archive::ArchiveError> {
        match (&generated.text, self.options.mode) {
            (Some(text), Mode::Write) => self.bases.store(generated.record.output, text),
            _ => Ok(()),
        }
    }
}

/// The entries of a copy that has edits of a person; none if it has none.
fn edited_entries<'l>(listed: &Listed<'l>) -> &'l [Entry] {
    match listed {
        Listed::No | Listed::AsWritten(_) => &[],
        Listed::Kept(entry) => std::slice::from_ref(*entry),
        Listed::Edited(entries) => entries,
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
