//! Anaphors: the latter, the city, the two sides, attached pronouns; by type, gender and recency.

use rawi_lexicon::orthography::key;
use rawi_lexicon::{Lexicon, NounClass, Number, Type};

use crate::frame::Context;
use crate::morph::Pronoun;
use crate::phrase::{Class, Head, Np, UnitKind};

/// Phrases that later words may point back to, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    agents: Vec<(Np, rawi_model::Span)>,
    places: Vec<(Np, rawi_model::Span)>,
    people: Vec<(Np, rawi_model::Span)>,
}

impl Memory {
    /// Keeps the phrases of a sentence.
    pub fn note(&mut self, context: &Context<'_>, np: &Np) {
        let span = crate::token::span_of(context.tokens, np.tokens.clone());
        for member in std::iter::once(np).chain(&np.more) {
            match member.head {
                Head::Place(_) if member.class == Class::Place => self.places.push((member.clone(), span)),
                Head::Actor(_) => self.agents.push((member.clone(), span)),
                Head::Noun(_)
                    if matches!(member.class, Class::Group | Class::Body)
                        && (member.of.is_some() || member.class == Class::Group && !member.definite && (member.described || member.nisba.is_some())) =>
                {
                    self.agents.push((member.clone(), span))
                }
                Head::Noun(_) if member.class == Class::People => self.people.push((member.clone(), span)),
                _ => {}
            }
            // `مراسل الأناضول` is of the agency, not there.
            if let Some(of) = member.of.as_deref().filter(|_| member.class != Class::Source) {
                self.note(context, of);
            }
        }
    }

    /// The place that `المدينة`, `العاصمة` points to.
    pub fn place(&self, lexicon: &Lexicon, wanted: Option<&str>) -> Option<&(Np, rawi_model::Span)> {
        self.places.iter().rev().find(|(np, _)| match (&np.head, wanted) {
            (Head::Place(p), Some(class)) => p.iter().any(|p| {
                let have = lexicon.places[*p as usize].class.as_str();
                have == class || (matches!(class, "city" | "town" | "village") && matches!(have, "city" | "town" | "village")) || (class == "governorate" && have == "city")
            }),
            (Head::Place(p), None) => p.first().is_none_or(|p| lexicon.places[*p as usize].class != "country"),
            _ => true,
        })
    }

    /// The last group whose name has a word in it: `المقاومة` after `المقاومة الشعبية`.
    fn namesake(&self, lexicon: &Lexicon, word: &str) -> Option<&(Np, rawi_model::Span)> {
        let named = |np: &Np| matches!(np.head, Head::Actor(a) if np.class != Class::Person && lexicon.actors[a as usize].ar.split_whitespace().any(|w| key(w).trim_start_matches("ال") == word));
        self.agents.iter().rev().find(|(np, _)| named(np))
    }

    /// The people spoken of last.
    pub fn people(&self) -> Option<&(Np, rawi_model::Span)> {
        self.people.last()
    }

    /// The last group or person that fits.
    pub fn agent(&self, feminine: Option<bool>, person: bool) -> Option<&(Np, rawi_model::Span)> {
        self.agents.iter().rev().find(|(np, _)| (np.class == Class::Person) == person && feminine.is_none_or(|f| np.feminine == f || np.number == Number::Plural))
    }
}

/// What an anaphoric phrase points to.
pub(crate) fn resolve<'m>(context: &Context<'_>, memory: &'m Memory, np: &Np) -> Option<&'m (Np, rawi_model::Span)> {
    let lexicon = context.lexicon;
    match &np.head {
        Head::Pronoun => memory.people(),
        Head::Latter => memory.agent(Some(np.feminine), false).or_else(|| memory.agent(None, false)),
        Head::Noun(n) => {
            let noun = &lexicon.nouns[*n as usize];
            // `مقاتليهم` are of the group; `أطفاله`, `صحفييها` are their own.
            if let Some(pronoun) = np.pronoun.filter(|_| noun.class == NounClass::Group || noun.class == NounClass::People && context.is_fighters(np)) {
                return memory.agent(Some(pronoun == Pronoun::Her), pronoun == Pronoun::Him).or_else(|| memory.agent(None, false));
            }
            let anaphoric = np.definite && np.of.is_none() && np.nisba.is_none() && np.pronoun.is_none();
            match noun.class {
                NounClass::Place if anaphoric && np.number == Number::Singular && np.tokens.len() == 1 => memory.place(lexicon, noun.place_type.as_deref()),
                NounClass::Group if anaphoric && np.tokens.len() == 1 && np.number != Number::Dual => memory.namesake(lexicon, &noun.key).or_else(|| memory.agent(None, false)),
                NounClass::Title if anaphoric => memory.agent(None, true),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Context<'_> {
    /// The nearest person before a unit in the same sentence.
    pub fn person_before(&self, index: usize) -> Option<(Np, usize)> {
        (0..index).rev().find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np) if np.class == Class::Person && np.number == Number::Singular => Some((np.clone(), i)),
            _ => None,
        })
    }

    /// The nearest agent before a unit in the same sentence.
    pub fn agent_before(&self, index: usize, feminine: Option<bool>) -> Option<(Np, usize)> {
        (0..index).rev().find_map(|i| match &self.units[i].kind {
            UnitKind::Np(np)
                if self.is(np, Type::Group)
                    && !matches!(np.head, Head::Unknown | Head::Latter | Head::Pronoun)
                    && !matches!(np.class, Class::Place | Class::Vehicle)
                    && np.pronoun.is_none()
                    && feminine.is_none_or(|f| np.feminine == f || np.number == Number::Plural) =>
            {
                Some((np.clone(), i))
            }
            UnitKind::Event(e) => {
                e.of.as_deref()
                    .filter(|np| self.is(np, Type::Group) && !matches!(np.head, Head::Unknown) && !matches!(np.class, Class::Place | Class::Vehicle) && np.pronoun.is_none())
                    .map(|np| (np.clone(), i))
            }
            _ => None,
        })
    }
}
