//! Blocks of 64 bytes, and masks that have a bit for each byte of one.

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
    #[inline(always)]
    pub(super) fn of(block: &Block) -> Self {
        let [three, four, capitals] = masks(block.first_chunk().expect("longer than that"));
        let continues = |at: usize| block[at] & 0xc0 == 0x80;
        let cut = [continues(BLOCK), continues(BLOCK - 1), continues(BLOCK - 2)];
        let cut = match cut {
            [false, ..] => 0,
            [true, false, _] => 1,
            [true, true, false] => 2,
            [true, true, true] => 3,
        };
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
#[cfg(target_arch = "x86_64")]
#[inline(always)]
#[allow(unsafe_code)]
fn masks(block: &[u8; BLOCK]) -> [u64; 3] {
    // SAFETY: every x86-64 has SSE2.
    unsafe { masks_by_sse2(block) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn masks_by_sse2(block: &[u8; BLOCK]) -> [u64; 3] {
    use std::arch::x86_64::{
        _mm_add_epi8, _mm_and_si128, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_max_epu8,
        _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8,
    };
    const fn byte(value: u8) -> i8 {
        value.cast_signed()
    }
    let (mut three, mut four, mut capitals) = (0, 0, 0);
    let (parts, _) = block.as_chunks::<16>();
    for index in 0..BLOCK / 16 {
        let (halves, _) = parts[index].as_chunks::<8>();
        let bytes =
            _mm_set_epi64x(i64::from_le_bytes(halves[1]), i64::from_le_bytes(halves[0]));
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

/// The same, for other machines.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn plain_masks(block: &[u8; BLOCK]) -> [u64; 3] {
    let mut masks = [0; 3];
    for (at, byte) in block.iter().enumerate() {
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
            let block = std::array::from_fn(|at| start.wrapping_add(at as u8 * 37));
            assert_eq!(masks(&block), plain_masks(&block));
        }
    }

    #[test]
    fn a_block_ends_with_a_whole_character() {
        let end = |text: &str| Leads::of(text.as_bytes().first_chunk().unwrap()).end;
        assert_eq!(end(&"a".repeat(72)), 64);
        assert_eq!(end(&"門".repeat(24)), 63);
        assert_eq!(end(&format!("a{}", "門".repeat(24))), 64);
        assert_eq!(end(&format!("aa{}", "門".repeat(24))), 62);
        assert_eq!(end(&format!("aaa{}", "𠀾".repeat(24))), 63);
        assert_eq!(end(&format!("a{}", "𠀾".repeat(24))), 61);
    }
}
