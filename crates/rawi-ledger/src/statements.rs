//! Statements in the store: what claims say of fluents, in rows of numbers.

use rawi_model::Certainty;
use rawi_situation::instant::Instant;
use rawi_situation::names::Entry as Thing;
use rawi_situation::spoken::Spoken;
use rawi_situation::track::Fluent;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::project::{Said, said};
use crate::tables::{Cell, Tables};

/// Number of fighting, after those of the fluents.
const FIGHT: i64 = Fluent::ALL.len() as i64;
/// A statement that nothing took back.
pub(crate) const NEVER: i64 = i64::MAX;

/// Which statements are wanted. Times are seconds since 1970, UTC.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Known by then, and not taken back by then.
    pub known: i64,
    /// Speaking of instants from then on.
    pub from: i64,
    /// The same for fighting, which is soon forgotten.
    pub fights_from: i64,
    /// Of these subjects, by the keys of [`crate::Store::subjects`]; of all without.
    pub subjects: Option<Vec<i64>>,
}

/// Statements, with everything that they name.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    /// Things by key.
    pub things: Vec<(i64, Thing)>,
    /// Statements with the keys of subject, value, origin and outlet.
    pub rows: Vec<(Spoken, [i64; 4])>,
}

impl Statements {
    /// Fetches everything that the rows name, and what that lies in.
    pub(crate) fn with_things<E>(&mut self, mut fetch: impl FnMut(i64) -> Result<Option<(i64, Thing)>, E>) -> Result<(), E> {
        let mut wanted: Vec<i64> = self.rows.iter().flat_map(|r| r.1).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut seen: FxHashSet<i64> = wanted.iter().copied().collect();
        while let Some(id) = wanted.pop() {
            if let Some((key, thing)) = fetch(id)? {
                wanted.extend(thing.within.map(i64::from).filter(|up| seen.insert(*up)));
                self.things.push((key, thing));
            }
        }
        self.things.sort_by_key(|t| t.0);
        Ok(())
    }
}

/// A statement from its ten columns: fluent, subject, value, origin, outlet, at, known, bits, misread, sharers.
pub(crate) fn spoken_of([fluent, subject, value, origin, outlet, at, known, bits, misread, sharers]: [i64; 10]) -> (Spoken, [i64; 4]) {
    let certainty = match bits >> 3 {
        0 => Certainty::Possible,
        1 => Certainty::Probable,
        _ => Certainty::Certain,
    };
    let said = Spoken {
        fluent: Fluent::ALL.get(fluent as usize).copied().unwrap_or(Fluent::Control),
        fight: fluent == FIGHT,
        subject: 0,
        value: 0,
        origin: 0,
        outlet: 0,
        at: Instant(at),
        known: Instant(known),
        denied: bits & 1 != 0,
        sourced: bits & 2 != 0,
        full: bits & 4 != 0,
        certainty,
        misread: misread as u16,
        sharers: sharers as u16,
    };
    (said, [subject, value, origin, outlet])
}

fn bits(said: &Spoken) -> i64 {
    let certainty = match said.certainty {
        Certainty::Possible => 0,
        Certainty::Probable => 1,
        Certainty::Certain => 2,
    };
    i64::from(said.denied) | i64::from(said.sourced) << 1 | i64::from(said.full) << 2 | certainty << 3
}

fn number(said: &Spoken) -> i64 {
    if said.fight { FIGHT } else { Fluent::ALL.iter().position(|f| *f == said.fluent).map_or(0, |i| i as i64) }
}

/// Things, tracks and chains that were met in one transaction.
#[derive(Default)]
pub(crate) struct Things {
    keys: FxHashMap<String, (i64, u8)>,
    tracks: FxHashSet<(i64, i64)>,
    pub chains: FxHashMap<String, i64>,
}

impl Things {
    /// The key of a thing, which is recorded if it is new; what is told of it for the first time is added.
    fn key<T: Tables>(&mut self, tables: &mut T, thing: &Thing, within: Option<i64>) -> Result<i64, T::Error> {
        let told = u8::from(thing.name.is_some()) | u8::from(thing.kind.is_some()) << 1 | u8::from(thing.position.is_some()) << 2 | u8::from(within.is_some()) << 3;
        let known = match self.keys.get(&thing.id) {
            Some(known) => Some(*known),
            None => tables.number("SELECT id FROM thing WHERE key = ?1", &[Cell::Text(&thing.id)])?.map(|id| (id, 0)),
        };
        let (lat, lon) = (thing.position.map(|p| p.0), thing.position.map(|p| p.1));
        let about = [Cell::MaybeText(thing.name.as_deref()), Cell::MaybeText(thing.kind.as_deref()), Cell::MaybeReal(lat), Cell::MaybeReal(lon), Cell::MaybeInt(within)];
        let id = match known {
            Some((id, had)) if had & told == told => return Ok(id),
            Some((id, _)) => {
                let sql = "UPDATE thing SET name = coalesce(name, ?1), type = coalesce(type, ?2), lat = coalesce(lat, ?3), lon = coalesce(lon, ?4), within = coalesce(within, ?5) WHERE id = ?6";
                tables.run(sql, &[&about[..], &[Cell::Int(id)]].concat())?;
                id
            }
            None => {
                let id = tables.number("SELECT coalesce(max(id), 0) + 1 FROM thing", &[])?.unwrap_or(1);
                let sql = "INSERT INTO thing (name, type, lat, lon, within, id, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                tables.run(sql, &[&about[..], &[Cell::Int(id), Cell::Text(&thing.id)]].concat())?;
                id
            }
        };
        self.keys.insert(thing.id.clone(), (id, told | known.map_or(0, |k| k.1)));
        Ok(id)
    }

    fn track<T: Tables>(&mut self, tables: &mut T, fluent: i64, subject: i64) -> Result<(), T::Error> {
        if self.tracks.insert((fluent, subject)) {
            tables.run("INSERT INTO track (fluent, subject) VALUES (?1, ?2) ON CONFLICT DO NOTHING", &[Cell::Int(fluent), Cell::Int(subject)])?;
        }
        Ok(())
    }

    /// The keys of what statements name, by position; 0 for what none of them names.
    fn keys<T: Tables>(&mut self, tables: &mut T, (things, said): &Said) -> Result<Vec<i64>, T::Error> {
        let mut keys = vec![0; things.len()];
        let named: FxHashSet<u32> = said.iter().flat_map(|s| [s.subject, s.value, s.origin, s.outlet]).collect();
        // What lies in something comes after it.
        for index in 0..things.len() {
            let mut chain = vec![index];
            while let Some(up) = things[chain[chain.len() - 1]].within.map(|w| w as usize).filter(|w| !chain.contains(w)) {
                chain.push(up);
            }
            if !named.contains(&(index as u32)) {
                continue;
            }
            for at in chain.into_iter().rev().filter(|at| *at == index || keys[*at] == 0).collect::<Vec<_>>() {
                let within = things[at].within.map(|w| keys[w as usize]).filter(|k| *k != 0);
                keys[at] = self.key(tables, &things[at], within)?;
            }
        }
        Ok(keys)
    }
}

/// Records the statements of a claim.
pub(crate) fn say<T: Tables>(tables: &mut T, things: &mut Things, claim: i64, until: i64, said: &Said) -> Result<(), T::Error> {
    let keys = things.keys(tables, said)?;
    for s in &said.1 {
        let [subject, value, origin, outlet] = [s.subject, s.value, s.origin, s.outlet].map(|i| keys[i as usize]);
        things.track(tables, number(s), subject)?;
        let cells = [number(s), subject, s.at.0, claim, value, origin, outlet, s.known.0, until, bits(s), i64::from(s.misread), i64::from(s.sharers)].map(Cell::Int);
        let sql = "INSERT INTO spoken (fluent, subject, at, claim, value, origin, outlet, known, until, bits, misread, sharers) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT DO NOTHING";
        tables.run(sql, &cells)?;
    }
    Ok(())
}

/// Takes away the statements of a report's claims.
pub(crate) fn unsay<T: Tables>(tables: &mut T, things: &mut Things, report: i64) -> Result<(), T::Error> {
    for (claim, record) in tables.records(report)? {
        let said = said(&record);
        let keys = things.keys(tables, &said)?;
        for s in &said.1 {
            let cells = [number(s), keys[s.subject as usize], s.at.0, claim].map(Cell::Int);
            tables.run("DELETE FROM spoken WHERE fluent = ?1 AND subject = ?2 AND at = ?3 AND claim = ?4", &cells)?;
        }
    }
    Ok(())
}

/// Lets the statements of a report, or of one claim of it, end at a time.
pub(crate) fn silence<T: Tables>(tables: &mut T, report: i64, claim: Option<&str>, at: i64) -> Result<(), T::Error> {
    let mut things = Things::default();
    for (n, record) in tables.records(report)? {
        let is_meant = claim.is_none_or(|id| serde_json::from_str::<serde_json::Value>(&record).is_ok_and(|r| r["id"] == id));
        let said = if is_meant { said(&record) } else { Said::default() };
        let keys = things.keys(tables, &said)?;
        for s in &said.1 {
            let cells = [at, number(s), keys[s.subject as usize], s.at.0, n].map(Cell::Int);
            tables.run("UPDATE spoken SET until = ?1 WHERE fluent = ?2 AND subject = ?3 AND at = ?4 AND claim = ?5 AND until > ?1", &cells)?;
        }
    }
    Ok(())
}

/// When a retraction ends what a claim says.
pub(crate) fn until<T: Tables>(tables: &mut T, report: i64, claim: &str) -> Result<i64, T::Error> {
    let whole = tables.number("SELECT retracted FROM report WHERE seq = ?1 AND retracted IS NOT NULL", &[Cell::Int(report)])?;
    let one = tables.number("SELECT at FROM retracted WHERE report = ?1 AND claim = ?2", &[Cell::Int(report), Cell::Text(claim)])?;
    Ok(whole.unwrap_or(NEVER).min(one.unwrap_or(NEVER)))
}
