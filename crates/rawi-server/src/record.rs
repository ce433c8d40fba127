//! The claim record as pages show it. What a record lacks is empty: a ledger may hold records of other programs.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A claim record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ClaimRecord {
    /// Identifier.
    pub id: String,
    /// Report.
    pub report: String,
    /// Address of the report.
    pub url: Option<String>,
    /// When the report was published.
    pub reported: Option<String>,
    /// Kind.
    pub kind: String,
    /// `full` or `part`.
    pub extent: Option<String>,
    /// State of a closure or siege.
    pub state: Option<String>,
    /// What happened to people.
    pub harm: Option<String>,
    /// Fillers and count.
    pub roles: Roles,
    /// Aspect.
    pub aspect: String,
    /// FactBank value.
    pub factuality: String,
    /// When.
    pub time: Option<TimeRecord>,
    /// Attribution, outermost link first.
    pub chain: Vec<LinkRecord>,
    /// The sentence.
    pub sentence: SentenceRecord,
    /// The words that evoke it.
    pub cue: Option<WordsRecord>,
    /// The report that had these words first.
    pub reused_from: Option<String>,
    /// What read it.
    pub rule: String,
    /// Estimate that it is in the text.
    pub confidence: Option<f64>,
}

/// Fillers by role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Roles {
    /// How many.
    pub count: Option<CountRecord>,
    /// Lists of fillers.
    #[serde(flatten)]
    pub fillers: BTreeMap<String, Vec<FillerRecord>>,
}

impl Roles {
    /// Fillers of a role.
    pub fn of(&self, role: &str) -> &[FillerRecord] {
        self.fillers.get(role).map_or(&[], Vec::as_slice)
    }
}

/// A filler.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FillerRecord {
    /// Identifier.
    pub id: Option<String>,
    /// English name.
    pub name: Option<String>,
    /// Arabic name.
    pub name_ar: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// The words.
    pub text: Option<String>,
    /// First code point.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
    /// How it is named.
    pub via: String,
    /// What an anaphor points to.
    pub antecedent: Option<WordsRecord>,
    /// Other identities that fit as well.
    pub candidates: Vec<String>,
}

/// How many.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CountRecord {
    /// Least.
    pub min: Option<u64>,
    /// Greatest.
    pub max: Option<u64>,
    /// First code point of the words.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// When.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TimeRecord {
    /// The value.
    pub edtf: String,
    /// First code point of the words.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// A link of the chain.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkRecord {
    /// What it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// Identifier.
    pub id: Option<String>,
    /// Name, or the words that describe it.
    pub name: String,
    /// First code point of the words.
    pub start: Option<usize>,
    /// One past the last.
    pub end: Option<usize>,
}

/// The sentence of a claim.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SentenceRecord {
    /// Counted from 1.
    pub index: usize,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Words of the report.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WordsRecord {
    /// The words.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

impl ClaimRecord {
    /// Reads a line; a record that cannot be read is empty but for nothing lost: its line is still there.
    pub fn read(line: &str) -> Self {
        serde_json::from_str(line).unwrap_or_default()
    }
}
