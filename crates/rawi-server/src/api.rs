//! `/api/v1`: the same data as JSON. The table below is the router and the OpenAPI document at once.

use rawi_situation::dispute::disputes;
use rawi_situation::history::{days, spells};
use rawi_situation::situation::Estimator;
use rawi_situation::sources::sources;
use rawi_situation::why::{Ledger, record};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::ask::Ask;
use crate::claims_page::number;
use crate::filter::found;
use crate::problem::Problem;
use crate::reply::{Page, Reply};
use crate::report_page;

/// Where the API is.
pub const BASE: &str = "/api/v1";
/// Rows of a list in one answer.
const PAGE: usize = 40;

/// One address.
pub struct Route {
    /// Path below [`BASE`], as the router writes it.
    pub path: &'static str,
    /// What answers.
    pub page: Page,
    /// What it gives.
    pub summary: &'static str,
    /// Parameters of the query.
    pub takes: &'static [&'static str],
}

const TIMES: &[&str] = &["at", "known", "area"];
const FILTERS: &[&str] = &["known", "area", "q", "from", "to", "kind", "certainty", "place", "actor", "origin", "outlet", "report", "page"];

/// Every address.
pub const ROUTES: [Route; 10] = [
    Route { path: "", page: index, summary: "Every address of this API", takes: &[] },
    Route { path: "/openapi.json", page: openapi, summary: "This API as an OpenAPI document", takes: &[] },
    Route { path: "/situation", page: situation, summary: "What is believed of every place and person at an instant, as situation records", takes: TIMES },
    Route { path: "/claims", page: claims, summary: "Claim records, newest first, and how many there are for each value of each filter", takes: FILTERS },
    Route { path: "/claims/{id}", page: claim, summary: "One claim record", takes: &["known"] },
    Route { path: "/reports/{id}", page: report, summary: "A report: its text, its claim records, and what was not read", takes: &["known"] },
    Route { path: "/places/{*id}", page: place, summary: "A place or person: belief, spells, and the ledger of evidence", takes: &["at", "known"] },
    Route { path: "/timeline", page: timeline, summary: "Claims and changes by day", takes: TIMES },
    Route { path: "/disputes", page: all_disputes, summary: "Claims that cannot all be true", takes: TIMES },
    Route { path: "/sources", page: all_sources, summary: "Who speaks, and how it turned out", takes: &["at", "known"] },
];

/// An answer in JSON.
pub fn json_of(value: &Value) -> Reply {
    Reply::Data("application/json; charset=utf-8", format!("{value}\n"))
}

fn index(_: &Ask) -> Result<Reply, Problem> {
    let routes: Vec<Value> = ROUTES.iter().map(|r| json!({"path": format!("{BASE}{}", plain(r.path)), "gives": r.summary, "takes": r.takes})).collect();
    Ok(json_of(&json!({"name": "Rawi", "version": env!("CARGO_PKG_VERSION"), "openapi": format!("{BASE}/openapi.json"), "ogc": "/ogc", "addresses": routes})))
}

/// A path as OpenAPI writes it.
pub fn plain(path: &str) -> String {
    path.replace("{*", "{")
}

fn situation(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let (at, area) = (ask.at(&view)?, ask.area(&view)?);
    let scene = ask.scene(&view, at, area.as_deref());
    let records: Vec<_> = scene.spots.iter().map(|s| &s.record).collect();
    Ok(json_of(&json!({"at": at, "known": view.case.known, "area": area, "situation": records})))
}

fn claims(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let found = found(ask, &view)?;
    let page = number(ask, found.claims.len())?;
    let pages = found.claims.len().div_ceil(PAGE).max(1);
    let rows: Vec<Value> = found.claims.iter().skip((page - 1) * PAGE).take(PAGE).map(|i| raw(&view.snapshot.lines[*i as usize])).collect();
    let next = (page < pages).then(|| ask.here(ask.format, &[("page", Some(&(page + 1).to_string()))]));
    let facets: serde_json::Map<String, Value> =
        found.counts.iter().map(|(f, values)| (f.key().to_owned(), json!(values.iter().take(100).map(|(v, n)| json!({"value": v, "claims": n})).collect::<Vec<_>>()))).collect();
    Ok(json_of(&json!({"known": view.case.known, "total": found.claims.len(), "page": page, "pages": pages, "next": next, "facets": facets, "claims": rows})))
}

fn raw(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_default()
}

fn claim(ask: &Ask) -> Result<Reply, Problem> {
    let id = rest(ask, "/claims/");
    let view = ask.view()?;
    let index = view.snapshot.find_claim(id).filter(|i| view.has(*i)).ok_or_else(|| Problem::missing("problem-claim", id))?;
    let line: &RawValue = serde_json::from_str(&view.snapshot.lines[index as usize]).map_err(|_| Problem::broken())?;
    Ok(Reply::Data("application/json; charset=utf-8", format!("{}\n", line.get())))
}

fn rest<'a>(ask: &'a Ask, before: &str) -> &'a str {
    ask.path.strip_prefix(BASE).and_then(|p| p.strip_prefix(before)).unwrap_or_default()
}

fn report(ask: &Ask) -> Result<Reply, Problem> {
    let id = rest(ask, "/reports/");
    let view = ask.view()?;
    let (listed, document) = report_page::find(ask, &view, id)?;
    let Some(document) = document.as_ref() else { return Err(Problem::missing("problem-report", id)) };
    let mut object = report_page::object(document, listed);
    object["claims"] = json!(view.snapshot.claims_of(id).iter().filter(|c| view.has(**c)).map(|c| raw(&view.snapshot.lines[*c as usize])).collect::<Vec<_>>());
    Ok(json_of(&object))
}

fn place(ask: &Ask) -> Result<Reply, Problem> {
    let id = rest(ask, "/places/");
    let view = ask.view()?;
    let at = ask.at(&view)?;
    let names = view.case.names();
    let name = [format!("place:{id}"), id.to_owned()].iter().find_map(|id| names.find(id)).ok_or_else(|| Problem::missing("problem-place", id))?;
    let scene = ask.scene(&view, at, None);
    let track = |(index, t): (usize, &rawi_situation::track::Track)| {
        let spot = scene.spots.iter().find(|s| s.track == index)?;
        let likeliest = view.case.believe(t, at, Estimator::Filter).values.first().map(|v| v.0);
        let ledger = likeliest.and_then(|v| Ledger::of(&view.case.fold(t), v, at));
        let spells = spells(&view.case, t, &days(&view.case, t, at, Estimator::Filter));
        Some(json!({"situation": spot.record, "spells": spells, "why": ledger.map(|l| record(&view.case, t, &l, at))}))
    };
    let fluents: Vec<Value> = view.tracks(None).filter(|(_, t)| t.subject == name).filter_map(track).collect();
    let entry = names.get(name);
    Ok(json_of(&json!({"id": entry.id, "name": entry.name, "type": entry.kind, "at": at, "known": view.case.known, "fluents": fluents})))
}

fn timeline(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let (at, area) = (ask.at(&view)?, ask.area(&view)?);
    let timeline = ask.timeline(&view, area.as_deref(), at);
    let subject = |track: &usize| view.case.names().get(view.case.tracks[*track].subject).id.clone();
    let days: Vec<Value> =
        timeline.days.iter().map(|d| json!({"day": d.date().to_string(), "claims": d.claims, "changed": d.changed.iter().map(subject).collect::<Vec<_>>()})).collect();
    Ok(json_of(&json!({"area": area, "known": view.case.known, "days": days})))
}

fn all_disputes(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let (at, area) = (ask.at(&view)?, ask.area(&view)?);
    let list: Vec<_> = disputes(&view.case, at).into_iter().filter(|d| area.as_deref().is_none_or(|a| ask.app.labels.country(&d.subject.id) == Some(a))).collect();
    Ok(json_of(&json!({"at": at, "known": view.case.known, "area": area, "disputes": list})))
}

fn all_sources(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let at = ask.time("at", "problem-at")?.unwrap_or(view.case.known);
    Ok(json_of(&json!({"at": at, "known": view.case.known, "sources": sources(&view.case, at)})))
}

/// What parameters mean.
const PARAMETERS: [(&str, &str, &str); 15] = [
    ("at", "The instant asked about: a date (its end) or a time", "2024-12-08"),
    ("known", "The time until which reports are taken into account", "2024-12-08"),
    ("area", "Country code, or all", "sy"),
    ("q", "Words that the sentence of the claim holds", "حماة"),
    ("from", "First day that claims speak of", "2024-12-01"),
    ("to", "Last day that claims speak of", "2024-12-08"),
    ("kind", "Kind of claim", "control"),
    ("certainty", "FactBank value", "CT+"),
    ("place", "Identifier of a place", "place:sy/hama"),
    ("actor", "Identifier of an actor", "actor:sy-opposition"),
    ("origin", "Identifier of the origin", "actor:sy-moc"),
    ("outlet", "Identifier or name of the outlet", "outlet:reuters"),
    ("report", "Identifier of a report", "rep_c49a965afa0d"),
    ("page", "Number of the page, from 1", "1"),
    ("id", "Identifier; of places and actors without place: or actor:", "sy/hama"),
];

fn openapi(_: &Ask) -> Result<Reply, Problem> {
    Ok(json_of(&document()))
}

/// The OpenAPI 3.1 document.
pub fn document() -> Value {
    let paths: serde_json::Map<String, Value> = ROUTES.iter().map(|r| (format!("{BASE}{}", plain(r.path)), operation(r))).collect();
    let parameter = |(name, means, example): (&str, &str, &str)| {
        let place = if name == "id" { "path" } else { "query" };
        (name.to_owned(), json!({"name": name, "in": place, "required": name == "id", "description": means, "schema": {"type": "string"}, "example": example}))
    };
    let parameters: serde_json::Map<String, Value> = PARAMETERS.into_iter().map(parameter).collect();
    let schemas: Value = serde_json::from_str(include_str!("../data/schemas.json")).unwrap_or_default();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Rawi", "version": env!("CARGO_PKG_VERSION"), "description": "Attributed claims read from conflict reporting, and the situation weighed from them.", "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"parameters": parameters, "schemas": schemas},
    })
}

fn operation(route: &Route) -> Value {
    let names = route.path.contains('{').then_some("id").into_iter().chain(route.takes.iter().copied());
    let parameters: Vec<Value> = names.map(|n| json!({"$ref": format!("#/components/parameters/{n}")})).collect();
    let problem = json!({"description": "What is wrong, and what to do", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let schema = match route.path {
        "/claims/{id}" => json!({"$ref": "#/components/schemas/Claim"}),
        _ => json!({"type": "object"}),
    };
    let id: String = route.path.chars().filter(char::is_ascii_alphanumeric).collect();
    json!({"get": {
        "operationId": if id.is_empty() { "index".to_owned() } else { id },
        "summary": route.summary,
        "parameters": parameters,
        "responses": {"200": {"description": route.summary, "content": {"application/json": {"schema": schema}}}, "400": problem, "404": problem},
    }})
}
