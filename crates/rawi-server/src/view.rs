//! Everything known at one time: claims, what is believed, and which country each belief is about.

use std::sync::Arc;

use rawi_situation::claim::Claim;
use rawi_situation::names::Name;
use rawi_situation::situation::Case;
use rawi_situation::track::{Fluent, Track};
use rustc_hash::FxHashMap;

use crate::app::Basis;
use crate::names::Labels;
use crate::snapshot::Snapshot;

/// Everything known at one time.
pub struct View {
    /// The ledger.
    pub snapshot: Arc<Snapshot>,
    /// What is believed.
    pub case: Case,
    /// How many claims of the snapshot were known: the first ones.
    pub count: usize,
    /// Countries with a claim on who holds a place, most claims first.
    pub areas: Vec<Area>,
    /// For each track its country.
    countries: Vec<Option<String>>,
}

/// A country that claims speak of.
pub struct Area {
    /// Its code.
    pub code: String,
    /// Statements on who holds what in it.
    pub statements: usize,
    /// Who is said to hold something in it, most often first: the order of shapes and colours.
    pub holders: Vec<String>,
}

impl View {
    /// Of a case; `count` claims of the snapshot are in it.
    pub fn new(snapshot: Arc<Snapshot>, case: Case, count: usize, labels: &Labels) -> Self {
        let country = |t: &Track| labels.country(&case.names().get(t.subject).id).map(str::to_owned);
        let countries: Vec<Option<String>> = case.tracks.iter().map(country).collect();
        let mut codes: Vec<&String> = countries.iter().flatten().collect();
        codes.sort_unstable();
        codes.dedup();
        let mut areas: Vec<Area> = codes.into_iter().map(|code| area(&case, &countries, Some(code))).filter(|a| a.statements > 0).collect();
        areas.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| a.code.cmp(&b.code)));
        Self { snapshot, case, count, areas, countries }
    }

    /// What computed values depend on.
    pub fn basis(&self) -> Basis {
        (self.snapshot.entries, self.case.known)
    }

    /// The claims, in the order in which they became known.
    pub fn claims(&self) -> &[Claim] {
        &self.snapshot.claims.claims[..self.count]
    }

    /// Whether a claim was known.
    pub fn has(&self, claim: u32) -> bool {
        (claim as usize) < self.count
    }

    /// Tracks of a country, or of all, with their indices.
    pub fn tracks<'a>(&'a self, area: Option<&'a str>) -> impl Iterator<Item = (usize, &'a Track)> {
        self.case.tracks.iter().enumerate().filter(move |(i, _)| area.is_none_or(|a| self.countries[*i].as_deref() == Some(a)))
    }

    /// The country of a track.
    pub fn country(&self, track: usize) -> Option<&str> {
        self.countries[track].as_deref()
    }

    /// Who is said to hold something in a country, or anywhere, most often first.
    pub fn holders(&self, area: Option<&str>) -> Vec<String> {
        match area.and_then(|code| self.areas.iter().find(|a| a.code == code)) {
            Some(area) => area.holders.clone(),
            None => area_of_all(self).holders,
        }
    }
}

fn area_of_all(view: &View) -> Area {
    area(&view.case, &view.countries, None)
}

fn area(case: &Case, countries: &[Option<String>], code: Option<&String>) -> Area {
    let mut said: FxHashMap<Name, usize> = FxHashMap::default();
    let of_area = |i: usize| code.is_none() || countries[i].as_ref() == code;
    let control = case.tracks.iter().enumerate().filter(|(i, t)| t.fluent == Fluent::Control && of_area(*i));
    control.flat_map(|(_, t)| &t.statements).filter(|s| !s.denied).for_each(|s| *said.entry(s.value).or_default() += 1);
    let mut order: Vec<(Name, usize)> = said.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| case.names().get(a.0).id.cmp(&case.names().get(b.0).id)));
    Area { code: code.cloned().unwrap_or_default(), statements: order.iter().map(|o| o.1).sum(), holders: order.into_iter().map(|o| case.names().get(o.0).id.clone()).collect() }
}
