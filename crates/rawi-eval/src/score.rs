//! Counts what is right and wrong in matched claims.

use crate::Calibration;
use crate::gold::{Gold, GoldClaim};
use crate::matching::{CORE, Match, chain_right, count_right, gold_fillers, hits, match_claims, origin_right, read_fillers, sentence_of};
use crate::names::Names;
use crate::record::ReadClaim;
use crate::time;

/// Hits against what the gold has and what was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub gold: usize,
    pub read: usize,
    pub hit: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.read += other.read;
        self.hit += other.hit;
    }

    /// Harmonic mean of precision and recall; 0 when nothing was hit.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }

    pub fn precision(self) -> f64 {
        if self.read > 0 { self.hit as f64 / self.read as f64 } else { 0.0 }
    }

    pub fn recall(self) -> f64 {
        if self.gold > 0 { self.hit as f64 / self.gold as f64 } else { 0.0 }
    }
}

/// How many of those asked were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub of: usize,
    pub right: usize,
}

impl Share {
    fn ask(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }

    fn add(&mut self, other: Self) {
        self.of += other.of;
        self.right += other.right;
    }

    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }
}

/// Counts over one or more reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Reports that could not be read; they count as read with no claim.
    pub failed: usize,
    pub(crate) claims: Tally,
    pub(crate) strict: usize,
    pub(crate) factuality: Share,
    pub(crate) origin: Share,
    pub(crate) chain: Share,
    pub(crate) aspect: Share,
    pub(crate) time: Share,
    pub(crate) count: Share,
    pub(crate) roles: [Tally; CORE.len()],
    /// By kind, in the order in which kinds were met.
    pub(crate) kinds: Vec<(String, Tally)>,
    /// Confidence against matches.
    pub calibration: Calibration,
}

impl Score {
    fn kind(&mut self, kind: &str) -> &mut Tally {
        let at = self.kinds.iter().position(|(name, _)| name == kind).unwrap_or_else(|| {
            self.kinds.push((kind.to_owned(), Tally::default()));
            self.kinds.len() - 1
        });
        &mut self.kinds[at].1
    }

    /// Adds another report's counts.
    pub fn add(&mut self, other: &Self) {
        self.failed += other.failed;
        self.claims.add(other.claims);
        self.strict += other.strict;
        self.factuality.add(other.factuality);
        self.origin.add(other.origin);
        self.chain.add(other.chain);
        self.aspect.add(other.aspect);
        self.time.add(other.time);
        self.count.add(other.count);
        self.roles.iter_mut().zip(other.roles).for_each(|(tally, more)| tally.add(more));
        other.kinds.iter().for_each(|(kind, tally)| self.kind(kind).add(*tally));
        self.calibration.merge(&other.calibration);
    }
}

/// What became of one claim. Claims carry their index in the gold or among the read ones, and their sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A gold claim that was read, and which of its fields are wrong.
    Matched {
        /// Index into the gold claims.
        gold: usize,
        /// Index into the read claims.
        read: usize,
        /// Names of wrong roles and fields.
        wrong: Vec<&'static str>,
    },
    /// A gold claim that was not read.
    Missed {
        /// Index into the gold claims.
        gold: usize,
    },
    /// A read claim that is not in the gold.
    Unsupported {
        /// Index into the read claims.
        read: usize,
        /// Its sentence, from 1.
        sentence: Option<usize>,
    },
}

/// The score of one report, and what became of each claim.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportScore {
    /// Counts.
    pub score: Score,
    /// Matches in the order in which they were made, then what was missed, then what is unsupported.
    pub verdicts: Vec<Verdict>,
}

/// Scores the claims read from `text` against its gold. Optional gold claims, and what matches them, count neither for nor against.
pub fn score_report(gold: &Gold, text: &str, read: &[ReadClaim], names: &Names) -> ReportScore {
    let starts = gold.sentence_starts(text);
    let claims = &gold.claims;
    let (skipped, pairs): (Vec<Match>, Vec<Match>) = match_claims(claims, read, &starts, names).into_iter().partition(|m| claims[m.gold].optional);
    let mut out = ReportScore::default();
    let counted: Vec<usize> = (0..read.len()).filter(|j| !skipped.iter().any(|m| m.read == *j)).collect();
    tally(&mut out.score, claims, read, &counted, &pairs);
    for pair in &pairs {
        let wrong = compare(&mut out.score, &claims[pair.gold], &read[pair.read], names);
        out.verdicts.push(Verdict::Matched { gold: pair.gold, read: pair.read, wrong });
    }
    let missed = (0..claims.len()).filter(|i| !claims[*i].optional && !pairs.iter().any(|m| m.gold == *i));
    out.verdicts.extend(missed.map(|gold| Verdict::Missed { gold }));
    let unsupported = counted.iter().filter(|j| !pairs.iter().any(|m| m.read == **j));
    out.verdicts.extend(unsupported.map(|&j| Verdict::Unsupported { read: j, sentence: sentence_of(&read[j], &starts) }));
    out
}

fn tally(score: &mut Score, claims: &[GoldClaim], read: &[ReadClaim], counted: &[usize], pairs: &[Match]) {
    let wanted = claims.iter().filter(|claim| !claim.optional).count();
    score.claims = Tally { gold: wanted, read: counted.len(), hit: pairs.len() };
    for claim in claims {
        score.kind(&claim.kind).gold += usize::from(!claim.optional);
    }
    for (j, claim) in read.iter().enumerate() {
        score.kind(&claim.kind).read += usize::from(counted.contains(&j));
    }
    for &j in counted {
        if let Some(confidence) = read[j].confidence {
            score.calibration.add(confidence, pairs.iter().any(|m| m.read == j));
        }
    }
}

/// Counts one match; gives the names of what is wrong in it.
fn compare(score: &mut Score, gold: &GoldClaim, read: &ReadClaim, names: &Names) -> Vec<&'static str> {
    score.kind(&gold.kind).hit += 1;
    let mut wrong = Vec::new();
    for (role, sum) in CORE.into_iter().zip(&mut score.roles) {
        let (g, r) = (gold_fillers(gold, role), read_fillers(read, role));
        let tally = Tally { gold: g.len(), read: r.len(), hit: hits(&g, &r, names) };
        sum.add(tally);
        if tally.hit != tally.gold || tally.hit != tally.read {
            wrong.push(role);
        }
    }
    let (factuality, origin) = (gold.factuality == read.factuality, origin_right(gold, read, names));
    score.strict += usize::from(wrong.is_empty() && factuality && origin);
    let (chain, aspect) = (chain_right(gold, read, names), gold.aspect == read.aspect);
    for (name, share, right) in
        [("factuality", &mut score.factuality, factuality), ("origin", &mut score.origin, origin), ("chain", &mut score.chain, chain), ("aspect", &mut score.aspect, aspect)]
    {
        share.ask(right);
        wrong.extend((!right).then_some(name));
    }
    compare_values(score, gold, read);
    wrong
}

/// Count and time, where there is something to compare.
fn compare_values(score: &mut Score, gold: &GoldClaim, read: &ReadClaim) {
    if gold.count.is_some() {
        score.count.ask(count_right(gold, read));
    }
    let wanted = gold.time.as_deref().filter(|t| !t.is_empty());
    let got = read.time.as_ref().and_then(|t| t.edtf.as_deref()).filter(|t| !t.is_empty());
    if let (Some(wanted), Some(got)) = (wanted, got) {
        score.time.ask(time::is_right(wanted, got));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn score(gold: Value, read: Value) -> ReportScore {
        let gold: Gold = serde_json::from_value(json!({"sentences": [[0, 10], [10, 20]], "claims": gold})).unwrap();
        let read: Vec<ReadClaim> = read.as_array().unwrap().iter().map(|r| ReadClaim::parse(r.clone()).unwrap()).collect();
        score_report(&gold, "", &read, &Names::default())
    }

    fn read(place: &str, confidence: f64) -> Value {
        json!({"kind": "control", "roles": {"place": [place]}, "factuality": "CT+", "aspect": "occurred", "chain": ["Outlet"], "cue": {"start": 0}, "confidence": confidence})
    }

    fn gold(place: &str) -> Value {
        json!({"s": 1, "kind": "control", "place": [place], "factuality": "CT+", "aspect": "occurred", "chain": ["Outlet"]})
    }

    fn with(mut value: Value, key: &str, to: Value) -> Value {
        value[key] = to;
        value
    }

    #[test]
    fn a_right_claim_is_strictly_right() {
        let got = score(json!([gold("Homs")]), json!([read("Homs", 0.9)]));
        assert_eq!(got.verdicts, [Verdict::Matched { gold: 0, read: 0, wrong: vec![] }]);
        assert_eq!((got.score.claims, got.score.strict), (Tally { gold: 1, read: 1, hit: 1 }, 1));
    }

    #[test]
    fn strict_asks_for_roles_factuality_and_origin_only() {
        for (key, to, strict, wrong) in [
            ("factuality", json!("CT-"), 0, vec!["factuality"]),
            ("aspect", json!("ongoing"), 1, vec!["aspect"]),
            ("chain", json!(["Outlet", "Reuters"]), 0, vec!["origin", "chain"]),
            ("chain", json!(["Agency", "Outlet"]), 1, vec!["chain"]),
            ("roles", json!({"place": ["Homs"], "actor": ["Army"]}), 0, vec!["actor"]),
        ] {
            let got = score(json!([gold("Homs")]), json!([with(read("Homs", 0.9), key, to)]));
            assert_eq!(got.score.strict, strict, "{key}");
            assert_eq!(got.verdicts, [Verdict::Matched { gold: 0, read: 0, wrong }], "{key}");
        }
    }

    #[test]
    fn optional_claims_and_their_matches_do_not_count() {
        let optional = with(gold("Homs"), "optional", json!(true));
        let got = score(json!([optional, gold("Hama")]), json!([read("Homs", 0.9), read("Daraa", 0.4)]));
        assert_eq!(got.score.claims, Tally { gold: 1, read: 1, hit: 0 });
        assert_eq!(got.verdicts, [Verdict::Missed { gold: 1 }, Verdict::Unsupported { read: 1, sentence: Some(1) }]);
        assert_eq!(got.score.calibration.error(), Some(0.4), "only the claim that counts is calibrated");
        assert_eq!(score(json!([with(gold("Homs"), "optional", json!(true))]), json!([])).score.claims.gold, 0);
    }

    #[test]
    fn count_and_time_are_asked_only_where_the_gold_has_them() {
        let got = score(json!([gold("Homs")]), json!([with(read("Homs", 0.9), "time", json!({"edtf": "2024-12-07"}))]));
        assert_eq!((got.score.time, got.score.count), (Share::default(), Share::default()));
        let timed = with(with(gold("Homs"), "time", json!("2024-12-07")), "count", json!(4));
        let got = score(json!([timed]), json!([with(read("Homs", 0.9), "time", json!({"edtf": "2024-12-07T09"}))]));
        assert_eq!((got.score.time, got.score.count), (Share { of: 1, right: 1 }, Share { of: 1, right: 0 }));
        let untimed = score(json!([with(gold("Homs"), "time", json!("2024-12-07"))]), json!([read("Homs", 0.9)]));
        assert_eq!(untimed.score.time, Share::default(), "nothing read is not wrong");
    }

    #[test]
    fn reports_add_up() {
        let mut sum = score(json!([gold("Homs")]), json!([read("Homs", 0.9)])).score;
        sum.add(&score(json!([gold("Homs"), gold("Hama")]), json!([read("Daraa", 0.9)])).score);
        assert_eq!(sum.claims, Tally { gold: 3, read: 2, hit: 1 });
        assert_eq!(sum.kinds, [("control".to_owned(), Tally { gold: 3, read: 2, hit: 1 })]);
        assert!((sum.claims.f1() - 0.4).abs() < 1e-12);
    }
}
