//! Front matter of original and copy: same keys, types and untouched values.

use std::ops::Range;

use super::{difference::Difference, offsets::Offsets};
use crate::{
    document::{
        Document, FieldScope, ProseSettings, Refusal,
        front_matter::{
            Values, is_written_alike,
            values::{Node, Style},
        },
    },
    edit::{Edit, Edits},
};

/// Where the body of `copy` starts, which `edits` made of `original`, if its front
/// matter is the same, the values that `settings` name apart.
pub(super) fn same_front_matter(
    original: &Document<'_>,
    copy: &str,
    edits: &Edits,
    settings: &ProseSettings,
) -> Option<usize> {
    let start = original.body_range().start;
    let is_before = |edit: &Edit<'_>| edit.range.start < start;
    // Where front matter ends depends on nothing behind it.
    if original.front_matter().is_some()
        && !edits.iter().next().is_some_and(|edit| is_before(&edit))
    {
        return Some(start);
    }
    let copy = Document::split(copy);
    let offsets = Offsets::of(edits.iter().take_while(is_before));
    let is_same = offsets.in_copy(&(start..start))
        == (copy.body_range().start..copy.body_range().start)
        && difference(original, &copy, &offsets, &settings.fields).is_none();
    is_same.then_some(copy.body_range().start)
}

/// The first place where the front matter of `copy` differs from `original`'s,
/// the values that `scope` names apart.
pub(super) fn difference(
    original: &Document<'_>,
    copy: &Document<'_>,
    offsets: &Offsets,
    scope: &FieldScope,
) -> Option<Difference> {
    let (ours, theirs) = match (original.front_matter(), copy.front_matter()) {
        (None, None) => return None,
        (Some(ours), Some(theirs)) => (ours, theirs),
        (ours, _) => {
            let range = ours.map_or(0..0, |ours| ours.content.clone());
            return Some(differs(INVALID, range, "the front matter would change its bounds"));
        }
    };
    let whole = || ours.content.clone();
    if ours.format != theirs.format || offsets.in_copy(&ours.block) != theirs.block {
        return Some(differs(INVALID, whole(), "the front matter would change its bounds"));
    }
    match (&ours.values, &theirs.values) {
        (Ok(ours), Ok(theirs)) => {
            let alike = |our: &Node, their: &Node| {
                is_written_alike(original.source(), our, copy.source(), their)
                    && (our.style != Style::Plain || is_plain_alike(&our.text, &their.text))
            };
            values((ours, theirs), offsets, scope, &alike)
        }
        (Ok(_), Err(error)) => {
            let near = offsets.in_original(&(error.offset..error.offset));
            let name = ours.format.name();
            let reason = format!("the front matter would be invalid {name}");
            let mut difference = differs(INVALID, near, &reason);
            difference.suspects.push(whole());
            Some(difference)
        }
        _ if offsets.touch(&ours.content) => {
            Some(differs(INVALID, whole(), "front matter that is not read would change"))
        }
        _ => None,
    }
}

/// The parts of a post, in the order in which differences are looked for.
const INVALID: u8 = 0;
const DIFFERENT: u8 = 1;

fn differs(part: u8, range: Range<usize>, reason: &str) -> Difference {
    Difference {
        order: (part, range.start, 0),
        at: range.clone(),
        suspects: vec![range],
        reason: reason.to_owned(),
    }
}

/// The first difference of two blocks, of which `alike` compares what is prose.
fn values(
    (ours, theirs): (&Values, &Values),
    offsets: &Offsets,
    scope: &FieldScope,
    alike: &dyn Fn(&Node, &Node) -> bool,
) -> Option<Difference> {
    let converted = ours.converted(scope);
    for (index, (our, is_converted)) in ours.nodes.iter().zip(converted).enumerate() {
        let same = theirs.nodes.get(index).is_some_and(|their| {
            offsets.in_copy(&our.range) == their.range
                && our.kind == their.kind
                && our.path == their.path
                && our.properties == their.properties
                && (our.text == their.text && !offsets.touch(&our.range)
                    || is_converted && alike(our, their))
        });
        if !same {
            let range = our.range.clone();
            return Some(differs(DIFFERENT, range, "a front matter value would change"));
        }
    }
    (ours.nodes.len() != theirs.nodes.len()).then(|| {
        let end = ours.nodes.last().map_or(0, |node| node.range.end);
        differs(DIFFERENT, end..end, "the front matter would get more values")
    })
}

/// Whether any YAML that reads the plain scalar `our` reads `their` as well, and both
/// as text or neither.
fn is_plain_alike(our: &str, their: &str) -> bool {
    // YAML 1.1, in libyaml and so in Jekyll, does not take these signs between brackets
    // where YAML 1.2 does, as in `[://x]` and `[x?]`.
    let signs = |text: &str| memchr::memchr2_iter(b':', b'?', text.as_bytes()).count();
    let starts = |text: &str| text.starts_with([':', '?']);
    is_text(our) == is_text(their) && signs(our) == signs(their) && starts(our) == starts(their)
}

/// Whether a plain scalar reads as text, not as a number, a date or a word of
/// YAML's core schema.
fn is_text(plain: &str) -> bool {
    !plain.is_ascii()
        || serde_yaml::from_str::<serde_yaml::Value>(plain).is_ok_and(|value| value.is_string())
            && !plain.starts_with(|c: char| c.is_ascii_digit())
}

/// Checks what declared edits made of `source`: the body and every value that
/// they do not name must be as before.
pub(super) fn check_declared(source: &str, declared: &Edits, spliced: &str) -> Result<(), Refusal> {
    let (before, after) = (Document::split(source), Document::split(spliced));
    let offsets = Offsets::new(declared);
    let touched = |range: &Range<usize>| offsets.touch(range) || is_filled(source, declared, range);
    let written = |range: &Range<usize>| offsets.wrote(range);
    let same =
        before.body() == after.body() && untouched(&before, touched) == untouched(&after, written);
    let line = declared.get(0).map_or(1, |edit| before.line(edit.range.start));
    if same {
        Ok(())
    } else {
        Err(Refusal { line, reason: "the keys to set would break the front matter".to_owned() })
    }
}

/// Whether an edit writes the value of a key that had none: the null there has
/// an empty range, before or behind the colon.
fn is_filled(source: &str, declared: &Edits, null: &Range<usize>) -> bool {
    let next = declared.first_ending_after(null.end.saturating_sub(1));
    // What lies between is longer for every edit that follows those.
    let nearest = (next..next + 2).filter_map(|index| declared.get(index));
    null.is_empty() && nearest.into_iter().any(|edit| fills(source, &edit, null))
}

fn fills(source: &str, edit: &Edit<'_>, null: &Range<usize>) -> bool {
    match source.get(null.end..edit.range.start) {
        // A member that is added behind an empty last value does not fill it.
        _ if edit.replacement.starts_with(',') => false,
        // A line that is added behind an empty last value does not fill it.
        Some(between) => !between.contains(['\n', '\r']) && matches!(between.trim(), "" | ":"),
        None => null.end <= edit.range.end,
    }
}

/// Path and value of each scalar that `touched` does not name; nothing if the
/// front matter cannot be read.
fn untouched(
    document: &Document<'_>,
    touched: impl Fn(&Range<usize>) -> bool,
) -> Option<Vec<(String, String)>> {
    let Some(front_matter) = document.front_matter() else { return Some(Vec::new()) };
    let values = front_matter.values.as_ref().ok()?;
    let scalars = values.scalars().filter(|scalar| !touched(&scalar.range));
    Some(scalars.map(|scalar| (scalar.path.to_string(), scalar.text.clone())).collect())
}
