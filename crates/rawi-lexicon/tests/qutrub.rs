//! Paradigms against those of libqutrub, which `qutrub.py` beside this file prints:
//!
//! ```sh
//! python crates/rawi-lexicon/tests/qutrub.py lexicon > cells.tsv
//! QUTRUB_CELLS=$PWD/cells.tsv cargo test -p rawi-lexicon --test qutrub -- --ignored --nocapture
//! ```
//!
//! Where the oracle knows several verbs of the same letters, the one nearest to ours is meant.

use std::collections::{BTreeMap, HashSet};

use rawi_lexicon::{Cell, Voice, conjugate};

/// Where the oracle errs: lines `TENSE VOICE SUBJECT VERB…`, `*` for any; comments say why.
const KNOWN_ERRORS: &str = include_str!("qutrub_errors.txt");

/// A cell of the oracle: tense, voice, subject, form.
type OracleCell<'t> = [&'t str; 4];

/// The cells of every verb, by its readings.
fn oracle(cells: &str) -> BTreeMap<&str, BTreeMap<&str, Vec<OracleCell<'_>>>> {
    let mut verbs: BTreeMap<&str, BTreeMap<&str, Vec<OracleCell<'_>>>> = BTreeMap::new();
    for line in cells.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [verb, reading, tense, voice, subject, form] = parts[..] else { panic!("not a cell: {line}") };
        verbs.entry(verb).or_default().entry(reading).or_default().push([tense, voice, subject, form]);
    }
    verbs
}

/// Ours has the form in this cell.
fn agrees(ours: &[Cell], [tense, voice, subject, form]: OracleCell<'_>) -> bool {
    let in_voice = |cell: &Cell| cell.voice == Voice::Either || format!("{:?}", cell.voice) == voice;
    ours.iter().any(|c| !c.bound && c.key == form && in_voice(c) && format!("{:?}", c.tense) == tense && format!("{:?}", c.subject) == subject)
}

/// Verb, tense, voice and subject of each cell in which the oracle errs.
fn known_errors() -> HashSet<[&'static str; 4]> {
    let lines = KNOWN_ERRORS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let parts = lines.map(|line| line.split(' ').collect::<Vec<_>>());
    parts.flat_map(|parts| parts[3..].iter().map(|verb| [*verb, parts[0], parts[1], parts[2]]).collect::<Vec<_>>()).collect()
}

#[test]
#[ignore = "needs the cells of libqutrub in the file that QUTRUB_CELLS names"]
fn cells_are_those_of_libqutrub() {
    let path = std::env::var("QUTRUB_CELLS").expect("QUTRUB_CELLS names the file that qutrub.py wrote");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let known = known_errors();
    let (mut equal, mut all, mut excused, verbs) = (0, 0, 0, oracle(&text));
    for (verb, readings) in &verbs {
        let Ok(ours) = conjugate(verb) else {
            println!("{verb} alone cannot be conjugated");
            continue;
        };
        let cells = readings.values().max_by_key(|cells| cells.iter().filter(|cell| agrees(&ours, **cell)).count()).expect("a verb has a reading");
        for cell in cells {
            let agrees = agrees(&ours, *cell);
            let any = |subject| known.contains(&[*verb, cell[0], cell[1], subject]) || known.contains(&[*verb, "*", "*", "*"]);
            let is_known = any(cell[2]) || any("*");
            (all, equal, excused) = (all + usize::from(!is_known), equal + usize::from(agrees && !is_known), excused + usize::from(is_known));
            if !agrees && !is_known {
                println!("{verb} {}: the oracle has it as {} {} of {}", cell[3], cell[0], cell[1], cell[2]);
            }
        }
    }
    let share = 100.0 * equal as f64 / all as f64;
    println!("{} verbs, {equal} of {all} cells equal ({share:.2} %), {excused} more in which the oracle is known to err", verbs.len());
    assert!(share >= 99.0, "only {share:.2} % of the cells are equal");
}
