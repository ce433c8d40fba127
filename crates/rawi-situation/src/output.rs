//! The situation record: what `rawi situation --format jsonl` prints, one per fluent.

use serde::Serialize;

use crate::instant::Instant;
use crate::names::{Name, Names};
use crate::situation::{Belief, Status};
use crate::track::{Fluent, Track};

/// A thing with its identifier and, where known, its name.
#[derive(Clone, Debug, Serialize)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Degrees north; for maps, not part of the record.
    #[serde(skip)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(skip)]
    pub lon: Option<f64>,
}

impl Named {
    /// Of an index.
    pub fn of(names: &Names, name: Name) -> Self {
        let entry = names.get(name);
        Self { id: entry.id.clone(), name: entry.name.clone(), lat: entry.position.map(|p| p.0), lon: entry.position.map(|p| p.1) }
    }
}

/// A value with its probability.
#[derive(Clone, Debug, Serialize)]
pub struct Probability {
    /// Identifier of the value, or `other`.
    pub id: String,
    /// Probability.
    pub p: f64,
}

/// Independent chains for the value, and against it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Chains {
    /// For.
    #[serde(rename = "for")]
    pub pro: usize,
    /// Against.
    pub against: usize,
}

/// When a value began.
#[derive(Clone, Debug, Serialize)]
pub struct Since {
    /// A day or days.
    pub edtf: String,
}

/// One fluent at one instant.
#[derive(Clone, Debug, Serialize)]
pub struct SituationRecord {
    /// `control`, `location` …
    pub fluent: &'static str,
    /// The place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Named>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<Named>,
    /// The instant asked for.
    pub at: Instant,
    /// The time known.
    pub known: Instant,
    /// How sure.
    pub status: Status,
    /// The value shown.
    pub value: Option<Named>,
    /// All values with their probabilities, likeliest first; `other` is anyone else or no one.
    pub belief: Vec<Probability>,
    /// Independent chains.
    pub chains: Chains,
    /// When the value began.
    pub since: Option<Since>,
    /// The claimed new value while it is not confirmed.
    pub alert: Option<Named>,
}

impl SituationRecord {
    /// The record of a belief.
    pub fn of(names: &Names, track: &Track, at: Instant, known: Instant, belief: &Belief) -> Self {
        let subject = Named::of(names, track.subject);
        let (place, person) = if track.fluent == Fluent::Location { (None, Some(subject)) } else { (Some(subject), None) };
        Self {
            fluent: track.fluent.code(),
            place,
            person,
            at,
            known,
            status: belief.status,
            value: belief.value.map(|v| Named::of(names, v)),
            belief: shown(names, belief),
            chains: Chains { pro: belief.chains.0, against: belief.chains.1 },
            since: belief.since.map(|(from, to)| Since { edtf: edtf(from, to) }),
            alert: belief.alert.map(|v| Named::of(names, v)),
        }
    }

    /// One row, in the order of [`CSV_HEADER`].
    pub fn csv_row(&self) -> Vec<String> {
        let subject = self.place.as_ref().or(self.person.as_ref());
        let text = |t: Option<&String>| t.cloned().unwrap_or_default();
        vec![
            self.fluent.to_owned(),
            text(subject.map(|s| &s.id)),
            text(subject.and_then(|s| s.name.as_ref())),
            self.at.to_string(),
            self.known.to_string(),
            self.status.code().to_owned(),
            text(self.value.as_ref().map(|v| &v.id)),
            text(self.value.as_ref().and_then(|v| v.name.as_ref())),
            self.belief.first().map_or(String::new(), |b| format!("{:.3}", b.p)),
            self.chains.pro.to_string(),
            self.chains.against.to_string(),
            text(self.since.as_ref().map(|s| &s.edtf)),
            text(self.alert.as_ref().map(|a| &a.id)),
        ]
    }
}

/// Columns of [`SituationRecord::csv_row`].
pub const CSV_HEADER: [&str; 13] = ["fluent", "subject", "name", "at", "known", "status", "value", "value_name", "p", "for", "against", "since", "alert"];

/// Probabilities to six digits that sum to 1.
fn shown(names: &Names, belief: &Belief) -> Vec<Probability> {
    let round = |p: f64| (p * 1e6).round() / 1e6;
    let mut list: Vec<Probability> = belief.values.iter().map(|(v, p)| Probability { id: names.get(*v).id.clone(), p: round(*p) }).collect();
    let rest = 1.0 - list.iter().map(|b| b.p).sum::<f64>();
    list.push(Probability { id: "other".to_owned(), p: round(rest.max(0.0)) });
    list
}

/// A day, days, or an open beginning.
pub fn edtf(from: Option<Instant>, to: Instant) -> String {
    match from {
        None => format!("../{}", to.date()),
        Some(from) if from.date() == to.date() => to.date().to_string(),
        Some(from) => format!("{}/{}", from.date(), to.date()),
    }
}
