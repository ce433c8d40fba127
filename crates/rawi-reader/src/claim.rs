//! The whole walk: report to claims and notes.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use rawi_lexicon::{Arg, Bearer, Lexicon, Number, Type, Word};
use rawi_model::{
    Claim, Count, Cue, Extent, Filler, Harm, Link, LinkType, Note, NoteKind, Reading, Report, ReportedBasis, Role, Sentence as SentenceRef, Span, Time, TimeBasis, Via,
};

use crate::attribution::{Holders, Saying, forwarded_link, outlet_link};
use crate::coref::{Memory, resolve};
use crate::frame::{Context, Event, Found, Relation};
use crate::mention::{Register, name_at};
use crate::morph::{Morph, Pronoun, analyse};
use crate::phrase::{Chunker, Class, Head, Np, Unit, UnitKind};
use crate::sentence::{Line, Sentence, sentences};
use crate::sharing::{join_legs, share_fields};
use crate::timex::{Timex, infer_published, timexes};
use crate::token::{Token, TokenKind, tokens};

/// What each stage saw, a line each, for `--trace`.
pub type Trace = Vec<String>;

/// Reads a report into claims.
pub fn read(lexicon: &Lexicon, report: &Report) -> Reading {
    Walk::new(lexicon, report, false).run().0
}

/// Reads a report and tells what each stage saw.
pub fn read_traced(lexicon: &Lexicon, report: &Report) -> (Reading, Trace) {
    Walk::new(lexicon, report, true).run()
}

/// Bytes that a range of tokens covers.
pub(crate) fn span_of(tokens: &[Token], range: Range<usize>) -> Span {
    let last = range.end.max(range.start + 1) - 1;
    Span::new(tokens[range.start].span.start, tokens[last.min(tokens.len() - 1)].span.end)
}

/// The words that a range of tokens covers.
pub(crate) fn text_of(tokens: &[Token], range: Range<usize>, text: &str) -> String {
    span_of(tokens, range).of(text).to_owned()
}

/// A sentence with its tokens.
struct Prepared {
    sentence: Sentence,
    tokens: Vec<Token>,
    morphs: Vec<Morph>,
}

struct Walk<'a> {
    lexicon: &'a Lexicon,
    report: &'a Report,
    id: String,
    reading: Reading,
    register: Register,
    memory: Memory,
    holders: Holders,
    outlet: Link,
    /// Whom the outlet forwards.
    forwarded: Option<Link>,
    /// Agency of the dateline.
    agency: Option<Link>,
    date: Option<Date>,
    trace: Option<Trace>,
}

impl<'a> Walk<'a> {
    fn new(lexicon: &'a Lexicon, report: &'a Report, traced: bool) -> Self {
        Self {
            lexicon,
            report,
            id: report.id(),
            reading: Reading::default(),
            register: Register::default(),
            memory: Memory::default(),
            holders: Holders::default(),
            outlet: outlet_link(lexicon, report.outlet.as_deref()),
            forwarded: report.forwarded_from.as_deref().map(|from| forwarded_link(lexicon, from)),
            agency: None,
            date: report.published,
            trace: traced.then(Vec::new),
        }
    }

    fn run(mut self) -> (Reading, Trace) {
        let prepared = self.prepare();
        self.anchor(&prepared);
        self.survey(&prepared);
        let mut paragraph = usize::MAX;
        for (index, part) in prepared.iter().enumerate() {
            if part.sentence.line == Line::Furniture {
                continue;
            }
            // A caption stands between two paragraphs of the story: its holders are its own, those of the story go on after it.
            let story = (part.sentence.line == Line::Caption).then(|| std::mem::take(&mut self.holders));
            if part.sentence.paragraph != paragraph && part.sentence.line == Line::Headline {
                self.holders = Holders::default();
            }
            if part.sentence.paragraph != paragraph {
                self.holders.open = None;
            }
            paragraph = part.sentence.paragraph;
            self.sentence(index + 1, part);
            if let Some(story) = story {
                self.holders = story;
            }
        }
        join_legs(&mut self.reading.claims);
        share_fields(&mut self.reading.claims);
        // Harm that nothing around it places or counts says nothing.
        self.reading.claims.retain(|c| c.kind != "casualties" || !c.roles.is_empty() || c.count.is_some());
        drop_doubles(&mut self.reading.claims);
        for claim in &mut self.reading.claims {
            claim.identify(&self.id);
        }
        self.reading.notes.sort_by_key(|n| (n.span.start, n.span.end));
        (self.reading, self.trace.unwrap_or_default())
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            trace.push(line());
        }
    }

    fn note(&mut self, kind: NoteKind, span: Span, message: impl Into<String>) {
        self.reading.notes.push(Note { kind, span, message: message.into() });
    }

    fn prepare(&mut self) -> Vec<Prepared> {
        let text = &self.report.text;
        let mut out = Vec::new();
        for sentence in sentences(self.report, &self.lexicon.furniture) {
            self.reading.sentences.push(sentence.span);
            if sentence.line == Line::Furniture {
                self.note(NoteKind::Furniture, sentence.span, "page furniture, not read");
                out.push(Prepared { sentence, tokens: Vec::new(), morphs: Vec::new() });
                continue;
            }
            let tokens = tokens(text, sentence.span);
            let morphs = tokens.iter().map(|t| if t.is_word() { analyse(self.lexicon, &t.key) } else { Morph::default() }).collect();
            out.push(Prepared { sentence, tokens, morphs });
        }
        out
    }

    /// Fixes the publication date: as the page carries it or the caller gives it, else inferred from the text.
    fn anchor(&mut self, prepared: &[Prepared]) {
        if let Some(date) = self.date {
            let basis = if self.report.is_dated_by_source() { ReportedBasis::Page } else { ReportedBasis::Given };
            self.reading.reported = Some((date, basis));
            return;
        }
        let all: Vec<Timex> = prepared.iter().flat_map(|p| timexes(self.lexicon, &p.tokens, &p.morphs, None)).collect();
        if let Some((date, evidence)) = infer_published(&all) {
            self.date = Some(date);
            self.reading.reported = Some((date, ReportedBasis::Inferred));
            self.note(NoteKind::InferredDate, Span::new(0, 0), format!("publication date {date}: {evidence}"));
        }
    }

    /// A first look over all names: which countries and places the report is about, and the agency of its dateline.
    fn survey(&mut self, prepared: &[Prepared]) {
        for part in prepared {
            for at in 0..part.tokens.len() {
                if !part.tokens[at].is_word() {
                    continue;
                }
                let Some(found) = name_at(self.lexicon, &part.tokens, &part.morphs, at, self.date) else { continue };
                self.register.note(self.lexicon, &found.names);
                if let Some(Bearer::Outlet(o)) = found.names.first().map(|n| n.bearer)
                    && self.lexicon.outlets[o as usize].kind == "agency"
                    && in_brackets(&part.tokens, at, found.end)
                    && part.tokens.len() < 14
                    && self.agency.is_none()
                {
                    let outlet = &self.lexicon.outlets[o as usize];
                    self.agency = Some(Link {
                        kind: LinkType::Agency,
                        id: Some(outlet.id.clone()),
                        name: outlet.en.clone(),
                        name_ar: Some(outlet.ar.clone()),
                        verb: None,
                        span: Some(span_of(&part.tokens, at..found.end)),
                    });
                }
            }
        }
    }

    fn sentence(&mut self, index: usize, part: &Prepared) {
        let times = timexes(self.lexicon, &part.tokens, &part.morphs, self.date);
        for time in times.iter().filter(|t| t.mismatch) {
            self.note(NoteKind::DateMismatch, span_of(&part.tokens, time.tokens.clone()), "the weekday does not agree with the publication date");
        }
        let units =
            Chunker { lexicon: self.lexicon, tokens: &part.tokens, morphs: &part.morphs, times: &times, register: &mut self.register, date: self.date, placed: false }.units();
        let context = Context { lexicon: self.lexicon, tokens: &part.tokens, units: &units, headline: part.sentence.line == Line::Headline };
        let text = &self.report.text;
        self.tell(|| format!("sentence {index} {:?} {:?}", part.sentence.line, part.sentence.span.of(text)));
        for (i, unit) in units.iter().enumerate() {
            self.tell(|| format!("  unit {i} {} {}", text_of(&part.tokens, unit.tokens.clone(), text), describe(self.lexicon, unit)));
        }
        context.note_bodies(text, &mut self.holders);
        let sayings = context.sayings(text, &mut self.holders);
        for saying in &sayings {
            let names: Vec<&str> = saying.links.iter().map(|l| l.name.as_str()).collect();
            self.tell(|| format!("  saying unit {} covers {:?} by {names:?} {}", saying.unit, saying.content, saying.factuality));
        }
        let events = context.events();
        let mut read = 0;
        for event in &events {
            self.tell(|| {
                let class = &self.lexicon.classes[event.class as usize];
                let args: Vec<String> = event.found.iter().map(|f| format!("{:?}={}", f.arg, text_of(&part.tokens, f.np.tokens.clone(), text))).collect();
                format!("  event unit {} {}#{} {} governor {:?}", event.unit, class.name, event.frame + 1, args.join(" "), event.governor)
            });
            let builder = Builder { walk: self, context, sayings: &sayings, events: &events, times: &times, part, index };
            let claims = builder.claims(event);
            read += claims.len();
            self.doubts(&claims);
            self.reading.claims.extend(claims);
        }
        let quotes = part.tokens.iter().filter(|t| t.kind == TokenKind::Quote).count();
        if quotes % 2 == 1 {
            self.note(NoteKind::OpenQuote, part.sentence.span, "quotation marks that are not closed in this sentence");
        }
        if read == 0 && !events.is_empty() {
            self.note(NoteKind::UnreadEvent, part.sentence.span, "an event word, but nothing that says who or where");
        }
        for unit in &units {
            match &unit.kind {
                UnitKind::Np(np) => self.memory.note(&context, np),
                UnitKind::Event(e) => {
                    if let Some(of) = e.of.as_deref() {
                        self.memory.note(&context, of);
                    }
                }
                _ => {}
            }
        }
    }

    /// What the claims of a sentence leave open: names that the lexicon does not know, and places that tie.
    fn doubts(&mut self, claims: &[Claim]) {
        for filler in claims.iter().flat_map(|c| c.roles.values().flatten()) {
            let Some(span) = filler.span else { continue };
            if is_unknown(filler) && !self.reading.notes.iter().any(|n| n.span == span) {
                self.note(NoteKind::UnknownName, span, "not in the lexicon, kept as its words");
            }
            if !filler.candidates.is_empty() && !self.reading.notes.iter().any(|n| n.span == span) {
                self.note(NoteKind::PlaceTie, span, format!("may also be {}", filler.candidates.join(", ")));
            }
        }
    }
}

/// True for words that are a name or a description which the lexicon does not know.
fn is_unknown(filler: &Filler) -> bool {
    filler.id.is_none() && filler.name.is_none() && filler.span.is_some() && matches!(filler.kind.as_str(), "unknown" | "person" | "place" | "group")
}

fn in_brackets(tokens: &[Token], start: usize, end: usize) -> bool {
    start > 0 && tokens[start - 1].is('(') && tokens.get(end).is_some_and(|t| t.is(')'))
}

fn describe(lexicon: &Lexicon, unit: &Unit) -> String {
    let prep = unit.prep.map(|p| format!(" prep={}", lexicon.prepositions[p as usize])).unwrap_or_default();
    let kind = match &unit.kind {
        UnitKind::Verb(v) => format!("verb {} {:?} {:?}{}", lexicon.lemmas[v.lemma as usize].key, v.subject, v.voice, if v.negated { " negated" } else { "" }),
        UnitKind::Event(e) => format!("event {}{}", lexicon.events[e.noun as usize].key, e.of.as_ref().map(|o| format!(" of {:?} {:?}", o.class, o.head)).unwrap_or_default()),
        UnitKind::Np(np) => format!("np {:?} {:?} more={} amount={:?}", np.class, np.head, np.more.len(), np.amount.as_ref().map(|a| (a.min, a.max))),
        UnitKind::Word(w) => format!("{w:?}"),
        UnitKind::Time(t) => format!("time {t}"),
        UnitKind::Punct(c) => format!("punct {c}"),
        UnitKind::Quote => "quote".to_owned(),
    };
    format!("{kind}{prep}{}", if unit.conj { " conj" } else { "" })
}

/// Makes the claims of one event.
struct Builder<'w, 'a, 'c> {
    walk: &'w Walk<'a>,
    context: Context<'c>,
    sayings: &'w [Saying],
    events: &'w [Event],
    times: &'w [Timex],
    part: &'w Prepared,
    index: usize,
}

impl Builder<'_, '_, '_> {
    fn claims(&self, event: &Event) -> Vec<Claim> {
        let lexicon = self.walk.lexicon;
        let class = &lexicon.classes[event.class as usize];
        let frame = &class.frames[event.frame];
        let kind = self.kind(event, frame.kind.as_deref().unwrap_or(&class.kind));
        let mut roles = self.roles(event);
        if kind == "statement" && self.only_frames(event) || self.repelled_by(event).is_some() {
            return Vec::new();
        }
        if kind == "repel" {
            self.take_from_attack(event, &mut roles);
        }
        if self.proposed_by(event, &kind).is_some() {
            return Vec::new();
        }
        if kind == "offer" {
            self.take_from_proposal(event, &mut roles);
        }
        if kind == "movement" {
            self.owned_by(event, &mut roles);
        }
        if self.lacks_required(event, frame, &roles) {
            return Vec::new();
        }
        let count = self.count(event, &kind);
        if event.own == 0 && count.is_none() && !self.lends(event) && !self.stands_alone(event, &kind) {
            return Vec::new();
        }
        let harm = self.harm(event, frame.harm, &kind);
        if kind == "casualties" && harm.is_none() {
            return Vec::new();
        }
        let covering = self.covering(event.unit);
        let denying: Vec<&Saying> = covering.iter().copied().filter(|s| !s.denied_report).collect();
        self.inherit(event, &kind, &covering, &mut roles);
        if roles.is_empty() && count.is_none() && harm.is_none() && !(kind == "agreement" && (!frame.literals.is_empty() || event.found.iter().any(|f| f.arg == Arg::Topic))) {
            return Vec::new();
        }
        let stative = lexicon.kinds.iter().any(|k| k.name == kind && k.stative) && matches!(kind.as_str(), "location" | "siege" | "deploy");
        let standing = self.context.standing(event, &denying, frame.negative, stative);
        let aspect = if kind == "statement" && standing.aspect == rawi_model::Aspect::Ongoing { rawi_model::Aspect::Occurred } else { standing.aspect };
        let chain = self.chain(&denying, event, &kind, &roles);
        let unit = &self.context.units[event.unit];
        let at = match &unit.kind {
            UnitKind::Event(e) => e.at,
            UnitKind::Np(np) => np.at,
            _ => unit.tokens.start,
        };
        let cue = span_of(self.context.tokens, at..at + 1);
        let known = roles.values().flatten().filter(|f| f.id.is_some()).count();
        let claim = Claim {
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
            sentence: SentenceRef { index: self.index, span: self.part.sentence.span },
            cue: Cue { span: cue },
            rule: format!("ar/{}#{}", class.name, event.frame + 1),
            confidence: confidence(event, known),
            trail: vec![format!("frame {}", frame.syntax)],
        };
        let mut claims = self.by_speaker(event, self.by_harm(event, claim), &denying);
        claims.extend(self.denied_report(event, &covering, frame.negative, &claims));
        claims
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
        let Some((holder, _)) = covering.last().and_then(|s| s.holder.as_ref()).filter(|h| !h.0.more.is_empty()) else { return claims };
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
        let harm_of = |np: &Np| match np.head {
            Head::Noun(n) => self.walk.lexicon.nouns[n as usize].harm,
            _ => None,
        };
        let mut out = vec![claim.clone()];
        for np in found.np.more.iter().filter(|np| harm_of(np).is_some_and(|h| Some(h) != claim.harm)) {
            let alone = Event { found: vec![Found { np: Np { more: Vec::new(), ..np.clone() }, ..found.clone() }], ..event.clone() };
            let mut roles = claim.roles.clone();
            roles.remove(&Role::Target);
            roles.extend(self.roles(&alone));
            let cue = Cue { span: span_of(self.context.tokens, np.at..np.at + 1) };
            out.push(Claim { harm: harm_of(np), count: self.count(&alone, "casualties"), roles, cue, ..claim.clone() });
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

    /// The event of holding off that a mentioned attack is the object of (`صد هجوما`, `التصدي لهجوم`): one claim for both.
    fn repelled_by(&self, event: &Event) -> Option<&Event> {
        let attack = matches!(self.walk.lexicon.classes[event.class as usize].kind.as_str(), "assault" | "advance" | "strike" | "shelling" | "airstrike" | "drone");
        let (governor, _) = event.governor.filter(|_| attack)?;
        self.events.iter().find(|e| e.unit == governor && self.walk.lexicon.classes[e.class as usize].kind == "repel")
    }

    /// The offer whose terms a meeting or an agreement is (`اقترح إجراء محادثات مع المعارضة`).
    fn proposed_by(&self, event: &Event, kind: &str) -> Option<&Event> {
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
    fn take_from_proposal(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
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
    fn owned_by(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
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
    fn take_from_attack(&self, event: &Event, roles: &mut BTreeMap<Role, Vec<Filler>>) {
        for attack in self.events.iter().filter(|e| self.repelled_by(e).is_some_and(|r| r.unit == event.unit)) {
            let theirs = self.roles(attack);
            for (from, to) in [(Role::Actor, Role::Target), (Role::Place, Role::Place), (Role::To, Role::Place)] {
                if let Some(fillers) = theirs.get(&from).filter(|_| !roles.contains_key(&to)) {
                    roles.insert(to, fillers.clone());
                }
            }
        }
    }

    /// An accusation whose content is read as a claim of its own.
    fn only_frames(&self, event: &Event) -> bool {
        self.sayings.iter().any(|s| s.unit == event.unit && s.accused.is_some() && self.events.iter().any(|e| s.content.contains(&e.unit)))
    }

    /// What is announced by those who alone can do it, or what somebody is accused of, needs no words of its own for who; neither does a truce that holds.
    fn stands_alone(&self, event: &Event, kind: &str) -> bool {
        const ANNOUNCED: [&str; 8] = ["closure", "agreement", "offer", "appoint", "siege", "assault", "withdraw", "deploy"];
        let told = || self.covering(event.unit).last().is_some_and(|s| self.is_told_of(event, s) && (s.accused.is_some() || s.holder.is_some()));
        let owned = matches!(&self.context.units[event.unit].kind, UnitKind::Event(e) if e.pronoun.is_some()) && matches!(kind, "agreement" | "offer");
        ANNOUNCED.contains(&kind) && (told() || owned || kind == "agreement")
    }

    /// The event is the direct object of a verb of saying.
    fn is_told_of(&self, event: &Event, saying: &Saying) -> bool {
        let told_of = |g: usize| g == saying.unit || g < saying.unit && saying.unit + 1 == event.unit;
        event
            .governor
            .is_some_and(|(g, r)| told_of(g) && matches!(r, Relation::Complement(p) if p.is_none_or(|p| matches!(self.walk.lexicon.prepositions[p as usize].as_str(), "عن" | "ب"))))
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

    fn roles(&self, event: &Event) -> BTreeMap<Role, Vec<Filler>> {
        let mut roles: BTreeMap<Role, Vec<Filler>> = BTreeMap::new();
        for found in &event.found {
            let Arg::Role(role) = found.arg else { continue };
            if found.np.head == Head::Pronoun && matches!(role, Role::Place | Role::From | Role::To) && self.pointed_place(found.unit).is_none() {
                roles.entry(role).or_default().extend(self.remembered_place(found, role));
                continue;
            }
            if let Some(owner) = self.held_by(found, role) {
                let list = roles.entry(Role::Target).or_default();
                if !list.iter().any(|f| f.id.is_some() && f.id == owner.id) {
                    list.push(owner);
                }
                continue;
            }
            let pointed = if found.np.head == Head::Pronoun { self.pointed_place(found.unit) } else { None };
            let whole = pointed.as_ref().unwrap_or(&found.np);
            for np in std::iter::once(whole).chain(&whole.more) {
                if let Some(filler) = self.filler(np, found, role) {
                    let list = roles.entry(role).or_default();
                    if self.is_wider(found, np, event) {
                        continue;
                    }
                    if !list.iter().any(|f| f.id.is_some() && f.id == filler.id || f.span == filler.span) {
                        list.push(filler);
                    }
                }
            }
        }
        if let Some(owner) = self.owner_of_weapon(event).filter(|_| !roles.contains_key(&Role::Actor)) {
            roles.insert(Role::Actor, vec![owner]);
        }
        roles
    }

    /// `المدفعية الإسرائيلية`, `راجمات النظام`: who fires is whose the weapon is.
    fn owner_of_weapon(&self, event: &Event) -> Option<Filler> {
        let weapon = event.found.iter().find(|f| f.arg == Arg::Role(Role::Instrument) && matches!(f.np.class, Class::Weapon | Class::Vehicle))?;
        let span = self.head_span(&weapon.np);
        if weapon.np.nisba.is_some() {
            return self.nisba_filler(&weapon.np, self.blank(weapon.np.class, span, Via::Adjective));
        }
        let owner = weapon.np.of.as_deref().filter(|of| self.context.is(of, Type::Group) && !matches!(of.head, Head::Unknown))?;
        self.plain_filler(owner, span, Via::Name, Role::Actor)
    }

    /// `مواقع الجيش`, `أهداف تابعة للجماعة`: whose the positions are.
    fn held_by(&self, found: &Found, role: Role) -> Option<Filler> {
        let Head::Noun(n) = found.np.head else { return None };
        if !self.walk.lexicon.nouns[n as usize].held || !matches!(role, Role::Place | Role::Target) || found.np.number == Number::Singular {
            return None;
        }
        let next = self.context.units.get(found.unit + 1).filter(|u| u.prep.is_some() && u.prep == self.walk.lexicon.preposition("ل"));
        let after = next.and_then(|u| if let UnitKind::Np(np) = &u.kind { Some(np) } else { None });
        let owner = found.np.of.as_deref().or(after).filter(|np| self.context.is(np, Type::Group) && !matches!(np.head, Head::Unknown))?;
        let base = self.plain_filler(owner, self.head_span(owner), Via::Name, Role::Target)?;
        Some(base)
    }

    /// A place that only says where another place of the same event lies: the unit above it, or the point from which its direction is told.
    fn is_wider(&self, found: &Found, np: &Np, event: &Event) -> bool {
        let lexicon = self.walk.lexicon;
        let Head::Place(wide) = &np.head else { return false };
        if found.arg != Arg::Role(Role::Place) {
            return false;
        }
        let directed = self.context.units[found.unit].prep.is_some_and(|p| matches!(lexicon.prepositions[p as usize].as_str(), "شرق"));
        event.found.iter().filter(|f| f.unit != found.unit && f.arg == found.arg && f.np.class == Class::Place).any(|f| match &f.np.head {
            Head::Place(narrow) => directed && f.unit < found.unit || wide.first().zip(narrow.first()).is_some_and(|(w, n)| w != n && lexicon.is_within(*n, *w)),
            _ => f.np.class_noun.is_some() && f.unit < found.unit,
        })
    }

    /// The places of an earlier sentence that a pronoun points to.
    fn remembered_place(&self, found: &Found, role: Role) -> Vec<Filler> {
        let Some((np, antecedent)) = self.walk.memory.place(self.walk.lexicon, None) else { return Vec::new() };
        let span = span_of(self.context.tokens, found.np.tokens.clone());
        let fillers = std::iter::once(np).chain(&np.more).filter_map(|np| self.plain_filler(np, span, Via::Pronoun, role));
        fillers.map(|f| Filler { antecedent: Some(*antecedent), ..f }).collect()
    }

    /// The place that a pronoun under a preposition points to, in this sentence.
    fn pointed_place(&self, unit: usize) -> Option<Np> {
        (0..unit).rev().find_map(|i| match &self.context.units[i].kind {
            UnitKind::Np(np) if np.class == Class::Place && !self.context.locates_previous(i) => Some(np.clone()),
            _ => None,
        })
    }

    /// The words of a phrase from its head on, without a conjunction or preposition written together with it.
    fn head_span(&self, np: &Np) -> Span {
        let first = np.at.clamp(np.tokens.start, np.tokens.end - 1);
        let mut span = span_of(self.context.tokens, first..np.tokens.end);
        let lexicon = self.walk.lexicon;
        let known = |word: &str| {
            let bare = word.strip_prefix("ال").unwrap_or(word);
            let folded = rawi_lexicon::orthography::fold(word);
            !lexicon.senses(bare).is_empty() || lexicon.names.longest_from(&folded) > 0 || word.starts_with("ال")
        };
        let mut key = self.context.tokens[first].key.as_str();
        let unknown = np.head == Head::Unknown && np.class != Class::Person;
        for clitics in [&['و', 'ف'][..], &['ب', 'ل', 'ك'][..]] {
            let whole = lexicon.senses(key).iter().any(|s| !matches!(s, rawi_lexicon::Sense::Verb { .. } | rawi_lexicon::Sense::Participle { .. }))
                || lexicon.names.longest_from(&rawi_lexicon::orthography::fold(key)) > 0;
            let Some(rest) = key.strip_prefix(clitics).filter(|r| !whole && (known(r) || unknown && clitics[0] == 'و' && r.chars().count() > 3)) else { continue };
            let text = span.of(&self.walk.report.text);
            if let Some(c) = text.chars().next().filter(|c| clitics.contains(c)) {
                span.start += c.len_utf8();
                key = rest;
            }
        }
        span
    }

    /// A place without a name (`نحو 15 موقعا غربي حلب`) is where the place after it says.
    fn named_after(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
        let Head::Noun(n) = np.head else { return None };
        let lexicon = self.walk.lexicon;
        let near = self.context.units.iter().skip(found.unit + 1).take(3).take_while(|u| matches!(u.kind, UnitKind::Np(_)) && u.prep.is_some());
        let (next, name, places) = near
            .filter_map(|u| match &u.kind {
                UnitKind::Np(name) => match &name.head {
                    Head::Place(places) => Some((u, name, places)),
                    _ => None,
                },
                _ => None,
            })
            .next()?;
        if np.class != Class::Place || np.definite || np.of.is_some() || lexicon.nouns[n as usize].place_type.is_none() || name.class != Class::Place {
            return None;
        }
        next.prep?;
        let blank =
            Filler { id: None, name: None, name_ar: None, kind: "place".into(), position: None, span: Some(span), via: Via::Apposition, antecedent: None, candidates: Vec::new() };
        let side = self.countryside(next, *places.first()?);
        self.place_filler(&side.map_or_else(|| places.clone(), |p| vec![p]), &crate::phrase::plain(name.tokens.clone(), Head::Unknown, Class::Place), blank)
    }

    /// `غربي حلب` is the western countryside of Aleppo, where the lexicon knows one.
    fn countryside(&self, unit: &Unit, city: u32) -> Option<u32> {
        let before = self.context.tokens.get(unit.tokens.start.checked_sub(1)?)?.key.trim_end_matches('ي').to_owned();
        let adjective = [("شمال", "الشمالي"), ("جنوب", "الجنوبي"), ("شرق", "الشرقي"), ("غرب", "الغربي")].into_iter().find(|(d, _)| *d == before)?.1;
        let name = rawi_lexicon::orthography::fold(&format!("ريف {} {adjective}", self.walk.lexicon.places[city as usize].ar));
        self.walk.lexicon.names.get(&name).iter().find_map(|n| if let Bearer::Place(p) = n.bearer { Some(p) } else { None })
    }

    /// One filler; `None` for phrases that say nothing about who or where.
    fn filler(&self, np: &Np, found: &Found, role: Role) -> Option<Filler> {
        let tokens = self.context.tokens;
        let span = self.head_span(np);
        if let Some(filler) = self.by_country(np, span, found.unit) {
            return Some(filler);
        }
        if let Some(filler) = self.kin_of(np, found, span) {
            return Some(filler);
        }
        if let Some((antecedent, at)) = self.here(np, found.unit).or_else(|| resolve(&self.context, &self.walk.memory, np).map(|(a, s)| (a.clone(), *s))) {
            let base = self.plain_filler(&antecedent, at, found.via, role)?;
            return Some(Filler { span: Some(span), via: Via::Anaphora, antecedent: Some(at), ..base });
        }
        if let Some(filler) = self.countryside_of(np, found.unit, span) {
            return Some(filler);
        }
        let surroundings = matches!(np.head, Head::Noun(n) if self.walk.lexicon.nouns[n as usize].part) && np.pronoun.is_some();
        if surroundings {
            return None;
        }
        if let Some(filler) = self.named_after(np, found, span) {
            return Some(filler);
        }
        if let Some(filler) = self.member_of(np, found, span) {
            return Some(filler);
        }
        if found.via == Via::Pronoun {
            let at = span_of(tokens, self.context.units[found.unit].tokens.clone());
            return self.plain_filler(np, at, Via::Pronoun, role);
        }
        self.plain_filler(np, span, found.via, role)
    }

    /// العاصمة and البلاد alone: of the country that the report is most about.
    fn by_country(&self, np: &Np, span: Span, unit: usize) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let Head::Noun(n) = np.head else { return None };
        let noun = &lexicon.nouns[n as usize];
        if !np.definite || np.of.is_some() || !matches!(noun.en.as_str(), "capital" | "country") {
            return None;
        }
        let nisba = np.nisba.map(|n| lexicon.nisbas[n as usize].id.clone());
        let owner = np.pronoun.and_then(|_| self.country_before(unit));
        let country = nisba.or(owner).or_else(|| self.walk.register.main_country())?;
        let place = if noun.en == "capital" { lexicon.capital(&country)? } else { lexicon.place(&format!("place:{country}"))? };
        let blank =
            Filler { id: None, name: None, name_ar: None, kind: "place".into(), position: None, span: Some(span), via: Via::Anaphora, antecedent: None, candidates: Vec::new() };
        self.place_filler(&[place], &crate::phrase::plain(np.tokens.clone(), Head::Unknown, Class::Place), blank)
    }

    /// `العاصمة وريفها`: the countryside that the lexicon knows of the place before it.
    fn countryside_of(&self, np: &Np, unit: usize, span: Span) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let Head::Noun(n) = np.head else { return None };
        np.pronoun.filter(|_| lexicon.nouns[n as usize].en == "countryside")?;
        let before = (0..=unit).rev().find_map(|i| match &self.context.units[i].kind {
            UnitKind::Np(other) if other.class == Class::Place => match &other.head {
                Head::Place(p) => p.first().copied(),
                Head::Noun(c) if lexicon.nouns[*c as usize].en == "capital" => lexicon.capital(&self.walk.register.main_country()?),
                _ => None,
            },
            _ => None,
        })?;
        let name = rawi_lexicon::orthography::fold(&format!("ريف {}", lexicon.places[before as usize].ar));
        let place = lexicon.names.get(&name).iter().find_map(|n| if let Bearer::Place(p) = n.bearer { Some(p) } else { None })?;
        self.place_filler(&[place], &crate::phrase::plain(np.tokens.clone(), Head::Unknown, Class::Place), self.blank(Class::Place, span, Via::Anaphora))
    }

    /// `بلادها`: the country of the last agent before it.
    fn country_before(&self, unit: usize) -> Option<String> {
        let lexicon = self.walk.lexicon;
        let (person, group) = (self.context.person_before(unit), self.context.agent_before(unit, None));
        let agent = person.into_iter().chain(group).max_by_key(|(_, at)| *at)?.0;
        match (&agent.head, agent.nisba) {
            (Head::Actor(a), _) => lexicon.actors[*a as usize].country.clone(),
            (Head::Place(p), _) => p.first().map(|p| lexicon.country_of(*p).to_owned()),
            (_, Some(n)) => Some(lexicon.nisbas[n as usize].id.clone()),
            _ => None,
        }
    }

    /// `عائلته`: people told by whose they are.
    fn kin_of(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
        let Head::Noun(n) = np.head else { return None };
        let noun = &self.walk.lexicon.nouns[n as usize];
        if !noun.kin || np.pronoun.is_none() {
            return None;
        }
        let (owner, unit) = self.context.person_before(found.unit)?;
        let at = span_of(self.context.tokens, self.context.units[unit].tokens.clone());
        let name = self.plain_filler(&owner, at, Via::Pronoun, Role::Actor)?.name?;
        let blank = self.blank(np.class, span, found.via);
        Some(Filler { name: Some(format!("{name}'s {}", noun.en)), antecedent: Some(at), ..blank })
    }

    fn blank(&self, class: Class, span: Span, via: Via) -> Filler {
        Filler { id: None, name: None, name_ar: None, kind: class_name(class).to_owned(), position: None, span: Some(span), via, antecedent: None, candidates: Vec::new() }
    }

    /// `عنصر في حزب الله`, `مقاتلون من قسد`: the group that they belong to.
    fn member_of(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
        let Head::Noun(n) = np.head else { return None };
        let noun = &self.walk.lexicon.nouns[n as usize];
        let fights = matches!(np.class, Class::Group | Class::Vehicle | Class::Weapon)
            || matches!(noun.en.as_str(), "soldiers" | "fighters" | "members" | "gunmen" | "commanders" | "leaders" | "officers");
        if !fights || np.of.is_some() {
            return None;
        }
        let next = self.context.units.get(found.unit + 1)?;
        let prep = self.walk.lexicon.prepositions[next.prep? as usize].as_str();
        match &next.kind {
            UnitKind::Np(group) if matches!(prep, "في" | "من" | "ل") && matches!(group.head, Head::Actor(_)) && group.class != Class::Person => {
                self.plain_filler(group, span, found.via, Role::Actor)
            }
            _ => None,
        }
    }

    /// `المدينة` points to a town, `المحافظة` to a governorate or the town that gives it its name.
    fn same_size(&self, np: &Np, other: &Np) -> bool {
        let lexicon = self.walk.lexicon;
        let (Head::Noun(noun), Head::Place(places)) = (&np.head, &other.head) else { return false };
        let wanted = lexicon.nouns[*noun as usize].place_type.as_deref().unwrap_or_default();
        places.iter().any(|p| {
            let have = lexicon.places[*p as usize].class.as_str();
            match wanted {
                "city" | "town" | "village" => matches!(have, "city" | "town" | "village"),
                "governorate" => matches!(have, "city" | "governorate"),
                _ => have == wanted,
            }
        })
    }

    /// Anaphors whose antecedent stands earlier in this sentence.
    fn here(&self, np: &Np, unit: usize) -> Option<(Np, Span)> {
        if np.class == Class::Place && np.number == Number::Singular && np.definite && np.of.is_none() && np.tokens.len() == 1 && matches!(np.head, Head::Noun(_)) {
            return (0..unit).rev().find_map(|i| match &self.context.units[i].kind {
                UnitKind::Np(other)
                    if matches!(other.head, Head::Place(_))
                        && other.class == Class::Place
                        && self.same_size(np, other)
                        && !matches!(self.context.units[i + 1].kind, UnitKind::Verb(_)) =>
                {
                    Some((other.clone(), span_of(self.context.tokens, other.tokens.clone())))
                }
                _ => None,
            });
        }
        let feminine = match (&np.head, np.pronoun) {
            (Head::Latter, _) => Some(np.feminine),
            (Head::Noun(n), None)
                if np.class == Class::Group && np.definite && np.of.is_none() && np.nisba.is_none() && np.tokens.len() == 1 && self.walk.lexicon.nouns[*n as usize].military =>
            {
                None
            }
            (Head::Noun(_), Some(p)) if matches!(np.class, Class::Group | Class::People | Class::Vehicle | Class::Weapon) => (p == Pronoun::Her).then_some(true),
            _ => return None,
        };
        if np.pronoun == Some(Pronoun::Us) {
            // `قواتنا`: the speaker's.
            let (speaker, at, _) = self.speaker_of(unit)?;
            return Some((speaker, span_of(self.context.tokens, self.context.units[at].tokens.clone())));
        }
        let (found, at) = match self.speaker_of(unit).filter(|_| np.pronoun.is_some()) {
            Some(speaker) => self.context.agent_before(unit, feminine).filter(|(_, i)| *i > speaker.1 && speaker.2.contains(i)).unwrap_or((speaker.0, speaker.1)),
            None => self.context.agent_before(unit, feminine)?,
        };
        let span = span_of(self.context.tokens, self.context.units[at].tokens.clone());
        Some((found, span))
    }

    /// The party that says the clause of a unit, where its phrase stands, and what it says: its pronouns mean itself first.
    fn speaker_of(&self, unit: usize) -> Option<(Np, usize, Range<usize>)> {
        let saying = self.covering(unit).into_iter().next_back().filter(|s| !s.post)?;
        let (np, at) = saying.holder.clone().filter(|h| self.is_party(&h.0) || h.0.class == Class::Group)?;
        (at < unit).then(|| (np, at, saying.content.clone()))
    }

    fn plain_filler(&self, np: &Np, span: Span, via: Via, role: Role) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let blank = self.blank(np.class, span, via);
        let placed = matches!(role, Role::Place | Role::From | Role::To);
        Some(match &np.head {
            Head::Actor(a) => {
                let actor = &lexicon.actors[*a as usize];
                Filler { id: Some(actor.id.clone()), name: Some(actor.en.clone()), name_ar: Some(actor.ar.clone()), kind: actor.class.clone(), ..blank }
            }
            Head::Outlet(o) => {
                let outlet = &lexicon.outlets[*o as usize];
                Filler { id: Some(outlet.id.clone()), name: Some(outlet.en.clone()), name_ar: Some(outlet.ar.clone()), ..blank }
            }
            Head::Place(places) if placed || np.class_noun.is_some() => self.place_filler(places, np, blank)?,
            Head::Place(places) => {
                let place = *places.first()?;
                if role == Role::Target && lexicon.places[place as usize].class != "country" {
                    return self.place_filler(places, np, blank);
                }
                let state = lexicon.actor(&format!("actor:{}", lexicon.country_of(place)))?;
                let state = &lexicon.actors[state as usize];
                Filler { id: Some(state.id.clone()), name: Some(state.en.clone()), name_ar: Some(state.ar.clone()), kind: "state".into(), ..blank }
            }
            Head::Noun(n) => self.noun_filler(*n, np, blank)?,
            Head::Unknown if np.nisba.is_some() => self.nisba_filler(np, blank)?,
            Head::Unknown if np.amount.is_some() && np.class != Class::Place => return None,
            Head::Unknown => blank,
            Head::Latter | Head::Pronoun => return None,
        })
    }

    fn place_filler(&self, places: &[u32], np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let place = &lexicon.places[*places.first()? as usize];
        if let Some(direction) = np.side {
            // A part of a country is not the country.
            let name = format!("{direction} {}", place.en);
            return Some(Filler { name: Some(name), kind: "region".into(), ..blank });
        }
        let part = np.class_noun.is_some_and(|n| lexicon.nouns[n as usize].part) && place.class != "governorate";
        Some(Filler {
            id: Some(place.id.clone()),
            name: Some(if part { format!("{} area", place.en) } else { place.en.clone() }),
            name_ar: Some(place.ar.clone()),
            kind: place.class.clone(),
            position: place.position,
            candidates: places.iter().skip(1).map(|p| lexicon.places[*p as usize].id.clone()).collect(),
            ..blank
        })
    }

    /// A common noun: the actor inside it, or a name made of noun and origin.
    fn noun_filler(&self, noun: u32, np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let entry = &lexicon.nouns[noun as usize];
        if entry.generic && np.nisba.is_none() {
            return None;
        }
        if matches!(np.class, Class::Group | Class::Vehicle | Class::Weapon)
            && let Some(of) = np.of.as_deref().filter(|of| matches!(of.head, Head::Actor(_)) || matches!(of.head, Head::Noun(_)) && of.class == Class::Group)
        {
            return self.plain_filler(of, blank.span?, blank.via, Role::Actor).map(|f| Filler { span: blank.span, ..f });
        }
        if matches!(np.class, Class::Vehicle | Class::Weapon) && np.nisba.is_some() {
            return self.nisba_filler(np, blank);
        }
        match np.nisba {
            Some(_) => self.nisba_filler(np, Filler { name: Some(entry.en.clone()), ..blank }),
            None => Some(Filler { name: np.of.is_none().then(|| entry.en.clone()), ..blank }),
        }
    }

    fn nisba_filler(&self, np: &Np, blank: Filler) -> Option<Filler> {
        let lexicon = self.walk.lexicon;
        let nisba = &lexicon.nisbas[np.nisba? as usize];
        let state = lexicon.actor(&format!("actor:{}", nisba.id)).map(|a| &lexicon.actors[a as usize]);
        if let Some(noun) = blank.name.clone() {
            let slug = noun.to_lowercase().replace(' ', "-");
            let id = state.filter(|_| matches!(np.class, Class::Group | Class::Body)).map(|_| format!("actor:{}/{slug}", nisba.id));
            return Some(Filler { id, name: Some(format!("{} {noun}", nisba.en)), ..blank });
        }
        let state = state?;
        Some(Filler { id: Some(state.id.clone()), name: Some(state.en.clone()), name_ar: Some(state.ar.clone()), kind: "state".into(), via: Via::Adjective, ..blank })
    }

    /// What a predicate takes over: pronouns on it, the speaker's own deed, the cause's actor and place.
    fn inherit(&self, event: &Event, kind: &str, covering: &[&Saying], roles: &mut BTreeMap<Role, Vec<Filler>>) {
        let actor_slot = self.walk.lexicon.classes[event.class as usize].frames[event.frame].bare.iter().any(|s| s.args.iter().any(|(a, _)| *a == Arg::Role(Role::Actor)));
        if !roles.contains_key(&Role::Actor) && actor_slot && !event.passive {
            if let Some(filler) = self.implied_actor(event, kind, covering) {
                roles.insert(Role::Actor, vec![filler]);
            }
        }
        if kind == "casualties" || kind == "damage" || kind == "displace" {
            self.inherit_cause(event, roles);
        }
    }

    fn implied_actor(&self, event: &Event, kind: &str, covering: &[&Saying]) -> Option<Filler> {
        let UnitKind::Event(noun) = &self.context.units[event.unit].kind else { return self.said_of_itself(event, covering) };
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

    /// `أعلنت القيادة أنها سيطرت على …`: a verb without a subject at the head of what a party says tells of that party.
    fn said_of_itself(&self, event: &Event, covering: &[&Saying]) -> Option<Filler> {
        let UnitKind::Verb(verb) = &self.context.units[event.unit].kind else { return None };
        let saying = covering.last().filter(|s| !s.post)?;
        let opens =
            self.context.units[saying.content.start..event.unit].iter().all(|u| matches!(u.kind, UnitKind::Word(_) | UnitKind::Quote | UnitKind::Time(_) | UnitKind::Verb(_)));
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

    fn is_party(&self, np: &Np) -> bool {
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
        let nearest = self.events.iter().filter(|e| e.unit != event.unit).filter(fire).min_by_key(|e| e.unit.abs_diff(event.unit));
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

    fn count(&self, event: &Event, kind: &str) -> Option<Count> {
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
        let amount = np.amount.clone().or_else(|| np.of.as_deref().and_then(|of| of.amount.clone()));
        if let Some(amount) = amount {
            let span = span_of(self.context.tokens, amount.tokens.clone());
            return Some(Count { min: amount.min, max: amount.max, unit: self.unit_of(np), span });
        }
        let n = match np.number {
            Number::Dual if matches!(np.head, Head::Noun(_)) => 2,
            Number::Singular if kind == "casualties" && matches!(np.class, Class::Person) => 1,
            Number::Singular if kind == "casualties" && np.class == Class::People && !np.definite && !np.feminine && np.quantifier.is_none() => 1,
            _ => return None,
        };
        Some(Count { min: n, max: Some(n), unit: self.unit_of(np), span: span_of(self.context.tokens, np.at..np.at + 1) })
    }

    fn event_count(&self, event: &Event) -> Option<Count> {
        let UnitKind::Event(noun) = &self.context.units[event.unit].kind else { return None };
        let amount = noun.amount.as_ref()?;
        Some(Count { min: amount.min, max: amount.max, unit: None, span: span_of(self.context.tokens, amount.tokens.clone()) })
    }

    fn unit_of(&self, np: &Np) -> Option<String> {
        Some(self.context.tokens[np.at].span.of(&self.walk.report.text).to_owned())
    }

    fn harm(&self, event: &Event, constant: Option<Harm>, kind: &str) -> Option<Harm> {
        if kind != "casualties" {
            return None;
        }
        let of_noun = |np: &Np| match np.head {
            Head::Noun(n) => self.walk.lexicon.nouns[n as usize].harm,
            _ => None,
        };
        let victims = matches!(self.context.units[event.unit].kind, UnitKind::Np(_));
        constant.filter(|_| !victims).or_else(|| event.found.iter().find_map(|f| of_noun(&f.np)))
    }

    fn covering(&self, unit: usize) -> Vec<&Saying> {
        let mut covering: Vec<&Saying> = self.sayings.iter().filter(|s| s.content.contains(&unit)).collect();
        covering.sort_by_key(|s| (!s.post, std::cmp::Reverse(s.content.len())));
        covering
    }

    fn chain(&self, covering: &[&Saying], event: &Event, kind: &str, roles: &BTreeMap<Role, Vec<Filler>>) -> Vec<Link> {
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
        let caption = self.part.sentence.line == Line::Caption;
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

/// How sure the reader is, from what the frame found: to be calibrated against gold.
fn confidence(event: &Event, known: usize) -> f64 {
    let filled = event.own.min(3) as f64;
    (0.45 + 0.12 * filled + 0.08 * known.min(2) as f64).min(0.95)
}

fn class_name(class: Class) -> &'static str {
    match class {
        Class::Person => "person",
        Class::Group => "group",
        Class::Body => "body",
        Class::State => "state",
        Class::Place => "place",
        Class::People => "people",
        Class::Weapon => "weapon",
        Class::Vehicle => "vehicle",
        Class::Materiel => "materiel",
        Class::Thing => "thing",
        Class::Source => "source",
        Class::Outlet => "outlet",
        Class::Title => "official",
        Class::Event => "event",
        Class::Time | Class::Unknown => "unknown",
    }
}

/// One claim per kind, harm, fillers and chain in a sentence.
fn drop_doubles(claims: &mut Vec<Claim>) {
    let key = |c: &Claim| {
        let roles: Vec<String> = c.roles.iter().flat_map(|(r, f)| f.iter().map(move |f| format!("{r:?}{:?}{:?}", f.id, f.name))).collect();
        (c.sentence.index, c.kind.clone(), c.harm, roles, c.chain.last().map(|l| l.name.clone()), c.factuality.code())
    };
    let mut seen = Vec::new();
    claims.retain(|c| {
        let k = key(c);
        let new = !seen.contains(&k);
        seen.push(k);
        new
    });
}
