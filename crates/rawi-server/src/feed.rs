//! Atom (RFC 4287) and JSON Feed 1.1 of any list.

use maud::{PreEscaped, html};
use serde_json::json;

use crate::ask::{Ask, Format};
use crate::reply::Reply;

/// Entries of a feed, at most.
const ENTRIES: usize = 100;

/// An entry.
pub struct Item {
    /// What it is, for ever.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub text: String,
    /// Path of its page.
    pub link: String,
    /// RFC 3339.
    pub updated: String,
}

/// The feed in the format asked for, the first entries of the list.
pub fn of(ask: &Ask, title: &str, items: &[Item]) -> Reply {
    let items = &items[..items.len().min(ENTRIES)];
    match ask.format {
        Format::Atom => atom(ask, title, items),
        _ => json_feed(ask, title, items),
    }
}

fn updated(items: &[Item]) -> &str {
    items.iter().map(|i| i.updated.as_str()).max().unwrap_or("1970-01-01T00:00:00Z")
}

fn atom(ask: &Ask, title: &str, items: &[Item]) -> Reply {
    let own = ask.absolute(&ask.here(Format::Atom, &[]));
    let body = html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang=(ask.words.lang.code()) {
            id { (format!("urn:rawi:{}", crate::names::in_query(&ask.here(Format::Html, &[("lang", None)])))) }
            title { (xml(title)) }
            updated { (updated(items)) }
            author { name { (ask.words.t("brand")) } }
            (PreEscaped(format!("<link rel=\"self\" href=\"{}\"/>", escaped(&own))))
            @for item in items {
                entry {
                    id { (format!("urn:rawi:{}", crate::names::in_query(&item.id))) }
                    title { (xml(&item.title)) }
                    updated { (item.updated) }
                    (PreEscaped(format!("<link href=\"{}\"/>", escaped(&ask.absolute(&item.link)))))
                    summary { (xml(&item.text)) }
                }
            }
        }
    };
    Reply::Data("application/atom+xml; charset=utf-8", body.into_string() + "\n")
}

/// Text without the characters that XML does not allow.
fn xml(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

fn escaped(link: &str) -> String {
    xml(link).replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn json_feed(ask: &Ask, title: &str, items: &[Item]) -> Reply {
    let item = |i: &Item| json!({"id": i.id, "url": ask.absolute(&i.link), "title": i.title, "content_text": i.text, "date_modified": i.updated});
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "language": ask.words.lang.code(),
        "feed_url": ask.absolute(&ask.here(Format::Json, &[])),
        "home_page_url": ask.absolute(&ask.here(Format::Html, &[])),
        "items": items.iter().map(item).collect::<Vec<_>>(),
    });
    Reply::Data("application/feed+json; charset=utf-8", feed.to_string() + "\n")
}
