use jiff::civil::Date;
use sha2::{Digest, Sha256};

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
}

impl Report {
    /// A report of which only the text is known.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
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
