//! A ledger of a few sample reports and one hostile one, and a server on it without a socket.

use std::sync::{Arc, LazyLock};

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use rawi_export::{Offsets, record, report_record};
use rawi_ledger::{Draft, Kind, ReadingBody, SqliteStore, append};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;
use rawi_server::{App, Config, router};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub static LEXICON: LazyLock<&'static Lexicon> = LazyLock::new(|| Box::leak(Box::new(Lexicon::load(&Sources::embedded()).unwrap())));

/// What no page may hold as anything but text.
pub const EVIL: &str = "\"><script>alert('x')</script><img src=x onerror=alert(1)>\u{202e}&amp;";

/// A server and the folder of its ledger.
pub struct Server {
    pub app: Arc<App>,
    pub folder: TempDir,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }
}

impl Server {
    /// With the sample reports on the first days of December 2024, and the hostile one.
    pub fn new(config: Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = SqliteStore::write(&folder.path().join("rawi.db")).unwrap();
        let mut drafts: Vec<Draft> = ["sy04", "sy06", "sy07", "sy08", "sy20", "sd02"].into_iter().flat_map(sample).collect();
        drafts.extend(hostile());
        append(&mut store, drafts, "2024-12-09T00:00:00Z").unwrap();
        let app = App::open(config, *LEXICON, Default::default(), folder.path().join("rawi.db")).unwrap();
        Self { app, folder }
    }

    /// Records more.
    pub fn record(&self, drafts: Vec<Draft>) {
        append(&mut SqliteStore::write(&self.folder.path().join("rawi.db")).unwrap(), drafts, "2024-12-10T00:00:00Z").unwrap();
    }

    /// Asks for an address.
    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Request::get(address).body(Body::empty()).unwrap()).await
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = router(&self.app).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    /// The identifier of the first report whose list line holds some words.
    pub async fn report(&self, words: &str) -> String {
        let list = self.get("/reports.jsonl").await.text;
        let line: Value = serde_json::from_str(list.lines().find(|l| l.contains(words)).unwrap()).unwrap();
        line["id"].as_str().unwrap().to_owned()
    }
}

/// A report of the corpus as the ledger keeps it.
pub fn sample(name: &str) -> [Draft; 2] {
    let path = |ext: &str| format!("{}/../../corpus/reports/{name}.{ext}", env!("CARGO_MANIFEST_DIR"));
    let gold: Value = serde_json::from_str(&std::fs::read_to_string(path("json")).unwrap()).unwrap();
    let mut report = Report::from_text(std::fs::read_to_string(path("txt")).unwrap());
    report.outlet = gold["outlet"].as_str().map(str::to_owned);
    report.published = gold["published"].as_str().map(|d| d.parse().unwrap());
    let reading = rawi_reader::read(*LEXICON, &report);
    let offsets = Offsets::new(&report.text);
    let claims = reading.claims.iter().map(|c| to_raw_value(&record(&report, &reading, c, &offsets)).unwrap()).collect();
    let note = |n: &rawi_model::Note| {
        let (start, end) = offsets.span(n.span);
        to_raw_value(&json!({"kind": n.kind.code(), "start": start, "end": end, "message": n.message})).unwrap()
    };
    let body = ReadingBody { lexicon: "lex_test".into(), reader: "test".into(), claims, notes: reading.notes.iter().map(note).collect(), reused: Vec::new() };
    [Draft::new(report.id(), Kind::Report, &report_record(&report)).unwrap(), Draft::new(report.id(), Kind::Reading, &body).unwrap()]
}

/// A report in which every text that anyone could choose is hostile.
fn hostile() -> [Draft; 2] {
    let text = format!("{EVIL}\nسيطرت {EVIL} على {EVIL}.");
    let filler = |id: Option<&str>| json!([{"id": id, "name": EVIL, "name_ar": EVIL, "type": EVIL, "lat": 35.0, "lon": 37.0, "text": EVIL, "start": 3, "end": 9, "via": "name", "candidates": [EVIL]}]);
    let claim = json!({
        "id": "clm_evil", "report": "rep_evil", "url": "javascript:alert(1)", "reported": "2024-12-05", "kind": "control", "aspect": EVIL, "factuality": "CT+", "state": EVIL, "harm": EVIL,
        "roles": {"actor": filler(Some("actor:evil\"><script>")), "place": filler(Some("place:sy/\"><script>")), "target": filler(None)},
        "time": {"edtf": EVIL, "text": EVIL, "start": 0, "end": 5, "basis": "stated"},
        "chain": [{"type": "outlet", "name": EVIL}, {"type": EVIL, "id": EVIL, "name": EVIL, "start": 1, "end": 99_999}],
        "sentence": {"index": 1, "start": 0, "end": 999_999}, "cue": {"text": EVIL, "start": 90, "end": 20}, "rule": EVIL, "reused_from": EVIL, "confidence": 7.5,
    });
    let report =
        json!({"id": "rep_evil", "title": EVIL, "outlet": EVIL, "byline": EVIL, "url": "javascript:alert(1)", "published": "2024-12-05", "language": "\"><script>", "text": text});
    let reading = json!({"lexicon": "x", "reader": "x", "claims": [claim, {"id": 5}, {}], "notes": [{"kind": "furniture", "start": 50, "end": 2, "message": EVIL}]});
    [Draft::new("rep_evil", Kind::Report, &report).unwrap(), Draft::new("rep_evil", Kind::Reading, &reading).unwrap()]
}
