//! Numbers by chance that come again with the same seed (`SplitMix64`).

pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number under `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        f64::from((self.next() >> 32) as u32) / f64::from(u32::MAX)
    }

    /// `count` moments from 0 to 1, one in each part of equal length, in any order.
    pub(crate) fn moments(&mut self, count: usize) -> Vec<f64> {
        let mut moments: Vec<f64> =
            (0..count).map(|part| (part as f64 + self.fraction()) / count as f64).collect();
        for last in (1..count).rev() {
            moments.swap(last, self.below(last + 1));
        }
        moments
    }
}
