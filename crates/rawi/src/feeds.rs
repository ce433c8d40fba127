//! Which feeds are watched, and how each of them fares.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rawi_fetch::Validators;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// Time between two visits of a feed that says nothing else.
const EVERY: Duration = Duration::from_secs(15 * 60);
/// Shortest time between two visits.
const SHORTEST: Duration = Duration::from_secs(1);
/// Longest time that a feed is left alone after failures.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// Times that a page is tried before its entry in the feed is taken instead.
const TRIES: u32 = 5;

/// What a watched feed gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Take {
    /// The pages that its entries link to.
    #[default]
    Pages,
    /// Its entries as they stand.
    Entries,
}

/// One feed of `feeds.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its address.
    pub url: String,
    /// Outlet of reports that do not name theirs.
    pub outlet: Option<String>,
    /// Time between two visits, such as `15m` or `2h`.
    #[serde(default)]
    every: Option<SignedDuration>,
    /// What it gives.
    #[serde(default)]
    pub take: Take,
}

/// A file of feeds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    every: Option<SignedDuration>,
    #[serde(default, rename = "feed")]
    feeds: Vec<Feed>,
}

/// Reads a file of feeds.
pub fn load(path: &Path) -> Result<Vec<Feed>, Failure> {
    let told = |what: String| Failure::usage(format!("{}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|e| told(e.to_string()))?;
    let mut file: File = toml::from_str(&text).map_err(|e| told(e.to_string()))?;
    if file.feeds.is_empty() {
        return Err(told("it names no feed; a feed is [[feed]] with url = \"https://…\"".into()));
    }
    let mut seen = BTreeSet::new();
    for feed in &mut file.feeds {
        feed.every = feed.every.or(file.every);
        if !seen.insert(feed.url.clone()) {
            return Err(told(format!("{} stands there twice", feed.url)));
        }
    }
    Ok(file.feeds)
}

impl Feed {
    /// Time between two visits.
    fn every(&self) -> Duration {
        self.every.map_or(EVERY, |every| Duration::try_from(every).unwrap_or(SHORTEST)).clamp(SHORTEST, LONGEST)
    }
}

/// How a feed fares.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    /// When it was last asked and answered.
    pub answered: Option<Timestamp>,
    /// When it is to be asked again.
    pub next: Timestamp,
    /// Failures since it last answered.
    pub failures: u32,
    /// The last failure, while it lasts.
    pub error: Option<String>,
    /// Reports recorded from it.
    pub reports: u64,
    etag: Option<String>,
    modified: Option<String>,
    /// Links in it that are dealt with.
    done: BTreeSet<String>,
    /// Links that failed, and how often.
    tries: BTreeMap<String, u32>,
}

impl Health {
    /// What to ask with.
    pub fn validators(&self) -> Validators {
        Validators { etag: self.etag.clone(), modified: self.modified.clone() }
    }

    /// Whether a link still has to be fetched.
    pub fn wants(&self, link: &str) -> bool {
        !self.done.contains(link)
    }

    /// A link gave reports, or never will.
    pub fn dealt_with(&mut self, link: &str) {
        self.tries.remove(link);
        self.done.insert(link.to_owned());
    }

    /// A link failed in passing; true when it has failed often enough to be given up. A wait that a site asks for does not count.
    pub fn failed_on(&mut self, link: &str, counts: bool) -> bool {
        let tries = self.tries.entry(link.to_owned()).or_default();
        *tries += u32::from(counts);
        *tries >= TRIES
    }

    /// It answered, and `links` stand in it; without them it is as it was. While some wait for another try, all of it is asked for again.
    pub fn answered(&mut self, feed: &Feed, now: Timestamp, news: Option<(&BTreeSet<String>, Validators)>) {
        if let Some((links, validators)) = news {
            self.done.retain(|link| links.contains(link));
            self.tries.retain(|link, _| links.contains(link));
            if self.tries.is_empty() {
                (self.etag, self.modified) = (validators.etag, validators.modified);
            }
        }
        (self.answered, self.failures, self.error) = (Some(now), 0, None);
        self.next = later(now, feed.every());
    }

    /// It failed: it is left alone for longer each time, and at least for as long as it asks for.
    pub fn failed(&mut self, feed: &Feed, now: Timestamp, error: String, after: Option<Duration>) {
        self.failures += 1;
        self.error = Some(error);
        let wait = feed.every().saturating_mul(1 << self.failures.min(16)).min(LONGEST);
        self.next = later(now, wait.max(after.unwrap_or_default()));
    }
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

/// How all feeds fare, in a file beside the ledger.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Watched {
    /// By address.
    pub feeds: BTreeMap<String, Health>,
}

impl Watched {
    /// The file of a ledger.
    pub fn path(ledger: &Path) -> PathBuf {
        let mut name = ledger.as_os_str().to_owned();
        name.push("-watch");
        name.into()
    }

    /// Reads it; without the file nothing was watched yet.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        match fs::read(path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|e| Failure::partial(format!("{}: {e}; remove it to begin anew: nothing is recorded twice", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Failure::partial(format!("{}: {error}", path.display()))),
        }
    }

    /// Writes it whole: another file takes its place once it is on the disk.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&part)?;
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_all()?;
            fs::rename(&part, path)
        };
        write().map_err(|e| Failure::partial(format!("{}: {e}", path.display())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feeds(text: &str) -> Result<Vec<Feed>, String> {
        let file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
        fs::write(file.path(), text).expect("a temporary file can be written");
        load(file.path()).map_err(|f| f.message().to_owned())
    }

    #[test]
    fn feeds_have_their_own_time_or_that_of_the_file() {
        let list = feeds("every = \"1h\"\n[[feed]]\nurl = \"https://a.example/rss\"\n[[feed]]\nurl = \"https://b.example\"\nevery = \"30s\"\ntake = \"entries\"\noutlet = \"b\"\n")
            .unwrap();
        assert_eq!(list.iter().map(Feed::every).collect::<Vec<_>>(), [Duration::from_secs(3600), Duration::from_secs(30)]);
        assert_eq!((list[0].take, list[1].take, list[1].outlet.as_deref()), (Take::Pages, Take::Entries, Some("b")));
        for (bad, words) in
            [("", "names no feed"), ("[[feed]]\nurl = 1", "line 2"), ("[[feed]]\nurl = \"a\"\nx = 1", "unknown field"), ("[[feed]]\nurl = \"a\"\n[[feed]]\nurl = \"a\"", "twice")]
        {
            assert!(feeds(bad).is_err_and(|e| e.contains(words)), "{bad}");
        }
    }

    #[test]
    fn failures_are_left_alone_for_longer_each_time() {
        let feed = feeds("[[feed]]\nurl = \"https://a.example\"\nevery = \"10m\"").unwrap().remove(0);
        let (mut health, now) = (Health::default(), Timestamp::UNIX_EPOCH);
        let mut waits = Vec::new();
        for after in [0, 0, 7200, 0, 0, 0, 0, 0, 0] {
            health.failed(&feed, now, "down".into(), Some(Duration::from_secs(after)));
            waits.push(health.next.as_second() / 60);
        }
        assert_eq!(waits, [20, 40, 120, 160, 320, 640, 1280, 1440, 1440]);
        health.answered(&feed, now, None);
        assert_eq!((health.failures, health.error.as_deref(), health.next.as_second()), (0, None, 600));
    }

    #[test]
    fn links_are_kept_while_they_stand_in_the_feed() {
        let feed = feeds("[[feed]]\nurl = \"https://a.example\"").unwrap().remove(0);
        let links = |list: &[&str]| list.iter().map(|l| (*l).to_owned()).collect::<BTreeSet<_>>();
        let validators = Validators { etag: Some("1".into()), modified: None };
        let mut health = Health::default();
        health.dealt_with("a");
        assert_eq!([0, 1, 2, 3, 4].map(|n| health.failed_on("b", n > 0)), [false; 5]);
        health.answered(&feed, Timestamp::UNIX_EPOCH, Some((&links(&["a", "b"]), validators.clone())));
        assert_eq!((health.wants("a"), health.wants("b"), health.validators().etag), (false, true, None), "b has to be met again");
        assert!(health.failed_on("b", true));
        health.dealt_with("b");
        health.answered(&feed, Timestamp::UNIX_EPOCH, Some((&links(&["b"]), validators)));
        assert_eq!((health.wants("a"), health.wants("b"), health.validators().etag.as_deref()), (true, false, Some("1")));
    }
}
