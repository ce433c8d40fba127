//! Sayings by verb: who speaks, to whom, and how far what is said reaches.

use std::ops::Range;

use rawi_lexicon::{AspectKind, Reporting, Tense, Voice, Word};
use rawi_model::{Certainty, Factuality, Link, LinkType, Via};

use crate::attribution::{Holders, Saying};
use crate::frame::{Bare, Context};
use crate::governor::closes;
use crate::phrase::{Class, Head, Np, Unit, UnitKind, Verb};
use crate::token::text_of;

impl Context<'_> {
    /// What a verb of saying opens or closes.
    pub(crate) fn said_by_verb(&self, index: usize, text: &str, holders: &Holders, before: &[Saying]) -> Option<Saying> {
        let UnitKind::Verb(verb) = &self.units[index].kind else { return None };
        let lemma = &self.lexicon.lemmas[verb.lemma as usize];
        let class = &self.lexicon.reporting[lemma.reporting? as usize];
        if self.describes_speaker(index, before) {
            return None;
        }
        let after_clause = index > 0 && (self.units[..index].iter().rev().take(2).any(|u| matches!(u.kind, UnitKind::Word(Word::AfterClause))));
        // `كما صرح المصدر عن مقتل`: "also", where what is said follows at the head of a sentence.
        let content = self.content(index, &class.content).filter(|_| !after_clause || index <= 1);
        let after_clause = after_clause && content.is_none();
        let found = self.plain_subject(index, verb);
        if found.as_ref().is_some_and(|s| !self.can_speak(&s.0)) {
            return None;
        }
        let subject = found.filter(|s| s.1 < index || content.as_ref().is_none_or(|c| s.1 < c.start));
        // `، مضيفا أن …`: who spoke last goes on, whoever was told of meanwhile.
        let subject = subject.filter(|_| before.is_empty() || !verb.participle);
        let speaker = before.last().and_then(|b| b.holder.clone()).filter(|h| !matches!(self.units[h.1].kind, UnitKind::Verb(_))).map(|(np, unit)| (np, unit, Via::Pronoun));
        let told_of = |s: &Bare| s.2 == Via::Pronoun && before.iter().all(|b| b.holder.as_ref().is_none_or(|h| h.1 != s.1));
        let subject = subject.map(|s| if told_of(&s) { speaker.unwrap_or(s) } else { s });
        let after_but = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::But));
        let subject = subject.or_else(|| if after_but { self.previous_subject(index - 1) } else { None });
        let content = match content {
            Some(c) => c,
            None if after_clause || subject.is_some() && self.closes_a_quote(index) => self.back_to_clause(index)..index,
            None => return None,
        };
        if self.only_names(index, class) || class.demands && verb.voice == Voice::Passive || subject.is_none() && self.tells_no_one(index, verb) {
            return None;
        }
        let speaker = subject.as_ref().map(|s| self.owner_of_vehicle(s.1).unwrap_or(&s.0));
        let links = self.links_of_verb(index, class, &content, speaker, text, holders, before);
        let holder = match &subject {
            Some((np, unit, _)) => Some((np.clone(), *unit)),
            None => before.last().and_then(|s| s.holder.clone()).or_else(|| holders.holder.clone().map(|np| (np, index))),
        };
        let accused = class.accuses.then(|| self.accused(index, &content, subject.as_ref().map(|s| s.1))).flatten();
        let estimate = links.last().is_some_and(|l| l.kind == LinkType::Estimate);
        let factuality = if estimate { class.factuality.at_most(Certainty::Probable) } else { class.factuality };
        let after_ma = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::Relative)) && before.last().is_some_and(|b| b.factuality.code() == "CT-");
        let negated = verb.negated || self.auxiliary_negated(index);
        let silent = negated && (lemma.silence || class.factuality == Factuality::CERTAIN);
        let denied_report = before.iter().any(|b| b.factuality.code() == "CT-" && b.content.contains(&index)) || after_ma;
        Some(Saying { unit: index, content, links, holder, factuality, demands: class.demands, silent, post: after_clause, denied_report, accused })
    }

    /// `قال المرصد، وهو مركز يتابع …، إن`: a verb between a verb of saying and what is said describes the speaker.
    fn describes_speaker(&self, index: usize, before: &[Saying]) -> bool {
        let what = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::Relative)) && self.tokens[self.units[index - 1].tokens.start].key.ends_with("ما");
        !what && before.iter().any(|s| s.unit < index && index < s.content.start)
    }

    /// `ما وصفه بالقصف`, `رجل يدعى`, `هذا أعلن`: naming, no saying.
    fn only_names(&self, index: usize, class: &Reporting) -> bool {
        let before = index.checked_sub(1).map(|i| &self.units[i].kind);
        matches!(before, Some(UnitKind::Word(Word::Demonstrative))) || matches!(before, Some(UnitKind::Word(Word::Relative))) && !class.content.iter().any(|c| c == "أن")
    }

    /// A passive, or what may be one, without anybody who says it.
    fn tells_no_one(&self, index: usize, verb: &Verb) -> bool {
        let opens = self.units[..index].iter().all(|u| matches!(u.kind, UnitKind::Word(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct(_)));
        verb.voice == Voice::Passive || verb.tense == Tense::Past && verb.voice != Voice::Active && !(opens && self.units[index].conj)
    }

    /// The chain of a verb of saying: the medium told, the holder, the source that the holder names.
    #[allow(clippy::too_many_arguments, reason = "what stands around one verb")]
    fn links_of_verb(&self, index: usize, class: &Reporting, content: &Range<usize>, subject: Option<&Np>, text: &str, holders: &Holders, before: &[Saying]) -> Vec<Link> {
        let cue = text_of(self.tokens, self.units[index].tokens.clone(), text);
        let mut links = Vec::new();
        if let Some(medium) = class.to.and_then(|to| self.told(index, content, to).or_else(|| self.told_before(index, to))) {
            links.extend(self.link(medium, text, Some(&cue)));
        }
        if let Some(np) = subject.or_else(|| self.in_a_vehicle(index, content)) {
            links.extend(self.holder_links(np, text, &cue, holders));
        } else if let Some(last) = before.last().filter(|s| !s.links.is_empty()) {
            links = last.links.clone();
        } else {
            links = holders.last.clone();
        }
        if let Some(from) = class.from.and_then(|from| self.inner_source(index, from)).filter(|from| from.head != Head::Pronoun) {
            links.extend(self.holder_links(from, text, &cue, holders));
        }
        if let Some(after) = (index + 1..content.start).find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::After))) {
            // `قالت القناة، نقلا عن الوزارة، إن …`: the inner source stands between the verb and what is said.
            if let Some(np) = (after + 1..content.start).find_map(|i| if let UnitKind::Np(np) = &self.units[i].kind { Some(np) } else { None }) {
                links.extend(self.holder_links(np, text, &cue, holders));
            }
        }
        links
    }

    /// Who is accused: the first bare phrase before what is said that is not the speaker.
    fn accused(&self, index: usize, content: &Range<usize>, speaker: Option<usize>) -> Option<(Np, usize)> {
        (index + 1..content.start).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.units[i].prep.is_none() && speaker != Some(i) => Some((np.clone(), i)),
            _ => None,
        })
    }

    /// `لم تكن قد أعلنت`: the negation stands on the auxiliary.
    fn auxiliary_negated(&self, index: usize) -> bool {
        let before = (0..index).rev().find(|&i| !matches!(self.units[i].kind, UnitKind::Np(_) | UnitKind::Word(Word::Fact(_))));
        before.is_some_and(|i| matches!(&self.units[i].kind, UnitKind::Verb(v) if v.negated && self.aspect_of(i) == Some(AspectKind::Auxiliary)))
    }

    /// `جاء في بيان للوزارة`: whose the statement is.
    fn in_a_vehicle(&self, index: usize, content: &Range<usize>) -> Option<&Np> {
        let (i, np) = (index + 1..content.start).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.noun_of(np).is_some_and(|n| n.vehicle) => Some((i, np)),
            _ => None,
        })?;
        np.of.as_deref().or_else(|| self.owner_of_vehicle(i))
    }

    /// Whose a statement is: `بيان للوزارة`, `البيان الصادر عن الخلية`, `بيان صدر عن القيادة`.
    fn owner_of_vehicle(&self, unit: usize) -> Option<&Np> {
        let UnitKind::Np(vehicle) = &self.units[unit].kind else { return None };
        self.noun_of(vehicle).filter(|n| n.vehicle && vehicle.of.is_none())?;
        let after = self.units[unit + 1..].iter().take(4).take_while(|u| !matches!(u.kind, UnitKind::Punct(_) | UnitKind::Word(Word::Complementizer)));
        let belongs = |u: &Unit| u.prep.is_some_and(|p| matches!(self.lexicon.prepositions[p as usize].as_str(), "ل" | "عن" | "من قبل"));
        after.filter(|u| belongs(u)).find_map(|u| if let UnitKind::Np(np) = &u.kind { Some(np).filter(|np| self.can_speak(np)) } else { None })
    }

    /// Where what is said begins and ends.
    fn content(&self, index: usize, openers: &[String]) -> Option<Range<usize>> {
        let opens_with = |prep: Option<u16>| match prep {
            None => true,
            Some(p) => openers.iter().any(|o| *o == self.lexicon.prepositions[p as usize]),
        };
        // `نفى ما نقلته الوكالة عن …`: what is denied is what the inner verb is about.
        let mut crossed = false;
        let about_report = |np: &Np| matches!(np.class, Class::Thing | Class::Unknown) && np.of.as_deref().is_some_and(|of| of.class == Class::Source);
        for i in index + 1..self.units.len() {
            let unit = &self.units[i];
            let start = match &unit.kind {
                UnitKind::Word(Word::Complementizer) => i + 1,
                UnitKind::Punct(':') => i + 1,
                UnitKind::Event(_) if crossed || opens_with(unit.prep) => i,
                UnitKind::Np(np) if opens_with(unit.prep) && np.amount.is_some() && self.noun_of(np).is_some_and(|n| n.harm.is_some() && n.generic) => i,
                UnitKind::Quote if i > index + 1 && !self.quote_is_name(i) => i + 1,
                UnitKind::Verb(_) if i > 0 && matches!(self.units[i - 1].kind, UnitKind::Word(Word::Relative)) => {
                    crossed = true;
                    continue;
                }
                UnitKind::Verb(v) if v.pronoun.is_some() && matches!(&self.units[i - 1].kind, UnitKind::Np(np) if !np.definite) => continue,
                // `نفت الرئاسة تقارير تحدثت عن مغادرته`
                UnitKind::Verb(_) if matches!(&self.units[i - 1].kind, UnitKind::Np(np) if !np.definite && np.class == Class::Source) => {
                    crossed = true;
                    continue;
                }
                UnitKind::Verb(_) => return None,
                // `نفى صحة الأنباء عن سقوط المدينة`
                UnitKind::Np(np) if unit.prep.is_none() && about_report(np) => {
                    crossed = true;
                    continue;
                }
                UnitKind::Word(w) if closes(*w) && !matches!(w, Word::Turn | Word::After) => return None,
                _ => continue,
            };
            return Some(start..self.scope_end(start));
        }
        None
    }

    /// Quotation marks around a few words without a verb name something.
    fn quote_is_name(&self, at: usize) -> bool {
        let close = (at + 1..self.units.len().min(at + 4)).find(|&i| matches!(self.units[i].kind, UnitKind::Quote));
        close.is_some_and(|c| !self.units[at..c].iter().any(|u| matches!(u.kind, UnitKind::Verb(_))))
    }

    /// What is said ends at a clause of the outlet's own, or where somebody else speaks.
    pub(crate) fn scope_end(&self, start: usize) -> usize {
        let mut quoted = false;
        for i in start..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Quote => quoted = !quoted,
                UnitKind::Word(Word::Contrast | Word::But) | UnitKind::Punct('.') if !quoted => return i,
                UnitKind::Word(Word::Turn) if !quoted && i > 0 && matches!(self.units[i - 1].kind, UnitKind::Punct(_)) => return i,
                UnitKind::Verb(v)
                    if (self.units[i].conj || matches!(self.units[i - 1].kind, UnitKind::Punct('،' | ',')))
                        && !quoted
                        && i > start
                        && self.lexicon.lemmas[v.lemma as usize].reporting.is_some()
                        && self.content(i, &self.lexicon.reporting[self.lexicon.lemmas[v.lemma as usize].reporting.unwrap_or(0) as usize].content).is_some() =>
                {
                    return i;
                }
                _ => {}
            }
        }
        self.units.len()
    }

    /// Back to the head of the clause, over commas, not over a clause of another's.
    pub(crate) fn back_to_clause(&self, index: usize) -> usize {
        (0..index).rev().find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::Contrast | Word::But))).map_or(0, |i| i + 1)
    }

    fn closes_a_quote(&self, index: usize) -> bool {
        (0..index).rev().take(4).any(|i| matches!(self.units[i].kind, UnitKind::Quote))
    }

    /// The medium told: `قال X لوكالة Y`.
    fn told(&self, index: usize, content: &Range<usize>, to: u16) -> Option<&Np> {
        let end = if content.start > index { content.start } else { self.units.len() };
        (index + 1..end).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.units[i].prep == Some(to) && self.is_medium(np) => Some(np),
            _ => None,
        })
    }

    /// `في تصريح لوكالة رويترز، أوضح المصدر أن`: the medium stands before the verb, under the word for what was said.
    fn told_before(&self, index: usize, to: u16) -> Option<&Np> {
        let vehicle =
            (0..index).rev().take(5).find(|&i| matches!(&self.units[i].kind, UnitKind::Np(np) if self.noun_of(np).is_some_and(|n| n.vehicle)) && self.units[i].prep.is_some())?;
        match self.units.get(vehicle + 1) {
            Some(Unit { kind: UnitKind::Np(np), prep, .. }) if *prep == Some(to) && self.is_medium(np) => Some(np),
            _ => None,
        }
    }

    fn inner_source(&self, index: usize, from: u16) -> Option<&Np> {
        (index + 1..self.units.len().min(index + 6)).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.units[i].prep == Some(from) => Some(np),
            _ => None,
        })
    }
}
