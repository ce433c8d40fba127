//! A map as a drawing: outlines, marks, and names where there is room for them.

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};

use crate::borders::{self, Bounds};
use crate::mark::{self, Mark};

/// Width of the drawing, units.
const WIDTH: f64 = 900.0;
/// Room around the outermost marks.
const MARGIN: f64 = 56.0;
/// Height at most, as a share of the width.
const TALLEST: f64 = 1.0;
/// Sizes of names: on a wide screen, and on a narrow one where the drawing is shrunk.
const SIZES: [(&str, f64); 2] = [("wide", 19.0), ("narrow", 30.0)];
/// Width of a letter as a share of its height: Latin, and Arabic, which is narrower.
const LETTERS: (f64, f64) = (0.56, 0.47);

/// A place on the map.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Degrees north and east.
    pub position: (f64, f64),
    /// Its mark.
    pub mark: Mark,
    /// A new holder is claimed.
    pub alert: bool,
    /// Its name.
    pub name: String,
    /// What a reader learns by pointing at it.
    pub title: String,
    /// Where it leads.
    pub link: Option<String>,
}

/// Where the drawing lies on the globe.
struct Sheet {
    bounds: Bounds,
    /// Units in a degree of latitude, and how much narrower one of longitude is.
    scale: f64,
    narrow: f64,
    height: f64,
}

impl Sheet {
    fn around(dots: &[Dot]) -> Self {
        let mut b = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
        for (lat, lon) in dots.iter().map(|d| d.position) {
            b = [b[0].min(lon), b[1].min(lat), b[2].max(lon), b[3].max(lat)];
        }
        if dots.is_empty() {
            b = [25.0, 20.0, 50.0, 40.0];
        }
        let narrow = ((b[1] + b[3]) / 2.0).to_radians().cos().max(0.1);
        let inner = WIDTH - 2.0 * MARGIN;
        let scale = (inner / ((b[2] - b[0]) * narrow).max(0.5)).min((WIDTH * TALLEST - 2.0 * MARGIN) / (b[3] - b[1]).max(0.5));
        let height = ((b[3] - b[1]) * scale + 2.0 * MARGIN).max(WIDTH * 0.5);
        let (lon, lat) = ((b[0] + b[2]) / 2.0, (b[1] + b[3]) / 2.0);
        let (dx, dy) = (WIDTH / 2.0 / scale / narrow, height / 2.0 / scale);
        Self { bounds: [lon - dx, lat - dy, lon + dx, lat + dy], scale, narrow, height }
    }

    fn place(&self, lat: f64, lon: f64) -> (f64, f64) {
        ((lon - self.bounds[0]) * self.narrow * self.scale, (self.bounds[3] - lat) * self.scale)
    }

    /// Outlines of land as one path.
    fn land(&self) -> String {
        let mut path = String::new();
        for ring in borders::inside(self.bounds) {
            for (i, (lon, lat)) in ring.into_iter().enumerate() {
                let (x, y) = self.place(lat, lon);
                let _ = write!(path, "{}{x:.0} {y:.0}", if i == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        path
    }
}

/// The map; the first dots get their names first.
pub fn draw(dots: &[Dot], caption: &str) -> Markup {
    let sheet = Sheet::around(dots);
    let at: Vec<(f64, f64)> = dots.iter().map(|d| sheet.place(d.position.0, d.position.1)).collect();
    html! {
        svg.map xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {:.0}", sheet.height)) role="group" aria-label=(caption) {
            path.land d=(sheet.land()) {}
            // The last ones lie on top.
            @for (dot, (x, y)) in dots.iter().zip(&at).rev() { (drawn(dot, *x, *y)) }
            @for (class, size) in SIZES {
                g class=(class) aria-hidden="true" font-size=(size) {
                    @for name in names(dots, &at, size, sheet.height) {
                        text x=(format!("{:.0}", name.x)) y=(format!("{:.0}", name.y)) text-anchor="middle" { (name.text) }
                    }
                }
            }
        }
    }
}

fn drawn(dot: &Dot, x: f64, y: f64) -> Markup {
    let mark = html! {
        title { (dot.title) }
        g transform=(format!("translate({x:.1} {y:.1})")) { g.dot { @if dot.alert { (mark::alert()) } (dot.mark.draw()) } }
    };
    match &dot.link {
        Some(link) => html! { a href=(link) { (mark) } },
        None => html! { g { (mark) } },
    }
}

/// A name in its place; `x` is its middle.
struct Name<'a> {
    x: f64,
    y: f64,
    text: &'a str,
}

type Box4 = [f64; 4];

fn apart(a: &Box4, b: &Box4) -> bool {
    a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1]
}

/// Puts each name beside its mark where it covers neither a mark nor another name; one for which there is no room is left out.
fn names<'a>(dots: &'a [Dot], at: &[(f64, f64)], size: f64, height: f64) -> Vec<Name<'a>> {
    let r = size * 0.5;
    // A place of which nothing is known may be covered in part: the name of a better known one matters more.
    let counts = |d: &&Dot| d.mark != Mark::Unknown || d.alert;
    let mut taken: Vec<Box4> = dots.iter().zip(at).filter(|(d, _)| counts(d)).map(|(_, (x, y))| [x - r, y - r, x + r, y + r]).collect();
    let mut out = Vec::new();
    for (dot, (x, y)) in dots.iter().zip(at) {
        let letter = if dot.name.is_ascii() { LETTERS.0 } else { LETTERS.1 };
        let half = dot.name.chars().count() as f64 * size * letter / 2.0;
        let (beside, askew) = (half + r + 4.0, half + r * 0.6);
        let ways = [(beside, 0.35), (-beside, 0.35), (0.0, 1.6), (0.0, -0.85), (askew, -0.5), (askew, 1.2), (-askew, -0.5), (-askew, 1.2)];
        let boxed = |(dx, dy): (f64, f64)| {
            let (mx, my) = (x + dx, y + dy * size);
            ([mx - half, my - size * 0.85, mx + half, my + size * 0.25], mx, my)
        };
        let fits = |b: &Box4| b[0] > 2.0 && b[2] < WIDTH - 2.0 && b[1] > 2.0 && b[3] < height - 2.0 && taken.iter().all(|t| apart(b, t));
        if let Some((b, mx, my)) = ways.into_iter().map(boxed).find(|(b, ..)| fits(b)) {
            taken.push(b);
            out.push(Name { x: mx, y: my, text: &dot.name });
        }
    }
    out
}

/// Styles of a drawing that stands alone.
const STYLE: &str = include_str!("../assets/map.css");

/// The same as a file of its own, with a heading and a legend.
pub fn standalone(dots: &[Dot], heading: &str, legend: &[(Mark, String)]) -> String {
    let sheet = Sheet::around(dots);
    let height = sheet.height + 44.0 + 24.0 * legend.len() as f64;
    let out = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height:.0}")) width=(WIDTH) height=(format!("{height:.0}")) font-family="sans-serif" font-size="15" {
            style { (PreEscaped(STYLE)) }
            rect class="sea" width="100%" height="100%" {}
            text x="16" y="26" { (heading) }
            svg y="36" width=(WIDTH) height=(format!("{:.0}", sheet.height)) { (draw(dots, heading)) }
            @for (i, (mark, words)) in legend.iter().enumerate() {
                g transform=(format!("translate(24 {:.0})", sheet.height + 52.0 + 24.0 * i as f64)) { (mark.draw()) text x="18" y="5" { (words) } }
            }
        }
    };
    out.into_string() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(lat: f64, lon: f64, name: &str) -> Dot {
        Dot { position: (lat, lon), mark: Mark::Holder(0, true), alert: false, name: name.to_owned(), title: name.to_owned(), link: None }
    }

    #[test]
    fn names_never_lie_over_each_other() {
        let dots: Vec<Dot> = (0..60).map(|i| dot(34.0 + f64::from(i % 8) * 0.05, 36.0 + f64::from(i / 8) * 0.05, "قبتان الجبل")).collect();
        let sheet = Sheet::around(&dots);
        let at: Vec<(f64, f64)> = dots.iter().map(|d| sheet.place(d.position.0, d.position.1)).collect();
        let found = names(&dots, &at, 15.0, sheet.height);
        assert!(!found.is_empty());
        for (i, a) in found.iter().enumerate() {
            assert!(found[i + 1..].iter().all(|b| (a.y - b.y).abs() >= 15.0 || (a.x - b.x).abs() >= 60.0));
        }
    }

    #[test]
    fn hostile_names_are_text_and_no_place_is_no_failure() {
        let svg = standalone(&[dot(34.0, 36.0, "</text><script>alert(1)</script>")], "<b>", &[]);
        assert!(!svg.contains("<script>") && !svg.contains("<b>"), "{svg}");
        assert!(draw(&[], "x").into_string().contains("viewBox"));
    }
}
