//! Blocks of 64 bytes, and masks that have a bit for each byte of one.

use super::vectors::Vectors;

/// Bytes that are looked at in one go.
pub(super) const BLOCK: usize = 64;
/// Bytes behind a block that are read with it.
const BEHIND: usize = 8;
/// A block and the bytes that are read with it.
pub(super) const WHOLE: usize = BLOCK + BEHIND;

/// A block and what lies behind it; zeros behind the end of the text.
pub(super) type Block = [u8; WHOLE];

/// Where characters begin in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leads {
    /// Of three bytes.
    pub(super) three: u64,
    /// Of four bytes.
    pub(super) four: u64,
    /// Capital letters of ASCII.
    pub(super) capitals: u64,
    /// The end of the last character that lies wholly in the block.
    pub(super) end: usize,
}

impl Leads {
    /// The block must begin with a character.
    #[inline]
    pub(super) fn of(block: &Block, vectors: Vectors) -> Self {
        let [three, four, capitals] = masks(block, vectors);
        // Of the byte behind the block and those before it, how many continue a
        // character.
        let last = u32::from_le_bytes(*block[BLOCK - 3..].first_chunk().expect("four bytes"));
        let others = !last | last << 1;
        let cut = ((others & 0x8080_8080).leading_zeros() as usize / 8) & 3;
        let within = u64::MAX >> cut;
        Self {
            three: three & within,
            four: four & within,
            capitals: capitals & within,
            end: BLOCK - cut,
        }
    }
}

/// The first bytes of characters of three bytes and of four, and capital letters.
///
/// Without vectors `s2t` does 462 MB/s instead of 1,155, `t2s` 613 instead of 3,025.
#[cfg(target_arch = "x86_64")]
#[inline]
#[allow(unsafe_code)]
fn masks(block: &Block, vectors: Vectors) -> [u64; 3] {
    if let Some(vectors) = vectors.avx512() {
        return vectors.masks(block);
    }
    // SAFETY: every x86-64 has SSE2.
    unsafe { masks_by_sse2(block) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn masks_by_sse2(block: &Block) -> [u64; 3] {
    use std::arch::x86_64::{
        _mm_add_epi8, _mm_and_si128, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_max_epu8,
        _mm_movemask_epi8, _mm_set1_epi8,
    };
    const fn byte(value: u8) -> i8 {
        value.cast_signed()
    }
    let (mut three, mut four, mut capitals) = (0, 0, 0);
    for index in 0..BLOCK / 16 {
        let bytes = sixteen(block, index * 16);
        let upper = _mm_and_si128(bytes, _mm_set1_epi8(byte(0xf0)));
        let is_three = _mm_cmpeq_epi8(upper, _mm_set1_epi8(byte(0xe0)));
        let is_four = _mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8(byte(0xf0))), bytes);
        // The letters are the lowest of all bytes then, as signed numbers.
        let moved = _mm_add_epi8(bytes, _mm_set1_epi8(byte(0x80 - b'A')));
        let is_capital = _mm_cmplt_epi8(moved, _mm_set1_epi8(byte(0x80 + 26)));
        let shift = index * 16;
        three |= u64::from(_mm_movemask_epi8(is_three).cast_unsigned()) << shift;
        four |= u64::from(_mm_movemask_epi8(is_four).cast_unsigned()) << shift;
        capitals |= u64::from(_mm_movemask_epi8(is_capital).cast_unsigned()) << shift;
    }
    [three, four, capitals]
}

/// The start of the first block at or behind `from` that may hold the first two bytes
/// of what is special (0xef before 0xa4 to 0xab, 0xe2 before 0xbf, 0xf0 before 0xaf),
/// or where less than a block is left.
#[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables, reason = "there are none"))]
pub(super) fn next_special(text: &[u8], from: usize, vectors: Vectors) -> usize {
    #[cfg(target_arch = "x86_64")]
    if let Some(vectors) = vectors.avx512() {
        return vectors.next_special(text, from);
    }
    let mut start = from;
    while let Some(block) = text.get(start..).and_then(<[u8]>::first_chunk) {
        if may_hold_special(block) {
            break;
        }
        start += BLOCK;
    }
    start
}

fn may_hold_special(block: &Block) -> bool {
    let mut found = 0;
    for at in 0..BLOCK {
        let (first, second) = (block[at], block[at + 1]);
        let basic = u8::from(first == 0xef) & u8::from(second.wrapping_sub(0xa4) < 8);
        let above = u8::from(first == 0xf0) & u8::from(second == 0xaf);
        let operator = u8::from(first == 0xe2) & u8::from(second == 0xbf);
        found |= basic | above | operator;
    }
    found != 0
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn sixteen(block: &Block, at: usize) -> std::arch::x86_64::__m128i {
    let eight = |at: usize| i64::from_le_bytes(*block[at..].first_chunk().expect("read behind"));
    std::arch::x86_64::_mm_set_epi64x(eight(at + 8), eight(at))
}

/// The same, for other machines.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn plain_masks(block: &Block, _: Vectors) -> [u64; 3] {
    let mut masks = [0; 3];
    for (at, byte) in block[..BLOCK].iter().enumerate() {
        let found = [byte & 0xf0 == 0xe0, *byte >= 0xf0, byte.is_ascii_uppercase()];
        for (mask, found) in masks.iter_mut().zip(found) {
            *mask |= u64::from(found) << at;
        }
    }
    masks
}

#[cfg(not(target_arch = "x86_64"))]
use plain_masks as masks;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_have_a_bit_for_each_byte() {
        for start in 0..=255_u8 {
            let block = std::array::from_fn(|at| start.wrapping_add((at as u8).wrapping_mul(37)));
            for vectors in [Vectors::default(), Vectors::detect()] {
                assert_eq!(masks(&block, vectors), plain_masks(&block, vectors));
            }
        }
    }

    #[test]
    fn what_is_special_is_found_at_any_place() {
        for special in ["\u{f900}", "\u{faff}", "\u{2f800}", "\u{2fa1f}", "\u{2ff0}", "\u{2fff}"] {
            for at in 0..BLOCK {
                let text = format!("{}{special}{}", "a".repeat(at), "門".repeat(30));
                let block = text.as_bytes().first_chunk().unwrap();
                assert!(may_hold_special(block), "{special} {at}");
                for vectors in [Vectors::default(), Vectors::detect()] {
                    assert_eq!(next_special(block, 0, vectors), 0, "{special} {at}");
                }
            }
        }
        let text = "，門。".repeat(90);
        assert!(!may_hold_special(text.as_bytes().first_chunk().unwrap()));
        for vectors in [Vectors::default(), Vectors::detect()] {
            assert_eq!(next_special(text.as_bytes(), 0, vectors), 768);
        }
    }

    #[test]
    fn a_block_ends_with_a_whole_character() {
        let end =
            |text: &str| Leads::of(text.as_bytes().first_chunk().unwrap(), Vectors::detect()).end;
        assert_eq!(end(&"a".repeat(72)), 64);
        assert_eq!(end(&"門".repeat(24)), 63);
        assert_eq!(end(&format!("a{}", "門".repeat(24))), 64);
        assert_eq!(end(&format!("aa{}", "門".repeat(24))), 62);
        assert_eq!(end(&format!("aaa{}", "𠀾".repeat(24))), 63);
        assert_eq!(end(&format!("a{}", "𠀾".repeat(24))), 61);
    }
}
