//! `rawi eval`: the claims read from annotated reports against their gold.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, ValueEnum};
use rawi_eval::{Calibration, Change, Figures, Gold, Names, ReadClaim, ReportScore, Score, Snapshot, score_report};
use rawi_export::{Offsets, record};
use rawi_lexicon::Lexicon;
use rawi_model::Report;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::Failure;
use crate::lexicon_files::load_lexicon;

/// Output formats.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for people
    Pretty,
    /// One JSON object
    Json,
}

/// Arguments of `rawi eval`.
#[derive(ClapArgs)]
pub struct Args {
    /// Folder of pairs NAME.txt and NAME.json, and aliases.tsv if names have other right forms
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Score only this half of the folder, as its halves.toml lists it
    #[arg(long, value_name = "NAME")]
    half: Option<String>,
    /// Print what was missed, unsupported, or wrong in a field
    #[arg(long)]
    misses: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    /// Right forms of names, instead of aliases.tsv in DIR
    #[arg(long, value_name = "TSV")]
    aliases: Option<PathBuf>,
    /// Write every figure and verdict down, for --compare
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    /// Show what is better and worse than in this snapshot
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Read with the lexicon in this folder, see docs/LEXICON.md
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
}

/// A report with its gold, and what was read.
struct Scored {
    name: String,
    gold: Gold,
    read: Vec<ReadClaim>,
    result: ReportScore,
    /// Why the text could not be read; it then counts as read with no claim.
    failure: Option<String>,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let before = args.compare.as_deref().map(read_snapshot).transpose()?;
    let names = names(args)?;
    let lexicon = load_lexicon(args.lexicon.as_deref())?;
    let files = in_half(gold_files(&args.folder)?, args)?;
    let scored: Vec<Result<Scored, String>> = files.par_iter().map(|file| score(lexicon, &names, file)).collect();
    let (scored, unusable): (Vec<_>, Vec<_>) = scored.into_iter().partition(Result::is_ok);
    let scored: Vec<Scored> = scored.into_iter().flatten().collect();
    let errors = unusable.iter().filter_map(|result| result.as_ref().err()).chain(scored.iter().filter_map(|report| report.failure.as_ref()));
    errors.for_each(|error| eprintln!("rawi: {error}"));
    let mut total = Score::default();
    scored.iter().for_each(|report| total.add(&report.result.score));
    total.failed += unusable.len();
    let figures = Figures::of(&total);
    let now = snapshot(&scored, &figures);
    let changes = before.map(|before| now.changes_since(&before));
    if let Some(path) = &args.snapshot {
        fs::write(path, now.to_string()).map_err(|e| Failure::partial(format!("{}: {e}", path.display())))?;
    }
    let misses = args.misses.then(|| misses(&scored));
    let text = match args.format {
        Format::Json => format!("{}\n", as_json(&figures, &total.calibration, misses.as_deref(), changes.as_deref())),
        Format::Pretty => misses.iter().flatten().map(|line| format!("{line}\n")).collect::<String>() + &pretty(&scored, &figures, &total.calibration, changes.as_deref()),
    };
    std::io::stdout().write_all(text.as_bytes()).map_err(|e| Failure::partial(format!("standard output: {e}")))?;
    match total.failed {
        0 => Ok(()),
        n => Err(Failure::partial(format!("{n} of {} reports could not be read; they count as read without a claim", files.len()))),
    }
}

fn read_snapshot(path: &Path) -> Result<Snapshot, Failure> {
    let text = fs::read_to_string(path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    Snapshot::parse(&text).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))
}

/// The right forms of names: those asked for, else those in the folder, else none.
fn names(args: &Args) -> Result<Names, Failure> {
    let path = args.aliases.clone().unwrap_or_else(|| args.folder.join("aliases.tsv"));
    if args.aliases.is_none() && !path.exists() {
        return Ok(Names::default());
    }
    let tsv = fs::read_to_string(&path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    Ok(Names::parse(&tsv))
}

fn gold_files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let entries = fs::read_dir(folder).map_err(|e| Failure::usage(format!("{}: {e}", folder.display())))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "json")).collect();
    files.sort();
    if files.is_empty() {
        return Err(Failure::usage(format!("{} holds no gold: it needs pairs NAME.txt and NAME.json", folder.display())));
    }
    Ok(files)
}

/// The files of the half asked for; all without one.
fn in_half(files: Vec<PathBuf>, args: &Args) -> Result<Vec<PathBuf>, Failure> {
    let Some(half) = &args.half else { return Ok(files) };
    let path = args.folder.join("halves.toml");
    let text = fs::read_to_string(&path).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    let halves: BTreeMap<String, Vec<String>> = toml::from_str(&text).map_err(|e| Failure::usage(format!("{}: {e}", path.display())))?;
    let Some(names) = halves.get(half) else {
        let known = halves.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::usage(format!("{} knows no half '{half}'; it has {known}", path.display())));
    };
    let listed = |file: &PathBuf| file.file_stem().is_some_and(|stem| names.iter().any(|n| stem == n.as_str()));
    Ok(files.into_iter().filter(listed).collect())
}

/// Scores one report; the error is for a gold that cannot be used.
fn score(lexicon: &Lexicon, names: &Names, path: &Path) -> Result<Scored, String> {
    let json = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let gold = Gold::parse(&json).map_err(|e| format!("{}:{}:{}: not a gold report: {e}", path.display(), e.line(), e.column()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let text = path.with_extension("txt");
    let (text, read, failure) = match report(&gold, &text) {
        Ok(report) => (report.text.clone(), read_claims(lexicon, &report)?, None),
        Err(error) => (String::new(), Vec::new(), Some(format!("{}: {error}", text.display()))),
    };
    let mut result = score_report(&gold, &text, &read, names);
    result.score.failed = usize::from(failure.is_some());
    Ok(Scored { name, gold, read, result, failure })
}

fn report(gold: &Gold, path: &Path) -> Result<Report, String> {
    let bytes = fs::read(path).map_err(|e| e.to_string())?;
    let mut report = rawi_ingest::from_text(&bytes).map_err(|e| e.to_string())?;
    report.outlet = gold.outlet.clone().filter(|o| !o.is_empty());
    let published = gold.published.as_deref().filter(|p| !p.is_empty());
    report.published = published.map(rawi_ingest::parse_date).transpose().map_err(|e| e.to_string())?;
    Ok(report)
}

/// The claims as records, exactly as `rawi read` prints them.
fn read_claims(lexicon: &Lexicon, report: &Report) -> Result<Vec<ReadClaim>, String> {
    let reading = rawi_reader::read(lexicon, report);
    let offsets = Offsets::new(&report.text);
    let parse = |claim| serde_json::to_value(record(report, &reading, claim, &offsets)).and_then(ReadClaim::parse).map_err(|e| e.to_string());
    reading.claims.iter().map(parse).collect()
}

fn snapshot(scored: &[Scored], figures: &Figures) -> Snapshot {
    let mut snapshot = Snapshot::default();
    scored.iter().for_each(|report| snapshot.report(&report.name, &report.gold, &report.read, &report.result));
    snapshot.total(figures);
    snapshot
}

fn misses(scored: &[Scored]) -> Vec<String> {
    scored.iter().flat_map(|report| report.result.verdicts.iter().filter_map(|v| v.complaint(&report.name, &report.gold, &report.read))).collect()
}

fn as_json(figures: &Figures, calibration: &Calibration, misses: Option<&[String]>, changes: Option<&[Change]>) -> Value {
    let mut out = json!(figures);
    out["calibration"] =
        calibration.bins.iter().enumerate().map(|(n, bin)| json!({"from": n as f64 / 10.0, "claims": bin.claims, "confidence": bin.mean(), "right": bin.share()})).collect();
    if let Some(misses) = misses {
        out["misses"] = json!(misses);
    }
    if let Some(changes) = changes {
        let side = |c: &Change| {
            if c.better == Ordering::Greater {
                "better"
            } else if c.better == Ordering::Less {
                "worse"
            } else {
                "other"
            }
        };
        out["changes"] = changes.iter().map(|c| json!({"report": c.report, "figure": c.figure, "before": c.before, "now": c.now, "change": side(c)})).collect();
    }
    out
}

fn pretty(scored: &[Scored], figures: &Figures, calibration: &Calibration, changes: Option<&[Change]>) -> String {
    let mut out = report_table(scored, figures);
    field_table(&mut out, figures);
    calibration_table(&mut out, calibration);
    if let Some(changes) = changes {
        change_list(&mut out, changes);
    }
    out
}

fn share(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |v| format!("{v:.3}"))
}

fn report_table(scored: &[Scored], figures: &Figures) -> String {
    let width = scored.iter().map(|r| r.name.chars().count()).max().unwrap_or(0).max("report".len());
    let mut out = format!("{:width$}  gold  read  matched  precision  recall     F1  strict\n", "report");
    let reports = scored.iter().map(|report| (report.name.as_str(), Figures::of(&report.result.score)));
    for (name, f) in reports.chain(std::iter::once(("total", figures.clone()))) {
        let _ = writeln!(out, "{name:width$}  {:4}  {:4}  {:7}  {:9.3}  {:6.3}  {:5.3}   {:5.3}", f.gold, f.read, f.matched, f.claim_p, f.claim_r, f.claim_f1, f.strict_f1);
    }
    out
}

fn field_table(out: &mut String, figures: &Figures) {
    let fields = [
        ("factuality", figures.factuality),
        ("aspect", figures.aspect),
        ("origin", figures.origin),
        ("whole chain", figures.chain),
        ("time", figures.time_ok),
        ("count", figures.count_ok),
    ];
    out.push_str("\nright, of matched claims\n");
    for (name, value) in fields {
        let _ = writeln!(out, "  {name:12} {}", share(value));
    }
    out.push_str("\nF1 of roles, in matched claims\n");
    for (role, value) in &figures.roles {
        let _ = writeln!(out, "  {role:12} {}", share(value.as_f64()));
    }
    out.push_str("\nkinds\n");
    for (kind, counts) in &figures.kinds {
        let _ = writeln!(out, "  {kind:14} {}", counts.as_str().unwrap_or_default());
    }
}

fn calibration_table(out: &mut String, calibration: &Calibration) {
    let _ = writeln!(out, "\nconfidence   claims  mean   right   (expected calibration error {})", share(calibration.error()));
    for (n, bin) in calibration.bins.iter().enumerate().filter(|(_, bin)| bin.claims > 0) {
        let (low, high) = (n as f64 / 10.0, (n + 1) as f64 / 10.0);
        let _ = writeln!(out, "  {low:.1}–{high:.1}  {:8}  {}  {}", bin.claims, share(bin.mean()), share(bin.share()));
    }
}

fn change_list(out: &mut String, changes: &[Change]) {
    if changes.is_empty() {
        out.push_str("\nnothing changed\n");
        return;
    }
    for (heading, order) in [("better", Ordering::Greater), ("worse", Ordering::Less), ("different, neither better nor worse", Ordering::Equal)] {
        let of: Vec<&Change> = changes.iter().filter(|c| c.better == order).collect();
        if of.is_empty() {
            continue;
        }
        let claims = of.iter().filter(|c| c.figure.starts_with("claim ")).count();
        let _ = writeln!(out, "\n{heading} ({claims} claims of the gold)");
        for change in of {
            let value = |v: &Option<String>| v.clone().unwrap_or_else(|| "none".to_owned());
            let _ = writeln!(out, "  {} {}: {} → {}", change.report, change.figure, value(&change.before), value(&change.now));
        }
    }
}
