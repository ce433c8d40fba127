//! Whose words the sentences of a report are: a shelf of reports, and the window of it that new reports of a ledger are compared with.

use std::collections::{BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;
use rawi_export::{Offsets, ReusedRecord};
use rawi_ingest::{REUSE_DAYS, Reused, Shelf, Shelved, from_json, is_read};
use rawi_ledger::{LedgerError, Store};
use rawi_lexicon::Lexicon;
use rawi_model::Report;
use rayon::prelude::*;

/// Reports beyond which days that are not needed are taken off the shelf again. A report of 300 words takes about 11 KB.
const HELD: usize = 30_000;

/// A report ready for the shelf.
pub fn shelved(lexicon: &Lexicon, report: &Report) -> Shelved {
    Shelved::new(report, report.outlet.as_deref().and_then(|o| lexicon.outlet(o)).is_some_and(|o| o.kind == "agency"))
}

/// Reused words as records have them.
pub fn records(reused: &[Reused], text: &str) -> Vec<ReusedRecord> {
    let offsets = Offsets::new(text);
    let record = |r: &Reused| {
        let (start, end) = offsets.span(r.span);
        ReusedRecord { start, end, from: r.from.clone(), because: r.because.map_or("undecided", |b| b.code()).to_owned() }
    };
    reused.iter().map(record).collect()
}

/// The reports of a ledger around the days that are being recorded.
#[derive(Default)]
pub struct Window {
    shelf: Shelf,
    days: BTreeSet<Option<Date>>,
    /// What was found last, by place on the shelf, for reports that were looked at since they were put there.
    found: HashMap<usize, Vec<Reused>>,
}

impl Window {
    /// Puts new reports on the shelf, beside what the ledger holds of the days around them. Gives, by identifier, every report whose reused words
    /// may be others than recorded, the new ones included. After an error the window must not be used again.
    pub fn take(&mut self, store: &impl Store, lexicon: &Lexicon, new: &[Report]) -> Result<Vec<(String, Vec<Reused>)>, LedgerError> {
        self.load(store, lexicon, &new.iter().map(|r| r.published).collect())?;
        let first = self.shelf.len();
        let ready: Vec<Shelved> = new.par_iter().map(|report| shelved(lexicon, report)).collect();
        ready.into_iter().for_each(|report| self.shelf.put(report));
        let shelf = &self.shelf;
        let mut touched: Vec<(usize, Vec<Reused>)> = shelf.touched(first).into_par_iter().map(|at| (at, shelf.reused(at))).collect();
        touched.retain(|(at, reused)| self.found.get(at) != Some(reused));
        self.found.extend(touched.iter().cloned());
        Ok(touched.into_iter().map(|(at, reused)| (self.shelf.source(at).id.clone(), reused)).collect())
    }

    /// Loads the days that can bear on reports of some days: those that these can touch, and what those rest on.
    fn load(&mut self, store: &impl Store, lexicon: &Lexicon, days: &BTreeSet<Option<Date>>) -> Result<(), LedgerError> {
        let around = |day: Date| (-2 * REUSE_DAYS..=2 * REUSE_DAYS).filter_map(move |n| day.checked_add(n.days()).ok().map(Some));
        let needed: BTreeSet<Option<Date>> = days.iter().flat_map(|day| day.map_or(vec![None], |day| around(day).collect())).collect();
        if self.shelf.len() > HELD && !self.days.is_subset(&needed) {
            *self = Self::default();
        }
        for day in needed.difference(&self.days) {
            let mut bodies = Vec::new();
            store.published_on(day.map(|d| d.to_string()).as_deref(), |body| bodies.push(body.to_owned()))?;
            let ready: Vec<Shelved> =
                bodies.par_iter().filter_map(|body| from_json(body.as_bytes()).ok()).filter(|r| r.language.as_deref().is_none_or(is_read)).map(|r| shelved(lexicon, &r)).collect();
            ready.into_iter().for_each(|report| self.shelf.put(report));
        }
        self.days.extend(needed);
        Ok(())
    }
}
