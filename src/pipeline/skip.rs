//! Posts without a copy: why each has none, and hand-made editions that are copies
//! after all.

use std::{
    collections::{BTreeMap, HashSet},
    path::Path,
};

use rayon::prelude::*;

use super::{SkipReason, Skipped, build::Build, copy::Made, pages::Pages, survey::Surveyed};
use crate::{
    archive::plan::{self, Plan},
    convert::detect::Verdict,
    post_map::Skip,
};

impl Build<'_> {
    /// Looks at every post without a copy: a hand-made edition that equals the
    /// copy is a copy whose entry in the lock was lost, and is listed again.
    pub(super) fn skip(
        &self,
        plan: &Plan,
        posts: &BTreeMap<&Path, &Surveyed>,
        pages: &Pages<'_>,
    ) -> (Vec<Made>, Vec<Skipped>) {
        let looked_at: Vec<Result<Made, Skipped>> = plan
            .skipped
            .par_iter()
            .filter_map(|skipped| {
                let post = posts.get(skipped.post.as_path())?;
                if let plan::SkipReason::HandMade { file, instead_of } = &skipped.reason
                    && *file == instead_of.copy
                    && let Some(adopted) = self.adopt(instead_of, post, pages)
                {
                    return Some(Ok(adopted));
                }
                Some(Err(Skipped::new(skipped, post)))
            })
            .collect();
        let (mut adopted, mut skipped) = (Vec::<Made>::new(), Vec::<Skipped>::new());
        for looked in looked_at {
            match looked {
                Ok(made) => adopted.push(made),
                Err(reason) => skipped.push(reason),
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
        (adopted, skipped)
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
