//! What a vector holds of the characters of a block, and where that is looked up.
#![allow(clippy::wildcard_imports, reason = "of intrinsics there are many")]

use std::arch::x86_64::*;

use crate::convert::engine::lazy::{
    blocks::{BLOCK, Block},
    format,
    tables::{Pairs, Tables},
};

/// A number for each character of three bytes, the first of them first.
#[derive(Clone, Copy)]
pub(super) struct Lanes {
    pub(super) low: __m512i,
    pub(super) high: __m256i,
}

/// As [`format::pair_bits`].
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn pair_bits(hashes: Lanes) -> Lanes {
    let [low, high] = format::PAIR_SHIFTS.map(|shift| {
        let shift = _mm_cvtsi32_si128(shift.cast_signed());
        let low = _mm512_and_si512(_mm512_srl_epi32(hashes.low, shift), _mm512_set1_epi32(31));
        let high = _mm256_and_si256(_mm256_srl_epi32(hashes.high, shift), _mm256_set1_epi32(31));
        Lanes {
            low: _mm512_sllv_epi32(_mm512_set1_epi32(1), low),
            high: _mm256_sllv_epi32(_mm256_set1_epi32(1), high),
        }
    });
    Lanes { low: _mm512_or_si512(low.low, high.low), high: _mm256_or_si256(low.high, high.high) }
}

/// The code points; zeros behind them.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn codes(bytes: __m512i, three: u64) -> __m512i {
    let nth = |places| {
        let side_by_side = _mm512_maskz_compress_epi8(places, bytes);
        _mm512_cvtepu8_epi16(_mm512_castsi512_si256(side_by_side))
    };
    let six = _mm512_set1_epi16(0x3f);
    // The upper half of the first byte is shifted out.
    let first = _mm512_slli_epi16::<12>(nth(three));
    let second = _mm512_slli_epi16::<6>(_mm512_and_si512(nth(three << 1), six));
    let third = _mm512_and_si512(nth(three << 2), six);
    _mm512_or_si512(_mm512_or_si512(first, second), third)
}

/// The first 24 of 32 numbers, each below 65,536.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn widened(numbers: __m512i) -> Lanes {
    let rest = _mm512_extracti64x4_epi64::<1>(numbers);
    Lanes {
        low: _mm512_cvtepu16_epi32(_mm512_castsi512_si256(numbers)),
        high: _mm256_cvtepu16_epi32(_mm256_castsi256_si128(rest)),
    }
}

/// What the map says of characters.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
#[allow(unsafe_code, reason = "see the module")]
pub(super) fn entries(tables: &Tables, codes: __m512i) -> Lanes {
    let map: &[u8; format::MAP_LEN] = tables.map;
    const { assert!(format::MAP_LEN == 0x1_0000 * 4) };
    // SAFETY: numbers of 16 bits are looked up in a map of 65,536 entries.
    unsafe { gather(widened(codes), map.as_ptr()) }
}

/// The words of [`Pairs`] that pairs with these hashes have bits in.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
#[allow(unsafe_code, reason = "see the module")]
pub(super) fn words(pairs: Pairs, hashes: Lanes) -> Lanes {
    let shift = _mm_cvtsi32_si128(pairs.shift().cast_signed());
    let numbers = Lanes {
        low: _mm512_srl_epi32(hashes.low, shift),
        high: _mm256_srl_epi32(hashes.high, shift),
    };
    // SAFETY: the shift leaves a number below that of the words: see `Pairs::new`.
    unsafe { gather(numbers, pairs.words().as_ptr()) }
}

/// The `u32` at each of these numbers behind `words`, which need not be aligned.
///
/// # Safety
/// There are as many words as the largest of the numbers, and one.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
#[allow(unsafe_code, reason = "see the module")]
unsafe fn gather(at: Lanes, words: *const u8) -> Lanes {
    // SAFETY: as the caller promises; instructions that gather ask for no alignment.
    unsafe {
        Lanes {
            low: _mm512_i32gather_epi32::<4>(at.low, words.cast()),
            high: _mm256_i32gather_epi32::<4>(words.cast(), at.high),
        }
    }
}

/// A bit for each entry that has `flag`.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn with(entries: Lanes, flag: u32) -> u64 {
    let flag = flag.cast_signed();
    let low = _mm512_test_epi32_mask(entries.low, _mm512_set1_epi32(flag));
    let high = _mm256_test_epi32_mask(entries.high, _mm256_set1_epi32(flag));
    u64::from(low) | u64::from(high) << 16
}

/// Eight bits of each entry, from this one, side by side.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn eight_bits(entries: Lanes, from: i32) -> __m512i {
    let from = _mm_cvtsi32_si128(from);
    let low = _mm512_cvtepi32_epi8(_mm512_srl_epi32(entries.low, from));
    let high = _mm256_cvtepi32_epi8(_mm256_srl_epi32(entries.high, from));
    _mm512_inserti32x4::<1>(_mm512_castsi128_si512(low), high)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn all(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
#[allow(unsafe_code, reason = "see the module")]
pub(super) fn load(block: &Block, from: usize) -> __m512i {
    let bytes: &[u8; BLOCK] = block[from..].first_chunk().expect("bytes behind a block");
    // SAFETY: these are the 64 bytes that are read.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
#[allow(unsafe_code, reason = "see the module")]
pub(super) fn store(output: &mut Block, bytes: __m512i) {
    let output: &mut [u8; BLOCK] = output.first_chunk_mut().expect("a block");
    // SAFETY: these are the 64 bytes that are written.
    unsafe { _mm512_storeu_si512(output.as_mut_ptr().cast(), bytes) }
}
