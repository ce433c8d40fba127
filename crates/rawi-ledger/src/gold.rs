//! Reviewed reports as gold for `rawi eval`.

use serde_json::{Map, Value, json};

use crate::review::text_of;
use crate::words::sentences;
use crate::{Entry, Judged, State, Verdict, judged};

/// Roles of a record that the gold has as lists.
const ROLES: [&str; 6] = ["actor", "target", "place", "from", "to", "person"];
/// Fields that a record and the gold have in common.
const SHARED: [&str; 5] = ["aspect", "factuality", "extent", "state", "harm"];

/// The text and the gold of a report, when at least one verdict on it counts.
///
/// A claim that nobody judged is `optional`: it counts neither for nor against a reader. One that was called wrong is left out.
pub fn gold(stream: &[Entry]) -> Option<(String, Value)> {
    let (report, text, _) = text_of(stream)?;
    let all = judged(stream);
    let is_verdict = |v: Verdict| v != Verdict::Comment;
    if !all.reviews.iter().any(|r| r.state == State::Counts && is_verdict(r.review.verdict)) {
        return None;
    }
    let spans = sentences(&text);
    let claims: Vec<Value> = all.claims.iter().filter(|c| !c.wrong).map(|c| claim(&c.value(), &spans, !is_judged(&all, &c.value()))).collect();
    let gold = json!({"report": stream[0].stream, "outlet": report["outlet"], "lang": report["language"], "published": report["published"], "sentences": spans, "furniture": [], "claims": claims});
    Some((text, gold))
}

fn is_judged(all: &Judged, claim: &Value) -> bool {
    all.reviews.iter().any(|r| r.state == State::Counts && r.review.verdict != Verdict::Comment && r.claim.as_deref() == claim["id"].as_str())
}

fn claim(record: &Value, sentences: &[(usize, usize)], optional: bool) -> Value {
    let cue = &record["cue"];
    let start = cue["start"].as_u64().unwrap_or(0) as usize;
    let sentence = sentences.iter().position(|s| s.0 <= start && start < s.1).map_or(1, |i| i + 1);
    let mut out = Map::new();
    out.insert("s".into(), sentence.into());
    out.insert("kind".into(), record["kind"].clone());
    out.insert("cue".into(), words(cue));
    for role in ROLES {
        if let Some(fillers) = record["roles"][role].as_array() {
            out.insert(role.into(), fillers.iter().map(filler).collect());
        }
    }
    if let Some(count) = record["roles"]["count"].as_object() {
        out.insert("count".into(), if count["min"] == count["max"] { count["min"].clone() } else { json!([count["min"], count["max"]]) });
    }
    if record["time"]["basis"] != "report" && record["time"]["edtf"].is_string() {
        out.insert("time".into(), record["time"]["edtf"].clone());
    }
    SHARED.into_iter().filter(|key| !record[*key].is_null()).for_each(|key| drop(out.insert(key.into(), record[key].clone())));
    out.insert("chain".into(), record["chain"].as_array().into_iter().flatten().map(link).collect());
    out.insert("links".into(), record["chain"].clone());
    if optional {
        out.insert("optional".into(), true.into());
    }
    Value::Object(out)
}

/// The name of a link; one that is only described says so.
fn link(link: &Value) -> Value {
    let name = link["name"].as_str().unwrap_or_default();
    if link["type"] == "anonymous" { format!("anonymous: {name}").into() } else { name.into() }
}

fn words(words: &Value) -> Value {
    json!({"text": words["text"], "span": [words["start"], words["end"]]})
}

fn filler(filler: &Value) -> Value {
    let mut out = Map::new();
    for (from, to) in [("id", "id"), ("name", "en"), ("text", "ar")] {
        if filler[from].is_string() {
            out.insert(to.into(), filler[from].clone());
        }
    }
    if filler["start"].is_u64() {
        out.insert("span".into(), json!([filler["start"], filler["end"]]));
    }
    Value::Object(out)
}
