//! Random numbers that are the same in every run.

use std::env;

/// A generator of pseudo-random numbers: `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    /// The numbers of a comparison: others for each `ALMONER_SEED`.
    pub(crate) fn new(of: u64) -> Random {
        let seed = env::var("ALMONER_SEED").map_or(0, |seed| seed.parse().unwrap());
        Random(of + 1_000 * seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }

    /// Yes in this number of 100 cases.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}
