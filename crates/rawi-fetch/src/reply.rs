//! What a site answers.

use std::io::Read;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use ureq::http::{HeaderMap, header};
use url::Url;

use crate::FetchError;

/// Bytes that are taken of one answer, packed and unpacked.
pub const MAX_BYTES: usize = 20 << 20;
/// Growth that is taken for honest packing, beyond the first megabyte.
const MAX_RATIO: usize = 200;
/// Longest wait that a site can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// By what a site tells whether something has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub modified: Option<String>,
}

impl Validators {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let text = |name| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        Self { etag: text(header::ETAG), modified: text(header::LAST_MODIFIED) }
    }
}

/// Something that was fetched.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was found, after redirects.
    pub url: Url,
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// The charset that the site declares.
    pub charset: Option<String>,
    /// What to ask with next time.
    pub validators: Validators,
}

/// The charset of a `Content-Type`.
pub(crate) fn charset(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let parameter = value.split(';').skip(1).find_map(|p| p.trim().split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")))?;
    Some(parameter.1.trim().trim_matches('"').to_owned()).filter(|c| !c.is_empty())
}

/// How long a site asks to wait: seconds, or until a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    let seconds = value.parse().ok().or_else(|| {
        let until = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
        u64::try_from(until.as_second() - now.as_second()).ok()
    })?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// The whole body, unpacked, within bounds.
pub(crate) fn body(headers: &HeaderMap, mut reader: impl Read, patience: Duration) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    reader.by_ref().take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|e| FetchError::of_io(e, patience))?;
    if bytes.len() > MAX_BYTES {
        return Err(FetchError::TooLarge);
    }
    match headers.get(header::CONTENT_ENCODING).map(|v| v.as_bytes().to_ascii_lowercase()).as_deref() {
        None | Some(b"" | b"identity") => Ok(bytes),
        Some(b"gzip" | b"x-gzip") => unpack(&bytes),
        Some(other) => Err(FetchError::Packing(format!("{} was not asked for", String::from_utf8_lossy(other)))),
    }
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, FetchError> {
    let most = MAX_BYTES.min((1 << 20) + packed.len().saturating_mul(MAX_RATIO));
    let mut bytes = Vec::new();
    MultiGzDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut bytes).map_err(|e| FetchError::Packing(e.to_string()))?;
    match bytes.len() {
        n if n > MAX_BYTES => Err(FetchError::TooLarge),
        n if n > most => Err(FetchError::Packing(format!("it grows more than {MAX_RATIO} times"))),
        _ => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn waits_are_seconds_or_dates() {
        let now: Timestamp = "2024-12-08T10:00:00Z".parse().unwrap();
        let wait = |value: &str| retry_after(&headers(header::RETRY_AFTER, value), now).map(|d| d.as_secs());
        assert_eq!(wait("120"), Some(120));
        assert_eq!(wait("Sun, 08 Dec 2024 10:00:30 GMT"), Some(30));
        assert_eq!(wait("Sun, 08 Dec 2024 09:00:00 GMT"), None, "already past");
        assert_eq!((wait("99999999999"), wait("soon")), (Some(86_400), None));
    }

    #[test]
    fn charsets_are_declared_in_many_ways() {
        let of = |value: &str| charset(&headers(header::CONTENT_TYPE, value));
        assert_eq!(of("text/html; charset=windows-1256").as_deref(), Some("windows-1256"));
        assert_eq!(of("text/html;boundary=x; CharSet=\"UTF-8\" ").as_deref(), Some("UTF-8"));
        assert_eq!((of("text/html"), of("text/html; charset=")), (None, None));
    }
}
