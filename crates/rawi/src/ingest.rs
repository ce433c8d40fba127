//! `rawi ingest`: any input into the ledger, or printed as report records.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;
use rawi_export::report_record;
use rawi_model::Report;

use crate::Failure;
use crate::intake::{Flags, stream};
use crate::ledger_file::LedgerArg;
use crate::lexicon_files::{load_lexicon, load_named};
use crate::recorder::Recorder;

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
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

/// A report as it is printed.
pub fn text_of(format: Format, report: &Report) -> String {
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
    let mut recorder = Recorder::new(args.ledger.write()?, &loaded, args.lexicon.as_deref());
    let taken = |name: &str, report: Report| (name.to_owned(), completed(args, published, report));
    let done = stream(&args.inputs, &intake, &mut account, taken, |batch| recorder.take(batch).map_err(io::Error::other));
    let counts = recorder.counts;
    if !args.quiet {
        counts.tell(&path);
    }
    done.map_err(|e| Failure::partial(e.to_string()))?;
    account.close()?;
    if counts.refused > 0 { Err(Failure::partial(format!("{} reports were not recorded", counts.refused))) } else { Ok(()) }
}
