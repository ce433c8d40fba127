//! The situation on a map: GeoJSON, and a drawing in SVG.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use rawi_situation::output::{Named, SituationRecord};
use rawi_situation::situation::Status;
use serde_json::{Value, json};

use crate::Failure;

/// Colours of values, in the order in which they appear; told apart by colour-blind readers too.
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c510a"];
/// Width of the drawing, and its margin, in pixels.
const WIDTH: f64 = 900.0;
const MARGIN: f64 = 60.0;

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

/// Where the drawing lies on the globe.
struct Frame {
    west: f64,
    north: f64,
    /// Pixels in a degree of latitude, and how much narrower one of longitude is.
    scale: f64,
    narrow: f64,
    height: f64,
}

impl Frame {
    fn around(points: &[(f64, f64)]) -> Self {
        let ends = |f: fn(&(f64, f64)) -> f64| points.iter().map(f).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        let ((south, north), (west, east)) = (ends(|p| p.0), ends(|p| p.1));
        let narrow = ((south + north) / 2.0).to_radians().cos().max(0.1);
        let scale = (WIDTH - 2.0 * MARGIN) / ((east - west) * narrow).max(north - south).max(0.2);
        Self { west, north, scale, narrow, height: (north - south) * scale + 2.0 * MARGIN }
    }

    fn place(&self, lat: f64, lon: f64) -> (f64, f64) {
        (MARGIN + (lon - self.west) * self.narrow * self.scale, MARGIN + (self.north - lat) * self.scale)
    }
}

fn svg(records: &[SituationRecord]) -> String {
    let shown: Vec<(&SituationRecord, (f64, f64, &Named))> = records.iter().filter(|r| r.fluent == "control").filter_map(|r| position(r).map(|p| (r, p))).collect();
    let points: Vec<(f64, f64)> = shown.iter().map(|s| (s.1.0, s.1.1)).collect();
    let frame = if points.is_empty() { Frame::around(&[(0.0, 0.0)]) } else { Frame::around(&points) };
    let mut values: Vec<&Named> = Vec::new();
    let mut body = String::new();
    for (record, (lat, lon, place)) in &shown {
        dot(&mut body, record, frame.place(*lat, *lon), place, &mut values);
    }
    let height = frame.height + 30.0 + 20.0 * values.len() as f64;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height:.0}\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fbfaf7\"/>\n"
    );
    if let Some((record, _)) = shown.first() {
        let _ = writeln!(out, "<text x=\"16\" y=\"24\">Control at {}, as known {}</text>", record.at, record.known);
    }
    out.push_str(&body);
    for (index, value) in values.iter().enumerate() {
        let y = frame.height + 20.0 * index as f64;
        let _ = writeln!(
            out,
            "<circle cx=\"24\" cy=\"{:.0}\" r=\"7\" fill=\"{}\"/><text x=\"40\" y=\"{:.0}\">{}</text>",
            y - 4.0,
            COLOURS[index % COLOURS.len()],
            y,
            escaped(label(value))
        );
    }
    let y = frame.height + 20.0 * values.len() as f64;
    let _ =
        writeln!(out, "<text x=\"16\" y=\"{y:.0}\" fill=\"#666\">full: held; pale: likely; ring: contested; hollow grey: unknown; dashed: a new holder is claimed</text>\n</svg>");
    out
}

fn dot<'r>(out: &mut String, record: &'r SituationRecord, (x, y): (f64, f64), place: &Named, values: &mut Vec<&'r Named>) {
    let colour = record.value.as_ref().map(|v| {
        let index = values.iter().position(|w| w.id == v.id).unwrap_or_else(|| {
            values.push(v);
            values.len() - 1
        });
        COLOURS[index % COLOURS.len()]
    });
    let (fill, stroke, opacity) = match (record.status, colour) {
        (Status::Held, Some(c)) => (c, c, 1.0),
        (Status::Likely, Some(c)) => (c, c, 0.45),
        (Status::Contested, _) => ("#ffffff", "#b8860b", 1.0),
        _ => ("none", "#999999", 1.0),
    };
    let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\" fill=\"{fill}\" fill-opacity=\"{opacity}\" stroke=\"{stroke}\" stroke-width=\"2.5\"/>");
    if record.alert.is_some() {
        let _ = writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"13\" fill=\"none\" stroke=\"#c00\" stroke-width=\"1.5\" stroke-dasharray=\"4 3\"/>");
    }
    let _ = writeln!(out, "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>", x + 13.0, y + 4.0, escaped(label(place)));
}

fn label(named: &Named) -> &str {
    named.name.as_deref().unwrap_or(&named.id)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
