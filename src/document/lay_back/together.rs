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

/// The edits of every run of `prose`, and the phrases that could not be kept whole: as
/// [`edits`](super::edits) gives them, but faster, by [`Engine::edits`]. So they have no
/// rules, and where a phrase changes character by character there is one for each.
///
/// # Errors
/// When an engine fails, or its edit reaches out of a text.
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
        let is_another = self.engine.is_some_and(|last| !is_same(last, engine));
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
        while let Some(range) = self.edits.get(done).map(|edit| edit.range) {
            spots = &spots[spots_before(spots, &range)..];
            let Some(Spot { is_inside, .. }) = spots.first() else { break };
            let laid = self.laid.of(*is_inside);
            let mut left = spots;
            let number = laid.edits.append_placed(&self.edits, done..self.edits.len(), |range| {
                left = &left[spots_before(left, &range)..];
                let spot = left.first()?;
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

/// Whether two engines are one: two without a field can lie at one address.
#[allow(ambiguous_wide_pointer_comparisons, reason = "a second table of methods does no harm")]
fn is_same(one: &dyn Engine, other: &dyn Engine) -> bool {
    ptr::eq(one, other)
}

/// How many spots lie before the last one that starts where `range` does or before.
fn spots_before(spots: &[Spot], range: &Range<usize>) -> usize {
    let later = spots.iter().skip(1);
    later.take_while(|spot| spot.start <= range.start).count()
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
    let reached: Vec<&Spot> = reached.collect();
    let follows = |pair: &[&Spot]| pair[0].end() == pair[1].start;
    let ends_within = reached.last().is_some_and(|last| range.end <= last.end());
    if !ends_within || !reached.windows(2).all(follows) {
        let reason = format!("the edit {range:?} is not within one text");
        return Err(EngineError { engine: "the engine", reason });
    }
    let parts: Vec<_> = reached
        .into_iter()
        .map(|spot| spot.place(&(range.start.max(spot.start)..range.end.min(spot.end()))))
        .collect();
    let segment = Segment { range: range.clone(), replacement, rules: &[] };
    laid.segment(engine, &segment, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lazy, Profile, Rule, RuleId,
        document::{Document, ProseSettings, fake_engine::Phrases, lay_back, prose},
    };

    /// Has its own edits of any text.
    struct Fixed(&'static [(Range<usize>, &'static str)]);

    impl Engine for Fixed {
        fn segments(
            &self,
            text: &str,
            each: &mut dyn FnMut(Segment<'_>),
        ) -> Result<(), EngineError> {
            for (range, replacement) in self.0 {
                let end = text.len();
                let range = range.start.min(end)..range.end.min(end);
                each(Segment { range, replacement, rules: &[] });
            }
            Ok(())
        }

        fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
            None
        }
    }

    /// Another engine at the address of the one inside.
    struct Inner(Fixed);

    impl Engine for Inner {
        fn segments(&self, _: &str, each: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
            each(Segment { range: 0..3, replacement: "乙", rules: &[] });
            Ok(())
        }

        fn rule(&self, id: RuleId) -> Option<Rule<'_>> {
            self.0.rule(id)
        }
    }

    /// Has an edit of what it was not given.
    struct Between;

    impl Engine for Between {
        fn segments(&self, _: &str, _: &mut dyn FnMut(Segment<'_>)) -> Result<(), EngineError> {
            Ok(())
        }

        fn edits(&self, _: &Texts, edits: &mut Edits) -> Result<(), EngineError> {
            edits.push(3..4, "x", &[]);
            Ok(())
        }

        fn rule(&self, _: RuleId) -> Option<Rule<'_>> {
            None
        }
    }

    type Choose<'e> = &'e dyn Fn(usize) -> Option<&'e dyn Engine>;

    /// Both ways to the edits give `expected`.
    #[track_caller]
    fn assert_becomes(source: &str, choose: Choose<'_>, expected: &str) {
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let (together, split) =
            edits_without_rules(source, &prose, &mut |index, _| choose(index)).unwrap();
        let (listed, listed_split) =
            lay_back::edits(source, &prose, &mut |index, _| choose(index)).unwrap();
        assert_eq!(listed.splice(source), expected);
        assert_eq!(together.splice(source), expected);
        assert_eq!(split, listed_split);
    }

    #[test]
    fn each_run_has_its_engine() {
        let (one, other) = (Fixed(&[(0..3, "甲")]), Fixed(&[(0..3, "乙")]));
        let engines: [Option<&dyn Engine>; 3] = [Some(&one), None, Some(&other)];
        assert_becomes("門\n\n門\n\n門\n", &|index| engines[index], "甲\n\n門\n\n乙\n");
    }

    #[test]
    fn engines_at_one_address_are_two() {
        let inner = Inner(Fixed(&[(0..3, "甲")]));
        let engines: [&dyn Engine; 2] = [&inner, &inner.0];
        assert_becomes("門\n\n門\n", &|index| Some(engines[index]), "乙\n\n甲\n");
    }

    #[test]
    fn insertions_stay_at_the_ends_of_runs() {
        let engine = Fixed(&[(0..0, "始"), (99..99, "末")]);
        assert_becomes("門\n\n書**頁**\n", &|_| Some(&engine), "始門末\n\n始書**頁末**\n");
    }

    #[test]
    fn runs_inside_of_others_and_phrases_across_spans_come_out_as_listed() {
        let engine = Lazy::new(&[Profile::Tw2sp]);
        assert_becomes(
            "滑[鼠](u \"軟體\")與預**設**值\n\n<b>軟</b>體\n",
            &|_| Some(&engine),
            "鼠[标](u \"软件\")与默**认**值\n\n<b>软</b>件\n",
        );
    }

    #[test]
    fn an_engine_of_strings_converts_each_span_apart() {
        let engine = Phrases::new(&[("軟體", "软件")]).strings_only();
        assert_becomes("軟**體**軟體\n", &|_| Some(&engine), "軟**體**软件\n");
    }

    #[test]
    fn more_texts_than_go_at_once_are_all_converted() {
        let engine = Lazy::new(&[Profile::Tw2sp]);
        let [source, expected] =
            ["軟**體**，門\n\n", "软**件**，门\n\n"].map(|text| text.repeat(3000));
        assert_becomes(&source, &|_| Some(&engine), &expected);
    }

    #[test]
    fn an_edit_between_two_texts_is_an_error() {
        let source = "門\n\n門\n";
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let found = edits_without_rules(source, &prose, &mut |_, _| Some(&Between));
        let reason = "the edit 3..4 is not within one text".to_owned();
        assert_eq!(found.unwrap_err(), EngineError { engine: "the engine", reason });
    }
}
