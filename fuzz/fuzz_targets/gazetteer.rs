//! Any text as a gazetteer gives places that load again.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rawi_lexicon::{Gazetteer, Import, Lexicon, Sources, gazetteer_rows};

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads"));

fuzz_target!(|text: &str| {
    for gazetteer in [Gazetteer::GeoNames, Gazetteer::WhosOnFirst] {
        let rows = gazetteer_rows(gazetteer, text, Some("sy")).into_iter().filter_map(|(_, row)| row.ok()).collect();
        let import = Import::plan(&LEXICON, rows, text.len() % 2 == 0);
        let Some(counts) = import.counts().get("sy").filter(|counts| counts.added > 0) else { continue };
        let mut sources = Sources::default();
        sources.insert("places/sy-import.csv", import.csv("sy").expect("an import can be written"));
        // Units that ship are not there, so what lies in them is told; nothing else may be wrong with the rows.
        let problems = Lexicon::check(&sources);
        let own: Vec<_> = problems.iter().filter(|p| p.file == "places/sy-import.csv" && !p.message.contains("lies in 'place:")).collect();
        assert!(own.is_empty(), "{counts:?} {own:?}");
    }
});
