//! A fluent through time: what was believed of each day, and the spells of one value.

use serde::Serialize;

use crate::fold::Fold;
use crate::instant::Instant;
use crate::output::Named;
use crate::situation::{Belief, Case, Estimator};
use crate::track::Track;

/// Days that are looked at, at most.
const LONGEST: i64 = 3_660;

/// A run of days with the same value and status.
#[derive(Clone, Debug, Serialize)]
pub struct Spell {
    /// `control`, `location` …
    pub fluent: &'static str,
    /// The place or person.
    pub subject: Named,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// How sure.
    pub status: crate::situation::Status,
    /// The value shown.
    pub value: Option<Named>,
    /// Mean probability of the likeliest value.
    pub p: f64,
}

/// The belief at the end of every day from the first claim to `at`.
pub fn days(case: &Case, track: &Track, at: Instant, estimator: Estimator) -> Vec<(Instant, Belief)> {
    let Some(first) = track.statements.iter().find(|s| s.known <= case.known).map(|s| s.at) else { return Vec::new() };
    let from = first.day().max(at.day() - LONGEST);
    let times: Vec<Instant> = (from..at.day()).map(Instant::end_of).chain([at]).filter(|t| *t >= first).collect();
    let fold: Fold<'_> = case.fold(track);
    case.believe_all(track, &fold, &times, estimator)
}

/// The same days as spells.
pub fn spells(case: &Case, track: &Track, days: &[(Instant, Belief)]) -> Vec<Spell> {
    let same = |a: &Belief, b: &Belief| a.status == b.status && a.value == b.value;
    days.chunk_by(|a, b| same(&a.1, &b.1))
        .map(|run| Spell {
            fluent: track.fluent.code(),
            subject: Named::of(case.names(), track.subject),
            from: run[0].0.date().to_string(),
            to: run[run.len() - 1].0.date().to_string(),
            status: run[0].1.status,
            value: run[0].1.value.map(|v| Named::of(case.names(), v)),
            p: (run.iter().map(|d| d.1.values.first().map_or(0.0, |v| v.1)).sum::<f64>() / run.len() as f64 * 1e3).round() / 1e3,
        })
        .collect()
}
