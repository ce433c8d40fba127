//! What every fuzz target of the intake asserts: a report or a reason, with sound spans.

use std::sync::LazyLock;

use rawi_ingest::{Format, Intake, Options, Piece, Repeats};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).expect("the shipped lexicon loads"));
static INTAKE: LazyLock<Intake> = LazyLock::new(|| Intake::new(&LEXICON, Options { uncertain: true, ..Options::default() }));

/// Reads bytes as one format.
pub fn read_as(format: Format, bytes: &[u8]) {
    read(&Piece { place: String::new(), format, bytes: bytes.to_vec(), charset: None, address: Some("https://a.example/2024/12/08/x".into()) });
}

/// Reads a piece; every report that comes of it must be sound, with and without what repeats.
pub fn read(piece: &Piece) {
    let mut repeats = Repeats::default();
    let drafts = INTAKE.drafts(piece);
    drafts.iter().for_each(|draft| draft.observe(&mut repeats));
    drafts.into_iter().filter_map(|draft| INTAKE.close(draft, &repeats).1.ok()).for_each(|report| sound(&report));
}

/// Blocks lie in the text, in order; the record of the report gives the report back.
fn sound(report: &Report) {
    assert!(!report.text.trim().is_empty());
    let mut end = 0;
    for block in &report.blocks {
        assert!(end <= block.span.start && block.span.start <= block.span.end);
        assert!(report.text.get(block.span.start..block.span.end).is_some());
        end = block.span.end;
    }
    let record = serde_json::to_vec(&rawi_export::report_record(report)).expect("a record is JSON");
    let again = rawi_ingest::from_json(&record).expect("a record is read back");
    assert_eq!((&again.text, &again.blocks, again.id()), (&report.text, &report.blocks, report.id()));
}
