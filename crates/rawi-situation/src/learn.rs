//! Learning without truth: what the filter believes of the past tells how its sources speak, and the other way round.

use rustc_hash::FxHashMap;

use crate::filter::{Mass, normalise};
use crate::fold::{Fold, Step};
use crate::instant::Instant;
use crate::names::Name;
use crate::parameters::{Parameters, Settings, Voice};
use crate::track::{Fluent, Track};

/// Rounds after which learning stops even while it still improves.
const ROUNDS: usize = 6;

/// Counts of one round.
#[derive(Default)]
struct Counts {
    /// By origin: weight of statements that followed the truth, and of all.
    truth: FxHashMap<Name, (f64, f64)>,
    /// By origin and value: weight of what was said regardless of the truth.
    habit: FxHashMap<(Name, Name), f64>,
    /// By origin and earlier origin: how often it agreed, would have agreed by itself, and could have agreed.
    agreed: FxHashMap<(Name, Name), (f64, f64, f64)>,
    refreshes: f64,
    days: f64,
    evidence: f64,
}

/// Learns from the tracks of one fluent what is known at `known`.
pub fn learn(tracks: &[Track], fluent: Fluent, settings: &Settings, known: Instant) -> Parameters {
    let tracks: Vec<&Track> = tracks.iter().filter(|t| t.fluent == fluent).collect();
    let mut parameters = Parameters::prior(settings);
    parameters.shares = shares(&tracks, known);
    let mut best = f64::NEG_INFINITY;
    for _ in 0..ROUNDS {
        let mut counts = Counts::default();
        tracks.iter().for_each(|t| count(&counted(t, &parameters, known), known, &mut counts));
        if counts.evidence <= best + 1e-4 * best.abs() {
            break;
        }
        best = counts.evidence;
        parameters = improve(&parameters, &counts);
    }
    parameters
}

/// Share of each value among independent words: every origin counts once per track and value.
fn shares(tracks: &[&Track], known: Instant) -> FxHashMap<Name, f64> {
    let mut shares: FxHashMap<Name, f64> = FxHashMap::default();
    for track in tracks {
        let mut said: Vec<(Name, Name)> = track.statements.iter().filter(|s| s.known <= known && !s.denied).map(|s| (s.value, s.origin)).collect();
        said.sort_unstable();
        said.dedup();
        said.iter().for_each(|s| *shares.entry(s.0).or_default() += 1.0);
    }
    let mut total: Vec<f64> = shares.values().copied().collect();
    total.sort_by(f64::total_cmp);
    let total: f64 = total.iter().sum();
    shares.values_mut().for_each(|v| *v /= total);
    shares
}

/// A track without relays: nothing is learned from hearing a word twice.
fn counted<'a>(track: &Track, parameters: &'a Parameters, known: Instant) -> Fold<'a> {
    let mut fold = Fold::of(track, parameters, known);
    fold.steps.retain(|s| s.weight.value > 0.0);
    fold
}

/// Forward and backward over one track.
fn count(fold: &Fold<'_>, known: Instant, counts: &mut Counts) {
    if fold.steps.is_empty() {
        return;
    }
    let (masses, evidence) = forward(fold);
    counts.evidence += evidence;
    let mut future: Mass = vec![[1.0, 1.0]; fold.prior.len()];
    for (index, step) in fold.steps.iter().enumerate().rev() {
        let mut belief: Mass = masses[index].iter().zip(&future).map(|(m, f)| [m[0] * f[0], m[1] * f[1]]).collect();
        normalise(&mut belief);
        heard(step, &belief, fold, known, counts);
        agreement(index, &belief, fold, counts);
        step.likelihood.apply(&mut future);
        normalise(&mut future);
        let Some(last) = index.checked_sub(1) else { break };
        let days = step.statement.at.days() - fold.steps[last].statement.at.days();
        if days > 0.0 {
            let gap = fold.rates.over(days, true);
            counts.refreshes += gap.refreshed(&masses[last], &future, &fold.prior);
            counts.days += days;
            gap.backward(&mut future, &fold.prior);
        }
    }
}

/// The mass after every statement, and the logarithm of the probability of all of them.
fn forward(fold: &Fold<'_>) -> (Vec<Mass>, f64) {
    let mut mass = fold.start();
    let mut now = fold.steps[0].statement.at;
    let mut evidence = 0.0;
    let mut masses = Vec::with_capacity(fold.steps.len());
    for step in &fold.steps {
        fold.drift(&mut mass, now, step.statement.at);
        step.likelihood.apply(&mut mass);
        evidence += normalise(&mut mass);
        now = step.statement.at;
        masses.push(mass.clone());
    }
    (masses, evidence)
}

/// How far a statement followed the truth.
fn heard(step: &Step, belief: &[[f64; 2]], fold: &Fold<'_>, known: Instant, counts: &mut Counts) {
    let s = &step.statement;
    let Some(named) = step.likelihood.named.filter(|_| !s.denied && step.weight.value > 0.0) else { return };
    let unheard = || fold.parameters.unheard(s.origin);
    let (truth, lean) = match fold.parameters.voices.get(&s.origin) {
        Some(v) => (v.truth, v.lean(s.value)),
        None => (unheard().truth, unheard().lean(s.value)),
    };
    let holds = belief[named][0] + belief[named][1];
    let followed = holds * truth / (truth + (1.0 - truth) * lean).max(1e-9);
    let weight = step.weight.value * remembered(s.at, known, fold.parameters.settings.memory_days);
    let entry = counts.truth.entry(s.origin).or_default();
    entry.0 += weight * followed;
    entry.1 += weight;
    *counts.habit.entry((s.origin, s.value)).or_default() += weight * (1.0 - followed);
}

/// What is left of a statement's weight in learning; all of it when no time is given.
fn remembered(at: Instant, known: Instant, half_life: f64) -> f64 {
    if known == Instant::MAX { 1.0 } else { 0.5f64.powf((known.days() - at.days()) / half_life) }
}

/// For an unsourced statement: which origins spoke shortly before, and whether it said the same.
fn agreement(index: usize, belief: &[[f64; 2]], fold: &Fold<'_>, counts: &mut Counts) {
    let s = &fold.steps[index].statement;
    if s.sourced || s.denied || fold.steps[index].weight.value == 0.0 {
        return;
    }
    let window = (fold.parameters.settings.copy_hours * 3600.0) as i64;
    let mut seen = vec![s.origin];
    for step in fold.steps[..index].iter().rev() {
        let before = &step.statement;
        if s.at.0 - before.at.0 > window {
            break;
        }
        if before.denied || seen.contains(&before.origin) {
            continue;
        }
        seen.push(before.origin);
        let alone = fold.candidates.iter().position(|c| *c == before.value).map_or(0.0, |j| belief[j][0] + belief[j][1]);
        let truth = fold.parameters.voices.get(&s.origin).map_or(fold.parameters.settings.truth, |v| v.truth);
        let entry = counts.agreed.entry((s.origin, before.origin)).or_default();
        entry.0 += f64::from(before.value == s.value);
        entry.1 += (alone * truth + (1.0 - truth) * 0.5).clamp(0.05, 0.95);
        entry.2 += 1.0;
    }
}

/// The parameters that the counts and the priors together suggest.
fn improve(old: &Parameters, counts: &Counts) -> Parameters {
    let settings = &old.settings;
    let mean_truth = mean_truth(old, counts);
    let old = &Parameters { mean_truth, ..old.clone() };
    let voices = counts.truth.iter().map(|(origin, (followed, all))| (*origin, voice(*origin, *followed, *all, old, counts))).collect();
    let copies = counts.agreed.iter().map(|(pair, (same, alone, n))| {
        let excess = ((same - alone) / (n - alone).max(0.5)).clamp(0.0, 0.95);
        (*pair, (excess * n + settings.copy * settings.copy_strength) / (n + settings.copy_strength))
    });
    let strength = 40.0;
    let rate = (counts.refreshes + strength * settings.rate) / (counts.days + strength);
    Parameters { rate: rate.clamp(0.002, 2.0), voices, copies: copies.collect(), ..old.clone() }
}

/// The mean truth of parties and of everyone else. Summed in the order of names, so that the last digit is always the same.
fn mean_truth(old: &Parameters, counts: &Counts) -> [f64; 2] {
    let s = &old.settings;
    let mut origins: Vec<Name> = counts.truth.keys().copied().collect();
    origins.sort_unstable();
    [(true, s.party_truth), (false, s.truth)].map(|(party, prior)| {
        let of = origins.iter().filter(|o| old.shares.contains_key(o) == party).map(|o| counts.truth[o]);
        let (followed, all) = of.fold((0.0, 0.0), |t, c| (t.0 + c.0, t.1 + c.1));
        (followed + s.mean_strength * prior) / (all + s.mean_strength)
    })
}

fn voice(origin: Name, followed: f64, all: f64, old: &Parameters, counts: &Counts) -> Voice {
    let s = &old.settings;
    let before = old.unheard(origin);
    let truth = (followed + s.truth_strength * before.truth) / (all + s.truth_strength);
    let mut listed: Vec<Name> = old.shares.keys().copied().filter(|v| *v == origin || counts.habit.contains_key(&(origin, *v))).collect();
    listed.sort_unstable();
    let said = |v: Name| counts.habit.get(&(origin, v)).copied().unwrap_or(0.0) + s.lean_strength * before.lean(v);
    let unsaid = s.lean_strength * before.rest;
    let total = listed.iter().map(|v| said(*v)).sum::<f64>() + unsaid * (old.shares.len() - listed.len()) as f64;
    Voice { truth: truth.clamp(0.02, 0.98), lean: listed.iter().map(|v| (*v, said(*v) / total)).collect(), rest: unsaid / total }
}
