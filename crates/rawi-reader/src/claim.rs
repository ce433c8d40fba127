//! One event to its claims.

use std::collections::BTreeMap;

use rawi_lexicon::{Arg, Number, Word};
use rawi_model::{Aspect, Claim, Count, Cue, Extent, Filler, Harm, Link, Role, Sentence as SentenceRef, Time, TimeBasis, Via};

use crate::attribution::Saying;
use crate::frame::{Context, Event, Found, Relation};
use crate::phrase::{Class, Head, Np, UnitKind};
use crate::sentence::{Line, Sentence};
use crate::timex::Timex;
use crate::token::span_of;
use crate::walk::Walk;

/// Makes the claims of one event.
pub(crate) struct Builder<'w, 'a, 'c> {
    pub walk: &'w Walk<'a>,
    pub context: Context<'c>,
    pub sayings: &'w [Saying],
    pub events: &'w [Event],
    pub times: &'w [Timex],
    pub sentence: Sentence,
    pub index: usize,
}

/// What an event tells, apart from who says it.
struct Told {
    kind: String,
    roles: BTreeMap<Role, Vec<Filler>>,
    count: Option<Count>,
    harm: Option<Harm>,
}

impl Builder<'_, '_, '_> {
    /// The claims that an event makes: one, or one for each who says it or each kind of harm.
    pub(crate) fn claims(&self, event: &Event) -> Vec<Claim> {
        let covering = self.covering(event.unit);
        let Some(told) = self.told(event, &covering) else { return Vec::new() };
        let denying: Vec<&Saying> = covering.iter().copied().filter(|s| !s.denied_report).collect();
        let negative = self.frame_of(event).negative;
        let claim = self.claim(event, told, &denying);
        let mut claims = self.by_speaker(event, self.by_harm(event, claim), &denying);
        claims.extend(self.denied_report(event, &covering, negative, &claims));
        claims
    }

    fn frame_of(&self, event: &Event) -> &rawi_lexicon::Frame {
        &self.walk.lexicon.classes[event.class as usize].frames[event.frame]
    }

    /// What an event tells, whoever says it; nothing when it is part of another event or names neither who nor where.
    fn told(&self, event: &Event, covering: &[&Saying]) -> Option<Told> {
        let class = &self.walk.lexicon.classes[event.class as usize];
        let frame = self.frame_of(event);
        let kind = self.kind(event, frame.kind.as_deref().unwrap_or(&class.kind));
        if kind == "statement" && self.only_frames(event) || self.repelled_by(event).is_some() || self.proposed_by(event, &kind).is_some() {
            return None;
        }
        // `تهدد حياة المدنيين`: what cannot speak takes no stand.
        let mute = |f: &Found| f.arg == Arg::Role(Role::Actor) && matches!(f.np.class, Class::Thing | Class::Weapon | Class::Materiel | Class::Event);
        if kind == "statement" && event.found.iter().any(mute) {
            return None;
        }
        let mut roles = self.roles(event);
        match kind.as_str() {
            "repel" => self.take_from_attack(event, &mut roles),
            "offer" => self.take_from_proposal(event, &mut roles),
            "movement" => self.owned_by(event, &mut roles),
            _ => {}
        }
        if self.lacks_required(event, frame, &roles) {
            return None;
        }
        let count = self.count(event, &kind);
        let held_off = kind == "repel" && !roles.is_empty();
        if event.own == 0 && !held_off && count.is_none() && !self.lends(event) && !self.stands_alone(event, &kind) {
            return None;
        }
        let harm = self.harm(event, frame, &kind);
        if kind == "casualties" && harm.is_none() {
            return None;
        }
        self.inherit(event, &kind, covering, &mut roles);
        let about = || kind == "agreement" && (!frame.literals.is_empty() || event.found.iter().any(|f| f.arg == Arg::Topic));
        (!roles.is_empty() || count.is_some() || harm.is_some() || about()).then_some(Told { kind, roles, count, harm })
    }

    /// The claim of an event under the sayings that cover it.
    fn claim(&self, event: &Event, told: Told, sayings: &[&Saying]) -> Claim {
        let lexicon = self.walk.lexicon;
        let frame = self.frame_of(event);
        let Told { kind, roles, count, harm } = told;
        let stative = lexicon.kinds.iter().any(|k| k.name == kind && k.stative) && matches!(kind.as_str(), "location" | "siege" | "deploy");
        let standing = self.context.standing(event, sayings, frame.negative, stative);
        let aspect = if kind == "statement" && standing.aspect == Aspect::Ongoing { Aspect::Occurred } else { standing.aspect };
        let chain = self.chain(sayings, event, &kind, &roles);
        let confidence = confidence(&roles);
        Claim {
            id: String::new(),
            kind,
            extent: self.extent(event),
            state: frame.state.clone(),
            roles,
            count,
            harm,
            aspect,
            factuality: standing.factuality,
            time: self.time(event.unit),
            chain,
            sentence: SentenceRef { index: self.index, span: self.sentence.span },
            cue: self.cue(event.unit),
            rule: format!("ar/{}#{}", lexicon.classes[event.class as usize].name, event.frame + 1),
            confidence,
            trail: vec![format!("frame {}", frame.syntax)],
        }
    }

    /// The word that evokes an event.
    fn cue(&self, unit: usize) -> Cue {
        let unit = &self.context.units[unit];
        let at = match &unit.kind {
            UnitKind::Event(e) => e.at,
            UnitKind::Np(np) => np.at,
            _ => unit.tokens.start,
        };
        Cue { span: span_of(self.context.tokens, at..at + 1) }
    }

    /// What a denied report says, held by its own holder.
    fn denied_report(&self, event: &Event, covering: &[&Saying], negative: bool, claims: &[Claim]) -> Option<Claim> {
        let inner = covering.iter().find(|s| s.denied_report)?;
        let claim = claims.first()?;
        let standing = self.context.standing(event, &[inner], negative, false);
        let chain = self.chain(&[inner], event, &claim.kind, &claim.roles);
        Some(Claim { factuality: standing.factuality, aspect: standing.aspect, chain, ..claim.clone() })
    }

    /// Speakers named together each make a claim of their own.
    fn by_speaker(&self, event: &Event, claims: Vec<Claim>, covering: &[&Saying]) -> Vec<Claim> {
        let text = &self.walk.report.text;
        let stated = claims.first().is_some_and(|c| c.kind == "statement" && c.fillers(Role::Actor).len() > 1);
        if stated && !self.is_silent(event) {
            let Some(speaker) = event.found.iter().find(|f| f.arg == Arg::Role(Role::Actor)) else { return claims };
            let each = |claim: &Claim, np: &Np| {
                let alone = Event {
                    found: event
                        .found
                        .iter()
                        .filter(|f| f.arg != Arg::Role(Role::Actor))
                        .cloned()
                        .chain([Found { np: Np { more: Vec::new(), ..np.clone() }, ..speaker.clone() }])
                        .collect(),
                    ..event.clone()
                };
                let roles = self.roles(&alone);
                let chain = self.chain(covering, &alone, "statement", &roles);
                Claim { roles, chain, ..claim.clone() }
            };
            return claims.iter().flat_map(|c| std::iter::once(&speaker.np).chain(&speaker.np.more).map(move |np| each(c, np))).collect();
        }
        // A holder who spoke in an earlier sentence stands at the verb that goes on: its words are not here.
        let here = |h: &&(Np, usize)| !matches!(self.context.units[h.1].kind, UnitKind::Verb(_));
        let Some((holder, _)) = covering.last().and_then(|s| s.holder.as_ref()).filter(here).filter(|h| !h.0.more.is_empty()) else { return claims };
        let mut out = Vec::new();
        for claim in claims {
            let verb = claim.chain.last().and_then(|l| l.verb.clone());
            let others: Vec<Link> = holder.more.iter().filter_map(|np| self.context.link(np, text, verb.as_deref())).collect();
            let first = self.context.link(&Np { more: Vec::new(), ..holder.clone() }, text, verb.as_deref());
            let named = first.as_ref().zip(claim.chain.last()).is_some_and(|(f, l)| f.id.is_some() && f.id == l.id);
            out.push(claim.clone());
            out.extend(others.into_iter().filter(|_| named).map(|link| {
                let mut chain = claim.chain.clone();
                chain.pop();
                chain.push(link);
                Claim { chain, ..claim.clone() }
            }));
        }
        out
    }

    /// Killed and injured in one list are two claims.
    fn by_harm(&self, event: &Event, claim: Claim) -> Vec<Claim> {
        let Some(found) = event.found.iter().find(|f| claim.harm.is_some() && f.arg == Arg::Role(Role::Target) && !f.np.more.is_empty()) else { return vec![claim] };
        let mut out = vec![claim.clone()];
        for np in found.np.more.iter().filter(|np| self.harm_of(np).is_some_and(|h| Some(h) != claim.harm)) {
            let alone = Event { found: vec![Found { np: Np { more: Vec::new(), ..np.clone() }, ..found.clone() }], ..event.clone() };
            let mut roles = claim.roles.clone();
            roles.remove(&Role::Target);
            roles.extend(self.roles(&alone));
            let cue = Cue { span: span_of(self.context.tokens, np.at..np.at + 1) };
            out.push(Claim { harm: self.harm_of(np), count: self.count(&alone, "casualties"), roles, cue, ..claim.clone() });
        }
        out
    }

    /// What the frame demands was found as words that name nobody (`على بعد 1500 كيلومتر`).
    fn lacks_required(&self, event: &Event, frame: &rawi_lexicon::Frame, roles: &BTreeMap<Role, Vec<Filler>>) -> bool {
        let slots = frame.bare.iter().chain(frame.preps.iter().map(|(_, slot)| slot)).filter(|s| s.required);
        slots
            .filter(|s| s.args.iter().all(|(arg, _)| matches!(arg, Arg::Role(Role::Actor))))
            .any(|_| !roles.contains_key(&Role::Actor) && event.found.iter().any(|f| f.arg == Arg::Role(Role::Actor) && !matches!(f.np.head, Head::Pronoun | Head::Latter)))
    }

    /// An accusation whose content is read as a claim of its own.
    fn only_frames(&self, event: &Event) -> bool {
        self.sayings.iter().any(|s| s.unit == event.unit && s.accused.is_some() && self.events.iter().any(|e| s.content.contains(&e.unit)))
    }

    /// What is announced by those who alone can do it, or what somebody is accused of, needs no words of its own for who; neither does a truce that holds.
    fn stands_alone(&self, event: &Event, kind: &str) -> bool {
        const ANNOUNCED: [&str; 9] = ["repel", "closure", "agreement", "offer", "appoint", "siege", "assault", "withdraw", "deploy"];
        let told = || self.covering(event.unit).last().is_some_and(|s| self.is_told_of(event, s) && (s.accused.is_some() || s.holder.is_some()));
        let owned = matches!(&self.context.units[event.unit].kind, UnitKind::Event(e) if e.pronoun.is_some()) && matches!(kind, "agreement" | "offer");
        ANNOUNCED.contains(&kind) && (told() || owned || kind == "agreement")
    }

    /// A definite event noun without roles of its own still makes a claim when its verb brings them.
    fn lends(&self, event: &Event) -> bool {
        event.governor.is_some_and(|(_, r)| r != Relation::Adjunct) && event.found.iter().any(|f| matches!(f.arg, Arg::Role(_)))
    }

    /// The class's kind, made precise by the weapon.
    fn kind(&self, event: &Event, kind: &str) -> String {
        if !matches!(kind, "strike" | "assault") {
            return kind.to_owned();
        }
        let adjective = match &self.context.units[event.unit].kind {
            UnitKind::Event(e) => e.strike.clone(),
            _ => None,
        };
        let weapon = event.found.iter().filter(|f| matches!(f.arg, Arg::Role(Role::Instrument | Role::Actor))).find_map(|f| self.strike_of(&f.np));
        adjective.or(weapon).filter(|_| kind == "strike" || event.found.iter().any(|f| f.arg == Arg::Role(Role::Instrument))).unwrap_or_else(|| kind.to_owned())
    }

    fn strike_of(&self, np: &Np) -> Option<String> {
        let own = match np.head {
            Head::Noun(n) => self.walk.lexicon.nouns[n as usize].strike.clone(),
            _ => None,
        };
        let first = || {
            let key = self.context.tokens[np.at].key.as_str();
            let senses = self.walk.lexicon.senses(key.strip_prefix("ال").unwrap_or(key));
            senses.iter().find_map(|s| if let rawi_lexicon::Sense::Noun { noun, .. } = s { self.walk.lexicon.nouns[*noun as usize].strike.clone() } else { None })
        };
        let own = own.or_else(|| if matches!(np.head, Head::Actor(_)) { first() } else { None });
        own.or_else(|| np.strike.clone()).or_else(|| np.of.as_deref().and_then(|of| self.strike_of(of)))
    }

    pub(crate) fn count(&self, event: &Event, kind: &str) -> Option<Count> {
        let lexicon = self.walk.lexicon;
        let counts = lexicon.kinds.iter().find(|k| k.name == kind).map_or("", |k| k.counts.as_str());
        let role = match counts {
            "target" => Role::Target,
            "place" => Role::Place,
            "actor" => Role::Actor,
            "event" => return self.event_count(event),
            _ => return None,
        };
        let found = event.found.iter().find(|f| f.arg == Arg::Role(role)).or_else(|| event.found.iter().find(|f| kind == "movement" && f.arg == Arg::Role(Role::Actor)))?;
        let np = &found.np;
        if kind == "casualties" && !np.more.is_empty() {
            return self.sum(np);
        }
        self.count_of(np, kind)
    }

    /// `طفلين وامرأة` are three; what is harmed otherwise is counted apart.
    fn sum(&self, list: &Np) -> Option<Count> {
        let mut total = self.count_of(list, "casualties")?;
        for np in list.more.iter().filter(|np| self.harm_of(np).is_none_or(|h| Some(h) == self.harm_of(list))) {
            let count = self.count_of(np, "casualties")?;
            total.min += count.min;
            total.max = total.max.zip(count.max).map(|(a, b)| a + b);
        }
        Some(total)
    }

    fn count_of(&self, np: &Np, kind: &str) -> Option<Count> {
        let amount = np.amount.clone().or_else(|| np.of.as_deref().and_then(|of| of.amount.clone()));
        if let Some(amount) = amount {
            let span = span_of(self.context.tokens, amount.tokens.clone());
            return Some(Count { min: amount.min, max: amount.max, unit: self.unit_of(np), span });
        }
        let n = match np.number {
            Number::Dual if matches!(np.head, Head::Noun(_)) => 2,
            Number::Singular if kind == "casualties" && matches!(np.class, Class::Person) => 1,
            Number::Singular if kind == "casualties" && self.is_one_victim(np) => 1,
            _ => return None,
        };
        Some(Count { min: n, max: Some(n), unit: self.unit_of(np), span: span_of(self.context.tokens, np.at..np.at + 1) })
    }

    /// `طفل`, `امرأة`, `عنصر من الشرطة`: an indefinite singular that is no family.
    fn is_one_victim(&self, np: &Np) -> bool {
        let person = np.class == Class::People && !self.context.noun(np).is_some_and(|n| n.kin) || self.context.is_fighters(np) && !np.feminine;
        person && !np.definite && np.quantifier.is_none()
    }

    fn event_count(&self, event: &Event) -> Option<Count> {
        let UnitKind::Event(noun) = &self.context.units[event.unit].kind else { return None };
        let amount = noun.amount.as_ref()?;
        Some(Count { min: amount.min, max: amount.max, unit: None, span: span_of(self.context.tokens, amount.tokens.clone()) })
    }

    fn unit_of(&self, np: &Np) -> Option<String> {
        Some(self.context.tokens[np.at].span.of(&self.walk.report.text).to_owned())
    }

    fn harm(&self, event: &Event, frame: &rawi_lexicon::Frame, kind: &str) -> Option<Harm> {
        if kind != "casualties" {
            return None;
        }
        let told = event.found.iter().find_map(|f| self.harm_of(&f.np));
        let by_noun = frame.harm_presumed || matches!(self.context.units[event.unit].kind, UnitKind::Np(_));
        if by_noun { told.or(frame.harm) } else { frame.harm.or(told) }
    }

    fn harm_of(&self, np: &Np) -> Option<Harm> {
        self.context.noun(np).and_then(|n| n.harm)
    }

    pub(crate) fn covering(&self, unit: usize) -> Vec<&Saying> {
        let mut covering: Vec<&Saying> = self.sayings.iter().filter(|s| s.content.contains(&unit)).collect();
        covering.sort_by_key(|s| (!s.post, std::cmp::Reverse(s.content.len())));
        covering
    }

    pub(crate) fn chain(&self, covering: &[&Saying], event: &Event, kind: &str, roles: &BTreeMap<Role, Vec<Filler>>) -> Vec<Link> {
        let mut chain = vec![self.walk.outlet.clone()];
        for link in self.walk.forwarded.iter().chain(&self.walk.agency) {
            if !chain.iter().any(|l| l.name == link.name) {
                chain.push(link.clone());
            }
        }
        for link in covering.iter().filter(|s| !s.silent || s.links.len() == 1).flat_map(|s| &s.links) {
            if !chain.iter().any(|l| l.name == link.name) {
                chain.push(link.clone());
            }
        }
        if kind == "statement" && !self.is_silent(event) {
            let speaker = event.found.iter().find(|f| f.arg == Arg::Role(Role::Actor));
            if let Some(link) = speaker.and_then(|f| self.context.link(&f.np, &self.walk.report.text, None)).filter(|_| roles.contains_key(&Role::Actor))
                && !chain.iter().any(|l| l.name == link.name)
            {
                chain.push(link);
            }
        }
        chain
    }

    fn is_silent(&self, event: &Event) -> bool {
        matches!(&self.context.units[event.unit].kind, UnitKind::Verb(v) if v.negated)
    }

    fn extent(&self, event: &Event) -> Option<Extent> {
        let near = self.context.units.iter().enumerate().skip(event.unit).take(6);
        let full = near.clone().any(|(_, u)| matches!(u.kind, UnitKind::Word(Word::FullExtent)));
        let places = event.found.iter().filter(|f| f.arg == Arg::Role(Role::Place));
        if full {
            return Some(Extent::Full);
        }
        if places.clone().any(|f| f.np.quantifier == Some(rawi_lexicon::Quantifier::All)) {
            return Some(Extent::Full);
        }
        places.filter(|f| self.context.is_part(&f.np)).map(|_| Extent::Part).next()
    }

    /// The nearest time expression of the clause; a caption's date for all of it.
    fn time(&self, unit: usize) -> Option<Time> {
        let units = self.context.units;
        let caption = self.sentence.line == Line::Caption;
        let mut best: Option<(usize, usize)> = None;
        for (i, u) in units.iter().enumerate() {
            let UnitKind::Time(t) = u.kind else { continue };
            if self.times[t].value.is_none() {
                continue;
            }
            let (a, b) = (unit.min(i), unit.max(i));
            let crosses = units[a + 1..b].iter().filter(|u| matches!(u.kind, UnitKind::Verb(_) | UnitKind::Word(Word::Contrast | Word::But | Word::Relative))).count();
            let cost = b - a + crosses * 6 + if i < unit { 2 } else { 0 };
            if best.is_none_or(|(c, _)| cost < c) {
                best = Some((cost, t));
            }
        }
        let (_, t) = best.filter(|(cost, _)| *cost < 24 || caption)?;
        let time = &self.times[t];
        Some(Time { edtf: time.value?, basis: if caption { TimeBasis::Caption } else { TimeBasis::Stated }, span: Some(span_of(self.context.tokens, time.tokens.clone())) })
    }
}

/// How sure the reader is that the claim stands in the text, by how many of its fillers the words name and the lexicon knows.
///
/// The steps are the shares that were right on the project's annotated reports; `rawi eval` prints their calibration.
fn confidence(roles: &BTreeMap<Role, Vec<Filler>>) -> f64 {
    let told: Vec<&Filler> = roles.values().flatten().filter(|f| f.via != Via::Implied).collect();
    let known = told.iter().filter(|f| f.id.is_some()).count();
    let nameless = told.iter().any(|f| f.id.is_none() && f.name.is_none());
    match (known, nameless) {
        (0, true) => 0.45,
        (0, false) => 0.65,
        (1, true) => 0.68,
        (1, false) => 0.74,
        _ => 0.88,
    }
}
