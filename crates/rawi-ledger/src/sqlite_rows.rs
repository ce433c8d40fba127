//! Projections in SQLite: rows in, digests and questions out.

use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};
use sha2::{Digest, Sha256};

use crate::sqlite::{STREAM, entry};
use crate::tables::{Cell, Tables};
use crate::{Entry, Hash};

pub(crate) const PROJECTIONS: &str = include_str!("projections.sql");
/// Version of the projections, as `projections.sql` writes it into `made`.
pub(crate) const VERSION: i32 = 4;

/// Records of the present readings; the parameter is the time known.
pub(crate) const CLAIMS: &str = "\
SELECT coalesce(CAST(c.record AS BLOB), substr(CAST(e.body AS BLOB), c.start + 1, c.length))
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

/// The rows of a report's claims with their records.
const RECORDS: &str = "\
SELECT c.n, coalesce(CAST(c.record AS BLOB), substr(CAST(e.body AS BLOB), c.start + 1, c.length))
FROM report r JOIN claim c ON c.n >= r.first AND c.n < r.first + r.claims JOIN entry e ON e.seq = c.reading WHERE r.seq = ?1";

/// Records of casualties that were reported between two times.
pub(crate) const TOLLS: &str = "\
SELECT coalesce(CAST(c.record AS BLOB), substr(CAST(e.body AS BLOB), c.start + 1, c.length))
FROM claim c JOIN report r ON r.seq = c.report JOIN entry e ON e.seq = c.reading
WHERE c.kind = 'casualties' AND c.reported >= ?1 AND c.reported <= ?2 AND (r.retracted IS NULL OR r.retracted > ?2)
  AND NOT EXISTS (SELECT 1 FROM retracted x WHERE x.report = c.report AND x.claim = c.id AND x.at <= ?2)
ORDER BY c.n";

/// Statements on all subjects from a time on, known at another; of fighting the last days only.
pub(crate) const SPOKEN: &str = "\
SELECT s.fluent, s.subject, s.value, s.origin, s.outlet, s.at, s.known, s.bits, s.misread, s.sharers
FROM track t CROSS JOIN spoken s ON s.fluent = t.fluent AND s.subject = t.subject
WHERE s.at >= iif(t.fluent = 4, ?2, ?1) AND s.known <= ?3 AND s.until > ?3";

/// The same on one subject.
pub(crate) const SPOKEN_OF: &str = "\
SELECT s.fluent, s.subject, s.value, s.origin, s.outlet, s.at, s.known, s.bits, s.misread, s.sharers
FROM (SELECT 0 AS fluent UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4) t CROSS JOIN spoken s ON s.fluent = t.fluent AND s.subject = ?4
WHERE s.at >= iif(t.fluent = 4, ?2, ?1) AND s.known <= ?3 AND s.until > ?3";

pub(crate) const THING: &str = "SELECT id, key, name, type, lat, lon, within FROM thing WHERE id = ?1";
pub(crate) const SUBJECTS: &str = "SELECT DISTINCT g.id, g.key, g.name, g.type, g.lat, g.lon, g.within FROM track t JOIN thing g ON g.id = t.subject ORDER BY g.id";

/// Sentences for a query of FTS5, the best first.
pub(crate) const SEARCH: &str = "\
SELECT r.stream, r.reported, r.url, r.outlet, s.start, s.stop, json_extract(e.body, '$.text')
FROM (SELECT rowid AS n, rank AS score FROM stems WHERE stems MATCH ?1) f
JOIN sentence s ON s.n = f.n JOIN report r ON r.seq = s.report AND r.retracted IS NULL JOIN entry e ON e.seq = r.seq
ORDER BY f.score, s.n LIMIT ?2";

/// Reports of a claim that counts, and of one that only an entry names.
pub(crate) const REPORTS_OF: [&str; 2] = [
    "SELECT DISTINCT r.stream FROM claim c JOIN report r ON r.seq = c.report WHERE c.id = ?1 ORDER BY r.seq",
    "SELECT DISTINCT stream FROM entry WHERE kind IN ('reading', 'review') AND instr(body, '\"' || ?1 || '\"') > 0 ORDER BY stream",
];

pub(crate) const REVIEWED: &str = "SELECT DISTINCT stream FROM entry WHERE kind = 'review' ORDER BY stream";

/// What a digest of each projection is made of, in a fixed order.
const CONTENTS: [(&str, &str); 10] = [
    ("made", "SELECT version, latest FROM made"),
    ("report", "SELECT seq, stream, reported, url, outlet, reading, retracted, first, claims FROM report ORDER BY seq"),
    ("chain", "SELECT id, links, origin FROM chain ORDER BY id"),
    ("claim", "SELECT n, reading, report, id, kind, reported, chain, start, length, record FROM claim ORDER BY n"),
    ("thing", "SELECT id, key, name, type, lat, lon, within FROM thing ORDER BY id"),
    ("track", "SELECT fluent, subject FROM track ORDER BY fluent, subject"),
    ("spoken", "SELECT fluent, subject, at, claim, value, origin, outlet, known, until, bits, misread, sharers FROM spoken ORDER BY fluent, subject, at, claim, value"),
    ("retracted", "SELECT report, claim, at FROM retracted ORDER BY report, claim"),
    ("sentence", "SELECT n, report, start, stop FROM sentence ORDER BY n"),
    ("stems", "SELECT term, doc, offset FROM temp.stem_instance"),
];

/// Projections written through a connection.
pub(crate) struct SqliteTables<'a>(pub &'a Connection);

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Cell::Int(n) => n.to_sql(),
            Cell::MaybeInt(n) => n.to_sql(),
            Cell::Text(text) => text.to_sql(),
            Cell::MaybeText(text) => text.to_sql(),
            Cell::MaybeReal(x) => x.to_sql(),
        }
    }
}

impl Tables for SqliteTables<'_> {
    type Error = rusqlite::Error;

    fn run(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> rusqlite::Result<()> {
        self.0.prepare_cached(sql)?.execute(params_from_iter(cells)).map(drop)
    }

    fn number(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> rusqlite::Result<Option<i64>> {
        self.0.prepare_cached(sql)?.query_row(params_from_iter(cells), |row| row.get(0)).optional()
    }

    fn stems(&mut self, sentence: i64, stems: &str) -> rusqlite::Result<()> {
        self.0.prepare_cached("INSERT INTO stems (rowid, words) VALUES (?1, ?2)")?.execute(params![sentence, stems]).map(drop)
    }

    fn records(&mut self, report: i64) -> rusqlite::Result<Vec<(i64, String)>> {
        let mut statement = self.0.prepare_cached(RECORDS)?;
        let rows = statement.query_map([report], |row| Ok((row.get(0)?, String::from_utf8_lossy(&row.get::<_, Vec<u8>>(1)?).into_owned())))?;
        rows.collect()
    }

    fn stream(&mut self, stream: &str, until: u64) -> rusqlite::Result<Vec<Entry>> {
        let mut statement = self.0.prepare_cached(STREAM)?;
        let rows = statement.query_map(params![stream, until], entry)?;
        // What cannot be read as an entry is told by whoever scans; a projection does without it.
        rows.filter_map(|row| row.map(|read| read.ok().map(|(_, entry)| entry)).transpose()).collect()
    }
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
