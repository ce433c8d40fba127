//! Projections in SQLite: rows in, digests and questions out.

use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::project::{ClaimRow, ReportRow, Rows, rows};
use crate::{Entry, Hash};

pub(crate) const PROJECTIONS: &str = include_str!("projections.sql");

/// Records of the present readings; the parameter is the time known.
pub(crate) const CLAIMS: &str = "\
SELECT substr(CAST(e.body AS BLOB), c.start + 1, c.length)
FROM claim c JOIN report r ON r.seq = c.report AND r.reading = c.reading JOIN entry e ON e.seq = c.reading
WHERE (c.reported IS NULL OR c.reported <= ?1) AND (r.retracted IS NULL OR r.retracted > ?1)
  AND NOT EXISTS (SELECT 1 FROM retracted x WHERE x.report = c.report AND x.claim = c.id AND x.at <= ?1)
ORDER BY c.n";

/// Records of the reports of a day, or of none.
pub(crate) const PUBLISHED_ON: &str = "SELECT e.body FROM report r JOIN entry e ON e.seq = r.seq WHERE substr(r.reported, 1, 10) IS ?1 ORDER BY r.seq";

/// Reports with the beginning of their text. A date that was inferred stands in the claims, not in the report.
pub(crate) const REPORTS: &str = "\
SELECT r.stream, coalesce(r.reported, (SELECT json_extract(x.body, '$.claims[0].reported') FROM entry x WHERE x.seq = r.reading)), r.url, r.outlet,
  json_extract(e.body, '$.title'), coalesce(substr(json_extract(e.body, '$.text'), 1, 300), '')
FROM report r JOIN entry e ON e.seq = r.seq WHERE r.retracted IS NULL ORDER BY r.seq";

/// Sentences for a query of FTS5, the best first.
pub(crate) const SEARCH: &str = "\
SELECT r.stream, r.reported, r.url, r.outlet, s.start, s.stop, json_extract(e.body, '$.text')
FROM (SELECT rowid AS n, rank AS score FROM stems WHERE stems MATCH ?1) f
JOIN sentence s ON s.n = f.n JOIN report r ON r.seq = s.report AND r.retracted IS NULL JOIN entry e ON e.seq = r.seq
ORDER BY f.score, s.n LIMIT ?2";

/// What a digest of each projection is made of, in a fixed order.
const CONTENTS: [(&str, &str); 6] = [
    ("report", "SELECT seq, stream, reported, url, outlet, reading, retracted FROM report ORDER BY seq"),
    ("chain", "SELECT id, links, origin FROM chain ORDER BY id"),
    ("claim", "SELECT n, reading, report, id, kind, reported, chain, start, length FROM claim ORDER BY n"),
    ("retracted", "SELECT report, claim, at FROM retracted ORDER BY report, claim"),
    ("sentence", "SELECT n, report, start, stop FROM sentence ORDER BY n"),
    ("stems", "SELECT term, doc, offset FROM temp.stem_instance"),
];

/// Adds the rows of one entry.
pub(crate) fn project(connection: &Connection, seq: u64, entry: &Entry) -> rusqlite::Result<()> {
    match rows(entry) {
        Rows::Report(row) => report(connection, seq, &entry.stream, &row),
        Rows::Reading(claims) => reading(connection, seq, &entry.stream, &claims),
        Rows::Retraction { claim, at } => retraction(connection, &entry.stream, claim, at),
        Rows::Nothing => Ok(()),
    }
}

fn report(connection: &Connection, seq: u64, stream: &str, row: &ReportRow) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT INTO report (seq, stream, reported, url, outlet) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    insert.execute(params![seq, stream, row.reported, row.url, row.outlet])?;
    let mut sentence = connection.prepare_cached("INSERT INTO sentence (report, start, stop) VALUES (?1, ?2, ?3)")?;
    let mut stems = connection.prepare_cached("INSERT INTO stems (rowid, words) VALUES (?1, ?2)")?;
    for one in &row.sentences {
        sentence.execute(params![seq, one.start, one.end])?;
        stems.execute(params![connection.last_insert_rowid(), one.stems])?;
    }
    Ok(())
}

fn reading(connection: &Connection, seq: u64, stream: &str, claims: &[ClaimRow]) -> rusqlite::Result<()> {
    let Some(report) = report_of(connection, stream)? else { return Ok(()) };
    connection.prepare_cached("UPDATE report SET reading = ?1 WHERE seq = ?2")?.execute(params![seq, report])?;
    let mut insert = connection.prepare_cached("INSERT INTO claim (reading, report, id, kind, reported, chain, start, length) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for claim in claims {
        let chain = chain(connection, claim)?;
        insert.execute(params![seq, report, claim.id, claim.kind, claim.reported, chain, claim.from, claim.length])?;
    }
    Ok(())
}

/// Chains repeat; each is kept once.
fn chain(connection: &Connection, claim: &ClaimRow) -> rusqlite::Result<i64> {
    let mut find = connection.prepare_cached("SELECT id FROM chain WHERE links = ?1")?;
    if let Some(id) = find.query_row([&claim.chain], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    connection.prepare_cached("INSERT INTO chain (links, origin) VALUES (?1, ?2)")?.execute(params![claim.chain, claim.origin])?;
    Ok(connection.last_insert_rowid())
}

/// The earliest retraction counts.
fn retraction(connection: &Connection, stream: &str, claim: Option<String>, at: i64) -> rusqlite::Result<()> {
    let Some(report) = report_of(connection, stream)? else { return Ok(()) };
    let changed = match claim {
        Some(claim) => {
            connection.execute("INSERT INTO retracted (report, claim, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = min(at, excluded.at)", params![report, claim, at])
        }
        None => connection.execute("UPDATE report SET retracted = min(?1, coalesce(retracted, ?1)) WHERE seq = ?2", params![at, report]),
    };
    changed.map(drop)
}

/// The position of the report that begins a stream.
fn report_of(connection: &Connection, stream: &str) -> rusqlite::Result<Option<i64>> {
    connection.prepare_cached("SELECT seq FROM entry WHERE stream = ?1 AND idx = 0 AND kind = 'report'")?.query_row([stream], |row| row.get(0)).optional()
}

/// Drops every projection.
pub(crate) fn drop_all(connection: &Connection) -> rusqlite::Result<()> {
    CONTENTS.iter().try_for_each(|(table, _)| connection.execute_batch(&format!("DROP TABLE IF EXISTS {table}")))
}

/// A digest of the content of every projection.
pub(crate) fn digests(connection: &Connection) -> rusqlite::Result<Vec<(&'static str, Hash)>> {
    connection.execute_batch("DROP TABLE IF EXISTS temp.stem_instance; CREATE VIRTUAL TABLE temp.stem_instance USING fts5vocab('main', 'stems', 'instance')")?;
    CONTENTS.iter().map(|(name, sql)| Ok((*name, digest(connection, sql)?))).collect()
}

fn digest(connection: &Connection, sql: &str) -> rusqlite::Result<Hash> {
    let mut statement = connection.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut hash = Sha256::new();
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            // The debug form tells types apart, and where a text ends.
            hash.update(format!("{:?};", row.get_ref(column)?));
        }
    }
    Ok(Hash(hash.finalize().into()))
}
