//! Blocks in vectors of AVX-512, for processors since Ice Lake and Zen 4.
//!
//! The characters of three bytes of a block, at most 21, are brought side by side:
//! their code points stand in one vector of 16-bit numbers, and the entries of the map
//! in one vector of 32-bit numbers for the first sixteen and one for the others.
//!
//! `cargo run --release --example throughput` says what it is for, in MB/s without and
//! with it: on docs-cn `s2t` 1,094 and 1,642, `s2twp` 611 and 760; on huli-blog `t2s`
//! 2,589 and 3,703, `tw2sp` 1,590 and 2,050. With eight lanes of AVX2, which has
//! nothing to bring bytes side by side, it would not be worth its code.
#![allow(clippy::wildcard_imports, reason = "of intrinsics there are many")]
#![allow(clippy::unused_self, reason = "it stands for what the processor has")]

mod lanes;

use std::arch::{is_x86_feature_detected as has, x86_64::*};

use super::Found;
use crate::convert::engine::lazy::{
    blocks::{BLOCK, Block, Leads, WHOLE},
    format,
    output::read,
    scan::{self, Sink},
    tables::{Pairs, Tables, code_of_three},
};
use lanes::{Lanes, all, codes, eight_bits, entries, load, pair_bits, store, widened, with, words};

/// Stands for a processor with these instructions: only [`Avx512::detect`] makes one.
#[derive(Debug, Clone, Copy)]
pub(in crate::convert::engine::lazy) struct Avx512(());

impl Avx512 {
    pub(super) fn detect() -> Option<Self> {
        let has_all = has!("avx512f")
            && has!("avx512bw")
            && has!("avx512vl")
            && has!("avx512vbmi2")
            && has!("bmi1")
            && has!("bmi2")
            && has!("popcnt")
            && has!("lzcnt");
        has_all.then_some(Self(()))
    }

    /// Puts `block` into `output` with its characters of three bytes replaced.
    #[inline]
    #[allow(unsafe_code, reason = "see the module")]
    pub(in crate::convert::engine::lazy) fn convert(
        self,
        tables: &Tables,
        block: &Block,
        leads: &Leads,
        output: &mut Block,
    ) -> Found {
        // SAFETY: the processor has the instructions, or there were no `self`.
        unsafe { convert(tables, block, leads, output) }
    }

    /// What [`Avx512::convert`] finds.
    #[inline]
    #[allow(unsafe_code, reason = "see the module")]
    pub(in crate::convert::engine::lazy) fn find(
        self,
        tables: &Tables,
        block: &Block,
        leads: &Leads,
    ) -> Found {
        // SAFETY: as in `convert`.
        unsafe { find(tables, block, leads) }
    }

    /// The first bytes of characters of three bytes and of four, and capital letters.
    #[inline]
    #[allow(unsafe_code, reason = "see the module")]
    pub(in crate::convert::engine::lazy) fn masks(self, block: &Block) -> [u64; 3] {
        // SAFETY: as in `convert`.
        unsafe { masks(block) }
    }

    /// As [`next_special`](super::super::blocks::next_special).
    #[allow(unsafe_code, reason = "see the module")]
    pub(in crate::convert::engine::lazy) fn next_special(self, text: &[u8], from: usize) -> usize {
        // SAFETY: as in `convert`.
        unsafe { next_special(text, from) }
    }

    /// As [`scan`](scan::scan), compiled for these instructions.
    #[allow(unsafe_code, reason = "see the module")]
    pub(in crate::convert::engine::lazy) fn scan<S: Sink>(
        self,
        tables: &Tables,
        text: &[u8],
        sink: &mut S,
    ) {
        // SAFETY: as in `convert`.
        unsafe { scan_blocks(tables, text, sink) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
fn scan_blocks<S: Sink>(tables: &Tables, text: &[u8], sink: &mut S) {
    scan::blocks(tables, text, sink);
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn masks(block: &Block) -> [u64; 3] {
    let bytes = load(block, 0);
    let three = _mm512_cmpeq_epi8_mask(_mm512_and_si512(bytes, all(0xf0)), all(0xe0));
    let four = _mm512_cmpge_epu8_mask(bytes, all(0xf0));
    let capitals = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(bytes, all(b'A')), all(26));
    [three, four, capitals]
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
fn next_special(text: &[u8], from: usize) -> usize {
    let mut start = from;
    while let Some(block) = text.get(start..).and_then(<[u8]>::first_chunk::<WHOLE>) {
        let (first, second) = (load(block, 0), load(block, 1));
        let is = |byte| _mm512_cmpeq_epi8_mask(first, all(byte));
        // 0xa4 to 0xab.
        let eight = _mm512_and_si512(_mm512_sub_epi8(second, all(0xa4)), all(0xf8));
        let basic = is(0xef) & _mm512_cmpeq_epi8_mask(eight, all(0));
        let above = is(0xf0) & _mm512_cmpeq_epi8_mask(second, all(0xaf));
        let operator = is(0xe2) & _mm512_cmpeq_epi8_mask(second, all(0xbf));
        if basic | above | operator != 0 {
            break;
        }
        start += BLOCK;
    }
    start
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn convert(tables: &Tables, block: &Block, leads: &Leads, output: &mut Block) -> Found {
    let (three, bytes) = (leads.three, load(block, 0));
    if three == 0 {
        store(output, bytes);
        return Found::default();
    }
    let codes = codes(bytes, three);
    let entries = entries(tables, codes);
    let mut replaced = bytes;
    if with(entries, format::CHANGED) != 0 {
        let first = _mm512_maskz_expand_epi8(three, eight_bits(entries, 0));
        let second = _mm512_maskz_expand_epi8(three << 1, eight_bits(entries, 8));
        let third = _mm512_maskz_expand_epi8(three << 2, eight_bits(entries, 16));
        let all = _mm512_or_si512(_mm512_or_si512(first, second), third);
        replaced = _mm512_xor_si512(bytes, all);
    }
    store(output, replaced);
    found(tables, block, leads, codes, entries)
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn find(tables: &Tables, block: &Block, leads: &Leads) -> Found {
    if leads.three == 0 {
        return Found::default();
    }
    let codes = codes(load(block, 0), leads.three);
    found(tables, block, leads, codes, entries(tables, codes))
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn found(tables: &Tables, block: &Block, leads: &Leads, codes: __m512i, entries: Lanes) -> Found {
    let three = leads.three;
    let [changed, resized] =
        [format::CHANGED, format::RESIZED].map(|flag| _pdep_u64(with(entries, flag), three));
    // To ask `LOOK` first costs more, in branches that cannot be foretold.
    Found { changed, resized, anchors: anchors(tables.pairs, block, leads, codes) }
}

/// The characters that begin a pair by which a phrase is found, and some others.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn anchors(pairs: Pairs, block: &Block, leads: &Leads, codes: __m512i) -> u64 {
    let three = leads.three;
    let indices = _mm512_set_epi16(
        31, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,
        9, 8, 7, 6, 5, 4, 3, 2, 1,
    );
    let behind = code_of_three(read(block, leads.end)) as u16;
    let last = 1_u32 << (three.count_ones() - 1);
    let next = _mm512_mask_set1_epi16(
        _mm512_permutexvar_epi16(indices, codes),
        last,
        behind.cast_signed(),
    );
    let (codes, next) = (widened(codes), widened(next));
    let [one, other] = format::PAIR_FACTORS.map(u32::cast_signed);
    let hashes = Lanes {
        low: _mm512_add_epi32(
            _mm512_mullo_epi32(codes.low, _mm512_set1_epi32(one)),
            _mm512_mullo_epi32(next.low, _mm512_set1_epi32(other)),
        ),
        high: _mm256_add_epi32(
            _mm256_mullo_epi32(codes.high, _mm256_set1_epi32(one)),
            _mm256_mullo_epi32(next.high, _mm256_set1_epi32(other)),
        ),
    };
    let (words, bits) = (words(pairs, hashes), pair_bits(hashes));
    let low = _mm512_cmpeq_epi32_mask(_mm512_and_si512(words.low, bits.low), bits.low);
    let high = _mm256_cmpeq_epi32_mask(_mm256_and_si256(words.high, bits.high), bits.high);
    let mask = u64::from(low) | u64::from(high) << 16;
    // Only of those that a character of three bytes follows, or what is behind the block.
    let followed = three >> 3 | 1 << (leads.end.wrapping_sub(3) & (BLOCK - 1));
    _pdep_u64(mask, three) & followed
}
