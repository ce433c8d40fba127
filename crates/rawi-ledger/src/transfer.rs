//! A ledger as lines of JSON, and back.

use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::verify::Follower;
use crate::{Entry, Head, LedgerError, Seal, Store};

/// Entries that are recorded in one go.
const BATCH: usize = 512;

/// The last line of an export. Without it the export was cut off.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    end: Seal,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Entries recorded.
    pub new: u64,
    /// Entries that were there already.
    pub known: u64,
}

/// Writes every entry as one line, in the order of recording, and a last line with the seal.
pub fn export(store: &impl Store, out: &mut impl Write) -> Result<Seal, LedgerError> {
    let mut follower = Follower::default();
    store.scan(|seq, entry| {
        follower.follow(seq, &entry)?;
        serde_json::to_writer(&mut *out, &entry)?;
        out.write_all(b"\n").map_err(LedgerError::from)
    })?;
    serde_json::to_writer(&mut *out, &End { end: follower.seal() })?;
    out.write_all(b"\n")?;
    Ok(follower.seal())
}

/// Records the entries of an export that are not there yet. The first line that is not as it was exported ends the import and is named;
/// what stands before it is kept.
pub fn import(store: &mut impl Store, input: impl BufRead) -> Result<Imported, LedgerError> {
    let mut intake = Intake { store, waiting: Vec::new(), follower: Follower::default(), done: Imported::default() };
    let mut ended = None;
    let taken = lines(input, |line, bytes| {
        if ended.is_some() {
            return Err(bad(line, "nothing may follow the last line of an export"));
        }
        if bytes.starts_with(b"{\"end\"") {
            ended = Some(line);
            return intake.close(line, bytes);
        }
        intake.take(line, bytes)
    });
    // The good entries before a bad line are kept either way.
    intake.flush()?;
    let read = taken?;
    match ended {
        Some(_) => Ok(intake.done),
        None => Err(bad(read + 1, "the export was cut off before this line; everything before it was imported")),
    }
}

fn bad(line: u64, reason: impl Into<String>) -> LedgerError {
    LedgerError::Line { line, reason: reason.into() }
}

/// Calls `each` for every line with its number, and returns how many there were.
fn lines(mut input: impl BufRead, mut each: impl FnMut(u64, &[u8]) -> Result<(), LedgerError>) -> Result<u64, LedgerError> {
    let mut bytes = Vec::new();
    let mut number = 0;
    while input.read_until(b'\n', &mut bytes)? > 0 {
        number += 1;
        each(number, bytes.trim_ascii_end())?;
        bytes.clear();
    }
    Ok(number)
}

struct Intake<'a, S> {
    store: &'a mut S,
    waiting: Vec<Entry>,
    follower: Follower,
    done: Imported,
}

impl<S: Store> Intake<'_, S> {
    fn take(&mut self, line: u64, bytes: &[u8]) -> Result<(), LedgerError> {
        let entry: Entry = serde_json::from_slice(bytes).map_err(|e| bad(line, format!("no entry as rawi ledger export writes it: {e}")))?;
        self.follower.follow(line, &entry).map_err(|e| match e {
            LedgerError::Bad(fault) => bad(line, fault.to_string()),
            other => other,
        })?;
        if self.is_known(line, &entry)? {
            self.done.known += 1;
            return Ok(());
        }
        self.waiting.push(entry);
        if self.waiting.len() < BATCH { Ok(()) } else { self.flush() }
    }

    /// An entry of the same place is either the same entry, or the two ledgers went different ways.
    fn is_known(&self, line: u64, entry: &Entry) -> Result<bool, LedgerError> {
        let head: Option<Head> = self.store.head(&entry.stream)?;
        match head {
            Some((idx, hash)) if idx == entry.idx && hash == entry.hash => Ok(true),
            Some((idx, _)) if idx >= entry.idx => match self.store.stream(&entry.stream)?.get(entry.idx as usize) {
                Some(own) if own.hash == entry.hash => Ok(true),
                _ => Err(bad(line, format!("{} #{} is another entry in this ledger; nothing of it was changed", entry.stream, entry.idx))),
            },
            _ => Ok(false),
        }
    }

    fn flush(&mut self) -> Result<(), LedgerError> {
        self.store.append(&self.waiting)?;
        self.done.new += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    fn close(&self, line: u64, bytes: &[u8]) -> Result<(), LedgerError> {
        let end: End = serde_json::from_slice(bytes).map_err(|e| bad(line, format!("the last line is damaged: {e}")))?;
        if end.end == self.follower.seal() { Ok(()) } else { Err(bad(line, "the seal does not fit the entries before it: some are missing or in another order")) }
    }
}
