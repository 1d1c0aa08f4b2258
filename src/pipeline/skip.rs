//! Posts without a copy: why each has none, and hand-made editions that are copies
//! after all.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    SkipReason, Skipped,
    build::Build,
    cache::CopyRecord,
    copy::Made,
    pages::Pages,
    survey::{Posts, Surveyed},
};
use crate::{
    archive::plan::{self, Plan},
    convert::detect::Verdict,
    post_map::Skip,
};

/// What was found about posts without a copy.
pub(super) struct WithoutCopy {
    /// Copies whose entry in the lock was lost.
    pub(super) adopted: Vec<Made>,
    /// The others.
    pub(super) skipped: Vec<Skipped>,
    /// What would be generated where a person's file lies, for the cache.
    pub(super) records: Vec<(PathBuf, CopyRecord)>,
}

impl Build<'_> {
    /// Looks at every post without a copy: a hand-made edition that equals the
    /// copy is a copy whose entry in the lock was lost, and is listed again.
    pub(super) fn skip(&self, plan: &Plan, posts: &Posts<'_>, pages: &Pages<'_>) -> WithoutCopy {
        let looked_at: Vec<(&plan::Skipped, Option<Made>, Option<CopyRecord>)> = plan
            .skipped
            .par_iter()
            .filter_map(|skipped| {
                let post = posts.get(&skipped.post)?;
                let (adopted, record) = match &skipped.reason {
                    plan::SkipReason::HandMade { file, instead_of } if *file == instead_of.copy => {
                        self.adopt(instead_of, post, pages)
                    }
                    _ => (None, None),
                };
                Some((skipped, adopted, record))
            })
            .collect();
        let (mut adopted, mut skipped) = (Vec::<Made>::new(), Vec::<Skipped>::new());
        let mut records = Vec::new();
        for (looked, made, record) in looked_at {
            if let (Some(record), plan::SkipReason::HandMade { instead_of, .. }) =
                (record, &looked.reason)
            {
                records.push((instead_of.copy.clone(), record));
            }
            match (made, posts.get(&looked.post)) {
                (Some(made), _) => adopted.push(made),
                (None, Some(post)) => skipped.push(Skipped::new(looked, post)),
                (None, None) => {}
            }
        }
        // Before it was adopted, the copy passed for a post.
        if self.options.out.is_none() {
            let adopted: HashSet<&Path> =
                adopted.iter().map(|made| made.report.copy.as_path()).collect();
            skipped.retain(|skipped| !adopted.contains(skipped.source.as_path()));
        }
        // What concerns every edition is said once.
        skipped.dedup();
        WithoutCopy { adopted, skipped, records }
    }
}

impl Skipped {
    fn new(skipped: &plan::Skipped, post: &Surveyed) -> Self {
        let reason = match &skipped.reason {
            plan::SkipReason::HandMade { file, .. } => SkipReason::HandMade(file.clone()),
            plan::SkipReason::EditionOf(source) => SkipReason::MadeFrom(source.clone()),
            plan::SkipReason::NotChinese => match (post.contradicted_by, post.source.verdict) {
                (Some(words), _) => SkipReason::SaysOtherwise(words),
                (None, Verdict::Japanese) => SkipReason::Japanese,
                _ => SkipReason::NotChinese,
            },
            plan::SkipReason::Asked => SkipReason::Asked,
            plan::SkipReason::SameVariant | plan::SkipReason::NothingToConvert => {
                post.contradicted_by.map_or(SkipReason::SameVariant, SkipReason::SaysOtherwise)
            }
        };
        let of_any = match skipped.reason {
            plan::SkipReason::NotChinese => true,
            plan::SkipReason::Asked => post.skip == Skip::All,
            _ => false,
        };
        let to = (!of_any).then_some(skipped.target);
        Self { source: skipped.post.clone(), to, reason }
    }
}
