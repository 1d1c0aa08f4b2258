//! What can go wrong with an archive on disk.

use std::{io, path::PathBuf};

use super::encoding::Encoding;
use crate::document::Refusal;

/// A failure to find, read, remember or write files of an archive.
///
/// Messages name the path and do not repeat their source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// A folder or file that could not be looked at while walking, or a line of an
    /// ignore file.
    #[error("cannot look at {}", path.display())]
    Walk {
        /// The path, as far as it is known.
        path: PathBuf,
        /// The reason.
        source: ignore::Error,
    },
    /// A file whose name is not UTF-8.
    #[error("{}: the name is not UTF-8; rename it, or exclude it", path.display())]
    NameNotUtf8 {
        /// The path, shown with replacement characters.
        path: PathBuf,
    },
    /// A path that is not below the root it belongs to.
    #[error("{} is not inside {}", path.display(), root.display())]
    OutsideRoot {
        /// The path.
        path: PathBuf,
        /// The root.
        root: PathBuf,
    },
    /// A glob that cannot be understood.
    #[error("bad glob `{glob}`")]
    Glob {
        /// The glob as given.
        glob: String,
        /// The reason.
        source: ignore::Error,
    },
    /// A file that could not be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A path that is a folder, pipe or device.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A post of 4 GiB or more.
    #[error("{}: {len} bytes; posts must be smaller than 4 GiB", path.display())]
    TooLarge {
        /// The post.
        path: PathBuf,
        /// Its size in bytes.
        len: u64,
    },
    /// A file that is to be UTF-8 and is not.
    #[error("{}: not UTF-8 at byte {offset} (line {line}); save it as UTF-8", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// Byte offset of the first byte that is not UTF-8.
        offset: usize,
        /// Line of that byte, the first being 1.
        line: usize,
    },
    /// A post whose encoding nothing tells for sure.
    #[error(
        "{}: not UTF-8 at byte {offset} (line {line}), and neither plainly Big5 nor GBK; say \
         what it is in, as --encoding big5, or save it as UTF-8",
        path.display()
    )]
    EncodingUnclear {
        /// The post.
        path: PathBuf,
        /// Byte offset of the first byte that is not UTF-8.
        offset: usize,
        /// Line of that byte, the first being 1.
        line: usize,
    },
    /// A post with bytes that its encoding has no character for.
    #[error(
        "{}: no character of {encoding} at byte {offset} (line {line}); mend it, or say with \
         --encoding if the post is in another encoding",
        path.display()
    )]
    NoCharacter {
        /// The post.
        path: PathBuf,
        /// What the post is in, by declaration or by its other bytes.
        encoding: Encoding,
        /// Byte offset of the first byte that is no character.
        offset: usize,
        /// Line of that byte, the first being 1.
        line: usize,
    },
    /// A post that is said to be in one encoding and is in another.
    #[error(
        "{}: said to be in {declared}, but plainly in {found}; say --encoding auto, or {}",
        path.display(),
        found.name()
    )]
    OtherEncoding {
        /// The post.
        path: PathBuf,
        /// What it is said to be in.
        declared: Encoding,
        /// What its words say.
        found: Encoding,
    },
    /// A post that is in two encodings.
    #[error(
        "{}: in {encoding}, but for line {line}, which is UTF-8; save all of it as UTF-8",
        path.display()
    )]
    MixedEncodings {
        /// The post.
        path: PathBuf,
        /// What most of it is in.
        encoding: Encoding,
        /// The first line in UTF-8, the first of the post being 1.
        line: usize,
    },
    /// A post that is said to be in UTF-16, which of the two nobody says.
    #[error(
        "{}: UTF-16 without a byte order mark; say utf-16le or utf-16be",
        path.display()
    )]
    NoByteOrderMark {
        /// The post.
        path: PathBuf,
    },
    /// A post whose own wishes cannot be understood, or that no parser can read.
    #[error("{}: refused", path.display())]
    Refused {
        /// The post.
        path: PathBuf,
        /// The reason.
        source: Refusal,
    },
    /// A `_config.yml` that is not valid YAML.
    #[error("{}:{line}: cannot read the Jekyll configuration", path.display())]
    JekyllConfig {
        /// The configuration.
        path: PathBuf,
        /// Line of the error, the first being 1.
        line: usize,
        /// The reason.
        source: serde_yaml::Error,
    },
    /// A Jekyll configuration in TOML.
    #[error(
        "{}: a Jekyll configuration in TOML is not read; write it as _config.yml",
        path.display()
    )]
    JekyllToml {
        /// The configuration.
        path: PathBuf,
    },
    /// A root below the root of a Jekyll site.
    #[error(
        "{} is only a part of the Jekyll site {}; put hanmark.yaml there, or build the whole site",
        path.display(),
        site.display()
    )]
    JekyllRoot {
        /// The root of the archive.
        path: PathBuf,
        /// The root of the site.
        site: PathBuf,
    },
    /// A line of the lock or journal that cannot be understood.
    #[error(
        "{}:{line}: {reason}; restore the file from version control, or delete this line \
         (its copy then counts as written by hand)",
        path.display()
    )]
    LockLine {
        /// The lock or journal.
        path: PathBuf,
        /// The line, the first being 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A lock with the markers of an unfinished merge.
    #[error(
        "{}:{line}: a merge conflict; delete the marker lines and keep the entries of both \
         sides, then build again",
        path.display()
    )]
    LockConflict {
        /// The lock.
        path: PathBuf,
        /// Line of the first marker, the first being 1.
        line: usize,
    },
    /// A lock in a format that came after this version.
    #[error(
        "{}:1: format {version}, but this hanmark knows formats up to {known}; update hanmark",
        path.display()
    )]
    LockNewer {
        /// The lock.
        path: PathBuf,
        /// The format of the file.
        version: u32,
        /// The newest format known here.
        known: u32,
    },
    /// Copies that another build is writing.
    #[error(
        "another build is writing to {} ({holder}); build again when it is done, or delete {} if \
         there is none",
        path.display(),
        file.display()
    )]
    Busy {
        /// The root of the copies.
        path: PathBuf,
        /// Who is writing, in words.
        holder: String,
        /// The file that says so.
        file: PathBuf,
    },
    /// A post that was another one when it was to be converted.
    #[error("{} changed while the build was at work; build again", path.display())]
    Changed {
        /// The post.
        path: PathBuf,
    },
    /// A copy, or a file of hanmark's own, that could not be removed.
    #[error("cannot remove {}; check the permissions of its folder", path.display())]
    Remove {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file that could not be written or put into place.
    #[error("cannot write {}; check its permissions and the space on the disk", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A folder for copies that could not be made.
    #[error("cannot make the folder {}; check the permissions of its parent", path.display())]
    CreateFolder {
        /// The folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// A file where a folder for copies is needed.
    #[error(
        "{} is a file, but copies need a folder there; move it, or choose another layout",
        path.display()
    )]
    NotAFolder {
        /// The file.
        path: PathBuf,
    },
    /// A folder where a copy is needed.
    #[error(
        "{} is a folder, but a copy belongs there; move it, or choose another layout",
        path.display()
    )]
    CopyIsFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A symbolic link where a copy is needed.
    #[error(
        "{} is a symbolic link, and copies are never written through one; remove it",
        path.display()
    )]
    CopyIsLink {
        /// The link.
        path: PathBuf,
    },
    /// A folder for copies that is a link out of the root, or a broken one.
    #[error(
        "{} is a symbolic link that does not lead to a folder inside {}; replace it by a folder",
        path.display(),
        root.display()
    )]
    LeadsOutside {
        /// The link.
        path: PathBuf,
        /// The root of the copies.
        root: PathBuf,
    },
}
