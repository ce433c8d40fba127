//! `rawi read`: reports to claims.

use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args as ClapArgs, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;
use rawi_export::{CSV_HEADER, Offsets, csv_row, record};
use rawi_lexicon::Lexicon;
use rawi_model::{Reading, Report};
use rayon::prelude::*;

use crate::Failure;
use crate::input::{Inputs, Item};
use crate::lexicon_files::load_lexicon;
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
    /// Read with the lexicon in this folder: a whole one, or files laid over the one that ships
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

/// Reports that are read in one go, at most; the first of both limits counts.
const BATCH: usize = 256;

/// Bytes of reports that are read in one go, at most, unless a single report is longer.
const BATCH_BYTES: usize = 4 << 20;

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let published = args.published.as_deref().map(rawi_ingest::parse_date).transpose().map_err(|e| Failure::usage(e.to_string()))?;
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let stdout = std::io::stdout();
    let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let job = Job { args, lexicon, published, colour, explained: AtomicBool::new(false) };
    let (read, failed) = print(&job, &mut BufWriter::new(stdout.lock())).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    match (read, failed, &args.explain) {
        (0, ..) => Err(Failure::usage("nothing could be read")),
        (_, _, Some(id)) if !job.explained.into_inner() => Err(Failure::partial(format!("no claim whose identifier begins with {id}"))),
        (_, 0, _) => Ok(()),
        _ => Err(Failure::partial(format!("{failed} of {} reports could not be read", read + failed))),
    }
}

/// What every report is read with.
struct Job<'a> {
    args: &'a Args,
    lexicon: &'a Lexicon,
    published: Option<Date>,
    colour: bool,
    /// Set when a claim to explain was found.
    explained: AtomicBool,
}

/// Prints every report in the order of the input; gives how many could be read, and how many not.
/// While one batch is read by all cores, the next is fetched.
fn print(job: &Job<'_>, out: &mut impl Write) -> std::io::Result<(usize, usize)> {
    let mut inputs = Inputs::new(&job.args.inputs);
    let bar = progress(job.args);
    let (mut read, mut failed) = (0, 0);
    let mut batch = fetch(&mut inputs);
    while !batch.is_empty() {
        let (texts, next) = rayon::join(|| batch.par_iter().map(|item| text_of(job, item)).collect::<Vec<_>>(), || fetch(&mut inputs));
        for text in texts {
            match text {
                Ok(text) => {
                    if read == 0 && job.args.format == Format::Csv && job.args.explain.is_none() {
                        write!(out, "{}", csv_line(&CSV_HEADER.map(str::to_owned)))?;
                    }
                    out.write_all(text.as_bytes())?;
                    read += 1;
                }
                Err(error) => {
                    bar.suspend(|| eprintln!("rawi: {error}"));
                    failed += 1;
                }
            }
            bar.inc(1);
        }
        batch = next;
    }
    bar.finish_and_clear();
    out.flush()?;
    Ok((read, failed))
}

/// The next reports, few enough to hold in memory.
fn fetch(inputs: &mut Inputs) -> Vec<Item> {
    let mut bytes = 0;
    let mut batch = Vec::new();
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Some(item) = inputs.next() else { break };
        bytes += item.size();
        batch.push(item);
    }
    batch
}

fn progress(args: &Args) -> ProgressBar {
    if args.quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{pos} reports {per_sec}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::no_length().with_style(style)
}

/// What is printed for one report.
fn text_of(job: &Job<'_>, item: &Item) -> Result<String, String> {
    let mut report = item.report()?;
    report.outlet = report.outlet.take().or_else(|| job.args.outlet.clone());
    report.published = report.published.or(job.published);
    Ok(render(job.args, job.lexicon, &report, job.colour, &job.explained))
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

fn csv_line(cells: &[String]) -> String {
    let quoted: Vec<String> = cells.iter().map(|c| if c.contains([',', '"', '\n', '\r']) { format!("\"{}\"", c.replace('"', "\"\"")) } else { c.clone() }).collect();
    quoted.join(",") + "\r\n"
}
