//! `rawi ingest`: any input to report records.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use rawi_export::report_record;
use rawi_lexicon::Lexicon;
use rawi_model::Report;

use crate::Failure;
use crate::input::lexicon_sources;
use crate::intake::{Flags, stream};

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
    /// Output format
    #[arg(long, value_enum, default_value = "jsonl")]
    format: Format,
    #[command(flatten)]
    flags: Flags,
    /// Use the lexicon in this folder instead of the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let sources = lexicon_sources(args.lexicon.as_deref())?;
    let lexicon = Lexicon::load(&sources).map_err(|e| Failure::usage(format!("lexicon: {e}")))?;
    let intake = args.flags.intake(&lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let done = stream(&args.inputs, &intake, &mut account, |reports| reports.iter().try_for_each(|r| print(args.format, r, &mut out)));
    let (reports, refused) = (account.reports(), account.refused());
    done.and_then(|()| out.flush()).and_then(|()| account.close()).map_err(|e| Failure::partial(e.to_string()))?;
    match (reports, refused) {
        (0, _) => Err(Failure::usage("nothing could be read")),
        (_, 0) => Ok(()),
        (n, m) => Err(Failure::partial(format!("{m} of {} inputs gave no report", n + m))),
    }
}

fn print(format: Format, report: &Report, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Jsonl => {
            serde_json::to_writer(&mut *out, &report_record(report))?;
            out.write_all(b"\n")
        }
        Format::Text => writeln!(out, "{}\n", report.text),
    }
}
