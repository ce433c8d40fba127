//! From records to claims with times, origins and indices instead of words; the order of the file leaves no trace.

use rawi_model::{Aspect, Certainty, Factuality, Polarity};
use rustc_hash::FxHashMap;

use crate::instant::{Instant, Stretch};
use crate::names::{Name, Names};
use crate::record::{Count, Filler, Link, Record};

/// A claim as the situation sees it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Identifier as given; empty when it had none.
    pub id: String,
    /// Report as given.
    pub report: Option<String>,
    /// Kind as given.
    pub kind: String,
    /// When it could be known: the publication, to the end of the day when only the day is given.
    pub known: Instant,
    /// The instant that it speaks of.
    pub at: Instant,
    /// How certain and in which direction; `None` when the holder does not commit, or it is no fact (planned, demanded, hypothetical).
    pub stance: Option<(Certainty, Polarity)>,
    /// About part of the place only.
    pub part: bool,
    /// About all of the place, said so.
    pub full: bool,
    /// State of a closure or siege.
    pub state: Option<String>,
    /// What happened to people.
    pub harm: Option<String>,
    /// Who acts.
    pub actors: Vec<Name>,
    /// Who is acted upon.
    pub targets: Vec<Name>,
    /// Where.
    pub places: Vec<Name>,
    /// What is left.
    pub from: Vec<Name>,
    /// What is reached.
    pub to: Vec<Name>,
    /// Persons.
    pub persons: Vec<Name>,
    /// Least and greatest number.
    pub count: Count,
    /// Root of the chain: who holds the claim.
    pub origin: Name,
    /// Who published it; the origin when the chain has one link.
    pub outlet: Name,
    /// True when the chain names a source beyond the outlet.
    pub sourced: bool,
    /// Links from the outlet to the origin.
    pub chain: Vec<Name>,
    /// Probability that the reader misread it.
    pub misread: f64,
    /// The words that evoke it, with their first and last code point.
    pub quote: Option<(String, u64, u64)>,
}

/// Claims in canonical order, and how many had no time at all.
pub struct Claims {
    /// Everything that they name.
    pub names: Names,
    /// Ordered by time known, then identifier.
    pub claims: Vec<Claim>,
    /// Records left out because neither they nor their report has a date.
    pub undated: usize,
}

/// Misreading assumed of a record that carries no confidence.
const UNTOLD_MISREAD: f64 = 0.05;

impl Claims {
    /// Takes records known at `known`; everything later leaves no trace.
    pub fn known_at(mut records: Vec<Record>, known: Instant) -> Self {
        let before = records.len();
        let mut dated: Vec<(Instant, Instant, Record)> = records.drain(..).filter_map(|r| times(&r).map(|(k, at)| (k, at, r))).collect();
        let undated = before - dated.len();
        dated.retain(|(k, ..)| *k <= known);
        dated.sort_by(|a, b| (a.0, a.1, &a.2.id, &a.2.report).cmp(&(b.0, b.1, &b.2.id, &b.2.report)).then_with(|| format!("{:?}", a.2).cmp(&format!("{:?}", b.2))));
        let times: Vec<(Instant, Instant)> = dated.iter().map(|d| (d.0, d.1)).collect();
        let mut records: Vec<Record> = dated.into_iter().map(|d| d.2).collect();
        inherit_origins(&mut records);
        let mut names = Names::with_aliases(&records);
        let claims = records.into_iter().zip(times).map(|(r, t)| claim(&mut names, r, t)).collect();
        Self { names, claims, undated }
    }
}

/// When a record could be known and what instant it speaks of; `None` without any date.
fn times(record: &Record) -> Option<(Instant, Instant)> {
    let reported = record.reported.as_deref().and_then(|t| Stretch::parse(t).ok());
    let stated = record.time.edtf.as_deref().and_then(|t| Stretch::parse(t).ok());
    let known = reported.and_then(|r| r.last).or_else(|| stated.and_then(|s| s.last.or(s.first)))?;
    let middle = reported.map_or(known, |r| r.stands_for(known));
    let at = stated.map_or(middle, |s| s.stands_for(middle));
    // What is told as a fact cannot lie after its telling, whatever the calendar in the text says.
    Some((known, at.min(known)))
}

fn claim(names: &mut Names, record: Record, (known, at): (Instant, Instant)) -> Claim {
    let mut all = |fillers: &[Filler]| fillers.iter().filter_map(|f| names.filler(f)).collect::<Vec<_>>();
    let r = &record.roles;
    let (actors, targets, places, from, to, persons) = (all(&r.actor), all(&r.target), all(&r.place), all(&r.from), all(&r.to), all(&r.person));
    let quote = record.cue.text.clone().map(|t| (t, record.cue.start.unwrap_or(0), record.cue.end.unwrap_or(0)));
    let (chain, origin) = attribution(names, &record.chain, record.url.as_deref());
    let persons = if persons.is_empty() { actors.iter().copied().filter(|a| is_person(names, *a)).collect() } else { persons };
    Claim {
        id: record.id.unwrap_or_default(),
        kind: record.kind.unwrap_or_default(),
        stance: stance(record.factuality.as_deref(), record.aspect.as_deref()),
        part: record.extent.as_deref() == Some("part"),
        full: record.extent.as_deref() == Some("full"),
        misread: record.confidence.filter(|c| (0.0..=1.0).contains(c)).map_or(UNTOLD_MISREAD, |c| 1.0 - c),
        outlet: chain.first().copied().unwrap_or(origin),
        sourced: chain.len() > 1,
        report: record.report,
        state: record.state,
        harm: record.harm,
        count: record.roles.count,
        known,
        at,
        actors,
        targets,
        places,
        from,
        to,
        persons,
        origin,
        chain,
        quote,
    }
}

fn is_person(names: &Names, n: Name) -> bool {
    let entry = names.get(n);
    entry.kind.as_deref() == Some("person") || entry.id.starts_with("person:")
}

/// Direction and certainty of what moves a fluent; anything else moves none.
fn stance(factuality: Option<&str>, aspect: Option<&str>) -> Option<(Certainty, Polarity)> {
    let aspect = aspect.map_or(Some(Aspect::Occurred), Aspect::parse)?;
    match factuality.map_or(Some(Factuality::CERTAIN), Factuality::parse)? {
        Factuality::Committed(c, p) if matches!(aspect, Aspect::Occurred | Aspect::Ongoing) => Some((c, p)),
        _ => None,
    }
}

/// Link types that describe a source without naming it.
const UNNAMED: [&str; 6] = ["anonymous", "official", "witness", "social-media", "document", "estimate"];

/// Whether a word is a class of sources that an origin may end in.
pub(crate) fn is_class(word: &str) -> bool {
    UNNAMED.contains(&word) || word == "imagery"
}

/// The links, and the origin: the last link, or for an unnamed one the nearest named link with its class.
fn attribution(names: &mut Names, chain: &[Link], url: Option<&str>) -> (Vec<Name>, Name) {
    let links: Vec<Name> = chain.iter().filter_map(|l| names.link(l)).collect();
    let Some(last) = chain.iter().rfind(|l| l.id.is_some() || l.name.is_some() || l.kind.is_some()) else {
        let origin = names.intern(&url.and_then(host).unwrap_or_else(|| "unnamed source".to_owned()));
        return (links, origin);
    };
    let class = last.kind.as_deref().unwrap_or("outlet");
    if last.id.is_some() || (last.name.is_some() && !UNNAMED.contains(&class) && class != "imagery") {
        return (links.clone(), links[links.len() - 1]);
    }
    let named = chain.iter().rev().skip(1).find(|l| l.id.is_some() || (l.name.is_some() && !l.kind.as_deref().is_some_and(|k| UNNAMED.contains(&k))));
    let root = named.and_then(|l| names.link(l));
    let (id, label) = root.map_or((class.to_owned(), class.to_owned()), |r| (format!("{}/{class}", names.get(r).id), format!("{} ({class})", names.get(r).label())));
    let origin = names.link(&Link { kind: Some(class.to_owned()), id: Some(id), name: Some(label) }).unwrap_or_default();
    (links, origin)
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, r)| r);
    rest.split('/').next().filter(|h| !h.is_empty()).map(|h| format!("outlet:{h}"))
}

/// A claim whose words were taken from another report, and that names no source, rests on that report's outlet.
fn inherit_origins(records: &mut [Record]) {
    let outlets: FxHashMap<String, Link> = records.iter().filter_map(|r| r.report.clone().zip(r.chain.first().cloned())).collect();
    for record in records.iter_mut().filter(|r| r.chain.len() <= 1) {
        let Some(source) = record.reused_from.clone() else { continue };
        let link = outlets.get(&source).cloned().unwrap_or_else(|| Link { id: Some(source), ..Link::default() });
        record.chain.push(link);
    }
}
