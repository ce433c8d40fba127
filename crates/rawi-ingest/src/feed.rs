//! Feeds (RSS, Atom, JSON Feed) and sitemaps of news.

use feed_rs::model::{Entry, Feed};
use quick_xml::Reader;
use quick_xml::events::Event;
use rawi_model::Report;

use crate::IngestError;
use crate::charset::decode;
use crate::dates::{When, machine_time};
use crate::intake::{Draft, Intake, finished, published, titled};
use crate::pieces::Piece;

/// A report per entry.
pub(crate) fn reports(intake: &Intake, piece: &Piece) -> Vec<Draft> {
    match feed_rs::parser::parse(&piece.bytes[..]) {
        Ok(feed) if feed.entries.is_empty() => vec![Draft::new(piece.place.clone(), Err(IngestError::NoText("the feed has no entries")))],
        Ok(feed) => feed.entries.iter().enumerate().map(|(n, e)| Draft::new(place(piece, "entry", n), entry(intake, &feed, e, n))).collect(),
        Err(error) => vec![Draft::new(piece.place.clone(), Err(IngestError::Malformed(format!("not a feed: {error}"))))],
    }
}

fn place(piece: &Piece, what: &str, index: usize) -> String {
    let before = if piece.place.is_empty() { String::new() } else { format!("{} ", piece.place) };
    format!("{before}{what} {}", index + 1)
}

fn entry(intake: &Intake, feed: &Feed, entry: &Entry, index: usize) -> Result<Report, IngestError> {
    let at = format!("entry[{}]", index + 1);
    let mut report = titled(entry.title.as_ref().map(|t| t.content.as_str()), &format!("{at}/title"));
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref()).map(|b| (b, "content"));
    let summary = entry.summary.as_ref().map(|s| (s.content.as_str(), "summary"));
    // Some feeds put a teaser into one and the text into the other, in either order.
    if let Some((html, name)) = [content, summary].into_iter().flatten().max_by_key(|(html, _)| html.len()) {
        intake.fragment(&mut report, html, &format!("{at}/{name}"))?;
    }
    let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate")).or(entry.links.first());
    intake.address(&mut report, link.map(|l| l.href.as_str()).filter(|h| h.starts_with("http")));
    if let Some(title) = feed.title.as_ref().filter(|_| report.outlet.is_none()) {
        intake.named_outlet(&mut report, &title.content, "feed title");
    }
    let stamp = |t: Option<i64>| t.and_then(When::utc);
    let given = stamp(entry.published.map(|t| t.timestamp()));
    let updated = stamp(entry.updated.map(|t| t.timestamp()));
    let value = given.as_ref().or(updated.as_ref()).and_then(|w| w.time.clone()).unwrap_or_default();
    let source = if given.is_some() { "feed entry" } else { "feed entry, updated" };
    published(&mut report, given.or(updated.clone()), source, &value);
    report.updated_at = updated.and_then(|w| w.time);
    report.byline = entry.authors.iter().find_map(|a| a.name.clone()).filter(|n| !n.trim().is_empty());
    finished(report, "the entry has neither title nor text")
}

/// Headlines of a news sitemap.
pub(crate) fn sitemap(intake: &Intake, piece: &Piece) -> Vec<Draft> {
    let text = decode(&piece.bytes, piece.charset.as_deref()).text;
    let urls = match urls(&text) {
        Ok(urls) => urls,
        Err(error) => return vec![Draft::new(piece.place.clone(), Err(error))],
    };
    let titled: Vec<Draft> = urls.iter().enumerate().filter(|(_, u)| !u.title.is_empty()).map(|(n, u)| Draft::new(place(piece, "url", n), headline(intake, u, n))).collect();
    if titled.is_empty() {
        return vec![Draft::new(piece.place.clone(), Err(IngestError::NoText("a sitemap without headlines: fetch the pages that it lists")))];
    }
    titled
}

#[derive(Default)]
struct SiteUrl {
    address: String,
    title: String,
    date: String,
    name: String,
}

fn headline(intake: &Intake, url: &SiteUrl, index: usize) -> Result<Report, IngestError> {
    let mut report = titled(Some(&url.title), &format!("url[{}]/title", index + 1));
    intake.address(&mut report, Some(url.address.as_str()).filter(|a| a.starts_with("http")));
    if report.outlet.is_none() && !url.name.is_empty() {
        intake.named_outlet(&mut report, &url.name, "sitemap publication");
    }
    published(&mut report, machine_time(&url.date), "sitemap publication_date", &url.date);
    finished(report, "the sitemap names no headline")
}

/// Entities that the file defines are not expanded: only the five of XML and numbers are.
fn urls(text: &str) -> Result<Vec<SiteUrl>, IngestError> {
    let mut reader = Reader::from_str(text);
    let (mut urls, mut name, mut depth) = (Vec::<SiteUrl>::new(), String::new(), 0usize);
    let broken = |at: u64, what: String| IngestError::Malformed(format!("the sitemap breaks off at byte {at}: {what}"));
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                name = start.local_name().as_ref().to_owned();
                depth += 1;
                if name == "url" {
                    urls.push(SiteUrl::default());
                }
            }
            Ok(Event::Text(words)) => add(&mut urls, &name, &words),
            Ok(Event::CData(words)) => add(&mut urls, &name, &words),
            Ok(Event::GeneralRef(reference)) => add(&mut urls, &name, &resolve(&reference)),
            Ok(Event::End(_)) => {
                name.clear();
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) if depth > 0 => return Err(broken(reader.buffer_position(), "elements are not closed".into())),
            Ok(Event::Eof) => return Ok(urls),
            Ok(_) => {}
            Err(error) => return Err(broken(reader.error_position(), error.to_string())),
        }
    }
}

fn resolve(reference: &str) -> String {
    let number = |t: &str| t.strip_prefix(['x', 'X']).map_or_else(|| t.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
    let known = match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        other => other.strip_prefix('#').and_then(number).and_then(char::from_u32),
    };
    known.map(String::from).unwrap_or_default()
}

fn add(urls: &mut [SiteUrl], name: &str, words: &str) {
    let Some(url) = urls.last_mut() else { return };
    let field = match name {
        "loc" if url.address.is_empty() || !url.address.contains("://") => &mut url.address,
        "title" => &mut url.title,
        "publication_date" => &mut url.date,
        "name" => &mut url.name,
        _ => return,
    };
    field.push_str(words.trim_matches(['\n', '\r', '\t']));
}
