//! Chance that can be repeated.

use crate::Trouble;
use std::env;

/// Variable with the seed of an earlier run.
const VARIABLE: &str = "WIMES_TEST_SEED";

/// Random numbers that follow from a seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// With the seed in `WIMES_TEST_SEED`, or a new one. The seed is printed, which the test's report shows when the
    /// test fails.
    ///
    /// # Errors
    /// When the variable holds no number, or the system has no randomness.
    pub fn of_environment() -> Result<Self, Trouble> {
        let seed = match env::var(VARIABLE) {
            Ok(seed) => seed.parse().map_err(|_| Trouble::new(format!("{VARIABLE} is no number: {seed}")))?,
            Err(_) => getrandom::u64().map_err(|error| Trouble::new(error.to_string()))?,
        };
        println!("the same chance again: {VARIABLE}={seed}");
        Ok(Self(seed))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound that is not zero.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.number() % bound.max(1) as u64).unwrap_or_default()
    }

    /// A number from 0 to below 1.
    pub fn share(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Fills bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let random = self.number().to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of seed 1234567, as published with the algorithm's reference implementations.
    #[test]
    fn the_same_seed_gives_the_known_numbers() {
        let mut chance = Chance(1_234_567);
        let numbers = [(); 3].map(|()| chance.number());
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }
}
