//! How good beliefs were, once the truth is known.

use rawi_situation::situation::SHOWN;

use crate::board::{Board, FROM, Seen};
use crate::war::{DAYS, PLACES, War, holder};

/// Probability below which no belief is punished further.
const FLOOR: f64 = 1e-3;
/// Bins of the calibration error.
const BINS: usize = 15;
/// Days that a new holder must stay, and the old one have stayed, for the change to count.
const LASTING: f64 = 3.0;

/// Sums over places and days; scores of several wars add up.
#[derive(Clone, Debug, Default)]
pub struct Score {
    asked: f64,
    right: f64,
    loss: f64,
    brier: f64,
    /// Per bin: how often, sum of confidence, how often right.
    bins: Vec<[f64; 3]>,
    held: f64,
    held_right: f64,
    changes: f64,
    shown: [f64; 2],
    false_alerts: f64,
    /// Distances of dated changes, days; ten for those not found.
    dated: Vec<f64>,
}

impl Score {
    /// Scores the beliefs of one war.
    pub fn of(war: &War, board: &Board) -> Self {
        let mut score = Self { bins: vec![[0.0; 3]; BINS], ..Self::default() };
        for (place, days) in board.iter().enumerate() {
            let mut before = None;
            for (index, p) in days.iter().enumerate() {
                let Some(Seen { p, held }) = p else { continue };
                let truth = war.holder(place, (FROM + index + 1) as f64 - 1e-5);
                let top = best(p);
                score.ask(p, *held, top, truth);
                if p[top] < SHOWN {
                    continue;
                }
                score.false_alerts += f64::from(before.is_some_and(|b| b != top) && top != truth);
                before = Some(top);
            }
            score.changes(war, place, days);
        }
        score
    }

    fn ask(&mut self, p: &[f64], held: bool, top: usize, truth: usize) {
        let hit = f64::from(top == truth);
        self.asked += 1.0;
        self.right += hit;
        self.loss -= p[truth].max(FLOOR).ln();
        self.brier += p.iter().enumerate().map(|(j, q)| (q - f64::from(j == truth)).powi(2)).sum::<f64>();
        let bin = &mut self.bins[((p[top] * BINS as f64) as usize).min(BINS - 1)];
        *bin = [bin[0] + 1.0, bin[1] + p[top], bin[2] + hit];
        if held {
            self.held += 1.0;
            self.held_right += hit;
        }
    }

    /// Lasting changes: is the new holder shown at the end of a day within one day, and within three?
    fn changes(&mut self, war: &War, place: usize, days: &[Option<Seen>]) {
        for (day, party) in lasting(&war.truth[place]) {
            if day < FROM as f64 || day + LASTING >= DAYS as f64 {
                continue;
            }
            self.changes += 1.0;
            for (slot, within) in [1.0, LASTING].into_iter().enumerate() {
                let ends = (day.floor() as usize)..=((day + within).floor() as usize);
                let seen = ends
                    .filter(|d| (*d as f64 + 1.0) - day <= within + 1.0 && *d < DAYS)
                    .any(|d| days[d - FROM].as_ref().is_some_and(|s| best(&s.p) == party && s.p[party] >= SHOWN));
                self.shown[slot] += f64::from(seen);
            }
        }
    }

    /// Adds how far from the truth lasting changes are dated by the smoothed belief, sampled four times a day.
    pub fn date(&mut self, war: &War, past: &[Vec<Vec<f64>>]) {
        for (place, curve) in past.iter().enumerate().take(PLACES).filter(|c| !c.1.is_empty()) {
            let tops: Vec<usize> = curve.iter().map(|p| best(p)).collect();
            for (day, party) in lasting(&war.truth[place]).into_iter().filter(|c| c.0 > LASTING) {
                let flips = (1..tops.len()).filter(|q| tops[*q] == party && tops[*q - 1] != party);
                let near = flips.map(|q| (q as f64 / 4.0 - 0.125 - day).abs()).fold(10.0, f64::min);
                self.dated.push(near);
            }
        }
    }

    /// Adds another war's sums.
    pub fn add(&mut self, other: &Self) {
        self.asked += other.asked;
        self.right += other.right;
        self.loss += other.loss;
        self.brier += other.brier;
        self.bins.resize(BINS, [0.0; 3]);
        self.bins.iter_mut().zip(&other.bins).for_each(|(a, b)| (0..3).for_each(|i| a[i] += b[i]));
        self.held += other.held;
        self.held_right += other.held_right;
        self.changes += other.changes;
        (0..2).for_each(|i| self.shown[i] += other.shown[i]);
        self.false_alerts += other.false_alerts;
        self.dated.extend(&other.dated);
    }

    /// Mean negative logarithm of the probability given to the truth.
    pub fn log_loss(&self) -> f64 {
        self.loss / self.asked
    }

    /// Share of places and days at which the likeliest party is the true holder.
    pub fn accuracy(&self) -> f64 {
        self.right / self.asked
    }

    /// Mean squared error of the probabilities.
    pub fn brier(&self) -> f64 {
        self.brier / self.asked
    }

    /// Expected calibration error of the likeliest party, 15 even bins.
    pub fn calibration_error(&self) -> f64 {
        self.bins.iter().map(|[_, confidence, right]| (confidence - right).abs()).sum::<f64>() / self.asked
    }

    /// Share of beliefs of at least .90 that were right.
    pub fn held_right(&self) -> f64 {
        self.held_right / self.held
    }

    /// Share of beliefs that were at least .90.
    pub fn held(&self) -> f64 {
        self.held / self.asked
    }

    /// Share of lasting changes whose new holder was shown within one day, and within three.
    pub fn shown(&self) -> [f64; 2] {
        self.shown.map(|s| s / self.changes)
    }

    /// Changes to a wrong holder shown, per 100 places and days.
    pub fn false_alerts(&self) -> f64 {
        100.0 * self.false_alerts / self.asked
    }

    /// Median distance of dated changes, days.
    pub fn dating(&self) -> f64 {
        let mut dated = self.dated.clone();
        dated.sort_by(f64::total_cmp);
        dated.get(dated.len() / 2).copied().unwrap_or(f64::NAN)
    }
}

/// Changes whose new holder stays, after an old one that had stayed.
fn lasting(holding: &[(f64, usize)]) -> Vec<(f64, usize)> {
    let ends = |i: usize| holding.get(i + 1).map_or(DAYS as f64, |h| h.0);
    let kept = |i: usize| ends(i) - holding[i].0 >= LASTING;
    (1..holding.len()).filter(|i| kept(*i) && kept(i - 1) && holding[*i].1 != holder(&holding.to_vec(), holding[*i].0 - 1e-6)).map(|i| holding[i]).collect()
}

fn best(p: &[f64]) -> usize {
    (0..p.len()).fold(0, |b, j| if p[j] > p[b] { j } else { b })
}
