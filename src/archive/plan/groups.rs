//! Hand-made editions, grouped with their post.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{Edition, Post, carried};
use crate::convert::{detect::Verdict, variant::Variant};

/// The files that are one post: `a.md` and `a.zh-CN.md`, `zh-tw/a.md` and
/// `zh-cn/a.md`; most often a single one.
pub(super) struct Group<'a>(Vec<&'a Post>);

/// The groups of `posts`, by path without variants.
pub(super) fn groups<'a>(posts: &[&'a Post]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<PathBuf, Vec<&Post>> = BTreeMap::new();
    for post in posts {
        groups.entry(carried::without_variant(&post.path)).or_default().push(post);
    }
    groups.into_values().map(Group).collect()
}

impl<'a> Group<'a> {
    /// The post to make the copy in `target` from: the one without a variant in
    /// its name, else the one in the nearest variant.
    pub(super) fn source(&self, target: Variant) -> Option<&'a Post> {
        let far = |post: &&Post| (named(&post.path).is_some(), distance_of(post, target));
        self.written_in_chinese().min_by_key(far)
    }

    /// The post that `made`, an edition in `target` by its name, may be a copy of,
    /// if its entry in the lock was lost: the nearest one in a variant that no edition is
    /// in. One that an edition is in may be a copy itself, and two copies must not
    /// pass for each other's original.
    pub(super) fn maker(
        &self,
        made: &Post,
        target: Variant,
        editions: &[Edition],
    ) -> Option<&'a Post> {
        let is_edition = |post: &Post| editions.iter().any(|edition| is_in(post, edition.variant));
        let leads_there = |post: &Post| {
            let variant = post.verdict.variant_for(target);
            variant.is_some_and(|variant| variant.leads_to(target))
        };
        self.written_in_chinese()
            .filter(|post| named(&made.path) == Some(target) && !is_edition(post))
            .filter(|post| leads_there(post))
            .min_by_key(|post| distance_of(post, target))
    }

    /// The edition in `target` that a person has written, by its name, else by
    /// its text.
    pub(super) fn edition(&self, target: Variant) -> Option<&'a Post> {
        let named = self.0.iter().find(|post| named(&post.path) == Some(target));
        named.or_else(|| self.0.iter().find(|post| post.verdict == Verdict::In(target))).copied()
    }

    pub(super) fn written_in_chinese(&self) -> impl Iterator<Item = &'a Post> {
        self.0.iter().copied().filter(|post| is_chinese(post))
    }

    pub(super) fn not_chinese(&self) -> impl Iterator<Item = &'a Post> {
        self.0.iter().copied().filter(|post| !is_chinese(post))
    }
}

/// Whether `post` is an edition in `target`, by its name or by its text.
pub(super) fn is_in(post: &Post, target: Variant) -> bool {
    post.verdict == Verdict::In(target) || named(&post.path) == Some(target)
}

fn is_chinese(post: &Post) -> bool {
    !matches!(post.verdict, Verdict::NotChinese | Verdict::Japanese)
}

fn named(path: &Path) -> Option<Variant> {
    carried::in_path(path).map(|carried| carried.variant)
}

fn distance_of(post: &Post, target: Variant) -> u8 {
    post.verdict.variant_for(target).map_or(u8::MAX, |variant| distance(variant, target))
}

/// How far a variant is from another: none, one region to another in one
/// script, one script to the other; the script's default region before others,
/// and a region before none.
fn distance(from: Variant, to: Variant) -> u8 {
    let region = match from {
        Variant::ZhCn | Variant::ZhTw => 0,
        Variant::ZhHans | Variant::ZhHant => 2,
        Variant::ZhSg | Variant::ZhHk | Variant::ZhMo => 1,
    };
    match (from == to, from.script() == to.script()) {
        (true, _) => 0,
        (false, true) => 1 + region,
        (false, false) => 4 + region,
    }
}
