//! `rawi ingest`: any input to report records.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use rawi_export::report_record;
use rawi_model::Report;

use crate::Failure;
use crate::intake::{Flags, stream};
use crate::lexicon_files::load_lexicon;

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
    /// Use the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let intake = args.flags.intake(lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let mut out = BufWriter::new(io::stdout().lock());
    let record = |_: &str, report: Report| text_of(args.format, &report);
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
