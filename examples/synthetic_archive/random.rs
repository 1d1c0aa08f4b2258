//! Random numbers that are the same everywhere, so that a seed names an archive.

/// `SplitMix64`: small, fast, and good enough to choose sentences.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of post `index` of the archive `seed`, whatever came before.
    pub(crate) fn of_post(seed: u64, index: usize) -> Self {
        let mut random = Self(seed);
        random.0 = random.next() ^ index as u64;
        Self(random.next())
    }

    /// The next 64 random bits.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// True `percent` times out of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of `items`, which are not empty.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// A length around `mean`, spread as those of blogs are: many short posts, few
    /// long ones (log-normal, sigma 0.8; from a fifteenth to twenty times the mean).
    pub(crate) fn length(&mut self, mean: usize) -> usize {
        const SIGMA: f64 = 0.8;
        // The sum of twelve uniform numbers is nearly normal, with variance 1.
        let uniform = (0..12).map(|_| self.below(1 << 20)).sum::<usize>();
        let normal = ratio(uniform, 1 << 20) - 6.0;
        let factor = (SIGMA * normal - SIGMA * SIGMA / 2.0).exp();
        scaled(mean, factor.clamp(1.0 / 15.0, 20.0))
    }
}

#[allow(clippy::cast_precision_loss, reason = "below 2^24")]
fn ratio(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[allow(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a length, at least 0")]
fn scaled(length: usize, factor: f64) -> usize {
    (length as f64 * factor) as usize
}
