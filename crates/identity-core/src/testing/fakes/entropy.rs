//! Numbers that look random and are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::port::Entropy;

/// SplitMix64 from a seed; never repeats a number within a run.
#[derive(Debug, Default)]
pub struct SeededEntropy(AtomicU64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl SeededEntropy {
    /// Starts from the seed.
    pub const fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// What it goes on from.
    pub fn state(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Goes on from a state that it had, or from another seed.
    pub fn resume(&self, state: u64) {
        self.0.store(state, Ordering::SeqCst);
    }
}

impl Entropy for SeededEntropy {
    fn next(&self) -> u64 {
        let mut mixed = self.0.fetch_add(STEP, Ordering::SeqCst).wrapping_add(STEP);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_splitmix64() {
        // The reference implementation's first outputs for the seed 0.
        let entropy = SeededEntropy::new(0);
        assert_eq!(entropy.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(entropy.next(), 0x6E78_9E6A_A1B9_65F4);
    }
}
