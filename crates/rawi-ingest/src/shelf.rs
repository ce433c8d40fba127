//! Many reports side by side: which share words, and whose words each report took.

use rawi_model::{Report, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::origin::{Because, Origin, Source, origin};
use crate::syndication::{FEWEST, Fingerprints, Overlap, compare, hash};

/// A fingerprint under this many headlines of one outlet is its phrase, not a trace of copying.
const HOUSE: usize = 3;
/// Days between two reports beyond which shared words are background, not the news of the day.
pub const REUSE_DAYS: i32 = 3;
/// Most sources that a report is compared with: those that come first in the order of all reports.
const SOURCES: usize = 32;

/// A report as it stands on the shelf.
#[derive(Clone, Debug)]
pub struct Shelved {
    prints: Fingerprints,
    source: Source,
    headline: u64,
}

impl Shelved {
    /// Of a report; `agency` says whether its outlet is an agency.
    pub fn new(report: &Report, agency: bool) -> Self {
        Self { prints: Fingerprints::new(&report.text), source: Source::of(report, agency), headline: hash(report.text.lines().next().unwrap_or_default()) }
    }
}

/// Reports to be compared, in the order in which they were put there.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    reports: Vec<Shelved>,
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

/// Words that a report took from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reused {
    /// Where they stand in the report, UTF-8 bytes.
    pub span: Span,
    /// Identifier of the report that had them first.
    pub from: String,
    /// Why that one is the origin; `None` when nothing shows which of the two is, and the order of all reports has decided.
    pub because: Option<Because>,
}

impl Shelf {
    /// Puts a report on the shelf.
    pub fn put(&mut self, report: Shelved) {
        let index = self.reports.len() as u32;
        distinct(&report.prints).into_iter().for_each(|p| self.by_print.entry(p).or_default().push(index));
        self.reports.push(report);
    }

    /// Number of reports.
    pub fn len(&self) -> usize {
        self.reports.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.reports.is_empty()
    }

    /// What decides about a report's being an origin.
    pub fn source(&self, index: usize) -> &Source {
        &self.reports[index].source
    }

    /// All pairs that share runs, in order.
    pub fn pairs(&self) -> Vec<Pair> {
        let all: Vec<u64> = self.by_print.iter().filter(|(_, list)| list.len() >= HOUSE).map(|(print, _)| *print).collect();
        let house: FxHashSet<u64> = all.into_iter().filter(|print| self.is_house(&self.by_print[print], |_| true)).collect();
        let pair = |a: usize, b: usize| Pair { a, b, overlap: compare(&self.reports[a].prints, &self.reports[b].prints, &house) };
        let of = |b: usize| self.sharing(b, &house, move |a| a < b).into_iter().map(move |a| (a, b));
        let mut pairs: Vec<Pair> = (0..self.reports.len()).flat_map(of).map(|(a, b)| pair(a, b)).filter(|p| !p.overlap.runs.is_empty()).collect();
        pairs.sort_by_key(|p| (p.a, p.b));
        pairs
    }

    /// The words that a report took from others, those of the first source first. It depends on nothing but the reports within [`REUSE_DAYS`] of
    /// this one, whatever the order in which they came. Quotations are no copying, and an outlet may repeat itself.
    pub fn reused(&self, index: usize) -> Vec<Reused> {
        let own = &self.reports[index];
        let prints = distinct(&own.prints);
        let house: FxHashSet<u64> = prints.into_iter().filter(|p| self.is_house(&self.by_print[p], |i| self.near(index, i))).collect();
        let mut sources = self.sharing(index, &house, |i| self.near(index, i) && self.may_give(i, index));
        sources.sort_by(|a, b| self.source(*a).rank().cmp(&self.source(*b).rank()));
        let mut reused: Vec<Reused> = Vec::new();
        for source in sources.into_iter().take(SOURCES) {
            let from = &self.reports[source];
            let because = match origin(&own.source, &from.source) {
                Origin::B(because) => Some(because),
                _ => None,
            };
            let runs = compare(&own.prints, &from.prints, &house).runs.into_iter().filter(|r| !r.quotation);
            let new: Vec<Span> = runs.map(|r| r.a).filter(|span| !reused.iter().any(|r| r.span.start <= span.start && span.end <= r.span.end)).collect();
            reused.extend(new.into_iter().map(|span| Reused { span, from: from.source.id.clone(), because }));
        }
        reused
    }

    /// Reports whose [`reused`](Self::reused) may be another since those from `first` on were put there, these included, in order.
    pub fn touched(&self, first: usize) -> Vec<usize> {
        let mut touched: FxHashSet<usize> = (first..self.reports.len()).collect();
        let mut prints: FxHashSet<u64> = FxHashSet::default();
        for new in first..self.reports.len() {
            touched.extend(self.sharing(new, &FxHashSet::default(), |old| old < first && self.near(new, old) && self.may_give(new, old)));
            prints.extend(self.reports[new].prints.prints());
        }
        for print in prints {
            let list = &self.by_print[&print];
            if list.len() >= HOUSE && self.is_house(list, |_| true) {
                let became = |old: usize| !self.is_house(list, |i| i < first && self.near(old, i)) && self.is_house(list, |i| self.near(old, i));
                touched.extend(list.iter().map(|i| *i as usize).filter(|old| *old < first && became(*old)));
            }
        }
        let mut touched: Vec<usize> = touched.into_iter().collect();
        touched.sort_unstable();
        touched
    }

    /// Reports that share enough fingerprints with one, in order.
    fn sharing(&self, index: usize, house: &FxHashSet<u64>, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut shared: FxHashMap<u32, usize> = FxHashMap::default();
        for print in distinct(&self.reports[index].prints).iter().filter(|p| !house.contains(p)) {
            self.by_print[print].iter().for_each(|other| *shared.entry(*other).or_default() += 1);
        }
        let mut near: Vec<usize> =
            shared.into_iter().filter(|(other, n)| *n >= FEWEST && *other as usize != index && wanted(*other as usize)).map(|(other, _)| other as usize).collect();
        near.sort_unstable();
        near
    }

    /// Whether one outlet has a fingerprint under several headlines, among the reports that are wanted.
    fn is_house(&self, list: &[u32], wanted: impl Fn(usize) -> bool) -> bool {
        let mut headlines: FxHashMap<&str, Vec<u64>> = FxHashMap::default();
        list.iter().filter(|i| wanted(**i as usize)).any(|i| {
            let Shelved { source, headline, .. } = &self.reports[*i as usize];
            let Some(outlet) = source.outlet.as_deref() else { return false };
            let seen = headlines.entry(outlet).or_default();
            if !seen.contains(headline) {
                seen.push(*headline);
            }
            seen.len() >= HOUSE
        })
    }

    /// Published within [`REUSE_DAYS`]; reports without a day are only near each other.
    fn near(&self, a: usize, b: usize) -> bool {
        match (self.source(a).day, self.source(b).day) {
            (Some(a), Some(b)) => (a - b).get_days().abs() <= REUSE_DAYS,
            (a, b) => a == b,
        }
    }

    /// Whether words of `to` can come from `from`: another outlet, and earlier in the order of all reports.
    fn may_give(&self, from: usize, to: usize) -> bool {
        let (from, to) = (self.source(from), self.source(to));
        from.outlet != to.outlet && from.precedes(to)
    }
}

fn distinct(prints: &Fingerprints) -> Vec<u64> {
    let mut once: Vec<u64> = prints.prints().collect();
    once.sort_unstable();
    once.dedup();
    once
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syndication::tests::text;
    use jiff::civil::Date;

    /// Own words, then shared ones.
    fn report(own: u64, outlet: &str, day: i8, shared: &str) -> Shelved {
        let words = format!("{} . {shared}", text(own, 60).join(" "));
        let report = Report { outlet: Some(outlet.into()), published: Some(Date::constant(2024, 12, day)), ..Report::from_text(words) };
        Shelved::new(&report, outlet == "agency")
    }

    fn shelf(reports: Vec<Shelved>) -> Shelf {
        reports.into_iter().fold(Shelf::default(), |mut shelf, report| {
            shelf.put(report);
            shelf
        })
    }

    #[test]
    fn the_phrases_of_an_outlet_are_no_copying() {
        let house = text(9, 30).join(" ");
        let of = |outlets: [&str; 3]| shelf((1..=3).zip(outlets).map(|(n, o)| report(n, o, 8, &house)).collect());
        assert_eq!(of(["a", "a", "a"]).pairs(), []);
        assert_eq!(of(["a", "b", "c"]).pairs().iter().map(|p| (p.a, p.b)).collect::<Vec<_>>(), [(0, 1), (0, 2), (1, 2)]);
    }

    #[test]
    fn words_belong_to_the_agency_or_the_earlier_report() {
        let wire = text(9, 30).join(" ");
        let shelf = shelf(vec![report(1, "a", 8, &wire), report(2, "agency", 9, &wire), report(3, "b", 7, &wire), report(4, "c", 7, "شيء آخر"), report(5, "b", 16, &wire)]);
        let agency = &shelf.source(1).id;
        assert!((0..5).all(|i| shelf.source(i).id != shelf.source((i + 1) % 5).id));
        for copy in [0, 2] {
            let reused = shelf.reused(copy);
            assert_eq!(reused.iter().map(|r| (&r.from, r.because)).collect::<Vec<_>>(), [(agency, Some(Because::Agency))], "{reused:?}");
        }
        assert_eq!([1, 3, 4].map(|i| shelf.reused(i)), [const { Vec::new() }; 3], "the origin, another story, and one long after");
    }

    #[test]
    fn undecided_origins_are_one_and_the_same() {
        let wire = text(9, 30).join(" ");
        let shelf = shelf(["a", "b", "c"].iter().zip(1..).map(|(o, n)| report(n, o, 8, &wire)).collect());
        let least = (0..3).map(|i| shelf.source(i).id.clone()).min().unwrap();
        for i in 0..3 {
            let from: Vec<_> = shelf.reused(i).into_iter().map(|r| (r.from, r.because)).collect();
            assert_eq!(from, if shelf.source(i).id == least { vec![] } else { vec![(least.clone(), None)] });
        }
    }

    #[test]
    fn one_by_one_in_any_order_gives_the_same_as_all_at_once() {
        let mut found = 0;
        for seed in 0..40_u64 {
            // Eighteen reports of four outlets on a few days, with three wires and a phrase of the house among them.
            let draw = |n: u64, of: u64| (seed.wrapping_mul(31).wrapping_add(n).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) % of;
            let outlet = |n: u64| ["a", "b", "c", "agency"][draw(n, 4) as usize];
            let words = |n: u64| text(500 + draw(n + 100, 4), 12 + draw(n + 200, 30) as usize).join(" ");
            let all: Vec<Shelved> = (0..18).map(|n| report(1 + n, outlet(n), 1 + draw(n + 300, 9) as i8, &words(n))).collect();
            let whole = shelf(all.clone());
            let mut order: Vec<usize> = (0..18).collect();
            order.sort_by_key(|n| draw(*n as u64 + 400, 1000));
            let (mut grown, mut known) = (Shelf::default(), vec![Vec::new(); 18]);
            for batch in order.chunks(1 + draw(999, 4) as usize) {
                let first = grown.len();
                batch.iter().for_each(|n| grown.put(all[*n].clone()));
                grown.touched(first).into_iter().for_each(|at| known[order[at]] = grown.reused(at));
            }
            (0..18).for_each(|n| assert_eq!(known[n], whole.reused(n), "seed {seed}, report {n}"));
            found += known.iter().map(Vec::len).sum::<usize>();
        }
        assert!(found > 100, "the comparison needs something to compare: {found}");
    }
}
