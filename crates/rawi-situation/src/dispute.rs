//! Disputes: claims that cannot all be true of one fluent at one time, with both sides kept.

use serde::Serialize;

use crate::fold::{Fold, Step};
use crate::instant::{DAY, Instant};
use crate::names::Name;
use crate::output::Named;
use crate::situation::{Case, opposed};
use crate::toll::{Toll, tolls};
use crate::track::Track;

/// Two or more sides on one question, over a time.
#[derive(Clone, Debug, Serialize)]
pub struct Dispute {
    /// `control`, `location`, … or `toll`.
    pub fluent: &'static str,
    /// The place or person.
    pub subject: Named,
    /// First instant that a disputed claim speaks of.
    pub from: Instant,
    /// Last one.
    pub to: Instant,
    /// What each side says.
    pub sides: Vec<Side>,
}

/// What is said, and by whom.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// The value, or a count.
    pub value: Named,
    /// True when the side denies the value.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub denied: bool,
    /// Independent origins of the side.
    pub chains: usize,
    /// Its claims.
    pub claims: Vec<Spoken>,
}

/// A claim of a side, with its words.
#[derive(Clone, Debug, Serialize)]
pub struct Spoken {
    /// Identifier of the claim.
    pub id: String,
    /// Identifier of the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// Who holds it.
    pub origin: Named,
    /// The instant it speaks of.
    pub at: Instant,
    /// When it could be known.
    pub known: Instant,
    /// The words that evoke it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
}

/// Words and their place in the report, in code points.
#[derive(Clone, Debug, Serialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: u64,
    /// One past the last.
    pub end: u64,
}

impl Spoken {
    /// Of a claim.
    pub fn of(case: &Case, claim: u32) -> Self {
        let c = &case.claims.claims[claim as usize];
        let quote = c.quote.clone().map(|(text, start, end)| Quote { text, start, end });
        Self { id: c.id.clone(), report: c.report.clone(), origin: Named::of(case.names(), c.origin), at: c.at, known: c.known, quote }
    }
}

/// Every dispute about instants up to `at`, by fluent and subject, then by time.
pub fn disputes(case: &Case, at: Instant) -> Vec<Dispute> {
    let weighed = case.tracks.iter().flat_map(|t| {
        let fold = case.fold(t);
        episodes(fold.before(at), window(&fold)).into_iter().map(|e| dispute(case, t, &e)).collect::<Vec<_>>()
    });
    weighed.chain(tolls(case, at).iter().filter(|t| t.contested).map(|t| of_toll(case, t))).collect()
}

/// Those of `now` that share no claim with one of `before`: they opened since.
pub fn opened(before: &[Dispute], now: Vec<Dispute>) -> Vec<Dispute> {
    let claims = |d: &Dispute| d.sides.iter().flat_map(|s| &s.claims).map(|c| c.id.clone()).collect::<Vec<_>>();
    let known: Vec<(&str, &str, Vec<String>)> = before.iter().map(|d| (d.fluent, d.subject.id.as_str(), claims(d))).collect();
    let is_known = |d: &Dispute| known.iter().any(|(fluent, subject, old)| *fluent == d.fluent && *subject == d.subject.id && claims(d).iter().any(|c| old.contains(c)));
    now.into_iter().filter(|d| !is_known(d)).collect()
}

fn window(fold: &Fold<'_>) -> i64 {
    (fold.parameters.settings.fresh_days * DAY as f64) as i64
}

/// Statements that another origin contradicts within the window, in runs without longer gaps.
fn episodes(steps: &[Step], window: i64) -> Vec<Vec<Step>> {
    let near = |a: &Step, b: &Step| (b.statement.at.0 - a.statement.at.0).abs() <= window;
    let contradicted = |i: usize| {
        let a = &steps[i];
        let around = steps[..i].iter().rev().take_while(|b| near(a, b)).chain(steps[i + 1..].iter().take_while(|b| near(a, b)));
        around.into_iter().any(|b| b.statement.origin != a.statement.origin && opposed(a, b))
    };
    let mut runs: Vec<Vec<Step>> = Vec::new();
    for step in (0..steps.len()).filter(|i| contradicted(*i)).map(|i| steps[i]) {
        match runs.last_mut().filter(|r| r.last().is_some_and(|l| near(l, &step))) {
            Some(run) => run.push(step),
            None => runs.push(vec![step]),
        }
    }
    runs
}

fn dispute(case: &Case, track: &Track, steps: &[Step]) -> Dispute {
    let mut said: Vec<(Name, bool)> = Vec::new();
    steps.iter().map(|s| (s.statement.value, s.statement.denied)).for_each(|w| {
        if !said.contains(&w) {
            said.push(w)
        }
    });
    let side = |(value, denied): (Name, bool)| {
        let of_side = steps.iter().filter(|s| s.statement.value == value && s.statement.denied == denied);
        let mut origins: Vec<Name> = of_side.clone().map(|s| s.statement.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        Side { value: Named::of(case.names(), value), denied, chains: origins.len(), claims: of_side.map(|s| Spoken::of(case, s.statement.claim)).collect() }
    };
    let ends = (steps[0].statement.at, steps[steps.len() - 1].statement.at);
    Dispute { fluent: track.fluent.code(), subject: Named::of(case.names(), track.subject), from: ends.0, to: ends.1, sides: said.into_iter().map(side).collect() }
}

fn of_toll(case: &Case, toll: &Toll) -> Dispute {
    let side =
        |s: &crate::toll::Source| Side { value: Named { id: s.words(), name: None, lat: None, lon: None }, denied: false, chains: 1, claims: vec![Spoken::of(case, s.claim)] };
    Dispute { fluent: "toll", subject: Named::of(case.names(), toll.place), from: toll.from, to: toll.to, sides: toll.sources.iter().map(side).collect() }
}
