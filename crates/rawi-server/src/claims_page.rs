//! `/claims`: every claim, by facets.

use maud::{Markup, html};
use rawi_export::CSV_HEADER;
use serde_json::value::RawValue;

use crate::ask::{Ask, Format};
use crate::claim_view;
use crate::feed::{self, Item};
use crate::files;
use crate::filter::{Facet, Found, found};
use crate::layout::{self, Shell};
use crate::names::{bdi, in_path};
use crate::problem::Problem;
use crate::record::{ClaimRecord, FillerRecord};
use crate::reply::Reply;
use crate::view::View;

/// Claims on a page.
const PAGE: usize = 40;
/// Values of a facet before the rest is folded away, and altogether.
const VALUES: usize = 8;
const MORE: usize = 60;

/// The page, and the same as a file or feed.
pub fn page(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let found = found(ask, &view)?;
    if ask.format != Format::Html {
        return Ok(list(ask, &view, &ask.words.t("nav-claims"), &found.claims));
    }
    let number = number(ask, found.claims.len())?;
    let body = html! {
        h1 { (ask.words.t("nav-claims")) " " span.count { (ask.words.n("claims-count", found.claims.len())) } }
        (chosen(ask))
        div.columns {
            aside.facets aria-label=(ask.words.t("facets")) { (days(ask)) @for (facet, values) in &found.counts { (facet_list(ask, *facet, values)) } }
            div { (rows(ask, &view, &found, number)) (pages(ask, found.claims.len(), number)) }
        }
    };
    Ok(Reply::Page(layout::page(ask, &Shell { title: ask.words.t("nav-claims"), section: "/claims", files: layout::FILES }, &body)))
}

/// `/claims/ID`: the claim in its report.
pub fn one(ask: &Ask) -> Result<Reply, Problem> {
    let id = ask.path.strip_prefix("/claims/").unwrap_or_default();
    let missing = || Problem::missing("problem-claim", id);
    let view = ask.view()?;
    let index = view.snapshot.find_claim(id).filter(|i| view.has(*i)).ok_or_else(missing)?;
    if ask.format == Format::Html {
        let report = view.snapshot.claim(index).report.clone().unwrap_or_default();
        return Ok(Reply::Elsewhere(format!("{}#{id}", ask.to(&format!("/reports/{}", in_path(&report)), &[]))));
    }
    Ok(list(ask, &view, id, &[index]))
}

/// The number of the page asked for, from 1.
pub fn number(ask: &Ask, rows: usize) -> Result<usize, Problem> {
    let last = rows.div_ceil(PAGE).max(1);
    let Some(text) = ask.get("page") else { return Ok(1) };
    text.parse().ok().filter(|n| (1..=last).contains(n)).ok_or_else(|| Problem::bad("problem-number", text))
}

fn rows(ask: &Ask, view: &View, found: &Found, number: usize) -> Markup {
    let shown: Vec<u32> = found.claims.iter().copied().skip((number - 1) * PAGE).take(PAGE).collect();
    html! {
        @if shown.is_empty() { p.none { (ask.words.t("no-claims")) } }
        (listed(ask, view, &shown))
    }
}

/// Claims in their sentences.
pub fn listed(ask: &Ask, view: &View, claims: &[u32]) -> Markup {
    html! {
        ol.claims { @for index in claims {
            @let claim = ClaimRecord::read(&view.snapshot.lines[*index as usize]);
            @let document = ask.app.document(view.snapshot.entries, &claim.report);
            (claim_view::row(ask, &claim, Option::as_ref(&document)))
        } }
    }
}

/// Links to other pages of a list.
pub fn pages(ask: &Ask, rows: usize, number: usize) -> Markup {
    let w = ask.words;
    let last = rows.div_ceil(PAGE).max(1);
    let to = |n: usize| ask.here(Format::Html, &[("page", Some(&n.to_string()))]);
    html! {
        @if last > 1 {
            nav.pages aria-label=(w.t("pages")) {
                @if number > 1 { a.step href=(to(number - 1)) rel="prev" { (w.t("page-before")) } }
                span.soft { (w.with("page-of", [("page", number.into()), ("pages", last.into())])) }
                @if number < last { a.step href=(to(number + 1)) rel="next" { (w.t("page-after")) } }
            }
        }
    }
}

/// What was chosen, each with a way to take it back.
fn chosen(ask: &Ask) -> Markup {
    let w = ask.words;
    let facets = Facet::ALL.iter().filter_map(|f| Some((f.key(), value_name(ask, *f, ask.get(f.key())?))));
    let others = ["q", "from", "to", "report"].into_iter().filter_map(|k| Some((k, ask.get(k)?.to_owned())));
    let area = ask.get("area").filter(|a| *a != "all").map(|a| ("area", ask.name(&format!("place:{a}"), None)));
    let all: Vec<(&str, String)> = facets.chain(others).chain(area).collect();
    html! {
        @if !all.is_empty() {
            ul.chosen { @for (key, value) in &all {
                li { a href=(ask.here(Format::Html, &[(key, None), ("page", None)])) title=(w.t("take-back")) { span.soft { (w.t(&format!("facet-{key}"))) } " " (bdi(&crate::names::clean(value))) span.x aria-hidden="true" { "×" } } }
            } }
        }
    }
}

fn days(ask: &Ask) -> Markup {
    let w = ask.words;
    html! {
        form.days action="/claims" method="get" {
            @for (key, value) in ask.query.iter().filter(|(k, _)| !["from", "to", "page"].contains(&k.as_str())) { input type="hidden" name=(key) value=(value); }
            label { span { (w.t("facet-from")) } input type="date" name="from" value=[ask.get("from")]; }
            label { span { (w.t("facet-to")) } input type="date" name="to" value=[ask.get("to")]; }
            button type="submit" { (w.t("go")) }
        }
    }
}

fn facet_list(ask: &Ask, facet: Facet, values: &[(String, usize)]) -> Markup {
    let values = &values[..values.len().min(MORE)];
    let (first, rest) = values.split_at(values.len().min(VALUES));
    html! {
        section.facet {
            h2 { (ask.words.t(&format!("facet-{}", facet.key()))) }
            (facet_values(ask, facet, first))
            @if !rest.is_empty() { details { summary { (ask.words.t("more")) } (facet_values(ask, facet, rest)) } }
        }
    }
}

fn facet_values(ask: &Ask, facet: Facet, values: &[(String, usize)]) -> Markup {
    let now = ask.get(facet.key());
    let link = |value: &str| ask.here(Format::Html, &[(facet.key(), (now != Some(value)).then_some(value)), ("page", None)]);
    html! {
        ul { @for (value, count) in values {
            li { a href=(link(value)) aria-current=[(now == Some(value.as_str())).then_some("true")] { (bdi(&value_name(ask, facet, value))) } " " span.count { (ask.words.number(*count)) } }
        } }
    }
}

fn value_name(ask: &Ask, facet: Facet, value: &str) -> String {
    let snapshot = &ask.snapshot;
    let name = || snapshot.names().find(value).and_then(|n| snapshot.names().get(n).name.clone());
    match facet {
        Facet::Kind => claim_view::kind(ask, value),
        Facet::Factuality => claim_view::factuality(ask, value),
        Facet::Place => ask.app.labels.place(ask.words, value, name().as_deref()),
        _ => ask.name(value, name().as_deref()),
    }
}

/// Claims as a file or a feed.
pub fn list(ask: &Ask, view: &View, title: &str, claims: &[u32]) -> Reply {
    let snapshot = &view.snapshot;
    let line = |i: &u32| &*snapshot.lines[*i as usize];
    let most = ask.app.config.limits.rows;
    let records = claims.iter().take(most).map(|i| ClaimRecord::read(line(i)));
    match ask.format {
        Format::Jsonl => files::jsonl(claims.iter().take(most).filter_map(|i| serde_json::from_str::<&RawValue>(line(i)).ok())),
        Format::Csv => files::csv(&CSV_HEADER, records.map(|c| csv_row(&c))),
        Format::Geojson => files::geojson(claims.iter().take(most).flat_map(|i| points(line(i))).collect()),
        _ => feed::of(ask, title, &records.take(200).map(|c| item(ask, &c)).collect::<Vec<_>>()),
    }
}

/// A point for every place of a claim, with the claim.
fn points(line: &str) -> Vec<((f64, f64), serde_json::Value)> {
    let claim = ClaimRecord::read(line);
    let value: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
    positions(&claim).into_iter().map(|at| (at, value.clone())).collect()
}

/// Where a claim is about, to the settlement.
pub fn positions(claim: &ClaimRecord) -> Vec<(f64, f64)> {
    let round = |x: f64| (x * 100.0).round() / 100.0;
    let fillers = ["place", "to", "from"].into_iter().flat_map(|r| claim.roles.of(r));
    fillers.filter_map(|f| Some((round(f.lat?), round(f.lon?)))).collect()
}

/// The row of a claim in the columns of `rawi read --format csv`.
fn csv_row(c: &ClaimRecord) -> Vec<String> {
    let label = |f: &FillerRecord| f.name.clone().or_else(|| f.text.clone()).unwrap_or_default();
    let role = |role: &str| c.roles.of(role).iter().map(label).collect::<Vec<_>>().join("; ");
    let count = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
    let (least, most) = c.roles.count.as_ref().map_or((None, None), |c| (c.min, c.max));
    let chain: Vec<&str> = c.chain.iter().map(|l| l.name.as_str()).collect();
    vec![
        c.id.clone(),
        c.report.clone(),
        c.reported.clone().unwrap_or_default(),
        c.sentence.index.to_string(),
        c.kind.clone(),
        role("actor"),
        role("target"),
        role("place"),
        role("from"),
        role("to"),
        count(least),
        count(most),
        c.harm.clone().unwrap_or_default(),
        c.extent.clone().unwrap_or_default(),
        c.aspect.clone(),
        c.factuality.clone(),
        c.time.as_ref().map(|t| t.edtf.clone()).unwrap_or_default(),
        chain.join(" ← "),
        c.cue.as_ref().map(|q| q.text.clone()).unwrap_or_default(),
        c.confidence.map(|p| format!("{p:.2}")).unwrap_or_default(),
    ]
}

fn item(ask: &Ask, claim: &ClaimRecord) -> Item {
    let names = |role: &str| claim.roles.of(role).iter().map(|f| ask.name(f.id.as_deref().unwrap_or_default(), f.name.as_deref().or(f.text.as_deref()))).collect::<Vec<_>>();
    let told: Vec<String> = ["actor", "target", "from", "to", "place"].iter().flat_map(|r| names(r)).collect();
    let chain: Vec<String> = claim.chain.iter().map(|l| ask.name(l.id.as_deref().unwrap_or(&l.name), Some(&l.name))).collect();
    let reported = claim.reported.clone().unwrap_or_else(|| "1970-01-01".to_owned());
    Item {
        id: claim.id.clone(),
        title: format!("{} ({}): {}", claim_view::kind(ask, &claim.kind), claim_view::factuality(ask, &claim.factuality), told.join(" · ")),
        text: chain.join(" ← "),
        link: format!("/claims/{}", in_path(&claim.id)),
        updated: if reported.len() == 10 { format!("{reported}T00:00:00Z") } else { reported },
    }
}
