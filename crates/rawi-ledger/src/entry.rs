//! Entries, their hashes, and what makes one follow another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// What an entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A report as it was taken in; the first entry of its stream.
    Report,
    /// The claims read from the report of the stream, with the lexicon that they were read with.
    Reading,
    /// A person's verdict on a claim of the stream.
    Review,
    /// The report, or one claim of it, no longer stands. Nothing is erased.
    Retraction,
    /// A lexicon that readings were made with.
    Lexicon,
    /// Parameters that situations were weighed with.
    Parameters,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Report, Self::Reading, Self::Review, Self::Retraction, Self::Lexicon, Self::Parameters];

    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Reading => "reading",
            Self::Review => "review",
            Self::Retraction => "retraction",
            Self::Lexicon => "lexicon",
            Self::Parameters => "parameters",
        }
    }

    /// The kind of a word used in records.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Lexicons and parameters have a stream each, named like the kind; everything else belongs to the stream of a report.
    pub fn has_own_stream(self) -> bool {
        matches!(self, Self::Lexicon | Self::Parameters)
    }
}

/// A SHA-256 digest, 64 hexadecimal digits in records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Hash {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is no hash: 64 hexadecimal digits in lower case are expected");
        // One form only: what an export says can be compared byte for byte.
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Something to record that has no number and no hash yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The stream: a report's identifier, `lexicon` or `parameters`.
    pub stream: String,
    /// What it records.
    pub kind: Kind,
    /// The content: one JSON object on one line.
    pub body: Box<RawValue>,
}

impl Draft {
    /// A draft of anything that serialises to a JSON object.
    pub fn new(stream: impl Into<String>, kind: Kind, body: &impl Serialize) -> serde_json::Result<Self> {
        Ok(Self { stream: stream.into(), kind, body: serde_json::value::to_raw_value(body)? })
    }
}

/// One entry of the ledger.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The stream that it belongs to.
    pub stream: String,
    /// Its number in the stream, from 0.
    pub idx: u64,
    /// What it records.
    pub kind: Kind,
    /// When it was recorded, RFC 3339 in UTC.
    pub at: String,
    /// Hash of the entry before it in the stream; zeros for the first.
    pub previous: Hash,
    /// Hash over everything above and the body.
    pub hash: Hash,
    /// The content, kept byte for byte.
    pub body: Box<RawValue>,
}

impl Entry {
    /// Gives a draft its place after `previous`, the last entry of its stream.
    pub fn after(previous: Option<(u64, Hash)>, draft: Draft, at: &str) -> Self {
        let (idx, previous) = previous.map_or((0, Hash::default()), |(idx, hash)| (idx + 1, hash));
        let Draft { stream, kind, body } = draft;
        let mut entry = Self { stream, idx, kind, at: at.to_owned(), previous, hash: Hash::default(), body };
        entry.hash = entry.computed_hash();
        entry
    }

    /// SHA-256 of six lines without a line break at the end: previous hash, stream, idx, kind, at, body. Anyone can compute it with `sha256sum`.
    pub fn computed_hash(&self) -> Hash {
        let mut hash = Sha256::new();
        hash.update(format!("{}\n{}\n{}\n{}\n{}\n", self.previous, self.stream, self.idx, self.kind.code(), self.at));
        hash.update(self.body.get());
        Hash(hash.finalize().into())
    }

    /// What is wrong with this entry where `previous` is the last of its stream; nothing when it fits.
    pub fn fault(&self, previous: Option<(u64, Hash)>) -> Option<String> {
        let (idx, before) = previous.map_or((0, Hash::default()), |(idx, hash)| (idx + 1, hash));
        let text = self.body.get();
        if self.idx != idx {
            Some(format!("number {idx} of the stream is expected here"))
        } else if self.previous != before {
            Some("it does not carry the hash of the entry before it".to_owned())
        } else if self.hash != self.computed_hash() {
            Some("its hash does not fit its content".to_owned())
        } else if [self.stream.as_str(), &self.at, text].iter().any(|s| s.contains('\n')) || !text.starts_with('{') {
            Some("its content is not one JSON object on one line".to_owned())
        } else {
            self.misplaced()
        }
    }

    /// A report begins its stream and stands nowhere else; streams of lexicons and parameters hold nothing else.
    fn misplaced(&self) -> Option<String> {
        let fits = match self.kind {
            kind if kind.has_own_stream() => self.stream == kind.code(),
            Kind::Report => self.idx == 0 && !self.stream.is_empty(),
            _ => self.idx > 0 && !["lexicon", "parameters"].contains(&self.stream.as_str()),
        };
        (!fits).then(|| format!("a {} does not belong here: a report begins its own stream, lexicon and parameters have theirs", self.kind.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Draft {
        Draft::new("rep_1", Kind::Report, &serde_json::json!({ "text": text })).unwrap()
    }

    #[test]
    fn the_hash_covers_content_and_place() {
        let first = Entry::after(None, report("a"), "2024-12-08T00:00:00Z");
        assert_eq!(first.fault(None), None);
        // printf '%064d\nrep_1\n0\nreport\n2024-12-08T00:00:00Z\n{"text":"a"}' 0 | sha256sum
        assert_eq!(first.hash.to_string(), "1fedc09c2ba7ae25507d884628290fcf5bd906bbd8523a8f48a3d4151811fe63");
        let changed = Entry { body: report("b").body, ..first.clone() };
        assert!(changed.fault(None).unwrap().contains("does not fit"));
        assert!(first.fault(Some((0, first.hash))).unwrap().contains("number 1"));
    }

    #[test]
    fn kinds_stand_where_they_belong() {
        let first = Entry::after(None, report("a"), "t");
        let again = Entry::after(Some((0, first.hash)), report("a"), "t");
        assert!(again.fault(Some((0, first.hash))).unwrap().contains("does not belong here"));
        let lexicon = Draft::new("rep_1", Kind::Lexicon, &serde_json::json!({})).unwrap();
        assert!(Entry::after(None, lexicon, "t").fault(None).is_some());
    }

    #[test]
    fn bodies_pass_through_json_byte_for_byte() {
        let line = r#"{"stream":"lexicon","idx":0,"kind":"lexicon","at":"t","previous":"0000000000000000000000000000000000000000000000000000000000000000","hash":"0000000000000000000000000000000000000000000000000000000000000000","body":{"b":1.10,"a":"\u0628"}}"#;
        let entry: Entry = serde_json::from_str(line).unwrap();
        assert_eq!(entry.body.get(), r#"{"b":1.10,"a":"\u0628"}"#);
        assert_eq!(serde_json::to_string(&entry).unwrap(), line);
    }
}
