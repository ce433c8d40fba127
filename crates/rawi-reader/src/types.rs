//! Types of phrases, and which slots take them.

use rawi_lexicon::{Arg, NounClass, Number, Quantifier, Sense, Slot, Type, Word};
use rawi_model::Span;

use crate::frame::Context;
use crate::phrase::{Class, Head, Np};
use crate::token::{TokenKind, span_of};

impl<'a> Context<'a> {
    /// The argument that a slot makes of a phrase, if its type fits.
    pub(crate) fn accepts(&self, slot: &Slot, np: &Np) -> Option<Arg> {
        let event = np.class == Class::Event;
        let building = slot.args.len() == 1 && self.noun(np).is_some_and(|n| n.building);
        let fits = |ty: Type| self.is(np, ty) || building && ty == Type::Place;
        slot.args.iter().find(|(arg, ty)| fits(*ty) && !(event && matches!(arg, Arg::Role(_)))).map(|(arg, _)| *arg)
    }

    /// Type of a phrase.
    pub(crate) fn is(&self, np: &Np, ty: Type) -> bool {
        use Class::*;
        let class = np.class;
        match ty {
            Type::Any => class != Time,
            Type::Agent => {
                matches!(class, Person | Group | Body | State | People | Vehicle | Title | Outlet)
                    || matches!(np.head, Head::Latter | Head::Pronoun)
                    || self.is_state(np)
                    || (class == Unknown && np.amount.is_none() && is_name_like(np))
                    || (class == Source && self.is_human_source(np))
                    || (class == Weapon && (np.nisba.is_some() || np.of.as_deref().is_some_and(|of| self.is(of, Type::Group) && of.class != Unknown)))
            }
            Type::Group => {
                matches!(class, Group | Body | State)
                    || class == People && self.is_fighters(np)
                    || class == Vehicle && (np.nisba.is_some() || np.of.is_some() || np.strike.is_none() && !self.noun(np).is_some_and(|n| n.strike.is_some()))
                    || class == People && np.of.as_deref().is_some_and(|of| self.is(of, Type::Group))
                    || matches!(np.head, Head::Latter | Head::Pronoun)
                    || self.is_state(np)
                    || (class == Unknown && is_name_like(np))
            }
            Type::Person => {
                let one = np.amount.as_ref().is_none_or(|a| a.max == Some(1));
                one && (matches!(class, Person | Title) || matches!(class, People | Unknown) && np.number == Number::Singular)
            }
            Type::Place => class == Place || (class == Unknown && !np.definite && np.amount.is_none() && np.tokens.len() <= 2) || np.head == Head::Pronoun,
            Type::Site => class == Place || np.head == Head::Pronoun,
            Type::Weapon => matches!(class, Weapon | Vehicle) || np.strike.is_some(),
            Type::Materiel => matches!(class, Materiel | Weapon | Vehicle | Thing) && !self.noun(np).is_some_and(|n| n.building),
            Type::Event => class == Event,
            Type::Building => self.noun(np).is_some_and(|n| n.building) || class == Place && !self.is_settlement(np),
            Type::Settlement => class == Place && self.is_settlement(np),
            Type::Relief => self.noun(np).is_some_and(|n| n.relief) || np.of.as_deref().is_some_and(|of| self.is(of, Type::Relief)),
            Type::Victim => matches!(class, People | Person | Title) || self.is_fighters(np) || np.amount.is_some() && matches!(class, Unknown | Group | Source),
            Type::Civilians => class == People && !self.is_fighters(np) || class == Unknown && np.amount.is_some(),
            Type::Silence => self.is_silence(np),
            Type::Thing => matches!(class, Thing | Unknown | Place),
        }
    }

    /// `التابعة للوزارة`: an adjective with its preposition.
    fn opens_complement(&self, at: usize) -> bool {
        let key = self.tokens[at].key.as_str();
        let next = self.tokens.get(at + 1).map(|t| t.key.as_str()).unwrap_or_default();
        let prep = next.starts_with(['ل', 'ب']) || self.lexicon.words.get(next).iter().any(|e| matches!(e.word, Word::Prep(_)));
        prep && key.starts_with("ال") && self.is_opening(key)
    }

    /// An adjective that stands before a preposition of its own, with the article or without.
    pub(crate) fn is_opening(&self, key: &str) -> bool {
        let stem = key.strip_prefix("ال").unwrap_or(key);
        self.lexicon.senses(stem).iter().any(|s| matches!(s, Sense::Adjective { adjective, .. } if self.lexicon.adjectives[*adjective as usize].opens))
    }

    /// The word is one as it stands: no clitic is cut off it.
    fn stands_whole(&self, key: &str) -> bool {
        let is_noun = |word: &str| self.lexicon.senses(word).iter().any(|s| matches!(s, Sense::Noun { .. }));
        // `والدته`: a noun with its pronoun, the ta marbuta opened.
        let owned = |s: &str| {
            let stem = key.strip_suffix(s).filter(|stem| stem.chars().count() > 2);
            stem.is_some_and(|stem| is_noun(stem) || is_noun(&format!("{}ة", stem.trim_end_matches('ت'))))
        };
        ["ه", "ها", "هم"].into_iter().any(owned)
            || self.lexicon.senses(key).iter().any(|s| !matches!(s, Sense::Verb { .. } | Sense::Participle { .. }))
            || self.lexicon.names.longest_from(&rawi_lexicon::orthography::fold(key)) > 0
    }

    /// The words of a phrase from its head on, without a conjunction or preposition written together with it.
    pub(crate) fn head_span(&self, text: &str, np: &Np) -> Span {
        let first = np.at.clamp(np.tokens.start, np.tokens.end - 1);
        let mut end = np.tokens.end;
        while end > first + 1 && !matches!(np.class, Class::Group | Class::People) && self.opens_complement(end - 1) {
            end -= 1;
        }
        let quotes = |range: std::ops::Range<usize>| self.tokens[range].iter().filter(|t| t.kind == TokenKind::Quote).count();
        if end > first + 1 && quotes(end - 1..end) == 1 && quotes(first..end) == 1 {
            end -= 1;
        }
        let mut span = span_of(self.tokens, first..end);
        let lexicon = self.lexicon;
        let known = |word: &str| {
            let bare = word.strip_prefix("ال").unwrap_or(word);
            let folded = rawi_lexicon::orthography::fold(word);
            !lexicon.senses(bare).is_empty() || lexicon.names.longest_from(&folded) > 0 || word.starts_with("ال")
        };
        let mut key = self.tokens[first].key.as_str();
        let unknown = np.head == Head::Unknown && np.class != Class::Person;
        for clitics in [&['و', 'ف'][..], &['ب', 'ل', 'ك'][..]] {
            // After a class noun stands the name itself (`بلدة فيليا`).
            let cut = key.strip_prefix(clitics).filter(|r| np.class_noun.is_none() && (known(r) || unknown && clitics[0] == 'و' && r.chars().count() > 3));
            let Some(rest) = cut.filter(|_| !self.stands_whole(key)) else { continue };
            if let Some(c) = span.of(text).chars().next().filter(|c| clitics.contains(c)) {
                let tatweel = span.of(text)[c.len_utf8()..].chars().take_while(|&c| c == 'ـ').map(char::len_utf8).sum::<usize>();
                span.start += c.len_utf8() + tatweel;
                key = rest;
            }
        }
        span
    }

    pub(crate) fn noun(&self, np: &Np) -> Option<&'a rawi_lexicon::Noun> {
        match np.head {
            Head::Noun(n) => Some(&self.lexicon.nouns[n as usize]),
            _ => None,
        }
    }

    pub(crate) fn is_state(&self, np: &Np) -> bool {
        let governs = |p: u32| self.lexicon.places[p as usize].class == "country" || self.lexicon.capital(self.lexicon.country_of(p)) == Some(p);
        matches!(&np.head, Head::Place(p) if np.class_noun.is_none() && np.side.is_none() && p.first().is_some_and(|p| governs(*p)))
    }

    /// A statement, a toll, a comment, as noun or as event noun.
    fn is_silence(&self, np: &Np) -> bool {
        let word = |key: &str| {
            self.lexicon.senses(key.strip_prefix("ال").unwrap_or(key)).iter().any(|s| matches!(s, Sense::Noun { noun, .. } if self.lexicon.nouns[*noun as usize].silence))
        };
        self.noun(np).is_some_and(|n| n.silence) || np.class == Class::Event && word(&self.tokens[np.at].key)
    }

    /// By its name in the lexicon, else by its class noun; an unknown place is taken for a town.
    fn is_settlement(&self, np: &Np) -> bool {
        let lives = |class: &str| matches!(class, "city" | "town" | "village" | "neighbourhood" | "camp" | "governorate" | "district" | "region" | "country" | "island");
        let told = |n: u32| self.lexicon.nouns[n as usize].place_type.as_deref().is_none_or(lives);
        match (&np.head, np.class_noun) {
            (_, Some(n)) if !told(n) => false,
            (Head::Noun(n), None) if !told(*n) => false,
            (Head::Place(p), _) => p.first().is_some_and(|p| lives(&self.lexicon.places[*p as usize].class)),
            _ => true,
        }
    }

    /// A capital that is named alone: it may stand for its state.
    pub(crate) fn is_capital(&self, np: &Np) -> bool {
        self.is_state(np) && matches!(&np.head, Head::Place(p) if p.first().is_some_and(|p| self.lexicon.places[*p as usize].class != "country"))
    }

    fn is_human_source(&self, np: &Np) -> bool {
        self.noun(np).is_some_and(|n| n.class == NounClass::Source && !n.vehicle)
    }

    pub(crate) fn is_fighters(&self, np: &Np) -> bool {
        self.noun(np).is_some_and(|n| {
            matches!(n.class, NounClass::Group | NounClass::People)
                && matches!(n.en.as_str(), "fighters" | "members" | "gunmen" | "soldiers" | "elements" | "attackers" | "militants" | "recruits" | "officers")
        })
    }

    /// Part or whole, from quantifiers and words of extent near the predicate.
    pub(crate) fn is_part(&self, np: &Np) -> bool {
        matches!(np.quantifier, Some(Quantifier::Part | Quantifier::Most)) && np.class_noun.is_none()
    }
}

/// An unknown word with the article is more often a common noun than a name.
fn is_name_like(np: &Np) -> bool {
    !np.described && np.amount.is_none() && (np.nisba.is_some() || !np.definite || np.tokens.len() > 1)
}
