//! `rawi similar`: what reports share, side by side.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use rawi_export::Offsets;
use rawi_ingest::{Origin, Pair, Run, Shelf, origin};
use rawi_model::{Report, Span};
use serde_json::{Value, json};

use crate::Failure;
use crate::intake::{Flags, stream};
use crate::lexicon_files::load_lexicon;
use crate::reuse::shelved;

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Runs side by side
    Pretty,
    /// One pair of reports per line
    Jsonl,
}

/// Arguments of `rawi similar`.
#[derive(ClapArgs)]
pub struct Args {
    /// Reports in any format; folders, or - for standard input
    #[arg(value_name = "REPORT", required = true)]
    inputs: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
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
    let (mut shelf, mut reports) = (Shelf::default(), Vec::new());
    let taken = stream(
        &args.inputs,
        &intake,
        &mut account,
        |_, report| (shelved(lexicon, &report), report),
        |batch| {
            for (ready, report) in batch {
                shelf.put(ready);
                reports.push(report);
            }
            Ok(())
        },
    );
    taken.map_err(|e| Failure::partial(e.to_string()))?;
    if !reports.is_empty() {
        print(args.format, &shelf, &reports).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    }
    account.close()
}

fn print(format: Format, shelf: &Shelf, reports: &[Report]) -> io::Result<()> {
    let pairs = shelf.pairs();
    let mut out = BufWriter::new(io::stdout().lock());
    for pair in &pairs {
        let (a, b) = (&reports[pair.a], &reports[pair.b]);
        let from = origin(shelf.source(pair.a), shelf.source(pair.b));
        match format {
            Format::Pretty => pretty(&mut out, pair, a, b, from)?,
            Format::Jsonl => writeln!(out, "{}", record(pair, a, b, from))?,
        }
    }
    if pairs.is_empty() && format == Format::Pretty {
        writeln!(out, "nothing shared")?;
    }
    out.flush()
}

fn pretty(out: &mut impl Write, pair: &Pair, a: &Report, b: &Report, from: Origin) -> io::Result<()> {
    let percent = |share: f64| (share * 100.0).round();
    writeln!(out, "{}\n{}", name(a), name(b))?;
    writeln!(out, "  {}% of the first is in the second, {}% of the second in the first; {}", percent(pair.overlap.a_in_b), percent(pair.overlap.b_in_a), words_of(from))?;
    for run in &pair.overlap.runs {
        let kind = if run.quotation { "quotation" } else { "run" };
        writeln!(out, "  {kind} of {} words\n    | \u{2068}{}\u{2069}\n    | \u{2068}{}\u{2069}", run.words.0, line(run.a, a), line(run.b, b))?;
    }
    writeln!(out)
}

fn words_of(from: Origin) -> String {
    match from {
        Origin::A(because) => format!("the first is the origin ({})", because.code()),
        Origin::B(because) => format!("the second is the origin ({})", because.code()),
        Origin::NotShown => "independence not shown, origin unknown".to_owned(),
    }
}

fn name(report: &Report) -> String {
    let title = report.title.as_deref().or(report.text.lines().next()).unwrap_or_default();
    let day = report.published.map(|d| d.to_string()).unwrap_or_default();
    format!("{} {} {day} \u{2068}{title}\u{2069}", report.id(), report.outlet.as_deref().unwrap_or("-"))
}

fn line(span: Span, report: &Report) -> String {
    span.of(&report.text).replace('\n', " ")
}

fn record(pair: &Pair, a: &Report, b: &Report, from: Origin) -> Value {
    let (points_a, points_b) = (Offsets::new(&a.text), Offsets::new(&b.text));
    let run = |r: &Run| {
        let ((a_start, a_end), (b_start, b_end)) = (points_a.span(r.a), points_b.span(r.b));
        json!({"a": {"start": a_start, "end": a_end}, "b": {"start": b_start, "end": b_end}, "words": [r.words.0, r.words.1], "quotation": r.quotation})
    };
    let origin = match from {
        Origin::A(because) => json!({"report": a.id(), "because": because.code()}),
        Origin::B(because) => json!({"report": b.id(), "because": because.code()}),
        Origin::NotShown => Value::Null,
    };
    let round = |share: f64| (share * 1000.0).round() / 1000.0;
    let runs: Vec<Value> = pair.overlap.runs.iter().map(run).collect();
    json!({"a": a.id(), "b": b.id(), "a_in_b": round(pair.overlap.a_in_b), "b_in_a": round(pair.overlap.b_in_a), "origin": origin, "runs": runs})
}
