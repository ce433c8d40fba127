//! Recording: drafts get their place in their streams.

use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::{Draft, Entry, Head, LedgerError, Store};

/// Records drafts, all or none. `at` is the time of recording, RFC 3339 in UTC.
pub fn append(store: &mut impl Store, drafts: Vec<Draft>, at: &str) -> Result<Vec<Entry>, LedgerError> {
    let mut heads: FxHashMap<String, Option<Head>> = FxHashMap::default();
    let mut entries = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let head = match heads.get(&draft.stream) {
            Some(head) => *head,
            None => store.head(&draft.stream)?,
        };
        let entry = Entry::after(head, draft, at);
        heads.insert(entry.stream.clone(), Some((entry.idx, entry.hash)));
        entries.push(entry);
    }
    store.append(&entries)?;
    Ok(entries)
}

/// Whether a report is already there. Identifiers are short: one that stands for another text is a [`LedgerError::Conflict`], not a known report.
pub fn is_known(store: &impl Store, report: &str, text: &str) -> Result<bool, LedgerError> {
    if store.head(report)?.is_none() {
        return Ok(false);
    }
    let entries = store.stream(report)?;
    let stored: Value = entries.first().map_or(Ok(Value::Null), |e| serde_json::from_str(e.body.get()))?;
    if stored["text"].as_str() == Some(text) {
        return Ok(true);
    }
    Err(LedgerError::Conflict { stream: report.to_owned(), idx: 0, reason: "another text has the same identifier; this one was not recorded".to_owned() })
}
