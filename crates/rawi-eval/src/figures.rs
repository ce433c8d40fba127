//! The figures that are printed: shares rounded to three digits.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::matching::CORE;
use crate::score::{Score, Tally};

/// Figures of one or more reports.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Reports that could not be read.
    pub reports_failed: usize,
    /// Claims in the gold, without optional ones.
    pub gold: usize,
    /// Claims read, without those that match optional ones.
    pub read: usize,
    /// Claims in both.
    pub matched: usize,
    /// F1 of claims.
    pub claim_f1: f64,
    /// Precision of claims.
    pub claim_p: f64,
    /// Recall of claims.
    pub claim_r: f64,
    /// F1 of claims with every core role, factuality and origin right.
    pub strict_f1: f64,
    /// Share of read claims that are not in the gold.
    pub unsupported: Option<f64>,
    /// Share of matched claims with the right factuality.
    pub factuality: Option<f64>,
    /// Share with the right origin.
    pub origin: Option<f64>,
    /// Share with the whole chain right.
    pub chain: Option<f64>,
    /// Share with the right aspect.
    pub aspect: Option<f64>,
    /// Share of right times, where both give one.
    pub time_ok: Option<f64>,
    /// Share of right counts, where the gold has one.
    pub count_ok: Option<f64>,
    /// F1 of the fillers of each role; empty when nothing matched.
    pub roles: Map<String, Value>,
    /// Matched, gold and read claims of each kind, the most frequent first.
    pub kinds: Map<String, Value>,
    /// Expected calibration error of the confidence, in ten bins.
    pub calibration_error: Option<f64>,
}

impl Figures {
    /// The figures of a score.
    pub fn of(score: &Score) -> Self {
        let claims = score.claims;
        let share = |value: Option<f64>| value.map(rounded);
        Self {
            reports_failed: score.failed,
            gold: claims.gold,
            read: claims.read,
            matched: claims.hit,
            claim_f1: rounded(claims.f1()),
            claim_p: rounded(claims.precision()),
            claim_r: rounded(claims.recall()),
            strict_f1: rounded(Tally { hit: score.strict, ..claims }.f1()),
            unsupported: (claims.read > 0).then(|| rounded(1.0 - claims.precision())),
            factuality: share(score.factuality.value()),
            origin: share(score.origin.value()),
            chain: share(score.chain.value()),
            aspect: share(score.aspect.value()),
            time_ok: share(score.time.value()),
            count_ok: share(score.count.value()),
            roles: if claims.hit > 0 { CORE.into_iter().zip(score.roles).map(|(role, tally)| (role.to_owned(), json!(rounded(tally.f1())))).collect() } else { Map::new() },
            kinds: kinds(score),
            calibration_error: share(score.calibration.error()),
        }
    }

    /// Every figure with a name and a number, in order; those that could not be taken are left out.
    pub fn numbers(&self) -> Vec<(String, f64)> {
        let Ok(Value::Object(all)) = serde_json::to_value(self) else { return Vec::new() };
        let flat = all.iter().filter_map(|(name, value)| Some((name.clone(), value.as_f64()?)));
        let roles = self.roles.iter().filter_map(|(role, value)| Some((format!("role {role}"), value.as_f64()?)));
        flat.chain(roles).collect()
    }
}

fn kinds(score: &Score) -> Map<String, Value> {
    let mut kinds: Vec<_> = score.kinds.iter().collect();
    kinds.sort_by_key(|(_, tally)| std::cmp::Reverse(tally.gold));
    kinds.into_iter().map(|(kind, t)| (kind.clone(), json!(format!("{}/{} gold, {} read", t.hit, t.gold, t.read)))).collect()
}

/// The nearest number of three decimal digits, as decimal printing rounds.
fn rounded(value: f64) -> f64 {
    format!("{value:.3}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_read_has_no_shares() {
        let figures = Figures::of(&Score::default());
        assert_eq!((figures.claim_f1, figures.unsupported, figures.factuality, figures.calibration_error), (0.0, None, None, None));
        assert!(figures.roles.is_empty());
    }

    #[test]
    fn ties_round_to_the_even_digit() {
        assert_eq!((rounded(0.0625), rounded(0.1875), rounded(2.0 / 3.0)), (0.062, 0.188, 0.667));
    }
}
