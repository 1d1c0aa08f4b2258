//! Collisions: copies that would overwrite something.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{PlannedCopy, Post};
use crate::convert::variant::{Script, Variant};

/// Why a copy cannot be written without overwriting something else.
///
/// Paths are compared without case, since an archive may be checked out where
/// `A.md` and `a.md` are one file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Collision {
    /// Two posts have one copy.
    #[error(
        "{} and {} would both be copied to {}; rename one, exclude one, or choose another layout",
        first.display(),
        second.display(),
        copy.display()
    )]
    TwoPosts {
        /// The copy.
        copy: PathBuf,
        /// One post.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// Two editions have one copy of a post.
    #[error(
        "two editions would write {} for {}; give them different variants or layouts",
        copy.display(),
        post.display()
    )]
    TwoEditions {
        /// The copy.
        copy: PathBuf,
        /// The post.
        post: PathBuf,
    },
    /// A copy would overwrite an original.
    #[error(
        "the copy of {} would overwrite the original {}; rename or exclude one of them, choose \
         another layout, or give --out",
        post.display(),
        original.display()
    )]
    OnOriginal {
        /// The copy.
        copy: PathBuf,
        /// The post it would be made from.
        post: PathBuf,
        /// The post it would overwrite.
        original: PathBuf,
    },
    /// A copy would overwrite a file that is no post of this build and is not in the
    /// copy's script, so that it can be no hand-made edition.
    #[error(
        "the copy of {} would overwrite {}, which is written in {} Chinese and not listed as a \
         copy; move it, or choose another layout",
        post.display(),
        copy.display(),
        script_name(*script)
    )]
    OnFile {
        /// The copy.
        copy: PathBuf,
        /// The post.
        post: PathBuf,
        /// The script of the file.
        script: Script,
    },
    /// A copy would lie outside the root.
    #[error(
        "the copy of {} would lie outside the archive, at `{}`; choose another layout",
        post.display(),
        copy.display()
    )]
    OutsideRoot {
        /// The copy.
        copy: PathBuf,
        /// The post.
        post: PathBuf,
    },
    /// A folder or link lies at the place of a copy.
    #[error(
        "the copy of {} belongs at {}, where something that is no file lies; move it, or choose another \
         layout",
        post.display(),
        copy.display()
    )]
    Blocked {
        /// The copy.
        copy: PathBuf,
        /// The post.
        post: PathBuf,
    },
    /// The place of a copy cannot be looked at.
    #[error(
        "the copy of {} belongs at {}, which cannot be looked at ({reason}); make it readable, or \
         choose another layout",
        post.display(),
        copy.display()
    )]
    Unreadable {
        /// The copy.
        copy: PathBuf,
        /// The post.
        post: PathBuf,
        /// Why.
        reason: ErrorKind,
    },
}

impl Collision {
    pub(super) fn on_original(planned: &PlannedCopy, original: &Path) -> Self {
        let (copy, post) = (planned.copy.clone(), planned.post.clone());
        Self::OnOriginal { copy, post, original: original.to_owned() }
    }

    pub(super) fn on_file(planned: &PlannedCopy, found: Variant) -> Self {
        let (copy, post) = (planned.copy.clone(), planned.post.clone());
        Self::OnFile { copy, post, script: found.script() }
    }

    fn of_two(first: &PlannedCopy, second: &PlannedCopy) -> Self {
        let copy = second.copy.clone();
        if first.post == second.post {
            return Self::TwoEditions { copy, post: first.post.clone() };
        }
        Self::TwoPosts { copy, first: first.post.clone(), second: second.post.clone() }
    }

    pub(super) fn outside(planned: &PlannedCopy) -> Self {
        Self::OutsideRoot { copy: planned.copy.clone(), post: planned.post.clone() }
    }

    pub(super) fn blocked(planned: &PlannedCopy) -> Self {
        Self::Blocked { copy: planned.copy.clone(), post: planned.post.clone() }
    }

    pub(super) fn unreadable(planned: &PlannedCopy, reason: ErrorKind) -> Self {
        Self::Unreadable { copy: planned.copy.clone(), post: planned.post.clone(), reason }
    }
}

fn script_name(script: Script) -> &'static str {
    match script {
        Script::Simplified => "Simplified",
        Script::Traditional => "Traditional",
    }
}

/// The collisions of planned copies with each other and with `originals`.
pub(super) fn between(copies: &[PlannedCopy], originals: &[&Post]) -> Vec<Collision> {
    let originals: BTreeMap<String, &Path> =
        originals.iter().map(|post| (folded(&post.path), post.path.as_path())).collect();
    let mut places: BTreeMap<String, &PlannedCopy> = BTreeMap::new();
    let mut collisions = Vec::new();
    for planned in copies {
        let place = folded(&planned.copy);
        if let Some(original) = originals.get(&place) {
            collisions.push(Collision::on_original(planned, original));
        }
        if let Some(first) = places.get(&place) {
            collisions.push(Collision::of_two(first, planned));
        } else {
            places.insert(place, planned);
        }
    }
    collisions
}

fn folded(path: &Path) -> String {
    path.to_string_lossy().to_lowercase()
}
