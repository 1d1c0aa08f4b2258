//! Laying back: from the segments of a run to edits of its spans.
//!
//! A run is converted as one text. A segment that reaches over several spans
//! (`程式**碼**`) is cut, so that each span keeps at least one character.

mod together;

use std::ops::Range;

pub use together::edits_without_rules;

use super::{Lines, Prose, Run, RunPlace};
use crate::{
    convert::{
        engine::{Engine, EngineError, Granularity},
        segment::{RuleId, Segment},
    },
    edit::Edits,
};

/// A phrase whose replacement has fewer characters than the phrase has spans:
/// its parts were converted apart, so that they can differ from what the engine
/// makes of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitPhrase {
    /// Byte range in the post, markup included.
    pub range: Range<usize>,
    /// The line of the post, from 1.
    pub line: usize,
    /// The phrase without markup.
    pub phrase: String,
    /// What the engine made of it.
    pub replacement: String,
}

/// Converts every run of `prose` with the engine that `choose` names for its
/// index and text (`None` leaves the run), and gives the edits, with the phrases
/// that could not be kept whole.
///
/// # Errors
/// When an engine fails.
pub fn edits<'e>(
    source: &str,
    prose: &Prose,
    choose: &mut dyn FnMut(usize, &str) -> Option<&'e dyn Engine>,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    let mut runs = LaidRuns::new(source);
    let mut joined = String::new();
    for (index, run) in prose.runs.iter().enumerate() {
        let spans = &prose.spans[run.spans.clone()];
        let text = match spans {
            [span] => &source[span.clone()],
            spans => {
                joined.clear();
                joined.extend(spans.iter().map(|span| &source[span.clone()]));
                &joined
            }
        };
        let Some(engine) = choose(index, text) else { continue };
        let laid = runs.of(run.is_inside());
        match (engine.granularity(), spans) {
            (Granularity::Segments, [_, _, ..]) => laid.run(engine, text, spans)?,
            (Granularity::Strings, _) | (_, [] | [_]) => {
                for span in spans {
                    laid.part(engine, span.clone())?;
                }
            }
        }
    }
    Ok(runs.finish())
}

/// Chinese posts have an edit in so many bytes, or fewer.
const BYTES_PER_EDIT: usize = 24;

impl Run {
    /// Whether its spans lie among those of the run before it.
    fn is_inside(&self) -> bool {
        matches!(self.place, RunPlace::Title | RunPlace::Attribute)
    }
}

/// What was laid back so far.
struct LaidRuns<'s> {
    around: Laid<'s>,
    /// Of runs inside of others.
    inside: Laid<'s>,
}

impl<'s> LaidRuns<'s> {
    fn new(source: &'s str) -> Self {
        let edits = Edits::with_room_for(source.len() / BYTES_PER_EDIT);
        Self {
            around: Laid { source, edits, split: Vec::new() },
            inside: Laid { source, edits: Edits::default(), split: Vec::new() },
        }
    }

    fn source(&self) -> &'s str {
        self.around.source
    }

    fn of(&mut self, is_inside: bool) -> &mut Laid<'s> {
        if is_inside { &mut self.inside } else { &mut self.around }
    }

    fn finish(self) -> (Edits, Vec<SplitPhrase>) {
        let Laid { source, mut edits, mut split } = self.around;
        split.extend(self.inside.split);
        split.sort_by_key(|split| split.range.start);
        let mut lines = Lines::of(source);
        for split in &mut split {
            split.line = lines.line(split.range.start);
        }
        if !self.inside.edits.is_empty() {
            edits = edits.merged(&self.inside.edits);
        }
        (edits, split)
    }
}

struct Laid<'s> {
    source: &'s str,
    edits: Edits,
    split: Vec<SplitPhrase>,
}

impl Laid<'_> {
    fn run(
        &mut self,
        engine: &dyn Engine,
        text: &str,
        spans: &[Range<usize>],
    ) -> Result<(), EngineError> {
        // Index of the span that holds the start of the last segment, and where
        // that span starts in the run.
        let (mut span, mut span_start) = (0, 0);
        let mut failed = Ok(());
        engine.segments(text, &mut |segment| {
            while span_start + spans[span].len() <= segment.range.start && span + 1 < spans.len() {
                span_start += spans[span].len();
                span += 1;
            }
            let (start, end) = (segment.range.start - span_start, segment.range.end - span_start);
            if end <= spans[span].len() {
                let range = spans[span].start + start..spans[span].start + end;
                return self.push(range, segment.replacement, segment.rules);
            }
            let parts = parts(&segment.range, &spans[span..], span_start);
            if failed.is_ok() {
                failed = self.segment(engine, &segment, &parts);
            }
        })?;
        failed
    }

    fn segment(
        &mut self,
        engine: &dyn Engine,
        segment: &Segment<'_>,
        parts: &[Range<usize>],
    ) -> Result<(), EngineError> {
        let mut left = segment.replacement.chars().count();
        if left < parts.len() {
            self.split.push(SplitPhrase {
                // Counted at the end, in one go.
                line: 0,
                range: parts[0].start..parts[parts.len() - 1].end,
                phrase: parts.iter().map(|part| &self.source[part.clone()]).collect(),
                replacement: segment.replacement.to_owned(),
            });
            return parts.iter().try_for_each(|part| self.part(engine, part.clone()));
        }
        let mut rest = segment.replacement;
        for (index, part) in parts.iter().enumerate() {
            let later = parts.len() - 1 - index;
            let own = self.source[part.clone()].chars().count();
            let share = if later == 0 { left } else { own.min(left - later) };
            let (taken, after) = rest.split_at(char_offset(rest, share));
            self.push(part.clone(), taken, segment.rules);
            left -= share;
            rest = after;
        }
        Ok(())
    }

    /// Converts a byte range of the post on its own.
    fn part(&mut self, engine: &dyn Engine, part: Range<usize>) -> Result<(), EngineError> {
        let source = self.source;
        engine.segments(&source[part.clone()], &mut |segment| {
            let range = part.start + segment.range.start..part.start + segment.range.end;
            self.push(range, segment.replacement, segment.rules);
        })
    }

    #[inline]
    fn push(&mut self, range: Range<usize>, replacement: &str, rules: &[RuleId]) {
        if &self.source[range.clone()] != replacement {
            self.edits.push(range, replacement, rules);
        }
    }
}

/// The byte ranges of the post that `segment`, a range of the run, covers. The
/// first of `spans` starts at `span_start` in the run.
fn parts(
    segment: &Range<usize>,
    spans: &[Range<usize>],
    mut span_start: usize,
) -> Vec<Range<usize>> {
    let mut parts = Vec::with_capacity(1);
    for span in spans {
        let start = segment.start.max(span_start) - span_start;
        let end = segment.end.min(span_start + span.len()) - span_start;
        parts.push(span.start + start..span.start + end);
        span_start += span.len();
        if segment.end <= span_start {
            break;
        }
    }
    parts
}

fn char_offset(text: &str, chars: usize) -> usize {
    text.char_indices().nth(chars).map_or(text.len(), |(offset, _)| offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, ProseSettings, fake_engine::Phrases, prose};

    fn phrases() -> Phrases {
        Phrases::new(&[
            ("軟體", "软件"),
            ("滑鼠", "鼠标"),
            ("程式碼", "代码"),
            ("計程車", "出租汽车"),
            ("門", "门"),
            ("甲乙丙", "丁"),
            ("丙", "三"),
        ])
    }

    #[track_caller]
    fn assert_lays_back(source: &str, expected: &str) -> Vec<SplitPhrase> {
        let engine = phrases();
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let (edits, split) =
            edits(source, &prose, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
        assert_eq!(edits.splice(source), expected);
        assert!(edits.iter().all(|edit| edit.rules.len() == 1), "{edits:?}");
        split
    }

    #[test]
    fn phrases_go_on_through_markup() {
        assert_lays_back("軟**體**", "软**件**");
        assert_lays_back("[滑](u)鼠", "[鼠](u)标");
        assert_lays_back("*軟*<b>體</b>", "*软*<b>件</b>");
        assert_lays_back("軟`體`滑<br>鼠", "軟`體`滑<br>鼠");
    }

    #[test]
    fn phrases_go_on_through_line_ends_but_not_through_blocks() {
        assert_lays_back("> 軟\r\n> 體", "> 软\r\n> 件");
        assert_lays_back("- 滑\n  鼠\n", "- 鼠\n  标\n");
        assert_lays_back("> 軟\n體\n", "> 软\n件\n");
        assert_lays_back("軟\n\n體\n\n滑  \n鼠\n", "軟\n\n體\n\n滑  \n鼠\n");
        assert_lays_back("---\ntitle: 軟\n  體\n---\n", "---\ntitle: 软\n  件\n---\n");
    }

    #[test]
    fn each_span_keeps_at_least_one_character() {
        assert_eq!(assert_lays_back("程式**碼**門", "代**码**门"), []);
        assert_eq!(assert_lays_back("程**式碼**", "代**码**"), []);
        assert_eq!(assert_lays_back("程式碼", "代码"), []);
    }

    #[test]
    fn the_surplus_goes_to_the_last_span() {
        assert_lays_back("計**程**車門", "出**租**汽车门");
        assert_lays_back("**計程**車", "**出租**汽车");
    }

    #[test]
    fn a_phrase_with_more_spans_than_characters_is_split_and_listed() {
        let split = assert_lays_back("甲**乙**丙", "甲**乙**三");
        let expected = SplitPhrase {
            range: 0..13,
            line: 1,
            phrase: "甲乙丙".into(),
            replacement: "丁".into(),
        };
        assert_eq!(split, [expected]);
    }

    #[test]
    fn an_engine_of_strings_converts_each_span_apart() {
        let source = "軟**體**軟體";
        let engine = phrases().strings_only();
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let (edits, split) =
            edits(source, &prose, &mut |_, _| Some(&engine as &dyn Engine)).unwrap();
        assert_eq!((edits.splice(source).as_str(), split), ("軟**體**软件", vec![]));
    }

    #[test]
    fn a_run_without_an_engine_stays() {
        let source = "門\n\n軟體門";
        let engine = phrases();
        let prose = prose(&Document::split(source), &ProseSettings::default()).unwrap();
        let mut seen = Vec::new();
        let mut choose = |index: usize, text: &str| {
            seen.push(text.to_owned());
            (index == 1).then_some(&engine as &dyn Engine)
        };
        let (edits, _) = edits(source, &prose, &mut choose).unwrap();
        assert_eq!(edits.splice(source), "門\n\n软件门");
        assert_eq!(seen, ["門", "軟體門"]);
    }
}
