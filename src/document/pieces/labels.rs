//! What stays in links, headings and footnotes: their destinations and labels
//! have no events, but the tags that have them do.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::Pieces;
use crate::document::kept::KeptReason;

impl Pieces<'_> {
    /// Takes note of what stays in `range`, that of `tag`, because it is no text.
    pub(super) fn keep_labels(&mut self, body: &str, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, id, .. }
            | Tag::Image { link_type, dest_url, id, .. } => {
                let reason = match link_type {
                    LinkType::Inline => KeptReason::Destination,
                    LinkType::Autolink | LinkType::Email => KeptReason::Url,
                    _ => KeptReason::ReferenceLabel,
                };
                let of_link = if *link_type == LinkType::Inline { dest_url } else { id };
                if reason == KeptReason::Url || !of_link.is_ascii() {
                    // Nested ones are not looked through: that would take quadratic time.
                    self.kept.push((range.clone(), reason));
                }
            }
            Tag::Heading { id, classes, attrs, .. } => {
                let is_ascii = id.as_ref().is_none_or(|id| id.is_ascii())
                    && classes.iter().all(|class| class.is_ascii())
                    && attrs.iter().all(|(name, value)| {
                        name.is_ascii() && value.as_ref().is_none_or(|value| value.is_ascii())
                    });
                if !is_ascii {
                    self.kept.push((range.clone(), KeptReason::AttributeList));
                }
            }
            Tag::FootnoteDefinition(label) if !label.is_ascii() => {
                let end = body[range.clone()].find("]:").map_or(range.end, |end| range.start + end);
                self.keep(body, range.start..end, KeptReason::FootnoteLabel);
            }
            _ => {}
        }
    }

    /// Takes note of the label and the destination of a reference definition.
    pub(super) fn keep_definition(
        &mut self,
        body: &str,
        label: &str,
        destination: &str,
        range: &Range<usize>,
    ) {
        if label.is_ascii() && destination.is_ascii() {
            return;
        }
        let label = body[range.clone()].find("]:").map_or(range.end, |end| range.start + end);
        self.keep(body, label..range.end, KeptReason::Destination);
        self.keep(body, range.start..label, KeptReason::ReferenceLabel);
    }
}
