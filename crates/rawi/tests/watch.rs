//! What `rawi fetch` and `rawi watch` promise, against a web server in the test: nothing lost, nothing doubled, whenever they are killed.

#[path = "../../rawi-fetch/tests/server/mod.rs"]
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;
use serde_json::Value;
use server::{Answer, Request, Server, reply};
use tempfile::TempDir;

/// Links of a large feed: several batches.
const LINKS: usize = 70;

fn command(ledger: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rawi"));
    // A proxy that is not there: nothing would come through if it were used.
    let proxies = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:1"));
    command.args(args).env("RAWI_LEDGER", ledger).envs(proxies).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn rawi(ledger: &Path, args: &[&str]) -> Output {
    command(ledger, args).output().expect("the binary runs")
}

#[track_caller]
fn ends(ledger: &Path, status: i32, args: &[&str]) -> (String, String) {
    let output = rawi(ledger, args);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("output is UTF-8");
    assert_eq!(output.status.code(), Some(status), "{args:?}: {}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

fn page(n: usize) -> String {
    let body = format!("سيطرت فصائل المعارضة على القرية رقم {n} في ريف حماة بعد معارك مع قوات النظام، وانسحبت القوات نحو الجنوب. ");
    format!(
        "<html lang=ar><head><meta charset=utf-8><title>خبر {n}</title></head><body><article><h1>خبر {n}</h1><time datetime=2024-12-05T10:00:00Z></time><p>{body}</p><p>{body}</p></article></body></html>"
    )
}

fn feed(request: &Request, links: usize, host: &str) -> Answer {
    let tag = format!("\"{links}\"");
    if request.headers.contains(&format!("if-none-match: {tag}")) {
        return reply("304 Not Modified", "", b"");
    }
    let item = |n| format!("<item><title>عنوان الخبر {n}</title><link>http://{host}/page/{n}</link><pubDate>Thu, 05 Dec 2024 10:00:00 GMT</pubDate></item>");
    let items: String = (0..links).map(item).collect();
    reply("200 OK", &format!("ETag: {tag}\r\n"), format!("<rss version='2.0'><channel><title>a</title>{items}</channel></rss>").as_bytes())
}

/// A site with a feed of as many links as the counter says. The pages may be refused by `odd`.
fn site(links: Arc<AtomicUsize>, odd: impl Fn(usize) -> Option<Answer> + Send + Sync + 'static) -> Server {
    Server::start("127.0.0.1:0", move |request| match request.path.strip_prefix("/page/").and_then(|n| n.parse().ok()) {
        Some(n) => odd(n).unwrap_or_else(|| reply("200 OK", "", page(n).as_bytes())),
        None if request.path == "/feed" => feed(request, links.load(Ordering::SeqCst), request.headers.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default()),
        None => reply("404 Not Found", "", b""),
    })
}

/// A file of one feed, and the arguments to watch it once.
fn watching(dir: &TempDir, server: &Server) -> (PathBuf, String) {
    let path = dir.path().join("feeds.toml");
    fs::write(&path, format!("every = \"1s\"\n[[feed]]\nurl = \"{}\"\n", server.url("/feed"))).expect("a file can be written");
    (path, server.address.to_string())
}

/// Report records of a ledger by address.
fn recorded(ledger: &Path) -> BTreeMap<String, Vec<String>> {
    let export = ends(ledger, 0, &["ledger", "export"]).0;
    let mut reports: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in export.lines().map(|line| serde_json::from_str::<Value>(line).expect("an export is JSON")).filter(|e| e["kind"] == "report") {
        let path = entry["body"]["url"].as_str().and_then(|u| u.split_once("/page/")).map(|u| u.1.to_owned()).unwrap_or_default();
        reports.entry(path).or_default().push(entry["body"]["text"].as_str().expect("a report has text").to_owned());
    }
    reports
}

fn count(server: &Server, path: &str) -> usize {
    server.paths().iter().filter(|p| *p == path).count()
}

#[test]
fn pages_are_fetched_and_private_addresses_refused() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let server = site(Arc::new(AtomicUsize::new(2)), |_| None);
    let (url, allow) = (server.url("/page/1"), server.address.to_string());
    let (records, _) = ends(&ledger, 0, &["fetch", "--pause", "0", "--allow", &allow, "--format", "jsonl", &url]);
    let record: Value = serde_json::from_str(&records).expect("a record is JSON");
    assert_eq!((record["title"].as_str(), record["published"].as_str(), record["url"].as_str()), (Some("خبر 1"), Some("2024-12-05T10:00:00Z"), Some(url.as_str())));
    let (lines, _) = ends(&ledger, 1, &["fetch", "--pause", "0", "--allow", &allow, &url, "http://127.0.0.1/x", &server.url("/none")]);
    assert!(lines.starts_with("rep_") && lines.contains(&url), "{lines}");
    assert_eq!(recorded(&ledger).len(), 1);
    let before = server.paths().len();
    let (_, refused) = ends(&ledger, 2, &["fetch", &server.url("/page/1")]);
    assert!(refused.contains("port") && refused.contains("--allow"), "{refused}");
    let (_, refused) = ends(&ledger, 2, &["fetch", "http://2130706433/page/1", "http://[::ffff:127.0.0.1]/"]);
    assert!(refused.contains("127.0.0.1, which is no public address"), "{refused}");
    assert_eq!(server.paths().len(), before);
}

#[test]
fn what_is_known_is_not_asked_for_again() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let links = Arc::new(AtomicUsize::new(3));
    let server = site(links.clone(), |_| None);
    let (feeds, allow) = watching(&dir, &server);
    let args = ["watch", "--once", "--pause", "0", "--allow", &allow, feeds.to_str().expect("the path is UTF-8")];
    ends(&ledger, 0, &args);
    ends(&ledger, 0, &args);
    assert_eq!((recorded(&ledger).len(), count(&server, "/page/0"), count(&server, "/feed")), (3, 1, 2));
    links.store(4, Ordering::SeqCst);
    ends(&ledger, 0, &args);
    assert_eq!((recorded(&ledger).len(), count(&server, "/page/0"), count(&server, "/page/3")), (4, 1, 1));
    let (status, _) = ends(&ledger, 0, &["watch", "--status"]);
    assert!(status.contains("/feed\n  well; answered ") && status.contains("; 4 reports"), "{status}");
}

#[test]
fn pages_that_fail_are_tried_again_or_their_entry_is_taken() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let down = Arc::new(AtomicUsize::new(1));
    let odd = down.clone();
    let server = site(Arc::new(AtomicUsize::new(3)), move |n| match n {
        0 if odd.load(Ordering::SeqCst) > 0 => Some(reply("500 Internal Server Error", "", b"")),
        1 => Some(reply("404 Not Found", "", b"")),
        _ => None,
    });
    let (feeds, allow) = watching(&dir, &server);
    let args = ["watch", "--once", "--pause", "0", "--allow", &allow, feeds.to_str().expect("the path is UTF-8")];
    let (_, told) = ends(&ledger, 0, &args);
    assert!(told.contains("/page/0: the site answers 500") && told.contains("/page/1: the site answers 404"), "{told}");
    let reports = recorded(&ledger);
    assert_eq!((reports.len(), reports["1"][0].as_str()), (2, "عنوان الخبر 1"), "the entry of the page that is gone");
    down.store(0, Ordering::SeqCst);
    ends(&ledger, 0, &args);
    let reports = recorded(&ledger);
    assert!(reports.len() == 3 && reports["0"][0].contains("القرية رقم 0") && reports.values().all(|r| r.len() == 1), "{reports:?}");
    assert_eq!((count(&server, "/page/0"), count(&server, "/page/1"), count(&server, "/page/2")), (2, 1, 1));
}

#[test]
fn a_feed_that_fails_is_told_and_the_others_go_on() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let server = site(Arc::new(AtomicUsize::new(1)), |_| None);
    let (feeds, allow) = watching(&dir, &server);
    let more = format!("[[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"{}\"\n[[feed]]\nurl = \"http://10.0.0.1/feed\"\n", server.url("/none"), server.url("/page/0"));
    fs::write(&feeds, fs::read_to_string(&feeds).expect("it was written") + &more).expect("a file can be written");
    let args = ["watch", "--once", "--pause", "0", "--allow", &allow, feeds.to_str().expect("the path is UTF-8")];
    let (_, told) = ends(&ledger, 1, &args);
    assert!(told.contains("2 of 4 feeds failed"), "{told}");
    let (status, _) = ends(&ledger, 0, &["watch", "--status", "--format", "jsonl"]);
    let failures: Vec<(u64, bool)> =
        status.lines().map(|l| serde_json::from_str::<Value>(l).expect("a line is JSON")).map(|v| (v["failures"].as_u64().unwrap_or(9), v["error"].is_string())).collect();
    assert_eq!(failures.iter().filter(|f| **f == (1, true)).count(), 2, "{status}");
    assert_eq!(recorded(&ledger).len(), 1);
}

#[test]
fn killed_at_any_instant_nothing_is_lost_or_doubled() {
    let dir = TempDir::new().expect("a folder can be made");
    let server = site(Arc::new(AtomicUsize::new(LINKS)), |_| None);
    let (feeds, allow) = watching(&dir, &server);
    let args = ["watch", "--quiet", "--pause", "0", "--allow", &allow, feeds.to_str().expect("the path is UTF-8")];
    let (killed, whole) = (dir.path().join("killed.db"), dir.path().join("whole.db"));
    let mut dice = Pcg64Mcg::seed_from_u64(9);
    for _ in 0..8 {
        let mut child = command(&killed, &args).stdout(Stdio::null()).spawn().expect("the binary starts");
        let asked = server.paths().len() + dice.random_range(1..30);
        // Until it has asked for some pages, or has nothing to ask for any more.
        for _ in 0..500 {
            if server.paths().len() >= asked {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_micros(dice.random_range(0..60_000)));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
    ends(&killed, 0, &[args.as_slice(), &["--once"]].concat());
    ends(&whole, 0, &[args.as_slice(), &["--once"]].concat());
    let (after, straight) = (recorded(&killed), recorded(&whole));
    assert_eq!(after, straight);
    assert!(after.len() == LINKS && after.values().all(|reports| reports.len() == 1));
    ends(&killed, 0, &["ledger", "verify"]);
}

#[test]
fn what_is_wrong_is_named() {
    let dir = TempDir::new().expect("a folder can be made");
    let ledger = dir.path().join("rawi.db");
    let (_, told) = ends(&ledger, 2, &["watch", "no-such.toml"]);
    assert!(told.contains("no-such.toml"), "{told}");
    ends(&ledger, 2, &["watch"]);
    ends(&ledger, 2, &["fetch", "--pause", "-1", "http://a.example"]);
    ends(&ledger, 2, &["fetch", "--agent", "ع", "http://a.example"]);
    fs::write(dir.path().join("rawi.db-watch"), "nonsense").expect("a file can be written");
    let (_, told) = ends(&ledger, 1, &["watch", "--status"]);
    assert!(told.contains("rawi.db-watch") && told.contains("remove it"), "{told}");
}
