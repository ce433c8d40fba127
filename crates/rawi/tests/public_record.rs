//! From text to situation: what the project's own reports of Syria, 27 November to 9 December 2024, say together against the public record.
//!
//! `corpus/situation/syria-2024.tsv` holds the record. `known_differences.tsv` beside it lists where the situation differs, as a ratchet: a difference
//! that is not listed breaks the build, and so does a listed one that is gone. `RAWI_BLESS=1 cargo test -p rawi --test public_record` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Everything reported by the corpus is known by then.
const HINDSIGHT: &str = "2024-12-10";

fn corpus(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(below)
}

fn days() -> Vec<String> {
    (27..=30).map(|d| format!("2024-11-{d:02}")).chain((1..=9).map(|d| format!("2024-12-{d:02}"))).collect()
}

fn rawi(folder: &TempDir, args: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_rawi")).args(args).env("RAWI_LEDGER", folder.path().join("rawi.db")).output().expect("the binary starts");
    assert!(output.status.success(), "rawi {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn records(folder: &TempDir, args: &[&str]) -> Vec<Value> {
    let output = rawi(folder, args);
    String::from_utf8_lossy(&output.stdout).lines().map(|l| serde_json::from_str(l).expect("one JSON object per line")).collect()
}

/// A ledger of the reports on Syria, with outlet and date as their pages would give them.
fn ledger() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let mut lines = String::new();
    let mut names: Vec<PathBuf> = fs::read_dir(corpus("reports")).expect("the corpus is there").flatten().map(|e| e.path()).collect();
    names.sort();
    for path in names.iter().filter(|p| p.extension().is_some_and(|x| x == "json") && p.file_name().is_some_and(|n| n.to_string_lossy().starts_with("sy"))) {
        let gold: Value = serde_json::from_str(&fs::read_to_string(path).expect("gold is text")).expect("gold is JSON");
        let text = fs::read_to_string(path.with_extension("txt")).expect("a report is text");
        lines += &(json!({"text": text, "outlet": gold["outlet"], "published": gold["published"], "lang": "ar"}).to_string() + "\n");
    }
    let file = folder.path().join("reports.jsonl");
    fs::write(&file, lines).expect("the reports can be written");
    rawi(&folder, &["ingest", "--quiet", file.to_str().expect("a path")]);
    folder
}

/// A line of the record: place, first and last day of the change, holders from then on.
struct Change {
    place: String,
    first: String,
    last: String,
    holders: Vec<String>,
}

fn record() -> Vec<Change> {
    let text = fs::read_to_string(corpus("situation/syria-2024.tsv")).expect("the record is there");
    let line = |line: &str| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [place, day, holders] = fields[..] else { panic!("not PLACE, DAY, HOLDERS: {line}") };
        let (first, last) = day.split_once('/').unwrap_or((day, day));
        Change { place: place.to_owned(), first: first.to_owned(), last: last.to_owned(), holders: holders.split(' ').map(str::to_owned).collect() }
    };
    text.lines().filter(|l| !l.starts_with('#') && !l.is_empty()).map(line).collect()
}

/// Who may be shown at the end of a day, by place; `None` among them where a change is under way and nothing need be shown.
fn allowed(record: &[Change], day: &str) -> BTreeMap<String, Vec<Option<String>>> {
    let mut by_place: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for change in record.iter().filter(|c| c.first.as_str() <= day) {
        let holders = by_place.entry(change.place.clone()).or_default();
        if change.last.as_str() <= day {
            holders.clear();
        } else {
            holders.push(None);
        }
        holders.extend(change.holders.iter().cloned().map(Some));
    }
    by_place
}

/// The holder shown by place: nobody below "likely".
fn shown(folder: &TempDir, day: &str, known: &str) -> BTreeMap<String, String> {
    let all = records(folder, &["situation", "--at", day, "--known", known, "--format", "jsonl"]);
    let sure = |r: &&Value| r["fluent"] == "control" && (r["status"] == "held" || r["status"] == "likely");
    let holder = |r: &Value| Some((r["place"]["id"].as_str()?.to_owned(), r["value"]["id"].as_str()?.to_owned()));
    all.iter().filter(sure).filter_map(holder).collect()
}

/// Where what is shown differs from the record, one line per place and day, and how many place-days were compared.
fn differences(folder: &TempDir, record: &[Change], mode: &str) -> (BTreeSet<String>, usize) {
    let mut differences = BTreeSet::new();
    let mut compared = 0;
    for day in days() {
        let shown = shown(folder, &day, if mode == "hindsight" { HINDSIGHT } else { &day });
        for (place, holders) in allowed(record, &day) {
            compared += 1;
            let here = shown.get(&place);
            if !holders.iter().any(|h| h.as_ref() == here) {
                let one: Vec<&str> = holders.iter().flatten().map(String::as_str).collect();
                differences.insert(format!("{mode}\t{place}\t{day}\t{}\t{}", one.join(" "), here.map_or("nobody", String::as_str)));
            }
        }
    }
    (differences, compared)
}

/// Per place the day of the record's last change, and the first and last day on which its new holder is shown: in hindsight, then with what was known that day.
fn table(folder: &TempDir, record: &[Change]) -> String {
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    for hindsight in [true, false] {
        let by_day: Vec<(String, BTreeMap<String, String>)> = days().into_iter().map(|d| (d.clone(), shown(folder, &d, if hindsight { HINDSIGHT } else { &d }))).collect();
        for change in record.iter().filter(|c| c.first != "2024-11-27" || c.last != c.first) {
            let right: Vec<&str> = by_day.iter().filter(|(_, shown)| shown.get(&change.place).is_some_and(|s| change.holders.contains(s))).map(|(d, _)| &d[5..]).collect();
            let span = right.first().zip(right.last()).map_or("–".to_owned(), |(a, b)| format!("{a} – {b}"));
            let row = rows.entry(&change.place).or_insert_with(|| format!("| {} | {} | {} |", change.place, change.first.clone() + "/" + &change.last[8..], change.holders[0]));
            row.push_str(&format!(" {span} |"));
        }
    }
    rows.into_values().collect::<Vec<_>>().join("\n")
}

fn is_wrong(difference: &str) -> bool {
    !difference.ends_with("\tnobody")
}

#[test]
fn the_situation_comes_out_as_the_public_record_has_it() {
    let folder = ledger();
    let record = record();
    let mut all = BTreeSet::new();
    for mode in ["hindsight", "live"] {
        let (found, compared) = differences(&folder, &record, mode);
        let wrong = found.iter().filter(|d| is_wrong(d)).count();
        println!("{mode}: {compared} place-days, {} as the record has them, {} open, {wrong} with another holder", compared - found.len(), found.len() - wrong);
        all.extend(found);
    }
    println!("{}", table(&folder, &record));
    let path = corpus("situation/known_differences.tsv");
    if std::env::var_os("RAWI_BLESS").is_some_and(|v| v == "1") {
        fs::write(&path, all.iter().map(|d| format!("{d}\n")).collect::<String>()).expect("the list can be written");
    }
    let known: BTreeSet<String> = fs::read_to_string(&path).expect("the list is there").lines().map(str::to_owned).collect();
    let new: Vec<&String> = all.difference(&known).collect();
    let gone: Vec<&String> = known.difference(&all).collect();
    assert!(new.is_empty(), "the situation differs from the public record, and this is not listed in {}:\n{new:#?}", path.display());
    assert!(gone.is_empty(), "the situation is as the public record has it now; remove these lines of {}:\n{gone:#?}", path.display());
}

/// The turning points must stand whatever the list says.
#[test]
fn the_turning_points_are_there() {
    let folder = ledger();
    for (place, day, holder) in [
        ("place:sy/aleppo", "2024-11-30", "actor:sy-opposition"),
        ("place:sy/hama", "2024-12-05", "actor:sy-opposition"),
        ("place:sy/daraa", "2024-12-07", "actor:sy-opposition"),
        ("place:sy/homs", "2024-12-08", "actor:sy-opposition"),
    ] {
        assert_eq!(shown(&folder, day, HINDSIGHT).get(place).map(String::as_str), Some(holder), "{place} at {day}");
    }
}

#[test]
fn where_the_president_was_stays_disputed() {
    let folder = ledger();
    let disputes = records(&folder, &["disputes", "--format", "jsonl"]);
    let dispute = disputes.iter().find(|d| d["fluent"] == "location" && d["subject"]["id"] == "person:bashar-al-assad").expect("a dispute");
    let sides = dispute["sides"].as_array().expect("sides");
    assert!(sides.len() >= 2, "{dispute}");
    assert!(sides.iter().all(|s| s["claims"].as_array().is_some_and(|c| c.iter().all(|c| c["quote"]["text"].is_string()))), "{dispute}");
    let at_fall = records(&folder, &["situation", "--at", "2024-12-08", "--place", "bashar-al-assad", "--format", "jsonl"]);
    let location = at_fall.iter().find(|r| r["fluent"] == "location").expect("his location");
    assert_eq!((&location["status"], &location["value"]), (&json!("contested"), &Value::Null), "{location}");
}

/// What was learned and recorded, with statements read from their table, gives what all records give.
#[test]
fn recorded_parameters_and_statements_give_the_same_situation() {
    let folder = ledger();
    rawi(&folder, &["ledger", "learn"]);
    let questions: [(&str, &[&str]); 6] = [
        ("2024-12-01", &[]),
        ("2024-12-08", &[]),
        ("2024-12-10", &[]),
        ("2024-12-08", &["--place", "homs"]),
        ("2024-12-09", &["--place", "bashar-al-assad"]),
        ("2024-12-08", &["--within", "place:sy/hama-gov"]),
    ];
    for (at, place) in questions {
        let asked = |parameters: &str| records(&folder, &[&["situation", "--at", at, "--format", "jsonl", "--parameters", parameters], place].concat());
        let (recorded, learned) = (asked("recorded"), asked("learn"));
        assert!(!recorded.is_empty());
        // One nameless site was left in 1974, it says: that is beyond the reach of what is read.
        let about = |list: &[Value]| list.iter().filter(|r| r["place"]["id"] != "site").map(|r| r.to_string()).collect::<BTreeSet<_>>();
        let (recorded, learned) = (about(&recorded), about(&learned));
        // Where there was but fighting, and long ago, nothing is shown at all; nor where a claim on the whole of a city speaks of a quarter that is named elsewhere.
        let more: Vec<&String> = learned.difference(&recorded).filter(|r| !r.contains("\"status\":\"unknown\"") && !r.contains("place:sy/waer")).collect();
        assert_eq!((recorded.difference(&learned).collect::<Vec<_>>(), more), (vec![], vec![]), "at {at} {place:?}");
    }
    rawi(&folder, &["ledger", "verify"]);
}
