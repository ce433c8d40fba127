//! Lists as files.

use rawi_export::csv_line;
use serde::Serialize;
use serde_json::{Value, json};

use crate::reply::Reply;

/// One JSON object per line.
pub fn jsonl<T: Serialize>(rows: impl Iterator<Item = T>) -> Reply {
    let line = |row: T| serde_json::to_string(&row).map(|l| l + "\n").unwrap_or_default();
    Reply::Data("application/jsonl; charset=utf-8", rows.map(line).collect())
}

/// Rows under a header.
pub fn csv(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Reply {
    let header: Vec<String> = header.iter().map(|h| (*h).to_owned()).collect();
    Reply::Data("text/csv; charset=utf-8; header=present", std::iter::once(header).chain(rows).map(|row| csv_line(&row.into_iter().map(harmless).collect::<Vec<_>>())).collect())
}

/// A cell that a spreadsheet would take for a formula is made a text.
fn harmless(cell: String) -> String {
    let begins = |c: char| matches!(c, '=' | '@' | '\t' | '\r') || (matches!(c, '+' | '-') && cell.parse::<f64>().is_err());
    if cell.starts_with(begins) { format!("'{cell}") } else { cell }
}

/// Points with properties; each is degrees north and east.
pub fn geojson(points: Vec<((f64, f64), Value)>) -> Reply {
    let features: Vec<Value> = points.into_iter().map(|(at, properties)| feature(at, None, properties)).collect();
    Reply::Data("application/geo+json", json!({"type": "FeatureCollection", "features": features}).to_string() + "\n")
}

/// One point with properties.
pub fn feature((lat, lon): (f64, f64), id: Option<&str>, properties: Value) -> Value {
    let mut feature = json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties});
    if let Some(id) = id {
        feature["id"] = json!(id);
    }
    feature
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        assert_eq!(["=1+1", "@x", "-5", "+CMD", "CT+", ""].map(|c| harmless(c.to_owned())), ["'=1+1", "'@x", "-5", "'+CMD", "CT+", ""]);
    }
}
