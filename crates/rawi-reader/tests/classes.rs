//! Runs the tests that verb classes carry in `lexicon/ar/frames/*.toml`, as a ratchet.
//!
//! `known_failures.txt` beside this file lists the tests that the reader does not pass yet, one `class: text` per line.
//! A failing test that is not listed breaks the build, and so does a listed one that passes: the list only gets shorter.
//! `RAWI_BLESS=1 cargo test -p rawi-reader --test classes` rewrites it.
//!
//! What an expectation may say is in `rawi_eval::Expected`, which `rawi lexicon check` uses too.

use std::collections::BTreeSet;
use std::panic::catch_unwind;
use std::path::PathBuf;

use jiff::civil::date;
use rawi_eval::class_test;
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::Report;

/// At most this share of the tests may fail, in per cent.
const CEILING: usize = 30;

const BLESS: &str = "RAWI_BLESS";

#[test]
fn verb_classes_pass_their_own_tests() {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let mut all = BTreeSet::new();
    let mut failing = BTreeSet::new();
    let mut reasons = Vec::new();
    for class in &lexicon.classes {
        for (text, claims) in &class.tests {
            let name = format!("{}: {text}", class.name);
            assert!(all.insert(name.clone()), "the same test stands twice: {name}");
            if let Err(reason) = run(&lexicon, &class.kind, text, claims) {
                reasons.push((name.clone(), reason));
                failing.insert(name);
            }
        }
    }
    println!("{} of {} class tests fail ({} %)", failing.len(), all.len(), failing.len() * 100 / all.len().max(1));
    assert!(!all.is_empty(), "no class carries a test");
    assert!(failing.len() * 100 <= all.len() * CEILING, "{} of {} class tests fail, more than {CEILING} %", failing.len(), all.len());

    if std::env::var_os(BLESS).is_some_and(|v| v == "1") {
        let text: String = failing.iter().map(|name| format!("{name}\n")).collect();
        std::fs::write(list_path(), text).expect("known_failures.txt can be written");
        return;
    }
    let known = known_failures();
    let new: Vec<String> = reasons.iter().filter(|(name, _)| !known.contains(name)).map(|(name, reason)| format!("  {name}\n    {reason}")).collect();
    let passing: Vec<String> = known.iter().filter(|name| all.contains(*name) && !failing.contains(*name)).map(|name| format!("  {name}")).collect();
    let gone: Vec<String> = known.iter().filter(|name| !all.contains(*name)).map(|name| format!("  {name}")).collect();
    let mut complaint = String::new();
    for (lines, heading) in [
        (new, "These class tests fail and are not in known_failures.txt:"),
        (passing, "These class tests pass now: remove their lines from known_failures.txt"),
        (gone, "These lines of known_failures.txt name no class test: remove them"),
    ] {
        if !lines.is_empty() {
            complaint += &format!("\n{heading}\n{}\n", lines.join("\n"));
        }
    }
    assert!(complaint.is_empty(), "{complaint}\n({BLESS}=1 rewrites the list.)");
}

#[test]
fn every_class_has_a_test_that_fires_and_one_that_does_not() {
    let lexicon = Lexicon::load(&Sources::embedded()).expect("the embedded lexicon loads");
    let lacking: Vec<&str> = lexicon
        .classes
        .iter()
        .filter(|c| !c.tests.iter().any(|(_, claims)| claims.is_empty()) || c.tests.iter().all(|(_, claims)| claims.is_empty()))
        .map(|c| c.name.as_str())
        .collect();
    assert!(lacking.is_empty(), "classes without a test of each sort: {lacking:?}");
}

fn list_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/known_failures.txt")
}

fn known_failures() -> BTreeSet<String> {
    let text = std::fs::read_to_string(list_path()).unwrap_or_default();
    text.lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Reads `text` and tells why the claims are not the expected ones.
fn run(lexicon: &Lexicon, kind: &str, text: &str, claims: &str) -> Result<(), String> {
    let report = Report { published: Some(date(2024, 12, 5)), ..Report::from_text(text) };
    let read = catch_unwind(|| rawi_reader::read(lexicon, &report).claims).map_err(|_| "the reader panics".to_owned())?;
    class_test(kind, text, claims, &read)
}
