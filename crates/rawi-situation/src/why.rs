//! Why a belief is what it is: an exact ledger of log-odds, and what it would be without an origin.

use serde_json::{Value, json};

use crate::filter::{Mass, holders, normalise};
use crate::fold::Fold;
use crate::instant::Instant;
use crate::names::Name;
use crate::parameters::Parameters;
use crate::situation::{Case, Estimator, average, probabilities};
use crate::track::Track;
use crate::vote::vote;
use crate::weigh::{Reason, Weight};

/// What moved a belief.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// The prior, before any statement.
    Prior,
    /// Time in which the value could have changed, in days.
    Drift(f64),
    /// Nothing was said in that time, in days.
    Silence(f64),
    /// A statement: index of the claim.
    Statement(u32),
    /// A statement that speaks of a later instant: index of the claim.
    Later(u32),
    /// The average with the decayed vote of origins.
    Vote,
    /// The doubt that is always kept.
    Doubt,
}

/// One line: cause, weight where it is a statement, change of the log-odds of the value.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// What moved the belief.
    pub cause: Cause,
    /// How independent a statement was, and why.
    pub weight: Option<Weight>,
    /// Change of ln(P/(1−P)), in nats.
    pub delta: f64,
}

/// All lines; their sum is the log-odds of the belief that is shown.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// The value that is explained.
    pub value: Name,
    /// Probability shown.
    pub p: f64,
    /// In the order in which they were weighed.
    pub lines: Vec<Line>,
}

impl Ledger {
    /// ln(P/(1−P)) of the probability shown.
    pub fn log_odds(&self) -> f64 {
        log_odds(self.p)
    }

    /// The ledger of a value of a fold at an instant; `None` when the value is no candidate.
    pub fn of(fold: &Fold<'_>, value: Name, at: Instant) -> Option<Self> {
        let index = fold.candidates.iter().position(|c| *c == value)?;
        let mut book = Book { index, last: 0.0, lines: Vec::new() };
        let mass = past(fold, at, &mut book);
        let filter = later(fold, at, &mass, &mut book);
        let votes = vote(fold, at, fold.parameters.settings.vote());
        let shown = average(&filter, &votes, fold);
        let doubt = fold.parameters.settings.doubt;
        let sure = (shown[index] - doubt * fold.prior[index]) / (1.0 - doubt);
        book.enter(Cause::Vote, None, sure);
        book.enter(Cause::Doubt, None, shown[index]);
        Some(Self { value, p: shown[index], lines: book.lines })
    }
}

/// Keeps the probability reached so far.
struct Book {
    index: usize,
    last: f64,
    lines: Vec<Line>,
}

impl Book {
    fn enter(&mut self, cause: Cause, weight: Option<Weight>, p: f64) {
        let now = log_odds(p);
        self.lines.push(Line { cause, weight, delta: now - self.last });
        self.last = now;
    }

    fn mass(&mut self, cause: Cause, weight: Option<Weight>, mass: &[[f64; 2]]) {
        let total: f64 = mass.iter().flatten().sum();
        self.enter(cause, weight, (mass[self.index][0] + mass[self.index][1]) / total);
    }
}

/// Everything that speaks of the instant and before.
fn past(fold: &Fold<'_>, at: Instant, book: &mut Book) -> Mass {
    let mut mass = fold.start();
    book.mass(Cause::Prior, None, &mass);
    let steps = fold.before(at);
    let mut now = steps.first().map_or(at, |s| s.statement.at);
    for step in steps {
        pass(fold, &mut mass, now, step.statement.at, book);
        step.likelihood.apply(&mut mass);
        normalise(&mut mass);
        book.mass(Cause::Statement(step.statement.claim), Some(step.weight), &mass);
        now = step.statement.at;
    }
    pass(fold, &mut mass, now, at, book);
    mass
}

/// Time passes: first as if nobody listened, then with the silence.
fn pass(fold: &Fold<'_>, mass: &mut Mass, from: Instant, to: Instant, book: &mut Book) {
    if to <= from {
        return;
    }
    let days = to.days() - from.days();
    let mut unheard = mass.clone();
    fold.rates.over(days, false).forward(&mut unheard, &fold.prior);
    book.mass(Cause::Drift(days), None, &unheard);
    fold.drift(mass, from, to);
    normalise(mass);
    book.mass(Cause::Silence(days), None, mass);
}

/// Statements about later instants, one after the other.
fn later(fold: &Fold<'_>, at: Instant, mass: &Mass, book: &mut Book) -> Vec<f64> {
    let steps = fold.after(at);
    let mut belief = mass.clone();
    for count in 1..=steps.len() {
        let future = fold.future(at, count);
        belief = mass.iter().zip(&future).map(|(m, f)| [m[0] * f[0], m[1] * f[1]]).collect();
        normalise(&mut belief);
        let step = &steps[count - 1];
        book.mass(Cause::Later(step.statement.claim), Some(step.weight), &belief);
    }
    holders(&belief)
}

/// ln(p/(1−p)), kept finite.
pub fn log_odds(p: f64) -> f64 {
    let p = p.clamp(1e-15, 1.0 - 1e-15);
    (p / (1.0 - p)).ln()
}

/// The probability of a value at an instant if an origin had said nothing.
pub fn without(track: &Track, origin: Name, parameters: &Parameters, known: Instant, at: Instant, value: Name) -> f64 {
    let statements = track.statements.iter().filter(|s| s.origin != origin).copied().collect();
    let track = Track { statements, ..track.clone() };
    let fold = Fold::of(&track, parameters, known);
    let p = probabilities(&fold, at, Estimator::Filter);
    fold.candidates.iter().position(|c| *c == value).map_or(p[p.len() - 1], |i| p[i])
}

/// Origins that spoke, with the probability if each had said nothing.
pub fn without_each(case: &Case, track: &Track, ledger: &Ledger, at: Instant) -> Vec<(Name, f64)> {
    let mut origins: Vec<Name> = Vec::new();
    case.fold(track).steps.iter().filter(|s| s.weight.value > 0.0).map(|s| s.statement.origin).for_each(|o| {
        if !origins.contains(&o) {
            origins.push(o)
        }
    });
    let parameters = case.parameters(track.fluent);
    origins.into_iter().map(|o| (o, without(track, o, parameters, case.known, at, ledger.value))).collect()
}

/// A ledger as `rawi why --format jsonl` prints it.
pub fn record(case: &Case, track: &Track, ledger: &Ledger, at: Instant) -> Value {
    let names = case.names();
    let lines: Vec<Value> = ledger.lines.iter().map(|l| line_object(case, l)).collect();
    let without: Vec<Value> = without_each(case, track, ledger, at).iter().map(|(o, p)| json!({"origin": names.get(*o).id, "p": p})).collect();
    json!({
        "fluent": track.fluent.code(), "subject": names.get(track.subject).id, "at": at, "known": case.known, "value": names.get(ledger.value).id,
        "p": ledger.p, "log_odds": ledger.log_odds(), "parameters": case.parameters(track.fluent).version(names), "lines": lines, "without": without,
    })
}

fn line_object(case: &Case, line: &Line) -> Value {
    let mut value = json!({"cause": cause_code(line.cause), "delta": line.delta});
    if let Cause::Statement(c) | Cause::Later(c) = line.cause {
        let claim = &case.claims.claims[c as usize];
        value["claim"] = json!(claim.id);
        value["origin"] = json!(case.names().get(claim.origin).id);
    }
    if let Cause::Drift(days) | Cause::Silence(days) = line.cause {
        value["days"] = json!(days);
    }
    if let Some(weight) = line.weight {
        value["weight"] = json!(weight.value);
        value["reason"] = json!(reason(case, weight));
    }
    value
}

fn cause_code(cause: Cause) -> &'static str {
    match cause {
        Cause::Prior => "prior",
        Cause::Drift(_) => "drift",
        Cause::Silence(_) => "silence",
        Cause::Statement(_) => "statement",
        Cause::Later(_) => "later statement",
        Cause::Vote => "vote",
        Cause::Doubt => "doubt",
    }
}

/// How much of a statement counts, and why not all of it.
pub fn reason(case: &Case, weight: Weight) -> String {
    let id = |c: u32| case.claims.claims[c as usize].id.clone();
    match weight.reason {
        Reason::New => format!("weight {:.2}", weight.value),
        Reason::Relay(c) => format!("weight 0: relay of {}", id(c)),
        Reason::Repeat(days) => format!("weight {:.2}: said again after {days:.1} days", weight.value),
        Reason::Copy(c) => format!("weight {:.2}: names no source, {} had said the same", weight.value, id(c)),
    }
}
