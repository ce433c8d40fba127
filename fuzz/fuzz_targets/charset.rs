//! Any bytes and any declared charset are decoded; any text may be a date, and may share words with any other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_ingest::{Fingerprints, compare, decode, language, machine_time, parse_date};

fuzz_target!(|input: (&[u8], &str, &str)| {
    let (bytes, declared, date) = input;
    let text = decode(bytes, Some(declared)).text;
    assert_eq!(decode(bytes, Some("utf-8")).text.is_empty(), decode(bytes, None).text.is_empty());
    drop(language(&text));
    if let Some(time) = machine_time(date).and_then(|when| when.time) {
        assert!(parse_date(&time).is_ok(), "a time that was read is a date: {time}");
    }
    let _ = parse_date(date);
    let (a, b) = (Fingerprints::new(&text), Fingerprints::new(date));
    for run in compare(&a, &b, &Default::default()).runs {
        assert!(text.get(run.a.start..run.a.end).is_some() && date.get(run.b.start..run.b.end).is_some());
    }
});
