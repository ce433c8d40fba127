//! `rawi situation`: who holds what at an instant, as known at another.

use std::io::{BufWriter, Write};

use clap::{Args as ClapArgs, ValueEnum};
use rawi_situation::output::SituationRecord;

use crate::Failure;
use crate::case::{CaseArgs, Opened};

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One situation record per line
    Jsonl,
}

/// Arguments of `rawi situation`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    case: CaseArgs,
    /// The instant asked for: a date (its end) or a time [default: the time known]
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let opened = args.case.open(args.at.as_deref())?;
    print(args, &opened).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    opened.finish()
}

fn print(_args: &Args, opened: &Opened) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for record in records(opened) {
        serde_json::to_writer(&mut out, &record)?;
        writeln!(out)?;
    }
    out.flush()
}

/// One record per fluent of which something is known at the instant.
fn records(opened: &Opened) -> impl Iterator<Item = SituationRecord> {
    let case = &opened.case;
    case.tracks_at(opened.at).map(|track| {
        let belief = case.believe(track, opened.at, opened.estimator);
        SituationRecord::of(case.names(), track, opened.at, case.known, &belief)
    })
}
