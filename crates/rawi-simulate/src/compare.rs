//! The comparison: every estimator on every process, regime and seed.

use rawi_situation::parameters::Settings;
use rawi_situation::vote::VoteSettings;
use rayon::prelude::*;

use crate::board::{Board, Desk};
use crate::score::Score;
use crate::war::{Process, Regime, War};
use crate::yardstick;

/// Settings of the vote that are tried: half-lives in days, weights of the prior, exponents of the shares.
pub fn vote_settings() -> Vec<VoteSettings> {
    let pairs = [0.7, 1.5, 3.0, 5.0, 9.0, 16.0].into_iter().flat_map(|half_life| [0.03, 0.1, 0.4].map(|prior| (half_life, prior)));
    pairs.flat_map(|(half_life, prior)| [1.0, 1.6, 2.5].map(|sharpness| VoteSettings { half_life, prior, sharpness })).collect()
}

/// Doubts with which the other yardsticks are tried.
pub const DOUBTS: [f64; 6] = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6];

/// One process in one regime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// How the war comes about.
    pub process: Process,
    /// Its circumstances.
    pub regime: Regime,
}

impl Cell {
    /// Every process in every regime.
    pub fn all() -> Vec<Self> {
        Process::ALL.into_iter().flat_map(|process| Regime::ALL.into_iter().map(move |r| Self { process, regime: r.0 })).collect()
    }
}

/// The scores of one cell, summed over seeds.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which.
    pub cell: Cell,
    /// What the situation shows: filter and vote averaged.
    pub filter: Score,
    /// The vote with each of [`vote_settings`].
    pub votes: Vec<Score>,
    /// The other yardsticks, each with each of the doubts.
    pub others: Vec<(&'static str, Vec<Score>)>,
}

/// Runs everything on the given seeds; deterministic whatever the number of threads.
pub fn compare(cells: &[Cell], seeds: &[u64], settings: &Settings) -> Vec<Row> {
    let jobs: Vec<(Cell, u64)> = cells.iter().flat_map(|c| seeds.iter().map(|s| (*c, *s))).collect();
    let rows: Vec<Row> = jobs.par_iter().map(|(cell, seed)| one(*cell, *seed, settings)).collect();
    rows.chunks(seeds.len().max(1)).map(sum).collect()
}

fn one(cell: Cell, seed: u64, settings: &Settings) -> Row {
    let war = War::invent(cell.process, cell.regime, seed);
    let desk = Desk::of(&war);
    let votes = vote_settings();
    let (board, vote_boards) = desk.filter_and_votes(settings, &votes);
    let mut filter = Score::of(&war, &board);
    filter.date(&war, &desk.past(settings));
    let softened = |b: &Board| DOUBTS.iter().map(|d| Score::of(&war, &yardstick::soften(b, *d))).collect();
    let others = yardstick::NAMES.into_iter().zip(yardstick::boards(&desk).iter().map(softened)).collect();
    Row { cell, filter, votes: vote_boards.iter().map(|b| Score::of(&war, b)).collect(), others }
}

fn sum(rows: &[Row]) -> Row {
    let mut total = rows[0].clone();
    for row in &rows[1..] {
        total.add(row);
    }
    total
}

impl Row {
    /// Adds another row's scores.
    pub fn add(&mut self, row: &Self) {
        self.filter.add(&row.filter);
        self.votes.iter_mut().zip(&row.votes).for_each(|(a, b)| a.add(b));
        for (a, b) in self.others.iter_mut().zip(&row.others) {
            a.1.iter_mut().zip(&b.1).for_each(|(a, b)| a.add(b));
        }
    }
}

/// The setting with the least log-loss.
pub fn best(scores: &[Score]) -> &Score {
    scores.iter().min_by(|a, b| a.log_loss().total_cmp(&b.log_loss())).unwrap_or(&scores[0])
}
