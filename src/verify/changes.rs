//! Changes: what may differ in a copy, and what must.

use std::{cell::Cell, collections::HashSet, ops::Range};

use super::{masks::Original, offsets::Offsets};
use crate::{
    edit::{Edit, Edits},
    switches::{CodeBlocks, InlineCode},
};

/// The edits between an original and a copy, as the comparison sees them.
pub(super) struct Changes<'c, 'a> {
    pub(super) offsets: Offsets,
    declared: Declared,
    original: &'c Original<'a>,
    /// Old and new destinations of definitions that declared edits change: those
    /// of the links that lead to them.
    defined: HashSet<(String, String)>,
}

/// The declared edits of the body: destinations, and ids of headings.
pub(super) struct Declared(Vec<DeclaredEdit>);

struct DeclaredEdit {
    range: Range<usize>,
    replacement: String,
    /// Whether the copy was seen to have what it declares.
    seen: Cell<bool>,
}

impl<'c, 'a> Changes<'c, 'a> {
    /// `edits` lead from the original to the copy; `is_declared` tells for each
    /// whether it changes more than prose.
    pub(super) fn new(
        edits: &Edits,
        is_declared: impl Iterator<Item = bool>,
        original: &'c Original<'a>,
    ) -> Self {
        let declared = edits.iter().zip(is_declared).filter(|(_, is_declared)| *is_declared);
        Self {
            offsets: Offsets::new(edits),
            declared: Declared::of(declared.map(|(edit, _)| edit)),
            original,
            defined: HashSet::new(),
        }
    }

    /// Whether a declared edit within `range` has made what is there `destination`.
    pub(super) fn lead_to(&self, range: &Range<usize>, destination: &str) -> bool {
        self.declared.lead_to(range, destination)
    }

    /// Whether a declared edit within `range` has given a heading the id `id`.
    pub(super) fn name(&self, range: &Range<usize>, id: &str) -> bool {
        self.declared.name(range, id)
    }

    /// Whether there are declared edits.
    pub(super) fn has_declared(&self) -> bool {
        !self.declared.0.is_empty()
    }

    /// Notes that the definitions of `old` lead to `new` now.
    pub(super) fn redefine(&mut self, old: &str, new: &str) {
        self.defined.insert((old.to_owned(), new.to_owned()));
    }

    /// Whether a definition that led to `old` may lead to `new` now.
    pub(super) fn redefines(&self, old: &str, new: &str) -> bool {
        !self.defined.is_empty() && self.defined.contains(&(old.to_owned(), new.to_owned()))
    }

    /// The first declared edit that the copy does not show.
    pub(super) fn unseen(&self) -> Option<&Range<usize>> {
        self.declared.unseen()
    }

    /// Whether the edits in `range` are all of prose.
    pub(super) fn touch_prose_alone(&self, range: &Range<usize>) -> bool {
        let masks = self.original.masks();
        masks.is_ok_and(|masks| self.offsets.within(range).all(|edit| masks.hold(edit)))
    }

    /// Whether the inline code at `range` can hold prose: where it may, or in the
    /// parameters of a template.
    pub(super) fn touch_inline_code(&self, range: &Range<usize>) -> bool {
        let settings = self.original.settings;
        settings.inline_code != InlineCode::Keep
            || !settings.shortcodes.is_empty() && self.touch_prose_alone(range)
    }

    /// Whether code blocks can hold prose.
    pub(super) fn touch_code_blocks(&self) -> bool {
        self.original.settings.code_blocks != CodeBlocks::Keep
    }
}

impl Declared {
    pub(super) fn of<'e>(edits: impl Iterator<Item = Edit<'e>>) -> Self {
        let declared = edits.map(|edit| DeclaredEdit {
            range: edit.range,
            replacement: edit.replacement.to_owned(),
            seen: Cell::new(false),
        });
        Self(declared.collect())
    }

    /// Whether one within `range` has made what is there `destination`.
    pub(super) fn lead_to(&self, range: &Range<usize>, destination: &str) -> bool {
        // A link's own destination stands behind those of the images in it.
        see(self.within(range).rev(), |declared| declared.replacement == destination)
    }

    fn name(&self, range: &Range<usize>, id: &str) -> bool {
        see(self.within(range), |declared| {
            declared.range.is_empty()
                && declared.replacement.trim_start().strip_prefix("{#") == Some(&format!("{id}}}"))
        })
    }

    fn within(&self, range: &Range<usize>) -> impl DoubleEndedIterator<Item = &DeclaredEdit> {
        let first = self.0.partition_point(|declared| declared.range.start < range.start);
        let last = self.0.partition_point(|declared| declared.range.end <= range.end);
        self.0[first..last.max(first)].iter()
    }

    /// The first one that the copy does not show.
    pub(super) fn unseen(&self) -> Option<&Range<usize>> {
        self.0.iter().find(|declared| !declared.seen.get()).map(|declared| &declared.range)
    }
}

/// Notes that the copy has what the first fitting edit declares, of equal ones
/// that which was not seen yet.
fn see<'d>(
    candidates: impl Iterator<Item = &'d DeclaredEdit>,
    fits: impl Fn(&DeclaredEdit) -> bool,
) -> bool {
    let mut found = candidates.filter(|declared| fits(declared)).peekable();
    let first = found.peek().copied();
    let declared = found.find(|declared| !declared.seen.get()).or(first);
    declared.inspect(|declared| declared.seen.set(true)).is_some()
}
