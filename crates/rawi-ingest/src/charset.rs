//! Bytes to text: which charset, and why.
//!
//! Order of evidence: byte order mark, declaration of the transport, declaration in the page, valid UTF-8, statistics.
//! A declaration against valid UTF-8 loses, and the reason says so.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};

/// How far into a page a declaration is looked for, in bytes.
const HEAD: usize = 4096;
/// How much of undeclared bytes the statistics look at, in bytes.
const SAMPLE: usize = 64 << 10;

/// Text with the charset that it was written in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// Name of the charset, such as `windows-1256`.
    pub charset: &'static str,
    /// Why this charset.
    pub reason: String,
}

/// Decodes `bytes`; `declared` is what the transport said, such as `charset` in a header.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let (encoding, reason) = choose(bytes, declared);
    let (text, used, bad) = encoding.decode(bytes);
    let reason = if bad { format!("{reason}; {} characters did not decode", text.matches('\u{fffd}').count()) } else { reason };
    Decoded { text, charset: used.name(), reason }
}

fn choose(bytes: &[u8], declared: Option<&str>) -> (&'static Encoding, String) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding, "byte order mark".into());
    }
    if let Some(encoding) = wide(bytes) {
        return (encoding, "every other byte is zero".into());
    }
    let transport = declared.and_then(label).map(|e| (e, "declared by the transport"));
    let Some((encoding, by)) = transport.or_else(|| in_page(bytes).map(|e| (e, "declared in the page"))) else {
        return undeclared(bytes);
    };
    let is_utf8 = valid_utf8(bytes);
    if encoding != UTF_8 && is_utf8 && !bytes.is_ascii() {
        return (UTF_8, format!("valid UTF-8, though {} was {by}", encoding.name()));
    }
    if encoding == UTF_8 && !is_utf8 && mostly_other(bytes) {
        let (guess, _) = undeclared(bytes);
        return (guess, format!("guessed from the bytes, though UTF-8 was {by}"));
    }
    (encoding, by.into())
}

fn undeclared(bytes: &[u8]) -> (&'static Encoding, String) {
    if valid_utf8(bytes) {
        return (UTF_8, if bytes.is_ascii() { "only ASCII".into() } else { "undeclared, valid UTF-8".into() });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample(bytes), true);
    (detector.guess(None, Utf8Detection::Deny), "undeclared, guessed from the bytes".into())
}

/// The part of the bytes that has letters beyond ASCII: markup tells nothing about a charset.
fn sample(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    &bytes[start..bytes.len().min(start + SAMPLE)]
}

/// True when the bytes are UTF-8; a last character cut off by a limit does not count against them.
fn valid_utf8(bytes: &[u8]) -> bool {
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() && bytes.len() - error.valid_up_to() < 4,
    }
}

/// True when more than one in ten of the non-ASCII bytes is no UTF-8: the declaration is wrong, not a byte or two.
fn mostly_other(bytes: &[u8]) -> bool {
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    let bad: usize = bytes.utf8_chunks().map(|c| c.invalid().len()).sum();
    bad * 10 > high
}

/// UTF-16 without a mark: text in which ASCII (spaces, markup) leaves zero bytes on one side only.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(HEAD) & !1];
    let zeros = |at: usize| head.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 20;
    match (even > enough, odd > enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

fn label(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes()).filter(|e| *e != X_USER_DEFINED)
}

/// `<meta charset=…>`, `<meta … content="…; charset=…">` or `<?xml … encoding="…"?>`.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: Vec<u8> = bytes[..bytes.len().min(HEAD)].to_ascii_lowercase();
    let key: &[u8] = if head.trim_ascii_start().starts_with(b"<?xml") { b"encoding=" } else { b"charset=" };
    let at = memchr::memmem::find_iter(&head, key).find(|at| within_tag(&head, *at))?;
    let value = &head[at + key.len()..];
    let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
    let end = value.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')))?;
    let encoding = label(std::str::from_utf8(&value[..end]).ok()?)?;
    // A page that can be searched as ASCII is not UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn within_tag(head: &[u8], at: usize) -> bool {
    head[..at].iter().rposition(|b| *b == b'<').is_some_and(|open| head[open..].starts_with(b"<meta") || head[open..].starts_with(b"<?xml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<p>أعلنت القوات سيطرتها على البلدة بعد معارك عنيفة استمرت يومين، وقال ناشطون إن الأهالي نزحوا نحو القرى المجاورة.</p>";

    fn encoded(name: &str, text: &str) -> Vec<u8> {
        Encoding::for_label(name.as_bytes()).unwrap().encode(text).0.into_owned()
    }

    #[test]
    fn declared_charsets_are_kept() {
        let bytes = encoded("windows-1256", &format!("<meta charset=windows-1256>{TEXT}"));
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.charset, decoded.reason.as_str()), ("windows-1256", "declared in the page"));
        assert!(decoded.text.contains("سيطرتها"));
        let bytes = encoded("iso-8859-6", TEXT);
        assert_eq!(decode(&bytes, Some("ISO-8859-6")).reason, "declared by the transport");
        assert!(decode(&bytes, Some("ISO-8859-6")).text.contains("معارك"));
    }

    #[test]
    fn undeclared_arabic_is_guessed() {
        for name in ["windows-1256", "iso-8859-6"] {
            let bytes = encoded(name, TEXT);
            assert_eq!(decode(&bytes, None).text, TEXT, "{name}");
        }
        assert_eq!(decode(TEXT.as_bytes(), None).charset, "UTF-8");
    }

    #[test]
    fn a_declaration_against_valid_utf8_loses() {
        let page = format!("<meta http-equiv=content-type content='text/html; charset=windows-1256'>{TEXT}");
        let decoded = decode(page.as_bytes(), None);
        assert_eq!(decoded.charset, "UTF-8");
        assert!(decoded.reason.contains("though windows-1256"), "{}", decoded.reason);
    }

    #[test]
    fn utf8_declared_over_windows_1256_loses() {
        let bytes = encoded("windows-1256", &format!("<meta charset=utf-8>{TEXT}"));
        let decoded = decode(&bytes, None);
        assert_eq!(decoded.charset, "windows-1256");
        assert!(decoded.reason.contains("though UTF-8"));
    }

    #[test]
    fn a_bad_byte_in_utf8_is_counted() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.splice(3..3, [0xff]);
        let decoded = decode(&bytes, Some("utf-8"));
        assert!(decoded.text.contains("سيطرتها"));
        assert!(decoded.reason.ends_with("1 characters did not decode"), "{}", decoded.reason);
    }

    #[test]
    fn utf16_with_and_without_mark() {
        for bom in [true, false] {
            let text = if bom { format!("\u{feff}{TEXT}") } else { TEXT.to_owned() };
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&le, None).text, TEXT);
            assert_eq!(decode(&be, Some("utf-8")).text, TEXT);
        }
    }

    #[test]
    fn nothing_is_utf8() {
        assert_eq!(decode(b"", None).charset, "UTF-8");
        assert_eq!(decode(b"a", Some("no-such-charset")).text, "a");
    }
}
