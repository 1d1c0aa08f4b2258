//! Reading a post: a path in, its text out.

use std::{fs, path::Path};

use crate::archive::ArchiveError;

/// Posts are smaller than this, so that offsets fit 32 bits.
const LIMIT: u64 = 1 << 32;

/// The text of the post at `path`, byte for byte: a BOM and CRLF stay.
///
/// # Errors
/// When it cannot be read, is not a regular file (a pipe would block), has
/// 4 GiB or more, or is not UTF-8; the error names `path`.
pub fn read(path: &Path) -> Result<String, ArchiveError> {
    let failed = |source| ArchiveError::Read { path: path.to_owned(), source };
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(ArchiveError::NotAFile { path: path.to_owned() });
    }
    if metadata.len() >= LIMIT {
        return Err(ArchiveError::TooLarge { path: path.to_owned(), len: metadata.len() });
    }
    decode(path, fs::read(path).map_err(failed)?)
}

/// `bytes` as text; `path` is for the error only.
///
/// # Errors
/// When they are not UTF-8.
pub fn decode(path: &Path, bytes: Vec<u8>) -> Result<String, ArchiveError> {
    if simdutf8::basic::from_utf8(&bytes).is_ok() {
        return Ok(checked(bytes));
    }
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..offset];
        let line = 1 + memchr::memchr_iter(b'\n', before).count();
        ArchiveError::NotUtf8 { path: path.to_owned(), offset, line }
    })
}

/// `bytes`, which simdutf8 found to be UTF-8, as text.
///
/// `cargo bench --bench stages -- validate` over 7 MB of posts: std checks 2.6 GB/s,
/// simdutf8 44.
#[allow(unsafe_code, reason = "the safe way checks again, with the slower check of std")]
fn checked(bytes: Vec<u8>) -> String {
    // SAFETY: simdutf8 accepts exactly what `str::from_utf8` accepts.
    unsafe { String::from_utf8_unchecked(bytes) }
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
