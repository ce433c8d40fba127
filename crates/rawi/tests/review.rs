//! Reviews and retractions by command: they move the situation at once, stay through a rereading, become gold, and bad input is named.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn rawi(dir: &TempDir, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rawi")).args(args).env("RAWI_LEDGER", dir.path().join("rawi.db")).env("USER", "an analyst").output().expect("the binary runs")
}

#[track_caller]
fn works(dir: &TempDir, args: &[&str]) -> String {
    let output = rawi(dir, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

#[track_caller]
fn fails(dir: &TempDir, args: &[&str], words: &str) {
    let output = rawi(dir, args);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
    assert!(told.contains(words), "{args:?}: '{words}' is not in: {told}");
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|l| serde_json::from_str(l).expect("one JSON object per line")).collect()
}

/// A ledger of two reports on Hama, and the claims of control in it with their reports.
fn ledger() -> (TempDir, Vec<(String, String)>) {
    let dir = TempDir::new().expect("a folder");
    let report = |said: &str, outlet: &str| {
        let text = format!("{said} على مدينة حماة. وقال سكان إن الهدوء يسود الشوارع.");
        serde_json::json!({"text": text, "published": "2024-12-05", "outlet": outlet}).to_string() + "\n"
    };
    let file = dir.path().join("reports.jsonl");
    fs::write(&file, report("أعلنت إدارة العمليات العسكرية، الخميس، السيطرة", "a.example") + &report("سيطرت فصائل المعارضة السورية، الخميس،", "b.example"))
        .expect("a file can be written");
    works(&dir, &["ingest", "--quiet", file.to_str().expect("a path")]);
    let export = lines(&works(&dir, &["ledger", "export"]));
    let readings = export.iter().filter(|e| e["kind"] == "reading");
    let claims = readings.flat_map(|e| e["body"]["claims"].as_array().cloned().unwrap_or_default()).filter(|c| c["kind"] == "control");
    let found: Vec<(String, String)> = claims.map(|c| (c["report"].as_str().unwrap_or_default().to_owned(), c["id"].as_str().unwrap_or_default().to_owned())).collect();
    assert_eq!(found.len(), 2, "the two claims of control are read");
    (dir, found)
}

fn hama(dir: &TempDir) -> Option<Value> {
    let output = rawi(dir, &["situation", "--place", "hama", "--format", "jsonl"]);
    lines(&String::from_utf8_lossy(&output.stdout)).into_iter().find(|r| r["fluent"] == "control")
}

#[test]
fn verdicts_move_the_situation_at_once_and_after_a_rereading() {
    let (dir, claims) = ledger();
    let believed = |dir: &_| hama(dir).map_or(0.0, |r| r["belief"][0]["p"].as_f64().unwrap_or(0.0));
    let before = believed(&dir);
    let told = works(&dir, &["review", "wrong", &claims[0].1, "--comment", "a headline of the day before"]);
    assert!(told.contains("wrong") && told.contains("an analyst") && told.contains("السيطرة"), "{told}");
    let without = believed(&dir);
    assert!(without < before, "{without} is not below {before}");
    works(&dir, &["review", "fix", &claims[1].1, "factuality=CT-"]);
    let denied = hama(&dir).expect("Hama is still spoken of");
    assert_eq!(denied["value"], Value::Null, "{denied}");
    works(&dir, &["reread", "--quiet"]);
    assert_eq!(hama(&dir), Some(denied));
    works(&dir, &["review", "accept", &claims[0].1]);
    works(&dir, &["review", "fix", &claims[1].1, "factuality=CT+"]);
    assert!(believed(&dir) >= before, "both are vouched for now");
    works(&dir, &["ledger", "verify"]);
    let listed = lines(&works(&dir, &["review", "list", "--format", "jsonl"]));
    let states: Vec<&str> = listed.iter().filter_map(|r| r["state"].as_str()).collect();
    assert_eq!((states.iter().filter(|s| **s == "counts").count(), states.iter().filter(|s| **s == "superseded").count()), (2, 2));
    assert_eq!(works(&dir, &["review", "list", "--orphans"]), "");
}

#[test]
fn a_missing_claim_counts_and_becomes_gold() {
    let (dir, claims) = ledger();
    let report = &claims[0].0;
    works(&dir, &["review", "missing", report, "kind=siege", "place=place:sy/homs", "state=lifted", "time=2024-12-05", "--words", "الهدوء"]);
    let situation = lines(&works(&dir, &["situation", "--place", "homs", "--format", "jsonl"]));
    assert!(situation.iter().any(|r| r["fluent"] == "siege" && r["place"]["name"] == "Homs"), "{situation:?}");
    works(&dir, &["review", "accept", &claims[0].1]);
    let gold = dir.path().join("gold");
    works(&dir, &["review", "export", "--to", gold.to_str().expect("a path")]);
    assert!(gold.join(format!("{report}.txt")).is_file() && !gold.join(format!("{}.txt", claims[1].0)).exists(), "only what was reviewed is gold");
    let score: Value = serde_json::from_str(&works(&dir, &["eval", gold.to_str().expect("a path"), "--format", "json"])).expect("figures are JSON");
    assert!(score.to_string().contains("f1"), "{score}");
    let written: Value = serde_json::from_str(&fs::read_to_string(gold.join(format!("{report}.json"))).expect("gold")).expect("gold is JSON");
    assert!(written["claims"].as_array().is_some_and(|c| c.iter().any(|c| c["kind"] == "siege" && c["cue"]["text"] == "الهدوء")), "{written}");
}

#[test]
fn retracted_is_gone_from_then_on_and_not_before() {
    let (dir, claims) = ledger();
    works(&dir, &["ledger", "retract", &claims[0].1, "--why", "withdrawn by the outlet", "--at", "2024-12-07"]);
    works(&dir, &["ledger", "retract", &claims[1].0, "--why", "a forgery", "--at", "2024-12-08T10:00:00Z"]);
    let at = |known: &str| rawi(&dir, &["situation", "--known", known, "--format", "jsonl"]);
    let chains = |known: &str| lines(&String::from_utf8_lossy(&at(known).stdout))[0]["chains"]["for"].clone();
    assert_eq!((chains("2024-12-06"), chains("2024-12-07")), (2.into(), 1.into()));
    assert_eq!(at("2024-12-09").status.code(), Some(2), "nothing is left");
    fails(&dir, &["ledger", "retract", &claims[0].1, "--why", "again"], "retracted before");
    fails(&dir, &["ledger", "retract", "clm_000000000000", "--why", "x"], "clm_000000000000");
    fails(&dir, &["ledger", "retract", "rep_000000000000", "--why", "x"], "no such report");
    fails(&dir, &["ledger", "retract", &claims[1].1, "--why", " "], "needs a reason");
    fails(&dir, &["ledger", "retract", &claims[1].1, "--why", "x", "--at", "soon"], "--at");
    works(&dir, &["ledger", "verify"]);
}

#[test]
fn bad_input_is_named_and_nothing_is_recorded() {
    let (dir, claims) = ledger();
    let (report, claim) = (claims[0].0.as_str(), claims[0].1.as_str());
    let seal = works(&dir, &["ledger", "verify"]);
    for (field, words) in [
        ("factuality", "FIELD=VALUE is expected"),
        ("factuality=maybe", "CT+ PR+ PS+"),
        ("kind=battle", "no kind of claim"),
        ("place=place:sy/atlantis", "does not know 'place:sy/atlantis'"),
        ("time=yesterday", "EDTF"),
        ("count=5-3", "greater"),
        ("count=many", "a number is expected"),
        ("colour=red", "no such field"),
        ("chain=somebody", "is no link"),
        ("state=ajar", "open closed lifted"),
    ] {
        fails(&dir, &["review", "fix", claim, field], words);
    }
    fails(&dir, &["review", "accept", "clm_000000000000"], "clm_000000000000");
    fails(&dir, &["review", "missing", "rep_000000000000", "kind=siege", "--words", "x"], "rep_000000000000");
    fails(&dir, &["review", "missing", report, "kind=siege"], "--words");
    fails(&dir, &["review", "missing", report, "kind=siege", "--words", "دمشق"], "does not stand");
    fails(&dir, &["review", "missing", report, "kind=siege", "--span", "9-3"], "START-END");
    fails(&dir, &["review", "comment", claim], "says nothing");
    fails(&dir, &["review", "accept", claim, "--by", ""], "who says so");
    assert_eq!(works(&dir, &["ledger", "verify"]), seal);
    let elsewhere = TempDir::new().expect("a folder");
    fails(&elsewhere, &["review", "list"], "no ledger here");
    assert!(!Path::new(&elsewhere.path().join("rawi.db")).exists());
}
