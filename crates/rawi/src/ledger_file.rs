//! Which ledger, and what goes into it.

use std::path::{Path, PathBuf};

use clap::Args;
use etcetera::BaseStrategy;
use jiff::Timestamp;
use rawi_export::{Offsets, record, report_record};
use rawi_ledger::{Draft, Kind, Ledger, LedgerError, ReadingBody, Store, address};
use rawi_lexicon::Lexicon;
use rawi_model::{Note, Report};
use serde_json::value::{RawValue, to_raw_value};

use crate::Failure;
use crate::lexicon_files::Loaded;

/// Stream of the lexicons that were read with.
const LEXICONS: &str = "lexicon";

/// The flag that names the ledger.
#[derive(Args, Clone, Debug)]
pub struct LedgerArg {
    /// The ledger: a file, or postgres://USER@HOST/DATABASE [default: $RAWI_LEDGER, else rawi.db in the user's data directory]
    #[arg(long, value_name = "PATH|URL")]
    pub ledger: Option<PathBuf>,
}

impl LedgerArg {
    /// Where the ledger is.
    pub fn path(&self) -> Result<PathBuf, Failure> {
        let named = self.ledger.clone().or_else(|| std::env::var_os("RAWI_LEDGER").filter(|v| !v.is_empty()).map(PathBuf::from));
        match named {
            Some(path) if address(&path).is_none() && path.to_str().is_some_and(|p| p.contains("://")) => {
                Err(Failure::usage(format!("--ledger {}: a ledger is a file or a database of PostgreSQL; give a path or postgres://USER@HOST/DATABASE", path.display())))
            }
            Some(path) => Ok(path),
            None => in_data_directory(),
        }
    }

    /// Whether a ledger is there to be read.
    pub fn is_there(&self) -> bool {
        self.path().is_ok_and(|path| address(&path).is_some() || path.is_file())
    }

    /// Opens it for reading.
    pub fn read(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::read(&self.path()?)?)
    }

    /// Opens it for writing; it must be there.
    pub fn change(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::change(&self.path()?)?)
    }

    /// Opens it for writing, and begins it if need be.
    pub fn write(&self) -> Result<Ledger, Failure> {
        Ok(Ledger::write(&self.path()?)?)
    }
}

/// Where the ledger is unless one is named.
pub fn in_data_directory() -> Result<PathBuf, Failure> {
    let base = etcetera::choose_base_strategy().map_err(|e| Failure::usage(format!("no data directory is known ({e}); give --ledger PATH")))?;
    Ok(base.data_dir().join("rawi").join("rawi.db"))
}

/// A ledger that is missing is wrong usage, everything else a failure.
impl From<LedgerError> for Failure {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Missing(_) | LedgerError::Foreign { .. } => Self::usage(error.to_string()),
            _ => Self::partial(error.to_string()),
        }
    }
}

/// The time of recording: now, to the second.
pub fn now() -> String {
    Timestamp::from_second(Timestamp::now().as_second()).unwrap_or_default().to_string()
}

/// The first entry of a report's stream.
pub fn report_draft(report: &Report) -> serde_json::Result<Draft> {
    Draft::new(report.id(), Kind::Report, &report_record(report))
}

/// Reads a report into what a reading entry holds.
pub fn reading_body(lexicon: &Lexicon, name: &str, report: &Report) -> serde_json::Result<ReadingBody> {
    let reading = rawi_reader::read(lexicon, report);
    let offsets = Offsets::new(&report.text);
    let claims: serde_json::Result<Vec<_>> = reading.claims.iter().map(|claim| to_raw_value(&record(report, &reading, claim, &offsets))).collect();
    let notes: serde_json::Result<Vec<_>> = reading.notes.iter().map(|n| note(n, &offsets)).collect();
    Ok(ReadingBody { lexicon: name.to_owned(), reader: env!("CARGO_PKG_VERSION").to_owned(), claims: claims?, notes: notes?, reused: Vec::new() })
}

fn note(note: &Note, offsets: &Offsets<'_>) -> serde_json::Result<Box<RawValue>> {
    let (start, end) = offsets.span(note.span);
    to_raw_value(&serde_json::json!({"kind": note.kind.code(), "start": start, "end": end, "message": note.message}))
}

/// The entry of a lexicon, unless the ledger knows it already.
pub fn lexicon_draft(store: &impl Store, loaded: &Loaded, folder: Option<&Path>) -> Result<Option<Draft>, LedgerError> {
    let id = format!("\"id\":\"{}\"", loaded.name);
    if store.stream(LEXICONS)?.iter().any(|entry| entry.body.get().contains(&id)) {
        return Ok(None);
    }
    let from = folder.map_or_else(|| "built in".to_owned(), |f| f.display().to_string());
    let body = serde_json::json!({"id": loaded.name, "files": loaded.files, "from": from, "reader": env!("CARGO_PKG_VERSION")});
    Ok(Some(Draft::new(LEXICONS, Kind::Lexicon, &body)?))
}
