//! Independence: how much a statement adds to what was already heard.

use rustc_hash::FxHashMap;

use crate::instant::DAY;
use crate::names::Name;
use crate::parameters::{Parameters, Settings};
use crate::track::Statement;

/// Why a statement has the weight it has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// New word of an origin.
    New,
    /// The same origin's same word again, passed on by somebody; the claim that it repeats.
    Relay(u32),
    /// The same origin says the same after this many days.
    Repeat(f64),
    /// It names no source, and the claim given here had said the same shortly before.
    Copy(u32),
}

/// A statement's weight and its reason.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// 0 to 1.
    pub value: f64,
    /// Why.
    pub reason: Reason,
}

/// What was heard last from an origin about a value.
struct Heard {
    origin: Name,
    /// Seconds at which it was last heard at all, and last counted.
    heard: i64,
    counted: i64,
    claim: u32,
}

/// The memory of one track: who said what when.
#[derive(Default)]
pub struct Memory {
    /// By value and denial, so that a statement meets only those who said the same.
    words: Vec<((Name, bool), Vec<Heard>)>,
}

impl Memory {
    /// Weighs the next statement; statements come in the order of the instants spoken of.
    pub fn weigh(&mut self, s: &Statement, parameters: &Parameters) -> Weight {
        let settings = &parameters.settings;
        let at = s.at.0;
        let heard = self.of((s.value, s.denied));
        let (mut value, mut reason) = (1.0, Reason::New);
        match heard.iter_mut().find(|h| h.origin == s.origin) {
            None => heard.push(Heard { origin: s.origin, heard: at, counted: at, claim: s.claim }),
            Some(h) => {
                (value, reason) = h.again(at, settings);
                if value > 0.0 {
                    h.counted = at;
                    h.claim = s.claim;
                }
                h.heard = at;
            }
        }
        if value > 0.0
            && !s.sourced
            && let Some((claim, copy)) = copied(heard, s, settings, &parameters.copies)
        {
            value *= 1.0 - copy;
            reason = Reason::Copy(claim);
        }
        Weight { value: value * s.share, reason }
    }

    fn of(&mut self, word: (Name, bool)) -> &mut Vec<Heard> {
        let index = self.words.iter().position(|w| w.0 == word).unwrap_or_else(|| {
            self.words.push((word, Vec::new()));
            self.words.len() - 1
        });
        &mut self.words[index].1
    }
}

/// The likeliest thing that an unsourced statement copies, among those who said the same.
fn copied(heard: &[Heard], s: &Statement, settings: &Settings, copies: &FxHashMap<(Name, Name), f64>) -> Option<(u32, f64)> {
    let window = (settings.copy_hours * 3600.0) as i64;
    let same = heard.iter().filter(|h| h.origin != s.origin && s.at.0 - h.counted <= window);
    same.map(|h| (h.claim, copies.get(&(s.origin, h.origin)).copied().unwrap_or(settings.copy))).max_by(|a, b| a.1.total_cmp(&b.1))
}

impl Heard {
    /// The same word again: nothing while the wave of relays runs (two windows at most), then slowly more.
    fn again(&self, at: i64, settings: &Settings) -> (f64, Reason) {
        let window = (settings.relay_hours * 3600.0) as i64;
        if at - self.counted <= window || (at - self.heard <= window && at - self.counted <= 2 * window) {
            return (0.0, Reason::Relay(self.claim));
        }
        let days = (at - self.counted) as f64 / DAY as f64;
        (1.0 - (-days / settings.repeat_days).exp(), Reason::Repeat(days))
    }
}
