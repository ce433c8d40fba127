//! Files, folders and standard input to reports, a batch at a time, with an account of what became of everything.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rawi_fetch::FetchError;
use rawi_ingest::{Draft, Fields, IngestError, Intake, Options, Outcome, Piece, Pieces, Repeats, is_read};
use rawi_lexicon::Lexicon;
use rawi_model::Report;
use rayon::prelude::*;

use crate::Failure;

/// Pieces that are worked on in one go, at most; the first of both limits counts.
const BATCH: usize = 256;
/// Bytes of pieces after which a batch is full.
const BATCH_BYTES: usize = 16 << 20;
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
    unread: u64,
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

    /// Counts what became of inputs, and gives the reports.
    pub fn take(&mut self, taken: impl Iterator<Item = (String, Result<Report, Refusal>)>) -> io::Result<Vec<(String, Report)>> {
        let mut reports = Vec::new();
        for (name, one) in taken {
            match one {
                Ok(report) => {
                    self.count(outcome_of(&report));
                    reports.push((name, report));
                }
                Err(refusal) => self.refuse(&name, "", &refusal)?,
            }
        }
        Ok(reports)
    }

    fn count(&mut self, outcome: Outcome) {
        self.counts[outcome as usize] += 1;
    }

    fn refuse(&mut self, input: &str, place: &str, refusal: &Refusal) -> io::Result<()> {
        match refusal.outcome() {
            Some(outcome) => self.count(outcome),
            None => self.unread += 1,
        }
        let words = refusal.outcome().map_or("unreadable", Outcome::words);
        match &mut self.rejects {
            Some(file) => writeln!(file, "{}", serde_json::json!({"input": input, "place": place, "outcome": words, "reason": refusal.to_string()})),
            None => {
                eprintln!("rawi: {}: {refusal}", where_in(input, place));
                Ok(())
            }
        }
    }

    /// Prints one line per outcome, unless everything was read, and says how it ended.
    pub fn close(mut self) -> Result<(), Failure> {
        if let Some(file) = &mut self.rejects {
            file.flush().map_err(|e| Failure::partial(format!("--rejects: {e}")))?;
        }
        if !self.quiet && (self.refused() > 0 || self.counts[Outcome::OtherLanguage as usize] > 0) {
            let lines = Outcome::ALL.iter().map(|o| (o.words(), self.counts[*o as usize])).chain([("unreadable", self.unread)]);
            lines.filter(|(_, n)| *n > 0).for_each(|(words, n)| eprintln!("rawi: {n:>9} {words}"));
        }
        match (self.reports(), self.refused()) {
            (0, _) => Err(Failure::usage("nothing could be read")),
            (_, 0) => Ok(()),
            (read, refused) => Err(Failure::partial(format!("{refused} of {} reports could not be read", read + refused))),
        }
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

/// Takes everything in: `work` runs on all cores, `each` gets its results in the order of the input. While one batch is worked on, the next is
/// fetched; memory holds both.
pub fn stream<T: Send>(
    inputs: &[PathBuf],
    intake: &Intake,
    account: &mut Account,
    work: impl Fn(&str, Report) -> T + Sync,
    mut each: impl FnMut(Vec<T>) -> io::Result<()>,
) -> io::Result<()> {
    with_deep_stacks();
    let mut inputs = Inputs::new(inputs, account.quiet);
    let bar = inputs.bar.clone();
    let mut repeats = Repeats::default();
    let mut batch = inputs.fetch();
    while !batch.is_empty() {
        let (taken, next) = rayon::join(|| take(batch, intake, &mut repeats, &work), || inputs.fetch());
        let mut done = Vec::with_capacity(taken.len());
        for one in taken {
            match one.result {
                Ok((outcome, result)) => {
                    account.count(outcome);
                    done.push(result);
                }
                Err(refusal) => bar.suspend(|| account.refuse(&one.input, &one.place, &refusal))?,
            }
        }
        if !done.is_empty() {
            each(done)?;
        }
        batch = next;
    }
    bar.finish_and_clear();
    Ok(())
}

/// Gives the threads that read pages the stack that they need.
pub fn with_deep_stacks() {
    // A second call finds the pool built, with the same stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(STACK).build_global();
}

/// Why something gave no report.
#[derive(Debug)]
pub enum Refusal {
    /// It could not be opened or read.
    Unreadable(io::Error),
    /// It was not fetched.
    Fetch(FetchError),
    /// It is no report.
    Ingest(IngestError),
}

impl Refusal {
    fn outcome(&self) -> Option<Outcome> {
        match self {
            Self::Unreadable(_) | Self::Fetch(_) => None,
            Self::Ingest(error) => Some(error.outcome()),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Fetch(error) => error.fmt(f),
            Self::Ingest(error) => error.fmt(f),
        }
    }
}

/// Something of an input: a piece, a draft, or what became of them.
struct Part<T> {
    input: Arc<str>,
    place: String,
    result: Result<T, Refusal>,
}

/// The pieces of one batch to results. Each page knows what repeats on the others, those of earlier batches included.
fn take<T: Send>(batch: Vec<Part<Piece>>, intake: &Intake, repeats: &mut Repeats, work: &(impl Fn(&str, Report) -> T + Sync)) -> Vec<Part<(Outcome, T)>> {
    let drafts: Vec<Vec<Part<Draft>>> = batch.into_par_iter().map(|part| drafts(part, intake)).collect();
    drafts.iter().flatten().filter_map(|part| part.result.as_ref().ok()).for_each(|draft| draft.observe(repeats));
    let repeats = &*repeats;
    drafts.into_par_iter().flatten().map(|part| close(part, intake, repeats, work)).collect()
}

fn drafts(part: Part<Piece>, intake: &Intake) -> Vec<Part<Draft>> {
    let Part { input, place, result } = part;
    match result {
        Ok(piece) => intake.drafts(&piece).into_iter().map(|draft| Part { input: input.clone(), place: draft.place.clone(), result: Ok(draft) }).collect(),
        Err(refusal) => vec![Part { input, place, result: Err(refusal) }],
    }
}

fn close<T>(part: Part<Draft>, intake: &Intake, repeats: &Repeats, work: &impl Fn(&str, Report) -> T) -> Part<(Outcome, T)> {
    let Part { input, place, result } = part;
    let result = result.and_then(|draft| intake.close(draft, repeats).1.map_err(Refusal::Ingest)).map(|report| (outcome_of(&report), work(&where_in(&input, &place), report)));
    Part { input, place, result }
}

fn outcome_of(report: &Report) -> Outcome {
    if report.language.as_deref().is_none_or(is_read) { Outcome::Read } else { Outcome::OtherLanguage }
}

type Stream = Box<dyn Read + Send>;

/// The pieces of all inputs, in their order.
struct Inputs {
    files: VecDeque<(PathBuf, io::Result<()>)>,
    open: Option<(Arc<str>, Pieces<Stream>)>,
    bar: ProgressBar,
}

impl Inputs {
    fn new(inputs: &[PathBuf], quiet: bool) -> Self {
        let files: VecDeque<_> = inputs.iter().flat_map(|input| files_of(input)).collect();
        let bar = progress(files.iter().map(|(path, _)| path.as_path()), quiet);
        Self { files, open: None, bar }
    }

    /// The next pieces, few enough to hold in memory.
    fn fetch(&mut self) -> Vec<Part<Piece>> {
        let mut bytes = 0;
        let mut batch = Vec::new();
        while batch.len() < BATCH && bytes < BATCH_BYTES {
            let Some(part) = self.next() else { break };
            bytes += part.result.as_ref().map_or(0, |piece| piece.bytes.len());
            batch.push(part);
        }
        batch
    }

    fn next(&mut self) -> Option<Part<Piece>> {
        loop {
            if let Some((input, pieces)) = &mut self.open {
                match pieces.next() {
                    Some(Ok(piece)) => return Some(Part { input: input.clone(), place: piece.place.clone(), result: Ok(piece) }),
                    Some(Err((place, error))) => return Some(Part { input: input.clone(), place, result: Err(Refusal::Ingest(error)) }),
                    None => self.open = None,
                }
            }
            let (path, listed) = self.files.pop_front()?;
            let input: Arc<str> = path.display().to_string().into();
            match listed.and_then(|()| self.pieces(&path)) {
                Ok(pieces) => self.open = Some((input, pieces)),
                Err(error) => return Some(Part { input, place: String::new(), result: Err(Refusal::Unreadable(error)) }),
            }
        }
    }

    fn pieces(&self, path: &Path) -> io::Result<Pieces<Stream>> {
        let stream: Stream = if path.as_os_str() == "-" { Box::new(io::stdin()) } else { Box::new(self.bar.wrap_read(File::open(path)?)) };
        Pieces::open(stream)
    }
}

/// The file itself, or the known files of a folder, but not a JSON file beside another of its name, which is about that one. A folder that cannot be listed keeps its error.
fn files_of(input: &Path) -> Vec<(PathBuf, io::Result<()>)> {
    if !input.is_dir() {
        return vec![(input.to_owned(), Ok(()))];
    }
    match fs::read_dir(input) {
        Ok(entries) => {
            let mut inside: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.is_file() && is_known(p)).collect();
            inside.sort();
            let named: BTreeSet<PathBuf> = inside.iter().filter(|p| !is_json(p)).map(|p| p.with_extension("")).collect();
            inside.retain(|p| !is_json(p) || !named.contains(&p.with_extension("")));
            inside.into_iter().map(|path| (path, Ok(()))).collect()
        }
        Err(error) => vec![(input.to_owned(), Err(error))],
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"))
}

fn is_known(path: &Path) -> bool {
    path.extension().is_some_and(|e| EXTENSIONS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

fn progress<'a>(files: impl Iterator<Item = &'a Path>, quiet: bool) -> ProgressBar {
    let total: u64 = files.filter_map(|f| fs::metadata(f).ok()).map(|m| m.len()).sum();
    if quiet || total < LONG || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bytes}/{total_bytes} {bar:30} {bytes_per_sec} {eta} left").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rawi_lexicon::Sources;

    fn names(bytes: &[u8]) -> Vec<(String, Result<String, String>)> {
        let mut file = tempfile::NamedTempFile::new().expect("a temporary file can be made");
        file.write_all(bytes).expect("a temporary file can be written");
        let name = file.path().display().to_string();
        let lexicon = Lexicon::load(&Sources::embedded()).expect("the shipped lexicon loads");
        let intake = Intake::new(&lexicon, Options::default());
        let taken = take(Inputs::new(&[file.path().to_owned()], true).fetch(), &intake, &mut Repeats::default(), &|_, report| report.text);
        let short = |part: &Part<_>| where_in(&part.input, &part.place).replace(&name, "f");
        taken.into_iter().map(|part| (short(&part), part.result.map(|(_, text)| text).map_err(|e| e.to_string()))).collect()
    }

    #[test]
    fn lines_are_numbered_as_in_the_file() {
        let got = names(b"\n  \n{\"text\": \"a\"}\n\nnonsense\n{\"text\": \"b\"}");
        assert_eq!(got.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["f:3", "f:5", "f:6"]);
        assert_eq!((got[0].1.as_deref(), got[2].1.as_deref()), (Ok("a"), Ok("b")));
        assert!(got[1].1.as_ref().is_err_and(|e| e.starts_with("not a report")), "{got:?}");
    }

    #[test]
    fn a_byte_order_mark_does_not_hide_what_follows() {
        assert_eq!(names(b"\xEF\xBB\xBF{\"text\": \"a\"}\n"), [("f:1".into(), Ok("a".into()))]);
        assert_eq!(names(b"\xEF\xBB\xBFa text"), [("f".into(), Ok("a text".into()))]);
        assert_eq!(names("ﻻ{".as_bytes()), [("f".into(), Ok("ﻻ{".into()))]);
    }

    #[test]
    fn text_is_one_report_with_every_byte() {
        assert_eq!(names(b" \n a\n{b}\n"), [("f".into(), Ok(" \n a\n{b}\n".into()))]);
        assert!(names(b"")[0].1.as_ref().is_err_and(|e| e.contains("empty")));
        assert!(names(b"  \n\n")[0].1.as_ref().is_err_and(|e| e.contains("empty")));
    }
}
