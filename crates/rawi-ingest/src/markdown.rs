//! Markdown to blocks: front matter, headings, quotes, lists, pictures; markup inside lines is taken off.

use rawi_model::{BlockKind, Report};

use crate::IngestError;
use crate::charset::decode;
use crate::dates::machine_time;
use crate::intake::{finished, published};
use crate::meta::note;
use crate::page::push_block;

/// The report of a Markdown text.
pub(crate) fn report(bytes: &[u8]) -> Result<Report, IngestError> {
    let decoded = decode(bytes, None);
    let mut report = Report::default();
    note(&mut report, "charset", decoded.reason, decoded.charset);
    let text = decoded.text.replace("\r\n", "\n");
    let (front, body) = match text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")) {
        Some((front, body)) => (front, body.split_once('\n').map_or("", |p| p.1)),
        None => ("", text.as_str()),
    };
    front_matter(front, &mut report);
    if let Some(title) = report.title.clone() {
        push_block(&mut report, BlockKind::Title, &title, "front matter".into(), false);
    }
    body_blocks(body, &mut report);
    finished(report, "the file has no text")
}

fn front_matter(front: &str, report: &mut Report) {
    for (key, value) in front.lines().filter_map(|l| l.split_once(':')) {
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim().to_lowercase().as_str() {
            _ if value.is_empty() => {}
            "title" => report.title = Some(value.to_owned()),
            "date" | "published" => published(report, machine_time(value), "front matter", value),
            "updated" | "lastmod" => report.updated_at = machine_time(value).map(|w| w.time.unwrap_or_else(|| w.date.to_string())),
            "author" | "byline" => report.byline = Some(value.to_owned()),
            "outlet" | "publisher" => report.outlet = Some(value.to_owned()),
            "url" | "source" | "canonical" if value.starts_with("http") => report.url = Some(value.to_owned()),
            _ => {}
        }
    }
}

fn body_blocks(body: &str, report: &mut Report) {
    let mut paragraph: Option<(BlockKind, String, usize)> = None;
    let mut code = false;
    for (number, line) in body.lines().enumerate().map(|(n, l)| (n + 1, l.trim())).chain([(0, "")]) {
        if line.starts_with("```") {
            code = !code;
            continue;
        }
        if code {
            continue;
        }
        let (kind, rest) = line_kind(line);
        let goes_on = kind == BlockKind::Paragraph && !rest.is_empty() || kind == BlockKind::Quote;
        match &mut paragraph {
            Some((open, text, _)) if goes_on && (*open == kind || kind == BlockKind::Paragraph) && *open != BlockKind::Heading => {
                text.push(' ');
                text.push_str(rest);
            }
            open => {
                if let Some((kind, text, line)) = open.take() {
                    add(report, kind, &text, line);
                }
                *open = (!rest.is_empty()).then(|| (kind, rest.to_owned(), number));
            }
        }
    }
}

/// What a line begins, and its text.
fn line_kind(line: &str) -> (BlockKind, &str) {
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with(' ') {
        return (BlockKind::Heading, heading.trim_end_matches('#').trim());
    }
    if line.len() > 2 && line.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' ')) {
        return (BlockKind::Heading, "");
    }
    if let Some(quote) = line.strip_prefix('>') {
        return (BlockKind::Quote, quote.trim());
    }
    if let Some(item) = ["- ", "* ", "+ "].iter().find_map(|m| line.strip_prefix(m)) {
        return (BlockKind::Item, item.trim());
    }
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() < line.len() && line.len() - digits.len() < 4 && (digits.starts_with(". ") || digits.starts_with(") ")) {
        return (BlockKind::Item, digits[2..].trim());
    }
    if line.starts_with("![") { (BlockKind::Caption, line) } else { (BlockKind::Paragraph, line) }
}

fn add(report: &mut Report, kind: BlockKind, text: &str, line: usize) {
    let text = unmarked(text);
    if !text.chars().any(char::is_alphanumeric) {
        return;
    }
    let is_title = kind == BlockKind::Heading && report.blocks.is_empty();
    if is_title {
        report.title = Some(text.clone());
    } else if report.title.as_deref() == Some(text.as_str()) {
        return;
    }
    push_block(report, if is_title { BlockKind::Title } else { kind }, &text, format!("line {line}"), false);
}

/// Takes off emphasis, code marks, link targets and pictures' addresses.
fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\\' if after.starts_with(|c: char| c.is_ascii_punctuation()) => {
                out.push_str(&after[..1]);
                rest = &after[1..];
            }
            '!' if after.starts_with('[') => rest = after,
            '[' => rest = link(after, &mut out).unwrap_or_else(|| keep(c, after, &mut out)),
            '*' | '`' => rest = after,
            '_' if out.is_empty() || out.ends_with([' ', '_']) || after.is_empty() || after.starts_with([' ', '_', '.', '،', ',']) => rest = after,
            _ => rest = keep(c, after, &mut out),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn keep<'a>(c: char, after: &'a str, out: &mut String) -> &'a str {
    out.push(c);
    after
}

/// `text](target)`: adds the text, hands back what follows.
fn link<'a>(after: &'a str, out: &mut String) -> Option<&'a str> {
    let (text, rest) = after.split_once(']')?;
    let rest = rest.strip_prefix('(')?;
    let end = rest.find(')')?;
    out.push_str(text.trim_matches(['*', '_', '`']));
    Some(&rest[end + 1..])
}
