//! Against a real mail server that refuses, stalls and dies: every subscriber gets each digest once, and nobody a second copy.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rawi_digest::{Filter, Lang, Page, Purpose, Rhythm};
use rawi_post::{Account, Config, Mail, PostError, Register, Wish, flush, opt_in, queue_due};
use rawi_situation::instant::{DAY, Instant};
use tempfile::TempDir;

const HOUR: i64 = 3600;
/// 1 December 2024, 00:00 UTC.
const START: i64 = 1_733_011_200;

/// The server, its folder of messages, and who subscribes.
struct Scene {
    folder: TempDir,
    server: Option<Child>,
    mail: Mail,
    register: Register,
}

impl Drop for Scene {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(folder: &Path) -> (Child, u16) {
    let python = std::env::var("RAWI_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp_server.py");
    let mut child = Command::new(&python).arg(script).arg(folder).stdout(Stdio::piped()).spawn().unwrap_or_else(|e| panic!("{python}: {e}"));
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line
        .trim()
        .parse()
        .unwrap_or_else(|_| panic!("the mail server of the tests does not start; it needs aiosmtpd: pip install aiosmtpd, and RAWI_TEST_PYTHON for another python3"));
    (child, port)
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (server, port) = start(folder.path());
        let text = format!(
            "[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\nfrom = \"Rawi <digest@example.org>\"\nbase = \"https://rawi.example.org\"\nunsubscribe = \"stop@example.org\"\ntimeout = 2\n"
        );
        let mail = Config::parse(&text, None).unwrap().mail;
        let register = Register::open(&folder.path().join("subscribers.db")).unwrap();
        Self { folder, server: Some(server), mail, register }
    }

    fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    fn restart(&mut self) {
        self.stop();
        let (server, port) = start(self.folder.path());
        (self.server, self.mail.port) = (Some(server), port);
    }

    fn ask(&mut self, address: &str, now: i64) {
        let wish = Wish { address: address.to_owned(), filter: Filter::default(), lang: Lang::Ar, rhythm: Rhythm::Daily { hour: 7 }, zone: "UTC".to_owned() };
        opt_in(&mut self.register, &self.mail, &wish, Instant(now)).unwrap();
    }

    /// Asks, gets the mail, and confirms by the word in it.
    fn subscribe(&mut self, address: &str) {
        self.ask(address, START);
        assert_eq!(self.flush(START).sent, 1);
        let token = word_after(&decoded(self.received(address).last().unwrap()), "confirm?token=");
        self.register.confirm(&token, Instant(START)).unwrap();
    }

    fn flush(&mut self, now: i64) -> Account {
        flush(&mut self.register, &self.mail, Instant(now)).unwrap()
    }

    fn queue(&mut self, now: i64) -> usize {
        queue_due(&mut self.register, &self.mail, Instant(now), |_, since, until| Ok::<_, PostError>(Some(page(since, until)))).unwrap()
    }

    /// Messages to an address, in the order of arrival.
    fn received(&self, address: &str) -> Vec<String> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path()).unwrap().map(|f| f.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "eml")).collect();
        files.sort();
        files.iter().map(|p| fs::read_to_string(p).unwrap()).filter(|m| m.starts_with(&format!("X-To: {address}\r"))).collect()
    }

    fn digests(&self, address: &str) -> Vec<String> {
        self.received(address).into_iter().filter(|m| m.contains("Message-ID: <digest-")).collect()
    }
}

fn page(since: Instant, until: Instant) -> Page {
    Page {
        lang: Lang::Ar, subject: "راوي: تغييران".to_owned(), stretch: format!("from {since} to {until}"), notes: Vec::new(), sections: Vec::new(), map: None, links: Vec::new()
    }
}

/// A message with its bodies decoded, whichever of the two encodings they have.
fn decoded(message: &str) -> String {
    let python = std::env::var("RAWI_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let code = "import email,email.policy,sys;m=email.message_from_bytes(sys.stdin.buffer.read(),policy=email.policy.default)\nfor p in m.walk():\n  if not p.is_multipart(): sys.stdout.buffer.write(p.get_content().encode())";
    let mut child = Command::new(python).args(["-c", code]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), message.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}

fn word_after(text: &str, mark: &str) -> String {
    let rest = &text[text.find(mark).unwrap_or_else(|| panic!("no {mark} in {text}")) + mark.len()..];
    rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "._".contains(*c)).collect()
}

/// The day's digest time, days after the start.
fn morning(day: i64) -> i64 {
    START + day * DAY + 7 * HOUR
}

#[test]
fn nobody_gets_a_digest_without_confirming() {
    let mut s = Scene::new();
    s.ask("a@example.org", START);
    s.ask("a@example.org", START + 60);
    assert_eq!(s.flush(START + 60).sent, 1, "asking twice within the hour is one mail");
    assert_eq!(s.queue(morning(1)), 0);
    let id = s.register.all().unwrap()[0].id.clone();
    for purpose in [Purpose::Manage, Purpose::Unsubscribe] {
        let other = s.register.key().token(purpose, &id);
        assert!(s.register.confirm(&other, Instant(START)).is_err(), "a word for something else confirms nothing");
    }
    assert!(s.register.confirm(&s.register.key().token(Purpose::Confirm, &id), Instant(START + 4 * DAY)).is_err(), "too late");
    assert_eq!(s.register.forget(Instant(START + 4 * DAY)).unwrap(), 1);
    assert!(s.register.all().unwrap().is_empty());
}

#[test]
fn a_digest_arrives_once_with_the_ways_to_end_it() {
    let mut s = Scene::new();
    s.subscribe("a@example.org");
    s.subscribe("b@example.org");
    assert_eq!(s.queue(morning(0) - 1), 0, "not before its hour");
    assert_eq!((s.queue(morning(0)), s.queue(morning(0))), (2, 0));
    assert_eq!(s.flush(morning(0)).sent, 2);
    assert_eq!(s.flush(morning(0) + DAY).sent, 0);
    let mails = s.digests("a@example.org");
    assert_eq!(mails.len(), 1);
    let unfolded = mails[0].replace("\r\n ", " ");
    let head = unfolded.split("\r\n\r\n").next().unwrap();
    assert!(head.contains("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{head}");
    assert!(head.contains("List-Unsubscribe: <https://rawi.example.org/subscriptions/unsubscribe?token=unsubscribe."), "{head}");
    assert!(head.contains("<mailto:stop@example.org?subject=unsubscribe."), "{head}");
    let token = word_after(head, "unsubscribe?token=");
    s.register.unsubscribe(&token).unwrap();
    s.register.unsubscribe(&token).expect("asking twice is no mistake");
    assert_eq!(s.queue(morning(1)), 1, "the other one stays");
    let bytes = fs::read(s.folder.path().join("subscribers.db")).unwrap();
    assert!(!bytes.windows(13).any(|w| w == b"a@example.org"), "the address is gone from the file");
    assert!(bytes.windows(13).any(|w| w == b"b@example.org"));
}

#[test]
fn one_who_leaves_while_a_mail_waits_does_not_get_it() {
    let mut s = Scene::new();
    s.subscribe("a@example.org");
    s.queue(morning(0));
    assert_eq!(s.register.remove("a@example.org").unwrap(), 1);
    assert_eq!(s.flush(morning(0)), Account::default());
    assert!(s.digests("a@example.org").is_empty());
}

#[test]
fn an_address_that_does_not_exist_is_forgotten() {
    let mut s = Scene::new();
    s.ask("refused@example.org", START);
    let account = s.flush(START);
    assert_eq!(account.refused, 1);
    assert!(account.complaint.unwrap().contains("no such user"));
    assert!(s.register.all().unwrap().is_empty());
}

#[test]
fn what_the_server_did_not_take_is_tried_again_and_arrives_once() {
    let mut s = Scene::new();
    s.subscribe("busy@example.org");
    s.subscribe("a@example.org");
    s.queue(morning(0));
    let first = s.flush(morning(0));
    assert_eq!((first.sent, first.later), (1, 1));
    assert_eq!(s.flush(morning(0) + 30).sent, 0, "not before the pause is over");
    assert_eq!(s.flush(morning(0) + 60).sent, 1);
    for address in ["busy@example.org", "a@example.org"] {
        assert_eq!(s.digests(address).len(), 1, "{address}");
    }
}

#[test]
fn a_server_that_stalls_or_puts_off_before_the_text_costs_a_pause() {
    let mut s = Scene::new();
    for address in ["stall@example.org", "later@example.org"] {
        s.ask(address, START);
    }
    let first = s.flush(START);
    assert_eq!((first.sent, first.later), (0, 2));
    assert_eq!(s.flush(START + 60).sent, 2);
    assert_eq!(s.received("stall@example.org").len(), 1);
}

#[test]
fn a_server_that_is_away_loses_nothing() {
    let mut s = Scene::new();
    for address in ["a@example.org", "b@example.org", "c@example.org", "d@example.org", "e@example.org"] {
        s.subscribe(address);
    }
    s.queue(morning(0));
    s.stop();
    assert_eq!(s.flush(morning(0)).later, 3, "after three failures the rest waits untouched");
    s.restart();
    assert_eq!(s.flush(morning(0) + 60).sent, 5);
    assert_eq!(s.digests("e@example.org").len(), 1);
}

/// The server takes the text and dies, or says nothing: it has the mail. A second copy must not follow, and nothing may be missing after the next one.
#[test]
fn death_after_data_gives_no_second_copy() {
    for address in ["dies@example.org", "mute@example.org"] {
        let mut s = Scene::new();
        s.subscribe(address);
        s.subscribe("a@example.org");
        s.queue(morning(0));
        assert_eq!(s.flush(morning(0)).unsure, 1);
        s.restart();
        for later in [60, 120, 3600] {
            s.queue(morning(0) + later);
            s.flush(morning(0) + later);
        }
        assert_eq!((s.digests(address).len(), s.digests("a@example.org").len()), (1, 1), "{address}");
        s.queue(morning(1));
        s.flush(morning(1));
        let mails = s.digests(address);
        assert_eq!((mails.len(), s.digests("a@example.org").len()), (2, 2), "{address}");
        let told = decoded(&mails[1]);
        assert!(told.contains("from 2024-12-01T00:00:00Z to 2024-12-02T07:00:00Z"), "the next one reaches back: {told}");
        assert!(told.contains("ربما لم تصلك"), "and says so");
    }
}

/// The server dies with the text before keeping it. Nobody can tell this from the case above: no copy, and the next digest tells it.
#[test]
fn what_a_dying_server_lost_is_told_by_the_next_digest() {
    let mut s = Scene::new();
    s.subscribe("lost@example.org");
    s.queue(morning(0));
    assert_eq!(s.flush(morning(0)).unsure, 1);
    s.restart();
    assert_eq!(s.digests("lost@example.org").len(), 0);
    s.queue(morning(1));
    assert_eq!(s.flush(morning(1)).sent, 1);
    let told = decoded(&s.digests("lost@example.org")[0]);
    assert!(told.contains("from 2024-12-01T00:00:00Z to 2024-12-02T07:00:00Z"), "{told}");
    s.queue(morning(2));
    s.flush(morning(2));
    let told = decoded(&s.digests("lost@example.org")[1]);
    assert!(told.contains("from 2024-12-02T07:00:00Z to 2024-12-03T07:00:00Z") && !told.contains("ربما لم تصلك"), "{told}");
}

#[test]
fn what_is_no_address_hour_or_zone_is_refused() {
    let mut s = Scene::new();
    let good = Wish { address: "a@example.org".to_owned(), filter: Filter::default(), lang: Lang::En, rhythm: Rhythm::Immediate, zone: "UTC".to_owned() };
    let bad = [
        Wish { address: "a@example.org\r\nBcc: b@example.org".to_owned(), ..good.clone() },
        Wish { address: "nobody".to_owned(), ..good.clone() },
        Wish { rhythm: Rhythm::Daily { hour: 25 }, ..good.clone() },
        Wish { zone: "Mars".to_owned(), ..good },
    ];
    for wish in bad {
        assert!(opt_in(&mut s.register, &s.mail, &wish, Instant(START)).is_err(), "{wish:?}");
    }
    assert!(s.register.all().unwrap().is_empty());
}
