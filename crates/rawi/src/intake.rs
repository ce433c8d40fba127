//! Files, folders and standard input to reports, a batch at a time, with an account of what became of everything.

use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rawi_ingest::{Fields, Intake, Options, Outcome, Piece, Pieces, Repeats, is_read};
use rawi_lexicon::Lexicon;
use rawi_model::Report;
use rayon::prelude::*;

use crate::Failure;

/// Pieces that are read in parallel before their reports are handed on.
const BATCH: usize = 256;
/// Bytes of pieces after which a batch is full.
const BATCH_BYTES: usize = 32 << 20;
/// Stack of a thread that reads pages, in bytes: pages nest.
const STACK: usize = 16 << 20;
/// Input from which on progress is shown, in bytes.
const LONG: u64 = 8 << 20;

/// What a folder stands for.
const EXTENSIONS: [&str; 18] = ["txt", "jsonl", "ndjson", "json", "html", "htm", "xhtml", "mhtml", "mht", "xml", "rss", "atom", "md", "eml", "mbox", "warc", "wet", "gz"];

/// Flags of everything that takes reports in.
#[derive(Args, Clone, Debug)]
pub struct Flags {
    /// Take in blocks of pages of which it is not sure that they belong to the report
    #[arg(long)]
    uncertain: bool,
    /// Which field of JSONL holds what, such as text=body or outlet=source.name
    #[arg(long, value_name = "NAME=PATH")]
    field: Vec<String>,
    /// Write one JSON line for everything that gave no report, with the reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
}

impl Flags {
    /// Prepares the intake.
    pub fn intake<'a>(&self, lexicon: &'a Lexicon) -> Result<Intake<'a>, Failure> {
        let fields = Fields::parse(self.field.iter().map(String::as_str)).map_err(|e| Failure::usage(format!("--field: {e}")))?;
        Ok(Intake::new(lexicon, Options { uncertain: self.uncertain, fields }))
    }

    /// Opens the account.
    pub fn account(&self, quiet: bool) -> Result<Account, Failure> {
        let open = |path: &PathBuf| File::create(path).map(BufWriter::new).map_err(|e| Failure::usage(format!("--rejects {}: {e}", path.display())));
        Ok(Account { rejects: self.rejects.as_ref().map(open).transpose()?, quiet, ..Account::default() })
    }
}

/// What became of everything that was taken in.
#[derive(Default)]
pub struct Account {
    counts: [u64; Outcome::ALL.len()],
    /// Inputs that could not be opened or read.
    pub unread: u64,
    rejects: Option<BufWriter<File>>,
    quiet: bool,
}

impl Account {
    /// Reports that were taken in, in any language.
    pub fn reports(&self) -> u64 {
        self.counts[Outcome::Read as usize] + self.counts[Outcome::OtherLanguage as usize]
    }

    /// Everything that gave no report.
    pub fn refused(&self) -> u64 {
        self.unread + self.counts.iter().sum::<u64>() - self.reports()
    }

    fn count(&mut self, outcome: Outcome) {
        self.counts[outcome as usize] += 1;
    }

    fn refuse(&mut self, input: &str, place: &str, outcome: Option<Outcome>, reason: &str) -> io::Result<()> {
        match outcome {
            Some(outcome) => self.count(outcome),
            None => self.unread += 1,
        }
        let words = outcome.map_or("unreadable", Outcome::words);
        match &mut self.rejects {
            Some(file) => writeln!(file, "{}", serde_json::json!({"input": input, "place": place, "outcome": words, "reason": reason})),
            None => {
                eprintln!("rawi: {}: {reason}", where_in(input, place));
                Ok(())
            }
        }
    }

    /// Prints one line per outcome, unless everything was read.
    pub fn close(mut self) -> io::Result<()> {
        if let Some(file) = &mut self.rejects {
            file.flush()?;
        }
        let plain = self.counts[Outcome::Read as usize] + self.unread == self.counts.iter().sum::<u64>() + self.unread && self.unread == 0;
        if self.quiet || plain {
            return Ok(());
        }
        let lines = Outcome::ALL.iter().map(|o| (o.words(), self.counts[*o as usize])).chain([("unreadable", self.unread)]);
        lines.filter(|(_, n)| *n > 0).for_each(|(words, n)| eprintln!("rawi: {n:>9} {words}"));
        Ok(())
    }
}

/// `file:3` for a line, `file, record 3` for other places.
fn where_in(input: &str, place: &str) -> String {
    match place.strip_prefix("line ") {
        Some(line) => format!("{input}:{line}"),
        None if place.is_empty() => input.to_owned(),
        None => format!("{input}, {place}"),
    }
}

/// Takes everything in and hands reports on in the order of the input. Memory holds one batch.
pub fn stream(inputs: &[PathBuf], intake: &Intake, account: &mut Account, mut each: impl FnMut(Vec<Report>) -> io::Result<()>) -> io::Result<()> {
    // A second call finds the pool built, with the same stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
    let files = files(inputs, account)?;
    let bar = progress(&files, account.quiet);
    let mut batch = Batch { intake, pieces: Vec::new(), bytes: 0, repeats: Repeats::default() };
    for file in &files {
        let name = file.display().to_string();
        match open(file) {
            Ok(input) => batch.file(&name, bar.wrap_read(input), account, &mut each)?,
            Err(error) => account.refuse(&name, "", None, &error.to_string())?,
        }
    }
    batch.empty(account, &mut each)?;
    bar.finish_and_clear();
    Ok(())
}

fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    Ok(if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(File::open(path)?) })
}

fn files(inputs: &[PathBuf], account: &mut Account) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        match fs::read_dir(input) {
            Ok(entries) => {
                let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_file() && is_known(p)).collect();
                inside.sort();
                files.extend(inside);
            }
            Err(error) => account.refuse(&input.display().to_string(), "", None, &error.to_string())?,
        }
    }
    Ok(files)
}

fn is_known(path: &Path) -> bool {
    path.extension().is_some_and(|e| EXTENSIONS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn progress(files: &[PathBuf], quiet: bool) -> ProgressBar {
    let total: u64 = files.iter().filter_map(|f| fs::metadata(f).ok()).map(|m| m.len()).sum();
    if quiet || total < LONG || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bytes}/{total_bytes} {bar:30} {bytes_per_sec} {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style)
}

struct Batch<'a> {
    intake: &'a Intake<'a>,
    pieces: Vec<(String, Piece)>,
    bytes: usize,
    repeats: Repeats,
}

impl Batch<'_> {
    fn file(&mut self, name: &str, input: impl Read, account: &mut Account, each: &mut impl FnMut(Vec<Report>) -> io::Result<()>) -> io::Result<()> {
        let pieces = match Pieces::open(input) {
            Ok(pieces) => pieces,
            Err(error) => return account.refuse(name, "", None, &error.to_string()),
        };
        for piece in pieces {
            match piece {
                Ok(piece) => {
                    self.bytes += piece.bytes.len();
                    self.pieces.push((name.to_owned(), piece));
                }
                Err((place, error)) => account.refuse(name, &place, Some(error.outcome()), &error.to_string())?,
            }
            if self.pieces.len() >= BATCH || self.bytes >= BATCH_BYTES {
                self.empty(account, each)?;
            }
        }
        Ok(())
    }

    /// Reads the pieces, then lets each page know what repeats on others, then hands the reports on.
    fn empty(&mut self, account: &mut Account, each: &mut impl FnMut(Vec<Report>) -> io::Result<()>) -> io::Result<()> {
        self.bytes = 0;
        let pieces = std::mem::take(&mut self.pieces);
        let drafts: Vec<_> = pieces.par_iter().map(|(_, piece)| self.intake.drafts(piece)).collect();
        drafts.iter().flatten().for_each(|d| d.observe(&mut self.repeats));
        let mut reports = Vec::new();
        for ((name, _), drafts) in pieces.iter().zip(drafts) {
            for draft in drafts {
                let (place, report) = self.intake.close(draft, &self.repeats);
                match report {
                    Ok(report) => {
                        let read = report.language.as_deref().is_none_or(is_read);
                        account.count(if read { Outcome::Read } else { Outcome::OtherLanguage });
                        reports.push(report);
                    }
                    Err(error) => account.refuse(name, &place, Some(error.outcome()), &error.to_string())?,
                }
            }
        }
        if reports.is_empty() { Ok(()) } else { each(reports) }
    }
}
