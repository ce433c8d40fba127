//! Projections in any database that speaks SQL: what an entry adds to the tables of `projections.sql`.
//!
//! Keys of rows are made from the position of the entry, so that a rebuild gives the very same rows.

use crate::project::{ClaimRow, ReportRow, Rows, reviewed, rows};
use crate::statements::{NEVER, Things, say, silence, unsay, until};
use crate::{Entry, Kind};

/// Rows that one entry may have: its position is shifted by so many bits, and counts its rows below.
const ROOM: u32 = 20;

/// A value on its way into a statement.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Int(i64),
    MaybeInt(Option<i64>),
    Text(&'a str),
    MaybeText(Option<&'a str>),
    MaybeReal(Option<f64>),
}

/// What a database has to do for projections. Parameters are `?1`, `?2`, …
pub(crate) trait Tables {
    type Error;

    /// Runs a statement.
    fn run(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> Result<(), Self::Error>;

    /// The first column of the first row.
    fn number(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> Result<Option<i64>, Self::Error>;

    /// The stems of a sentence, for the full-text search.
    fn stems(&mut self, sentence: i64, stems: &str) -> Result<(), Self::Error>;

    /// The rows of a report's claims with their records.
    fn records(&mut self, report: i64) -> Result<Vec<(i64, String)>, Self::Error>;

    /// The entries of a stream up to a position, in their order.
    fn stream(&mut self, stream: &str, until: u64) -> Result<Vec<Entry>, Self::Error>;
}

/// Adds the rows of one entry. `things` is for one transaction.
pub(crate) fn project<T: Tables>(tables: &mut T, things: &mut Things, seq: u64, entry: &Entry) -> Result<(), T::Error> {
    match rows(entry) {
        Rows::Report(row) => report(tables, seq, &entry.stream, &row),
        Rows::Reading(claims) => reading(tables, things, seq, &entry.stream, claims),
        Rows::Review => review(tables, things, seq, &entry.stream),
        Rows::Retraction { claim, at } => retraction(tables, &entry.stream, claim.as_deref(), at),
        Rows::Nothing => Ok(()),
    }
}

fn key(seq: u64, row: usize) -> i64 {
    ((seq as i64) << ROOM) | row as i64
}

fn report<T: Tables>(tables: &mut T, seq: u64, stream: &str, row: &ReportRow) -> Result<(), T::Error> {
    let cells = [Cell::Int(seq as i64), Cell::Text(stream), Cell::MaybeText(row.reported.as_deref()), Cell::MaybeText(row.url.as_deref()), Cell::MaybeText(row.outlet.as_deref())];
    tables.run("INSERT INTO report (seq, stream, reported, url, outlet) VALUES (?1, ?2, ?3, ?4, ?5)", &cells)?;
    for (index, sentence) in row.sentences.iter().enumerate() {
        let n = key(seq, index);
        let cells = [Cell::Int(n), Cell::Int(seq as i64), Cell::Int(sentence.start as i64), Cell::Int(sentence.end as i64)];
        tables.run("INSERT INTO sentence (n, report, start, stop) VALUES (?1, ?2, ?3, ?4)", &cells)?;
        tables.stems(n, &sentence.stems)?;
    }
    Ok(())
}

/// The claims of a new reading, as earlier reviews leave them.
fn reading<T: Tables>(tables: &mut T, things: &mut Things, seq: u64, stream: &str, claims: Vec<ClaimRow>) -> Result<(), T::Error> {
    let Some(report) = report_of(tables, stream)? else { return Ok(()) };
    let asked = [Cell::Text(stream), Cell::Int(seq as i64)];
    let is_reviewed = tables.number("SELECT 1 FROM entry WHERE stream = ?1 AND kind = 'review' AND seq < ?2 LIMIT 1", &asked)?.is_some();
    let claims = if is_reviewed { reviewed(&tables.stream(stream, seq)?) } else { claims };
    tables.run("UPDATE report SET reading = ?1 WHERE seq = ?2", &[Cell::Int(seq as i64), Cell::Int(report)])?;
    replace(tables, things, seq, report, seq, &claims)
}

/// A verdict takes effect at once.
fn review<T: Tables>(tables: &mut T, things: &mut Things, seq: u64, stream: &str) -> Result<(), T::Error> {
    let Some(report) = report_of(tables, stream)? else { return Ok(()) };
    let entries = tables.stream(stream, seq)?;
    let is_read = entries.iter().any(|e| e.kind == Kind::Reading);
    let reading = tables.number("SELECT reading FROM report WHERE seq = ?1 AND reading IS NOT NULL", &[Cell::Int(report)])?.filter(|_| is_read);
    // A report that was never read may still have claims that a reviewer added: they point to the report itself.
    let reading = reading.unwrap_or(report);
    tables.run("UPDATE report SET reading = ?1 WHERE seq = ?2", &[Cell::Int(reading), Cell::Int(report)])?;
    replace(tables, things, seq, report, reading as u64, &reviewed(&entries))
}

/// Puts claims in the place of those that a report had.
fn replace<T: Tables>(tables: &mut T, things: &mut Things, seq: u64, report: i64, reading: u64, claims: &[ClaimRow]) -> Result<(), T::Error> {
    if tables.number("SELECT first FROM report WHERE seq = ?1 AND claims > 0", &[Cell::Int(report)])?.is_some() {
        unsay(tables, things, report)?;
        tables.run("DELETE FROM claim WHERE n IN (SELECT p.n FROM claim p JOIN report r ON r.seq = ?1 WHERE p.n >= r.first AND p.n < r.first + r.claims)", &[Cell::Int(report)])?;
    }
    let is_retracted = "SELECT 1 FROM report r WHERE r.seq = ?1 AND (r.retracted IS NOT NULL OR EXISTS (SELECT 1 FROM retracted x WHERE x.report = r.seq))";
    let is_retracted = tables.number(is_retracted, &[Cell::Int(report)])?.is_some();
    let sql = "INSERT INTO claim (n, reading, report, id, kind, reported, chain, start, length, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    for (index, claim) in claims.iter().enumerate() {
        let chain = chain(tables, things, claim)?;
        let place = [Cell::Int(key(seq, index)), Cell::Int(reading as i64), Cell::Int(report), Cell::Text(&claim.id), Cell::Text(&claim.kind), Cell::MaybeInt(claim.reported)];
        let record = [Cell::Int(chain), Cell::Int(claim.from as i64), Cell::Int(claim.length as i64), Cell::MaybeText(claim.record.as_deref())];
        tables.run(sql, &[&place[..], &record[..]].concat())?;
        let until = if is_retracted { until(tables, report, &claim.id)? } else { NEVER };
        say(tables, things, key(seq, index), until, &claim.said)?;
    }
    if let Some(latest) = claims.iter().filter_map(|c| c.known).max() {
        tables.run("UPDATE made SET latest = ?1 WHERE latest IS NULL OR latest < ?1", &[Cell::Int(latest)])?;
    }
    tables.run("UPDATE report SET first = ?1, claims = ?2 WHERE seq = ?3", &[Cell::Int(key(seq, 0)), Cell::Int(claims.len() as i64), Cell::Int(report)])
}

/// Chains repeat; each is kept once.
fn chain<T: Tables>(tables: &mut T, things: &mut Things, claim: &ClaimRow) -> Result<i64, T::Error> {
    if let Some(id) = things.chains.get(&claim.chain) {
        return Ok(*id);
    }
    let id = recorded_chain(tables, claim)?;
    things.chains.insert(claim.chain.clone(), id);
    Ok(id)
}

fn recorded_chain<T: Tables>(tables: &mut T, claim: &ClaimRow) -> Result<i64, T::Error> {
    if let Some(id) = tables.number("SELECT id FROM chain WHERE links = ?1", &[Cell::Text(&claim.chain)])? {
        return Ok(id);
    }
    let id = tables.number("SELECT coalesce(max(id), 0) + 1 FROM chain", &[])?.unwrap_or(1);
    tables.run("INSERT INTO chain (id, links, origin) VALUES (?1, ?2, ?3)", &[Cell::Int(id), Cell::Text(&claim.chain), Cell::Text(&claim.origin)])?;
    Ok(id)
}

/// The earliest retraction counts.
fn retraction<T: Tables>(tables: &mut T, stream: &str, claim: Option<&str>, at: i64) -> Result<(), T::Error> {
    let Some(report) = report_of(tables, stream)? else { return Ok(()) };
    let known = match claim {
        Some(claim) => tables.number("SELECT at FROM retracted WHERE report = ?1 AND claim = ?2", &[Cell::Int(report), Cell::Text(claim)])?,
        None => tables.number("SELECT retracted FROM report WHERE seq = ?1 AND retracted IS NOT NULL", &[Cell::Int(report)])?,
    };
    let at = known.map_or(at, |known| known.min(at));
    silence(tables, report, claim, at)?;
    let at = Cell::Int(at);
    match claim {
        None => tables.run("UPDATE report SET retracted = ?1 WHERE seq = ?2", &[at, Cell::Int(report)]),
        Some(claim) if known.is_some() => tables.run("UPDATE retracted SET at = ?1 WHERE report = ?2 AND claim = ?3", &[at, Cell::Int(report), Cell::Text(claim)]),
        Some(claim) => tables.run("INSERT INTO retracted (at, report, claim) VALUES (?1, ?2, ?3)", &[at, Cell::Int(report), Cell::Text(claim)]),
    }
}

/// The position of the report that begins a stream.
fn report_of<T: Tables>(tables: &mut T, stream: &str) -> Result<Option<i64>, T::Error> {
    tables.number("SELECT seq FROM entry WHERE stream = ?1 AND idx = 0 AND kind = 'report'", &[Cell::Text(stream)])
}
