//! Who says it: for every stretch of a sentence the chain of those to whom it is attributed.

use std::ops::Range;

use rawi_lexicon::{AspectKind, Lexicon, NounClass, Word};
use rawi_model::{Factuality, Link, LinkType};

use crate::claim::text_of;
use crate::frame::{Context, closes};
use crate::phrase::{Class, Head, Np, Unit, UnitKind};

/// A saying: its holder, what it covers, how it is to be taken.
#[derive(Clone, Debug)]
pub(crate) struct Saying {
    /// Unit of the cue.
    pub unit: usize,
    /// Units that are said.
    pub content: Range<usize>,
    /// Outermost first.
    pub links: Vec<Link>,
    /// The phrase of the holder, when it is a party that can be an actor.
    pub holder: Option<(Np, usize)>,
    pub factuality: Factuality,
    /// Wanted, not told.
    pub demands: bool,
    /// Unsaid: "has not announced".
    pub silent: bool,
    /// Stands after what it covers: the outer link.
    pub post: bool,
    /// A report inside a denial: its holder asserts what the denier denies.
    pub denied_report: bool,
    /// Who is accused of the content.
    pub accused: Option<(Np, usize)>,
}

/// Holders that carry over from sentence to sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Holders {
    /// Links of the last saying.
    pub last: Vec<Link>,
    /// Links of the last unnamed or described source.
    pub source: Vec<Link>,
    pub holder: Option<Np>,
    /// Who speaks in a quotation that was opened and not yet closed in this paragraph.
    pub open: Option<Vec<Link>>,
    /// Bodies named in full, by the first word of their name: `الوزارة` alone means the last ministry.
    pub bodies: Vec<(String, Link)>,
}

impl Context<'_> {
    /// Every saying of the sentence; `holders` is read and brought up to date.
    pub fn sayings(&self, text: &str, holders: &mut Holders) -> Vec<Saying> {
        let mut out: Vec<Saying> = Vec::new();
        out.extend(self.goes_on(holders));
        for index in 0..self.units.len() {
            let saying = match &self.units[index].kind {
                UnitKind::Verb(_) => self.said_by_verb(index, text, holders, &out),
                UnitKind::Event(_) => self.said_by_noun(index, text, &out),
                UnitKind::Np(_) => self.said_in_report(index, text, &out),
                UnitKind::Word(Word::After) if out.iter().any(|s| s.unit < index && s.content.start > index) => None,
                UnitKind::Word(Word::After) => self.after_phrase(index, text, holders),
                UnitKind::Word(Word::AfterClause) => None,
                _ => None,
            };
            let Some(saying) = saying else { continue };
            if !saying.links.is_empty() && !saying.silent {
                holders.last = saying.links.clone();
                if saying.links.last().is_some_and(|l| is_unnamed(l.kind)) {
                    holders.source = saying.links.clone();
                }
                holders.holder = saying.holder.as_ref().map(|h| h.0.clone());
            }
            out.push(saying);
        }
        holders.open = holders.open.take().or_else(|| self.left_open(&out));
        out.extend(self.speaker_first(text));
        out.extend(self.source_in_brackets(text));
        out
    }

    /// A quotation of the sentence before goes on here, up to the mark that closes it.
    fn goes_on(&self, holders: &mut Holders) -> Option<Saying> {
        let links = holders.open.take()?;
        let close = self.units.iter().position(|u| matches!(u.kind, UnitKind::Quote));
        if close.is_none() {
            holders.open = Some(links.clone());
        }
        Some(Saying {
            unit: 0,
            content: 0..close.unwrap_or(self.units.len()),
            links,
            holder: None,
            factuality: Factuality::CERTAIN,
            demands: false,
            silent: false,
            post: false,
            denied_report: false,
            accused: None,
        })
    }

    /// Who speaks at the end of a sentence whose last quotation mark opens.
    fn left_open(&self, sayings: &[Saying]) -> Option<Vec<Link>> {
        let marks: Vec<usize> = (0..self.units.len()).filter(|&i| matches!(self.units[i].kind, UnitKind::Quote)).collect();
        let last = *marks.last().filter(|_| marks.len() % 2 == 1)?;
        sayings.iter().rev().find(|s| s.content.contains(&last) || s.content.start == last + 1).map(|s| s.links.clone())
    }

    /// Notes the bodies and organisations that a sentence names in full.
    pub fn note_bodies(&self, text: &str, holders: &mut Holders) {
        for unit in self.units {
            let UnitKind::Np(np) = &unit.kind else { continue };
            if np.class != Class::Body || np.tokens.len() < 2 {
                continue;
            }
            if let Some(link) = self.link(np, text, None) {
                holders.bodies.push((first_word(&self.tokens[np.at].key), link));
            }
        }
    }

    /// `… (وزارة الصحة)` at the end of a headline.
    fn source_in_brackets(&self, text: &str) -> Option<Saying> {
        let [.., open, Unit { kind: UnitKind::Np(np), .. }, close] = self.units else { return None };
        let bracketed = matches!(open.kind, UnitKind::Punct('(')) && matches!(close.kind, UnitKind::Punct(')'));
        if !bracketed || !self.headline || !matches!(np.class, Class::Body | Class::Group | Class::Source | Class::Outlet) {
            return None;
        }
        let unit = self.units.len() - 2;
        let links = self.link(np, text, None).into_iter().collect();
        Some(Saying {
            unit,
            content: 0..unit,
            links,
            holder: None,
            factuality: Factuality::CERTAIN,
            demands: false,
            silent: false,
            post: true,
            denied_report: false,
            accused: None,
        })
    }

    /// `X: …` at the head of a line.
    fn speaker_first(&self, text: &str) -> Option<Saying> {
        let colon = self.units.iter().take(12).position(|u| matches!(u.kind, UnitKind::Punct(':')))?;
        let start = self.units[..colon].iter().rposition(|u| matches!(u.kind, UnitKind::Punct(_) | UnitKind::Word(Word::Dash))).map_or(0, |i| i + 1);
        let named = |u: &Unit| matches!(&u.kind, UnitKind::Np(np) if np.class != Class::Time && np.amount.is_none());
        let first = start + self.units[start..colon].iter().position(|u| named(u) && u.prep.is_none())?;
        let plain = |u: &Unit| matches!(u.kind, UnitKind::Np(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Word(Word::After));
        let UnitKind::Np(np) = &self.units[first].kind else { return None };
        let topic = np.class == Class::Place && !self.is_state(np) || matches!(np.class, Class::Unknown | Class::Thing | Class::Weapon | Class::Vehicle | Class::Materiel);
        let topic = topic || self.noun_of(np).is_some_and(|n| n.vehicle);
        if topic || !self.units[start..colon].iter().all(plain) {
            return None;
        }
        let mut links = vec![self.link(np, text, None)?];
        if let Some(after) = (first..colon).find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::After))) {
            // `فرانس برس نقلا عن المرصد: …`
            links.extend(self.units[after..colon].iter().find_map(|u| if let UnitKind::Np(np) = &u.kind { self.link(np, text, None) } else { None }));
        }
        Some(Saying {
            unit: first,
            content: colon + 1..self.units.len(),
            links,
            holder: Some((np.clone(), first)),
            factuality: Factuality::CERTAIN,
            demands: false,
            silent: false,
            post: false,
            denied_report: false,
            accused: None,
        })
    }

    fn said_by_verb(&self, index: usize, text: &str, holders: &Holders, before: &[Saying]) -> Option<Saying> {
        let UnitKind::Verb(verb) = &self.units[index].kind else { return None };
        let lemma = &self.lexicon.lemmas[verb.lemma as usize];
        let class = &self.lexicon.reporting[lemma.reporting? as usize];
        // `قال المرصد، وهو مركز يتابع …، إن`: a verb between a verb of saying and what is said describes the speaker.
        let what = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::Relative)) && self.tokens[self.units[index - 1].tokens.start].key.ends_with("ما");
        if !what && before.iter().any(|s| s.unit < index && index < s.content.start) {
            return None;
        }
        let cue = self.units[index].tokens.clone();
        let cue_text = text_of(self.tokens, cue, text);
        let after_clause = index > 0 && (self.units[..index].iter().rev().take(2).any(|u| matches!(u.kind, UnitKind::Word(Word::AfterClause))));
        let content = if after_clause { None } else { self.content(index, &class.content) };
        if self.plain_subject(index, verb).is_some_and(|s| !self.can_speak(&s.0)) {
            return None;
        }
        let subject = self.plain_subject(index, verb).filter(|s| self.can_speak(&s.0) && (s.1 < index || content.as_ref().is_none_or(|c| s.1 < c.start)));
        // `، مضيفا أن …`: who spoke last goes on.
        let subject = subject.filter(|_| !verb.participle || before.is_empty());
        let after_but = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::But));
        let subject = subject.or_else(|| if after_but { self.previous_subject(index - 1) } else { None });
        let content = match content {
            Some(c) => c,
            None if after_clause || subject.is_some() && self.closes_a_quote(index) => self.back_to_clause(index)..index,
            None => return None,
        };
        if index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::Demonstrative)) {
            return None;
        }
        // `ما وصفه بالقصف`, `رجل يدعى`: naming, no saying.
        let names = matches!(self.units.get(index.wrapping_sub(1)).map(|u| &u.kind), Some(UnitKind::Word(Word::Relative))) && !class.content.iter().any(|c| c == "أن");
        if names || class.demands && verb.voice == rawi_lexicon::Voice::Passive {
            return None;
        }
        let opens = self.units[..index].iter().all(|u| matches!(u.kind, UnitKind::Word(_) | UnitKind::Time(_) | UnitKind::Quote | UnitKind::Punct(_)));
        if subject.is_none() && verb.voice == rawi_lexicon::Voice::Passive {
            return None;
        }
        if subject.is_none() && verb.tense == rawi_lexicon::Tense::Past && verb.voice != rawi_lexicon::Voice::Active && !(opens && self.units[index].conj) {
            return None;
        }
        let mut links = Vec::new();
        if let Some(medium) = class.to.and_then(|to| self.told(index, &content, to).or_else(|| self.told_before(index, to))) {
            links.extend(self.link(medium, text, Some(&cue_text)));
        }
        if let Some((np, _, _)) = &subject {
            for link in self.holder_links(np, text, &cue_text, holders) {
                links.push(link);
            }
        } else if let Some(owner) = self.in_a_vehicle(index, &content) {
            links.extend(self.holder_links(owner, text, &cue_text, holders));
        } else if let Some(last) = before.last().filter(|s| !s.links.is_empty()) {
            links = last.links.clone();
        } else {
            links = holders.last.clone();
        }
        if let Some(from) = class.from.and_then(|from| self.inner_source(index, from)) {
            if from.head != Head::Pronoun {
                links.extend(self.holder_links(from, text, &cue_text, holders));
            }
        }
        if let Some(after) = (index + 1..content.start).find(|&i| matches!(self.units[i].kind, UnitKind::Word(Word::After))) {
            // `قالت القناة، نقلا عن الوزارة، إن …`: the inner source stands between the verb and what is said.
            if let Some(np) = (after + 1..content.start).find_map(|i| if let UnitKind::Np(np) = &self.units[i].kind { Some(np) } else { None }) {
                links.extend(self.holder_links(np, text, &cue_text, holders));
            }
        }
        let holder = match &subject {
            Some((np, unit, _)) => Some((np.clone(), *unit)),
            None => before.last().and_then(|s| s.holder.clone()).or_else(|| holders.holder.clone().map(|np| (np, index))),
        };
        let accused = class
            .accuses
            .then(|| {
                (index + 1..content.start)
                    .filter_map(|i| match &self.units[i].kind {
                        UnitKind::Np(np) if self.units[i].prep.is_none() && subject.as_ref().is_none_or(|s| s.1 != i) => Some((np.clone(), i)),
                        _ => None,
                    })
                    .next()
            })
            .flatten();
        let estimate = links.last().is_some_and(|l| l.kind == LinkType::Estimate);
        let factuality = if estimate { class.factuality.at_most(rawi_model::Certainty::Probable) } else { class.factuality };
        let after_ma = index > 0 && matches!(self.units[index - 1].kind, UnitKind::Word(Word::Relative)) && before.last().is_some_and(|b| b.factuality.code() == "CT-");
        let negated = verb.negated || self.auxiliary_negated(index);
        let silent = negated && (lemma.silence || class.factuality == Factuality::CERTAIN);
        Some(Saying {
            unit: index,
            content,
            links,
            holder,
            factuality,
            demands: class.demands,
            silent,
            post: after_clause,
            denied_report: before.iter().any(|b| b.factuality.code() == "CT-" && b.content.start <= index && index < b.content.end) || after_ma,
            accused,
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
        let owner = self.units.get(i + 1).filter(|u| u.prep.is_some() && u.prep == self.lexicon.preposition("ل")).and_then(|u| match &u.kind {
            UnitKind::Np(np) => Some(np),
            _ => None,
        });
        np.of.as_deref().or(owner)
    }

    fn said_by_noun(&self, index: usize, text: &str, before: &[Saying]) -> Option<Saying> {
        let UnitKind::Event(event) = &self.units[index].kind else { return None };
        let noun = &self.lexicon.events[event.noun as usize];
        let class = &self.lexicon.reporting[noun.reporting? as usize];
        let holder = event.of.as_deref().filter(|np| self.can_speak(np) && !matches!(np.class, Class::Unknown))?;
        let start = index + 1;
        let next = self.units.get(start)?;
        let opens = matches!(next.kind, UnitKind::Word(Word::Complementizer)) || matches!(next.kind, UnitKind::Event(_));
        if !opens {
            return None;
        }
        let cue = text_of(self.tokens, self.units[index].tokens.start..self.units[index].tokens.start + 1, text);
        let links = self.link(holder, text, Some(&cue)).into_iter().collect();
        Some(Saying {
            unit: index,
            content: start..self.scope_end(start),
            links,
            holder: Some((holder.clone(), index)),
            factuality: class.factuality,
            demands: class.demands,
            silent: false,
            post: false,
            denied_report: before.iter().any(|b| b.factuality.code() == "CT-" && b.content.contains(&index)),
            accused: None,
        })
    }

    /// `إعلان روسيا السيطرة على المدينة`, `تقارير الوكالة أن …`: the report named as a thing, whose it is, and what it says.
    fn said_in_report(&self, index: usize, text: &str, before: &[Saying]) -> Option<Saying> {
        let UnitKind::Np(np) = &self.units[index].kind else { return None };
        self.noun_of(np).filter(|n| n.vehicle)?;
        let holder = np.of.as_deref().filter(|of| self.can_speak(of) && of.class != Class::Unknown)?;
        let start = index + 1;
        if !matches!(self.units.get(start)?.kind, UnitKind::Word(Word::Complementizer) | UnitKind::Event(_)) || self.units[start].conj {
            return None;
        }
        let cue = text_of(self.tokens, self.units[index].tokens.start..self.units[index].tokens.start + 1, text);
        let denied_report = before.iter().any(|b| b.factuality.code() == "CT-" && b.unit < index && index <= b.content.start);
        let outer = before.last().filter(|b| b.content.contains(&index)).map(|b| b.links.clone()).unwrap_or_default();
        Some(Saying {
            unit: index,
            content: start..self.scope_end(start),
            links: outer.into_iter().chain(self.link(holder, text, Some(&cue))).collect(),
            holder: Some((holder.clone(), index)),
            factuality: Factuality::CERTAIN,
            demands: false,
            silent: false,
            post: false,
            denied_report,
            accused: None,
        })
    }

    /// `بحسب X`, `نقلا عن X`: covers what stands before it in the clause, or after it at the head of a sentence.
    fn after_phrase(&self, index: usize, text: &str, holders: &Holders) -> Option<Saying> {
        let (unit, np) = (index + 1..self.units.len().min(index + 4)).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) => Some((i, np)),
            _ => None,
        })?;
        let cue = text_of(self.tokens, self.units[index].tokens.clone(), text);
        let mut links = Vec::new();
        if let Some(medium) = self.units[unit + 1..]
            .iter()
            .take(4)
            .take_while(|u| !matches!(u.kind, UnitKind::Punct(_)))
            .find(|u| u.prep.is_some() && u.prep == self.lexicon.preposition("ل"))
            .and_then(|u| if let UnitKind::Np(np) = &u.kind { Some(np) } else { None })
            .filter(|np| self.is_medium(np))
        {
            links.extend(self.link(medium, text, Some(&cue)));
        }
        links.extend(self.holder_links(np, text, &cue, holders));
        let first = self.units[..index].iter().all(|u| matches!(u.kind, UnitKind::Punct(_) | UnitKind::Quote | UnitKind::Word(_)));
        let content = if first { unit + 1..self.scope_end(unit + 1) } else { self.back_to_clause(index)..index };
        Some(Saying {
            unit: index,
            content,
            links,
            holder: Some((np.clone(), unit)),
            factuality: Factuality::CERTAIN,
            demands: false,
            silent: false,
            post: !first,
            denied_report: false,
            accused: None,
        })
    }

    /// Where what is said begins and ends.
    fn content(&self, index: usize, openers: &[String]) -> Option<Range<usize>> {
        let opens_with = |prep: Option<u16>| match prep {
            None => true,
            Some(p) => openers.iter().any(|o| *o == self.lexicon.prepositions[p as usize]),
        };
        // `نفى ما نقلته الوكالة عن …`: what is denied is what the inner verb is about.
        let mut crossed = false;
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
    fn scope_end(&self, start: usize) -> usize {
        let mut quoted = false;
        for i in start..self.units.len() {
            match &self.units[i].kind {
                UnitKind::Quote => quoted = !quoted,
                UnitKind::Word(Word::Contrast | Word::But) | UnitKind::Punct('.') if !quoted => return i,
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
    fn back_to_clause(&self, index: usize) -> usize {
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

    fn is_medium(&self, np: &Np) -> bool {
        matches!(np.head, Head::Outlet(_)) || self.noun_of(np).is_some_and(|n| n.link == Some(LinkType::Agency)) || np.of.as_deref().is_some_and(|of| self.is_medium(of))
    }

    fn inner_source(&self, index: usize, from: u16) -> Option<&Np> {
        (index + 1..self.units.len().min(index + 6)).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if self.units[i].prep == Some(from) => Some(np),
            _ => None,
        })
    }

    fn noun_of(&self, np: &Np) -> Option<&rawi_lexicon::Noun> {
        match np.head {
            Head::Noun(n) => Some(&self.lexicon.nouns[n as usize]),
            _ => None,
        }
    }

    fn can_speak(&self, np: &Np) -> bool {
        match np.class {
            Class::Place => matches!(&np.head, Head::Place(p) if p.first().is_some_and(|p| matches!(self.lexicon.places[*p as usize].class.as_str(), "country" | "city"))),
            Class::Weapon | Class::Vehicle | Class::Materiel | Class::Thing | Class::Time => false,
            Class::Unknown => np.amount.is_none() && self.tokens[np.at].key.chars().count() > 2,
            _ => true,
        }
    }

    /// Links of a holder; an anaphor (`المصادر`, `البيان ذاته`) stands for the last source.
    fn holder_links(&self, np: &Np, text: &str, cue: &str, holders: &Holders) -> Vec<Link> {
        let noun = self.noun_of(np);
        let bare = np.of.is_none() && np.nisba.is_none() && np.amount.is_none();
        let anaphor = np.definite
            && bare
            && noun.is_some_and(|n| {
                n.class == NounClass::Source && !matches!(n.link, Some(LinkType::Estimate | LinkType::Imagery))
                    || n.link == Some(LinkType::Agency)
                    || matches!(n.en.as_str(), "network" | "Network" | "agency")
            });
        if anaphor && np.pronoun.is_none() {
            let past = if noun.is_some_and(|n| n.link == Some(LinkType::Agency)) {
                holders.source.iter().chain(&holders.last).find(|l| l.kind == LinkType::Agency).cloned().into_iter().collect()
            } else if noun.is_some_and(|n| n.vehicle) {
                holders.last.clone()
            } else {
                holders.source.clone()
            };
            if !past.is_empty() {
                return past;
            }
        }
        let named_before = noun.filter(|n| n.class == NounClass::Body && np.definite && bare).and_then(|_| {
            let word = first_word(&self.tokens[np.at].key);
            holders.bodies.iter().rev().find(|(w, _)| *w == word).map(|(_, link)| Link { verb: Some(cue.to_owned()), ..link.clone() })
        });
        if let Some(link) = named_before {
            return vec![link];
        }
        if noun.is_some_and(|n| n.vehicle) {
            return np.of.as_deref().map(|of| self.holder_links(of, text, cue, holders)).unwrap_or_default();
        }
        self.link(np, text, Some(cue)).into_iter().collect()
    }

    /// A source without a name is described by where it stands: `مصدر في وزارة الدفاع`.
    fn described_until(&self, np: &Np) -> usize {
        let end = np.tokens.end;
        let source = np.of.is_none() && self.noun_of(np).is_some_and(|n| n.class == NounClass::Source && !n.vehicle);
        let place = |u: &&Unit| {
            u.tokens.start <= end + 1
                && u.tokens.end > end
                && u.prep.is_some()
                && u.prep == self.lexicon.preposition("في")
                && matches!(&u.kind, UnitKind::Np(n) if n.class == Class::Body)
        };
        self.units.iter().find(|u| u.tokens.start >= end).filter(place).filter(|_| source).map_or(end, |u| u.tokens.end)
    }

    /// One link for the phrase that names a holder.
    pub fn link(&self, np: &Np, text: &str, cue: Option<&str>) -> Option<Link> {
        let span = crate::claim::span_of(self.tokens, np.tokens.start..self.described_until(np));
        let words = span.of(text).trim_matches(['“', '”', '"', '«', '»', ' ']).to_owned();
        let link = |kind, id: Option<String>, name: String, name_ar: Option<String>| Link { kind, id, name, name_ar, verb: cue.map(str::to_owned), span: Some(span) };
        Some(match &np.head {
            Head::Actor(a) => {
                let actor = &self.lexicon.actors[*a as usize];
                let kind = match actor.class.as_str() {
                    "person" => LinkType::Person,
                    "organisation" | "agency" | "body" => LinkType::Organisation,
                    "media" => LinkType::Agency,
                    _ => LinkType::Party,
                };
                link(kind, Some(actor.id.clone()), actor.en.clone(), Some(actor.ar.clone()))
            }
            Head::Outlet(o) => {
                let outlet = &self.lexicon.outlets[*o as usize];
                link(LinkType::Agency, Some(outlet.id.clone()), outlet.en.clone(), Some(outlet.ar.clone()))
            }
            Head::Place(places) => {
                let country = self.lexicon.country_of(*places.first()?);
                let actor = self.lexicon.actor(&format!("actor:{country}"))?;
                let actor = &self.lexicon.actors[actor as usize];
                link(LinkType::Party, Some(actor.id.clone()), actor.en.clone(), Some(actor.ar.clone()))
            }
            Head::Noun(n) => {
                let noun = &self.lexicon.nouns[*n as usize];
                if noun.link == Some(LinkType::Agency)
                    && let Some(of) = np.of.as_deref()
                {
                    return self.link(of, text, cue).map(|l| Link { kind: LinkType::Agency, span: Some(span), ..l });
                }
                let kind = noun.link.unwrap_or(match noun.class {
                    NounClass::Body => LinkType::Organisation,
                    NounClass::Group => LinkType::Party,
                    NounClass::Title if np.class == Class::Person => LinkType::Person,
                    NounClass::Title => LinkType::Official,
                    _ => LinkType::Anonymous,
                });
                if matches!(kind, LinkType::Party)
                    && let Some(inner @ Head::Actor(_)) = np.of.as_deref().map(|of| &of.head)
                {
                    let inner = Np { head: inner.clone(), ..np.clone() };
                    return self.link(&inner, text, cue);
                }
                link(kind, None, words, None)
            }
            Head::Unknown | Head::Latter | Head::Pronoun => {
                let kind = if np.class == Class::Person { LinkType::Person } else { LinkType::Organisation };
                link(kind, None, words, None)
            }
        })
    }
}

fn first_word(key: &str) -> String {
    let word = key.strip_prefix("لل").or_else(|| key.strip_prefix("ال")).unwrap_or(key);
    word.to_owned()
}

/// Outlet link from what the caller said.
pub(crate) fn outlet_link(lexicon: &Lexicon, outlet: Option<&str>) -> Link {
    let known = outlet.and_then(|o| lexicon.outlet(o));
    Link {
        kind: LinkType::Outlet,
        id: known.map(|o| o.id.clone()),
        name: known.map(|o| o.en.clone()).or_else(|| outlet.map(str::to_owned)).unwrap_or_else(|| "unnamed outlet".to_owned()),
        name_ar: known.map(|o| o.ar.clone()),
        verb: None,
        span: None,
    }
}

/// The link of whom an outlet forwards: an outlet quoted by an outlet.
pub(crate) fn forwarded_link(lexicon: &Lexicon, from: &str) -> Link {
    Link { kind: LinkType::Agency, ..outlet_link(lexicon, Some(from)) }
}

fn is_unnamed(kind: LinkType) -> bool {
    matches!(kind, LinkType::Anonymous | LinkType::Official | LinkType::Witness | LinkType::Document | LinkType::SocialMedia | LinkType::Estimate)
}
