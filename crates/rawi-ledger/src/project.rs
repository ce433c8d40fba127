//! What an entry projects: plain rows, made from the entry alone.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rawi_situation::instant::Stretch;
use rawi_situation::names::Entry as Thing;
use rawi_situation::spoken::{Spoken, spoken};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::judge::{PresentClaim, judged};
use crate::words::{sentences, words};
use crate::{Entry, Kind};

/// Rows of one entry.
#[derive(Debug)]
pub(crate) enum Rows {
    /// A report and its sentences.
    Report(ReportRow),
    /// Claims of a reading, in their order.
    Reading(Vec<ClaimRow>),
    /// A claim, or with `None` the whole report, was retracted at a time in seconds since 1970.
    Retraction { claim: Option<String>, at: i64 },
    /// A review: the claims of its stream have to be worked out again.
    Review,
    /// Nothing that anyone asks for by anything but its stream.
    Nothing,
}

/// A report as one asks for it.
#[derive(Debug)]
pub(crate) struct ReportRow {
    pub reported: Option<String>,
    pub url: Option<String>,
    pub outlet: Option<String>,
    pub sentences: Vec<SentenceRow>,
}

/// A sentence in code points, and its stems with a space between.
#[derive(Debug)]
pub(crate) struct SentenceRow {
    pub start: usize,
    pub end: usize,
    pub stems: String,
}

/// A claim as one asks for it, and where its record stands in the body, in bytes; or the record itself where a review made it.
#[derive(Debug)]
pub(crate) struct ClaimRow {
    pub id: String,
    pub kind: String,
    pub reported: Option<i64>,
    pub known: Option<i64>,
    pub origin: String,
    pub chain: String,
    pub from: usize,
    pub length: usize,
    pub record: Option<String>,
    pub said: Said,
}

/// Things that a claim names, and what it says of fluents.
pub(crate) type Said = (Vec<Thing>, Vec<Spoken>);

/// The rows of an entry. A body that lacks something gives rows without it: the record is kept whatever it says.
pub(crate) fn rows(entry: &Entry) -> Rows {
    match entry.kind {
        Kind::Report => Rows::Report(report(entry.body.get())),
        Kind::Reading => Rows::Reading(claims(entry.body.get())),
        Kind::Retraction => retraction(entry),
        Kind::Review => Rows::Review,
        Kind::Lexicon | Kind::Parameters => Rows::Nothing,
    }
}

fn report(body: &str) -> ReportRow {
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    let field = |name: &str| value[name].as_str().map(str::to_owned);
    ReportRow { reported: field("published"), url: field("url"), outlet: field("outlet"), sentences: sentence_rows(value["text"].as_str().unwrap_or_default()) }
}

fn sentence_rows(text: &str) -> Vec<SentenceRow> {
    let words = words(text);
    let mut rest = words.as_slice();
    let mut row = |(start, end): (usize, usize)| {
        let (inside, after) = rest.split_at(rest.partition_point(|w| w.start < end));
        rest = after;
        let stems: Vec<&str> = inside.iter().map(|w| w.stem.as_str()).collect();
        SentenceRow { start, end, stems: stems.join(" ") }
    };
    sentences(text).into_iter().map(&mut row).collect()
}

#[derive(Deserialize)]
struct Claims<'a> {
    #[serde(borrow, default)]
    claims: Vec<&'a RawValue>,
}

#[derive(Deserialize, Default)]
struct Claim {
    #[serde(default)]
    id: String,
    #[serde(default)]
    kind: String,
    reported: Option<String>,
    #[serde(default)]
    chain: Vec<Link>,
}

#[derive(Deserialize)]
struct Link {
    #[serde(rename = "type", default)]
    kind: String,
    id: Option<String>,
    #[serde(default)]
    name: String,
}

impl Link {
    fn label(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

fn claims(body: &str) -> Vec<ClaimRow> {
    let claims = serde_json::from_str::<Claims>(body).map(|c| c.claims).unwrap_or_default();
    claims.into_iter().map(|raw| claim(raw.get(), raw.get().as_ptr() as usize - body.as_ptr() as usize)).collect()
}

/// The claims of a stream after its reviews; those that a review leaves as they were read point into the body of the present reading.
pub(crate) fn reviewed(stream: &[Entry]) -> Vec<ClaimRow> {
    let body = stream.iter().rfind(|e| e.kind == Kind::Reading).map_or("", |e| e.body.get());
    let read = claims(body);
    let places: Vec<(usize, usize)> = read.iter().map(|row| (row.from, row.length)).collect();
    let row = |present: PresentClaim| match present.index.and_then(|i| places.get(i)).filter(|_| !present.changed) {
        Some((from, length)) => ClaimRow { from: *from, length: *length, ..claim(present.record.get(), 0) },
        None => ClaimRow { length: 0, record: Some(present.record.get().to_owned()), ..claim(present.record.get(), 0) },
    };
    judged(stream).claims.into_iter().filter(|c| !c.wrong).map(row).collect()
}

/// What a record says of fluents.
pub(crate) fn said(record: &str) -> Said {
    serde_json::from_str(record).map(spoken).unwrap_or_default()
}

fn claim(record: &str, from: usize) -> ClaimRow {
    let claim: Claim = serde_json::from_str(record).unwrap_or_default();
    let links: Vec<String> = claim.chain.iter().map(|l| format!("{} {}", l.kind, l.label())).collect();
    ClaimRow {
        reported: claim.reported.as_deref().and_then(seconds),
        known: claim.reported.as_deref().and_then(|t| Stretch::parse(t).ok()?.last).map(|end| end.0),
        origin: claim.chain.last().map_or("", Link::label).to_owned(),
        chain: links.join(" ← "),
        id: claim.id,
        kind: claim.kind,
        from,
        length: record.len(),
        record: None,
        said: said(record),
    }
}

fn retraction(entry: &Entry) -> Rows {
    let value: Value = serde_json::from_str(entry.body.get()).unwrap_or_default();
    let at = value["at"].as_str().and_then(seconds).or_else(|| seconds(&entry.at)).unwrap_or(i64::MIN);
    Rows::Retraction { claim: value["claim"].as_str().map(str::to_owned), at }
}

/// Seconds since 1970 of an RFC 3339 time, or of the beginning of a day in UTC.
pub(crate) fn seconds(time: &str) -> Option<i64> {
    let day = |date: Date| date.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp().as_second());
    time.parse::<Timestamp>().map(|t| t.as_second()).ok().or_else(|| time.get(..10)?.parse::<Date>().ok().and_then(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draft;

    #[test]
    fn records_are_found_in_the_body() {
        let body = serde_json::json!({"lexicon": "ح", "claims": [{"id": "a", "kind": "control", "reported": "2024-12-08T02:00:00+03:00", "chain": [{"type": "outlet", "name": "ص"}, {"type": "party", "id": "actor:x"}]}, {"id": "ب"}]});
        let entry = Entry::after(Some((0, Default::default())), Draft::new("rep_1", Kind::Reading, &body).unwrap(), "t");
        let Rows::Reading(rows) = rows(&entry) else { panic!("a reading projects claims") };
        let records: Vec<&str> = rows.iter().map(|r| &entry.body.get()[r.from..r.from + r.length]).collect();
        assert!(records[0].starts_with("{\"id\":\"a\"") && records[1] == "{\"id\":\"ب\"}", "{records:?}");
        assert_eq!((rows[0].origin.as_str(), rows[0].chain.as_str()), ("actor:x", "outlet ص ← party actor:x"));
        assert_eq!(rows[0].reported, seconds("2024-12-07T23:00:00Z"));
    }

    #[test]
    fn a_day_begins_at_midnight_and_nonsense_is_no_time() {
        assert_eq!((seconds("1970-01-02"), seconds("soon"), seconds("1970-01-02T05:06")), (Some(86_400), None, Some(86_400)));
    }
}
