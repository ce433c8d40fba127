//! Statements apart from their records: what a store keeps beside claims, so that a situation is weighed without reading every record.
//!
//! [`spoken`] takes a record apart by the same functions that weigh it, [`Heard`] puts a case together from the parts.

use rawi_model::Certainty;
use rustc_hash::FxHashMap;

use crate::claim::Claims;
use crate::instant::Instant;
use crate::learned::Learned;
use crate::names::{Entry, Name, Names};
use crate::parameters::Settings;
use crate::record::{Link, Record};
use crate::sides::Sides;
use crate::situation::Case;
use crate::track::{Fluent, Statement, Track, Tracks, is_spoken};

/// What a record says of one fluent, or that there was fighting. Names are positions in a list of things.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spoken {
    /// Which fluent; fighting belongs to control.
    pub fluent: Fluent,
    /// True for fighting: there is no value then.
    pub fight: bool,
    /// The place or person.
    pub subject: u32,
    /// The value.
    pub value: u32,
    /// Who holds it.
    pub origin: u32,
    /// Who published it.
    pub outlet: u32,
    /// The instant it speaks of.
    pub at: Instant,
    /// When it could be known.
    pub known: Instant,
    /// True when the value is denied.
    pub denied: bool,
    /// True when the chain names a source beyond the outlet.
    pub sourced: bool,
    /// True when it is about the whole of the subject, and so about the places that lie in it.
    pub full: bool,
    /// How certain the origin is.
    pub certainty: Certainty,
    /// Probability of a misreading, in thousandths.
    pub misread: u16,
    /// Holders that share the claim.
    pub sharers: u16,
}

/// The statements of a record, and the things that they name. Origins of sources without a name are things of their own.
pub fn spoken(record: Record) -> (Vec<Entry>, Vec<Spoken>) {
    if !record.kind.as_deref().is_some_and(is_spoken) {
        return (Vec::new(), Vec::new());
    }
    let full = record.extent.as_deref() == Some("full");
    let mut claims = Claims::known_at(vec![record], Instant::MAX);
    // What lies in what is sorted out where a situation is asked for.
    let within = claims.names.take_within();
    let tracks = Tracks::of(&mut claims).tracks;
    let said = tracks.iter().flat_map(|track| track.statements.iter().map(|s| of_statement(track, s, full)).chain(track.fights.iter().map(|f| of_fight(track, f))));
    let said: Vec<Spoken> = said.collect();
    let mut things = claims.names.into_entries();
    things.iter_mut().zip(within).for_each(|(thing, within)| thing.within = within);
    (things, said)
}

fn of_statement(track: &Track, s: &Statement, full: bool) -> Spoken {
    Spoken {
        fluent: track.fluent,
        fight: false,
        subject: track.subject,
        value: s.value,
        origin: s.origin,
        outlet: s.outlet,
        at: s.at,
        known: s.known,
        denied: s.denied,
        sourced: s.sourced,
        full: full && track.fluent == Fluent::Control && !s.denied,
        certainty: s.certainty,
        misread: (s.misread * 1e3).round() as u16,
        sharers: (1.0 / s.share).round() as u16,
    }
}

fn of_fight(track: &Track, (at, known, _): &(Instant, Instant, u32)) -> Spoken {
    let (subject, at, known) = (track.subject, *at, *known);
    Spoken {
        fluent: Fluent::Control,
        fight: true,
        subject,
        value: subject,
        origin: subject,
        outlet: subject,
        at,
        known,
        denied: false,
        sourced: false,
        full: false,
        certainty: Certainty::Certain,
        misread: 0,
        sharers: 1,
    }
}

/// Statements on their way into a case.
pub struct Heard {
    names: Names,
    /// By key of the store the index in the case, a party's being that of its side.
    indices: FxHashMap<i64, Name>,
    tracks: FxHashMap<(Fluent, Name), Track>,
    full: Vec<(Name, Statement)>,
    count: u32,
}

impl Heard {
    /// Takes in the things that statements name, by their keys in the store; parties of a side become one.
    pub fn new(things: Vec<(i64, Entry)>, sides: &Sides) -> Self {
        let mut names = Names::default();
        let mut indices = FxHashMap::default();
        let mut within = Vec::new();
        for (key, thing) in things {
            let (id, name) = sides.of_thing(&thing.id).unwrap_or((thing.id, thing.name));
            let index = names.link(&Link { id: Some(id), name, kind: thing.kind }).unwrap_or_default();
            names.place(index, thing.position);
            indices.insert(key, index);
            within.extend(thing.within.map(|up| (index, i64::from(up))));
        }
        for (index, up) in within {
            names.enclose(index, indices.get(&up).copied());
        }
        Self { names, indices, tracks: FxHashMap::default(), full: Vec::new(), count: 0 }
    }

    /// Takes in one statement; its names are keys of the store.
    pub fn hear(&mut self, said: &Spoken, [subject, value, origin, outlet]: [i64; 4]) {
        let of = |key: i64| self.indices.get(&key).copied();
        let (Some(subject), Some(value), Some(origin), Some(outlet)) = (of(subject), of(value), of(origin), of(outlet)) else { return };
        let track = self.tracks.entry((said.fluent, subject)).or_insert_with(|| Track { fluent: said.fluent, subject, statements: Vec::new(), fights: Vec::new() });
        self.count += 1;
        if said.fight {
            track.fights.push((said.at, said.known, self.count));
            return;
        }
        let statement = Statement {
            at: said.at,
            known: said.known,
            origin,
            outlet,
            value,
            denied: said.denied,
            certainty: said.certainty,
            misread: f64::from(said.misread) / 1e3,
            share: 1.0 / f64::from(said.sharers.max(1)),
            sourced: said.sourced,
            claim: self.count,
        };
        track.statements.push(statement);
        if said.full {
            self.full.push((subject, statement));
        }
    }

    /// The case, with what was learned earlier. It knows statements, not claims: it cannot quote.
    pub fn case(mut self, learned: &Learned, settings: &Settings, known: Instant) -> Case {
        for (area, statement) in std::mem::take(&mut self.full) {
            let inside = |t: &&mut Track| t.fluent == Fluent::Control && self.names.lies_in(t.subject, area);
            self.tracks.values_mut().filter(inside).for_each(|t| t.statements.push(statement));
        }
        let parameters = learned.parameters(&mut self.names, settings);
        let tracks = Tracks::sorted(self.tracks.into_values().collect(), &self.names).tracks;
        Case::from_tracks(Claims { names: self.names, claims: Vec::new(), undated: 0 }, tracks, parameters, known)
    }
}
