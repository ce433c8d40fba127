//! What bytes are, by their beginning.

use crate::charset::decode;
use crate::text::looks_like_jsonl;

/// Bytes of a beginning that are looked at.
pub const HEAD: usize = 8 << 10;

/// What an input is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text: one report.
    Text,
    /// Markdown: one report.
    Markdown,
    /// One JSON object per line: a report each.
    Jsonl,
    /// A saved page.
    Html,
    /// A page saved with its parts, or any mail with one.
    Mhtml,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A sitemap.
    Sitemap,
    /// A mail.
    Mail,
    /// A mailbox.
    Mbox,
    /// A Telegram export in JSON.
    TelegramJson,
    /// A Telegram export in HTML, or the saved web view of a channel.
    TelegramHtml,
    /// A web archive, of pages (WARC) or of their text (WET).
    Warc,
    /// Compressed: the content decides again.
    Gzip,
}

impl Format {
    /// The name used in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Jsonl => "JSONL",
            Self::Html => "HTML",
            Self::Mhtml => "MHTML",
            Self::Feed => "a feed",
            Self::Sitemap => "a sitemap",
            Self::Mail => "a mail",
            Self::Mbox => "a mailbox",
            Self::TelegramJson | Self::TelegramHtml => "a Telegram export",
            Self::Warc => "a web archive",
            Self::Gzip => "gzip",
        }
    }
}

/// Recognises a format by the first bytes; [`HEAD`] of them are enough.
pub fn recognise(bytes: &[u8]) -> Format {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Format::Gzip;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    if head.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if is_plain_page(head) {
        return Format::Html;
    }
    let text = decode(head, None).text;
    let text = text.trim_start();
    let lower = text.to_lowercase();
    match text.as_bytes().first() {
        Some(b'{' | b'[') => json(&lower),
        Some(b'<') => markup(&lower),
        _ if lower.starts_with("from ") && has_mail_headers(lower.split_once('\n').map_or("", |p| p.1), 1) => Format::Mbox,
        _ if has_mail_headers(&lower, 2) => mail(&lower),
        _ if lower.contains("<html") || lower.contains("<!doctype html") || lower.contains("<body") => html(&lower),
        _ if is_markdown(text) => Format::Markdown,
        _ => Format::Text,
    }
}

/// What most records of an archive are, without a look at their charset: a page that is no messenger's.
fn is_plain_page(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let opens = |tag: &[u8]| start.get(..tag.len()).is_some_and(|s| s.eq_ignore_ascii_case(tag));
    let has = |part: &[u8]| memchr::memmem::find(head, part).is_some();
    (opens(b"<!doctype html") || opens(b"<html")) && !has(b"tgme_") && !has(b"page_wrap") && !has(b"Exported Data")
}

fn json(lower: &str) -> Format {
    if lower.contains("jsonfeed.org/version") {
        Format::Feed
    } else if is_telegram(lower) {
        Format::TelegramJson
    } else {
        Format::Jsonl
    }
}

fn is_telegram(lower: &str) -> bool {
    let bare: String = lower.chars().filter(|c| !c.is_whitespace()).take(2000).collect();
    let kinds = ["_channel\"", "_chat\"", "_group\"", "_supergroup\"", "saved_messages\""];
    let chat = bare.contains("\"messages\":[") && kinds.iter().any(|k| bare.contains(k)) && !looks_like_lines(lower);
    chat || (bare.contains("\"chats\":{") && bare.contains("\"list\":["))
}

/// True when the first line is a whole JSON object.
fn looks_like_lines(lower: &str) -> bool {
    lower.lines().next().is_some_and(|l| looks_like_jsonl(l.as_bytes()) && l.trim_end().ends_with('}') && l.contains("\"text\"") && !l.contains("\"messages\""))
}

fn markup(lower: &str) -> Format {
    match root(lower) {
        Some("rss" | "feed" | "rdf:rdf" | "channel") => Format::Feed,
        Some("urlset" | "sitemapindex") => Format::Sitemap,
        _ => html(lower),
    }
}

/// Name of the first element after declarations and comments.
fn root(lower: &str) -> Option<&str> {
    let mut rest = lower;
    for _ in 0..64 {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if rest.starts_with("<?") {
            rest = &rest[rest.find("?>")? + 2..];
        } else if rest.starts_with("<!") {
            let subset = rest.find('[').filter(|open| rest.find('>').is_some_and(|close| *open < close));
            rest = match subset {
                Some(_) => &rest[rest.find("]>")? + 2..],
                None => &rest[rest.find('>')? + 1..],
            };
        } else {
            let name = rest.strip_prefix('<')?;
            return name.get(..name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?);
        }
    }
    None
}

fn html(lower: &str) -> Format {
    let export = lower.contains("class=\"page_wrap") && lower.contains("exported data");
    if export || lower.contains("tgme_page") || lower.contains("tgme_widget_message") { Format::TelegramHtml } else { Format::Html }
}

fn mail(lower: &str) -> Format {
    let related = lower.contains("multipart/related") || lower.contains("snapshot-content-location:");
    if related { Format::Mhtml } else { Format::Mail }
}

/// At least `count` headers of mails at the beginnings of lines, the first line among headers.
fn has_mail_headers(lower: &str, count: usize) -> bool {
    const NAMES: [&str; 11] =
        ["from:", "date:", "subject:", "received:", "mime-version:", "message-id:", "return-path:", "to:", "content-type:", "delivered-to:", "snapshot-content-location:"];
    let is_header = |line: &str| line.split_once(':').is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let mut lines = lower.lines().take_while(|l| !l.is_empty());
    let named = || lower.lines().take_while(|l| !l.is_empty()).filter(|l| NAMES.iter().any(|n| l.starts_with(n))).count();
    lines.next().is_some_and(is_header) && named() >= count
}

/// Front matter, headings with `#`, or links in brackets.
fn is_markdown(text: &str) -> bool {
    let front = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")).is_some_and(|rest| rest.contains("\n---"));
    let heading = |l: &str| l.trim_start_matches('#').starts_with(' ') && l.starts_with('#') && !l.starts_with("#######");
    front || text.lines().any(heading) || text.contains("](http")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_content() {
        for (text, format) in [
            ("خبر عاجل\nنص", Format::Text),
            ("", Format::Text),
            ("# عنوان\n\nنص", Format::Markdown),
            ("---\ntitle: x\n---\nنص", Format::Markdown),
            ("{\"text\":\"x\"}\n", Format::Jsonl),
            ("{\"text\":\"x\",\"messages\":1}", Format::Jsonl),
            ("<!DOCTYPE html><html>", Format::Html),
            ("\u{feff}  <div>x</div>", Format::Html),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", Format::Html),
            ("<?xml version=\"1.0\"?><!-- c --><rss version=\"2.0\">", Format::Feed),
            ("<!DOCTYPE rss [<!ENTITY a \"b>\">]><rss>", Format::Feed),
            ("<feed xmlns=\"x\">", Format::Feed),
            ("{\"version\":\"https://jsonfeed.org/version/1.1\"}", Format::Feed),
            ("<urlset xmlns='x'>", Format::Sitemap),
            ("From: a@b\nDate: x\nSubject: y\n\nz", Format::Mail),
            ("From a@b Sun Dec\nSubject: y\n\nz", Format::Mbox),
            ("From here on all was quiet\nand so on", Format::Text),
            ("From: x\r\nSnapshot-Content-Location: u\r\nMIME-Version: 1.0\r\n", Format::Mhtml),
            ("WARC/1.0\r\n", Format::Warc),
            ("{\n \"name\": \"n\",\n \"type\": \"public_channel\",\n \"id\": 1,\n \"messages\": [", Format::TelegramJson),
            ("<html><body><div class=\"page_wrap\"><title>Exported Data</title>", Format::TelegramHtml),
        ] {
            assert_eq!(recognise(text.as_bytes()), format, "{text}");
        }
        assert_eq!(recognise(&[0x1f, 0x8b, 8]), Format::Gzip);
        let wide: Vec<u8> = "<html><body>نص".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(recognise(&wide), Format::Html);
    }
}
