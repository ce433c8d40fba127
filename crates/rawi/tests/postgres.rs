//! The commands on a ledger in PostgreSQL: the same answers as from a file, one writer, and a server that crashes and comes back.

#[path = "../../rawi-ledger/tests/server/mod.rs"]
mod server;

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use server::Server;
use tempfile::TempDir;

/// Several batches.
const REPORTS: usize = 520;

fn command(ledger: &str, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rawi"));
    command.args(args).env("RAWI_LEDGER", ledger).env("USER", "an analyst").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn rawi(ledger: &str, args: &[&str]) -> Output {
    command(ledger, args).output().expect("the binary runs")
}

#[track_caller]
fn works(ledger: &str, args: &[&str]) -> String {
    let output = rawi(ledger, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("standard output is UTF-8")
}

#[track_caller]
fn fails(ledger: &str, status: i32, args: &[&str], words: &str) {
    let output = rawi(ledger, args);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(status), "{args:?}: {told}");
    assert!(told.contains(words) && !told.contains("secret"), "{args:?}: '{words}' is not in: {told}");
}

fn reports(dir: &TempDir, count: usize) -> String {
    let line = |n: usize| serde_json::json!({"text": format!("أعلنت إدارة العمليات العسكرية، الخميس، السيطرة على مدينة حماة. الخبر {n}"), "published": "2024-12-05", "outlet": "a.example"});
    let path = dir.path().join("reports.jsonl");
    std::fs::write(&path, (0..count).map(|n| format!("{}\n", line(n))).collect::<String>()).expect("a file can be written");
    path.to_str().expect("the path is UTF-8").to_owned()
}

#[test]
fn commands_answer_as_from_a_file() {
    let server = Server::start();
    let dir = TempDir::new().expect("a folder can be made");
    let (base, file) = (server.database("ledger"), dir.path().join("rawi.db").to_str().expect("a path").to_owned());
    fails(&base, 2, &["search", "x"], "there is no ledger here");
    works(&base, &["ingest", "--quiet", &reports(&dir, 30)]);
    std::fs::write(dir.path().join("export"), works(&base, &["ledger", "export"])).expect("a file can be written");
    works(&file, &["ledger", "import", dir.path().join("export").to_str().expect("a path")]);
    for args in [["ledger", "export"].as_slice(), &["ledger", "verify"], &["situation", "--format", "jsonl"], &["search", "حماة الخبر"], &["why", "Hama"], &["sources"]] {
        assert_eq!(works(&base, args), works(&file, args), "{args:?}");
    }
    let found = works(&base, &["situation", "--format", "jsonl"]);
    works(&base, &["ledger", "learn"]);
    assert!(works(&base, &["situation", "--place", "hama", "--format", "jsonl"]).lines().all(|line| found.contains(line)), "{found}");
    works(&base, &["ledger", "rebuild"]);
    works(&base, &["ledger", "compact"]);
    works(&base, &["reread", "--quiet"]);
    works(&base, &["ledger", "verify"]);
    fails("postgres://rawi:secret@127.0.0.1:9/none", 1, &["search", "x"], "127.0.0.1:9/none");
}

/// The server crashes while reports come in, several times; nothing acknowledged is lost, nothing is doubled.
#[test]
fn a_server_may_crash_and_come_back() {
    let server = Server::start();
    let dir = TempDir::new().expect("a folder can be made");
    let base = server.database("ledger");
    let file = reports(&dir, REPORTS);
    let mut acknowledged = Vec::new();
    for lines in [1, 200] {
        let mut child = command(&base, &["ingest", "--quiet", &file]).spawn().expect("the binary starts");
        let mut out = BufReader::new(child.stdout.take().expect("standard output is piped")).lines();
        acknowledged.extend(out.by_ref().take(lines).map_while(Result::ok));
        server.crash();
        acknowledged.extend(out.map_while(Result::ok));
        let output = child.wait_with_output().expect("the binary ends");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || told.contains("what was acknowledged is safe"), "{told}");
        server.go_on();
        works(&base, &["ledger", "verify"]);
        let export = works(&base, &["ledger", "export"]);
        for line in &acknowledged {
            let report = line.split(' ').next().unwrap_or_default();
            assert!(export.contains(&format!("{{\"stream\":\"{report}\",\"idx\":1,")), "{report} was acknowledged and is lost");
        }
    }
    works(&base, &["ingest", "--quiet", &file]);
    works(&base, &["ledger", "verify"]);
    assert_eq!(works(&base, &["ledger", "export"]).lines().count(), 1 + 2 * REPORTS + 1);
}
