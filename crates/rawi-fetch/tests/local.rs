//! What the fetcher does and does not do, against servers in the test.

mod server;

use std::io::Write;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rawi_fetch::{FetchError, Fetched, Fetcher, Gate, Page, Settings, Validators};
use server::{Answer, Request, Server, reply};
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

fn settings(allowed: &[SocketAddr]) -> Settings {
    Settings { pause: Duration::ZERO, turn: Duration::ZERO, gate: Gate::allowing(allowed.to_vec()), ..Settings::default() }
}

/// A server without rules for programs.
fn site(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Server {
    Server::start("127.0.0.1:0", move |request| if request.path == "/robots.txt" { reply("404 Not Found", "", b"") } else { answer(request) })
}

fn fetcher(server: &Server) -> Fetcher {
    Fetcher::new(settings(&[server.address]))
}

fn get(server: &Server, path: &str) -> Result<Fetched, FetchError> {
    fetcher(server).get(&server.url(path), &Validators::default())
}

#[track_caller]
fn page(fetched: Result<Fetched, FetchError>) -> Page {
    match fetched {
        Ok(Fetched::Page(page)) => page,
        other => panic!("a page was expected: {other:?}"),
    }
}

#[test]
fn a_page_comes_with_its_charset_and_validators() {
    let server =
        site(|_| reply("200 OK", "Content-Type: text/html; charset=windows-1256\r\nETag: \"a\"\r\nLast-Modified: Sun, 08 Dec 2024 10:00:00 GMT\r\nSet-Cookie: id=1\r\n", b"words"));
    let fetcher = fetcher(&server);
    let first = page(fetcher.get(&server.url("/x"), &Validators::default()));
    assert_eq!((first.bytes.as_slice(), first.charset.as_deref(), first.url.path()), (b"words".as_slice(), Some("windows-1256"), "/x"));
    assert_eq!(first.validators, Validators { etag: Some("\"a\"".into()), modified: Some("Sun, 08 Dec 2024 10:00:00 GMT".into()) });
    page(fetcher.get(&server.url("/y"), &first.validators));
    let headers = server.last_headers();
    assert!(headers.contains("if-none-match: \"a\"") && headers.contains("if-modified-since: sun, 08 dec 2024") && headers.contains("user-agent: rawi/"), "{headers}");
    assert!(!headers.contains("cookie"), "{headers}");
}

#[test]
fn what_is_as_it_was_is_told() {
    let server = site(|request| if request.headers.contains("if-none-match: \"a\"") { reply("304 Not Modified", "", b"") } else { reply("200 OK", "", b"new") });
    let known = Validators { etag: Some("\"a\"".into()), modified: None };
    assert!(matches!(fetcher(&server).get(&server.url("/"), &known), Ok(Fetched::Unchanged)));
}

#[test]
fn redirects_are_followed_but_not_to_private_addresses() {
    let secret = Server::start("127.0.0.2:0", |_| reply("200 OK", "", b"secret"));
    let port = secret.address.port();
    let server = site(move |request| match request.path.as_str() {
        "/fine" => reply("302 Found", "Location: more?x=1\r\n", b""),
        "/more?x=1" => reply("200 OK", "", b"there"),
        "/round" => reply("301 Moved Permanently", "Location: /round\r\n", b""),
        "/nowhere" => reply("302 Found", "", b""),
        path => reply("307 Temporary Redirect", &format!("Location: {}\r\n", path[1..].replace("PORT", &port.to_string())), b""),
    });
    let fine = page(get(&server, "/fine"));
    assert_eq!((fine.bytes.as_slice(), fine.url.as_str()), (b"there".as_slice(), server.url("/more?x=1").as_str()));
    assert!(matches!(get(&server, "/round"), Err(FetchError::Redirects(5))));
    assert!(matches!(get(&server, "/nowhere"), Err(FetchError::NoTarget)));
    for host in ["127.0.0.2", "2130706434", "0x7f.2", "0177.0.0.2", "[::ffff:127.0.0.2]", "[::ffff:7f00:2]"] {
        let got = get(&server, &format!("/http://{host}/"));
        assert!(matches!(got, Err(FetchError::Private { .. })), "{host}: {got:?}");
        let got = get(&server, &format!("/http://{host}:PORT/"));
        assert!(matches!(got, Err(FetchError::Port(_))), "{host}: {got:?}");
    }
    assert!(matches!(get(&server, "/file:///etc/passwd"), Err(FetchError::Address(_))));
    assert_eq!(secret.paths(), [""; 0], "nobody was asked");
}

/// Gives the address of a server so many times, then another.
#[derive(Debug)]
struct Fickle {
    first: SocketAddr,
    then: SocketAddr,
    times: usize,
    asked: AtomicUsize,
}

impl Resolver for Fickle {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let mut found = self.empty();
        found.push(if self.asked.fetch_add(1, Ordering::SeqCst) < self.times { self.first } else { self.then });
        Ok(found)
    }
}

#[test]
fn a_name_that_changes_its_mind_reaches_nothing_private() {
    let (server, secret) = (site(|_| reply("200 OK", "", b"public")), Server::start("127.0.0.2:0", |_| reply("200 OK", "", b"secret")));
    // One connection for the rules, two for pages; every name is looked up once for each, and by the connection itself.
    let names = Fickle { first: server.address, then: secret.address, times: 3, asked: AtomicUsize::new(0) };
    let fetcher = Fetcher::with_names(settings(&[server.address]), names);
    let url = format!("http://changes.example:{}/", server.address.port());
    for _ in 0..2 {
        assert_eq!(page(fetcher.get(&url, &Validators::default())).bytes, b"public");
    }
    let got = fetcher.get(&url, &Validators::default());
    assert!(matches!(&got, Err(FetchError::Private { host, address }) if host == "changes.example" && *address == secret.address.ip()), "{got:?}");
    assert_eq!((server.paths().len(), secret.paths().len()), (3, 0));
}

#[test]
fn names_of_private_addresses_are_refused() {
    let got = Fetcher::new(settings(&[])).get("http://localhost/", &Validators::default());
    assert!(matches!(got, Err(FetchError::Private { .. })), "{got:?}");
}

#[test]
fn slow_servers_are_left() {
    let server = site(|request| match request.path.as_str() {
        "/head" => Answer::Drip([b"HTTP/1.1 200 OK\r\n".as_slice(), &b"X: y\r\n".repeat(1000)].concat()),
        _ => Answer::Drip([b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n".as_slice(), &[b'x'; 1000]].concat()),
    });
    let settings = Settings { patience: Duration::from_secs(3), ..settings(&[server.address]) };
    let fetcher = Fetcher::new(settings);
    for path in ["/head", "/body"] {
        let got = fetcher.get(&server.url(path), &Validators::default());
        assert!(matches!(got, Err(FetchError::TooSlow(_))), "{path}: {got:?}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).expect("memory takes everything");
    gzip.finish().expect("memory takes everything")
}

#[test]
fn large_answers_and_bombs_are_refused() {
    let packed = gzip(&vec![0; 1 << 20]);
    let server = site(move |request| match request.path.as_str() {
        "/large" => reply("200 OK", "", &vec![b'x'; (20 << 20) + 1]),
        "/endless" => Answer::Bytes([b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &vec![b'x'; 21 << 20]].concat()),
        "/headers" => reply("200 OK", &"X-More: words words words\r\n".repeat(10_000), b""),
        "/bomb" => reply("200 OK", "Content-Encoding: gzip\r\n", &packed.repeat(300)),
        "/small-bomb" => reply("200 OK", "Content-Encoding: gzip\r\n", &packed.repeat(10)),
        "/broken" => reply("200 OK", "Content-Encoding: gzip\r\n", b"no gzip"),
        "/other" => reply("200 OK", "Content-Encoding: br\r\n", b"x"),
        "/short" => Answer::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort".to_vec()),
        _ => reply("200 OK", "Content-Encoding: gzip\r\n", &gzip(b"fine")),
    });
    assert_eq!(page(get(&server, "/fine")).bytes, b"fine");
    for path in ["/large", "/endless", "/bomb"] {
        let got = get(&server, path);
        assert!(matches!(got, Err(FetchError::TooLarge | FetchError::Packing(_))), "{path}: {got:?}");
    }
    for path in ["/small-bomb", "/broken", "/other"] {
        let got = get(&server, path);
        assert!(matches!(got, Err(FetchError::Packing(_))), "{path}: {got:?}");
    }
    for path in ["/headers", "/short"] {
        let got = get(&server, path);
        assert!(matches!(got, Err(FetchError::Connection(_))), "{path}: {got:?}");
    }
}

#[test]
fn who_asks_to_wait_is_left_alone() {
    let server = site(|_| reply("429 Too Many Requests", "Retry-After: 7\r\n", b""));
    let fetcher = fetcher(&server);
    for _ in 0..2 {
        let got = fetcher.get(&server.url("/"), &Validators::default());
        assert!(matches!(&got, Err(e @ FetchError::Later { status: 429, after: Some(after) }) if after.as_secs() <= 7 && e.is_passing()), "{got:?}");
    }
    assert_eq!(server.paths(), ["/robots.txt", "/"], "the second time nobody was asked");
}

#[test]
fn rules_for_programs_are_read_once_and_kept_to() {
    let server = Server::start("127.0.0.1:0", |request| match request.path.as_str() {
        "/robots.txt" => reply("200 OK", "", b"User-agent: *\nDisallow: /private\n"),
        _ => reply("200 OK", "", b"open"),
    });
    let fetcher = fetcher(&server);
    page(fetcher.get(&server.url("/open"), &Validators::default()));
    let refused = fetcher.get(&server.url("/private/x"), &Validators::default());
    assert!(matches!(&refused, Err(e @ FetchError::Robots) if !e.is_passing()), "{refused:?}");
    assert_eq!(server.paths(), ["/robots.txt", "/open"]);
}

#[test]
fn rules_that_cannot_be_read_forbid_everything_for_now() {
    let server = Server::start("127.0.0.1:0", |_| reply("500 Internal Server Error", "", b""));
    let fetcher = fetcher(&server);
    for _ in 0..2 {
        let got = fetcher.get(&server.url("/"), &Validators::default());
        assert!(matches!(&got, Err(e @ FetchError::NoRules(_)) if e.is_passing()), "{got:?}");
    }
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[test]
fn what_is_gone_is_told() {
    let server = site(|request| if request.path == "/gone" { reply("410 Gone", "", b"") } else { reply("502 Bad Gateway", "", b"") });
    assert!(matches!(get(&server, "/gone"), Err(e @ FetchError::Status(410)) if !e.is_passing()));
    assert!(matches!(get(&server, "/down"), Err(e @ FetchError::Status(502)) if e.is_passing()));
    assert!(matches!(Fetcher::new(settings(&[])).get("no address", &Validators::default()), Err(FetchError::Address(_))));
}
