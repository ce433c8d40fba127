//! Claims whose words stood in another report first.

use serde::{Deserialize, Serialize};

/// Words that a report took from another, as records have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReusedRecord {
    /// First code point in the report.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Identifier of the report that had them first.
    pub from: String,
    /// Why that one is the origin: `agency`, `earlier`, or `undecided` when nothing shows it.
    pub because: String,
}

/// What the marks begin with. A quotation mark inside a JSON string is escaped, so this stands in no text.
const KEY: &str = ",\"reused_from\":";

#[derive(Deserialize)]
struct Place {
    sentence: Stretch,
    cue: Stretch,
}

#[derive(Deserialize)]
struct Stretch {
    start: usize,
    end: usize,
}

/// A claim record with `reused_from` and `reused_because`, when its cue and at least half of its sentence lie in reused words; without them
/// otherwise. Marks that the record has are replaced; every other byte stays. Of several sources the first in `reused` counts.
pub fn mark_reuse(record: &str, reused: &[ReusedRecord]) -> String {
    let end = record.rfind(KEY).unwrap_or(record.len().saturating_sub(1));
    let open = record.get(..end).unwrap_or_default();
    let found = serde_json::from_str(&format!("{open}}}")).ok().and_then(|place| source(&place, reused));
    let value = |text: &str| serde_json::Value::from(text).to_string();
    match found {
        Some(found) => format!("{open}{KEY}{},\"reused_because\":{}}}", value(&found.from), value(&found.because)),
        None => format!("{open}}}"),
    }
}

fn source<'a>(place: &Place, reused: &'a [ReusedRecord]) -> Option<&'a ReusedRecord> {
    let (sentence, cue) = (&place.sentence, &place.cue);
    let covered = |r: &ReusedRecord| r.end.min(sentence.end).saturating_sub(r.start.max(sentence.start));
    reused.iter().find(|r| r.start <= cue.start && cue.end <= r.end && 2 * covered(r) >= sentence.end - sentence.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reused(start: usize, end: usize, from: &str) -> ReusedRecord {
        ReusedRecord { start, end, from: from.into(), because: "earlier".into() }
    }

    #[test]
    fn claims_in_reused_words_are_marked_and_marks_come_off_again() {
        let record = r#"{"id":"a","sentence":{"index":0,"start":10,"end":30},"cue":{"text":"x\",\"reused_from\":","start":12,"end":14},"confidence":0.9}"#;
        let marked = mark_reuse(record, &[reused(10, 20, "rep_1"), reused(0, 40, "rep_2")]);
        assert_eq!(marked, record.replace("0.9}", r#"0.9,"reused_from":"rep_1","reused_because":"earlier"}"#));
        assert_eq!(mark_reuse(&marked, &[reused(0, 40, "rep_2")]), marked.replace("rep_1", "rep_2"));
        for nothing in [&[][..], &[reused(10, 19, "less than half")], &[reused(13, 40, "without its cue")]] {
            assert_eq!(mark_reuse(&marked, nothing), record);
        }
    }
}
