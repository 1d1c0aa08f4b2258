//! Values of YAML that stand in more than one place: an alias says what its
//! anchor says, and changes with it.

use std::{collections::HashMap, ops::Range};

use super::{
    FieldScope,
    values::{Node, NodeKind, Values},
};

/// Keys by which generators address pages or gather them: what stands below one
/// of these must not change with a title.
const ADDRESS_KEYS: [&str; 22] = [
    "alias",
    "aliases",
    "categories",
    "category",
    "cover",
    "id",
    "image",
    "layout",
    "link",
    "path",
    "permalink",
    "redirect_from",
    "redirect_to",
    "ref",
    "series",
    "slug",
    "tag",
    "tags",
    "taxonomies",
    "type",
    "uri",
    "url",
];

/// How many values are looked at for all aliases of a block: more are kept.
const MOST_LOOKS: usize = 10_000;

/// What aliases do to the prose of a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shared {
    /// Values that would be prose, but stay for the sake of an alias.
    pub(super) kept: Vec<Repeated>,
    /// Aliases that stand for prose whose anchor does not.
    pub(super) unreached: Vec<Repeated>,
}

/// A value, and an alias that repeats it; indices in [`Values::nodes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Repeated {
    pub(super) value: usize,
    pub(super) alias: usize,
}

/// Looks at what the aliases of a block repeat. What `scope` takes for prose
/// stays if an alias repeats it where it addresses a page, or where `scope` says
/// `keep`.
pub(super) fn shared(values: &Values, scope: &FieldScope) -> Shared {
    let mut shared = Shared::default();
    if values.nodes.iter().all(|node| node.kind != NodeKind::Alias) {
        return shared;
    }
    let mut looks = 0;
    let anchored = anchored(&values.nodes);
    for (alias, node) in values.nodes.iter().enumerate() {
        let Some(anchor) = anchored.get(&node.properties.anchor) else { continue };
        if node.kind != NodeKind::Alias {
            continue;
        }
        looks += anchor.len();
        if looks > MOST_LOOKS {
            let strings = values.nodes.iter().enumerate().filter(|(_, node)| node.is_string());
            shared.kept = strings.map(|(value, _)| Repeated { value, alias }).collect();
            return shared;
        }
        for value in anchor.clone() {
            shared.look(values, scope, &values.nodes[anchor.start].path, Repeated { value, alias });
        }
    }
    shared
}

impl Shared {
    fn look(&mut self, values: &Values, scope: &FieldScope, anchor: &str, repeated: Repeated) {
        let value = &values.nodes[repeated.value];
        if !value.is_string() {
            return;
        }
        let below = value.path.strip_prefix(anchor).unwrap_or_default();
        let path = format!("{}{below}", values.nodes[repeated.alias].path);
        // A merge key gives its entries to the mapping that it stands in.
        let path = path.replace(".<<", "");
        let path = path.trim_start_matches("<<").trim_start_matches('.');
        if !scope.converts(&value.path) {
            if scope.converts(path) && !value.text.is_ascii() {
                self.unreached.push(repeated);
            }
        } else if must_stay(path, scope) {
            self.kept.push(repeated);
        }
    }
}

/// For each anchor, the nodes from the one that has it to the end of its value.
fn anchored(nodes: &[Node]) -> HashMap<usize, Range<usize>> {
    let mut anchored = HashMap::new();
    let mut open = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        match node.kind {
            NodeKind::Mapping | NodeKind::Sequence => open.push(index),
            NodeKind::End => {
                let start = open.pop().unwrap_or_default();
                anchored.insert(nodes[start].properties.anchor, start..index);
            }
            NodeKind::Scalar => {
                anchored.insert(node.properties.anchor, index..index + 1);
            }
            NodeKind::Key | NodeKind::Alias => {}
        }
    }
    anchored.remove(&0);
    anchored
}

fn must_stay(path: &str, scope: &FieldScope) -> bool {
    let addresses = |key: &str| ADDRESS_KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
    scope.keeps(path) || !scope.converts(path) && path.split('.').any(addresses)
}
