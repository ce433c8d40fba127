//! What an event takes from those around it: actors understood, causes, attacks held off, terms of an offer.

use std::collections::BTreeMap;

use rawi_lexicon::{Arg, Type};
use rawi_model::{Filler, Role, Span, Via};

use crate::attribution::Saying;
use crate::claim::Builder;
use crate::frame::{Event, Found, Relation};
use crate::morph::Pronoun;
use crate::phrase::{Class, Head, Np, UnitKind};
use crate::token::span_of;

impl Builder<'_, '_, '_> {
    /// The event of holding off that a mentioned attack is the object of (`صد هجوما`, `التصدي لهجوم`): one claim for both.
    pub(crate) fn repelled_by(&self, event: &Event) -> Option<&Event> {
        let attack = matches!(self.walk.lexicon.classes[event.class as usize].kind.as_str(), "assault" | "advance" | "strike" | "shelling" | "airstrike" | "drone");
        let (governor, _) = event.governor.filter(|_| attack)?;
        let holds = |e: &&Event| self.walk.lexicon.classes[e.class as usize].kind == "repel";
        self.events.iter().filter(holds).find(|e| e.unit == governor || e.found.iter().any(|f| f.unit == governor || f.unit == event.unit))
    }

    /// The offer whose terms a meeting or an agreement is (`اقترح إجراء محادثات مع المعارضة`).
    pub(crate) fn proposed_by(&self, event: &Event, kind: &str) -> Option<&Event> {
        let kind_of = |e: &Event| self.walk.lexicon.classes[e.class as usize].kind.as_str();
        if !matches!(kind, "meeting" | "agreement") || !matches!(self.context.units[event.unit].kind, UnitKind::Event(_)) {
            return None;
        }
        let offer = self.events.iter().rev().find(|e| e.unit < event.unit && kind_of(e) == "offer")?;
        let between = &self.context.units[offer.unit + 1..event.unit];
        let same_clause = !between.iter().any(|u| matches!(u.kind, UnitKind::Punct(_) | UnitKind::Verb(_) | UnitKind::Word(_)));
        same_clause.then_some(offer)
    }

    /// Whom the proposed talks or deal would be with.
    pub(crate) fn take_from_proposal(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let terms = self.events.iter().filter(|e| {
            let kind = self.walk.lexicon.classes[e.class as usize].kind.clone();
            self.proposed_by(e, &kind).is_some_and(|o| o.unit == event.unit)
        });
        for term in terms {
            if let Some(target) = self.roles(term).remove(&Role::Target).filter(|_| !roles.contains_key(&Role::Target)) {
                roles.insert(Role::Target, target);
            }
        }
    }

    /// Aircraft and columns without an owner are those of the party told of before them in the sentence.
    pub(crate) fn owned_by(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let Some([vehicle]) = roles.get(&Role::Actor).map(Vec::as_slice) else { return };
        if vehicle.id.is_some() || vehicle.kind != "vehicle" {
            return;
        }
        let Some((np, unit)) = self.context.agent_before(event.unit, None) else { return };
        let at = span_of(self.context.tokens, self.context.units[unit].tokens.clone());
        if let Some(owner) = self.plain_filler(&np, at, Via::Implied, Role::Actor).filter(|f| f.id.is_some()) {
            roles.insert(Role::Actor, vec![Filler { span: None, antecedent: Some(at), ..owner }]);
        }
    }

    /// What the attack that was held off says of place and attacker.
    pub(crate) fn take_from_attack(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        for attack in self.events.iter().filter(|e| self.repelled_by(e).is_some_and(|r| r.unit == event.unit)) {
            let theirs = self.roles(attack);
            for (from, to) in [(Role::Actor, Role::Target), (Role::Place, Role::Place), (Role::To, Role::Place)] {
                let own = |f: &Filler| f.id.is_some() && roles.get(&Role::Actor).into_iter().flatten().any(|a| a.id == f.id);
                if let Some(fillers) = theirs.get(&from).filter(|fillers| !roles.contains_key(&to) && !fillers.iter().any(own)) {
                    roles.insert(to, fillers.clone());
                }
            }
        }
    }

    /// The event is the direct object of a verb of saying.
    pub(crate) fn is_told_of(&self, event: &Event, saying: &Saying) -> bool {
        let told_of = |g: usize| g == saying.unit || g < saying.unit && saying.unit + 1 == event.unit;
        event
            .governor
            .is_some_and(|(g, r)| told_of(g) && matches!(r, Relation::Complement(p) if p.is_none_or(|p| matches!(self.walk.lexicon.prepositions[p as usize].as_str(), "عن" | "ب"))))
    }

    /// What a predicate takes over: pronouns on it, the speaker's own deed, the cause's actor and place.
    pub(crate) fn inherit(&self, event: &Event, kind: &str, covering: &[&Saying], roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let actor_slot = self.walk.lexicon.classes[event.class as usize].frames[event.frame].bare.iter().any(|s| s.args.iter().any(|(a, _)| *a == Arg::Role(Role::Actor)));
        let victims = self.victims_meant(event, kind).filter(|_| !roles.contains_key(&Role::Target));
        let suffered = victims.is_some();
        roles.extend(victims.map(|v| (Role::Target, v)));
        if !roles.contains_key(&Role::Actor) && actor_slot && !event.passive && !suffered {
            if let Some(filler) = self.implied_actor(event, kind, covering) {
                roles.insert(Role::Actor, vec![filler]);
            }
        }
        if kind == "casualties" || kind == "damage" || kind == "displace" {
            self.inherit_cause(event, roles);
        }
    }

    /// `مقتل ضابطين نتيجة استهدافهم بعبوة`: the pronoun means those who were harmed.
    fn victims_meant(&self, event: &Event, kind: &str) -> Option<Vec<Filler>> {
        let UnitKind::Event(noun) = &self.context.units[event.unit].kind else { return None };
        noun.pronoun.filter(|p| !matches!(p, Pronoun::Her | Pronoun::Us) && matches!(kind, "strike" | "bombing" | "airstrike" | "shelling" | "drone" | "assault"))?;
        let harmed = |e: &&Event| e.unit < event.unit && self.walk.lexicon.classes[e.class as usize].kind == "casualties";
        let before = self.events.iter().rev().find(harmed)?;
        let span = span_of(self.context.tokens, self.context.units[event.unit].tokens.clone());
        let victims = self.roles(before).remove(&Role::Target)?;
        Some(victims.into_iter().map(|f| Filler { via: Via::Pronoun, antecedent: f.span, span: Some(span), ..f }).collect())
    }

    fn implied_actor(&self, event: &Event, kind: &str, covering: &[&Saying]) -> Option<Filler> {
        let UnitKind::Event(noun) = &self.context.units[event.unit].kind else { return self.opening_speaker(event.unit, covering) };
        if let Some(speaker) = self.done_by_speaker(event, covering) {
            return Some(speaker);
        }
        let span = span_of(self.context.tokens, self.context.units[event.unit].tokens.start..self.context.units[event.unit].tokens.start + 1);
        if let Some(pronoun) = noun.pronoun {
            let feminine = (pronoun == Pronoun::Her).then_some(true);
            let nearer = |h: &(Np, usize)| self.context.agent_before(event.unit, feminine).is_some_and(|(_, i)| i > h.1 && covering.last().is_some_and(|s| s.content.contains(&i)));
            let holder = covering.last().and_then(|s| s.holder.clone()).filter(|h| self.context.is(&h.0, Type::Group) && self.is_party(&h.0) && !nearer(h));
            let of_person = self.walk.lexicon.classes[event.class as usize].frames[event.frame].bare.first().is_some_and(|s| s.args.iter().any(|(_, ty)| *ty == Type::Person));
            let person = || self.context.person_before(event.unit).filter(|_| pronoun == Pronoun::Him);
            if of_person && pronoun == Pronoun::Him {
                return self.absent_person(event, span);
            }
            let (np, unit) = holder.or_else(person).or_else(|| self.context.agent_before(event.unit, feminine))?;
            let at = span_of(self.context.tokens, self.context.units[unit].tokens.clone());
            let base = self.plain_filler(&np, at, Via::Pronoun, Role::Actor)?;
            return Some(Filler { span: Some(span), antecedent: Some(at), ..base });
        }
        if let Some(saying) = covering.last().filter(|s| self.is_told_of(event, s)) {
            if let Some((np, unit)) = saying
                .accused
                .as_ref()
                .or(saying.holder.as_ref())
                .filter(|h| (self.is_party(&h.0) || self.decides(&h.0, kind)) && (kind != "casualties" || self.is_enemy(&h.0, event)))
            {
                let at = span_of(self.context.tokens, self.context.units[*unit].tokens.clone());
                let base = self.plain_filler(np, at, Via::Implied, Role::Actor)?;
                return Some(Filler { span: None, antecedent: Some(at), ..base });
            }
        }
        None
    }

    /// `تنفي مغادرته`: the person spoken of before, in this sentence or an earlier one.
    fn absent_person(&self, event: &Event, span: Span) -> Option<Filler> {
        let here = self.context.person_before(event.unit).map(|(np, i)| (np, span_of(self.context.tokens, self.context.units[i].tokens.clone())));
        let (np, at) = here.or_else(|| self.walk.memory.agent(None, true).cloned())?;
        let base = self.plain_filler(&np, at, Via::Pronoun, Role::Actor)?;
        Some(Filler { span: Some(span), antecedent: Some(at), ..base })
    }

    /// `إنه تمكن من صد هجوم`: the verb above a verbal noun has no subject of its own.
    fn done_by_speaker(&self, event: &Event, covering: &[&Saying]) -> Option<Filler> {
        let (governor, _) = event.governor.filter(|(_, r)| matches!(r, Relation::Complement(_)))?;
        let UnitKind::Verb(verb) = &self.context.units[governor].kind else { return None };
        if self.context.plain_subject(governor, verb).is_some() || !self.context.lends_subject(governor) {
            return None;
        }
        self.opening_speaker(governor, covering)
    }

    /// `أعلنت القيادة أنها سيطرت على …`: a verb without a subject at the head of what a party says tells of that party.
    fn opening_speaker(&self, unit: usize, covering: &[&Saying]) -> Option<Filler> {
        let UnitKind::Verb(verb) = &self.context.units[unit].kind else { return None };
        let saying = covering.last().filter(|s| !s.post && s.content.start <= unit)?;
        let opens = self.context.units[saying.content.start..unit].iter().all(|u| matches!(u.kind, UnitKind::Word(_) | UnitKind::Quote | UnitKind::Time(_) | UnitKind::Verb(_)));
        let (np, unit) = saying.holder.as_ref().filter(|h| opens && self.is_party(&h.0) && self.context.agrees(verb, &h.0, true))?;
        let at = span_of(self.context.tokens, self.context.units[*unit].tokens.clone());
        let base = self.plain_filler(np, at, Via::Implied, Role::Actor)?;
        Some(Filler { span: None, antecedent: Some(at), ..base })
    }

    /// Bodies and officials announce what they themselves close, agree to, offer and decide.
    fn decides(&self, np: &Np, kind: &str) -> bool {
        matches!(kind, "closure" | "agreement" | "offer" | "appoint") && matches!(np.class, Class::Body | Class::Person | Class::Title)
    }

    /// A party that tells of harm to another's men did it.
    fn is_enemy(&self, holder: &Np, event: &Event) -> bool {
        let actor = |np: &Np| self.plain_filler(np, Span::new(0, 0), Via::Name, Role::Actor).and_then(|f| f.id);
        let whose = |f: &Found| {
            let member = self.member_of(&f.np, f, Span::new(0, 0)).and_then(|m| m.id);
            member.or_else(|| f.np.of.as_deref().and_then(actor)).or_else(|| actor(&f.np))
        };
        event.found.iter().filter(|f| f.arg == Arg::Role(Role::Target)).any(|f| whose(f).is_some_and(|id| Some(id) != actor(holder)))
    }

    pub(crate) fn is_party(&self, np: &Np) -> bool {
        match &np.head {
            Head::Actor(a) => matches!(self.walk.lexicon.actors[*a as usize].class.as_str(), "army" | "faction" | "coalition" | "state" | "government" | "police"),
            _ => self.context.is_state(np),
        }
    }

    /// Results take actor and place from the event that caused them, in this sentence.
    fn inherit_cause(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let fire = |e: &&Event| {
            let kind = self.walk.lexicon.classes[e.class as usize].kind.as_str();
            matches!(kind, "airstrike" | "shelling" | "strike" | "drone" | "bombing" | "assault")
        };
        let others = || self.events.iter().filter(|e| e.unit != event.unit);
        let fight = |e: &&Event| self.walk.lexicon.classes[e.class as usize].kind == "clash";
        let nearest = others().filter(fire).min_by_key(|e| e.unit.abs_diff(event.unit));
        if nearest.is_none() && !roles.contains_key(&Role::Place) {
            // Where the fight was that cost them.
            if let Some(place) = others().filter(fight).find_map(|e| self.roles(e).remove(&Role::Place)) {
                roles.insert(Role::Place, place.into_iter().map(|f| Filler { via: Via::Implied, antecedent: f.span, span: None, ..f }).collect());
            }
        }
        let Some(cause) = nearest else { return };
        let theirs = self.roles(cause);
        for role in [Role::Actor, Role::Place] {
            if let Some(fillers) = theirs.get(&role).filter(|_| !roles.contains_key(&role)) {
                let words = |f: &Filler| f.span.map(|s| s.of(&self.walk.report.text).to_owned());
                let implied =
                    fillers.iter().map(|f| Filler { via: Via::Implied, antecedent: f.span, name: f.name.clone().or_else(|| words(f)), span: None, ..f.clone() }).collect();
                roles.insert(role, implied);
            }
        }
    }
}
