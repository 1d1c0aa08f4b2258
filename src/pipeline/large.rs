//! Large texts: the flow of a post, section by section.
//!
//! Whatever the number of threads, a text above a size goes this way, in the same
//! sections, and the result is that of the whole. Prose and edits of a section are
//! gone when its copy is: beside the text and its copy there are those of a few
//! sections at a time.

mod gather;
mod rewrite;
mod section;

use std::ops::Range;

use rayon::prelude::*;

use super::{
    Conversion, ConvertError, EngineError, Settings, SourceVariant,
    source::{Engines, counts},
    steps::{declared_edits, direction_by},
};
use crate::{
    convert::{
        detect::{Counts, script_of_run},
        variant::Script,
    },
    document::{
        self, Declared, Document, Prose, Refusal,
        sections::{self, Foreign, Sections, Work},
    },
    links::{
        Elsewhere, Following,
        part::{Own, may_lead_to_itself},
    },
    switches::Anchors,
};
use gather::Gathered;
use section::Done;

/// How many sections are worked on at a time, for each thread.
const IN_FLIGHT: usize = 4;

/// The conversion of a large `source`; `None` if it is to be converted as a whole:
/// it is not large, has no place to be cut at, or something in it depends on all
/// of it.
///
/// # Errors
/// When the source cannot be converted, as a whole neither.
pub(super) fn convert(
    source: &str,
    settings: &Settings,
    elsewhere: Option<&dyn Elsewhere>,
) -> Result<Option<Conversion>, ConvertError> {
    // Which ids headings keep depends on all of them.
    if settings.anchors == Anchors::Pin {
        return Ok(None);
    }
    let document = Document::split(source);
    let Some(parts) = Parts::of(&document, settings) else { return Ok(None) };
    let words = || parts.words().map(SourceVariant::counted);
    let (engines, written) = direction_by(&document, settings, &words)?;
    let declared = declared_edits(&document, written.as_ref(), settings);
    let following = Following { anchors: settings.anchors, rules: &settings.slugs, elsewhere };
    let large = Large { parts, engines: &engines, declared: &declared, following };
    match large.convert() {
        Ok(gathered) => Ok(Some(gathered.conversion(written, declared.warnings, engines.clone()))),
        Err(Stop::Whole) => Ok(None),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// What the words of a large post tell; `None` if they are to be read as a whole.
pub(super) fn words(document: &Document<'_>, settings: &Settings) -> Option<SourceVariant> {
    Some(SourceVariant::counted(Parts::of(document, settings)?.words().ok()?))
}

/// Why a large text is not done section by section.
enum Stop {
    /// It is to be done as a whole.
    Whole,
    /// It cannot be done.
    Failed(ConvertError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Failed(refusal.into())
    }
}

impl From<EngineError> for Stop {
    fn from(error: EngineError) -> Self {
        Self::Failed(error.into())
    }
}

/// A part of a post: its front matter, or a section of its body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    FrontMatter,
    Section,
}

/// The parts of a post.
struct Parts<'a> {
    source: &'a str,
    settings: &'a Settings,
    /// Where the body starts.
    body: usize,
    sections: Sections,
    /// Byte ranges of the post, in a row from its start to its end.
    list: Vec<(Kind, Range<usize>)>,
}

impl<'a> Parts<'a> {
    fn of(document: &Document<'a>, settings: &'a Settings) -> Option<Self> {
        let source = document.source();
        if source.len() <= settings.sections.above {
            return None;
        }
        // Behind a definition of a footnote, code would be its text.
        let first = document.body().lines().find(|line| !line.trim().is_empty());
        if first.is_some_and(|first| first.starts_with([' ', '\t'])) {
            return None;
        }
        let body = document.body_range().start;
        // It must be found without what comes behind it.
        if Document::split(&source[..body]).body_range() != (body..body) {
            return None;
        }
        let sections =
            Sections::of(document.body(), &settings.prose, settings.sections.size, settings.work);
        if sections.ranges.len() == 1 {
            return None;
        }
        let in_post = |range: &Range<usize>| body + range.start..body + range.end;
        let of_body = sections.ranges.iter().map(|range| (Kind::Section, in_post(range)));
        let list = std::iter::once((Kind::FrontMatter, 0..body)).chain(of_body).collect();
        Some(Self { source, settings, body, sections, list })
    }

    /// What the part at `range` needs of the others.
    fn foreign(&self, kind: Kind, text: &str, range: &Range<usize>) -> Foreign {
        match kind {
            Kind::FrontMatter => Foreign::default(),
            Kind::Section => {
                let in_body = range.start - self.body..range.end - self.body;
                self.sections.foreign(text, &in_body)
            }
        }
    }

    /// A part behind what it needs of the others, and the length of that.
    fn text(&self, kind: Kind, range: &Range<usize>, foreign: &Foreign) -> (String, usize) {
        let mut text = match kind {
            Kind::FrontMatter => String::new(),
            Kind::Section => Sections::prefix(foreign),
        };
        let prefix = text.len();
        text.push_str(&self.source[range.clone()]);
        (text, prefix)
    }

    /// The prose of a part's text.
    fn prose(&self, text: &str, prefix: usize) -> Result<Prose, Refusal> {
        let mut prose = document::prose(&Document::split(text), &self.settings.prose)?;
        sections::drop_prefix(&mut prose, prefix);
        Ok(prose)
    }

    /// Asks each part for something, in order.
    fn ask<T: Send>(&self, question: impl Fn(&str, &Prose) -> T + Sync) -> Result<Vec<T>, Refusal> {
        let answer = |(kind, range): &(Kind, Range<usize>)| {
            let foreign = self.foreign(*kind, &self.source[range.clone()], range);
            let (text, prefix) = self.text(*kind, range, &foreign);
            let prose = self.prose(&text, prefix).map_err(|refusal| Refusal {
                // That of a panic of the parser, which tells no place.
                line: 1,
                ..refusal
            })?;
            Ok(question(&text, &prose))
        };
        match self.settings.work {
            Work::InParallel => self.list.par_iter().map(answer).collect(),
            Work::InTurn => self.list.iter().map(answer).collect(),
        }
    }

    /// Counts the words of all.
    fn words(&self) -> Result<Counts, Refusal> {
        let mut all = Counts::default();
        self.ask(counts)?.into_iter().for_each(|counts| all += counts);
        Ok(all)
    }

    /// The script of the last run before each part that tells one.
    fn scripts_before(&self) -> Result<Vec<Option<Script>>, Refusal> {
        let last = self.ask(|text, prose| {
            let scripts = prose.runs.iter().rev().map(|run| script_of_run(&prose.text(text, run)));
            scripts.flatten().next()
        })?;
        let mut before = None;
        let behind = |last: Option<Script>| {
            let script = last.or(before);
            std::mem::replace(&mut before, script)
        };
        Ok(last.into_iter().map(behind).collect())
    }
}

/// A large post, and what is to be made of it.
struct Large<'a> {
    parts: Parts<'a>,
    engines: &'a Engines,
    declared: &'a Declared,
    following: Following<'a>,
}

impl Large<'_> {
    fn convert(&self) -> Result<Gathered, Stop> {
        let scripts = if self.engines.choose_by_run() {
            self.parts.scripts_before()?
        } else {
            vec![None; self.parts.list.len()]
        };
        let body = &self.parts.source[self.parts.body..];
        let own =
            if may_lead_to_itself(body, &self.following) { Own::Unknown } else { Own::Unasked };
        let mut gathered = Gathered::of(self.parts.source);
        let all: Vec<usize> = (0..self.parts.list.len()).collect();
        self.each(&all, &scripts, own, &mut |_, done| gathered.push(done))?;
        if !gathered.is_copied() {
            return Err(Stop::Whole);
        }
        // Links to headings follow, now that all of these are known.
        let moved = gathered.moved(&self.following);
        let again = gathered.leading_to(&moved);
        self.each(&again, &scripts, Own::Known(&moved), &mut |index, done| {
            gathered.replace(index, done);
        })?;
        Ok(gathered)
    }

    /// Converts the parts with these numbers, and gives each, in order, to `take`.
    fn each(
        &self,
        numbers: &[usize],
        scripts: &[Option<Script>],
        own: Own<'_>,
        take: &mut dyn FnMut(usize, Done),
    ) -> Result<(), Stop> {
        let convert = |index: &usize| self.part(*index, scripts[*index], own);
        match self.parts.settings.work {
            Work::InParallel => {
                for some in numbers.chunks(IN_FLIGHT * rayon::current_num_threads()) {
                    let done: Vec<_> = some.par_iter().map(convert).collect();
                    for (index, done) in some.iter().zip(done) {
                        take(*index, done?);
                    }
                }
            }
            Work::InTurn => {
                for index in numbers {
                    take(*index, convert(index)?);
                }
            }
        }
        Ok(())
    }
}
