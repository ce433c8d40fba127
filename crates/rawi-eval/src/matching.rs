//! Which read claim is which gold claim.

use std::collections::HashSet;

use crate::gold::{GoldClaim, GoldFiller, alternatives};
use crate::names::{Names, fold};
use crate::record::{ReadClaim, ReadFiller};

/// The roles by which claims are matched and scored.
pub const CORE: [&str; 5] = ["actor", "target", "place", "from", "to"];

/// Kinds whose two sides are one role.
const SYMMETRIC: [&str; 3] = ["clash", "meeting", "agreement"];

/// Kinds of which a strike is one whose weapon is not told.
const FIRE: [&str; 4] = ["airstrike", "shelling", "drone", "bombing"];

/// Types of links that stand for a source without a name.
const UNNAMED: [&str; 7] = ["anonymous", "witness", "imagery", "estimate", "social-media", "document", "official"];

/// Overlap of claims when the gold names nobody and nothing.
const NOTHING_NAMED: f64 = 0.3;

/// Overlap of casualties that share only their number.
const SAME_TOLL: f64 = 0.2;

/// Indices of a gold claim and of the read claim that is it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Index into the gold claims.
    pub gold: usize,
    /// Index into the read claims.
    pub read: usize,
}

/// Pairs up claims one to one, best overlap first; of equals the later ones.
pub(crate) fn match_claims(gold: &[GoldClaim], read: &[ReadClaim], starts: &[usize], names: &Names) -> Vec<Match> {
    let mut scores = Vec::new();
    for (j, r) in read.iter().enumerate() {
        let sentence = sentence_of(r, starts);
        for (i, g) in gold.iter().enumerate().filter(|(_, g)| sentence.is_none_or(|s| s == g.s)) {
            let overlap = overlap(g, r, names);
            if overlap > 0.0 {
                scores.push((overlap + bonus(g, r, names), i, j));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((b.1, b.2).cmp(&(a.1, a.2))));
    let (mut used_gold, mut used_read) = (HashSet::new(), HashSet::new());
    let mut pairs = Vec::new();
    for (_, gold, read) in scores {
        if !used_gold.contains(&gold) && !used_read.contains(&read) {
            used_gold.insert(gold);
            used_read.insert(read);
            pairs.push(Match { gold, read });
        }
    }
    pairs
}

/// Decides between claims that overlap alike.
fn bonus(gold: &GoldClaim, read: &ReadClaim, names: &Names) -> f64 {
    let factuality = if gold.factuality == read.factuality { 0.2 } else { 0.0 };
    let origin = if origin_right(gold, read, names) { 0.1 } else { 0.0 };
    factuality + origin
}

/// Number of the sentence, from 1, that a claim stands in; `None` when it does not say.
pub(crate) fn sentence_of(read: &ReadClaim, starts: &[usize]) -> Option<usize> {
    let at = read.start()?;
    Some(starts.iter().rposition(|&start| start <= at).map_or(1, |index| index + 1))
}

/// Share of fillers that agree, 0 to 1; 0 for claims that cannot be the same.
fn overlap(gold: &GoldClaim, read: &ReadClaim, names: &Names) -> f64 {
    if !same_kind(&gold.kind, &read.kind) {
        return 0.0;
    }
    let (mut total, mut found, mut named) = (0, 0, false);
    for role in CORE {
        let (g, r) = (gold_fillers(gold, role), read_fillers(read, role));
        named |= !g.is_empty();
        total += g.len().max(r.len());
        found += hits(&g, &r, names);
    }
    match found {
        _ if !named => NOTHING_NAMED,
        0 if gold.kind == "casualties" && gold.count.is_some() && count_right(gold, read) => SAME_TOLL,
        _ => found as f64 / total.max(1) as f64,
    }
}

fn same_kind(a: &str, b: &str) -> bool {
    let fire = |a: &str, b: &str| a == "strike" && FIRE.contains(&b);
    a == b || fire(a, b) || fire(b, a) || matches!((a, b), ("repel", "intercept") | ("intercept", "repel"))
}

/// Gold fillers of a role. Both sides of a symmetric kind are its actors; a target that is also the place counts once.
pub(crate) fn gold_fillers(claim: &GoldClaim, role: &str) -> Vec<GoldFiller> {
    of_role(&claim.kind, role, |role| claim.fillers(role).to_vec(), GoldFiller::names)
}

/// The same of a read claim.
pub(crate) fn read_fillers(claim: &ReadClaim, role: &str) -> Vec<ReadFiller> {
    of_role(&claim.kind, role, |role| claim.fillers(role), ReadFiller::names)
}

fn of_role<T>(kind: &str, role: &str, fillers: impl Fn(&str) -> Vec<T>, names: impl Fn(&T) -> Vec<&str>) -> Vec<T> {
    match role {
        "actor" if SYMMETRIC.contains(&kind) => fillers("actor").into_iter().chain(fillers("target")).collect(),
        "target" if SYMMETRIC.contains(&kind) => Vec::new(),
        "target" => {
            let places: HashSet<String> = fillers("place").iter().flat_map(|f| names(f).into_iter().map(fold).collect::<Vec<_>>()).collect();
            fillers("target").into_iter().filter(|f| !names(f).into_iter().any(|name| places.contains(&fold(name)))).collect()
        }
        _ => fillers(role),
    }
}

/// How many gold fillers have a read filler of their own.
pub(crate) fn hits(gold: &[GoldFiller], read: &[ReadFiller], names: &Names) -> usize {
    let mut left: Vec<&ReadFiller> = read.iter().collect();
    gold.iter()
        .filter(|g| {
            let at = left.iter().position(|r| names.right(&g.names(), &r.names()));
            at.map(|at| left.remove(at)).is_some()
        })
        .count()
}

/// A gold link `anonymous: words` is met by any unnamed source, or by the words.
fn link_right(gold: &str, read: &ReadFiller, names: &Names) -> bool {
    if !gold.to_lowercase().starts_with("anonymous") {
        return names.right(&alternatives(gold), &read.names());
    }
    let words = gold.split_once(':').map_or("", |(_, words)| words.trim());
    read.class().is_some_and(|class| UNNAMED.contains(&class)) || (!words.is_empty() && names.right(&alternatives(words), &read.names()))
}

/// Every link of the chain is right, in order.
pub(crate) fn chain_right(gold: &GoldClaim, read: &ReadClaim, names: &Names) -> bool {
    gold.chain.len() == read.chain.len() && gold.chain.iter().zip(&read.chain).all(|(g, r)| link_right(g, r, names))
}

/// The last link of the chain is right.
pub(crate) fn origin_right(gold: &GoldClaim, read: &ReadClaim, names: &Names) -> bool {
    match (gold.chain.last(), read.chain.last()) {
        (Some(g), Some(r)) => link_right(g, r, names),
        (None, None) => true,
        _ => false,
    }
}

pub(crate) fn count_right(gold: &GoldClaim, read: &ReadClaim) -> bool {
    gold.count.map_or((None, None), |count| count.bounds()) == read.count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn gold(value: Value) -> GoldClaim {
        serde_json::from_value(value).unwrap()
    }

    fn read(value: Value) -> ReadClaim {
        ReadClaim::parse(value).unwrap()
    }

    fn share(g: Value, r: Value) -> f64 {
        overlap(&gold(g), &read(r), &Names::default())
    }

    #[test]
    fn kinds_that_reports_do_not_tell_apart_may_match() {
        for (a, b, same) in [("strike", "shelling", true), ("drone", "strike", true), ("airstrike", "shelling", false), ("repel", "intercept", true), ("clash", "assault", false)] {
            assert_eq!(same_kind(a, b), same, "{a} {b}");
        }
    }

    #[test]
    fn overlap_is_the_share_of_fillers_in_common() {
        let place = |names: &[&str]| json!({"kind": "control", "roles": {"place": names}});
        assert_eq!(share(json!({"s": 1, "kind": "control", "place": ["Homs"]}), place(&["Homs"])), 1.0);
        assert_eq!(share(json!({"s": 1, "kind": "control", "place": ["Homs"]}), place(&["Homs", "Hama"])), 0.5);
        assert_eq!(share(json!({"s": 1, "kind": "control", "place": ["Homs"], "actor": ["Army"]}), place(&["Homs"])), 0.5);
        assert_eq!(share(json!({"s": 1, "kind": "control", "place": ["Homs"]}), place(&["Daraa"])), 0.0);
        assert_eq!(share(json!({"s": 1, "kind": "clash", "place": ["Homs"]}), place(&["Homs"])), 0.0);
    }

    #[test]
    fn a_gold_claim_without_fillers_matches_its_kind_alone() {
        assert_eq!(share(json!({"s": 1, "kind": "protest"}), json!({"kind": "protest", "roles": {"place": ["Homs"]}})), NOTHING_NAMED);
    }

    #[test]
    fn casualties_may_match_by_number() {
        let toll = |count: Value| json!({"s": 1, "kind": "casualties", "target": ["civilians"], "count": count});
        let got = |kind: &str, min: u64, max: Option<u64>| json!({"kind": kind, "roles": {"target": ["soldiers"], "count": {"min": min, "max": max}}});
        assert_eq!(share(toll(json!(3)), got("casualties", 3, Some(3))), SAME_TOLL);
        assert_eq!(share(toll(json!([3, null])), got("casualties", 3, None)), SAME_TOLL);
        assert_eq!(share(toll(json!(3)), got("casualties", 3, None)), 0.0);
        assert_eq!(share(toll(json!(null)), got("casualties", 3, Some(3))), 0.0);
        assert_eq!(share(json!({"s": 1, "kind": "release", "target": ["civilians"], "count": 3}), got("release", 3, Some(3))), 0.0);
    }

    #[test]
    fn sides_of_a_clash_are_one_role() {
        assert_eq!(share(json!({"s": 1, "kind": "clash", "actor": ["Army"], "target": ["Rebels"]}), json!({"kind": "clash", "roles": {"actor": ["Rebels", "Army"]}})), 1.0);
        assert!(share(json!({"s": 1, "kind": "assault", "actor": ["Army"], "target": ["Rebels"]}), json!({"kind": "assault", "roles": {"actor": ["Rebels", "Army"]}})) < 1.0);
    }

    #[test]
    fn a_target_that_is_the_place_counts_once() {
        let claim = gold(json!({"s": 1, "kind": "strike", "place": ["Homs"], "target": ["مدينة Homs", "homs", "airport"]}));
        assert_eq!(gold_fillers(&claim, "target"), [GoldFiller::Name("airport".into())]);
    }

    #[test]
    fn a_read_filler_is_used_once() {
        let fillers = |names: &[&str]| names.iter().map(|n| GoldFiller::Name((*n).to_owned())).collect::<Vec<_>>();
        let one = [ReadFiller::Name("Homs".into())];
        assert_eq!(hits(&fillers(&["Homs", "Homs"]), &one, &Names::default()), 1);
        assert_eq!(hits(&fillers(&["Hama|Homs"]), &one, &Names::default()), 1);
    }

    #[test]
    fn unnamed_sources_match_by_type_or_words() {
        let link = |class: &str, name: &str| serde_json::from_value::<ReadFiller>(json!({"type": class, "name": name})).unwrap();
        let names = Names::default();
        assert!(link_right("anonymous: a military source", &link("official", "مصدر"), &names));
        assert!(link_right("Anonymous", &link("witness", "شهود"), &names));
        assert!(link_right("anonymous: activists", &link("organisation", "Activists"), &names));
        assert!(!link_right("anonymous: activists", &link("organisation", "Reuters"), &names));
        assert!(!link_right("anonymous", &link("agency", "Reuters"), &names));
        assert!(link_right("AFP|Agence France-Presse", &link("agency", "Agence France Presse"), &names));
    }

    #[test]
    fn chains_are_right_as_a_whole_and_by_their_origin() {
        let claim = |links: &[&str]| read(json!({"kind": "control", "chain": links}));
        let wanted = gold(json!({"s": 1, "kind": "control", "chain": ["Outlet", "Reuters"]}));
        let names = Names::default();
        assert!(chain_right(&wanted, &claim(&["Outlet", "Reuters"]), &names));
        assert!(!chain_right(&wanted, &claim(&["Reuters"]), &names));
        assert!(origin_right(&wanted, &claim(&["Reuters"]), &names));
        assert!(!origin_right(&wanted, &claim(&["Reuters", "Outlet"]), &names));
        assert!(!origin_right(&wanted, &claim(&[]), &names));
        assert!(origin_right(&gold(json!({"s": 1, "kind": "control"})), &claim(&[]), &names));
    }

    #[test]
    fn matching_is_one_to_one_best_first_and_within_a_sentence() {
        let at = |start: usize, place: &[&str], factuality: &str| read(json!({"kind": "control", "roles": {"place": place}, "cue": {"start": start}, "factuality": factuality}));
        let wanted =
            [gold(json!({"s": 1, "kind": "control", "place": ["Homs"], "factuality": "CT+"})), gold(json!({"s": 2, "kind": "control", "place": ["Homs"], "factuality": "CT-"}))];
        let got = [at(0, &["Homs", "Hama"], "CT+"), at(3, &["Homs"], "CT-"), at(12, &["Homs"], "CT+")];
        let pairs = match_claims(&wanted, &got, &[0, 10], &Names::default());
        assert_eq!(pairs, [Match { gold: 1, read: 2 }, Match { gold: 0, read: 1 }]);
        let anywhere = [read(json!({"kind": "control", "roles": {"place": ["Homs"]}, "factuality": "CT-"}))];
        assert_eq!(match_claims(&wanted, &anywhere, &[0, 10], &Names::default()), [Match { gold: 1, read: 0 }], "without a place in the text, any sentence will do");
    }

    #[test]
    fn a_claim_before_the_first_sentence_is_in_the_first() {
        let claim = read(json!({"cue": {"start": 2}}));
        assert_eq!(sentence_of(&claim, &[5, 9]), Some(1));
        assert_eq!(sentence_of(&claim, &[0, 2, 9]), Some(2));
    }
}
