//! The ledger in a PostgreSQL database.

use std::cell::RefCell;

use postgres::{Client, NoTls, Row, Transaction};
use rawi_situation::names::Entry as Thing;

use crate::postgres_rows::{self as rows, PostgresTables, Prepared};
use crate::statements::{Asked, Statements, Things, spoken_of};
use crate::tables::project;
use crate::words::words;
use crate::{Entry, Hash, Head, Hit, LedgerError, Query, ReportLine, Seal, Store};

/// "rawi" in ASCII: the advisory lock of the one writer, in the database of the ledger.
const LOCK: i64 = 0x7261_7769;
/// Version of the tables of entries.
const VERSION: i64 = 1;
/// Version of the projections, as `postgres_projections.sql` writes it into `made`.
const PROJECTIONS: i64 = 4;
/// Entries that are fetched in one go.
const CHUNK: i64 = 512;

const SCHEMA: &str = include_str!("postgres.sql");

/// A ledger on a server. Connections are not encrypted: the server is on this machine or in a network that is trusted.
pub struct PostgresStore {
    /// The address without the password.
    name: String,
    client: RefCell<Client>,
    prepared: Prepared,
}

impl PostgresStore {
    /// Opens a ledger for writing, and begins one in an empty database.
    pub fn write(url: &str) -> Result<Self, LedgerError> {
        let mut store = Self::open(url)?;
        store.lock()?;
        if !store.is_begun()? {
            store.within(|tx, _| tx.batch_execute(SCHEMA).and_then(|()| tx.batch_execute(rows::PROJECTIONS)))?;
        }
        store.check_kind()?;
        if store.projections()? != Some(PROJECTIONS) {
            store.rebuild()?;
        }
        Ok(store)
    }

    /// Opens a ledger that is there, for writing.
    pub fn change(url: &str) -> Result<Self, LedgerError> {
        let store = Self::open(url)?;
        if !store.is_begun()? {
            return Err(LedgerError::Missing(store.name.into()));
        }
        drop(store);
        Self::write(url)
    }

    /// Opens a ledger that is there, for reading, whether someone writes or not.
    pub fn read(url: &str) -> Result<Self, LedgerError> {
        let store = Self::open(url)?;
        if !store.is_begun()? {
            return Err(LedgerError::Missing(store.name.into()));
        }
        store.check_kind()?;
        if store.projections()? == Some(PROJECTIONS) {
            return Ok(store);
        }
        Err(store.foreign("its projections are of another version of this program; make them anew with: rawi ledger rebuild"))
    }

    fn open(url: &str) -> Result<Self, LedgerError> {
        let name = shown(url);
        let client = Client::connect(url, NoTls).map_err(|source| LedgerError::Server { ledger: name.clone(), source })?;
        let store = Self { name, client: RefCell::new(client), prepared: Prepared::default() };
        let encoding: String = store.ask("SHOW server_encoding", &[])?[0].get(0);
        if encoding == "UTF8" { Ok(store) } else { Err(store.foreign(&format!("the database has the encoding {encoding}; make one with UTF8"))) }
    }

    fn foreign(&self, reason: &str) -> LedgerError {
        LedgerError::Foreign { path: self.name.clone().into(), reason: reason.to_owned() }
    }

    /// Takes the lock of the one writer. The server frees it when the connection ends, however it ends.
    fn lock(&self) -> Result<(), LedgerError> {
        if self.ask("SELECT pg_try_advisory_lock($1)", &[&LOCK])?[0].get(0) {
            return Ok(());
        }
        let held = "SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() \
                    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid::bigint = $1";
        let holder = self.ask(held, &[&LOCK])?.first().map_or("another process".to_owned(), |row| format!("process {} of the server", row.get::<_, i32>(0)));
        Err(LedgerError::Busy { path: self.name.clone().into(), holder })
    }

    fn is_begun(&self) -> Result<bool, LedgerError> {
        Ok(self.ask("SELECT to_regclass('rawi_ledger') IS NOT NULL", &[])?[0].get(0))
    }

    fn check_kind(&self) -> Result<(), LedgerError> {
        match self.ask("SELECT version FROM rawi_ledger", &[])?.first().map(|row| row.get::<_, i64>(0)) {
            Some(VERSION) => Ok(()),
            found => Err(self.foreign(&format!("this ledger has version {found:?}, this program writes {VERSION}: use the program that made it, or export there and import here"))),
        }
    }

    /// The version of the projections; none when there are none.
    fn projections(&self) -> Result<Option<i64>, LedgerError> {
        if !self.ask("SELECT to_regclass('made') IS NOT NULL", &[])?[0].get::<_, bool>(0) {
            return Ok(None);
        }
        Ok(self.ask("SELECT version FROM made", &[])?.first().map(|row| row.get(0)))
    }

    fn told(&self, source: postgres::Error) -> LedgerError {
        LedgerError::Server { ledger: self.name.clone(), source }
    }

    fn ask(&self, sql: &str, parameters: &[&(dyn postgres::types::ToSql + Sync)]) -> Result<Vec<Row>, LedgerError> {
        self.client.borrow_mut().query(sql, parameters).map_err(|e| self.told(e))
    }

    /// Runs `work` in a transaction and commits it.
    fn within<T>(&mut self, work: impl FnOnce(&mut Transaction<'_>, &mut Prepared) -> Result<T, postgres::Error>) -> Result<T, LedgerError> {
        let (name, prepared) = (&self.name, &mut self.prepared);
        let told = |source| LedgerError::Server { ledger: name.clone(), source };
        let client = self.client.get_mut();
        let mut tx = client.transaction().map_err(told)?;
        let done = work(&mut tx, prepared).map_err(told)?;
        tx.commit().map_err(told)?;
        Ok(done)
    }

    /// Throws projections away and makes them again in a transaction, which the caller ends.
    fn remake(tx: &mut Transaction<'_>, prepared: &mut Prepared) -> Result<(), postgres::Error> {
        rows::TABLES.into_iter().try_for_each(|table| tx.batch_execute(&format!("DROP TABLE IF EXISTS {table}")))?;
        tx.batch_execute(rows::PROJECTIONS)?;
        let mut things = Things::default();
        let mut last = 0_i64;
        loop {
            let chunk = tx.query(&format!("{} WHERE seq > $1 ORDER BY seq LIMIT $2", rows::ENTRY), &[&last, &CHUNK])?;
            let Some(end) = chunk.last() else { return Ok(()) };
            last = end.get(0);
            // What cannot be read as an entry is told by whoever scans.
            for (seq, entry) in chunk.iter().filter_map(|row| rows::entry(row).ok()) {
                project(&mut PostgresTables(tx, prepared), &mut things, seq, &entry)?;
            }
        }
    }
}

/// An address without its password and options.
pub(crate) fn shown(url: &str) -> String {
    let plain = url.split('?').next().unwrap_or(url);
    match plain.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
        Some((scheme, (user, host))) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
        None => plain.to_owned(),
    }
}

fn add(tx: &mut Transaction<'_>, prepared: &mut Prepared, entries: &[Entry], mut sealed: Seal) -> Result<(), postgres::Error> {
    let insert = tx.prepare("INSERT INTO entry (seq, stream, idx, kind, at, previous, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")?;
    let mut things = Things::default();
    for e in entries {
        sealed = sealed.with(e.hash);
        let (seq, idx) = (sealed.entries as i64, e.idx as i64);
        tx.execute(&insert, &[&seq, &e.stream, &idx, &e.kind.code(), &e.at, &&e.previous.0[..], &&e.hash.0[..], &e.body.get()])?;
        project(&mut PostgresTables(tx, prepared), &mut things, sealed.entries, e)?;
    }
    tx.execute("UPDATE seal SET entries = $1, hash = $2", &[&(sealed.entries as i64), &&sealed.hash.0[..]]).map(drop)
}

fn thing(row: &Row) -> (i64, Thing) {
    let position: (Option<f64>, Option<f64>) = (row.get(4), row.get(5));
    let within = row.get::<_, Option<i64>>(6).and_then(|up| u32::try_from(up).ok());
    (row.get(0), Thing { id: row.get(1), name: row.get(2), kind: row.get(3), position: position.0.zip(position.1), within })
}

impl Store for PostgresStore {
    fn head(&self, stream: &str) -> Result<Option<Head>, LedgerError> {
        let rows = self.ask("SELECT idx, hash FROM entry WHERE stream = $1 ORDER BY idx DESC LIMIT 1", &[&stream])?;
        Ok(rows.first().map(|row| (row.get::<_, i64>(0) as u64, hash(row, 1))))
    }

    fn append(&mut self, entries: &[Entry]) -> Result<(), LedgerError> {
        let mut heads: rustc_hash::FxHashMap<&str, Head> = rustc_hash::FxHashMap::default();
        for entry in entries {
            let head = heads.get(entry.stream.as_str()).copied().map_or_else(|| self.head(&entry.stream), |h| Ok(Some(h)))?;
            if let Some(reason) = entry.fault(head) {
                return Err(LedgerError::Conflict { stream: entry.stream.clone(), idx: entry.idx, reason });
            }
            heads.insert(&entry.stream, (entry.idx, entry.hash));
        }
        let sealed = self.seal()?;
        self.within(|tx, prepared| add(tx, prepared, entries, sealed))
    }

    fn scan(&self, mut each: impl FnMut(u64, Entry) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        let mut last = 0_i64;
        loop {
            let chunk = self.ask(&format!("{} WHERE seq > $1 ORDER BY seq LIMIT $2", rows::ENTRY), &[&last, &CHUNK])?;
            let Some(end) = chunk.last() else { return Ok(()) };
            last = end.get(0);
            for row in &chunk {
                let (seq, entry) = rows::entry(row).map_err(LedgerError::Bad)?;
                each(seq, entry)?;
            }
        }
    }

    fn stream(&self, stream: &str) -> Result<Vec<Entry>, LedgerError> {
        let rows = self.ask(&format!("{} WHERE stream = $1 ORDER BY idx", rows::ENTRY), &[&stream])?;
        rows.iter().map(|row| rows::entry(row).map(|(_, entry)| entry).map_err(LedgerError::Bad)).collect()
    }

    fn published_on(&self, day: Option<&str>, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        let sql = "SELECT e.body FROM report r JOIN entry e ON e.seq = r.seq WHERE left(r.reported, 10) IS NOT DISTINCT FROM $1 ORDER BY r.seq";
        self.ask(sql, &[&day])?.iter().for_each(|row| each(row.get(0)));
        Ok(())
    }

    fn seal(&self) -> Result<Seal, LedgerError> {
        let rows = self.ask("SELECT entries, hash FROM seal", &[])?;
        Ok(rows.first().map_or_else(Seal::default, |row| Seal { entries: row.get::<_, i64>(0) as u64, hash: hash(row, 1) }))
    }

    fn rebuild(&mut self) -> Result<(), LedgerError> {
        self.prepared.clear();
        self.within(Self::remake)
    }

    fn stale_projection(&mut self) -> Result<Option<String>, LedgerError> {
        let (name, client) = (self.name.clone(), self.client.get_mut());
        let told = |source| LedgerError::Server { ledger: name.clone(), source };
        let mut prepared = Prepared::default();
        let mut tx = client.transaction().map_err(told)?;
        let compared = rows::digests(&mut tx).and_then(|live| {
            Self::remake(&mut tx, &mut prepared)?;
            Ok((live, rows::digests(&mut tx)?))
        });
        // Nothing of this stays.
        tx.rollback().map_err(told)?;
        let (live, made) = compared.map_err(told)?;
        Ok(live.into_iter().zip(made).find(|(live, made)| live != made).map(|((name, _), _)| name.to_owned()))
    }

    fn compact(&mut self) -> Result<(), LedgerError> {
        self.client.get_mut().batch_execute("VACUUM ANALYZE").map_err(|source| LedgerError::Server { ledger: self.name.clone(), source })
    }

    fn claims(&self, known: Option<i64>, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        self.ask(&rows::claims(), &[&known.unwrap_or(i64::MAX)])?.iter().for_each(|row| each(row.get(0)));
        Ok(())
    }

    fn last_known(&self) -> Result<Option<i64>, LedgerError> {
        Ok(self.ask("SELECT latest FROM made", &[])?.first().and_then(|row| row.get(0)))
    }

    fn subjects(&self) -> Result<Vec<(i64, Thing)>, LedgerError> {
        Ok(self.ask(rows::SUBJECTS, &[])?.iter().map(thing).collect())
    }

    fn statements(&self, asked: &Asked) -> Result<Statements, LedgerError> {
        let mut found = Statements::default();
        for row in self.ask(rows::SPOKEN, &[&asked.from, &asked.fights_from, &asked.known, &asked.subjects])? {
            found.rows.push(spoken_of(std::array::from_fn(|i| row.get(i))));
        }
        let named: Vec<i64> = found.rows.iter().flat_map(|r| r.1).collect();
        let mut things: rustc_hash::FxHashMap<i64, Thing> = self.ask(rows::THINGS, &[&named])?.iter().map(thing).collect();
        found.with_things(|id| match things.remove(&id) {
            Some(known) => Ok(Some((id, known))),
            None => self.ask(rows::THINGS, &[&vec![id]]).map(|rows| rows.first().map(thing)),
        })?;
        Ok(found)
    }

    fn tolls(&self, since: i64, known: i64, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        self.ask(&rows::tolls(), &[&since, &known])?.iter().for_each(|row| each(row.get(0)));
        Ok(())
    }

    fn reports_of(&self, claim: &str) -> Result<Vec<String>, LedgerError> {
        let [present, any] = rows::REPORTS_OF;
        let mut found = self.ask(present, &[&claim])?;
        if found.is_empty() {
            found = self.ask(any, &[&claim])?;
        }
        Ok(found.iter().map(|row| row.get(1)).collect())
    }

    fn reviewed(&self) -> Result<Vec<String>, LedgerError> {
        Ok(self.ask(rows::REVIEWED, &[])?.iter().map(|row| row.get(0)).collect())
    }

    fn reports(&self, mut each: impl FnMut(ReportLine)) -> Result<(), LedgerError> {
        let line = |row: &Row| ReportLine { id: row.get(0), reported: row.get(1), url: row.get(2), outlet: row.get(3), title: row.get(4), beginning: row.get(5) };
        self.ask(rows::REPORTS, &[])?.iter().for_each(|row| each(line(row)));
        Ok(())
    }

    fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LedgerError> {
        let found = self.ask(rows::SEARCH, &[&query.tsquery(), &(limit.min(100_000) as i64)])?;
        Ok(found.iter().map(|row| hit(row, query)).collect())
    }
}

fn hash(row: &Row, column: usize) -> Hash {
    <[u8; 32]>::try_from(row.get::<_, &[u8]>(column)).map(Hash).unwrap_or_default()
}

fn hit(row: &Row, query: &Query) -> Hit {
    let (start, end) = (row.get::<_, i64>(4) as usize, row.get::<_, i64>(5) as usize);
    let report: serde_json::Value = serde_json::from_str(row.get(6)).unwrap_or_default();
    let sentence: String = report["text"].as_str().unwrap_or_default().chars().skip(start).take(end - start).collect();
    let matches = words(&sentence).into_iter().filter(|w| query.wants(&w.stem)).map(|w| (start + w.start, start + w.end)).collect();
    Hit { report: row.get(0), reported: row.get(1), url: row.get(2), outlet: row.get(3), sentence, start, end, matches }
}
