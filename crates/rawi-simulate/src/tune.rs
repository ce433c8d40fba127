//! Tuning the hand-set part of the model, on seeds that no figure is reported for.

use rawi_situation::parameters::Settings;
use rayon::prelude::*;

use crate::board::Desk;
use crate::compare::Cell;
use crate::score::Score;
use crate::war::War;

/// One setting and the values tried for it.
pub struct Knob {
    /// Its name in [`Settings`].
    pub name: &'static str,
    /// Values tried.
    pub values: &'static [f64],
    /// Sets it.
    pub set: fn(&mut Settings, f64),
}

/// Every setting that is tuned.
pub fn knobs() -> Vec<Knob> {
    macro_rules! knob {
        ($field:ident, $values:expr) => {
            Knob { name: stringify!($field), values: $values, set: |s, v| s.$field = v }
        };
    }
    vec![
        knob!(mean_strength, &[10.0, 30.0, 100.0, 1000.0]),
        knob!(memory_days, &[20.0, 40.0, 60.0, 1000.0]),
        knob!(temper, &[0.7, 0.85, 1.0, 1.15]),
        knob!(trust_filter, &[0.8, 1.0, 1.1]),
        knob!(trust_vote, &[0.2, 0.4, 0.6]),
        knob!(rate, &[0.01, 0.015, 0.03]),
        knob!(truth, &[0.4, 0.6, 0.7]),
        knob!(party_truth, &[0.45, 0.53, 0.65]),
        knob!(truth_strength, &[5.0, 25.0]),
        knob!(party_lean, &[0.7, 0.9]),
        knob!(copy, &[0.3, 0.6]),
        knob!(copy_hours, &[18.0, 60.0]),
        knob!(repeat_days, &[1.5, 2.0, 4.0]),
        knob!(burst, &[1.5, 4.0]),
        knob!(half_life, &[3.0, 6.0]),
        knob!(sharpness, &[1.0, 2.0]),
        knob!(vote_prior, &[0.25, 1.0]),
        knob!(fresh_days, &[2.0, 6.0]),
        knob!(lean_strength, &[4.0, 20.0]),
        knob!(copy_strength, &[4.0, 25.0]),
        knob!(doubt, &[0.002, 0.01, 0.02]),
        knob!(other, &[0.01, 0.04]),
    ]
}

/// The score of settings, pooled over cells and seeds.
pub fn loss(cells: &[Cell], seeds: &[u64], settings: &Settings) -> Score {
    let jobs: Vec<(Cell, u64)> = cells.iter().flat_map(|c| seeds.iter().map(|s| (*c, *s))).collect();
    let scores: Vec<Score> = jobs
        .par_iter()
        .map(|(cell, seed)| {
            let war = War::invent(cell.process, cell.regime, *seed);
            Score::of(&war, &Desk::of(&war).filter_and_votes(settings, &[]).0)
        })
        .collect();
    scores.iter().fold(Score::default(), |mut sum, s| {
        sum.add(s);
        sum
    })
}
