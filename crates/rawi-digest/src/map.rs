//! The places of a digest as a small drawing.

use maud::{Markup, html};
use rawi_situation::output::Named;
use rawi_situation::situation::Status;

use crate::book::Book;
use crate::digest::Line;
use crate::lang::Lang;

/// Colours of values, in the order in which they appear; told apart by colour-blind readers too.
const COLOURS: [&str; 7] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c510a"];
/// Width of the drawing and its margin, pixels.
const WIDTH: f64 = 560.0;
const MARGIN: f64 = 70.0;
/// Height at most, pixels.
const TALLEST: f64 = 420.0;

/// A place with its line.
struct Spot<'a> {
    line: &'a Line,
    lat: f64,
    lon: f64,
}

/// Draws control of the places that have coordinates; nothing without any.
pub(crate) fn draw(lines: &[Line], book: &Book, lang: Lang) -> Option<String> {
    let spots: Vec<Spot<'_>> =
        lines.iter().filter(|l| l.change.fluent == "control").filter_map(|l| Some(Spot { line: l, lat: l.change.subject.lat?, lon: l.change.subject.lon? })).collect();
    if spots.is_empty() {
        return None;
    }
    let mut values: Vec<&Named> = spots.iter().filter_map(|s| s.line.change.is.value.as_ref()).collect();
    let mut seen = Vec::new();
    values.retain(|v| {
        !seen.contains(&&v.id) && {
            seen.push(&v.id);
            true
        }
    });
    let (sheet, height) = sheet(&spots);
    let tall = height + 24.0 * values.len() as f64;
    let colour = |named: &Named| values.iter().position(|v| v.id == named.id).map_or("#999999", |i| COLOURS[i % COLOURS.len()]);
    Some(html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(WIDTH) height=(format!("{tall:.0}")) viewBox=(format!("0 0 {WIDTH} {tall:.0}")) role="img" font-family="sans-serif" font-size="14" {
            rect width="100%" height="100%" fill="#fbfaf7" {}
            @for spot in &spots { (dot(spot, sheet(spot.lat, spot.lon), spot.line.change.is.value.as_ref().map(&colour), &book.say(&spot.line.change.subject, lang))) }
            @for (i, value) in values.iter().enumerate() {
                circle cx="20" cy=(format!("{:.0}", height + 24.0 * i as f64)) r="6" fill=(colour(value)) {}
                text x="34" y=(format!("{:.0}", height + 5.0 + 24.0 * i as f64)) { (book.say(value, lang)) }
            }
        }
    }.into_string())
}

/// Where a place lies on the sheet, and how high the sheet is.
fn sheet(spots: &[Spot<'_>]) -> (impl Fn(f64, f64) -> (f64, f64) + use<>, f64) {
    let ends = |f: fn(&Spot<'_>) -> f64| spots.iter().map(f).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    let ((south, north), (west, east)) = (ends(|s| s.lat), ends(|s| s.lon));
    let narrow = ((south + north) / 2.0).to_radians().cos().max(0.1);
    let inner = WIDTH - 2.0 * MARGIN;
    let scale = (inner / ((east - west) * narrow).max(0.2)).min((TALLEST - 2.0 * MARGIN) / (north - south).max(0.2));
    let left = (WIDTH - (east - west) * narrow * scale) / 2.0;
    (move |lat: f64, lon: f64| (left + (lon - west) * narrow * scale, MARGIN + (north - lat) * scale), (north - south) * scale + 2.0 * MARGIN)
}

fn dot(spot: &Spot<'_>, (x, y): (f64, f64), colour: Option<&str>, name: &str) -> Markup {
    let is = &spot.line.change.is;
    let (fill, stroke, opacity) = match (is.status, colour) {
        (Status::Held, Some(c)) => (c, c, "1"),
        (Status::Likely, Some(c)) => (c, c, "0.45"),
        (Status::Contested, _) => ("#ffffff", "#b8860b", "1"),
        _ => ("none", "#999999", "1"),
    };
    let (x, y, above) = (format!("{x:.1}"), format!("{y:.1}"), format!("{:.1}", y - 14.0));
    html! {
        circle cx=(x) cy=(y) r="7" fill=(fill) fill-opacity=(opacity) stroke=(stroke) stroke-width="2.5" {}
        @if is.alert.is_some() { circle cx=(x) cy=(y) r="11" fill="none" stroke="#c00" stroke-width="1.5" stroke-dasharray="4 3" {} }
        text x=(x) y=(above) text-anchor="middle" { (name) }
    }
}
