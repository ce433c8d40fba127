//! What stands above an event: governing verbs and nouns, light verbs, carriers.

use rawi_lexicon::{AspectKind, LightSubject, Subject, Type, Voice, Word};

use crate::frame::{Context, Raw, Relation};
use crate::phrase::{Np, UnitKind, Verb};

impl<'a> Context<'a> {
    /// A verb whose subject or object is itself an event: the noun carries the claim (`غارات استهدفت المدينة`).
    pub(crate) fn is_carrier(&self, index: usize) -> bool {
        let Some(verb) = self.verb(index) else { return false };
        let idiom = || self.uses(index).iter().any(|u| !u.tail.is_empty() && self.tail_follows(index, u));
        if self.lights(verb).next().is_none() || idiom() {
            return false;
        }
        let before = self.event_subject(index);
        let object = self.event_after(index);
        // `ضربات نفذها الطيران على المدينة`
        let resumed = verb.pronoun.is_some() && before.is_some() && self.uses(index).is_empty();
        self.lights(verb).any(|l| {
            if resumed && l.subject == LightSubject::Actor && l.preps.is_empty() && !l.hits {
                return true;
            }
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
    pub(crate) fn event_subject(&self, verb: usize) -> Option<usize> {
        let mut i = verb;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Event(_) if self.has_class(i) => return (self.units[i].prep.is_none() || i + 1 == verb || self.is_relative(i, verb)).then_some(i),
                UnitKind::Time(_) | UnitKind::Word(Word::Relative) | UnitKind::Quote => {}
                UnitKind::Np(_) if self.units[i].prep.is_some() => {}
                // `هجوما على المدينة، استهدف ثكنة`, `قصف، الثلاثاء، استهدف سيارة`
                UnitKind::Punct('،' | ',') if (i + 1 == verb || self.is_parenthetical(i)) && !self.units[verb].conj => {}
                // `قصف نفذه الطيران استهدف منزلا`
                UnitKind::Np(_) if i > 0 && !self.units[verb].conj && self.verb(i - 1).is_some_and(|v| v.pronoun.is_some()) && self.is_light(i - 1) => i -= 1,
                _ => return None,
            }
        }
        None
    }

    pub(crate) fn is_relative(&self, noun: usize, verb: usize) -> bool {
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
    pub(crate) fn event_after(&self, verb: usize) -> Option<usize> {
        for i in verb + 1..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Event(_) if self.is_counted_for(i) => {}
                UnitKind::Event(_) if self.units[i].prep.is_none() && self.has_class(i) => return Some(i),
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote => {}
                _ => return None,
            }
        }
        None
    }

    /// `عدد ضحايا القصف`: an event whose victims the noun before it counts.
    pub(crate) fn is_counted_for(&self, index: usize) -> bool {
        let unit = &self.units[index];
        let Some(previous) = index.checked_sub(1).map(|i| &self.units[i]).filter(|p| p.tokens.end == unit.tokens.start && unit.prep.is_none() && !unit.conj) else { return false };
        let counts = |np: &Np| self.noun(np).is_some_and(|n| n.toll || n.harm.is_some());
        matches!((&previous.kind, &unit.kind), (UnitKind::Np(np), UnitKind::Event(_)) if counts(np) || np.of.as_deref().is_some_and(counts))
    }

    /// What the light verb above an event noun says of who and where.
    pub(crate) fn light_args(&self, index: usize, verb_index: usize, relation: Relation, raw: &mut Raw) {
        if raw.subject.is_none() && matches!(relation, Relation::Complement(_)) {
            raw.subject = self.controlled_subject(verb_index, 0);
        }
        let Some(verb) = self.verb(verb_index) else { return };
        let aspectual = self.lexicon.lemmas[verb.lemma as usize].aspect.is_some_and(|a| !matches!(a, AspectKind::Auxiliary | AspectKind::Prevent));
        if aspectual && raw.subject.is_none() && matches!(relation, Relation::Complement(_)) {
            // `يعتزم الجيش استعادة`: who means to do it does it.
            raw.subject = self.plain_subject(verb_index, verb);
        }
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

    /// The verb that carries an event noun as its object (`شنت القوات هجوما استهدف`), subject and times between.
    pub(crate) fn carrier_before(&self, index: usize) -> Option<usize> {
        let carries = |l: &rawi_lexicon::Light| l.subject == LightSubject::Actor && !l.hits && l.preps.is_empty();
        if self.units[index].prep.is_some() {
            return None;
        }
        let verb = (0..index).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct('،' | ',')))?;
        self.verb(verb).filter(|v| v.pronoun.is_none() && v.voice != Voice::Passive && self.lights(v).any(carries)).map(|_| verb)
    }

    /// The verb that says what befell its subject (`تعرضت المدينة لضربات ألحقت`).
    fn bearer_before(&self, index: usize) -> Option<usize> {
        let prep = self.units[index].prep?;
        let verb = (0..index).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote))?;
        self.verb(verb).filter(|v| self.lights(v).any(|l| l.subject == LightSubject::Patient && l.preps.contains(&prep))).map(|_| verb)
    }

    /// The verb or noun that governs an event noun.
    pub(crate) fn governor(&self, index: usize) -> Option<(usize, Relation)> {
        let prep = self.units[index].prep;
        if let Some(verb) = self.carrier_before(index) {
            return Some((verb, Relation::Complement(None)));
        }
        if let Some(verb) = self.bearer_before(index) {
            return Some((verb, Relation::Complement(prep)));
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
    pub(crate) fn follows_time(&self, index: usize) -> bool {
        let from = self.units[index].prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "من" | "على"));
        from && index > 0 && matches!(self.units[index - 1].kind, UnitKind::Time(_))
    }

    /// A noun of holding off an attack.
    fn holds_off(&self, index: usize) -> bool {
        self.uses(index).iter().any(|u| self.lexicon.classes[u.class as usize].kind == "repel")
    }

    /// A verb whose subject does what the noun under it tells.
    pub(crate) fn lends_subject(&self, index: usize) -> bool {
        self.verb(index).is_some_and(|v| self.lights(v).any(|l| l.subject == LightSubject::Actor))
    }

    pub(crate) fn is_light(&self, index: usize) -> bool {
        self.verb(index).is_some_and(|v| self.lights(v).next().is_some())
    }

    fn is_adjunct(&self, prep: Option<u16>) -> bool {
        prep.is_some_and(|p| {
            matches!(self.lexicon.prepositions[p as usize].as_str(), "بعد" | "قبل" | "منذ" | "خلال" | "بحلول" | "بسبب" | "رغم" | "في إطار" | "مع" | "حتى" | "مقابل" | "عبر")
        })
    }

    /// The verb of which a leading event noun is the subject.
    pub(crate) fn verb_after(&self, index: usize) -> Option<usize> {
        for i in index + 1..self.units.len().min(index + 7) {
            match &self.units[i].kind {
                UnitKind::Verb(_) => return (!self.units[i].conj).then_some(i),
                // `قتلى بقصف على المدينة والرئيس يتوعد`: a clause of its own.
                UnitKind::Np(_) if self.opens_clause(i) => return None,
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Word(Word::Relative) | UnitKind::Quote => {}
                _ => return None,
            }
        }
        None
    }

    /// The aspect of a governing verb or noun.
    pub(crate) fn aspect_of(&self, index: usize) -> Option<AspectKind> {
        match &self.units[index].kind {
            UnitKind::Verb(v) => self.lexicon.lemmas[v.lemma as usize].aspect,
            UnitKind::Event(e) => self.lexicon.events[e.noun as usize].aspect,
            _ => None,
        }
    }
}

pub(crate) fn matches_prep(preps: &[u16], prep: Option<u16>) -> bool {
    match prep {
        None => preps.is_empty(),
        Some(p) => preps.contains(&p),
    }
}

/// Words over which no argument reaches its predicate.
pub(crate) fn closes(word: Word) -> bool {
    matches!(
        word,
        Word::Complementizer | Word::Contrast | Word::But | Word::Where | Word::TimeClause | Word::Condition | Word::Cause | Word::After | Word::AfterClause | Word::Turn
    )
}
