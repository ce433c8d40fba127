//! Subjects: before the verb, after it, dropped, and whether they agree with it.

use rawi_lexicon::{AspectKind, Number, Subject, Type, Word};
use rawi_model::Via;

use crate::frame::{Bare, Context, Relation};
use crate::governor::closes;
use crate::phrase::{Class, Head, Np, UnitKind, Verb};

impl Context<'_> {
    /// The subject of the verb that this one is coordinated with.
    pub(crate) fn dropped_subject(&self, index: usize, verb: &Verb) -> Option<Bare> {
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
    pub(crate) fn plain_subject(&self, index: usize, verb: &Verb) -> Option<Bare> {
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
            && let Some(left) = self.auxiliary_subject(index, verb).or_else(|| self.left_subject(index, verb))
        {
            return Some(left);
        }
        for i in index + 1..self.units.len().min(index + 8) {
            match &self.units[i].kind {
                UnitKind::Np(np) if self.units[i].prep.is_none() && np.class != Class::Time => {
                    if self.opens_clause(i) {
                        break;
                    }
                    let doubtful = np.class == Class::Unknown || !self.is(np, Type::Agent) || self.is_state(np);
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

    /// `كانت قوات كبيرة من الجيش ترافقها جرافة، اقتحمت`: the phrase directly after the auxiliary that opens the sentence.
    pub(crate) fn auxiliary_subject(&self, index: usize, verb: &Verb) -> Option<Bare> {
        let auxiliary = (0..index).find(|&i| self.verb(i).is_some()).filter(|&i| self.aspect_of(i) == Some(AspectKind::Auxiliary))?;
        let np = self.bare_np(auxiliary + 1).filter(|np| self.agrees(verb, np, true) && np.class != Class::Unknown)?;
        let closed = self.units[auxiliary..index].iter().any(|u| matches!(u.kind, UnitKind::Word(w) if closes(w)) || matches!(u.kind, UnitKind::Punct('.' | '؛' | ':')));
        (!closed && !self.units[index].conj).then(|| (np.clone(), auxiliary + 1, Via::Name))
    }

    /// The phrase before a verb that can be its subject.
    pub(crate) fn left_subject(&self, index: usize, verb: &Verb) -> Option<Bare> {
        if verb.participle && index > 0 && matches!(self.units[index - 1].kind, UnitKind::Punct(_)) {
            return self.main_subject(index);
        }
        if let Some(topic) = self.topic_over_commas(index, verb) {
            return Some(topic);
        }
        let mut i = index;
        let mut steps = 0;
        while i > 0 && steps < 9 {
            i -= 1;
            steps += 1;
            if let Some(start) = self.clause_before(i, index) {
                // `طائرات يرجح أنها للنظام قصفت`, `قوات ترافقها جرافة، اقتحمت`: a clause that describes the subject.
                i = start;
                continue;
            }
            match &self.units[i].kind {
                // `38 شخصا بينهم نساء قتلوا`: those among them are no subject.
                UnitKind::Np(_) if i > 0 && matches!(self.units[i - 1].kind, UnitKind::Word(Word::Include)) => i -= 1,
                UnitKind::Np(np) if self.units[i].prep.is_none() && !(np.class == Class::Unknown && self.units[i].conj) && self.agrees(verb, np, true) => {
                    return Some((np.clone(), i, Via::Name));
                }
                UnitKind::Np(np) if i + 1 == index && !self.units[index].conj && !np.definite && np.head != Head::Pronoun && self.agrees(verb, np, true) => {
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

    /// `إن الفرقة السادسة، بالتعاون مع القوة المشتركة، تمكنت`: after a comma the verb is told of what the clause begins with.
    fn topic_over_commas(&self, index: usize, verb: &Verb) -> Option<Bare> {
        let comma = |i: usize| matches!(self.units[i].kind, UnitKind::Punct('،' | ','));
        let start = (0..index).rev().find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::Complementizer)))? + 1;
        let closes = index > start + 2 && comma(index - 1) && !self.units[index].conj;
        let plain = self.units[start..index]
            .iter()
            .all(|u| matches!(u.kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct('،' | ',' | '(' | ')') | UnitKind::Word(Word::Adverb)));
        let np = self.bare_np(start).filter(|np| closes && plain && np.class != Class::Unknown && self.agrees(verb, np, true))?;
        Some((np.clone(), start, Via::Name))
    }

    /// Where a clause without a relative word begins that ends at a unit and describes the phrase before it: a hedge (`يرجح أنها للنظام`) or a verb
    /// with a resumptive pronoun and its subject (`ترافقها جرافة`).
    fn clause_before(&self, end: usize, verb: usize) -> Option<usize> {
        if end < 2 || !matches!(self.units[end].kind, UnitKind::Np(_)) || self.units[verb].conj {
            return None;
        }
        let hedged = matches!((&self.units[end - 2].kind, &self.units[end - 1].kind), (UnitKind::Word(Word::Fact(_)), UnitKind::Word(Word::Complementizer)));
        let resumed = self.units[end].prep.is_none() && !self.units[end - 1].conj && self.verb(end - 1).is_some_and(|v| v.pronoun.is_some());
        let start = if hedged { end - 2 } else { end - 1 };
        let described = start > 0 && matches!(&self.units[start - 1].kind, UnitKind::Np(np) if !np.definite || end + 2 < verb);
        ((hedged || resumed) && described).then_some(start)
    }

    /// Whose deed a participle after a comma tells (`، متهما الجيش`): the speaker's, else the last subject's.
    fn main_subject(&self, index: usize) -> Option<Bare> {
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
    fn before_relative(&self, inside: usize) -> Option<Bare> {
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
    pub(crate) fn antecedent(&self, index: usize) -> Option<Bare> {
        (0..index).rev().take(4).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if np.class != Class::Unknown => Some((np.clone(), i, Via::Pronoun)),
            _ => None,
        })
    }

    /// Agreement in gender and number; before its subject a verb is singular.
    pub(crate) fn agrees(&self, verb: &Verb, np: &Np, subject_first: bool) -> bool {
        if np.oblique && !subject_first && np.amount.is_none() && np.quantifier.is_none() && np.more.is_empty() && np.of.is_none() {
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

    /// كان and its sisters.
    pub(crate) fn is_copula(&self, index: usize) -> bool {
        self.verb(index).is_some() && matches!(self.aspect_of(index), Some(AspectKind::Auxiliary | AspectKind::Become | AspectKind::Continue))
    }

    /// The subject of a clause without a verb: `الأسد (ليس) موجودا`.
    pub(crate) fn nominal_subject(&self, index: usize) -> Option<Bare> {
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
    pub(crate) fn previous_subject(&self, index: usize) -> Option<Bare> {
        let verb = (0..index).rev().find(|&i| self.verb(i).is_some())?;
        self.plain_subject(verb, self.verb(verb)?).map(|(np, unit, _)| (np, unit, Via::Pronoun))
    }

    /// Who does what a noun of beginning or trying tells of: its genitive, else the subject of the verb above it (`يجري محاولة أخيرة للبقاء`).
    pub(crate) fn controlled_subject(&self, index: usize, depth: usize) -> Option<Bare> {
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

    /// The subject of a verb of witnessing, places included.
    pub(crate) fn place_subject(&self, index: usize, verb: &Verb) -> Option<Bare> {
        self.plain_subject(index, verb).or_else(|| self.bare_np(index + 1).map(|np| (np.clone(), index + 1, Via::Name)))
    }
}
