//! The situation at one instant.

use rawi_situation::instant::Instant;
use rawi_situation::output::SituationRecord;
use rawi_situation::situation::{Estimator, Status};
use rawi_situation::track::Fluent;

use crate::view::View;

/// The situation at one instant, as known at another.
pub struct Scene {
    /// The instant.
    pub at: Instant,
    /// Everything of which something was said by then: places with an identifier first, by how sure and how well founded.
    pub spots: Vec<Spot>,
    /// Who holds something, in the order of shapes and colours.
    pub holders: Vec<String>,
}

/// What is believed of one place or person.
pub struct Spot {
    /// Index of the track.
    pub track: usize,
    /// The record.
    pub record: SituationRecord,
    /// Statements that there are on it.
    pub statements: usize,
}

impl Spot {
    /// Degrees north and east, to two digits: a settlement, never a position in it.
    pub fn position(&self) -> Option<(f64, f64)> {
        let place = self.record.place.as_ref()?;
        let round = |x: f64| (x * 100.0).round() / 100.0;
        Some((round(place.lat?), round(place.lon?)))
    }

    /// Identifier of the place or person.
    pub fn subject(&self) -> &rawi_situation::output::Named {
        // A record has one of both; `SituationRecord::of` sees to it.
        self.record.place.as_ref().or(self.record.person.as_ref()).unwrap_or_else(|| unreachable!("a record without a subject"))
    }

    /// True when the lexicon knows the place or person: "the building" is none that a map could show.
    pub fn is_named(&self) -> bool {
        self.subject().id.contains(':')
    }
}

impl Scene {
    /// Weighs everything that was said of an area up to `at`.
    pub fn of(view: &View, at: Instant, area: Option<&str>) -> Self {
        let case = &view.case;
        let begun = |t: &rawi_situation::track::Track| t.statements.first().is_some_and(|s| s.at <= at) || t.fights.first().is_some_and(|f| f.0 <= at);
        let spot = |(track, t): (usize, &rawi_situation::track::Track)| {
            let belief = case.believe(t, at, Estimator::Filter);
            Spot { track, record: SituationRecord::of(case.names(), t, at, case.known, &belief), statements: t.statements.len() }
        };
        let mut spots: Vec<Spot> = view.tracks(area).filter(|(_, t)| begun(t)).map(spot).collect();
        spots.sort_by_key(|s| (!s.is_named(), rank(s), std::cmp::Reverse(s.statements)));
        Self { at, spots, holders: view.holders(area) }
    }

    /// Spots of one fluent.
    pub fn of_fluent(&self, fluent: Fluent) -> impl Iterator<Item = &Spot> {
        self.spots.iter().filter(move |s| s.record.fluent == fluent.code())
    }

    /// The place of a holder in the order of shapes and colours.
    pub fn holder(&self, id: &str) -> Option<usize> {
        self.holders.iter().position(|h| h == id)
    }
}

/// What a reader wants to see first: contested places, then what is held, then what is not known, alerts first.
fn rank(spot: &Spot) -> u8 {
    match spot.record.status {
        Status::Contested => 0,
        Status::Held => 1,
        Status::Likely => 2,
        Status::Unknown if spot.record.alert.is_some() => 3,
        Status::Unknown => 4,
    }
}
