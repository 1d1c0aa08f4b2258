//! What the build writes for the lazy engine, and how both sides number
//! characters and pairs of them.
//!
//! A file is a row of sections: a `u32` with their number, for each a `u32` with
//! its end (bytes from the end of this list), then the sections. All numbers are
//! little-endian.

/// Sections of a profile's file, in their order.
pub const SECTIONS: usize = 15;
/// `u32` for each character of the basic plane: the bits of its three bytes that
/// change, and flags.
pub const MAP: usize = 0;
/// Bitmap of what a phrase is found by but for [`PAIRS`]: pairs of a capital letter and
/// a character of three bytes, and the characters of four bytes that are in any key.
pub const ANCHORS: usize = 1;
/// Bitmap of the pairs that a match may reach over.
pub const JOINTS: usize = 2;
/// Bitmap of the pairs over which a second step may match what the first one
/// made; empty if there are none.
pub const CROSSINGS: usize = 3;
/// `u16` for each character of the basic plane: its number in `CHARACTERS`, or 0.
pub const NUMBERS: usize = 4;
/// `u32` for each changed character: its record.
pub const CHARACTERS: usize = 5;
/// Changed characters above the basic plane: code point and record (`u32` each),
/// sorted.
pub const SUPPLEMENTARY: usize = 6;
/// `u32` for each phrase of the profile's set: its record.
pub const PHRASES: usize = 7;
/// Phrases that are matched where no phrase of the set is: see `keys`.
pub const LOOSE: usize = 8;
/// `u32` for each of these: its record.
pub const LOOSE_RECORDS: usize = 9;
/// The records: see [`DIFFERS`].
pub const POOL: usize = 10;

/// `u32`: 1 if few characters begin anchors, and 2 if capital letters do.
pub const FLAGS: usize = 11;
/// Bitmap of the pairs that any key begins with.
pub const STARTS: usize = 12;

/// Bitmap of the pairs in [`PAIRS`], by [`other_hash`]: what seems to be in one of them
/// seldom seems to be in both.
pub const SURE_ANCHORS: usize = 13;

/// `u32` words with the pairs of characters of three bytes that a phrase is found by:
/// see [`pair_bits`].
pub const PAIRS: usize = 14;

/// Bytes of [`MAP`].
pub const MAP_LEN: usize = 0x1_0000 * 4;
/// In the map: the character changes.
pub const CHANGED: u32 = 1 << 24;
/// In the map: the replacement is not of three bytes and stands in the record.
pub const RESIZED: u32 = 1 << 25;
/// In the map: a closer look must be taken, if the replacement is not of three bytes,
/// or where few characters do so, if the character begins a pair of [`PAIRS`].
pub const LOOK: u32 = 1 << 31;

/// In the number of a record: its text is not what the map makes of its characters.
///
/// The rest of the number is an offset in the pool; 0 stands for a key that stays
/// as it is. A record: `u32` offset of its text in the profile's file of texts, `u8`
/// length of the text, `u8` number of segments, if it differs the text once more, and
/// for each segment: its start and length in the key, its start and length in the text, the number of rules (`u8`
/// each), and for each rule `u8` dictionary and `u24` entry.
pub const DIFFERS: u32 = 1 << 31;

/// The length of a character whose UTF-8 begins with this byte.
pub const fn char_len(lead: u8) -> usize {
    match lead {
        0..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    }
}

/// The length and the number of the two characters at the start of `bytes`, which
/// are UTF-8 read as a little-endian number.
pub const fn pair(bytes: u64) -> (usize, u64) {
    let first = char_len(bytes as u8);
    let len = first + char_len((bytes >> (first * 8)) as u8);
    (len, bytes & (u64::MAX >> (64 - len * 8)))
}

/// Spreads numbers of pairs over a table; the upper bits are the good ones.
pub const fn hash(number: u64) -> u64 {
    number.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Factors of the hash of a pair of characters of three bytes: the sum of the products
/// of both code points with these. Vectors of 32-bit numbers can have it.
pub const PAIR_FACTORS: [u32; 2] = [0x9e37_79b1, 0x85eb_ca77];

/// The hash of a pair of code points: its upper bits choose a word of [`PAIRS`].
pub const fn pair_hash(first: u32, second: u32) -> u32 {
    let [one, other] = PAIR_FACTORS;
    first.wrapping_mul(one).wrapping_add(second.wrapping_mul(other))
}

/// How far the numbers of the two bits of a pair are shifted in its hash.
pub const PAIR_SHIFTS: [u32; 2] = [8, 13];

/// The bits of the pair with this hash, which are both set in its word.
pub const fn pair_bits(hash: u32) -> u32 {
    let [one, other] = PAIR_SHIFTS;
    1 << (hash >> one & 31) | 1 << (hash >> other & 31)
}

/// As [`hash`], and independent of it.
pub const fn other_hash(number: u64) -> u64 {
    number.rotate_left(29).wrapping_mul(0xd6e8_feb8_6659_fd93)
}
