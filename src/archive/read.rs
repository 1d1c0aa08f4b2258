//! Reading a file: a path in, its text out.

use std::{fs, path::Path};

use super::{
    ArchiveError,
    encoding::{self, DeclaredEncoding, Decoded},
};

/// Posts are smaller than this, so that offsets fit 32 bits.
const LIMIT: u64 = 1 << 32;

/// The text of the file at `path`, which is UTF-8, byte for byte: a BOM and CRLF stay.
///
/// # Errors
/// When it cannot be read, is not a regular file (a pipe would block), has
/// 4 GiB or more, or is not UTF-8; the error names `path`.
pub fn read(path: &Path) -> Result<String, ArchiveError> {
    decode(path, bytes(path)?)
}

/// The text of the post at `path`, and what it was in; see [`encoding::decode`].
///
/// # Errors
/// As [`read`], but for the encoding, where those of [`encoding::decode`] are.
pub fn read_post(path: &Path, declared: DeclaredEncoding) -> Result<Decoded, ArchiveError> {
    encoding::decode(path, bytes(path)?, declared)
}

fn bytes(path: &Path) -> Result<Vec<u8>, ArchiveError> {
    let failed = |source| ArchiveError::Read { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(ArchiveError::NotAFile { path: path.to_owned() });
    }
    if metadata.len() >= LIMIT {
        return Err(ArchiveError::TooLarge { path: path.to_owned(), len: metadata.len() });
    }
    fs::read(path).map_err(failed)
}

/// `bytes` as text; `path` is for the error only.
///
/// # Errors
/// When they are not UTF-8.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, ArchiveError> {
    checked(bytes).map_err(|bytes| not_utf8(path, &bytes))
}

/// The error for `bytes` that are not UTF-8.
pub(super) fn not_utf8(path: &Path, bytes: &[u8]) -> ArchiveError {
    let (offset, line) = place_of_no_utf8(bytes);
    ArchiveError::NotUtf8 { path: path.to_owned(), offset, line }
}

/// The offset and the line of the first of `bytes` that is not UTF-8.
pub(crate) fn place_of_no_utf8(bytes: &[u8]) -> (usize, usize) {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    (offset, 1 + memchr::memchr_iter(b'\n', &bytes[..offset]).count())
}

/// `bytes` as text, or as they were if they are not UTF-8.
///
/// `cargo bench --bench stages -- validate` over 7 MB of posts: std checks 2.6 GB/s,
/// simdutf8 44.
#[allow(unsafe_code, reason = "the safe way checks again, with the slower check of std")]
pub(super) fn checked(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    if simdutf8::basic::from_utf8(&bytes).is_err() {
        return Err(bytes);
    }
    // SAFETY: simdutf8 accepts exactly what `str::from_utf8` accepts.
    Ok(unsafe { String::from_utf8_unchecked(bytes) })
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn every_byte_of_a_post_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "\u{feff}門\r\n後").unwrap();
        assert_eq!(read(&path).unwrap(), "\u{feff}門\r\n後");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_placed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big5.md");
        fs::write(&path, b"a\nb\xa4\xa4").unwrap();
        let expected =
            format!("{}: not UTF-8 at byte 3 (line 2); save it as UTF-8", path.display());
        assert_eq!(read(&path).unwrap_err().to_string(), expected);
    }

    #[test]
    fn a_missing_file_and_a_folder_are_errors_with_their_path() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("missing.md");
        assert_eq!(
            read(&missing).unwrap_err().to_string(),
            format!("cannot read {}", missing.display())
        );
        assert_eq!(
            read(folder.path()).unwrap_err().to_string(),
            format!("{} is not a file", folder.path().display())
        );
    }

    #[test]
    fn a_post_of_four_gibibytes_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.md");
        File::create(&path).unwrap().set_len(LIMIT).unwrap();
        assert_eq!(
            read(&path).unwrap_err().to_string(),
            format!("{}: 4294967296 bytes; posts must be smaller than 4 GiB", path.display())
        );
    }
}
