//! What one report took from another: shared runs of words with their places in both.
//!
//! Texts are cut into shingles of five normalised words; winnowing keeps about four of ten, the same ones wherever the same words stand.
//! Shared fingerprints are aligned into runs. The result is data: which words here are which words there, and whether they are a quotation.

use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use rawi_lexicon::orthography::{fold, is_mark, key};
use rawi_model::{Report, Span};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

/// Words of a shingle.
const SHINGLE: usize = 5;
/// Shingles of a window, of which one is kept.
const WINDOW: usize = 4;
/// Fewest shared fingerprints of a run.
const FEWEST: usize = 4;
/// Most words between two shared fingerprints of a run: a few of ten may be edited.
const GAP: usize = 16;
/// Most words by which the two sides may drift apart between two shared fingerprints.
const DRIFT: usize = 4;
/// A fingerprint in this many reports of one outlet is its phrase, not a trace of copying.
const HOUSE: usize = 3;

/// A report's words and the fingerprints that stand for them.
#[derive(Clone, Debug, Default)]
pub struct Fingerprints {
    words: Vec<(u32, Span)>,
    quoted: Vec<bool>,
    prints: Vec<(u64, usize)>,
}

impl Fingerprints {
    /// Of a text.
    pub fn new(text: &str) -> Self {
        let (words, quoted) = words(text);
        let shingles: Vec<u64> = words.windows(SHINGLE).map(|w| hash(&w.iter().map(|(word, _)| word).collect::<Vec<_>>())).collect();
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
        Span::new(self.words[from].1.start, self.words[to - 1].1.end)
    }

    fn mostly_quoted(&self, from: usize, to: usize) -> bool {
        self.quoted[from..to].iter().filter(|q| **q).count() * 10 >= (to - from) * 8
    }
}

/// Words with letters or digits, normalised and hashed, and whether each stands in quotation marks.
fn words(text: &str) -> (Vec<(u32, Span)>, Vec<bool>) {
    let (mut words, mut quoted, mut open, mut start) = (Vec::new(), Vec::new(), None, None);
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_alphanumeric() || (start.is_some() && is_mark(c)) {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            let span = Span::new(from, at);
            words.push((hash(&fold(&key(span.of(text)))) as u32, span));
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

fn hash<T: Hash + ?Sized>(value: &T) -> u64 {
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
    while from.0 > 0 && from.1 > 0 && a.words[from.0 - 1].0 == b.words[from.1 - 1].0 {
        from = (from.0 - 1, from.1 - 1);
    }
    while to.0 < a.words.len() && to.1 < b.words.len() && a.words[to.0].0 == b.words[to.1].0 {
        to = (to.0 + 1, to.1 + 1);
    }
    let quotation = a.mostly_quoted(from.0, to.0) && b.mostly_quoted(from.1, to.1);
    Run { a: a.span(from.0, to.0), b: b.span(from.1, to.1), words: (to.0 - from.0, to.1 - from.1), quotation }
}

/// Which of two reports a shared run comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The first.
    A(Because),
    /// The second.
    B(Because),
    /// Nothing shows it: they may also have a third source.
    NotShown,
}

/// Why a report is the origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// Its outlet is an agency, the other's is not.
    Agency,
    /// It was published earlier.
    Earlier,
}

impl Because {
    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Earlier => "earlier",
        }
    }
}

/// The origin of what two reports share. `is_agency` tells whether an outlet is an agency.
pub fn origin(a: &Report, b: &Report, is_agency: impl Fn(&str) -> bool) -> Origin {
    let agency = |r: &Report| r.outlet.as_deref().is_some_and(&is_agency);
    match (agency(a), agency(b)) {
        (true, false) => return Origin::A(Because::Agency),
        (false, true) => return Origin::B(Because::Agency),
        _ => {}
    }
    match moment(a).zip(moment(b)).map(|(a, b)| a.compare(b)) {
        Some(Ordering::Less) => Origin::A(Because::Earlier),
        Some(Ordering::Greater) => Origin::B(Because::Earlier),
        _ => Origin::NotShown,
    }
}

/// The moment of publication, or its day when no time with a zone is known.
fn moment(report: &Report) -> Option<Moment> {
    let exact = report.published_at.as_deref().and_then(|t| t.parse::<jiff::Timestamp>().ok());
    exact.map(Moment::Exact).or(report.published.map(Moment::Day))
}

#[derive(Clone, Copy)]
enum Moment {
    Exact(jiff::Timestamp),
    Day(Date),
}

impl Moment {
    /// Which is earlier; days that touch in some zone decide nothing.
    fn compare(self, other: Moment) -> Ordering {
        let day = |m: Moment| match m {
            Moment::Exact(t) => t.to_zoned(TimeZone::UTC).date(),
            Moment::Day(day) => day,
        };
        match (self, other) {
            (Moment::Exact(a), Moment::Exact(b)) => a.cmp(&b),
            (Moment::Day(a), Moment::Day(b)) => a.cmp(&b),
            _ if day(self).duration_since(day(other)).as_hours().abs() > 24 => day(self).cmp(&day(other)),
            _ => Ordering::Equal,
        }
    }
}

/// Finds the pairs worth comparing among many reports.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    reports: Vec<(Fingerprints, u64)>,
    by_print: FxHashMap<u64, Vec<u32>>,
}

/// Two reports that share runs, by the order in which they were put on the shelf.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The first.
    pub a: usize,
    /// The second.
    pub b: usize,
    /// What they share.
    pub overlap: Overlap,
}

impl Shelf {
    /// Puts a report on the shelf.
    pub fn add(&mut self, report: &Report) {
        let prints = Fingerprints::new(&report.text);
        let index = self.reports.len() as u32;
        let mut once: Vec<u64> = prints.prints().collect();
        once.sort_unstable();
        once.dedup();
        once.into_iter().for_each(|p| self.by_print.entry(p).or_default().push(index));
        self.reports.push((prints, hash(report.outlet.as_deref().unwrap_or_default())));
    }

    /// Fingerprints that one outlet uses again and again.
    pub fn house(&self) -> FxHashSet<u64> {
        let repeated = |reports: &Vec<u32>| {
            let mut outlets: Vec<u64> = reports.iter().map(|r| self.reports[*r as usize].1).collect();
            outlets.sort_unstable();
            outlets.chunk_by(|a, b| a == b).any(|same| same.len() >= HOUSE)
        };
        self.by_print.iter().filter(|(_, reports)| reports.len() >= HOUSE && repeated(reports)).map(|(print, _)| *print).collect()
    }

    /// All pairs that share runs, in order.
    pub fn pairs(&self) -> Vec<Pair> {
        let house = self.house();
        let mut out = Vec::new();
        for (b, (prints, _)) in self.reports.iter().enumerate() {
            let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
            for print in prints.prints().filter(|p| !house.contains(p)) {
                self.by_print[&print].iter().take_while(|a| (**a as usize) < b).for_each(|a| *shared.entry(*a).or_default() += 1);
            }
            let mut near: Vec<usize> = shared.into_iter().filter(|(_, n)| *n >= FEWEST).map(|(a, _)| a as usize).collect();
            near.sort_unstable();
            let pairs = near.into_iter().map(|a| Pair { a, b, overlap: compare(&self.reports[a].0, prints, &house) });
            out.extend(pairs.filter(|p| !p.overlap.runs.is_empty()));
        }
        out.sort_by_key(|p| (p.a, p.b));
        out
    }
}

#[cfg(test)]
mod tests {
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
    fn text(seed: u64, length: usize) -> Vec<&'static str> {
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

    #[test]
    fn the_phrases_of_an_outlet_are_no_copying() {
        let house = text(9, 30).join(" ");
        let mut shelf = Shelf::default();
        let report = |n: u64, outlet: &str| Report { outlet: Some(outlet.into()), ..Report::from_text(format!("{} . {house}", text(n, 60).join(" "))) };
        (1..=3).for_each(|n| shelf.add(&report(n, "outlet:a")));
        assert_eq!(shelf.pairs(), []);
        let mut shelf = Shelf::default();
        ["outlet:a", "outlet:b", "outlet:c"].iter().enumerate().for_each(|(n, o)| shelf.add(&report(n as u64 + 1, o)));
        assert_eq!(shelf.pairs().iter().map(|p| (p.a, p.b)).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn the_origin_is_the_agency_or_the_earlier_or_not_shown() {
        let report = |outlet: &str, time: Option<&str>, day: i8| Report {
            outlet: Some(outlet.into()),
            published: Some(Date::constant(2024, 12, day)),
            published_at: time.map(str::to_owned),
            ..Report::default()
        };
        let agency = |o: &str| o == "agency";
        let (a, b) = (report("x", Some("2024-12-08T10:00:00+03:00"), 8), report("y", Some("2024-12-08T08:00:00Z"), 8));
        assert_eq!(origin(&a, &b, agency), Origin::A(Because::Earlier));
        assert_eq!(origin(&a, &report("agency", None, 9), agency), Origin::B(Because::Agency));
        assert_eq!(origin(&report("x", None, 8), &report("y", None, 8), agency), Origin::NotShown);
        assert_eq!(origin(&report("x", None, 9), &report("y", None, 8), agency), Origin::B(Because::Earlier));
    }
}
