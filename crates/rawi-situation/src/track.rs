//! From claims to statements: what each claim says of which fluent.

use rawi_model::{Certainty, Polarity};
use rustc_hash::FxHashMap;

use crate::claim::{Claim, Claims};
use crate::instant::Instant;
use crate::names::{Name, Names};

/// What can change in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fluent {
    /// Who holds a place.
    Control,
    /// Where a person is.
    Location,
    /// Whether a place is besieged.
    Siege,
    /// Whether a place is closed.
    Closure,
}

impl Fluent {
    /// Every fluent that is weighed by the filter.
    pub const ALL: [Self; 4] = [Self::Control, Self::Location, Self::Siege, Self::Closure];

    /// The word used in records.
    pub fn code(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Location => "location",
            Self::Siege => "siege",
            Self::Closure => "closure",
        }
    }
}

/// One origin's word on the value of a fluent.
#[derive(Clone, Copy, Debug)]
pub struct Statement {
    /// The instant it speaks of.
    pub at: Instant,
    /// When it could be known.
    pub known: Instant,
    /// Who holds it.
    pub origin: Name,
    /// Who published it.
    pub outlet: Name,
    /// The value.
    pub value: Name,
    /// True when the value is denied.
    pub denied: bool,
    /// How certain the origin is.
    pub certainty: Certainty,
    /// Probability that the reader misread it.
    pub misread: f64,
    /// Part of the claim that this statement carries: below 1 when a claim names several holders.
    pub share: f64,
    /// True when the chain names a source beyond the outlet.
    pub sourced: bool,
    /// Index of the claim.
    pub claim: u32,
}

/// Everything said of one fluent of one subject, in the order of the instants spoken of.
#[derive(Clone, Debug)]
pub struct Track {
    /// Which fluent.
    pub fluent: Fluent,
    /// The place or the person.
    pub subject: Name,
    /// What was said.
    pub statements: Vec<Statement>,
    /// Fighting there: instant, when known, claim.
    pub fights: Vec<(Instant, Instant, u32)>,
}

/// All tracks of a set of claims.
pub struct Tracks {
    /// Ordered by fluent and by the subject's identifier.
    pub tracks: Vec<Track>,
}

/// Kinds that tell of fighting at a place without saying who holds it.
const FIGHTING: [&str; 4] = ["clash", "assault", "repel", "advance"];

/// Kinds that say something of a fluent.
const SPEAKING: [&str; 8] = ["control", "withdraw", "siege", "closure", "location", "depart", "movement", "movements"];

/// Whether claims of a kind bear on any fluent.
pub(crate) fn is_spoken(kind: &str) -> bool {
    SPEAKING.contains(&kind) || FIGHTING.contains(&kind)
}

impl Tracks {
    /// Sorts what claims say by fluent and subject. `besieged`, `lifted`, `open` and `closed` become names of values.
    pub fn of(claims: &mut Claims) -> Self {
        let states = ["besieged", "lifted", "closed", "open"].map(|s| claims.names.intern(s));
        let towns = towns_by_area(claims);
        let mut by_key: FxHashMap<(Fluent, Name), Track> = FxHashMap::default();
        for (index, claim) in claims.claims.iter().enumerate() {
            if FIGHTING.contains(&claim.kind.as_str()) || (claim.kind == "control" && claim.part) {
                let happened = claim.stance.is_some_and(|s| s.1 == Polarity::Positive);
                here(claim).iter().filter(|_| happened).for_each(|p| track(&mut by_key, Fluent::Control, *p).fights.push((claim.at, claim.known, index as u32)));
            }
            for (fluent, subject, word) in words(claim, states, &towns) {
                track(&mut by_key, fluent, subject).statements.extend(statement(claim, index as u32, word));
            }
        }
        Self::sorted(by_key.into_values().collect(), &claims.names)
    }

    /// Tracks and their statements in canonical order.
    pub(crate) fn sorted(mut tracks: Vec<Track>, names: &Names) -> Self {
        tracks.sort_by(|a, b| (a.fluent, &names.get(a.subject).id).cmp(&(b.fluent, &names.get(b.subject).id)));
        let ranks = names.ranks();
        tracks.iter_mut().for_each(|t| t.sort(&ranks));
        Self { tracks }
    }
}

impl Track {
    /// The order in which statements are weighed; it depends on nothing but their content, so names go by their identifiers.
    /// Of one origin's words at one instant a denial comes first: "they left, these came in" ends with those who came.
    fn sort(&mut self, ranks: &[u32]) {
        let rank = |n: Name| ranks[n as usize];
        self.statements.sort_by_key(|s| (s.at, s.known, rank(s.origin), !s.denied, rank(s.value), s.certainty, s.claim));
        self.fights.sort_unstable();
    }
}

fn track(tracks: &mut FxHashMap<(Fluent, Name), Track>, fluent: Fluent, subject: Name) -> &mut Track {
    tracks.entry((fluent, subject)).or_insert_with(|| Track { fluent, subject, statements: Vec::new(), fights: Vec::new() })
}

/// A value said or denied, with the share of the claim and a limit to its certainty.
struct Word {
    value: Name,
    denied: bool,
    share: f64,
    limit: Certainty,
}

impl Word {
    fn new(value: Name, denied: bool) -> Self {
        Self { value, denied, share: 1.0, limit: Certainty::Certain }
    }
}

fn statement(claim: &Claim, index: u32, word: Word) -> Option<Statement> {
    let (certainty, polarity) = claim.stance?;
    Some(Statement {
        at: claim.at,
        known: claim.known,
        origin: claim.origin,
        outlet: claim.outlet,
        value: word.value,
        denied: word.denied ^ (polarity == Polarity::Negative),
        certainty: certainty.min(word.limit),
        misread: claim.misread,
        share: word.share,
        sourced: claim.sourced,
        claim: index,
    })
}

/// What a claim says when it is affirmed; a denied claim turns every word round.
fn words(claim: &Claim, [besieged, lifted, closed, open]: [Name; 4], towns: &FxHashMap<Name, Vec<Name>>) -> Vec<(Fluent, Name, Word)> {
    let negative = claim.stance.is_some_and(|s| s.1 == Polarity::Negative);
    match claim.kind.as_str() {
        _ if claim.stance.is_none() => Vec::new(),
        "control" if claim.part => Vec::new(),
        "control" => control(claim, if negative { None } else { Some(towns) }),
        "withdraw" if claim.part => Vec::new(),
        "withdraw" => left(claim).iter().flat_map(|p| claim.actors.iter().map(move |a| (Fluent::Control, *p, Word::new(*a, true)))).collect(),
        "siege" => each(here(claim), Fluent::Siege, if claim.state.as_deref() == Some("lifted") { lifted } else { besieged }),
        "closure" => each(here(claim), Fluent::Closure, if claim.state.as_deref() == Some("open") { open } else { closed }),
        "location" => claim.persons.iter().flat_map(|p| here(claim).iter().map(move |at| (Fluent::Location, *p, Word::new(*at, false)))).collect(),
        "depart" | "movement" | "movements" => moved(claim),
        _ => Vec::new(),
    }
}

fn each(places: &[Name], fluent: Fluent, value: Name) -> Vec<(Fluent, Name, Word)> {
    places.iter().map(|p| (fluent, *p, Word::new(value, false))).collect()
}

/// Who holds the places named; a claim on the whole of an area also speaks of the towns in it.
fn control(claim: &Claim, towns: Option<&FxHashMap<Name, Vec<Name>>>) -> Vec<(Fluent, Name, Word)> {
    let share = 1.0 / claim.actors.len().max(1) as f64;
    let inside = |p: &Name| towns.filter(|_| claim.full).and_then(|t| t.get(p)).into_iter().flatten();
    let places = here(claim).iter().flat_map(|p| std::iter::once(p).chain(inside(p)));
    places.flat_map(|p| claim.actors.iter().map(move |a| (Fluent::Control, *p, Word { share, ..Word::new(*a, false) }))).collect()
}

/// A person who went: no longer there, and probably where he was going.
fn moved(claim: &Claim) -> Vec<(Fluent, Name, Word)> {
    let gone = claim.from.iter().map(|p| (p, true));
    let there = claim.to.iter().map(|p| (p, false));
    let word = |(place, denied): (&Name, bool)| Word { limit: if denied { Certainty::Certain } else { Certainty::Probable }, ..Word::new(*place, denied) };
    gone.chain(there).flat_map(|w| claim.persons.iter().map(move |p| (Fluent::Location, *p, word(w)))).collect()
}

fn here(claim: &Claim) -> &[Name] {
    if !claim.places.is_empty() { &claim.places } else { &claim.to }
}

fn left(claim: &Claim) -> &[Name] {
    if !claim.from.is_empty() { &claim.from } else { &claim.places }
}

/// For every area the places that lie in it, however deep, which some claim names.
fn towns_by_area(claims: &Claims) -> FxHashMap<Name, Vec<Name>> {
    let names = &claims.names;
    let mut towns: FxHashMap<Name, Vec<Name>> = FxHashMap::default();
    for town in 0..names.len() as Name {
        let mut at = town;
        for _ in 0..8 {
            let Some(up) = names.get(at).within else { break };
            towns.entry(up).or_default().push(town);
            at = up;
        }
    }
    towns
}
