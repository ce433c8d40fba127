//! The desk through which every invented report goes: outlets, chains, relays, hedges, misreadings.

use rawi_situation::instant::{DAY, Instant};
use rawi_situation::record::{Filler, Link, Record, Roles, Time};

use crate::dice::Dice;
use crate::war::{Conditions, DAYS, PLACES};

/// 2024-01-01, day 0 of every war.
pub const EPOCH: i64 = 19_723;

/// Who says a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The outlet itself.
    Outlet,
    /// A party.
    Party(usize),
    /// A monitor, agency or watcher outside the outlets.
    Outside(usize),
    /// Somebody whom the outlet does not name.
    Unnamed,
}

/// What is said.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Place.
    pub place: usize,
    /// Party.
    pub party: usize,
    /// "They do not hold it."
    pub denied: bool,
    /// Day (with fractions) on which it is published.
    pub day: f64,
    /// Day that it speaks of, when that is said.
    pub about: Option<f64>,
}

impl Word {
    /// A plain word.
    pub fn new(place: usize, party: usize, day: f64) -> Self {
        Self { place, party, denied: false, day, about: None }
    }
}

/// Collects records.
pub struct Press<'a> {
    /// Circumstances.
    pub conditions: &'a Conditions,
    /// Chance.
    pub dice: Dice,
    /// What was published.
    pub records: Vec<Record>,
}

impl<'a> Press<'a> {
    /// An empty desk.
    pub fn new(conditions: &'a Conditions, seed: u64) -> Self {
        Self { conditions, dice: Dice::new(seed), records: Vec::new() }
    }

    /// One outlet publishes a word of a voice.
    pub fn publish(&mut self, outlet: usize, voice: Voice, word: Word) {
        if word.day >= DAYS as f64 || word.day < 0.0 {
            return;
        }
        let word = self.misread(word);
        let mut chain = vec![link("outlet", format!("outlet:{outlet}"))];
        match voice {
            Voice::Outlet => {}
            Voice::Party(p) => chain.push(link("party", format!("actor:{p}"))),
            Voice::Outside(o) => chain.push(link("agency", format!("agency:{o}"))),
            Voice::Unnamed => chain.push(Link { kind: Some("anonymous".to_owned()), id: None, name: Some("a source".to_owned()) }),
        }
        let (factuality, aspect) = self.manner(word.denied);
        let record = Record {
            id: Some(format!("c{:06}", self.records.len())),
            report: Some(format!("r{:06}", self.records.len())),
            reported: Some(if outlet % 5 == 4 { time(word.day)[..10].to_owned() } else { time(word.day) }),
            kind: Some("control".to_owned()),
            extent: Some("full".to_owned()),
            roles: Roles { actor: vec![filler(format!("actor:{}", word.party))], place: vec![filler(format!("place:{}", word.place))], ..Roles::default() },
            aspect: Some(aspect.to_owned()),
            factuality: Some(factuality.to_owned()),
            time: Time { edtf: word.about.map(|d| time(d)[..10].to_owned()) },
            chain,
            confidence: Some(1.0 - self.conditions.misread),
            ..Record::default()
        };
        self.records.push(record);
    }

    /// An outlet publishes, and others pass it on within a day, some without saying where they have it from.
    pub fn spread(&mut self, outlet: usize, voice: Voice, word: Word, relays: f64) {
        self.publish(outlet, voice, word);
        for _ in 0..self.dice.count(relays) {
            let by = self.dice.other(outlet, self.conditions.outlets);
            let later = Word { day: word.day + self.dice.wait(0.3), ..word };
            let named = match voice {
                Voice::Outlet => Voice::Outside(100 + outlet),
                voice => voice,
            };
            let hidden = self.dice.chance(self.conditions.hidden);
            match (hidden, named) {
                (true, _) => self.publish(by, Voice::Outlet, later),
                (false, Voice::Outside(o)) if o >= 100 => self.quote(by, o - 100, later),
                (false, voice) => self.publish(by, voice, later),
            }
        }
    }

    /// An outlet quotes another by name.
    pub fn quote(&mut self, by: usize, source: usize, word: Word) {
        let before = self.records.len();
        self.publish(by, Voice::Outlet, word);
        if let Some(record) = self.records.get_mut(before) {
            record.chain.push(link("agency", format!("outlet:{source}")));
        }
    }

    /// The reader takes another party, another place, or turns the claim round.
    fn misread(&mut self, word: Word) -> Word {
        if !self.dice.chance(self.conditions.misread) {
            return word;
        }
        match self.dice.below(3) {
            0 => Word { party: self.dice.other(word.party, self.conditions.parties), ..word },
            1 => Word { place: self.dice.below(PLACES), ..word },
            _ => Word { denied: !word.denied, ..word },
        }
    }

    fn manner(&mut self, denied: bool) -> (&'static str, &'static str) {
        let sure = match self.dice.unit() {
            x if x < 0.80 => 0,
            x if x < 0.92 => 1,
            _ => 2,
        };
        if self.dice.chance(0.04) {
            return ("CT+", "planned");
        }
        (if denied { ["CT-", "PR-", "PS-"][sure] } else { ["CT+", "PR+", "PS+"][sure] }, "occurred")
    }
}

fn link(kind: &str, id: String) -> Link {
    Link { kind: Some(kind.to_owned()), name: Some(id.clone()), id: Some(id) }
}

fn filler(id: String) -> Filler {
    Filler { id: Some(id), ..Filler::default() }
}

/// RFC 3339 of a day of the war.
fn time(day: f64) -> String {
    instant(day).to_string()
}

/// The instant of a day of the war.
pub fn instant(day: f64) -> Instant {
    Instant(EPOCH * DAY + (day * DAY as f64) as i64)
}
