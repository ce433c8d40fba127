//! A newsroom without a web page: add, confirm, list, send, remove, with a real mail server; and a sender that is killed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The folder of a newsroom, and its mail server.
struct Newsroom {
    folder: TempDir,
    server: Child,
}

impl Drop for Newsroom {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn server(folder: &Path) -> Child {
    let python = std::env::var("RAWI_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rawi-post/tests/smtp_server.py");
    let mut child = Command::new(&python).arg(script).arg(folder).stdout(Stdio::piped()).spawn().unwrap_or_else(|e| panic!("{python}: {e}"));
    let mut port = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let port: u16 = port.trim().parse().expect("the mail server of the tests needs aiosmtpd: pip install aiosmtpd, and RAWI_TEST_PYTHON for another python3");
    let config =
        format!("[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"Rawi <digest@example.org>\"\nunsubscribe = \"stop@example.org\"\ntimeout = 600\n");
    fs::write(folder.join("rawi.toml"), config).unwrap();
    child
}

impl Newsroom {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let line = |day: u32, outlet: u32| {
            let actor = if day < 5 { "old" } else { "new" };
            format!(
                r#"{{"id":"c{day}-{outlet}","url":"https://example.org/{day}","reported":"2024-12-{day:02}T0{outlet}:00:00Z","kind":"control","roles":{{"actor":[{{"id":"actor:{actor}","name":"{actor} side"}}],"place":[{{"id":"place:sy/hama","name":"Hama","lat":35.1,"lon":36.7}}]}},"chain":[{{"type":"outlet","id":"outlet:{outlet}"}}],"cue":{{"text":"السيطرة","start":3,"end":10}}}}"#
            ) + "\n"
        };
        fs::write(folder.path().join("claims.jsonl"), (1..9).flat_map(|d| (1..4).map(move |o| line(d, o))).collect::<String>()).unwrap();
        Self { server: server(folder.path()), folder }
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rawi"));
        command.current_dir(self.folder.path()).arg("subscribe").args(args).env("RAWI_SUBSCRIBERS", "subscribers.db").env_remove("RAWI_CONFIG").env("RAWI_LEDGER", "none.db");
        command
    }

    fn rawi(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn send(&self, now: &str) -> Output {
        self.rawi(&["send", "--claims", "claims.jsonl", "--config", "rawi.toml", "--now", now])
    }

    fn mails(&self) -> Vec<String> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder.path()).unwrap().map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "eml")).collect();
        files.sort();
        files.iter().map(|f| fs::read_to_string(f).unwrap()).collect()
    }

    /// Asks and confirms by the word of the mail; the English mail is plain ASCII, so that the word stands in it as it is.
    fn subscribe(&self, address: &str) {
        let asked = self.rawi(&["add", address, "--lang", "en", "--every", "daily", "--hour", "6", "--config", "rawi.toml", "--now", "2024-12-03T12:00Z"]);
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        let mail = self.mails().pop().unwrap().replace("=\r\n", "");
        let word = mail.split_whitespace().map(|w| w.trim_start_matches('\u{200f}')).find(|w| w.starts_with("confirm.")).unwrap_or_else(|| panic!("no word in {mail}")).to_owned();
        let confirmed = self.rawi(&["confirm", &word, "--now", "2024-12-03T13:00Z"]);
        assert!(confirmed.status.success(), "{}", String::from_utf8_lossy(&confirmed.stderr));
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_newsroom_needs_no_web_page() {
    let room = Newsroom::new();
    room.subscribe("desk@example.org");
    assert!(text(&room.rawi(&["list"]).stdout).contains("desk@example.org  since 2024-12-03"));
    assert!(room.send("2024-12-06T06:30Z").status.success());
    assert!(room.send("2024-12-06T07:00Z").status.success());
    assert_eq!(room.mails().len(), 2, "the question and one digest");
    assert!(room.mails()[1].contains("Subject: Rawi: What changed"), "{}", room.mails()[1]);
    assert!(room.mails()[1].contains("List-Unsubscribe: <mailto:stop@example.org?subject=unsubscribe."));
    assert!(room.rawi(&["remove", "desk@example.org"]).status.success());
    assert_eq!(text(&room.rawi(&["list"]).stdout), "");
    let gone = room.rawi(&["remove", "desk@example.org"]);
    assert_eq!(gone.status.code(), Some(2), "{}", text(&gone.stderr));
}

#[test]
fn what_is_wrong_is_named() {
    let room = Newsroom::new();
    for (args, word) in [
        (vec!["add", "nobody", "--config", "rawi.toml"], "nobody"),
        (vec!["add", "a@example.org", "--config", "none.toml"], "none.toml"),
        (vec!["add", "a@example.org", "--config", "rawi.toml", "--zone", "Mars"], "Mars"),
        (vec!["add", "a@example.org", "--config", "rawi.toml", "--kind", "peace"], "peace"),
        (vec!["confirm", "confirm.sub_1.00"], "not valid"),
    ] {
        let output = room.rawi(&args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(text(&output.stderr).contains(word), "{args:?}: {}", text(&output.stderr));
    }
    assert!(room.mails().is_empty());
}

/// Killed while the server holds its answer back: the server has the digest, and there must not be a second copy.
#[test]
fn a_sender_that_is_killed_sends_no_second_copy() {
    let mut room = Newsroom::new();
    room.subscribe("mute@example.org");
    let mut sender = room.command(&["send", "--claims", "claims.jsonl", "--config", "rawi.toml", "--now", "2024-12-06T06:30Z"]).stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while room.mails().len() < 2 {
        assert!(begun.elapsed() < Duration::from_secs(120), "the digest does not reach the server");
        std::thread::sleep(Duration::from_millis(20));
    }
    let busy = room.send("2024-12-06T06:31Z");
    assert_eq!(busy.status.code(), Some(1), "two senders at once");
    assert!(text(&busy.stderr).contains("another process"), "{}", text(&busy.stderr));
    sender.kill().unwrap();
    sender.wait().unwrap();
    let _ = room.server.kill();
    let _ = room.server.wait();
    room.server = server(room.folder.path());
    let after = room.send("2024-12-06T06:40Z");
    assert!(text(&after.stderr).contains("0 sent, 0 later, 0 refused, 1 without an answer"), "{}", text(&after.stderr));
    assert_eq!(room.mails().len(), 2);
    assert!(room.send("2024-12-07T06:00Z").status.success());
    assert_eq!(room.mails().len(), 3, "the next day's digest, which tells it again");
    assert!(room.mails()[2].contains("may not have reached you"), "{}", room.mails()[2]);
}
