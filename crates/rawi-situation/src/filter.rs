//! The filter of one fluent: a belief over holders and phases that drifts with time and moves with statements.
//!
//! State: holder × {fresh, settled}. A refresh draws a holder anew and makes it fresh; a fresh value settles by itself; statements arrive
//! as a Poisson process whose rate depends on the phase, so that silence and bursts are evidence too.

use crate::names::Name;
use crate::parameters::{Parameters, Voice, idle};
use crate::track::Statement;

/// Probability mass of each holder: fresh and settled.
pub type Mass = Vec<[f64; 2]>;

/// The transition over a gap, for one place.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// From phase to phase without a refresh.
    kept: [[f64; 2]; 2],
    /// From phase to phase with at least one refresh; the holder is then drawn from the prior.
    drawn: [[f64; 2]; 2],
}

/// Rates of one track, per day.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Of refreshes.
    pub refresh: f64,
    /// Of settling.
    pub settle: f64,
    /// Of statements, by phase.
    pub arrival: [f64; 2],
}

impl Rates {
    /// Rates for a track on which `count` statements fell in `days`.
    pub fn of(parameters: &Parameters, count: f64, days: f64) -> Self {
        let settle = 1.0 / parameters.settings.fresh_days;
        let fresh = parameters.rate / (parameters.rate + settle);
        let mean = (count + 1.0) / (days + 4.0);
        let calm = mean / (1.0 + fresh * (parameters.burst - 1.0));
        Self { refresh: parameters.rate, settle, arrival: [calm * parameters.burst, calm] }
    }

    /// The transition over `days`; `silent` when nothing was heard in it.
    pub fn over(&self, days: f64, silent: bool) -> Gap {
        let [fast, slow] = if silent { self.arrival } else { [0.0, 0.0] };
        let (l, s) = (self.refresh, self.settle);
        let all = exponential([[-s - fast, s], [l, -l - slow]], days);
        let (stay, leave) = ((-(s + fast + l) * days).exp(), (-(slow + l) * days).exp());
        let turn = s + fast - slow;
        let settled = if turn.abs() < 1e-9 { s * days * leave } else { s * (leave - stay) / turn };
        let kept = [[stay, settled], [0.0, leave]];
        let drawn = [0, 1].map(|a| [0, 1].map(|b| (all[a][b] - kept[a][b]).max(0.0)));
        Gap { kept, drawn }
    }
}

/// exp(G·t) of a 2×2 matrix with real eigenvalues.
fn exponential([[a, b], [c, d]]: [[f64; 2]; 2], t: f64) -> [[f64; 2]; 2] {
    let (mean, half) = ((a + d) / 2.0, (a - d) / 2.0);
    let root = (half * half + b * c).max(0.0).sqrt();
    let (up, down) = (((mean + root) * t).exp(), ((mean - root) * t).exp());
    let cosh = (up + down) / 2.0;
    let sinh = if root < 1e-12 { t * up } else { (up - down) / (2.0 * root) };
    [[cosh + half * sinh, b * sinh], [c * sinh, cosh - half * sinh]]
}

impl Gap {
    /// Moves a mass forward; the sum shrinks by the probability of what was heard in the gap.
    pub fn forward(&self, mass: &mut [[f64; 2]], prior: &[f64]) {
        let total = mass.iter().fold([0.0, 0.0], |t, m| [t[0] + m[0], t[1] + m[1]]);
        let drawn = [0, 1].map(|b| total[0] * self.drawn[0][b] + total[1] * self.drawn[1][b]);
        for (m, p) in mass.iter_mut().zip(prior) {
            *m = [0, 1].map(|b| m[0] * self.kept[0][b] + m[1] * self.kept[1][b] + p * drawn[b]);
        }
    }

    /// Moves a likelihood of the future back over the gap.
    pub fn backward(&self, future: &mut [[f64; 2]], prior: &[f64]) {
        let mean = future.iter().zip(prior).fold([0.0, 0.0], |t, (f, p)| [t[0] + p * f[0], t[1] + p * f[1]]);
        for f in future.iter_mut() {
            *f = [0, 1].map(|a| (0..2).map(|b| self.kept[a][b] * f[b] + self.drawn[a][b] * mean[b]).sum());
        }
    }

    /// Expected number of refreshes in the gap, given mass before and likelihood after.
    pub fn refreshed(&self, before: &[[f64; 2]], after: &[[f64; 2]], prior: &[f64]) -> f64 {
        let mean = after.iter().zip(prior).fold([0.0, 0.0], |t, (f, p)| [t[0] + p * f[0], t[1] + p * f[1]]);
        let total = before.iter().fold([0.0, 0.0], |t, m| [t[0] + m[0], t[1] + m[1]]);
        let with: f64 = (0..2).map(|a| (0..2).map(|b| total[a] * self.drawn[a][b] * mean[b]).sum::<f64>()).sum();
        let without: f64 = before.iter().zip(after).map(|(m, f)| (0..2).map(|a| (0..2).map(|b| m[a] * self.kept[a][b] * f[b]).sum::<f64>()).sum::<f64>()).sum();
        with / (with + without)
    }
}

/// How likely a statement is under each holder; only two values occur.
#[derive(Clone, Copy, Debug)]
pub struct Likelihood {
    /// The holder that the statement names, by position among the candidates.
    pub named: Option<usize>,
    /// If the named one holds.
    pub if_named: f64,
    /// If another holds.
    pub if_other: f64,
    /// Factors for the two phases.
    pub phase: [f64; 2],
}

impl Likelihood {
    /// Of a statement that names candidate `named`, said with chances `said`; `weight` already holds its independence.
    pub fn of(s: &Statement, named: Option<usize>, said: Chances, count: usize, weight: f64, rates: &Rates) -> Self {
        let Some(place) = named.filter(|_| weight > 0.0) else {
            return Self { named, if_named: 1.0, if_other: 1.0, phase: if weight > 0.0 { rates.arrival } else { [1.0, 1.0] } };
        };
        let k = count as f64 + 1.0;
        let idle = idle(s);
        let Chances { hit, miss } = said;
        let (yes, no) = if s.denied { ((1.0 - hit) / (k - 1.0), (1.0 - miss) / (k - 1.0)) } else { (hit, miss) };
        let tempered = |p: f64| (((1.0 - idle) * p + idle / k).ln() * weight).exp();
        Self { named: Some(place), if_named: tempered(yes), if_other: tempered(no), phase: rates.arrival }
    }

    /// The likelihood of holder `j`.
    pub fn holder(&self, j: usize) -> f64 {
        if Some(j) == self.named { self.if_named } else { self.if_other }
    }

    /// Multiplies a mass, or a likelihood of the future.
    pub fn apply(&self, mass: &mut [[f64; 2]]) {
        for (j, m) in mass.iter_mut().enumerate() {
            let l = self.holder(j);
            *m = [m[0] * l * self.phase[0], m[1] * l * self.phase[1]];
        }
    }
}

/// How probable it is that an origin names a candidate.
#[derive(Clone, Copy, Debug)]
pub struct Chances {
    /// When that one holds.
    pub hit: f64,
    /// When another does.
    pub miss: f64,
}

/// The chances of every candidate for one voice: the truth, or else its habit among what can be said here.
pub fn chances(voice: &Voice, candidates: &[Name]) -> Vec<Chances> {
    let all: f64 = candidates.iter().map(|c| voice.lean(*c)).sum();
    let lean = |c: &Name| if all > 0.0 { (voice.lean(*c) / all).clamp(0.02, 0.98) } else { 0.5 };
    candidates.iter().map(lean).map(|l| Chances { hit: voice.truth + (1.0 - voice.truth) * l, miss: (1.0 - voice.truth) * l }).collect()
}

/// Scales a mass to sum 1; gives the logarithm of what it summed to.
pub fn normalise(mass: &mut [[f64; 2]]) -> f64 {
    let total: f64 = mass.iter().map(|m| m[0] + m[1]).sum();
    if total <= 0.0 || !total.is_finite() {
        return 0.0;
    }
    mass.iter_mut().for_each(|m| *m = [m[0] / total, m[1] / total]);
    total.ln()
}

/// The belief in each holder, whatever the phase.
pub fn holders(mass: &[[f64; 2]]) -> Vec<f64> {
    mass.iter().map(|m| m[0] + m[1]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: Rates = Rates { refresh: 0.05, settle: 0.4, arrival: [4.0, 1.0] };

    #[test]
    fn two_short_gaps_are_one_long_gap() {
        let prior = [0.5, 0.3, 0.2];
        for silent in [true, false] {
            let start: Mass = vec![[0.1, 0.5], [0.2, 0.1], [0.0, 0.1]];
            let (mut once, mut twice) = (start.clone(), start);
            RATES.over(3.0, silent).forward(&mut once, &prior);
            RATES.over(1.2, silent).forward(&mut twice, &prior);
            RATES.over(1.8, silent).forward(&mut twice, &prior);
            for (a, b) in once.iter().zip(&twice) {
                assert!((a[0] - b[0]).abs() < 1e-12 && (a[1] - b[1]).abs() < 1e-12, "{once:?} {twice:?}");
            }
        }
    }

    #[test]
    fn nothing_is_lost_when_nobody_listens() {
        let mut mass: Mass = vec![[0.1, 0.6], [0.1, 0.2]];
        RATES.over(7.0, false).forward(&mut mass, &[0.5, 0.5]);
        assert!((mass.iter().flatten().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn backward_is_the_transpose_of_forward() {
        let prior = [0.7, 0.3];
        let gap = RATES.over(2.0, true);
        let (mut mass, mut future): (Mass, Mass) = (vec![[0.2, 0.3], [0.4, 0.1]], vec![[0.5, 0.1], [0.2, 0.9]]);
        let dot = |a: &Mass, b: &Mass| a.iter().flatten().zip(b.iter().flatten()).map(|(x, y)| x * y).sum::<f64>();
        let (m0, f0) = (mass.clone(), future.clone());
        gap.forward(&mut mass, &prior);
        gap.backward(&mut future, &prior);
        assert!((dot(&mass, &f0) - dot(&m0, &future)).abs() < 1e-12);
    }
}
