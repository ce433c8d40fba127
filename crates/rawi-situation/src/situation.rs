//! What is shown: the weighed value of every fluent at an instant, from what was known at another.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::claim::Claims;
use crate::fold::{Fold, Step};
use crate::instant::{DAY, Instant};
use crate::learn::learn;
use crate::names::{Name, Names};
use crate::parameters::{Parameters, Settings};
use crate::record::Record;
use crate::track::{Fluent, Track, Tracks};
use crate::vote::vote;

/// How beliefs are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Estimator {
    /// The filter, averaged with the vote.
    #[default]
    Filter,
    /// The decayed vote per origin alone.
    Vote,
}

/// All claims known at one time, sorted into tracks, with what was learned from them.
pub struct Case {
    /// Claims and names.
    pub claims: Claims,
    /// What they say of each fluent.
    pub tracks: Vec<Track>,
    /// The time known.
    pub known: Instant,
    parameters: FxHashMap<Fluent, Parameters>,
}

/// How sure a belief is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// P ≥ [`HELD`].
    Held,
    /// P ≥ [`LIKELY`].
    Likely,
    /// Less, and independent origins on different sides lately, or fighting.
    Contested,
    /// Less, or nothing was said for long.
    Unknown,
}

impl Status {
    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Likely => "likely",
            Self::Contested => "contested",
            Self::Unknown => "unknown",
        }
    }
}

/// Belief from which a place counts as held: in invented wars beliefs from .95 were right .987 of the times in tuning, those from .90 only .979.
pub const HELD: f64 = 0.95;
/// Belief from which a place counts as likely held.
pub const LIKELY: f64 = 0.70;
/// Belief from which a value is shown at all.
pub const SHOWN: f64 = 0.63;
/// Belief in a new holder from which an alert is given.
pub const ALERT: f64 = 0.30;

/// The weighed value of one fluent.
#[derive(Clone, Debug)]
pub struct Belief {
    /// How sure.
    pub status: Status,
    /// The value shown; `None` when it is unknown or nobody.
    pub value: Option<Name>,
    /// Every candidate with its probability, likeliest first.
    pub values: Vec<(Name, f64)>,
    /// Probability of anyone else or no one.
    pub other: f64,
    /// Origins that last spoke for the value, and against it.
    pub chains: (usize, usize),
    /// First and last day on which it may have begun; no first day when it was so before the first claim.
    pub since: Option<(Option<Instant>, Instant)>,
    /// The claimed new value while it is not confirmed.
    pub alert: Option<Name>,
}

impl Case {
    /// Sorts and learns from the records known at `known`.
    pub fn new(records: Vec<Record>, known: Instant, settings: &Settings) -> Self {
        let mut claims = Claims::known_at(records, known);
        let tracks = Tracks::of(&mut claims).tracks;
        let parameters = learned(&tracks, settings, known);
        Self { claims, tracks, known, parameters }
    }

    /// Learns anew from the tracks that there are.
    pub fn learn(&mut self, settings: &Settings) {
        self.parameters = learned(&self.tracks, settings, self.known);
    }

    /// Of tracks that were put together elsewhere, with what was learned earlier.
    pub(crate) fn from_tracks(claims: Claims, tracks: Vec<Track>, parameters: FxHashMap<Fluent, Parameters>, known: Instant) -> Self {
        Self { claims, tracks, known, parameters }
    }

    /// Everything that claims name.
    pub fn names(&self) -> &Names {
        &self.claims.names
    }

    /// What was learned about a fluent.
    pub fn parameters(&self, fluent: Fluent) -> &Parameters {
        &self.parameters[&fluent]
    }

    /// A track, folded.
    pub fn fold(&self, track: &Track) -> Fold<'_> {
        Fold::of(track, self.parameters(track.fluent), self.known)
    }

    /// The tracks of a fluent or of all, without those of which nothing was said up to `at`.
    pub fn tracks_at(&self, at: Instant) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(move |t| t.statements.first().is_some_and(|s| s.at <= at) || t.fights.first().is_some_and(|f| f.0 <= at))
    }

    /// The belief in a fluent at an instant.
    pub fn believe(&self, track: &Track, at: Instant, estimator: Estimator) -> Belief {
        let fold = self.fold(track);
        let p = probabilities(&fold, at, estimator);
        let belief = describe(track, &fold, at, &p);
        Belief { since: belief.value.and_then(|v| since(&fold, v, at)), ..belief }
    }

    /// The same for instants in rising order, in one pass each way, without when values began.
    pub fn believe_all(&self, track: &Track, fold: &Fold<'_>, times: &[Instant], estimator: Estimator) -> Vec<(Instant, Belief)> {
        let settings = &fold.parameters.settings;
        let filters = if estimator == Estimator::Filter { fold.beliefs(times) } else { vec![Vec::new(); times.len()] };
        let shown = |at: Instant, filter: &Vec<f64>| {
            let votes = vote(fold, at, settings.vote());
            if filter.is_empty() { votes } else { average(filter, &votes, fold) }
        };
        times.iter().zip(&filters).map(|(at, f)| (*at, describe(track, fold, *at, &shown(*at, f)))).collect()
    }
}

fn learned(tracks: &[Track], settings: &Settings, known: Instant) -> FxHashMap<Fluent, Parameters> {
    let settings_of = |f: Fluent| if f == Fluent::Location { settings.for_persons() } else { settings.clone() };
    Fluent::ALL.into_iter().map(|f| (f, learn(tracks, f, &settings_of(f), known))).collect()
}

/// The probability of every candidate and of "other": filter and vote averaged, and a little doubt.
pub fn probabilities(fold: &Fold<'_>, at: Instant, estimator: Estimator) -> Vec<f64> {
    let settings = &fold.parameters.settings;
    let votes = vote(fold, at, settings.vote());
    match estimator {
        Estimator::Vote => votes,
        Estimator::Filter => average(&fold.belief(at), &votes, fold),
    }
}

/// Filter and vote averaged in their logarithms, and a little doubt.
pub fn average(filter: &[f64], votes: &[f64], fold: &Fold<'_>) -> Vec<f64> {
    let s = &fold.parameters.settings;
    let product: Vec<f64> = filter.iter().zip(votes).map(|(f, v)| f.max(1e-12).powf(s.trust_filter) * v.max(1e-12).powf(s.trust_vote)).collect();
    let total: f64 = product.iter().sum();
    product.iter().zip(&fold.prior).map(|(p, prior)| (1.0 - s.doubt) * p / total + s.doubt * prior).collect()
}

/// What is shown of probabilities, all but when the value began.
pub fn describe(track: &Track, fold: &Fold<'_>, at: Instant, p: &[f64]) -> Belief {
    let mut values: Vec<(Name, f64)> = fold.candidates.iter().copied().zip(p.iter().copied()).collect();
    values.sort_by(|a, b| b.1.total_cmp(&a.1));
    let other = p[p.len() - 1];
    let leading = values.first().copied().filter(|v| v.1 > other);
    let status = status(track, fold, at, leading.map_or(0.0, |l| l.1));
    let value = leading.filter(|l| status != Status::Unknown && l.1 >= SHOWN).map(|l| l.0);
    let alert = alert(fold, at, &values, value).filter(|_| track.fluent == Fluent::Control);
    Belief { status, value, chains: chains(fold, leading.map(|l| l.0), at), values, other, since: None, alert }
}

/// Somebody who is said to have taken over: likely enough to be told, not enough to be shown.
fn alert(fold: &Fold<'_>, at: Instant, values: &[(Name, f64)], value: Option<Name>) -> Option<Name> {
    let window = (fold.parameters.settings.fresh_days * DAY as f64) as i64;
    let lately = |s: &&Step| at.0 - s.statement.at.0 <= window;
    let recent = |n: Name| fold.before(at).iter().rev().take_while(lately).any(|s| s.weight.value > 0.0 && s.statement.value == n && !s.statement.denied);
    let first = fold.before(at).first().map(|s| s.statement.value);
    let new = values.iter().filter(|v| v.1 >= ALERT && Some(v.0) != value && recent(v.0)).map(|v| v.0);
    // Where nobody is shown, the newcomer is whoever was not there at first.
    let mut new: Vec<Name> = new.collect();
    new.sort_by_key(|n| value.is_none() && Some(*n) == first);
    new.first().copied()
}

fn status(track: &Track, fold: &Fold<'_>, at: Instant, p: f64) -> Status {
    let patience = (1.0 / fold.parameters.rate).clamp(7.0, 120.0);
    let heard = fold.before(at).iter().rev().find(|s| s.weight.value > 0.0);
    let quiet = heard.is_none_or(|s| at.days() - s.statement.at.days() > patience);
    if quiet {
        return Status::Unknown;
    }
    match p {
        p if p >= HELD => Status::Held,
        p if p >= LIKELY => Status::Likely,
        _ if disputed(track, fold, at) => Status::Contested,
        _ => Status::Unknown,
    }
}

/// True when independent origins took different sides lately, or there was fighting.
fn disputed(track: &Track, fold: &Fold<'_>, at: Instant) -> bool {
    let window = (fold.parameters.settings.fresh_days * DAY as f64) as i64;
    let recent = |t: Instant| t <= at && at.0 - t.0 <= window;
    let said: Vec<&Step> = fold.before(at).iter().rev().take_while(|s| recent(s.statement.at)).filter(|s| s.weight.value > 0.0).collect();
    let against = |a: &Step, b: &Step| a.statement.origin != b.statement.origin && opposed(a, b);
    said.iter().any(|a| said.iter().any(|b| against(a, b))) || track.fights.iter().any(|f| recent(f.0) && f.1 <= Instant::MAX)
}

/// True when two statements cannot both hold.
pub fn opposed(a: &Step, b: &Step) -> bool {
    let (a, b) = (&a.statement, &b.statement);
    if a.denied || b.denied { a.denied != b.denied && a.value == b.value } else { a.value != b.value }
}

/// Origins whose last word is for a value, and against it.
fn chains(fold: &Fold<'_>, value: Option<Name>, at: Instant) -> (usize, usize) {
    let mut heard: Vec<Name> = Vec::new();
    let (mut pro, mut con) = (0, 0);
    for s in fold.before(at).iter().rev().filter(|s| s.weight.value > 0.0).map(|s| &s.statement) {
        let speaks = !s.denied || Some(s.value) == value;
        if !speaks || heard.contains(&s.origin) {
            continue;
        }
        heard.push(s.origin);
        if (Some(s.value) == value) != s.denied { pro += 1 } else { con += 1 }
    }
    (pro, con)
}

/// Days looked back for the beginning of a value.
const LOOK_BACK: i64 = 400;

/// When a value that holds at `at` began, by the belief in the past.
fn since(fold: &Fold<'_>, value: Name, at: Instant) -> Option<(Option<Instant>, Instant)> {
    let index = fold.candidates.iter().position(|c| *c == value)?;
    let first = fold.steps.first()?.statement.at;
    let days: Vec<Instant> = (first.day().max(at.day() - LOOK_BACK)..at.day()).map(Instant::end_of).chain([at]).collect();
    let curve: Vec<f64> = fold.beliefs(&days).iter().map(|b| b[index]).collect();
    let Some(before) = curve.iter().rposition(|p| *p < 0.5) else { return Some((None, days[0])) };
    if before + 1 >= curve.len() {
        return Some((Some(days[before]), at));
    }
    let from = curve[..=before].iter().rposition(|p| *p < 0.25).map_or(0, |i| i + 1).max((before + 1).saturating_sub(3));
    let to = (before + 1..curve.len()).find(|i| curve[*i] >= 0.75).unwrap_or(before + 1).min(before + 3);
    Some((Some(days[from]), days[to]))
}
