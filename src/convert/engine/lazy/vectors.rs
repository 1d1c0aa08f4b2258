//! The work on a block by vectors of 64 bytes, where the processor has them.

#[cfg(target_arch = "x86_64")]
mod avx512;

/// The vectors that the processor has.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Vectors {
    #[cfg(target_arch = "x86_64")]
    avx512: Option<avx512::Avx512>,
}

impl Vectors {
    pub(super) fn detect() -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            avx512: avx512::Avx512::detect(),
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub(super) fn avx512(self) -> Option<avx512::Avx512> {
        self.avx512
    }
}

/// What the characters of three bytes in a block are, a bit for the first byte of each.
#[cfg(target_arch = "x86_64")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// With [`CHANGED`](super::format::CHANGED).
    pub(super) changed: u64,
    /// With [`RESIZED`](super::format::RESIZED).
    pub(super) resized: u64,
    /// Those that begin a pair by which a phrase is found, and few others.
    pub(super) anchors: u64,
}
