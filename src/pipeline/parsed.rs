//! A post that was parsed once, for all editions that are made of it.

use std::ops::Range;

use pulldown_cmark::{Event, RefDefs};

use super::Settings;
use crate::{
    document::{Document, Prose, Refusal, markdown::Listener, mask::Masked, prose_heard},
    links::{self, Elsewhere, Following, Reader, Reading},
    verify::{Structure, Thoroughness},
};

/// A post, and all that its parse tells. It lends itself to any number of editions.
pub(crate) struct Parsed<'a> {
    pub(crate) document: Document<'a>,
    pub(crate) prose: Prose,
    /// What matters for links, if some may follow.
    pub(super) reading: Option<Reading>,
    /// What the copy is compared with, if the check is to be full.
    pub(super) structure: Option<Structure<'a>>,
}

impl<'a> Parsed<'a> {
    /// Parses `source` for conversions with `settings`, and with any others that
    /// differ in what they convert to, but not in what they take for prose, in
    /// thoroughness, or in how links follow.
    ///
    /// # Errors
    /// When the Markdown parser fails.
    pub(crate) fn read(
        source: &'a str,
        settings: &Settings,
        elsewhere: Option<&dyn Elsewhere>,
    ) -> Result<Self, Refusal> {
        let document = Document::split(source);
        let may_follow = links::may_follow(document.body(), &settings.following(elsewhere));
        let is_full = settings.thoroughness == Thoroughness::Full;
        let mut listeners = Listeners {
            links: may_follow.then(|| Reader::of(document.body())),
            structure: is_full.then(|| Structure::of(&document)),
        };
        let prose = if may_follow || is_full {
            prose_heard(&document, &settings.prose, &mut listeners)?
        } else {
            prose_heard(&document, &settings.prose, &mut ())?
        };
        let Listeners { links, structure } = listeners;
        Ok(Self { document, prose, reading: links.map(Reader::finish), structure })
    }
}

impl Settings {
    /// How links follow.
    pub(super) fn following<'f>(&'f self, elsewhere: Option<&'f dyn Elsewhere>) -> Following<'f> {
        Following { anchors: self.anchors, rules: &self.slugs, elsewhere }
    }
}

/// All who hear the parser beside the prose.
struct Listeners<'a> {
    links: Option<Reader<'a>>,
    structure: Option<Structure<'a>>,
}

impl<'a> Listener<'a> for Listeners<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some(links) = &mut self.links {
            links.step(&event, &range);
        }
        if let Some(structure) = &mut self.structure {
            structure.event(event, range);
        }
    }

    fn definitions(&mut self, definitions: &RefDefs<'_>) {
        if let Some(links) = &mut self.links {
            links.definitions(definitions);
        }
        if let Some(structure) = &mut self.structure {
            structure.definitions(definitions);
        }
    }

    fn masked(&mut self, masked: &[Masked]) {
        if let Some(links) = &mut self.links {
            links.masked(masked);
        }
    }
}
