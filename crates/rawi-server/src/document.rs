//! A report with its text and what was read in it.

use rawi_ledger::{Entry, Kind, Ledger, Store, present_reading};
use serde::Deserialize;

use crate::record::ClaimRecord;

/// A report.
pub struct Document {
    /// Identifier.
    pub id: String,
    /// What the report says of itself.
    pub meta: Meta,
    /// Claims of the present reading.
    pub claims: Vec<ClaimRecord>,
    /// What was not read.
    pub notes: Vec<Note>,
    /// How often it was read.
    pub readings: usize,
    /// True when the whole report was retracted.
    pub retracted: bool,
    /// Claims that were retracted.
    pub withdrawn: Vec<String>,
    /// Byte of every code point, and the length.
    bytes: Vec<u32>,
}

/// What a report says of itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// Headline, when it is kept apart.
    pub title: Option<String>,
    /// Outlet as given.
    pub outlet: Option<String>,
    /// Who signed it.
    pub byline: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// The text.
    pub text: String,
}

/// Something that was seen and not turned into a claim.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Note {
    /// What it is about.
    pub kind: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What a person should know.
    pub message: String,
}

impl Document {
    /// Reads a report's stream; nothing when there is none, or it cannot be read.
    pub fn of(store: &Ledger, report: &str) -> Option<Self> {
        let stream = store.stream(report).ok()?;
        let meta: Meta = stream.first().filter(|e| e.kind == Kind::Report).and_then(|e| serde_json::from_str(e.body.get()).ok())?;
        let reading = present_reading(&stream).ok().flatten();
        let (claims, notes) = reading.map(|r| (r.claims, r.notes)).unwrap_or_default();
        let retractions: Vec<Option<String>> = stream.iter().filter(|e| e.kind == Kind::Retraction).map(retracted).collect();
        let bytes = meta.text.char_indices().map(|(b, _)| b).chain([meta.text.len()]).map(|b| u32::try_from(b).unwrap_or(u32::MAX)).collect();
        Some(Self {
            id: report.to_owned(),
            claims: claims.iter().map(|c| ClaimRecord::read(c.get())).collect(),
            notes: notes.iter().filter_map(|n| serde_json::from_str(n.get()).ok()).collect(),
            readings: stream.iter().filter(|e| e.kind == Kind::Reading).count(),
            retracted: retractions.iter().any(Option::is_none),
            withdrawn: retractions.into_iter().flatten().collect(),
            meta,
            bytes,
        })
    }

    /// The words from one code point to another; what lies beyond the text is cut off.
    pub fn words(&self, start: usize, end: usize) -> &str {
        let last = self.bytes.len() - 1;
        let (start, end) = (start.min(last), end.clamp(start.min(last), last));
        &self.meta.text[self.bytes[start] as usize..self.bytes[end] as usize]
    }

    /// Length in code points.
    pub fn len(&self) -> usize {
        self.bytes.len() - 1
    }

    /// True when the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Lines that are not blank, in code points.
    pub fn lines(&self) -> Vec<(usize, usize)> {
        let mut out = Vec::new();
        let mut start = 0;
        for (point, c) in self.meta.text.chars().chain(['\n']).enumerate() {
            if c == '\n' {
                if !self.words(start, point).trim().is_empty() {
                    out.push((start, point));
                }
                start = point + 1;
            }
        }
        out
    }

    /// Language of the text; Arabic when it was not looked at.
    pub fn language(&self) -> &str {
        self.meta.language.as_deref().filter(|l| l.len() <= 8 && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')).unwrap_or("ar")
    }

    /// Which way the text is written.
    pub fn dir(&self) -> &'static str {
        if ["ar", "fa", "ur", "he", "ps", "ckb"].contains(&self.language()) { "rtl" } else { "ltr" }
    }
}

fn retracted(entry: &Entry) -> Option<String> {
    #[derive(Deserialize)]
    struct Body {
        claim: Option<String>,
    }
    serde_json::from_str::<Body>(entry.body.get()).ok().and_then(|b| b.claim)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A document of a text alone.
    pub(crate) fn of(text: &str) -> Document {
        let meta = Meta { text: text.to_owned(), ..Meta::default() };
        let bytes = text.char_indices().map(|(b, _)| b as u32).chain([text.len() as u32]).collect();
        Document { id: "rep_1".into(), meta, claims: Vec::new(), notes: Vec::new(), readings: 1, retracted: false, withdrawn: Vec::new(), bytes }
    }

    #[test]
    fn words_are_counted_in_code_points_and_never_beyond_the_text() {
        let document = of("في حماة\n\n ثم");
        assert_eq!((document.words(3, 7), document.words(3, 99), document.words(90, 80)), ("حماة", "حماة\n\n ثم", ""));
        assert_eq!(document.lines(), [(0, 7), (9, 12)]);
    }
}
