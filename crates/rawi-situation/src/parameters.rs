//! What the filter believes about the world and about who speaks; learned from claims, never from truth.

use rawi_model::Certainty;
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::names::{Name, Names};
use crate::track::Statement;
use crate::vote::VoteSettings;

/// The hand-set part of the model: prior strengths, windows, confidence. Tuned on simulated wars, see docs/SITUATION.md.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Prior rate at which a fluent is refreshed, per day.
    pub rate: f64,
    /// Days after which a fresh value is settled.
    pub fresh_days: f64,
    /// How many times more is said of a fresh value than of a settled one.
    pub burst: f64,
    /// Prior probability that an origin follows the truth rather than its own habit.
    pub truth: f64,
    /// The same for a party to the conflict that speaks of its own.
    pub party_truth: f64,
    /// Weight of these priors, in statements.
    pub truth_strength: f64,
    /// Weight of the prior on the mean of all origins, in statements.
    pub mean_strength: f64,
    /// Days after which what an origin said counts half in what is learned of it, because sources change sides.
    pub memory_days: f64,
    /// Share of a party's untrue words that claim for itself.
    pub party_lean: f64,
    /// Weight of the prior on habits, in statements.
    pub lean_strength: f64,
    /// Prior probability that an unsourced statement copies one that was out before.
    pub copy: f64,
    /// Weight of that prior, in statements.
    pub copy_strength: f64,
    /// Hours within which a statement without a source may be a copy.
    pub copy_hours: f64,
    /// Hours within which the same word of the same origin is a relay.
    pub relay_hours: f64,
    /// Days after which a repeated word counts like new.
    pub repeat_days: f64,
    /// Exponent of every likelihood: below 1, because errors of sources come together.
    pub temper: f64,
    /// Half-life of an origin's vote, days.
    pub half_life: f64,
    /// Votes that the prior has.
    pub vote_prior: f64,
    /// Exponent of the vote's shares.
    pub sharpness: f64,
    /// Exponent of the filter in the product with the vote.
    pub trust_filter: f64,
    /// Exponent of the vote in that product.
    pub trust_vote: f64,
    /// Share of the prior in the belief that is shown, so that nothing is ever certain.
    pub doubt: f64,
    /// Prior probability of "someone else or no one".
    pub other: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rate: 0.025,
            fresh_days: 4.0,
            burst: 2.5,
            truth: 0.65,
            party_truth: 0.53,
            truth_strength: 12.0,
            mean_strength: 100.0,
            memory_days: 40.0,
            party_lean: 0.8,
            lean_strength: 10.0,
            copy: 0.4,
            copy_strength: 10.0,
            copy_hours: 36.0,
            relay_hours: 18.0,
            repeat_days: 3.0,
            temper: 0.95,
            half_life: 4.0,
            vote_prior: 0.35,
            sharpness: 1.6,
            trust_filter: 0.85,
            trust_vote: 0.35,
            doubt: 0.005,
            other: 0.02,
        }
    }
}

impl Settings {
    /// The settings of the vote.
    pub fn vote(&self) -> VoteSettings {
        VoteSettings { half_life: self.half_life, prior: self.vote_prior, sharpness: self.sharpness }
    }

    /// Settings for where persons are: people move more often than fronts.
    pub fn for_persons(&self) -> Self {
        Self { rate: 0.3, half_life: 2.0, ..self.clone() }
    }
}

/// How an origin speaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Probability that a statement follows the truth.
    pub truth: f64,
    /// What it says otherwise: shares of values; what is not listed has `rest`.
    pub lean: Vec<(Name, f64)>,
    /// Share of a value that is not listed.
    pub rest: f64,
}

impl Voice {
    /// Share of a value in what is said regardless of the truth.
    pub fn lean(&self, value: Name) -> f64 {
        self.lean.iter().find(|l| l.0 == value).map_or(self.rest, |l| l.1)
    }
}

/// Everything learned from the claims known at one time.
#[derive(Clone, Debug)]
pub struct Parameters {
    /// Hand-set part.
    pub settings: Settings,
    /// Rate at which a fluent is refreshed, per day.
    pub rate: f64,
    /// How many times more is said of a fresh value.
    pub burst: f64,
    /// Mean truth of parties, and of everyone else: what an origin is taken for until it is known better.
    pub mean_truth: [f64; 2],
    /// By origin.
    pub voices: FxHashMap<Name, Voice>,
    /// Probability that the first copies the second when it says the same after it and names no source.
    pub copies: FxHashMap<(Name, Name), f64>,
    /// Share of each value among all statements: the prior of who holds an unknown place.
    pub shares: FxHashMap<Name, f64>,
}

impl Parameters {
    /// Before any claim.
    pub fn prior(settings: &Settings) -> Self {
        let (rate, burst) = (settings.rate, settings.burst);
        let mean_truth = [settings.party_truth, settings.truth];
        Self { settings: settings.clone(), rate, burst, mean_truth, voices: FxHashMap::default(), copies: FxHashMap::default(), shares: FxHashMap::default() }
    }

    /// The voice of an origin that has not been learned: a party leans to itself, anyone else to nobody.
    pub fn unheard(&self, origin: Name) -> Voice {
        let s = &self.settings;
        match self.shares.get(&origin) {
            Some(_) => Voice { truth: self.mean_truth[0], lean: vec![(origin, s.party_lean)], rest: (1.0 - s.party_lean) / 2.0 },
            None => Voice { truth: self.mean_truth[1], lean: Vec::new(), rest: 1.0 / self.shares.len().max(2) as f64 },
        }
    }

    /// Identifier of the learned values, so that a belief can name what it was made with. What else the claims name has no part in it.
    pub fn version(&self, names: &Names) -> String {
        let id = |n: Name| names.get(n).id.as_str();
        let lean = |v: &Voice| {
            let mut lean: Vec<String> = v.lean.iter().map(|l| format!("{} {:.6}", id(l.0), l.1)).collect();
            lean.sort();
            lean.join(" ")
        };
        let mut lines: Vec<String> = self.voices.iter().map(|(o, v)| format!("{} {:.6} {}", id(*o), v.truth, lean(v))).collect();
        lines.extend(self.copies.iter().map(|((a, b), c)| format!("{} {} {c:.6}", id(*a), id(*b))));
        lines.sort();
        let text = format!("{:?} {:.9} {:.6} {lines:?}", self.settings, self.rate, self.burst);
        let hex: String = Sha256::digest(text.as_bytes()).iter().take(6).map(|b| format!("{b:02x}")).collect();
        format!("prm_{hex}")
    }
}

/// Probability that a statement of this certainty, read by a reader that errs, says nothing at all.
pub fn idle(s: &Statement) -> f64 {
    let hedge = match s.certainty {
        Certainty::Certain => 0.02,
        Certainty::Probable => 0.35,
        Certainty::Possible => 0.6,
    };
    1.0 - (1.0 - hedge) * (1.0 - s.misread)
}
