//! TruthFinder (Yin, Han and Yu 2008): sources are trusted for the facts they give, facts for the sources that give them. A yardstick.

use rustc_hash::FxHashMap;

/// Dampening of joint evidence, and trust at the start, as the paper sets them.
const DAMPENING: f64 = 0.3;
const START: f64 = 0.9;

/// Confidence in every fact given as (object, value, source): probability-like, one per distinct (object, value).
pub fn truth_finder(given: &[(u32, u32, u32)], rounds: usize) -> FxHashMap<(u32, u32), f64> {
    let mut trust: FxHashMap<u32, f64> = given.iter().map(|g| (g.2, START)).collect();
    let mut facts: FxHashMap<(u32, u32), f64> = FxHashMap::default();
    for _ in 0..rounds {
        facts.clear();
        for (object, value, source) in given {
            *facts.entry((*object, *value)).or_default() -= (1.0 - trust[source]).max(1e-9).ln();
        }
        facts.values_mut().for_each(|score| *score = 1.0 / (1.0 + (-DAMPENING * *score).exp()));
        let mut sums: FxHashMap<u32, (f64, f64)> = FxHashMap::default();
        for (object, value, source) in given {
            let sum = sums.entry(*source).or_default();
            *sum = (sum.0 + facts[&(*object, *value)], sum.1 + 1.0);
        }
        trust.extend(sums.into_iter().map(|(source, (sum, n))| (source, sum / n)));
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_agrees_with_others_carries_a_fact_alone() {
        let mut given: Vec<(u32, u32, u32)> = (0..20).flat_map(|o| [(o, 0, 1), (o, 0, 2), (o, 1, 3)]).collect();
        given.extend([(99, 5, 1), (99, 6, 3)]);
        let facts = truth_finder(&given, 10);
        assert!(facts[&(99, 5)] > facts[&(99, 6)]);
    }
}
