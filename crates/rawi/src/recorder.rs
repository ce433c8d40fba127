//! Reports into the ledger, batch by batch: read, compared with what is there, recorded whole, then acknowledged.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::Path;

use rawi_export::{ReusedRecord, mark_reuse};
use rawi_ingest::{Reused, is_read};
use rawi_ledger::{Draft, Kind, Ledger, LedgerError, ReadingBody, Store, append, is_known, present_reading};
use rawi_model::Report;
use rayon::prelude::*;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::ledger_file::{lexicon_draft, now, reading_body, report_draft};
use crate::lexicon_files::Loaded;
use crate::reuse::{Window, records};

/// What became of the reports that were taken in.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// Recorded now.
    pub new: u64,
    /// They were there already.
    pub known: u64,
    /// Claims of the new ones.
    pub claims: usize,
    /// Their identifier stands for another text.
    pub refused: u64,
    /// Reports recorded before, of which it shows now that their words are another's, or are not.
    pub renewed: u64,
}

impl Counts {
    /// One line on standard error.
    pub fn tell(&self, ledger: &Path) {
        eprintln!("rawi: {} reports recorded with {} claims, {} were there already; ledger {}", self.new, self.claims, self.known, ledger.display());
        if self.renewed > 0 {
            eprintln!("rawi: {} reports recorded before have another origin of their words now", self.renewed);
        }
    }
}

/// Records reports in one ledger.
pub struct Recorder<'a> {
    store: Ledger,
    loaded: &'a Loaded,
    folder: Option<&'a Path>,
    window: Window,
    /// What was recorded so far.
    pub counts: Counts,
}

/// What a recorder leaves to the next one of the same ledger.
pub struct Kept {
    window: Window,
    entries: u64,
}

/// A report that is ready to be recorded.
struct Ready {
    name: String,
    report: Report,
    reading: Option<ReadingBody>,
}

impl<'a> Recorder<'a> {
    /// Reads with a lexicon, which came from `folder` unless it is the one that ships.
    pub fn new(store: Ledger, loaded: &'a Loaded, folder: Option<&'a Path>) -> Self {
        Self { store, loaded, folder, window: Window::default(), counts: Counts::default() }
    }

    /// Goes on where another recorder of the ledger ended. What that one knew of recorded reports counts unless someone else has written since.
    pub fn resumed(store: Ledger, loaded: &'a Loaded, folder: Option<&'a Path>, kept: Option<Kept>) -> Result<Self, LedgerError> {
        let entries = store.seal()?.entries;
        let window = kept.filter(|kept| kept.entries == entries).map(|kept| kept.window).unwrap_or_default();
        Ok(Self { window, ..Self::new(store, loaded, folder) })
    }

    /// Closes the ledger, and keeps what is worth keeping.
    pub fn kept(self) -> Result<Kept, LedgerError> {
        Ok(Kept { entries: self.store.seal()?.entries, window: self.window })
    }

    /// Records one batch as a whole, then prints a line for every new report: what is printed is safe.
    pub fn take(&mut self, batch: Vec<(String, Report)>) -> Result<(), LedgerError> {
        let new = self.unknown(batch)?;
        if new.is_empty() {
            return Ok(());
        }
        let loaded = self.loaded;
        let mut ready: Vec<Ready> = new.into_par_iter().map(|(name, report)| ready(loaded, name, report)).collect::<serde_json::Result<_>>()?;
        let renewed = self.compare(&mut ready)?;
        let lines: String = ready.iter().map(|r| format!("{} {} claims {}\n", r.report.id(), r.claims(), r.name)).collect();
        let (reports, claims) = (ready.len() as u64, ready.iter().map(Ready::claims).sum::<usize>());
        let mut drafts = Vec::from_iter(lexicon_draft(&self.store, loaded, self.folder)?);
        let more = renewed.len() as u64;
        for one in ready {
            drafts.extend(one.drafts()?);
        }
        drafts.extend(renewed);
        append(&mut self.store, drafts, &now())?;
        self.counts = Counts { new: self.counts.new + reports, claims: self.counts.claims + claims, renewed: self.counts.renewed + more, ..self.counts };
        // A reader that has gone away is no reason to stop recording.
        let mut out = io::stdout().lock();
        let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
        Ok(())
    }

    /// Reports that the ledger does not have, each once.
    fn unknown(&mut self, batch: Vec<(String, Report)>) -> Result<Vec<(String, Report)>, LedgerError> {
        let mut seen = HashSet::new();
        let mut new = Vec::with_capacity(batch.len());
        for (name, report) in batch {
            let id = report.id();
            match is_known(&self.store, &id, &report.text) {
                Ok(false) if seen.insert(id) => new.push((name, report)),
                Ok(_) => self.counts.known += 1,
                Err(conflict @ LedgerError::Conflict { .. }) => {
                    eprintln!("rawi: {name}: {conflict}");
                    self.counts.refused += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(new)
    }

    /// Marks the claims of new reports whose words are another's. Gives new readings of recorded reports for which these show the same.
    fn compare(&mut self, ready: &mut [Ready]) -> Result<Vec<Draft>, LedgerError> {
        let read: Vec<Report> = ready.iter().filter(|r| r.reading.is_some()).map(|r| r.report.clone()).collect();
        let touched = self.window.take(&self.store, self.loaded.lexicon, &read)?;
        let mut by_id: HashMap<String, &mut Ready> = ready.iter_mut().map(|r| (r.report.id(), r)).collect();
        let mut renewed = Vec::new();
        for (id, reused) in touched {
            match by_id.get_mut(&id) {
                Some(Ready { report, reading: Some(body), .. }) => mark(body, &records(&reused, &report.text))?,
                Some(_) => {}
                None => renewed.extend(self.renewed(&id, &reused)?),
            }
        }
        Ok(renewed)
    }

    /// The reading of a recorded report with other marks, unless they are the ones that it has.
    fn renewed(&self, id: &str, reused: &[Reused]) -> Result<Option<Draft>, LedgerError> {
        let entries = self.store.stream(id)?;
        let Some(mut body) = present_reading(&entries)? else { return Ok(None) };
        let report: Value = serde_json::from_str(entries[0].body.get())?;
        let reused = records(reused, report["text"].as_str().unwrap_or_default());
        let before: Vec<ReusedRecord> = body.reused.iter().filter_map(|r| serde_json::from_str(r.get()).ok()).collect();
        if reused == before {
            return Ok(None);
        }
        mark(&mut body, &reused)?;
        Ok(Some(Draft::new(id, Kind::Reading, &body)?))
    }
}

impl Ready {
    fn claims(&self) -> usize {
        self.reading.as_ref().map_or(0, |r| r.claims.len())
    }

    /// The report's entry and, in a language that is read, its reading.
    fn drafts(self) -> serde_json::Result<Vec<Draft>> {
        let mut drafts = vec![report_draft(&self.report)?];
        if let Some(body) = self.reading {
            drafts.push(Draft::new(self.report.id(), Kind::Reading, &body)?);
        }
        Ok(drafts)
    }
}

fn ready(loaded: &Loaded, name: String, report: Report) -> serde_json::Result<Ready> {
    let reads = report.language.as_deref().is_none_or(is_read);
    let reading = reads.then(|| reading_body(loaded.lexicon, &loaded.name, &report)).transpose()?;
    Ok(Ready { name, report, reading })
}

/// Marks the claims of a reading, and keeps what they were marked by.
pub fn mark(body: &mut ReadingBody, reused: &[ReusedRecord]) -> serde_json::Result<()> {
    body.reused = reused.iter().map(to_raw_value).collect::<Result<_, _>>()?;
    let marked = body.claims.iter().map(|claim| RawValue::from_string(mark_reuse(claim.get(), reused)));
    body.claims = marked.collect::<Result<_, _>>()?;
    Ok(())
}
