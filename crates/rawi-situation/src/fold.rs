//! One track folded: forward over what speaks of the past, backward over what was told of later instants.

use crate::filter::{Chances, Likelihood, Mass, Rates, chances, holders, normalise};
use crate::instant::Instant;
use crate::names::Name;
use crate::parameters::Parameters;
use crate::track::{Statement, Track};
use crate::weigh::{Memory, Weight};

/// Holders that a place can have besides "other".
pub const MOST_CANDIDATES: usize = 12;

/// A statement as weighed.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// The statement.
    pub statement: Statement,
    /// Its weight and why.
    pub weight: Weight,
    /// What it does to the belief.
    pub likelihood: Likelihood,
}

/// Everything known of one fluent at one time, ready to be asked for any instant.
pub struct Fold<'a> {
    /// Holders in the order of the belief; "other" comes after the last.
    pub candidates: Vec<Name>,
    /// Prior of every candidate and of "other".
    pub prior: Vec<f64>,
    /// Statements known, in the order of the instants spoken of.
    pub steps: Vec<Step>,
    /// Rates of this track.
    pub rates: Rates,
    /// What it was made with.
    pub parameters: &'a Parameters,
}

impl<'a> Fold<'a> {
    /// Weighs the statements of a track that are known at `known`.
    pub fn of(track: &Track, parameters: &'a Parameters, known: Instant) -> Self {
        let heard: Vec<&Statement> = track.statements.iter().filter(|s| s.known <= known).collect();
        let candidates = candidates(&heard, parameters);
        let prior = prior(&candidates, parameters);
        let mut memory = Memory::default();
        let weighed: Vec<(Statement, Weight)> = heard.iter().map(|s| (**s, memory.weigh(s, parameters))).collect();
        let rates = rates(&weighed, parameters);
        let mut voices = Voices { parameters, heard: Vec::new() };
        let step = |(statement, weight)| Step { statement, weight, likelihood: voices.likelihood(&statement, weight, &candidates, &rates) };
        let steps = weighed.into_iter().map(step).collect();
        Self { candidates, prior, steps, rates, parameters }
    }

    /// The statements that speak of instants up to `at`.
    pub fn before(&self, at: Instant) -> &[Step] {
        &self.steps[..self.steps.partition_point(|s| s.statement.at <= at)]
    }

    /// The statements that speak of later instants.
    pub fn after(&self, at: Instant) -> &[Step] {
        &self.steps[self.steps.partition_point(|s| s.statement.at <= at)..]
    }

    /// The belief before any statement: settled, by the prior.
    pub fn start(&self) -> Mass {
        self.prior.iter().map(|p| [0.0, *p]).collect()
    }

    /// The mass at an instant from what speaks of it and before.
    pub fn forward(&self, at: Instant) -> Mass {
        self.forwards(&[at]).swap_remove(0)
    }

    /// Lets time pass in which nothing was heard.
    pub fn drift(&self, mass: &mut [[f64; 2]], from: Instant, to: Instant) {
        if to > from {
            self.rates.over(to.days() - from.days(), true).forward(mass, &self.prior);
        }
    }

    /// The filter's belief in each candidate and "other" at an instant, from everything known.
    pub fn belief(&self, at: Instant) -> Vec<f64> {
        self.beliefs(&[at]).swap_remove(0)
    }

    /// The same for several instants in rising order, in one pass each way.
    pub fn beliefs(&self, times: &[Instant]) -> Vec<Vec<f64>> {
        let mut masses = self.forwards(times);
        self.backwards(times, &mut masses);
        masses.iter().map(|m| holders(m)).collect()
    }

    fn forwards(&self, times: &[Instant]) -> Vec<Mass> {
        let mut mass = self.start();
        let mut now = self.steps.first().map_or(Instant::MAX, |s| s.statement.at);
        let mut steps = self.steps.iter().peekable();
        let mut masses = Vec::with_capacity(times.len());
        for at in times {
            while let Some(step) = steps.next_if(|s| s.statement.at <= *at) {
                self.drift(&mut mass, now, step.statement.at);
                step.likelihood.apply(&mut mass);
                normalise(&mut mass);
                now = step.statement.at;
            }
            let mut here = mass.clone();
            self.drift(&mut here, now, *at);
            normalise(&mut here);
            masses.push(here);
        }
        masses
    }

    fn backwards(&self, times: &[Instant], masses: &mut [Mass]) {
        let mut future: Mass = vec![[1.0, 1.0]; self.prior.len()];
        let mut now = self.steps.last().map_or(Instant::MAX, |s| s.statement.at);
        let mut steps = self.steps.iter().rev().peekable();
        for (at, mass) in times.iter().zip(masses).rev() {
            while let Some(step) = steps.next_if(|s| s.statement.at > *at) {
                self.undrift(&mut future, step.statement.at, now);
                step.likelihood.apply(&mut future);
                normalise(&mut future);
                now = step.statement.at;
            }
            let mut here = future.clone();
            if now > *at && now != Instant::MAX {
                self.undrift(&mut here, *at, now);
            }
            mass.iter_mut().zip(&here).for_each(|(m, f)| *m = [m[0] * f[0], m[1] * f[1]]);
            normalise(mass);
        }
    }

    /// The likelihood, at an instant, of the first `count` statements about later ones.
    pub fn future(&self, at: Instant, count: usize) -> Mass {
        let later = &self.after(at)[..count];
        let mut future: Mass = vec![[1.0, 1.0]; self.prior.len()];
        for (index, step) in later.iter().enumerate().rev() {
            step.likelihood.apply(&mut future);
            normalise(&mut future);
            let from = index.checked_sub(1).map_or(at, |i| later[i].statement.at);
            self.undrift(&mut future, from, step.statement.at);
        }
        future
    }

    fn undrift(&self, future: &mut [[f64; 2]], from: Instant, to: Instant) {
        if to > from {
            self.rates.over(to.days() - from.days(), true).backward(future, &self.prior);
        }
    }
}

/// The chances of every origin heard here, worked out once.
struct Voices<'p> {
    parameters: &'p Parameters,
    heard: Vec<(Name, Vec<Chances>)>,
}

impl Voices<'_> {
    fn likelihood(&mut self, s: &Statement, weight: Weight, candidates: &[Name], rates: &Rates) -> Likelihood {
        let named = candidates.iter().position(|c| *c == s.value);
        let said = named.map_or(Chances { hit: 1.0, miss: 1.0 }, |j| self.of(s.origin, candidates)[j]);
        Likelihood::of(s, named, said, candidates.len(), weight.value * self.parameters.settings.temper, rates)
    }

    fn of(&mut self, origin: Name, candidates: &[Name]) -> &[Chances] {
        let known = self.heard.iter().position(|h| h.0 == origin);
        let index = known.unwrap_or_else(|| {
            let chances = self.parameters.voices.get(&origin).map_or_else(|| chances(&self.parameters.unheard(origin), candidates), |v| chances(v, candidates));
            self.heard.push((origin, chances));
            self.heard.len() - 1
        });
        &self.heard[index].1
    }
}

/// Rates by what counts: a relay is no arrival.
fn rates(weighed: &[(Statement, Weight)], parameters: &Parameters) -> Rates {
    let mut counted = weighed.iter().filter(|w| w.1.value > 0.0).map(|w| w.0.at.days());
    let count = counted.clone().count() as f64;
    let days = counted.next().map_or(0.0, |first| counted.next_back().unwrap_or(first) - first);
    Rates::of(parameters, count, days)
}

/// Who can hold the place: everyone whom a statement about it names, then those who are named most elsewhere.
fn candidates(heard: &[&Statement], parameters: &Parameters) -> Vec<Name> {
    let mut found: Vec<Name> = heard.iter().map(|s| s.value).collect();
    found.sort_unstable();
    found.dedup();
    let share = |n: &Name| parameters.shares.get(n).copied().unwrap_or(0.0);
    found.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
    found.truncate(MOST_CANDIDATES);
    let mut rivals: Vec<Name> = parameters.shares.iter().filter(|(n, s)| **s >= 0.05 && !found.contains(n)).map(|(n, _)| *n).collect();
    rivals.sort_by(|a, b| share(b).total_cmp(&share(a)).then(a.cmp(b)));
    found.extend(rivals.into_iter().take(6));
    found.truncate(MOST_CANDIDATES);
    found
}

/// Half by how often a holder is named at all, half even; the fewer are named, the likelier is somebody else.
fn prior(candidates: &[Name], parameters: &Parameters) -> Vec<f64> {
    let other = match candidates.len() {
        0 => 1.0,
        1 => 0.4,
        2 => parameters.settings.other.max(0.1),
        _ => parameters.settings.other,
    };
    let share = |n: &Name| parameters.shares.get(n).copied().unwrap_or(0.0) + 1e-3;
    let all: f64 = candidates.iter().map(share).sum();
    let even = 1.0 / candidates.len().max(1) as f64;
    let named = candidates.iter().map(|c| (1.0 - other) * (0.5 * share(c) / all + 0.5 * even));
    named.chain([other]).collect()
}
