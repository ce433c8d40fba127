//! Which claims are asked for, and how many there would be with another choice.

use std::ops::Range;
use std::sync::Arc;

use rawi_ledger::{Query, Store};
use rawi_situation::claim::Claim;
use rawi_situation::instant::Instant;
use rawi_situation::names::Name;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::{SmallVec, smallvec};

use crate::ask::Ask;
use crate::names::in_query;
use crate::problem::Problem;
use crate::snapshot::{Code, Snapshot};
use crate::view::View;

/// Sentences that a search finds, at most.
const FOUND: usize = 5_000;
/// Letters of a search.
const WORDS: usize = 200;

/// What claims are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// Kind of claim.
    Kind,
    /// How certain its holder is.
    Factuality,
    /// Where.
    Place,
    /// Who acts.
    Actor,
    /// Who holds the claim.
    Origin,
    /// Who published it.
    Outlet,
}

impl Facet {
    /// In the order of the page.
    pub const ALL: [Self; 6] = [Self::Kind, Self::Factuality, Self::Place, Self::Actor, Self::Origin, Self::Outlet];

    /// Its key in the query.
    pub fn key(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Factuality => "certainty",
            Self::Place => "place",
            Self::Actor => "actor",
            Self::Origin => "origin",
            Self::Outlet => "outlet",
        }
    }

    /// Values of a claim, as codes: of a word, or of a name.
    pub fn values(self, snapshot: &Snapshot, index: u32) -> SmallVec<[Code; 4]> {
        let claim = snapshot.claim(index);
        let named = |n: &&Name| snapshot.is_identified(**n);
        match self {
            Self::Kind => smallvec![snapshot.words[index as usize].0],
            Self::Factuality => smallvec![snapshot.words[index as usize].1],
            Self::Place => unique(where_of(claim).filter(named)),
            Self::Actor => unique(claim.actors.iter().chain(&claim.persons).filter(named)),
            Self::Origin => smallvec![claim.origin],
            Self::Outlet => smallvec![claim.outlet],
        }
    }

    fn of_words(self) -> bool {
        matches!(self, Self::Kind | Self::Factuality)
    }

    /// The code of a value; nothing when no claim has it.
    fn code(self, snapshot: &Snapshot, value: &str) -> Option<Code> {
        if self.of_words() { snapshot.vocabulary.code(value) } else { snapshot.names().find(value) }
    }

    /// The value of a code.
    fn value(self, snapshot: &Snapshot, code: Code) -> &str {
        if self.of_words() { snapshot.vocabulary.word(code) } else { &snapshot.names().get(code).id }
    }

    /// How many codes there may be.
    fn size(self, snapshot: &Snapshot) -> usize {
        if self.of_words() { snapshot.vocabulary.len() } else { snapshot.names().len() }
    }
}

/// Every place of a claim.
pub fn where_of(claim: &Claim) -> impl Iterator<Item = &Name> {
    claim.places.iter().chain(&claim.from).chain(&claim.to)
}

fn unique<'a>(values: impl Iterator<Item = &'a Name>) -> SmallVec<[Code; 4]> {
    let mut out = SmallVec::new();
    values.for_each(|v| {
        if !out.contains(v) {
            out.push(*v);
        }
    });
    out
}

/// Keys of the query that choose claims, besides those of facets.
const KEYS: [&str; 5] = ["q", "from", "to", "report", "area"];

/// The claims that a request chooses; computed once for each choice.
pub fn found(ask: &Ask, view: &View) -> Result<Arc<Found>, Problem> {
    let filter = Filter::of(ask, view)?;
    let keys = Facet::ALL.iter().map(|f| f.key()).chain(KEYS);
    let choice: Vec<String> = keys.filter_map(|k| Some(format!("{k}={}", in_query(ask.get(k)?)))).collect();
    Ok(ask.app.choices.get((view.basis(), choice.join("&")), || filter.run(ask, view)))
}

/// What is asked for.
#[derive(Default)]
pub struct Filter {
    chosen: Vec<(Facet, String)>,
    days: (Option<Instant>, Option<Instant>),
    report: Option<String>,
    area: Option<String>,
    /// Sentences found by a search, by report.
    found: Option<FxHashMap<String, Vec<Range<u64>>>>,
}

/// Claims that are asked for, newest first, and counts by facet and value.
pub struct Found {
    /// Indices.
    pub claims: Vec<u32>,
    /// For each facet its values with how many claims there are if nothing else of this facet were chosen, most first.
    pub counts: Vec<(Facet, Vec<(String, usize)>)>,
}

impl Filter {
    /// Of a request.
    fn of(ask: &Ask, view: &View) -> Result<Self, Problem> {
        let chosen = Facet::ALL.iter().filter_map(|f| Some((*f, ask.get(f.key())?.to_owned()))).collect();
        let day = |key| ask.time(key, "problem-day");
        let from = day("from")?.map(|t| Instant(t.0 - t.0.rem_euclid(86_400)));
        let area = ask.get("area").filter(|a| *a != "all").map(|_| ask.area(view)).transpose()?.flatten();
        Ok(Self { chosen, days: (from, day("to")?), report: ask.get("report").map(str::to_owned), area, found: ask.get("q").map(|q| search(ask, q)).transpose()? })
    }

    /// Only claims with this value.
    pub fn only(facet: Facet, value: &str) -> Self {
        Self { chosen: vec![(facet, value.to_owned())], ..Self::default() }
    }

    /// Goes through all claims that were known, once.
    pub fn run(&self, ask: &Ask, view: &View) -> Found {
        let snapshot = &view.snapshot;
        let chosen: Vec<(Facet, Option<Code>)> = self.chosen.iter().map(|(f, v)| (*f, f.code(snapshot, v))).collect();
        let mut claims = Vec::new();
        let mut counts: Vec<Vec<usize>> = Facet::ALL.iter().map(|f| vec![0; f.size(snapshot)]).collect();
        let areas = self.area.as_deref().map(|a| Areas::new(ask, snapshot, a));
        for index in (0..view.count as u32).rev().filter(|i| self.is_within(snapshot, *i, areas.as_ref())) {
            let missed: SmallVec<[Facet; 2]> = chosen.iter().filter(|(f, code)| code.is_none_or(|c| !f.values(snapshot, index).contains(&c))).map(|c| c.0).collect();
            if missed.is_empty() {
                claims.push(index);
            }
            for (facet, count) in Facet::ALL.iter().zip(&mut counts).filter(|(f, _)| missed.iter().all(|m| m == *f)) {
                facet.values(snapshot, index).into_iter().for_each(|code| count[code as usize] += 1);
            }
        }
        Found { claims, counts: Facet::ALL.into_iter().zip(counts).map(|(f, c)| (f, sorted(f, snapshot, &c))).collect() }
    }

    fn is_within(&self, snapshot: &Snapshot, index: u32, areas: Option<&Areas>) -> bool {
        let claim = snapshot.claim(index);
        let in_days = self.days.0.is_none_or(|from| claim.at >= from) && self.days.1.is_none_or(|to| claim.at <= to);
        let in_report = self.report.as_ref().is_none_or(|r| claim.report.as_ref() == Some(r));
        in_days && in_report && areas.is_none_or(|a| where_of(claim).any(|n| a.0.contains(n))) && self.found.as_ref().is_none_or(|f| says(f, claim))
    }
}

/// Names of places in a country.
struct Areas(FxHashSet<Name>);

impl Areas {
    fn new(ask: &Ask, snapshot: &Snapshot, code: &str) -> Self {
        let names = snapshot.names();
        let inside = |n: &Name| names.get(*n).id.starts_with("place:") && ask.app.labels.country(&names.get(*n).id) == Some(code);
        Self((0..names.len() as Name).filter(inside).collect())
    }
}

fn sorted(facet: Facet, snapshot: &Snapshot, counts: &[usize]) -> Vec<(String, usize)> {
    let there = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    let mut list: Vec<(String, usize)> = there.map(|(code, n)| (facet.value(snapshot, code as Code).to_owned(), *n)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

fn search(ask: &Ask, words: &str) -> Result<FxHashMap<String, Vec<Range<u64>>>, Problem> {
    if words.chars().count() > WORDS {
        return Err(Problem::bad("problem-words", words));
    }
    let mut found: FxHashMap<String, Vec<Range<u64>>> = FxHashMap::default();
    let Some(query) = Query::parse(words) else { return Ok(found) };
    for hit in ask.app.ask_store(|store| store.search(&query, FOUND))? {
        found.entry(hit.report).or_default().push(hit.start as u64..hit.end as u64);
    }
    Ok(found)
}

/// Whether a claim stands in a sentence that was found.
fn says(found: &FxHashMap<String, Vec<Range<u64>>>, claim: &Claim) -> bool {
    let at = claim.quote.as_ref().map_or(0, |q| q.1);
    claim.report.as_ref().and_then(|r| found.get(r)).is_some_and(|ranges| ranges.iter().any(|r| r.contains(&at)))
}
