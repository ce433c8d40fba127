//! A request: language, the two times, the area, and the rest of the query.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, HOST, HeaderMap};
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;
use rawi_situation::instant::{Instant, Stretch};

use crate::app::App;
use crate::lang::{Lang, Words};
use crate::names::in_query;
use crate::problem::Problem;
use crate::scene::Scene;
use crate::snapshot::Snapshot;
use crate::timeline::Timeline;
use crate::view::View;

/// Bytes of a query, at most.
const QUERY: usize = 2_000;
/// Letters of a time.
const TIME: usize = 40;
/// Keys that every link on a page keeps.
const KEPT: [&str; 4] = ["at", "known", "area", "lang"];

/// What a list is asked for as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// A page.
    #[default]
    Html,
    /// One JSON object per line.
    Jsonl,
    /// Rows.
    Csv,
    /// A FeatureCollection.
    Geojson,
    /// An Atom feed.
    Atom,
    /// A JSON Feed.
    Json,
}

impl Format {
    /// Every format but the page, with its extension.
    pub const FILES: [(Self, &'static str); 5] = [(Self::Jsonl, "jsonl"), (Self::Csv, "csv"), (Self::Geojson, "geojson"), (Self::Atom, "atom"), (Self::Json, "json")];

    /// A path without the extension of a format, and that format.
    pub fn split(path: &str) -> (&str, Self) {
        let found = Self::FILES.into_iter().find_map(|(format, ext)| Some((path.strip_suffix(ext)?.strip_suffix('.')?, format)));
        found.filter(|(rest, _)| rest.len() > 1 && !rest.ends_with('/')).unwrap_or((path, Self::Html))
    }
}

/// A request.
#[derive(Clone)]
pub struct Ask {
    /// The server.
    pub app: Arc<App>,
    /// The ledger as it is during this request.
    pub snapshot: Arc<Snapshot>,
    /// Words of the language asked for.
    pub words: Words,
    /// The path, without the extension of a format.
    pub path: String,
    /// What is asked for.
    pub format: Format,
    /// Keys and values, decoded; empty ones are left out.
    pub query: Vec<(String, String)>,
    /// Scheme and authority under which readers reach this server.
    pub base: String,
    /// True when the query is longer than a person's.
    pub too_long: bool,
    /// True when the language was asked for in the address, and should be remembered.
    pub remember: bool,
}

impl FromRequestParts<Arc<App>> for Ask {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let raw = parts.uri.query().unwrap_or_default();
        let too_long = raw.len() > QUERY;
        let query = if too_long { Vec::new() } else { pairs(raw) };
        let asked = query.iter().find(|(k, _)| k == "lang").and_then(|(_, v)| Lang::parse(v));
        let lang = asked.or_else(|| remembered(&parts.headers)).or_else(|| accepted(&parts.headers)).unwrap_or(app.config.language);
        Ok(Self {
            snapshot: app.snapshot(),
            words: Words { lang, calendar: app.config.calendar },
            path: decoded(parts.uri.path()),
            format: parts.extensions.get().copied().unwrap_or_default(),
            base: app.config.address.as_deref().map_or_else(|| base(&parts.headers), |a| a.trim_end_matches('/').to_owned()),
            app: Arc::clone(app),
            query,
            too_long,
            remember: asked.is_some(),
        })
    }
}

impl Ask {
    /// A value of the query.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The address as it was asked for, with what readers call this server.
    pub fn whole(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(k, v)| format!("{}={}", in_query(k), in_query(v))).collect();
        format!("{}{}?{}", self.base, self.path, query.join("&"))
    }

    /// Everything known at the time asked for, and of which this server tells.
    pub fn view(&self) -> Result<Arc<View>, Problem> {
        let asked = self.time("known", "problem-known")?.unwrap_or(Instant::MAX);
        Ok(self.app.view(&self.snapshot, asked.min(self.app.limit())))
    }

    /// The instant asked for; else the one the server opens on, else the last known.
    pub fn at(&self, view: &View) -> Result<Instant, Problem> {
        if let Some(at) = self.time("at", "problem-at")? {
            return Ok(at);
        }
        let opening = self.app.config.opening.at.as_deref().and_then(|t| Stretch::parse(t).ok()?.last);
        Ok(opening.filter(|_| self.get("area").is_none() || self.get("area") == self.app.config.opening.area.as_deref()).unwrap_or(view.case.known))
    }

    /// A time of the query.
    pub fn time(&self, key: &str, problem: &'static str) -> Result<Option<Instant>, Problem> {
        let Some(text) = self.get(key) else { return Ok(None) };
        let bad = || Problem::bad(problem, text);
        if text.len() > TIME {
            return Err(bad());
        }
        let stretch = Stretch::parse(text).map_err(|_| bad())?;
        stretch.last.or(stretch.first).map(Some).ok_or_else(bad)
    }

    /// The country asked for; `all` is none. Else the one the server opens on, else the one of which most is said.
    pub fn area(&self, view: &View) -> Result<Option<String>, Problem> {
        let there = |code: &str| view.areas.iter().any(|a| a.code == code);
        match self.get("area") {
            Some("all") => Ok(None),
            Some(code) if there(code) => Ok(Some(code.to_owned())),
            Some(code) => Err(Problem::missing("problem-area", code)),
            None => {
                let opening = self.app.config.opening.area.clone().filter(|a| there(a));
                Ok(opening.or_else(|| view.areas.first().map(|a| a.code.clone())))
            }
        }
    }

    /// The situation at an instant.
    pub fn scene(&self, view: &View, at: Instant, area: Option<&str>) -> Arc<Scene> {
        self.app.scene(view, at, area)
    }

    /// The time axis.
    pub fn timeline(&self, view: &View, area: Option<&str>, at: Instant) -> Arc<Timeline> {
        self.app.timeline(view, area, at)
    }

    /// The name of an identifier.
    pub fn name(&self, id: &str, name: Option<&str>) -> String {
        self.app.labels.of(self.words, id, name)
    }

    /// A link that keeps the times, the area and the language, with changes: `None` takes a key out.
    pub fn to(&self, path: &str, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.query.iter().filter(|(k, _)| KEPT.contains(&k.as_str()));
        link(path, kept, changes)
    }

    /// This page with changes to its query; `format` changes what it is asked for as.
    pub fn here(&self, format: Format, changes: &[(&str, Option<&str>)]) -> String {
        let ext = Format::FILES.iter().find(|(f, _)| *f == format).map_or(String::new(), |(_, ext)| format!(".{ext}"));
        let path = if self.path == "/" && format != Format::Html { "/situation" } else { &self.path };
        link(&format!("{}{ext}", crate::names::in_path(path)), self.query.iter(), changes)
    }

    /// A link with scheme and authority.
    pub fn absolute(&self, link: &str) -> String {
        format!("{}{link}", self.base)
    }
}

/// As the request names it, without a configured address.
fn base(headers: &HeaderMap) -> String {
    let named = headers.get(HOST).and_then(|h| h.to_str().ok());
    let fits = |h: &&str| h.len() <= 255 && h.chars().all(|c| c.is_ascii_alphanumeric() || "-.:[]".contains(c));
    named.filter(fits).map_or_else(String::new, |h| format!("http://{h}"))
}

fn link<'a>(path: &str, kept: impl Iterator<Item = &'a (String, String)>, changes: &[(&str, Option<&str>)]) -> String {
    let changed = |key: &str| changes.iter().any(|(k, _)| *k == key);
    let kept = kept.filter(|(k, _)| !changed(k)).map(|(k, v)| (k.as_str(), v.as_str()));
    let new = changes.iter().filter_map(|(k, v)| Some((*k, (*v)?)));
    let pairs: Vec<String> = kept.chain(new).map(|(k, v)| format!("{}={}", in_query(k), in_query(v))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

fn pairs(raw: &str) -> Vec<(String, String)> {
    let pair = |p: &str| {
        let (k, v) = p.split_once('=')?;
        let read = |t: &str| decoded(&t.replace('+', " ")).replace(char::is_control, " ").trim().to_owned();
        Some((read(k), read(v))).filter(|(_, v)| !v.is_empty())
    };
    raw.split('&').filter_map(pair).collect()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn remembered(headers: &HeaderMap) -> Option<Lang> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|c| c.to_str().ok());
    cookies.flat_map(|c| c.split(';')).find_map(|c| Lang::parse(c.trim().strip_prefix("lang=")?))
}

fn accepted(headers: &HeaderMap) -> Option<Lang> {
    Lang::accepted(headers.get(ACCEPT_LANGUAGE)?.to_str().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_cut_off_the_path() {
        for (path, rest, format) in [
            ("/claims.jsonl", "/claims", Format::Jsonl),
            ("/places/sy/homs.json", "/places/sy/homs", Format::Json),
            ("/claims", "/claims", Format::Html),
            ("/.csv", "/.csv", Format::Html),
            ("/jsonl", "/jsonl", Format::Html),
        ] {
            assert_eq!(Format::split(path), (rest, format));
        }
    }

    #[test]
    fn links_escape_what_they_carry() {
        let kept = [("at".to_owned(), "a&b\"<".to_owned()), ("q".to_owned(), "x".to_owned())];
        assert_eq!(link("/c", kept.iter(), &[("q", None), ("p", Some("ق"))]), "/c?at=a%26b%22%3C&p=%D9%82");
    }

    #[test]
    fn pairs_are_decoded_and_broken_ones_left_out() {
        assert_eq!(pairs("a=1&b&c=&d=x+y%20z&%FF=%ff&n=%00"), [("a".into(), "1".into()), ("d".into(), "x y z".into()), ("\u{fffd}".into(), "\u{fffd}".into())]);
    }
}
