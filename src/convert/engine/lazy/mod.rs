//! The lazy engine: equal to the plain one, and several times as fast.
//!
//! Most of what OpenCC's phrases make of a text is what its characters become
//! alone: of 49,792 phrases of `s2t`, 40,000 only say so. So the text is converted
//! character by character, in blocks, and a phrase is looked for only where one
//! could differ:
//!
//! - [`blocks`] tell where characters begin; [`scan`] goes from one to the next.
//! - Each phrase that differs has an *anchor*, a pair of characters that the scan
//!   meets. There it walks back to a place that no match reaches over: a pair that
//!   stands inside no key (a *joint*), or what was matched last. From there it
//!   matches forward as OpenCC does.
//! - A chain of two steps is one: what both make of a phrase is in the [`tables`].
//!   *Loose* phrases are those of one step alone, which match only where no phrase
//!   of the segmentation is. Where a step could match over the edge of what the one
//!   before made (a *crossing*), the plain engine converts the stretch.
//! - It also converts what is [`special`].
//!
//! No place is matched twice, so that the time is linear in the length of the text.

mod blocks;
mod changed;
mod fallback;
#[allow(unreachable_pub, reason = "the build reads it too")]
mod format;
mod output;
mod patches;
mod record;
mod scan;
mod special;
mod tables;
mod vectors;

use std::borrow::Cow;

use self::{
    changed::Changed, fallback::Fallback, output::Converted, patches::Patches, scan::Sink,
    tables::Tables, vectors::Vectors,
};
use super::{Engine, EngineError, Texts, edits_of_segments};
use crate::{
    convert::{
        profile::Profile,
        segment::{Rule, RuleId, Segment},
    },
    edit::Edits,
};

/// Converts along one or more profiles, exactly as OpenCC 1.4.2 does, and as fast as
/// a text can be read.
///
/// Its segments are those of [`Plain`](super::Plain).
///
/// ```
/// use hanmark::{Engine, Lazy, Profile};
///
/// let engine = Lazy::new(&[Profile::S2twp]);
/// assert_eq!(engine.convert("鼠标和软件")?, "滑鼠和軟體");
/// # Ok::<(), hanmark::EngineError>(())
/// ```
#[derive(Debug)]
pub struct Lazy {
    steps: Vec<Step>,
    // For all steps together.
    plain: Fallback,
}

#[derive(Debug)]
struct Step {
    tables: Tables,
    plain: Fallback,
}

impl Lazy {
    /// The engine that applies `profiles` one after the other. It costs next to
    /// nothing: the tables are used where they lie in the binary.
    ///
    /// Segments of more than one profile are left to the plain engine.
    #[must_use]
    pub fn new(profiles: &[Profile]) -> Self {
        let step = |profile: &Profile| Step {
            tables: Tables::of(*profile),
            plain: Fallback::new(&[*profile]),
        };
        Self { steps: profiles.iter().map(step).collect(), plain: Fallback::new(profiles) }
    }

    /// The same as on a processor without the widest vectors. For tests.
    #[doc(hidden)]
    #[must_use]
    pub fn without_vectors(mut self) -> Self {
        for step in &mut self.steps {
            step.tables.vectors = Vectors::default();
        }
        self
    }
}

impl Step {
    /// Gives `sink` the text, piece by piece: `piece` tells it where one starts.
    fn scan<S: Sink>(&self, text: &str, sink: &mut S, piece: impl Fn(&mut S, usize)) {
        let bytes = text.as_bytes();
        let mut start = 0;
        loop {
            let special = special::next(&self.tables, bytes, start);
            let end = special.as_ref().map_or(bytes.len(), |range| range.start);
            piece(sink, start);
            scan::scan(&self.tables, &bytes[start..end], sink);
            let Some(special) = special else { return };
            piece(sink, special.start);
            sink.plain(&bytes[special.clone()], 0..special.len());
            start = special.end;
        }
    }

    /// Appends what changes in texts that are joined; does nothing and gives false if
    /// any of it is special, since that can reach over the edges of texts.
    fn edits(&self, joined: &str, edits: &mut Edits) -> bool {
        let bytes = joined.as_bytes();
        if special::next(&self.tables, bytes, 0).is_some() {
            return false;
        }
        let mut patches = Patches::new(&self.tables, &self.plain, edits);
        scan::scan(&self.tables, bytes, &mut patches);
        patches.finish();
        true
    }

    /// `text` after conversion; `None` if nothing changes.
    fn convert(&self, text: &str) -> Option<String> {
        let mut converted = Converted::new(text.len(), &self.plain);
        self.scan(text, &mut converted, |converted, _| converted.start_text());
        converted.into_changed().map(into_string)
    }
}

/// With the check `s2t` does 668 MB/s instead of 1,155, `t2s` 1,545 instead of 3,025.
#[allow(unsafe_code)]
fn into_string(bytes: Vec<u8>) -> String {
    // SAFETY: the bytes are made of whole characters of the text, which is UTF-8: all
    // of it was read; and of whole values of dictionaries in their place, which are
    // `str` where the build puts them together.
    unsafe { String::from_utf8_unchecked(bytes) }
}

impl Engine for Lazy {
    fn segments(&self, text: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
        match self.steps.as_slice() {
            [] => {}
            [step] => {
                let plain = &step.plain;
                let mut changed = Changed { offset: 0, each, plain, rules: Vec::new() };
                step.scan(text, &mut changed, |changed, start| changed.offset = start);
            }
            _ => self.plain.segments(text, each),
        }
        Ok(())
    }

    fn edits(&self, texts: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
        if let [step] = self.steps.as_slice()
            && step.edits(texts.joined(), edits)
        {
            return Ok(());
        }
        edits_of_segments(self, texts, edits)
    }

    fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
        self.plain.rule(id)
    }

    fn convert<'a>(&self, text: &'a str) -> Result<Cow<'a, str>, EngineError> {
        let mut converted = Cow::Borrowed(text);
        for step in &self.steps {
            if let Some(next) = step.convert(&converted) {
                converted = Cow::Owned(next);
            }
        }
        Ok(converted)
    }
}
