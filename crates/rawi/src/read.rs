//! `rawi read`: reports to claims.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args as ClapArgs, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use rawi_export::{CSV_HEADER, Offsets, csv_row, record};
use rawi_lexicon::Lexicon;
use rawi_model::{Reading, Report};
use rayon::prelude::*;

use crate::Failure;
use crate::input::{gather, lexicon_sources};
use crate::pretty;

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One claim record per line
    Jsonl,
    /// One row per claim
    Csv,
}

/// Arguments of `rawi read`.
#[derive(ClapArgs)]
pub struct Args {
    /// Text files, JSONL files, folders, or - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    inputs: Vec<PathBuf>,
    /// Outlet of reports that do not name theirs: a name, domain or identifier
    #[arg(long)]
    outlet: Option<String>,
    /// Publication date of reports that do not carry one, such as 2024-12-08
    #[arg(long, value_name = "DATE")]
    published: Option<String>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    /// Read with the lexicon in this folder instead of the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Show what each stage of the reader saw
    #[arg(long)]
    trace: bool,
    /// Explain one claim, by its identifier or its beginning
    #[arg(long, value_name = "CLAIM")]
    explain: Option<String>,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let published = match &args.published {
        Some(text) => Some(rawi_ingest::parse_date(text).map_err(|e| Failure::usage(e.to_string()))?),
        None => None,
    };
    let sources = lexicon_sources(args.lexicon.as_deref())?;
    let lexicon = Lexicon::load(&sources).map_err(|e| Failure::usage(format!("lexicon: {e}")))?;
    let mut intake = gather(&args.inputs);
    for error in &intake.errors {
        eprintln!("rawi: {error}");
    }
    if intake.reports.is_empty() {
        return Err(Failure::usage("nothing could be read"));
    }
    for report in &mut intake.reports {
        report.outlet = report.outlet.take().or_else(|| args.outlet.clone());
        report.published = report.published.or(published);
    }
    let explained = AtomicBool::new(false);
    print(args, &lexicon, &intake.reports, &explained).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    if let Some(id) = args.explain.as_ref().filter(|_| !explained.into_inner()) {
        return Err(Failure::partial(format!("no claim whose identifier begins with {id}")));
    }
    match intake.errors.len() {
        0 => Ok(()),
        n => Err(Failure::partial(format!("{n} of {} reports could not be read", n + intake.reports.len()))),
    }
}

/// Prints every report; sets `explained` when a claim to explain was found.
fn print(args: &Args, lexicon: &Lexicon, reports: &[Report], explained: &AtomicBool) -> std::io::Result<()> {
    let stdout = std::io::stdout();
    let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let mut out = std::io::BufWriter::new(stdout.lock());
    if args.format == Format::Csv {
        write!(out, "{}", csv_line(&CSV_HEADER.map(str::to_owned)))?;
    }
    let bar = progress(args, reports.len());
    for batch in reports.chunks(256) {
        let texts: Vec<String> = batch.par_iter().map(|report| render(args, lexicon, report, colour, explained)).collect();
        for text in texts {
            out.write_all(text.as_bytes())?;
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    out.flush()
}

fn progress(args: &Args, reports: usize) -> ProgressBar {
    if args.quiet || reports < 50 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{pos}/{len} reports {bar:30} {per_sec} {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(reports as u64).with_style(style)
}

fn render(args: &Args, lexicon: &Lexicon, report: &Report, colour: bool, explained: &AtomicBool) -> String {
    let (reading, trace) = if args.trace { rawi_reader::read_traced(lexicon, report) } else { (rawi_reader::read(lexicon, report), Vec::new()) };
    let mut out = trace.into_iter().fold(String::new(), |mut out, line| {
        out.push_str(&line);
        out.push('\n');
        out
    });
    if let Some(id) = &args.explain {
        let words = pretty::explain(report, &reading, id);
        explained.fetch_or(!words.is_empty(), Ordering::Relaxed);
        out.push_str(&words);
        return out;
    }
    match args.format {
        Format::Pretty => out.push_str(&pretty::reading(report, &reading, colour)),
        Format::Jsonl => jsonl(report, &reading, &mut out),
        Format::Csv => reading.claims.iter().for_each(|claim| out.push_str(&csv_line(&csv_row(report, &reading, claim)))),
    }
    out
}

fn jsonl(report: &Report, reading: &Reading, out: &mut String) {
    let offsets = Offsets::new(&report.text);
    for claim in &reading.claims {
        if let Ok(line) = serde_json::to_string(&record(report, reading, claim, &offsets)) {
            out.push_str(&line);
            out.push('\n');
        }
    }
}

/// One CSV row; cells are quoted where they must be.
pub fn csv_line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|c| if c.contains([',', '"', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.clone() }).collect();
    quoted.join(",") + "\r\n"
}
