//! Bytes of a known encoding to text, or the place of what is no character.

use std::path::Path;

use encoding_rs::DecoderResult;

use super::{Decoded, Encoding, candidates};
use crate::{archive::ArchiveError, convert::detect::is_han};

/// Fewer Han of UTF-8 in a line could be words of an older encoding.
const HAN_OF_A_LINE: usize = 4;

/// The text of `bytes`, every one of which says something.
///
/// # Errors
/// When some are no character in `encoding`, or one that each user defines alone, or
/// when a line is plainly UTF-8.
pub(super) fn strictly(
    path: &Path,
    bytes: &[u8],
    encoding: Encoding,
) -> Result<Decoded, ArchiveError> {
    if encoding.is_older()
        && let Some(line) = line_in_utf8(bytes)
    {
        return Err(ArchiveError::MixedEncodings { path: path.to_owned(), encoding, line });
    }
    let bytes_of_text = match encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => {
            bytes.strip_prefix(encoding.byte_order_mark()).unwrap_or(bytes)
        }
        _ => bytes,
    };
    let skipped = bytes.len() - bytes_of_text.len();
    let failed = |offset: usize| ArchiveError::NoCharacter {
        path: path.to_owned(),
        encoding,
        offset: skipped + offset,
        line: line_at(bytes_of_text, encoding, offset),
    };
    let decoded =
        encoding.codec().decode_without_bom_handling_and_without_replacement(bytes_of_text);
    let text =
        decoded.ok_or_else(|| failed(first_malformed(bytes_of_text, encoding)))?.into_owned();
    if encoding.is_older()
        && let Some(offset) = candidates::first_of_user(bytes, encoding, &text)
    {
        return Err(failed(offset));
    }
    Ok(Decoded { text, encoding })
}

/// The line, counted from 1, that is UTF-8 in the midst of an older encoding, as when
/// someone adds to an old post with a new editor. Nearly all of it is a character in GBK.
fn line_in_utf8(bytes: &[u8]) -> Option<usize> {
    let is_utf8 = |line: &[u8]| {
        !line.is_ascii()
            && std::str::from_utf8(line)
                .is_ok_and(|line| line.chars().filter(|one| is_han(*one)).count() >= HAN_OF_A_LINE)
    };
    bytes.split(|byte| *byte == b'\n').position(is_utf8).map(|before| before + 1)
}

/// The offset of the first bytes that are no character.
fn first_malformed(bytes: &[u8], encoding: Encoding) -> usize {
    let mut decoder = encoding.codec().new_decoder_without_bom_handling();
    let mut scratch = [0; 4096];
    let mut at = 0;
    loop {
        let (result, read, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[at..], &mut scratch, true);
        at += read;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::InputEmpty => return at,
            DecoderResult::Malformed(len, behind) => {
                return at.saturating_sub(usize::from(len) + usize::from(behind));
            }
        }
    }
}

/// The line, counted from 1, of the byte at `offset`.
fn line_at(bytes: &[u8], encoding: Encoding, offset: usize) -> usize {
    let (before, _) = encoding.codec().decode_without_bom_handling(&bytes[..offset]);
    1 + memchr::memchr_iter(b'\n', before.as_bytes()).count()
}
