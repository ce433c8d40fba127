//! What another reading of the same report changes.

use rustc_hash::FxHashMap;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// One claim that is another than before.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase", tag = "change")]
pub enum Change {
    /// Read before, not read now.
    Gone {
        /// The claim record.
        claim: Value,
    },
    /// Read now, not before.
    New {
        /// The claim record.
        claim: Value,
    },
    /// The same words evoke the same kind of claim, with other content.
    Altered {
        /// The earlier record.
        before: Value,
        /// The record now.
        after: Value,
        /// Keys of the record that differ.
        keys: Vec<String>,
    },
}

/// What changed in the claims of a report.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Changes: those that are gone or altered in the order of the old reading, then the new ones.
    pub changes: Vec<Change>,
}

/// Compares two readings. A claim is the same when its record is; what is left is paired by its cue and kind.
pub fn difference(before: &[Box<RawValue>], after: &[Box<RawValue>]) -> serde_json::Result<Difference> {
    let mut kept: FxHashMap<&str, usize> = FxHashMap::default();
    after.iter().for_each(|c| *kept.entry(c.get()).or_default() += 1);
    let old = left_over(before, &mut kept)?;
    let mut kept: FxHashMap<&str, usize> = FxHashMap::default();
    before.iter().for_each(|c| *kept.entry(c.get()).or_default() += 1);
    let mut new = left_over(after, &mut kept)?;
    let mut changes: Vec<Change> = old.into_iter().map(|claim| paired(claim, &mut new)).collect();
    changes.extend(new.into_iter().map(|claim| Change::New { claim }));
    Ok(Difference { changes })
}

/// Claims that `there` does not account for.
fn left_over(claims: &[Box<RawValue>], there: &mut FxHashMap<&str, usize>) -> serde_json::Result<Vec<Value>> {
    let mut is_there = |claim: &RawValue| there.get_mut(claim.get()).filter(|n| **n > 0).map(|n| *n -= 1).is_some();
    claims.iter().filter(|c| !is_there(c)).map(|c| serde_json::from_str(c.get())).collect()
}

fn paired(before: Value, new: &mut Vec<Value>) -> Change {
    let same = |after: &Value| after["cue"] == before["cue"] && after["kind"] == before["kind"] && after["harm"] == before["harm"];
    match new.iter().position(same) {
        Some(at) => {
            let after = new.remove(at);
            Change::Altered { keys: differing(&before, &after), before, after }
        }
        None => Change::Gone { claim: before },
    }
}

/// Keys whose values differ. The identifier follows from the rest and is not named unless it is all.
fn differing(before: &Value, after: &Value) -> Vec<String> {
    let (Some(b), Some(a)) = (before.as_object(), after.as_object()) else { return Vec::new() };
    let gone_or_other = b.iter().filter(|(k, v)| a.get(*k) != Some(v)).map(|(k, _)| k);
    let keys: Vec<String> = gone_or_other.chain(a.keys().filter(|k| !b.contains_key(*k))).filter(|k| *k != "id").cloned().collect();
    if keys.is_empty() { vec!["id".to_owned()] } else { keys }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(list: &[Value]) -> Vec<Box<RawValue>> {
        list.iter().map(|v| serde_json::value::to_raw_value(v).unwrap()).collect()
    }

    #[test]
    fn claims_are_gone_new_or_altered() {
        let claim = |id: &str, start: u32, factuality: &str| serde_json::json!({"id": id, "kind": "control", "cue": {"start": start}, "factuality": factuality});
        let before = claims(&[claim("a", 1, "CT+"), claim("b", 2, "CT+"), claim("c", 3, "CT+")]);
        let after = claims(&[claim("a", 1, "CT+"), claim("d", 2, "CT-"), claim("e", 9, "CT+")]);
        let changes = difference(&before, &after).unwrap().changes;
        assert!(matches!(&changes[0], Change::Altered { keys, .. } if keys == &["factuality"]), "{changes:?}");
        assert!(matches!(&changes[1], Change::Gone { claim } if claim["id"] == "c"), "{changes:?}");
        assert!(matches!(&changes[2], Change::New { claim } if claim["id"] == "e"), "{changes:?}");
        assert_eq!((changes.len(), difference(&after, &after).unwrap()), (3, Difference::default()));
    }
}
