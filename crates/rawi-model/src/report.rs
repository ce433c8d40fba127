use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::Span;

/// How the publication date of a report is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportedBasis {
    /// The caller said it.
    Given,
    /// The page carries it.
    Page,
    /// Inferred from weekdays and dates in the text.
    Inferred,
}

impl ReportedBasis {
    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Page => "page",
            Self::Inferred => "inferred",
        }
    }
}

/// What a block of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The headline.
    Title,
    /// The lead or subtitle under the headline.
    Standfirst,
    /// A heading inside the text.
    Heading,
    /// Running text.
    Paragraph,
    /// The words under a picture or video.
    Caption,
    /// Words set apart as somebody's.
    Quote,
    /// A post of a social network that the page shows.
    Embed,
    /// An entry of a list.
    Item,
}

impl BlockKind {
    /// All kinds.
    pub const ALL: [BlockKind; 8] = [Self::Title, Self::Standfirst, Self::Heading, Self::Paragraph, Self::Caption, Self::Quote, Self::Embed, Self::Item];

    /// The kind of a word used in records.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Standfirst => "standfirst",
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Caption => "caption",
            Self::Quote => "quote",
            Self::Embed => "embed",
            Self::Item => "item",
        }
    }
}

/// A part of the report's text whose role the source tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in [`Report::text`].
    pub span: Span,
    /// Where it stands in the source: a path of elements such as `body/article/p[3]`.
    pub place: String,
    /// Taken in although only one extractor kept it.
    pub doubtful: bool,
}

/// A block that may belong to the report, or not. It is no part of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it looks like.
    pub kind: BlockKind,
    /// Its words.
    pub text: String,
    /// Where it stands in the source.
    pub place: String,
}

/// Where a fact about the report comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The fact, one of [`Evidence::FIELDS`].
    pub field: &'static str,
    /// What told it, such as `json-ld`, `meta article:published_time`, `time element`, `visible text`, `url`.
    pub source: String,
    /// The words as they stand there.
    pub value: String,
}

impl Evidence {
    /// Every fact that evidence is kept for.
    pub const FIELDS: [&str; 8] = ["published", "updated", "title", "byline", "outlet", "forwarded", "url", "charset"];
}

/// One published text. Its text is never changed after intake.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The text as it was taken in, UTF-8.
    pub text: String,
    /// Name, domain or id of the outlet, as the caller gave it.
    pub outlet: Option<String>,
    /// Publication date, when known.
    pub published: Option<Date>,
    /// Publication time as written by the caller, when it is more precise than a day (RFC 3339).
    pub published_at: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Headline, when it is kept apart from the text.
    pub title: Option<String>,
    /// Typed blocks of the text in order; empty when the source tells no roles.
    pub blocks: Vec<Block>,
    /// Blocks of doubt, which the text leaves out.
    pub doubts: Vec<Doubt>,
    /// Time of the last change as the source gives it (RFC 3339, without zone if it names none).
    pub updated_at: Option<String>,
    /// Who signed the report.
    pub byline: Option<String>,
    /// Whom the outlet forwards: the origin of a forwarded post.
    pub forwarded_from: Option<String>,
    /// Language of the text, such as `ar`, `fa`, `en`; `None` when it was not looked at.
    pub language: Option<String>,
    /// Which evidence each fact comes from.
    pub evidence: Vec<Evidence>,
}

impl Report {
    /// A report of which only the text is known.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// True when the publication date stands in the source itself, such as the metadata of a page.
    pub fn is_dated_by_source(&self) -> bool {
        self.published.is_some() && self.evidence.iter().any(|e| e.field == "published")
    }

    /// Content identifier: `rep_` and 12 hexadecimal digits of the SHA-256 of outlet, date and text.
    pub fn id(&self) -> String {
        let published = self.published.map(|d| d.to_string()).unwrap_or_default();
        content_id("rep", &[self.outlet.as_deref().unwrap_or_default(), &published, &self.text])
    }
}

/// `prefix_` and 12 hexadecimal digits of the SHA-256 of the parts, separated by NUL.
pub(crate) fn content_id(prefix: &str, parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let hex: String = hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect();
    format!("{prefix}_{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_is_by_content() {
        let a = Report::from_text("نص");
        let mut b = a.clone();
        assert_eq!(a.id(), b.id());
        b.outlet = Some("outlet:x".into());
        assert_ne!(a.id(), b.id());
    }
}
