//! `rawi read`: reports to claims.

use std::io::{BufWriter, IsTerminal, StdoutLock, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args as ClapArgs, ValueEnum};
use rawi_export::{CSV_HEADER, Offsets, csv_row, record};
use rawi_ingest::is_read;
use rawi_lexicon::Lexicon;
use rawi_model::{Reading, Report};
use rayon::prelude::*;

use crate::Failure;
use crate::input::lexicon_sources;
use crate::intake::{Flags, stream};
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
    let intake = args.flags.intake(&lexicon)?;
    let mut account = args.flags.account(args.quiet)?;
    let explained = AtomicBool::new(false);
    let mut printer = Printer::new(args, &lexicon, &explained).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    let done = stream(&args.inputs, &intake, &mut account, |mut reports| {
        reports.retain(|r| r.language.as_deref().is_none_or(is_read));
        for report in &mut reports {
            report.outlet = report.outlet.take().or_else(|| args.outlet.clone());
            report.published = report.published.or(published);
        }
        printer.print(&reports)
    });
    done.and_then(|()| printer.out.flush()).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    let (reports, refused) = (account.reports(), account.refused());
    account.close().map_err(|e| Failure::partial(e.to_string()))?;
    if reports == 0 {
        return Err(Failure::usage("nothing could be read"));
    }
    if let Some(id) = args.explain.as_ref().filter(|_| !explained.into_inner()) {
        return Err(Failure::partial(format!("no claim whose identifier begins with {id}")));
    }
    match refused {
        0 => Ok(()),
        n => Err(Failure::partial(format!("{n} of {} reports could not be read", n + reports))),
    }
}

/// Prints readings; sets `explained` when a claim to explain was found.
struct Printer<'a> {
    args: &'a Args,
    lexicon: &'a Lexicon,
    explained: &'a AtomicBool,
    colour: bool,
    out: BufWriter<StdoutLock<'static>>,
}

impl<'a> Printer<'a> {
    fn new(args: &'a Args, lexicon: &'a Lexicon, explained: &'a AtomicBool) -> std::io::Result<Self> {
        let stdout = std::io::stdout();
        let colour = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let mut out = BufWriter::new(stdout.lock());
        if args.format == Format::Csv {
            write!(out, "{}", csv_line(&CSV_HEADER.map(str::to_owned)))?;
        }
        Ok(Self { args, lexicon, explained, colour, out })
    }

    fn print(&mut self, reports: &[Report]) -> std::io::Result<()> {
        let texts: Vec<String> = reports.par_iter().map(|report| render(self.args, self.lexicon, report, self.colour, self.explained)).collect();
        texts.iter().try_for_each(|text| self.out.write_all(text.as_bytes()))
    }
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
