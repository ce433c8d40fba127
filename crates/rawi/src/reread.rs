//! `rawi reread`: recorded reports with the lexicon of today.

use std::fmt::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use rawi_export::ReusedRecord;
use rawi_ingest::{from_json, is_read};
use rawi_ledger::{Change, Draft, Kind, Ledger, ReadingBody, Store, append, difference, present_reading};
use rawi_model::Report;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

use crate::Failure;
use crate::case::{Format, print};
use crate::ledger_file::{LedgerArg, lexicon_draft, now, reading_body};
use crate::lexicon_files::{Loaded, load_named};
use crate::recorder::mark;

/// Reports that are read and recorded in one go.
const BATCH: usize = 256;

/// Arguments of `rawi reread`.
#[derive(ClapArgs)]
pub struct Args {
    #[command(flatten)]
    ledger: LedgerArg,
    /// Read with the lexicon in this folder: a whole one, or files laid over the one that ships
    #[arg(long, value_name = "DIR")]
    lexicon: Option<PathBuf>,
    /// Show what would change, and record nothing
    #[arg(long)]
    dry_run: bool,
    /// Output format
    #[arg(long, value_enum, default_value = "pretty")]
    format: Format,
    /// No account on standard error
    #[arg(long)]
    quiet: bool,
}

/// Runs the subcommand.
pub fn run(args: &Args) -> Result<(), Failure> {
    let mut store = if args.dry_run { args.ledger.read()? } else { args.ledger.change()? };
    let loaded = load_named(args.lexicon.as_deref())?;
    let mut reports = Vec::new();
    store.scan(|_, entry| {
        if entry.kind == Kind::Report {
            reports.push(entry.stream);
        }
        Ok(())
    })?;
    let mut counts = Counts::default();
    for batch in reports.chunks(BATCH) {
        let changed = reread(&store, &loaded, batch, &mut counts)?;
        if !args.dry_run && !changed.is_empty() {
            let lexicon = lexicon_draft(&store, &loaded, args.lexicon.as_deref())?;
            let drafts: serde_json::Result<Vec<Draft>> = changed.iter().map(|c| Draft::new(c.shown.report.clone(), Kind::Reading, &c.body)).collect();
            let drafts = drafts.map_err(|e| Failure::partial(e.to_string()))?;
            append(&mut store, lexicon.into_iter().chain(drafts).collect(), &now())?;
        }
        let shown: Vec<Shown> = changed.into_iter().map(|c| c.shown).filter(|s| !s.changes.is_empty()).collect();
        print(args.format, &shown, pretty)?;
    }
    counts.tell(args, reports.len(), &loaded.name)
}

/// What a report's new reading is, and what it changes.
struct Changed {
    shown: Shown,
    body: ReadingBody,
}

/// What is printed for one report.
#[derive(Serialize)]
struct Shown {
    report: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    changes: Vec<Change>,
}

#[derive(Default)]
struct Counts {
    reports: usize,
    gone: usize,
    new: usize,
    altered: usize,
    failed: usize,
}

impl Counts {
    fn add(&mut self, changed: &Changed) {
        self.reports += 1;
        for change in &changed.shown.changes {
            *match change {
                Change::Gone { .. } => &mut self.gone,
                Change::New { .. } => &mut self.new,
                Change::Altered { .. } => &mut self.altered,
            } += 1;
        }
    }

    fn tell(&self, args: &Args, all: usize, lexicon: &str) -> Result<(), Failure> {
        if !args.quiet {
            let done = if args.dry_run { "would get" } else { "got" };
            eprintln!("rawi: {} of {all} reports {done} a new reading with {lexicon}: {} claims gone, {} new, {} altered", self.reports, self.gone, self.new, self.altered);
        }
        if self.failed > 0 { Err(Failure::partial(format!("{} of {all} reports could not be read again", self.failed))) } else { Ok(()) }
    }
}

/// Reports of a batch whose reading is another now.
fn reread(store: &Ledger, loaded: &Loaded, batch: &[String], counts: &mut Counts) -> Result<Vec<Changed>, Failure> {
    let streams: Vec<_> = batch.iter().map(|stream| store.stream(stream)).collect::<Result<_, _>>()?;
    let compared: Vec<Result<Option<Changed>, String>> = streams.par_iter().map(|entries| compared(loaded, &entries[0].stream, entries)).collect();
    let mut changed = Vec::new();
    for (stream, one) in batch.iter().zip(compared) {
        match one {
            Ok(None) => {}
            Ok(Some(one)) => {
                counts.add(&one);
                changed.push(one);
            }
            Err(reason) => {
                eprintln!("rawi: {stream}: {reason}");
                counts.failed += 1;
            }
        }
    }
    Ok(changed)
}

/// The new reading of a report, if it differs from the present one.
fn compared(loaded: &Loaded, stream: &str, entries: &[rawi_ledger::Entry]) -> Result<Option<Changed>, String> {
    let stored = entries[0].body.get();
    let Some(report) = restored(stream, stored)? else { return Ok(None) };
    let before = present_reading(entries).map_err(|e| format!("its reading cannot be read: {e}"))?;
    let mut body = reading_body(loaded.lexicon, &loaded.name, &report).map_err(|e| e.to_string())?;
    let is_first = before.is_none();
    if let Some(before) = &before {
        // Whose words these are does not depend on the lexicon.
        let reused: Vec<ReusedRecord> = before.reused.iter().filter_map(|r| serde_json::from_str(r.get()).ok()).collect();
        mark(&mut body, &reused).map_err(|e| e.to_string())?;
    }
    let changes = difference(&before.map(|b| b.claims).unwrap_or_default(), &body.claims).map_err(|e| e.to_string())?.changes;
    Ok((is_first || !changes.is_empty()).then(|| Changed { shown: Shown { report: stream.to_owned(), url: report.url, changes }, body }))
}

/// The report as it was taken in; nothing in a language that is not read.
fn restored(stream: &str, stored: &str) -> Result<Option<Report>, String> {
    let mut report = from_json(stored.as_bytes()).map_err(|e| e.to_string())?;
    let value: Value = serde_json::from_str(stored).map_err(|e| e.to_string())?;
    report.language = value["language"].as_str().map(str::to_owned);
    if report.id() != stream {
        return Err(format!("its record gives {}: it was recorded by another program, and is left as it is", report.id()));
    }
    Ok(report.language.as_deref().is_none_or(is_read).then_some(report))
}

fn pretty(shown: &[Shown]) -> String {
    let mut out = String::new();
    for one in shown {
        let _ = writeln!(out, "{}  {}", one.report, one.url.as_deref().unwrap_or_default());
        for change in &one.changes {
            let line = match change {
                Change::Gone { claim } => format!("  − {}", brief(claim)),
                Change::New { claim } => format!("  + {}", brief(claim)),
                Change::Altered { before, after, keys } => format!("  ~ {}\n    {}   ({})", brief(before), brief(after), keys.join(", ")),
            };
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// One claim in a line.
pub fn brief(claim: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let label = |filler: &Value| ["name", "text", "id"].iter().find_map(|key| filler[*key].as_str()).unwrap_or_default().to_owned();
    let labels = |list: &Value| list.as_array().into_iter().flatten().map(label).collect::<Vec<_>>();
    let mut parts = vec![word(&claim["kind"]), word(&claim["factuality"])];
    let roles = claim["roles"].as_object().into_iter().flatten().filter(|(_, fillers)| fillers.is_array());
    parts.extend(roles.map(|(role, fillers)| format!("{role} {}", labels(fillers).join(", "))));
    parts.push(format!("said by {}", labels(&claim["chain"]).join(" ← ")));
    parts.push(word(&claim["id"]));
    parts.retain(|part| !part.is_empty());
    parts.join("  ")
}
