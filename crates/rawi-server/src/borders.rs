//! Outlines of land under the map: Natural Earth (public domain), from 18° W to 64° E and 2° to 54° N, to a hundredth of a degree.

use std::sync::LazyLock;

/// West, south, east, north, in degrees.
pub type Bounds = [f64; 4];

/// A closed outline: degrees east and north.
pub type Ring = Vec<(f64, f64)>;

/// A line for each outline: country, then points in hundredths of a degree, each after the first as the way from the one before.
const DATA: &str = include_str!("../data/borders.tsv");

static RINGS: LazyLock<Vec<(Bounds, Ring)>> = LazyLock::new(|| DATA.lines().filter_map(|line| Some(bounded(ring(line.split_once('\t')?.1)))).collect());

fn ring(points: &str) -> Ring {
    let mut at = (0.0, 0.0);
    let step = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        Some((x.parse::<f64>().ok()?, y.parse::<f64>().ok()?))
    };
    let mut walk = |(x, y)| {
        at = (at.0 + x, at.1 + y);
        (at.0 / 100.0, at.1 / 100.0)
    };
    points.split(' ').filter_map(step).map(&mut walk).collect()
}

fn bounded(ring: Ring) -> (Bounds, Ring) {
    let mut b = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for (x, y) in &ring {
        b = [b[0].min(*x), b[1].min(*y), b[2].max(*x), b[3].max(*y)];
    }
    (b, ring)
}

/// Outlines that reach into `bounds`, cut off at them.
pub fn inside(bounds: Bounds) -> Vec<Ring> {
    let [w, s, e, n] = bounds;
    let meets = |b: &Bounds| b[0] < e && b[2] > w && b[1] < n && b[3] > s;
    RINGS.iter().filter(|(b, _)| meets(b)).map(|(_, ring)| cut(ring, bounds)).filter(|r| r.len() > 2).collect()
}

/// Cuts an outline off at each side in turn (Sutherland and Hodgman).
fn cut(ring: &Ring, [w, s, e, n]: Bounds) -> Ring {
    let west_east = cut_at(&cut_at(ring, |p| p.0 - w), |p| e - p.0);
    cut_at(&cut_at(&west_east, |p| p.1 - s), |p| n - p.1)
}

fn cut_at(ring: &Ring, depth: impl Fn((f64, f64)) -> f64) -> Ring {
    let mut out = Vec::with_capacity(ring.len());
    for (i, p) in ring.iter().enumerate() {
        let before = ring[(i + ring.len() - 1) % ring.len()];
        let (a, b) = (depth(before), depth(*p));
        if (a < 0.0) != (b < 0.0) {
            let t = a / (a - b);
            out.push((before.0 + t * (p.0 - before.0), before.1 + t * (p.1 - before.1)));
        }
        if b >= 0.0 {
            out.push(*p);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_outline_and_cuts_stay_inside() {
        assert_eq!(RINGS.len(), DATA.lines().count());
        assert!(RINGS.iter().all(|(_, r)| r.len() > 3));
        let bounds = [35.5, 32.0, 42.5, 37.5];
        let found = inside(bounds);
        assert!(found.len() > 4, "Syria and its neighbours: {}", found.len());
        let within = |(x, y): &(f64, f64)| (35.49..=42.51).contains(x) && (31.99..=37.51).contains(y);
        assert!(found.iter().flatten().all(within));
    }
}
