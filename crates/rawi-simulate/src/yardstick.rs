//! Simpler ways to find out who holds what, to compare with.

use rawi_situation::dawid_skene::{Label, dawid_skene};
use rawi_situation::instant::DAY;
use rawi_situation::track::{Statement, Track};
use rawi_situation::truth_finder::truth_finder;

use crate::board::{Board, Desk, FROM, Seen, empty, end_of};
use crate::war::DAYS;

/// Days that majority, TruthFinder and Dawid–Skene look at.
const WINDOW: i64 = 3;

/// Yardsticks other than the vote; each gives probabilities that are then softened.
pub const NAMES: [&str; 4] = ["latest claim", "majority of 3 days", "TruthFinder of 3 days", "Dawid-Skene of 3 days"];

/// The boards of all yardsticks, in the order of [`NAMES`].
pub fn boards(desk: &Desk) -> [Board; 4] {
    let mut boards = [empty(), empty(), empty(), empty()];
    for day in FROM..DAYS {
        let truth = trusted(desk, day);
        let skene = skene(desk, day);
        for (index, (place, track)) in desk.tracks.iter().enumerate() {
            if heard(track, day).next().is_none() {
                continue;
            }
            let before = [0, 1, 2, 3].map(|b: usize| if day > FROM { boards[b][*place][day - 1 - FROM].as_ref().map(|s| s.p.clone()) } else { None });
            let even = vec![1.0 / desk.parties.len() as f64; desk.parties.len()];
            let latest = heard(track, day).max_by_key(|s| (s.at, s.claim)).and_then(|s| one(desk, s));
            let found = [latest, majority(desk, track, day), truth[index].clone(), skene[index].clone()];
            for (b, (p, before)) in found.into_iter().zip(before).enumerate() {
                let p = p.or(before).unwrap_or_else(|| even.clone());
                boards[b][*place][day - FROM] = Some(Seen::plain(p));
            }
        }
    }
    boards
}

/// Mixes an even belief in.
pub fn soften(board: &Board, doubt: f64) -> Board {
    let softer = |s: &Seen| Seen::plain(s.p.iter().map(|q| q * (1.0 - doubt) + doubt / s.p.len() as f64).collect());
    board.iter().map(|days| days.iter().map(|p| p.as_ref().map(softer)).collect()).collect()
}

/// What was said for somebody by the end of a day.
fn heard(track: &Track, day: usize) -> impl Iterator<Item = &Statement> {
    let known = end_of(day);
    track.statements.iter().filter(move |s| s.known <= known && !s.denied)
}

fn recent(track: &Track, day: usize) -> impl Iterator<Item = &Statement> {
    let from = end_of(day).0 - WINDOW * DAY;
    heard(track, day).filter(move |s| s.at.0 > from)
}

fn party(desk: &Desk, s: &Statement) -> Option<usize> {
    desk.parties.iter().position(|p| *p == s.value)
}

fn one(desk: &Desk, s: &Statement) -> Option<Vec<f64>> {
    let j = party(desk, s)?;
    Some((0..desk.parties.len()).map(|i| f64::from(i == j)).collect())
}

fn shares(counts: Vec<f64>) -> Option<Vec<f64>> {
    let sum: f64 = counts.iter().sum();
    (sum > 0.0).then(|| counts.iter().map(|c| c / sum).collect())
}

/// Articles of the last days, each one a voice.
fn majority(desk: &Desk, track: &Track, day: usize) -> Option<Vec<f64>> {
    let mut counts = vec![0.0; desk.parties.len()];
    recent(track, day).filter_map(|s| party(desk, s)).for_each(|j| counts[j] += 1.0);
    shares(counts)
}

/// TruthFinder over the last days of all places; confidences are compared by their odds.
fn trusted(desk: &Desk, day: usize) -> Vec<Option<Vec<f64>>> {
    let given: Vec<(u32, u32, u32)> =
        desk.tracks.iter().enumerate().flat_map(|(i, (_, t))| recent(t, day).filter_map(move |s| Some((i as u32, party(desk, s)? as u32, s.origin)))).collect();
    let facts = truth_finder(&given, 10);
    let odds = |i: usize, j: usize| facts.get(&(i as u32, j as u32)).map_or(0.0, |c| c / (1.0 - c).max(1e-6));
    (0..desk.tracks.len()).map(|i| shares((0..desk.parties.len()).map(|j| odds(i, j)).collect())).collect()
}

/// Dawid–Skene over all windows of three days so far; the last window is the one asked for.
fn skene(desk: &Desk, day: usize) -> Vec<Option<Vec<f64>>> {
    let windows = day / WINDOW as usize + 1;
    let end = end_of(day);
    let mut labels: Vec<Label> = Vec::new();
    for (index, (_, track)) in desk.tracks.iter().enumerate() {
        for s in heard(track, day) {
            let back = ((end.0 - s.at.0) / (WINDOW * DAY)) as usize;
            if let Some(class) = party(desk, s).filter(|_| back < windows) {
                labels.push(Label { task: (index * windows + back) as u32, worker: s.origin, class: class as u32 });
            }
        }
    }
    labels.sort_unstable();
    labels.dedup();
    let found = dawid_skene(&labels, desk.parties.len(), 20);
    let asked = |i: usize| i * windows * found.classes < found.tasks.len();
    (0..desk.tracks.len()).map(|i| if asked(i) { shares(found.task(i * windows).to_vec()) } else { None }).collect()
}
