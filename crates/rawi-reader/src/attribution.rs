//! Who says it: for every stretch of a sentence the chain of those to whom it is attributed.

use std::ops::Range;

use rawi_lexicon::{Subject, Word};
use rawi_model::{Factuality, Link, LinkType};

use crate::frame::Context;
use crate::link::is_unnamed;
use crate::phrase::{Class, Head, Np, Unit, UnitKind};
use crate::token::text_of;

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
    pub(crate) fn sayings(&self, text: &str, holders: &mut Holders) -> Vec<Saying> {
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

    /// `… (وزارة الصحة)` at the end of a headline.
    fn source_in_brackets(&self, text: &str) -> Option<Saying> {
        let [.., open, Unit { kind: UnitKind::Np(np), .. }, close] = self.units else { return None };
        let bracketed = matches!(open.kind, UnitKind::Punct('(')) && matches!(close.kind, UnitKind::Punct(')'));
        if !bracketed
            || !self.headline
            || !matches!(np.class, Class::Body | Class::Group | Class::Source | Class::Outlet)
            || self.noun_of(np).is_some_and(|n| n.vehicle || n.link == Some(LinkType::Imagery))
        {
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
        // `السودان: مقتل عشرة` names where; `دمشق: أبعدناهم` who.
        let speaks = self.units[colon..].iter().any(|u| matches!(&u.kind, UnitKind::Verb(v) if v.subject == Subject::Speaker))
            || matches!(self.units.get(colon + 1).map(|u| &u.kind), Some(UnitKind::Quote));
        let topic =
            np.class == Class::Place && !(self.is_state(np) && speaks) || matches!(np.class, Class::Unknown | Class::Thing | Class::Weapon | Class::Vehicle | Class::Materiel);
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
        // `بحسب بيان رسمي من الوزارة`: what describes the statement is not whose it is.
        let describes = |i: usize, np: &Np| {
            np.head == Head::Unknown && np.tokens.len() == 1 && !np.definite && matches!(self.units.get(i + 1), Some(Unit { kind: UnitKind::Np(_), prep: Some(_), .. }))
        };
        let (unit, np) = (index + 1..self.units.len().min(index + 4)).find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if !describes(i, np) => Some((i, np)),
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
}
