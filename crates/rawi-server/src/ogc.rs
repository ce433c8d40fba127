//! `/ogc`: OGC API – Features, Part 1 (Core and GeoJSON), so that GDAL, QGIS and their like open the claims, the places and the situation.

use rawi_situation::instant::{Instant, Stretch};
use rawi_situation::names::Name;
use rawi_situation::track::Fluent;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::api::json_of;
use crate::ask::Ask;
use crate::claims_page::positions;
use crate::filter::where_of;
use crate::names::{in_path, in_query};
use crate::problem::Problem;
use crate::record::ClaimRecord;
use crate::reply::{Page, Reply};
use crate::view::View;

/// Every address.
pub const ROUTES: [(&str, Page); 7] = [
    ("/ogc", landing),
    ("/ogc/api", api),
    ("/ogc/conformance", conformance),
    ("/ogc/collections", collections),
    ("/ogc/collections/{id}", collection),
    ("/ogc/collections/{id}/items", items),
    ("/ogc/collections/{id}/items/{*item}", item),
];

/// What this server keeps to.
const CLASSES: [&str; 3] = ["core", "oas30", "geojson"];
/// Collections with their titles and descriptions.
const COLLECTIONS: [(&str, &str, &str); 3] = [
    ("claims", "Claims", "Every claim with its record; one point for each place it names"),
    ("places", "Places", "Every place that claims name, with how many"),
    ("situation", "Situation", "Who is believed to hold each place at an instant: datetime is the instant, an interval asks for its end"),
];
/// Features in one answer if none are asked for, and at most.
const LIMIT: usize = 100;
const MOST: usize = 10_000;
const GEOJSON: &str = "application/geo+json";

fn link(ask: &Ask, rel: &str, kind: &str, title: &str, address: &str) -> Value {
    json!({"rel": rel, "type": kind, "title": title, "href": ask.absolute(address)})
}

fn landing(ask: &Ask) -> Result<Reply, Problem> {
    Ok(json_of(&json!({
        "title": "Rawi",
        "description": "Attributed claims read from conflict reporting, and the situation weighed from them.",
        "links": [
            link(ask, "self", "application/json", "This document", "/ogc"),
            link(ask, "service-desc", "application/vnd.oai.openapi+json;version=3.0", "The API", "/ogc/api"),
            link(ask, "service-doc", "text/html", "How this is made", "/about/method"),
            link(ask, "conformance", "application/json", "What this server keeps to", "/ogc/conformance"),
            link(ask, "data", "application/json", "Collections", "/ogc/collections"),
        ],
    })))
}

fn api(ask: &Ask) -> Result<Reply, Problem> {
    let get = |summary: &str, parameters: Value| json!({"get": {"summary": summary, "parameters": parameters, "responses": {"200": {"description": summary}}}});
    let query = |name: &str, kind: &str| json!({"name": name, "in": "query", "schema": {"type": kind}});
    let id = json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string", "enum": COLLECTIONS.map(|c| c.0)}});
    let item = json!({"name": "item", "in": "path", "required": true, "schema": {"type": "string"}});
    let bbox = json!({"name": "bbox", "in": "query", "explode": false, "schema": {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}});
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "Rawi: OGC API - Features", "version": env!("CARGO_PKG_VERSION")},
        "servers": [{"url": ask.absolute("")}],
        "paths": {
            "/ogc": get("Landing page", json!([])),
            "/ogc/conformance": get("Conformance", json!([])),
            "/ogc/collections": get("Collections", json!([])),
            "/ogc/collections/{id}": get("A collection", json!([id])),
            "/ogc/collections/{id}/items": get("Features", json!([id, bbox, query("datetime", "string"), query("known", "string"), query("limit", "integer"), query("offset", "integer")])),
            "/ogc/collections/{id}/items/{item}": get("A feature", json!([id, item])),
        },
    });
    Ok(Reply::Data("application/vnd.oai.openapi+json;version=3.0", format!("{document}\n")))
}

fn conformance(_: &Ask) -> Result<Reply, Problem> {
    Ok(json_of(&json!({"conformsTo": CLASSES.map(|c| format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{c}"))})))
}

fn collections(ask: &Ask) -> Result<Reply, Problem> {
    let view = ask.view()?;
    let list: Vec<Value> = COLLECTIONS.iter().map(|c| about(ask, &view, c)).collect();
    Ok(json_of(&json!({"links": [link(ask, "self", "application/json", "Collections", "/ogc/collections")], "collections": list})))
}

fn about(ask: &Ask, view: &View, (id, title, description): &(&str, &str, &str)) -> Value {
    let address = format!("/ogc/collections/{id}");
    let begin = view.claims().iter().map(|c| c.at).min().map(|t| t.to_string());
    json!({
        "id": id, "title": title, "description": description, "itemType": "feature",
        "crs": ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"],
        "extent": {
            "spatial": {"bbox": [extent(view)], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
            "temporal": {"interval": [[begin, view.case.known]], "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"},
        },
        "links": [link(ask, "self", "application/json", title, &address), link(ask, "items", GEOJSON, title, &format!("{address}/items"))],
    })
}

/// West, south, east and north of everything that has a position.
fn extent(view: &View) -> [f64; 4] {
    let names = view.case.names();
    let points = (0..names.len() as Name).filter_map(|n| names.get(n).position);
    let b = points.fold([180.0f64, 90.0f64, -180.0f64, -90.0f64], |b, (lat, lon)| [b[0].min(lon), b[1].min(lat), b[2].max(lon), b[3].max(lat)]);
    if b[0] > b[2] { [-180.0, -90.0, 180.0, 90.0] } else { b }
}

fn parts(ask: &Ask) -> (&str, &str) {
    let rest = ask.path.strip_prefix("/ogc/collections/").unwrap_or_default();
    let (id, rest) = rest.split_once('/').unwrap_or((rest, ""));
    (id, rest.strip_prefix("items/").unwrap_or_default())
}

fn collection(ask: &Ask) -> Result<Reply, Problem> {
    let (id, _) = parts(ask);
    let found = COLLECTIONS.iter().find(|c| c.0 == id).ok_or_else(|| Problem::missing("problem-collection", id))?;
    Ok(json_of(&about(ask, &*ask.view()?, found)))
}

/// A feature before it is written down.
struct Feature {
    id: String,
    points: Vec<(f64, f64)>,
    /// There may be more than one.
    many: bool,
    at: Option<Instant>,
    properties: Value,
}

impl Feature {
    fn json(&self) -> Value {
        let coordinates: Vec<[f64; 2]> = self.points.iter().map(|(lat, lon)| [*lon, *lat]).collect();
        // One type for each collection: tables of geographic programs hold no other.
        let geometry = match coordinates.as_slice() {
            [] => Value::Null,
            [one] if !self.many => json!({"type": "Point", "coordinates": one}),
            many => json!({"type": "MultiPoint", "coordinates": many}),
        };
        json!({"type": "Feature", "id": self.id, "geometry": geometry, "properties": self.properties})
    }
}

/// What is asked for of a collection.
struct Wanted {
    bbox: Option<[f64; 4]>,
    time: Option<Stretch>,
    limit: usize,
    offset: usize,
}

impl Wanted {
    fn of(ask: &Ask) -> Result<Self, Problem> {
        let number = |key: &'static str, default: usize| ask.get(key).map_or(Ok(default), |t| t.parse().map_err(|_| Problem::bad("problem-limit", t)));
        let limit = number("limit", LIMIT)?;
        if limit == 0 {
            return Err(Problem::bad("problem-limit", "0"));
        }
        Ok(Self { bbox: ask.get("bbox").map(bbox).transpose()?, time: ask.get("datetime").map(interval).transpose()?, limit: limit.min(MOST), offset: number("offset", 0)? })
    }

    fn fits(&self, feature: &Feature) -> bool {
        let inside = |[w, s, e, n]: [f64; 4]| feature.points.iter().any(|(lat, lon)| (s..=n).contains(lat) && if w <= e { (w..=e).contains(lon) } else { *lon >= w || *lon <= e });
        let in_time = |t: Stretch| feature.at.is_none_or(|at| t.first.is_none_or(|f| at >= f) && t.last.is_none_or(|l| at <= l));
        self.bbox.is_none_or(inside) && self.time.is_none_or(in_time)
    }
}

fn bbox(text: &str) -> Result<[f64; 4], Problem> {
    let bad = || Problem::bad("problem-bbox", text);
    let numbers: Vec<f64> = text.split(',').map(|n| n.trim().parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(bad)).collect::<Result<_, _>>()?;
    let found = match numbers[..] {
        [w, s, e, n] | [w, s, _, e, n, _] => [w, s, e, n],
        _ => return Err(bad()),
    };
    if found[1] > found[3] { Err(bad()) } else { Ok(found) }
}

/// An instant or an interval; an open end is `..` or nothing.
fn interval(text: &str) -> Result<Stretch, Problem> {
    let bad = || Problem::bad("problem-datetime", text);
    let one = |t: &str| if t.len() > 40 { Err(bad()) } else { Stretch::parse(t).map_err(|_| bad()) };
    let open = |t: &str| t.is_empty() || t == "..";
    match text.split_once('/') {
        None => one(text),
        Some((from, to)) => {
            let first = if open(from) { None } else { one(from)?.first };
            let last = if open(to) { None } else { one(to)?.last };
            if first.zip(last).is_some_and(|(f, l)| f > l) { Err(bad()) } else { Ok(Stretch { first, last }) }
        }
    }
}

fn items(ask: &Ask) -> Result<Reply, Problem> {
    let (id, _) = parts(ask);
    let view = ask.view()?;
    let wanted = Wanted::of(ask)?;
    let (mut matched, mut features) = (0, Vec::new());
    let mut take = |feature: Feature| {
        if wanted.fits(&feature) {
            if matched >= wanted.offset && features.len() < wanted.limit {
                features.push(feature.json());
            }
            matched += 1;
        }
    };
    match id {
        "claims" => (0..view.count as u32).for_each(|i| take(claim(&view, i))),
        "places" => places(ask, &view).into_iter().for_each(take),
        "situation" => situation(ask, &view, &wanted)?.into_iter().for_each(take),
        _ => return Err(Problem::missing("problem-collection", id)),
    }
    let returned = features.len();
    let body = json!({"type": "FeatureCollection", "numberMatched": matched, "numberReturned": returned, "links": pages(ask, &wanted, matched), "features": features});
    Ok(Reply::Data(GEOJSON, format!("{body}\n")))
}

fn pages(ask: &Ask, wanted: &Wanted, matched: usize) -> Vec<Value> {
    let to = |offset: usize| {
        let kept: Vec<String> = ask.query.iter().filter(|(k, _)| k != "offset").map(|(k, v)| format!("{}={}", in_query(k), in_query(v))).collect();
        format!("{}?{}", in_path(&ask.path), kept.into_iter().chain([format!("offset={offset}")]).collect::<Vec<_>>().join("&"))
    };
    let after = wanted.offset.saturating_add(wanted.limit);
    let mut links = vec![link(ask, "self", GEOJSON, "These features", &to(wanted.offset))];
    links.extend((after < matched).then(|| link(ask, "next", GEOJSON, "Next features", &to(after))));
    links.extend((wanted.offset > 0).then(|| link(ask, "prev", GEOJSON, "Features before", &to(wanted.offset.saturating_sub(wanted.limit)))));
    links
}

/// A claim with the fields that a table shows, and the whole record as text.
fn claim(view: &View, index: u32) -> Feature {
    let line = &view.snapshot.lines[index as usize];
    let record = ClaimRecord::read(line);
    let names = |role: &str| record.roles.of(role).iter().filter_map(|f| f.name.as_deref().or(f.text.as_deref())).collect::<Vec<_>>().join("; ");
    let chain: Vec<&str> = record.chain.iter().map(|l| l.name.as_str()).collect();
    let properties = json!({
        "kind": record.kind, "actor": names("actor"), "target": names("target"), "place": names("place"), "from": names("from"), "to": names("to"),
        "aspect": record.aspect, "factuality": record.factuality, "time": record.time.as_ref().map(|t| &t.edtf), "datetime": view.snapshot.claim(index).at,
        "reported": record.reported, "report": record.report, "chain": chain.join(" ← "), "cue": record.cue.as_ref().map(|c| &c.text), "confidence": record.confidence,
    });
    Feature { id: record.id.clone(), points: positions(&record), many: true, at: Some(view.snapshot.claim(index).at), properties }
}

fn rounded((lat, lon): (f64, f64)) -> (f64, f64) {
    ((lat * 100.0).round() / 100.0, (lon * 100.0).round() / 100.0)
}

fn places(ask: &Ask, view: &View) -> Vec<Feature> {
    let names = view.snapshot.names();
    let mut counts: FxHashMap<Name, usize> = FxHashMap::default();
    view.claims().iter().for_each(|c| where_of(c).for_each(|n| *counts.entry(*n).or_default() += 1));
    let mut found: Vec<(Name, usize)> = counts.into_iter().filter(|(n, _)| names.get(*n).position.is_some()).collect();
    found.sort_by(|a, b| names.get(a.0).id.cmp(&names.get(b.0).id));
    let label = |lang, id: &str, name: Option<&str>| ask.app.labels.of(crate::lang::Words { lang, ..ask.words }, id, name);
    let feature = |(n, claims): (Name, usize)| {
        let entry = names.get(n);
        let [en, ar] = crate::lang::Lang::ALL.map(|lang| label(lang, &entry.id, entry.name.as_deref()));
        let properties = json!({"name": en, "name_ar": ar, "type": entry.kind, "country": ask.app.labels.country(&entry.id), "claims": claims});
        Feature { id: entry.id.clone(), points: entry.position.map(rounded).into_iter().collect(), many: false, at: None, properties }
    };
    found.into_iter().map(feature).collect()
}

fn situation(ask: &Ask, view: &View, wanted: &Wanted) -> Result<Vec<Feature>, Problem> {
    let at = match wanted.time {
        Some(time) => time.last.unwrap_or(view.case.known),
        None => ask.at(view)?,
    };
    let scene = ask.scene(view, at, None);
    let feature = |s: &crate::scene::Spot| {
        let r = &s.record;
        let properties = json!({
            "place": s.subject().name, "at": r.at, "known": r.known, "status": r.status, "holder": r.value.as_ref().map(|v| &v.id), "holder_name": r.value.as_ref().and_then(|v| v.name.as_ref()),
            "p": r.belief.first().map(|b| b.p), "for": r.chains.pro, "against": r.chains.against, "since": r.since.as_ref().map(|s| &s.edtf), "alert": r.alert.as_ref().map(|a| &a.id),
        });
        Some(Feature { id: s.subject().id.clone(), points: vec![s.position()?], many: false, at: None, properties })
    };
    Ok(scene.of_fluent(Fluent::Control).filter_map(feature).collect())
}

fn item(ask: &Ask) -> Result<Reply, Problem> {
    let (id, item) = parts(ask);
    let view = ask.view()?;
    let by_id = |list: Vec<Feature>| list.into_iter().find(|f| f.id == item);
    let found = match id {
        "claims" => view.snapshot.find_claim(item).filter(|i| view.has(*i)).map(|i| claim(&view, i)),
        "places" => by_id(places(ask, &view)),
        "situation" => by_id(situation(ask, &view, &Wanted::of(ask)?)?),
        _ => return Err(Problem::missing("problem-collection", id)),
    };
    let mut feature = found.ok_or_else(|| Problem::missing("problem-feature", item))?.json();
    feature["links"] = json!([
        link(ask, "self", GEOJSON, item, &format!("/ogc/collections/{id}/items/{}", in_path(item))),
        link(ask, "collection", "application/json", id, &format!("/ogc/collections/{id}"))
    ]);
    Ok(Reply::Data(GEOJSON, format!("{feature}\n")))
}
