//! Where engines that work on the edits of another put theirs.

use std::ops::Range;

use crate::{convert::segment::RuleId, edit::Edits};

/// Takes edits in the order of the text.
pub(crate) trait EditSink {
    /// An edit.
    fn edit(&mut self, range: Range<usize>, replacement: &str, rules: &[RuleId]);

    /// Some of the edits of the other engine, as they are.
    fn edits(&mut self, edits: &Edits, indices: Range<usize>) {
        for edit in indices.filter_map(|index| edits.get(index)) {
            self.edit(edit.range, edit.replacement, edit.rules);
        }
    }
}

/// For [`Engine::edits`](super::Engine::edits), whose edits have no rules.
impl EditSink for Edits {
    fn edit(&mut self, range: Range<usize>, replacement: &str, _: &[RuleId]) {
        self.push(range, replacement, &[]);
    }

    fn edits(&mut self, edits: &Edits, indices: Range<usize>) {
        self.append(edits, indices);
    }
}
