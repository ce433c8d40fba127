//! Speed of recording claims that are read already, of rebuilding and of searching.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use rawi_ledger::{Draft, Kind, Query, SqliteStore, Store, append, verify};
use serde_json::{Value, json};
use tempfile::TempDir;

const AT: &str = "2024-12-09T10:00:00Z";
/// Claims of a report.
const CLAIMS: usize = 10;
/// Reports of a commit, as `rawi ingest` makes them.
const BATCH: usize = 256;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    recording(&mut criterion);
    asking(&mut criterion);
    criterion.final_summary();
}

/// A report of eight sentences.
fn report(n: usize) -> Draft {
    let sentence = |s: usize| format!("أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة رقم {n} بالكامل، بعد معارك مع قوات النظام استمرت {s} يومين.");
    let text: Vec<String> = (0..8).map(sentence).collect();
    Draft::new(format!("rep_{n:012x}"), Kind::Report, &json!({"text": text.join("\n"), "published": "2024-12-08", "outlet": format!("outlet:{}", n % 50)}))
        .expect("a value serialises")
}

/// A claim record of the size that the reader makes.
fn claim(n: usize, c: usize) -> Value {
    let filler = |id: String| json!({"id": id, "name": "Military Operations Command", "name_ar": "إدارة العمليات العسكرية", "type": "command", "text": "إدارة العمليات العسكرية", "start": 46, "end": 69, "via": "name"});
    json!({"id": format!("clm_{n:08x}{c:04x}"), "report": format!("rep_{n:012x}"), "reported": "2024-12-08", "reported_basis": "given", "kind": "control",
        "roles": {"actor": [filler(format!("actor:{}", c % 7))], "place": [filler(format!("place:sy/{}", n % 5000))]}, "aspect": "occurred", "factuality": "CT+",
        "chain": [{"type": "outlet", "id": format!("outlet:{}", n % 50), "name": "Sada al-Sham"}, {"type": "party", "id": format!("actor:{}", c % 7), "name": "Military Operations Command", "verb": "أعلنت", "start": 37, "end": 42}],
        "sentence": {"index": c, "start": 0, "end": 179}, "cue": {"text": "السيطرة على", "start": 74, "end": 85}, "rule": "ar/take-control#2", "confidence": 0.94})
}

fn reading(n: usize) -> Draft {
    let claims: Vec<Value> = (0..CLAIMS).map(|c| claim(n, c)).collect();
    Draft::new(format!("rep_{n:012x}"), Kind::Reading, &json!({"lexicon": "lex_0", "reader": "0", "claims": claims, "notes": []})).expect("a value serialises")
}

fn drafts(from: usize) -> Vec<Draft> {
    (from..from + BATCH).flat_map(|n| [report(n), reading(n)]).collect()
}

/// A ledger of so many commits.
fn filled(dir: &TempDir, commits: usize) -> SqliteStore {
    let mut store = SqliteStore::write(&dir.path().join("rawi.db")).expect("a ledger can be begun");
    (0..commits).for_each(|c| drop(append(&mut store, drafts(c * BATCH), AT).expect("entries are recorded")));
    store
}

fn recording(c: &mut Criterion) {
    let dir = TempDir::new().expect("a folder can be made");
    let mut store = filled(&dir, 40);
    let mut next = 40 * BATCH;
    let mut group = c.benchmark_group("record");
    group.throughput(Throughput::Elements((BATCH * CLAIMS) as u64));
    group.bench_function("claims into a ledger of 100,000 and more", |b| {
        let make = || {
            next += BATCH;
            drafts(next)
        };
        b.iter_batched(make, |drafts| append(&mut store, drafts, AT).expect("entries are recorded").len(), BatchSize::PerIteration);
    });
    group.finish();
}

fn asking(c: &mut Criterion) {
    let dir = TempDir::new().expect("a folder can be made");
    let mut store = filled(&dir, 40);
    let mut group = c.benchmark_group("ask");
    group.sample_size(10);
    group.throughput(Throughput::Elements((40 * BATCH * CLAIMS) as u64));
    group.bench_function("verify, per claim", |b| b.iter(|| verify(&mut store, None).expect("all is in order")));
    group.bench_function("rebuild, per claim", |b| b.iter(|| store.rebuild().expect("projections can be made again")));
    group.bench_function("all claim records", |b| {
        b.iter(|| {
            let mut bytes = 0;
            store.claims(None, |record| bytes += record.len()).expect("claims can be read");
            black_box(bytes)
        })
    });
    group.finish();
    let query = Query::parse("مدينة 777").expect("there are words");
    c.bench_function("search 80,000 sentences", |b| b.iter(|| store.search(&query, 20).expect("one can search")));
}
