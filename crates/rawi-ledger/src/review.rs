//! Reviews: what a person says of a claim, or of words that gave none.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::{Draft, Entry, Hash, Kind, LedgerError};

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The claim stands as it was read.
    Accept,
    /// The text makes no such claim.
    Wrong,
    /// The claim is there, with other fields.
    Fix,
    /// The text makes a claim that was not read.
    Missing,
    /// A remark that changes nothing.
    Comment,
}

impl Verdict {
    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Wrong => "wrong",
            Self::Fix => "fix",
            Self::Missing => "missing",
            Self::Comment => "comment",
        }
    }
}

/// The words that a review stands on: where they are, which they are, and in which text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// First code point in the report's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// SHA-256 of the whole text.
    pub text: Hash,
}

/// The claim that a review speaks of, as it was read then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its identifier.
    pub id: String,
    /// Its kind.
    pub kind: String,
}

/// The body of a review entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Who says so.
    pub reviewer: String,
    /// What.
    pub verdict: Verdict,
    /// Of which words.
    pub anchor: Anchor,
    /// Of which claim; none for words that gave none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Target>,
    /// Keys of the claim record with their right values, as [`crate::field`] makes them.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fix: Map<String, Value>,
    /// In the reviewer's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Why a review cannot be recorded.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// The stream is none of a report.
    #[error("{0}: there is no such report in this ledger; rawi search WORDS and rawi review list name reports and claims")]
    NoReport(String),
    /// The claim is not among the present ones of the report.
    #[error("{0}: no present reading has this claim; rawi review list --report REPORT shows what there is")]
    NoClaim(String),
    /// The words do not stand in the text, or nothing stands there.
    #[error("'{0}' does not stand in the text of the report")]
    NoWords(String),
    /// The words stand in the text more than once.
    #[error("'{words}' stands in the text {count} times; give more of the words around them")]
    ManyWords {
        /// The words.
        words: String,
        /// How often.
        count: usize,
    },
    /// A field that cannot be put right so.
    #[error("'{given}': {reason}")]
    Field {
        /// What was given.
        given: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// A verdict lacks what it needs.
    #[error("{0}")]
    Lacks(&'static str),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// What a review is about.
#[derive(Clone, Debug)]
pub enum About {
    /// A claim, by its identifier.
    Claim(String),
    /// Words between two code points.
    Span(usize, usize),
    /// Words that stand in the text once.
    Words(String),
}

/// A report's text and its hash, from the first entry of its stream.
pub(crate) fn text_of(stream: &[Entry]) -> Option<(Value, String, Hash)> {
    let first = stream.first().filter(|e| e.kind == Kind::Report)?;
    let report: Value = serde_json::from_str(first.body.get()).ok()?;
    let text = report["text"].as_str().unwrap_or_default().to_owned();
    let hash = hash_of(&text);
    Some((report, text, hash))
}

pub(crate) fn hash_of(text: &str) -> Hash {
    Hash(Sha256::digest(text).into())
}

impl Anchor {
    /// The words between two code points of a text.
    ///
    /// # Errors
    /// When nothing stands there.
    pub fn at(text: &str, start: usize, end: usize) -> Result<Self, ReviewError> {
        let quote: String = text.chars().skip(start).take(end.saturating_sub(start)).collect();
        if quote.is_empty() || start + quote.chars().count() != end {
            return Err(ReviewError::NoWords(format!("{start}-{end}")));
        }
        Ok(Self { start, end, quote, text: hash_of(text) })
    }

    /// Words that stand in a text exactly once.
    ///
    /// # Errors
    /// When they do not, or more often.
    pub fn of(text: &str, words: &str) -> Result<Self, ReviewError> {
        match places(text, words).as_slice() {
            [] => Err(ReviewError::NoWords(words.to_owned())),
            [start] => Self::at(text, *start, start + words.chars().count()),
            many => Err(ReviewError::ManyWords { words: words.to_owned(), count: many.len() }),
        }
    }

    /// Where the words stand in a text: at the same place if it is the same text, else where they stand nearest to it.
    pub fn within(&self, text: &str, hash: Hash) -> Option<(usize, usize)> {
        if hash == self.text {
            return Some((self.start, self.end));
        }
        let start = places(text, &self.quote).into_iter().min_by_key(|p| p.abs_diff(self.start))?;
        Some((start, start + self.quote.chars().count()))
    }
}

/// The code points at which words stand in a text.
fn places(text: &str, words: &str) -> Vec<usize> {
    if words.is_empty() {
        return Vec::new();
    }
    text.match_indices(words).map(|(byte, _)| text[..byte].chars().count()).collect()
}

/// Makes the entry of a review, after checking it against the stream of its report.
///
/// # Errors
/// When the report, claim or words are not there, or the verdict lacks what it needs.
pub fn review_draft(stream: &[Entry], about: &About, verdict: Verdict, reviewer: &str, fix: Map<String, Value>, comment: Option<String>) -> Result<Draft, ReviewError> {
    let Some((_, text, _)) = text_of(stream) else { return Err(ReviewError::NoReport(stream.first().map(|e| e.stream.clone()).unwrap_or_default())) };
    let (anchor, claim) = match about {
        About::Claim(id) => {
            let (start, end, target) = claim_at(stream, id)?;
            (Anchor::at(&text, start, end)?, Some(target))
        }
        About::Span(start, end) => (Anchor::at(&text, *start, *end)?, None),
        About::Words(words) => (Anchor::of(&text, words)?, None),
    };
    let review = Review { reviewer: reviewer.trim().to_owned(), verdict, anchor, claim, fix, comment: comment.filter(|c| !c.trim().is_empty()) };
    review.check()?;
    Draft::new(stream[0].stream.clone(), Kind::Review, &review).map_err(|e| LedgerError::from(e).into())
}

impl Review {
    fn check(&self) -> Result<(), ReviewError> {
        let lacks = |what| Err(ReviewError::Lacks(what));
        match self.verdict {
            _ if self.reviewer.is_empty() => lacks("a review needs a name: who says so?"),
            Verdict::Accept | Verdict::Wrong | Verdict::Fix if self.claim.is_none() => lacks("this verdict is about a claim: give its identifier"),
            Verdict::Fix if self.fix.is_empty() => lacks("nothing is put right: give FIELD=VALUE, such as factuality=CT-"),
            Verdict::Missing if self.claim.is_some() => lacks("a missing claim stands on words that gave none: give the report and the words"),
            Verdict::Missing if !self.fix.contains_key("kind") => lacks("a missing claim needs at least its kind: kind=control"),
            Verdict::Comment if self.comment.is_none() => lacks("a comment without words says nothing"),
            Verdict::Accept | Verdict::Wrong | Verdict::Comment if !self.fix.is_empty() => lacks("fields are put right by a fix"),
            _ => Ok(()),
        }
    }
}

/// Where a present claim of the stream stands, and what it is.
fn claim_at(stream: &[Entry], id: &str) -> Result<(usize, usize, Target), ReviewError> {
    let present = crate::judge::judged(stream);
    let found = present.claims.iter().map(|c| c.value()).find(|c| c["id"] == id).ok_or_else(|| ReviewError::NoClaim(id.to_owned()))?;
    let at = |key: &str| found["cue"][key].as_u64().and_then(|n| usize::try_from(n).ok());
    let (Some(start), Some(end)) = (at("start"), at("end")) else { return Err(ReviewError::NoClaim(id.to_owned())) };
    Ok((start, end, Target { id: id.to_owned(), kind: found["kind"].as_str().unwrap_or_default().to_owned() }))
}
