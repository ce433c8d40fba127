//! Places change at random times, reports come at random times, sources err at random.

use crate::dice::Dice;
use crate::press::{Press, Voice, Word};
use crate::war::{Conditions, DAYS, Holding, PLACES, War, contest, holder};

/// Days between two changes of a place.
const MEAN_HOLD: f64 = 40.0;
/// Reports of a place in a day, before relays.
const REPORTS: f64 = 0.9;
/// Outside origins, the better ones last.
const OUTSIDE: usize = 3;

/// Invents the war.
pub fn war(conditions: &Conditions, seed: u64) -> War {
    let mut dice = Dice::new(seed);
    let truth: Vec<Holding> = (0..PLACES).map(|_| holding(conditions, &mut dice)).collect();
    let skill: Vec<f64> = (0..conditions.outlets).map(|_| dice.between(0.55, 0.9)).collect();
    let lean: Vec<usize> = (0..conditions.outlets).map(|_| dice.below(conditions.parties)).collect();
    let mut press = Press::new(conditions, seed ^ 0xD21F);
    for (place, holding) in truth.iter().enumerate() {
        report(place, holding, &skill, &lean, &mut press);
    }
    War { parties: conditions.parties, truth, records: press.records }
}

fn holding(conditions: &Conditions, dice: &mut Dice) -> Holding {
    let mut party = dice.below(conditions.parties);
    let mut holding = vec![(0.0, party)];
    let mut day = dice.wait(MEAN_HOLD / conditions.pace);
    while day < DAYS as f64 {
        party = dice.other(party, conditions.parties);
        holding.push((day, party));
        day += dice.wait(MEAN_HOLD / conditions.pace);
    }
    if conditions.contested {
        contest(&mut holding, dice);
    }
    holding
}

fn report(place: usize, holding: &Holding, skill: &[f64], lean: &[usize], press: &mut Press<'_>) {
    let mut day = 0.0;
    loop {
        let fresh = holding.iter().skip(1).any(|h| (0.0..1.5).contains(&(day - h.0)));
        let rate = REPORTS * press.conditions.volume * if fresh && press.conditions.bursts { 8.0 } else { 1.0 };
        // A short look ahead, so that a burst is not slept through.
        let wait = press.dice.wait(1.0 / rate);
        day += wait.min(0.25);
        if day >= DAYS as f64 {
            return;
        }
        if wait <= 0.25 {
            say(place, holder(holding, day), day, skill, lean, press);
        }
    }
}

fn say(place: usize, truth: usize, day: f64, skill: &[f64], lean: &[usize], press: &mut Press<'_>) {
    let c = press.conditions;
    let outlet = press.dice.below(c.outlets);
    let (voice, party, denied) = match press.dice.unit() {
        x if x < 0.45 => (Voice::Outlet, own_word(outlet, truth, day, skill, lean, press), false),
        x if x < 0.75 => party_word(truth, press),
        x if x < 0.95 => {
            let o = press.dice.below(OUTSIDE);
            let right = press.dice.chance(0.7 + 0.1 * o as f64);
            (Voice::Outside(o), if right { truth } else { press.dice.other(truth, c.parties) }, false)
        }
        _ => (Voice::Unnamed, if press.dice.chance(0.6) { truth } else { press.dice.below(c.parties) }, false),
    };
    press.spread(outlet, voice, Word { denied, ..Word::new(place, party, day) }, 1.2);
}

fn own_word(outlet: usize, truth: usize, day: f64, skill: &[f64], lean: &[usize], press: &mut Press<'_>) -> usize {
    let c = press.conditions;
    let switched = c.switching && outlet.is_multiple_of(2) && day > 35.0;
    let side = if switched { (lean[outlet] + 1) % c.parties } else { lean[outlet] };
    let skill = if switched { skill[outlet] - 0.2 } else { skill[outlet] };
    let colluding = c.collusion && outlet.is_multiple_of(3);
    match press.dice.unit() {
        x if x < skill && !(colluding && x < skill * 0.5) => truth,
        _ if colluding => lean[0],
        _ => {
            if press.dice.chance(0.6) {
                side
            } else {
                press.dice.below(c.parties)
            }
        }
    }
}

/// A party speaks of its own; where a rival holds it claims, admits, or denies that the rival holds.
fn party_word(truth: usize, press: &mut Press<'_>) -> (Voice, usize, bool) {
    let c = press.conditions;
    let party = if press.dice.chance(0.5) { truth } else { press.dice.below(c.parties) };
    if party == truth {
        let own = press.dice.chance(0.94);
        return (Voice::Party(party), if own { party } else { press.dice.other(party, c.parties) }, false);
    }
    match press.dice.unit() {
        x if x < c.overclaim => (Voice::Party(party), party, false),
        x if x < c.overclaim + 0.12 => (Voice::Party(party), truth, true),
        _ => (Voice::Party(party), truth, false),
    }
}
