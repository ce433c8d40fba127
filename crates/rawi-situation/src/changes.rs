//! What changed between two instants.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::claim::Claim;
use crate::dispute::Spoken;
use crate::instant::Instant;
use crate::output::{Chains, Named};
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
    /// Independent chains for the likeliest value, and against it.
    pub chains: Chains,
    /// The claimed new value while it is not confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<Named>,
}

impl Standing {
    /// Before anything was said.
    const SILENCE: Self = Self { status: Status::Unknown, value: None, p: 0.0, chains: Chains { pro: 0, against: 0 }, alert: None };

    /// Whether a reader would see another status, value or claimed value.
    fn differs(&self, other: &Self) -> bool {
        let id = |named: &Option<Named>| named.as_ref().map(|n| n.id.clone());
        self.status != other.status || id(&self.value) != id(&other.value) || id(&self.alert) != id(&other.alert)
    }
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
    let claims = movers(case, track, &now, at, |c| c.at > since);
    Some(Change { fluent: track.fluent.code(), subject: Named::of(case.names(), track.subject), was: standing(case, &before), is: standing(case, &now), claims })
}

/// What someone does not know yet who was last shown the situation at `since`: `then` is the case known at that time, `now` the one known at `at`.
///
/// Unlike [`changes`] this tells a report that came late, on an instant before `since`: the belief shown then is compared, not the one held today about then.
pub fn news(then: &Case, now: &Case, since: Instant, at: Instant, estimator: Estimator) -> Vec<Change> {
    let shown: FxHashMap<(&str, &str), &Track> = then.tracks_at(since).map(|t| ((t.fluent.code(), then.names().get(t.subject).id.as_str()), t)).collect();
    let told = |track: &Track| {
        let subject = Named::of(now.names(), track.subject);
        let was = shown.get(&(track.fluent.code(), subject.id.as_str())).map_or(Standing::SILENCE, |t| standing(then, &then.believe(t, since, estimator)));
        let belief = now.believe(track, at, estimator);
        let is = standing(now, &belief);
        // Without a new report a belief can still turn: by silence, or by what was learned of origins. Then the earlier claims explain it.
        let claims = || Some(movers(now, track, &belief, at, |c| c.known > since)).filter(|c| !c.is_empty()).unwrap_or_else(|| movers(now, track, &belief, at, |_| true));
        is.differs(&was).then(|| Change { fluent: track.fluent.code(), subject, was, is, claims: claims() })
    };
    now.tracks_at(at).filter_map(told).collect()
}

fn standing(case: &Case, belief: &Belief) -> Standing {
    let p = belief.values.first().map_or(0.0, |v| v.1);
    let named = |n| Named::of(case.names(), n);
    let chains = Chains { pro: belief.chains.0, against: belief.chains.1 };
    Standing { status: belief.status, value: belief.value.map(named), p: (p * 1e3).round() / 1e3, chains, alert: belief.alert.map(named) }
}

/// The claims that are new and moved the likeliest value most.
fn movers(case: &Case, track: &Track, now: &Belief, at: Instant, is_new: impl Fn(&Claim) -> bool) -> Vec<Spoken> {
    let Some(ledger) = now.values.first().and_then(|v| Ledger::of(&case.fold(track), v.0, at)) else { return Vec::new() };
    let mut lines: Vec<(u32, f64)> = ledger.lines.iter().filter_map(|l| if let Cause::Statement(c) = l.cause { Some((c, l.delta.abs())) } else { None }).collect();
    lines.retain(|l| is_new(&case.claims.claims[l.0 as usize]));
    lines.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    lines.iter().take(CLAIMS).map(|l| Spoken::of(case, l.0)).collect()
}
