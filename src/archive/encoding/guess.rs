//! Which encoding bytes that are not UTF-8 are in.

use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::{Encoding, candidates};
use crate::archive::{ArchiveError, read};

/// So many characters tell as much as more would.
const ENOUGH: usize = 4096;
/// By so much one encoding must weigh more than the other; less if chardetng finds the
/// same.
const MARGIN: i32 = 16;
const MARGIN_CONFIRMED: i32 = 8;

/// The encoding that `bytes` are plainly in; `path` is for the error only.
///
/// # Errors
/// When they are UTF-8 but for a few bytes, or neither Big5 nor GBK plainly.
pub(super) fn encoding(path: &Path, bytes: &[u8]) -> Result<Encoding, ArchiveError> {
    if is_broken_utf8(bytes) {
        return Err(read::not_utf8(path, bytes));
    }
    let unclear = || {
        let (offset, line) = read::place_of_no_utf8(bytes);
        ArchiveError::EncodingUnclear { path: path.to_owned(), offset, line }
    };
    // UTF-16 without a byte order mark, or no text at all.
    if memchr::memchr(0, bytes).is_some() {
        return Err(unclear());
    }
    let (gb, big5) = (weight(bytes, Encoding::Gb18030), weight(bytes, Encoding::Big5));
    let (found, weight, other) =
        if gb > big5 { (Encoding::Gb18030, gb, big5) } else { (Encoding::Big5, big5, gb) };
    let margin = weight - other;
    let is_plain = weight > 0
        && (margin >= MARGIN || margin >= MARGIN_CONFIRMED && by_chardetng(bytes) == Some(found));
    if !is_plain {
        return Err(unclear());
    }
    let is_gbk = found == Encoding::Gb18030 && !candidates::has_four_bytes(bytes);
    Ok(if is_gbk { Encoding::Gbk } else { found })
}

/// Whether the text is UTF-8 in the main: characters of three bytes, as Han are, make
/// up at least half of what is not ASCII. Text in an older encoding has few by chance.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut all) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars().filter(|character| !character.is_ascii()) {
            all += character.len_utf8();
            good += if character.len_utf8() > 2 { character.len_utf8() } else { 0 };
        }
        all += chunk.invalid().len();
    }
    good * 2 >= all
}

fn weight(bytes: &[u8], encoding: Encoding) -> i32 {
    candidates::sequences(bytes, encoding).take(ENOUGH).map(|sequence| sequence.weight()).sum()
}

/// What chardetng finds, if it is one of the two.
fn by_chardetng(bytes: &[u8]) -> Option<Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    [Encoding::Gb18030, Encoding::Big5]
        .into_iter()
        .find(|one| one.codec() == found || *one == Encoding::Gb18030 && found == encoding_rs::GBK)
}
