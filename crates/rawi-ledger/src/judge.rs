//! What reviews do to the claims of a report.
//!
//! The text of a stream never changes, readings do: a verdict is carried to the claim of the same identifier, else to the claim of the same kind on the
//! same words. One that finds neither is an orphan: it changes nothing, and is listed.

use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::review::text_of;
use crate::{Entry, Hash, Kind, ReadingBody, Review, Verdict, present_reading};

/// A claim of the present reading, or one that a reviewer added.
#[derive(Clone, Debug)]
pub struct PresentClaim {
    /// Its position in the reading; none when a reviewer added it.
    pub index: Option<usize>,
    /// Its record: byte for byte as it was read, unless a review changed it.
    pub record: Box<RawValue>,
    /// True when a review changed the record or added it.
    pub changed: bool,
    /// True when the last verdict says that the text makes no such claim: it counts for nothing.
    pub wrong: bool,
}

impl PresentClaim {
    /// The record as a value.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.record.get()).unwrap_or_default()
    }
}

/// What became of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It counts.
    Counts,
    /// A later verdict on the same claim takes its place.
    Superseded,
    /// Its claim, or its words, are not there any more.
    Orphan,
}

/// A review with what became of it.
#[derive(Clone, Debug)]
pub struct JudgedReview {
    /// Number of its entry in the stream.
    pub idx: u64,
    /// When it was recorded.
    pub at: String,
    /// What it says.
    pub review: Review,
    /// What became of it.
    pub state: State,
    /// Identifier of the claim that it speaks of now.
    pub claim: Option<String>,
}

/// The claims of a report after all reviews, and the reviews.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Claims of the present reading in their order, then those that reviewers added.
    pub claims: Vec<PresentClaim>,
    /// In the order of recording. What cannot be read as a review is left out: the record is kept whatever it says.
    pub reviews: Vec<JudgedReview>,
}

/// Applies the reviews of a report's stream to its present reading.
pub fn judged(stream: &[Entry]) -> Judged {
    let reading: Option<ReadingBody> = present_reading(stream).ok().flatten();
    let mut out = Judged::default();
    for (index, record) in reading.map(|r| r.claims).unwrap_or_default().into_iter().enumerate() {
        out.claims.push(PresentClaim { index: Some(index), record, changed: false, wrong: false });
    }
    let Some((report, text, hash)) = text_of(stream) else { return out };
    let mut bench = Bench { keys: out.claims.iter().map(|c| Key::of(&c.value())).collect(), report, text, hash, out };
    for entry in stream.iter().filter(|e| e.kind == Kind::Review) {
        if let Ok(review) = serde_json::from_str::<Review>(entry.body.get()) {
            bench.hear(entry, review);
        }
    }
    bench.out
}

/// By what a claim is found again. A fix does not change it.
struct Key {
    id: String,
    kind: String,
    cue: (u64, u64),
    /// Position, among the reviews, of the verdict that counts.
    verdict: Option<usize>,
}

impl Key {
    fn of(claim: &Value) -> Self {
        let text = |key: &str| claim[key].as_str().unwrap_or_default().to_owned();
        let at = |key: &str| claim["cue"][key].as_u64().unwrap_or(u64::MAX);
        Self { id: text("id"), kind: text("kind"), cue: (at("start"), at("end")), verdict: None }
    }
}

struct Bench {
    keys: Vec<Key>,
    report: Value,
    text: String,
    hash: Hash,
    out: Judged,
}

impl Bench {
    fn hear(&mut self, entry: &Entry, review: Review) {
        let place = review.anchor.within(&self.text, self.hash);
        let found = place.and_then(|place| if review.verdict == Verdict::Missing { self.added(place, entry, &review) } else { self.target(place, &review) });
        let is_orphan = place.is_none() || (found.is_none() && review.claim.is_some());
        if let Some(claim) = found {
            self.apply(claim, entry, &review);
        }
        let state = if is_orphan { State::Orphan } else { State::Counts };
        let claim = found.map(|c| self.keys[c].id.clone());
        self.out.reviews.push(JudgedReview { idx: entry.idx, at: entry.at.clone(), review, state, claim });
    }

    /// The claim that a review speaks of now.
    fn target(&self, (start, end): (usize, usize), review: &Review) -> Option<usize> {
        let target = review.claim.as_ref()?;
        let there = |key: &Key| key.kind == target.kind && key.cue == (start as u64, end as u64);
        self.keys.iter().position(|k| k.id == target.id).or_else(|| self.keys.iter().position(there))
    }

    fn apply(&mut self, claim: usize, entry: &Entry, review: &Review) {
        if review.verdict == Verdict::Comment {
            return;
        }
        if let Some(before) = self.keys[claim].verdict.replace(self.out.reviews.len()) {
            self.out.reviews[before].state = State::Superseded;
        }
        let present = &mut self.out.claims[claim];
        present.wrong = review.verdict == Verdict::Wrong;
        if matches!(review.verdict, Verdict::Accept | Verdict::Fix) {
            let mut value = present.value();
            merge(&mut value, &review.fix);
            vouch(&mut value, entry, review);
            present.record = raw(&value);
            present.changed = true;
        }
    }

    /// A claim that a reviewer added, with the report's own outlet as its chain unless another is given.
    fn added(&mut self, (start, end): (usize, usize), entry: &Entry, review: &Review) -> Option<usize> {
        let digest = Sha256::digest(format!("{}\n{start}\n{end}\n{}", entry.stream, Value::Object(review.fix.clone())));
        let id = digest.iter().take(6).fold("clm_".to_owned(), |id, b| id + &format!("{b:02x}"));
        if let Some(known) = self.keys.iter().position(|k| k.id == id) {
            return Some(known);
        }
        let mut value = json!({"id": id, "report": entry.stream});
        for (from, to) in [("url", "url"), ("published", "reported")] {
            if let Some(text) = self.report[from].as_str() {
                value[to] = text.into();
            }
        }
        value["roles"] = json!({});
        value["aspect"] = "occurred".into();
        value["factuality"] = "CT+".into();
        value["chain"] = json!([{"type": "outlet", "name": self.report["outlet"].as_str().unwrap_or("unnamed outlet")}]);
        value["cue"] = json!({"text": review.anchor.quote, "start": start, "end": end});
        value["rule"] = "review".into();
        merge(&mut value, &review.fix);
        vouch(&mut value, entry, review);
        self.keys.push(Key::of(&value));
        self.out.claims.push(PresentClaim { index: None, record: raw(&value), changed: true, wrong: false });
        Some(self.keys.len() - 1)
    }
}

/// Puts keys in the place of others; roles one by one. A null takes a key away.
fn merge(value: &mut Value, fix: &Map<String, Value>) {
    for (key, right) in fix {
        if let (Value::Object(roles), Some(Value::Object(own))) = (right, value.get_mut(key).filter(|_| key == "roles")) {
            roles.iter().for_each(|(role, fillers)| put(own, role, fillers));
        } else if let Value::Object(own) = value {
            put(own, key, right);
        }
    }
}

fn put(object: &mut Map<String, Value>, key: &str, right: &Value) {
    if right.is_null() {
        object.shift_remove(key);
    } else {
        object.insert(key.to_owned(), right.clone());
    }
}

/// A person answers for the claim: the reader's own doubt of having misread it is gone.
fn vouch(value: &mut Value, entry: &Entry, review: &Review) {
    value["confidence"] = 1.0.into();
    value["reviewed"] = json!({"by": review.reviewer, "at": entry.at, "verdict": review.verdict.code()});
}

fn raw(value: &Value) -> Box<RawValue> {
    // A value always serialises.
    serde_json::value::to_raw_value(value).unwrap_or_default()
}
