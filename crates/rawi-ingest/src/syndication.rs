//! What one report took from another: shared runs of words with their places in both.
//!
//! Texts are cut into shingles of five normalised words; winnowing keeps about four of ten, the same ones wherever the same words stand.
//! Shared fingerprints are aligned into runs. The result is data: which words here are which words there, and whether they are a quotation.

use std::hash::{Hash, Hasher};

use rawi_lexicon::orthography::{fold, is_mark, key};
use rawi_model::Span;
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Shingles of a window, of which one is kept.
const WINDOW: usize = 4;
/// Fewest shared fingerprints of a run.
pub(crate) const FEWEST: usize = 4;
/// Most words between two shared fingerprints of a run: a few of ten may be edited.
const GAP: usize = 16;
/// Most words by which the two sides may drift apart between two shared fingerprints.
const DRIFT: usize = 4;

/// A report's words and the fingerprints that stand for them.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    words: Vec<Word>,
    quoted: Vec<bool>,
    prints: Vec<(u64, usize)>,
}

/// A normalised word as a hash, and its bytes in the text; a ledger holds many of them in memory.
#[derive(Clone, Copy, Debug)]
struct Word {
    hash: u32,
    start: u32,
    end: u32,
}

impl Fingerprints {
    /// Of a text.
    pub fn new(text: &str) -> Self {
        let (words, quoted) = words(text);
        let shingles: Vec<u64> = words.windows(SHINGLE).map(|w| hash(&w.iter().map(|word| word.hash).collect::<Vec<_>>())).collect();
        Self { prints: winnow(&shingles), words, quoted }
    }

    /// Number of words.
    pub fn words(&self) -> usize {
        self.words.len()
    }

    /// The fingerprints, without their places.
    pub fn prints(&self) -> impl Iterator<Item = u64> {
        self.prints.iter().map(|p| p.0)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.words[from].start as usize, self.words[to - 1].end as usize)
    }

    fn mostly_quoted(&self, from: usize, to: usize) -> bool {
        self.quoted[from..to].iter().filter(|q| **q).count() * 10 >= (to - from) * 8
    }
}

/// Words with letters or digits, normalised and hashed, and whether each stands in quotation marks.
fn words(text: &str) -> (Vec<Word>, Vec<bool>) {
    let (mut words, mut quoted, mut open, mut start) = (Vec::new(), Vec::new(), None, None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() || (start.is_some() && is_mark(c)) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            words.push(Word { hash: hash(&fold(&key(&text[from..at]))) as u32, start: from as u32, end: at as u32 });
            quoted.push(open.is_some());
        }
        open = match (c, open) {
            ('\n', _) => None,
            ('«', _) => Some('»'),
            ('“', None) => Some('”'),
            ('"', None) => Some('"'),
            (c, Some(close)) if c == close => None,
            _ => open,
        };
    }
    (words, quoted)
}

pub(crate) fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    // The hasher's low bits are weak; winnowing compares whole values.
    hasher.finish().wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23)
}

/// The least shingle of each window, the last of equal ones, each once.
fn winnow(shingles: &[u64]) -> Vec<(u64, usize)> {
    let mut kept: Vec<(u64, usize)> = Vec::new();
    let windows = shingles.len().saturating_sub(WINDOW - 1).max(usize::from(!shingles.is_empty()));
    for start in 0..windows {
        let window = &shingles[start..shingles.len().min(start + WINDOW)];
        let least = window.iter().enumerate().min_by_key(|(n, h)| (**h, std::cmp::Reverse(*n))).map(|(n, h)| (*h, start + n));
        if let Some(print) = least.filter(|p| kept.last().is_none_or(|k| k.1 != p.1)) {
            kept.push(print);
        }
    }
    kept
}

/// Words that two reports share, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// In the first report, UTF-8 bytes.
    pub a: Span,
    /// In the second report, UTF-8 bytes.
    pub b: Span,
    /// Words of the run in the first and in the second report.
    pub words: (usize, usize),
    /// It stands in quotation marks in both: the same speaker, not copying.
    pub quotation: bool,
}

/// What two reports share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlap {
    /// Runs in the order of the first report.
    pub runs: Vec<Run>,
    /// Share of the first report's words that stand in runs which are no quotations.
    pub a_in_b: f64,
    /// The same of the second report.
    pub b_in_a: f64,
}

/// Compares two reports; fingerprints in `house` do not count.
pub fn compare(a: &Fingerprints, b: &Fingerprints, house: &FxHashSet<u64>) -> Overlap {
    let mut places: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    b.prints.iter().filter(|(print, _)| !house.contains(print)).for_each(|(print, at)| places.entry(*print).or_default().push(*at));
    // A fingerprint that one side repeats says little about where it belongs.
    let pairs: Vec<(usize, usize)> = a.prints.iter().flat_map(|(print, at)| places.get(print).filter(|p| p.len() <= 4).into_iter().flatten().map(|other| (*at, *other))).collect();
    let mut runs: Vec<Run> = chains(&pairs).iter().filter(|c| c.len() >= FEWEST).map(|c| run(a, b, c)).collect();
    runs.sort_by_key(|r| (r.a.start, r.b.start));
    let mut end = 0;
    runs.retain(|r| {
        let apart = r.a.start >= end;
        end = end.max(r.a.end);
        apart
    });
    let share = |words: usize, of: usize| if of == 0 { 0.0 } else { words as f64 / of as f64 };
    let copied = |side: fn(&Run) -> usize| runs.iter().filter(|r| !r.quotation).map(side).sum::<usize>();
    Overlap { a_in_b: share(copied(|r| r.words.0), a.words.len()), b_in_a: share(copied(|r| r.words.1), b.words.len()), runs }
}

/// Pairs of places that go on in step, on both sides.
fn chains(pairs: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
    let mut chains: Vec<Vec<(usize, usize)>> = Vec::new();
    for &(a, b) in pairs {
        let fits = |chain: &Vec<(usize, usize)>| {
            let &(last_a, last_b) = chain.last().unwrap_or(&(0, 0));
            a > last_a && b > last_b && a - last_a <= GAP && b - last_b <= GAP && (a - last_a).abs_diff(b - last_b) <= DRIFT
        };
        match chains.iter_mut().rev().take(64).find(|c| fits(c)) {
            Some(chain) => chain.push((a, b)),
            None => chains.push(vec![(a, b)]),
        }
    }
    chains
}

/// A chain from its first to its last shingle, widened while the words agree.
fn run(a: &Fingerprints, b: &Fingerprints, chain: &[(usize, usize)]) -> Run {
    let (mut from, mut to) = (chain[0], chain[chain.len() - 1]);
    to = (to.0 + SHINGLE, to.1 + SHINGLE);
    while from.0 > 0 && from.1 > 0 && a.words[from.0 - 1].hash == b.words[from.1 - 1].hash {
        from = (from.0 - 1, from.1 - 1);
    }
    while to.0 < a.words.len() && to.1 < b.words.len() && a.words[to.0].hash == b.words[to.1].hash {
        to = (to.0 + 1, to.1 + 1);
    }
    let quotation = a.mostly_quoted(from.0, to.0) && b.mostly_quoted(from.1, to.1);
    Run { a: a.span(from.0, to.0), b: b.span(from.1, to.1), words: (to.0 - from.0, to.1 - from.1), quotation }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const WORDS: [&str; 24] = [
        "قال",
        "الجيش",
        "إن",
        "قواته",
        "دخلت",
        "البلدة",
        "بعد",
        "معارك",
        "عنيفة",
        "مع",
        "الفصائل",
        "استمرت",
        "يومين",
        "وأسفرت",
        "عن",
        "قتلى",
        "وجرحى",
        "بين",
        "الطرفين",
        "وفق",
        "مصادر",
        "طبية",
        "في",
        "المدينة",
    ];

    /// Words in an order that depends on the seed and does not repeat soon.
    pub(crate) fn text(seed: u64, length: usize) -> Vec<&'static str> {
        let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            WORDS[(state >> 33) as usize % WORDS.len()]
        };
        (0..length).map(|_| next()).collect()
    }

    fn compared(a: &str, b: &str) -> Overlap {
        compare(&Fingerprints::new(a), &Fingerprints::new(b), &FxHashSet::default())
    }

    #[test]
    fn a_copied_paragraph_is_one_run_with_its_words() {
        for seed in 1..200 {
            let copied = text(seed, 25).join(" ");
            let a = format!("{} . {copied} . {}", text(seed + 1000, 120).join(" "), text(seed + 2000, 80).join(" "));
            let b = format!("{} . {copied} . {}", text(seed + 3000, 60).join(" "), text(seed + 4000, 300).join(" "));
            let overlap = compared(&a, &b);
            let run = overlap.runs.iter().find(|r| r.a.of(&a).contains(&copied)).unwrap_or_else(|| panic!("seed {seed}: {overlap:?}"));
            assert!(run.b.of(&b).contains(&copied));
            assert!(run.words.0 < 30 && overlap.a_in_b < 0.2 && overlap.b_in_a < 0.1);
        }
    }

    #[test]
    fn one_edited_word_in_ten_does_not_hide_a_copy() {
        let mut found = 0;
        for seed in 1..=100 {
            let original = text(seed, 200);
            let edited: Vec<&str> = original.iter().enumerate().map(|(n, w)| if (n as u64 * 7 + seed) % 10 == 3 { "بدلا" } else { w }).collect();
            found += usize::from(compared(&original.join(" "), &edited.join(" ")).a_in_b > 0.6);
        }
        assert!(found >= 95, "{found} of 100");
    }

    #[test]
    fn other_texts_share_nothing_and_short_ones_do_not_fail() {
        for seed in 1..100 {
            assert_eq!(compared(&text(seed, 300).join(" "), &text(seed + 500, 300).join(" ")).runs, []);
        }
        for short in ["", "كلمة", "كلمة وكلمة", "واحد اثنان ثلاثة أربعة خمسة"] {
            assert_eq!(compared(short, short).runs, []);
        }
    }

    #[test]
    fn marks_and_hamza_do_not_hide_a_copy_and_quotations_are_told() {
        let words = text(7, 30).join(" ");
        let marked = words.replace("قال", "قَال").replace("إن", "ان");
        assert!(compared(&words, &marked).a_in_b > 0.9);
        let quote = |before: u64| format!("{} «{words}» {}", text(before, 40).join(" "), text(before + 1, 40).join(" "));
        let overlap = compared(&quote(20), &quote(30));
        assert!(overlap.runs[0].quotation && overlap.a_in_b == 0.0);
    }
}
