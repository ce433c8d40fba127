//! The simpler estimator: every origin's last word, decayed.

use rawi_model::Certainty;

use crate::fold::Fold;
use crate::instant::Instant;
use crate::track::Statement;

/// Settings of the vote.
#[derive(Clone, Copy, Debug)]
pub struct VoteSettings {
    /// Half-life of a vote, days.
    pub half_life: f64,
    /// Votes that the prior has.
    pub prior: f64,
    /// Exponent of the shares of votes: above 1, majorities count for more than their share.
    pub sharpness: f64,
}

/// Belief in each candidate and "other" at an instant; of every origin the word nearest in time counts; relays are no words of their own.
///
/// A denial takes its vote to all others alike. Asked for the past, later words count too.
pub fn vote(fold: &Fold<'_>, at: Instant, settings: VoteSettings) -> Vec<f64> {
    let mut votes: Vec<f64> = fold.prior.iter().map(|p| p * settings.prior).collect();
    for s in nearest(fold, at) {
        let days = (at.days() - s.at.days()).abs();
        let weight = certainty(s.certainty) * s.share * 0.5f64.powf(days / settings.half_life);
        cast(&mut votes, fold.candidates.iter().position(|c| *c == s.value), s.denied, weight);
    }
    let votes: Vec<f64> = votes.iter().map(|v| v.powf(settings.sharpness)).collect();
    let total: f64 = votes.iter().sum();
    votes.iter().map(|v| v / total).collect()
}

/// The statement of every origin that is nearest to an instant; of two as near the earlier one.
fn nearest<'f>(fold: &'f Fold<'_>, at: Instant) -> Vec<&'f Statement> {
    let mut nearest: Vec<&Statement> = Vec::new();
    let all = fold.before(at).iter().rev().chain(fold.after(at)).filter(|s| s.weight.value > 0.0).map(|s| &s.statement);
    for s in all {
        match nearest.iter_mut().find(|n| n.origin == s.origin) {
            Some(n) if (s.at.0 - at.0).abs() < (n.at.0 - at.0).abs() => *n = s,
            Some(_) => {}
            None => nearest.push(s),
        }
    }
    nearest
}

fn cast(votes: &mut [f64], named: Option<usize>, denied: bool, weight: f64) {
    let Some(named) = named else { return };
    if !denied {
        votes[named] += weight;
        return;
    }
    let others = votes.len() as f64 - 1.0;
    votes.iter_mut().enumerate().filter(|(j, _)| *j != named).for_each(|(_, v)| *v += weight / others);
}

/// Weight of a hedge.
fn certainty(certainty: Certainty) -> f64 {
    match certainty {
        Certainty::Certain => 1.0,
        Certainty::Probable => 0.6,
        Certainty::Possible => 0.35,
    }
}
