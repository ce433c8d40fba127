//! What an estimator believed of every place on every day it was asked.

use rawi_situation::claim::Claims;
use rawi_situation::fold::Fold;
use rawi_situation::instant::Instant;
use rawi_situation::learn::learn;
use rawi_situation::names::Name;
use rawi_situation::parameters::{Parameters, Settings};
use rawi_situation::situation::{Estimator, HELD, Status, describe, probabilities};
use rawi_situation::track::{Fluent, Track, Tracks};
use rawi_situation::vote::{VoteSettings, vote};

use crate::press::instant;
use crate::war::{DAYS, PLACES, War};

/// First day that is scored.
pub const FROM: usize = 20;
/// Days between two learnings.
const LEARN_EVERY: usize = 10;

/// What was believed of one place on one day.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Probability of every party.
    pub p: Vec<f64>,
    /// Shown as held.
    pub held: bool,
}

impl Seen {
    /// Of an estimator that has nothing but probabilities: held from the same belief on.
    pub fn plain(p: Vec<f64>) -> Self {
        let held = p.iter().any(|q| *q >= HELD);
        Self { p, held }
    }
}

/// What was believed, by place and scored day; `None` while nothing was said of the place.
pub type Board = Vec<Vec<Option<Seen>>>;

/// A war's claims, sorted, with who is who.
pub struct Desk {
    /// Claims on control, by place.
    pub tracks: Vec<(usize, Track)>,
    /// The name of every party.
    pub parties: Vec<Name>,
    all: Vec<Track>,
}

impl Desk {
    /// Sorts a war's records.
    pub fn of(war: &War) -> Self {
        let mut claims = Claims::known_at(war.records.clone(), Instant::MAX);
        let all = Tracks::of(&mut claims).tracks;
        let parties = (0..war.parties).map(|p| claims.names.intern(&format!("actor:{p}"))).collect();
        let place = |t: &Track| claims.names.get(t.subject).id.strip_prefix("place:").and_then(|p| p.parse().ok()).unwrap_or(PLACES);
        let tracks = all.iter().filter(|t| t.fluent == Fluent::Control).map(|t| (place(t), t.clone())).collect();
        Self { tracks, parties, all }
    }

    /// Parameters learned from what was known at the end of a day.
    pub fn learned(&self, settings: &Settings, day: usize) -> Parameters {
        learn(&self.all, Fluent::Control, settings, end_of(day))
    }

    /// Asks for every place at the end of every scored day, with what was known by then.
    pub fn online(&self, settings: &Settings, mut ask: impl FnMut(&Track, &Fold<'_>, Instant) -> Seen) -> Board {
        let mut board = empty();
        let mut parameters = Parameters::prior(settings);
        for day in FROM..DAYS {
            if (day - FROM).is_multiple_of(LEARN_EVERY) {
                parameters = self.learned(settings, day);
            }
            let at = end_of(day);
            for (place, track) in &self.tracks {
                let fold = Fold::of(track, &parameters, at);
                if !fold.steps.is_empty() {
                    board[*place][day - FROM] = Some(ask(track, &fold, at));
                }
            }
        }
        board
    }

    /// The filter with its average, and several votes, in one pass over the same folds.
    pub fn filter_and_votes(&self, settings: &Settings, votes: &[VoteSettings]) -> (Board, Vec<Board>) {
        let mut boards = vec![empty(); votes.len()];
        let mut cell = 0;
        let mut asked: Vec<Vec<Vec<f64>>> = Vec::new();
        let filter = self.online(settings, |track, fold, at| {
            asked.push(votes.iter().map(|v| self.parties_of(fold, &vote(fold, at, *v))).collect());
            let p = probabilities(fold, at, Estimator::Filter);
            let held = describe(track, fold, at, &p).status == Status::Held;
            Seen { p: self.parties_of(fold, &p), held }
        });
        for day in FROM..DAYS {
            for (place, _) in &self.tracks {
                if filter[*place][day - FROM].is_some() {
                    boards.iter_mut().zip(&asked[cell]).for_each(|(b, p)| b[*place][day - FROM] = Some(Seen::plain(p.clone())));
                    cell += 1;
                }
            }
        }
        (filter, boards)
    }

    /// A belief by party; whoever is no candidate shares what "other" has.
    pub fn parties_of(&self, fold: &Fold<'_>, p: &[f64]) -> Vec<f64> {
        let known = |n: &Name| fold.candidates.iter().position(|c| c == n);
        let missing = self.parties.iter().filter(|n| known(n).is_none()).count().max(1) as f64;
        self.parties.iter().map(|n| known(n).map_or(p[p.len() - 1] / missing, |i| p[i])).collect()
    }

    /// The smoothed belief of every place at every quarter of a day, from everything known at the end.
    pub fn past(&self, settings: &Settings) -> Vec<Vec<Vec<f64>>> {
        let parameters = self.learned(settings, DAYS);
        let times: Vec<Instant> = (0..DAYS * 4).map(|q| instant(q as f64 / 4.0)).collect();
        let mut past = vec![Vec::new(); PLACES];
        for (place, track) in &self.tracks {
            let fold = Fold::of(track, &parameters, Instant::MAX);
            past[*place] = fold.beliefs(&times).iter().map(|p| self.parties_of(&fold, p)).collect();
        }
        past
    }
}

/// A board without beliefs.
pub fn empty() -> Board {
    vec![vec![None; DAYS - FROM]; PLACES]
}

/// The last second of a day of the war.
pub fn end_of(day: usize) -> Instant {
    Instant(instant(day as f64 + 1.0).0 - 1)
}
