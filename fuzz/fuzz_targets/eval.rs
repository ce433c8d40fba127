//! Any gold, text, records and names, separated by NUL, can be scored; a snapshot reads back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_eval::{Figures, Gold, Names, ReadClaim, Snapshot, score_report, similarity};

fuzz_target!(|input: &str| {
    let mut parts = input.split('\0');
    let mut next = || parts.next().unwrap_or_default();
    let (gold, text, records, names) = (next(), next(), next(), next());
    assert!((0.0..=1.0).contains(&similarity(text, names)) || text.len() > 10_000);
    drop(Snapshot::parse(input));
    let Ok(gold) = Gold::parse(gold) else { return };
    let read: Vec<ReadClaim> = records.lines().filter_map(|line| ReadClaim::parse(serde_json::from_str(line).ok()?).ok()).collect();
    let scored = score_report(&gold, text, &read, &Names::parse(names));
    let figures = Figures::of(&scored.score);
    assert!(figures.matched <= figures.gold.min(figures.read));
    assert!([figures.claim_f1, figures.claim_p, figures.claim_r, figures.strict_f1].iter().all(|f| (0.0..=1.0).contains(f)));
    scored.verdicts.iter().for_each(|verdict| drop(verdict.complaint("report", &gold, &read)));
    let mut snapshot = Snapshot::default();
    snapshot.report("report", &gold, &read, &scored);
    assert_eq!(Snapshot::parse(&snapshot.to_string()).as_ref(), Ok(&snapshot));
});
