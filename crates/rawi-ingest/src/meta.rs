//! What a page says about itself: JSON-LD, meta elements, time elements, visible datelines, address.

use rawi_lexicon::Lexicon;
use rawi_model::{Evidence, Report};
use serde_json::Value;
use url::Url;

use crate::blocks::Page;
use crate::dates::{When, machine_time, url_day, visible_time};
use crate::marks::Flags;

/// Longest visible text that is looked at for a date, in letters.
const DATELINE: usize = 90;

/// The article object of a page's JSON-LD.
#[derive(Debug, Default)]
pub(crate) struct Article {
    object: Option<Value>,
}

impl Article {
    /// The first object whose type is an article of some kind, wherever it is nested.
    pub fn find(scripts: &[String]) -> Self {
        let values = scripts.iter().filter_map(|s| serde_json::from_str::<Value>(s.trim().trim_end_matches(';')).ok());
        Self { object: values.filter_map(find_article).next() }
    }

    /// A text property, also as the first of a list.
    pub fn text(&self, name: &str) -> Option<&str> {
        text_of(self.object.as_ref()?.get(name)?)
    }

    /// The name of a person or organisation property; several names are joined.
    fn names(&self, name: &str) -> Option<String> {
        let value = self.object.as_ref()?.get(name)?;
        let list: Vec<&str> = match value {
            Value::Array(list) => list.iter().filter_map(name_of).collect(),
            other => name_of(other).into_iter().collect(),
        };
        (!list.is_empty()).then(|| list.join("، "))
    }

    fn address(&self) -> Option<&str> {
        let object = self.object.as_ref()?;
        let main = object.get("mainEntityOfPage");
        main.and_then(|m| m.get("@id")).or(main).or(object.get("url")).and_then(text_of).filter(|u| u.starts_with("http"))
    }
}

fn find_article(value: Value) -> Option<Value> {
    match value {
        Value::Array(list) => list.into_iter().find_map(find_article),
        Value::Object(mut object) if !is_article(object.get("@type")) => {
            let inner = ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement"].iter().find_map(|k| object.remove(*k));
            inner.and_then(find_article)
        }
        Value::Object(_) => Some(value),
        _ => None,
    }
}

fn is_article(kind: Option<&Value>) -> bool {
    match kind {
        Some(Value::String(kind)) => ["Article", "Posting", "Report"].iter().any(|k| kind.contains(k)),
        Some(Value::Array(kinds)) => kinds.iter().any(|k| is_article(Some(k))),
        _ => false,
    }
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|t| !t.is_empty()),
        Value::Array(list) => list.first().and_then(text_of),
        _ => None,
    }
}

fn name_of(value: &Value) -> Option<&str> {
    text_of(value).or_else(|| value.get("name").and_then(text_of)).filter(|n| !n.starts_with("http"))
}

/// Where to look, in order.
pub(crate) struct Sources<'a> {
    pub page: &'a Page,
    pub article: &'a Article,
    pub furniture: &'a [bool],
    pub lexicon: &'a Lexicon,
    /// The address that the page was fetched from, when it is known.
    pub address: Option<&'a str>,
    /// Index of the block that shows the headline.
    pub headline: Option<usize>,
}

impl Sources<'_> {
    /// Fills everything but title and text; the evidence that won stands first.
    pub fn fill(&self, report: &mut Report) {
        self.url(report);
        self.outlet(report);
        self.byline(report);
        let published = self.published(report);
        if let Some(first) = published.into_iter().next() {
            report.published = Some(first.date);
            report.published_at = first.time;
        }
        let updated = self.times("updated", "dateModified", &UPDATED, report).into_iter().next();
        report.updated_at = updated.map(|w| w.time.unwrap_or_else(|| w.date.to_string()));
    }

    /// Contents of the first meta element of these names, in their order.
    pub fn meta<'b>(&'b self, names: &'b [&'b str]) -> impl Iterator<Item = (&'b str, &'b str)> {
        names.iter().flat_map(|name| self.page.metas.iter().filter(move |(n, c)| n == name && !c.is_empty()).map(|(n, c)| (n.as_str(), c.as_str())))
    }

    fn url(&self, report: &mut Report) {
        let base = self.address.and_then(|a| Url::parse(a).ok());
        let absolute = |u: &str| match &base {
            Some(base) => base.join(u).ok(),
            None => Url::parse(u).ok(),
        };
        let canonical = self.page.canonical.as_deref().map(|u| (u, "link canonical"));
        let graph = self.meta(&["og:url"]).next().map(|(_, u)| (u, "meta og:url"));
        let linked = self.article.address().map(|u| (u, "json-ld"));
        let given = self.address.map(|u| (u, "address"));
        for (value, source) in [canonical, graph, linked, given].into_iter().flatten() {
            if let Some(url) = absolute(value).filter(|u| u.host_str().is_some()) {
                report.url = Some(url.to_string());
                note(report, "url", source, value);
                return;
            }
        }
    }

    fn outlet(&self, report: &mut Report) {
        let host = report.url.as_deref().and_then(host_of);
        let known = host.as_deref().and_then(|h| outlet_by_host(self.lexicon, h));
        let names = self.article.names("publisher").map(|n| (n, "json-ld publisher".to_owned()));
        let site = self.meta(&["og:site_name", "application-name"]).next().map(|(k, n)| (n.to_owned(), format!("meta {k}")));
        let named: Vec<(String, String)> = names.into_iter().chain(site).collect();
        let by_name = || named.iter().find_map(|(n, s)| self.lexicon.outlet(n).map(|o| (o.id.clone(), s.clone(), n.clone())));
        let found = known
            .map(|id| (id, "domain".to_owned(), host.clone().unwrap_or_default()))
            .or_else(by_name)
            .or_else(|| named.first().map(|(n, s)| (n.clone(), s.clone(), n.clone())))
            .or_else(|| host.clone().map(|h| (h.clone(), "domain".to_owned(), h)));
        if let Some((outlet, source, value)) = found {
            report.outlet = Some(outlet);
            note(report, "outlet", source, &value);
        }
    }

    fn byline(&self, report: &mut Report) {
        let json = self.article.names("author").map(|n| (n, "json-ld".to_owned()));
        let meta = self.meta(&["author", "article:author", "dc.creator", "parsely-author", "sailthru.author"]).map(|(k, v)| (v.to_owned(), format!("meta {k}")));
        let visible = self.marked(Flags::BYLINE).map(|t| (t.to_owned(), "visible text".to_owned()));
        let all: Vec<(String, String)> = json.into_iter().chain(meta).chain(visible).filter(|(n, _)| !n.starts_with("http") && n.chars().count() < 120).collect();
        for (name, source) in all {
            report.byline.get_or_insert_with(|| name.clone());
            note(report, "byline", source, &name);
        }
    }

    /// Short blocks outside furniture whose element, or one right around it, carries the mark.
    fn marked(&self, flag: Flags) -> impl Iterator<Item = &str> {
        let near = move |element: usize| self.page.up(element).take(2).any(|e| self.page.elements[e].flags.has(flag));
        self.page.blocks.iter().filter(move |b| b.letters < DATELINE && near(b.element)).map(|b| b.text.as_str())
    }

    fn published(&self, report: &mut Report) -> Vec<When> {
        let mut found = self.times("published", "datePublished", &PUBLISHED, report);
        for (value, element) in &self.page.times {
            if !self.furniture[*element] || self.page.elements[*element].flags.has(Flags::TIME) {
                push(&mut found, report, "time element".into(), value, machine_time(value));
            }
        }
        if found.is_empty() {
            for text in self.marked(Flags::TIME).chain(self.datelines()) {
                push(&mut found, report, "visible text".into(), text, visible_time(text, self.lexicon));
            }
        }
        if let Some((day, url)) = report.url.clone().and_then(|u| url_day(&u).map(|d| (d, u))) {
            push(&mut found, report, "url".into(), &url, Some(When { date: day, time: None }));
        }
        found
    }

    /// Short blocks near the headline: before it within three, after it within eight.
    fn datelines(&self) -> impl Iterator<Item = &str> {
        let at = self.headline.unwrap_or(0);
        let near = self.page.blocks[at.saturating_sub(3)..self.page.blocks.len().min(at + 8)].iter();
        near.filter(|b| b.letters < DATELINE && b.level != 1).map(|b| b.text.as_str())
    }

    fn times(&self, field: &'static str, json: &str, metas: &[&str], report: &mut Report) -> Vec<When> {
        let linked = self.article.text(json).map(|v| ("json-ld".to_owned(), v));
        let meta = self.meta(metas).map(|(k, v)| (format!("meta {k}"), v));
        let mut found = Vec::new();
        for (source, value) in linked.into_iter().chain(meta) {
            let when = machine_time(value).or_else(|| visible_time(value, self.lexicon));
            if let Some(when) = when {
                report.evidence.push(Evidence { field, source, value: value.to_owned() });
                found.push(when);
            }
        }
        found
    }
}

fn push(found: &mut Vec<When>, report: &mut Report, source: String, value: &str, when: Option<When>) {
    if let Some(when) = when {
        note(report, "published", source, value);
        found.push(when);
    }
}

/// Notes where a fact comes from.
pub(crate) fn note(report: &mut Report, field: &'static str, source: impl Into<String>, value: &str) {
    report.evidence.push(Evidence { field, source: source.into(), value: value.to_owned() });
}

/// Host of an address, without `www.`.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let host = Url::parse(url).ok()?.host_str()?.to_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

/// Identifier of the outlet of a host or of a domain above it.
pub(crate) fn outlet_by_host(lexicon: &Lexicon, host: &str) -> Option<String> {
    let domains = std::iter::successors(Some(host), |h| h.split_once('.').map(|(_, rest)| rest)).take_while(|h| h.contains('.'));
    domains.filter_map(|d| lexicon.outlets.iter().find(|o| o.domains.iter().any(|known| known == d))).map(|o| o.id.clone()).next()
}

const PUBLISHED: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "publish-date",
    "publishdate",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "publish_date",
    "date",
];

const UPDATED: [&str; 7] = ["article:modified_time", "og:updated_time", "datemodified", "article:updated", "dcterms.modified", "last-modified", "lastmod"];
