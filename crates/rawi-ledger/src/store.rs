//! What a database has to offer.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use rawi_situation::names::Entry as Thing;

use crate::statements::{Asked, Statements};
use crate::{Entry, Hash, LedgerError, Query};

/// The last entry of a stream: its number and its hash.
pub type Head = (u64, Hash);

/// Count of entries and one hash over all of them in the order of recording. Whoever notes a seal down can tell later that nothing before it was
/// changed, lost or put in between: chains within streams cannot show that a whole stream, or the end of one, is gone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// How many entries.
    pub entries: u64,
    /// The hash.
    pub hash: Hash,
}

impl Seal {
    /// The seal with one more entry.
    pub fn with(self, entry: Hash) -> Self {
        let digest = Sha256::new().chain_update(self.hash.0).chain_update(entry.0).finalize();
        Self { entries: self.entries + 1, hash: Hash(digest.into()) }
    }
}

/// A sentence that was searched for. Offsets are code points into the report's text, half-open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// The report.
    pub report: String,
    /// When it was published, as the report has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// The sentence's words.
    pub sentence: String,
    /// Where it begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The words that were searched for.
    pub matches: Vec<(usize, usize)>,
}

/// A report as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportLine {
    /// Its identifier.
    pub id: String,
    /// When it was published, as the report has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<String>,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its outlet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// Its headline, when it is kept apart from the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The first 300 letters of its text.
    #[serde(skip)]
    pub beginning: String,
}

/// A place where entries are kept, with their projections. Written for one writer and many readers.
pub trait Store {
    /// The last entry of a stream.
    fn head(&self, stream: &str) -> Result<Option<Head>, LedgerError>;

    /// Records entries and what they project, all or none. When it returns they are safe against a crash of the program and of the machine.
    /// An entry that does not follow the head of its stream is a [`LedgerError::Conflict`].
    fn append(&mut self, entries: &[Entry]) -> Result<(), LedgerError>;

    /// Every entry in the order of recording, with its position from 1. Chains are not checked here; an entry that cannot be read is [`LedgerError::Bad`].
    fn scan(&self, each: impl FnMut(u64, Entry) -> Result<(), LedgerError>) -> Result<(), LedgerError>;

    /// The entries of a stream in their order.
    fn stream(&self, stream: &str) -> Result<Vec<Entry>, LedgerError>;

    /// The first entry of every report that was published on a day (as its record has it, such as `2024-12-08`; `None`: without a date), in the
    /// order of recording. A database that can look days up does better than this.
    fn published_on(&self, day: Option<&str>, mut each: impl FnMut(&str)) -> Result<(), LedgerError>
    where
        Self: Sized,
    {
        self.scan(|_, entry| {
            let body: serde_json::Value = serde_json::from_str(entry.body.get()).unwrap_or_default();
            if entry.kind == crate::Kind::Report && body["published"].as_str().and_then(|p| p.get(..10)) == day {
                each(entry.body.get());
            }
            Ok(())
        })
    }

    /// The seal that the last commit left.
    fn seal(&self) -> Result<Seal, LedgerError>;

    /// Throws all projections away and makes them from the entries.
    fn rebuild(&mut self) -> Result<(), LedgerError>;

    /// The first projection that is not what the entries give. Changes nothing. A file whose pages do not fit together is [`LedgerError::Damaged`].
    fn stale_projection(&mut self) -> Result<Option<String>, LedgerError>;

    /// Gives the room of projections back and puts them in order. Entries stay as they are.
    fn compact(&mut self) -> Result<(), LedgerError>;

    /// Claim records, one JSON object each, in the order of recording: of every report the present reading, without what was retracted.
    ///
    /// With `known` (seconds since 1970, UTC) only what was published and not yet retracted then. A day counts from its beginning, and
    /// claims of reports without a date are always given: whoever weighs them decides.
    fn claims(&self, known: Option<i64>, each: impl FnMut(&str)) -> Result<(), LedgerError>;

    /// Every report that was not retracted, in the order of recording.
    fn reports(&self, each: impl FnMut(ReportLine)) -> Result<(), LedgerError>;

    /// The latest time by which a claim that counts could be known, in seconds since 1970: the end of the day when only that is given.
    fn last_known(&self) -> Result<Option<i64>, LedgerError>;

    /// Places and persons that statements speak of, with their keys.
    fn subjects(&self) -> Result<Vec<(i64, Thing)>, LedgerError>;

    /// What a weighing needs of the claims that count, without their records.
    fn statements(&self, asked: &Asked) -> Result<Statements, LedgerError>;

    /// Records of casualties that were reported from `since` on and known at `known`, in seconds since 1970, in the order of recording.
    fn tolls(&self, since: i64, known: i64, each: impl FnMut(&str)) -> Result<(), LedgerError>;

    /// Reports one of whose readings or reviews speaks of a claim.
    fn reports_of(&self, claim: &str) -> Result<Vec<String>, LedgerError>;

    /// Reports with reviews, in the order of their names.
    fn reviewed(&self) -> Result<Vec<String>, LedgerError>;

    /// Sentences that hold all words of the query, the best first. Reports that were retracted are left out.
    fn search(&self, query: &Query, limit: usize) -> Result<Vec<Hit>, LedgerError>;
}
