//! What can go wrong with a ledger.

use std::fmt;
use std::path::PathBuf;

/// The first entry that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its position in the order of recording, from 1.
    pub seq: u64,
    /// Its stream, when it could be read.
    pub stream: Option<String>,
    /// Its number in the stream, when it could be read.
    pub idx: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "entry {}", self.seq)?;
        if let (Some(stream), Some(idx)) = (&self.stream, self.idx) {
            write!(f, " ({stream} #{idx})")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// What a server says, with the reason behind it.
fn words(error: &postgres::Error) -> String {
    std::iter::successors(std::error::Error::source(error), |e| e.source()).fold(error.to_string(), |words, e| format!("{words}: {e}"))
}

/// Why a ledger could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another process writes.
    #[error("{path}: {holder} is writing to this ledger, and only one can; wait until it has ended, or give another --ledger")]
    Busy {
        /// The ledger.
        path: PathBuf,
        /// Who holds it.
        holder: String,
    },
    /// There is no ledger at this place.
    #[error("{0}: there is no ledger here; begin one with: rawi ingest --ledger {0} REPORTS")]
    Missing(PathBuf),
    /// The file is a database of something else, or of a later version.
    #[error("{path}: {reason}")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        reason: String,
    },
    /// The place cannot be used.
    #[error("{path}: {source}")]
    Place {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The disk is full. What was acknowledged stands; the batch at hand was not recorded.
    #[error("{0}: the disk is full; everything acknowledged is safe, the last batch was not recorded: make room and run the same command again")]
    Full(PathBuf),
    /// The database refuses.
    #[error("{path}: {source}")]
    Database {
        /// The ledger.
        path: PathBuf,
        /// What the database says.
        source: rusqlite::Error,
    },
    /// The server refuses, or is not there.
    #[error("{ledger}: {}; what was acknowledged is safe, the batch at hand was not recorded", words(source))]
    Server {
        /// The ledger.
        ledger: String,
        /// What the server or the connection says.
        source: postgres::Error,
    },
    /// An entry is not as it was recorded.
    #[error("{0}")]
    Bad(Fault),
    /// Entries are missing or too many, against the count and the seal that every commit renews.
    #[error("{found} entries are there, {recorded} were recorded and the seals differ: entries were lost, added or put in another order")]
    Seal {
        /// Entries found.
        found: u64,
        /// Entries recorded.
        recorded: u64,
    },
    /// Entries are in order, but what is derived from them is not.
    #[error("every entry is in order, but the projection '{0}' is not what they give; make it anew with: rawi ledger rebuild")]
    Projection(String),
    /// Entries are in order, but pages of the file are not.
    #[error("every entry can be read and is in order, but the file is damaged ({0}); save the entries with: rawi ledger export --to FILE, and import them into another --ledger")]
    Damaged(String),
    /// A line of an export.
    #[error("line {line}: {reason}")]
    Line {
        /// Line, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
    /// An entry does not follow what the ledger has.
    #[error("{stream} #{idx}: {reason}")]
    Conflict {
        /// Its stream.
        stream: String,
        /// Its number.
        idx: u64,
        /// What is wrong.
        reason: String,
    },
    /// A stream cannot be read or written.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// A body cannot be read or written as JSON.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
}
