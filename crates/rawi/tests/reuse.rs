//! Copies of one report count as one chain: in `rawi read`, in the ledger, whatever the order in which reports come.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

const WIRE: &str = "سيطرت فصائل المعارضة على مدينة حماة بالكامل بعد معارك عنيفة استمرت عدة أيام مع قوات النظام في الأحياء الشمالية والشرقية من المدينة.";

/// Who publishes, when, what: a wire, two copies of it, and an outlet with words of its own.
fn reports() -> [Value; 4] {
    let report = |outlet: &str, published: &str, text: String| json!({"outlet": outlet, "published": published, "text": text});
    [
        report("first.example", "2024-12-05T08:00:00Z", format!("معارك في وسط البلاد\n{WIRE}")),
        report("second.example", "2024-12-05T10:00:00Z", format!("تطورات الشمال\n{WIRE}\nوتتواصل حركة النزوح نحو الجنوب.")),
        report("third.example", "2024-12-05T11:00:00Z", format!("آخر الأخبار\nفي اليوم الثامن من المعارك:\n{WIRE}")),
        report("fourth.example", "2024-12-05T12:00:00Z", "مراسلنا في المكان\nفرضت فصائل المعارضة سيطرتها على مدينة حماة ظهر اليوم.".to_owned()),
    ]
}

fn file(dir: &TempDir, name: &str, reports: &[Value]) -> PathBuf {
    let path = dir.path().join(name);
    fs::write(&path, reports.iter().map(|r| format!("{r}\n")).collect::<String>()).expect("a file can be written");
    path
}

fn rawi(ledger: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rawi")).args(args).env("RAWI_LEDGER", ledger).stdin(Stdio::null()).output().expect("the binary runs")
}

#[track_caller]
fn works(ledger: &Path, args: &[&str]) -> String {
    let output = rawi(ledger, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the path is UTF-8")
}

fn values(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).expect("lines are JSON")).collect()
}

/// Chains for the value of Hama.
fn chains(situation: &str) -> u64 {
    let hama = values(situation).into_iter().find(|v| v["fluent"] == "control" && v["place"]["id"] == "place:sy/hama").expect("Hama is told of");
    hama["chains"]["for"].as_u64().expect("chains are counted")
}

/// The present reading of every report: what is marked with which source.
fn marks(records: &[Value]) -> BTreeMap<String, (Value, Value)> {
    records
        .iter()
        .filter(|r| r["kind"] == "control")
        .map(|r| (r["chain"][0]["name"].as_str().unwrap_or_default().to_owned(), (r["reused_from"].clone(), r["reused_because"].clone())))
        .collect()
}

#[test]
fn copies_of_one_report_are_one_chain() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let input = file(&dir, "reports.jsonl", &reports());
    let read = works(&ledger, &["read", "--format", "jsonl", text(&input)]);
    let first = values(&read).iter().find(|r| r["chain"][0]["name"] == "first.example").expect("it has claims")["report"].clone();
    let expected = [
        ("first.example", Value::Null, Value::Null),
        ("second.example", first.clone(), "earlier".into()),
        ("third.example", first, "earlier".into()),
        ("fourth.example", Value::Null, Value::Null),
    ];
    assert_eq!(marks(&values(&read)), expected.map(|(outlet, from, because)| (outlet.to_owned(), (from, because))).into());
    let situation = |name: &str, records: &str| {
        let path = dir.path().join(name);
        fs::write(&path, records).expect("a file can be written");
        works(&ledger, &["situation", "--claims", text(&path), "--format", "jsonl"])
    };
    assert_eq!(chains(&situation("together.jsonl", &read)), 2);
    let alone = works(&ledger, &["read", "--format", "jsonl", "--alone", text(&input)]);
    assert!(!alone.contains("reused_from"));
    assert_eq!(chains(&situation("alone.jsonl", &alone)), 4);
    works(&ledger, &["ingest", text(&input)]);
    assert_eq!(chains(&works(&ledger, &["situation", "--format", "jsonl"])), 2);
}

/// Claim records of the present readings, by line.
fn recorded(ledger: &Path) -> Vec<String> {
    let export = values(&works(ledger, &["ledger", "export"]));
    let mut present: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in export.iter().filter(|e| e["kind"] == "reading") {
        let claims = entry["body"]["claims"].as_array().expect("a reading has claims").iter().map(Value::to_string).collect();
        present.insert(entry["stream"].as_str().expect("a stream").to_owned(), claims);
    }
    let mut lines: Vec<String> = present.into_values().flatten().collect();
    lines.sort();
    lines
}

#[test]
fn the_order_in_which_reports_come_leaves_no_trace() {
    let dir = TempDir::new().expect("a folder can be made");
    let all = reports();
    let mut read: Vec<String> = values(&works(dir.path(), &["read", "--format", "jsonl", text(&file(&dir, "all.jsonl", &all))])).iter().map(Value::to_string).collect();
    read.sort();
    for (n, order) in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 2, 0, 3], [2, 0, 3, 1]].into_iter().enumerate() {
        let ledger = dir.path().join(format!("{n}.db"));
        for at in order {
            works(&ledger, &["ingest", "--quiet", text(&file(&dir, &format!("{at}.jsonl"), &all[at..=at]))]);
        }
        assert_eq!(recorded(&ledger), read, "in the order {order:?}");
        assert_eq!(chains(&works(&ledger, &["situation", "--format", "jsonl"])), 2);
        assert_eq!(works(&ledger, &["reread", "--format", "jsonl"]), "", "reading again keeps the marks");
        works(&ledger, &["ledger", "verify"]);
        let reversed: Vec<Value> = order.iter().map(|at| all[*at].clone()).collect();
        let mut again: Vec<String> = values(&works(dir.path(), &["read", "--format", "jsonl", text(&file(&dir, "order.jsonl", &reversed))])).iter().map(Value::to_string).collect();
        again.sort();
        assert_eq!(again, read);
    }
}

#[test]
fn a_late_origin_is_told_and_a_quotation_is_no_copy() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let all = reports();
    works(&ledger, &["ingest", text(&file(&dir, "copy.jsonl", &all[1..2]))]);
    let output = rawi(&ledger, &["ingest", text(&file(&dir, "origin.jsonl", &all[..1]))]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("1 reports recorded before have another origin"), "{output:?}");
    let quoted = |n: usize| json!({"outlet": format!("{n}.example"), "published": format!("2024-12-0{n}"), "text": format!("العنوان {n}\nقال القائد العسكري: «{}»", WIRE.trim_end_matches('.'))});
    let read = works(&ledger, &["read", "--format", "jsonl", text(&file(&dir, "quotes.jsonl", &[quoted(5), quoted(6)]))]);
    assert!(read.contains("control") && !read.contains("reused_from"), "{read}");
}
