//! Punctuation of a post: block by block, behind the edits of its words.

use super::{
    Settings,
    settings::{Direction, EditsKept},
    source::Engines,
};
use crate::{
    convert::{
        punctuation::{self, Part, WithRules},
        variant::Script,
    },
    document::{Prose, Run, RunPlace},
    edit::Edits,
    switches::Punctuation,
};

/// Notes which runs are converted, and sets the marks of their blocks.
pub(super) struct Marks {
    /// The script whose marks are written; `None` if marks stay.
    target: Option<Script>,
    /// Whether a run in that script stays as it is.
    is_by_run: bool,
    /// For each run so far.
    is_converted: Vec<bool>,
}

impl Marks {
    /// The marks of `source`, if they are to be those of an edition and there are any.
    pub(super) fn of(source: &str, engines: &Engines, settings: &Settings) -> Self {
        let target = match settings.direction {
            Direction::Edition(target) if settings.punctuation == Punctuation::Target => {
                Some(target.script()).filter(|script| punctuation::has_marks(source, *script))
            }
            _ => None,
        };
        Self { target, is_by_run: engines.choose_by_run(), is_converted: Vec::new() }
    }

    /// Notes of the next run whether it has an engine, and its script if that was asked.
    pub(super) fn note(&mut self, has_engine: bool, script: Option<Script>) {
        if self.target.is_some() {
            let is_own = self.is_by_run && script == self.target;
            self.is_converted.push(has_engine && !is_own);
        }
    }

    /// `edits` with those of the marks.
    pub(super) fn added(
        &self,
        source: &str,
        prose: &Prose,
        edits: Edits,
        kept: EditsKept,
    ) -> Edits {
        let Some(target) = self.target else { return edits };
        let with_rules = match kept {
            EditsKept::All => WithRules::Yes,
            EditsKept::None => WithRules::No,
        };
        let [mut around, mut inside] = [Edits::default(), Edits::default()];
        for is_inside in [false, true] {
            let marks = if is_inside { &mut inside } else { &mut around };
            let mut runs = prose
                .runs
                .iter()
                .zip(&self.is_converted)
                .filter(|(run, _)| {
                    matches!(run.place, RunPlace::Title | RunPlace::Attribute) == is_inside
                })
                .peekable();
            let mut block = Vec::new();
            while let Some((first, is_converted)) = runs.next() {
                let mut is_converted = *is_converted;
                block.clear();
                block.push(first);
                while let Some((run, also)) = runs.next_if(|(run, _)| run.block == first.block) {
                    is_converted |= also;
                    block.push(run);
                }
                let texts = || block.iter().flat_map(|run| &prose.spans[run.spans.clone()]);
                if is_converted
                    && texts().any(|span| punctuation::has_marks(&source[span.clone()], target))
                {
                    let parts: Vec<_> = parts(source, prose, &block).collect();
                    let changes = punctuation::changes(&parts, target);
                    punctuation::add(&changes, &edits, marks, with_rules);
                }
            }
        }
        let marks = if inside.is_empty() { around } else { around.merged(&inside) };
        if marks.is_empty() { edits } else { edits.merged(&marks) }
    }
}

/// The text of a block's runs.
fn parts<'p>(
    source: &'p str,
    prose: &'p Prose,
    block: &'p [&'p Run],
) -> impl Iterator<Item = Part<'p>> {
    block.iter().flat_map(|run| {
        run.spans.clone().map(|index| {
            let span = prose.spans[index].clone();
            Part { at: span.start, text: &source[span], goes_on: index > run.spans.start }
        })
    })
}
