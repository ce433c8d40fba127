//! The state of all places at an instant from a large ledger: statements of a season are read, weighed and folded.
//!
//! Ten million claims (`RAWI_CLAIMS` says another number) are recorded first, which takes minutes and gigabytes. The file is deleted at the end, unless
//! `RAWI_BENCH_LEDGER` names it: then it is kept, and used again.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant as Clock;

use criterion::Criterion;
use rawi_ledger::{Asked, Draft, Kind, SqliteStore, Store, append};
use rawi_situation::instant::{DAY, Instant};
use rawi_situation::learned::Learned;
use rawi_situation::parameters::Settings;
use rawi_situation::sides::Sides;
use rawi_situation::situation::{Case, Estimator};
use rawi_situation::spoken::Heard;
use rawi_situation::track::Fluent;

const CLAIMS: usize = 10_000_000;
/// Claims of a report, reports of a commit.
const EACH: usize = 20;
const BATCH: usize = 512;
const PLACES: usize = 5_000;
const OUTLETS: usize = 40;
const PARTIES: usize = 4;
/// Three years; the last day is asked for.
const DAYS: usize = 1_095;
/// One claim in so many is about control: 400 a day over all places.
const CONTROL: usize = 23;
/// What the others are.
const OTHERS: [&str; 6] = ["strike", "casualties", "shelling", "statement", "clash", "damage"];

fn main() {
    let dir = tempfile::TempDir::new().expect("a folder can be made");
    let path = std::env::var_os("RAWI_BENCH_LEDGER").map_or_else(|| dir.path().join("rawi.db"), Into::into);
    if !path.is_file() {
        record(&path);
    }
    asking(&SqliteStore::read(&path).expect("the ledger opens"));
}

fn record(path: &Path) {
    let claims = std::env::var("RAWI_CLAIMS").ok().and_then(|n| n.parse().ok()).unwrap_or(CLAIMS);
    let begun = Clock::now();
    let mut store = SqliteStore::write(path).expect("a ledger can be begun");
    let reports = claims / EACH;
    for first in (0..reports).step_by(BATCH) {
        append(&mut store, (first..(first + BATCH).min(reports)).flat_map(|n| [report(n, reports), reading(n, reports)]).collect(), "2024-12-31T00:00:00Z")
            .expect("entries are recorded");
    }
    let size = std::fs::metadata(path).map_or(0, |m| m.len());
    eprintln!("{claims} claims recorded in {:.0} s, {:.1} GB", begun.elapsed().as_secs_f64(), size as f64 / 1e9);
}

fn asking(store: &SqliteStore) {
    let known = store.last_known().expect("a time").unwrap_or_default();
    let learned = learned(store, known);
    let shown = state(store, &learned, known);
    eprintln!("{} places, {} statements in reach", shown.0, shown.1);
    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    criterion.bench_function("state of all places", |b| b.iter(|| black_box(state(store, &learned, known))));
    criterion.final_summary();
    let (before, rounds) = (cpu(), 40);
    (0..rounds).for_each(|_| assert!(black_box(state(store, &learned, known)).0 > 0));
    eprintln!("{:.1} ms of CPU for each", (cpu() - before) * 1e3 / f64::from(rounds));
}

/// Seconds of CPU that this process has used: on a busy machine the time that passes says little.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = text.rsplit(") ").next().unwrap_or_default().split(' ').skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// A number that looks like chance.
fn mixed(n: usize, salt: usize) -> usize {
    let x = (n as u64 ^ (salt as u64) << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((x ^ x >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) as usize
}

fn day(n: usize, reports: usize) -> String {
    Instant((19_000 + n * DAYS / reports) as i64 * DAY).date().to_string()
}

fn report(n: usize, reports: usize) -> Draft {
    let body = serde_json::json!({"text": "خبر", "published": day(n, reports), "outlet": format!("outlet:{}", n % OUTLETS)});
    Draft::new(format!("rep_{n:012x}"), Kind::Report, &body).expect("a value serialises")
}

fn reading(n: usize, reports: usize) -> Draft {
    let day = day(n, reports);
    let claim = |c: usize| {
        let i = n * EACH + c;
        let place = mixed(i, 1) % PLACES;
        let kind = if i.is_multiple_of(CONTROL) { "control" } else { OTHERS[i % OTHERS.len()] };
        let party = if mixed(i, 2).is_multiple_of(5) { mixed(i, 3) } else { place } % PARTIES;
        serde_json::json!({"id": format!("clm_{i:012x}"), "reported": day, "kind": kind, "roles": {"actor": [{"id": format!("actor:{party}")}], "place": [{"id": format!("place:{place}")}]},
            "factuality": "CT+", "chain": [{"type": "outlet", "id": format!("outlet:{}", n % OUTLETS)}], "confidence": 0.9})
    };
    let claims: Vec<_> = (0..EACH).map(claim).collect();
    Draft::new(format!("rep_{n:012x}"), Kind::Reading, &serde_json::json!({"lexicon": "l", "reader": "r", "claims": claims})).expect("a value serialises")
}

fn case(store: &SqliteStore, learned: &Learned, known: i64) -> (Case, usize) {
    let settings = Settings::default();
    let asked = Asked { known, from: known - (learned.reach() * DAY as f64) as i64, fights_from: known - (settings.fresh_days * DAY as f64) as i64, subjects: None };
    let found = store.statements(&asked).expect("statements can be read");
    let mut heard = Heard::new(found.things, &Sides::default());
    found.rows.iter().for_each(|(said, keys)| heard.hear(said, *keys));
    (heard.case(learned, &settings, Instant(known)), found.rows.len())
}

/// Learned from the same season.
fn learned(store: &SqliteStore, known: i64) -> Learned {
    let (mut case, _) = case(store, &Learned::default(), known);
    case.learn(&Settings::default());
    Learned::of(&case)
}

/// How many places have a holder, and from how many statements.
fn state(store: &SqliteStore, learned: &Learned, known: i64) -> (usize, usize) {
    let (case, statements) = case(store, learned, known);
    let at = Instant(known);
    let control = case.tracks.iter().filter(|t| t.fluent == Fluent::Control);
    let holders = control.filter(|t| case.believe_all(t, &case.fold(t), &[at], Estimator::Filter)[0].1.value.is_some());
    (holders.count(), statements)
}
