//! The project's own reports and their gold: every span slices to its words, every kind and identifier exists, no sentence
//! overlaps another, every report stands in one half.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rawi_lexicon::{Lexicon, Sources};
use serde_json::Value;

const ROLES: [&str; 7] = ["actor", "target", "place", "from", "to", "person", "instrument"];
const FACTUALITY: [&str; 7] = ["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "U"];
const ASPECTS: [&str; 5] = ["occurred", "ongoing", "planned", "demanded", "hypothetical"];

/// One report with its gold. Offsets in the gold are code points, half-open.
struct Gold {
    name: String,
    text: Vec<char>,
    json: Value,
}

impl Gold {
    fn load(path: &Path) -> Self {
        let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let json = serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { name: stem(path), text: read(&path.with_extension("txt")).chars().collect(), json }
    }

    fn claims(&self) -> &[Value] {
        self.json["claims"].as_array().map_or(&[], Vec::as_slice)
    }

    fn sentences(&self) -> Vec<(usize, usize)> {
        self.json["sentences"].as_array().into_iter().flatten().map(bounds).collect()
    }

    fn words(&self, span: &Value) -> Option<String> {
        let (start, end) = bounds(span);
        self.text.get(start..end).map(|c| c.iter().collect())
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn bounds(span: &Value) -> (usize, usize) {
    let at = |n: usize| span[n].as_u64().and_then(|v| usize::try_from(v).ok()).unwrap_or_else(|| panic!("not a span: {span}"));
    (at(0), at(1))
}

fn folders() -> [PathBuf; 2] {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    [corpus.join("reports"), corpus.join("reports-en")]
}

fn gold_in(folder: &Path) -> Vec<Gold> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|x| x == "json")).collect();
    paths.sort();
    paths.iter().map(|p| Gold::load(p)).collect()
}

fn all() -> Vec<Gold> {
    folders().iter().flat_map(|f| gold_in(f)).collect()
}

fn lexicon() -> Lexicon {
    Lexicon::load(&Sources::embedded()).expect("the shipped lexicon loads")
}

/// Everything in a claim that stands on words of the text: fillers, links, cue, count and time.
fn evidence(claim: &Value) -> impl Iterator<Item = &Value> {
    let lists = ROLES.into_iter().chain(["links"]).filter_map(|key| claim[key].as_array()).flatten();
    let single = ["cue", "count_words", "time_words"].into_iter().map(|key| &claim[key]);
    lists.chain(single).filter(|v| !v["span"].is_null())
}

#[test]
fn spans_slice_to_their_words() {
    for gold in all() {
        for claim in gold.claims() {
            for part in evidence(claim) {
                let said = part["ar"].as_str().or(part["text"].as_str());
                assert_eq!(gold.words(&part["span"]).as_deref(), said, "{}: {part}", gold.name);
            }
        }
    }
}

#[test]
fn the_cue_stands_in_the_sentence_of_its_claim() {
    for gold in all() {
        let sentences = gold.sentences();
        for claim in gold.claims() {
            let number = claim["s"].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
            let sentence = number.checked_sub(1).and_then(|n| sentences.get(n));
            let (start, end) = bounds(&claim["cue"]["span"]);
            assert!(sentence.is_some_and(|s| s.0 <= start && end <= s.1), "{}: cue outside sentence {number}: {claim}", gold.name);
        }
    }
}

#[test]
fn sentences_are_in_order_and_do_not_overlap() {
    for gold in all() {
        let mut before = 0;
        for (start, end) in gold.sentences() {
            assert!(before <= start && start < end && end <= gold.text.len(), "{}: sentence {start}..{end}", gold.name);
            before = end;
        }
    }
}

#[test]
fn furniture_gives_no_claim() {
    for gold in all() {
        let furniture = gold.json["furniture"].as_array().cloned().unwrap_or_default();
        for claim in gold.claims() {
            assert!(!furniture.contains(&claim["s"]), "{}: a claim in furniture: {claim}", gold.name);
        }
    }
}

#[test]
fn kinds_and_values_exist() {
    let lexicon = lexicon();
    let kinds: BTreeSet<&str> = lexicon.kinds.iter().map(|k| k.name.as_str()).collect();
    for gold in all() {
        for claim in gold.claims() {
            let field = |key: &str| claim[key].as_str().unwrap_or_default();
            assert!(kinds.contains(field("kind")), "{}: unknown kind: {claim}", gold.name);
            assert!(FACTUALITY.contains(&field("factuality")), "{}: unknown factuality: {claim}", gold.name);
            assert!(ASPECTS.contains(&field("aspect")), "{}: unknown aspect: {claim}", gold.name);
        }
    }
}

#[test]
fn identifiers_are_in_the_shipped_lexicon() {
    let lexicon = lexicon();
    let known = |id: &str| lexicon.actor(id).is_some() || lexicon.place(id).is_some() || lexicon.outlets.iter().any(|o| o.id == id);
    for gold in all() {
        for claim in gold.claims() {
            for id in evidence(claim).filter_map(|part| part["id"].as_str()) {
                assert!(known(id), "{}: {id} is not in the lexicon", gold.name);
            }
        }
    }
}

#[test]
fn the_chain_begins_with_the_outlet_and_names_every_link() {
    for gold in all() {
        for claim in gold.claims() {
            let length = |key: &str| claim[key].as_array().map_or(0, Vec::len);
            assert_eq!(claim["chain"][0], gold.json["outlet"], "{}: {claim}", gold.name);
            assert_eq!(length("chain"), length("links"), "{}: {claim}", gold.name);
        }
    }
}

#[test]
fn invented_outlets_are_invented() {
    let lexicon = lexicon();
    for gold in all() {
        let outlet = gold.json["outlet"].as_str().unwrap_or_default();
        assert!(!outlet.is_empty() && lexicon.outlet(outlet).is_none(), "{}: {outlet} is a real outlet", gold.name);
    }
}

#[test]
fn every_report_has_its_own_name_and_stands_in_one_half() {
    let mut names = BTreeSet::new();
    for folder in folders() {
        let path = folder.join("halves.toml");
        let halves: toml::Table = fs::read_to_string(&path).expect("halves.toml is there").parse().expect("halves.toml is TOML");
        let mut listed: Vec<&str> = ["tune", "check"].iter().filter_map(|h| halves[*h].as_array()).flatten().filter_map(toml::Value::as_str).collect();
        listed.sort_unstable();
        let gold = gold_in(&folder);
        assert_eq!(listed, gold.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(), "{}", path.display());
        for report in gold {
            assert_eq!(report.json["report"], report.name.as_str());
            assert!(names.insert(report.name.clone()), "{} is there twice", report.name);
        }
    }
}
