//! The situation on a map: GeoJSON, and a drawing in SVG.

use std::fs;
use std::path::Path;

use rawi_server::map::{Dot, standalone};
use rawi_server::mark::Mark;
use rawi_situation::output::{Named, SituationRecord};
use rawi_situation::situation::Status;
use serde_json::{Value, json};

use crate::Failure;

/// Places with coordinates as a FeatureCollection.
pub fn geojson(records: &[SituationRecord]) -> Result<String, Failure> {
    let features: Vec<Value> = records
        .iter()
        .filter_map(|r| position(r).map(|(lat, lon, _)| json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": r})))
        .collect();
    let left = records.iter().filter(|r| position(r).is_none()).count();
    if left > 0 {
        eprintln!("rawi: {left} fluents have no coordinates and are not on the map");
    }
    serde_json::to_string(&json!({"type": "FeatureCollection", "features": features})).map(|t| t + "\n").map_err(|e| Failure::partial(e.to_string()))
}

fn position(record: &SituationRecord) -> Option<(f64, f64, &Named)> {
    let place = record.place.as_ref()?;
    Some((place.lat?, place.lon?, place))
}

/// Draws the control of places into a file; the file appears whole or not at all.
pub fn write(path: &Path, records: &[SituationRecord]) -> Result<(), Failure> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".part");
    let fail = |e: std::io::Error| Failure::partial(format!("--svg {}: {e}", path.display()));
    fs::write(&draft, svg(records)).map_err(fail)?;
    fs::rename(&draft, path).map_err(fail)
}

fn svg(records: &[SituationRecord]) -> String {
    let mut values: Vec<&Named> = Vec::new();
    let dots: Vec<Dot> = records.iter().filter(|r| r.fluent == "control").filter_map(|r| dot(r, &mut values)).collect();
    let heading = records.first().map_or(String::new(), |r| format!("Control at {}, as known {}", r.at, r.known));
    let held = values.iter().enumerate().map(|(i, v)| (Mark::Holder(i, true), label(v).to_owned()));
    let doubt = [(Mark::Holder(0, false), "pale: likely"), (Mark::Contested, "contested"), (Mark::Unknown, "unknown")].map(|(mark, words)| (mark, words.to_owned()));
    standalone(&dots, &heading, &held.chain(doubt).collect::<Vec<_>>())
}

fn dot<'r>(record: &'r SituationRecord, values: &mut Vec<&'r Named>) -> Option<Dot> {
    let (lat, lon, place) = position(record)?;
    let holder = record.value.as_ref().map(|v| {
        values.iter().position(|w| w.id == v.id).unwrap_or_else(|| {
            values.push(v);
            values.len() - 1
        })
    });
    let mark = match (record.status, holder) {
        (Status::Held, Some(i)) => Mark::Holder(i, true),
        (Status::Likely, Some(i)) => Mark::Holder(i, false),
        (Status::Contested, _) => Mark::Contested,
        _ => Mark::Unknown,
    };
    let name = label(place).to_owned();
    Some(Dot { position: (lat, lon), mark, alert: record.alert.is_some(), title: format!("{name}: {}", record.status.code()), name, link: None })
}

fn label(named: &Named) -> &str {
    named.name.as_deref().unwrap_or(&named.id)
}
