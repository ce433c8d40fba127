//! What is new since the last digest.

use rawi_situation::changes::{Change, news};
use rawi_situation::claim::Claim;
use rawi_situation::dispute::{Dispute, Spoken, disputes, opened};
use rawi_situation::instant::Instant;
use rawi_situation::names::Name;
use rawi_situation::output::Named;
use rawi_situation::situation::{Case, Estimator, Status};

use crate::book::Book;
use crate::filter::{Filter, told_by};

/// Single claims that are told, at most.
const CLAIMS: usize = 40;
/// Kinds that changes and disputes tell.
const TOLD: [&str; 5] = ["control", "location", "siege", "closure", "toll"];

/// Which turn a fluent took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Another value is shown.
    New,
    /// What was likely or contested is held.
    Confirmed,
    /// Reports contradict each other now.
    Contested,
    /// A new value is claimed, and not confirmed.
    Claimed,
    /// The same value, less surely.
    Weaker,
    /// Nothing is shown any more.
    Unknown,
}

impl Turn {
    /// The word in keys of messages.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Confirmed => "confirmed",
            Self::Contested => "contested",
            Self::Claimed => "claimed",
            Self::Weaker => "weaker",
            Self::Unknown => "unknown",
        }
    }

    /// Of a change; none when only a rumour died down.
    pub fn of(change: &Change) -> Option<Self> {
        let (was, is) = (&change.was, &change.is);
        let id = |n: &Option<Named>| n.as_ref().map(|n| n.id.clone());
        let (same, claimed) = (id(&was.value) == id(&is.value), is.alert.is_some() && id(&is.alert) != id(&was.alert));
        match is.status {
            Status::Contested if was.status != Status::Contested => Some(Self::Contested),
            Status::Held | Status::Likely if !same => Some(Self::New),
            Status::Held if was.status != Status::Held => Some(Self::Confirmed),
            _ if claimed => Some(Self::Claimed),
            Status::Likely if was.status == Status::Held => Some(Self::Weaker),
            Status::Unknown if was.status != Status::Unknown => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// One change and the turn it is.
#[derive(Clone, Debug)]
pub struct Line {
    /// The turn.
    pub turn: Turn,
    /// The change.
    pub change: Change,
}

/// A claim of a kind that was asked for.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its kind.
    pub kind: String,
    /// Where.
    pub places: Vec<Named>,
    /// Who acts, and who is acted upon.
    pub parties: Vec<Named>,
    /// Who says so, in which words.
    pub claim: Spoken,
}

/// What one subscriber is told of a stretch of time.
#[derive(Clone, Debug)]
pub struct Digest {
    /// What was known then, the subscriber knows.
    pub since: Instant,
    /// What is known now is told.
    pub until: Instant,
    /// What took a turn: new values first, then by fluent and place.
    pub lines: Vec<Line>,
    /// Disputes that opened.
    pub disputes: Vec<Dispute>,
    /// Claims of kinds asked for, the latest first.
    pub told: Vec<Told>,
    /// How many more of them there are.
    pub left_out: usize,
}

impl Digest {
    /// Compares the case known at `since` with the one known at `until`.
    pub fn of((then, since): (&Case, Instant), (now, until): (&Case, Instant), estimator: Estimator, filter: &Filter, book: &Book) -> Self {
        let wanted = news(then, now, since, until, estimator).into_iter().filter(|c| filter.wants_change(book, c));
        let mut lines: Vec<Line> = wanted.filter_map(|change| Turn::of(&change).map(|turn| Line { turn, change })).collect();
        lines.sort_by(|a, b| (a.turn, a.change.fluent, &a.change.subject.id).cmp(&(b.turn, b.change.fluent, &b.change.subject.id)));
        let mut disputes = opened(&disputes(then, since), disputes(now, until));
        disputes.retain(|d| filter.wants_dispute(book, d));
        let mut told = claims(now, since, until, filter, book);
        let left_out = told.len().saturating_sub(CLAIMS);
        told.truncate(CLAIMS);
        Self { since, until, lines, disputes, told, left_out }
    }

    /// True when there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.disputes.is_empty() && self.told.is_empty()
    }

    /// The claims that lines rest on.
    pub fn claims(&self) -> impl Iterator<Item = &Spoken> {
        let sides = self.disputes.iter().flat_map(|d| &d.sides).flat_map(|s| &s.claims);
        self.lines.iter().flat_map(|l| &l.change.claims).chain(sides).chain(self.told.iter().map(|t| &t.claim))
    }
}

/// Claims that became known in the stretch, of kinds that nothing else in a digest tells.
fn claims(case: &Case, since: Instant, until: Instant, filter: &Filter, book: &Book) -> Vec<Told> {
    let is_new = |c: &Claim| c.known > since && c.known <= until && c.stance.is_some() && !TOLD.contains(&told_by(&c.kind));
    let all = (0u32..).zip(&case.claims.claims).filter(|(_, c)| is_new(c)).map(|(index, c)| told(case, index, c));
    let mut wanted: Vec<Told> = all.filter(|t| filter.wants_claim(book, &t.kind, &t.places, &t.parties, &t.claim)).collect();
    wanted.reverse();
    wanted
}

fn told(case: &Case, index: u32, claim: &Claim) -> Told {
    let named = |lists: &[&Vec<Name>]| lists.iter().flat_map(|l| l.iter()).map(|n| Named::of(case.names(), *n)).collect();
    let parties = named(&[&claim.actors, &claim.targets, &claim.persons]);
    Told { kind: claim.kind.clone(), places: named(&[&claim.places, &claim.from, &claim.to]), parties, claim: Spoken::of(case, index) }
}
