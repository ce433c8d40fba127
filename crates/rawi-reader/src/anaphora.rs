//! Fillers that point to something said before.

use std::ops::Range;

use rawi_lexicon::{Bearer, Number};
use rawi_model::{Filler, Role, Span, Via};

use crate::claim::Builder;
use crate::frame::Found;
use crate::morph::Pronoun;
use crate::phrase::{Class, Head, Np, UnitKind, plain};
use crate::token::span_of;

impl Builder<'_, '_, '_> {
    /// The places of an earlier sentence that a pronoun points to.
    pub(crate) fn remembered_place(&self, found: &Found, role: Role) -> Vec<Filler> {
        let Some((np, antecedent)) = self.walk.memory.place(self.walk.lexicon, None) else { return Vec::new() };
        let span = span_of(self.context.tokens, found.np.tokens.clone());
        let fillers = std::iter::once(np).chain(&np.more).filter_map(|np| self.plain_filler(np, span, Via::Pronoun, role));
        fillers.map(|f| Filler { antecedent: Some(*antecedent), ..f }).collect()
    }

    /// The place that a pronoun under a preposition points to, in this sentence.
    pub(crate) fn pointed_place(&self, unit: usize) -> Option<Np> {
        (0..unit).rev().find_map(|i| match &self.context.units[i].kind {
            UnitKind::Np(np) if np.class == Class::Place && !self.context.locates_previous(i) => Some(np.clone()),
            _ => None,
        })
    }

    /// العاصمة and البلاد alone: of the country that the report is most about.
    pub(crate) fn by_country(&self, np: &Np, span: Span, unit: usize) -> Option<Filler> {
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
        self.place_filler(&[place], &plain(np.tokens.clone(), Head::Unknown, Class::Place), blank)
    }

    /// `العاصمة وريفها`: the countryside that the lexicon knows of the place before it.
    pub(crate) fn countryside_of(&self, np: &Np, unit: usize, span: Span) -> Option<Filler> {
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
        self.place_filler(&[place], &plain(np.tokens.clone(), Head::Unknown, Class::Place), self.blank(Class::Place, span, Via::Anaphora))
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
    pub(crate) fn kin_of(&self, np: &Np, found: &Found, span: Span) -> Option<Filler> {
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
    pub(crate) fn here(&self, np: &Np, unit: usize) -> Option<(Np, Span)> {
        if np.class == Class::Place && np.number == Number::Singular && np.definite && np.of.is_none() && np.tokens.len() == 1 && matches!(np.head, Head::Noun(_)) {
            let (context, fits) = (self.context, |other: &Np| matches!(other.head, Head::Place(_)) && self.same_size(np, other));
            let titled = |other: &Np| other.of.as_deref().and_then(|of| std::iter::once(of).chain(of.of.as_deref()).find(|p| fits(p)).cloned());
            return (0..unit).rev().find_map(|i| match &context.units[i].kind {
                // `قال رئيس بلدية خاركيف إن القصف على المدينة`
                UnitKind::Np(other) if matches!(other.class, Class::Title | Class::Person | Class::Body) => {
                    titled(other).map(|p| (p, span_of(context.tokens, other.tokens.clone())))
                }
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
            (Head::Noun(_), Some(p)) if matches!(np.class, Class::Group | Class::Vehicle | Class::Weapon) || np.class == Class::People && self.context.is_fighters(np) => {
                (p == Pronoun::Her).then_some(true)
            }
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
}
