//! Arguments of a predicate: every way to share out the phrases around it.

use std::borrow::Cow;

use rawi_lexicon::{Arg, Frame, Number, Subject, Tense, Type, Voice, Word};
use rawi_model::{Role, Via};

use crate::frame::{Bare, Context, Raw, Relation};
use crate::governor::closes;
use crate::phrase::{Class, EventNp, Head, Np, Unit, UnitKind, Verb, plain, same_word};

impl Context<'_> {
    /// For every unit under a preposition, the predicate that it belongs to.
    pub(crate) fn owners(&self) -> Vec<Option<usize>> {
        (0..self.units.len()).map(|i| self.owner(i)).collect()
    }

    fn owner(&self, index: usize) -> Option<usize> {
        let unit = &self.units[index];
        let prep = unit.prep?;
        let np = &*self.argument(index)?;
        let owns = self.owns_previous(index);
        if self.completes_adjective(index) {
            return None;
        }
        if self.is_where(prep, np) && self.locates_previous(index) {
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
            let takes = |slot: &rawi_lexicon::Slot| self.accepts(slot, np).is_some_and(|arg| !(owns && arg == Arg::Role(Role::Actor)));
            let licensed = uses.iter().any(|u| self.frames(u).any(|(_, f)| f.preps.iter().any(|(ids, slot)| self.opened_by(index, ids, prep) && takes(slot))));
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
        nearest.or_else(|| self.predicate_after(index)).filter(|_| self.is_where(prep, np))
    }

    /// `وفي إدلب قتل مدنيان`: the verb of the clause that a phrase opens.
    fn predicate_after(&self, index: usize) -> Option<usize> {
        let opens = index == 0 || matches!(self.units[index - 1].kind, UnitKind::Punct(_) | UnitKind::Word(Word::Contrast | Word::AfterClause | Word::Complementizer));
        let verb = (index + 1..self.units.len()).find(|&i| {
            !matches!(self.units[i].kind, UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct('،' | ','))
                && !(self.units[i].prep.is_some() && matches!(self.units[i].kind, UnitKind::Np(_)))
        })?;
        self.verb(verb).filter(|_| opens && !self.units[verb].conj).map(|_| verb)
    }

    /// `القوات المتمركزة في المدينة`: the complement of the adjective before it.
    fn completes_adjective(&self, index: usize) -> bool {
        let start = self.units[index].tokens.start;
        let end = index.checked_sub(1).map_or(0, |i| self.units[i].tokens.end);
        end > 0 && end + 1 >= start && self.is_opening(&self.tokens[end - 1].key) && matches!(&self.units[index - 1].kind, UnitKind::Np(np) if np.class == Class::Group)
    }

    /// `معسكرا للمتمردين`: under ل directly after an indefinite phrase, whose that is.
    fn owns_previous(&self, index: usize) -> bool {
        let unit = &self.units[index];
        let previous = index.checked_sub(1).map(|i| &self.units[i]).filter(|p| p.tokens.end == unit.tokens.start && unit.prep == self.lexicon.preposition("ل"));
        matches!(previous.map(|p| &p.kind), Some(UnitKind::Np(np)) if !np.definite && np.pronoun.is_none() && matches!(np.class, Class::Place | Class::Thing | Class::Vehicle | Class::Materiel | Class::Group | Class::People))
    }

    /// A unit as an argument; an event noun counts as a phrase of class `Event`.
    fn argument(&self, index: usize) -> Option<Cow<'_, Np>> {
        match &self.units[index].kind {
            UnitKind::Np(np) => Some(Cow::Borrowed(np)),
            UnitKind::Event(_) => Some(Cow::Owned(plain(self.units[index].tokens.clone(), Head::Unknown, Class::Event))),
            _ => None,
        }
    }

    /// A place under a preposition directly after a place says where that place lies (`بلدة A بريف B`).
    pub(crate) fn locates_previous(&self, index: usize) -> bool {
        let named = |i: usize| matches!(&self.units[i].kind, UnitKind::Np(np) if np.class == Class::Place && np.amount.is_none() && np.pronoun.is_none());
        let opened = |i: usize| matches!(self.units[i].kind, UnitKind::Punct('(' | '،' | ',') | UnitKind::Quote);
        if !named(index) || index == 0 {
            return false;
        }
        let previous = if opened(index - 1) && index >= 2 { index - 2 } else { index - 1 };
        named(previous) && !matches!(&self.units[previous].kind, UnitKind::Np(np) if self.is_held(np))
    }

    /// `مواقع الفصائل`: told by whose they are, so that what follows says where the event was.
    fn is_held(&self, np: &Np) -> bool {
        self.is_positions(np) && np.of.as_deref().is_some_and(|of| self.is_owner(of))
    }

    /// Several positions or bases, which may be told by whose they are.
    pub(crate) fn is_positions(&self, np: &Np) -> bool {
        np.number != Number::Singular && self.noun(np).is_some_and(|n| n.held)
    }

    /// A known group, to which positions may belong.
    pub(crate) fn is_owner(&self, np: &Np) -> bool {
        self.is(np, Type::Group) && !matches!(np.head, Head::Unknown)
    }

    /// Prepositions that put an event somewhere.
    pub(crate) fn is_location(&self, prep: u16) -> bool {
        matches!(self.lexicon.prepositions[prep as usize].as_str(), "في" | "ب" | "قرب" | "شرق" | "داخل" | "على طريق")
    }

    /// The phrase under a preposition says where; `بين صور والناقورة` is between two towns.
    pub(crate) fn is_where(&self, prep: u16, np: &Np) -> bool {
        let between = || self.lexicon.prepositions[prep as usize] == "بين" && np.class == Class::Place && !np.more.is_empty() && !self.is_state(np);
        self.is(np, Type::Place) && (self.is_location(prep) || between())
    }

    /// Every way to share out what stands around a predicate; the frames choose among them.
    pub(crate) fn raws(&self, index: usize, owners: &[Option<usize>]) -> Vec<Raw> {
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
            if let (Some(owner), Some(prep)) = (owner, self.units[i].prep)
                && (*owner == index || self.shares(index, *owner) || self.joint_harm(index) == Some(*owner))
                && let Some(np) = self.argument(i)
            {
                raws.iter_mut().for_each(|raw| raw.preps.push((prep, Np::clone(&np), i)));
            }
        }
        raws
    }

    /// `قصفها قوة إسرائيلية`, `قصفها بصاروخين قوة`: the object of a verbal noun that has its subject, directly after it or after the means.
    fn object_of_masdar(&self, index: usize, event: &EventNp) -> Option<Bare> {
        let means = |u: &&Unit| matches!(u.kind, UnitKind::Np(_)) && u.prep.is_some() && u.prep == self.lexicon.preposition("ب");
        let skipped = self.units[index + 1..].iter().take_while(|u| event.pronoun.is_some() && means(u)).count();
        let at = index + 1 + skipped.min(1);
        self.units.get(at).filter(|u| !u.conj).and_then(|_| self.bare_np(at)).map(|np| (np.clone(), at, Via::Name))
    }

    /// `استهداف الجيش لمستشفى`: with its subject as genitive a verbal noun has its object under ل.
    fn object_under_li(&self, index: usize) -> Option<Bare> {
        let event = self.event_np(index)?;
        let unit = self.units.get(index + 1).filter(|u| u.prep.is_some() && u.prep == self.lexicon.preposition("ل"))?;
        let transitive = self.uses(index).iter().any(|u| self.frames(u).any(|(_, f)| f.bare.len() > 1 && f.bare[0].args.iter().any(|(a, _)| *a == Arg::Role(Role::Actor))));
        match &unit.kind {
            UnitKind::Np(np) if transitive && event.of.as_deref().map_or(event.pronoun.is_some(), |s| self.is(s, Type::Group) && s.class != Class::Unknown) => {
                Some((np.clone(), index + 1, Via::Name))
            }
            _ => None,
        }
    }

    /// A verb that only carries an event hands its phrases to it.
    fn shares(&self, event: usize, verb: usize) -> bool {
        self.verb(verb).is_some() && self.is_carrier(verb) && (self.event_subject(verb) == Some(event) || self.event_after(verb) == Some(event))
    }

    /// The phrases without preposition that follow a verb in its clause, at most two.
    fn bare_after(&self, index: usize, verb: &Verb) -> Vec<Bare> {
        let mut bare: Vec<Bare> = Vec::new();
        for i in index + 1..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Np(_) | UnitKind::Event(_) if self.is_tail(verb, i) => {}
                UnitKind::Np(_) if self.opens_clause(i) => break,
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
                // `ليل الخميس – الجمعة`
                UnitKind::Word(Word::Dash) if matches!(self.units.get(i + 1).map(|u| &u.kind), Some(UnitKind::Time(_))) => {}
                // `استهدفت مسيرة، بلدة عيتا الجبل`: a comma before a named place that the verb still lacks.
                UnitKind::Punct('،' | ',') if bare.len() == 1 && self.bare_np(i + 1).is_some_and(|np| np.class == Class::Place && np.class_noun.is_some()) => {}
                UnitKind::Event(_) if self.units[i].prep.is_some() || self.is_counted_for(i) => {}
                UnitKind::Event(_) if !self.units[i].conj => {
                    bare.extend(self.argument(i).map(|np| (np.into_owned(), i, Via::Name)));
                    break;
                }
                _ => break,
            }
        }
        bare
    }

    /// `تتقدم في الفاشر والجيش يرد`: a phrase after و with a verb of its own.
    pub(crate) fn opens_clause(&self, index: usize) -> bool {
        self.units[index].conj && matches!(self.units.get(index + 1), Some(Unit { kind: UnitKind::Verb(_), conj: false, .. }))
    }

    /// `قتل مدني وجرح أربعة`: the verb before tells of one victim and no doer, so this one does, too.
    fn is_passive_by_parallel(&self, index: usize, verb: &Verb) -> bool {
        let Some(previous) = (0..index).rev().find(|&i| self.verb(i).is_some()) else { return false };
        let Some(first) = self.verb(previous).filter(|v| v.voice != Voice::Active && verb.voice == Voice::Either) else { return false };
        let casualties = |v: &Verb| self.lexicon.lemmas[v.lemma as usize].classes.iter().any(|c| self.lexicon.classes[c.class as usize].kind == "casualties");
        let between = self.bare_after(previous, first);
        casualties(first) && casualties(verb) && between.len() == 1 && between[0].0.class == Class::People && self.left_subject(previous, first).is_none()
    }

    /// `مسلحون قتل أربعة منهم`: those before the verb are the victims, some of them.
    fn lost_by(&self, index: usize, verb: &Verb, bare: &[Bare], left: &Bare) -> Option<Raw> {
        let counted = bare.first().filter(|b| verb.voice == Voice::Either && b.0.head == Head::Unknown)?;
        let amount = counted.0.amount.clone()?;
        let of_them = self.units[index + 1..].iter().take(4).any(|u| self.tokens[u.tokens.start..u.tokens.end].iter().any(|t| t.key == "منهم"));
        let victims = Np { amount: Some(amount), ..left.0.clone() };
        of_them.then(|| Raw { objects: vec![(victims, left.1, Via::Name)], passive: true, ..Raw::default() })
    }

    /// `قتل وجرح عشرات`, `مقتل وإصابة 11`: the predicate of another harm that follows, with the victims of both.
    fn joint_harm(&self, index: usize) -> Option<usize> {
        let harms = |i: usize| self.uses(i).iter().any(|u| matches!(self.lexicon.classes[u.class as usize].kind.as_str(), "casualties" | "displace"));
        let next = self.units.get(index + 1).filter(|u| u.conj && u.tokens.start == self.units[index].tokens.end)?;
        let alike = matches!((&self.units[index].kind, &next.kind), (UnitKind::Verb(_), UnitKind::Verb(_)) | (UnitKind::Event(_), UnitKind::Event(_)));
        (alike && harms(index) && harms(index + 1)).then_some(index + 1)
    }

    /// Verb–subject–object, subject–verb–object, a subject understood, a passive: each that form and agreement allow.
    fn arrangements(&self, index: usize, verb: &Verb) -> Vec<Raw> {
        let mut bare = self.bare_after(index, verb);
        if bare.is_empty()
            && matches!(verb.subject, Subject::He | Subject::She)
            && self.left_subject(index, verb).is_none()
            && let Some(twin) = self.joint_harm(index)
        {
            bare = self.verb(twin).map(|v| self.bare_after(twin, v)).unwrap_or_default();
            bare.iter_mut().for_each(|b| b.0 = uncounted(&b.0));
        }
        // The phrases before a coordinated verb belong to the verb that it is coordinated with.
        let taken =
            self.units[index].conj && self.units[..index].iter().rev().take_while(|u| !matches!(u.kind, UnitKind::Punct('.' | ':'))).any(|u| matches!(u.kind, UnitKind::Verb(_)));
        let left = self.auxiliary_subject(index, verb).or_else(|| self.left_subject(index, verb)).filter(|_| !taken);
        if verb.pronoun.is_some() {
            let objects = self.antecedent(index).map(|(np, unit, _)| (np, unit, Via::Pronoun)).into_iter().collect();
            let subject = if bare.is_empty() { left } else { Some(bare.remove(0)) };
            return vec![Raw { subject, objects, ..Raw::default() }];
        }
        if let Some(event) = self.event_beside(index).filter(|_| left.is_none()) {
            // `الضربات قتلت ثلاثة`: the event is the subject, nobody else is; `القصف ينطلق` tells of no one.
            let subject = self.argument(event).filter(|_| bare.is_empty()).map(|np| (np.into_owned(), event, Via::Name));
            return vec![Raw { subject, objects: bare, ..Raw::default() }];
        }
        let mut out = Vec::new();
        if let Some(victims) = left.as_ref().and_then(|l| self.lost_by(index, verb, &bare, l)) {
            return vec![victims];
        }
        if verb.voice != Voice::Active {
            out.extend(self.passives(verb, &bare, left.as_ref()));
        }
        if verb.voice == Voice::Passive || self.units[index].conj && !out.is_empty() && self.is_passive_by_parallel(index, verb) {
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
    pub(crate) fn event_beside(&self, verb: usize) -> Option<usize> {
        let i = (0..verb).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Time(_) | UnitKind::Quote))?;
        // `وقفة طالب فيها العشرات`: a relative clause with a subject of its own.
        let resumed = matches!(self.units.get(verb + 1), Some(Unit { kind: UnitKind::Np(np), prep: Some(_), .. }) if np.head == Head::Pronoun);
        let told = self.event_np(i).is_some() && self.units[i].prep.is_none() && !self.units[verb].conj && !resumed;
        (told && self.verb(verb).is_some_and(|v| v.pronoun.is_none())).then_some(i)
    }

    /// Passive readings: what was done to is the phrase after the verb, else the one before it.
    fn passives(&self, verb: &Verb, bare: &[Bare], left: Option<&Bare>) -> Option<Raw> {
        // `15 شخصا قتلوا`: the victims before the verb, in its number.
        let harmed = verb.voice == Voice::Either && bare.is_empty() && left.is_some_and(|l| self.is(&l.0, Type::Victim) && !self.is_fighters(&l.0));
        let sure = verb.voice == Voice::Passive || harmed && verb.tense == Tense::Past;
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
    pub(crate) fn is_parenthetical(&self, index: usize) -> bool {
        let vehicle = |u: &Unit| matches!(&u.kind, UnitKind::Np(np) if u.prep.is_some() && self.noun(np).is_some_and(|n| n.vehicle));
        let time = |u: Option<&Unit>| u.is_some_and(|u| matches!(u.kind, UnitKind::Time(_) | UnitKind::Word(Word::Adverb)) || vehicle(u));
        time(self.units.get(index + 1)) || time(index.checked_sub(1).and_then(|i| self.units.get(i)))
    }

    /// The noun belongs to the idiom of a verb before it (`رفضت روسيا التعليق`).
    pub(crate) fn closes_idiom(&self, index: usize) -> bool {
        self.event_np(index).is_some() && (index.saturating_sub(4)..index).any(|i| self.verb(i).is_some_and(|v| self.is_tail(v, index)))
    }

    /// A fixed word of an idiom, after the subject (`أطلقت الجماعة سراح`).
    fn is_tail(&self, verb: &Verb, index: usize) -> bool {
        let token = &self.tokens[self.units[index].tokens.start];
        self.units[index].tokens.len() == 1 && self.lexicon.lemmas[verb.lemma as usize].classes.iter().any(|c| c.tail.iter().any(|w| same_word(&token.key, w)))
    }

    fn noun_args(&self, index: usize, event: &EventNp) -> Raw {
        let mut raw = Raw::default();
        let shared = index.checked_sub(1).is_some_and(|i| self.joint_harm(i).is_some() && self.event_np(i).is_some_and(|e| e.of.is_none()));
        let joint = self.joint_harm(index).filter(|_| event.of.is_none()).and_then(|twin| self.event_np(twin)?.of.as_deref().map(|of| (uncounted(of), twin)));
        raw.genitive = event.of.as_deref().map(|of| (if shared { uncounted(of) } else { of.clone() }, index, Via::Name)).or(joint.map(|(of, twin)| (of, twin, Via::Name)));
        if let Some(nisba) = event.nisba {
            let np = Np { nisba: Some(nisba), ..plain(self.units[index].tokens.clone(), Head::Unknown, Class::State) };
            raw.subject = Some((np, index, Via::Adjective));
        }
        if event.of.is_none() && self.units.get(index + 1).is_some_and(|u| matches!(u.kind, UnitKind::Event(_)) && u.prep.is_none() && !u.conj) {
            // `إحباط هجوم`: an event is the object.
            raw.objects.extend(self.argument(index + 1).map(|np| (np.into_owned(), index + 1, Via::Name)));
        }
        if event.of.is_some() || event.pronoun.is_some() {
            raw.objects.extend(self.object_of_masdar(index, event));
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
}

/// Victims of two harms whose number is told of both together.
fn uncounted(np: &Np) -> Np {
    Np { amount: None, number: Number::Plural, ..np.clone() }
}
