//! What the ledger promises when things go wrong: killed writers, cut files, turned bytes, two writers at once. Seeded, so that a failure can be met again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::Value;
use tempfile::TempDir;

/// Several batches, the last one not full.
const REPORTS: usize = 900;
/// How often the writer is killed.
const KILLS: usize = 8;
/// How many bytes are turned, and how many cuts are made.
const DAMAGES: usize = 40;

fn command(ledger: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rawi"));
    command.args(args).env("RAWI_LEDGER", ledger).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn rawi(ledger: &Path, args: &[&str]) -> Output {
    command(ledger, args).output().expect("the binary runs")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

#[track_caller]
fn works(ledger: &Path, args: &[&str]) -> String {
    let output = rawi(ledger, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", err(&output));
    out(&output).to_owned()
}

#[track_caller]
fn fails(ledger: &Path, status: i32, args: &[&str], words: &[&str]) {
    let output = rawi(ledger, args);
    assert_eq!(output.status.code(), Some(status), "{args:?}: {}", err(&output));
    for word in words {
        assert!(err(&output).contains(word), "{args:?}: '{word}' is not in: {}", err(&output));
    }
}

/// A file of reports, one per line.
fn reports(dir: &TempDir, count: usize) -> String {
    let line = |n: usize| serde_json::json!({"text": format!("أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة. الخبر {n}"), "published": "2024-12-05", "outlet": "a.example"});
    let lines: String = (0..count).map(|n| format!("{}\n", line(n))).collect();
    let path = dir.path().join("reports.jsonl");
    fs::write(&path, lines).expect("a file can be written");
    path.to_str().expect("the path is UTF-8").to_owned()
}

/// Stream, number and body of every entry of an export: what does not depend on when it was recorded.
fn contents(export: &str) -> BTreeMap<(String, u64), String> {
    let values = export.lines().map(|line| serde_json::from_str::<Value>(line).expect("an export is JSON")).filter(|v| v.get("end").is_none());
    let mut all = BTreeMap::new();
    for value in values {
        let key = (value["stream"].as_str().expect("a stream").to_owned(), value["idx"].as_u64().expect("a number"));
        assert!(all.insert(key, value["body"].to_string()).is_none(), "an entry stands twice");
    }
    all
}

/// Runs an ingest until `lines` reports are acknowledged and a moment longer, kills it, and gives what was acknowledged.
fn killed(ledger: &Path, file: &str, lines: usize, moment: u64) -> Vec<String> {
    let mut child = command(ledger, &["ingest", "--quiet", file]).spawn().expect("the binary starts");
    let mut out = BufReader::new(child.stdout.take().expect("standard output is piped"));
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    while acknowledged.len() < lines && out.read_line(&mut line).expect("lines are UTF-8") > 0 {
        acknowledged.extend(identifier(&line));
        line.clear();
    }
    std::thread::sleep(Duration::from_micros(moment));
    let _ = child.kill();
    // What was printed before the kill counts as well; the last line may be cut.
    while out.read_line(&mut line).expect("lines are UTF-8") > 0 {
        acknowledged.extend(identifier(&line));
        line.clear();
    }
    child.wait().expect("the binary ends");
    acknowledged
}

fn identifier(line: &str) -> Option<String> {
    line.ends_with('\n').then(|| line.split(' ').next().unwrap_or_default().to_owned())
}

#[test]
fn a_writer_may_be_killed_at_any_instant() {
    let dir = TempDir::new().expect("a folder can be made");
    let file = reports(&dir, REPORTS);
    let (ledger, whole) = (dir.path().join("killed.db"), dir.path().join("whole.db"));
    let mut dice = Pcg64Mcg::seed_from_u64(5);
    let mut acknowledged = BTreeSet::new();
    for round in 0..KILLS {
        let lines = if round == 0 { 0 } else { dice.random_range(0..200) };
        acknowledged.extend(killed(&ledger, &file, lines, dice.random_range(0..60_000)));
        if acknowledged.is_empty() {
            continue;
        }
        works(&ledger, &["ledger", "verify"]);
        let there = contents(&works(&ledger, &["ledger", "export"]));
        for report in &acknowledged {
            assert!(there.contains_key(&(report.clone(), 0)) && there.contains_key(&(report.clone(), 1)), "round {round}: {report} was acknowledged and is lost");
        }
    }
    works(&ledger, &["ingest", &file]);
    works(&whole, &["ingest", &file]);
    works(&ledger, &["ledger", "verify"]);
    let (after, straight) = (contents(&works(&ledger, &["ledger", "export"])), contents(&works(&whole, &["ledger", "export"])));
    assert_eq!(after.len(), 1 + 2 * REPORTS);
    assert_eq!(after, straight);
    let again = rawi(&ledger, &["ingest", &file]);
    assert!(err(&again).contains(&format!("0 reports recorded with 0 claims, {REPORTS} were there already")), "{}", err(&again));
}

/// A ledger in one file, its export and its claims.
fn sound(dir: &TempDir) -> (PathBuf, String) {
    let ledger = dir.path().join("sound.db");
    works(&ledger, &["ingest", &reports(dir, 40)]);
    works(&ledger, &["ledger", "compact"]);
    let export = works(&ledger, &["ledger", "export"]);
    (ledger, export)
}

/// After damage: either nothing that counts changed, or a message names the ledger and a repair or an entry.
fn judge(ledger: &Path, export: &str, what: &str) -> bool {
    let verified = rawi(ledger, &["ledger", "verify"]);
    let words = err(&verified).to_owned();
    match verified.status.code() {
        Some(0) => assert_eq!(works(ledger, &["ledger", "export"]), export, "{what}: a change went unseen"),
        Some(1 | 2) => assert!(words.contains("damaged.db") && words.len() > 30, "{what}: {words}"),
        status => panic!("{what}: {status:?} {words}"),
    }
    if words.contains("rawi ledger export") {
        assert_eq!(works(ledger, &["ledger", "export"]), export, "{what}: the saved entries differ");
    }
    if words.contains("rawi ledger rebuild") {
        works(ledger, &["ledger", "rebuild"]);
        works(ledger, &["ledger", "verify"]);
        assert_eq!(works(ledger, &["ledger", "export"]), export, "{what}: the rebuilt ledger differs");
    }
    verified.status.success()
}

#[test]
fn turned_bytes_and_cuts_are_seen() {
    let dir = TempDir::new().expect("a folder can be made");
    let (sound, export) = sound(&dir);
    let bytes = fs::read(&sound).expect("the ledger can be read");
    let mut dice = Pcg64Mcg::seed_from_u64(6);
    let mut seen = 0;
    for n in 0..DAMAGES {
        let (mut damaged, at) = (bytes.clone(), dice.random_range(0..bytes.len()));
        if n % 4 == 3 {
            damaged.truncate(at);
        } else {
            damaged[at] ^= 1 << dice.random_range(0..8);
        }
        // A file of its own each time: no log of an earlier one may be taken for its own.
        let folder = TempDir::new().expect("a folder can be made");
        let ledger = folder.path().join("damaged.db");
        fs::write(&ledger, damaged).expect("a file can be written");
        seen += usize::from(!judge(&ledger, &export, &format!("{} at byte {at}", if n % 4 == 3 { "cut" } else { "turned" })));
    }
    assert!(seen >= DAMAGES / 3, "only {seen} of {DAMAGES} damages were seen");
}

#[test]
fn an_export_with_a_turned_byte_names_its_line() {
    let dir = TempDir::new().expect("a folder can be made");
    let (_, export) = sound(&dir);
    let mut dice = Pcg64Mcg::seed_from_u64(7);
    for n in 0..DAMAGES {
        let mut damaged = export.clone().into_bytes();
        let at = dice.random_range(0..damaged.len());
        damaged[at] ^= 1 << dice.random_range(0..7);
        let line = 1 + export.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
        let file = dir.path().join("damaged.jsonl");
        fs::write(&file, damaged).expect("a file can be written");
        let ledger = dir.path().join(format!("{n}.db"));
        let output = rawi(&ledger, &["ledger", "import", file.to_str().expect("the path is UTF-8")]);
        assert_eq!(output.status.code(), Some(1), "byte {at} of line {line}: {}", err(&output));
        assert!(err(&output).contains(&format!("damaged.jsonl: line {line}: ")), "byte {at} of line {line}: {}", err(&output));
        works(&ledger, &["ledger", "verify"]);
    }
}

#[test]
fn a_seal_shows_that_the_end_is_gone() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let file = reports(&dir, 2);
    let copy = dir.path().join("copy.db");
    works(&ledger, &["ingest", &file]);
    fs::copy(&ledger, &copy).expect("a file can be copied");
    works(&ledger, &["ingest", &reports(&dir, 5)]);
    let verified = works(&ledger, &["ledger", "verify"]);
    let seal = verified.lines().find_map(|l| l.strip_prefix("seal ")).expect("a seal is printed");
    works(&ledger, &["ledger", "verify", "--seal", seal]);
    works(&copy, &["ledger", "verify"]);
    fails(&copy, 1, &["ledger", "verify", "--seal", seal], &["5 entries are there, 11 were recorded"]);
    fails(&copy, 2, &["ledger", "verify", "--seal", "5"], &["'5' is no seal", "ENTRIES:HASH"]);
}

/// Waits until a writer has said who it is.
fn holds(ledger: &Path, writer: &Child) {
    let lock = format!("{}-writer", ledger.display());
    while fs::read_to_string(&lock).unwrap_or_default() != writer.id().to_string() {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_second_writer_is_told_who_writes_and_reading_goes_on() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let file = reports(&dir, 3);
    works(&ledger, &["ingest", &file]);
    let mut first = command(&ledger, &["ingest", "-"]).stdin(Stdio::piped()).spawn().expect("the binary starts");
    holds(&ledger, &first);
    for args in [["ingest", file.as_str()].as_slice(), &["ledger", "rebuild"], &["ledger", "verify"], &["reread"]] {
        fails(&ledger, 1, args, &[&format!("process {} is writing", first.id()), "only one can"]);
    }
    assert!(works(&ledger, &["search", "حماة"]).lines().count() == 6);
    let more = "{\"text\":\"سيطرت الفصائل على مدينة حمص\",\"published\":\"2024-12-07\"}\n";
    first.stdin.take().expect("standard input is piped").write_all(more.as_bytes()).expect("it listens");
    assert!(first.wait_with_output().expect("the binary ends").status.success());
    works(&ledger, &["ledger", "verify"]);
    assert!(works(&ledger, &["search", "حمص"]).contains("مدينة حمص"));
}

#[test]
fn another_lexicon_gives_another_reading_and_the_old_one_stays() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    works(&ledger, &["ingest", &reports(&dir, 1)]);
    let own = dir.path().join("own");
    fs::create_dir_all(own.join("places")).expect("a folder can be made");
    let places = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lexicon/places/sy.csv")).expect("places can be read");
    fs::write(own.join("places/sy.csv"), places.replace(",Hama,", ",Hamah,")).expect("a file can be written");
    let args = ["reread", "--lexicon", own.to_str().expect("the path is UTF-8"), "--format", "jsonl"];
    let before = works(&ledger, &["ledger", "verify"]);
    let shown = works(&ledger, &[args.as_slice(), &["--dry-run"]].concat());
    assert_eq!(works(&ledger, &["ledger", "verify"]), before);
    assert_eq!(works(&ledger, &args), shown);
    let first: Value = serde_json::from_str(shown.lines().next().expect("something changed")).expect("a line is JSON");
    assert_eq!((first["changes"][0]["change"].as_str(), first["changes"][0]["keys"][0].as_str()), (Some("altered"), Some("roles")), "{shown}");
    assert_eq!(works(&ledger, &args), "");
    let readings = contents(&works(&ledger, &["ledger", "export"])).into_iter().filter(|(_, body)| body.contains("\"claims\"")).count();
    assert_eq!(readings, 2);
    let situation = works(&ledger, &["situation", "--format", "jsonl"]);
    assert!(situation.contains("\"Hamah\"") && !situation.contains("\"Hama\""), "{situation}");
}

#[test]
fn the_situation_is_the_same_from_the_ledger_and_from_records() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let samples = ["sample.txt", "lebanon-sample.txt"].map(|name| corpus.join(name).to_str().expect("the path is UTF-8").to_owned());
    let with = ["--published", "2024-12-05", "--outlet", "Sada al-Sham", &samples[0], &samples[1]];
    let records = dir.path().join("claims.jsonl");
    fs::write(&records, works(&ledger, &[["read", "--format", "jsonl"].as_slice(), &with].concat())).expect("a file can be written");
    works(&ledger, &[["ingest"].as_slice(), &with].concat());
    let records = records.to_str().expect("the path is UTF-8");
    for question in [
        ["situation"].as_slice(),
        &["situation", "--known", "2024-12-05"],
        &["sources"],
        &["disputes"],
        &["why", "Hama"],
        &["history", "Hama"],
        &["changes", "--since", "2024-12-01"],
    ] {
        for sides in ["shipped", "none"] {
            let from = |claims: &[&str]| works(&ledger, &[question, claims, &["--sides", sides]].concat());
            assert_eq!(from(&[]), from(&["--claims", records]), "{question:?}");
        }
    }
    fails(&ledger, 2, &["situation", "--known", "2024-12-04"], &["no claim records"]);
    fails(&ledger, 2, &["situation", "--claims", records, "--ledger", "x"], &["cannot be used with"]);
}

#[test]
fn what_is_wrong_is_named() {
    let dir = TempDir::new().expect("a folder can be made");
    let missing = dir.path().join("none.db");
    for args in [["search", "x"].as_slice(), &["ledger", "export"], &["ledger", "verify"], &["ledger", "rebuild"], &["reread"]] {
        fails(&missing, 2, args, &["none.db", "rawi ingest"]);
    }
    fails(&missing, 2, &["situation"], &["--claims FILE", "none.db", "rawi ingest"]);
    fails(&missing, 2, &["search", "-", "!"], &["no word"]);
    fails(Path::new("mysql://localhost/x"), 2, &["ingest", "x"], &["postgres://USER@HOST/DATABASE"]);
    fails(&missing, 2, &["ingest", "no-such-file"], &["no-such-file"]);
    fails(&missing, 1, &["ledger", "import", "no-such-file"], &["no-such-file"]);
    let folder = dir.path().to_path_buf();
    fails(&folder, 1, &["ingest", &reports(&dir, 1)], &[dir.path().to_str().expect("the path is UTF-8")]);
}
