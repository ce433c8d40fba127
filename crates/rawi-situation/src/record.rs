//! Claim records as they come: any identifiers, missing fields, one filler or many.

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::Value;

/// A claim record of which only what bears on the situation is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Record {
    /// Identifier of the claim.
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    /// Identifier of the report.
    #[serde(deserialize_with = "text")]
    pub report: Option<String>,
    /// Report whose words the claim's sentence was taken from, when that is known.
    #[serde(deserialize_with = "text")]
    pub reused_from: Option<String>,
    /// Address of the report.
    #[serde(deserialize_with = "text")]
    pub url: Option<String>,
    /// When the report was published: a date or an RFC 3339 time.
    #[serde(deserialize_with = "text")]
    pub reported: Option<String>,
    /// Kind of claim.
    #[serde(deserialize_with = "text")]
    pub kind: Option<String>,
    /// `full` or `part`.
    #[serde(deserialize_with = "text")]
    pub extent: Option<String>,
    /// State of a closure or siege.
    #[serde(deserialize_with = "text")]
    pub state: Option<String>,
    /// What happened to people.
    #[serde(deserialize_with = "text")]
    pub harm: Option<String>,
    /// Fillers.
    #[serde(deserialize_with = "or_default")]
    pub roles: Roles,
    /// Aspect; missing means occurred.
    #[serde(deserialize_with = "text")]
    pub aspect: Option<String>,
    /// FactBank value; missing means certain.
    #[serde(deserialize_with = "text")]
    pub factuality: Option<String>,
    /// When it happened.
    #[serde(deserialize_with = "time")]
    pub time: Time,
    /// Attribution, outermost first.
    #[serde(deserialize_with = "many")]
    pub chain: Vec<Link>,
    /// The words that evoke the claim.
    #[serde(deserialize_with = "or_default")]
    pub cue: Words,
    /// The reader's estimate that the claim is in the text, 0 to 1.
    pub confidence: Option<f64>,
}

/// Fillers by role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Roles {
    /// Who acts.
    #[serde(deserialize_with = "many")]
    pub actor: Vec<Filler>,
    /// Who is acted upon.
    #[serde(deserialize_with = "many")]
    pub target: Vec<Filler>,
    /// Where.
    #[serde(deserialize_with = "many")]
    pub place: Vec<Filler>,
    /// What is left.
    #[serde(deserialize_with = "many")]
    pub from: Vec<Filler>,
    /// What is reached.
    #[serde(deserialize_with = "many")]
    pub to: Vec<Filler>,
    /// Persons involved.
    #[serde(deserialize_with = "many")]
    pub person: Vec<Filler>,
    /// How many.
    #[serde(deserialize_with = "or_default")]
    pub count: Count,
}

/// A filler of a role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filler {
    /// Canonical identifier.
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    /// Name.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
    /// What it is: `city`, `person` …
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// Identifier of the place that this place lies in.
    #[serde(deserialize_with = "text")]
    pub within: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// The words.
    #[serde(deserialize_with = "text")]
    pub text: Option<String>,
    /// First code point of the words.
    pub start: Option<u64>,
    /// One past their last code point.
    pub end: Option<u64>,
}

/// A link of a chain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Link {
    /// What it is.
    #[serde(rename = "type", deserialize_with = "text")]
    pub kind: Option<String>,
    /// Canonical identifier.
    #[serde(deserialize_with = "text")]
    pub id: Option<String>,
    /// Name, or the words that describe it.
    #[serde(deserialize_with = "text")]
    pub name: Option<String>,
}

/// A time as the text gives it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Time {
    /// The value.
    #[serde(deserialize_with = "text")]
    pub edtf: Option<String>,
}

/// Words of a report.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    /// The words.
    #[serde(deserialize_with = "text")]
    pub text: Option<String>,
    /// First code point.
    pub start: Option<u64>,
    /// One past the last code point.
    pub end: Option<u64>,
}

/// A number of people or things.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Count {
    /// Least number.
    pub min: Option<f64>,
    /// Greatest number; nothing for "at least".
    pub max: Option<f64>,
}

/// A line that is no claim record.
#[derive(Debug, thiserror::Error)]
#[error("line {line}, column {column}: {reason}; a claim record is one JSON object per line, as rawi read --format jsonl prints it")]
pub struct RecordError {
    /// Line, counted from 1.
    pub line: usize,
    /// Column, counted from 1.
    pub column: usize,
    reason: String,
}

/// Reads claim records, one per line; blank lines are skipped, bad lines are told and the rest goes on.
pub fn parse(bytes: &[u8]) -> (Vec<Record>, Vec<RecordError>) {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut records = Vec::new();
    let mut errors = Vec::new();
    for (index, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.iter().all(u8::is_ascii_whitespace)) {
        match serde_json::from_slice(line) {
            Ok(record) => records.push(record),
            Err(e) => errors.push(RecordError { line: index + 1, column: e.column(), reason: reason(&e) }),
        }
    }
    (records, errors)
}

/// The message without serde's own position, which counts lines within the line.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(head, _)| head).to_owned()
}

/// A string; a number or a truth value is taken by its digits or word.
fn text<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(d)? {
        Value::Null => Ok(None),
        Value::String(s) => Ok(Some(s).filter(|s| !s.trim().is_empty())),
        Value::Number(n) => Ok(Some(n.to_string())),
        Value::Bool(b) => Ok(Some(b.to_string())),
        Value::Object(mut o) => Ok(["id", "report", "name", "edtf", "text"].iter().find_map(|k| o.remove(*k)).and_then(|v| v.as_str().map(str::to_owned))),
        Value::Array(_) => Err(D::Error::custom("a list stands where a text belongs")),
    }
}

/// A list, a single object, or nothing.
fn many<'de, D: Deserializer<'de>, T: serde::de::DeserializeOwned>(d: D) -> Result<Vec<T>, D::Error> {
    let read = |v| serde_json::from_value(v).map_err(D::Error::custom);
    match Value::deserialize(d)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => list.into_iter().map(named).map(read).collect(),
        one => Ok(vec![read(named(one))?]),
    }
}

/// A bare string is an identifier.
fn named(value: Value) -> Value {
    if value.is_string() { serde_json::json!({ "id": value }) } else { value }
}

fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(d: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(d)?.unwrap_or_default())
}

/// An object with `edtf`, or the bare value.
fn time<'de, D: Deserializer<'de>>(d: D) -> Result<Time, D::Error> {
    match Value::deserialize(d)? {
        Value::Null => Ok(Time::default()),
        Value::String(edtf) => Ok(Time { edtf: Some(edtf) }),
        value => serde_json::from_value(value).map_err(D::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_shapes_are_read_and_bad_lines_are_told() {
        let lines = concat!(
            "{\"id\":17,\"kind\":\"control\",\"roles\":{\"place\":{\"id\":\"x\"},\"actor\":[\"a\"]},\"time\":\"2024-12-07\",\"chain\":null}\r\n\n",
            "{\"id\":\n",
            "{\"kind\":\"control\",\"confidence\":null,\"unknown\":[1]}\n"
        );
        let (records, errors) = parse(lines.as_bytes());
        assert_eq!(records.len(), 2);
        assert_eq!(records[0].id.as_deref(), Some("17"));
        assert_eq!(records[0].roles.actor[0].id.as_deref(), Some("a"));
        assert_eq!(records[0].time.edtf.as_deref(), Some("2024-12-07"));
        assert_eq!(errors.len(), 1);
        assert!(errors[0].to_string().starts_with("line 3, column "), "{}", errors[0]);
    }
}
