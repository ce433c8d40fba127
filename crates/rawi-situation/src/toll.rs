//! Casualty tolls: a range over independent sources, never a sum.

use rawi_model::Polarity;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::instant::{DAY, Instant};
use crate::names::Name;
use crate::output::{Chains, Named};
use crate::situation::{Case, Status};

/// Claims on one place and harm that are further apart than this are two events, days.
const APART: i64 = 2;

/// What one origin last said of an event.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Who.
    pub origin: Name,
    /// Least number.
    pub min: f64,
    /// Greatest number; `None` for "at least".
    pub max: Option<f64>,
    /// Index of the claim.
    pub claim: u32,
}

impl Source {
    /// `3`, `3–5` or `≥ 3`.
    pub fn words(&self) -> String {
        words(self.min, self.max)
    }
}

/// `3`, `3–5` or `≥ 3`.
pub fn words(min: f64, max: Option<f64>) -> String {
    match max {
        Some(max) if max == min => format!("{min}"),
        Some(max) => format!("{min}–{max}"),
        None => format!("≥ {min}"),
    }
}

/// The toll of one event.
#[derive(Clone, Debug)]
pub struct Toll {
    /// Where.
    pub place: Name,
    /// `killed`, `injured` …
    pub harm: String,
    /// First and last instant that claims on it speak of.
    pub from: Instant,
    /// See `from`.
    pub to: Instant,
    /// The last word of each origin, smallest number first.
    pub sources: Vec<Source>,
    /// True when two sources cannot both be right.
    pub contested: bool,
}

/// The tolls of events up to `at`, by place and harm, then by time.
pub fn tolls(case: &Case, at: Instant) -> Vec<Toll> {
    let mut by_key: FxHashMap<(Name, &str), Vec<u32>> = FxHashMap::default();
    for (index, claim) in case.claims.claims.iter().enumerate() {
        let counted = claim.count.min.or(claim.count.max).is_some() && claim.stance.is_some_and(|s| s.1 == Polarity::Positive);
        if claim.kind == "casualties" && claim.at <= at && counted {
            claim.places.iter().for_each(|p| by_key.entry((*p, claim.harm.as_deref().unwrap_or("harmed"))).or_default().push(index as u32));
        }
    }
    let mut keys: Vec<_> = by_key.into_iter().collect();
    keys.sort_by(|a, b| (&case.names().get(a.0.0).id, a.0.1).cmp(&(&case.names().get(b.0.0).id, b.0.1)));
    keys.into_iter()
        .flat_map(|((place, harm), claims)| events(case, claims).into_iter().map(move |e| (place, harm, e)))
        .map(|(place, harm, e)| toll(case, place, harm, &e))
        .collect()
}

/// Claims in runs without longer gaps.
fn events(case: &Case, mut claims: Vec<u32>) -> Vec<Vec<u32>> {
    let at = |c: u32| case.claims.claims[c as usize].at;
    claims.sort_by_key(|c| (at(*c), *c));
    let mut runs: Vec<Vec<u32>> = Vec::new();
    for claim in claims {
        match runs.last_mut().filter(|r| r.last().is_some_and(|l| at(claim).0 - at(*l).0 <= APART * DAY)) {
            Some(run) => run.push(claim),
            None => runs.push(vec![claim]),
        }
    }
    runs
}

fn toll(case: &Case, place: Name, harm: &str, claims: &[u32]) -> Toll {
    let mut sources: Vec<Source> = Vec::new();
    for index in claims {
        let c = &case.claims.claims[*index as usize];
        let min = c.count.min.or(c.count.max).unwrap_or(0.0);
        let said = Source { origin: c.origin, min, max: if c.count.min.is_some() { c.count.max } else { Some(min) }, claim: *index };
        sources.retain(|s| s.origin != c.origin);
        sources.push(said);
    }
    sources.sort_by(|a, b| a.min.total_cmp(&b.min).then(a.origin.cmp(&b.origin)));
    let apart = |a: &Source, b: &Source| a.max.is_some_and(|m| m < b.min);
    let contested = sources.iter().any(|a| sources.iter().any(|b| apart(a, b)));
    let at = |i: usize| case.claims.claims[claims[i] as usize].at;
    Toll { place, harm: harm.to_owned(), from: at(0), to: at(claims.len() - 1), sources, contested }
}

/// One toll as a record.
#[derive(Clone, Debug, Serialize)]
pub struct TollRecord {
    /// Always `toll`.
    pub fluent: &'static str,
    /// Where.
    pub place: Named,
    /// What happened to people.
    pub harm: String,
    /// The instant asked for.
    pub at: Instant,
    /// The time known.
    pub known: Instant,
    /// `held` by two sources that agree, `likely` by one, `contested` when two cannot both be right.
    pub status: Status,
    /// Least and greatest number that a source gives.
    pub range: Range,
    /// Sources that agree with the range's middle source, and those that do not.
    pub chains: Chains,
    /// When it happened.
    pub since: crate::output::Since,
}

/// Least and greatest number.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Range {
    /// Least.
    pub min: f64,
    /// Greatest; nothing when the largest is "at least".
    pub max: Option<f64>,
}

impl TollRecord {
    /// Of a toll.
    pub fn of(case: &Case, toll: &Toll, at: Instant) -> Self {
        let middle = toll.sources[toll.sources.len() / 2];
        let agrees = |s: &&Source| s.max.is_none_or(|m| m >= middle.min) && middle.max.is_none_or(|m| m >= s.min);
        let pro = toll.sources.iter().filter(agrees).count();
        let status = if toll.contested {
            Status::Contested
        } else if toll.sources.len() > 1 {
            Status::Held
        } else {
            Status::Likely
        };
        Self {
            fluent: "toll",
            place: Named::of(case.names(), toll.place),
            harm: toll.harm.clone(),
            at,
            known: case.known,
            status,
            range: toll.range(),
            chains: Chains { pro, against: toll.sources.len() - pro },
            since: crate::output::Since { edtf: crate::output::edtf(Some(toll.from), toll.to) },
        }
    }
}

impl Toll {
    /// Least and greatest number that a source gives.
    pub fn range(&self) -> Range {
        let max = self.sources.iter().try_fold(0.0f64, |most, s| s.max.map(|m| most.max(m)));
        Range { min: self.sources[0].min, max }
    }
}
