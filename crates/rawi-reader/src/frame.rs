//! Predicates and the choice of their frames: which words fill which role of which class.

use rawi_lexicon::{Arg, ClassUse, Frame, Lexicon, Slot, Type, Word};
use rawi_model::{Role, Via};
use smallvec::SmallVec;

use crate::phrase::{Class, EventNp, Head, Np, Unit, UnitKind, Verb, same_word};
use crate::token::Token;

/// An argument as found: the phrase, the unit it stands in, how it is named.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub arg: Arg,
    pub np: Np,
    pub unit: usize,
    pub via: Via,
}

/// How a predicate hangs on the one that governs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// Object or prepositional complement, with the preposition.
    Complement(Option<u16>),
    /// Subject of the governor.
    Subject,
    /// An adjunct: بعد, خلال.
    Adjunct,
}

/// One predicate of an event class with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub unit: usize,
    pub class: u16,
    pub frame: usize,
    pub found: Vec<Found>,
    pub governor: Option<(usize, Relation)>,
    /// Arguments that the predicate has of its own, not by inheritance.
    pub own: usize,
    pub passive: bool,
}

/// What the frame stage looks at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub lexicon: &'a Lexicon,
    pub tokens: &'a [Token],
    pub units: &'a [Unit],
    /// A verb in the imperfect at the head of a headline tells the past.
    pub headline: bool,
}

/// A phrase without preposition: the unit it stands in, how it is named.
pub(crate) type Bare = (Np, usize, Via);

/// An argument while frames are tried.
struct Tried<'r> {
    arg: Arg,
    np: &'r Np,
    unit: usize,
    via: Via,
}

/// Raw arguments of one predicate before a frame is chosen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Raw {
    pub subject: Option<Bare>,
    pub objects: Vec<Bare>,
    pub genitive: Option<Bare>,
    pub preps: Vec<(u16, Np, usize)>,
    pub passive: bool,
    /// What a verb like استهدف says its event hit.
    pub hit: Vec<(Np, usize)>,
    /// How usual this arrangement is, against the others: 0 or below.
    pub prior: i32,
}

impl<'a> Context<'a> {
    /// Every event of the sentence.
    pub(crate) fn events(&self) -> Vec<Event> {
        let owners = self.owners();
        let mut out = Vec::new();
        for index in 0..self.units.len() {
            let uses = self.uses(index);
            if uses.is_empty() || self.is_carrier(index) || self.closes_idiom(index) {
                continue;
            }
            let raws = self.raws(index, &owners);
            let Some(event) = self.best(index, &uses, &raws) else { continue };
            out.extend(self.second(index, &uses, raws, &event));
            out.push(event);
        }
        out.extend((0..self.units.len()).filter_map(|i| self.harmed(i).or_else(|| self.counted_dead(i))));
        out.sort_by_key(|e| e.unit);
        out
    }

    /// `استولى على المطار وعلى عدد من الطائرات`: the same preposition again, with something that makes another kind of claim.
    fn second(&self, index: usize, uses: &[&'a ClassUse], raws: Vec<Raw>, first: &Event) -> Option<Event> {
        let left: Vec<Raw> = raws
            .into_iter()
            .map(|raw| {
                let twin = |unit: usize| {
                    raw.preps.iter().any(|(_, _, other)| *other != unit && self.units[*other].prep == self.units[unit].prep && (self.units[unit].conj || self.units[*other].conj))
                };
                let preps = raw.preps.iter().filter(|(_, _, unit)| twin(*unit) && first.found.iter().all(|f| f.unit != *unit)).cloned().collect();
                Raw { preps, ..raw }
            })
            .filter(|raw| !raw.preps.is_empty())
            .collect();
        let kind = |e: &Event| self.lexicon.classes[e.class as usize].kind.as_str();
        self.best(index, uses, &left).filter(|event| kind(event) != kind(first) && event.found.iter().any(|f| self.units[f.unit].prep.is_some()))
    }

    /// Every class that a predicate may belong to.
    pub(crate) fn uses(&self, index: usize) -> SmallVec<[&'a ClassUse; 4]> {
        match &self.units[index].kind {
            UnitKind::Verb(v) => std::iter::once(&v.lemma).chain(&v.also).flat_map(|l| &self.lexicon.lemmas[*l as usize].classes).collect(),
            UnitKind::Event(e) => std::iter::once(&e.noun).chain(&e.also).flat_map(|n| &self.lexicon.events[*n as usize].classes).collect(),
            _ => SmallVec::new(),
        }
    }

    pub(crate) fn verb(&self, index: usize) -> Option<&'a Verb> {
        match &self.units.get(index)?.kind {
            UnitKind::Verb(v) => Some(v),
            _ => None,
        }
    }

    pub(crate) fn event_np(&self, index: usize) -> Option<&'a EventNp> {
        match &self.units.get(index)?.kind {
            UnitKind::Event(e) => Some(e),
            _ => None,
        }
    }

    pub(crate) fn bare_np(&self, index: usize) -> Option<&'a Np> {
        match self.units.get(index) {
            Some(Unit { kind: UnitKind::Np(np), prep: None, .. }) if np.class != Class::Time => Some(np),
            _ => None,
        }
    }

    pub(crate) fn frames(&self, class_use: &'a ClassUse) -> impl Iterator<Item = (usize, &'a Frame)> {
        let class = &self.lexicon.classes[class_use.class as usize];
        class.frames.iter().enumerate().filter(|(_, f)| f.members.is_empty() || f.members.contains(&class_use.member))
    }

    /// The reading and arrangement whose frame takes most of what is there.
    fn best(&self, index: usize, uses: &[&'a ClassUse], raws: &[Raw]) -> Option<Event> {
        let mut best: Option<(i32, u16, usize, bool, Vec<Tried<'_>>)> = None;
        for class_use in uses.iter().filter(|u| self.tail_follows(index, u)) {
            for (number, frame) in self.frames(class_use) {
                for raw in raws {
                    let Some((score, found)) = self.fit(index, frame, raw) else { continue };
                    let score = score + raw.prior + 3 * class_use.tail.len() as i32;
                    if score >= 0 && best.as_ref().is_none_or(|b| score > b.0) {
                        best = Some((score, class_use.class, number, raw.passive, found));
                    }
                }
            }
        }
        let (_, class, frame, passive, found) = best?;
        let own = found.iter().filter(|f| matches!(f.arg, Arg::Role(_))).count();
        let governor = self.event_np(index).and_then(|_| self.governor(index));
        let found = found.into_iter().map(|f| Found { arg: f.arg, np: f.np.clone(), unit: f.unit, via: f.via }).collect();
        Some(Event { unit: index, class, frame, found, governor, own, passive })
    }

    /// `لم يبق … سوى`: a negated verb with its exception.
    fn is_only(&self, index: usize) -> bool {
        let clause = self.units[index..].iter().take_while(|u| !matches!(u.kind, UnitKind::Punct(_)));
        self.verb(index).is_some_and(|v| v.negated) && clause.into_iter().any(|u| matches!(u.kind, UnitKind::Word(Word::Only)))
    }

    pub(crate) fn tail_follows(&self, index: usize, class_use: &ClassUse) -> bool {
        let start = self.units[index].tokens.start + 1;
        let reach = if self.verb(index).is_some() { 10 } else { 1 };
        (start..start + reach).any(|s| class_use.tail.iter().enumerate().all(|(i, word)| self.tokens.get(s + i).is_some_and(|t| same_word(&t.key, word))))
    }

    /// Fills a frame; `None` when something required is missing.
    fn fit<'r>(&self, index: usize, frame: &Frame, raw: &'r Raw) -> Option<(i32, Vec<Tried<'r>>)> {
        if frame.only && !self.is_only(index) || frame.negated && !self.verb(index).is_some_and(|v| v.negated) || !self.has_literals(index, frame) {
            return None;
        }
        let mut found = Vec::new();
        let mut score = 3 * frame.literals.len() as i32;
        let nominal = self.event_np(index).is_some();
        let bare = if nominal { self.share_genitive(frame, raw) } else { self.share_bare(frame, raw, &mut score) };
        for (number, (slot, value)) in frame.bare.iter().zip(bare).enumerate() {
            let blocks = number == 0 && value.is_some_and(|v| v.2 == Via::Name && (!nominal || v.0.class != Class::Unknown) && self.accepts(slot, &v.0).is_none());
            if blocks {
                return None;
            }
            score += self.fill(slot, value.map(|(np, unit, via)| (np, *unit, *via)), &mut found)?;
        }
        for (np, unit) in &raw.hit {
            // `استهدفت مواقع مدنية`: positions without a name are what was hit, no place.
            let positions = np.of.is_none() && np.class_noun.is_none() && self.is_positions(np);
            let role = if self.is(np, Type::Place) && !positions { Role::Place } else { Role::Target };
            found.push(Tried { arg: Arg::Role(role), np, unit: *unit, via: Via::Name });
            score += 2;
        }
        let mut loose = Vec::new();
        for (prep, np, unit) in &raw.preps {
            let fits = |ids: &[u16], slot: &Slot| self.opened_by(*unit, ids, *prep) && self.accepts(slot, np).is_some() && !taken(&found, slot);
            // `ضربة بطائرة مسيرة`: a weapon is the means before it is anything else.
            let means = |slot: &Slot| self.is(np, Type::Weapon) && slot.args.iter().any(|(arg, _)| *arg == Arg::Role(Role::Instrument));
            let slot = frame.preps.iter().filter(|(ids, slot)| fits(ids, slot)).max_by_key(|(_, slot)| means(slot));
            match slot {
                Some((_, slot)) => score += self.fill(slot, Some((np, *unit, Via::Name)), &mut found)?,
                None if self.is_where(*prep, np) => loose.push(Tried { arg: Arg::Role(Role::Place), np, unit: *unit, via: Via::Name }),
                None if nominal && self.lexicon.prepositions[*prep as usize] == "من قبل" => found.push(Tried { arg: Arg::Role(Role::Actor), np, unit: *unit, via: Via::Name }),
                None => {}
            }
        }
        // `وفي إدلب قتل مدنيان`: what stands before the clause says where, unless the clause itself does.
        let told = found.iter().any(|f| matches!(f.arg, Arg::Role(Role::Place | Role::From | Role::To)));
        loose.retain(|f| f.unit > index || !told);
        let missing = frame.preps.iter().any(|(_, slot)| slot.required && !taken(&found, slot));
        found.extend(loose);
        (!missing).then_some((score, found))
    }

    /// The preposition of a unit is one of some; `على جبهة`, which tells where, begins with على.
    pub(crate) fn opened_by(&self, unit: usize, ids: &[u16], prep: u16) -> bool {
        let front = || {
            let start = self.units[unit].tokens.start;
            start >= 2 && self.tokens[start - 2].key.ends_with("على") && matches!(self.tokens[start - 1].key.as_str(), "جبهة" | "جبهات" | "محور" | "محاور")
        };
        ids.contains(&prep) || self.lexicon.preposition("على").is_some_and(|on| ids.contains(&on)) && front()
    }

    /// Every fixed word of the frame stands within the next words.
    fn has_literals(&self, index: usize, frame: &Frame) -> bool {
        let after = self.units[index].tokens.start + 1;
        let from = |literal: &[String]| if literal.len() > 1 { after.saturating_sub(9) } else { after };
        let stands = |literal: &[String], start: usize| literal.iter().enumerate().all(|(i, w)| self.tokens.get(start + i).is_some_and(|t| same_word(&t.key, w)));
        frame.literals.iter().all(|literal| (from(literal)..(after + 8).min(self.tokens.len())).any(|start| stands(literal, start)))
    }

    fn fill<'r>(&self, slot: &Slot, value: Option<(&'r Np, usize, Via)>, found: &mut Vec<Tried<'r>>) -> Option<i32> {
        let Some((np, unit, via)) = value else { return (!slot.required).then_some(0) };
        match self.accepts(slot, np) {
            Some(arg) => {
                let weight = if matches!(np.head, Head::Unknown) && np.nisba.is_none() { 1 } else { 2 };
                found.push(Tried { arg, np, unit, via });
                Some(weight)
            }
            None => (!slot.required).then_some(-2),
        }
    }

    /// Subject and objects of a verb for the slots of a frame; what is left over costs.
    fn share_bare<'r>(&self, frame: &Frame, raw: &'r Raw, score: &mut i32) -> [Option<&'r Bare>; 3] {
        let mut bare = [None; 3];
        if raw.passive {
            *score -= raw.objects.iter().skip(1).map(stray).sum::<i32>();
            bare[usize::from(frame.bare.len() > 1)] = raw.objects.first();
        } else {
            bare = [raw.subject.as_ref(), raw.objects.first(), raw.objects.get(1)];
        }
        *score -= bare.iter().skip(frame.bare.len()).copied().flatten().map(stray).sum::<i32>();
        bare
    }

    /// The genitive of a verbal noun is the object if its type fits, else the subject.
    fn share_genitive<'r>(&self, frame: &Frame, raw: &'r Raw) -> [Option<&'r Bare>; 3] {
        let takes = |slot: Option<&Slot>, value: &Bare| slot.is_some_and(|s| self.accepts(s, &value.0).is_some());
        let mut bare = [raw.subject.as_ref(), None, None];
        let mut objects = raw.objects.iter();
        if let Some(genitive) = &raw.genitive {
            let as_object = takes(frame.bare.get(1), genitive);
            // `غارات صنعاء`: a capital after a verbal noun is where, not who.
            let as_subject = takes(frame.bare.first(), genitive) && !self.is_capital(&genitive.0);
            let explicit = raw.objects.first().is_some_and(|o| o.1 != genitive.1);
            if as_subject && (frame.genitive_is_subject || !as_object || explicit) {
                bare[0] = Some(genitive);
            } else if as_object {
                bare[1] = Some(genitive);
            } else if frame.bare.len() == 1 && !self.is_capital(&genitive.0) {
                bare[0] = Some(genitive);
            }
        }
        if frame.bare.len() == 1 && bare[0].is_none() {
            bare[0] = objects.next();
        }
        for slot in bare.iter_mut().skip(1).filter(|b| b.is_none()) {
            *slot = objects.next();
        }
        if let Some(second) = bare[1]
            && bare[0].is_none()
            && !takes(frame.bare.get(1), second)
            && takes(frame.bare.first(), second)
        {
            bare.swap(0, 1);
        }
        bare
    }
}

/// What it costs a frame to leave a phrase over; an indefinite unknown one may be an adverb.
fn stray(phrase: &Bare) -> i32 {
    if phrase.0.definite || phrase.0.class != Class::Unknown { 3 } else { 1 }
}

fn taken(found: &[Tried<'_>], slot: &Slot) -> bool {
    found.iter().any(|f| slot.args.iter().any(|(arg, _)| *arg == f.arg))
}
