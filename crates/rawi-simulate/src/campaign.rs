//! Offensives along roads. Outlets take sides, hear late, announce too early, deny too long, and stick to their story.

use crate::dice::Dice;
use crate::press::{Press, Voice, Word};
use crate::war::{Conditions, DAYS, Holding, PLACES, War, contest, holder};

/// Towns stand on a square of roads with this side.
const SIDE: usize = 10;
/// Offensives begun in a day.
const OFFENSIVES: f64 = 1.5;
/// Reports of a town in a day beside those of changes.
const CALM_REPORTS: f64 = 0.28;

/// An attack on a town.
struct Attack {
    place: usize,
    from: usize,
    by: usize,
    day: f64,
    /// When the town fell; `None` when it held.
    fell: Option<f64>,
}

/// An outlet's side, and how good it is.
struct Desk {
    side: Option<usize>,
    late: f64,
    care: f64,
}

/// Invents the war.
pub fn war(conditions: &Conditions, seed: u64) -> War {
    let mut dice = Dice::new(seed);
    let mut truth: Vec<Holding> = (0..PLACES).map(|p| vec![(0.0, start(p, conditions.parties))]).collect();
    let attacks = fight(&mut truth, conditions, &mut dice);
    if conditions.contested {
        truth.iter_mut().for_each(|h| contest(h, &mut dice));
    }
    let desks: Vec<Desk> =
        (0..conditions.outlets).map(|o| Desk { side: (o % 3 != 2).then(|| dice.below(conditions.parties)), late: dice.between(0.2, 1.2), care: dice.between(0.6, 0.95) }).collect();
    let mut press = Press::new(conditions, seed ^ 0xCA3B);
    attacks.iter().for_each(|a| cover(a, &truth, &desks, &mut press));
    (0..PLACES).for_each(|p| routine(p, &truth, &attacks, &desks, &mut press));
    War { parties: conditions.parties, truth, records: press.records }
}

/// Parties begin with stripes of the square.
fn start(place: usize, parties: usize) -> usize {
    (place % SIDE) * parties / SIDE
}

fn neighbours(place: usize) -> Vec<usize> {
    let (x, y) = (place % SIDE, place / SIDE);
    let mut near = Vec::new();
    near.extend((x > 0).then(|| place - 1));
    near.extend((x + 1 < SIDE).then(|| place + 1));
    near.extend((y > 0).then(|| place - SIDE));
    near.extend((y + 1 < SIDE).then(|| place + SIDE));
    near
}

fn fight(truth: &mut [Holding], conditions: &Conditions, dice: &mut Dice) -> Vec<Attack> {
    let mut attacks = Vec::new();
    let mut day = dice.wait(1.0 / (OFFENSIVES * conditions.pace));
    while day < DAYS as f64 {
        offensive(day, truth, &mut attacks, dice);
        day += dice.wait(1.0 / (OFFENSIVES * conditions.pace));
    }
    truth.iter_mut().for_each(|h| h.sort_by(|a, b| a.0.total_cmp(&b.0)));
    attacks
}

/// One offensive: town after town along the road while it succeeds; sometimes the town is taken back.
fn offensive(day: f64, truth: &mut [Holding], attacks: &mut Vec<Attack>, dice: &mut Dice) {
    let mut place = dice.below(PLACES);
    let by = holder(&truth[place], day);
    let mut day = day;
    for _ in 0..8 {
        let enemies: Vec<usize> = neighbours(place).into_iter().filter(|n| holder(&truth[*n], day) != by).collect();
        if enemies.is_empty() || day >= DAYS as f64 {
            return;
        }
        let next = *dice.pick(&enemies);
        let from = holder(&truth[next], day);
        let fell = dice.chance(0.6).then(|| day + dice.between(0.3, 2.5));
        attacks.push(Attack { place: next, from, by, day, fell });
        let Some(fallen) = fell else { return };
        // Two offensives on one town: the earlier future is void.
        truth[next].retain(|h| h.0 < fallen);
        truth[next].push((fallen, by));
        if dice.chance(0.2) {
            let back = fallen + dice.between(0.8, 4.0);
            attacks.push(Attack { place: next, from: by, by: from, day: fallen + 0.3, fell: Some(back) });
            truth[next].push((back, from));
            return;
        }
        (place, day) = (next, fallen + dice.between(0.1, 0.8));
    }
}

/// What is written about one attack.
fn cover(attack: &Attack, truth: &[Holding], desks: &[Desk], press: &mut Press<'_>) {
    let c = press.conditions;
    let talk = c.volume * if c.bursts { 1.0 } else { 0.35 };
    boast(attack, talk, press);
    let Some(fell) = attack.fell else { return };
    for _ in 0..press.dice.count(5.0 * talk) {
        let outlet = press.dice.below(c.outlets);
        let heard = fell + press.dice.wait(desks[outlet].late);
        let says = story(attack, truth, &desks[outlet], outlet, heard, press);
        let word = Word { about: press.dice.chance(0.3).then_some(heard), ..Word::new(attack.place, says, heard) };
        press.spread(outlet, Voice::Outlet, word, 0.8);
    }
    let monitor = press.dice.below(3);
    if press.dice.chance(0.8 * c.volume.max(0.5)) {
        let outlet = press.dice.below(c.outlets);
        let day = fell + press.dice.wait(0.8);
        press.spread(outlet, Voice::Outside(monitor), Word::new(attack.place, holder(&truth[attack.place], day), day), 1.5);
    }
}

/// The attacker announces, often too early and sometimes what never came; the loser denies, later admits.
fn boast(attack: &Attack, talk: f64, press: &mut Press<'_>) {
    let c = press.conditions;
    let early = press.dice.chance(c.overclaim);
    let said = match attack.fell {
        Some(fell) if !early => Some(fell + press.dice.wait(0.15)),
        Some(fell) => Some((fell - press.dice.wait(0.7)).max(attack.day)),
        None => early.then(|| attack.day + press.dice.wait(0.6)),
    };
    let outlet = press.dice.below(c.outlets);
    if let Some(day) = said.filter(|_| press.dice.chance(talk.max(0.5))) {
        press.spread(outlet, Voice::Party(attack.by), Word::new(attack.place, attack.by, day), 2.0 * talk);
    }
    if press.dice.chance(0.5 * talk) {
        let day = attack.fell.unwrap_or(attack.day) + press.dice.wait(0.5);
        let outlet = press.dice.below(c.outlets);
        let denial = press.dice.chance(0.5);
        let word = Word { denied: denial, ..Word::new(attack.place, if denial { attack.by } else { attack.from }, day) };
        press.spread(outlet, Voice::Party(attack.from), word, talk);
    }
    if let Some(fell) = attack.fell.filter(|_| press.dice.chance(0.35 * talk)) {
        let outlet = press.dice.below(c.outlets);
        let day = fell + press.dice.between(1.0, 4.0);
        press.spread(outlet, Voice::Party(attack.from), Word::new(attack.place, attack.by, day), talk);
    }
}

/// What an outlet makes of a fallen town: a partisan one keeps its side's version for days.
fn story(attack: &Attack, truth: &[Holding], desk: &Desk, outlet: usize, day: f64, press: &mut Press<'_>) -> usize {
    let c = press.conditions;
    let side = side(desk, outlet, day, c);
    let stubborn = side == Some(attack.from) && day - attack.fell.unwrap_or(day) < 3.0;
    if stubborn && press.dice.chance(if c.collusion { 0.9 } else { c.overclaim }) {
        return attack.from;
    }
    if press.dice.chance(desk.care) { holder(&truth[attack.place], day) } else { press.dice.below(c.parties) }
}

fn side(desk: &Desk, outlet: usize, day: f64, conditions: &Conditions) -> Option<usize> {
    let switched = conditions.switching && outlet.is_multiple_of(2) && day > 35.0;
    desk.side.map(|s| if switched { (s + 1) % conditions.parties } else { s })
}

/// Reports about a town in which nothing happens; what is untrue in them comes in series.
fn routine(place: usize, truth: &[Holding], attacks: &[Attack], desks: &[Desk], press: &mut Press<'_>) {
    let c = press.conditions;
    let rate = CALM_REPORTS * c.volume * if c.bursts { 1.0 } else { 2.5 };
    let mut day = press.dice.wait(1.0 / rate);
    while day < DAYS as f64 {
        let outlet = press.dice.below(c.outlets);
        let desk = &desks[outlet];
        let seen = day - press.dice.wait(desk.late);
        let true_then = holder(&truth[place], seen.max(0.0));
        let near_front = attacks.iter().any(|a| a.place == place && (0.0..6.0).contains(&(day - a.day)));
        match side(desk, outlet, day, c) {
            Some(side) if near_front && side != true_then && press.dice.chance(0.5 * c.overclaim) => lie(place, side, day, outlet, desks, press),
            _ if press.dice.chance(0.25) => {
                let right = press.dice.chance(0.92);
                let says = if right { true_then } else { press.dice.below(c.parties) };
                let monitor = press.dice.below(3);
                press.spread(outlet, Voice::Outside(monitor), Word::new(place, says, day), 0.6);
            }
            _ => {
                let says = if press.dice.chance(desk.care) { true_then } else { press.dice.below(c.parties) };
                press.spread(outlet, Voice::Outlet, Word::new(place, says, day), 0.4);
            }
        }
        day += press.dice.wait(1.0 / rate);
    }
}

/// A falsehood, and those that follow it: with collusion all outlets of the side, within hours.
fn lie(place: usize, party: usize, day: f64, outlet: usize, desks: &[Desk], press: &mut Press<'_>) {
    press.publish(outlet, Voice::Outlet, Word::new(place, party, day));
    let friends: Vec<usize> = (0..desks.len()).filter(|o| *o != outlet && desks[*o].side == desks[outlet].side).collect();
    for friend in friends {
        if press.dice.chance(if press.conditions.collusion { 0.8 } else { 0.15 }) {
            let later = day + press.dice.between(0.05, 0.6);
            press.publish(friend, Voice::Outlet, Word::new(place, party, later));
        }
    }
    if press.dice.chance(0.4) {
        let later = day + press.dice.between(1.0, 2.5);
        press.publish(outlet, Voice::Outlet, Word::new(place, party, later));
    }
}
