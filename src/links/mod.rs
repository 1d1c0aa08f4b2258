//! Links: what becomes of destinations when headings and places change.
pub(crate) mod headings;
pub(crate) mod slugs;

use headings::{Heading, Headings};

use crate::document::markdown::events;

/// What of a body matters for links.
pub(crate) struct Reading {
    /// The headings in order.
    pub(crate) headings: Vec<Heading>,
}

impl Reading {
    /// Parses `body`.
    pub(crate) fn of(body: &str) -> Self {
        let mut headings = Headings::default();
        for (event, range) in events(body) {
            headings.step(body, &event, &range);
        }
        Self { headings: headings.list }
    }
}
