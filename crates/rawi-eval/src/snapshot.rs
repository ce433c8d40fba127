//! A run written down, so that the next one can be told apart from it claim by claim.
//!
//! One line per report and figure, tab-separated: report, figure, value. Claims are named by their place (`claim 3 s2 control`)
//! and carry no words of the text. Unsupported claims of one kind and sentence are numbered.

use std::collections::BTreeMap;
use std::fmt;

use crate::figures::Figures;
use crate::gold::Gold;
use crate::record::ReadClaim;
use crate::score::{ReportScore, Verdict};

const TOTAL: &str = "total";
const RIGHT: &str = "right";
const MISSED: &str = "missed";
const WRONG: &str = "wrong ";
const UNSUPPORTED: &str = "unsupported";

type Key = (String, String);

/// Figures and verdicts by report and name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    values: BTreeMap<Key, String>,
}

/// A line that is no line of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotError {
    /// Line, from 1.
    pub line: usize,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is not report, figure and value separated by tabs: write the file with --snapshot", self.line)
    }
}

impl std::error::Error for SnapshotError {}

/// One line that differs between two runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Report, or `total`.
    pub report: String,
    /// Figure or claim.
    pub figure: String,
    /// Value before; `None` when there was none.
    pub before: Option<String>,
    /// Value now; `None` when there is none.
    pub now: Option<String>,
    /// `Greater` is better, `Less` is worse, `Equal` is neither.
    pub better: std::cmp::Ordering,
}

impl Snapshot {
    /// Adds one report.
    pub fn report(&mut self, name: &str, gold: &Gold, read: &[ReadClaim], scored: &ReportScore) {
        self.figures(name, &Figures::of(&scored.score));
        let mut unsupported: BTreeMap<String, usize> = BTreeMap::new();
        for verdict in &scored.verdicts {
            match verdict {
                Verdict::Matched { gold: i, wrong, .. } if wrong.is_empty() => self.claim(name, gold, *i, RIGHT.to_owned()),
                Verdict::Matched { gold: i, wrong, .. } => self.claim(name, gold, *i, format!("{WRONG}{}", wrong.join(","))),
                Verdict::Missed { gold: i } => self.claim(name, gold, *i, MISSED.to_owned()),
                Verdict::Unsupported { read: j, sentence } => {
                    let sentence = sentence.map_or_else(|| "s?".to_owned(), |s| format!("s{s}"));
                    *unsupported.entry(format!("{UNSUPPORTED} {sentence} {}", read[*j].kind)).or_default() += 1;
                }
            }
        }
        for (figure, count) in unsupported {
            self.set(name, &figure, count.to_string());
        }
    }

    /// Sets the figures over all reports.
    pub fn total(&mut self, figures: &Figures) {
        self.figures(TOTAL, figures);
    }

    fn figures(&mut self, name: &str, figures: &Figures) {
        for (figure, value) in figures.numbers() {
            self.set(name, &figure, value.to_string());
        }
    }

    fn claim(&mut self, name: &str, gold: &Gold, index: usize, verdict: String) {
        let claim = &gold.claims[index];
        self.set(name, &format!("claim {} s{} {}", index + 1, claim.s, claim.kind), verdict);
    }

    /// Sets a value; names keep no tabs and line breaks, which separate the cells and lines of the text.
    fn set(&mut self, report: &str, figure: &str, value: String) {
        let cell = |text: &str| text.replace(|c: char| c.is_control(), " ");
        self.values.insert((cell(report), cell(figure)), value);
    }

    /// A snapshot from its text.
    pub fn parse(text: &str) -> Result<Self, SnapshotError> {
        let mut values = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [report, figure, value] = cells.as_slice() else { return Err(SnapshotError { line: index + 1 }) };
            values.insert(((*report).to_owned(), (*figure).to_owned()), (*value).to_owned());
        }
        Ok(Self { values })
    }

    /// What is different from an earlier run, in the order of reports and figures. Reports that only one run has are left out.
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        let both = |report: &str| self.has(report) && before.has(report);
        let mut keys: Vec<&Key> = self.values.keys().chain(before.values.keys()).filter(|(report, _)| both(report)).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().filter_map(|key| change(key, before.values.get(key), self.values.get(key))).collect()
    }

    fn has(&self, report: &str) -> bool {
        self.values.range((report.to_owned(), String::new())..).next().is_some_and(|((name, _), _)| name == report)
    }
}

impl fmt::Display for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.values.iter().try_for_each(|((report, figure), value)| writeln!(f, "{report}\t{figure}\t{value}"))
    }
}

fn change((report, figure): &Key, before: Option<&String>, now: Option<&String>) -> Option<Change> {
    if before == now {
        return None;
    }
    let better = if figure.starts_with("claim ") {
        worth(now).cmp(&worth(before))
    } else {
        let better = number(now).total_cmp(&number(before));
        if is_bad(figure) { better.reverse() } else { better }
    };
    Some(Change { report: report.clone(), figure: figure.clone(), before: before.cloned(), now: now.cloned(), better })
}

/// Right is worth more than wrong in one field, that more than in two, and anything more than missed.
fn worth(verdict: Option<&String>) -> i64 {
    match verdict.map(String::as_str) {
        Some(RIGHT) => 0,
        Some(verdict) => verdict.strip_prefix(WRONG).map_or(-100, |fields| -(fields.split(',').count() as i64)),
        None => -100,
    }
}

fn number(value: Option<&String>) -> f64 {
    value.and_then(|v| v.parse().ok()).unwrap_or(0.0)
}

/// Figures of which less is better.
fn is_bad(figure: &str) -> bool {
    figure.starts_with(UNSUPPORTED) || matches!(figure, "reports_failed" | "calibration_error")
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::*;
    use crate::{Names, score_report};
    use serde_json::json;

    fn run(places: &[&str]) -> Snapshot {
        let gold: Gold = serde_json::from_value(json!({"sentences": [[0, 9]], "claims": [
            {"s": 1, "kind": "control", "place": ["Homs"]}, {"s": 1, "kind": "control", "place": ["Hama"], "aspect": "occurred"}]}))
        .unwrap();
        let read: Vec<ReadClaim> = places.iter().map(|p| ReadClaim::parse(json!({"kind": "control", "roles": {"place": [p]}, "cue": {"start": 1}})).unwrap()).collect();
        let scored = score_report(&gold, "", &read, &Names::default());
        let mut snapshot = Snapshot::default();
        snapshot.report("a", &gold, &read, &scored);
        snapshot.total(&Figures::of(&scored.score));
        snapshot
    }

    #[test]
    fn a_snapshot_reads_back() {
        let snapshot = run(&["Homs", "Daraa"]);
        let text = snapshot.to_string();
        assert!(text.contains("a\tclaim 1 s1 control\tright\n"), "{text}");
        assert!(text.contains("a\tclaim 2 s1 control\tmissed\n"), "{text}");
        assert!(text.contains("a\tunsupported s1 control\t1\n"), "{text}");
        assert!(text.contains("total\tclaim_f1\t0.5\n"), "{text}");
        assert_eq!(Snapshot::parse(&text), Ok(snapshot));
        assert_eq!(Snapshot::parse("a\tb\tc\nhello"), Err(SnapshotError { line: 2 }));
    }

    #[test]
    fn names_with_tabs_do_not_break_lines() {
        let mut snapshot = Snapshot::default();
        snapshot.set("a\tb", "claim 1 s1 x\ny\r", "missed".to_owned());
        assert_eq!(Snapshot::parse(&snapshot.to_string()), Ok(snapshot));
    }

    #[test]
    fn changes_say_what_is_better() {
        let changes = run(&["Homs", "Hama"]).changes_since(&run(&["Homs", "Daraa"]));
        let of = |figure: &str| changes.iter().find(|c| c.report == "a" && c.figure == figure).map(|c| c.better);
        assert_eq!(of("claim 1 s1 control"), None);
        assert_eq!(of("claim 2 s1 control"), Some(Greater));
        assert_eq!(of("unsupported s1 control"), Some(Greater));
        assert_eq!(of("unsupported"), Some(Greater));
        assert_eq!(of("claim_f1"), Some(Greater));
        assert_eq!(of("aspect"), Some(Less));
        assert!(run(&["Homs"]).changes_since(&run(&["Homs"])).is_empty());
        let other = Snapshot::parse("b\tclaim 1 s1 control\tright").unwrap();
        assert!(run(&["Homs"]).changes_since(&other).is_empty(), "a report that one run lacks is no change");
    }

    #[test]
    fn wrong_in_other_fields_is_neither_better_nor_worse() {
        let wrong = |fields: &str| Snapshot::parse(&format!("a\tclaim 1 s1 control\twrong {fields}")).unwrap();
        let better = |now: &str, before: &str| wrong(now).changes_since(&wrong(before))[0].better;
        assert_eq!(better("actor", "place"), Equal);
        assert_eq!(better("actor", "place,chain"), Greater);
        assert_eq!(better("actor,chain", "place"), Less);
    }
}
