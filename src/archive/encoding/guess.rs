//! Which encoding bytes that are not UTF-8 are in.

use std::path::Path;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::{Encoding, candidates};
use crate::archive::{ArchiveError, read};

/// So many characters tell as much as more would.
const ENOUGH: usize = 4096;
const ENOUGH_BYTES: usize = 1 << 16;
/// By so much one encoding must weigh more than the other; less if chardetng finds the
/// same, and its own weight is as much.
const MARGIN: i32 = 16;
const MARGIN_CONFIRMED: i32 = 8;
/// Fewer bytes of UTF-8 can be one or two words of an older encoding.
const BYTES_OF_WORDS: usize = 12;
/// By so much another encoding must weigh more than the declared one to count.
const MARGIN_AGAINST: i32 = 32;

/// The encoding that `bytes` are plainly in; `path` is for the error only.
///
/// # Errors
/// When they are UTF-8 but for a few bytes, or neither Big5 nor GBK plainly.
pub(super) fn encoding(path: &Path, bytes: &[u8]) -> Result<Encoding, ArchiveError> {
    if is_broken_utf8(bytes) {
        return Err(read::not_utf8(path, bytes));
    }
    let weights = Weights::of(bytes);
    let is_plain = match by_chardetng(bytes) {
        Opinion::Chinese(encoding) if encoding == weights.found => {
            weights.first.min(weights.margin()) >= MARGIN_CONFIRMED
        }
        // Nearly all of their bytes are characters in GBK, some of them common.
        Opinion::JapaneseOrKorean => false,
        _ => weights.first > 0 && weights.margin() >= MARGIN,
    };
    // With zero bytes it is UTF-16 without a byte order mark, or no text at all.
    if !is_plain || memchr::memchr(0, bytes).is_some() {
        let (offset, line) = read::place_of_no_utf8(bytes);
        return Err(ArchiveError::EncodingUnclear { path: path.to_owned(), offset, line });
    }
    Ok(in_full(weights.found, bytes))
}

/// Nothing, if `bytes` can be in the encoding `declared`; `path` is for the error only.
///
/// # Errors
/// When they are UTF-8 but for a few bytes, or Big5 is declared and they are plainly GBK,
/// or the other way round: most pairs of bytes are a character in both.
pub(super) fn check(path: &Path, bytes: &[u8], declared: Encoding) -> Result<(), ArchiveError> {
    if is_broken_utf8(bytes) {
        return Err(read::not_utf8(path, bytes));
    }
    let weights = Weights::of(bytes);
    let is_same = (weights.found == Encoding::Big5) == (declared == Encoding::Big5);
    if is_same || weights.second >= 0 || weights.margin() < MARGIN_AGAINST {
        return Ok(());
    }
    let found = in_full(weights.found, bytes);
    Err(ArchiveError::OtherEncoding { path: path.to_owned(), declared, found })
}

/// How much bytes look like each of the two encodings.
struct Weights {
    /// The one that they look more like, GB18030 or Big5.
    found: Encoding,
    first: i32,
    second: i32,
}

impl Weights {
    fn of(bytes: &[u8]) -> Self {
        let weight = |encoding| -> i32 {
            candidates::sequences(bytes, encoding).take(ENOUGH).map(|one| one.weight()).sum()
        };
        let (gb18030, big5) = (weight(Encoding::Gb18030), weight(Encoding::Big5));
        if gb18030 > big5 {
            Self { found: Encoding::Gb18030, first: gb18030, second: big5 }
        } else {
            Self { found: Encoding::Big5, first: big5, second: gb18030 }
        }
    }

    fn margin(&self) -> i32 {
        self.first - self.second
    }
}

/// GBK for GB18030 that has no more than that.
fn in_full(found: Encoding, bytes: &[u8]) -> Encoding {
    let is_gbk = found == Encoding::Gb18030 && !candidates::has_four_bytes(bytes);
    if is_gbk { Encoding::Gbk } else { found }
}

/// Whether the text is UTF-8 in the main: characters of three bytes, as Han are, make
/// up at least half of what is not ASCII. Text in an older encoding has few by chance:
/// half of two words can be.
fn is_broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut all) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars().filter(|character| !character.is_ascii()) {
            all += character.len_utf8();
            good += if character.len_utf8() > 2 { character.len_utf8() } else { 0 };
        }
        all += chunk.invalid().len();
    }
    good >= BYTES_OF_WORDS && good * 2 >= all
}

/// What chardetng finds.
enum Opinion {
    /// GB18030 or Big5.
    Chinese(Encoding),
    JapaneseOrKorean,
    Other,
}

fn by_chardetng(bytes: &[u8]) -> Opinion {
    let start = encoding_rs::Encoding::ascii_valid_up_to(bytes);
    let end = bytes.len().min(start + ENOUGH_BYTES);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Half a character at the end would speak against its encoding.
    detector.feed(&bytes[start..end], end == bytes.len());
    match detector.guess(None, Utf8Detection::Deny).name() {
        "GBK" | "gb18030" => Opinion::Chinese(Encoding::Gb18030),
        "Big5" => Opinion::Chinese(Encoding::Big5),
        "Shift_JIS" | "EUC-JP" | "EUC-KR" => Opinion::JapaneseOrKorean,
        _ => Opinion::Other,
    }
}
