//! Projections in PostgreSQL: rows in, digests and questions out.

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Error, Row, Statement, Transaction};
use rustc_hash::FxHashMap;

use crate::tables::{Cell, Tables};
use crate::{Entry, Fault, Hash, Kind};

pub(crate) const PROJECTIONS: &str = include_str!("postgres_projections.sql");
/// Every projection, in the order in which `verify` names them.
pub(crate) const TABLES: [&str; 10] = ["made", "report", "chain", "claim", "thing", "track", "spoken", "retracted", "sentence", "stems"];
/// A claim's record, where `c` is the claim and `e` the entry of its reading.
const RECORD: &str = "coalesce(c.record, convert_from(substring(convert_to(e.body, 'UTF8') FROM c.start::int + 1 FOR c.length::int), 'UTF8'))";
pub(crate) const ENTRY: &str = "SELECT seq, stream, idx, kind, at, previous, hash, body FROM entry";

/// Records of the present readings, known at `$1`.
pub(crate) fn claims() -> String {
    format!(
        "SELECT {RECORD} FROM claim c JOIN report r ON r.seq = c.report AND r.reading = c.reading JOIN entry e ON e.seq = c.reading \
         WHERE (c.reported IS NULL OR c.reported <= $1) AND (r.retracted IS NULL OR r.retracted > $1) \
           AND NOT EXISTS (SELECT 1 FROM retracted x WHERE x.report = c.report AND x.claim = c.id AND x.at <= $1) ORDER BY c.n"
    )
}

/// Records of casualties, reported from `$1` on and known at `$2`.
pub(crate) fn tolls() -> String {
    format!(
        "SELECT {RECORD} FROM claim c JOIN report r ON r.seq = c.report JOIN entry e ON e.seq = c.reading \
         WHERE c.kind = 'casualties' AND c.reported >= $1 AND c.reported <= $2 AND (r.retracted IS NULL OR r.retracted > $2) \
           AND NOT EXISTS (SELECT 1 FROM retracted x WHERE x.report = c.report AND x.claim = c.id AND x.at <= $2) ORDER BY c.n"
    )
}

pub(crate) const REPORTS_OF: [&str; 2] = [
    "SELECT DISTINCT r.seq, r.stream FROM claim c JOIN report r ON r.seq = c.report WHERE c.id = $1 ORDER BY r.seq",
    "SELECT DISTINCT 0::bigint, stream FROM entry WHERE kind IN ('reading', 'review') AND position('\"' || $1 || '\"' IN body) > 0 ORDER BY stream",
];
pub(crate) const REVIEWED: &str = "SELECT stream FROM (SELECT DISTINCT stream FROM entry WHERE kind = 'review') s ORDER BY stream COLLATE \"C\"";
pub(crate) const SPOKEN: &str = "\
SELECT s.fluent, s.subject, s.value, s.origin, s.outlet, s.at, s.known, s.bits, s.misread, s.sharers
FROM track t JOIN spoken s ON s.fluent = t.fluent AND s.subject = t.subject AND s.at >= CASE WHEN t.fluent = 4 THEN $2::bigint ELSE $1::bigint END
WHERE s.known <= $3 AND s.until > $3 AND ($4::bigint[] IS NULL OR t.subject = ANY ($4)) ORDER BY s.fluent, s.subject, s.at, s.claim, s.value";
pub(crate) const THINGS: &str = "SELECT id, key, name, type, lat, lon, within FROM thing WHERE id = ANY ($1)";
pub(crate) const SUBJECTS: &str = "SELECT DISTINCT g.id, g.key, g.name, g.type, g.lat, g.lon, g.within FROM track t JOIN thing g ON g.id = t.subject ORDER BY g.id";
/// Reports with the beginning of their text, as in SQLite.
pub(crate) const REPORTS: &str = "\
SELECT r.stream, coalesce(r.reported, (SELECT x.body::jsonb #>> '{claims,0,reported}' FROM entry x WHERE x.seq = r.reading)), r.url, r.outlet,
  e.body::jsonb ->> 'title', coalesce(left(e.body::jsonb ->> 'text', 300), '')
FROM report r JOIN entry e ON e.seq = r.seq WHERE r.retracted IS NULL ORDER BY r.seq";
pub(crate) const SEARCH: &str = "\
SELECT r.stream, r.reported, r.url, r.outlet, s.start, s.stop, e.body
FROM stems f JOIN sentence s ON s.n = f.n JOIN report r ON r.seq = s.report AND r.retracted IS NULL JOIN entry e ON e.seq = r.seq
WHERE f.words @@ $1::text::tsquery ORDER BY ts_rank(f.words, $1::text::tsquery) DESC, s.n LIMIT $2";

impl ToSql for Cell<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Cell::Int(n) => n.to_sql(ty, out),
            Cell::MaybeInt(n) => n.to_sql(ty, out),
            Cell::Text(text) => plain(text).to_sql(ty, out),
            Cell::MaybeText(text) => text.map(plain).to_sql(ty, out),
            Cell::MaybeReal(x) => x.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::TEXT, Type::FLOAT8].contains(ty)
    }

    to_sql_checked!();
}

/// Columns of text hold no NUL in PostgreSQL.
fn plain(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// Statements that were prepared, by their words.
pub(crate) type Prepared = FxHashMap<&'static str, Statement>;

/// Projections written in a transaction.
pub(crate) struct PostgresTables<'a, 'c>(pub &'a mut Transaction<'c>, pub &'a mut Prepared);

impl PostgresTables<'_, '_> {
    fn query(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> Result<Vec<Row>, Error> {
        if !self.1.contains_key(sql) {
            // Interned look-ups go by a digest, see the indices.
            let words = sql.replace('?', "$").replace("links = $1", "md5(links) = md5($1) AND links = $1").replace("key = $1", "md5(key) = md5($1) AND key = $1");
            self.1.insert(sql, self.0.prepare(&words)?);
        }
        let cells: Vec<&(dyn ToSql + Sync)> = cells.iter().map(|c| c as &(dyn ToSql + Sync)).collect();
        self.0.query(&self.1[sql], &cells)
    }
}

impl Tables for PostgresTables<'_, '_> {
    type Error = Error;

    fn run(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> Result<(), Error> {
        self.query(sql, cells).map(drop)
    }

    fn number(&mut self, sql: &'static str, cells: &[Cell<'_>]) -> Result<Option<i64>, Error> {
        let rows = self.query(sql, cells)?;
        let Some(row) = rows.first() else { return Ok(None) };
        row.try_get(0).or_else(|_| row.try_get::<_, i32>(0).map(|n| Some(i64::from(n))))
    }

    fn stems(&mut self, sentence: i64, stems: &str) -> Result<(), Error> {
        self.run("INSERT INTO stems (n, words) VALUES (?1, ?2::text::tsvector)", &[Cell::Int(sentence), Cell::Text(&vector(stems))])
    }

    fn records(&mut self, report: i64) -> Result<Vec<(i64, String)>, Error> {
        let sql = format!(
            "SELECT c.n, {RECORD} FROM report r JOIN claim c ON c.n >= r.first AND c.n < r.first + r.claims JOIN entry e ON e.seq = c.reading WHERE r.seq = $1 ORDER BY c.n"
        );
        self.0.query(&sql, &[&report])?.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }

    fn stream(&mut self, stream: &str, until: u64) -> Result<Vec<Entry>, Error> {
        let rows = self.0.query(&format!("{ENTRY} WHERE stream = $1 AND seq <= $2 ORDER BY idx"), &[&stream, &(until as i64)])?;
        Ok(rows.iter().filter_map(|row| entry(row).ok().map(|(_, entry)| entry)).collect())
    }
}

/// Longest stem, and last position, that an index of PostgreSQL holds.
const LONGEST: usize = 2_000;
const LAST: usize = 16_383;

/// Stems as a text vector: no parser of the database touches them.
fn vector(stems: &str) -> String {
    let all = stems.split(' ').enumerate().filter(|(_, stem)| !stem.is_empty() && stem.len() <= LONGEST);
    all.map(|(place, stem)| format!("{}:{} ", quoted(stem), (place + 1).min(LAST))).collect()
}

/// A stem between the quotation marks of text vectors and queries.
pub(crate) fn quoted(stem: &str) -> String {
    format!("'{}'", stem.replace('\\', "\\\\").replace('\'', "''"))
}

/// An entry from its columns, or what is wrong with them.
pub(crate) fn entry(row: &Row) -> Result<(u64, Entry), Fault> {
    let seq: i64 = row.get(0);
    let (stream, idx): (String, i64) = (row.get(1), row.get(2));
    let read = || -> Result<Entry, String> {
        let hash = |column: usize| <[u8; 32]>::try_from(row.get::<_, &[u8]>(column)).map(Hash).map_err(|_| "a hash has 32 bytes".to_owned());
        let kind: &str = row.get(3);
        Ok(Entry {
            stream: stream.clone(),
            idx: idx as u64,
            kind: Kind::parse(kind).ok_or_else(|| format!("'{kind}' is no kind of entry"))?,
            at: row.get(4),
            previous: hash(5)?,
            hash: hash(6)?,
            body: serde_json::value::RawValue::from_string(row.get(7)).map_err(|e| format!("its content is no JSON: {e}"))?,
        })
    };
    read().map(|entry| (seq as u64, entry)).map_err(|reason| Fault { seq: seq as u64, stream: Some(stream.clone()), idx: Some(idx as u64), reason })
}

/// A digest of the content of every projection, whatever the order of its rows.
pub(crate) fn digests(transaction: &mut Transaction<'_>) -> Result<Vec<(&'static str, String)>, Error> {
    let digest = |table: &'static str| {
        let sql = format!("SELECT concat(count(*), ' ', sum(hashtextextended(t::text, 0)), ' ', sum(hashtextextended(t::text, 1))) FROM {table} t");
        Ok((table, transaction.query_one(&sql, &[])?.get(0)))
    };
    TABLES.into_iter().map(digest).collect()
}
