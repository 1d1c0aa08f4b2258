//! A first look at an archive: what a configuration for it should decide.
//!
//! Gets the folder of an archive, gives facts: the site's generator, what the posts
//! are written in, and where Chinese stands that stays as it is unless it is asked for.
//! Nothing is written, and nothing is decided here.

mod found;
mod post;
mod site;

use std::{collections::BTreeMap, ffi::OsStr, path::Path};

use rayon::prelude::*;

pub use found::{CodeBlocksFound, Example, Field, FieldKind, Found, InlineCodeFound, Variants};
pub use site::{Generator, Site, SitePlace};

use crate::{
    Failed, SurveyOptions, Surveyed,
    archive::{ArchiveError, encoding::DeclaredEncoding, read},
    convert::detect::Verdict,
    document::catch_panics,
    survey,
};
use post::PostFacts;

/// Looks at the archive in `root`; copies that its lock lists are left out.
///
/// # Errors
/// As [`survey`].
pub fn look(root: &Path) -> Result<Found, ArchiveError> {
    let surveyed = survey(&SurveyOptions::new(root))?;
    let mut found = Found {
        site: Site::find(root),
        variants: Variants::of(&surveyed.posts),
        failed: surveyed.failed,
        ..Found::default()
    };
    for post in &surveyed.posts {
        found.note_folder(&post.path);
    }
    found.typical = typical(&surveyed.posts).map(Path::to_owned);
    let read: Vec<Result<PostFacts, ArchiveError>> =
        surveyed.posts.par_iter().filter_map(|post| read_post(root, post)).collect();
    let mut fields: BTreeMap<String, Example> = BTreeMap::new();
    for facts in read {
        match facts {
            Ok(facts) => found.add(&facts, &mut fields),
            Err(error) => found.failed.push(Failed { error }),
        }
    }
    let field =
        |(key, example): (String, Example)| Field { kind: FieldKind::of(&key), key, example };
    found.fields = fields.into_iter().map(field).collect();
    found.fields.sort_by_key(|field| std::cmp::Reverse(field.example.count));
    Ok(found)
}

fn is_chinese(post: &Surveyed) -> bool {
    !matches!(post.source.verdict, Verdict::NotChinese | Verdict::Japanese)
}

fn typical(posts: &[Surveyed]) -> Option<&Path> {
    let mut folders: BTreeMap<&OsStr, (usize, &Path)> = BTreeMap::new();
    for post in posts.iter().filter(|post| is_chinese(post)) {
        let folder = post.path.iter().next().unwrap_or_default();
        folders.entry(folder).or_insert((0, &post.path)).0 += 1;
    }
    // Of equal ones the first.
    folders.into_values().rev().max_by_key(|(count, _)| *count).map(|(_, post)| post)
}

/// `None` if no copy is made of the post.
fn read_post(root: &Path, post: &Surveyed) -> Option<Result<PostFacts, ArchiveError>> {
    if !is_chinese(post) {
        return None;
    }
    let path = root.join(&post.path);
    let refused = |source| ArchiveError::Refused { path: path.clone(), source };
    let read = read::read_post(&path, DeclaredEncoding::Of(post.encoding)).and_then(|post_text| {
        catch_panics(|| PostFacts::of(&post.path, &post_text.text)).map_err(refused)
    });
    Some(read)
}
