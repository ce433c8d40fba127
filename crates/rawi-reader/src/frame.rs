//! Predicates and their arguments: which words fill which role of which class.

use rawi_lexicon::{Arg, AspectKind, ClassUse, Frame, Lexicon, LightSubject, NounClass, Number, Quantifier, Sense, Slot, Subject, Tense, Type, Voice, Word};
use rawi_model::{Role, Via};

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

/// Raw arguments of one predicate before a frame is chosen.
#[derive(Clone, Debug, Default)]
struct Raw {
    subject: Option<(Np, usize, Via)>,
    objects: Vec<(Np, usize, Via)>,
    genitive: Option<(Np, usize, Via)>,
    preps: Vec<(u16, Np, usize)>,
    passive: bool,
    /// What a verb like استهدف says its event hit.
    hit: Vec<(Np, usize)>,
    /// How usual this arrangement is, against the others: 0 or below.
    prior: i32,
}

impl<'a> Context<'a> {
    /// Every event of the sentence.
    pub fn events(&self) -> Vec<Event> {
        let owners = self.owners();
        let mut out = Vec::new();
        for index in 0..self.units.len() {
            let uses = self.uses(index);
            if uses.is_empty() || self.is_carrier(index) || self.closes_idiom(index) {
                continue;
            }
            let raws = self.raws(index, &owners);
            let Some(event) = self.best(index, &uses, raws.clone()) else { continue };
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
        self.best(index, uses, left).filter(|event| kind(event) != kind(first) && event.found.iter().any(|f| self.units[f.unit].prep.is_some()))
    }

    /// Victims that a verb brings (`خلّف قتيلين`, `أسفر عن 11 جريحا`): the noun is the event.
    fn harmed(&self, index: usize) -> Option<Event> {
        let unit = &self.units[index];
        let UnitKind::Np(np) = &unit.kind else { return None };
        if !self.noun(np).is_some_and(|n| n.harm.is_some() && n.generic) {
            return None;
        }
        let verb = (0..index).rev().take(6).find(|&i| matches!(self.units[i].kind, UnitKind::Verb(_)))?;
        let lemma = &self.lexicon.lemmas[self.verb(verb)?.lemma as usize];
        let reported =
            lemma.reporting.is_some_and(|r| unit.prep.is_none_or(|p| self.lexicon.reporting[r as usize].content.iter().any(|c| *c == self.lexicon.prepositions[p as usize])))
                && np.amount.is_some();
        let brought = reported || lemma.light.iter().any(|l| matches!(l.subject, LightSubject::Cause | LightSubject::Event) && !l.hits && matches_prep(&l.preps, unit.prep));
        let between = (verb + 1..index).any(|i| matches!(self.units[i].kind, UnitKind::Event(_)) && self.units[i].prep.is_none());
        if !brought || between || !lemma.classes.iter().all(|c| self.lexicon.classes[c.class as usize].kind != "casualties") {
            return None;
        }
        let (class, frame) = self.casualty_frame()?;
        let found = vec![Found { arg: Arg::Role(Role::Target), np: np.clone(), unit: index, via: Via::Name }];
        Some(Event { unit: index, class, frame, found, governor: Some((verb, Relation::Complement(unit.prep))), own: 1, passive: false })
    }

    /// A title or line that begins with the victims (`20 شهيدا في قصف منازل`, `مئات القتلى في هجوم`).
    fn counted_dead(&self, index: usize) -> Option<Event> {
        let unit = &self.units[index];
        let UnitKind::Np(np) = &unit.kind else { return None };
        let caused = self.units.get(index + 1).is_some_and(|u| matches!(u.kind, UnitKind::Event(_)) && u.prep.is_some());
        let counted = np.amount.is_some() || np.quantifier.is_some() || np.number == Number::Dual || np.number == Number::Plural && !np.definite && caused;
        if unit.prep.is_some() || !counted || !self.noun(np).is_some_and(|n| n.harm.is_some() && n.generic) {
            return None;
        }
        let opens = index == 0 || matches!(self.units[index - 1].kind, UnitKind::Punct(':' | '.' | '؛') | UnitKind::Time(_) | UnitKind::Word(Word::Dash | Word::Complementizer));
        let relative = |i: usize| match &self.units[i - 1].kind {
            UnitKind::Event(e) => self.units[i - 1].prep.is_some() && !e.definite,
            UnitKind::Np(np) => self.units[i - 1].prep.is_some() && !np.definite,
            UnitKind::Word(Word::Relative) => true,
            _ => false,
        };
        let told = (index + 1..self.units.len())
            .take_while(|&i| !matches!(self.units[i].kind, UnitKind::Punct(_)))
            .any(|i| matches!(self.units[i].kind, UnitKind::Verb(_)) && !self.units[i].conj && !relative(i));
        if !opens || told {
            return None;
        }
        let (class, frame) = self.casualty_frame()?;
        let mut found = vec![Found { arg: Arg::Role(Role::Target), np: np.clone(), unit: index, via: Via::Name }];
        found.extend((index + 1..self.units.len()).take(3).find_map(|i| match (&self.units[i].kind, self.units[i].prep) {
            (UnitKind::Np(place), Some(prep)) if self.is_location(prep) && self.is(place, Type::Site) => {
                Some(Found { arg: Arg::Role(Role::Place), np: place.clone(), unit: i, via: Via::Name })
            }
            _ => None,
        }));
        Some(Event { unit: index, class, frame, found, governor: None, own: 1, passive: false })
    }

    /// The frame of casualties that takes its harm from the noun.
    fn casualty_frame(&self) -> Option<(u16, usize)> {
        self.lexicon.classes.iter().enumerate().find_map(|(c, class)| {
            let frame = class.frames.iter().position(|f| class.kind == "casualties" && f.harm.is_some() && f.literals.is_empty() && f.bare.len() == 1)?;
            Some((c as u16, frame))
        })
    }

    /// Every class that a predicate may belong to.
    fn uses(&self, index: usize) -> Vec<&'a ClassUse> {
        match &self.units[index].kind {
            UnitKind::Verb(v) => std::iter::once(&v.lemma).chain(&v.also).flat_map(|l| &self.lexicon.lemmas[*l as usize].classes).collect(),
            UnitKind::Event(e) => std::iter::once(&e.noun).chain(&e.also).flat_map(|n| &self.lexicon.events[*n as usize].classes).collect(),
            _ => Vec::new(),
        }
    }

    fn verb(&self, index: usize) -> Option<&'a Verb> {
        match &self.units.get(index)?.kind {
            UnitKind::Verb(v) => Some(v),
            _ => None,
        }
    }

    pub fn event_np(&self, index: usize) -> Option<&'a EventNp> {
        match &self.units.get(index)?.kind {
            UnitKind::Event(e) => Some(e),
            _ => None,
        }
    }

    fn bare_np(&self, index: usize) -> Option<&'a Np> {
        match self.units.get(index) {
            Some(Unit { kind: UnitKind::Np(np), prep: None, .. }) if np.class != Class::Time => Some(np),
            _ => None,
        }
    }

    /// A verb whose subject or object is itself an event: the noun carries the claim (`غارات استهدفت المدينة`).
    fn is_carrier(&self, index: usize) -> bool {
        let Some(verb) = self.verb(index) else { return false };
        let idiom = || self.uses(index).iter().any(|u| !u.tail.is_empty() && self.tail_follows(index, u));
        if self.lights(verb).next().is_none() || idiom() {
            return false;
        }
        let before = self.event_subject(index);
        let object = self.event_after(index);
        self.lights(verb).any(|l| {
            if l.subject == LightSubject::Event && before.is_some() {
                true
            } else if l.hits {
                before.is_some() || object.is_some_and(|o| o == index + 1) && verb.subject == Subject::She
            } else {
                object.is_some() && l.preps.is_empty()
            }
        })
    }

    /// The event noun just before a verb, of which the verb tells something.
    pub fn event_subject(&self, verb: usize) -> Option<usize> {
        let mut i = verb;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Event(_) if self.has_class(i) => return (self.units[i].prep.is_none() || i + 1 == verb || self.is_relative(i, verb)).then_some(i),
                UnitKind::Time(_) | UnitKind::Word(Word::Relative) | UnitKind::Quote => {}
                UnitKind::Np(_) if self.units[i].prep.is_some() => {}
                // `هجوما على المدينة، استهدف ثكنة`
                UnitKind::Punct('،' | ',') if i + 1 == verb && !self.units[verb].conj => {}
                _ => return None,
            }
        }
        None
    }

    fn is_relative(&self, noun: usize, verb: usize) -> bool {
        self.units[noun..verb].iter().any(|u| matches!(u.kind, UnitKind::Word(Word::Relative))) || !self.event_np(noun).is_some_and(|e| e.definite)
    }

    /// What a verb may carry, over all verbs of its form.
    fn lights(&self, verb: &'a Verb) -> impl Iterator<Item = &'a rawi_lexicon::Light> {
        std::iter::once(&verb.lemma).chain(&verb.also).flat_map(|l| &self.lexicon.lemmas[*l as usize].light)
    }

    fn has_class(&self, index: usize) -> bool {
        self.event_np(index).is_some() && self.uses(index).iter().any(|u| self.tail_follows(index, u))
    }

    /// The first bare event noun after a verb.
    fn event_after(&self, verb: usize) -> Option<usize> {
        for i in verb + 1..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Event(_) if self.units[i].prep.is_none() && self.has_class(i) => return Some(i),
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote => {}
                _ => return None,
            }
        }
        None
    }

    /// For every unit under a preposition, the predicate that it belongs to.
    fn owners(&self) -> Vec<Option<usize>> {
        (0..self.units.len()).map(|i| self.owner(i)).collect()
    }

    fn owner(&self, index: usize) -> Option<usize> {
        let unit = &self.units[index];
        let prep = unit.prep?;
        let np = &self.argument(index)?;
        if self.is_location(prep) && self.locates_previous(index) {
            return None;
        }
        let mut nearest = None;
        let mut i = index;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Word(w) if closes(*w) => break,
                UnitKind::Punct(':' | '؛' | '.') => break,
                UnitKind::Event(_) if self.closes_idiom(i) => continue,
                UnitKind::Verb(_) | UnitKind::Event(_) => {}
                _ => continue,
            }
            let uses = self.uses(i);
            let licensed = uses.iter().any(|u| self.frames(u).any(|(_, f)| f.preps.iter().any(|(ids, slot)| ids.contains(&prep) && self.accepts(slot, np).is_some())));
            if licensed {
                return Some(i);
            }
            if nearest.is_none() && !uses.is_empty() {
                nearest = Some(i);
            }
            if matches!(self.units[i].kind, UnitKind::Verb(_)) && (!uses.is_empty() || self.units[i].conj) {
                break;
            }
        }
        nearest.filter(|_| self.is_location(prep) && self.is(np, Type::Place))
    }

    /// A unit as an argument; an event noun counts as a phrase of class `Event`.
    fn argument(&self, index: usize) -> Option<Np> {
        match &self.units[index].kind {
            UnitKind::Np(np) => Some(np.clone()),
            UnitKind::Event(_) => Some(crate::phrase::plain(self.units[index].tokens.clone(), Head::Unknown, Class::Event)),
            _ => None,
        }
    }

    /// A place under a preposition directly after a place says where that place lies (`بلدة A بريف B`).
    pub fn locates_previous(&self, index: usize) -> bool {
        let named = |i: usize| matches!(&self.units[i].kind, UnitKind::Np(np) if np.class == Class::Place && np.amount.is_none() && np.pronoun.is_none());
        let opened = |i: usize| matches!(self.units[i].kind, UnitKind::Punct('(' | '،' | ',') | UnitKind::Quote);
        if !named(index) || index == 0 {
            return false;
        }
        let previous = if opened(index - 1) && index >= 2 { index - 2 } else { index - 1 };
        named(previous)
    }

    /// Prepositions that put an event somewhere.
    fn is_location(&self, prep: u16) -> bool {
        matches!(self.lexicon.prepositions[prep as usize].as_str(), "في" | "ب" | "قرب" | "شرق" | "داخل")
    }

    fn frames(&self, class_use: &'a ClassUse) -> impl Iterator<Item = (usize, &'a Frame)> {
        let class = &self.lexicon.classes[class_use.class as usize];
        class.frames.iter().enumerate().filter(|(_, f)| f.members.is_empty() || f.members.contains(&class_use.member))
    }

    /// Every way to share out what stands around a predicate; the frames choose among them.
    fn raws(&self, index: usize, owners: &[Option<usize>]) -> Vec<Raw> {
        let mut raws = match &self.units[index].kind {
            UnitKind::Verb(v) => self.arrangements(index, v),
            UnitKind::Event(e) => vec![self.noun_args(index, e)],
            _ => Vec::new(),
        };
        let object = self.object_under_li(index);
        if let Some(object) = &object {
            raws.iter_mut().for_each(|raw| raw.objects.insert(0, object.clone()));
        }
        let owners = owners.iter().enumerate().filter(|(i, _)| object.as_ref().is_none_or(|o| o.1 != *i));
        for (i, owner) in owners {
            if let (Some(owner), Some(np), Some(prep)) = (owner, self.argument(i), self.units[i].prep)
                && (*owner == index || self.shares(index, *owner))
            {
                raws.iter_mut().for_each(|raw| raw.preps.push((prep, np.clone(), i)));
            }
        }
        raws
    }

    /// `استهداف الجيش لمستشفى`: with its subject as genitive a verbal noun has its object under ل.
    fn object_under_li(&self, index: usize) -> Option<(Np, usize, Via)> {
        let subject = self.event_np(index)?.of.as_deref()?;
        let unit = self.units.get(index + 1).filter(|u| u.prep.is_some() && u.prep == self.lexicon.preposition("ل"))?;
        let transitive = self.uses(index).iter().any(|u| self.frames(u).any(|(_, f)| f.bare.len() > 1 && f.bare[0].args.iter().any(|(a, _)| *a == Arg::Role(Role::Actor))));
        match &unit.kind {
            UnitKind::Np(np) if transitive && self.is(subject, Type::Group) && subject.class != Class::Unknown => Some((np.clone(), index + 1, Via::Name)),
            _ => None,
        }
    }

    /// A verb that only carries an event hands its phrases to it.
    fn shares(&self, event: usize, verb: usize) -> bool {
        self.verb(verb).is_some() && self.is_carrier(verb) && (self.event_subject(verb) == Some(event) || self.event_after(verb) == Some(event))
    }

    /// The phrases without preposition that follow a verb in its clause, at most two.
    fn bare_after(&self, index: usize, verb: &Verb) -> Vec<(Np, usize, Via)> {
        let mut bare: Vec<(Np, usize, Via)> = Vec::new();
        for i in index + 1..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Np(_) | UnitKind::Event(_) if self.is_tail(verb, i) => {}
                UnitKind::Np(np) if self.units[i].prep.is_none() && np.class != Class::Time && !(self.units[i].conj && !bare.is_empty()) => {
                    bare.push((np.clone(), i, Via::Name));
                    if bare.len() == 2 {
                        break;
                    }
                }
                UnitKind::Np(_)
                | UnitKind::Time(_)
                | UnitKind::Quote
                | UnitKind::Word(Word::FullExtent | Word::Approximately | Word::Fact(_) | Word::AtLeastAfter | Word::Adverb) => {}
                UnitKind::Word(Word::Only | Word::Aspect(_)) if verb.negated => {}
                UnitKind::Punct('،' | ',') if self.is_parenthetical(i) => {}
                UnitKind::Event(_) if self.units[i].prep.is_some() => {}
                UnitKind::Event(_) if !self.units[i].conj => {
                    bare.extend(self.argument(i).map(|np| (np, i, Via::Name)));
                    break;
                }
                _ => break,
            }
        }
        bare
    }

    /// Verb–subject–object, subject–verb–object, a subject understood, a passive: each that form and agreement allow.
    fn arrangements(&self, index: usize, verb: &Verb) -> Vec<Raw> {
        let mut bare = self.bare_after(index, verb);
        // The phrases before a coordinated verb belong to the verb that it is coordinated with.
        let taken =
            self.units[index].conj && self.units[..index].iter().rev().take_while(|u| !matches!(u.kind, UnitKind::Punct('.' | ':'))).any(|u| matches!(u.kind, UnitKind::Verb(_)));
        let left = self.left_subject(index, verb).filter(|_| !taken);
        if verb.pronoun.is_some() {
            let objects = self.antecedent(index).map(|(np, unit, _)| (np, unit, Via::Pronoun)).into_iter().collect();
            let subject = if bare.is_empty() { left } else { Some(bare.remove(0)) };
            return vec![Raw { subject, objects, ..Raw::default() }];
        }
        if let Some(event) = self.event_beside(index).filter(|_| left.is_none()) {
            // `الضربات قتلت ثلاثة`: the event is the subject, nobody else is; `القصف ينطلق` tells of no one.
            let subject = self.argument(event).filter(|_| bare.is_empty()).map(|np| (np, event, Via::Name));
            return vec![Raw { subject, objects: bare, ..Raw::default() }];
        }
        let mut out = Vec::new();
        if verb.voice != Voice::Active {
            out.extend(self.passives(verb, &bare, left.as_ref()));
        }
        if verb.voice == Voice::Passive {
            return out;
        }
        let before_subject = !matches!(verb.subject, Subject::They | Subject::Two | Subject::Speaker);
        let follows = bare.first().is_some_and(|b| before_subject && self.agrees(verb, &b.0, false));
        if follows {
            out.push(Raw { subject: bare.first().cloned(), objects: bare[1..].to_vec(), ..Raw::default() });
        }
        let prior = if follows { -1 } else { 0 };
        let continued = if self.units[index].conj { self.dropped_subject(index, verb) } else { None };
        if let Some(subject) = continued {
            out.push(Raw { subject: Some(subject), objects: bare, prior, ..Raw::default() });
        } else if let Some(subject) = left {
            out.push(Raw { subject: Some(subject), objects: bare, prior, ..Raw::default() });
        } else {
            out.push(Raw { subject: self.dropped_subject(index, verb), objects: bare, prior: prior - 1, ..Raw::default() });
        }
        out
    }

    /// The event noun without preposition just before a verb: what the verb tells of (`القصف ينطلق`).
    fn event_beside(&self, verb: usize) -> Option<usize> {
        let i = (0..verb).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Time(_) | UnitKind::Quote))?;
        let told = self.event_np(i).is_some() && self.units[i].prep.is_none() && !self.units[verb].conj;
        (told && self.verb(verb).is_some_and(|v| v.pronoun.is_none())).then_some(i)
    }

    /// Passive readings: what was done to is the phrase after the verb, else the one before it.
    fn passives(&self, verb: &Verb, bare: &[(Np, usize, Via)], left: Option<&(Np, usize, Via)>) -> Option<Raw> {
        let sure = verb.voice == Voice::Passive;
        if !sure && (verb.tense != Tense::Past || matches!(verb.subject, Subject::They | Subject::Two | Subject::Speaker)) {
            return None;
        }
        let Some(object) = bare.first().or(left.filter(|_| sure)) else {
            // `أفرج عن`, `عثر على`: impersonal, what was done to stands under the preposition.
            return sure.then(|| Raw { passive: true, ..Raw::default() });
        };
        let rest = bare.get(1).cloned();
        Some(Raw { objects: std::iter::once(object.clone()).chain(rest).collect(), passive: true, prior: if sure { 0 } else { -1 }, ..Raw::default() })
    }

    /// A comma beside a time expression opens or closes a parenthesis.
    fn is_parenthetical(&self, index: usize) -> bool {
        let vehicle = |u: &Unit| matches!(&u.kind, UnitKind::Np(np) if u.prep.is_some() && self.noun(np).is_some_and(|n| n.vehicle));
        let time = |u: Option<&Unit>| u.is_some_and(|u| matches!(u.kind, UnitKind::Time(_) | UnitKind::Word(Word::Adverb)) || vehicle(u));
        time(self.units.get(index + 1)) || time(index.checked_sub(1).and_then(|i| self.units.get(i)))
    }

    /// The noun belongs to the idiom of a verb before it (`رفضت روسيا التعليق`).
    fn closes_idiom(&self, index: usize) -> bool {
        self.event_np(index).is_some() && (index.saturating_sub(4)..index).any(|i| self.verb(i).is_some_and(|v| self.is_tail(v, index)))
    }

    /// A fixed word of an idiom, after the subject (`أطلقت الجماعة سراح`).
    fn is_tail(&self, verb: &Verb, index: usize) -> bool {
        let token = &self.tokens[self.units[index].tokens.start];
        self.units[index].tokens.len() == 1 && self.lexicon.lemmas[verb.lemma as usize].classes.iter().any(|c| c.tail.iter().any(|w| same_word(&token.key, w)))
    }

    /// The subject of the verb that this one is coordinated with.
    fn dropped_subject(&self, index: usize, verb: &Verb) -> Option<(Np, usize, Via)> {
        if index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::AfterClause)) {
            return self.topic_before(index).filter(|s| self.agrees(verb, &s.0, true)).map(|(np, unit)| (np, unit, Via::Pronoun));
        }
        let mut i = index;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Verb(other) => {
                    let subject = self.plain_subject(i, other)?;
                    return self.agrees(verb, &subject.0, true).then_some((subject.0, subject.1, Via::Pronoun));
                }
                UnitKind::Word(w) if closes(*w) && !matches!(w, Word::Complementizer | Word::AfterClause | Word::TimeClause) => return None,
                _ => {}
            }
        }
        // A title or caption without a verb: the phrase that it begins with.
        self.units[..index].iter().enumerate().take(2).find_map(|(i, u)| match &u.kind {
            UnitKind::Np(np) if u.prep.is_none() && self.is(np, Type::Group) && np.class != Class::Unknown && self.agrees(verb, np, true) => Some((np.clone(), i, Via::Pronoun)),
            _ => None,
        })
    }

    /// What the clause that something says of is about: the first agent after إن, else the first of the sentence (`إن الأسد …، كما اقترح`).
    fn topic_before(&self, index: usize) -> Option<(Np, usize)> {
        let start = (0..index).rev().find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::Complementizer))).map_or(0, |i| i + 1);
        (start..index).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.units[i].prep.is_none() && self.is(np, Type::Agent) && np.class != Class::Unknown => Some((np.clone(), i)),
            _ => None,
        })
    }

    /// The subject of any verb: the first bare phrase after it that agrees, else the one before it.
    pub fn plain_subject(&self, index: usize, verb: &Verb) -> Option<(Np, usize, Via)> {
        if self.event_beside(index).is_some() {
            return None;
        }
        if self.units[index].conj
            && !matches!(self.units.get(index + 1).map(|u| &u.kind), Some(UnitKind::Np(_)))
            && let Some(subject) = self.dropped_subject(index, verb)
        {
            return Some(subject);
        }
        if self.after_auxiliary(index)
            && let Some(left) = self.left_subject(index, verb)
        {
            return Some(left);
        }
        for i in index + 1..self.units.len().min(index + 8) {
            match &self.units[i].kind {
                UnitKind::Np(np) if self.units[i].prep.is_none() && np.class != Class::Time => {
                    let doubtful = np.class == Class::Unknown || !self.is(np, Type::Agent);
                    if self.agrees(verb, np, false) && !(doubtful && self.left_subject(index, verb).is_some_and(|l| self.is(&l.0, Type::Agent))) {
                        return Some((np.clone(), i, Via::Name));
                    }
                    break;
                }
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Word(Word::Dash | Word::Adverb) => {}
                UnitKind::Punct('،' | ',') if self.is_parenthetical(i) => {}
                _ => break,
            }
        }
        self.left_subject(index, verb)
    }

    /// `كان X قد فعل`: the subject stands between the two verbs.
    fn after_auxiliary(&self, index: usize) -> bool {
        (index.saturating_sub(6)..index).rev().find(|&i| self.verb(i).is_some()).is_some_and(|i| self.aspect_of(i) == Some(AspectKind::Auxiliary)) && !self.units[index].conj
    }

    /// The phrase before a verb that can be its subject.
    fn left_subject(&self, index: usize, verb: &Verb) -> Option<(Np, usize, Via)> {
        if verb.participle && index > 0 && matches!(self.units[index - 1].kind, UnitKind::Punct(_)) {
            return self.main_subject(index);
        }
        let mut i = index;
        let mut steps = 0;
        while i > 0 && steps < 9 {
            i -= 1;
            steps += 1;
            match &self.units[i].kind {
                UnitKind::Np(np) if self.units[i].prep.is_none() && !(np.class == Class::Unknown && self.units[i].conj) && self.agrees(verb, np, true) => {
                    return Some((np.clone(), i, Via::Name));
                }
                UnitKind::Np(np) if i + 1 == index && !np.definite && np.head != Head::Pronoun && self.agrees(verb, np, true) => {
                    return Some((np.clone(), i, Via::Name));
                }
                UnitKind::Np(np) if matches!(self.units.get(i + 1).map(|u| &u.kind), Some(UnitKind::Word(Word::Relative))) && self.agrees(verb, np, true) => {
                    return Some((np.clone(), i, Via::Name));
                }
                UnitKind::Np(_)
                | UnitKind::Time(_)
                | UnitKind::Quote
                | UnitKind::Word(Word::Relative | Word::Negation(_) | Word::Fact(_) | Word::Aspect(_) | Word::Dash | Word::Adverb) => {}
                UnitKind::Punct('،' | ',') if !self.units[index].conj => {}
                UnitKind::Verb(v) if self.lexicon.lemmas[v.lemma as usize].aspect.is_some() && !self.units[index].conj => {}
                UnitKind::Event(_) if self.units[i].prep.is_some() => {}
                UnitKind::Event(_) | UnitKind::Verb(_) => return self.before_relative(i).filter(|s| self.agrees(verb, &s.0, true)),
                _ => return None,
            }
        }
        None
    }

    /// Whose deed a participle after a comma tells (`، متهما الجيش`): the speaker's, else the last subject's.
    fn main_subject(&self, index: usize) -> Option<(Np, usize, Via)> {
        let subject = |i: usize| {
            self.verb(i)
                .filter(|v| !v.participle)
                .and_then(|v| self.plain_subject(i, v))
                .filter(|s| self.is(&s.0, Type::Agent) || matches!(s.0.class, Class::Source | Class::People))
        };
        let speaks = |i: &usize| self.verb(*i).is_some_and(|v| self.lexicon.lemmas[v.lemma as usize].reporting.is_some());
        (0..index).rev().filter(speaks).find_map(subject).or_else(|| (0..index).rev().find_map(subject))
    }

    /// The phrase that a relative clause around a unit describes (`الإدارة التي تقود المعارك أعلنت`).
    fn before_relative(&self, inside: usize) -> Option<(Np, usize, Via)> {
        let relative = (inside.saturating_sub(6)..=inside).rev().find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::Relative)))?;
        let head = (0..relative).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Quote | UnitKind::Punct('،' | ',')))?;
        if self.units[relative..inside].iter().any(|u| matches!(u.kind, UnitKind::Punct(_))) {
            return None;
        }
        match &self.units[head].kind {
            UnitKind::Np(np) if self.units[head].prep.is_none() => Some((np.clone(), head, Via::Name)),
            _ => None,
        }
    }

    /// What a resumptive pronoun on the verb points to.
    fn antecedent(&self, index: usize) -> Option<(Np, usize, Via)> {
        (0..index).rev().take(4).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if np.class != Class::Unknown => Some((np.clone(), i, Via::Pronoun)),
            _ => None,
        })
    }

    /// Agreement in gender and number; before its subject a verb is singular.
    pub fn agrees(&self, verb: &Verb, np: &Np, subject_first: bool) -> bool {
        if np.oblique && np.amount.is_none() && np.quantifier.is_none() && np.more.is_empty() && np.of.is_none() {
            return false;
        }
        let human_plural = np.number == Number::Plural && !np.feminine;
        let list = !np.more.is_empty();
        let named = matches!(np.head, Head::Actor(a) if !self.lexicon.actors[a as usize].is_person()) || self.is_state(np);
        let unsure = named
            || matches!(np.head, Head::Unknown | Head::Outlet(_) | Head::Latter | Head::Pronoun)
            || np.amount.is_some()
            || np.quantifier.is_some()
            || np.class == Class::Place;
        match verb.subject {
            Subject::Speaker | Subject::TheyFem => true,
            _ if unsure => !(verb.subject == Subject::They && !subject_first),
            Subject::They => subject_first && (human_plural || list || matches!(np.class, Class::Group | Class::People)),
            Subject::Two => subject_first,
            Subject::She => np.feminine || human_plural || list || np.number == Number::Plural,
            Subject::He => !np.feminine || human_plural || !subject_first && np.class == Class::People,
        }
    }

    fn noun_args(&self, index: usize, event: &EventNp) -> Raw {
        let mut raw = Raw::default();
        raw.genitive = event.of.as_deref().map(|of| (of.clone(), index, Via::Name));
        if let Some(nisba) = event.nisba {
            let np = Np { nisba: Some(nisba), ..crate::phrase::plain(self.units[index].tokens.clone(), Head::Unknown, Class::State) };
            raw.subject = Some((np, index, Via::Adjective));
        }
        if event.of.is_none() && self.units.get(index + 1).is_some_and(|u| matches!(u.kind, UnitKind::Event(_)) && u.prep.is_none() && !u.conj) {
            // `إحباط هجوم`: an event is the object.
            raw.objects.extend(self.argument(index + 1).map(|np| (np, index + 1, Via::Name)));
        }
        for (i, unit) in self.units.iter().enumerate().skip(index + 1).take(3) {
            if let UnitKind::Np(np) = &unit.kind
                && unit.prep.is_none()
                && i == index + 1
                && (event.of.is_some() || event.pronoun.is_some())
            {
                raw.objects.push((np.clone(), i, Via::Name));
            }
        }
        if self.carrier_before(index).is_some()
            && let Some(verb) = self.verb_after(index).filter(|&v| self.is_light(v) && self.is_relative(index, v))
        {
            // The verb of its relative clause says what it hit.
            self.light_args(index, verb, Relation::Subject, &mut raw);
        }
        match self.governor(index) {
            Some((verb, relation)) => self.light_args(index, verb, relation, &mut raw),
            None if self.units[index].prep.is_none() && !event.definite && (event.of.is_none() || self.is_prepositional(index)) => {
                raw.subject = raw.subject.or_else(|| self.nominal_subject(index))
            }
            None if self.is_means(index) && event.of.is_none() => raw.subject = raw.subject.or_else(|| self.previous_subject(index)),
            None => {}
        }
        let unrelated = |(v, r): (usize, Relation)| r == Relation::Subject && !self.is_light(v);
        if raw.subject.is_none() && self.units[index].prep.is_none() && !event.definite && event.of.is_none() && self.governor(index).is_some_and(unrelated) {
            // `الأسد مستعد لاتفاق يتيح له …`: a predicate, whatever verb follows it.
            raw.subject = self.nominal_subject(index);
        }
        if raw.subject.is_none() && event.definite && self.is_prepositional(index) {
            // `الميناء الخاضع لسيطرة الجماعة`
            raw.subject = index.checked_sub(1).and_then(|i| match &self.units[i].kind {
                UnitKind::Np(np) if np.class == Class::Place => Some((np.clone(), i, Via::Name)),
                _ => None,
            });
        }
        if raw.subject.is_none() && self.units[index].prep.is_none() && self.governor(index).is_some_and(|(v, _)| self.is_copula(v)) && !event.definite {
            raw.subject = self.nominal_subject(index);
        }
        raw
    }

    /// `تحت سيطرة`, `في قبضة`: the place is the subject, the genitive is who holds it.
    fn is_prepositional(&self, index: usize) -> bool {
        let places = |f: &Frame| f.bare.len() == 2 && f.bare[0].args.iter().any(|(arg, _)| *arg == Arg::Role(Role::Place));
        self.uses(index).iter().any(|u| self.frames(u).any(|(_, f)| f.genitive_is_subject && places(f)))
    }

    /// `عبر مبادرات`: by what means the subject of the clause acts.
    fn is_means(&self, index: usize) -> bool {
        self.units[index].prep.is_some_and(|p| self.lexicon.prepositions[p as usize] == "عبر")
    }

    /// كان and its sisters.
    fn is_copula(&self, index: usize) -> bool {
        self.verb(index).is_some() && matches!(self.aspect_of(index), Some(AspectKind::Auxiliary | AspectKind::Become | AspectKind::Continue))
    }

    /// The subject of a clause without a verb: `الأسد (ليس) موجودا`.
    fn nominal_subject(&self, index: usize) -> Option<(Np, usize, Via)> {
        let mut i = index;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Np(np) if self.units[i].prep.is_none() && np.class != Class::Unknown => return Some((np.clone(), i, Via::Name)),
                UnitKind::Word(Word::Negation(_) | Word::Fact(_) | Word::Aspect(_) | Word::FullExtent | Word::Dash | Word::Adverb | Word::Turn)
                | UnitKind::Time(_)
                | UnitKind::Quote
                | UnitKind::Punct('،' | ',') => {}
                UnitKind::Verb(_) if self.is_copula(i) => {}
                UnitKind::Np(_) if self.units[i].prep.is_some() => {}
                UnitKind::Word(Word::Where) => return self.previous_subject(i),
                _ => return None,
            }
        }
        None
    }

    /// The subject of the last verb before a unit.
    pub fn previous_subject(&self, index: usize) -> Option<(Np, usize, Via)> {
        let verb = (0..index).rev().find(|&i| self.verb(i).is_some())?;
        self.plain_subject(verb, self.verb(verb)?).map(|(np, unit, _)| (np, unit, Via::Pronoun))
    }

    /// Who does what a noun of beginning or trying tells of: its genitive, else the subject of the verb above it (`يجري محاولة أخيرة للبقاء`).
    fn controlled_subject(&self, index: usize, depth: usize) -> Option<(Np, usize, Via)> {
        let event = self.event_np(index).filter(|e| self.lexicon.events[e.noun as usize].aspect.is_some())?;
        if let Some(of) = event.of.as_deref().filter(|of| self.is(of, Type::Agent)) {
            return Some((of.clone(), index, Via::Name));
        }
        let (above, relation) = self.governor(index).filter(|_| depth < 3)?;
        match self.verb(above) {
            Some(verb) if relation != Relation::Subject => self.plain_subject(above, verb),
            Some(_) => None,
            None => self.controlled_subject(above, depth + 1),
        }
    }

    /// What the light verb above an event noun says of who and where.
    fn light_args(&self, index: usize, verb_index: usize, relation: Relation, raw: &mut Raw) {
        if raw.subject.is_none() && matches!(relation, Relation::Complement(_)) {
            raw.subject = self.controlled_subject(verb_index, 0);
        }
        let Some(verb) = self.verb(verb_index) else { return };
        for light in self.lights(verb) {
            match (light.subject, relation) {
                (LightSubject::Cause, Relation::Subject) if light.hits => {
                    if let Some(i) = (verb_index + 1..self.units.len().min(verb_index + 3)).find(|&i| self.bare_np(i).is_some()) {
                        raw.hit.extend(self.bare_np(i).map(|np| (np.clone(), i)));
                    }
                }
                (LightSubject::Actor, Relation::Complement(prep)) if matches_prep(&light.preps, prep) => {
                    if raw.subject.is_none() {
                        raw.subject = self.plain_subject(verb_index, verb);
                    }
                }
                (LightSubject::Actor, Relation::Subject) if verb.pronoun.is_some() && raw.subject.is_none() => {
                    raw.subject = self.plain_subject(verb_index, verb).filter(|s| s.1 > verb_index);
                }
                (LightSubject::Patient | LightSubject::PlaceOrPatient, Relation::Complement(prep)) if matches_prep(&light.preps, prep) => {
                    if let Some((np, unit, via)) = self.place_subject(verb_index, verb).filter(|s| s.1 != index) {
                        if self.is(&np, Type::Place) {
                            raw.hit.push((np, unit));
                        } else {
                            raw.objects.push((np, unit, via));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// The subject of a verb of witnessing, places included.
    fn place_subject(&self, index: usize, verb: &Verb) -> Option<(Np, usize, Via)> {
        self.plain_subject(index, verb).or_else(|| self.bare_np(index + 1).map(|np| (np.clone(), index + 1, Via::Name)))
    }

    /// The verb that carries an event noun as its object (`شنت القوات هجوما استهدف`), subject and times between.
    fn carrier_before(&self, index: usize) -> Option<usize> {
        let carries = |l: &rawi_lexicon::Light| l.subject == LightSubject::Actor && !l.hits && l.preps.is_empty();
        if self.units[index].prep.is_some() {
            return None;
        }
        let verb = (0..index).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct('،' | ',')))?;
        self.verb(verb).filter(|v| v.pronoun.is_none() && v.voice != Voice::Passive && self.lights(v).any(carries)).map(|_| verb)
    }

    /// The verb or noun that governs an event noun.
    pub fn governor(&self, index: usize) -> Option<(usize, Relation)> {
        let prep = self.units[index].prep;
        if let Some(verb) = self.carrier_before(index) {
            return Some((verb, Relation::Complement(None)));
        }
        if let Some(verb) = self.verb_after(index).filter(|&v| self.is_light(v) && self.is_relative(index, v)) {
            return Some((verb, Relation::Subject));
        }
        if self.is_adjunct(prep) || self.follows_time(index) {
            return None;
        }
        let mut i = index;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Verb(_) => return Some((i, Relation::Complement(prep))),
                UnitKind::Event(e)
                    if self.lexicon.events[e.noun as usize].aspect.is_some()
                        || self.lexicon.events[e.noun as usize].reporting.is_some()
                        || i + 1 == index && prep.is_none() && self.holds_off(i) =>
                {
                    return Some((i, Relation::Complement(prep)));
                }
                UnitKind::Word(w) if closes(*w) => break,
                UnitKind::Punct(':' | '.' | '؛') => break,
                _ => {}
            }
        }
        self.verb_after(index).map(|v| (v, Relation::Subject))
    }

    /// `بعد ساعات من انسحابها`: the event from which the time is told.
    pub fn follows_time(&self, index: usize) -> bool {
        let from = self.units[index].prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "من" | "على"));
        from && index > 0 && matches!(self.units[index - 1].kind, UnitKind::Time(_))
    }

    /// A noun of holding off an attack.
    fn holds_off(&self, index: usize) -> bool {
        self.uses(index).iter().any(|u| self.lexicon.classes[u.class as usize].kind == "repel")
    }

    fn is_light(&self, index: usize) -> bool {
        self.verb(index).is_some_and(|v| self.lights(v).next().is_some())
    }

    fn is_adjunct(&self, prep: Option<u16>) -> bool {
        prep.is_some_and(|p| {
            matches!(self.lexicon.prepositions[p as usize].as_str(), "بعد" | "قبل" | "منذ" | "خلال" | "بحلول" | "بسبب" | "رغم" | "في إطار" | "مع" | "حتى" | "مقابل" | "عبر")
        })
    }

    /// The verb of which a leading event noun is the subject.
    fn verb_after(&self, index: usize) -> Option<usize> {
        for i in index + 1..self.units.len().min(index + 7) {
            match &self.units[i].kind {
                UnitKind::Verb(_) => return (!self.units[i].conj).then_some(i),
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Word(Word::Relative) | UnitKind::Quote => {}
                _ => return None,
            }
        }
        None
    }

    /// The reading and arrangement whose frame takes most of what is there.
    fn best(&self, index: usize, uses: &[&'a ClassUse], raws: Vec<Raw>) -> Option<Event> {
        let mut best: Option<(i32, Event)> = None;
        for class_use in uses.iter().filter(|u| self.tail_follows(index, u)) {
            for (number, frame) in self.frames(class_use) {
                for raw in &raws {
                    let Some((score, found)) = self.fit(index, frame, raw) else { continue };
                    let score = score + raw.prior + 3 * class_use.tail.len() as i32;
                    if score < 0 {
                        continue;
                    }
                    if best.as_ref().is_some_and(|b| score <= b.0) {
                        continue;
                    }
                    let own = found.iter().filter(|f| matches!(f.arg, Arg::Role(_))).count();
                    let governor = self.event_np(index).and_then(|_| self.governor(index));
                    best = Some((score, Event { unit: index, class: class_use.class, frame: number, found, governor, own, passive: raw.passive }));
                }
            }
        }
        best.map(|b| b.1)
    }

    /// `لم يبق … سوى`: a negated verb with its exception.
    fn is_only(&self, index: usize) -> bool {
        let clause = self.units[index..].iter().take_while(|u| !matches!(u.kind, UnitKind::Punct(_)));
        self.verb(index).is_some_and(|v| v.negated) && clause.into_iter().any(|u| matches!(u.kind, UnitKind::Word(Word::Only)))
    }

    fn tail_follows(&self, index: usize, class_use: &ClassUse) -> bool {
        let start = self.units[index].tokens.start + 1;
        let reach = if self.verb(index).is_some() { 10 } else { 1 };
        (start..start + reach).any(|s| class_use.tail.iter().enumerate().all(|(i, word)| self.tokens.get(s + i).is_some_and(|t| same_word(&t.key, word))))
    }

    /// Fills a frame; `None` when something required is missing.
    fn fit(&self, index: usize, frame: &Frame, raw: &Raw) -> Option<(i32, Vec<Found>)> {
        if frame.only && !self.is_only(index) || frame.negated && !self.verb(index).is_some_and(|v| v.negated) {
            return None;
        }
        let mut found = Vec::new();
        let mut score = 0;
        let after = self.units[index].tokens.start + 1;
        for literal in &frame.literals {
            let hit = (after..(after + 8).min(self.tokens.len())).any(|s| literal.iter().enumerate().all(|(i, w)| self.tokens.get(s + i).is_some_and(|t| same_word(&t.key, w))));
            if !hit {
                return None;
            }
            score += 3;
        }
        let nominal = self.event_np(index).is_some();
        let mut bare: [Option<(Np, usize, Via)>; 3] = [None, None, None];
        if nominal {
            self.share_genitive(frame, raw, &mut bare);
        } else {
            let (subject, objects) = (raw.subject.clone(), raw.objects.clone());
            if raw.passive {
                let object = if frame.bare.len() > 1 { 1 } else { 0 };
                score -= objects.iter().skip(1).map(stray).sum::<i32>();
                bare[object] = objects.into_iter().next();
            } else {
                bare[0] = subject;
                for (i, object) in objects.into_iter().enumerate().take(2) {
                    bare[i + 1] = Some(object);
                }
            }
            score -= bare.iter().skip(frame.bare.len()).flatten().map(stray).sum::<i32>();
        }
        for (number, (slot, value)) in frame.bare.iter().zip(bare).enumerate() {
            let blocks = number == 0 && value.as_ref().is_some_and(|v| v.2 == Via::Name && (!nominal || v.0.class != Class::Unknown) && self.accepts(slot, &v.0).is_none());
            if blocks {
                return None;
            }
            score += self.fill(slot, value, &mut found)?;
        }
        for (np, unit) in &raw.hit {
            let role = if self.is(np, Type::Place) { Role::Place } else { Role::Target };
            found.push(Found { arg: Arg::Role(role), np: np.clone(), unit: *unit, via: Via::Name });
            score += 2;
        }
        let mut loose = Vec::new();
        for (prep, np, unit) in &raw.preps {
            let slot = frame.preps.iter().find(|(ids, slot)| ids.contains(prep) && self.accepts(slot, np).is_some() && !taken(&found, slot));
            match slot {
                Some((_, slot)) => score += self.fill(slot, Some((np.clone(), *unit, Via::Name)), &mut found)?,
                None if self.is_location(*prep) && self.is(np, Type::Place) => loose.push(Found { arg: Arg::Role(Role::Place), np: np.clone(), unit: *unit, via: Via::Name }),
                None if nominal && self.lexicon.prepositions[*prep as usize] == "من قبل" => {
                    found.push(Found { arg: Arg::Role(Role::Actor), np: np.clone(), unit: *unit, via: Via::Name })
                }
                None => {}
            }
        }
        let missing = frame.preps.iter().any(|(_, slot)| slot.required && !taken(&found, slot));
        found.extend(loose);
        (!missing).then_some((score, found))
    }

    fn fill(&self, slot: &Slot, value: Option<(Np, usize, Via)>, found: &mut Vec<Found>) -> Option<i32> {
        let Some((np, unit, via)) = value else { return (!slot.required).then_some(0) };
        match self.accepts(slot, &np) {
            Some(arg) => {
                let weight = if matches!(np.head, Head::Unknown) && np.nisba.is_none() { 1 } else { 2 };
                found.push(Found { arg, np, unit, via });
                Some(weight)
            }
            None => (!slot.required).then_some(-2),
        }
    }

    /// The genitive of a verbal noun is the object if its type fits, else the subject.
    fn share_genitive(&self, frame: &Frame, raw: &Raw, bare: &mut [Option<(Np, usize, Via)>; 3]) {
        bare[0] = raw.subject.clone();
        let mut objects = raw.objects.iter().cloned();
        if let Some(genitive) = raw.genitive.clone() {
            let as_object = frame.bare.get(1).and_then(|s| self.accepts(s, &genitive.0)).is_some();
            // `غارات صنعاء`: a capital after a verbal noun is where, not who.
            let as_subject = frame.bare.first().and_then(|s| self.accepts(s, &genitive.0)).is_some() && !self.is_capital(&genitive.0);
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
        for slot in bare.iter_mut().skip(1) {
            if slot.is_none() {
                *slot = objects.next();
            }
        }
        let passes_to = |slot: Option<&Slot>, value: &Option<(Np, usize, Via)>| value.as_ref().is_none_or(|v| slot.is_some_and(|s| self.accepts(s, &v.0).is_some()));
        if bare[1].is_some() && !passes_to(frame.bare.get(1), &bare[1]) && bare[0].is_none() && passes_to(frame.bare.first(), &bare[1]) {
            bare[0] = bare[1].take();
        }
    }

    /// The argument that a slot makes of a phrase, if its type fits.
    pub fn accepts(&self, slot: &Slot, np: &Np) -> Option<Arg> {
        let event = np.class == Class::Event;
        let building = slot.args.len() == 1 && self.noun(np).is_some_and(|n| n.building);
        let fits = |ty: Type| self.is(np, ty) || building && ty == Type::Place;
        slot.args.iter().find(|(arg, ty)| fits(*ty) && !(event && matches!(arg, Arg::Role(_)))).map(|(arg, _)| *arg)
    }

    /// Type of a phrase.
    pub fn is(&self, np: &Np, ty: Type) -> bool {
        use Class::*;
        let class = np.class;
        match ty {
            Type::Any => class != Time,
            Type::Agent => {
                matches!(class, Person | Group | Body | State | People | Vehicle | Title | Outlet)
                    || matches!(np.head, Head::Latter | Head::Pronoun)
                    || self.is_state(np)
                    || (class == Unknown && np.amount.is_none() && is_name_like(np))
                    || (class == Source && self.is_human_source(np))
                    || (class == Weapon && (np.nisba.is_some() || np.of.as_deref().is_some_and(|of| self.is(of, Type::Group) && of.class != Unknown)))
            }
            Type::Group => {
                matches!(class, Group | Body | State)
                    || class == People && self.is_fighters(np)
                    || class == Vehicle && (np.nisba.is_some() || np.of.is_some() || np.strike.is_none() && !self.noun(np).is_some_and(|n| n.strike.is_some()))
                    || class == People && np.of.as_deref().is_some_and(|of| self.is(of, Type::Group))
                    || matches!(np.head, Head::Latter | Head::Pronoun)
                    || self.is_state(np)
                    || (class == Unknown && is_name_like(np))
            }
            Type::Person => {
                let one = np.amount.as_ref().is_none_or(|a| a.max == Some(1));
                one && (matches!(class, Person | Title) || matches!(class, People | Unknown) && np.number == Number::Singular)
            }
            Type::Place => class == Place || (class == Unknown && !np.definite && np.amount.is_none() && np.tokens.len() <= 2) || np.head == Head::Pronoun,
            Type::Site => class == Place || np.head == Head::Pronoun,
            Type::Weapon => matches!(class, Weapon | Vehicle) || np.strike.is_some(),
            Type::Materiel => matches!(class, Materiel | Weapon | Vehicle | Thing) && !self.noun(np).is_some_and(|n| n.building),
            Type::Event => class == Event,
            Type::Building => self.noun(np).is_some_and(|n| n.building) || class == Place && !self.is_settlement(np),
            Type::Settlement => class == Place && self.is_settlement(np),
            Type::Relief => self.noun(np).is_some_and(|n| n.relief) || np.of.as_deref().is_some_and(|of| self.is(of, Type::Relief)),
            Type::Victim => matches!(class, People | Person | Title) || self.is_fighters(np) || np.amount.is_some() && matches!(class, Unknown | Group | Source),
            Type::Civilians => class == People && !self.is_fighters(np) || class == Unknown && np.amount.is_some(),
            Type::Silence => self.is_silence(np),
            Type::Thing => matches!(class, Thing | Unknown | Place),
        }
    }

    fn noun(&self, np: &Np) -> Option<&'a rawi_lexicon::Noun> {
        match np.head {
            Head::Noun(n) => Some(&self.lexicon.nouns[n as usize]),
            _ => None,
        }
    }

    pub fn is_state(&self, np: &Np) -> bool {
        let governs = |p: u32| self.lexicon.places[p as usize].class == "country" || self.lexicon.capital(self.lexicon.country_of(p)) == Some(p);
        matches!(&np.head, Head::Place(p) if np.class_noun.is_none() && np.side.is_none() && p.first().is_some_and(|p| governs(*p)))
    }

    /// A statement, a toll, a comment, as noun or as event noun.
    fn is_silence(&self, np: &Np) -> bool {
        let word = |key: &str| {
            self.lexicon.senses(key.strip_prefix("ال").unwrap_or(key)).iter().any(|s| matches!(s, Sense::Noun { noun, .. } if self.lexicon.nouns[*noun as usize].silence))
        };
        self.noun(np).is_some_and(|n| n.silence) || np.class == Class::Event && word(&self.tokens[np.at].key)
    }

    /// By its name in the lexicon, else by its class noun; an unknown place is taken for a town.
    fn is_settlement(&self, np: &Np) -> bool {
        let lives = |class: &str| matches!(class, "city" | "town" | "village" | "neighbourhood" | "camp" | "governorate" | "district" | "region" | "country" | "island");
        let told = |n: u32| self.lexicon.nouns[n as usize].place_type.as_deref().is_none_or(lives);
        match (&np.head, np.class_noun) {
            (_, Some(n)) if !told(n) => false,
            (Head::Noun(n), None) if !told(*n) => false,
            (Head::Place(p), _) => p.first().is_some_and(|p| lives(&self.lexicon.places[*p as usize].class)),
            _ => true,
        }
    }

    /// A capital that is named alone: it may stand for its state.
    fn is_capital(&self, np: &Np) -> bool {
        self.is_state(np) && matches!(&np.head, Head::Place(p) if p.first().is_some_and(|p| self.lexicon.places[*p as usize].class != "country"))
    }

    fn is_human_source(&self, np: &Np) -> bool {
        self.noun(np).is_some_and(|n| n.class == NounClass::Source && !n.vehicle)
    }

    fn is_fighters(&self, np: &Np) -> bool {
        self.noun(np).is_some_and(|n| {
            matches!(n.class, NounClass::Group | NounClass::People)
                && matches!(n.en.as_str(), "fighters" | "members" | "gunmen" | "soldiers" | "elements" | "attackers" | "militants" | "recruits" | "officers")
        })
    }

    /// The aspect of a governing verb or noun.
    pub fn aspect_of(&self, index: usize) -> Option<AspectKind> {
        match &self.units[index].kind {
            UnitKind::Verb(v) => self.lexicon.lemmas[v.lemma as usize].aspect,
            UnitKind::Event(e) => self.lexicon.events[e.noun as usize].aspect,
            _ => None,
        }
    }

    /// Part or whole, from quantifiers and words of extent near the predicate.
    pub fn is_part(&self, np: &Np) -> bool {
        matches!(np.quantifier, Some(Quantifier::Part | Quantifier::Most)) && np.class_noun.is_none()
    }
}

/// What it costs a frame to leave a phrase over; an indefinite unknown one may be an adverb.
fn stray(phrase: &(Np, usize, Via)) -> i32 {
    if phrase.0.definite || phrase.0.class != Class::Unknown { 3 } else { 1 }
}

fn taken(found: &[Found], slot: &Slot) -> bool {
    found.iter().any(|f| slot.args.iter().any(|(arg, _)| *arg == f.arg))
}

fn matches_prep(preps: &[u16], prep: Option<u16>) -> bool {
    match prep {
        None => preps.is_empty(),
        Some(p) => preps.contains(&p),
    }
}

/// An unknown word with the article is more often a common noun than a name.
fn is_name_like(np: &Np) -> bool {
    !np.described && np.amount.is_none() && (np.nisba.is_some() || !np.definite || np.tokens.len() > 1)
}

/// Words over which no argument reaches its predicate.
pub(crate) fn closes(word: Word) -> bool {
    matches!(
        word,
        Word::Complementizer | Word::Contrast | Word::But | Word::Where | Word::TimeClause | Word::Condition | Word::Cause | Word::After | Word::AfterClause | Word::Turn
    )
}
