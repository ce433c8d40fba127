//! Operators over an event, from the innermost outwards: negation, modality, plan, demand, condition.

use rawi_lexicon::{AspectKind, Fact, Negation, Tense, Word};
use rawi_model::{Aspect, Certainty, Factuality};

use crate::attribution::Saying;
use crate::frame::{Context, Event, Relation};
use crate::governor::closes;
use crate::phrase::UnitKind;

/// How certain an event is and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub factuality: Factuality,
    pub aspect: Aspect,
}

impl Context<'_> {
    /// Standing of an event under the sayings that cover it.
    pub fn standing(&self, event: &Event, sayings: &[&Saying], negative: bool, stative: bool) -> Standing {
        let mut standing = Standing { factuality: Factuality::CERTAIN, aspect: if stative { Aspect::Ongoing } else { Aspect::Occurred } };
        if negative {
            standing.factuality = standing.factuality.negated();
            standing.aspect = Aspect::Occurred;
        }
        self.by_itself(event.unit, &mut standing);
        if let Some((governor, relation)) = event.governor {
            self.by_governor(governor, relation, &mut standing);
        }
        if self.is_presupposed(event) {
            return standing;
        }
        self.by_cues(event.unit, &mut standing);
        if self.is_purpose(event) {
            standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Planned };
        }
        for saying in sayings.iter().rev() {
            by_saying(saying, &mut standing);
        }
        standing
    }

    /// `بعد سيطرة الفصائل على البلدة`, `منذ لقائه`: taken as given, whatever is denied, doubted or demanded around it.
    fn is_presupposed(&self, event: &Event) -> bool {
        let unit = &self.units[event.unit];
        let given = unit.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "بعد" | "منذ" | "رغم"));
        (given || self.follows_time(event.unit)) && matches!(unit.kind, UnitKind::Event(_))
    }

    /// `للإمساك بالحواجز`, `بهدف السيطرة`: what a deed is done for.
    fn is_purpose(&self, event: &Event) -> bool {
        let Some(prep) = self.units[event.unit].prep.filter(|_| self.event_np(event.unit).is_some()) else { return false };
        let licensed = |governor: usize| match &self.units[governor].kind {
            UnitKind::Verb(v) => {
                let lemma = &self.lexicon.lemmas[v.lemma as usize];
                lemma.reporting.is_some() || lemma.light.iter().any(|l| l.preps.contains(&prep)) || lemma.aspect.is_some()
            }
            UnitKind::Event(_) => true,
            _ => false,
        };
        match self.lexicon.prepositions[prep as usize].as_str() {
            "بهدف" => true,
            "ل" => event.governor.is_some_and(|(g, _)| !licensed(g)),
            _ => false,
        }
    }

    fn by_itself(&self, index: usize, standing: &mut Standing) {
        match &self.units[index].kind {
            UnitKind::Verb(v) => {
                if v.negated && !self.restricted(index) {
                    standing.factuality = standing.factuality.negated();
                }
                if v.future {
                    standing.aspect = Aspect::Planned;
                } else if v.tense == Tense::Imperfect && !self.headline && self.aspect_of(index) == Some(AspectKind::Plan) {
                    // `تتجه نحو العاصمة`: where one is heading.
                    *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Planned };
                } else if v.tense == Tense::Imperfect && !v.negated && !self.headline && !self.in_sequence(index) {
                    standing.aspect = Aspect::Ongoing;
                }
                if v.qad && v.tense == Tense::Imperfect {
                    standing.aspect = Aspect::Planned;
                    standing.factuality = standing.factuality.at_most(Certainty::Possible);
                }
                self.by_auxiliary(index, standing);
            }
            UnitKind::Event(e) if e.negated => standing.factuality = standing.factuality.negated(),
            _ => {}
        }
    }

    /// `قبل أن ينسحبوا`: told in sequence, whatever the form.
    fn in_sequence(&self, index: usize) -> bool {
        index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::TimeClause))
    }

    /// An aspect verb just before, its subject between or not.
    fn by_auxiliary(&self, index: usize, standing: &mut Standing) {
        let mut i = index;
        while i > 0 && index - i < 4 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Verb(v) => {
                    if let Some(kind) = self.aspect_of(i).filter(|_| !self.units[index].conj) {
                        if v.negated && kind != AspectKind::Auxiliary && !self.restricted(index) {
                            standing.factuality =
                                if kind == AspectKind::Become || kind == AspectKind::Continue && self.no_longer(i) { standing.factuality.negated() } else { standing.factuality };
                        }
                        apply_aspect(kind, standing);
                    }
                    return;
                }
                UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Word(Word::Fact(_) | Word::Aspect(_)) => {}
                _ => return,
            }
        }
    }

    /// `لم يعد يفصلها عن المدينة سوى 10 كم`: what is negated holds of the rest, and the verb of what follows سوى. A verb of staying denies.
    fn restricted(&self, index: usize) -> bool {
        let stays = matches!(&self.units[index].kind, UnitKind::Verb(v) if self.lexicon.lemmas[v.lemma as usize].key == "بقي");
        !stays && self.units[index..].iter().take_while(|u| !matches!(u.kind, UnitKind::Punct(_))).any(|u| matches!(u.kind, UnitKind::Word(Word::Only)))
    }

    /// لم يعد.
    fn no_longer(&self, index: usize) -> bool {
        matches!(&self.units[index].kind, UnitKind::Verb(v) if self.lexicon.lemmas[v.lemma as usize].key == "عاد")
    }

    fn by_governor(&self, governor: usize, relation: Relation, standing: &mut Standing) {
        let light_or_aspect = match &self.units[governor].kind {
            UnitKind::Verb(v) => {
                let lemma = &self.lexicon.lemmas[v.lemma as usize];
                let carries = !lemma.light.is_empty() || lemma.aspect.is_some();
                if carries {
                    if v.negated {
                        standing.factuality = standing.factuality.negated();
                    }
                    if v.future {
                        standing.aspect = Aspect::Planned;
                    } else if v.tense == Tense::Imperfect && !v.negated && !self.headline && relation == Relation::Subject {
                        standing.aspect = Aspect::Ongoing;
                    }
                }
                carries
            }
            UnitKind::Event(_) => true,
            _ => false,
        };
        let told_past = relation == Relation::Subject && matches!(&self.units[governor].kind, UnitKind::Verb(v) if v.tense == Tense::Past);
        let tries = matches!(&self.units[governor].kind, UnitKind::Verb(v) if v.tense == Tense::Imperfect) && self.aspect_of(governor) == Some(AspectKind::Attempt);
        if tries {
            standing.aspect = Aspect::Planned;
        }
        if let Some(kind) = self.aspect_of(governor).filter(|k| light_or_aspect && !(told_past && *k == AspectKind::Continue)) {
            apply_aspect(kind, standing);
        }
    }

    /// `طائرات يرجح أنها روسية قصفت`: the hedge is about whose they are.
    fn hedges_owner(&self, cue: usize, event: usize) -> bool {
        let described = cue > 0 && matches!(self.units[cue - 1].kind, UnitKind::Np(_) | UnitKind::Event(_));
        let of_whom = matches!(self.units.get(cue + 1).map(|u| &u.kind), Some(UnitKind::Word(Word::Complementizer)))
            && matches!(self.units.get(cue + 2).map(|u| &u.kind), Some(UnitKind::Np(_)));
        described && of_whom && event > cue + 3
    }

    /// Cues in the clause before the event, and the few that follow it.
    fn by_cues(&self, index: usize, standing: &mut Standing) {
        let mut i = index;
        let mut verbs = 0;
        while i > 0 {
            i -= 1;
            match &self.units[i].kind {
                UnitKind::Word(Word::Fact(_)) if self.hedges_owner(i, index) => {}
                UnitKind::Word(Word::Fact(fact)) => return apply_fact(*fact, standing),
                UnitKind::Word(Word::Aspect(kind)) if verbs == 0 => apply_aspect(*kind, standing),
                UnitKind::Word(Word::Condition) => {
                    *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Hypothetical };
                    return;
                }
                UnitKind::Word(Word::Negation(Negation::Nominal)) if i + 1 == index || (i + 2 == index && matches!(self.units[i + 1].kind, UnitKind::Np(_))) => {
                    if !matches!(&self.units[index].kind, UnitKind::Event(e) if e.negated) {
                        standing.factuality = standing.factuality.negated();
                    }
                }
                UnitKind::Word(Word::Purpose) => standing.aspect = Aspect::Planned,
                UnitKind::Word(w) if closes(*w) && *w != Word::Complementizer => return,
                UnitKind::Punct('.' | '؛') => return,
                UnitKind::Verb(_) => {
                    verbs += 1;
                    if verbs > 1 || self.units[index].conj {
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

fn apply_aspect(kind: AspectKind, standing: &mut Standing) {
    match kind {
        AspectKind::Begin | AspectKind::Continue => standing.aspect = Aspect::Ongoing,
        AspectKind::Plan => *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Planned },
        AspectKind::Attempt => standing.factuality = Factuality::Uncommitted,
        AspectKind::Fail | AspectKind::Prevent => standing.factuality = standing.factuality.negated(),
        AspectKind::End | AspectKind::Succeed | AspectKind::CarryOut => standing.aspect = Aspect::Occurred,
        AspectKind::Become | AspectKind::Auxiliary => {}
    }
}

fn apply_fact(fact: Fact, standing: &mut Standing) {
    match fact {
        Fact::Probable => standing.factuality = standing.factuality.at_most(Certainty::Probable),
        Fact::Possible => standing.factuality = standing.factuality.at_most(Certainty::Possible),
        Fact::Excluded => standing.factuality = standing.factuality.negated().at_most(Certainty::Probable),
        Fact::Denied => standing.factuality = standing.factuality.negated(),
        Fact::Unknown => standing.factuality = Factuality::Uncommitted,
        Fact::Expected => {
            standing.factuality = standing.factuality.at_most(Certainty::Probable);
            standing.aspect = Aspect::Planned;
        }
        Fact::Planned => *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Planned },
        Fact::Demanded => *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Demanded },
        Fact::Certain => {}
    }
}

fn by_saying(saying: &Saying, standing: &mut Standing) {
    if saying.silent {
        standing.factuality = Factuality::Uncommitted;
        return;
    }
    if saying.demands {
        *standing = Standing { factuality: Factuality::Uncommitted, aspect: Aspect::Demanded };
        return;
    }
    match saying.factuality {
        Factuality::Uncommitted => standing.factuality = Factuality::Uncommitted,
        Factuality::Committed(certainty, polarity) => {
            if polarity == rawi_model::Polarity::Negative {
                standing.factuality = standing.factuality.negated();
            }
            standing.factuality = standing.factuality.at_most(certainty);
        }
    }
}
