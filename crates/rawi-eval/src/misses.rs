//! What went wrong, claim by claim, in words.

use serde_json::{Map, Value, json};

use crate::gold::{Gold, GoldClaim, GoldFiller};
use crate::matching::{CORE, gold_fillers, read_fillers};
use crate::record::{ReadClaim, ReadFiller};
use crate::score::Verdict;

impl Verdict {
    /// A line about what is wrong; `None` when nothing is. `report` is the report's name.
    pub fn complaint(&self, report: &str, gold: &Gold, read: &[ReadClaim]) -> Option<String> {
        match self {
            Self::Matched { wrong, .. } if wrong.is_empty() => None,
            Self::Matched { gold: i, read: j, wrong } => Some(wrong_line(report, &gold.claims[*i], &read[*j], wrong)),
            Self::Missed { gold: i } => {
                let claim = &gold.claims[*i];
                Some(format!("{report} s{} missed {} {}", claim.s, claim.kind, gold_roles(claim)))
            }
            Self::Unsupported { read: j, sentence } => {
                let claim = &read[*j];
                let sentence = sentence.map_or_else(|| "?".to_owned(), |s| s.to_string());
                Some(format!("{report} s{sentence} unsupported {} {} {}", claim.kind, read_roles(claim), claim.rule.as_deref().unwrap_or_default()))
            }
        }
    }
}

fn wrong_line(report: &str, gold: &GoldClaim, read: &ReadClaim, wrong: &[&str]) -> String {
    let chain: Vec<&str> = read.chain.iter().map(|link| link.names().first().copied().unwrap_or("?")).collect();
    let said = |factuality: &Option<String>| factuality.clone().unwrap_or_else(|| "-".to_owned());
    format!(
        "{report} s{} {}: wrong {}; gold {} {} {}; read {} {} {}",
        gold.s,
        gold.kind,
        wrong.join(", "),
        gold_roles(gold),
        said(&gold.factuality),
        json!(gold.chain),
        read_roles(read),
        said(&read.factuality),
        json!(chain)
    )
}

fn gold_roles(claim: &GoldClaim) -> Value {
    roles(|role| gold_fillers(claim, role), GoldFiller::names)
}

fn read_roles(claim: &ReadClaim) -> Value {
    roles(|role| read_fillers(claim, role), ReadFiller::names)
}

/// The first name of every filler, by role.
fn roles<T>(fillers: impl Fn(&str) -> Vec<T>, names: impl Fn(&T) -> Vec<&str>) -> Value {
    let of_role = |role: &str| fillers(role).iter().map(|f| json!(names(f).first().copied().unwrap_or("?"))).collect::<Vec<_>>();
    let named: Map<String, Value> =
        CORE.into_iter().map(|role| (role.to_owned(), of_role(role))).filter(|(_, list)| !list.is_empty()).map(|(role, list)| (role, Value::from(list))).collect();
    Value::Object(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complaints_name_the_claim_and_what_is_wrong() {
        let gold = Gold::parse(r#"{"claims": [{"s": 2, "kind": "control", "place": ["Homs|Emesa"], "factuality": "CT+", "chain": ["Outlet"]}]}"#).unwrap();
        let read = [ReadClaim::parse(json!({"kind": "clash", "roles": {"place": [{"name": "Hama"}]}, "rule": "ar/clash#1", "chain": [{}]})).unwrap()];
        let say = |verdict: Verdict| verdict.complaint("r1", &gold, &read);
        assert_eq!(say(Verdict::Matched { gold: 0, read: 0, wrong: vec![] }), None);
        assert_eq!(
            say(Verdict::Matched { gold: 0, read: 0, wrong: vec!["place", "chain"] }).unwrap(),
            r#"r1 s2 control: wrong place, chain; gold {"place":["Homs"]} CT+ ["Outlet"]; read {"place":["Hama"]} - ["?"]"#
        );
        assert_eq!(say(Verdict::Missed { gold: 0 }).unwrap(), r#"r1 s2 missed control {"place":["Homs"]}"#);
        assert_eq!(say(Verdict::Unsupported { read: 0, sentence: Some(3) }).unwrap(), r#"r1 s3 unsupported clash {"place":["Hama"]} ar/clash#1"#);
    }
}
