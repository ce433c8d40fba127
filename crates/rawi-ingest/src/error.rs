//! Why something is no report.

use crate::MAX_LINE;
use crate::dom::{MAX_ATTRIBUTES, MAX_DEPTH};

/// How an input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A report in a language that is read.
    Read,
    /// A report in another language: kept, marked, not read.
    OtherLanguage,
    /// Nothing in it is a report's text.
    NoText,
    /// Over a limit of size.
    TooLarge,
    /// Not what it says it is.
    Malformed,
}

impl Outcome {
    /// Every outcome, in the order of accounts.
    pub const ALL: [Outcome; 5] = [Self::Read, Self::OtherLanguage, Self::NoText, Self::TooLarge, Self::Malformed];

    /// The words used in accounts.
    pub fn words(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::OtherLanguage => "other language",
            Self::NoText => "no text",
            Self::TooLarge => "too large",
            Self::Malformed => "malformed",
        }
    }
}

/// Why bytes are no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// Nothing to read.
    #[error("the text is empty")]
    Empty,
    /// A page, entry or record without text of a report.
    #[error("no text of a report: {0}")]
    NoText(&'static str),
    /// Not a JSON report.
    #[error("not a report: {0}; a line looks like {{\"text\":\"…\",\"outlet\":\"…\",\"published\":\"2024-12-08\"}}, or name its fields with --field text=body")]
    NotJson(String),
    /// Not a date.
    #[error("'{0}' is not a date: write 2024-12-08 or 2024-12-08T21:30:00+03:00")]
    BadDate(String),
    /// Too long a line.
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
    /// Over a limit.
    #[error("{what} is over the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit, in bytes where it is a size.
        limit: u64,
    },
    /// A compressed record that grows too much.
    #[error("unpacks to more than {0} times its size")]
    Bomb(u64),
    /// Elements nested too deeply.
    #[error("elements are nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// Too many attributes or words in one tag.
    #[error("a tag has more than {MAX_ATTRIBUTES} attributes, or tags overlap too much")]
    Attributes,
    /// Broken in another way.
    #[error("{0}")]
    Malformed(String),
}

impl IngestError {
    /// The line of the account that it belongs to.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Empty | Self::NoText(_) => Outcome::NoText,
            Self::TooLong | Self::TooLarge { .. } | Self::Bomb(_) => Outcome::TooLarge,
            Self::NotJson(_) | Self::BadDate(_) | Self::TooDeep | Self::Attributes | Self::Malformed(_) => Outcome::Malformed,
        }
    }
}
