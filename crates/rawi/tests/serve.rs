//! `rawi serve` as a process: it starts, answers, keeps slow readers from others, and stops when told.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rawi")).args(["serve", "--listen", "127.0.0.1:0", "--quiet"]).args(args).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stderr.as_mut().unwrap()).read_line(&mut first).unwrap();
        let address = first.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_else(|| panic!("{first}")).to_owned();
        Self { child, address }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Tells it to stop, as a service manager does.
    fn stop(mut self) -> Option<i32> {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

#[test]
fn the_demo_opens_on_eleven_days_in_syria_and_stops_when_told() {
    let server = Server::start(&["--demo"]);
    let page = server.get("/?lang=en");
    assert!(page.starts_with("HTTP/1.1 200 OK") && page.contains("8 December 2024") && page.contains("<bdi>Syria</bdi>"), "{page}");
    assert!(server.get("/claims.jsonl").lines().filter(|l| l.starts_with('{')).count() > 300);
    // One who never finishes asking and one who listens keep nobody from the page, nor the server from stopping.
    let mut silent = TcpStream::connect(&server.address).unwrap();
    silent.write_all(b"GET / HT").unwrap();
    let mut listening = TcpStream::connect(&server.address).unwrap();
    listening.write_all(b"GET /events HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut line = String::new();
    BufReader::new(&listening).read_line(&mut line).unwrap();
    assert!(line.starts_with("HTTP/1.1 200"), "{line}");
    assert!(server.get("/healthz").ends_with("ok\n"));
    drop(silent);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn what_is_wrong_is_said_before_serving() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("server.toml");
    std::fs::write(&settings, "mode = \"open\"\n").unwrap();
    let path = settings.to_str().unwrap();
    let missing = folder.path().join("none.db");
    for (args, words) in [
        (vec!["--demo", "--config", path], "line 1"),
        (vec!["--demo", "--config", "/none.toml"], "/none.toml"),
        (vec!["--ledger", missing.to_str().unwrap()], "there is no ledger here"),
        (vec!["--demo", "--listen", "nowhere"], "nowhere"),
    ] {
        let out = Command::new(env!("CARGO_BIN_EXE_rawi")).arg("serve").args(&args).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
