//! Many runs in one call of the engine, for edits without rules.

use std::{ops::Range, ptr};

use super::{BYTES_PER_EDIT, Laid, LaidRuns, SplitPhrase};
use crate::{
    convert::{
        engine::{Engine, EngineError, Granularity, Texts},
        segment::Segment,
    },
    document::{Prose, Run},
    edit::Edits,
};

/// Texts of so many bytes go to the engine at once: as much as stays in a cache.
const ENOUGH: usize = 1 << 15;

/// As [`edits`](super::edits), but faster, without rules, and where a phrase changes
/// character by character, with an edit for each.
///
/// # Errors
/// When an engine fails.
pub fn edits_without_rules<'e>(
    source: &str,
    prose: &Prose,
    choose: &mut dyn FnMut(usize, &str) -> Option<&'e dyn Engine>,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    let most = source.len().min(ENOUGH);
    let mut together = Together {
        laid: LaidRuns::new(source),
        engine: None,
        texts: Texts::with_room_for(most),
        spots: Vec::with_capacity(prose.spans.len().min(ENOUGH)),
        edits: Edits::with_room_for(most / BYTES_PER_EDIT),
    };
    for (index, run) in prose.runs.iter().enumerate() {
        let spans = &prose.spans[run.spans.clone()];
        let start = together.texts.joined().len();
        let text = together.texts.push(spans.iter().map(|span| &source[span.clone()]));
        match choose(index, text) {
            Some(engine) => together.take(engine, run, spans, start)?,
            None => together.texts.pop(),
        }
    }
    together.convert()?;
    Ok(together.laid.finish())
}

/// Runs that one engine is to convert.
struct Together<'s, 'e> {
    laid: LaidRuns<'s>,
    engine: Option<&'e dyn Engine>,
    texts: Texts,
    spots: Vec<Spot>,
    /// What the engine made of the texts, kept for its room.
    edits: Edits,
}

/// A span, and where its text starts among all texts.
struct Spot {
    start: usize,
    span: Range<usize>,
    /// In a title or an attribute.
    is_inside: bool,
}

impl Spot {
    fn end(&self) -> usize {
        self.start + self.span.len()
    }

    /// Where a range of the texts lies in the post.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.span.start + range.start - self.start..self.span.start + range.end - self.start
    }
}

impl<'e> Together<'_, 'e> {
    /// Takes a run for `engine`, whose text is the last one and starts at `start`.
    fn take(
        &mut self,
        engine: &'e dyn Engine,
        run: &Run,
        spans: &[Range<usize>],
        mut start: usize,
    ) -> Result<(), EngineError> {
        let source = self.laid.source();
        let is_another = self.engine.is_some_and(|last| !ptr::addr_eq(last, engine));
        if is_another || start >= ENOUGH {
            self.texts.pop();
            self.convert()?;
            self.texts.push(spans.iter().map(|span| &source[span.clone()]));
            start = 0;
        }
        self.engine = Some(engine);
        let is_inside = run.is_inside();
        let mut spot = |start: usize, span: &Range<usize>| {
            self.spots.push(Spot { start, span: span.clone(), is_inside });
            start + span.len()
        };
        match engine.granularity() {
            Granularity::Segments => {
                spans.iter().fold(start, spot);
            }
            Granularity::Strings => {
                self.texts.pop();
                for span in spans {
                    self.texts.push([&source[span.clone()]]);
                    start = spot(start, span) + 1;
                }
            }
        }
        Ok(())
    }

    /// Converts the texts, and lays their edits back.
    fn convert(&mut self) -> Result<(), EngineError> {
        let Some(engine) = self.engine else { return Ok(()) };
        self.edits.clear();
        engine.edits(&self.texts, &mut self.edits)?;
        let mut spots = &self.spots[..];
        let mut done = 0;
        while let Some(range) = self.edits.ranges_from(done).next() {
            spots = &spots[spots.iter().take_while(|spot| spot.end() <= range.start).count()..];
            let Some(Spot { is_inside, .. }) = spots.first() else { break };
            let laid = self.laid.of(*is_inside);
            let (mut next, mut spot) = (spots.iter(), &spots[0]);
            let number = laid.edits.append_placed(&self.edits, done..self.edits.len(), |range| {
                while spot.end() <= range.start {
                    spot = next.next()?;
                }
                let is_within = range.end <= spot.end() && spot.is_inside == *is_inside;
                is_within.then(|| spot.place(&range))
            });
            done += number;
            if number == 0 {
                let edit = self.edits.get(done).expect("it has a range");
                across(laid, engine, spots, &edit.range, edit.replacement)?;
                done += 1;
            }
        }
        self.texts.clear();
        self.spots.clear();
        Ok(())
    }
}

/// Lays an edit back that reaches from the first of `spots` to the next ones.
fn across(
    laid: &mut Laid<'_>,
    engine: &dyn Engine,
    spots: &[Spot],
    range: &Range<usize>,
    replacement: &str,
) -> Result<(), EngineError> {
    let reached = spots.iter().take_while(|spot| spot.start < range.end);
    let parts: Vec<_> = reached
        .map(|spot| spot.place(&(range.start.max(spot.start)..range.end.min(spot.end()))))
        .collect();
    let segment = Segment { range: range.clone(), replacement, rules: &[] };
    laid.segment(engine, &segment, &parts)
}
