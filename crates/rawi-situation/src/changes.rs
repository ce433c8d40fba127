//! What changed between two instants.

use serde::Serialize;

use crate::dispute::Spoken;
use crate::instant::Instant;
use crate::output::Named;
use crate::situation::{Belief, Case, Estimator, Status};
use crate::track::Track;
use crate::why::{Cause, Ledger};

/// Claims told with a change, at most.
const CLAIMS: usize = 3;

/// One fluent whose value or status is another than before.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// `control`, `location` …
    pub fluent: &'static str,
    /// The place or person.
    pub subject: Named,
    /// Before.
    pub was: Standing,
    /// Now.
    pub is: Standing,
    /// The claims since then that moved the belief most.
    pub claims: Vec<Spoken>,
}

/// A value and how sure it is.
#[derive(Clone, Debug, Serialize)]
pub struct Standing {
    /// How sure.
    pub status: Status,
    /// The value shown.
    pub value: Option<Named>,
    /// Probability of the likeliest value.
    pub p: f64,
}

/// What is another at `at` than at `since`, by what is known now.
pub fn changes(case: &Case, since: Instant, at: Instant, estimator: Estimator) -> Vec<Change> {
    case.tracks_at(at).filter_map(|track| change(case, track, since, at, estimator)).collect()
}

fn change(case: &Case, track: &Track, since: Instant, at: Instant, estimator: Estimator) -> Option<Change> {
    let before = case.believe(track, since, estimator);
    let now = case.believe(track, at, estimator);
    if before.status == now.status && before.value == now.value {
        return None;
    }
    let claims = movers(case, track, &now, since, at);
    Some(Change { fluent: track.fluent.code(), subject: Named::of(case.names(), track.subject), was: standing(case, &before), is: standing(case, &now), claims })
}

fn standing(case: &Case, belief: &Belief) -> Standing {
    let p = belief.values.first().map_or(0.0, |v| v.1);
    Standing { status: belief.status, value: belief.value.map(|v| Named::of(case.names(), v)), p: (p * 1e3).round() / 1e3 }
}

/// The claims about instants after `since` that moved the likeliest value most.
fn movers(case: &Case, track: &Track, now: &Belief, since: Instant, at: Instant) -> Vec<Spoken> {
    let Some(ledger) = now.values.first().and_then(|v| Ledger::of(&case.fold(track), v.0, at)) else { return Vec::new() };
    let mut lines: Vec<(u32, f64)> = ledger.lines.iter().filter_map(|l| if let Cause::Statement(c) = l.cause { Some((c, l.delta.abs())) } else { None }).collect();
    lines.retain(|l| case.claims.claims[l.0 as usize].at > since);
    lines.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    lines.iter().take(CLAIMS).map(|l| Spoken::of(case, l.0)).collect()
}
