//! Victims as events: the noun itself tells of harm.

use rawi_lexicon::{Arg, LightSubject, Number, Type, Word};
use rawi_model::{Role, Via};

use crate::frame::{Context, Event, Found, Relation};
use crate::governor::matches_prep;
use crate::phrase::UnitKind;

impl Context<'_> {
    /// Victims that a verb brings (`خلّف قتيلين`, `أسفر عن 11 جريحا`): the noun is the event.
    pub(crate) fn harmed(&self, index: usize) -> Option<Event> {
        let unit = &self.units[index];
        let UnitKind::Np(np) = &unit.kind else { return None };
        if !self.noun(np).is_some_and(|n| n.harm.is_some() && n.generic) {
            return None;
        }
        if np.amount.is_some()
            && let Some(toll) = (0..index).rev().take(16).find(|&i| self.tells_toll(i))
        {
            return self.casualties_of(index, toll);
        }
        let verb = (0..index).rev().take(6).find(|&i| matches!(self.units[i].kind, UnitKind::Verb(_)))?;
        let lemma = &self.lexicon.lemmas[self.verb(verb)?.lemma as usize];
        let reported =
            lemma.reporting.is_some_and(|r| unit.prep.is_none_or(|p| self.lexicon.reporting[r as usize].content.iter().any(|c| *c == self.lexicon.prepositions[p as usize])))
                && np.amount.is_some();
        let brought = reported || lemma.light.iter().any(|l| matches!(l.subject, LightSubject::Cause | LightSubject::Event) && !l.hits && matches_prep(&l.preps, unit.prep));
        // The event directly after the verb may be its subject (`أسفرت المواجهات عن قتلى`).
        let between = (verb + 1 + usize::from(unit.prep.is_some())..index)
            .any(|i| matches!(self.units[i].kind, UnitKind::Event(_)) && self.units[i].prep.is_none() && !self.is_counted_for(i));
        if !brought || between || !lemma.classes.iter().all(|c| self.lexicon.classes[c.class as usize].kind != "casualties") {
            return None;
        }
        self.casualties_of(index, verb)
    }

    /// The victims at a unit as an event, under what governs it.
    fn casualties_of(&self, index: usize, governor: usize) -> Option<Event> {
        let UnitKind::Np(np) = &self.units[index].kind else { return None };
        let (class, frame) = self.casualty_frame()?;
        let found = vec![Found { arg: Arg::Role(Role::Target), np: np.clone(), unit: index, via: Via::Name }];
        Some(Event { unit: index, class, frame, found, governor: Some((governor, Relation::Complement(self.units[index].prep))), own: 1, passive: false })
    }

    /// `ارتفعت حصيلة الاشتباكات إلى …`: a word of counting near a noun that counts nobody in particular.
    fn tells_toll(&self, verb: usize) -> bool {
        let counts = self.uses(verb).iter().any(|c| self.lexicon.classes[c.class as usize].name == "casualties-toll");
        let toll = |i: usize| matches!(&self.units[i].kind, UnitKind::Np(np) if self.noun(np).is_some_and(|n| n.toll) && np.of.as_deref().and_then(|of| self.noun(of)).is_none_or(|n| n.harm.is_none()));
        counts && (verb.saturating_sub(6)..self.units.len().min(verb + 4)).any(toll)
    }

    /// A title or line that begins with the victims (`20 شهيدا في قصف منازل`, `مئات القتلى في هجوم`).
    pub(crate) fn counted_dead(&self, index: usize) -> Option<Event> {
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
}
