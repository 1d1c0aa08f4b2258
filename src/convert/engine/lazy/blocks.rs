//! Blocks of 64 bytes, and masks that have a bit for each byte of one.

/// Bytes that are looked at in one go.
pub(super) const BLOCK: usize = 64;
/// Bytes behind a block that are read with it.
pub(super) const BEHIND: usize = 8;

/// A block and what lies behind it; zeros behind the end of the text.
pub(super) type Block = [u8; BLOCK + BEHIND];

/// Where characters begin in a block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leads {
    /// Of three bytes.
    pub(super) three: u64,
    /// Of four bytes.
    pub(super) four: u64,
    /// Of one byte, before one of three.
    pub(super) before_three: u64,
    /// The end of the last character that lies wholly in the block.
    pub(super) end: usize,
}

impl Leads {
    #[inline(always)]
    pub(super) fn of(block: &Block) -> Self {
        let (block, behind) = block.split_first_chunk::<BLOCK>().expect("longer than that");
        let [ascii, continuation, three, four] = masks(block);
        let next = behind[0];
        let end = if next & 0xc0 == 0x80 {
            BLOCK - 1 - (!continuation).leading_zeros() as usize
        } else {
            BLOCK
        };
        let within = u64::MAX >> ((BLOCK - end) & 63);
        let three_next = three >> 1 | u64::from(next & 0xf0 == 0xe0) << 63;
        Self {
            three: three & within,
            four: four & within,
            before_three: ascii & three_next & within,
            end,
        }
    }
}

/// ASCII, continuation bytes, leads of three bytes and of four.
#[inline(always)]
fn masks(block: &[u8; BLOCK]) -> [u64; 4] {
    let mut masks = [0; 4];
    for (index, eight) in block.as_chunks::<8>().0.iter().enumerate() {
        let bytes = u64::from_le_bytes(*eight);
        let [one, two, three, four, five] =
            [bytes, bytes << 1, bytes << 2, bytes << 3, bytes << 4].map(|bits| bits & TOP);
        let found = [
            one ^ TOP,
            one & (two ^ TOP),
            one & two & three & (four ^ TOP),
            one & two & three & four & (five ^ TOP),
        ];
        for (mask, found) in masks.iter_mut().zip(found) {
            *mask |= ((found >> 7).wrapping_mul(GATHER) >> 56) << (index * 8);
        }
    }
    masks
}

const TOP: u64 = 0x8080_8080_8080_8080;
const GATHER: u64 = 0x0102_0408_1020_4080;
