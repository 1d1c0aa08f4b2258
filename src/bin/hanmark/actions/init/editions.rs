//! The editions that an archive may want, by what its posts are written in.

use std::collections::BTreeMap;

use hanmark::{Script, Variant, init::Variants};

/// An edition of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Proposed {
    pub(super) variant: Variant,
    pub(super) standing: Standing,
    /// How many posts lead to it.
    pub(super) posts: usize,
}

/// Whether an edition is written, or an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    On,
    Off,
}

/// One post in so many is enough for an edition of its own.
const SHARE: usize = 20;

/// The editions `given`, else those that readers of the other script or of both need;
/// others that have copies are options. None if nothing tells.
pub(super) fn proposed(variants: &Variants, given: &[Variant]) -> Vec<Proposed> {
    let (simplified, traditional) = homes(&variants.posts);
    let count = |script| -> usize {
        let of_script = variants.posts.iter().filter(|(variant, _)| variant.script() == script);
        of_script.map(|(_, count)| count).sum()
    };
    let (in_simplified, in_traditional) = (count(Script::Simplified), count(Script::Traditional));
    let all = in_simplified + in_traditional + variants.mixed;
    let is_needed = |variant: Variant| match variant.script() {
        Script::Simplified => is_share(in_traditional + variants.mixed, all),
        Script::Traditional => is_share(in_simplified + variants.mixed, all),
    };
    let other = if traditional == Variant::ZhTw { Variant::ZhHk } else { Variant::ZhTw };
    let known = [simplified, traditional, other];
    let leading = |variant| variants.leading.get(&variant).copied().unwrap_or_default();
    let is_on = |variant: Variant| match given {
        [] => variant != other && is_needed(variant),
        given => given.contains(&variant),
    };
    let mut order: Vec<Variant> = given.to_vec();
    order.extend(known.into_iter().filter(|_| all > 0 || !given.is_empty()));
    let mut proposed: Vec<Proposed> = Vec::new();
    for variant in order {
        let posts = leading(variant);
        let standing = if is_on(variant) { Standing::On } else { Standing::Off };
        let is_known = proposed.iter().any(|known| known.variant == variant);
        if !is_known && (standing == Standing::On || posts > variants.undecided) {
            proposed.push(Proposed { variant, standing, posts });
        }
    }
    proposed.sort_by_key(|edition| edition.standing == Standing::Off);
    proposed
}

fn is_share(part: usize, all: usize) -> bool {
    part > 0 && part * SHARE >= all
}

/// The Simplified and the Traditional variant that most posts of the script are written
/// in, of those that editions are written in.
fn homes(posts: &BTreeMap<Variant, usize>) -> (Variant, Variant) {
    let count = |variant| posts.get(&variant).copied().unwrap_or_default();
    let mainland = count(Variant::ZhCn) + count(Variant::ZhHans);
    let taiwan = count(Variant::ZhTw) + count(Variant::ZhHant);
    let hong_kong = count(Variant::ZhHk) + count(Variant::ZhMo);
    let simplified = if count(Variant::ZhSg) > mainland { Variant::ZhSg } else { Variant::ZhCn };
    let traditional = if hong_kong > taiwan { Variant::ZhHk } else { Variant::ZhTw };
    (simplified, traditional)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_proposes(posts: &[(Variant, usize)], mixed: usize, expected: &[(Variant, Standing)]) {
        let mut variants = Variants::default();
        variants.posts.extend(posts.iter().copied());
        variants.mixed = mixed;
        for target in Variant::ALL {
            let leads = posts.iter().filter(|(variant, _)| variant.leads_to(target));
            let count = leads.map(|(_, count)| count).sum::<usize>() + mixed;
            variants.leading.insert(target, count);
        }
        let proposed = proposed(&variants, &[]);
        let found: Vec<_> = proposed.iter().map(|one| (one.variant, one.standing)).collect();
        assert_eq!(found, expected, "{posts:?}, {mixed} mixed");
    }

    #[test]
    fn readers_of_the_other_script_come_first() {
        use Standing::{Off, On};
        use Variant::{ZhCn, ZhHk, ZhMo, ZhSg, ZhTw};
        assert_proposes(&[], 0, &[]);
        assert_proposes(&[(ZhTw, 3)], 0, &[(ZhCn, On), (ZhHk, Off)]);
        assert_proposes(&[(ZhMo, 3)], 0, &[(ZhCn, On), (ZhTw, Off)]);
        assert_proposes(&[(ZhCn, 3)], 0, &[(ZhTw, On), (ZhHk, Off)]);
        assert_proposes(&[(ZhSg, 3)], 0, &[(ZhTw, On), (ZhHk, Off)]);
        assert_proposes(&[(ZhSg, 3), (ZhTw, 3)], 0, &[(ZhSg, On), (ZhTw, On), (ZhHk, Off)]);
        assert_proposes(&[], 1, &[(ZhCn, On), (ZhTw, On), (ZhHk, Off)]);
    }

    #[test]
    fn a_few_posts_make_an_edition_an_option() {
        use Standing::{Off, On};
        use Variant::{ZhCn, ZhHk, ZhTw};
        let few = [(ZhTw, 97), (ZhCn, 3)];
        assert_proposes(&few, 0, &[(ZhCn, On), (ZhTw, Off), (ZhHk, Off)]);
        let enough = [(ZhTw, 95), (ZhCn, 5)];
        assert_proposes(&enough, 0, &[(ZhCn, On), (ZhTw, On), (ZhHk, Off)]);
    }
}
