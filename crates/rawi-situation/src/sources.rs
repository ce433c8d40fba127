//! Who speaks: how often alone, confirmed, contradicted, and whom each outlet quotes.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::fold::Fold;
use crate::instant::{DAY, Instant};
use crate::names::Name;
use crate::output::Named;
use crate::situation::Case;
use crate::track::Track;

/// Days around a statement within which another origin may stand by it.
const TOGETHER: i64 = 3;
/// Belief from which a statement counts as confirmed, and below which as contradicted.
const CONFIRMED: f64 = 0.9;
const CONTRADICTED: f64 = 0.1;

/// The record of one origin.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// Who.
    pub origin: Named,
    /// Statements with any weight.
    pub statements: usize,
    /// Relays of them that were not counted again.
    pub relays: usize,
    /// Statements by which no other origin stood within three days.
    pub alone: usize,
    /// Statements that all that is known bears out (P ≥ .90 by the filter).
    pub confirmed: usize,
    /// Statements that all that is known speaks against (P ≤ .10 by the filter).
    pub contradicted: usize,
    /// Learned probability that a statement on control follows the truth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub truth: Option<f64>,
    /// Outlets that passed on its words, with how often.
    pub quoted_by: BTreeMap<String, usize>,
}

/// Every origin that spoke of a fluent up to `at`, the most talkative first.
pub fn sources(case: &Case, at: Instant) -> Vec<Source> {
    let mut by_origin: FxHashMap<Name, Source> = FxHashMap::default();
    for track in &case.tracks {
        count(case, track, at, &mut by_origin);
    }
    let mut list: Vec<Source> = by_origin.into_values().collect();
    list.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.origin.id.cmp(&b.origin.id)));
    list
}

fn count(case: &Case, track: &Track, at: Instant, by_origin: &mut FxHashMap<Name, Source>) {
    let fold = case.fold(track);
    let steps = fold.before(at);
    let beliefs = fold.beliefs(&steps.iter().map(|s| s.statement.at).collect::<Vec<_>>());
    for (index, step) in steps.iter().enumerate() {
        let s = &step.statement;
        let source = by_origin.entry(s.origin).or_insert_with(|| new(case, track, s.origin));
        if s.outlet != s.origin {
            *source.quoted_by.entry(case.names().get(s.outlet).id.clone()).or_default() += 1;
        }
        if step.weight.value == 0.0 {
            source.relays += 1;
            continue;
        }
        let held = step.likelihood.named.map_or(0.0, |j| beliefs[index][j]);
        let borne = if s.denied { 1.0 - held } else { held };
        source.statements += 1;
        source.alone += usize::from(alone(&fold, index));
        source.confirmed += usize::from(borne >= CONFIRMED);
        source.contradicted += usize::from(borne <= CONTRADICTED);
    }
}

fn new(case: &Case, track: &Track, origin: Name) -> Source {
    let truth = case.parameters(track.fluent).voices.get(&origin).map(|v| (v.truth * 1e3).round() / 1e3);
    Source { origin: Named::of(case.names(), origin), statements: 0, relays: 0, alone: 0, confirmed: 0, contradicted: 0, truth, quoted_by: BTreeMap::new() }
}

/// True when no other origin says the same within the time.
fn alone(fold: &Fold<'_>, index: usize) -> bool {
    let s = &fold.steps[index].statement;
    let near = |o: i64| (o - s.at.0).abs() <= TOGETHER * DAY;
    let same = |o: &crate::track::Statement| o.origin != s.origin && o.value == s.value && o.denied == s.denied;
    let before = fold.steps[..index].iter().rev().take_while(|o| near(o.statement.at.0));
    let after = fold.steps[index + 1..].iter().take_while(|o| near(o.statement.at.0));
    !before.chain(after).any(|o| same(&o.statement))
}
