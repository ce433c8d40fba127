//! `rawi read`: reports to claims.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args as ClapArgs, ValueEnum};
use jiff::civil::Date;
use rawi_export::{CSV_HEADER, Offsets, csv_line, csv_row, mark_reuse, record};
use rawi_ingest::{Intake, Reused, Shelf, is_read};
use rawi_lexicon::Lexicon;
use rawi_model::{Reading, Report};
use rayon::prelude::*;

use crate::Failure;
use crate::intake::{Account, Flags, stream};
use crate::lexicon_files::load_lexicon;
use crate::pretty;
use crate::reuse::{records, shelved};

/// Text up to which `--format jsonl` waits for all reports and compares them, in bytes.
const COMPARED: usize = 32 << 20;

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
    /// Text, JSONL, pages, feeds, archives, mails, exports; folders, or - for standard input
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
    #[command(flatten)]
    flags: Flags,
    /// Read with the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Show what each stage of the reader saw
    #[arg(long)]
    trace: bool,
    /// Explain one claim, by its identifier or its beginning
    #[arg(long, value_name = "CLAIM")]
    explain: Option<String>,
    /// Read every report by itself: results come at once, and no claim is marked as taken from another report
    #[arg(long)]
    alone: bool,
    /// No progress and no account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let published = args.published.as_deref().map(rawi_ingest::parse_date).transpose().map_err(|e| Failure::usage(e.to_string()))?;
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let intake = args.flags.intake(lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let stdout = io::stdout();
    let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let job = Job { args, lexicon, published, colour, explained: AtomicBool::new(false) };
    let mut out = BufWriter::new(stdout.lock());
    let together = args.format == Format::Jsonl && !args.alone && !args.trace && args.explain.is_none();
    let printed = match together {
        true => compared(&job, &intake, &mut account, &mut out),
        false => one_by_one(&job, &intake, &mut account, &mut out),
    };
    printed.and_then(|()| out.flush()).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    let any = account.reports() > 0;
    let ended = account.close();
    match &args.explain {
        Some(id) if any && !job.explained.into_inner() => Err(Failure::partial(format!("no claim whose identifier begins with {id}"))),
        _ => ended,
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

/// Prints the results as they come.
fn one_by_one(job: &Job<'_>, intake: &Intake, account: &mut Account, out: &mut impl Write) -> io::Result<()> {
    let mut header = job.args.format == Format::Csv && job.args.explain.is_none();
    let text_of = |_: &str, report| completed(job, report).map_or_else(String::new, |report| render(job.args, job.lexicon, &report, job.colour, &job.explained));
    stream(&job.args.inputs, intake, account, text_of, |texts| {
        if std::mem::take(&mut header) {
            write!(out, "{}", csv_line(&CSV_HEADER.map(str::to_owned)))?;
        }
        texts.iter().try_for_each(|text| out.write_all(text.as_bytes()))
    })
}

/// Prints records once all reports are known, with marks on claims whose words stood in another report first.
fn compared(job: &Job<'_>, intake: &Intake, account: &mut Account, out: &mut impl Write) -> io::Result<()> {
    let (mut shelf, mut held, mut bytes) = (Shelf::default(), Vec::new(), 0);
    let take = |_: &str, report| completed(job, report).map(|report| (shelved(job.lexicon, &report), Held::new(job, report)));
    stream(&job.args.inputs, intake, account, take, |batch| {
        for (report, one) in batch.into_iter().flatten() {
            bytes += one.text.len();
            shelf.put(report);
            held.push(one);
        }
        if bytes <= COMPARED {
            return Ok(());
        }
        // Which reports come within the limit would depend on their order: then none is compared.
        shelf = Shelf::default();
        held.drain(..).try_for_each(|one| out.write_all(one.lines.as_bytes()))
    })?;
    if bytes > COMPARED {
        eprintln!("rawi: more than {} MB of text: no claim is marked as taken from another report; rawi ingest compares any number", COMPARED >> 20);
    }
    held.par_iter().enumerate().map(|(at, one)| one.marked(&shelf.reused(at))).collect::<Vec<_>>().iter().try_for_each(|lines| out.write_all(lines.as_bytes()))
}

/// A report that was read, until all are.
struct Held {
    text: String,
    lines: String,
}

impl Held {
    fn new(job: &Job<'_>, report: Report) -> Self {
        let mut lines = String::new();
        jsonl(&report, &rawi_reader::read(job.lexicon, &report), &mut lines);
        Self { text: report.text, lines }
    }

    fn marked(&self, reused: &[Reused]) -> String {
        let reused = records(reused, &self.text);
        self.lines.lines().map(|line| mark_reuse(line, &reused) + "\n").collect()
    }
}

/// A report with what the command line adds to it; nothing for one in a language that is not read.
fn completed(job: &Job<'_>, mut report: Report) -> Option<Report> {
    report.outlet = report.outlet.take().or_else(|| job.args.outlet.clone());
    report.published = report.published.or(job.published);
    report.language.as_deref().is_none_or(is_read).then_some(report)
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
