//! Any text can be read, with the same claims each time, and its spans are in the text.
#![no_main]

use std::sync::LazyLock;

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use rawi_export::{Offsets, record};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads"));

fuzz_target!(|text: &str| {
    let report = Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text) };
    let reading = rawi_reader::read(&LEXICON, &report);
    let offsets = Offsets::new(text);
    for claim in &reading.claims {
        assert!(!claim.chain.is_empty() && (0.0..=1.0).contains(&claim.confidence));
        serde_json::to_string(&record(&report, &reading, claim, &offsets)).expect("a record can be written");
    }
    assert!(reading.notes.iter().all(|note| note.span.of(text).len() <= text.len()));
    assert_eq!(reading, rawi_reader::read(&LEXICON, &report));
});
