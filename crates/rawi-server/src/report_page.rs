//! `/reports` and `/reports/ID`: a text with what was read in it, and what was not.

use std::sync::Arc;

use maud::{Markup, html};
use rustc_hash::FxHashSet;
use serde_json::json;

use crate::ask::{Ask, Format};
use crate::claim_view;
use crate::claims_page;
use crate::document::Document;
use crate::feed::{self, Item};
use crate::files;
use crate::layout::{self, Shell};
use crate::names::{bdi, clean, in_path};
use crate::problem::Problem;
use crate::record::ClaimRecord;
use crate::reply::Reply;
use crate::segments::{self, Field, Span};
use crate::snapshot::Listed;
use crate::view::View;

/// Reports on a page.
const PAGE: usize = 60;

/// Formats of a list of reports: they have no position.
const FILES: &[Format] = &[Format::Jsonl, Format::Csv, Format::Atom, Format::Json];

/// The list of reports.
pub fn all(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let reports: Vec<&Listed> = view.snapshot.reports.iter().rev().filter(|r| is_shown(ask, &view, r)).collect();
    let title = ask.words.t("nav-reports");
    match ask.format {
        Format::Html => {}
        Format::Jsonl => return Ok(files::jsonl(reports.iter().map(|r| object_of(r)))),
        Format::Csv => return Ok(files::csv(&["id", "reported", "outlet", "url", "title"], reports.iter().map(row))),
        Format::Geojson => return Err(Problem::missing("problem-format", &ask.path)),
        _ => return Ok(feed::of(ask, &title, &reports.iter().take(200).map(item).collect::<Vec<_>>())),
    }
    let last = reports.len().div_ceil(PAGE).max(1);
    let number = ask
        .get("page")
        .map_or(Some(1), |n| n.parse().ok())
        .filter(|n| (1..=last).contains(n))
        .ok_or_else(|| Problem::bad("problem-number", ask.get("page").unwrap_or_default()))?;
    let body = html! {
        h1 { (title) " " span.count { (ask.words.number(reports.len())) } }
        table.reports {
            thead { tr { th scope="col" { (ask.words.t("col-date")) } th scope="col" { (ask.words.t("col-report")) } th scope="col" { (ask.words.t("facet-outlet")) } th.number scope="col" { (ask.words.t("nav-claims")) } } }
            tbody { @for r in reports.iter().skip((number - 1) * PAGE).take(PAGE) { (table_row(ask, &view, r)) } }
        }
        nav.pages {
            @if number > 1 { a.step href=(ask.here(Format::Html, &[("page", Some(&(number - 1).to_string()))])) { (ask.words.t("page-before")) } }
            @if number < last { a.step href=(ask.here(Format::Html, &[("page", Some(&(number + 1).to_string()))])) { (ask.words.t("page-after")) } }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title, section: "/reports", files: FILES }, &body)))
}

/// A report without a date is shown only where nothing is held back.
fn is_shown(ask: &Ask, view: &View, report: &Listed) -> bool {
    match report.known {
        Some(known) => known <= view.case.known || known <= ask.app.limit().min(ask.time("known", "problem-known").ok().flatten().unwrap_or(rawi_situation::instant::Instant::MAX)),
        None => ask.app.config.held().is_zero(),
    }
}

fn table_row(ask: &Ask, view: &View, report: &Listed) -> Markup {
    let line = &report.line;
    let date = line.reported.as_deref().map(|d| d.get(..10).unwrap_or(d));
    html! {
        tr {
            td.day { @if let Some(date) = date { time datetime=(date) { (ask.words.edtf(date)) } } @else { "–" } }
            th scope="row" lang="ar" dir="auto" { a href=(ask.to(&format!("/reports/{}", in_path(&line.id)), &[])) { (clean(&report.title)) } }
            td { (outlet(ask, line.outlet.as_deref())) }
            td.number { (ask.words.number(view.snapshot.claims_of(&line.id).iter().filter(|c| view.has(**c)).count())) }
        }
    }
}

fn outlet(ask: &Ask, outlet: Option<&str>) -> Markup {
    html! { @if let Some(outlet) = outlet { (bdi(&ask.name(outlet, None))) } }
}

fn row(report: &&Listed) -> Vec<String> {
    let line = &report.line;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    vec![line.id.clone(), text(&line.reported), text(&line.outlet), text(&line.url), report.title.clone()]
}

fn item(report: &&Listed) -> Item {
    let line = &report.line;
    let day = line.reported.as_deref().and_then(|d| d.get(..10)).unwrap_or("1970-01-01");
    Item {
        id: line.id.clone(),
        title: report.title.clone(),
        text: line.outlet.clone().unwrap_or_default(),
        link: format!("/reports/{}", in_path(&line.id)),
        updated: format!("{day}T00:00:00Z"),
    }
}

/// A report that may be shown, with its text.
pub fn find<'v>(ask: &Ask, view: &'v View, id: &str) -> Result<(&'v Listed, Arc<Option<Document>>), Problem> {
    let listed = view.snapshot.find_report(id).filter(|r| is_shown(ask, view, r)).ok_or_else(|| Problem::missing("problem-report", id))?;
    Ok((listed, ask.app.document(view.snapshot.entries, id)))
}

/// One report.
pub fn one(ask: &Ask) -> Result<Reply, Problem> {
    let id = ask.path.strip_prefix("/reports/").unwrap_or_default();
    let view = ask.view()?;
    let (listed, document) = find(ask, &view, id)?;
    let Some(document) = document.as_ref() else { return Err(Problem::missing("problem-report", id)) };
    if ask.format != Format::Html {
        let claims: Vec<u32> = view.snapshot.claims_of(id).iter().copied().filter(|c| view.has(*c)).collect();
        return Ok(claims_page::list(ask, &view, &listed.title, &claims));
    }
    let body = html! {
        article.report {
            (head(ask, document, listed))
            div.reading {
                div.text tabindex="0" lang=(document.language()) dir=(document.dir()) { (text(document)) }
                aside.cards aria-label=(ask.words.t("nav-claims")) {
                    h2 { (ask.words.n("claims-count", document.claims.len())) }
                    @let mut there = FxHashSet::default();
                    @for claim in document.claims.iter().filter(|c| !c.id.is_empty() && there.insert(&c.id)) { (card(ask, document, claim)) }
                }
            }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title: clean(&listed.title), section: "/reports", files: layout::FILES }, &body)))
}

fn head(ask: &Ask, document: &Document, listed: &Listed) -> Markup {
    let w = ask.words;
    let meta = &document.meta;
    html! {
        h1 lang=(document.language()) dir=(document.dir()) { (clean(&listed.title)) }
        p.source {
            @if let Some(o) = &meta.outlet { (bdi(&ask.name(o, None))) }
            @if let Some(byline) = &meta.byline { " · " (bdi(&clean(byline))) }
            @if let Some(date) = listed.line.reported.as_deref() { " · " time datetime=(date) { (w.edtf(date.get(..10).unwrap_or(date))) } }
            @if meta.published.is_none() && listed.line.reported.is_some() { " " span.tag.maybe { (w.t("date-inferred")) } }
            @if let Some(url) = meta.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) { " · " a href=(url) rel="noopener noreferrer nofollow" { (w.t("original")) } }
        }
        @if document.retracted { p.known { (w.t("retracted")) } }
        ul.key {
            @for field in Field::ALL { li { mark class=(format!("f-{}", field.code())) { (w.t(&format!("field-{}", field.code()))) } } }
            li { span.unread { (w.t("key-unread")) } }
            li { span.furniture { (w.t("key-furniture")) } }
        }
    }
}

/// A stretch of a line: a sentence with claims, page furniture, or words of which nothing was read.
struct Stretch {
    start: usize,
    end: usize,
    class: &'static str,
    sentence: Option<usize>,
}

fn text(document: &Document) -> Markup {
    let mut begun = FxHashSet::default();
    let spans: Vec<Span<'_>> = document.claims.iter().flat_map(segments::spans).collect();
    html! {
        @for (start, end) in document.lines() {
            p {
                @for s in stretches(document, start, end) {
                    span class=(s.class) id=[s.sentence.filter(|n| begun.insert(*n)).map(|n| format!("s{n}"))] { (segments::render(document, s.start, s.end, &spans, true)) }
                }
            }
        }
    }
}

/// Cuts a line at the sentences of claims and at furniture; what is left over was not read.
fn stretches(document: &Document, start: usize, end: usize) -> Vec<Stretch> {
    let furniture = document.notes.iter().filter(|n| n.kind == "furniture").map(|n| (n.start, n.end, "furniture", None));
    let sentences = document.claims.iter().map(|c| (c.sentence.start, c.sentence.end, "sentence", Some(c.sentence.index)));
    let mut marked: Vec<_> = furniture.chain(sentences).map(|(a, b, class, n)| (a.max(start), b.min(end), class, n)).filter(|(a, b, ..)| a < b).collect();
    marked.sort_unstable_by_key(|m| (m.0, m.1));
    let mut out = Vec::new();
    let mut at = start;
    for (a, b, class, sentence) in marked {
        if b <= at {
            continue;
        }
        rest(document, at, a, &mut out);
        out.push(Stretch { start: a.max(at), end: b, class, sentence });
        at = b;
    }
    rest(document, at, end, &mut out);
    out
}

fn rest(document: &Document, start: usize, end: usize, out: &mut Vec<Stretch>) {
    if start >= end {
        return;
    }
    let letters = document.words(start, end).chars().filter(|c| c.is_alphabetic()).count();
    out.push(Stretch { start, end, class: if letters > 2 { "unread" } else { "between" }, sentence: None });
}

fn card(ask: &Ask, document: &Document, claim: &ClaimRecord) -> Markup {
    let w = ask.words;
    html! {
        section.card id=(claim.id) {
            p.tags { (claim_view::tags(ask, claim)) a.back href=(format!("#s{}", claim.sentence.index)) title=(w.t("to-sentence")) { (w.t("to-sentence-sign")) } }
            @if document.withdrawn.contains(&claim.id) { p.known { (w.t("retracted")) } }
            (claim_view::facts(ask, claim))
            @if let Some(cue) = &claim.cue { p.cue { span.soft { (w.t("cue")) " " } mark.f-cue lang=(document.language()) dir=(document.dir()) { (cue.text) } } }
            (claim_view::chain(ask, claim))
            (claim_view::reuse(ask, claim))
            p.fine {
                @if let Some(p) = claim.confidence { (w.with("confidence", [("p", w.percent(p).into())])) " · " }
                bdi dir="ltr" { (clean(&claim.rule)) } " · " a href=(ask.to(&format!("/claims/{}", in_path(&claim.id)), &[])) { bdi dir="ltr" { (clean(&claim.id)) } }
            }
        }
    }
}

/// A report as a list tells of it.
pub fn object_of(report: &Listed) -> serde_json::Value {
    let line = &report.line;
    json!({"id": line.id, "title": report.title, "outlet": line.outlet, "reported": line.reported, "url": line.url})
}

/// A report with its text, for the API.
pub fn object(document: &Document, report: &Listed) -> serde_json::Value {
    let meta = &document.meta;
    let notes: Vec<_> = document.notes.iter().map(|n| json!({"kind": n.kind, "start": n.start, "end": n.end, "message": n.message})).collect();
    let mut object = object_of(report);
    object["byline"] = json!(meta.byline);
    object["language"] = json!(document.language());
    object["text"] = json!(meta.text);
    object["readings"] = json!(document.readings);
    object["retracted"] = json!(document.retracted);
    object["notes"] = json!(notes);
    object
}
