//! `rawi eval` on a small corpus, written for this test.
//!
//! The expected figures were taken from the reference scorer that the annotators use (a script that is not part of this
//! repository), run over the same files with the program of this revision; both agreed in every figure.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const FIRST: &str = "أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة بالكامل.\nونفت وزارة الدفاع السورية انسحاب قواتها من المدينة.\n";
const FIRST_GOLD: &str = r#"{"outlet": "Sada al-Sham", "published": "2024-12-05", "claims": [
  {"s": 1, "kind": "control", "actor": ["MOC"], "place": ["Hama"], "time": "2024-12-05", "aspect": "occurred", "factuality": "CT+", "chain": ["Sada al-Sham", "MOC"]},
  {"s": 2, "kind": "withdraw", "actor": ["Syrian Ministry of Defence"], "from": ["Homs"], "aspect": "occurred", "factuality": "CT-", "chain": ["Sada al-Sham", "anonymous: a ministry"]}
]}"#;
const SECOND: &str = "قتل ثلاثة مدنيين في قصف مدفعي على مدينة إدلب.\n";
const SECOND_GOLD: &str = r#"{"outlet": "Sada al-Sham", "published": "2024-12-05", "sentences": [[0, 45]], "claims": [
  {"s": 1, "kind": "casualties", "target": ["civilians"], "place": ["Idlib"], "count": 3, "aspect": "occurred", "factuality": "CT+", "chain": ["Sada al-Sham"]},
  {"s": 1, "kind": "strike", "place": ["Idlib"], "aspect": "occurred", "factuality": "CT+", "chain": ["Sada al-Sham"], "optional": true},
  {"s": 1, "kind": "displace", "from": ["Idlib"], "aspect": "occurred", "factuality": "CT+", "chain": ["Sada al-Sham"]}
]}"#;

fn corpus() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder can be made");
    for (name, text) in
        [("a.txt", FIRST), ("a.json", FIRST_GOLD), ("b.txt", SECOND), ("b.json", SECOND_GOLD), ("aliases.tsv", "MOC\tMilitary Operations Command\tإدارة العمليات العسكرية\n")]
    {
        fs::write(dir.path().join(name), text).expect("a temporary file can be written");
    }
    dir
}

fn eval(dir: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rawi")).arg("eval").arg(dir).args(args).output().expect("the binary ends")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

fn figures(dir: &Path) -> Value {
    serde_json::from_str(out(&eval(dir, &["--format", "json"]))).expect("the output is JSON")
}

#[test]
fn figures_are_those_of_the_reference_scorer() {
    let dir = corpus();
    let got = figures(dir.path());
    for (figure, value) in [
        ("reports_failed", 0.0),
        ("gold", 4.0),
        ("read", 3.0),
        ("matched", 3.0),
        ("claim_f1", 0.857),
        ("claim_p", 1.0),
        ("claim_r", 0.75),
        ("strict_f1", 0.571),
        ("unsupported", 0.0),
        ("factuality", 1.0),
        ("origin", 0.667),
        ("chain", 0.667),
        ("aspect", 1.0),
        ("time_ok", 1.0),
        ("count_ok", 1.0),
    ] {
        assert_eq!(got[figure].as_f64(), Some(value), "{figure}");
    }
    for (role, value) in [("actor", 1.0), ("target", 1.0), ("place", 1.0), ("from", 0.0), ("to", 0.0)] {
        assert_eq!(got["roles"][role].as_f64(), Some(value), "{role}");
    }
    assert_eq!(got["kinds"]["displace"], "0/1 gold, 0 read");
    assert_eq!(got["kinds"]["shelling"], "0/0 gold, 0 read", "what matches an optional claim does not count");
}

#[test]
fn calibration_is_told_in_ten_bins() {
    let dir = corpus();
    let got = figures(dir.path());
    let bins = got["calibration"].as_array().expect("a list of bins");
    assert_eq!(bins.len(), 10);
    assert_eq!(bins.iter().map(|bin| bin["claims"].as_u64().unwrap_or_default()).sum::<u64>(), 3);
    // All three claims are right, so the error is how far their mean confidence is from 1.
    let mean = bins.iter().filter_map(|bin| Some(bin["confidence"].as_f64()? * bin["claims"].as_f64()?)).sum::<f64>() / 3.0;
    assert!((got["calibration_error"].as_f64().unwrap_or_default() - (1.0 - mean)).abs() < 1e-3);
}

#[test]
fn the_table_has_a_line_per_report_and_misses_are_told() {
    let dir = corpus();
    let output = eval(dir.path(), &["--misses"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    for words in [
        "a s2 withdraw: wrong from, origin, chain;",
        "b s1 missed displace {\"from\":[\"Idlib\"]}",
        "\na          2     2        2",
        "\ntotal      4     3        3",
        "calibration error",
    ] {
        assert!(out(&output).contains(words), "'{words}' is not in\n{}", out(&output));
    }
    let json: Value = serde_json::from_str(out(&eval(dir.path(), &["--misses", "--format", "json"]))).expect("the output is JSON");
    assert_eq!(json["misses"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_snapshot_tells_what_changed() {
    let dir = corpus();
    let snapshot = dir.path().join("before.tsv");
    let file = snapshot.to_str().expect("temporary paths are UTF-8");
    assert_eq!(eval(dir.path(), &["--snapshot", file]).status.code(), Some(0));
    assert!(out(&eval(dir.path(), &["--compare", file])).contains("nothing changed"));
    fs::write(dir.path().join("a.json"), FIRST_GOLD.replace("Homs", "Hama").replace("MOC\"], \"place", "Army\"], \"place")).expect("gold can be written");
    let output = eval(dir.path(), &["--compare", file]);
    let (better, worse) = out(&output).split_once("\nworse").expect("something is worse");
    assert!(better.contains("a claim 2 s2 withdraw: wrong from,origin,chain → wrong origin,chain"), "{better}");
    assert!(worse.contains("a claim 1 s1 control: right → wrong actor"), "{worse}");
    fs::write(&snapshot, "not a snapshot").expect("a file can be written");
    let output = eval(dir.path(), &["--compare", file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("line 1"), "{}", err(&output));
}

#[test]
fn a_report_that_cannot_be_read_counts_as_read_with_no_claim() {
    let dir = corpus();
    fs::remove_file(dir.path().join("b.txt")).expect("the file is there");
    let output = eval(dir.path(), &["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("b.txt"), "{}", err(&output));
    let got: Value = serde_json::from_str(out(&output)).expect("the output is JSON");
    assert_eq!((got["reports_failed"].as_u64(), got["gold"].as_u64(), got["read"].as_u64()), (Some(1), Some(4), Some(2)));
}

#[test]
fn gold_that_is_no_gold_is_told_with_its_place() {
    let dir = corpus();
    fs::write(dir.path().join("b.json"), "{\"claims\": [\n{\"s\": 1}]}").expect("gold can be written");
    let output = eval(dir.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("b.json:2:") && err(&output).contains("kind"), "{}", err(&output));
    let empty = TempDir::new().expect("a temporary folder can be made");
    assert_eq!(eval(empty.path(), &[]).status.code(), Some(2));
    assert_eq!(eval(&empty.path().join("nowhere"), &[]).status.code(), Some(2));
}

/// The project's own annotated reports, as they were read last: a change of the reader shows in the diff of this file.
#[test]
fn the_committed_snapshot_is_what_is_read_today() {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/reports");
    let committed = reports.join("snapshot.tsv");
    let dir = TempDir::new().expect("a temporary folder can be made");
    let fresh = dir.path().join("snapshot.tsv");
    let output = eval(&reports, &["--snapshot", fresh.to_str().expect("a temporary path is UTF-8")]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let fresh = fs::read_to_string(&fresh).expect("the snapshot was written");
    if std::env::var_os("RAWI_BLESS").is_some() {
        fs::write(&committed, &fresh).expect("the snapshot can be written");
    }
    let committed = fs::read_to_string(&committed).expect("corpus/reports/snapshot.tsv is there");
    let changed = committed.lines().zip(fresh.lines()).filter(|(a, b)| a != b).count() + committed.lines().count().abs_diff(fresh.lines().count());
    assert_eq!(
        changed, 0,
        "{changed} lines of corpus/reports/snapshot.tsv changed: look with `rawi eval corpus/reports --compare corpus/reports/snapshot.tsv`, then RAWI_BLESS=1 cargo test -p rawi --test eval"
    );
}

#[test]
fn a_half_is_scored_alone_and_an_unknown_one_is_told() {
    let dir = corpus();
    fs::write(dir.path().join("halves.toml"), "tune = [\"a\"]\ncheck = [\"b\"]\n").expect("a temporary file can be written");
    let half = eval(dir.path(), &["--half", "tune"]);
    assert!(half.status.success() && out(&half).contains("\na ") && !out(&half).contains("\nb "), "{}", out(&half));
    let unknown = eval(dir.path(), &["--half", "third"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("knows no half 'third'; it has check, tune"));
}
