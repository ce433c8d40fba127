//! A ledger by its name: a file, or an address of a server.

use std::path::Path;

use rawi_situation::names::Entry as Thing;

use crate::{Asked, Entry, Head, Hit, LedgerError, PostgresStore, Query, ReportLine, Seal, SqliteStore, Statements, Store};

/// A ledger in whatever database its name leads to.
pub enum Ledger {
    /// In a file.
    File(SqliteStore),
    /// On a server; the name begins with `postgres://` or `postgresql://`.
    Server(Box<PostgresStore>),
}

/// The address, when the name of a ledger is one.
pub fn address(name: &Path) -> Option<&str> {
    name.to_str().filter(|n| n.starts_with("postgres://") || n.starts_with("postgresql://"))
}

impl Ledger {
    /// Opens a ledger for writing, and begins one if there is none.
    pub fn write(name: &Path) -> Result<Self, LedgerError> {
        match address(name) {
            Some(url) => PostgresStore::write(url).map(|s| Self::Server(Box::new(s))),
            None => SqliteStore::write(name).map(Self::File),
        }
    }

    /// Opens a ledger that is there, for writing.
    pub fn change(name: &Path) -> Result<Self, LedgerError> {
        match address(name) {
            Some(url) => PostgresStore::change(url).map(|s| Self::Server(Box::new(s))),
            None => SqliteStore::change(name).map(Self::File),
        }
    }

    /// Opens a ledger that is there, for reading, whether someone writes or not.
    pub fn read(name: &Path) -> Result<Self, LedgerError> {
        match address(name) {
            Some(url) => PostgresStore::read(url).map(|s| Self::Server(Box::new(s))),
            None => SqliteStore::read(name).map(Self::File),
        }
    }
}

/// Hands every verb to the store behind.
macro_rules! handed {
    ($self:ident, $store:ident => $call:expr) => {
        match $self {
            Ledger::File($store) => $call,
            Ledger::Server($store) => $call,
        }
    };
}

impl Store for Ledger {
    fn head(&self, stream: &str) -> Result<Option<Head>, LedgerError> {
        handed!(self, s => s.head(stream))
    }

    fn append(&mut self, entries: &[Entry]) -> Result<(), LedgerError> {
        handed!(self, s => s.append(entries))
    }

    fn scan(&self, each: impl FnMut(u64, Entry) -> Result<(), LedgerError>) -> Result<(), LedgerError> {
        handed!(self, s => s.scan(each))
    }

    fn stream(&self, stream: &str) -> Result<Vec<Entry>, LedgerError> {
        handed!(self, s => s.stream(stream))
    }

    fn published_on(&self, day: Option<&str>, each: impl FnMut(&str)) -> Result<(), LedgerError> {
        handed!(self, s => s.published_on(day, each))
    }

    fn seal(&self) -> Result<Seal, LedgerError> {
        handed!(self, s => s.seal())
    }

    fn rebuild(&mut self) -> Result<(), LedgerError> {
        handed!(self, s => s.rebuild())
    }

    fn stale_projection(&mut self) -> Result<Option<String>, LedgerError> {
        handed!(self, s => s.stale_projection())
    }

    fn compact(&mut self) -> Result<(), LedgerError> {
        handed!(self, s => s.compact())
    }

    fn claims(&self, known: Option<i64>, each: impl FnMut(&str)) -> Result<(), LedgerError> {
        handed!(self, s => s.claims(known, each))
    }

    fn last_known(&self) -> Result<Option<i64>, LedgerError> {
        handed!(self, s => s.last_known())
    }

    fn subjects(&self) -> Result<Vec<(i64, Thing)>, LedgerError> {
        handed!(self, s => s.subjects())
    }

    fn statements(&self, asked: &Asked) -> Result<Statements, LedgerError> {
        handed!(self, s => s.statements(asked))
    }

    fn tolls(&self, since: i64, known: i64, each: impl FnMut(&str)) -> Result<(), LedgerError> {
        handed!(self, s => s.tolls(since, known, each))
    }

    fn reports_of(&self, claim: &str) -> Result<Vec<String>, LedgerError> {
        handed!(self, s => s.reports_of(claim))
    }

    fn reviewed(&self) -> Result<Vec<String>, LedgerError> {
        handed!(self, s => s.reviewed())
    }

    fn reports(&self, each: impl FnMut(ReportLine)) -> Result<(), LedgerError> {
        handed!(self, s => s.reports(each))
    }

    fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LedgerError> {
        handed!(self, s => s.search(query, limit))
    }
}
