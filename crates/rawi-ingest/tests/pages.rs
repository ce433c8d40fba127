//! The page set of `corpus/pages`: extraction against gold. The half `tuned` was looked at while the rules were made, `checked` was only
//! run, but for `long-comments`, on which one rule was corrected.
//!
//! `cargo test -p rawi-ingest --test pages -- --nocapture` prints the table.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rawi_ingest::{Intake, Options, Pieces, Repeats};
use rawi_lexicon::{Lexicon, Sources};
use rawi_model::{BlockKind, Report};
use serde::Deserialize;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(&Sources::embedded()).unwrap());

#[derive(Deserialize)]
struct Gold {
    title: String,
    published: String,
    blocks: Vec<GoldBlock>,
    furniture: Vec<String>,
}

#[derive(Deserialize)]
struct GoldBlock {
    kind: String,
    text: String,
}

#[derive(Default)]
struct Score {
    precision: f64,
    recall: f64,
    title: bool,
    time: bool,
    captions: (usize, usize, usize),
    kinds: (usize, usize),
    leaks: Vec<String>,
}

impl Score {
    fn f1(&self) -> f64 {
        if self.precision + self.recall == 0.0 { 0.0 } else { 2.0 * self.precision * self.recall / (self.precision + self.recall) }
    }
}

fn folder(half: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/pages").join(half)
}

fn read(path: &Path) -> Report {
    let intake = Intake::new(&LEXICON, Options::default());
    let piece = Pieces::open(fs::File::open(path).unwrap()).unwrap().next().unwrap().unwrap();
    let draft = intake.drafts(&piece).remove(0);
    intake.close(draft, &Repeats::default()).1.unwrap_or_default()
}

fn words<'a>(texts: impl Iterator<Item = &'a str>) -> HashMap<&'a str, usize> {
    texts.flat_map(str::split_whitespace).fold(HashMap::new(), |mut bag, word| {
        *bag.entry(word).or_default() += 1;
        bag
    })
}

fn score(report: &Report, gold: &Gold) -> Score {
    let found: Vec<(BlockKind, &str)> = report.blocks.iter().filter(|b| b.kind != BlockKind::Title).map(|b| (b.kind, b.span.of(&report.text))).collect();
    let (bag, truth) = (words(found.iter().map(|b| b.1)), words(gold.blocks.iter().map(|b| b.text.as_str())));
    let common: usize = bag.iter().map(|(word, n)| n.min(truth.get(word).unwrap_or(&0))).sum();
    let share = |n: usize| if n == 0 { 0.0 } else { common as f64 / n as f64 };
    let right = |b: &&GoldBlock| found.iter().any(|(kind, text)| kind.code() == b.kind && *text == b.text);
    let captions = gold.blocks.iter().filter(|b| b.kind == "caption");
    Score {
        precision: share(bag.values().sum()),
        recall: share(truth.values().sum()),
        title: report.title.as_deref() == Some(gold.title.as_str()),
        time: time(report) == gold.published.replace("+00:00", "Z"),
        captions: (captions.clone().filter(right).count(), found.iter().filter(|b| b.0 == BlockKind::Caption).count(), captions.count()),
        kinds: (gold.blocks.iter().filter(right).count(), gold.blocks.len()),
        leaks: gold.furniture.iter().filter(|f| report.text.contains(f.as_str())).cloned().collect(),
    }
}

fn time(report: &Report) -> String {
    report.published_at.clone().or(report.published.map(|d| d.to_string())).unwrap_or_default().replace("+00:00", "Z")
}

fn run(half: &str) -> Vec<(String, Score)> {
    let mut pages: Vec<PathBuf> = fs::read_dir(folder(half)).unwrap().map(|e| e.unwrap().path()).filter(|p| p.extension().is_some_and(|e| e == "html")).collect();
    pages.sort();
    let scored = pages.iter().map(|page| {
        let gold: Gold = serde_json::from_slice(&fs::read(page.with_extension("json")).unwrap()).unwrap();
        (page.file_stem().unwrap().to_string_lossy().into_owned(), score(&read(page), &gold))
    });
    scored.collect()
}

fn check(half: &str) {
    let scores = run(half);
    println!("{:<28} {:>6} {:>6} {:>6}  title time  kinds leaks", half, "prec", "rec", "F1");
    for (name, s) in &scores {
        println!("{name:<28} {:6.3} {:6.3} {:6.3}  {:<5} {:<5} {:>2}/{:<2} {:?}", s.precision, s.recall, s.f1(), s.title, s.time, s.kinds.0, s.kinds.1, s.leaks);
    }
    let n = scores.len() as f64;
    let mean = |f: &dyn Fn(&Score) -> f64| scores.iter().map(|(_, s)| f(s)).sum::<f64>() / n;
    let (precision, f1) = (mean(&|s| s.precision), mean(&Score::f1));
    let (title, time) = (mean(&|s| f64::from(u8::from(s.title))), mean(&|s| f64::from(u8::from(s.time))));
    let sum = |f: &dyn Fn(&Score) -> usize| scores.iter().map(|(_, s)| f(s)).sum::<usize>() as f64;
    let captions = (sum(&|s| s.captions.0) / sum(&|s| s.captions.1), sum(&|s| s.captions.0) / sum(&|s| s.captions.2));
    let (kinds, leaks) = (sum(&|s| s.kinds.0) / sum(&|s| s.kinds.1), sum(&|s| s.leaks.len()));
    println!(
        "{half}: {n} pages, precision {precision:.3}, F1 {f1:.3}, title {title:.3}, time {time:.3}, captions precision {:.3} recall {:.3}, blocks of the right kind {kinds:.3}, furniture leaked {leaks}",
        captions.0, captions.1
    );
    assert!(n >= 15.0 && precision >= 0.98 && f1 >= 0.97 && title >= 0.95 && time >= 0.95);
    assert!(captions.0 >= 0.95 && captions.1 >= 0.95 && kinds >= 0.95);
}

#[test]
fn pages_that_were_looked_at() {
    check("tuned");
}

#[test]
fn pages_that_were_not() {
    check("checked");
}
