//! The ledger in one SQLite file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, params};

use rawi_situation::names::Entry as Thing;

use crate::lock::WriterLock;
use crate::sqlite_rows::{self, PROJECTIONS, SqliteTables};
use crate::statements::{Asked, Statements, Things, spoken_of};
use crate::tables::project;
use crate::words::words;
use crate::{Entry, Fault, Hash, Head, Hit, Kind, LedgerError, Query, ReportLine, Seal, Store};

/// "rawi" in ASCII: what kind of database the file is.
const APPLICATION: i32 = 0x7261_7769;
/// Version of the tables. It changes when entries are kept in another way; projections are simply made again.
const VERSION: i32 = 1;
/// How long a command waits while another ends its commit.
const PATIENCE: Duration = Duration::from_secs(10);
/// Prepared statements that are kept.
const STATEMENTS: usize = 32;

const SCHEMA: &str = include_str!("schema.sql");

/// A ledger in a file, with write-ahead log: readers see the last commit while one writer goes on.
#[derive(Debug)]
pub struct SqliteStore {
    path: PathBuf,
    connection: Connection,
    _lock: Option<WriterLock>,
}

impl SqliteStore {
    /// Opens a ledger for writing, and begins one (with its folder) if there is none.
    pub fn write(path: &Path) -> Result<Self, LedgerError> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| LedgerError::Place { path: folder.to_owned(), source })?;
        }
        if path.is_dir() {
            return Err(LedgerError::Place { path: path.to_owned(), source: std::io::ErrorKind::IsADirectory.into() });
        }
        let lock = WriterLock::take(path)?;
        let mut store = Self::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, Some(lock))?;
        store.begin()?;
        Ok(store)
    }

    /// Opens a ledger that is there, for writing.
    pub fn change(path: &Path) -> Result<Self, LedgerError> {
        if path.is_file() { Self::write(path) } else { Err(LedgerError::Missing(path.to_owned())) }
    }

    /// Opens a ledger that is there, for reading, whether someone writes or not.
    pub fn read(path: &Path) -> Result<Self, LedgerError> {
        if !path.is_file() {
            return Err(LedgerError::Missing(path.to_owned()));
        }
        // Not read-only: after a crash the first reader has to take the log in.
        let store = Self::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE, None)?;
        store.check_kind()?;
        if store.has_present_projections() {
            return Ok(store);
        }
        Err(LedgerError::Foreign { path: path.to_owned(), reason: "its projections are of another version of this program; make them anew with: rawi ledger rebuild".to_owned() })
    }

    fn open(path: &Path, flags: OpenFlags, lock: Option<WriterLock>) -> Result<Self, LedgerError> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(|e| told(path, e))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let store = Self { path: path.to_owned(), connection, _lock: lock };
        store.told(store.connection.busy_timeout(PATIENCE))?;
        store.told(store.connection.execute_batch("PRAGMA cache_size=-65536;"))?;
        Ok(store)
    }

    /// Lets the file grow to so many pages of 4096 bytes, at most; beyond that the ledger is [`LedgerError::Full`].
    pub fn limit(&self, pages: u32) -> Result<(), LedgerError> {
        self.told(self.connection.query_row(&format!("PRAGMA max_page_count={pages}"), [], |_| Ok(())))
    }

    /// Sets the tables up in a new file, in one transaction. What is acknowledged is on the disk: `synchronous=FULL`.
    fn begin(&mut self) -> Result<(), LedgerError> {
        let set = self.connection.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;");
        self.told(set)?;
        if self.pragma("application_id")? == 0 && self.count("sqlite_schema")? == 0 {
            let stamp = format!("PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};");
            let path = self.path.clone();
            let made = self.connection.transaction().and_then(|tx| {
                [SCHEMA, PROJECTIONS, &stamp].iter().try_for_each(|sql| tx.execute_batch(sql))?;
                tx.commit()
            });
            made.map_err(|e| told(&path, e))?;
        }
        self.check_kind()?;
        if self.has_present_projections() { Ok(()) } else { self.rebuild() }
    }

    /// Whether the projections are those that this program makes; entries stay readable whatever these are.
    fn has_present_projections(&self) -> bool {
        let version: rusqlite::Result<i32> = self.connection.query_row("SELECT version FROM made", [], |row| row.get(0));
        version.is_ok_and(|v| v == sqlite_rows::VERSION)
    }

    fn check_kind(&self) -> Result<(), LedgerError> {
        let foreign = |reason: String| Err(LedgerError::Foreign { path: self.path.clone(), reason });
        match (self.pragma("application_id")?, self.pragma("user_version")?) {
            (APPLICATION, VERSION) => Ok(()),
            (APPLICATION, version) => {
                foreign(format!("this ledger has version {version}, this program writes {VERSION}: use the program that made it, or export there and import here"))
            }
            _ => foreign("this is a database, but no ledger of rawi; give another --ledger".to_owned()),
        }
    }

    fn pragma(&self, name: &str) -> Result<i32, LedgerError> {
        self.told(self.connection.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0)))
    }

    fn count(&self, table: &str) -> Result<i64, LedgerError> {
        self.told(self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)))
    }

    /// The first column of all rows.
    fn texts(&self, sql: &str, parameters: &[&str]) -> Result<Vec<String>, LedgerError> {
        let mut statement = self.told(self.connection.prepare_cached(sql))?;
        let rows = self.told(statement.query_map(rusqlite::params_from_iter(parameters), |row| row.get(0)))?;
        self.told(rows.collect())
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, LedgerError> {
        result.map_err(|e| told(&self.path, e))
    }

    /// Runs `work` in a transaction and commits it.
    fn within<T>(&mut self, work: impl FnOnce(&Transaction<'_>) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let tx = self.connection.transaction().map_err(|e| told(&self.path, e))?;
        let done = work(&tx)?;
        tx.commit().map_err(|e| told(&self.path, e))?;
        Ok(done)
    }
}

/// An error of SQLite with the ledger it happened to.
fn told(path: &Path, source: rusqlite::Error) -> LedgerError {
    match source.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => LedgerError::Full(path.to_owned()),
        _ => LedgerError::Database { path: path.to_owned(), source },
    }
}

fn head(connection: &Connection, stream: &str) -> rusqlite::Result<Option<Head>> {
    let mut statement = connection.prepare_cached("SELECT idx, hash FROM entry WHERE stream = ?1 ORDER BY idx DESC LIMIT 1")?;
    statement.query_row([stream], |row| Ok((row.get(0)?, Hash(row.get(1)?)))).optional()
}

fn seal(connection: &Connection) -> rusqlite::Result<Seal> {
    connection.query_row("SELECT entries, hash FROM seal", [], |row| Ok(Seal { entries: row.get(0)?, hash: Hash(row.get(1)?) }))
}

/// Adds entries and their rows, and renews the seal.
fn add(tx: &Transaction<'_>, path: &Path, entries: &[Entry]) -> Result<(), LedgerError> {
    let say = |e| told(path, e);
    let mut sealed = seal(tx).map_err(say)?;
    let mut things = Things::default();
    for entry in entries {
        if let Some(reason) = entry.fault(head(tx, &entry.stream).map_err(say)?) {
            return Err(LedgerError::Conflict { stream: entry.stream.clone(), idx: entry.idx, reason });
        }
        sealed = sealed.with(entry.hash);
        insert(tx, sealed.entries, entry).map_err(say)?;
        project(&mut SqliteTables(tx), &mut things, sealed.entries, entry).map_err(say)?;
    }
    tx.execute("UPDATE seal SET entries = ?1, hash = ?2", params![sealed.entries, sealed.hash.0]).map_err(say)?;
    Ok(())
}

fn insert(tx: &Transaction<'_>, seq: u64, entry: &Entry) -> rusqlite::Result<()> {
    let mut statement = tx.prepare_cached("INSERT INTO entry (seq, stream, idx, kind, at, previous, hash, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    statement.execute(params![seq, entry.stream, entry.idx, entry.kind.code(), entry.at, entry.previous.0, entry.hash.0, entry.body.get()]).map(drop)
}

const COLUMNS: &str = "seq, stream, idx, kind, at, previous, hash, body";
/// The entries of a stream up to a position.
pub(crate) const STREAM: &str = "SELECT seq, stream, idx, kind, at, previous, hash, body FROM entry WHERE stream = ?1 AND seq <= ?2 ORDER BY idx";

/// An entry from its columns, or what is wrong with them.
pub(crate) fn entry(row: &Row<'_>) -> rusqlite::Result<Result<(u64, Entry), Fault>> {
    let seq: u64 = row.get(0)?;
    let text = |column: usize| row.get::<_, String>(column).map_err(|e| e.to_string());
    let read = || -> Result<Entry, String> {
        let kind = text(3)?;
        Ok(Entry {
            stream: text(1)?,
            idx: row.get(2).map_err(|e| e.to_string())?,
            kind: Kind::parse(&kind).ok_or_else(|| format!("'{kind}' is no kind of entry"))?,
            at: text(4)?,
            previous: Hash(row.get(5).map_err(|e| e.to_string())?),
            hash: Hash(row.get(6).map_err(|e| e.to_string())?),
            body: serde_json::value::RawValue::from_string(text(7)?).map_err(|e| format!("its content is no JSON: {e}"))?,
        })
    };
    Ok(read().map(|entry| (seq, entry)).map_err(|reason| Fault { seq, stream: text(1).ok(), idx: row.get(2).ok(), reason }))
}

fn scan(connection: &Connection, path: &Path, mut each: impl FnMut(u64, Entry) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
    let say = |e| told(path, e);
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM entry ORDER BY seq")).map_err(say)?;
    let mut rows = statement.query([]).map_err(say)?;
    let mut last = 0;
    let broken = |last: u64, e: rusqlite::Error| LedgerError::Bad(Fault { seq: last + 1, stream: None, idx: None, reason: format!("it cannot be read: {e}") });
    while let Some(row) = rows.next().map_err(|e| broken(last, e))? {
        let (seq, entry) = entry(row).map_err(|e| broken(last, e))?.map_err(LedgerError::Bad)?;
        last = seq;
        each(seq, entry)?;
    }
    Ok(())
}

/// Drops all projections, makes them again, and gives every entry its rows.
fn rebuild(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let say = |e| told(path, e);
    sqlite_rows::drop_all(connection).map_err(say)?;
    connection.execute_batch(PROJECTIONS).map_err(say)?;
    let mut things = Things::default();
    scan(connection, path, |seq, entry| project(&mut SqliteTables(connection), &mut things, seq, &entry).map_err(say))
}

impl Store for SqliteStore {
    fn head(&self, stream: &str) -> Result<Option<Head>, LedgerError> {
        self.told(head(&self.connection, stream))
    }

    fn append(&mut self, entries: &[Entry]) -> Result<(), LedgerError> {
        let path = self.path.clone();
        self.within(|tx| add(tx, &path, entries))
    }

    fn scan(&self, each: impl FnMut(u64, Entry) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        scan(&self.connection, &self.path, each)
    }

    fn stream(&self, stream: &str) -> Result<Vec<Entry>, LedgerError> {
        let mut statement = self.told(self.connection.prepare_cached(STREAM))?;
        let rows = self.told(statement.query_map(params![stream, i64::MAX], entry))?;
        rows.map(|row| self.told(row)?.map(|(_, entry)| entry).map_err(LedgerError::Bad)).collect()
    }

    fn published_on(&self, day: Option<&str>, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        let mut statement = self.told(self.connection.prepare_cached(sqlite_rows::PUBLISHED_ON))?;
        let mut rows = self.told(statement.query([day]))?;
        while let Some(row) = self.told(rows.next())? {
            each(self.told(row.get_ref(0).and_then(|v| Ok(v.as_str()?)))?);
        }
        Ok(())
    }

    fn seal(&self) -> Result<Seal, LedgerError> {
        self.told(seal(&self.connection))
    }

    fn rebuild(&mut self) -> Result<(), LedgerError> {
        let path = self.path.clone();
        self.within(|tx| rebuild(tx, &path))
    }

    fn stale_projection(&mut self) -> Result<Option<String>, LedgerError> {
        let path = self.path.clone();
        let say = |e| told(&path, e);
        let integrity: String = self.connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(say)?;
        if integrity != "ok" {
            return Err(LedgerError::Damaged(integrity.replace('\n', " ")));
        }
        let tx = self.connection.transaction().map_err(say)?;
        let live = sqlite_rows::digests(&tx).map_err(say)?;
        rebuild(&tx, &path)?;
        let made = sqlite_rows::digests(&tx).map_err(say)?;
        // The transaction is dropped: nothing of this stays.
        Ok(live.into_iter().zip(made).find(|(live, made)| live != made).map(|((name, _), _)| name.to_owned()))
    }

    fn compact(&mut self) -> Result<(), LedgerError> {
        self.told(self.connection.execute_batch("INSERT INTO stems(stems) VALUES ('optimize'); VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;"))
    }

    fn claims(&self, known: Option<i64>, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        let mut statement = self.told(self.connection.prepare(sqlite_rows::CLAIMS))?;
        let mut rows = self.told(statement.query([known.unwrap_or(i64::MAX)]))?;
        while let Some(row) = self.told(rows.next())? {
            let record: Vec<u8> = self.told(row.get(0))?;
            each(&String::from_utf8_lossy(&record));
        }
        Ok(())
    }

    fn reports(&self, mut each: impl FnMut(ReportLine)) -> Result<(), LedgerError> {
        let mut statement = self.told(self.connection.prepare(sqlite_rows::REPORTS))?;
        let mut rows = self.told(statement.query([]))?;
        while let Some(row) = self.told(rows.next())? {
            each(self.told(report_line(row))?);
        }
        Ok(())
    }

    fn reports_of(&self, claim: &str) -> Result<Vec<String>, LedgerError> {
        let [present, any] = sqlite_rows::REPORTS_OF;
        let found = self.texts(present, &[claim])?;
        if found.is_empty() { self.texts(any, &[claim]) } else { Ok(found) }
    }

    fn reviewed(&self) -> Result<Vec<String>, LedgerError> {
        self.texts(sqlite_rows::REVIEWED, &[])
    }

    fn last_known(&self) -> Result<Option<i64>, LedgerError> {
        self.told(self.connection.query_row("SELECT latest FROM made", [], |row| row.get(0)))
    }

    fn subjects(&self) -> Result<Vec<(i64, Thing)>, LedgerError> {
        let mut statement = self.told(self.connection.prepare_cached(sqlite_rows::SUBJECTS))?;
        let rows = self.told(statement.query_map([], thing))?;
        self.told(rows.collect())
    }

    fn statements(&self, asked: &Asked) -> Result<Statements, LedgerError> {
        // One view of the ledger, and one lock, for all questions.
        let _view = self.told(self.connection.unchecked_transaction())?;
        let mut found = Statements::default();
        let sql = if asked.subjects.is_some() { sqlite_rows::SPOKEN_OF } else { sqlite_rows::SPOKEN };
        let mut statement = self.told(self.connection.prepare_cached(sql))?;
        for subject in asked.subjects.as_deref().unwrap_or(&[-1]) {
            let all = [asked.from, asked.fights_from, asked.known, *subject];
            let rows = self.told(statement.query_map(rusqlite::params_from_iter(&all[..if asked.subjects.is_some() { 4 } else { 3 }]), |row| {
                let mut numbers = [0; 10];
                (0..10).try_for_each(|i| row.get(i).map(|n| numbers[i] = n))?;
                Ok(spoken_of(numbers))
            }))?;
            rows.collect::<rusqlite::Result<Vec<_>>>().map(|rows| found.rows.extend(rows)).map_err(|e| told(&self.path, e))?;
        }
        let mut statement = self.told(self.connection.prepare_cached(sqlite_rows::THING))?;
        found.with_things(|id| self.told(statement.query_row([id], thing).optional()))?;
        Ok(found)
    }

    fn tolls(&self, since: i64, known: i64, mut each: impl FnMut(&str)) -> Result<(), LedgerError> {
        let mut statement = self.told(self.connection.prepare_cached(sqlite_rows::TOLLS))?;
        let mut rows = self.told(statement.query([since, known]))?;
        while let Some(row) = self.told(rows.next())? {
            let record: Vec<u8> = self.told(row.get(0))?;
            each(&String::from_utf8_lossy(&record));
        }
        Ok(())
    }

    fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LedgerError> {
        let mut statement = self.told(self.connection.prepare(sqlite_rows::SEARCH))?;
        let rows = self.told(statement.query_map(params![query.fts5(), limit], |row| hit(row, query)))?;
        self.told(rows.collect())
    }
}

fn report_line(row: &Row<'_>) -> rusqlite::Result<ReportLine> {
    Ok(ReportLine { id: row.get(0)?, reported: row.get(1)?, url: row.get(2)?, outlet: row.get(3)?, title: row.get(4)?, beginning: row.get(5)? })
}

fn thing(row: &Row<'_>) -> rusqlite::Result<(i64, Thing)> {
    let position: (Option<f64>, Option<f64>) = (row.get(4)?, row.get(5)?);
    Ok((row.get(0)?, Thing { id: row.get(1)?, name: row.get(2)?, kind: row.get(3)?, position: position.0.zip(position.1), within: row.get(6)? }))
}

fn hit(row: &Row<'_>, query: &Query) -> rusqlite::Result<Hit> {
    let (start, end): (usize, usize) = (row.get(4)?, row.get(5)?);
    let text: String = row.get(6)?;
    let sentence: String = text.chars().skip(start).take(end - start).collect();
    let matches = words(&sentence).into_iter().filter(|w| query.wants(&w.stem)).map(|w| (start + w.start, start + w.end)).collect();
    Ok(Hit { report: row.get(0)?, reported: row.get(1)?, url: row.get(2)?, outlet: row.get(3)?, sentence, start, end, matches })
}
