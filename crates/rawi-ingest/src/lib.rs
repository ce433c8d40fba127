//! Turns bytes into reports: UTF-8 text, and JSONL with one report per line.
//!
//! Pure: the caller reads files and streams.

use jiff::civil::Date;
use rawi_model::Report;
use serde::Deserialize;

/// Longest JSONL line that is taken in, in bytes.
pub const MAX_LINE: usize = 16 << 20;

/// Why bytes are no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IngestError {
    /// Not UTF-8.
    #[error("the text is not UTF-8 (first bad byte at offset {0}): convert it first, for example with iconv -f windows-1256 -t utf-8")]
    NotUtf8(usize),
    /// Nothing to read.
    #[error("the text is empty")]
    Empty,
    /// Not a JSON report.
    #[error("not a report: {0}; a line looks like {{\"text\":\"…\",\"outlet\":\"…\",\"published\":\"2024-12-08\"}}")]
    NotJson(String),
    /// Not a date.
    #[error("'{0}' is not a date: write 2024-12-08 or 2024-12-08T21:30:00+03:00")]
    BadDate(String),
    /// Too long a line.
    #[error("the line is longer than {MAX_LINE} bytes")]
    TooLong,
}

#[derive(Deserialize)]
struct Line {
    text: String,
    outlet: Option<String>,
    published: Option<String>,
    url: Option<String>,
    title: Option<String>,
}

/// A report from plain text.
pub fn from_text(bytes: &[u8]) -> Result<Report, IngestError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|e| IngestError::NotUtf8(e.valid_up_to()))?;
    if text.trim().is_empty() {
        return Err(IngestError::Empty);
    }
    Ok(Report::from_text(text))
}

/// A report from one line of JSONL. A title that the text does not begin with becomes its first line.
pub fn from_json(line: &[u8]) -> Result<Report, IngestError> {
    if line.len() > MAX_LINE {
        return Err(IngestError::TooLong);
    }
    let line: Line = serde_json::from_slice(line).map_err(|e| IngestError::NotJson(e.to_string()))?;
    let text = match &line.title {
        Some(title) if !line.text.trim_start().starts_with(title.trim()) && !title.trim().is_empty() => format!("{}\n{}", title.trim(), line.text),
        _ => line.text,
    };
    let mut report = from_text(text.as_bytes())?;
    report.outlet = line.outlet;
    report.url = line.url;
    report.title = line.title;
    if let Some(published) = line.published.filter(|p| !p.is_empty()) {
        report.published = Some(parse_date(&published)?);
        report.published_at = (published.len() > 10).then_some(published);
    }
    Ok(report)
}

/// The civil day of a date or RFC 3339 time, in the zone it is written in.
pub fn parse_date(text: &str) -> Result<Date, IngestError> {
    let day = text.get(..10).filter(|_| text.len() == 10 || text.as_bytes().get(10).is_some_and(|b| matches!(b, b'T' | b' ')));
    day.and_then(|d| d.parse().ok()).ok_or_else(|| IngestError::BadDate(text.to_owned()))
}

/// True when the first non-blank byte opens a JSON object.
pub fn looks_like_jsonl(bytes: &[u8]) -> bool {
    bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_every_character_but_the_bom() {
        assert_eq!(from_text("\u{feff}نص".as_bytes()).unwrap().text, "نص");
        assert_eq!(from_text(b"  \n"), Err(IngestError::Empty));
        assert_eq!(from_text(b"ab\xff"), Err(IngestError::NotUtf8(2)));
    }

    #[test]
    fn lines_carry_outlet_date_and_title() {
        let report = from_json("{\"text\":\"نص.\",\"title\":\"عنوان\",\"published\":\"2024-12-08T10:00:00+03:00\"}".as_bytes()).unwrap();
        assert_eq!(report.text, "عنوان\nنص.");
        assert_eq!(report.published, Some(Date::constant(2024, 12, 8)));
        assert!(matches!(from_json(b"{\"txt\":1}"), Err(IngestError::NotJson(_))));
        assert_eq!(parse_date("2024-13-01"), Err(IngestError::BadDate("2024-13-01".into())));
    }
}
