//! Any bytes as a lexicon file are loaded, or told as mistakes. The first byte chooses the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rawi_lexicon::{Lexicon, Sources};

const FILES: [&str; 18] = [
    "ar/particles.toml",
    "ar/reporting.toml",
    "ar/aspect.toml",
    "ar/light.toml",
    "ar/verbs.toml",
    "ar/factuality.toml",
    "ar/numbers.toml",
    "ar/time.toml",
    "ar/adjectives.toml",
    "ar/nisba.toml",
    "ar/furniture.toml",
    "places/capitals.toml",
    "kinds/clash.toml",
    "ar/frames/clash.toml",
    "ar/nouns/people.toml",
    "places/sy.csv",
    "actors/sy.toml",
    "outlets/sy.toml",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else { return };
    // Only this file and the kind that classes need: the rest is missing, which is told and does not stop the loader.
    let mut sources = Sources::default();
    sources.insert("kinds/clash.toml", b"description = \"\"\ncounts = \"\"\neffect = \"\"\nplover = \"\"\ncameo = \"\"\nacled = \"\"\n".to_vec());
    sources.insert(FILES[usize::from(*first) % FILES.len()], bytes.to_vec());
    for problem in Lexicon::check(&sources) {
        assert!(problem.line > 0 && problem.column > 0 && !problem.message.is_empty());
    }
});
