//! Raids and slow changes; true and false stories that spread through a network of outlets until somebody corrects them.

use crate::dice::Dice;
use crate::press::{Press, Voice, Word};
use crate::war::{Conditions, DAYS, Holding, PLACES, War, contest, holder};

/// Stories in a day over all places that are not about a change.
const STORIES: f64 = 36.0;
/// Watchers who look at every place now and then.
const WATCHERS: usize = 2;

/// A network of outlets: whom each follows, how readily it passes things on, how long it waits.
struct Network {
    follows: Vec<Vec<usize>>,
    credulity: Vec<f64>,
    delay: Vec<f64>,
}

/// Invents the war.
pub fn war(conditions: &Conditions, seed: u64) -> War {
    let mut dice = Dice::new(seed);
    let fame: Vec<f64> = (0..PLACES).map(|p| 1.0 / (1.0 + p as f64 / 8.0)).collect();
    let truth: Vec<Holding> = (0..PLACES).map(|_| holding(conditions, &mut dice)).collect();
    let network = network(conditions, &mut dice);
    let mut press = Press::new(conditions, seed ^ 0x2070);
    changes(&truth, &fame, &network, &mut press);
    rumours(&truth, &fame, &network, &mut press);
    watch(&truth, &mut press);
    War { parties: conditions.parties, truth, records: press.records }
}

/// A slow war with raids: a place is taken for a day or two and given back.
fn holding(conditions: &Conditions, dice: &mut Dice) -> Holding {
    let mut party = dice.below(conditions.parties);
    let mut holding = vec![(0.0, party)];
    let mut day = dice.wait(28.0 / conditions.pace);
    while day < DAYS as f64 {
        let taker = dice.other(party, conditions.parties);
        holding.push((day, taker));
        if dice.chance(0.35) {
            let back = day + dice.between(0.5, 3.0);
            holding.push((back, party));
            day = back;
        } else {
            party = taker;
        }
        day += 2.0 + dice.wait(26.0 / conditions.pace);
    }
    if conditions.contested {
        contest(&mut holding, dice);
    }
    holding
}

fn network(conditions: &Conditions, dice: &mut Dice) -> Network {
    let n = conditions.outlets;
    let follows = (0..n).map(|o| (0..n).filter(|f| *f != o && dice.chance(if *f < n / 3 { 0.5 } else { 0.2 })).collect()).collect();
    let credulity = (0..n).map(|_| dice.between(0.2, 0.8)).collect();
    let delay = (0..n).map(|_| dice.between(0.1, 0.8)).collect();
    Network { follows, credulity, delay }
}

/// Every change is a story; small places are sometimes not written about at all.
fn changes(truth: &[Holding], fame: &[f64], network: &Network, press: &mut Press<'_>) {
    let c = press.conditions;
    for (place, holding) in truth.iter().enumerate() {
        for (day, party) in holding.iter().skip(1).copied() {
            let seeds = press.dice.count(c.volume * if c.bursts { 2.2 + 2.5 * fame[place] } else { 1.0 });
            for _ in 0..seeds {
                let heard = day + press.dice.wait(0.5);
                tell(Word::new(place, party, heard), origin(party, press), network, press);
            }
        }
    }
}

/// Who brings a story up: a party with an interest in it, or an outlet with a source it does not name.
fn origin(party: usize, press: &mut Press<'_>) -> Voice {
    match press.dice.unit() {
        x if x < 0.35 => Voice::Party(party),
        x if x < 0.6 => Voice::Unnamed,
        _ => Voice::Outlet,
    }
}

/// Stories beside changes: how things stand, or something untrue that lives until it is corrected.
fn rumours(truth: &[Holding], fame: &[f64], network: &Network, press: &mut Press<'_>) {
    let c = press.conditions;
    let total: f64 = fame.iter().sum();
    for (place, holding) in truth.iter().enumerate() {
        let rate = STORIES * c.volume * (0.4 / PLACES as f64 + 0.6 * fame[place] / total);
        let mut day = press.dice.wait(1.0 / rate);
        while day < DAYS as f64 {
            let now = holder(holding, day);
            if press.dice.chance(0.12 + 0.25 * c.overclaim) {
                falsehood(place, now, day, holding, network, press);
            } else {
                tell(Word::new(place, now, day), origin(now, press), network, press);
            }
            day += press.dice.wait(1.0 / rate);
        }
    }
}

fn falsehood(place: usize, now: usize, day: f64, holding: &Holding, network: &Network, press: &mut Press<'_>) {
    let c = press.conditions;
    let drift = usize::from(c.switching && day > 35.0);
    // Falsehoods favour one party, and after a switch another.
    let favoured = if press.dice.chance(0.6) { drift % c.parties } else { press.dice.below(c.parties) };
    let claimed = if favoured == now { press.dice.other(now, c.parties) } else { favoured };
    let voice = if press.dice.chance(c.overclaim) { Voice::Party(claimed) } else { origin(claimed, press) };
    tell(Word::new(place, claimed, day), voice, network, press);
    if c.collusion {
        for outlet in (0..c.outlets).filter(|o| o.is_multiple_of(3)) {
            let later = day + press.dice.between(0.0, 0.4);
            press.publish(outlet, Voice::Outlet, Word::new(place, claimed, later));
        }
    }
    if press.dice.chance(0.55) {
        let later = day + press.dice.between(0.5, 3.0);
        let held = holder(holding, later);
        let denial = press.dice.chance(0.4) && held != claimed;
        let word = Word { denied: denial, ..Word::new(place, if denial { claimed } else { held }, later) };
        let voice = if press.dice.chance(0.5) { Voice::Party(held) } else { Voice::Outlet };
        tell(word, voice, network, press);
    }
}

/// A story begins at one outlet and goes from outlet to outlet along the network.
fn tell(word: Word, voice: Voice, network: &Network, press: &mut Press<'_>) {
    let c = press.conditions;
    let first = press.dice.below(c.outlets);
    let mut told: Vec<Option<f64>> = vec![None; c.outlets];
    told[first] = Some(word.day);
    press.publish(first, voice, word);
    let mut queue = vec![first];
    while let Some(source) = queue.pop() {
        let followers: Vec<usize> = (0..c.outlets).filter(|o| network.follows[*o].contains(&source) && told[*o].is_none()).collect();
        for outlet in followers {
            if !press.dice.chance(network.credulity[outlet] * 0.35) {
                continue;
            }
            let day = told[source].unwrap_or(word.day) + press.dice.wait(network.delay[outlet]);
            told[outlet] = Some(day);
            pass_on(outlet, first, voice, Word { day, ..word }, press);
            queue.push(outlet);
        }
    }
}

fn pass_on(outlet: usize, first: usize, voice: Voice, word: Word, press: &mut Press<'_>) {
    if press.dice.chance(press.conditions.hidden) {
        press.publish(outlet, Voice::Outlet, word);
    } else if matches!(voice, Voice::Outlet | Voice::Unnamed) {
        press.quote(outlet, first, word);
    } else {
        press.publish(outlet, voice, word);
    }
}

/// Watchers look at every place every ten days or so and are nearly always right about what they saw a day ago.
fn watch(truth: &[Holding], press: &mut Press<'_>) {
    let c = press.conditions;
    for (place, holding) in truth.iter().enumerate() {
        for watcher in 0..WATCHERS {
            let mut day = press.dice.between(0.0, 10.0);
            while day < DAYS as f64 {
                let seen = (day - press.dice.between(0.2, 1.2)).max(0.0);
                let says = if press.dice.chance(0.95) { holder(holding, seen) } else { press.dice.below(c.parties) };
                let outlet = press.dice.below(c.outlets);
                press.publish(outlet, Voice::Outside(watcher), Word { about: Some(seen), ..Word::new(place, says, day) });
                day += press.dice.wait(10.0 / c.volume.max(0.3));
            }
        }
    }
}
