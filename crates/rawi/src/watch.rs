//! `rawi watch`: feeds into the ledger, again and again.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;
use jiff::Timestamp;
use rawi_fetch::{FetchError, Fetched, Fetcher, Page, Validators};
use rawi_ingest::Intake;
use rawi_model::Report;
use rayon::prelude::*;
use serde::Serialize;

use crate::Failure;
use crate::case::{Format, print};
use crate::feeds::{Feed, Health, Take, Watched, load};
use crate::fetch::{Asking, parallel, reports};
use crate::intake::{Flags, Refusal, with_deep_stacks};
use crate::ledger_file::LedgerArg;
use crate::lexicon_files::{Loaded, load_named};
use crate::recorder::{Kept, Recorder};

/// Pages that are fetched before what they gave is recorded.
const BATCH: usize = 16;
/// How often, and how long each time, a ledger that another process writes to is waited for.
const WAITS: u32 = 30;
const WAIT: Duration = Duration::from_secs(2);
/// Longest sleep: a clock that is set leaves no feed alone for long.
const NAP: Duration = Duration::from_secs(60);

/// Arguments of `rawi watch`.
#[derive(ClapArgs)]
pub struct Args {
    /// Which feeds: [[feed]] with url, and outlet, every = "15m", take = "pages" or "entries" if need be
    #[arg(value_name = "FEEDS.TOML", required_unless_present = "status")]
    feeds: Option<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArg,
    /// Ask every feed once, whenever it is due, and end
    #[arg(long)]
    once: bool,
    /// Show how the feeds of this ledger fare, and ask nobody
    #[arg(long, conflicts_with = "once")]
    status: bool,
    /// Output format of --status
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    flags: Flags,
    /// Use the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Say nothing of pages and feeds that fail
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let ledger = args.ledger.path()?;
    let path = Watched::path(&ledger);
    let watched = Watched::load(&path)?;
    let Some(feeds) = args.feeds.as_deref().filter(|_| !args.status).map(load).transpose()? else { return status(args.format, &watched) };
    let loaded = load_named(args.lexicon.as_deref())?;
    let intake = args.flags.intake(loaded.lexicon)?;
    // A ledger that cannot be written to is told before anybody is asked.
    drop(args.ledger.write()?);
    with_deep_stacks();
    let mut watch = Watch { args, loaded: &loaded, intake: &intake, fetcher: args.asking.fetcher(), watched, path, kept: None };
    loop {
        watch.round(&feeds)?;
        if args.once {
            return watch.ended(&feeds);
        }
        std::thread::sleep(watch.rest(&feeds));
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    feed: &'a str,
    answered: Option<Timestamp>,
    next: Timestamp,
    failures: u32,
    error: Option<&'a str>,
    reports: u64,
}

fn status(format: Format, watched: &Watched) -> Result<(), Failure> {
    let list: Vec<Shown<'_>> =
        watched.feeds.iter().map(|(feed, h)| Shown { feed, answered: h.answered, next: h.next, failures: h.failures, error: h.error.as_deref(), reports: h.reports }).collect();
    print(format, &list, |list| list.iter().map(line).collect())
}

fn line(shown: &Shown<'_>) -> String {
    let state = if shown.failures == 0 { "well".to_owned() } else { format!("failed {} times", shown.failures) };
    let answered = shown.answered.map_or_else(|| "never".to_owned(), |t| format!("{t:.0}"));
    let error = shown.error.map(|e| format!("\n  {e}")).unwrap_or_default();
    format!("{}\n  {state}; answered {answered}, asked again {:.0}; {} reports{error}\n", shown.feed, shown.next, shown.reports)
}

struct Watch<'a> {
    args: &'a Args,
    loaded: &'a Loaded,
    intake: &'a Intake<'a>,
    fetcher: Fetcher,
    watched: Watched,
    path: PathBuf,
    kept: Option<Kept>,
}

/// A link that a feed gives, and the entry that gives it.
struct Link {
    url: String,
    entry: Report,
}

impl Watch<'_> {
    /// Asks the feeds that are due, then fetches what they link to.
    fn round(&mut self, feeds: &[Feed]) -> Result<(), Failure> {
        let now = Timestamp::now();
        let mut due = Vec::new();
        for feed in feeds {
            let (next, known) = (self.health(feed).next, self.health(feed).validators());
            due.extend((self.args.once || next <= now).then_some((feed, known)));
        }
        let fetcher = &self.fetcher;
        let answers = parallel(&due, |(feed, known): &(&Feed, Validators)| fetcher.get(&feed.url, known));
        for ((feed, _), answer) in due.into_iter().zip(answers) {
            match answer {
                Ok(Fetched::Unchanged) => self.health(feed).answered(feed, Timestamp::now(), None),
                Ok(Fetched::Page(page)) => self.visit(feed, &page)?,
                Err(error) => self.fail(feed, &error),
            }
            self.watched.save(&self.path)?;
        }
        Ok(())
    }

    fn health(&mut self, feed: &Feed) -> &mut Health {
        self.watched.feeds.entry(feed.url.clone()).or_default()
    }

    fn fail(&mut self, feed: &Feed, error: &FetchError) {
        self.tell(&feed.url, error);
        let after = if let FetchError::Later { after, .. } = error { *after } else { None };
        self.health(feed).failed(feed, Timestamp::now(), error.to_string(), after);
    }

    fn tell(&self, what: &str, why: &impl std::fmt::Display) {
        if !self.args.quiet {
            eprintln!("rawi: {what}: {why}");
        }
    }

    /// Takes what a feed gives. What is recorded is noted after it is recorded: killed in between, the ledger knows the report again.
    fn visit(&mut self, feed: &Feed, page: &Page) -> Result<(), Failure> {
        let (mut entries, mut refusal) = (Vec::new(), None);
        for entry in reports(self.intake, page) {
            match entry {
                Ok(report) => entries.push(report),
                Err(error) => refusal = Some(error),
            }
        }
        if let Some(error) = refusal.filter(|_| entries.is_empty()) {
            self.tell(&feed.url, &error);
            self.health(feed).failed(feed, Timestamp::now(), error.to_string(), None);
            return Ok(());
        }
        let links = match feed.take {
            Take::Entries => {
                let named = entries.into_iter().map(|entry| (feed.url.clone(), completed(feed, entry, None))).collect();
                let new = self.record(named)?;
                self.health(feed).reports += new;
                BTreeSet::new()
            }
            Take::Pages => self.pages(feed, entries)?,
        };
        self.health(feed).answered(feed, Timestamp::now(), Some((&links, page.validators.clone())));
        Ok(())
    }

    /// Fetches and records the pages that entries link to; gives all links.
    fn pages(&mut self, feed: &Feed, entries: Vec<Report>) -> Result<BTreeSet<String>, Failure> {
        let links: BTreeSet<String> = entries.iter().filter_map(|e| e.url.clone()).collect();
        let mut seen = BTreeSet::new();
        let new = entries.into_iter().filter_map(|entry| Some(Link { url: entry.url.clone()?, entry })).filter(|l| seen.insert(l.url.clone()));
        let mut queue: VecDeque<Link> = new.filter(|l| self.health(feed).wants(&l.url)).collect();
        while !queue.is_empty() {
            let batch: Vec<Link> = queue.drain(..BATCH.min(queue.len())).collect();
            self.batch(feed, batch)?;
            self.watched.save(&self.path)?;
        }
        Ok(links)
    }

    fn batch(&mut self, feed: &Feed, batch: Vec<Link>) -> Result<(), Failure> {
        let (fetcher, intake) = (&self.fetcher, self.intake);
        let answers = parallel(&batch, |link| fetcher.get(&link.url, &Validators::default()));
        let taken: Vec<Result<Taken, FetchError>> = answers.into_par_iter().map(|answer| answer.map(|got| taken(intake, got))).collect();
        let (mut found, mut done) = (Vec::new(), Vec::new());
        for (link, got) in batch.into_iter().zip(taken) {
            let Some(reports) = self.reports_of(feed, &link, got) else { continue };
            found.extend(reports.into_iter().map(|report| (link.url.clone(), report)));
            done.push(link.url);
        }
        let new = self.record(found)?;
        let health = self.health(feed);
        health.reports += new;
        done.iter().for_each(|link| health.dealt_with(link));
        Ok(())
    }

    /// What a link gives; nothing while it is worth another try. The entry is what is left of a page that cannot be had.
    fn reports_of(&mut self, feed: &Feed, link: &Link, got: Result<Taken, FetchError>) -> Option<Vec<Report>> {
        let got = match got {
            Ok(taken) => taken,
            Err(error) => {
                let counts = !matches!(error, FetchError::Later { .. });
                if error.is_passing() && !self.health(feed).failed_on(&link.url, counts) {
                    self.tell(&link.url, &error);
                    return None;
                }
                Err(Refusal::Fetch(error))
            }
        };
        match got {
            Ok(reports) => Some(reports.into_iter().map(|report| completed(feed, report, Some(&link.entry))).collect()),
            Err(refusal) => {
                self.tell(&link.url, &refusal);
                Some(vec![completed(feed, link.entry.clone(), None)])
            }
        }
    }

    /// Records reports and gives how many are new. While another process writes, it waits for it.
    fn record(&mut self, batch: Vec<(String, Report)>) -> Result<u64, Failure> {
        if batch.is_empty() {
            return Ok(0);
        }
        let mut waits = 0;
        let store = loop {
            match self.args.ledger.write() {
                Ok(store) => break store,
                Err(failure) if waits == WAITS => return Err(failure),
                Err(_) => std::thread::sleep(WAIT),
            }
            waits += 1;
        };
        let mut recorder = Recorder::resumed(store, self.loaded, self.args.lexicon.as_deref(), self.kept.take())?;
        recorder.take(batch)?;
        let new = recorder.counts.new;
        self.kept = Some(recorder.kept()?);
        Ok(new)
    }

    /// Time until a feed is due.
    fn rest(&mut self, feeds: &[Feed]) -> Duration {
        let next = feeds.iter().map(|feed| self.health(feed).next).min().unwrap_or_default();
        Duration::try_from(next.duration_since(Timestamp::now())).unwrap_or_default().min(NAP)
    }

    /// Exit 1 when some feeds failed.
    fn ended(&mut self, feeds: &[Feed]) -> Result<(), Failure> {
        let failed = feeds.iter().filter(|feed| self.watched.feeds.get(&feed.url).is_some_and(|h| h.failures > 0)).count();
        if failed > 0 { Err(Failure::partial(format!("{failed} of {} feeds failed", feeds.len()))) } else { Ok(()) }
    }
}

/// The reports of a page, or why there are none.
type Taken = Result<Vec<Report>, Refusal>;

fn taken(intake: &Intake, got: Fetched) -> Taken {
    match got {
        Fetched::Page(page) => reports(intake, &page).into_iter().collect(),
        Fetched::Unchanged => Ok(Vec::new()),
    }
}

/// A report with what the feed knows of it.
fn completed(feed: &Feed, mut report: Report, entry: Option<&Report>) -> Report {
    report.outlet = report.outlet.take().or_else(|| feed.outlet.clone()).or_else(|| entry?.outlet.clone());
    if let Some(entry) = entry.filter(|_| report.published.is_none()) {
        (report.published, report.published_at) = (entry.published, entry.published_at.clone());
    }
    report
}
