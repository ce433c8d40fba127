//! `rawi ingest`: any input into the ledger, or printed as report records.

use std::collections::HashSet;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;
use rawi_export::report_record;
use rawi_ingest::is_read;
use rawi_ledger::{Draft, Kind, Ledger, LedgerError, append, is_known};
use rawi_model::Report;
use rayon::prelude::*;

use crate::Failure;
use crate::intake::{Flags, stream};
use crate::ledger_file::{LedgerArg, lexicon_draft, now, reading_body, report_draft};
use crate::lexicon_files::{Loaded, load_lexicon, load_named};

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One report record per line
    Jsonl,
    /// The text alone, a blank line between reports
    Text,
}

/// Arguments of `rawi ingest`.
#[derive(ClapArgs)]
pub struct Args {
    /// Pages, feeds, archives, mails, exports, JSONL, text; folders, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    ledger: LedgerArg,
    /// Print the reports, and record nothing
    #[arg(long, value_enum, conflicts_with = "ledger")]
    format: Option<Format>,
    /// Outlet of reports that do not name theirs: a name, a domain or an identifier
    #[arg(long)]
    outlet: Option<String>,
    /// Publication date of reports that do not carry one, such as 2024-12-08
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    #[command(flatten)]
    flags: Flags,
    /// Use the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let published = args.published.as_deref().map(rawi_ingest::parse_date).transpose().map_err(|e| Failure::usage(format!("--published: {e}")))?;
    match args.format {
        Some(format) => print(args, format, published),
        None => record(args, published),
    }
}

/// A report with what the command line adds to it.
fn completed(args: &Args, published: Option<Date>, mut report: Report) -> Report {
    report.outlet = report.outlet.take().or_else(|| args.outlet.clone());
    report.published = report.published.or(published);
    report
}

fn print(args: &Args, format: Format, published: Option<Date>) -> Result<(), Failure> {
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let intake = args.flags.intake(lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let record = |_: &str, report: Report| text_of(format, &completed(args, published, report));
    let done = stream(&args.inputs, &intake, &mut account, record, |texts| texts.iter().try_for_each(|text| out.write_all(text.as_bytes())));
    done.and_then(|()| out.flush()).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    account.close()
}

fn text_of(format: Format, report: &Report) -> String {
    match format {
        Format::Jsonl => serde_json::to_string(&report_record(report)).map_or_else(|_| String::new(), |line| line + "\n"),
        Format::Text => format!("{}\n\n", report.text),
    }
}

/// Records batch by batch. A batch is committed before its reports are printed: what is printed is safe.
fn record(args: &Args, published: Option<Date>) -> Result<(), Failure> {
    let path = args.ledger.path()?;
    let loaded = load_named(args.lexicon.as_deref())?;
    let intake = args.flags.intake(loaded.lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut recorder = Recorder { store: args.ledger.write()?, loaded: &loaded, args, counts: Counts::default() };
    let taken = |name: &str, report: Report| (name.to_owned(), completed(args, published, report));
    let done = stream(&args.inputs, &intake, &mut account, taken, |batch| recorder.take(batch).map_err(io::Error::other));
    let counts = recorder.counts;
    if !args.quiet {
        eprintln!("rawi: {} reports recorded with {} claims, {} were there already; ledger {}", counts.new, counts.claims, counts.known, path.display());
    }
    done.map_err(|e| Failure::partial(e.to_string()))?;
    account.close()?;
    if counts.refused > 0 { Err(Failure::partial(format!("{} reports were not recorded", counts.refused))) } else { Ok(()) }
}

/// What became of the reports that were taken in.
#[derive(Clone, Copy, Default)]
struct Counts {
    new: u64,
    known: u64,
    claims: usize,
    refused: u64,
}

struct Recorder<'a> {
    store: Ledger,
    loaded: &'a Loaded,
    args: &'a Args,
    counts: Counts,
}

/// A report that is ready to be recorded.
struct Ready {
    name: String,
    id: String,
    claims: usize,
    drafts: Vec<Draft>,
}

impl Recorder<'_> {
    /// Records one batch as a whole.
    fn take(&mut self, batch: Vec<(String, Report)>) -> Result<(), LedgerError> {
        let new = self.unknown(batch)?;
        let loaded = self.loaded;
        let ready: Vec<Ready> = new.into_par_iter().map(|(name, report)| ready(loaded, name, &report)).collect::<serde_json::Result<_>>()?;
        if ready.is_empty() {
            return Ok(());
        }
        let lexicon = lexicon_draft(&self.store, loaded, self.args.lexicon.as_deref())?;
        let lines: String = ready.iter().map(|r| format!("{} {} claims {}\n", r.id, r.claims, r.name)).collect();
        self.counts.new += ready.len() as u64;
        self.counts.claims += ready.iter().map(|r| r.claims).sum::<usize>();
        append(&mut self.store, lexicon.into_iter().chain(ready.into_iter().flat_map(|r| r.drafts)).collect(), &now())?;
        // A reader that has gone away is no reason to stop recording.
        let mut out = io::stdout().lock();
        let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
        Ok(())
    }

    /// Reports that the ledger does not have, each once.
    fn unknown(&mut self, batch: Vec<(String, Report)>) -> Result<Vec<(String, Report)>, LedgerError> {
        let mut seen = HashSet::new();
        let mut new = Vec::with_capacity(batch.len());
        for (name, report) in batch {
            let id = report.id();
            match is_known(&self.store, &id, &report.text) {
                Ok(false) if seen.insert(id) => new.push((name, report)),
                Ok(_) => self.counts.known += 1,
                Err(conflict @ LedgerError::Conflict { .. }) => {
                    eprintln!("rawi: {name}: {conflict}");
                    self.counts.refused += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(new)
    }
}

/// The report's entry and, in a language that is read, its reading.
fn ready(loaded: &Loaded, name: String, report: &Report) -> serde_json::Result<Ready> {
    let id = report.id();
    let mut drafts = vec![report_draft(report)?];
    let mut claims = 0;
    if report.language.as_deref().is_none_or(is_read) {
        let body = reading_body(loaded.lexicon, &loaded.name, report)?;
        claims = body.claims.len();
        drafts.push(Draft::new(id.clone(), Kind::Reading, &body)?);
    }
    Ok(Ready { name, id, claims, drafts })
}
