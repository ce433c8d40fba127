//! `rawi fetch`: addresses into the ledger, or printed as report records.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use clap::Args as ClapArgs;
use rawi_fetch::{Fetched, Fetcher, Gate, Page, Settings, Validators};
use rawi_ingest::{Intake, Pieces, Repeats};
use rawi_model::Report;
use rayon::prelude::*;

use crate::Failure;
use crate::ingest::{Format, text_of};
use crate::intake::{Flags, Refusal, with_deep_stacks};
use crate::ledger_file::LedgerArg;
use crate::lexicon_files::load_named;
use crate::recorder::Recorder;

/// Requests that are under way at one time, each to another host or waiting for its turn.
pub const WORKERS: usize = 8;
/// Addresses that are fetched before what they gave is recorded.
const BATCH: usize = 64;

/// How sites are asked.
#[derive(ClapArgs, Clone, Debug)]
pub struct Asking {
    /// Name under which sites are asked; say in it how to reach you, such as "rawi/0.1 (mailto:me@example.org)"
    #[arg(long, value_name = "NAME", value_parser = agent)]
    agent: Option<String>,
    /// Seconds between two requests to one host, at least
    #[arg(long, value_name = "SECONDS", default_value = "3", value_parser = seconds)]
    pause: Duration,
    /// Let this address be asked although it is not public, or has another port than 80 and 443
    #[arg(long, value_name = "ADDRESS:PORT")]
    allow: Vec<SocketAddr>,
}

impl Asking {
    /// A fetcher for it.
    pub fn fetcher(&self) -> Fetcher {
        let settings = Settings::default();
        let agent = self.agent.clone().unwrap_or_else(|| settings.agent.clone());
        Fetcher::new(Settings { agent, pause: self.pause, gate: Gate::allowing(self.allow.clone()), ..settings })
    }
}

fn agent(text: &str) -> Result<String, String> {
    let fits = text.bytes().all(|b| (b' '..=b'~').contains(&b)) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    if fits { Ok(text.to_owned()) } else { Err("a name begins with a letter and has ASCII characters only".into()) }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok()).filter(|d| d.as_secs() <= 3600).ok_or_else(|| "seconds from 0 to 3600 are expected".into())
}

/// Arguments of `rawi fetch`.
#[derive(ClapArgs)]
pub struct Args {
    /// Addresses of pages, feeds or archives; - for one address per line on standard input
    #[arg(value_name = "URL", required = true)]
    urls: Vec<String>,
    #[command(flatten)]
    ledger: LedgerArg,
    /// Print the reports, and record nothing
    #[arg(long, value_enum, conflicts_with = "ledger")]
    format: Option<Format>,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    flags: Flags,
    /// Use the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// No account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let urls = urls(&args.urls)?;
    let loaded = load_named(args.lexicon.as_deref())?;
    let intake = args.flags.intake(loaded.lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut recorder = match args.format {
        Some(_) => None,
        None => Some(Recorder::new(args.ledger.write()?, &loaded, args.lexicon.as_deref())),
    };
    let fetcher = args.asking.fetcher();
    with_deep_stacks();
    for batch in urls.chunks(BATCH) {
        let got = parallel(batch, |url| fetcher.get(url, &Validators::default()));
        let taken: Vec<Vec<Result<Report, Refusal>>> = got.into_par_iter().map(|got| taken(&intake, got)).collect();
        let named = batch.iter().zip(taken).flat_map(|(url, list)| list.into_iter().map(move |one| (url.clone(), one)));
        let reports = account.take(named).map_err(|e| Failure::partial(e.to_string()))?;
        match (&mut recorder, args.format) {
            (Some(recorder), _) => recorder.take(reports)?,
            (None, format) => print(format.unwrap_or(Format::Jsonl), &reports)?,
        }
    }
    if let Some(recorder) = recorder.filter(|_| !args.quiet) {
        recorder.counts.tell(&args.ledger.path()?);
    }
    account.close()
}

fn urls(given: &[String]) -> Result<Vec<String>, Failure> {
    let mut urls = Vec::new();
    for url in given {
        if url != "-" {
            urls.push(url.clone());
            continue;
        }
        let lines: Vec<String> = io::stdin().lock().lines().collect::<io::Result<_>>().map_err(|e| Failure::usage(format!("standard input: {e}")))?;
        urls.extend(lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()));
    }
    Ok(urls)
}

fn print(format: Format, reports: &[(String, Report)]) -> Result<(), Failure> {
    let text: String = reports.iter().map(|(_, report)| text_of(format, report)).collect();
    io::stdout().lock().write_all(text.as_bytes()).map_err(|e| Failure::partial(format!("standard output: {e}")))
}

fn taken(intake: &Intake, got: Result<Fetched, rawi_fetch::FetchError>) -> Vec<Result<Report, Refusal>> {
    match got {
        Ok(Fetched::Page(page)) => reports(intake, &page),
        Ok(Fetched::Unchanged) => Vec::new(),
        Err(error) => vec![Err(Refusal::Fetch(error))],
    }
}

/// The reports of something that was fetched. It is read by itself, so that it gives the same whatever else is fetched with it.
pub fn reports(intake: &Intake, page: &Page) -> Vec<Result<Report, Refusal>> {
    let pieces = match Pieces::open(&page.bytes[..]) {
        Ok(pieces) => pieces,
        Err(error) => return vec![Err(Refusal::Unreadable(error))],
    };
    let mut reports = Vec::new();
    for piece in pieces {
        match piece {
            Ok(mut piece) => {
                piece.charset = piece.charset.or_else(|| page.charset.clone());
                piece.address = piece.address.or_else(|| Some(page.url.to_string()));
                reports.extend(intake.drafts(&piece).into_iter().map(|draft| intake.close(draft, &Repeats::default()).1.map_err(Refusal::Ingest)));
            }
            Err((_, error)) => reports.push(Err(Refusal::Ingest(error))),
        }
    }
    reports
}

/// Does something with every item, on several threads; results keep the order of the items.
pub fn parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (queue, done) = (Mutex::new((0..items.len()).collect::<VecDeque<usize>>()), Mutex::new(Vec::with_capacity(items.len())));
    let next = || queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop_front();
    std::thread::scope(|scope| {
        for _ in 0..WORKERS.min(items.len()) {
            scope.spawn(|| {
                while let Some(at) = next() {
                    let result = work(&items[at]);
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
