//! The sample reports that ship with Rawi, as a ledger.

use include_dir::{Dir, include_dir};
use rawi_eval::Gold;
use rawi_ledger::{Draft, Kind, SqliteStore, append};
use rawi_model::Report;
use rayon::prelude::*;
use tempfile::TempDir;

use crate::Failure;
use crate::ledger_file::{lexicon_draft, now, reading_body, report_draft};
use crate::lexicon_files::Loaded;

static REPORTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../corpus/reports");

/// Reads all sample reports into a ledger in a folder that goes away with the value.
pub fn ledger(loaded: &Loaded) -> Result<TempDir, Failure> {
    let folder = tempfile::Builder::new().prefix("rawi-demo-").tempdir().map_err(|e| Failure::partial(format!("no room for a ledger among temporary files: {e}")))?;
    let mut store = SqliteStore::write(&folder.path().join("rawi.db"))?;
    let read: Result<Vec<[Draft; 2]>, String> = reports()?.par_iter().map(|report| drafts(loaded, report).map_err(|e| e.to_string())).collect();
    let drafts = read.map_err(Failure::partial)?.into_iter().flatten();
    let lexicon = lexicon_draft(&store, loaded, None)?;
    append(&mut store, lexicon.into_iter().chain(drafts).collect(), &now())?;
    Ok(folder)
}

fn drafts(loaded: &Loaded, report: &Report) -> serde_json::Result<[Draft; 2]> {
    let body = reading_body(loaded.lexicon, &loaded.name, report)?;
    Ok([report_draft(report)?, Draft::new(report.id(), Kind::Reading, &body)?])
}

/// Every pair NAME.txt and NAME.json: the text, and in the gold who published it and when.
fn reports() -> Result<Vec<Report>, Failure> {
    let texts = REPORTS.files().filter(|f| f.path().extension().is_some_and(|e| e == "txt"));
    let pairs = texts.filter_map(|text| Some((text.contents(), REPORTS.get_file(text.path().with_extension("json"))?.contents_utf8()?)));
    pairs.map(|(text, gold)| report(text, gold).map_err(|e| Failure::partial(format!("a sample report cannot be used: {e}")))).collect()
}

fn report(text: &[u8], gold: &str) -> Result<Report, String> {
    let gold = Gold::parse(gold).map_err(|e| e.to_string())?;
    let mut report = rawi_ingest::from_text(text).map_err(|e| e.to_string())?;
    report.outlet = gold.outlet.filter(|o| !o.is_empty());
    report.published = gold.published.filter(|p| !p.is_empty()).map(|p| rawi_ingest::parse_date(&p)).transpose().map_err(|e| e.to_string())?;
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_report_is_usable() {
        let found = reports().unwrap_or_else(|f| panic!("{}", f.message()));
        assert_eq!(found.len(), REPORTS.files().filter(|f| f.path().extension().is_some_and(|e| e == "txt")).count());
        assert!(found.len() >= 50 && found.iter().all(|r| r.outlet.is_some()));
    }
}
