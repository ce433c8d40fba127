//! Web archives, one record at a time: memory does not grow with the archive.

use std::io::{self, BufRead, Read};

use crate::IngestError;
use crate::page::MAX_PAGE;

/// Longest header block, in bytes.
const MAX_HEADER: u64 = 64 << 10;

/// A record with text in it.
#[derive(Debug)]
pub(crate) struct Record {
    /// Number of the record, from 1.
    pub number: u64,
    /// `WARC-Target-URI`.
    pub address: Option<String>,
    /// Charset that the HTTP header declares.
    pub charset: Option<String>,
    /// The page, or the text of one.
    pub body: Vec<u8>,
}

/// Header lines, names in lower case.
#[derive(Debug, Default)]
struct Header(Vec<(String, String)>);

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn parse(bytes: &[u8]) -> Self {
        let lines = bytes.split(|b| *b == b'\n').filter_map(|l| {
            let colon = memchr::memchr(b':', l)?;
            let value = String::from_utf8_lossy(l[colon + 1..].trim_ascii()).into_owned();
            Some((String::from_utf8_lossy(&l[..colon]).trim().to_lowercase(), value))
        });
        Self(lines.collect())
    }
}

/// Reads records from a stream.
#[derive(Debug)]
pub(crate) struct Warc<R> {
    input: R,
    number: u64,
    /// The version line of the next record was read already.
    begun: bool,
    ended: bool,
}

impl<R: BufRead> Warc<R> {
    pub fn new(input: R) -> Self {
        Self { input, number: 0, begun: false, ended: false }
    }

    /// The next record that holds a page or text; others are passed over.
    pub fn next(&mut self) -> Option<Result<Record, (u64, IngestError)>> {
        while !self.ended {
            match self.record() {
                Ok(Some(Ok(record))) => return Some(Ok(record)),
                Ok(Some(Err(error))) => return Some(Err((self.number, error))),
                Ok(None) => {}
                Err(error) => {
                    self.ended = true;
                    return Some(Err((self.number, broken(&error))));
                }
            }
        }
        None
    }

    /// One record: a page, what is wrong with it, or nothing to keep.
    fn record(&mut self) -> io::Result<Option<Result<Record, IngestError>>> {
        if !self.begun {
            let Some(skipped) = self.seek()? else {
                self.ended = true;
                return Ok(None);
            };
            self.number += 1;
            self.begun = true;
            if skipped > 0 {
                return Ok(Some(Err(IngestError::Malformed(format!("{skipped} bytes before this record belong to none: the length of the one before is wrong")))));
            }
        }
        self.begun = false;
        let header = match header(&mut self.input)? {
            Some(header) => Header::parse(&header),
            None => return Ok(Some(Err(IngestError::TooLarge { what: "the header", limit: MAX_HEADER }))),
        };
        let Some(length) = header.get("content-length").and_then(|l| l.parse::<u64>().ok()) else {
            return Ok(Some(Err(IngestError::Malformed("the record has no Content-Length".into()))));
        };
        let mut body = (&mut self.input).take(length);
        let kept = keep(&header, &mut body, self.number)?;
        let left = body.limit();
        let skipped = io::copy(&mut body, &mut io::sink())?;
        if skipped < left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(kept)
    }

    /// Goes to the next version line; says how many bytes other than line ends stood before it.
    fn seek(&mut self) -> io::Result<Option<u64>> {
        let (mut skipped, mut line) = (0, Vec::new());
        loop {
            line.clear();
            if (&mut self.input).take(MAX_HEADER).read_until(b'\n', &mut line)? == 0 {
                return if skipped > 0 { Err(io::ErrorKind::InvalidData.into()) } else { Ok(None) };
            }
            if line.starts_with(b"WARC/") {
                return Ok(Some(skipped));
            }
            skipped += line.trim_ascii().len() as u64;
        }
    }
}

/// A header block up to its blank line; `None` when it is too long.
fn header(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let mut limited = input.take(MAX_HEADER);
    loop {
        let start = bytes.len();
        if limited.read_until(b'\n', &mut bytes)? == 0 {
            return if bytes.len() as u64 >= MAX_HEADER { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        if bytes[start..].trim_ascii().is_empty() {
            return Ok(Some(bytes));
        }
    }
}

fn keep(header: &Header, body: &mut impl BufRead, number: u64) -> io::Result<Option<Result<Record, IngestError>>> {
    let kind = header.get("warc-type").unwrap_or_default();
    let content = header.get("content-type").unwrap_or_default();
    let address = header.get("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
    match kind {
        "response" if content.starts_with("application/http") => response(body, address, number),
        "conversion" if content.starts_with("text/plain") => bounded(body).map(|b| Some(b.map(|body| Record { number, address, charset: Some("utf-8".into()), body }))),
        "resource" if is_page(content) => bounded(body).map(|b| Some(b.map(|body| Record { number, address, charset: charset_of(content), body }))),
        _ => Ok(None),
    }
}

fn response(body: &mut impl BufRead, address: Option<String>, number: u64) -> io::Result<Option<Result<Record, IngestError>>> {
    let mut status = Vec::new();
    body.take(MAX_HEADER).read_until(b'\n', &mut status)?;
    let ok = status.split(|b| *b == b' ').nth(1).is_some_and(|code| code.starts_with(b"2"));
    if !ok {
        return Ok(None);
    }
    let header = match header(body) {
        Ok(Some(header)) => Header::parse(&header),
        Ok(None) => return Ok(Some(Err(IngestError::TooLarge { what: "the HTTP header", limit: MAX_HEADER }))),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Some(Err(IngestError::Malformed("the HTTP header does not end".into())))),
        Err(error) => return Err(error),
    };
    let content = header.get("content-type").unwrap_or("text/html").to_lowercase();
    if !is_page(&content) {
        return Ok(None);
    }
    let bytes = match bounded(body)? {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Some(Err(error))),
    };
    let bytes = if header.get("transfer-encoding").is_some_and(|t| t.eq_ignore_ascii_case("chunked")) { dechunk(bytes) } else { bytes };
    let gzip = header.get("content-encoding").is_some_and(|e| e.contains("gzip")) && bytes.starts_with(&[0x1f, 0x8b]);
    let body = if gzip { unpack(&bytes) } else { Ok(bytes) };
    Ok(Some(body.map(|body| Record { number, address, charset: charset_of(&content), body })))
}

fn is_page(content: &str) -> bool {
    ["text/html", "application/xhtml", "text/plain", "application/rss", "application/atom", "text/xml", "application/xml"].iter().any(|t| content.starts_with(t))
}

/// The `charset` parameter of a content type.
pub(crate) fn charset_of(content: &str) -> Option<String> {
    let value = content.to_lowercase().split_once("charset=")?.1.split(';').next()?.trim().trim_matches(['"', '\'']).to_owned();
    Some(value).filter(|v| !v.is_empty())
}

/// The whole body unless it is too large; nothing is allocated by what a header promises.
fn bounded(body: &mut impl Read) -> io::Result<Result<Vec<u8>, IngestError>> {
    let mut bytes = Vec::new();
    body.take(MAX_PAGE as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > MAX_PAGE { Err(IngestError::TooLarge { what: "the page", limit: MAX_PAGE as u64 }) } else { Ok(bytes) })
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>, IngestError> {
    match bounded(&mut flate2::read::GzDecoder::new(bytes)) {
        Ok(result) => result,
        Err(error) => Err(broken(&error)),
    }
}

/// Joins chunks; what does not look like chunks is kept as it is.
fn dechunk(bytes: Vec<u8>) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::new(), &bytes[..]);
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let size = std::str::from_utf8(&rest[..end]).ok().map(|s| s.split(';').next().unwrap_or_default().trim());
        let Some(size) = size.and_then(|s| usize::from_str_radix(s, 16).ok()) else { break };
        let data = &rest[end + 1..];
        if size == 0 {
            return out;
        }
        if size > data.len() {
            out.extend_from_slice(data);
            return out;
        }
        out.extend_from_slice(&data[..size]);
        rest = data[size..].strip_prefix(b"\r\n").or_else(|| data[size..].strip_prefix(b"\n")).unwrap_or(&data[size..]);
    }
    if out.is_empty() { bytes } else { out }
}

/// What an error of a stream means.
pub(crate) fn broken(error: &io::Error) -> IngestError {
    match error.get_ref().and_then(|e| e.downcast_ref::<IngestError>()) {
        Some(inner) => inner.clone(),
        None if error.kind() == io::ErrorKind::UnexpectedEof => IngestError::Malformed("the file ends in the middle: it was cut off".into()),
        None if error.kind() == io::ErrorKind::InvalidData => IngestError::Malformed("after this there is nothing that can be read".into()),
        None => IngestError::Malformed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, uri: &str, body: &str) -> String {
        let content = if kind == "conversion" { "text/plain" } else { "application/http; msgtype=response" };
        format!("WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    }

    fn http(content: &str, body: &str) -> String {
        format!("HTTP/1.1 200 OK\r\nContent-Type: {content}\r\n\r\n{body}")
    }

    fn read(bytes: &[u8]) -> Vec<Result<(u64, String), String>> {
        let mut warc = Warc::new(bytes);
        let next = || warc.next().map(|r| r.map(|r| (r.number, String::from_utf8_lossy(&r.body).into_owned())).map_err(|(n, e)| format!("{n}: {e}")));
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn pages_and_texts_are_kept_and_the_rest_passed_over() {
        let all = [
            record("warcinfo", "", "x"),
            record("request", "u", "GET"),
            record("response", "u", &http("text/html; charset=x", "<p>a")),
            record("response", "u", &http("image/png", "png")),
            record("response", "u", "HTTP/1.1 404 No\r\n\r\n<p>b"),
            record("conversion", "u", "c"),
        ];
        assert_eq!(read(all.concat().as_bytes()), [Ok((3, "<p>a".into())), Ok((6, "c".into()))]);
        let mut warc = Warc::new(all[2].as_bytes());
        let first = warc.next().unwrap().unwrap();
        assert_eq!((first.address.as_deref(), first.charset.as_deref()), (Some("u"), Some("x")));
    }

    #[test]
    fn lying_lengths_hurt_one_record() {
        let good = record("conversion", "u", "after");
        let short = record("conversion", "u", "twelve bytes").replace("Content-Length: 12", "Content-Length: 4");
        let found = read(format!("{short}{good}{good}").as_bytes());
        assert_eq!(found[0], Ok((1, "twel".into())));
        assert!(found[1].as_ref().unwrap_err().contains("belong to none"), "{found:?}");
        assert_eq!(found.last(), Some(&Ok((3, "after".into()))));
        let long = record("conversion", "u", "x").replace("Content-Length: 1", "Content-Length: 99999999999999");
        assert!(read(format!("{long}{good}").as_bytes())[0].as_ref().unwrap_err().contains("over the limit") || read(long.as_bytes())[0].is_err());
        let none = record("conversion", "u", "x").replace("Content-Length", "Length");
        let found = read(format!("{none}{good}{good}").as_bytes());
        assert!(found[0].as_ref().unwrap_err().contains("no Content-Length"));
        assert_eq!(found.last(), Some(&Ok((3, "after".into()))), "{found:?}");
    }

    #[test]
    fn cut_and_endless_headers_are_told() {
        let cut = record("conversion", "u", "some text");
        assert!(read(&cut.as_bytes()[..cut.len() - 8])[0].as_ref().unwrap_err().contains("cut off"));
        let endless = format!("WARC/1.0\r\n{}", "X: y\r\n".repeat(20_000));
        assert!(read(endless.as_bytes())[0].as_ref().unwrap_err().contains("the header is over"));
        assert!(read(b"").is_empty());
    }

    #[test]
    fn chunks_are_joined() {
        assert_eq!(dechunk(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".to_vec()), b"abcde");
        assert_eq!(dechunk(b"<html>\nno chunks".to_vec()), b"<html>\nno chunks");
        assert_eq!(dechunk(b"ff\r\nshort".to_vec()), b"short");
    }
}
