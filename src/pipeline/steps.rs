//! Steps of the flow that whole texts and sections have in common.

use std::sync::Arc;

use super::{
    ConvertError, Settings, SourceVariant,
    marks::Marks,
    settings::{Direction, EditsKept},
    source::Engines,
};
use crate::{
    convert::{detect::Verdict, engine::EngineError, variant::Script},
    document::{self, Declared, Document, Prose, Refusal, SetValue, SplitPhrase},
    edit::Edits,
    post_map::PostMap,
};

/// The engines that lead where the settings ask, and what the post is written
/// in, if that matters. An engine that was given is all there is: the post's own
/// map counts for editions.
pub(super) fn direction(
    document: &Document<'_>,
    prose: &Prose,
    settings: &Settings,
) -> Result<(Engines, Option<SourceVariant>), ConvertError> {
    direction_by(document, settings, &|| Ok(SourceVariant::detected(document, prose)))
}

/// [`direction`], with what the words of the post tell, which is asked for only if
/// nothing else tells.
pub(super) fn direction_by(
    document: &Document<'_>,
    settings: &Settings,
    words: &dyn Fn() -> Result<SourceVariant, Refusal>,
) -> Result<(Engines, Option<SourceVariant>), ConvertError> {
    match &settings.direction {
        Direction::Engine(engine) => Ok((Engines::One(engine.clone()), None)),
        Direction::Edition(target) => {
            let map = PostMap::of(document)?;
            let stated = SourceVariant::stated(document, &map, settings);
            let written = stated.map_or_else(words, Ok)?;
            let domains = map.domains_over(settings.domains);
            let engines =
                Engines::to_edition(&written, *target, domains, document.source(), &settings.made)
                    .in_style(&settings.style);
            // The post's own lie outside, and so come first.
            let own = map.terms_in(*target).map(Arc::new);
            let engines = [settings.terms.as_ref(), own.as_ref()]
                .into_iter()
                .flatten()
                .fold(engines, Engines::with_terms);
            Ok((engines, Some(written)))
        }
    }
}

pub(super) fn laid_edits(
    source: &str,
    prose: &Prose,
    engines: &Engines,
    settings: &Settings,
    kept: EditsKept,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    laid(source, prose, engines, settings, kept, None)
}

/// [`laid_edits`] behind a run in the script `last`.
pub(super) fn laid_edits_after(
    source: &str,
    prose: &Prose,
    engines: &Engines,
    settings: &Settings,
    last: Option<Script>,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    laid(source, prose, engines, settings, EditsKept::All, last)
}

fn laid(
    source: &str,
    prose: &Prose,
    engines: &Engines,
    settings: &Settings,
    kept: EditsKept,
    mut last: Option<Script>,
) -> Result<(Edits, Vec<SplitPhrase>), EngineError> {
    let mut marks = Marks::of(source, engines, settings);
    let choose = &mut |_: usize, text: &str| {
        let engine = engines.choose(text, &mut last);
        marks.note(engine.is_some(), last);
        engine
    };
    let (edits, split) = match kept {
        EditsKept::All => document::edits(source, prose, choose)?,
        EditsKept::None => document::edits_without_rules(source, prose, choose)?,
    };
    Ok((marks.added(source, prose, edits, kept), split))
}

/// The language key and the keys to set; only an edition has them.
pub(super) fn declared_edits(
    document: &Document<'_>,
    written: Option<&SourceVariant>,
    settings: &Settings,
) -> Declared {
    let (Direction::Edition(target), Some(written)) = (&settings.direction, written) else {
        return Declared::default();
    };
    let source = match written.verdict {
        Verdict::In(source) => Some(source),
        _ => None,
    };
    let of_edition = |(key, value): &(String, SetValue)| {
        let value = match value {
            SetValue::Text(text) => SetValue::Text(
                text.replace("{variant}", target.tag())
                    .replace("{variant_lower}", target.lower_tag()),
            ),
            SetValue::Plain(_) => value.clone(),
        };
        (key.clone(), value)
    };
    let set: Vec<_> = settings.set.iter().map(of_edition).collect();
    document::declared_edits(document, source, *target, &set)
}
