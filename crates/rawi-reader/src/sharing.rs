//! Fields that a claim takes over from the claims before it.

use rawi_model::{Claim, Factuality, Filler, Role, Via};
use rustc_hash::FxHashSet;

/// Kinds that happen somewhere, and take their place from what was just told.
const PLACED: [&str; 11] = ["clash", "casualties", "airstrike", "shelling", "drone", "strike", "assault", "bombing", "repel", "damage", "intercept"];

/// One journey told in two verbs (`أقلعت من المطار وتوجهت نحو القاعدة`) is one claim.
pub(crate) fn join_legs(claims: &mut Vec<Claim>) {
    let mut i = 0;
    while i + 1 < claims.len() {
        if !is_next_leg(&claims[i], &claims[i + 1]) {
            i += 1;
            continue;
        }
        let next = claims.remove(i + 1);
        claims[i].roles.extend(next.roles.into_iter().filter(|(role, _)| *role == Role::To));
    }
}

fn is_next_leg(first: &Claim, next: &Claim) -> bool {
    let travels = |c: &Claim| matches!(c.kind.as_str(), "movement" | "depart");
    let actor = |c: &Claim| c.fillers(Role::Actor).first().map(|f| (f.id.clone(), f.name.clone()));
    travels(first)
        && first.kind == next.kind
        && first.sentence.index == next.sentence.index
        && first.factuality == next.factuality
        && actor(first).is_some()
        && actor(first) == actor(next)
        && !first.fillers(Role::From).is_empty()
        && first.fillers(Role::To).is_empty()
        && next.fillers(Role::From).is_empty()
        && !next.fillers(Role::To).is_empty()
}

/// Fields understood from the lines before: who took a place, where a fight was. Each is marked as implied, with its antecedent.
pub(crate) fn share_fields(claims: &mut [Claim]) {
    let placed: FxHashSet<usize> = claims.iter().filter(|c| has_own_place(c)).map(|c| c.sentence.index).collect();
    for i in 0..claims.len() {
        let (before, rest) = claims.split_at_mut(i);
        let [claim, after @ ..] = rest else { continue };
        if claim.kind == "control" && claim.fillers(Role::Actor).is_empty() && claim.factuality == Factuality::CERTAIN {
            if let Some(actor) = taker(before, claim) {
                claim.roles.insert(Role::Actor, actor);
            }
        }
        if claim.kind == "advance" && claim.fillers(Role::Actor).is_empty() && claim.factuality == Factuality::CERTAIN {
            if let Some(actor) = arriver(before, claim) {
                claim.roles.insert(Role::Actor, actor);
            }
        }
        if claim.kind == "withdraw" && [Role::From, Role::To, Role::Place].iter().all(|r| claim.fillers(*r).is_empty()) {
            if let Some(place) = before.iter().rev().take_while(|c| c.sentence.index == claim.sentence.index).find_map(left_behind) {
                claim.roles.insert(Role::From, place);
            }
        }
        let placeless = [Role::Place, Role::From, Role::To].iter().all(|r| claim.fillers(*r).is_empty());
        if placeless && PLACED.contains(&claim.kind.as_str()) {
            let own = placed.contains(&claim.sentence.index);
            let here = || before.iter().rev().take_while(|c| c.sentence.index == claim.sentence.index).find_map(|c| somewhere(c, claim, own));
            let last = before.iter().rev().map(|c| c.sentence.index).find(|&s| s != claim.sentence.index);
            // Of the sentence before, what it tells first: what follows may be background.
            let earlier = || here().or_else(|| before.iter().filter(|c| Some(c.sentence.index) == last).find_map(|c| somewhere(c, claim, own)));
            if let Some(place) = earlier().or_else(|| told_with_victims(after, claim)) {
                claim.roles.insert(Role::Place, place);
            }
        }
    }
}

fn implied(fillers: &[Filler]) -> Option<Vec<Filler>> {
    let out: Vec<Filler> = fillers.iter().map(|f| Filler { via: Via::Implied, antecedent: f.span.or(f.antecedent), span: None, ..f.clone() }).collect();
    (!out.is_empty()).then_some(out)
}

/// Who was last said to take this place, else any place, in the report so far.
fn taker(before: &[Claim], claim: &Claim) -> Option<Vec<Filler>> {
    let places: Vec<&Option<String>> = claim.fillers(Role::Place).iter().map(|f| &f.id).filter(|id| id.is_some()).collect();
    let takes = |c: &&Claim| matches!(c.kind.as_str(), "control" | "advance") && !c.fillers(Role::Actor).is_empty() && c.factuality == Factuality::CERTAIN;
    let same = |c: &&Claim| c.fillers(Role::Place).iter().any(|f| places.contains(&&f.id));
    let found = before.iter().rev().filter(takes).find(same).or_else(|| before.iter().rev().find(takes))?;
    implied(found.fillers(Role::Actor))
}

/// Who was last said to reach this place.
fn arriver(before: &[Claim], claim: &Claim) -> Option<Vec<Filler>> {
    let reached = |c: &Claim, id: &Option<String>| id.is_some() && c.fillers(Role::To).iter().chain(c.fillers(Role::Place)).any(|f| f.id == *id);
    let same = |c: &&Claim| matches!(c.kind.as_str(), "advance" | "control") && !c.fillers(Role::Actor).is_empty() && claim.fillers(Role::To).iter().any(|f| reached(c, &f.id));
    implied(before.iter().rev().find(same)?.fillers(Role::Actor))
}

/// What others took or entered in the same sentence is what those who withdraw leave.
fn left_behind(earlier: &Claim) -> Option<Vec<Filler>> {
    let role = match earlier.kind.as_str() {
        "control" => Role::Place,
        "advance" => Role::To,
        _ => return None,
    };
    implied(earlier.fillers(role))
}

/// A place told in words, not understood.
fn has_own_place(claim: &Claim) -> bool {
    [Role::Place, Role::From, Role::To].iter().flat_map(|r| claim.fillers(*r)).any(|f| f.via != Via::Implied)
}

/// `أدى القصف إلى مقتل طفل في الفاشر`: where the victims fell is where the fire was, and where others fell that are told before.
fn told_with_victims(after: &[Claim], claim: &Claim) -> Option<Vec<Filler>> {
    let next = after.first().filter(|c| c.sentence.index == claim.sentence.index && c.kind == "casualties")?;
    implied(next.fillers(Role::Place))
        .filter(|p| matches!(claim.kind.as_str(), "casualties" | "airstrike" | "shelling" | "drone" | "strike" | "bombing") && p.iter().all(|f| f.id.is_some()))
}

/// Where an earlier claim of the same sentence, or of the one before, happened. A sentence with a place of its own takes none from outside;
/// a country is too wide to be understood.
fn somewhere(earlier: &Claim, claim: &Claim, own: bool) -> Option<Vec<Filler>> {
    let same = earlier.sentence.index == claim.sentence.index;
    let near = same || !own && earlier.sentence.index + 1 == claim.sentence.index && PLACED.contains(&earlier.kind.as_str());
    let narrow: Vec<Filler> = earlier.fillers(Role::Place).iter().filter(|f| f.kind != "country" && (same || f.via != Via::Implied)).cloned().collect();
    near.then(|| implied(&narrow)).flatten()
}
