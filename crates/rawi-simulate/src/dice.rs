//! Draws from the distributions that invented wars need.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A seeded source of chance: the same seed gives the same war everywhere.
pub struct Dice(Pcg64Mcg);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(Pcg64Mcg::seed_from_u64(seed))
    }

    /// Even between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// Even between two bounds.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with a probability.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// Even among 0 … n−1.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Waiting time of a Poisson process with a mean.
    pub fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Number of arrivals of a Poisson process with a mean.
    pub fn count(&mut self, mean: f64) -> usize {
        let mut left = mean;
        let mut n = 0;
        loop {
            left -= self.wait(1.0);
            if left < 0.0 {
                return n;
            }
            n += 1;
        }
    }

    /// One of the others of 0 … n−1.
    pub fn other(&mut self, not: usize, n: usize) -> usize {
        if n < 2 {
            return not;
        }
        (not + 1 + self.below(n - 1)) % n
    }

    /// One of a list.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
